//! The words of Python and of its standard library.

use crate::extract::code::dialect::{Dialect, Effect, Growth, Import, Items, Passing, TextMethod};
use crate::vocabulary::Language;

/// Python.
pub(super) struct PythonDialect;

/// What is read from files, by the names of functions that read it.
const FORMATS: [&str; 8] = ["json", "jsonl", "csv", "parquet", "pickle", "yaml", "text", "file"];

const fn first(environment: Option<usize>) -> Passing {
    Passing { value: Some(0), keywords: &[], environment }
}

impl Dialect for PythonDialect {
    fn language(&self) -> Language {
        Language::Python
    }

    fn itself(&self) -> &'static str {
        "self"
    }

    fn constructor(&self) -> &'static str {
        "__init__"
    }

    fn makes_constructor(&self, name: &str) -> bool {
        matches!(name.rsplit('.').next(), Some("dataclass" | "NamedTuple"))
    }

    fn takes_keywords_alone(&self, options: &str) -> bool {
        options.contains("kw_only")
    }

    fn is_plain_base(&self, name: &str) -> bool {
        let name = name.split('[').next().unwrap_or_default();
        matches!(name.rsplit('.').next(), Some("object" | "ABC" | "Generic" | "Protocol"))
    }

    fn text_type(&self) -> &'static str {
        "str"
    }

    fn has_block_scope(&self) -> bool {
        false
    }

    fn imports(&self, statement: &str) -> Vec<Import> {
        let statement = uncommented(statement);
        match statement.strip_prefix("from ") {
            Some(rest) => from_import(rest),
            None => plain_import(statement.strip_prefix("import ").unwrap_or(&statement)),
        }
    }

    fn asks_whether_program(&self, condition: &str) -> bool {
        condition.contains("__name__")
    }

    fn passing(&self, chain: &[&str]) -> Option<Passing> {
        let environment = Passing { value: Some(1), keywords: &["default"], environment: Some(0) };
        match chain {
            [.., "environ", "get" | "setdefault"] | ["getenv"] | ["os", "getenv"] => Some(environment),
            // `config("NAME", default=…)`, `env.str("NAME", default=…)` of the settings readers.
            ["config" | "env"] | ["env", _] => Some(environment),
            [.., "get" | "pop" | "setdefault"] => {
                Some(Passing { value: Some(1), keywords: &["default"], environment: None })
            }
            // The project's own readers of settings.
            [_, .., reader] if reads_setting(reader) => {
                Some(Passing { value: Some(1), keywords: &["default"], environment: None })
            }
            [.., "getattr"] => Some(Passing { value: Some(2), keywords: &[], environment: None }),
            ["str" | "closing"] | ["contextlib", "closing"] | [.., "dumps"] => Some(first(None)),
            ["cast"] | ["typing", "cast"] => Some(Passing { value: Some(1), keywords: &[], environment: None }),
            // Defaults of fields.
            ["field"] | [_, "field"] => {
                Some(Passing { value: Some(0), keywords: self.default_keywords(), environment: None })
            }
            _ => None,
        }
    }

    fn default_keywords(&self) -> &'static [&'static str] {
        &["default", "default_factory"]
    }

    fn ends_program(&self, chain: &[&str]) -> bool {
        matches!(chain, ["exit" | "quit"] | ["sys", "exit"] | ["os", "_exit"])
    }

    fn takes_attribute(&self, callee: &str) -> bool {
        callee == "getattr"
    }

    fn environment_setters(&self) -> &'static [&'static str] {
        &["setdefault", "update"]
    }

    fn environment_object(&self, chain: &[&str]) -> Option<usize> {
        match chain {
            ["os", "environ", ..] => Some(2),
            ["environ", ..] => Some(1),
            _ => None,
        }
    }

    fn effect(&self, chain: &[&str]) -> Option<Effect> {
        let last = *chain.last()?;
        match last {
            "startswith" | "endswith" | "index" | "count" | "find" | "match" | "fullmatch" | "search" | "compile"
            | "sub" | "replace" | "split" | "removeprefix" | "removesuffix" | "isinstance" | "has_key" | "issubset"
            | "remove" | "discard" => Some(Effect::Compares),
            "print" | "pprint" | "debug" | "info" | "warning" | "warn" | "error" | "critical" | "exception" | "log"
            | "write" => Some(Effect::Tells),
            "Mock" | "MagicMock" | "AsyncMock" | "patch" | "SimpleNamespace" => Some(Effect::Expects),
            "escape" if matches!(chain, ["re", ..]) => Some(Effect::Compares),
            "SystemExit" => Some(Effect::Tells),
            _ if matches!(chain, ["sys", "exit"]) => Some(Effect::Tells),
            _ if last.starts_with("assert") || last.ends_with("Error") || last.ends_with("Exception") => {
                Some(if last.starts_with("assert") { Effect::Expects } else { Effect::Tells })
            }
            _ => None,
        }
    }

    fn handler(&self) -> &'static str {
        "except"
    }

    fn includes(&self, operator: &str) -> bool {
        operator == "in"
    }

    fn has_item(&self, method: &str) -> bool {
        // Lists themselves are asked by an operator; classes around them call it so.
        matches!(method, "includes" | "has" | "contains")
    }

    fn excludes(&self, operator: &str) -> bool {
        operator.split_whitespace().eq(["not", "in"])
    }

    fn asks_people(&self, chain: &[&str]) -> bool {
        chain == ["input"]
    }

    fn opens(&self, chain: &[&str]) -> bool {
        match chain {
            ["open"] | ["os", "path", _] | ["os", "makedirs" | "mkdir"] | [_, "ref"] => true,
            [.., last] => {
                matches!(*last, "Path" | "PurePath" | "joinpath")
                    || ["read_", "load_"]
                        .iter()
                        .any(|start| last.strip_prefix(start).is_some_and(|kind| FORMATS.contains(&kind)))
            }
            [] => false,
        }
    }

    fn calls_later(&self, chain: &[&str]) -> bool {
        matches!(chain.last(), Some(&("partial" | "partialmethod")))
    }

    fn cuts_text(&self, method: &str) -> bool {
        matches!(method, "split" | "rsplit" | "partition" | "rpartition" | "removeprefix" | "replace")
    }

    fn text_method(&self, method: &str) -> Option<TextMethod> {
        match method {
            "encode" | "decode" | "strip" | "lstrip" | "rstrip" => Some(TextMethod::Same),
            "lower" | "casefold" => Some(TextMethod::Lower),
            "format" => Some(TextMethod::Format),
            "join" => Some(TextMethod::JoinArgument),
            _ => None,
        }
    }

    fn updates(&self, method: &str) -> bool {
        method == "update"
    }

    fn grows(&self, method: &str) -> Option<Growth> {
        match method {
            "append" | "appendleft" => Some(Growth::Items),
            "extend" => Some(Growth::List),
            _ => None,
        }
    }

    fn makes_table(&self, chain: &[&str]) -> bool {
        matches!(chain, ["dict" | "OrderedDict"])
    }

    fn makes_map(&self, chain: &[&str]) -> bool {
        matches!(chain, ["dict" | "OrderedDict" | "MappingProxyType"])
    }

    fn gives_fields(&self, chain: &[&str]) -> Option<Items> {
        match chain {
            ["asdict" | "vars"] | ["dataclasses", "asdict"] => Some(Items::Argument(0)),
            _ => None,
        }
    }

    fn items(&self, chain: &[&str]) -> Option<Items> {
        match chain {
            ["list" | "tuple" | "set" | "frozenset" | "sorted" | "reversed" | "iter" | "cycle"]
            | ["random" | "itertools", _] => Some(Items::Argument(0)),
            [.., "values" | "copy"] => Some(Items::Receiver),
            _ => None,
        }
    }

    fn takes_first(&self, chain: &[&str]) -> bool {
        chain == ["next"]
    }

    fn lists_type(&self, chain: &[&str]) -> Option<usize> {
        matches!(chain, [.., "get_args"]).then_some(0)
    }

    fn keys(&self, chain: &[&str]) -> Option<Items> {
        matches!(chain, [_, .., "keys"]).then_some(Items::Receiver)
    }

    fn pairs(&self, chain: &[&str]) -> Option<Items> {
        match chain {
            ["enumerate"] => Some(Items::Argument(0)),
            [.., "items"] => Some(Items::Receiver),
            _ => None,
        }
    }

    fn zips(&self, chain: &[&str]) -> bool {
        matches!(chain, ["zip" | "product" | "zip_longest"] | ["itertools", "product" | "zip_longest"])
    }

    fn calls_with_items(&self, chain: &[&str]) -> Option<Items> {
        matches!(chain, [.., "map" | "filter" | "starmap"]).then_some(Items::Argument(1))
    }

    fn reads_options(&self, chain: &[&str]) -> bool {
        matches!(chain.last(), Some(&("parse_args" | "parse_known_args")))
    }

    fn declares_option(&self, chain: &[&str]) -> bool {
        matches!(chain.last(), Some(&("add_argument" | "add_option")))
    }

    fn leaves_default_of_required(&self, chain: &[&str]) -> bool {
        matches!(chain.last(), Some(&"add_argument"))
    }

    fn requires(&self, chain: &[&str]) -> bool {
        matches!(chain, ["__import__"] | ["importlib", "import_module"])
    }
}

/// `get_str`, `_get_option`: what looks a setting up and takes a default.
fn reads_setting(method: &str) -> bool {
    let kind = method.trim_start_matches('_').strip_prefix("get_");
    kind.is_some_and(|kind| matches!(kind, "str" | "string" | "value" | "option" | "setting" | "config" | "param"))
}

/// The statement on one line, without comments, parentheses and line ends.
fn uncommented(statement: &str) -> String {
    let lines = statement.lines().map(|line| line.split('#').next().unwrap_or(""));
    lines.collect::<Vec<_>>().join(" ").replace(['(', ')', '\\', ';'], " ")
}

fn from_import(rest: &str) -> Vec<Import> {
    let Some((module, names)) = rest.split_once(" import ") else { return Vec::new() };
    let module = module.trim();
    let parts = names.split(',').map(str::trim).filter(|n| !n.is_empty());
    parts
        .map(|part| {
            let (name, local) = part.split_once(" as ").map_or((part, part), |(n, l)| (n.trim(), l.trim()));
            Import { local: local.to_owned(), module: module.to_owned(), name: Some(name.to_owned()) }
        })
        .collect()
}

fn plain_import(rest: &str) -> Vec<Import> {
    let parts = rest.split(',').map(str::trim).filter(|n| !n.is_empty());
    parts
        .map(|part| match part.split_once(" as ") {
            Some((module, local)) => {
                Import { local: local.trim().to_owned(), module: module.trim().to_owned(), name: None }
            }
            None => {
                let top = part.split('.').next().unwrap_or(part);
                Import { local: top.to_owned(), module: top.to_owned(), name: None }
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn imports(statement: &str) -> Vec<(String, String, Option<String>)> {
        PythonDialect.imports(statement).into_iter().map(|i| (i.local, i.module, i.name)).collect()
    }

    #[test]
    fn imports_bind_names() {
        let of = |l: &str, m: &str, n: Option<&str>| (l.to_owned(), m.to_owned(), n.map(str::to_owned));
        assert_eq!(imports("import a.b as c, d.e"), [of("c", "a.b", None), of("d", "d", None)]);
        assert_eq!(imports("from .a import b as c, d"), [of("c", ".a", Some("b")), of("d", ".a", Some("d"))]);
        assert_eq!(
            imports("from a import (\n  b,  # why\n  c,\n)"),
            [of("b", "a", Some("b")), of("c", "a", Some("c"))]
        );
    }
}

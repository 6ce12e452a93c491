//! The words of TypeScript and JavaScript and of their runtimes.

use crate::extract::code::dialect::{Dialect, Effect, Export, Growth, Import, Items, Passing, TextMethod};
use crate::vocabulary::{Language, fold_name};

/// TypeScript and JavaScript.
pub(super) struct TypeScriptDialect;

impl Dialect for TypeScriptDialect {
    fn language(&self) -> Language {
        Language::TypeScript
    }

    fn itself(&self) -> &'static str {
        "this"
    }

    fn constructor(&self) -> &'static str {
        "constructor"
    }

    fn declares_attribute(&self, parameter: &str) -> bool {
        ["private ", "public ", "protected ", "readonly "].iter().any(|word| parameter.starts_with(word))
    }

    fn text_type(&self) -> &'static str {
        "string"
    }

    fn handler(&self) -> &'static str {
        "catch"
    }

    fn has_block_scope(&self) -> bool {
        true
    }

    fn holds_markup(&self) -> bool {
        true
    }

    fn imports(&self, statement: &str) -> Vec<Import> {
        let Some((names, module)) = split_statement(statement) else { return Vec::new() };
        let import = |local: &str, name: Option<&str>| Import {
            local: local.to_owned(),
            module: module.clone(),
            name: name.map(str::to_owned),
        };
        let (outside, braced) = match names.split_once('{') {
            Some((before, rest)) => (before, rest.split('}').next().unwrap_or("")),
            None => (names.as_str(), ""),
        };
        let mut imports = Vec::new();
        for part in outside.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            imports.push(match part.strip_prefix("* as ") {
                Some(local) => import(local.trim(), None),
                None => import(part, Some("default")),
            });
        }
        for part in braced.split(',').map(str::trim).filter(|p| !p.is_empty()) {
            let part = part.strip_prefix("type ").unwrap_or(part);
            let (name, local) = part.split_once(" as ").map_or((part, part), |(n, l)| (n.trim(), l.trim()));
            imports.push(import(local, Some(name)));
        }
        imports
    }

    fn exports(&self, statement: &str) -> Vec<Export> {
        exported(statement)
    }

    fn gives(&self, line: &str) -> bool {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_' && c != '$');
        let is_own =
            matches!(line.split_whitespace().next(), Some("const" | "let" | "var" | "function" | "class" | "async"));
        !is_own || words.any(|word| word == "export")
    }

    fn includes(&self, operator: &str) -> bool {
        // Of an object it asks for a key.
        operator == "in"
    }

    fn has_item(&self, method: &str) -> bool {
        matches!(method, "includes" | "has" | "contains")
    }

    fn selects(&self, method: &str) -> bool {
        matches!(method, "find" | "findLast" | "findIndex" | "filter")
    }

    fn passing(&self, chain: &[&str]) -> Option<Passing> {
        match chain {
            ["JSON", "stringify"] | ["String"] => Some(Passing { value: Some(0), keywords: &[], environment: None }),
            // `config.get("model", "…")`: settings of an editor or a program, with a default.
            [.., holder, "get"] if holds_settings(holder) => {
                Some(Passing { value: Some(1), keywords: &[], environment: None })
            }
            ["Deno", "env", "get"] => Some(Passing { value: None, keywords: &[], environment: Some(0) }),
            _ => None,
        }
    }

    fn environment_setters(&self) -> &'static [&'static str] {
        &["assign"]
    }

    fn environment_object(&self, chain: &[&str]) -> Option<usize> {
        match chain {
            ["process", "env", ..] | ["Bun", "env", ..] => Some(2),
            ["import", "meta", "env", ..] => Some(3),
            ["env", _] => Some(1),
            _ => None,
        }
    }

    fn lists_values(&self, callee: &str) -> bool {
        callee == "Object.values"
    }

    fn makes_set(&self, callee: &str) -> bool {
        callee == "Set"
    }

    fn effect(&self, chain: &[&str]) -> Option<Effect> {
        let last = *chain.last()?;
        match last {
            "startsWith" | "endsWith" | "includes" | "indexOf" | "match" | "test" | "has" | "replace"
            | "replaceAll" | "split" | "localeCompare" | "search" | "RegExp" => Some(Effect::Compares),
            "log" | "debug" | "info" | "warn" | "error" | "trace" | "write" => Some(Effect::Tells),
            _ if last.starts_with("mock") => Some(Effect::Expects),
            "Error" | "TypeError" | "RangeError" => Some(Effect::Tells),
            _ => None,
        }
    }

    fn opens(&self, chain: &[&str]) -> bool {
        matches!(chain, ["path", _] | [.., "readFile" | "readFileSync" | "existsSync" | "mkdirSync" | "writeFileSync"])
    }

    fn cuts_text(&self, method: &str) -> bool {
        matches!(method, "split" | "substring" | "substr" | "slice" | "replace" | "replaceAll")
    }

    fn text_method(&self, method: &str) -> Option<TextMethod> {
        match method {
            "toString" | "trim" | "trimStart" | "trimEnd" | "valueOf" => Some(TextMethod::Same),
            "toLowerCase" => Some(TextMethod::Lower),
            "join" => Some(TextMethod::JoinReceiver),
            "concat" => Some(TextMethod::Concat),
            _ => None,
        }
    }

    fn updates(&self, _method: &str) -> bool {
        false
    }

    fn grows(&self, method: &str) -> Option<Growth> {
        matches!(method, "push" | "unshift").then_some(Growth::Items)
    }

    fn answers(&self, chain: &[&str]) -> bool {
        matches!(chain, ["Response"] | ["Response", "json"])
    }

    fn replies(&self, chain: &[&str]) -> bool {
        matches!(
            chain,
            ["Response" | "res" | "reply" | "c" | "ctx", .., "json"]
                | ["Response"]
                | ["res" | "reply", .., "send" | "write" | "end"]
                | [.., "enqueue"]
        )
    }

    fn requests(&self, chain: &[&str]) -> bool {
        let fetches = |name: &str| name.starts_with("fetchwith") || name.ends_with("fetch") && name != "prefetch";
        chain.last().is_some_and(|last| fetches(&fold_name(last)))
    }

    fn picks(&self, method: &str) -> bool {
        matches!(method, "find" | "findLast" | "at" | "pop" | "shift")
    }

    fn fills_field(&self, chain: &[&str]) -> bool {
        matches!(chain, [_, .., "append" | "set" | "setItem" | "update"])
    }

    fn makes_table(&self, chain: &[&str]) -> bool {
        matches!(chain, ["Map"])
    }

    fn makes_map(&self, chain: &[&str]) -> bool {
        matches!(chain, ["Object", "freeze" | "assign" | "seal"] | ["structuredClone"])
    }

    fn items(&self, chain: &[&str]) -> Option<Items> {
        match chain {
            ["Object", "values"] | ["Array", "from"] | ["Set"] => Some(Items::Argument(0)),
            [.., "values" | "filter" | "slice" | "reverse" | "sort" | "concat" | "toSorted" | "toReversed"] => {
                Some(Items::Receiver)
            }
            _ => None,
        }
    }

    fn keys(&self, chain: &[&str]) -> Option<Items> {
        matches!(chain, ["Object", "keys"]).then_some(Items::Argument(0))
    }

    fn pairs(&self, chain: &[&str]) -> Option<Items> {
        match chain {
            ["Object", "entries"] => Some(Items::Argument(0)),
            [.., "entries"] => Some(Items::Receiver),
            _ => None,
        }
    }

    fn zips(&self, _chain: &[&str]) -> bool {
        false
    }

    fn calls_with_items(&self, chain: &[&str]) -> Option<Items> {
        matches!(chain, [.., "map" | "forEach" | "flatMap" | "filter" | "find" | "some" | "every"])
            .then_some(Items::Receiver)
    }

    fn requires(&self, chain: &[&str]) -> bool {
        matches!(chain, ["require"] | ["import"])
    }
}

/// What stands between `import` and `from`, and the module.
fn split_statement(statement: &str) -> Option<(String, String)> {
    let body = statement.trim().strip_prefix("import")?;
    let body = body.strip_prefix(" type ").unwrap_or(body);
    let quote = body.rfind(['"', '\''])?;
    let open = body[..quote].rfind(body[quote..].chars().next()?)?;
    let module = package(&body[open + 1..quote]).to_owned();
    let names = body[..open].trim();
    let names = names.strip_suffix("from").unwrap_or(names);
    let names: Vec<&str> = names.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    Some((names.join(" ").trim().to_owned(), module))
}

/// The package that an import names by a URL, or in the way of Deno: `https://esm.host/@scope/name@1.2/+esm`, `npm:name@4`.
fn package(module: &str) -> &str {
    let by_url = module.strip_prefix("https://").and_then(|url| url.split_once('/')).map(|(_, path)| path);
    let Some(path) = module.strip_prefix("npm:").or(by_url) else { return module };
    // Hosts put a folder or the version of their build before it.
    let is_build = |word: &str| word.strip_prefix('v').is_some_and(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    let path = match path.split_once('/') {
        Some((first, rest)) if matches!(first, "npm" | "x" | "stable") || is_build(first) => rest,
        _ => path,
    };
    let scope = if path.starts_with('@') { path.find('/').map_or(0, |slash| slash + 1) } else { 0 };
    let end = path[scope..].find(['@', '/', '?']).map_or(path.len(), |end| scope + end);
    if end == 0 { module } else { &path[..end] }
}

/// The names of `export { a, b as c } from "m"`, `export * from "m"`, `export * as ns from "m"`.
fn exported(statement: &str) -> Vec<Export> {
    let lines: Vec<&str> = statement.lines().map(|line| line.split("//").next().unwrap_or("")).collect();
    let statement = lines.join(" ");
    let Some(body) = statement.trim().strip_prefix("export") else { return Vec::new() };
    let body = body.trim_start();
    let body = body.strip_prefix("type ").unwrap_or(body).trim_start();
    let module = || {
        let quote = body.rfind(['"', '\''])?;
        let open = body[..quote].rfind(body[quote..].chars().next()?)?;
        Some(body[open + 1..quote].to_owned())
    };
    if let Some(rest) = body.strip_prefix('*') {
        let name = rest.trim_start().strip_prefix("as ").and_then(|n| n.split_whitespace().next());
        let local = name.is_none().then(|| "*".to_owned());
        return vec![Export { name: name.unwrap_or("*").to_owned(), local, module: module() }];
    }
    let Some((names, rest)) = body.strip_prefix('{').and_then(|b| b.split_once('}')) else { return Vec::new() };
    let module = rest.contains("from").then(module).flatten();
    let parts = names.split(',').map(str::trim).filter(|p| !p.is_empty());
    parts
        .map(|part| {
            let part = part.strip_prefix("type ").unwrap_or(part);
            let (local, name) = part.split_once(" as ").map_or((part, part), |(l, n)| (l.trim(), n.trim()));
            Export { name: name.to_owned(), local: Some(local.to_owned()), module: module.clone() }
        })
        .collect()
}

/// What settings are kept in, by its name: `config`, `settingsStore`.
fn holds_settings(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    ["config", "configuration", "cfg", "conf", "settings", "preferences", "store"].iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exports_give_names() {
        let of = |statement: &str| {
            let parts = exported(statement).into_iter();
            parts.map(|e| (e.name, e.local.unwrap_or_default(), e.module.unwrap_or_default())).collect::<Vec<_>>()
        };
        let one = |n: &str, l: &str, m: &str| (n.to_owned(), l.to_owned(), m.to_owned());
        assert_eq!(of("export { a, b as c };"), [one("a", "a", ""), one("c", "b", "")]);
        assert_eq!(
            of("export {\n  default as a, // one\n  type T,\n} from './x';"),
            [one("a", "default", "./x"), one("T", "T", "./x")]
        );
        assert_eq!(of("export * from \"m\""), [one("*", "*", "m")]);
        assert_eq!(of("export * as ns from 'm'"), [one("ns", "", "m")]);
        assert_eq!(of("export"), []);
    }

    fn imports(statement: &str) -> Vec<(String, String, Option<String>)> {
        TypeScriptDialect.imports(statement).into_iter().map(|i| (i.local, i.module, i.name)).collect()
    }

    #[test]
    fn imports_bind_names() {
        let of = |l: &str, m: &str, n: Option<&str>| (l.to_owned(), m.to_owned(), n.map(str::to_owned));
        assert_eq!(imports("import A from 'a';"), [of("A", "a", Some("default"))]);
        assert_eq!(imports("import * as ns from \"a/b\""), [of("ns", "a/b", None)]);
        assert_eq!(
            imports("import A, { type B, c as d } from 'm'"),
            [of("A", "m", Some("default")), of("B", "m", Some("B")), of("d", "m", Some("c"))]
        );
        assert_eq!(
            imports("import {\n  a, // one\n  b,\n} from './x'"),
            [of("a", "./x", Some("a")), of("b", "./x", Some("b"))]
        );
        assert_eq!(imports("import './side'"), []);
    }
}

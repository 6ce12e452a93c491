//! The shape of the house: arrows go one way, and facts stay out of the code.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use model_lint::catalog::Catalog;
use model_lint::catalog::schema::{RulesFile, Sign};

/// Floors of the house from the ground up; a module may use those below its own.
const FLOORS: &[&[&str]] = &[
    &["suggest"],
    &["source", "catalog"],
    &["vocabulary"],
    &["reference", "diagnostic"],
    &["extract", "config"],
    &["resolve", "link", "report", "suppress", "fix"],
    &["checks", "walk", "prefilter", "forecast", "uses", "facts"],
    &["baseline", "changes", "owners"],
    &["project"],
    &["lsp"],
    &["cli"],
];

/// Who writes to a standard stream besides `cli/terminal.rs`: the server, whose clients read it.
const TERMINALS: &[&str] = &["cli/server.rs"];

/// Names of packages that are words of languages, of their standard libraries or of settings as well.
const ORDINARY: &[&str] = &["ai", "assert", "describe", "it", "llm", "mark", "mock", "Mock", "test", "yaml", "YAML"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|e| e == "rs") {
            found.push(path);
        }
    }
    found.sort();
}

fn all_sources() -> Vec<(String, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    sources(&root, &mut found);
    let name = |path: &PathBuf| path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
    let is_test = |path: &PathBuf| path.ends_with("tests.rs") || path.ends_with("fake.rs");
    found.iter().filter(|p| !is_test(p)).map(|path| (name(path), fs::read_to_string(path).unwrap())).collect()
}

/// The code of a file without its tests, which stand at its end.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]").next().unwrap_or(text)
}

fn module(path: &str) -> &str {
    path.split('/').next().unwrap().trim_end_matches(".rs")
}

fn floor(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// Modules of this crate that a text names.
fn used(text: &str) -> BTreeSet<String> {
    let mut used = BTreeSet::new();
    for line in text.lines().map(str::trim_start).filter(|line| !line.starts_with("//")) {
        for part in line.split("crate::").skip(1) {
            let names: String = part.chars().take_while(|c| c.is_alphanumeric() || *c == '_' || *c == '{').collect();
            if names.starts_with('{') {
                let list = part.trim_start_matches('{').split('}').next().unwrap_or("");
                used.extend(list.split(',').map(|n| n.trim().split("::").next().unwrap_or("").to_owned()));
            } else {
                used.insert(names);
            }
        }
    }
    used
}

#[test]
fn arrows_go_down() {
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        let own = module(&path);
        if matches!(own, "lib" | "main") {
            continue;
        }
        let own_floor = floor(own).unwrap_or_else(|| panic!("src/{path}: on which floor does `{own}` live?"));
        for name in used(without_tests(&text)) {
            let Some(other) = floor(&name) else { continue };
            if name != own && other >= own_floor {
                wrong.push(format!("src/{path} uses `{name}`, which does not lie below `{own}`"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn extractors_know_no_catalog() {
    for (path, text) in all_sources().iter().filter(|(path, _)| path.starts_with("extract/")) {
        assert!(!used(without_tests(text)).contains("catalog"), "src/{path} asks the catalog, not the vocabulary");
    }
}

#[test]
fn no_fact_stands_in_the_code() {
    let catalog = Catalog::bundled();
    let providers: BTreeSet<&str> = catalog.providers().map(|p| p.key()).filter(|key| key.len() > 3).collect();
    // Words of languages that platforms share.
    let ordinary = ["command", "lambda", "local", "custom", "replicate", "together", "chat", "cloud", "portkey"];
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        for (number, line) in without_tests(&text).lines().enumerate() {
            if line.trim_start().starts_with("//") {
                continue;
            }
            for literal in line.split('"').skip(1).step_by(2) {
                let is_model = literal.len() > 4 && catalog.models_named(literal).next().is_some();
                if (is_model || providers.contains(literal)) && !ordinary.contains(&literal) {
                    wrong.push(format!("src/{path}:{}: {literal:?} belongs into rules/", number + 1));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Names of packages, and of what belongs to one, that the rules know: modules of SDKs, whose calls are known, programs of
/// settings, hosts of plug-ins, test runners.
fn packages() -> BTreeSet<String> {
    let mut files = Vec::new();
    yaml_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &mut files);
    let mut names: BTreeSet<String> = BTreeSet::new();
    for file in files {
        let rules: RulesFile = serde_yaml::from_str(&fs::read_to_string(file).unwrap()).unwrap();
        names.extend(rules.clients.iter().flat_map(|entry| entry.modules.clone()));
        names.extend(rules.call_sites.iter().flat_map(|entry| entry.modules.clone()));
        names.extend(rules.call_site_defaults.modules.clone());
        let chains = rules.callees.iter().flat_map(|entry| &entry.names).filter_map(|name| name.split_once('.'));
        names.extend(chains.map(|(head, _)| head.to_owned()).filter(|head| !head.contains('*')));
        for entry in &rules.settings_programs {
            names.extend([&entry.module, &entry.program, &entry.variable].map(Clone::clone));
        }
        let plugins = [Sign::PluginEngine, Sign::PluginHost];
        let lists = [Sign::FormModule, Sign::RootFile, Sign::TestFixture, Sign::TestMark].into_iter().chain(plugins);
        names.extend(lists.flat_map(|list| list.words(&rules).clone()));
    }
    names
}

fn yaml_files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => yaml_files(&path, found),
            false => found.push(path),
        }
    }
}

#[test]
fn no_package_is_named_in_the_code() {
    let packages = packages();
    assert!(["openai", "click", "manage.py", "vscode", "vitest"].iter().all(|name| packages.contains(*name)));
    let mut wrong = Vec::new();
    for (path, text) in all_sources() {
        for (number, line) in without_tests(&text).lines().enumerate() {
            let literals = line.split('"').skip(1).step_by(2).filter(|_| !line.trim_start().starts_with("//"));
            let named = literals.filter(|literal| packages.contains(*literal) && !ORDINARY.contains(literal));
            wrong.extend(named.map(|name| format!("src/{path}:{}: {name:?} belongs into rules/", number + 1)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The functions of a file: name, what stands between its name and its body, and the body.
fn functions(text: &str) -> Vec<(&str, &str, &str)> {
    let starts = text.match_indices("fn ").filter(|(at, _)| *at == 0 || text.as_bytes()[at - 1].is_ascii_whitespace());
    let bodies = starts.filter_map(|(at, _)| {
        let rest = &text[at + 3..];
        let name = rest.split(|c: char| !c.is_alphanumeric() && c != '_').next()?;
        let open = rest.find('{')?;
        let head = &rest[name.len()..open];
        // A body ends with a brace that stands as far to the left as its function.
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let indent = text[line..].len() - text[line..].trim_start_matches(' ').len();
        let end = rest[open..].find(&format!("\n{}}}", " ".repeat(indent))).unwrap_or(rest.len() - open);
        (!head.contains(';')).then(|| (name, head, &rest[open..open + end]))
    });
    bodies.collect()
}

/// A body calls a function of its own module or of `self` by this name; one of something else is another function.
fn calls(body: &str, name: &str) -> bool {
    let is_other = |before: char| before.is_alphanumeric() || matches!(before, '_' | '.');
    body.match_indices(&format!("{name}(")).any(|(at, _)| match body[..at].strip_suffix("self.") {
        Some(_) => true,
        None => !body[..at].ends_with(is_other),
    })
}

#[test]
fn trees_are_walked_without_recursion_or_parents() {
    let mut seen = 0;
    for (path, text) in all_sources() {
        let text = without_tests(&text);
        assert!(!text.contains("tree_sitter::Query"), "src/{path}: queries cost millions of instructions");
        if !text.contains("tree_sitter") {
            continue;
        }
        assert!(!text.contains(".parent()"), "src/{path}: asking a syntax node for its parent is quadratic");
        let takes_node = |head: &str| ["Node<'", "TreeCursor<'"].iter().any(|kind| head.contains(kind));
        let walkers: Vec<_> = functions(text).into_iter().filter(|(_, head, _)| takes_node(head)).collect();
        seen += walkers.len();
        for (name, _, _) in &walkers {
            // What it calls of them, what these call, and so on.
            let mut reached: BTreeSet<&str> = BTreeSet::from([*name]);
            for _ in &walkers {
                let bodies = walkers.iter().filter(|(other, ..)| reached.contains(other));
                let called = bodies.flat_map(|(_, _, body)| walkers.iter().filter(|(other, ..)| calls(body, other)));
                let called: BTreeSet<&str> = called.map(|(other, ..)| *other).collect();
                assert!(!called.contains(name), "src/{path}: `{name}` calls itself, as deeply as a file nests");
                reached.extend(called);
            }
        }
    }
    assert!(seen > 5, "functions over syntax nodes are found: {seen}");
}

#[test]
fn files_are_read_and_not_mapped() {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(manifest.join("Cargo.lock")).unwrap();
    for package in ["memmap", "memmap2", "mmap-rs"] {
        assert!(
            !lock.contains(&format!("name = \"{package}\"")),
            "a file that is cut off while mapped ends the process"
        );
    }
}

#[test]
fn one_place_writes_to_the_terminal() {
    let lints: toml::Table = toml::from_str(&fs::read_to_string("Cargo.toml").unwrap()).unwrap();
    for lint in ["print_stdout", "print_stderr", "unwrap_used", "exit"] {
        assert_eq!(lints["lints"]["clippy"][lint].as_str(), Some("warn"), "and warnings are denied in .ci/run");
    }
    let allowed = ["cli/watchdog.rs"];
    for (path, text) in all_sources() {
        let text = without_tests(&text);
        let lifts =
            ["print_stdout", "print_stderr", "clippy::exit", "unwrap_used"].iter().any(|lint| text.contains(lint));
        assert!(!lifts || allowed.contains(&path.as_str()), "src/{path} lifts a lint of the whole crate");
        let writes = text.contains("io::stdout()") || text.contains("io::stderr()") || text.contains("anstream::std");
        assert!(
            !writes || path == "cli/terminal.rs" || TERMINALS.contains(&path.as_str()),
            "src/{path} writes by itself"
        );
    }
}

/// Files of more lines than most, and why.
const LONG_FILES: &[&str] = &[
    // Who reads a constant: one question, in many places at which it may be asked.
    "extract/code/context/readers.rs",
    // What calls take of what they are given: the same.
    "extract/code/taken.rs",
];

#[test]
fn files_stay_short() {
    let lines = |text: &str| without_tests(text).lines().count();
    let long =
        all_sources().into_iter().filter(|(path, text)| lines(text) > 420 && !LONG_FILES.contains(&path.as_str()));
    let long: Vec<String> = long.map(|(path, text)| format!("src/{path}: {} lines", lines(&text))).collect();
    assert!(long.is_empty(), "split them along their ideas:\n{}", long.join("\n"));
}

#[test]
fn functions_read_like_a_table_of_contents() {
    let mut long = Vec::new();
    for (path, text) in all_sources() {
        for (name, _, body) in functions(without_tests(&text)) {
            let lines = body.lines().count() - 1;
            if lines > 80 {
                long.push(format!("src/{path}: `{name}`: {lines} lines"));
            }
        }
    }
    assert!(long.is_empty(), "break them where their ideas break:\n{}", long.join("\n"));
}

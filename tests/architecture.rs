//! The shape of the house: arrows go one way, and facts stay out of the code.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use model_lint::catalog::Catalog;

/// Floors of the house from the ground up; a module may use those below its own.
const FLOORS: &[&[&str]] = &[
    &["suggest"],
    &["source", "catalog"],
    &["vocabulary"],
    &["reference", "diagnostic"],
    &["extract", "config"],
    &["resolve", "link", "report", "suppress"],
    &["checks", "walk", "prefilter", "forecast", "uses", "facts"],
    &["baseline", "changes", "owners"],
    &["project"],
    &["lsp"],
    &["cli"],
];

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

#[test]
fn trees_are_walked_without_recursion_or_parents() {
    for (path, text) in all_sources() {
        assert!(
            !without_tests(&text).contains("tree_sitter::Query"),
            "src/{path}: queries cost millions of instructions"
        );
        assert!(!text.contains(".parent().unwrap()"), "src/{path}: asking a syntax node for its parent is quadratic");
    }
}

#[test]
fn files_stay_short() {
    let long: Vec<String> = all_sources()
        .into_iter()
        .filter(|(_, text)| without_tests(text).lines().count() > 600)
        .map(|(path, text)| format!("src/{path}: {} lines", text.lines().count()))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

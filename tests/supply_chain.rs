//! What the program is built from: nothing that could open a socket, no unsafe code of our own.
//!
//! `deny.toml` names the crates; `cargo deny` reads the same list.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

fn read(name: &str) -> toml::Table {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    toml::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

#[test]
fn no_dependency_is_made_for_networks() {
    let deny = read("deny.toml");
    let denied: BTreeSet<&str> =
        deny["bans"]["deny"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    assert!(denied.len() > 10, "the list is read");
    let lock = read("Cargo.lock");
    let packages = lock["package"].as_array().unwrap();
    let names: BTreeSet<&str> = packages.iter().map(|package| package["name"].as_str().unwrap()).collect();
    assert!(names.contains("rayon"), "the lock file is read");
    assert_eq!(names.intersection(&denied).collect::<Vec<_>>(), Vec::<&&str>::new());
}

#[test]
fn everything_comes_from_one_registry() {
    let lock = read("Cargo.lock");
    for package in lock["package"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        match package.get("source").and_then(|source| source.as_str()) {
            Some(source) => assert!(source.starts_with("registry+"), "{name} comes from {source}"),
            None => assert_eq!(name, "model-lint"),
        }
    }
}

#[test]
fn unsafe_code_is_forbidden() {
    assert_eq!(read("Cargo.toml")["lints"]["rust"]["unsafe_code"].as_str(), Some("forbid"));
}

#[test]
fn every_dependency_is_justified_and_counted() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/dependencies.md")).unwrap();
    let (manifest, lock) = (read("Cargo.toml"), read("Cargo.lock"));
    let names = |section: &str| manifest[section].as_table().unwrap().keys().cloned().collect::<Vec<String>>();
    for name in ["dependencies", "build-dependencies", "dev-dependencies"].into_iter().flat_map(names) {
        // Grammars are named by their languages: `tree-sitter-python, -typescript`.
        let is_word = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_');
        let short = name.strip_prefix("tree-sitter").unwrap_or(&name);
        assert!(page.split(|c| !is_word(c)).any(|word| word == name || word == short), "{name} is not justified");
    }
    let packages = lock["package"].as_array().unwrap().len() - 1;
    let said = [
        format!("names {} crates", names("dependencies").len()),
        format!("build script {} of these", names("build-dependencies").len()),
        format!("tests and benches {}", names("dev-dependencies").len()),
        format!("holds {packages} packages"),
    ];
    for number in said {
        assert!(page.replace('\n', " ").contains(&number), "{number}");
    }
}

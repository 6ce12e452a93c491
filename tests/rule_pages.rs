//! The pages of the rules: they have the same headings, and their examples do what they say.
//!
//! Code blocks carry the markers of the fixtures: `#~ rule: "text of the span"`, `//~` in TypeScript.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::path::Path;

use model_lint::catalog::{Catalog, Date};
use model_lint::config::{self, Settings};
use model_lint::diagnostic::Rule;
use model_lint::project::{self, Target};

/// The day on which all examples are judged.
const AS_OF: &str = "2026-11-23";

/// What every page says, in this order.
const HEADINGS: [&str; 6] =
    ["## What it does", "## Why it matters", "## Example", "## Fix", "## Configuration", "## Known limits"];

/// A block of code in a page.
struct Block<'p> {
    file: &'static str,
    text: &'p str,
}

fn blocks(page: &str) -> Vec<Block<'_>> {
    let fenced = page.split("\n```").skip(1).step_by(2);
    let known = fenced.filter_map(|fenced| {
        let (language, text) = fenced.split_once('\n')?;
        let file = match language {
            "python" => "example.py",
            "typescript" => "example.ts",
            _ => return None,
        };
        Some(Block { file, text })
    });
    known.collect()
}

fn expected(text: &str) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let Some((_, marker)) = line.split_once("#~").or_else(|| line.split_once("//~")) else { continue };
        for one in marker.split(';') {
            let (rule, span) = one.split_once(':').unwrap();
            expected.insert(format!("{}: {}: {}", index + 1, rule.trim(), span.trim()));
        }
    }
    expected
}

/// The settings of a page: what its block of TOML says, with its block of JSON as `models.json` and its rule switched on.
fn settings(rule: Rule, root: &Path) -> Settings {
    let mut settings = Settings::new(root.to_owned(), Date::parse(AS_OF).unwrap());
    let folder = tempfile::tempdir().unwrap();
    let block = |language: &str| {
        let rest = rule.page().split_once(&format!("\n```{language}\n"))?.1;
        rest.split("\n```").next()
    };
    if let Some(toml) = block("toml") {
        let path = folder.path().join("model-lint.toml");
        std::fs::write(&path, toml).unwrap();
        std::fs::write(folder.path().join("models.json"), block("json").unwrap_or_default()).unwrap();
        settings.apply(config::load(&path).unwrap().layer);
        settings.read_inventories(folder.path()).unwrap();
    }
    settings.selection.set(rule, true);
    settings
}

fn found(rule: Rule, block: &Block<'_>) -> BTreeSet<String> {
    // A folder that is not there: no settings file beside the example says anything.
    let root = Path::new("no-such-folder");
    let settings = settings(rule, root);
    let target = Target { path: root.join(block.file), shown: block.file.to_owned(), named: false, local: false };
    let report = project::check_text(&settings, Catalog::bundled(), &target, block.text.as_bytes().to_vec());
    let shown = report.findings.iter().map(|finding| {
        let (line, text) =
            finding.location.map(|l| (l.line, &block.text[l.start as usize..l.end as usize])).unwrap_or_default();
        format!("{line}: {}: {text:?}", finding.diagnostic.rule.name())
    });
    shown.collect()
}

fn has_code(rule: Rule) -> bool {
    !rule.is_about_the_run() && !rule.is_about_suppression()
}

#[test]
fn every_page_has_the_same_headings() {
    for rule in Rule::ALL {
        let headings: Vec<&str> = rule.page().lines().filter(|line| line.starts_with("## ")).collect();
        assert_eq!(rule.page().lines().next(), Some(format!("# {}", rule.name()).as_str()));
        assert_eq!(headings, HEADINGS, "{}", rule.name());
    }
}

#[test]
fn every_example_does_what_it_says() {
    for rule in Rule::ALL.iter().copied().filter(|r| has_code(*r)) {
        let blocks = blocks(rule.page());
        let (bad, good): (Vec<&Block<'_>>, Vec<&Block<'_>>) = blocks.iter().partition(|b| !expected(b.text).is_empty());
        assert!(!bad.is_empty() && !good.is_empty(), "{}: a bad and a good example", rule.name());
        for block in &blocks {
            assert_eq!(found(rule, block), expected(block.text), "{}:\n{}", rule.name(), block.text);
        }
        let own = bad.iter().flat_map(|b| expected(b.text)).all(|line| line.contains(&format!(" {}: ", rule.name())));
        assert!(own, "{}: examples of its own", rule.name());
    }
}

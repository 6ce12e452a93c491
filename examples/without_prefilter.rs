//! Checks trees with and without the prefilter, and with it as a whole and as many files that were named: all must find
//! the same.
//!
//!     cargo run --release --example without_prefilter -- [--all-rules] [--pedantic] TREE...
//!
//! The tests do this over the fixtures; here it is done by hand over real trees. Exit code 1 if anything differs.

#![allow(clippy::print_stdout, clippy::exit, clippy::unwrap_used, reason = "a tool for the terminal")]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use model_lint::catalog::{Catalog, Date};
use model_lint::config::{Globs, Settings};
use model_lint::diagnostic::{Confidence, Rule, Severity};
use model_lint::project;
use model_lint::report::Report;
use model_lint::walk::{self, WalkOptions};

fn main() {
    let (flags, trees): (Vec<String>, Vec<String>) = std::env::args().skip(1).partition(|a| a.starts_with("--"));
    let has = |flag: &str| flags.iter().any(|f| f == flag);
    let mut differs = false;
    for tree in &trees {
        let root = std::path::absolute(tree).unwrap();
        let mut settings = Settings::new(root.clone(), Date::parse("2026-11-23").unwrap());
        (settings.min_severity, settings.min_confidence) = (Severity::Note, Confidence::Low);
        settings.pedantic = has("--pedantic");
        for rule in Rule::ALL.iter().filter(|_| has("--all-rules")) {
            settings.selection.set(*rule, true);
        }
        let targets = targets(&root);
        let whole = project::check_whole(&settings, Catalog::bundled(), &targets);
        let named = project::check(&settings, Catalog::bundled(), &targets);
        let everything = project::check_without_prefilter(&settings, Catalog::bundled(), &targets);
        let expected = lines(&everything);
        for (how, report) in [("whole", &whole), ("named", &named)] {
            let found = lines(report);
            for line in expected.difference(&found) {
                println!("missing     ({how}) {line}");
            }
            for line in found.difference(&expected) {
                println!("additional  ({how}) {line}");
            }
            differs |= found != expected || report.summary.hidden != everything.summary.hidden;
        }
        let speaking: BTreeSet<&str> = everything.findings.iter().map(|f| f.path.as_str()).collect();
        println!(
            "{tree}: {} files, {} parsed of which {} speak, {} diagnostics",
            targets.len(),
            whole.summary.parsed,
            speaking.len(),
            expected.len(),
        );
    }
    std::process::exit(i32::from(differs));
}

fn targets(root: &Path) -> Vec<project::Target> {
    let paths = [PathBuf::from(".")];
    let exclude = Globs::none();
    let options = WalkOptions {
        cwd: root,
        root,
        paths: &paths,
        listed: &[],
        exclude: &exclude,
        force_exclude: false,
        no_ignore: false,
        threads: 0,
    };
    walk::walk(&options).targets
}

/// Every finding on a line, but for what the parser says of itself: it says more where it is asked to read more.
fn lines(report: &Report) -> BTreeSet<String> {
    let about_code = report.findings.iter().filter(|f| f.diagnostic.rule != Rule::ParseTrouble);
    about_code
        .map(|f| {
            let place = f.location.map(|l| format!("{}:{}", l.line, l.column)).unwrap_or_default();
            format!("{}:{place}: {} {}", f.path, f.diagnostic.rule.name(), f.diagnostic.message)
        })
        .collect()
}

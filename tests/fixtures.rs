//! Marker fixtures: each bad line carries its expectation, everything else must stay silent.
//!
//! `#~ rule: "text of the span"` (`//~` in TypeScript) at the end of a line expects a diagnostic there;
//! `#~^` on a line of its own expects it on the line above. Several are separated by `;`.
//! In a notebook the marker stands in the source of a cell; where no comment can, `NAME.expected` beside the file lists
//! lines of the form `12: rule: "text"`.
//! Each folder of `fixtures/lines`, `fixtures/projects` and `fixtures/rules` is a project of its own: a marker stands where a value is
//! defined. A folder may hold a `model-lint.toml`, which holds for it.
//! Every diagnostic at the default thresholds needs a marker and every marker a diagnostic.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use model_lint::catalog::{Catalog, Date};
use model_lint::config::{self, Settings};
use model_lint::diagnostic::Diagnostic;
use model_lint::project::{self, Target};
use model_lint::report::{Finding, Report};

/// The day on which all fixtures are judged.
const AS_OF: &str = "2026-11-23";

/// The configuration of a folder.
const CONFIGURATION: &str = "model-lint.toml";

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn roots() -> Vec<PathBuf> {
    let mut roots: Vec<PathBuf> = Vec::new();
    for folder in ["fixtures/lines", "fixtures/projects", "fixtures/rules"] {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        roots.extend(fs::read_dir(folder).unwrap().map(|e| e.unwrap().path()));
    }
    roots.sort();
    roots
}

fn targets(root: &Path) -> Vec<Target> {
    let shown = |path: &Path| path.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
    let target = |path: PathBuf| Target { shown: shown(&path), path, named: false, local: false };
    let checked = |path: &PathBuf| {
        path.file_name().is_some_and(|name| name != CONFIGURATION) && path.extension().is_none_or(|e| e != "expected")
    };
    files(root).into_iter().filter(checked).map(target).collect()
}

fn settings(root: &Path) -> Settings {
    let mut settings = Settings::new(root.to_owned(), Date::parse(AS_OF).unwrap());
    let configuration = root.join(CONFIGURATION);
    if configuration.exists() {
        settings.apply(config::load(&configuration).unwrap().layer);
        settings.read_inventories(root).unwrap();
    }
    settings
}

fn check(root: &Path) -> Report {
    project::check_whole(&settings(root), Catalog::bundled(), &targets(root))
}

/// Line, rule and text of the span, as expected by a file's markers.
fn expected(name: &str, text: &str) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for (index, line) in text.lines().enumerate() {
        let line = if name.ends_with(".ipynb") { source_line(line) } else { line.to_owned() };
        let Some((_, marker)) = line.split_once("#~").or_else(|| line.split_once("//~")) else { continue };
        let (number, marker) = match marker.strip_prefix('^') {
            Some(rest) => (index, rest),
            None => (index + 1, marker),
        };
        let marker = marker.trim_end_matches("*/}").trim_end_matches("*/");
        expect(name, number, marker, &mut expected);
    }
    expected
}

/// The line of a cell's source that stands in a line of a notebook.
fn source_line(line: &str) -> String {
    serde_json::from_str(line.trim().trim_end_matches(',')).unwrap_or_default()
}

/// The same from the list beside a file that has no markers.
fn listed(name: &str, list: &Path) -> BTreeSet<String> {
    let mut expected = BTreeSet::new();
    for line in fs::read_to_string(list).unwrap_or_default().lines() {
        let (number, marker) = line.split_once(": ").unwrap();
        expect(name, number.parse().unwrap(), marker, &mut expected);
    }
    expected
}

fn expect(name: &str, number: usize, marker: &str, expected: &mut BTreeSet<String>) {
    for one in marker.split(';') {
        let (rule, span) =
            one.split_once(':').unwrap_or_else(|| panic!("{name}:{number}: a marker is `rule: \"text\"`"));
        expected.insert(format!("{name}:{number}: {}: {}", rule.trim(), span.trim()));
    }
}

fn found(root: &Path, report: &Report) -> BTreeSet<String> {
    report.findings.iter().map(|finding| place(root, finding)).collect()
}

/// What is found, and how it is judged.
fn judged(root: &Path, report: &Report) -> BTreeSet<String> {
    let judged = |finding: &Finding| {
        let Diagnostic { severity, confidence, .. } = &finding.diagnostic;
        format!("{} {severity:?} {confidence:?}", place(root, finding))
    };
    report.findings.iter().map(judged).collect()
}

/// Line, rule and text of the span of a finding.
fn place(root: &Path, finding: &Finding) -> String {
    let bytes = fs::read(root.join(&finding.path)).unwrap();
    let place = finding
        .location
        .map(|l| (l.line, String::from_utf8_lossy(&bytes[l.start as usize..l.end as usize]).into_owned()));
    let (line, text) = place.unwrap_or_default();
    format!("{}:{line}: {}: {text:?}", finding.path, finding.diagnostic.rule.name())
}

#[test]
fn every_finding_has_a_marker_and_every_marker_a_finding() {
    let mut wrong = Vec::new();
    for root in roots() {
        let found = found(&root, &check(&root));
        let mut expected_here = BTreeSet::new();
        for target in targets(&root) {
            let text = String::from_utf8_lossy(&fs::read(&target.path).unwrap()).into_owned();
            expected_here.extend(expected(&target.shown, &text));
            expected_here.extend(listed(&target.shown, Path::new(&format!("{}.expected", target.path.display()))));
        }
        let name = root.file_name().unwrap().to_string_lossy().into_owned();
        wrong.extend(expected_here.difference(&found).map(|line| format!("missing    {name}/{line}")));
        wrong.extend(found.difference(&expected_here).map(|line| format!("unexpected {name}/{line}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_prefilter_hides_nothing() {
    for root in roots() {
        let filtered = found(&root, &check(&root));
        let everything = project::check_without_prefilter(&settings(&root), Catalog::bundled(), &targets(&root));
        assert_eq!(filtered, found(&root, &everything), "{}", root.display());
    }
}

#[test]
fn a_file_is_judged_the_same_alone_and_with_all() {
    for root in roots() {
        let together = judged(&root, &check(&root));
        let mut apart = BTreeSet::new();
        for target in targets(&root) {
            apart.extend(judged(&root, &project::check(&settings(&root), Catalog::bundled(), &[target])));
        }
        assert_eq!(together, apart, "{}", root.display());
    }
}

#[test]
fn the_number_of_threads_changes_nothing() {
    let run = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| roots().iter().map(|root| format!("{:?}", check(root).findings)).collect::<Vec<_>>())
    };
    let one = run(1);
    for threads in [2, 8] {
        assert_eq!(one, run(threads), "{threads} threads");
    }
}

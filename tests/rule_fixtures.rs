//! `fixtures/rules`: where each rule speaks and where it keeps silent, in code, in settings or in both, as its page says.
//!
//! `speaks.EXT` and `silent.EXT` of a rule stand side by side; that each line does what it says is judged by
//! `tests/fixtures.rs`. Here they are counted: none is missing, and what stays silent is at least as much.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use model_lint::diagnostic::Rule;

/// What a page says of where a rule speaks, and how the files end that show it.
const PLACES: [(&str, &[&str]); 3] =
    [("code", &["py", "ts"]), ("settings", &["yaml", "env"]), ("the commands of settings", &["yaml"])];

fn rules() -> impl Iterator<Item = Rule> {
    Rule::ALL.iter().copied().filter(|rule| !rule.is_about_the_run() && !rule.is_about_suppression())
}

/// Where the page of a rule says that it speaks, by how files end.
fn named(rule: Rule) -> BTreeSet<&'static str> {
    let line = rule.page().lines().find_map(|line| line.strip_prefix("It speaks in ")?.strip_suffix('.'));
    let line = line.unwrap_or_else(|| panic!("{}: the page says where the rule speaks", rule.name()));
    let ends = |name: &str| PLACES.iter().find(|(title, _)| *title == name).unwrap_or_else(|| panic!("{name}")).1;
    line.split(" and in ").flat_map(ends).copied().collect()
}

fn folder(rule: Rule) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules").join(rule.name())
}

fn text(rule: Rule, name: &str, end: &str) -> String {
    let path = folder(rule).join(format!("{name}.{end}"));
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Lines that hold something a rule may look at: no comments, no imports, no markers.
fn statements(text: &str) -> usize {
    let is_other = |line: &&str| ["#", "//", "import ", "from "].iter().any(|begin| line.starts_with(begin));
    text.lines().map(str::trim).filter(|line| !line.is_empty()).filter(|line| !is_other(line)).count()
}

#[test]
fn each_rule_speaks_and_keeps_silent_where_its_page_says() {
    for rule in rules() {
        let mut marked = 0;
        for end in named(rule) {
            let (speaks, silent) = (text(rule, "speaks", end), text(rule, "silent", end));
            let own = format!("~ {}: ", rule.name());
            let own_below = format!("~^ {}: ", rule.name());
            let markers = speaks.matches(&own).count() + speaks.matches(&own_below).count();
            let name = format!("{} in .{end}", rule.name());
            assert!(markers > 0, "{name}: nothing that it reports");
            assert!(!silent.contains('~'), "{name}: what is silent has no markers");
            assert!(statements(&silent) >= markers, "{name}: {markers} reported, {} silent", statements(&silent));
            marked += markers;
        }
        assert!(marked > 0, "{}: it speaks nowhere", rule.name());
    }
}

#[test]
fn nothing_stands_in_the_folder_of_a_rule_that_its_page_does_not_name() {
    for rule in rules() {
        for entry in fs::read_dir(folder(rule)).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            let Some((stem, end)) = name.split_once('.') else { panic!("{name}") };
            if matches!(stem, "speaks" | "silent") {
                assert!(named(rule).contains(end), "{}: {name}", rule.name());
            }
        }
    }
}

//! Baselines: what was found before and is not reported again.
//!
//! One JSON object a line, sorted, so that git merges what two branches wrote:
//! rule, path relative to the baseline's folder, value, and how often it
//! stands there. Positions are no part of it: edits around a value change
//! nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::report::{Finding, Hidden, Report, Stale};
use crate::walk::{normalized, shown};

/// What a baseline is called where nobody says.
pub const FILE_NAME: &str = "model-lint-baseline.jsonl";

/// Largest baseline, in bytes.
pub const LARGEST: u64 = 1 << 20;

/// The form of the file.
const VERSION: u32 = 1;

/// What was found before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Baseline {
    /// The folder that its paths are relative to.
    folder: PathBuf,
    entries: BTreeMap<Key, usize>,
}

/// What an entry is about. Path first: what concerns a file stands together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    path: String,
    rule: String,
    value: String,
}

/// The first line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    #[serde(rename = "model-lint-baseline")]
    version: u32,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    path: String,
    rule: String,
    value: String,
    count: usize,
}

/// What is wrong with a baseline.
#[derive(Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Line and column, from 1.
    pub place: (usize, usize),
    /// What is wrong there.
    pub message: String,
}

/// What a run took part in: an entry beside it is neither stale nor pruned.
pub struct Scope<'s> {
    /// The working directory, which reported paths are relative to.
    pub cwd: &'s Path,
    /// The file, as it is reported, was checked.
    pub checked: &'s dyn Fn(&str) -> bool,
    /// The rule, by its name, took part.
    pub speaks: &'s dyn Fn(&str) -> bool,
}

impl Baseline {
    /// Nothing was found before; `file` is the baseline's.
    pub fn empty(file: &Path) -> Baseline {
        let folder = normalized(file).parent().unwrap_or(Path::new("")).to_owned();
        Baseline { folder, entries: BTreeMap::new() }
    }

    /// Reads the text of a baseline. Of entries that a merge left twice the larger count holds.
    ///
    /// # Errors
    /// The first line that is no entry.
    pub fn parse(file: &Path, text: &str) -> Result<Baseline, Mistake> {
        let mut baseline = Baseline::empty(file);
        for (number, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
            let mistake = |column: usize, message: String| Mistake { place: (number + 1, column.max(1)), message };
            if let Ok(head) = serde_json::from_str::<Head>(line) {
                if head.version != VERSION {
                    return Err(mistake(1, format!("version {} of the format is not known here", head.version)));
                }
                continue;
            }
            let read: Line = serde_json::from_str(line).map_err(|error| mistake(error.column(), said(line, &error)))?;
            let count = baseline.entries.entry(Key { path: read.path, rule: read.rule, value: read.value });
            let count = count.or_default();
            *count = read.count.max(*count);
        }
        Ok(baseline)
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut line = |json: serde_json::Result<String>| {
            // Strings and numbers can always be written.
            text.push_str(&json.unwrap_or_default());
            text.push('\n');
        };
        line(serde_json::to_string(&Head { version: VERSION }));
        for (Key { path, rule, value }, count) in &self.entries {
            let (path, rule, value) = (path.clone(), rule.clone(), value.clone());
            line(serde_json::to_string(&Line { path, rule, value, count: *count }));
        }
        text
    }

    /// Number of entries.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// There is no entry.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Takes out of a report what was found before, and says which entries have outlived what they hid.
    ///
    /// Where there is more of something than there was, all of it is reported: which place is the new one cannot
    /// be told.
    pub fn apply(&self, report: &mut Report, scope: &Scope<'_>) {
        let found = self.found(report, scope.cwd);
        let is_known = |key: &Key| found.get(key).copied().unwrap_or(0) <= self.entries.get(key).copied().unwrap_or(0);
        let before = report.findings.len();
        report.findings.retain_mut(|finding| {
            let Some(key) = self.key(finding, scope.cwd) else { return true };
            if is_known(&key) {
                return false;
            }
            if let Some(count) = self.entries.get(&key) {
                let more = format!("{} of these {} places are in the baseline", count, found[&key]);
                let help = finding.diagnostic.help.take();
                finding.diagnostic.help = Some(help.map_or(more.clone(), |help| format!("{help}; {more}")));
            }
            true
        });
        let hidden = before - report.findings.len();
        if hidden > 0 {
            *report.summary.hidden.entry(Hidden::Baseline).or_default() += hidden;
        }
        let out_of_date = self.entries.iter().filter_map(|(key, count)| {
            let gone = count.saturating_sub(found.get(key).copied().unwrap_or(0));
            let Key { path, rule, value } = key.clone();
            (gone > 0 && self.is_in(key, scope)).then_some(Stale { path, rule, value, count: gone })
        });
        report.summary.stale = out_of_date.collect();
    }

    /// What a baseline has to hold for a run to report nothing: what is found, and what the run did not look at.
    #[must_use]
    pub fn renewed(&self, report: &Report, scope: &Scope<'_>) -> Baseline {
        let mut entries = self.entries.clone();
        entries.retain(|key, _| !self.is_in(key, scope));
        for (key, count) in self.found(report, scope.cwd) {
            entries.insert(key, count);
        }
        Baseline { folder: self.folder.clone(), entries }
    }

    /// Entries that another one lacks.
    pub fn beyond(&self, other: &Baseline) -> usize {
        let keys: BTreeSet<&Key> = other.entries.keys().collect();
        self.entries.keys().filter(|key| !keys.contains(key)).count()
    }

    fn found(&self, report: &Report, cwd: &Path) -> BTreeMap<Key, usize> {
        let mut found = BTreeMap::new();
        for key in report.findings.iter().filter_map(|finding| self.key(finding, cwd)) {
            *found.entry(key).or_default() += 1;
        }
        found
    }

    /// Absent for what no baseline holds: trouble of the run, and files that exist only here.
    fn key(&self, finding: &Finding, cwd: &Path) -> Option<Key> {
        let rule = finding.diagnostic.rule;
        if rule.is_about_the_run() || finding.local_file {
            return None;
        }
        let path = shown(&self.folder, &cwd.join(&finding.path));
        Some(Key { path, rule: rule.name().to_owned(), value: finding.subject() })
    }

    /// The run would have seen what the entry is about: it looked at the file, or there is none any more.
    fn is_in(&self, key: &Key, scope: &Scope<'_>) -> bool {
        let path = self.folder.join(&key.path);
        (scope.speaks)(&key.rule) && ((scope.checked)(&shown(scope.cwd, &path)) || !path.exists())
    }
}

fn said(line: &str, error: &serde_json::Error) -> String {
    if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| line.starts_with(mark)) {
        return "this is left from a merge".to_owned();
    }
    let text = error.to_string();
    format!("this is no entry: {}", text.split(" at line").next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Baseline, Mistake> {
        Baseline::parse(Path::new("/p/b.jsonl"), text)
    }

    fn line(path: &str, count: usize) -> String {
        format!("{{\"path\":\"{path}\",\"rule\":\"retired-model\",\"value\":\"x\",\"count\":{count}}}\n")
    }

    #[test]
    fn what_is_written_is_read() {
        let text = format!("{{\"model-lint-baseline\":1}}\n{}{}", line("a.py", 1), line("b.py", 2));
        let baseline = read(&text).expect("a baseline");
        assert_eq!((baseline.len(), baseline.text()), (2, text));
        assert_eq!(Baseline::empty(Path::new("b")).text(), "{\"model-lint-baseline\":1}\n");
    }

    #[test]
    fn what_a_merge_leaves_twice_is_read() {
        let text = line("b.py", 1) + &line("a.py", 1) + &line("b.py", 3) + &line("b.py", 2);
        let baseline = read(&text).expect("a baseline");
        assert!(baseline.text().ends_with(&(line("a.py", 1) + &line("b.py", 3))));
    }

    #[test]
    fn mistakes_have_a_place() {
        let whole = line("a.py", 1);
        for (text, line, message) in [
            ("<<<<<<< HEAD\n".to_owned(), 1, "this is left from a merge"),
            (format!("{whole}{{\"path\":1}}"), 2, "this is no entry: invalid type"),
            (format!("{whole}\n[]"), 3, "this is no entry"),
            ("{\"model-lint-baseline\":2}".to_owned(), 1, "version 2"),
        ] {
            let mistake = read(&text).expect_err(&text);
            assert!(mistake.place.0 == line && mistake.message.starts_with(message), "{mistake:?}");
        }
    }
}

//! The closing lines: what was found, hidden and skipped, and which flag shows it.

use std::collections::{BTreeMap, BTreeSet};

use super::mask::mask;
use super::text::{counted, escape, listed};
use super::{Fixed, Hidden, Report, SkipReason, Stale};
use crate::diagnostic::{Applicability, Severity};

/// One line that says how it went, for standard error beside a format for machines.
pub fn closing(report: &Report) -> String {
    let mut parts = vec![found(report)];
    parts.extend(hidden(report));
    parts.extend(stale(report));
    parts.extend(skipped(report));
    parts.extend(report.summary.fixed.and_then(|_| fixable_line(report)));
    parts.join("; ")
}

/// `2 errors and 1 warning in 2 of 12 files`.
pub(super) fn found(report: &Report) -> String {
    let incomplete = if report.summary.incomplete { "; the run is incomplete" } else { "" };
    counts(report) + incomplete
}

fn counts(report: &Report) -> String {
    let files = counted(report.summary.files.saturating_sub(report.summary.skipped.len()), "file");
    let counts: Vec<String> = [Severity::Error, Severity::Warning, Severity::Note]
        .into_iter()
        .map(|severity| (report.count(severity), severity.name()))
        .filter(|(count, _)| *count > 0)
        .map(|(count, name)| counted(count, name))
        .collect();
    if counts.is_empty() {
        return format!("no problems found in {files}");
    }
    let touched: BTreeSet<&str> = report.findings.iter().map(|f| f.path.as_str()).collect();
    format!("{} in {} of {files}", listed(&counts), touched.len())
}

/// What was not reported, and how to see it.
pub(super) fn hidden(report: &Report) -> Option<String> {
    let count = |reason| report.summary.hidden.get(&reason).copied().unwrap_or(0);
    let reasons = [
        (Hidden::Severity, "below --min-severity"),
        (Hidden::Confidence, "below --min-confidence"),
        (Hidden::Suppressed, "under ignore comments"),
        (Hidden::Baseline, "in the baseline"),
        (Hidden::Unchanged, "on lines that did not change"),
    ];
    let mut parts: Vec<String> = reasons
        .into_iter()
        .filter(|(reason, _)| count(*reason) > 0)
        .map(|(reason, words)| format!("{} {words}", count(reason)))
        .collect();
    let tests = report.summary.tests;
    if tests > 0 {
        parts.push(format!("what {} may hold", counted(tests, "test")));
    }
    let is_below = count(Hidden::Severity) + count(Hidden::Confidence) + tests > 0;
    let hint = if is_below { " (--pedantic shows what is below)" } else { "" };
    (!parts.is_empty()).then(|| format!("hidden: {}{hint}", listed(&parts)))
}

/// Entries of the baseline that can go.
pub(super) fn stale(report: &Report) -> Option<String> {
    let stale = &report.summary.stale;
    let entries = if stale.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", stale.len()) };
    (!stale.is_empty()).then(|| format!("the baseline has {entries} too many (--write-baseline takes them out)"))
}

/// Those entries one by one.
pub(super) fn stale_entries(report: &Report) -> impl Iterator<Item = String> {
    report.summary.stale.iter().map(|Stale { path, rule, value, count }| {
        let places = counted(*count, "place");
        format!("{}: {}, {}: {places} gone", escape(path), escape(rule), escape(&mask(value)))
    })
}

/// What was not checked, by reason.
pub(super) fn skipped(report: &Report) -> Option<String> {
    let mut by_reason: BTreeMap<SkipReason, usize> = BTreeMap::new();
    for file in &report.summary.skipped {
        *by_reason.entry(file.reason).or_default() += 1;
    }
    let parts: Vec<String> =
        by_reason.into_iter().map(|(reason, count)| format!("{count} {}", reason.name())).collect();
    (!parts.is_empty()).then(|| format!("not checked: {}", listed(&parts)))
}

/// The skipped files one by one.
pub(super) fn skipped_files(report: &Report) -> impl Iterator<Item = String> {
    report.summary.skipped.iter().map(|file| format!("{}: {}", escape(&file.path), file.reason.name()))
}

/// How much can be mended, by applicability.
pub(super) fn fixable(report: &Report) -> (usize, usize) {
    let count = |wanted| {
        let fixes = report.findings.iter().filter_map(|f| f.diagnostic.fix.as_ref());
        fixes.filter(|fix| fix.applicability == wanted).count()
    };
    (count(Applicability::Safe), count(Applicability::Unsafe))
}

/// What was mended and what can be, with the flags that do it.
pub(super) fn fixable_line(report: &Report) -> Option<String> {
    match (report.summary.fixed, fixable(report)) {
        (Some(fixed), (_, 0)) => Some(fixed_words(fixed)),
        (Some(fixed), (safe, other)) if fixed.unsafe_too => {
            let left = if safe + other == 1 { "1 fix is" } else { "the others are" };
            Some(format!("{}; {left} not made", fixed_words(fixed)))
        }
        (Some(fixed), (_, more)) => Some(format!("{}; {more} more with --unsafe-fixes", fixed_words(fixed))),
        (None, (0, 0)) => None,
        (None, (safe, 0)) => Some(format!("fixes: {safe} with --fix")),
        (None, (0, other)) => Some(format!("fixes: {other} with --fix --unsafe-fixes, to look at")),
        (None, (safe, other)) => {
            Some(format!("fixes: {safe} with --fix, {other} more with --unsafe-fixes, to look at"))
        }
    }
}

fn fixed_words(fixed: Fixed) -> String {
    let made = match fixed.fixes {
        0 => "fixed nothing".to_owned(),
        fixes => format!("fixed {} in {}", counted(fixes, "problem"), counted(fixed.files, "file")),
    };
    [Some(made), withdrawn(fixed)].into_iter().flatten().collect::<Vec<_>>().join("; ")
}

/// Which fixes were not made after all, and why.
pub fn withdrawn(fixed: Fixed) -> Option<String> {
    let counted = |count: usize, why: [&str; 2]| match count {
        0 => None,
        1 => Some(format!("1 fix was withdrawn, since {}", why[0])),
        more => Some(format!("{more} fixes were withdrawn, since {}", why[1])),
    };
    let broke = ["it would have broken the syntax", "they would have broken the syntax"];
    let untold =
        ["the parser cannot tell what it does to the syntax", "the parser cannot tell what they do to the syntax"];
    let parts = [counted(fixed.withdrawn - fixed.untold, broke), counted(fixed.untold, untold)];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("; "))
}

/// The days that the run stands on.
pub(super) fn days(report: &Report) -> String {
    let as_of = report.summary.as_of;
    match report.summary.catalog {
        Some(catalog) => format!("dates as of {as_of}, catalog of {catalog}"),
        None => format!("dates as of {as_of}"),
    }
}

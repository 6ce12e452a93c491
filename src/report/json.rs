//! One document with the diagnostics and the summary.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::mask::mask;
use super::record::Record;
use super::summary::fixable;
use super::text::escape_json;
use super::{Fixed, Hidden, Report, Stale, Statistics};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Document<'r> {
    version: &'static str,
    as_of: String,
    catalog: Option<String>,
    diagnostics: Vec<Record<'r>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    statistics: Option<&'r Statistics>,
    summary: SummaryRecord<'r>,
}

#[derive(Serialize)]
struct SummaryRecord<'r> {
    files: usize,
    parsed: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    rules: BTreeMap<&'static str, usize>,
    fixable: FixableRecord,
    hidden: HiddenRecord,
    stale: Vec<StaleRecord<'r>>,
    skipped: Vec<SkippedRecord<'r>>,
    incomplete: bool,
    fixed: Option<FixedRecord>,
}

#[derive(Serialize)]
struct FixedRecord {
    fixes: usize,
    files: usize,
    withdrawn: usize,
}

#[derive(Serialize)]
struct FixableRecord {
    safe: usize,
    r#unsafe: usize,
}

#[derive(Serialize)]
struct HiddenRecord {
    severity: usize,
    confidence: usize,
    suppressed: usize,
    baseline: usize,
    unchanged: usize,
    tests: usize,
}

/// An entry of the baseline that hides less than it says.
#[derive(Serialize)]
struct StaleRecord<'r> {
    path: &'r str,
    rule: &'r str,
    value: String,
    count: usize,
}

#[derive(Serialize)]
struct SkippedRecord<'r> {
    path: &'r str,
    reason: &'static str,
}

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: env!("CARGO_PKG_VERSION"),
        as_of: report.summary.as_of.to_string(),
        catalog: report.summary.catalog.map(|day| day.to_string()),
        diagnostics: report.findings.iter().map(Record::new).collect(),
        statistics: report.statistics.as_ref(),
        summary: SummaryRecord::new(report),
    };
    let text = serde_json::to_string_pretty(&document)?;
    out.write_all(escape_json(&text).as_bytes())?;
    out.write_all(b"\n")
}

impl<'r> StaleRecord<'r> {
    fn new(stale: &'r Stale) -> StaleRecord<'r> {
        let Stale { path, rule, value, count } = stale;
        StaleRecord { path, rule, value: mask(value).into_owned(), count: *count }
    }
}

impl<'r> SummaryRecord<'r> {
    fn new(report: &'r Report) -> SummaryRecord<'r> {
        let hidden = |reason| report.summary.hidden.get(&reason).copied().unwrap_or(0);
        let (safe, r#unsafe) = fixable(report);
        let skipped = report.summary.skipped.iter();
        SummaryRecord {
            files: report.summary.files,
            parsed: report.summary.parsed,
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            notes: report.count(Severity::Note),
            rules: report.by_rule().into_iter().map(|(rule, count)| (rule.name(), count)).collect(),
            fixable: FixableRecord { safe, r#unsafe },
            hidden: HiddenRecord {
                severity: hidden(Hidden::Severity),
                confidence: hidden(Hidden::Confidence),
                suppressed: hidden(Hidden::Suppressed),
                baseline: hidden(Hidden::Baseline),
                unchanged: hidden(Hidden::Unchanged),
                tests: report.summary.tests,
            },
            stale: report.summary.stale.iter().map(StaleRecord::new).collect(),
            skipped: skipped.map(|file| SkippedRecord { path: &file.path, reason: file.reason.name() }).collect(),
            incomplete: report.summary.incomplete,
            fixed: report.summary.fixed.map(|Fixed { fixes, files, withdrawn, .. }| FixedRecord {
                fixes,
                files,
                withdrawn,
            }),
        }
    }
}

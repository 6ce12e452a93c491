//! One document with the diagnostics and the summary.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;

use super::record::Record;
use super::summary::fixable;
use super::text::escape_json;
use super::{Hidden, Report};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Document<'r> {
    version: &'static str,
    as_of: String,
    catalog: Option<String>,
    diagnostics: Vec<Record<'r>>,
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
    skipped: Vec<SkippedRecord<'r>>,
    incomplete: bool,
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
        summary: SummaryRecord::new(report),
    };
    let text = serde_json::to_string_pretty(&document)?;
    out.write_all(escape_json(&text).as_bytes())?;
    out.write_all(b"\n")
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
            },
            skipped: skipped.map(|file| SkippedRecord { path: &file.path, reason: file.reason.name() }).collect(),
            incomplete: report.summary.incomplete,
        }
    }
}

//! reviewdog's diagnostic format: columns count bytes of UTF-8 from 1, fixes are suggestions.

use std::io::{self, Write};

use serde::Serialize;

use super::plain;
use super::text::escape_json;
use super::{Finding, Location, RelatedPlace, Report};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Document<'r> {
    source: Source,
    severity: &'static str,
    diagnostics: Vec<Record<'r>>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
}

#[derive(Serialize)]
struct Record<'r> {
    message: String,
    location: Place<'r>,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion<'r>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related<'r>>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    #[serde(skip_serializing_if = "Option::is_none")]
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<u32>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
}

#[derive(Serialize)]
struct Suggestion<'r> {
    range: Range,
    text: &'r str,
}

#[derive(Serialize)]
struct Related<'r> {
    message: String,
    location: Place<'r>,
}

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        source: Source { name: "model-lint" },
        severity: report.worst().map_or("UNKNOWN_SEVERITY", severity),
        diagnostics: report.findings.iter().map(Record::new).collect(),
    };
    let text = serde_json::to_string_pretty(&document)?;
    writeln!(out, "{}", escape_json(&text))
}

impl<'r> Record<'r> {
    fn new(finding: &'r Finding) -> Record<'r> {
        let edits = finding.diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        // Without columns a suggestion would replace whole lines.
        let placed = finding.edits.iter().filter(|place| place.byte_column.is_some());
        let suggestion = |(edit, place): (&'r crate::diagnostic::Edit, &Location)| Suggestion {
            range: Range::of(place),
            text: &edit.content,
        };
        Record {
            message: plain::message_and_help(finding),
            location: Place { path: &finding.path, range: finding.location.as_ref().map(Range::of) },
            severity: severity(finding.diagnostic.severity),
            code: Code { value: finding.diagnostic.rule.name() },
            suggestions: edits.zip(placed).map(suggestion).collect(),
            related_locations: finding.related.iter().map(Related::new).collect(),
        }
    }
}

impl<'r> Related<'r> {
    fn new(place: &'r RelatedPlace) -> Related<'r> {
        let location = Place { path: &place.path, range: Some(Range::of(&place.location)) };
        Related { message: plain::clean(&place.message), location }
    }
}

impl Range {
    fn of(place: &Location) -> Range {
        Range {
            start: Position { line: place.line, column: place.byte_column },
            end: Position { line: place.end_line, column: place.end_byte_column },
        }
    }
}

fn severity(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "ERROR",
        Severity::Warning => "WARNING",
        Severity::Note => "INFO",
    }
}

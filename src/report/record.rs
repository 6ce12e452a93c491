//! A finding in fields, for the formats that machines read; unknown is null.

use serde::Serialize;

use super::mask::mask;
use super::{Finding, Location, RelatedPlace};
use crate::diagnostic::{Applicability, Edit, Fix};

/// One diagnostic. The names are part of the contract with users.
#[derive(Serialize)]
pub(super) struct Record<'r> {
    path: &'r str,
    line: Option<u32>,
    column: Option<u32>,
    end_line: Option<u32>,
    end_column: Option<u32>,
    /// In a notebook; `line` is that of the file's text.
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell_line: Option<u32>,
    /// Bytes of the file.
    start: Option<u32>,
    end: Option<u32>,
    rule: &'static str,
    severity: &'static str,
    confidence: &'static str,
    message: String,
    help: Option<String>,
    model: Option<String>,
    provider: Option<&'r str>,
    context: Option<&'static str>,
    endpoint: Option<&'r str>,
    uses: Option<usize>,
    shutdown: Option<&'r str>,
    replacement: Option<&'r str>,
    evidence: Option<String>,
    local_file: bool,
    fix: Option<FixRecord<'r>>,
    related: Vec<RelatedRecord<'r>>,
}

#[derive(Serialize)]
struct FixRecord<'r> {
    applicability: &'static str,
    edits: Vec<EditRecord<'r>>,
}

/// An edit in bytes of the file.
#[derive(Serialize)]
struct EditRecord<'r> {
    start: u32,
    end: u32,
    content: &'r str,
}

#[derive(Serialize)]
struct RelatedRecord<'r> {
    path: &'r str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    cell_line: Option<u32>,
    start: u32,
    end: u32,
    message: String,
}

impl<'r> Record<'r> {
    pub(super) fn new(finding: &'r Finding) -> Record<'r> {
        let Finding { diagnostic, location, .. } = finding;
        let facts = &diagnostic.facts;
        let masked = |text: &Option<String>| text.as_deref().map(|t| mask(t).into_owned());
        Record {
            path: &finding.path,
            line: location.map(|l| l.line),
            column: location.map(|l| l.column),
            end_line: location.map(|l| l.end_line),
            end_column: location.map(|l| l.end_column),
            cell: location.and_then(|l| l.cell).map(|cell| cell.number),
            cell_line: location.and_then(|l| l.cell).map(|cell| cell.line),
            start: location.map(|l| l.start),
            end: location.map(|l| l.end),
            rule: diagnostic.rule.name(),
            severity: diagnostic.severity.name(),
            confidence: diagnostic.confidence.name(),
            message: mask(&diagnostic.message).into_owned(),
            help: masked(&diagnostic.help),
            model: masked(&facts.model),
            provider: facts.provider.as_deref(),
            context: facts.context,
            endpoint: facts.endpoint.as_deref(),
            uses: (facts.uses > 0).then_some(facts.uses),
            shutdown: facts.shutdown.as_deref(),
            replacement: facts.replacement.as_deref(),
            evidence: masked(&facts.evidence),
            local_file: finding.local_file,
            fix: diagnostic.fix.as_ref().map(FixRecord::new),
            related: finding.related.iter().map(RelatedRecord::new).collect(),
        }
    }
}

impl<'r> FixRecord<'r> {
    fn new(fix: &'r Fix) -> FixRecord<'r> {
        let edit = |edit: &'r Edit| EditRecord { start: edit.span.start, end: edit.span.end, content: &edit.content };
        let edits = fix.edits.iter().map(edit);
        FixRecord { applicability: applicability(fix), edits: edits.collect() }
    }
}

fn applicability(fix: &Fix) -> &'static str {
    match fix.applicability {
        Applicability::Safe => "safe",
        Applicability::Unsafe => "unsafe",
    }
}

impl<'r> RelatedRecord<'r> {
    fn new(place: &'r RelatedPlace) -> RelatedRecord<'r> {
        let Location { line, column, end_line, end_column, start, end, cell, .. } = place.location;
        let (cell, cell_line) = (cell.map(|c| c.number), cell.map(|c| c.line));
        let message = mask(&place.message).into_owned();
        RelatedRecord { path: &place.path, line, column, end_line, end_column, cell, cell_line, start, end, message }
    }
}

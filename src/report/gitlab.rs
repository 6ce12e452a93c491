//! GitLab's code quality report: an array of issues in the form of Code Climate.

use std::io::{self, Write};

use serde::Serialize;

use super::fingerprint::{Identity, identities};
use super::plain;
use super::text::escape_json;
use super::{Finding, Report};
use crate::diagnostic::Severity;

#[derive(Serialize)]
struct Issue<'r> {
    r#type: &'static str,
    check_name: &'static str,
    description: String,
    categories: [&'static str; 1],
    severity: &'static str,
    fingerprint: &'r str,
    location: Place<'r>,
}

#[derive(Serialize)]
struct Place<'r> {
    path: &'r str,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

/// Writes a report as one array.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let identities = identities(&report.findings);
    let issues: Vec<Issue<'_>> = report.findings.iter().zip(&identities).map(issue).collect();
    let text = serde_json::to_string_pretty(&issues)?;
    writeln!(out, "{}", escape_json(&text))
}

fn issue<'r>((finding, identity): (&'r Finding, &'r Identity)) -> Issue<'r> {
    let diagnostic = &finding.diagnostic;
    // What concerns a whole file points at its beginning: an issue without a line is refused.
    let (begin, end) = finding.location.map_or((1, 1), |l| (l.line, l.end_line));
    Issue {
        r#type: "issue",
        check_name: diagnostic.rule.name(),
        description: plain::message_and_help(finding),
        categories: ["Bug Risk"],
        severity: match diagnostic.severity {
            Severity::Error => "critical",
            Severity::Warning => "minor",
            Severity::Note => "info",
        },
        fingerprint: &identity.fingerprint,
        location: Place { path: &finding.path, lines: Lines { begin, end } },
    }
}

//! `path:line:column: severity[rule] message`, one physical line each, and at most two closing lines, below which
//! `--verbose` names what they count.

use std::io::{self, Write};

use super::format::Style;
use super::mask::mask;
use super::summary;
use super::text::{escape, leading};
use super::{Finding, Report};
use crate::diagnostic::Severity;

/// What one line of it matches, in colour or without: path, line, column, severity, rule and message. It is written so
/// that editors and CI servers read it alike: the problem matchers are made from it.
pub const PATTERN: &str = r"^(?:\x1b\[[0-9;]*m)*(.+?):(\d+):(\d+): (?:\x1b\[[0-9;]*m)*(error|warning|note)\[([a-z-]+)\](?:\x1b\[[0-9;]*m)* (.+)$";

/// Writes a report, one line per diagnostic.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match &report.statistics {
        Some(statistics) => statistics.write(style.verbose, out)?,
        None => report.findings.iter().try_for_each(|finding| write_finding(finding, style, out))?,
    }
    if style.quiet {
        return Ok(());
    }
    writeln!(out, "{}", summary::found(report))?;
    let rest =
        [summary::hidden(report), summary::stale(report), summary::skipped(report), summary::fixable_line(report)];
    let rest: Vec<String> = rest.into_iter().flatten().collect();
    if !rest.is_empty() {
        writeln!(out, "{}", rest.join("; "))?;
    }
    let details = summary::stale_entries(report).chain(summary::skipped_files(report));
    details.filter(|_| style.verbose).try_for_each(|detail| writeln!(out, "  {detail}"))
}

fn write_finding(finding: &Finding, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    // What concerns a whole file points at its beginning: matchers want a line.
    let (line, column) = finding.location.map_or((1, 1), |l| (l.line, l.column));
    let head = format!("{}[{}]", diagnostic.severity.name(), diagnostic.rule.name());
    let paint = paint(diagnostic.severity);
    let head = if style.color { format!("{paint}{head}{paint:#}") } else { head };
    let masked = mask(&diagnostic.message);
    let local = if finding.local_file { " (local file)" } else { "" };
    writeln!(out, "{}:{line}:{column}: {head} {}{local}", leading(&finding.path), escape(&masked))
}

/// The colour of a severity.
fn paint(severity: Severity) -> anstyle::Style {
    let color = match severity {
        Severity::Error => anstyle::AnsiColor::Red,
        Severity::Warning => anstyle::AnsiColor::Yellow,
        Severity::Note => anstyle::AnsiColor::Cyan,
    };
    color.on_default().bold()
}

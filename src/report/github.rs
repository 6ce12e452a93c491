//! Workflow commands, which GitHub shows as annotations beside the lines.

use std::io::{self, Write};

use super::plain;
use super::text::{calls, escape, is_unsafe};
use super::{Finding, Report};
use crate::diagnostic::Severity;

/// Writes a report, one command per diagnostic.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    report.findings.iter().try_for_each(|finding| write_finding(finding, out))
}

fn write_finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let command = match diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "notice",
    };
    let title = format!("model-lint ({})", diagnostic.rule.name());
    write!(out, "::{command} title={},file={}", property(&title), property(&finding.path))?;
    if let Some(place) = finding.location {
        write!(out, ",line={},endLine={}", place.line, place.end_line)?;
        // Columns are shown only where the place is on one line.
        if place.line == place.end_line {
            write!(out, ",col={},endColumn={}", place.column, place.end_column)?;
        }
    }
    // The log of a job shows the data alone.
    let mut text = format!("{}: {}", plain::place(finding), plain::message(finding));
    if let Some(help) = plain::help(finding) {
        text = format!("{text}\nhelp: {help}");
    }
    writeln!(out, "::{}", data(&text))
}

/// What stands after the second `::`; `text` is clean but for its own line ends.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// The value of a property: the name of a file stays the name of that file, as far as it acts on nothing.
fn property(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        match c {
            '%' => safe.push_str("%25"),
            '\r' => safe.push_str("%0D"),
            '\n' => safe.push_str("%0A"),
            ':' => safe.push_str("%3A"),
            ',' => safe.push_str("%2C"),
            c if is_unsafe(c) => safe.push_str(&escape(c.encode_utf8(&mut [0; 4]))),
            '[' if calls(&text[..at]) => safe.push_str(&c.escape_unicode().to_string()),
            c => safe.push(c),
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_property_or_a_line() {
        assert_eq!(property("a,b::error::x\r\n100%\u{1b}"), r"a%2Cb%3A%3Aerror%3A%3Ax%0D%0A100%25\u{1b}");
        assert_eq!(data("100%0A, a:b\n::error::x\r"), "100%250A, a:b%0A::error::x%0D");
    }
}

//! Checkstyle's XML: an element per file, an element in it per diagnostic.

use std::io::{self, Write};

use super::plain;
use super::xml::{DECLARATION, xml};
use super::{Finding, Report};
use crate::diagnostic::Severity;

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{DECLARATION}")?;
    writeln!(out, "<checkstyle version=\"4.3\">")?;
    for of_file in report.findings.chunk_by(|one, other| one.path == other.path) {
        let path = of_file.first().map_or("", |finding| finding.path.as_str());
        writeln!(out, "  <file name=\"{}\">", xml(path))?;
        of_file.iter().try_for_each(|finding| write_finding(finding, out))?;
        writeln!(out, "  </file>")?;
    }
    writeln!(out, "</checkstyle>")
}

fn write_finding(finding: &Finding, out: &mut dyn Write) -> io::Result<()> {
    let (line, column) = finding.location.map_or((1, 1), |l| (l.line, l.column));
    let severity = match finding.diagnostic.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "info",
    };
    let message = plain::message_and_help(finding);
    let rule = finding.diagnostic.rule.name();
    writeln!(
        out,
        "    <error line=\"{line}\" column=\"{column}\" severity=\"{severity}\" message=\"{}\" source=\"model-lint.{rule}\"/>",
        xml(&message)
    )
}

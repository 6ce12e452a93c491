//! One object per line and diagnostic.

use std::io::{self, Write};

use super::Report;
use super::record::Record;

/// Writes the diagnostics of a report, one object a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        serde_json::to_writer(&mut *out, &Record::new(finding))?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

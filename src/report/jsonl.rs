//! One object per line and diagnostic.

use std::io::{self, Write};

use super::Report;
use super::record::Record;
use super::text::escape_json;

/// Writes the diagnostics of a report, one object a line.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    for finding in &report.findings {
        let text = serde_json::to_string(&Record::new(finding))?;
        out.write_all(escape_json(&text).as_bytes())?;
        out.write_all(b"\n")?;
    }
    Ok(())
}

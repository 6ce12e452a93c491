//! Comma-separated values (RFC 4180), one line for each place.

use std::borrow::Cow;
use std::io::{self, Write};

use super::Survey;
use super::json::Record;
use crate::report::text::escape;

const HEAD: &str = "path,line,column,value,provider,platform,model,kind,status,shutdown,replacement,replacement_confirmed,endpoints,context,how,evidence,source,test,local_file";

/// Writes the survey as a table for spreadsheets.
///
/// # Errors
/// What the writer says.
pub fn write(survey: &Survey, out: &mut dyn Write) -> io::Result<()> {
    write!(out, "{HEAD}\r\n")?;
    for used in &survey.uses {
        let record = Record::new(used);
        let (line, column) = (record.line.to_string(), record.column.to_string());
        let endpoints = record.endpoints.join(" ");
        let fields = [
            record.path,
            &line,
            &column,
            record.value,
            record.provider.unwrap_or_default(),
            record.platform,
            record.model.unwrap_or_default(),
            record.kind.unwrap_or_default(),
            record.status,
            record.shutdown.as_deref().unwrap_or_default(),
            record.replacement.unwrap_or_default(),
            record.replacement_confirmed.map(yes).unwrap_or_default(),
            &endpoints,
            record.context,
            record.how,
            record.evidence.unwrap_or_default(),
            record.source.unwrap_or_default(),
            yes(record.test),
            yes(record.local_file),
        ];
        let fields: Vec<Cow<'_, str>> = fields.into_iter().map(field).collect();
        write!(out, "{}\r\n", fields.join(","))?;
    }
    Ok(())
}

fn yes(it_is: bool) -> &'static str {
    if it_is { "yes" } else { "no" }
}

/// A field, quoted where it must be, or where a line would begin as a command to a workflow's runner; one that a
/// spreadsheet would run as a formula is kept from it by a quote.
fn field(text: &str) -> Cow<'_, str> {
    let text = escape(text);
    let text = if text.starts_with(['=', '+', '-', '@']) { Cow::Owned(format!("'{text}")) } else { text };
    if text.contains(['"', ',']) || text.trim_start().starts_with("::") {
        Cow::Owned(format!("\"{}\"", text.replace('"', "\"\"")))
    } else {
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_stay_fields() {
        assert_eq!(field("a,\"b\""), "\"a,\"\"b\"\"\"");
        assert_eq!(field("=1+1"), "'=1+1");
        assert_eq!(field("a\nb"), "a\\nb");
        assert_eq!(field("::error::a"), "\"::error::a\"");
    }
}

//! One document with a record for each place.

use std::io::{self, Write};

use serde::Serialize;

use super::{ModelUse, Survey};
use crate::report::text::escape_json;

#[derive(Serialize)]
struct Document<'s> {
    version: &'static str,
    as_of: String,
    catalog: Option<String>,
    files: usize,
    incomplete: bool,
    uses: Vec<Record<'s>>,
}

/// One place. The names are part of the contract with users.
#[derive(Serialize)]
pub(super) struct Record<'s> {
    pub(super) path: &'s str,
    pub(super) line: u32,
    pub(super) column: u32,
    pub(super) value: &'s str,
    pub(super) provider: Option<&'s str>,
    pub(super) platform: &'s str,
    pub(super) model: Option<&'s str>,
    pub(super) kind: Option<&'s str>,
    pub(super) status: &'static str,
    pub(super) shutdown: Option<String>,
    pub(super) replacement: Option<&'s str>,
    pub(super) replacement_confirmed: Option<bool>,
    pub(super) endpoints: &'s [String],
    pub(super) context: &'static str,
    pub(super) how: &'s str,
    pub(super) evidence: Option<&'static str>,
    pub(super) source: Option<&'s str>,
    pub(super) test: bool,
    pub(super) local_file: bool,
}

impl<'s> Record<'s> {
    pub(super) fn new(used: &'s ModelUse) -> Record<'s> {
        let identity = &used.identity;
        Record {
            path: &used.path,
            line: used.location.line,
            column: used.location.column,
            value: &used.value,
            provider: identity.provider.as_deref(),
            platform: &identity.platform,
            model: identity.model.as_deref(),
            kind: identity.kind.as_deref(),
            status: identity.status,
            shutdown: identity.shutdown.map(|day| day.to_string()),
            replacement: identity.replacement.as_deref(),
            replacement_confirmed: identity.replacement.as_ref().map(|_| identity.is_confirmed),
            endpoints: &used.endpoints,
            context: used.context,
            how: &used.how,
            evidence: used.evidence,
            source: identity.source.as_deref(),
            test: used.test,
            local_file: used.local_file,
        }
    }
}

/// Writes the survey as one document.
///
/// # Errors
/// What the writer says.
pub fn write(survey: &Survey, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: env!("CARGO_PKG_VERSION"),
        as_of: survey.as_of.to_string(),
        catalog: survey.catalog.map(|day| day.to_string()),
        files: survey.files,
        incomplete: survey.incomplete,
        uses: survey.uses.iter().map(Record::new).collect(),
    };
    let text = serde_json::to_string_pretty(&document)?;
    out.write_all(escape_json(&text).as_bytes())?;
    out.write_all(b"\n")
}

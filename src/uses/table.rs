//! The survey for a terminal: one line for each model, with its first places.

use std::collections::BTreeSet;
use std::io::{self, Write};

use super::{Identity, ModelUse, Survey};
use crate::report::text::{counted, escape, marked};

/// Places that a line names; `verbose` names all.
const PLACES: usize = 2;

/// Writes the survey as a table.
///
/// # Errors
/// What the writer says.
pub fn write(survey: &Survey, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    let mut rows = vec![["PLATFORM", "MODEL", "STATUS", "ENDPOINTS", "USE INSTEAD", "WHERE"].map(str::to_owned)];
    for ((identity, name), uses) in survey.by_model() {
        rows.push([
            escape(&identity.platform).into_owned(),
            escape(name).into_owned(),
            status(identity),
            endpoints(&uses),
            identity.replacement.as_deref().map(|to| marked(to, identity.is_confirmed)).unwrap_or_default(),
            places(&uses, if verbose { usize::MAX } else { PLACES }),
        ]);
    }
    if rows.len() > 1 {
        aligned(&rows, out)?;
        writeln!(out)?;
    }
    writeln!(out, "{}", summary(survey))
}

/// Columns as wide as their widest cell; the last one is not padded.
fn aligned(rows: &[[String; 6]], out: &mut dyn Write) -> io::Result<()> {
    let widths: Vec<usize> =
        (0..6).map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0)).collect();
    for row in rows {
        let cells: Vec<String> = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}")).collect();
        writeln!(out, "{}", cells.join("  ").trim_end())?;
    }
    Ok(())
}

/// The state with its day.
pub(super) fn status(identity: &Identity) -> String {
    match identity.shutdown {
        Some(day) => format!("{} {day}", identity.status),
        None => identity.status.to_owned(),
    }
}

/// `12 models at 40 places in 9 of 100 files`.
pub(super) fn summary(survey: &Survey) -> String {
    let models = counted(survey.by_model().len(), "model");
    let places = counted(survey.uses.len(), "place");
    let files: BTreeSet<&str> = survey.uses.iter().map(|used| used.path.as_str()).collect();
    let incomplete = if survey.incomplete { "; the run is incomplete" } else { "" };
    let of = counted(survey.files, "file");
    format!("{models} at {places} in {} of {of} (as of {}){incomplete}", files.len(), survey.as_of)
}

fn endpoints(uses: &[&ModelUse]) -> String {
    let names: BTreeSet<&str> = uses.iter().flat_map(|used| &used.endpoints).map(String::as_str).collect();
    const SHOWN: usize = 2;
    match names.len().saturating_sub(SHOWN) {
        0 => names.into_iter().collect::<Vec<_>>().join(", "),
        more => format!("{} +{more}", names.into_iter().take(SHOWN).collect::<Vec<_>>().join(", ")),
    }
}

fn places(uses: &[&ModelUse], most: usize) -> String {
    let name = |used: &&ModelUse| format!("{}:{}", escape(&used.path), used.location.line);
    let first: Vec<String> = uses.iter().take(most).map(name).collect();
    match uses.len().saturating_sub(most) {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

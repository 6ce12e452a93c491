//! The forecast in fields.

use std::io::{self, Write};

use serde::Serialize;

use super::{End, Forecast, State};
use crate::report::text::escape_json;

#[derive(Serialize)]
struct Document<'f> {
    version: &'static str,
    as_of: String,
    catalog: Option<String>,
    files: usize,
    incomplete: bool,
    failed_places: usize,
    coming_places: usize,
    ends: Vec<EndRecord<'f>>,
}

/// One end. The names are part of the contract with users.
#[derive(Serialize)]
struct EndRecord<'f> {
    what: &'f str,
    kind: &'static str,
    platform: &'f str,
    state: &'static str,
    shutdown: Option<String>,
    days_left: Option<i32>,
    replacement: Option<&'f str>,
    places: Vec<PlaceRecord<'f>>,
}

#[derive(Serialize)]
struct PlaceRecord<'f> {
    path: &'f str,
    line: u32,
    column: u32,
}

/// Writes the forecast as one document.
///
/// # Errors
/// What the writer says.
pub fn write(forecast: &Forecast, out: &mut dyn Write) -> io::Result<()> {
    let document = Document {
        version: env!("CARGO_PKG_VERSION"),
        as_of: forecast.as_of.to_string(),
        catalog: forecast.catalog.map(|day| day.to_string()),
        files: forecast.files,
        incomplete: forecast.incomplete,
        failed_places: forecast.places(State::Failed),
        coming_places: forecast.places(State::Coming),
        ends: forecast.ends.iter().map(|end| record(forecast, end)).collect(),
    };
    let text = serde_json::to_string_pretty(&document)?;
    out.write_all(escape_json(&text).as_bytes())?;
    out.write_all(b"\n")
}

fn record<'f>(forecast: &Forecast, end: &'f End) -> EndRecord<'f> {
    let place = |place: &'f super::Place| PlaceRecord { path: &place.path, line: place.line, column: place.column };
    EndRecord {
        what: &end.what,
        kind: if end.is_endpoint { "endpoint" } else { "model" },
        platform: &end.platform,
        state: state(end.state),
        shutdown: end.day.map(|day| day.to_string()),
        days_left: end.days_left(forecast.as_of),
        replacement: end.replacement.as_deref(),
        places: end.places.iter().map(place).collect(),
    }
}

/// The word for a state in output.
pub(super) fn state(state: State) -> &'static str {
    match state {
        State::Failed => "failed",
        State::Answered => "redirected",
        State::Coming => "coming",
    }
}

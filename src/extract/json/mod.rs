//! JSON and its relatives: with comments, with trailing commas, with a document on each line.

mod build;
mod data;
mod lines;
mod places;
mod proof;
pub(crate) mod token;

#[cfg(test)]
mod tests;

use crate::extract::settings::document::Document;
use crate::extract::{Extraction, Extractor};
use crate::reference::{Context, Platform, Reference, Use};
use crate::source::SourceFile;
use crate::vocabulary::{Form, Vocabulary};

pub use self::data::is_data;
pub use self::lines::JsonLines;

use self::build::build;
use self::places::Place;

/// Larger files hold data, in bytes.
pub const LARGEST: u64 = 1 << 20;
/// Files with longer lines than these hold data as well, unless they are short: bytes, mean bytes of a line.
const LONG: (usize, usize) = (5_000, 500);

/// Reads `.json`, `.jsonc` and `.json5` files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Json;

impl Extractor for Json {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        let bytes = file.bytes.len();
        if bytes as u64 > LARGEST || bytes > LONG.0 && bytes / file.lines.count() > LONG.1 {
            return Extraction::default();
        }
        let document = build(&file.bytes);
        let place = place_of(&file.path, &document, vocabulary);
        let mut extraction = document.extraction(file, vocabulary);
        if place == Place::Records {
            extraction.references.iter_mut().for_each(Reference::tell);
        }
        extraction.is_unproven = place == Place::Open;
        match data::is_of_models(&file.path) {
            true => only_choices(extraction, data::counts_nothing(&file.bytes)),
            false => extraction,
        }
    }
}

/// What a document is, by its path and by what it says of itself.
fn place_of(path: &str, document: &Document, vocabulary: &dyn Vocabulary) -> Place {
    let place = places::place(path, vocabulary);
    if proof::is_known_form(document, vocabulary) {
        return Place::Settings;
    }
    if proof::is_record(document, vocabulary) {
        return Place::Records;
    }
    if place == Place::Open && proof::says_its_form(document) {
        return Place::Settings;
    }
    place
}

/// Of what stands in a file, only what somebody may choose on a platform that is told or in lists without facts, and
/// routes of whoever asks.
fn only_choices(mut extraction: Extraction, are_lists: bool) -> Extraction {
    let is_told = |used: &Use| are_lists || matches!(used.platform, Platform::Known(..));
    let is_choice = |used: &Use| used.context == Context::Choice && is_told(used);
    let is_route = |used: &Use| used.context == Context::Setting && used.form == Form::Route;
    extraction.references.retain(|reference| reference.uses.iter().any(|used| is_choice(used) || is_route(used)));
    Extraction { references: extraction.references, comments: extraction.comments, ..Extraction::default() }
}

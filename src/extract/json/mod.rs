//! JSON and its relatives: with comments, with trailing commas, with a document on each line.

mod build;
mod data;
mod lines;
mod places;
pub(crate) mod token;

#[cfg(test)]
mod tests;

use crate::extract::{Extraction, Extractor};
use crate::reference::{Context, Platform, Use};
use crate::source::SourceFile;
use crate::vocabulary::{Form, Vocabulary};

pub use self::data::is_data;
pub use self::lines::JsonLines;

use self::build::build;

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
        let mut extraction = build(&file.bytes).extraction(file, vocabulary);
        if places::holds_records(&file.path) {
            tell_records(&mut extraction);
        }
        match data::is_of_models(&file.path) {
            true => only_choices(extraction, data::counts_nothing(&file.bytes)),
            false => extraction,
        }
    }
}

/// What is named where records lie is told, unless something but its own name says who is asked.
fn tell_records(extraction: &mut Extraction) {
    let is_only_named = |used: &&mut Use| {
        let by_name = matches!(used.platform, Platform::Unstated) && used.framework.is_empty();
        by_name && matches!(used.context, Context::Setting | Context::Slot | Context::Choice)
    };
    let uses = extraction.references.iter_mut().flat_map(|reference| &mut reference.uses);
    uses.filter(is_only_named).for_each(|used| used.context = Context::Expectation);
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

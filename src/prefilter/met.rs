//! What the automaton met in a text.

use crate::catalog::tables::Tables;

/// More places than this in one text make no difference.
const MOST_PLACES: usize = 64;

/// Needles that occur in a text and are no stems.
#[derive(Default)]
pub(super) struct Met<'c> {
    /// Places; few of them, each once.
    pub(super) places: Vec<&'c str>,
    /// A module occurs.
    pub(super) module: bool,
    /// A stem of IDs occurs.
    pub(super) stem: bool,
    /// Something was passed over that no parser would take for a literal.
    pub(super) passed: bool,
}

impl<'c> Met<'c> {
    /// Notes a needle of a place; others are none.
    pub(super) fn place(&mut self, tables: &'c Tables, needle: usize) {
        if let Some(place) = tables.nth(tables.places, needle)
            && self.places.len() < MOST_PLACES
            && !self.places.contains(&place)
        {
            self.places.push(place);
        }
    }
}

/// What is told apart in a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Seen {
    /// A stem of IDs.
    pub stem: bool,
    /// A place that takes a model, or a module whose callees do.
    pub call: bool,
    /// No parser sees the text, or it is a test of which nothing is reported: it neither takes nor gives anything.
    pub is_closed: bool,
}

impl Seen {
    /// Nothing is: the text matters to nobody.
    pub fn is_nothing(self) -> bool {
        !(self.stem || self.call)
    }
}

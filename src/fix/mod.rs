//! Fixes: which of them go together, the bytes after them, and how these are written.
//!
//! Nothing here knows a rule. What is checked again between rounds, and why a
//! fix is withdrawn, is the project's business; `docs/fixes.md` says what users
//! are promised.

mod kept;
mod write;

use std::collections::BTreeMap;
use std::ops::Range;

pub use self::kept::KeptLines;
pub use self::write::{Refusal, writable, write};
use crate::diagnostic::{Edit, Fix};

/// The bytes of a file after a round of fixes.
#[derive(Debug, PartialEq, Eq)]
pub struct Applied {
    /// The bytes.
    pub bytes: Vec<u8>,
    /// The fixes that are in them, by their places in the list.
    pub taken: Vec<usize>,
    /// What lies between the edits: its bytes before, and where it begins after them.
    stretches: Vec<(Range<usize>, usize)>,
}

/// Applies those fixes that do not touch each other, whole or not at all; the rest waits for the next round.
///
/// Edits count bytes of the file. Of two fixes that touch, the one that begins first is taken; two that make the same
/// edit agree, and both are taken.
pub fn apply(bytes: &[u8], fixes: &[&Fix]) -> Applied {
    let mut order: Vec<usize> = (0..fixes.len()).collect();
    order.sort_by_key(|place| fixes[*place].edits.iter().map(|edit| edit.span).min());
    let mut edits = Edits::default();
    let mut taken: Vec<usize> =
        order.into_iter().filter(|place| edits.take(&fixes[*place].edits, bytes.len())).collect();
    taken.sort_unstable();
    let (bytes, stretches) = edits.written_into(bytes);
    Applied { bytes, taken, stretches }
}

/// Edits that are apart, by where they begin.
#[derive(Default)]
struct Edits<'f>(BTreeMap<u32, &'f Edit>);

impl<'f> Edits<'f> {
    /// Takes all edits of a fix, or none.
    fn take(&mut self, edits: &'f [Edit], len: usize) -> bool {
        let fit = edits.iter().all(|edit| edit.span.end as usize <= len && self.has_room_for(edit));
        if fit {
            self.0.extend(edits.iter().map(|edit| (edit.span.start, edit)));
        }
        fit && !edits.is_empty()
    }

    fn has_room_for(&self, edit: &Edit) -> bool {
        let before = self.0.range(..=edit.span.start).next_back().map(|(_, other)| *other);
        let after = self.0.range(edit.span.start..).next().map(|(_, other)| *other);
        before.into_iter().chain(after).all(|other| other == edit || are_apart(other, edit))
    }

    /// The bytes after the edits, and what lies between these.
    fn written_into(&self, bytes: &[u8]) -> (Vec<u8>, Vec<(Range<usize>, usize)>) {
        let mut out = Vec::with_capacity(bytes.len() + 64);
        let mut stretches = Vec::with_capacity(self.0.len() + 1);
        let mut at = 0;
        let mut copy = |out: &mut Vec<u8>, stretch: Range<usize>| {
            stretches.push((stretch.clone(), out.len()));
            out.extend_from_slice(&bytes[stretch]);
        };
        for edit in self.0.values() {
            copy(&mut out, at..edit.span.start as usize);
            out.extend_from_slice(edit.content.as_bytes());
            at = edit.span.end as usize;
        }
        copy(&mut out, at..bytes.len());
        (out, stretches)
    }
}

/// One ends before the other begins; what is inserted needs a place of its own.
fn are_apart(one: &Edit, other: &Edit) -> bool {
    let (first, second) = if one.span <= other.span { (one, other) } else { (other, one) };
    first.span.end <= second.span.start && first.span.start < second.span.start
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Applicability;
    use crate::source::Span;

    fn fix(edits: &[(usize, usize, &str)]) -> Fix {
        let edit = |(start, end, content): &(usize, usize, &str)| Edit {
            span: Span::new(*start, *end),
            content: (*content).to_owned(),
        };
        Fix { applicability: Applicability::Safe, edits: edits.iter().map(edit).collect() }
    }

    fn applied(text: &str, fixes: &[Fix]) -> (String, Vec<usize>) {
        let applied = apply(text.as_bytes(), &fixes.iter().collect::<Vec<_>>());
        (String::from_utf8(applied.bytes).expect("text"), applied.taken)
    }

    #[test]
    fn fixes_that_are_apart_go_together() {
        let fixes = [fix(&[(4, 5, "E")]), fix(&[(0, 1, "AA"), (2, 3, "")])];
        assert_eq!(applied("abcdef", &fixes), ("AAbdEf".to_owned(), vec![0, 1]));
    }

    #[test]
    fn of_two_that_touch_the_first_is_taken_whole() {
        let fixes = [fix(&[(3, 5, "x"), (8, 9, "y")]), fix(&[(0, 4, "z")]), fix(&[(8, 9, "w")])];
        assert_eq!(applied("0123456789", &fixes), ("z4567w9".to_owned(), vec![1, 2]));
    }

    #[test]
    fn the_same_edit_twice_is_one() {
        let fixes = [fix(&[(0, 1, "x")]), fix(&[(0, 1, "x"), (2, 3, "y")]), fix(&[(0, 1, "other")])];
        assert_eq!(applied("abc", &fixes), ("xby".to_owned(), vec![0, 1]));
    }

    #[test]
    fn neighbours_and_the_end_are_apart_and_what_lies_outside_is_left() {
        let fixes = [fix(&[(0, 1, "x")]), fix(&[(1, 2, "y")]), fix(&[(2, 2, "!")]), fix(&[(1, 9, "no")]), fix(&[])];
        assert_eq!(applied("ab", &fixes), ("xy!".to_owned(), vec![0, 1, 2]));
    }
}

//! Bytes of a text and the places that an editor counts.

use super::protocol::{Position, Range};

/// The units in which characters of a line are counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Units {
    /// Bytes.
    Utf8,
    /// What every client understands.
    #[default]
    Utf16,
    /// Characters.
    Utf32,
}

impl Units {
    /// The name in the protocol.
    pub(super) fn name(self) -> &'static str {
        match self {
            Units::Utf8 => "utf-8",
            Units::Utf16 => "utf-16",
            Units::Utf32 => "utf-32",
        }
    }

    /// The best of what a client offers, the cheapest for both sides first.
    pub(super) fn best<'o>(offered: impl Iterator<Item = &'o str>) -> Units {
        let offered: Vec<&str> = offered.collect();
        let known = [Units::Utf8, Units::Utf32, Units::Utf16];
        known.into_iter().find(|units| offered.contains(&units.name())).unwrap_or_default()
    }

    fn of(self, c: char) -> u32 {
        (match self {
            Units::Utf8 => c.len_utf8(),
            Units::Utf16 => c.len_utf16(),
            Units::Utf32 => 1,
        }) as u32
    }
}

/// A text and where its lines begin: unlike for a compiler, a `\r` by itself ends a line for editors too.
#[derive(Debug, Clone)]
pub(super) struct Text {
    text: String,
    starts: Vec<usize>,
}

impl Text {
    pub(super) fn new(text: String) -> Text {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes);
        let starts = ends.filter(|at| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n')).map(|at| at + 1);
        let starts = std::iter::once(0).chain(starts).collect();
        Text { text, starts }
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }

    /// Index of the line that holds a byte.
    pub(super) fn line_of(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte) - 1
    }

    /// The bytes of a line without its end; empty behind the last.
    pub(super) fn line(&self, index: usize) -> std::ops::Range<usize> {
        let Some(start) = self.starts.get(index) else { return self.text.len()..self.text.len() };
        let end = self.starts.get(index + 1).copied().unwrap_or(self.text.len());
        let line = &self.text[*start..end];
        *start..*start + line.trim_end_matches(['\r', '\n']).len()
    }

    /// The byte at a place; what lies behind the end of a line or of the text means that end.
    pub(super) fn offset(&self, position: Position, units: Units) -> usize {
        let line = self.line(position.line as usize);
        let mut left = position.character;
        for (at, c) in self.text[line.clone()].char_indices() {
            if left < units.of(c) {
                return line.start + at;
            }
            left -= units.of(c);
        }
        line.end
    }

    /// The place of a byte; what lies within a character means its start.
    pub(super) fn position(&self, byte: usize, units: Units) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let index = self.line_of(byte);
        let character = self.text[self.starts[index]..byte].chars().map(|c| units.of(c)).sum();
        Position { line: index as u32, character }
    }

    /// The range of some bytes.
    pub(super) fn range(&self, bytes: std::ops::Range<usize>, units: Units) -> Range {
        Range { start: self.position(bytes.start, units), end: self.position(bytes.end, units) }
    }

    /// The text with a range replaced.
    pub(super) fn replaced(&self, range: Range, units: Units, new: &str) -> Text {
        let (start, end) = (self.offset(range.start, units), self.offset(range.end, units));
        self.with(start.min(end)..start.max(end), new)
    }

    /// The text with some bytes replaced; they lie on character boundaries.
    pub(super) fn with(&self, bytes: std::ops::Range<usize>, new: &str) -> Text {
        Text::new([&self.text[..bytes.start], new, &self.text[bytes.end..]].concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(line: u32, character: u32) -> Position {
        Position { line, character }
    }

    #[test]
    fn places_count_in_the_units_that_were_agreed_on() {
        let text = Text::new("añ\u{1f600}b\r\nc\rd\n".to_owned());
        for (units, character) in [(Units::Utf8, 7), (Units::Utf16, 4), (Units::Utf32, 3)] {
            assert_eq!(text.position(7, units), at(0, character), "{units:?}");
            assert_eq!(text.offset(at(0, character), units), 7, "{units:?}");
        }
        assert_eq!([10, 12, 14].map(|byte| text.position(byte, Units::Utf16)), [at(1, 0), at(2, 0), at(3, 0)]);
    }

    #[test]
    fn places_outside_of_the_text_mean_its_ends() {
        let text = Text::new("ab\r\n\u{1f600}".to_owned());
        assert_eq!(text.offset(at(0, 99), Units::Utf16), 2);
        assert_eq!(text.offset(at(99, 0), Units::Utf16), 8);
        assert_eq!(text.offset(at(1, 1), Units::Utf16), 4, "half of a pair means its start");
        assert_eq!(text.position(6, Units::Utf16), at(1, 0));
        assert_eq!(text.position(99, Units::Utf16), at(1, 2));
    }

    #[test]
    fn ranges_are_replaced() {
        let text = Text::new("one\ntwo\nthree".to_owned());
        let range = |start, end| Range { start, end };
        assert_eq!(text.replaced(range(at(0, 3), at(1, 3)), Units::Utf16, "!").as_str(), "one!\nthree");
        assert_eq!(text.replaced(range(at(1, 3), at(0, 3)), Units::Utf16, "!").as_str(), "one!\nthree");
        assert_eq!(text.replaced(range(at(9, 9), at(9, 9)), Units::Utf16, "\n").as_str(), "one\ntwo\nthree\n");
        assert_eq!(Text::new(String::new()).replaced(range(at(0, 0), at(0, 0)), Units::Utf8, "ü").as_str(), "ü");
    }

    #[test]
    fn the_best_units_are_chosen() {
        assert_eq!(Units::best(["utf-16", "utf-8"].into_iter()), Units::Utf8);
        assert_eq!(Units::best(["utf-32", "utf-16"].into_iter()), Units::Utf32);
        assert_eq!(Units::best(["utf-7"].into_iter()), Units::Utf16);
        assert_eq!(Units::best(std::iter::empty()), Units::Utf16);
    }
}

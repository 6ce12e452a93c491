//! Text that was taken out of a file of another format, and the way back to its bytes.
//!
//! A notebook keeps its code in strings of JSON. The code is read as one text;
//! every byte of it knows where it stands in the file.

use std::ops::Range;

use super::kept::Kept;
use super::{Encoding, Lines, Position, SourceFile, Span};

/// A cell of a notebook, and a line in it; both count from 1, cells over all kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cell {
    /// The cell.
    pub number: u32,
    /// The line in its source.
    pub line: u32,
}

/// Where each byte of a text stands in the file that holds it.
#[derive(Debug, Default)]
pub struct Origin {
    /// Sorted by text; without gaps.
    runs: Vec<Run>,
    /// Where cells begin: byte of the text, number.
    cells: Vec<(u32, u32)>,
    /// The file is cut off or no good JSON: some of it may be lost.
    pub broken: bool,
    /// The text is TypeScript or JavaScript, whatever else files of this kind hold.
    pub is_script: bool,
}

/// Text that was read from one stretch of the file: byte for byte, or one escape.
#[derive(Debug, Clone, Copy)]
struct Run {
    /// First byte in the text.
    text: u32,
    /// First byte in the file, without a byte order mark.
    file: u32,
    /// Bytes in the file; none where the text was added.
    len: u32,
    /// Place of the first byte in the file.
    position: Position,
}

impl Run {
    /// The byte of the file behind `skip` bytes of the text of this run, which is `len` bytes long.
    fn file_byte(&self, skip: u32, len: u32) -> u32 {
        if len == self.len {
            self.file + skip
        } else if skip == 0 {
            self.file
        } else {
            self.file + self.len
        }
    }
}

/// Puts a text together out of pieces of a file, from its start to its end.
pub struct Assembly<'f> {
    file: &'f [u8],
    text: Vec<u8>,
    /// The text before anything was masked, from its start up to some byte.
    unmasked: Vec<u8>,
    origin: Origin,
    /// Up to where lines and columns were counted.
    at: usize,
    position: Position,
}

impl<'f> Assembly<'f> {
    /// Nothing yet; `file` has no byte order mark.
    pub fn new(file: &'f [u8]) -> Assembly<'f> {
        let position = Position { line: 1, column: 1 };
        Assembly { file, text: Vec::new(), unmasked: Vec::new(), origin: Origin::default(), at: 0, position }
    }

    /// What follows is the source of a cell.
    pub fn begin_cell(&mut self, number: u32) {
        self.origin.cells.push((self.text.len() as u32, number));
    }

    /// Takes bytes of the file as they are; they stand on one line and behind everything taken before.
    pub fn take(&mut self, span: Span) {
        if !span.is_empty() {
            self.run(span);
            self.text.extend_from_slice(&self.file[span.range()]);
        }
    }

    /// Takes an escape: the bytes of the file stand for a character.
    pub fn take_as(&mut self, span: Span, decoded: char) {
        self.run(span);
        self.text.extend_from_slice(decoded.encode_utf8(&mut [0; 4]).as_bytes());
    }

    /// Adds a character that the file does not have.
    pub fn add(&mut self, c: char) {
        let here = Span::new(self.at, self.at);
        self.take_as(here, c);
    }

    /// The text so far.
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// Changes bytes of the text from one on, which keep their places; the text is shown as it was.
    pub fn mask(&mut self, from: usize, change: impl FnOnce(&mut [u8])) {
        self.unmasked.extend_from_slice(&self.text[self.unmasked.len()..]);
        change(&mut self.text[from..]);
    }

    /// The text, as a file that knows its origin.
    pub fn finish(mut self, path: &str, encoding: Encoding, broken: bool) -> SourceFile {
        let lines = Lines::new(&self.text);
        self.unmasked.extend_from_slice(&self.text[self.unmasked.len()..]);
        let unmasked = (self.unmasked != self.text).then_some(self.unmasked);
        let origin = Some(Box::new(Origin { broken, ..self.origin }));
        SourceFile { path: path.to_owned(), bytes: self.text, encoding, lines, origin, unmasked, kept: Kept::default() }
    }

    fn run(&mut self, span: Span) {
        self.position = self.position.after(&self.file[self.at..span.start as usize]);
        let run =
            Run { text: self.text.len() as u32, file: span.start, len: span.len() as u32, position: self.position };
        self.origin.runs.push(run);
        self.position = self.position.after(&self.file[span.range()]);
        self.at = span.end as usize;
    }
}

impl Origin {
    /// Where the cells stand in a text of so many bytes.
    pub(super) fn cells(&self, length: usize) -> Vec<Range<usize>> {
        let starts = self.cells.iter().map(|(start, _)| *start as usize);
        let ends = starts.clone().skip(1).chain([length]);
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }

    /// The run that holds a byte of the text, and its length in the text.
    fn run_at(&self, byte: u32, text_len: u32) -> Option<(&Run, u32)> {
        let at = self.runs.partition_point(|run| run.text <= byte).checked_sub(1)?;
        let end = self.runs.get(at + 1).map_or(text_len, |next| next.text);
        Some((&self.runs[at], end - self.runs[at].text))
    }

    /// Byte and place in the file of a byte of the text.
    pub(super) fn start(&self, text: &[u8], byte: u32) -> (u32, Position) {
        let Some((run, len)) = self.run_at(byte, text.len() as u32) else {
            return (0, Position { line: 1, column: 1 });
        };
        let skip = byte - run.text;
        let verbatim = len == run.len;
        let before = if verbatim { &text[run.text as usize..byte.min(text.len() as u32) as usize] } else { &[][..] };
        (run.file_byte(if verbatim { skip } else { 0 }, len), run.position.after(before))
    }

    /// The byte after the one in the file that stands before a byte of the text, and its place.
    pub(super) fn end(&self, text: &[u8], byte: u32) -> (u32, Position) {
        let Some(last) = byte.checked_sub(1) else { return self.start(text, byte) };
        let Some((run, len)) = self.run_at(last, text.len() as u32) else { return self.start(text, byte) };
        if len == run.len {
            let skip = byte - run.text;
            return (run.file + skip, run.position.after(&text[run.text as usize..byte as usize]));
        }
        // Escapes are ASCII and stand on one line.
        let position = Position { column: run.position.column + run.len, ..run.position };
        (run.file + run.len, position)
    }

    /// The cell of a byte of the text: its number, and where its source begins.
    pub(super) fn cell(&self, byte: u32) -> Option<(u32, u32)> {
        let at = self.cells.partition_point(|(start, _)| *start <= byte).checked_sub(1)?;
        let (start, number) = self.cells[at];
        Some((number, start))
    }

    /// The stretch of the file that a span of the text was read from; nothing if it does not lie in one string.
    pub(super) fn stretch(&self, text_len: u32, span: Span) -> Option<Span> {
        let (first, len) = self.run_at(span.start, text_len)?;
        let start = first.file_byte(span.start - first.text, len);
        if span.is_empty() {
            return Some(Span { start, end: start });
        }
        let at = self.runs.partition_point(|run| run.text <= span.start) - 1;
        let runs = self.runs[at..].iter().take_while(|run| run.text < span.end);
        let mut end = first.file;
        for run in runs {
            if run.file != end || run.len == 0 {
                return None;
            }
            end = run.file + run.len;
        }
        let (last, len) = self.run_at(span.end - 1, text_len)?;
        let end = if len == last.len { last.file + (span.end - last.text) } else { last.file + last.len };
        Some(Span { start, end })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `["a\"b\n", "é"]`, with a break added behind it.
    fn example() -> SourceFile {
        let file = r#"["a\"b\n",
 "é"]"#;
        let mut text = Assembly::new(file.as_bytes());
        text.begin_cell(3);
        text.take(Span::new(2, 3));
        text.take_as(Span::new(3, 5), '"');
        text.take(Span::new(5, 6));
        text.take_as(Span::new(6, 8), '\n');
        text.take(Span::new(13, 15));
        text.add('\n');
        text.finish("a.ipynb", Encoding::Utf8 { bom: false }, false)
    }

    #[test]
    fn bytes_of_the_text_know_their_place() {
        let file = example();
        assert_eq!(file.text(Span::new(0, file.bytes.len())), "a\"b\né\n");
        let place = |start: usize, end: usize| {
            let place = file.place(Span::new(start, end));
            (place.start.line, place.start.column, place.bytes.start, place.end.column, place.bytes.end)
        };
        assert_eq!(place(0, 1), (1, 3, 2, 4, 3));
        assert_eq!(place(1, 2), (1, 4, 3, 6, 5));
        assert_eq!(place(1, 3), (1, 4, 3, 7, 6));
        assert_eq!(place(4, 6), (2, 3, 13, 4, 15));
        let cell = |byte| file.cell(byte).map(|cell| (cell.number, cell.line));
        assert_eq!((cell(0), cell(4)), (Some((3, 1)), Some((3, 2))));
    }

    #[test]
    fn edits_stay_within_one_string() {
        let file = example();
        assert_eq!(file.stretch(Span::new(0, 3)), Some(Span::new(2, 6)));
        assert_eq!(file.stretch(Span::new(0, 4)), Some(Span::new(2, 8)));
        assert_eq!(file.stretch(Span::new(2, 6)), None);
        assert_eq!(file.stretch(Span::new(6, 7)), None);
        assert_eq!(file.written("a\"\\\n"), r#"a\"\\\n"#);
    }
}

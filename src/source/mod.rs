//! Bytes of a file, their encoding, and where lines begin.

mod encoding;
mod generated;
mod kept;
mod lines;
mod normal;
mod origin;
mod replace;

use std::any::Any;
use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::sync::Arc;

pub use self::encoding::{Decoded, Encoding, decode, is_binary, with_line_feeds};
pub use self::generated::is_generated;
use self::kept::Kept;
pub use self::lines::{Lines, Position};
pub use self::normal::normalized;
pub use self::origin::{Assembly, Cell, Origin};
pub use self::replace::replace;

/// A range of bytes in the decoded text of one file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
}

impl Span {
    /// From byte `start` up to, not including, `end`.
    pub fn new(start: usize, end: usize) -> Span {
        Span { start: start as u32, end: end as u32 }
    }
    /// The range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
    /// Number of bytes.
    pub fn len(self) -> usize {
        (self.end - self.start) as usize
    }
    /// Covers nothing.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }
    /// `other` lies within.
    pub fn contains(self, other: Span) -> bool {
        self.start <= other.start && other.end <= self.end
    }
}

/// A span of the text as it stands in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Where it begins.
    pub start: Position,
    /// Behind its last character.
    pub end: Position,
    /// Its bytes in the file (a byte order mark counts).
    pub bytes: Range<u32>,
}

/// The decoded text of one file: UTF-8 as far as the file is valid, without a byte order mark.
pub struct SourceFile {
    /// The path from the root, with `/`, by which it is told what the file holds; as it is reported, if it lies elsewhere.
    pub path: String,
    /// The text.
    pub bytes: Vec<u8>,
    /// How the file stores it.
    pub encoding: Encoding,
    /// Where lines begin.
    pub lines: Lines,
    /// Where the text stands in the file, if it was taken out of another format.
    pub origin: Option<Box<Origin>>,
    /// The text as it is shown, where some of it was masked for its reader, byte for byte.
    unmasked: Option<Vec<u8>>,
    /// What a reader made of the text.
    kept: Kept,
}

impl SourceFile {
    /// A file that was read; binary content is refused with the reason.
    ///
    /// # Errors
    /// The reason why the content is no text.
    pub fn new(path: impl Into<String>, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        let Decoded { bytes, encoding } = decode(raw)?;
        Ok(SourceFile { encoding, ..SourceFile::of_text(path, bytes) })
    }

    /// Text that was decoded already, or taken out of such: a mark at its start is a character like others.
    pub fn of_text(path: impl Into<String>, bytes: Vec<u8>) -> SourceFile {
        let lines = Lines::new(&bytes);
        let (encoding, kept) = (Encoding::Utf8 { bom: false }, Kept::default());
        SourceFile { path: path.into(), bytes, encoding, lines, origin: None, unmasked: None, kept }
    }

    /// A file of which some is masked for its reader: what stays keeps its place, and so do the breaks of lines.
    ///
    /// # Errors
    /// The reason why the content is no text.
    pub fn masked(
        path: impl Into<String>,
        raw: Vec<u8>,
        mask: impl FnOnce(&mut [u8]),
    ) -> Result<SourceFile, &'static str> {
        let mut file = SourceFile::new(path, raw)?;
        let shown = file.bytes.clone();
        mask(&mut file.bytes);
        file.unmasked = (shown != file.bytes).then_some(shown);
        Ok(file)
    }

    /// A part of the text as a file of its own: what stands before it is blank, so that all keeps its place.
    pub fn alone(&self, path: impl Into<String>, part: Range<usize>) -> SourceFile {
        let blank = self.bytes[..part.start].iter().map(|byte| if *byte == b'\n' { b'\n' } else { b' ' });
        SourceFile::of_text(path, blank.chain(self.bytes[part].iter().copied()).collect())
    }

    /// What a reader makes of the text: kept for whoever asks next, while there is room.
    pub fn made<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Arc<T> {
        self.kept.get(self.bytes.len(), make)
    }

    /// Forgets what a reader made of the text.
    pub fn forget(&mut self) {
        self.kept = Kept::default();
    }

    /// Text of a span, with replacement characters where the file is not valid UTF-8.
    pub fn text(&self, span: Span) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[span.range()])
    }

    /// The text as it is shown: with what was masked for its reader, byte for byte.
    pub fn shown(&self) -> &[u8] {
        self.unmasked.as_deref().unwrap_or(&self.bytes)
    }

    /// The text as it is shown, for another reader; nothing if none of it was masked.
    pub fn as_shown(&self) -> Option<SourceFile> {
        Some(SourceFile::of_text(self.path.as_str(), self.unmasked.clone()?))
    }

    /// Where the cells of a notebook stand in the text.
    pub fn cells(&self) -> Vec<Range<usize>> {
        self.origin.as_ref().map_or_else(Vec::new, |origin| origin.cells(self.bytes.len()))
    }

    /// What was masked for the reader mentions a name as a word.
    pub fn mentions_masked(&self, name: &str) -> bool {
        let Some(shown) = self.unmasked.as_deref().filter(|_| !name.is_empty()) else { return false };
        let is_part = |at: Option<usize>| {
            at.and_then(|at| shown.get(at)).is_some_and(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$'))
        };
        memchr::memmem::find_iter(shown, name).any(|at| {
            let end = at + name.len();
            self.bytes[at..end] != shown[at..end] && !is_part(at.checked_sub(1)) && !is_part(Some(end))
        })
    }

    /// Line and column in the file of a byte of the text.
    pub fn position(&self, byte: u32) -> Position {
        match &self.origin {
            Some(origin) => origin.start(&self.bytes, byte).1,
            // Columns count characters, which what was masked has no more.
            None => self.lines.position(self.shown(), byte as usize),
        }
    }

    /// Where a span of the text stands in the file.
    pub fn place(&self, span: Span) -> Place {
        let mark = self.encoding.offset() as u32;
        match &self.origin {
            Some(origin) => {
                let (first, start) = origin.start(&self.bytes, span.start);
                let (last, end) = if span.is_empty() { (first, start) } else { origin.end(&self.bytes, span.end) };
                Place { start, end, bytes: first + mark..last + mark }
            }
            None => Place {
                start: self.position(span.start),
                end: self.position(span.end),
                bytes: span.start + mark..span.end + mark,
            },
        }
    }

    /// The cell of a notebook, and the line in it, that holds a byte of the text.
    pub fn cell(&self, byte: u32) -> Option<Cell> {
        let (number, start) = self.origin.as_ref()?.cell(byte)?;
        let line = self.lines.index(byte as usize) - self.lines.index(start as usize) + 1;
        Some(Cell { number, line: line as u32 })
    }

    /// The one stretch of the file (a byte order mark counts) that holds a span of the text, if an edit can replace it.
    pub fn stretch(&self, span: Span) -> Option<Span> {
        let mark = self.encoding.offset() as u32;
        let span = match &self.origin {
            _ if !self.encoding.is_editable() => return None,
            Some(origin) => origin.stretch(self.bytes.len() as u32, span)?,
            None => span,
        };
        Some(Span { start: span.start + mark, end: span.end + mark })
    }

    /// Text as it is written in the file: escaped where the file holds the text in strings.
    pub fn written<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.origin {
            Some(_) => Cow::Owned(escaped(text)),
            None => Cow::Borrowed(text),
        }
    }
}

/// The inside of a string of JSON.
fn escaped(text: &str) -> String {
    let quoted = serde_json::Value::from(text).to_string();
    quoted[1..quoted.len() - 1].to_owned()
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.path, self.bytes.len())
    }
}

//! Bytes of a file, their encoding, and where lines begin.

mod encoding;
mod lines;

use std::fmt;
use std::ops::Range;

pub use self::encoding::{Decoded, Encoding, decode};
pub use self::lines::{Lines, Position};

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

/// The decoded text of one file: UTF-8 as far as the file is valid, without a byte order mark.
pub struct SourceFile {
    /// The path as it is reported: relative to the working directory, with `/`.
    pub path: String,
    /// The text.
    pub bytes: Vec<u8>,
    /// How the file stores it.
    pub encoding: Encoding,
    /// Where lines begin.
    pub lines: Lines,
}

impl SourceFile {
    /// A file that was read; binary content is refused with the reason.
    ///
    /// # Errors
    /// The reason why the content is no text.
    pub fn new(path: impl Into<String>, raw: Vec<u8>) -> Result<SourceFile, &'static str> {
        let Decoded { bytes, encoding } = decode(raw)?;
        let lines = Lines::new(&bytes);
        Ok(SourceFile { path: path.into(), bytes, encoding, lines })
    }

    /// Text of a span, with replacement characters where the file is not valid UTF-8.
    pub fn text(&self, span: Span) -> std::borrow::Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes[span.range()])
    }

    /// Line and column of a byte.
    pub fn position(&self, byte: u32) -> Position {
        self.lines.position(&self.bytes, byte as usize)
    }
}

impl fmt::Debug for SourceFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SourceFile({}, {} bytes)", self.path, self.bytes.len())
    }
}

//! Line and column of a byte.

/// A place for people: both counts start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, ended by `\n`.
    pub line: u32,
    /// Column in characters (Unicode scalar values).
    pub column: u32,
}

impl Position {
    /// The place behind some bytes that follow this one.
    pub(super) fn after(self, bytes: &[u8]) -> Position {
        match memchr::memrchr(b'\n', bytes) {
            Some(last) => {
                let line = self.line + memchr::memchr_iter(b'\n', bytes).count() as u32;
                Position { line, column: 1 + characters(&bytes[last + 1..]) }
            }
            None => Position { column: self.column + characters(bytes), ..self },
        }
    }
}

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
    /// Within long lines, by byte: the characters of the line before it.
    marks: Vec<(u32, u32)>,
}

/// Bytes of a line from which on marks are set, and between them: counting from the start of a long line
/// once for each place on it would be quadratic.
const MARK_EVERY: usize = 4096;

impl Lines {
    /// Finds the lines of a text.
    pub fn new(bytes: &[u8]) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1));
        let mut marks = Vec::new();
        let ends = starts.iter().skip(1).map(|start| *start as usize).chain([bytes.len()]);
        for (start, end) in starts.iter().zip(ends).filter(|(start, end)| end - **start as usize > MARK_EVERY) {
            set_marks(bytes, *start as usize, end, &mut marks);
        }
        Lines { starts, marks }
    }

    /// Number of lines; a text that ends in `\n` has an empty last one.
    pub fn count(&self) -> usize {
        self.starts.len()
    }

    /// Index (from 0) of the line that holds a byte.
    pub fn index(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= byte) - 1
    }

    /// First byte of a line (index from 0) and the byte after its last, without its `\n` or `\r\n`.
    pub fn range(&self, index: usize, bytes: &[u8]) -> std::ops::Range<usize> {
        let start = self.starts[index] as usize;
        let end = self.starts.get(index + 1).map_or(bytes.len(), |next| *next as usize - 1);
        let end = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
        start..end
    }

    /// Line and column of a byte.
    pub fn position(&self, bytes: &[u8], byte: usize) -> Position {
        let index = self.index(byte);
        let start = self.starts[index];
        let mark = self.marks[..self.marks.partition_point(|(at, _)| *at as usize <= byte)].last();
        let (from, column) = mark.copied().filter(|(at, _)| *at > start).unwrap_or((start, 0));
        let column = column + characters(&bytes[from as usize..byte.min(bytes.len())]);
        Position { line: index as u32 + 1, column: column + 1 }
    }
}

/// Marks of one line; each stands before an ASCII character, where no character is cut.
fn set_marks(bytes: &[u8], start: usize, end: usize, marks: &mut Vec<(u32, u32)>) {
    let (mut from, mut column) = (start, 0);
    while let Some(at) = bytes.get(from + MARK_EVERY..end).and_then(|rest| rest.iter().position(u8::is_ascii)) {
        let mark = from + MARK_EVERY + at;
        column += characters(&bytes[from..mark]);
        marks.push((mark as u32, column));
        from = mark;
    }
}

/// Characters of some bytes; what is not UTF-8 counts as replacement characters.
fn characters(bytes: &[u8]) -> u32 {
    bytes.utf8_chunks().map(|c| c.valid().chars().count() + usize::from(!c.invalid().is_empty())).sum::<usize>() as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_of_long_lines_are_the_same() {
        let mut text = b"short\n".to_vec();
        for n in 0..6_000u32 {
            text.extend_from_slice(
                [b"a\xF1".as_slice(), "\u{1f600}".as_bytes(), b"\xE2\x82", "\u{f1}".as_bytes()][n as usize % 4],
            );
        }
        text.extend_from_slice(b"\nend\xC3");
        let lines = Lines::new(&text);
        for byte in (0..text.len()).step_by(97) {
            let start = lines.range(lines.index(byte), &text).start;
            let column = String::from_utf8_lossy(&text[start..byte]).chars().count() as u32 + 1;
            assert_eq!(lines.position(&text, byte).column, column, "{byte}");
        }
    }

    #[test]
    fn columns_count_characters() {
        let text = "añb\r\n\u{1f600}x\n".as_bytes();
        let lines = Lines::new(text);
        assert_eq!(lines.count(), 3);
        assert_eq!(lines.position(text, 3), Position { line: 1, column: 3 });
        assert_eq!(lines.position(text, 10), Position { line: 2, column: 2 });
        assert_eq!(&text[lines.range(0, text)], "añb".as_bytes());
        assert_eq!(lines.range(2, text), 12..12);
    }
}

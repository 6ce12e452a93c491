//! Line and column of a byte.

/// A place for people: both counts start at 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, ended by `\n`.
    pub line: u32,
    /// Column in characters (Unicode scalar values).
    pub column: u32,
}

/// Where the lines of a text begin.
#[derive(Debug, Clone)]
pub struct Lines {
    starts: Vec<u32>,
}

impl Lines {
    /// Finds the lines of a text.
    pub fn new(bytes: &[u8]) -> Lines {
        let mut starts = vec![0];
        starts.extend(memchr::memchr_iter(b'\n', bytes).map(|at| at as u32 + 1));
        Lines { starts }
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
        let before = &bytes[self.starts[index] as usize..byte.min(bytes.len())];
        let column = String::from_utf8_lossy(before).chars().count();
        Position { line: index as u32 + 1, column: column as u32 + 1 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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

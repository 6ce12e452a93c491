//! Decoded text that knows where each byte of it was read.

use std::ops::Range;

use crate::reference::{Piece, Seen, Value};
use crate::source::Span;

/// Decoded text and the bytes that it was read from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    /// The decoded text.
    pub text: String,
    /// Where each run of it stands; the lengths add up to the text.
    pub pieces: Vec<Piece>,
    /// From the first byte to the last.
    pub span: Span,
}

impl Text {
    /// Nothing yet, at a place.
    pub fn new(span: Span) -> Text {
        Text { span, ..Text::default() }
    }

    /// Text that stands nowhere as it is, made at a place.
    pub fn put_together(text: String, span: Span) -> Text {
        let piece = Piece { len: text.len() as u32, span, verbatim: false };
        Text { text, pieces: vec![piece], span }
    }

    /// Bytes that stand for themselves.
    pub fn verbatim(bytes: &[u8], span: Span) -> Text {
        let mut text = Text::new(span);
        text.push_bytes(bytes, span);
        text
    }

    /// Adds bytes that stand for themselves; what is not UTF-8 becomes replacement characters.
    pub fn push_bytes(&mut self, bytes: &[u8], span: Span) {
        let mut at = span.start as usize;
        for chunk in bytes[span.range()].utf8_chunks() {
            let valid = chunk.valid();
            if !valid.is_empty() {
                self.push(valid, Span::new(at, at + valid.len()), true);
                at += valid.len();
            }
            if !chunk.invalid().is_empty() {
                self.push_char(char::REPLACEMENT_CHARACTER, Span::new(at, at + chunk.invalid().len()));
                at += chunk.invalid().len();
            }
        }
    }

    /// Adds one character that was written differently: an escape, a folded line break.
    pub fn push_char(&mut self, decoded: char, span: Span) {
        self.push(decoded.encode_utf8(&mut [0; 4]), span, false);
    }

    fn push(&mut self, text: &str, span: Span, verbatim: bool) {
        self.text.push_str(text);
        if let Some(last) = self.pieces.last_mut()
            && verbatim
            && last.verbatim
            && last.span.end == span.start
        {
            last.len += text.len() as u32;
            last.span.end = span.end;
            return;
        }
        self.pieces.push(Piece { len: text.len() as u32, span, verbatim });
    }

    /// Adds other text after this one.
    pub fn append(&mut self, other: &Text) {
        self.text.push_str(&other.text);
        self.pieces.extend_from_slice(&other.pieces);
    }

    /// A part, by a range of the decoded text that lies on character boundaries.
    pub fn slice(&self, range: Range<usize>) -> Text {
        let mut pieces = Vec::new();
        let mut at = 0;
        for piece in &self.pieces {
            let end = at + piece.len as usize;
            let (from, to) = (range.start.max(at), range.end.min(end));
            if from < to {
                pieces.push(if piece.verbatim {
                    let start = piece.span.start as usize + from - at;
                    Piece { len: (to - from) as u32, span: Span::new(start, start + to - from), verbatim: true }
                } else {
                    *piece
                });
            }
            at = end;
        }
        let span = match (pieces.first(), pieces.last()) {
            (Some(first), Some(last)) => Span { start: first.span.start, end: last.span.end },
            _ => Span { start: self.span.start, end: self.span.start },
        };
        Text { text: self.text[range].to_owned(), pieces, span }
    }

    /// Without white space at both ends.
    pub fn trim(&self) -> Text {
        let start = self.text.len() - self.text.trim_start().len();
        let end = start + self.text.trim().len();
        if start == 0 && end == self.text.len() { self.clone() } else { self.slice(start..end) }
    }

    /// Without one pair of quotes around it.
    pub fn unquoted(&self) -> Text {
        let text = self.text.as_bytes();
        match (text.first(), text.last()) {
            (Some(first), Some(last)) if text.len() >= 2 && first == last && matches!(first, b'"' | b'\'') => {
                self.slice(1..text.len() - 1)
            }
            _ => self.clone(),
        }
    }

    /// The value of a reference.
    pub fn into_value(self, seen: Seen) -> Value {
        Value { text: self.text, span: self.span, pieces: self.pieces, seen }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slices_keep_their_places() {
        let bytes = br"ab\ncd";
        let mut text = Text::new(Span::new(0, 6));
        text.push_bytes(bytes, Span::new(0, 2));
        text.push_char('\n', Span::new(2, 4));
        text.push_bytes(bytes, Span::new(4, 6));
        assert_eq!(text.text, "ab\ncd");
        let part = text.slice(1..4);
        assert_eq!((part.text.as_str(), part.span), ("b\nc", Span::new(1, 5)));
        assert_eq!(part.pieces.iter().map(|p| p.len).collect::<Vec<_>>(), [1, 1, 1]);
    }

    #[test]
    fn bytes_that_are_no_text_are_replaced() {
        let text = Text::verbatim(b"a\xFFb", Span::new(0, 3));
        assert_eq!(text.text, "a\u{fffd}b");
        assert_eq!(text.pieces.iter().map(|p| p.verbatim).collect::<Vec<_>>(), [true, false, true]);
        assert_eq!(text.slice(4..5).span, Span::new(2, 3));
    }

    #[test]
    fn ends_are_trimmed() {
        let text = Text::verbatim(b" 'x' ", Span::new(0, 5));
        let trimmed = text.trim();
        assert_eq!((trimmed.text.as_str(), trimmed.span), ("'x'", Span::new(1, 4)));
        assert_eq!(trimmed.unquoted().span, Span::new(2, 3));
        assert_eq!(Text::verbatim(b"  ", Span::new(0, 2)).trim().text, "");
    }
}

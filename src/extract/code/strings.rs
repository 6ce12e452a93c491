//! From the content of a string literal to its text, with the bytes of every piece.

use crate::reference::Piece;
use crate::source::Span;

/// The text of a literal and where each run of it stands.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Decoded {
    /// The text.
    pub text: String,
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Decoded {
    /// Text that stands in the file byte for byte.
    pub fn verbatim(text: String, span: Span) -> Decoded {
        let piece = Piece { len: text.len() as u32, span, verbatim: true };
        Decoded { pieces: if text.is_empty() { Vec::new() } else { vec![piece] }, text }
    }

    /// Text that is put together from an expression at a place: no part of it can be edited.
    pub fn computed(text: String, span: Span) -> Decoded {
        Decoded { pieces: vec![Piece { len: text.len() as u32, span, verbatim: false }], text }
    }

    /// The same with text behind it that stands nowhere in the file.
    pub fn with(mut self, text: &str) -> Decoded {
        self.text.push_str(text);
        self.skip(text.len());
        self
    }

    /// Accounts for text that stands nowhere in the file.
    pub fn skip(&mut self, len: usize) {
        let at = self.pieces.last().map_or(0, |piece| piece.span.end as usize);
        self.pieces.push(Piece { len: len as u32, span: Span::new(at, at), verbatim: false });
    }

    /// Where a range of the text stands in the file, if byte for byte in one piece.
    pub fn written(&self, range: std::ops::Range<usize>) -> Option<Span> {
        let mut start = 0;
        for piece in &self.pieces {
            let end = start + piece.len as usize;
            if start <= range.start && range.end <= end {
                let at = piece.span.start as usize + range.start - start;
                return piece.verbatim.then(|| Span::new(at, at + range.len()));
            }
            start = end;
        }
        None
    }

    /// Adds another text after this one.
    pub fn append(&mut self, other: Decoded) {
        self.text.push_str(&other.text);
        self.pieces.extend(other.pieces);
    }

    /// One piece that holds everything byte for byte, so that an edit can replace it.
    pub fn is_editable(&self) -> bool {
        matches!(self.pieces.as_slice(), [piece] if piece.verbatim)
    }
}

/// Decodes the content of a literal: backslash escapes as Python and JavaScript share them.
///
/// `\n \t \r \b \f \v \0 \\ \' \" \`` and line ends, `\xHH`, `\uHHHH`, `\u{H…}`, `\UHHHHHHHH`; any other
/// escaped character stands for itself with its backslash, as in Python.
pub fn decode(bytes: &[u8], content: Span, raw: bool) -> Decoded {
    let source = &bytes[content.range()];
    let mut out = Decoded::default();
    let mut plain = 0;
    let mut at = 0;
    while let Some(found) = (!raw).then(|| memchr::memchr(b'\\', &source[at..])).flatten() {
        let slash = at + found;
        let (text, len) = escape(&source[slash..]);
        push(&mut out, source, plain..slash, content.start);
        let span = Span::new(content.start as usize + slash, content.start as usize + slash + len);
        out.pieces.push(Piece { len: text.len() as u32, span, verbatim: false });
        out.text.push_str(&text);
        at = slash + len;
        plain = at;
    }
    push(&mut out, source, plain..source.len(), content.start);
    out
}

fn push(out: &mut Decoded, source: &[u8], range: std::ops::Range<usize>, offset: u32) {
    if range.is_empty() {
        return;
    }
    let span = Span::new(offset as usize + range.start, offset as usize + range.end);
    let text = String::from_utf8_lossy(&source[range]);
    let verbatim = matches!(text, std::borrow::Cow::Borrowed(_));
    out.append(Decoded { pieces: vec![Piece { len: text.len() as u32, span, verbatim }], text: text.into_owned() });
}

/// Text and length in bytes of the escape at the start of `source`.
fn escape(source: &[u8]) -> (String, usize) {
    let simple = |text: &str| (text.to_owned(), 2);
    match source.get(1) {
        None => ("\\".to_owned(), 1),
        Some(b'n') => simple("\n"),
        Some(b't') => simple("\t"),
        Some(b'r') => simple("\r"),
        Some(b'b') => simple("\u{8}"),
        Some(b'f') => simple("\u{c}"),
        Some(b'v') => simple("\u{b}"),
        Some(b'0') => simple("\0"),
        Some(b'\n') => simple(""),
        Some(b'\r') if source.get(2) == Some(&b'\n') => (String::new(), 3),
        Some(quote @ (b'\\' | b'\'' | b'"' | b'`')) => simple(&(*quote as char).to_string()),
        Some(b'x') => hex(source, 2, 2),
        Some(b'u') if source.get(2) == Some(&b'{') => braced(source),
        Some(b'u') => hex(source, 2, 4),
        Some(b'U') => hex(source, 2, 8),
        Some(_) => {
            let len = 1 + utf8_len(source[1]).min(source.len() - 1);
            (String::from_utf8_lossy(&source[..len]).into_owned(), len)
        }
    }
}

fn utf8_len(first: u8) -> usize {
    match first {
        0xC0..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF7 => 4,
        _ => 1,
    }
}

fn hex(source: &[u8], start: usize, digits: usize) -> (String, usize) {
    let text = source.get(start..start + digits).and_then(|d| std::str::from_utf8(d).ok());
    let char = text.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32);
    match char {
        Some(char) => (char.to_string(), start + digits),
        None => (String::from_utf8_lossy(&source[..2]).into_owned(), 2),
    }
}

fn braced(source: &[u8]) -> (String, usize) {
    let end = memchr::memchr(b'}', source);
    let digits = end.and_then(|end| std::str::from_utf8(&source[3..end]).ok());
    let char = digits.and_then(|d| u32::from_str_radix(d, 16).ok()).and_then(char::from_u32);
    match (char, end) {
        (Some(char), Some(end)) => (char.to_string(), end + 1),
        _ => (String::from_utf8_lossy(&source[..2]).into_owned(), 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(source: &str) -> String {
        decode(source.as_bytes(), Span::new(0, source.len()), false).text
    }

    #[test]
    fn escapes_become_characters() {
        for (source, expected) in [
            (r"a-b", "a-b"),
            (r"a\x2db", "a-b"),
            (r"a\u002db", "a-b"),
            (r"a\u{2d}b", "a-b"),
            (r"a\U0000002db", "a-b"),
            (r"a\\b", r"a\b"),
            (r"a\db", r"a\db"),
            (r"a\", r"a\"),
            (r"a\xzz", r"a\xzz"),
            ("a\\\nb", "ab"),
        ] {
            assert_eq!(text(source), expected, "{source}");
        }
    }

    #[test]
    fn pieces_cover_the_content() {
        let source = r"a\x2db";
        let decoded = decode(source.as_bytes(), Span::new(0, source.len()), false);
        assert_eq!(decoded.pieces.iter().map(|p| p.span.len()).sum::<usize>(), source.len());
        assert!(!decoded.is_editable());
        assert!(decode(source.as_bytes(), Span::new(0, source.len()), true).is_editable());
    }
}

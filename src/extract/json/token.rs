//! Tokens of JSON, with what its relatives allow: comments, bare words, either quote. Whatever the bytes are, it goes on.

use crate::source::Span;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `{` or `[`.
    Open(u8),
    /// `}` or `]`.
    Close(u8),
    Colon,
    Comma,
    /// In quotes, which belong to the span; the closing one may be missing.
    String {
        /// It ends with its quote.
        closed: bool,
    },
    /// A number, a constant, a key without quotes.
    Word,
    /// `// …` or `/* … */`.
    Comment,
    /// A byte that means nothing.
    Other,
}

/// A token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Token {
    /// What it is.
    pub kind: Kind,
    /// Its bytes.
    pub span: Span,
}

/// The tokens of some bytes, one after the other.
pub(crate) struct Tokens<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> Tokens<'b> {
    /// From a byte on.
    pub fn new(bytes: &'b [u8], at: usize) -> Tokens<'b> {
        Tokens { bytes, at }
    }

    fn comment(&mut self) -> Kind {
        let rest = &self.bytes[self.at..];
        let len = match rest.get(1) {
            Some(b'/') => memchr::memchr(b'\n', rest),
            Some(b'*') => memchr::memmem::find(&rest[2..], b"*/").map(|n| n + 4),
            _ => {
                self.at += 1;
                return Kind::Other;
            }
        };
        self.at += len.unwrap_or(rest.len());
        Kind::Comment
    }

    /// A string ends at its quote; where none is to be found, before the break of its line.
    fn string(&mut self, quote: u8) -> Kind {
        let mut at = self.at + 1;
        while let Some(found) = memchr::memchr3(quote, b'\\', b'\n', &self.bytes[at..]).map(|n| at + n) {
            match self.bytes[found] {
                b'\\' => at = (found + 2).min(self.bytes.len()),
                b'\n' => {
                    self.at = found;
                    return Kind::String { closed: false };
                }
                _ => {
                    self.at = found + 1;
                    return Kind::String { closed: true };
                }
            }
        }
        self.at = self.bytes.len();
        Kind::String { closed: false }
    }

    fn word(&mut self) -> Kind {
        let len = self.bytes[self.at..].iter().take_while(|b| is_word(**b)).count();
        self.at += len;
        Kind::Word
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte >= 0x80 || matches!(byte, b'_' | b'-' | b'+' | b'.' | b'$')
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        while self.bytes.get(self.at).is_some_and(|b| b.is_ascii_whitespace()) {
            self.at += 1;
        }
        let start = self.at;
        let mut single = |kind| {
            self.at += 1;
            kind
        };
        let kind = match *self.bytes.get(start)? {
            byte @ (b'{' | b'[') => single(Kind::Open(byte)),
            byte @ (b'}' | b']') => single(Kind::Close(byte)),
            b':' => single(Kind::Colon),
            b',' => single(Kind::Comma),
            byte @ (b'"' | b'\'') => self.string(byte),
            b'/' => self.comment(),
            byte if is_word(byte) => self.word(),
            _ => single(Kind::Other),
        };
        Some(Token { kind, span: Span::new(start, self.at) })
    }
}

/// A part of the inside of a string.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// Bytes that stand for themselves.
    Verbatim(Span),
    /// Bytes that stand for a character; none for a line that goes on behind `\`.
    Escape(Span, Option<char>),
}

/// The parts of the string whose token covers `span`.
pub(crate) fn parts(bytes: &[u8], span: Span) -> impl Iterator<Item = Part> {
    let (start, end) = (span.start as usize, span.end as usize);
    let closed = span.len() >= 2 && bytes[end - 1] == bytes[start];
    let end = if closed { end - 1 } else { end };
    let mut at = (start + 1).min(end);
    std::iter::from_fn(move || {
        if at >= end {
            return None;
        }
        let from = at;
        if bytes[at] == b'\\' {
            let (decoded, len) = escape(&bytes[at..end]);
            at += len;
            return Some(Part::Escape(Span::new(from, at), decoded));
        }
        // A stretch ends with its line, so that it stands on one.
        at = memchr::memchr2(b'\\', b'\n', &bytes[at..end])
            .map_or(end, |n| at + n + usize::from(bytes[at + n] == b'\n'));
        Some(Part::Verbatim(Span::new(from, at)))
    })
}

/// What an escape stands for, and its length.
fn escape(bytes: &[u8]) -> (Option<char>, usize) {
    let decoded = match bytes.get(1) {
        Some(b'n') => '\n',
        Some(b't') => '\t',
        Some(b'r') => '\r',
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'u') => return unicode(bytes),
        Some(b'\n') => return (None, 2),
        Some(b'\r') if bytes.get(2) == Some(&b'\n') => return (None, 3),
        Some(byte) if byte.is_ascii() => char::from(*byte),
        _ => return (Some('\\'), 1),
    };
    (Some(decoded), 2)
}

fn unicode(bytes: &[u8]) -> (Option<char>, usize) {
    let code = |at: usize| {
        let digits = bytes.get(at..at + 4).filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))?;
        u32::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
    };
    match code(2) {
        Some(high @ 0xD800..=0xDBFF) if bytes[6..].starts_with(b"\\u") => match code(8) {
            Some(low @ 0xDC00..=0xDFFF) => (char::from_u32(0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)), 12),
            _ => (Some(char::REPLACEMENT_CHARACTER), 6),
        },
        Some(code) => (Some(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER)), 6),
        None => (Some('u'), 2),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_go_on_whatever_comes() {
        let kinds = |text: &str| Tokens::new(text.as_bytes(), 0).map(|token| token.kind).collect::<Vec<_>>();
        let string = Kind::String { closed: true };
        for (text, expected) in [
            ("{\"a\": 1}", vec![Kind::Open(b'{'), string, Kind::Colon, Kind::Word, Kind::Close(b'}')]),
            ("'it\\'s' // x\n/* y */ b", vec![string, Kind::Comment, Kind::Comment, Kind::Word]),
            ("\"open\n,", vec![Kind::String { closed: false }, Kind::Comma]),
            ("\"open\\", vec![Kind::String { closed: false }]),
            ("/ # \u{e9}", vec![Kind::Other, Kind::Other, Kind::Word]),
            ("/* open", vec![Kind::Comment]),
            ("/", vec![Kind::Other]),
        ] {
            assert_eq!(kinds(text), expected, "{text}");
        }
    }

    #[test]
    fn strings_are_decoded() {
        for (text, expected) in [
            (r#""a\"b\\\/\n""#, "a\"b\\/\n"),
            (r#""\u00e9\ud83d\ude00\ud83d""#, "\u{e9}\u{1f600}\u{fffd}"),
            (r#""\u12""#, "u12"),
            (r"'it\'s'", "it's"),
            ("\"a\\\nb\"", "ab"),
            ("\"", ""),
            ("\"\\", "\\"),
            (r#""open"#, "open"),
        ] {
            let mut decoded = String::new();
            for part in parts(text.as_bytes(), Span::new(0, text.len())) {
                match part {
                    Part::Verbatim(span) => decoded.push_str(&text[span.range()]),
                    Part::Escape(_, c) => decoded.extend(c),
                }
            }
            assert_eq!(decoded, expected, "{text}");
        }
    }
}

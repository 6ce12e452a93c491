//! Decoding scalars, each byte with its place.

use crate::extract::json::token::{Part, parts};
use crate::extract::settings::text::Text;
use crate::source::Span;

/// How a scalar is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Style {
    /// Without quotes.
    Plain,
    /// Without quotes, and no text: a number, a truth, nothing.
    Constant,
    /// `'…'`
    Single,
    /// `"…"`
    Double,
    /// `|` or `>` and the lines below.
    Block,
    /// A string of JSON, or of one of its relatives, in either quote.
    Json,
    /// A string of TOML, in one or three quotes of either kind.
    Toml,
}

/// The text of a scalar whose node covers `span`.
pub(crate) fn decode(bytes: &[u8], span: Span, style: Style) -> Text {
    match style {
        Style::Plain | Style::Constant => flow(bytes, span, &|_, _| None),
        Style::Single => {
            flow(bytes, inner(bytes, span, b'\''), &|bytes, at| bytes[at..].starts_with(b"''").then_some(('\'', 2)))
        }
        Style::Double => flow(bytes, inner(bytes, span, b'"'), &escape),
        Style::Block => block(bytes, span),
        Style::Json => json(bytes, span),
        Style::Toml => toml(bytes, span),
    }
}

/// The bytes of a string of TOML between its quotes, and whether escapes stand for something.
pub(crate) fn toml_content(bytes: &[u8], span: Span) -> (Span, bool) {
    let text = &bytes[span.range()];
    let quote = text.first().copied().unwrap_or_default();
    let triple = [quote; 3];
    let len = if text.starts_with(&triple) { 3 } else { 1 };
    let closed = text.len() >= 2 * len && text.ends_with(&triple[..len]);
    let mut start = len.min(text.len());
    // A line break right behind three quotes is no part of it.
    if len == 3 {
        start += match text.get(3..) {
            Some([b'\r', b'\n', ..]) => 2,
            Some([b'\n', ..]) => 1,
            _ => 0,
        };
    }
    let end = if closed { text.len() - len } else { text.len() }.max(start);
    let at = span.start as usize;
    (Span::new(at + start, at + end), quote == b'"')
}

fn toml(bytes: &[u8], span: Span) -> Text {
    let (content, escapes) = toml_content(bytes, span);
    let bytes = &bytes[..content.end as usize];
    let mut text = Text::new(content);
    let (mut at, mut run) = (content.start as usize, content.start as usize);
    while escapes && let Some(found) = memchr::memchr(b'\\', &bytes[at..]).map(|n| at + n) {
        let blank = bytes[found + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
        at = found + 1;
        if blank > 0 {
            text.push_bytes(bytes, Span::new(run, found));
            (at, run) = (found + 1 + blank, found + 1 + blank);
        } else if let Some((decoded, len)) = escape(bytes, found) {
            text.push_bytes(bytes, Span::new(run, found));
            text.push_char(decoded, Span::new(found, found + len));
            (at, run) = (found + len, found + len);
        }
    }
    text.push_bytes(bytes, Span::new(run, bytes.len()));
    text
}

fn json(bytes: &[u8], span: Span) -> Text {
    let mut text = Text::new(inner(bytes, span, bytes.get(span.start as usize).copied().unwrap_or_default()));
    for part in parts(bytes, span) {
        match part {
            Part::Verbatim(span) => text.push_bytes(bytes, span),
            Part::Escape(span, decoded) => decoded.into_iter().for_each(|c| text.push_char(c, span)),
        }
    }
    text
}

/// Between the quotes; the closing one may be missing.
fn inner(bytes: &[u8], span: Span, quote: u8) -> Span {
    let closed = span.len() >= 2 && bytes[span.end as usize - 1] == quote;
    Span { start: (span.start + 1).min(span.end), end: span.end - u32::from(closed) }
}

/// A character that is written with more bytes than its own, and how many.
type Escape = dyn Fn(&[u8], usize) -> Option<(char, usize)>;

/// Text over one or more lines: line breaks fold to a blank, empty lines stay.
fn flow(bytes: &[u8], span: Span, escape: &Escape) -> Text {
    let bytes = &bytes[..span.end as usize];
    let mut text = Text::new(span);
    let (mut at, mut run) = (span.start as usize, span.start as usize);
    while at < bytes.len() {
        if let Some((decoded, len)) = escape(bytes, at) {
            text.push_bytes(bytes, Span::new(run, at));
            // A break after `\` joins the lines; it and the indentation stand for nothing.
            if decoded != '\0' || bytes.get(at + 1) == Some(&b'0') {
                text.push_char(decoded, Span::new(at, at + len));
            }
            at += len;
            run = at;
        } else if matches!(bytes[at], b'\n' | b'\r') {
            let end = run + bytes[run..at].trim_ascii_end().len();
            text.push_bytes(bytes, Span::new(run, end));
            at = fold(bytes, end, at, &mut text);
            run = at;
        } else {
            at += 1;
        }
    }
    text.push_bytes(bytes, Span::new(run, bytes.len()));
    text
}

/// A run of line breaks with the white space around them, from `start` on; gives where the text goes on.
fn fold(bytes: &[u8], start: usize, first: usize, text: &mut Text) -> usize {
    let end = first + bytes[first..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let breaks: Vec<usize> = (first..end).filter(|at| bytes[*at] == b'\n').collect();
    match breaks.split_first() {
        Some((_, more)) if !more.is_empty() => {
            for at in more {
                text.push_char('\n', Span::new(*at, at + 1));
            }
        }
        _ => text.push_char(' ', Span::new(start, end)),
    }
    end
}

/// An escape of a double-quoted scalar; `\0` of the answer with a line break before it stands for nothing.
fn escape(bytes: &[u8], at: usize) -> Option<(char, usize)> {
    if bytes[at] != b'\\' {
        return None;
    }
    let decoded = match *bytes.get(at + 1)? {
        b'0' => '\0',
        b'a' => '\u{7}',
        b'b' => '\u{8}',
        b't' | b'\t' => '\t',
        b'n' => '\n',
        b'v' => '\u{b}',
        b'f' => '\u{c}',
        b'r' => '\r',
        b'e' => '\u{1b}',
        byte @ (b' ' | b'"' | b'/' | b'\\') => char::from(byte),
        b'N' => '\u{85}',
        b'_' => '\u{a0}',
        b'L' => '\u{2028}',
        b'P' => '\u{2029}',
        b'x' => return hex(bytes, at, 2),
        b'u' => return hex(bytes, at, 4),
        b'U' => return hex(bytes, at, 8),
        b'\n' | b'\r' => {
            let blank = bytes[at + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            return Some(('\0', 1 + blank));
        }
        _ => return None,
    };
    Some((decoded, 2))
}

fn hex(bytes: &[u8], at: usize, digits: usize) -> Option<(char, usize)> {
    let code = hex_code(bytes, at + 2, digits)?;
    if let 0xD800..=0xDBFF = code
        && bytes[at + 6..].starts_with(b"\\u")
        && let Some(low @ 0xDC00..=0xDFFF) = hex_code(bytes, at + 8, 4)
    {
        let code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
        return Some((char::from_u32(code)?, 12));
    }
    Some((char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER), digits + 2))
}

fn hex_code(bytes: &[u8], at: usize, digits: usize) -> Option<u32> {
    let text = std::str::from_utf8(bytes.get(at..at + digits)?).ok()?;
    text.bytes().all(|b| b.is_ascii_hexdigit()).then(|| u32::from_str_radix(text, 16).ok())?
}

/// The lines of a block scalar, without their indentation and without a break at the end.
fn block(bytes: &[u8], span: Span) -> Text {
    let bytes = &bytes[..span.end as usize];
    let header = memchr::memchr(b'\n', &bytes[span.start as usize..]).map_or(bytes.len(), |n| span.start as usize + n);
    let folded = bytes.get(span.start as usize) == Some(&b'>');
    let mut text = Text::new(Span::new(header, header));
    let mut indent = None;
    let mut at = header;
    while at < bytes.len() {
        let start = at + 1;
        let end = memchr::memchr(b'\n', &bytes[start..]).map_or(bytes.len(), |n| start + n);
        let content = start + bytes[start..end].iter().take_while(|b| **b == b' ').count();
        let stop = if end > start && bytes[end - 1] == b'\r' { end - 1 } else { end };
        let indent = *indent.get_or_insert(if content < stop { content - start } else { 0 });
        let from = content.min(start + indent).min(stop);
        if text.text.is_empty() {
            text.span = Span::new(from, from);
        } else {
            text.push_char(if folded && from < stop { ' ' } else { '\n' }, Span::new(at, start));
        }
        text.push_bytes(bytes, Span::new(from, stop));
        at = end;
    }
    text.slice(0..text.text.trim_end().len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(source: &str, style: Style, expected: &str) {
        let text = decode(source.as_bytes(), Span::new(0, source.len()), style);
        assert_eq!(text.text, expected, "{source}");
        assert_eq!(text.pieces.iter().map(|p| p.len as usize).sum::<usize>(), text.text.len(), "{source}");
        let mut at = 0;
        for piece in &text.pieces {
            if piece.verbatim {
                assert_eq!(&source[piece.span.range()], &text.text[at..at + piece.len as usize], "{source}");
            }
            at += piece.len as usize;
        }
    }

    #[test]
    fn scalars_are_decoded() {
        for (source, style, expected) in [
            ("zed-1", Style::Plain, "zed-1"),
            ("a\n  b", Style::Plain, "a b"),
            ("a \r\n  b", Style::Plain, "a b"),
            ("a\n\n  b", Style::Plain, "a\nb"),
            ("''", Style::Single, ""),
            ("'", Style::Single, ""),
            ("'it''s'", Style::Single, "it's"),
            (r"'a\n'", Style::Single, r"a\n"),
            (r#""a\n\t\"\\\/b""#, Style::Double, "a\n\t\"\\/b"),
            (r#""\x41\u00e9\U0001F600""#, Style::Double, "Aé\u{1f600}"),
            (r#""\ud83d\ude00""#, Style::Double, "\u{1f600}"),
            (r#""\ud83d""#, Style::Double, "\u{fffd}"),
            (r#""\q\x4""#, Style::Double, r"\q\x4"),
            ("\"a\\\n   b\"", Style::Double, "ab"),
            ("\"a\n   b\"", Style::Double, "a b"),
            ("\"zed", Style::Double, "zed"),
            (r#""a\0b""#, Style::Double, "a\0b"),
            ("|\n  a\n  b\n", Style::Block, "a\nb"),
            ("|\r\n  a\r\n  b\r\n", Style::Block, "a\nb"),
            ("|-\n  a\n    b\n", Style::Block, "a\n  b"),
            (">\n  a\n  b", Style::Block, "a b"),
            ("|", Style::Block, ""),
            ("|\n", Style::Block, ""),
            ("|\n  añ", Style::Block, "añ"),
        ] {
            check(source, style, expected);
        }
    }
}

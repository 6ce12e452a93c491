//! Pairs and quoted tokens, without a grammar.

use std::ops::Range;

use crate::source::Span;

/// Longer runs between quotes are no names.
const LONGEST: usize = 256;

/// A key and its value, both without quotes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    /// The key.
    pub key: Span,
    /// The value.
    pub value: Span,
}

/// The pairs on the lines of a range; comment lines have none.
pub(crate) fn pairs(bytes: &[u8], range: Range<usize>) -> Vec<Pair> {
    let mut out = Vec::new();
    let mut start = range.start;
    while start < range.end {
        let end = memchr::memchr(b'\n', &bytes[start..range.end]).map_or(range.end, |n| start + n);
        pairs_of_line(bytes, start..end, &mut out);
        start = end + 1;
    }
    out
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// A bare word.
    Word(Span),
    /// What stands between quotes.
    Quoted(Span),
    /// `:`, where it separates.
    Colon,
    /// `=`, `:=`, `?=`, `=>`.
    Equals,
    /// Anything else.
    Other(u8),
}

fn pairs_of_line(bytes: &[u8], line: Range<usize>, out: &mut Vec<Pair>) {
    let line = without_markers(bytes, line);
    let rest = &bytes[line.clone()];
    if [b"#".as_slice(), b"//", b";", b"/*", b"* ", b"<!--"].iter().any(|sign| rest.starts_with(sign)) {
        return;
    }
    let tokens = tokens(bytes, line);
    for at in 1..tokens.len().saturating_sub(1) {
        let colon = match tokens[at] {
            Token::Colon => true,
            Token::Equals => false,
            _ => continue,
        };
        let (Some(key), Some(value)) = (key_at(&tokens, at - 1, colon), value_at(bytes, &tokens, at + 1)) else {
            continue;
        };
        out.push(Pair { key: trimmed(bytes, key, b'-'), value });
    }
}

/// After indentation, list marks and `export`.
fn without_markers(bytes: &[u8], line: Range<usize>) -> Range<usize> {
    let mut start = line.start;
    loop {
        let rest = &bytes[start..line.end];
        match rest {
            [b' ' | b'\t', ..] => start += 1,
            [b'-' | b'?', b' ' | b'\t', ..] => start += 2,
            _ if rest.starts_with(b"export ") => start += 7,
            _ => return start..line.end,
        }
    }
}

/// The key before a separator; before a colon it must begin an entry, or prose would be full of pairs.
fn key_at(tokens: &[Token], at: usize, colon: bool) -> Option<Span> {
    let key = match tokens[at] {
        Token::Word(span) | Token::Quoted(span) => span,
        _ => return None,
    };
    let begins = match at.checked_sub(1).map(|before| tokens[before]) {
        None | Some(Token::Other(b',' | b'{' | b'(' | b'[')) => true,
        Some(Token::Equals) => false,
        Some(_) => !colon,
    };
    begins.then_some(key)
}

/// The value after a separator; a bare one must end an entry.
fn value_at(bytes: &[u8], tokens: &[Token], at: usize) -> Option<Span> {
    let span = match tokens[at] {
        Token::Quoted(span) => return Some(span),
        Token::Word(span) => span,
        _ => return None,
    };
    let ends = match tokens.get(at + 1) {
        None => true,
        Some(Token::Other(b',' | b';' | b'}' | b']' | b')')) => true,
        // Words of a command follow an assignment before it.
        Some(Token::Word(_) | Token::Quoted(_)) => bytes[..span.start as usize].ends_with(b"="),
        Some(_) => false,
    };
    ends.then_some(span)
}

fn trimmed(bytes: &[u8], span: Span, byte: u8) -> Span {
    let skip = bytes[span.range()].iter().take_while(|b| **b == byte).count();
    if skip == span.len() { span } else { Span { start: span.start + skip as u32, end: span.end } }
}

fn tokens(bytes: &[u8], line: Range<usize>) -> Vec<Token> {
    let mut out = Vec::new();
    let mut at = line.start;
    while at < line.end {
        let byte = bytes[at];
        let next = bytes[at + 1..line.end].first().copied();
        match byte {
            b' ' | b'\t' | b'\r' => at += 1,
            b'#' if at == line.start || bytes[at - 1].is_ascii_whitespace() => break,
            b'"' | b'\'' | b'`' => {
                let (span, end) = quoted_at(bytes, at, line.end);
                out.push(Token::Quoted(span));
                at = end;
            }
            b':' | b'?' if next == Some(b'=') => {
                out.push(Token::Equals);
                at += 2;
            }
            b'=' if matches!(next, Some(b'=' | b'~'))
                || at > line.start && matches!(bytes[at - 1], b'!' | b'<' | b'>') =>
            {
                out.push(Token::Other(byte));
                at += if next == Some(b'=') { 2 } else { 1 };
            }
            b'=' => {
                out.push(Token::Equals);
                at += if next == Some(b'>') { 2 } else { 1 };
            }
            b':' => {
                out.push(Token::Colon);
                at += 1;
            }
            _ if is_word(byte) => {
                let end = word_end(bytes, at, line.end);
                out.push(Token::Word(Span::new(at, end)));
                at = end;
            }
            _ => {
                out.push(Token::Other(byte));
                at += 1;
            }
        }
    }
    out
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || byte >= 0x80
        || matches!(byte, b'_' | b'-' | b'.' | b'/' | b'@' | b'+' | b'~' | b'$' | b'%')
}

/// The end of a word; a colon within it (`a:b`, `https://x`) belongs to it.
fn word_end(bytes: &[u8], start: usize, limit: usize) -> usize {
    let mut at = start;
    while at < limit {
        let inner = bytes[at] == b':' && bytes.get(at + 1).is_some_and(|b| at + 1 < limit && is_word(*b));
        // `${NAME:-x}` is one word, or its default would look like a value.
        if bytes[at] == b'{' && at > start && bytes[at - 1] == b'$' {
            at = memchr::memchr(b'}', &bytes[at..limit]).map_or(limit, |n| at + n + 1);
        } else if is_word(bytes[at]) || inner {
            at += 1;
        } else {
            break;
        }
    }
    // What a template follows at once is a part of something unknown.
    if bytes[at..limit].starts_with(b"{") {
        memchr::memchr(b'}', &bytes[at..limit]).map_or(limit, |n| at + n + 1)
    } else {
        at
    }
}

/// What stands between quotes, and where the line goes on; without a closing quote, up to the line's end.
fn quoted_at(bytes: &[u8], open: usize, limit: usize) -> (Span, usize) {
    let quote = bytes[open];
    let mut at = open + 1;
    while at < limit {
        match bytes[at] {
            b'\\' if quote != b'\'' => at += 2,
            byte if byte == quote => return (Span::new(open + 1, at), at + 1),
            _ => at += 1,
        }
    }
    let end = if limit > open + 1 && bytes[limit - 1] == b'\r' { limit - 1 } else { limit };
    (Span::new(open + 1, end), limit)
}

/// `"key": "value"` wherever it stands, in quotes or not; the quotes may be escaped.
pub(crate) fn json_pairs(bytes: &[u8], range: Range<usize>) -> Vec<Pair> {
    let mut out = Vec::new();
    let mut at = range.start;
    while let Some(open) = memchr::memchr(b'"', &bytes[at..range.end]).map(|n| at + n) {
        at = open + 1;
        let Some((key, after)) = until_quote(bytes, open, range.end) else { continue };
        let after = skip_blanks(bytes, after, range.end);
        if bytes.get(after) != Some(&b':') || after >= range.end {
            continue;
        }
        let mut value_open = skip_blanks(bytes, after + 1, range.end);
        if bytes[value_open..range.end].starts_with(b"\\\"") {
            value_open += 1;
        }
        if bytes[value_open..range.end].first() != Some(&b'"') {
            continue;
        }
        if let Some((value, end)) = until_quote(bytes, value_open, range.end) {
            out.push(Pair { key, value });
            at = end;
        }
    }
    out
}

/// What stands between the quote at `open` and the next one on the line, and the byte after that.
fn until_quote(bytes: &[u8], open: usize, limit: usize) -> Option<(Span, usize)> {
    let end = limit.min(open + 1 + LONGEST);
    let close = open + 1 + memchr::memchr2(b'"', b'\n', bytes.get(open + 1..end)?)?;
    let escaped = close > open + 1 && bytes[close - 1] == b'\\';
    (bytes[close] == b'"').then(|| (Span::new(open + 1, close - usize::from(escaped)), close + 1))
}

fn skip_blanks(bytes: &[u8], mut at: usize, limit: usize) -> usize {
    while at < limit && bytes[at].is_ascii_whitespace() {
        at += 1;
    }
    at
}

/// Tokens between quotes. A token holds no white space and no quote, so an odd quote misleads no further than itself.
pub(super) fn quoted(bytes: &[u8]) -> Vec<Span> {
    let is_part =
        |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.' | b'/' | b'@' | b'+' | b':' | b'[' | b']');
    let mut out = Vec::new();
    let mut at = 0;
    while let Some(open) = memchr::memchr3(b'"', b'\'', b'`', &bytes[at..]).map(|n| at + n) {
        at = open + 1;
        let len = bytes[at..].iter().take(LONGEST + 1).take_while(|b| is_part(**b)).count();
        if len > 0 && bytes.get(at + len) == Some(&bytes[open]) {
            out.push(Span::new(at, at + len));
            at += len + 1;
        }
    }
    out
}

/// The name before a quoted token: `name: "…"`, `name="…"`, `"name": "…"`.
pub(crate) fn key_before(bytes: &[u8], token: Span) -> Option<Span> {
    let back = |mut at: usize, fits: &dyn Fn(u8) -> bool| {
        while at > 0 && fits(bytes[at - 1]) {
            at -= 1;
        }
        at
    };
    let before = &bytes[..token.start as usize - 1];
    let end = before.trim_ascii_end().len();
    if end == 0 || before.len() - end > 8 || !matches!(before[end - 1], b':' | b'=') {
        return None;
    }
    let end = before[..end - 1].trim_ascii_end().len();
    let end = end - usize::from(end > 0 && matches!(before[end - 1], b'"' | b'\''));
    let start = back(end, &|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-'));
    (start < end).then(|| Span::new(start, end))
}

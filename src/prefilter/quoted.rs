//! What stands between quotes, whatever the language: short, on one line, and without a quote inside.
//!
//! A literal begins behind a quote and ends before one, and an ID holds none. So the literals that may be IDs are
//! among the runs between one quote and the next; that half of the runs lie between literals does no harm.

use std::ops::Range;

/// Longest run that is looked at, in bytes: no ID is as long, and few URLs that hold one.
const LONGEST: usize = 512;

/// The quotes of all languages of code.
fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// The run between two quotes around some byte.
pub(super) fn around(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = bytes[at.saturating_sub(LONGEST)..at].iter().rposition(|b| is_quote(*b) || *b == b'\n')?;
    let start = at.saturating_sub(LONGEST) + start;
    let end = bytes[at..bytes.len().min(at + LONGEST)].iter().position(|b| is_quote(*b) || *b == b'\n')? + at;
    (is_quote(bytes[start]) && is_quote(bytes[end])).then_some(start + 1..end)
}

/// All runs between two quotes.
pub(super) fn all(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut quotes = memchr::memchr3_iter(b'"', b'\'', b'`', bytes);
    let mut open = quotes.next();
    std::iter::from_fn(move || {
        loop {
            let (from, to) = (open? + 1, quotes.next()?);
            open = Some(to);
            if from < to && to - from <= LONGEST && !bytes[from..to].contains(&b'\n') {
                return Some(from..to);
            }
        }
    })
}

/// The run is put together with others: it has holes that may be known, or stands beside a `+` or another string.
pub(super) fn is_part(bytes: &[u8], run: &Range<usize>) -> bool {
    let (open, close) = (run.start - 1, run.end);
    let joins = |byte: Option<&u8>| byte.is_none_or(|b| *b == b'+' || is_quote(*b) || b.is_ascii_whitespace());
    // What is farther away than this counts as joined.
    let after = &bytes[close + 1..bytes.len().min(close + 1 + FAR)];
    let end_of_text = close + 1 + after.len() == bytes.len() && after.trim_ascii().is_empty();
    if !end_of_text && joins(after.trim_ascii_start().first()) {
        return true;
    }
    let before = &bytes[open.saturating_sub(FAR)..open];
    let prefix = before.iter().rev().take(2).take_while(|b| b.is_ascii_alphabetic()).count();
    let (before, prefix) = before.split_at(before.len() - prefix);
    let start_of_text = open <= FAR && before.trim_ascii().is_empty();
    if !start_of_text && joins(before.trim_ascii_end().last()) {
        return true;
    }
    let text = &bytes[run.clone()];
    let is_template = bytes[open] == b'`' || prefix.iter().any(|b| matches!(b, b'f' | b'F' | b't' | b'T'));
    is_template && text.contains(&b'{') && holes(text).all(|hole| is_bound(bytes, hole))
}

/// What stands in the holes of a template.
fn holes(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| *b == b'{').skip(1).map(|rest| rest.split(|b| *b == b'}').next().unwrap_or_default())
}

/// Bytes around a run within which its neighbours are looked for.
const FAR: usize = 1024;
/// Longest text in which holes are traced: in longer ones every one counts as bound.
const MOST_TRACED: usize = 1 << 18;
/// Bytes after a name within which what it is bound to begins.
const NEAR: usize = 120;

/// Somewhere a string may be bound to the name that a hole holds.
fn is_bound(bytes: &[u8], hole: &[u8]) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let name = hole.trim_ascii();
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    if name.is_empty() || !name.iter().all(|b| is_part(*b)) {
        return false;
    }
    bytes.len() > MOST_TRACED
        || memchr::memmem::find_iter(bytes, name).any(|at| {
            let behind = &bytes[at + name.len()..bytes.len().min(at + name.len() + NEAR)];
            let sign = behind.iter().position(|b| matches!(b, b'=' | b':'));
            sign.is_some_and(|sign| behind[sign..].iter().any(|b| is_quote(*b)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<&str> {
        all(code.as_bytes()).map(|run| &code[run]).collect()
    }

    #[test]
    fn runs_lie_between_quotes_on_one_line() {
        assert_eq!(texts("a = 'b'; c = \"d\"\n'e"), ["b", "; c = ", "d"]);
        assert_eq!(texts("`one\ntwo` ''"), [" "]);
        let code = "x = 'abc'";
        assert_eq!(around(code.as_bytes(), 7), Some(5..8));
        assert_eq!(around(b"abc 'd'", 2), None);
    }

    #[test]
    fn parts_are_put_together() {
        for (code, expected) in [
            ("x = 'part'", false),
            ("x = 'part' + y", true),
            ("x = y + 'part'", true),
            ("x = ('part'\n  'other')", true),
            ("x = f'part{n}'", false),
            ("n = 'a'\nx = f'part{n}'", true),
            ("n = 'a'\nx = 'part{n}'", false),
            ("const n = 'a', x = `part${n}`", true),
        ] {
            let at = code.find("part").expect("it is there") + 1;
            let run = around(code.as_bytes(), at).expect("quoted");
            assert_eq!(is_part(code.as_bytes(), &run), expected, "{code}");
        }
    }
}

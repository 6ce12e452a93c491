//! Slashes beside stars, as in `/*`: the parser cannot decide what they are.
//!
//! Outside of strings and comments no code has them. The parser keeps both readings of each. In the end it copies, for
//! every reading, all that is not closed yet: that took a gigabyte for four kilobytes of pairs, and for forty of some
//! pairs below minus signs. It frees them by a recursion that overflows the stack.
//!
//! A page of style sheets within a string has as many. Errors elsewhere can make the parser read such a string as code,
//! so that not counting them there would not do: instead the parser does not see them. What it makes of a string does
//! not depend on the stars within.

use std::borrow::Cow;

use crate::extract::code::guard;

/// Pairs that a file may have, with nothing but blanks between them.
const MOST_PAIRS: usize = 300;
/// These pairs, times the operators that hold their operand open. The most among 230,000 files of real code was 68,000,
/// but for texts of styles.
const MOST_HELD_OPEN: usize = 300_000;
/// What stands for a star that the parser must not see: no escape, and no string ends or begins with it.
const BLIND: u8 = b'.';

/// The bytes that the parser may see, as long as those of the file; nothing if it must not see any.
pub(super) fn seen(bytes: &[u8]) -> Option<Cow<'_, [u8]>> {
    if !is_too_costly(bytes) {
        return Some(Cow::Borrowed(bytes));
    }
    let blinded = without_stars_in_texts(bytes);
    (!is_too_costly(&blinded)).then_some(Cow::Owned(blinded))
}

fn is_too_costly(bytes: &[u8]) -> bool {
    let pairs = pairs(bytes);
    pairs > MOST_PAIRS || (pairs > 0 && pairs * guard::openers(bytes) > MOST_HELD_OPEN)
}

fn pairs(bytes: &[u8]) -> usize {
    let is_pair = |at: &usize| {
        let next = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b'\\');
        matches!((bytes[*at], next), (b'/', Some(b'*')) | (b'*', Some(b'/')))
    };
    memchr::memchr2_iter(b'/', b'*', bytes).filter(is_pair).count()
}

/// A copy with the stars hidden that stand in comments and in strings without code in them.
fn without_stars_in_texts(bytes: &[u8]) -> Vec<u8> {
    let mut copy = bytes.to_vec();
    let mut at = 0;
    while let Some(step) = memchr::memchr3(b'#', b'"', b'\'', bytes.get(at..).unwrap_or_default()) {
        let start = at + step;
        at = end_of_text(bytes, start);
        if !holds_code(bytes, start) {
            copy[start..at].iter_mut().filter(|byte| **byte == b'*').for_each(|byte| *byte = BLIND);
        }
    }
    copy
}

/// Where a comment or string ends that begins somewhere: one that is not closed, with its line or the file.
fn end_of_text(bytes: &[u8], start: usize) -> usize {
    let sign = bytes[start];
    let is_comment = sign == b'#';
    let is_long = !is_comment && bytes[start..].starts_with(&[sign; 3]);
    let mut at = start + if is_long { 3 } else { 1 };
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\n' if !is_long => return at,
            b'\\' if !is_comment => at += 2,
            _ if is_comment || *byte != sign => at += 1,
            _ if !is_long => return at + 1,
            _ if bytes[at..].starts_with(&[sign; 3]) => return at + 3,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The letters before a string tell that there is code between its braces.
fn holds_code(bytes: &[u8], start: usize) -> bool {
    let letters = bytes[..start].iter().rev().take_while(|byte| byte.is_ascii_alphabetic());
    bytes[start] != b'#' && letters.take(3).any(|letter| matches!(letter.to_ascii_lowercase(), b'f' | b't'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A file that would be too costly for its pairs, with a text of them after some code.
    fn styles(before: &str, after: &str) -> String {
        let rules = "/* a rule */ .row > * { color: hsl(var(--text)); margin: -1px }\n".repeat(200);
        format!("x = 1 * 2\n{before}{rules}{after}\n")
    }

    #[test]
    fn stars_in_texts_are_hidden() {
        for (before, after) in [("s = \"\"\"", "\"\"\""), ("s = r'''it's ", "'''"), ("s = b\"\"\"\\\"\"\" ", "\"\"\"")]
        {
            let text = styles(before, after);
            let seen = seen(text.as_bytes()).unwrap_or_default();
            assert_eq!(seen.len(), text.len(), "{before}");
            assert_eq!(pairs(&seen), 0, "{before}");
            assert!(seen.starts_with(b"x = 1 * 2\n"), "{before}");
        }
        let comments = "# /* not code */ '\n".repeat(400);
        assert_eq!(pairs(&seen(comments.as_bytes()).unwrap_or_default()), 0);
    }

    #[test]
    fn stars_in_code_are_not() {
        for (before, after) in [("s = ", ""), ("s = f\"\"\"", "\"\"\""), ("s = '\n", ""), ("#\"\"\"\n", "")] {
            assert!(seen(styles(before, after).as_bytes()).is_none(), "{before}");
        }
    }

    #[test]
    fn other_files_are_seen_as_they_are() {
        assert!(matches!(seen(b"s = '/* a */'\n"), Some(Cow::Borrowed(_))));
    }
}

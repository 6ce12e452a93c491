//! What must not reach the parser.
//!
//! Its scanner keeps the open block levels in a buffer of 1,024 bytes and aborts
//! the process when they do not fit (254 levels, tree-sitter-yaml#48), counts
//! rows in 16 bits (#49), and takes NUL as the end of the file.

use crate::extract::Trouble;

/// Larger files are nearly always generated.
const LARGEST: usize = 1 << 20;
/// The scanner's row counter holds 32,767, and both bytes of `\r\n` count.
const MOST_ROWS: usize = 32_000;
/// Half of what the scanner bears.
const MOST_LEVELS: usize = 128;
/// Open brackets by a plain count, so that odd ones in prose do no harm.
const MOST_BRACKETS: usize = 1_000;

/// Why the parser must not see these bytes.
pub(super) fn refuse(bytes: &[u8]) -> Option<Trouble> {
    if bytes.len() > LARGEST || rows(bytes) > MOST_ROWS {
        return Some(Trouble::TooLong);
    }
    if memchr::memchr(0, bytes).is_some() {
        return Some(Trouble::SyntaxErrors);
    }
    (levels_exceed(bytes) || brackets_exceed(bytes)).then_some(Trouble::TooDeep)
}

fn rows(bytes: &[u8]) -> usize {
    memchr::memchr2_iter(b'\n', b'\r', bytes).count()
}

/// A block level: the column at which it opened, and by what.
type Level = (usize, u8);

/// An upper bound of the block levels that are open at once is too high.
fn levels_exceed(bytes: &[u8]) -> bool {
    let mut open: Vec<Level> = Vec::new();
    for line in bytes.split(|b| matches!(b, b'\n' | b'\r')) {
        let indent = line.iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        if indent == line.len() {
            continue;
        }
        while open.last().is_some_and(|(column, _)| *column > indent) {
            open.pop();
        }
        push_levels(&line[indent..], indent, &mut open);
        if open.len() > MOST_LEVELS {
            return true;
        }
    }
    false
}

/// The levels that a line opens: each of `- `, `? ` and `: ` at its start, and the key after them.
fn push_levels(line: &[u8], indent: usize, open: &mut Vec<Level>) {
    let mut at = 0;
    while let Some(mark @ (b'-' | b'?' | b':')) = line.get(at).copied()
        && matches!(line.get(at + 1), None | Some(b' ' | b'\t'))
    {
        push(open, (indent + at, mark));
        at += 1;
        at += line[at..].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
    }
    if at < line.len() {
        push(open, (indent + at, b'k'));
    }
}

fn push(open: &mut Vec<Level>, level: Level) {
    let same = open.iter().rev().take_while(|(column, _)| *column == level.0).any(|other| *other == level);
    if !same {
        open.push(level);
    }
}

fn brackets_exceed(bytes: &[u8]) -> bool {
    let mut open = 0usize;
    for byte in bytes {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        if open > MOST_BRACKETS {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_breaks_the_parser_is_refused() {
        let staircase = |step: &str| (0..254).map(|n| format!("{}{step}\n", " ".repeat(n))).collect::<String>();
        let sequences = (0..130).map(|n| format!("{0}a:\n{0}- b:\n", "  ".repeat(n))).collect::<String>();
        for (text, trouble) in [
            ("- ".repeat(254) + "a", Some(Trouble::TooDeep)),
            ("? ".repeat(254) + "a", Some(Trouble::TooDeep)),
            ("- ? : ".repeat(60) + "a", Some(Trouble::TooDeep)),
            ("-\t".repeat(254) + "a", Some(Trouble::TooDeep)),
            (staircase("a:"), Some(Trouble::TooDeep)),
            (staircase("-"), Some(Trouble::TooDeep)),
            (staircase("a:").replace('\n', "\r"), Some(Trouble::TooDeep)),
            (staircase("a:").replace('\n', "\r\n\r\n"), Some(Trouble::TooDeep)),
            (sequences, Some(Trouble::TooDeep)),
            ("[".repeat(2_000), Some(Trouble::TooDeep)),
            ("k: v\n".repeat(40_000), Some(Trouble::TooLong)),
            ("k: v\r\n".repeat(20_000), Some(Trouble::TooLong)),
            ("k: v\r".repeat(40_000), Some(Trouble::TooLong)),
            ("k".repeat(2 << 20), Some(Trouble::TooLong)),
            ("a: b\0c: d".to_owned(), Some(Trouble::SyntaxErrors)),
            ("- ".repeat(100) + "a", None),
            ("a: b\n".repeat(20_000), None),
            ("- a: b\n  c: d\n".repeat(2_000), None),
            ("a: - - - - b: c: d".repeat(300), None),
            ("{a: [b, {c: d}]}\n".repeat(5_000), None),
        ] {
            assert_eq!(refuse(text.as_bytes()), trouble, "{}", &text[..text.len().min(40)]);
        }
    }
}

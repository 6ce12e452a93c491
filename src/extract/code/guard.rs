//! What is too large to parse: a tree costs a hundred times the bytes, and minified code is nobody's source.

use crate::extract::{COMMENT_MARK, Comment, Extraction, Trouble, lexical};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// Largest file that is parsed, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Largest minified file that is parsed, in bytes.
const MOST_MINIFIED_BYTES: usize = 5_000;
/// Mean length of lines, in bytes, from which on a file counts as minified.
const MINIFIED_LINE: usize = 500;

/// Brackets that may be open at once by a plain count, so that odd ones in strings do no harm.
const MOST_BRACKETS: usize = 1_000;

/// Operators in a row that may wait for an operand to their right. Each error is mended anew at all of them, which takes
/// seconds for some thousands; the most in 34,000 files of real code was 1,600, in tokens written as text.
const MOST_OPEN: usize = 5_000;

/// Why the parser must not see a file.
pub fn refuse(file: &SourceFile) -> Option<Trouble> {
    match is_too_long(&file.bytes) {
        true => Some(Trouble::TooLong),
        false => nests_too_deeply(&file.bytes).then_some(Trouble::TooDeep),
    }
}

/// The parser must not see a file with these bytes.
pub fn refuses(bytes: &[u8]) -> bool {
    is_too_long(bytes) || nests_too_deeply(bytes)
}

/// A text is too large for the parser, or minified: that has few lines for its length, which the first lines of others
/// already show.
pub fn is_too_long(bytes: &[u8]) -> bool {
    let is_minified = || {
        let breaks = bytes.len() / (MINIFIED_LINE + 1);
        memchr::memchr_iter(b'\n', bytes).nth(breaks - 1).is_none()
    };
    bytes.len() > MOST_BYTES || (bytes.len() > MOST_MINIFIED_BYTES && is_minified())
}

fn nests_too_deeply(bytes: &[u8]) -> bool {
    brackets_exceed(bytes, MOST_BRACKETS) || has_row_of_openers(bytes)
}

/// More operators stand between two ends than may wait for an operand: such a row is long, so that others are skipped.
fn has_row_of_openers(bytes: &[u8]) -> bool {
    let mut rest = bytes;
    while rest.len() > MOST_OPEN {
        let end = match rest[..=MOST_OPEN].iter().rposition(is_end) {
            Some(end) => end,
            None => {
                let end = rest.iter().position(is_end).unwrap_or(rest.len());
                if openers_in_a_row(&rest[..end]) > MOST_OPEN {
                    return true;
                }
                end
            }
        };
        rest = rest.get(end + 1..).unwrap_or_default();
    }
    false
}

/// Nothing waits for an operand beyond this.
fn is_end(byte: &u8) -> bool {
    matches!(byte, b',' | b';' | b')' | b']' | b'}')
}

/// The most operators that wait in one statement of a text. Lines that are comments hold none, and a line that begins
/// with a word begins a statement where the one before it waits for nothing.
fn openers_in_a_row(bytes: &[u8]) -> usize {
    let (mut most, mut open, mut is_over) = (0, 0, true);
    for line in bytes.split(|byte| *byte == b'\n').map(<[u8]>::trim_ascii) {
        if line.is_empty() || line.starts_with(b"#") || line.starts_with(b"//") {
            continue;
        }
        if is_over && line[0].is_ascii_alphabetic() && !GOING_ON.contains(&word(line, false)) {
            open = 0;
        }
        open += openers(line);
        most = most.max(open);
        let end = line[line.len() - 1];
        is_over = (end.is_ascii_alphanumeric() || matches!(end, b'"' | b'\'' | b'`' | b'_'))
            && !WAITING.contains(&word(line, true));
    }
    most
}

/// The word at one end of a line.
fn word(line: &[u8], at_end: bool) -> &[u8] {
    let is_other = |byte: &u8| !byte.is_ascii_alphanumeric() && *byte != b'_';
    match at_end {
        true => &line[line.iter().rposition(is_other).map_or(0, |at| at + 1)..],
        false => &line[..line.iter().position(is_other).unwrap_or(line.len())],
    }
}

/// Words that go on with what stands before them.
const GOING_ON: [&[u8]; 8] = [b"and", b"or", b"in", b"is", b"if", b"else", b"as", b"instanceof"];

/// Words that wait for an operand to their right.
const WAITING: [&[u8]; 11] =
    [b"not", b"await", b"lambda", b"if", b"else", b"yield", b"typeof", b"void", b"delete", b"new", b"async"];

/// Operators that may wait for an operand to their right, counted generously.
pub fn openers(bytes: &[u8]) -> usize {
    let is_sign = |byte: &&u8| matches!(byte, b'-' | b'+' | b'~' | b'!' | b'*' | b'=' | b'?' | b'&' | b'<');
    let words = WAITING.iter().map(|word| memchr::memmem::find_iter(bytes, word).count());
    bytes.iter().filter(is_sign).count() + words.sum::<usize>()
}

/// More brackets are open at once than some number.
pub fn brackets_exceed(bytes: &[u8], most: usize) -> bool {
    let mut open = 0i64;
    let mut deepest = 0i64;
    for byte in bytes {
        open = (open + i64::from(STEPS[usize::from(*byte)])).max(0);
        deepest = deepest.max(open);
    }
    deepest > most as i64
}

/// What each byte does to the number of open brackets, as a table: a branch for each would often be guessed wrong.
const STEPS: [i8; 256] = {
    let mut steps = [0; 256];
    let pairs = [(b'(', b')'), (b'[', b']'), (b'{', b'}')];
    let mut at = 0;
    while at < pairs.len() {
        steps[pairs[at].0 as usize] = 1;
        steps[pairs[at].1 as usize] = -1;
        at += 1;
    }
    steps
};

/// Signs of comments.
const SIGNS: [&str; 3] = ["#", "//", "/*"];
/// Bytes before the linter's name that are looked at.
const NEAR: usize = 200;

/// What can be said of a file without a tree.
pub fn without_tree(file: &SourceFile, vocabulary: &dyn Vocabulary, trouble: Trouble) -> Extraction {
    let references = lexical::quoted_tokens(file, 0..file.bytes.len(), vocabulary);
    Extraction { references, comments: comments(file), trouble: Some(trouble), ..Extraction::default() }
}

/// Comments that speak to the linter, by the sign right before its name.
fn comments(file: &SourceFile) -> Vec<Comment> {
    let comment = |mark: usize| {
        let line = file.lines.range(file.lines.index(mark), &file.bytes);
        let before = file.bytes[line.start.max(mark.saturating_sub(NEAR))..mark].trim_ascii_end();
        let sign = SIGNS.iter().find(|sign| before.ends_with(sign.as_bytes()))?.len();
        let start = mark - (file.bytes[..mark].len() - file.bytes[..mark].trim_ascii_end().len()) - sign;
        let text = file.text(Span::new(mark, line.end)).trim_end_matches("*/").trim_end().to_owned();
        let alone = start - line.start <= NEAR && file.bytes[line.start..start].trim_ascii().is_empty();
        Some(Comment { span: Span::new(start, line.end), text, alone })
    };
    memchr::memmem::find_iter(&file.bytes, COMMENT_MARK).filter_map(comment).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn statements_and_comments_are_no_row() {
        let lines = |line: &str| line.repeat(MOST_OPEN + 1);
        let dashes = format!("# {}\n", "-".repeat(76)).repeat(70);
        for text in [dashes, lines("A_B = 'x'\n"), lines("const A = x\n"), lines("// a = b < c\n")] {
            assert!(!refuses(text.as_bytes()), "{}", &text[..20]);
        }
        let words = lines("await\n");
        let rows = ["a = b = ", "a =\n", "= b\n", "not\n", "- ", "a if b else\nc "];
        for text in rows.into_iter().map(lines).chain([words]) {
            assert!(has_row_of_openers(text.as_bytes()), "{}", &text[..20]);
        }
    }

    #[test]
    fn the_first_lines_tell_what_the_mean_length_of_all_tells() {
        for bytes in [MOST_MINIFIED_BYTES, MOST_MINIFIED_BYTES + 1, 20_039, 20_040, 20_041, MOST_BYTES, MOST_BYTES + 1]
        {
            let fewest = bytes / (MINIFIED_LINE + 1);
            for breaks in [0, fewest.saturating_sub(1), fewest, fewest + 1, 2 * fewest] {
                let mut text = vec![b'x'; bytes];
                text[bytes - breaks..].fill(b'\n');
                let is_minified = bytes > MOST_MINIFIED_BYTES && bytes / (breaks + 1) > MINIFIED_LINE;
                assert_eq!(is_too_long(&text), bytes > MOST_BYTES || is_minified, "{breaks} in {bytes}");
            }
        }
    }
}

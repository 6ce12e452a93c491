//! How a word occurs in code: by itself, as a step of a chain, as the name of a module.

use std::ops::Range;

use crate::catalog::CodeLanguage;

/// How a word occurs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Occurs {
    pub(super) at_all: bool,
    /// Something is taken from it, or it is taken from something: `x.word`, `word.x`, `{ word: x }`.
    pub(super) taken: bool,
    /// It may be the name of a module: it is no part of a longer one, nor a text that nobody imports by.
    pub(super) named: bool,
    /// What is taken from it cannot be told from where it stands: it may be given another name.
    pub(super) is_open: bool,
    /// The same, where it may itself be taken from something.
    pub(super) is_open_step: bool,
    /// The same, where it is taken from nothing: it has to be imported by itself.
    pub(super) is_open_alone: bool,
    /// As the name of a module it may stand for all of it, or for a module below: not only classes are imported from there.
    pub(super) is_whole: bool,
    /// Bits of the words that are taken from it.
    pub(super) steps: u64,
}

impl Occurs {
    pub(super) fn note(&mut self, bytes: &[u8], word: Range<usize>, language: CodeLanguage) {
        self.at_all = true;
        let is_named = is_named(&bytes[..word.start]);
        self.named = self.named || is_named;
        self.is_whole = self.is_whole || (is_named && !leads_below(bytes, &word));
        self.taken = self.taken || is_taken(bytes, word.start, word.end);
        if self.is_open_step && self.is_open_alone {
            return;
        }
        match behind(bytes, word.start, word.end) {
            Behind::Step(step) => self.steps |= bit(&bytes[step]),
            Behind::Anything => {
                self.is_open = true;
                // What has another name than what it is taken from needs a dot in Python, and braces elsewhere. Behind the
                // dots of a module that something is imported from stands no step.
                let is_dotted = bytes[..word.start].trim_ascii_end().last() == Some(&b'.');
                let is_module = || bytes[word.end..].trim_ascii_start().starts_with(b"import ");
                self.is_open_step |= language != CodeLanguage::Python || (is_dotted && !is_module());
                self.is_open_alone |= language != CodeLanguage::Python || !is_dotted;
            }
            Behind::Nothing => {}
        }
    }
}

/// What stands before a word lets it be the name of a module: in `from a.word import b` and `"word"` it is none, in
/// `from word.b import c` and `import_module("word")` it is.
fn is_named(before: &[u8]) -> bool {
    match before {
        [.., b'.' | b'/' | b'-'] => false,
        [before @ .., b'"' | b'\'' | b'`'] => before.last() == Some(&b'('),
        _ => true,
    }
}

/// `from word.below import Class, Other`: nothing but classes, which lie below the module.
fn leads_below(bytes: &[u8], word: &Range<usize>) -> bool {
    /// Longest such line behind the word, in bytes.
    const LONGEST: usize = 400;
    let rest = &bytes[word.end..bytes.len().min(word.end + LONGEST)];
    if !rest.starts_with(b".") || !bytes[..word.start].ends_with(b"from ") {
        return false;
    }
    let line = memchr::memchr(b'\n', rest).map_or(&rest[..0], |end| &rest[..end]);
    let names = memchr::memmem::find(line, b" import ").map(|at| &line[at + " import ".len()..]);
    let is_class = |name: &[u8]| name.trim_ascii().first().is_some_and(u8::is_ascii_uppercase);
    names.is_some_and(|names| names.split(|byte| *byte == b',').all(is_class))
}

/// What stands behind a word.
enum Behind {
    /// This is taken from it.
    Step(Range<usize>),
    /// Something may be taken from it elsewhere.
    Anything,
    /// Nothing is taken from it.
    Nothing,
}

/// Words behind a name that is taken from somewhere: `import x as y`, `from x import y`. Who has another name for it got
/// it so, or as a step of a chain.
const LINKS: [&[u8]; 3] = [b"as", b"from", b"import"];

/// What stands behind a word, also on the next lines if it is taken from it there.
fn behind(bytes: &[u8], start: usize, end: usize) -> Behind {
    /// Blanks between a word and what is taken from it that anybody writes.
    const MOST_BLANKS: usize = 200;
    let after = &bytes[end..bytes.len().min(end + MOST_BLANKS)];
    let is_between = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'?' | b'!' | b'\\');
    let Some(next) = after.iter().position(|b| !is_between(b)) else { return Behind::Anything };
    let (between, rest) = after.split_at(next);
    let word = |from: usize| from..from + bytes[from..].iter().take_while(|b| is_part(**b)).count();
    let before = start.checked_sub(1).map(|at| bytes[at]);
    // What stands behind an angle opens an element.
    let is_step = matches!(before, Some(b'.' | b'<'));
    match rest {
        [b'.', ..] => {
            let blanks = rest[1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
            let step = word(end + next + 1 + blanks);
            if step.is_empty() { Behind::Anything } else { Behind::Step(step) }
        }
        _ if between.iter().any(|b| !matches!(b, b' ' | b'\t')) => Behind::Anything,
        [b'"' | b'\'' | b'`', b']', ..] => Behind::Anything,
        [b'"' | b'\'' | b'=', ..] => Behind::Nothing,
        // A template may be what is called, and be given one.
        [b'`', ..] if before == Some(b'`') => Behind::Nothing,
        [b'/', next, ..] if !matches!(next, b'/' | b'*') => Behind::Nothing,
        [first, ..] if is_part(*first) && !is_step && !LINKS.contains(&&bytes[word(end + next)]) => Behind::Nothing,
        _ => Behind::Anything,
    }
}

/// One of 64 bits for a word.
pub(super) fn bit(word: &[u8]) -> u64 {
    let sum = word.iter().fold(word.len(), |sum, byte| sum.wrapping_mul(31).wrapping_add(usize::from(*byte)));
    1 << (sum % 64)
}

/// A word is a step of a chain, or may become one.
fn is_taken(bytes: &[u8], start: usize, end: usize) -> bool {
    /// Blanks between a word and its dot that anybody writes.
    const MOST_BLANKS: usize = 200;
    let is_blank = |b: &&u8| b.is_ascii_whitespace();
    let before = bytes[..start].iter().rev().take(MOST_BLANKS).find(|b| !is_blank(b));
    let mut after = bytes[end..].iter().take(MOST_BLANKS).filter(|b| !is_blank(b));
    match (before, after.next()) {
        (Some(b'.'), _) | (_, Some(b'.' | b'?' | b':' | b'!' | b'\\')) => true,
        (_, Some(b'"' | b'\'' | b'`')) => after.next() == Some(&b']'),
        _ => false,
    }
}

/// Bytes of words, as a table: every byte of a text is looked up.
const PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0;
    while byte < parts.len() {
        parts[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_' || byte as u8 == b'$';
        byte += 1;
    }
    parts
};

pub(super) fn is_part(byte: u8) -> bool {
    PARTS[usize::from(byte)]
}

//! What the words of a text say about the calls in it: names, chains, modules and paths.

use foldhash::{HashMap, HashMapExt};

use super::quoted::Literals;
use super::words::{Within, Words, words_of};
use crate::catalog::CodeLanguage;

/// A text, its words, and what else it was asked for.
pub(super) struct Text<'t, 'c> {
    pub(super) bytes: &'t [u8],
    language: CodeLanguage,
    words: &'t Words<'c>,
    within: Within<'c>,
    known: HashMap<&'t str, bool>,
    /// Modules that may be imported.
    modules: HashMap<&'t str, bool>,
}

impl<'t, 'c> Text<'t, 'c> {
    /// A text of a language, in which words occur.
    pub(super) fn new(
        bytes: &'t [u8],
        language: CodeLanguage,
        words: &'t Words<'c>,
        within: Within<'c>,
    ) -> Text<'t, 'c> {
        Text { bytes, language, words, within, known: HashMap::new(), modules: HashMap::new() }
    }

    pub(super) fn has(&mut self, word: &'t str) -> bool {
        if let Some(place) = self.words.place(word.as_bytes()) {
            return self.within.occurs(place).at_all;
        }
        *self.known.entry(word).or_insert_with(|| memchr::memmem::find(self.bytes, word.as_bytes()).is_some())
    }

    /// The words between dots all occur.
    pub(super) fn has_all(&mut self, dotted: &'t str) -> bool {
        dotted.split('.').all(|word| self.has(word))
    }

    /// Segments of a path occur where something holds. The first begins a string, goes on after a hole or follows a
    /// version, unless a host is told: then something may stand before it.
    pub(super) fn has_path(
        &mut self,
        mut segments: impl Iterator<Item = &'t str>,
        is_told: bool,
        holds: impl Fn(&mut Literals<'t>, usize) -> bool,
    ) -> bool {
        let is_first = |before: &[u8]| match before {
            [.., b'}'] | [] => true,
            [.., b'"' | b'\'' | b'`'] => is_told,
            [before @ .., b'/'] => is_told || begins_path(before),
            _ => false,
        };
        let is_next = |before: &[u8]| matches!(before, [.., b'/' | b':' | b'}' | b'"' | b'\'' | b'`'] | []);
        segments.next().is_some_and(|first| self.has_segment(first, is_first, &holds))
            && segments.all(|segment| self.has_segment(segment, is_next, &holds))
    }

    /// A segment of a path occurs behind something, and something holds there.
    fn has_segment(
        &mut self,
        segment: &'t str,
        is_behind: impl Fn(&[u8]) -> bool,
        holds: impl Fn(&mut Literals<'t>, usize) -> bool,
    ) -> bool {
        let mut literals = Literals::new(self.bytes, self.language);
        self.has(segment)
            && memchr::memmem::find_iter(self.bytes, segment.as_bytes()).any(|at| {
                let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
                !self.bytes.get(at + segment.len()).is_some_and(is_part)
                    && is_behind(&self.bytes[..at])
                    && holds(&mut literals, at)
            })
    }

    /// The words before the last dot are steps of some chains; the first of them may be imported under another name.
    pub(super) fn has_steps(&mut self, dotted: &'t str, is_imported: bool) -> bool {
        let (steps, _) = dotted.rsplit_once('.').unwrap_or_default();
        let mut steps = steps.split('.').skip(usize::from(is_imported)).filter(|step| !step.is_empty());
        steps.all(|step| self.words.place(step.as_bytes()).is_none_or(|place| self.within.occurs(place).taken))
    }

    /// Each of the words between dots may be taken from the one before it, and the last may be called.
    /// The first of them may be imported, or be taken from something as well.
    pub(super) fn has_chain(&self, dotted: &str, is_imported: bool) -> bool {
        let words = self.words;
        let steps = dotted.split('.').skip(1).map(|step| Some(step.as_bytes())).chain([None]);
        dotted.split('.').zip(steps).enumerate().all(|(at, (word, step))| {
            let is_step = at > 0 || !is_imported;
            let place = words.place(word.as_bytes());
            place.is_none_or(|place| words.may_lead(self.within.occurs(place), is_step, step))
        })
    }

    /// The module may be imported: between quotes, or word by word, since `a.b` may be imported as `b` from `a`.
    pub(super) fn has_module(&mut self, module: &'t str, language: CodeLanguage) -> bool {
        if language == CodeLanguage::Python {
            let first = module.split('.').next().and_then(|word| self.words.place(word.as_bytes()));
            return first.is_none_or(|place| self.within.occurs(place).named) && self.has_all(module);
        }
        let (bytes, words, within) = (self.bytes, self.words, &self.within);
        *self.modules.entry(module).or_insert_with(|| {
            let occurs = |word: &[u8]| words.place(word).is_some_and(|place| within.occurs(place).at_all);
            words_of(module).all(occurs)
                && memchr::memmem::find_iter(bytes, module.as_bytes()).any(|at| {
                    let is_quote = |byte: Option<&u8>| byte.is_some_and(|b| matches!(b, b'"' | b'\'' | b'`'));
                    let after = bytes.get(at + module.len());
                    at > 0
                        && is_quote(bytes.get(at - 1))
                        && (is_quote(after) || after == Some(&b'/'))
                        && is_imported(&bytes[..at - 1])
                })
        })
    }
}

/// What follows a text may be imported: `from "x"`, `import "x"`, `import("x")`, `require("x")`, or a comment is between.
fn is_imported(before: &[u8]) -> bool {
    /// Bytes between an import and its module that anybody writes.
    const LONGEST: usize = 200;
    let before = before[before.len().saturating_sub(LONGEST)..].trim_ascii_end();
    let line = &before[memchr::memrchr(b'\n', before).map_or(0, |at| at + 1)..];
    let word = before.strip_suffix(b"(").map_or(before, <[u8]>::trim_ascii_end);
    let is_behind = ["import", "require", "from"].iter().any(|end| word.ends_with(end.as_bytes()));
    is_behind || before.ends_with(b"*/") || memchr::memmem::find(line, b"//").is_some()
}

/// What stands before the slash of a path: the start of a string, a hole, or a version.
fn begins_path(before: &[u8]) -> bool {
    /// Longest version, in bytes.
    const LONGEST: usize = 16;
    let near = &before[before.len().saturating_sub(LONGEST)..];
    let word = near.rsplit(|b| !b.is_ascii_alphanumeric()).next().unwrap_or_default();
    matches!(before, [.., b'"' | b'\'' | b'`' | b'}'] | []) || std::str::from_utf8(word).is_ok_and(is_version)
}

/// `v1`, `v1beta`.
pub(super) fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

//! What the words of a text say about the calls in it: names, chains, modules and paths.

use foldhash::{HashMap, HashMapExt};

use super::occurs::Occurs;
use super::quoted::Literals;
use super::words::{Within, Words, words_of};
use crate::catalog::CodeLanguage;

/// What is known of a path at which a service answers.
pub(super) struct Path<'c> {
    /// The version right before the first segment.
    version: Option<&'c str>,
    /// What is written in it, but for versions.
    pub(super) segments: Vec<&'c str>,
    /// The last segment ends it.
    is_closed: bool,
}

impl<'c> Path<'c> {
    pub(super) fn new(path: &'c str) -> Path<'c> {
        let parts = || path.split(['/', ':']).filter(|part| !part.is_empty());
        let is_written = |part: &&str| !part.contains('{') && !is_version(part);
        let before = parts().take_while(|part| !is_written(part)).last();
        Path {
            version: before.filter(|part| is_version(part)),
            segments: parts().filter(is_written).collect(),
            is_closed: parts().next_back().is_some_and(|part| is_written(&part)),
        }
    }
}

/// A text, its words, and what else it was asked for.
pub(super) struct Text<'t, 'c> {
    pub(super) bytes: &'t [u8],
    language: CodeLanguage,
    words: &'t Words<'c>,
    within: Within<'c>,
    known: HashMap<&'t str, bool>,
    /// Modules that may be imported.
    modules: HashMap<&'t str, bool>,
    /// Versions with which a string may end.
    versions: HashMap<&'t str, bool>,
}

impl<'t, 'c> Text<'t, 'c> {
    /// A text of a language, in which words occur.
    pub(super) fn new(
        bytes: &'t [u8],
        language: CodeLanguage,
        words: &'t Words<'c>,
        within: Within<'c>,
    ) -> Text<'t, 'c> {
        let (known, modules, versions) = (HashMap::new(), HashMap::new(), HashMap::new());
        Text { bytes, language, words, within, known, modules, versions }
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

    /// A path may end a URL: its segments occur, and at each of them something holds. The first begins a string, goes on
    /// after a hole or follows a version, unless a host is told: then something may stand before it.
    pub(super) fn has_path(
        &mut self,
        path: &Path<'t>,
        is_told: bool,
        holds: impl Fn(&mut Literals<'t>, usize) -> bool,
    ) -> bool {
        // Where no string ends with the version, it stands right before what follows it.
        let is_parted = path.version.is_none_or(|version| self.may_end_with(version));
        let is_first = |before: &[u8]| match before {
            [.., b'}'] | [] => is_parted,
            [.., b'"' | b'\'' | b'`'] => is_told && is_parted,
            [before @ .., b'/'] => {
                (is_told || begins_path(before))
                    && path.version.is_none_or(|version| follows(before, version, is_parted))
            }
            _ => false,
        };
        let is_next = |before: &[u8]| matches!(before, [.., b'/' | b':' | b'}' | b'"' | b'\'' | b'`'] | []);
        path.segments.iter().enumerate().all(|(at, segment)| {
            let is_behind: &dyn Fn(&[u8]) -> bool = if at == 0 { &is_first } else { &is_next };
            let is_last = path.is_closed && at + 1 == path.segments.len();
            self.has_segment(segment, is_behind, |after| !is_last || ends_path(after), &holds)
        }) && !path.segments.is_empty()
    }

    /// A segment of a path occurs between something, and something holds there.
    fn has_segment(
        &mut self,
        segment: &'t str,
        is_behind: impl Fn(&[u8]) -> bool,
        is_before: impl Fn(&[u8]) -> bool,
        holds: impl Fn(&mut Literals<'t>, usize) -> bool,
    ) -> bool {
        let mut literals = Literals::new(self.bytes, self.language);
        self.has(segment)
            && memchr::memmem::find_iter(self.bytes, segment.as_bytes()).any(|at| {
                let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'_';
                let after = &self.bytes[at + segment.len()..];
                !after.first().is_some_and(is_part)
                    && is_before(after)
                    && is_behind(&self.bytes[..at])
                    && holds(&mut literals, at)
            })
    }

    /// A string, or a part of one before a hole, may end with the version of an API.
    fn may_end_with(&mut self, version: &'t str) -> bool {
        let bytes = self.bytes;
        *self.versions.entry(version).or_insert_with(|| {
            memchr::memmem::find_iter(bytes, version.as_bytes()).any(|at| {
                let after = &bytes[at + version.len()..];
                ends_string(after.strip_prefix(b"/").unwrap_or(after))
            })
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

    /// A chain that begins with a class may do so here: the class is imported by itself, taken from one of its modules, or
    /// something is taken from it right where it stands.
    pub(super) fn may_have_class<'m>(&self, dotted: &str, mut modules: impl Iterator<Item = &'m str>) -> bool {
        self.language != CodeLanguage::Python
            || !dotted.starts_with(|c: char| c.is_ascii_uppercase())
            || self.may_be_alone(dotted)
            || modules.any(|module| self.may_be_whole(module))
    }

    /// Something may stand for a module itself, from which names are taken.
    fn may_be_whole(&self, module: &str) -> bool {
        let first = module.split('.').next().and_then(|word| self.words.place(word.as_bytes()));
        first.is_none_or(|place| self.within.occurs(place).is_whole)
    }

    /// The first word of a chain may be imported by itself, or something is taken from it right where it stands.
    fn may_be_alone(&self, dotted: &str) -> bool {
        let mut steps = dotted.split('.').map(str::as_bytes);
        let place = steps.next().and_then(|word| self.words.place(word));
        place.is_none_or(|place| {
            let occurs = self.within.occurs(place);
            occurs.is_open_alone || self.words.may_lead(Occurs { is_open: false, ..occurs }, false, steps.next())
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

/// What stands before the slash of a path may be a version: it ends with it, or begins within it behind a hole or in
/// another string.
fn follows(before: &[u8], version: &str, is_parted: bool) -> bool {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
    let start = before.iter().rposition(|b| !is_part(b)).map_or(0, |at| at + 1);
    let (before, word) = before.split_at(start);
    let is_end = || word.is_empty() || (before.ends_with(b"}") && version.as_bytes().ends_with(word));
    word == version.as_bytes() || (is_parted && is_end())
}

/// What stands behind a segment lets it be the last of a path.
fn ends_path(after: &[u8]) -> bool {
    matches!(after, [b'?' | b'#', ..]) || ends_string(after.strip_prefix(b"/").unwrap_or(after))
}

/// A string ends there, or something is put into it.
fn ends_string(after: &[u8]) -> bool {
    matches!(after, [b'"' | b'\'' | b'`' | b'{' | b'}' | b'$' | b'%' | b'\\' | b'<', ..] | [])
}

/// `v1`, `v1beta`.
pub(super) fn is_version(segment: &str) -> bool {
    segment.strip_prefix('v').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

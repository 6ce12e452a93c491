//! Parts of an object of settings that nothing of the project takes (`CONFIGS = Configs(first=Config(…), second=Config(…))`,
//! and nobody but `CONFIGS.first`): what they hold reaches nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::imports::is_word;
use super::pass::{Pass, silence};
use crate::extract::ObjectPart;
use crate::link::Member;
use crate::reference::Use;
use crate::source::Span;

/// Silences what such parts hold.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let open = candidates(pass, members);
    let Some(objects) = Objects::new(&open) else { return };
    let project = pass.code(members);
    let mut taken: BTreeMap<&str, Taken> = BTreeMap::new();
    for (object, other) in project.each_outside_tests(|path, bytes| objects.taken(path, bytes)).into_iter().flatten() {
        taken.entry(object).or_default().add(other);
    }
    let is_left =
        |one: &&Candidate| taken.get(one.part.object.as_str()).is_some_and(|taken| taken.leave(&one.part.name));
    let left: Vec<(usize, Span)> = open.iter().filter(is_left).map(|one| (one.at, one.part.value)).collect();
    silence(members, left);
}

/// A part of which something is said, though no call is known that sends what it holds.
struct Candidate {
    at: usize,
    path: String,
    part: ObjectPart,
}

fn candidates(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Candidate> {
    pass.found(members, |at, member| {
        let is_open = |part: &&ObjectPart| {
            let reference = member.extraction.place(part.value).map(|place| &member.extraction.references[place]);
            reference.is_some_and(|reference| {
                reference.uses.iter().all(Use::is_held) && pass.is_spoken_of(member, reference)
            })
        };
        let parts = member.extraction.links.parts.iter().filter(|_| !member.is_test).filter(is_open);
        parts.map(|part| Candidate { at, path: member.path.clone(), part: part.clone() }).collect()
    })
}

/// What is taken of an object.
#[derive(Default)]
struct Taken {
    /// Parts by their names.
    parts: BTreeSet<String>,
    /// All of it, or nobody knows what.
    whole: bool,
}

impl Taken {
    fn add(&mut self, other: Taken) {
        self.parts.extend(other.parts);
        self.whole |= other.whole;
    }

    /// Others are taken by their names, and this one is not.
    fn leave(&self, part: &str) -> bool {
        !self.whole && !self.parts.is_empty() && !self.parts.contains(part)
    }
}

/// The names of some objects, and where each is made.
struct Objects<'c> {
    names: Vec<&'c str>,
    automaton: AhoCorasick,
    made: BTreeMap<&'c str, Vec<(&'c str, Span)>>,
}

impl<'c> Objects<'c> {
    /// Nothing if there are none.
    fn new(open: &'c [Candidate]) -> Option<Objects<'c>> {
        let mut made: BTreeMap<&str, Vec<(&str, Span)>> = BTreeMap::new();
        for Candidate { path, part, .. } in open {
            made.entry(&part.object).or_default().push((path, part.whole));
        }
        let names: Vec<&str> = made.keys().copied().collect();
        let automaton = AhoCorasick::new(&names).ok().filter(|_| !open.is_empty())?;
        Some(Objects { names, automaton, made })
    }

    /// What a file takes of them.
    fn taken(&self, path: &str, bytes: &[u8]) -> Vec<(&'c str, Taken)> {
        let found = self.automaton.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
        let taken = found.filter_map(|found| {
            let object = self.names[found.pattern().as_usize()];
            let is_made = self.made[object].iter().any(|(own, whole)| *own == path && is_bound(bytes, &found, *whole));
            let is_named = is_made || is_imported(bytes, found.start());
            (!is_named).then(|| (object, taken_behind(bytes, found.range())))
        });
        taken.collect()
    }
}

/// A name stands before what it is bound to: `NAME = …`, `NAME: Type = …`.
fn is_bound(bytes: &[u8], name: &aho_corasick::Match, whole: Span) -> bool {
    const LONGEST: usize = 160;
    let between = bytes.get(name.end()..whole.start as usize);
    between.is_some_and(|between| between.len() <= LONGEST && between.contains(&b'='))
}

/// A name stands in a list of what is imported.
fn is_imported(bytes: &[u8], start: usize) -> bool {
    const WORD: &[u8] = b"import";
    /// Longest list that is looked through, in bytes.
    const LONGEST: usize = 8_000;
    let in_list =
        |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b',' | b'.') || byte.is_ascii_whitespace();
    let before = &bytes[start.saturating_sub(LONGEST)..start];
    let list = before.iter().rposition(|byte| !in_list(byte)).map_or(0, |at| at + 1);
    let opened = before[..list].strip_suffix(b"(").or_else(|| before[..list].strip_suffix(b"{"));
    let line = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1).max(list);
    opened.is_some_and(|opened| opened.trim_ascii_end().ends_with(WORD))
        || memchr::memmem::find(&before[line..], WORD).is_some()
}

/// What of an object is taken where its name stands.
fn taken_behind(bytes: &[u8], name: Range<usize>) -> Taken {
    let behind = &bytes[name.end..];
    let member = behind.strip_prefix(b"?.").or_else(|| behind.strip_prefix(b"."));
    let quoted = behind.strip_prefix(b"[\"").or_else(|| behind.strip_prefix(b"['"));
    let part = member.or(quoted).unwrap_or_default();
    let end = part.iter().position(|byte| !(byte.is_ascii_alphanumeric() || *byte == b'_')).unwrap_or(part.len());
    // Methods may answer anything of it.
    let is_called = part.get(end) == Some(&b'(');
    match std::str::from_utf8(&part[..end]) {
        Ok(part) if end > 0 && !is_called => Taken { parts: BTreeSet::from([part.to_owned()]), whole: false },
        _ => Taken { parts: BTreeSet::new(), whole: true },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_taken_by_their_names() {
        for (text, expected) in [
            ("ask(ALL_CONFIGS.first)", Some("first")),
            ("ask(ALL_CONFIGS['first'])", Some("first")),
            ("ask(ALL_CONFIGS?.first.model)", Some("first")),
            ("ask(ALL_CONFIGS)", None),
            ("ask(ALL_CONFIGS.values())", None),
            ("ask(ALL_CONFIGS[role])", None),
        ] {
            let at = text.find("ALL_CONFIGS").expect("the name");
            let taken = taken_behind(text.as_bytes(), at..at + "ALL_CONFIGS".len());
            assert_eq!(taken.parts.first().map(String::as_str), expected, "{text}");
            assert_eq!(taken.whole, expected.is_none(), "{text}");
        }
    }

    #[test]
    fn lists_of_imports_take_nothing() {
        for (text, expected) in [
            ("from acme import other, ALL_CONFIGS", true),
            ("from acme import (\n    other,\n    ALL_CONFIGS,\n)", true),
            ("import { other, ALL_CONFIGS } from './acme'", true),
            ("import os\nreturn ALL_CONFIGS", false),
            ("ask(\n    ALL_CONFIGS,\n)", false),
        ] {
            let at = text.find("ALL_CONFIGS").expect("the name");
            assert_eq!(is_imported(text.as_bytes(), at), expected, "{text}");
        }
    }
}

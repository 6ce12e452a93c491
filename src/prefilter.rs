//! Which files are worth parsing: bytes, one automaton, and a look-up of what it met.
//!
//! Needles come from the catalog in classes: stems of IDs; places that take a
//! model (call sites, clients, modules, URLs, settings that tell a platform).
//! A file is parsed where some rule could speak: on an ID that is not simply
//! alive, or at a place, whatever stands in it (so that an ID without a stem is
//! found where it is used).

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, AhoCorasickKind, MatchKind};

use crate::catalog::{Catalog, Date, Status};

/// Decides which files are parsed.
#[derive(Debug)]
pub struct Prefilter<'c> {
    catalog: &'c Catalog,
    as_of: Date,
    everything: bool,
    automaton: AhoCorasick,
    /// Needles from this one on are stems of IDs; those before it are places.
    first_stem: usize,
}

impl<'c> Prefilter<'c> {
    /// Builds the automaton over the needles of a catalog.
    pub fn new(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        let mut needles: Vec<&str> = catalog.layers().flat_map(|tables| tables.list(tables.places)).collect();
        let first_stem = needles.len();
        needles.extend(catalog.layers().flat_map(|tables| tables.list(tables.stems)));
        let automaton = AhoCorasickBuilder::new()
            .ascii_case_insensitive(true)
            .match_kind(MatchKind::Standard)
            .kind(Some(AhoCorasickKind::DFA))
            .build(needles)
            .expect("the needles are few and short");
        Prefilter { catalog, as_of, everything: false, automaton, first_stem }
    }

    /// A prefilter that wants every file, to compare with.
    pub fn everything(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        Prefilter { everything: true, ..Prefilter::new(catalog, as_of) }
    }

    /// Some rule could speak in this text.
    pub fn wants(&self, bytes: &[u8]) -> bool {
        if self.everything {
            return true;
        }
        let mut at = 0;
        while let Some(found) = self.automaton.find(aho_corasick::Input::new(bytes).range(at..)) {
            if found.pattern().as_usize() < self.first_stem {
                return true;
            }
            let token = token(bytes, found.start(), found.end());
            // No ID is as long; reading a run of ID characters once for each of its stems would be quadratic.
            if token.len() > LONGEST || self.speaks(&bytes[token]) {
                return true;
            }
            at = found.end();
        }
        false
    }

    /// A rule could speak on a token: it is no known ID that is simply alive.
    fn speaks(&self, token: &[u8]) -> bool {
        let Ok(token) = std::str::from_utf8(token) else { return true };
        let alive = |id: &str| {
            // A platform whose names users choose says nothing about a name.
            let mut known = self.catalog.models_named(id).filter(|m| !m.provider().user_named()).peekable();
            known.peek().is_some() && known.all(|m| matches!(m.status(self.as_of), Status::Active | Status::Legacy))
        };
        if alive(token) {
            return false;
        }
        let tail = token.rsplit(['/', ':']).next().unwrap_or(token);
        !alive(tail)
    }
}

/// Longer runs of ID characters are looked at by a parser.
const LONGEST: usize = 512;

/// The run of ID characters around some bytes, up to a length that no ID has.
fn token(bytes: &[u8], start: usize, end: usize) -> std::ops::Range<usize> {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b':' | b'/' | b'@' | b'-');
    let before = bytes[..start].iter().rev().take(LONGEST).take_while(|b| is_part(b)).count();
    let after = bytes[end..].iter().take(LONGEST).take_while(|b| is_part(b)).count();
    start - before..end + after
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wants(text: &str) -> bool {
        let as_of = Date::parse("2026-11-23").expect("a day");
        Prefilter::new(Catalog::bundled(), as_of).wants(text.as_bytes())
    }

    #[test]
    fn only_files_that_a_rule_could_speak_in_are_wanted() {
        for (text, wanted) in [
            ("x = 1", false),
            ("model = 'gpt-4-32k'", true),
            ("model = 'text-embedding-3-small'", false),
            ("client.chat.completions.create(model='gtp-4o')", true),
            ("import openai", true),
            ("OPENAI_MODEL=gtp-4o", true),
            ("url = 'https://api.openai.com/v1'", true),
        ] {
            assert_eq!(wants(text), wanted, "{text}");
        }
    }
}

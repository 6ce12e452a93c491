//! Which files are worth parsing: bytes, one automaton, and a look-up of what it met.
//!
//! Needles come from the catalog in classes: places that take a model by
//! themselves (distinctive callees, hosts, paths, settings that tell a
//! platform); modules, whose callees do; stems of IDs. A file is parsed where
//! some rule could speak: on an ID of which there is something to say, or at a
//! place, whatever stands in it (so that an ID without a stem is found where it
//! is used).

use std::collections::HashMap;
use std::sync::RwLock;

use crate::catalog::tables::Tables;
use crate::catalog::{Catalog, Date, Status};
use crate::reference::{Context, Use};
use crate::resolve::{Reading, Resolver};
use crate::source::Span;

/// What a file is parsed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Interest {
    /// Some rule could speak.
    Findings,
    /// Some model could be named, also one of which there is nothing to say.
    Mentions,
    /// Whatever stands in it.
    Everything,
}

/// Decides which files are parsed.
pub struct Prefilter<'c> {
    resolver: Resolver<'c>,
    interest: Interest,
    /// What was found out about tokens.
    tokens: RwLock<HashMap<String, bool>>,
}

impl<'c> Prefilter<'c> {
    /// A prefilter over the needles of a catalog.
    pub fn new(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        Prefilter { resolver: Resolver { catalog, as_of }, interest: Interest::Findings, tokens: RwLock::default() }
    }

    /// A prefilter that wants every file, to compare with.
    pub fn everything(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        Prefilter { interest: Interest::Everything, ..Prefilter::new(catalog, as_of) }
    }

    /// A prefilter that wants every file that may name a model, to list what is used.
    pub fn mentions(catalog: &'c Catalog, as_of: Date) -> Prefilter<'c> {
        Prefilter { interest: Interest::Mentions, ..Prefilter::new(catalog, as_of) }
    }

    /// Some rule could speak in this text; in `settings` a model key may hold whatever stands beside a platform's name.
    pub fn wants(&self, bytes: &[u8], settings: bool) -> bool {
        let mut layers = self.resolver.catalog.layers();
        match self.interest {
            Interest::Findings => layers.any(|tables| self.wants_by(tables, bytes, settings)),
            Interest::Mentions => layers.any(|tables| tables.prefilter.occurs(bytes)),
            Interest::Everything => true,
        }
    }

    /// Some rule could speak, by the needles of one layer.
    fn wants_by(&self, tables: &Tables, bytes: &[u8], settings: bool) -> bool {
        if !tables.prefilter.occurs(bytes) {
            return false;
        }
        let first_module = tables.places.len as usize;
        let first_stem = first_module + tables.modules.len as usize;
        let mut has_module = false;
        let mut past = 0;
        let found = tables.prefilter.search(bytes, |needle, end| {
            if needle < first_module || settings {
                return true;
            }
            if needle < first_stem {
                has_module = true;
                return false;
            }
            // One token holds several stems at times.
            if end <= past {
                return false;
            }
            let token = token(bytes, end - 1, end);
            past = token.end;
            // No ID is as long, and every part of it would be looked up.
            token.len() > LONGEST || self.speaks(&bytes[token])
        });
        // Callees of the bundled rules may stand in a file that imports a module of the user's own, and the reverse.
        found || (has_module && self.resolver.catalog.layers().any(|t| t.called.search(bytes, |_, _| true)))
    }

    /// There is something to say about a token, or about its part behind a route.
    fn speaks(&self, token: &[u8]) -> bool {
        let Ok(token) = std::str::from_utf8(token) else { return true };
        if let Ok(tokens) = self.tokens.read()
            && let Some(known) = tokens.get(token)
        {
            return *known;
        }
        let tails = token.match_indices(['/', ':', '.']).map(|(at, _)| &token[at + 1..]);
        let speaks = std::iter::once(token).chain(tails).any(|id| self.is_remarkable(id));
        if let Ok(mut tokens) = self.tokens.write() {
            tokens.insert(token.to_owned(), speaks);
        }
        speaks
    }

    /// A known ID that is not simply alive, or one that is wrong where its stem alone says whose it is.
    fn is_remarkable(&self, id: &str) -> bool {
        let id = id.trim_end_matches(['.', '-', ':', '/']);
        let sent = Use::new(Context::Argument, Span::default(), "");
        let catalog = self.resolver.catalog;
        let somewhere = catalog.models_named(id).filter(|m| !m.provider().user_named());
        let ended = |status: Status<'_>| !matches!(status, Status::Active | Status::Legacy);
        somewhere.into_iter().any(|m| ended(m.status(self.resolver.as_of)))
            || match self.resolver.reading(id, &sent) {
                Reading::Known(known) => ended(known.model.status(self.resolver.as_of)),
                Reading::Wrong(_) => true,
                Reading::NotJudged | Reading::Unheard => false,
            }
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
        Prefilter::new(Catalog::bundled(), as_of).wants(text.as_bytes(), false)
    }

    #[test]
    fn only_files_that_a_rule_could_speak_in_are_wanted() {
        for (text, wanted) in [
            ("x = 1", false),
            ("model = 'gpt-4-32k'", true),
            ("model = 'GPT-4o'", true),
            ("model = 'text-embedding-3-small'", false),
            ("# a gpt-like thing, claude-code", false),
            ("client.chat.completions.create(model='gtp-4o')", true),
            ("import openai", false),
            ("from openai import OpenAI\nOpenAI()", true),
            ("OPENAI_MODEL=gtp-4o", true),
            ("url = 'https://api.openai.com/v1'", true),
        ] {
            assert_eq!(wants(text), wanted, "{text}");
        }
    }
}

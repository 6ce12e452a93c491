//! Fields of settings that nothing of the project reads (`class Settings: acme_model = "…"`, no `settings.acme_model`), while
//! their sisters are read by name: what they hold, and what a file of variables fills them with, reaches nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::imports::is_word;
use super::pass::{Pass, silence, silence_reference};
use super::taken_whole::{Whole, takes_itself};
use crate::extract::{self, Field, FieldHolder};
use crate::link::{self, Member};
use crate::reference::{Context, Reference, Use};
use crate::source::Span;
use crate::vocabulary::words_of_name;

/// Sisters that are read by their names at least: then so would the field be.
const FEWEST: usize = 2;

/// Silences what such fields hold, and the variables that fill nothing else.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let open = candidates(pass, members);
    let Some(words) = Words::new(&open) else { return };
    let project = pass.code(members);
    let said =
        project.each_outside_tests(|path, bytes| words.said(path, bytes)).into_iter().fold(Said::default(), Said::and);
    let open: Vec<&Candidate> = open
        .iter()
        .filter(|candidate| words.leave(&said, &candidate.field))
        .filter(|one| !takes_itself(&members[one.at].file.bytes[one.field.holder.place.range()]))
        .collect();
    let Some(whole) = Whole::new(open.iter().map(|candidate| &candidate.field)) else { return };
    // What is called alike in another language is something else.
    let language = |path: &str| extract::extractor_of(path).and_then(|reader| reader.language);
    let taken_by = |path: &str, bytes: &[u8]| {
        let taken = whole.taken(bytes).into_iter();
        taken.filter(|place| language(&open[*place].path) == language(path)).collect::<Vec<usize>>()
    };
    let taken: BTreeSet<usize> = project.each_outside_tests(taken_by).into_iter().flatten().collect();
    let unread =
        open.into_iter().enumerate().filter(|(place, _)| !taken.contains(place)).map(|(_, candidate)| candidate);
    let unread: Vec<&Candidate> = unread.collect();
    let filling = |one: &&Candidate| {
        let only = one.field.variables.iter().filter(|variable| !words.say(&said.anywhere, variable));
        only.map(|variable| (variable.clone(), one.path.clone())).collect::<Vec<_>>()
    };
    let filling: Vec<(String, String)> = unread.iter().flat_map(filling).collect();
    let unread = unread.iter().map(|one| (one.at, one.field.value)).collect();
    silence(members, unread);
    let is_of_field = |member: &Member, used: &Use| {
        let folder = member.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_above = |path: &str| folder.is_empty() || path.strip_prefix(folder).is_some_and(|p| p.starts_with('/'));
        link::sets(used) && filling.iter().any(|(name, path)| used.label == *name && is_above(path))
    };
    for member in members.iter_mut().filter(|member| link::is_environment(&member.path)) {
        let mut references = std::mem::take(&mut member.extraction.references);
        let is_unread = |reference: &&mut Reference| reference.uses.iter().all(|used| is_of_field(member, used));
        references.iter_mut().filter(is_unread).for_each(silence_reference);
        member.extraction.references = references;
    }
}

/// A field of which something is said, though no call is known that sends it.
struct Candidate {
    at: usize,
    path: String,
    field: Field,
}

fn candidates(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Candidate> {
    let is_held =
        |used: &Use| used.path.is_none() && matches!(used.context, Context::Setting | Context::Slot | Context::Choice);
    pass.found(members, |at, member| {
        let extractor = extract::extractor_of(&member.path).map(|reader| reader.extractor);
        let is_open = |field: &&Field| {
            let reference = member.extraction.place(field.value).map(|place| &member.extraction.references[place]);
            reference
                .is_some_and(|reference| reference.uses.iter().all(is_held) && pass.is_spoken_of(member, reference))
        };
        let fields = member.extraction.links.fields.iter().filter(|_| !member.is_test).filter(is_open);
        let is_private = || extractor.is_some_and(|extractor| extractor.is_private(&member.path, pass.around));
        let fields = fields.filter(|field| !field.holder.is_open || is_private());
        fields.map(|field| Candidate { at, path: member.path.clone(), field: field.clone() }).collect()
    })
}

/// The names of some fields, of their sisters and variables.
struct Words<'c> {
    names: Vec<&'c str>,
    automaton: AhoCorasick,
    /// By path, the fields that are declared there.
    declared: BTreeMap<&'c str, Vec<&'c Field>>,
}

/// Which of some words code says.
#[derive(Default)]
struct Said {
    /// Anywhere but in the declaration of the field.
    anywhere: BTreeSet<usize>,
    /// There, and not as the name of a variable that is looked up beside the settings.
    named: BTreeSet<usize>,
    /// The same outside of what the fields belong to.
    outside: BTreeSet<usize>,
}

impl Said {
    fn and(mut self, other: Said) -> Said {
        self.anywhere.extend(other.anywhere);
        self.named.extend(other.named);
        self.outside.extend(other.outside);
        self
    }
}

impl<'c> Words<'c> {
    /// Nothing if there are no fields.
    fn new(open: &'c [Candidate]) -> Option<Words<'c>> {
        let mut holders: Vec<&FieldHolder> = open.iter().map(|candidate| &*candidate.field.holder).collect();
        holders.dedup_by(|one, other| std::ptr::eq(*one, *other));
        let own = open.iter().flat_map(|Candidate { field, .. }| std::iter::once(&field.name).chain(&field.variables));
        let all = own.chain(holders.into_iter().flat_map(|holder| &holder.fields));
        let names: BTreeSet<&str> = all.map(String::as_str).collect();
        let names: Vec<&str> = names.into_iter().filter(|name| !name.is_empty()).collect();
        let automaton = AhoCorasick::new(&names).ok().filter(|_| !open.is_empty())?;
        let mut declared: BTreeMap<&str, Vec<&Field>> = BTreeMap::new();
        for Candidate { path, field, .. } in open {
            declared.entry(path).or_default().push(field);
        }
        Some(Words { names, automaton, declared })
    }

    /// What a file says of them.
    fn said(&self, path: &str, bytes: &[u8]) -> Said {
        let declared = self.declared.get(path).map_or(&[][..], Vec::as_slice);
        let mut said = Said::default();
        for found in self.automaton.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range())) {
            let (word, place) = (found.pattern().as_usize(), Span::new(found.start(), found.end()));
            let name = self.names[word];
            let declares = |field: &&&Field| {
                let is_own = field.name == name || field.variables.iter().any(|variable| variable == name);
                is_own && field.place.contains(place)
            };
            let is_declared = declared.iter().any(|field| declares(&field));
            if !is_declared {
                said.anywhere.insert(word);
            }
            // Who looks a variable up himself reads no field, even if it is called alike.
            if is_looked_up(bytes, found.range()) {
                continue;
            }
            if !is_declared {
                said.named.insert(word);
            }
            if !declared.iter().any(|field| field.holder.place.contains(place)) {
                said.outside.insert(word);
            }
        }
        said
    }

    fn say(&self, said: &BTreeSet<usize>, name: &str) -> bool {
        self.names.binary_search(&name).is_ok_and(|word| said.contains(&word))
    }

    /// Nothing says the name of a field, while sisters are read by names of several words.
    fn leave(&self, said: &Said, field: &Field) -> bool {
        let has_words = |name: &str| words_of_name(name).nth(1).is_some();
        let is_read = |sister: &&String| has_words(sister) && self.say(&said.outside, sister);
        let are_read = || field.sisters().filter(is_read).collect::<BTreeSet<_>>().len() >= FEWEST;
        has_words(&field.name) && !self.say(&said.named, &field.name) && are_read()
    }
}

/// What stands at a place names a variable of the environment: `getenv("NAME")`, `environ["NAME"]`. A schema may put its
/// defaults where `process.env.NAME` reads them.
fn is_looked_up(bytes: &[u8], place: Range<usize>) -> bool {
    const BY: [&[u8]; 3] = [b"getenv", b"environ", b"environ.get"];
    let before = &bytes[..place.start];
    let quote = |byte: Option<&u8>| byte.copied().filter(|byte| matches!(byte, b'"' | b'\''));
    let is_text = quote(before.last()).is_some() && quote(before.last()) == quote(bytes.get(place.end));
    let opened = before[..before.len().saturating_sub(1)].trim_ascii_end();
    let called = opened.strip_suffix(b"(").or_else(|| opened.strip_suffix(b"["));
    is_text && called.is_some_and(|called| BY.iter().any(|by| called.ends_with(by)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_looked_up_by_their_names() {
        for (text, is_variable) in [
            ("os.getenv(\"ACME_MODEL\", \"x\")", true),
            ("os.environ['ACME_MODEL']", true),
            ("os.environ.get(\n    \"ACME_MODEL\",\n)", true),
            ("process.env.ACME_MODEL", false),
            ("settings.ACME_MODEL", false),
            ("getattr(settings, \"ACME_MODEL\")", false),
            ("settings[\"ACME_MODEL\"]", false),
            ("env.ACME_MODEL", false),
        ] {
            let at = text.find("ACME_MODEL").expect("the name");
            assert_eq!(is_looked_up(text.as_bytes(), at..at + "ACME_MODEL".len()), is_variable, "{text}");
        }
    }
}

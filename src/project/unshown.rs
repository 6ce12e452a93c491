//! Parts of an application that no file of it imports (`components/picker.tsx` beside others that are shown): what they
//! offer reaches nobody.

use std::collections::{BTreeSet, HashSet};
use std::path::Path;

use aho_corasick::AhoCorasick;

use super::imports::{Imports, Unread, is_word};
use super::judge::{self, Run};
use super::links::{is_code, own_name};
use super::surroundings::Surroundings;
use super::{Ground, Target};
use crate::checks;
use crate::extract;
use crate::link::Member;
use crate::reference::{Context, Use};

/// Silences what such parts hold, but for calls of their own.
pub(super) fn settle(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    run: Run<'_>,
    silent: &[&Target],
    members: &mut [Member],
) {
    let parts = parts(around, run, members);
    if parts.is_empty() {
        return;
    }
    let unshown = Files { around, ground, members, silent }.unshown(parts);
    for at in unshown {
        let uses = members[at].extraction.references.iter_mut().flat_map(|reference| &mut reference.uses);
        uses.filter(|used| is_held(used)).for_each(|used| used.context = Context::Text);
    }
}

/// What is only held: no call is known that sends it.
fn is_held(used: &Use) -> bool {
    used.path.is_none() && matches!(used.context, Context::Setting | Context::Slot | Context::Choice)
}

/// A file that lies where only imports make use of it, and of which something is said.
struct Part {
    at: usize,
    path: String,
    stem: String,
    names: Vec<String>,
}

fn parts(around: &Surroundings<'_>, run: Run<'_>, members: &[Member]) -> Vec<Part> {
    let part = |(at, member): (usize, &Member)| {
        let extractor = extract::extractor_of(&member.path)?.extractor;
        let scene = judge::scene(run, member, Path::new(&member.path), false);
        let mut held = member.extraction.references.iter().filter(|reference| reference.uses.iter().any(is_held));
        let is_part = !member.is_test && extractor.is_only_imported(&member.path, around);
        let speaks = is_part && held.any(|reference| !checks::check(scene, reference).is_empty());
        let names = speaks.then(|| extractor.exported(&member.file.bytes)).filter(|names| !names.is_empty())?;
        Some(Part { at, path: member.path.clone(), stem: own_name(&member.path)?, names })
    };
    let attempt = |(at, member): (usize, &Member)| around.attempt(&member.shown, || part((at, member))).flatten();
    members.iter().enumerate().filter_map(attempt).collect()
}

/// The code of the project.
struct Files<'f, 's> {
    around: &'f Surroundings<'s>,
    ground: Ground<'f>,
    members: &'f [Member],
    silent: &'f [&'f Target],
}

/// What a file does with a part.
#[derive(Default)]
struct Seen {
    /// It imports the part, or may.
    takes: bool,
    /// It imports another file of the folder.
    takes_sibling: bool,
}

impl Files<'_, '_> {
    /// The parts that no file takes, in folders of which others are taken.
    fn unshown(&self, parts: Vec<Part>) -> Vec<usize> {
        let known: HashSet<&str> = self.members.iter().map(|member| member.shown.as_str()).collect();
        let others = self.silent.iter().copied().chain(self.around.others());
        let others: Vec<&Target> = others.filter(|target| !known.contains(target.shown.as_str())).collect();
        let paths = || others.iter().filter_map(|target| self.around.relative(target));
        let all: BTreeSet<String> = self.members.iter().map(|member| member.path.clone()).chain(paths()).collect();
        let is_unshown = |part: &Part| self.is_unshown(part, &all, &others);
        parts.into_iter().filter(is_unshown).map(|part| part.at).collect()
    }

    fn is_unshown(&self, part: &Part, all: &BTreeSet<String>, others: &[&Target]) -> bool {
        let near = all.iter().filter(|path| folder(path) == folder(&part.path));
        let stems: BTreeSet<String> = near.filter_map(|path| own_name(path)).collect();
        let Ok(stems) = AhoCorasick::new(&stems) else { return false };
        let of_member = |member: &Member| {
            let asks = is_code(&member.path) && member.path != part.path;
            asks.then(|| self.see(part, &stems, &member.path, &Imports::of_code(&member.path, &member.file.bytes)))
        };
        let of_other = |target: &&Target| {
            let path = self.around.relative(target)?;
            Some(self.see(part, &stems, &path, &Unread::new(target, self.ground, &self.around.imports).imports()))
        };
        let seen = self.members.iter().filter_map(of_member).chain(others.iter().filter_map(of_other));
        let mut takes_sibling = false;
        for seen in seen {
            if seen.takes {
                return false;
            }
            takes_sibling |= seen.takes_sibling;
        }
        takes_sibling && !self.is_named(part, others)
    }

    fn see(&self, part: &Part, stems: &AhoCorasick, path: &str, imports: &Imports) -> Seen {
        if imports.among(stems).is_empty() {
            return Seen::default();
        }
        let says_it = imports.say(&part.stem);
        let Some(taken) = self.around.imported_by(path, imports) else {
            return Seen { takes: says_it, takes_sibling: false };
        };
        // A module of that name which is found nowhere may be the part.
        let is_namesake = |other: &String| own_name(other).is_some_and(|stem| stem == part.stem);
        let takes = taken.contains_key(&part.path) || says_it && !taken.keys().any(is_namesake);
        Seen { takes, takes_sibling: taken.keys().any(|other| folder(other) == folder(&part.path)) }
    }

    /// A file says a name that the part gives and neither imports nor gives one itself: bundlers may import it unasked.
    fn is_named(&self, part: &Part, others: &[&Target]) -> bool {
        let Ok(names) = AhoCorasick::new(&part.names) else { return true };
        let says = |path: &str, bytes: &[u8], imports: &Imports| {
            let named = names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
            let named: BTreeSet<&String> = named.map(|found| &part.names[found.pattern().as_usize()]).collect();
            let own = || extract::extractor_of(path).map(|reader| reader.extractor.exported(bytes)).unwrap_or_default();
            named.into_iter().any(|name| !imports.say(name) && !own().contains(name))
        };
        let by_member = |member: &Member| {
            let (path, bytes) = (&member.path, &member.file.bytes);
            is_code(path) && *path != part.path && says(path, bytes, &Imports::of_code(path, bytes))
        };
        let by_other = |target: &&Target| {
            let unread = Unread::new(target, self.ground, &self.around.imports);
            says(&target.shown, unread.bytes(), &unread.imports())
        };
        self.members.iter().any(by_member) || others.iter().any(by_other)
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

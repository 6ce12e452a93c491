//! Parts of an application that no file of it imports (`components/picker.tsx` beside others that are shown): what they
//! offer reaches nobody.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::AhoCorasick;

use super::code::{Code, File};
use super::imports::{is_in_comment, is_word};
use super::links::own_name;
use super::pass::Pass;
use super::surroundings::Surroundings;
use crate::extract;
use crate::link::Member;
use crate::reference::{Context, Use};

/// Silences what such parts hold, but for calls of their own.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let parts = parts(pass, members);
    if parts.is_empty() {
        return;
    }
    let project = pass.code(members);
    for at in unshown(&project, parts) {
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

fn parts(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Part> {
    let part = |at: usize, member: &Member| {
        let extractor = extract::extractor_of(&member.path)?.extractor;
        let mut held = member.extraction.references.iter().filter(|reference| reference.uses.iter().any(is_held));
        let is_part = !member.is_test && extractor.is_only_imported(&member.path, pass.around);
        let speaks = is_part && held.any(|reference| pass.is_spoken_of(member, reference));
        let names = speaks.then(|| extractor.exported(&member.file.bytes)).filter(|names| !names.is_empty())?;
        Some(Part { at, path: member.path.clone(), stem: own_name(&member.path)?, names })
    };
    pass.found(members, |at, member| part(at, member).into_iter().collect())
}

/// The parts that no file takes, in folders of which others are taken.
fn unshown(project: &Code<'_, '_>, parts: Vec<Part>) -> Vec<usize> {
    let Some(folders) = Folders::new(project.around, &parts) else { return Vec::new() };
    project.each(|file| file.path().map(|path| folders.see(project.around, &path, file)));
    let open: Vec<&Part> = folders.open().map(|at| &parts[at]).collect();
    let Some(names) = Names::new(&open) else { return Vec::new() };
    project.each(|file| file.path().map(|path| names.look(&path, file)));
    names.unsaid().map(|part| part.at).collect()
}

/// What files do with a part, so far as was seen.
#[derive(Default)]
struct Seen {
    /// One imports the part, or may.
    taken: AtomicBool,
    /// One imports another file of the folder.
    sibling: AtomicBool,
}

/// The folders in which parts lie.
struct Folders<'p> {
    /// Finds the names of files of all of them.
    stems: AhoCorasick,
    /// By name of a file, the folders that have one.
    by_stem: Vec<BTreeSet<&'p str>>,
    /// By folder, the places of its parts.
    by_folder: BTreeMap<&'p str, Vec<usize>>,
    parts: &'p [Part],
    seen: Vec<Seen>,
}

impl<'p> Folders<'p> {
    /// Nothing if there are no parts.
    fn new(around: &Surroundings<'_>, parts: &'p [Part]) -> Option<Folders<'p>> {
        let mut by_folder: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            by_folder.entry(folder(&part.path)).or_default().push(at);
        }
        let mut by_stem: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for name in by_folder.keys().copied() {
            let inside = around.code_below(name).iter().filter(|path| folder(path) == name);
            inside.filter_map(|path| own_name(path)).for_each(|stem| _ = by_stem.entry(stem).or_default().insert(name));
        }
        let stems = AhoCorasick::new(by_stem.keys()).ok().filter(|_| !by_stem.is_empty())?;
        let seen = parts.iter().map(|_| Seen::default()).collect();
        Some(Folders { stems, by_stem: by_stem.into_values().collect(), by_folder, parts, seen })
    }

    fn is_taken(&self, at: usize) -> bool {
        self.seen[at].taken.load(Ordering::Relaxed)
    }

    /// The parts that no file takes, in folders of which others are taken, by their places.
    fn open(&self) -> impl Iterator<Item = usize> {
        (0..self.parts.len()).filter(|at| !self.is_taken(*at) && self.seen[*at].sibling.load(Ordering::Relaxed))
    }

    /// Notes what a file does with the parts that nobody takes so far.
    fn see(&self, around: &Surroundings<'_>, path: &str, file: &File<'_, '_>) {
        if (0..self.parts.len()).all(|at| self.is_taken(at)) {
            return;
        }
        let imports = file.imports();
        let named: BTreeSet<&str> =
            imports.among(&self.stems).into_iter().flat_map(|stem| &self.by_stem[stem]).copied().collect();
        let near = named.into_iter().flat_map(|folder| &self.by_folder[folder]).copied();
        let near: Vec<usize> = near.filter(|at| self.parts[*at].path != path && !self.is_taken(*at)).collect();
        if near.is_empty() {
            return;
        }
        let taken = around.imported_by(path, &imports);
        for at in near {
            let part = &self.parts[at];
            let says_it = imports.say(&part.stem);
            // A module of that name which is found nowhere may be the part.
            let is_namesake = |other: &String| own_name(other).is_some_and(|stem| stem == part.stem);
            let takes = match &taken {
                Some(taken) => taken.contains_key(&part.path) || says_it && !taken.keys().any(is_namesake),
                None => says_it,
            };
            let is_sibling = |other: &String| folder(other) == folder(&part.path);
            let takes_sibling = taken.as_ref().is_some_and(|taken| taken.keys().any(is_sibling));
            self.seen[at].taken.fetch_or(takes, Ordering::Relaxed);
            self.seen[at].sibling.fetch_or(takes_sibling, Ordering::Relaxed);
        }
    }
}

/// Names that parts give: bundlers may import them unasked.
struct Names<'p> {
    parts: &'p [&'p Part],
    automaton: AhoCorasick,
    /// By name, the name and the places of the parts that give it.
    by_name: Vec<(&'p str, Vec<usize>)>,
    /// By part, some file says a name of it.
    said: Vec<AtomicBool>,
}

impl<'p> Names<'p> {
    /// Nothing if there are no parts.
    fn new(parts: &'p [&'p Part]) -> Option<Names<'p>> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, part) in parts.iter().enumerate() {
            part.names.iter().for_each(|name| by_name.entry(name).or_default().push(at));
        }
        let automaton = AhoCorasick::new(by_name.keys()).ok().filter(|_| !parts.is_empty())?;
        let said = parts.iter().map(|_| AtomicBool::new(false)).collect();
        Some(Names { parts, automaton, by_name: by_name.into_iter().collect(), said })
    }

    /// The parts of which no file says a name.
    fn unsaid(&self) -> impl Iterator<Item = &'p Part> {
        let said = self.said.iter().map(|said| said.load(Ordering::Relaxed));
        self.parts.iter().zip(said).filter(|(_, said)| !said).map(|(part, _)| *part)
    }

    /// Notes the parts of which a file says a name that it neither imports nor gives itself.
    fn look(&self, path: &str, file: &File<'_, '_>) {
        let bytes = file.bytes();
        let found = self.automaton.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
        let found = found.filter(|found| !is_in_comment(bytes, found.start()));
        let named: BTreeSet<usize> = found.map(|found| found.pattern().as_usize()).collect();
        if named.is_empty() {
            return;
        }
        let imports = file.imports();
        let named = named.into_iter().map(|name| &self.by_name[name]).filter(|(name, _)| !imports.say(name));
        let mut named = named.peekable();
        if named.peek().is_none() {
            return;
        }
        let own = extract::extractor_of(path).map(|reader| reader.extractor.exported(file.bytes()));
        let own = own.unwrap_or_default();
        let parts = named.filter(|(name, _)| !own.iter().any(|own| own == name)).flat_map(|(_, parts)| parts);
        for at in parts.filter(|at| self.parts[**at].path != path) {
            self.said[*at].store(true, Ordering::Relaxed);
        }
    }
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

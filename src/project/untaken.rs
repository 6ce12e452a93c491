//! Functions, classes and constants of an application that no file takes from their module, though others are taken from
//! it: what they hold reaches nobody (`export const modelForPlan = (plan) => …` that nothing calls).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use aho_corasick::AhoCorasick;

use super::code::{Code, File, MOST_FILES};
use super::imports::{is_in_comment, is_word};
use super::links::own_name;
use super::pass::Pass;
use super::surroundings::{Imported, Surroundings};
use crate::extract::{self, Files};
use crate::link::Member;
use crate::reference::{Context, Use};
use crate::source::Span;

/// Names that a file says and that are asked for, each with a look at the whole file: of one that says more any may be
/// taken.
const MOST_SAID: usize = 256;

/// Silences what such things hold, but for calls of their own.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let modules = modules(pass, members);
    if modules.is_empty() || pass.around.code_below("").len() > MOST_FILES {
        return;
    }
    let untaken = {
        let project = pass.code(members);
        let Some(sought) = Sought::new(&modules) else { return };
        let looks = project.each(|file| sought.look(&project, file));
        let mut taken: Vec<Taken<'_>> = modules.iter().map(|_| Taken::default()).collect();
        for (at, look) in looks.into_iter().flatten() {
            taken[at].names.extend(look.names);
            taken[at].is_imported |= look.is_imported;
        }
        untaken(pass, members, &modules, &taken)
    };
    for (at, places) in untaken {
        for reference in &mut members[at].extraction.references {
            if places.iter().any(|place| place.contains(reference.value.span)) {
                let held = reference.uses.iter_mut().filter(|used| used.is_held());
                held.for_each(|used| used.context = Context::Text);
            }
        }
    }
}

/// A module of which something is said for what it holds.
struct Module {
    at: usize,
    path: String,
    stem: String,
    /// The names that it gives to others.
    names: Vec<String>,
}

fn modules(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Module> {
    let module = |at: usize, member: &Member| {
        let extractor = extract::extractor_of(&member.path)?.extractor;
        let references = &member.extraction.references;
        let mut held = references.iter().filter(|reference| reference.uses.iter().any(Use::is_held));
        let is_spoken = !member.is_test && held.any(|reference| pass.is_spoken_of(member, reference));
        let names = is_spoken.then(|| extractor.exported(&member.file.bytes)).filter(|names| !names.is_empty())?;
        let is_private = extractor.is_private(&member.path, pass.around);
        is_private.then_some(Module { at, path: member.path.clone(), stem: own_name(&member.path)?, names })
    };
    pass.found(members, |at, member| module(at, member).into_iter().collect())
}

/// The places of what nobody takes, by member.
fn untaken(pass: Pass<'_, '_>, members: &[Member], modules: &[Module], taken: &[Taken<'_>]) -> Vec<(usize, Vec<Span>)> {
    let imported = modules.iter().zip(taken).filter(|(_, taken)| taken.is_imported);
    let places = imported.filter_map(|(module, taken)| {
        let member = &members[module.at];
        let extractor = extract::extractor_of(&member.path)?.extractor;
        let is_taken = |name: &str| taken.names.contains(name);
        let ask = || extractor.untaken(&member.path, &member.file, &module.names, &is_taken, pass.around);
        Some((module.at, pass.around.attempt(&member.shown, ask)?))
    });
    places.collect()
}

/// What files take from a module.
#[derive(Default)]
struct Taken<'m> {
    names: BTreeSet<&'m str>,
    /// One takes something of it.
    is_imported: bool,
}

/// What is sought in files.
struct Sought<'m> {
    modules: &'m [Module],
    stems: AhoCorasick,
    names: AhoCorasick,
    /// By name, the name and the modules that give it.
    by_name: Vec<(&'m str, Vec<usize>)>,
}

impl<'m> Sought<'m> {
    fn new(modules: &'m [Module]) -> Option<Sought<'m>> {
        let mut by_name: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, module) in modules.iter().enumerate() {
            module.names.iter().for_each(|name| by_name.entry(name).or_default().push(at));
        }
        let stems = AhoCorasick::new(modules.iter().map(|module| &module.stem)).ok()?;
        let names = AhoCorasick::new(by_name.keys()).ok()?;
        Some(Sought { modules, stems, names, by_name: by_name.into_iter().collect() })
    }

    /// What a file takes of each module; what tests take is none of the application's.
    fn look(&self, project: &Code<'_, '_>, file: &File<'_, '_>) -> Option<Vec<(usize, Taken<'m>)>> {
        let path = file.path()?;
        if file.is_test(&path) {
            return None;
        }
        let (bytes, imports) = (file.bytes(), file.imports());
        let near = imports.among(&self.stems);
        let said = self.names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
        let said = said.filter(|found| !is_in_comment(bytes, found.start()));
        let said: BTreeSet<usize> = said.map(|found| found.pattern().as_usize()).collect();
        if near.is_empty() && said.is_empty() {
            return None;
        }
        let around = project.around;
        let others = Others { around, bytes, imported: around.imported_by(&path, &imports) };
        let mut taken: BTreeMap<usize, Taken<'m>> = BTreeMap::new();
        for at in near.into_iter().filter(|at| others.import(&self.modules[*at].path)) {
            taken.entry(at).or_default().is_imported |= self.modules[at].path != path;
        }
        let is_asked = said.len() <= MOST_SAID;
        for (name, modules) in said.into_iter().map(|name| &self.by_name[name]) {
            for at in modules.iter().filter(|at| self.modules[**at].path != path) {
                if !is_asked || others.may_take(name, &self.modules[*at].path) {
                    taken.entry(*at).or_default().names.insert(name);
                }
            }
        }
        Some(taken.into_iter().collect())
    }
}

/// A file, and the modules of the project that it imports.
struct Others<'f, 's> {
    around: &'f Surroundings<'s>,
    bytes: &'f [u8],
    /// Nothing if its lines do not tell.
    imported: Option<Arc<Imported>>,
}

impl Others<'_, '_> {
    /// The file imports a module, so far as its lines say.
    fn import(&self, module: &str) -> bool {
        self.imported.as_ref().is_some_and(|imported| imported.contains_key(module))
    }

    /// A name that the file says may be that of a module: it is neither its own nor that of another module.
    fn may_take(&self, name: &str, module: &str) -> bool {
        self.import(module) || !self.declares(name) && !self.is_of_another(name)
    }

    /// A module that the file imports gives a name by itself, and has it from none.
    fn is_of_another(&self, name: &str) -> bool {
        let gives = |other: &String| {
            let Some(text) = self.around.text(other).filter(|text| text.contains(name)) else { return false };
            let mut passing = text.lines().filter(|line| line.contains(" from ") || line.contains("require("));
            let reader = extract::extractor_of(other);
            let given = || reader.map(|reader| reader.extractor.exported(text.as_bytes())).unwrap_or_default();
            !passing.any(|line| line.contains(name)) && given().iter().any(|own| own == name)
        };
        self.imported.iter().flat_map(|imported| imported.keys()).any(gives)
    }

    /// The file has something of a name by itself: `const name = …`, `function name(…)`.
    fn declares(&self, name: &str) -> bool {
        const WORDS: [&[u8]; 5] = [b"const", b"let", b"var", b"function", b"class"];
        let is_declared = |at: usize| {
            let before = self.bytes[..at].trim_ascii_end();
            WORDS.iter().any(|word| before.ends_with(word)) && is_word(self.bytes, at..at + name.len())
        };
        memchr::memmem::find_iter(self.bytes, name).any(is_declared)
    }
}

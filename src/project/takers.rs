//! Files that take something from others: no rule could speak in them by themselves, but one could once it is known
//! what they take.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;

use super::imports::{Unread, imports, imports_one, is_word};
use super::links::{add, is_code, is_passage, mentions, stem};
use super::surroundings::Surroundings;
use super::{Ground, Target};
use crate::catalog::automaton::Automaton;
use crate::extract::{self, Files, Holder};
use crate::link::{self, Member};
use crate::prefilter::Seen;
use crate::reference::{Context, Reference};
use crate::source::Span;

/// How often files are sought that take names from files that were found so.
const MOST_ROUNDS: usize = 4;

/// Parses files that may take something from others, though no rule could speak in them by themselves.
///
/// Where only some files are checked, the others of the project may hold calls that take something from them.
pub(super) fn find(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    (silent, speaking): (&[&Target], &[(&Target, Seen)]),
    members: &mut Vec<Member>,
) {
    if around.is_whole() {
        takers_of_all(around, ground, (silent, speaking), members);
        return;
    }
    let mut names: BTreeSet<String> = BTreeSet::new();
    let mut stems: BTreeSet<String> = BTreeSet::new();
    // Who imports from a package need not say from which of its files.
    let mut is_passed = false;
    for member in members.iter() {
        held(member, &mut names);
    }
    let mut first = 0;
    for _ in 0..MOST_ROUNDS {
        let before = (names.len(), stems.len(), is_passed);
        for member in &members[first..] {
            passed_on(member, &mut names);
            stems.extend(stem(&member.path));
            is_passed |= is_passage(&member.path) || !is_code(&member.path);
        }
        if names.is_empty() || before == (names.len(), stems.len(), is_passed) {
            return;
        }
        let (Ok(names), Ok(stems)) = (AhoCorasick::new(&names), AhoCorasick::new(&stems)) else { return };
        let is_near = |unread: &Unread<'_>| is_passed || unread.imports().any(&stems, |_, _| true);
        let takes_all = |unread: &Unread<'_>| unread.imports().any(&stems, |_, line| passes_all_on(line));
        let is_wanted =
            |unread: &Unread<'_>| (is_near(unread) && mentions(&names, unread.bytes())) || takes_all(unread);
        first = members.len();
        add(around, ground, speaking.iter().map(|(target, _)| *target).chain(around.others()), is_wanted, members);
    }
}

/// A line that imports gives all names of a module to those who import its own file. Who takes the module under a name
/// of its own mentions in the file what he takes of it.
fn passes_all_on(line: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(line, word).is_some();
    line.contains(&b'*') && !(has(b"import") && has(b"* as "))
}

/// Of a whole project, files with a call of which something is to be said once it is known what they import, and files
/// that pass something like an ID to a function which hands it on to a call.
fn takers_of_all(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    (silent, speaking): (&[&Target], &[(&Target, Seen)]),
    members: &mut Vec<Member>,
) {
    let with =
        |wanted: fn(&Seen) -> bool| speaking.iter().filter(move |(_, seen)| wanted(seen)).map(|(target, _)| *target);
    let (offering, calling): (Vec<&Target>, Vec<&Target>) =
        (with(|seen| seen.stem).collect(), with(|seen| seen.call).collect());
    givers(around, ground, &offering, &calling, members);
    let mut held: Vec<Held> = members.iter().flat_map(|member| Held::by(around, member)).collect();
    held.extend(settings_held(around, ground, silent, members));
    if let Some(sought) = Sought::new(&held) {
        add(around, ground, calling.into_iter(), |unread| sought.meets(around, unread), members);
    }
    // Members and lists that stand for nothing by themselves are used by whoever gives them a name.
    held.retain(|held| held.is_one_of_many);
    passed_by_others(ground, silent, &mut held);
    if let Some(sought) = Sought::new(&held) {
        add(around, ground, silent.iter().copied(), |unread| !sought.taken(unread).is_empty(), members);
    }
    let wrappers: BTreeSet<&String> = members.iter().flat_map(|member| &member.extraction.links.wrappers).collect();
    if let Some(names) = automaton(&wrappers) {
        let passes =
            |unread: &Unread<'_>| mentions(&names, unread.bytes()) && around.offers(unread.target, unread.bytes());
        add(around, ground, offering.into_iter(), passes, members);
    }
}

/// Parses files that hold something like an ID, if a file with a call imports them.
fn givers(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    offering: &[&Target],
    calling: &[&Target],
    members: &mut Vec<Member>,
) {
    let read = |target: &Target| ground.texts.read(&target.path, ground.settings.max_file_size).ok();
    let gives = |target: &Target, bytes: &[u8]| {
        extract::extractor_of(&target.shown).is_some_and(|reader| reader.extractor.may_give(bytes))
    };
    let offers =
        |target: &&&Target| read(target).is_some_and(|bytes| gives(target, &bytes) && around.offers(target, &bytes));
    let stems = |target: &&Target| Some((target.shown.clone(), ways(around, &around.relative(target)?)));
    let ways: BTreeMap<String, Vec<Way>> =
        offering.par_iter().with_max_len(8).filter(offers).filter_map(stems).collect();
    let names: Vec<&String> =
        ways.values().flatten().map(|way| &way.name).collect::<BTreeSet<&String>>().into_iter().collect();
    let Some(automaton) = automaton(&names) else { return };
    let imported: HashSet<usize> = calling
        .par_iter()
        .with_max_len(8)
        .flat_map_iter(|target| Unread::new(target, ground, &around.imports).imports().among(&automaton))
        .collect();
    let is_imported = |way: &Way| names.binary_search(&&way.name).is_ok_and(|at| imported.contains(&at));
    let is_giver =
        |unread: &Unread<'_>| ways.get(&unread.target.shown).is_some_and(|ways| ways.iter().any(is_imported));
    add(around, ground, offering.iter().copied(), is_giver, members);
}

/// A name by which a file is imported, and the file through whose text it is, unless it is the file itself.
struct Way {
    name: String,
    through: Option<String>,
}

/// The names by which others import what stands in a file: its own, and those of the folders that pass it on.
fn ways(around: &Surroundings<'_>, path: &str) -> Vec<Way> {
    /// Folders in folders that pass names on.
    const HIGHEST: usize = 4;
    let mut inner = stem(path);
    let mut ways: Vec<Way> = inner.iter().map(|name| Way { name: name.clone(), through: None }).collect();
    let mut folder = path;
    for _ in 0..HIGHEST {
        folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        let Some(name) = inner.as_deref().filter(|_| !folder.is_empty()) else { break };
        let mut files =
            ["__init__.py", "index.ts", "index.js", "index.tsx"].map(|file| format!("{folder}/{file}")).into_iter();
        let passes = |file: &String| file == path || around.text(file).is_some_and(|text| imports_one(name, &text));
        // A folder further up may pass on what the one between does not.
        let Some(file) = files.find(passes) else { continue };
        let own = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        ways.push(Way { name: own.clone(), through: Some(file).filter(|file| file != path) });
        inner = Some(own);
    }
    ways
}

/// What others may take.
struct Held {
    /// Names of modules by which it is imported; what has none is read by its name alone.
    modules: Vec<String>,
    /// Names by which it is taken; any, if there are none.
    names: Vec<String>,
    /// What it may be.
    texts: Vec<String>,
    /// Something is to be said of a part that is one of many: a member of an enumeration, an item of a list.
    is_one_of_many: bool,
}

impl Held {
    /// What a file of code holds.
    fn by(around: &Surroundings<'_>, member: &Member) -> Vec<Held> {
        let references = &member.extraction.references;
        if !is_code(&member.path) || references.is_empty() {
            return Vec::new();
        }
        let ways = ways(around, &member.path);
        let passages: Vec<Arc<str>> = ways.iter().filter_map(|way| around.text(way.through.as_ref()?)).collect();
        let reference = |value: &Span| {
            let found = references.binary_search_by_key(value, |reference| reference.value.span);
            found.ok().map(|at| &references[at])
        };
        let is_key = |Reference { value, uses, .. }: &Reference| {
            uses.iter().all(|used| used.context == Context::Key) && around.speaks_by_itself(&value.text)
        };
        let held = |holder: &Holder| {
            let mut names = vec![holder.name.clone()];
            for passage in &passages {
                names.extend(renamed(passage, &names));
            }
            // What is nameless is imported by any name.
            if names.iter().any(|name| is_nameless(name)) {
                names.clear();
            }
            let modules = ways.iter().map(|way| way.name.clone()).collect();
            let values: Vec<&Reference> = holder.values.iter().filter_map(reference).collect();
            let is_one_of_many = values.iter().any(|value| is_key(value));
            Held {
                modules,
                names,
                texts: values.iter().map(|found| found.value.text.clone()).collect(),
                is_one_of_many,
            }
        };
        member.extraction.links.holders.iter().map(held).collect()
    }
}

/// What settings of the environment hold, by their names and by the files of code that read them under these.
fn settings_held(around: &Surroundings<'_>, ground: Ground<'_>, silent: &[&Target], members: &[Member]) -> Vec<Held> {
    let settings = settings(members);
    let Some(automaton) = automaton(&settings) else { return Vec::new() };
    let files = members.iter().filter(|member| link::is_environment(&member.path));
    let texts: BTreeSet<String> =
        files.flat_map(|member| &member.extraction.references).map(|reference| reference.value.text.clone()).collect();
    let texts: Vec<String> = texts.into_iter().collect();
    let reads = |target: &&&Target| {
        let bytes = || ground.texts.read(&target.path, ground.settings.max_file_size);
        is_code(&target.shown) && bytes().is_ok_and(|bytes| mentions(&automaton, &bytes))
    };
    let readers: Vec<String> =
        silent.par_iter().with_max_len(8).filter(reads).filter_map(|target| around.relative(target)).collect();
    let parsed = members.iter().filter(|member| is_code(&member.path) && mentions(&automaton, &member.file.bytes));
    let readers: BTreeSet<String> = readers.into_iter().chain(parsed.map(|member| member.path.clone())).collect();
    let modules = readers.iter().flat_map(|path| ways(around, path)).map(|way| way.name).collect();
    let by_module = Held { modules, names: Vec::new(), texts: texts.clone(), is_one_of_many: false };
    let names = settings.into_iter().collect();
    vec![Held { modules: Vec::new(), names, texts, is_one_of_many: false }, by_module]
}

/// Adds the names of modules that pass on what they take from those in which something is held.
fn passed_by_others(ground: Ground<'_>, silent: &[&Target], held: &mut [Held]) {
    /// Files that only pass names on are small, in bytes.
    const LARGEST: u64 = 16 << 10;
    let named = held.iter().filter(|one| !one.names.is_empty());
    let modules: BTreeSet<String> = named.flat_map(|one| &one.modules).cloned().collect();
    let modules: Vec<&String> = modules.iter().collect();
    let Some(automaton) = automaton(&modules) else { return };
    let passes = |target: &&Target| {
        let bytes = ground.texts.read(&target.path, LARGEST).ok().filter(|_| is_code(&target.shown))?;
        let mut passed = HashSet::new();
        imports(&automaton, &bytes, |module, line| {
            passed.extend(passes_on(line).then_some(module));
            false
        });
        (!passed.is_empty()).then_some((stem(&target.shown)?, passed))
    };
    let passages: Vec<(String, HashSet<usize>)> = silent.par_iter().with_max_len(8).filter_map(passes).collect();
    for one in held.iter_mut().filter(|one| !one.names.is_empty()) {
        let is_of = |at: &usize| one.modules.contains(modules[*at]);
        let names: Vec<String> =
            passages.iter().filter(|(_, passed)| passed.iter().any(is_of)).map(|(name, _)| name.clone()).collect();
        one.modules.extend(names);
    }
}

/// A line gives names that it takes from a module to others.
fn passes_on(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"export") || passes_all_on(line)
}

/// What others may take, to be found in the text of files.
struct Sought<'h> {
    held: &'h [Held],
    modules: AhoCorasick,
    /// By module, what is imported by it.
    by_module: Vec<Vec<usize>>,
    /// Something is taken by any name.
    has_nameless: bool,
    /// Something is taken by its name from whatever module.
    is_read_by_name: bool,
    /// Finds fast that a text holds none of the names, in whatever case and within whatever word.
    near: Option<Automaton>,
    names: AhoCorasick,
    /// By name, what is taken by it.
    by_name: Vec<Vec<usize>>,
}

impl<'h> Sought<'h> {
    fn new(held: &'h [Held]) -> Option<Sought<'h>> {
        let mut modules: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in held.iter().enumerate() {
            one.modules.iter().for_each(|module| modules.entry(module).or_default().push(at));
            one.names.iter().for_each(|name| names.entry(name).or_default().push(at));
        }
        let sought = Sought {
            held,
            has_nameless: held.iter().any(|one| one.names.is_empty()),
            is_read_by_name: held.iter().any(|one| one.modules.is_empty()),
            near: Automaton::build(&names.keys().map(|name| name.to_ascii_lowercase()).collect::<Vec<_>>()).ok(),
            modules: built(modules.keys())?,
            by_module: modules.into_values().collect(),
            names: built(names.keys())?,
            by_name: names.into_values().collect(),
        };
        (!held.is_empty()).then_some(sought)
    }

    /// The file may take something, and something would be said of that at one of its calls.
    fn meets(&self, around: &Surroundings<'_>, unread: &Unread<'_>) -> bool {
        let taken = self.taken(unread).into_iter();
        let texts: Vec<&str> = taken.flat_map(|at| &self.held[at].texts).map(String::as_str).collect();
        !texts.is_empty() && around.speaks_of(unread.target, unread.bytes(), &texts)
    }

    /// What the file may take.
    fn taken(&self, unread: &Unread<'_>) -> BTreeSet<usize> {
        // The names are found faster than the lines that import, unless these are known.
        let is_far = |bytes: &[u8]| self.near.as_ref().is_some_and(|names| !names.occurs(bytes));
        if !self.has_nameless && !unread.knows_imports() && is_far(unread.bytes()) {
            return BTreeSet::new();
        }
        let imported = unread.imports().among(&self.modules);
        let imported: HashSet<usize> =
            imported.into_iter().flat_map(|module| &self.by_module[module]).copied().collect();
        if imported.is_empty() && !self.is_read_by_name {
            return BTreeSet::new();
        }
        let mut taken: BTreeSet<usize> =
            imported.iter().copied().filter(|at| self.held[*at].names.is_empty()).collect();
        let bytes = unread.bytes();
        if is_far(bytes) {
            return taken;
        }
        for found in self.names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range())) {
            let by_name = self.by_name[found.pattern().as_usize()].iter();
            taken.extend(by_name.filter(|at| self.held[**at].modules.is_empty() || imported.contains(at)));
        }
        taken
    }
}

/// Names under which a text passes some names on.
fn renamed(text: &str, names: &[String]) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let passed = text.match_indices(" as ").filter_map(|(at, sign)| {
        let (before, after) = (text[..at].trim_end(), text[at + sign.len()..].trim_start());
        let name = &before[before.rfind(|c| !is_part(c)).map_or(0, |end| end + 1)..];
        let new = &after[..after.find(|c| !is_part(c)).unwrap_or(after.len())];
        (!new.is_empty() && names.iter().any(|known| known == name)).then(|| new.to_owned())
    });
    passed.collect()
}

/// The name says nothing about that by which others take it.
fn is_nameless(name: &str) -> bool {
    matches!(name, "default" | "module" | "exports")
}

/// What finds some words; nothing if there are none.
fn automaton<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Option<AhoCorasick> {
    let mut words = words.into_iter().peekable();
    words.peek()?;
    built(words)
}

/// What finds some words fast, should there be any; nothing if they are too many.
fn built<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Option<AhoCorasick> {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()
}

/// Adds the names by which other files may take something like an ID from a file.
fn held(member: &Member, names: &mut BTreeSet<String>) {
    let holders = &member.extraction.links.holders;
    names.extend(holders.iter().map(|holder| holder.name.clone()));
    // What has no name is imported by that of its file.
    if holders.iter().any(|holder| is_nameless(&holder.name)) {
        names.extend(stem(&member.path));
    }
    names.extend(settings(std::slice::from_ref(member)));
}

/// Adds the names under which a file passes on what it takes by some names.
fn passed_on(member: &Member, names: &mut BTreeSet<String>) {
    let renamed = member.extraction.links.renamed.iter().filter(|(before, _)| names.contains(before));
    let renamed: Vec<String> = renamed.map(|(_, after)| after.clone()).collect();
    names.extend(renamed);
}

/// Names of settings of the environment that hold something like an ID, as variables and as fields.
fn settings(members: &[Member]) -> BTreeSet<String> {
    let files = members.iter().filter(|member| link::is_environment(&member.path));
    let uses = files.flat_map(|member| &member.extraction.references).flat_map(|reference| &reference.uses);
    uses.flat_map(|used| [used.label.clone(), used.label.to_lowercase()]).filter(|name| !name.is_empty()).collect()
}

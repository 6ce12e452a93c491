//! What files hold that others may take, and how it is found in the text of those.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::imports::{Imports, Unread, is_word};
use super::links::{is_code, named, stem};
use super::surroundings::{self, Surroundings};
use super::{Ground, Target};
use crate::catalog::automaton::Automaton;
use crate::extract::{self, Files, Holder};
use crate::link::{self, Member};
use crate::prefilter::Mentions;
use crate::reference::{Context, Reference};
use crate::source::Span;

/// A line that imports gives all names of a module to those who import its own file. Who takes the module under a name
/// of its own mentions in the file what he takes of it.
pub(super) fn passes_all_on(line: &[u8]) -> bool {
    let has = |word: &[u8]| memchr::memmem::find(line, word).is_some();
    line.contains(&b'*') && !(has(b"import") && has(b"* as "))
}

/// A name by which a file is imported, and the file through whose text it is, unless it is the file itself.
pub(super) struct Way {
    pub(super) name: String,
    pub(super) through: Option<String>,
}

/// The names by which others import what stands in a file: its own, and those of the folders that pass it on.
pub(super) fn ways(around: &Surroundings<'_>, path: &str) -> Vec<Way> {
    /// Folders in folders that pass names on.
    const HIGHEST: usize = 4;
    let mut inner = stem(path);
    let mut ways: Vec<Way> = inner.iter().map(|name| Way { name: name.clone(), through: None }).collect();
    let mut folder = path;
    let mut given = vec![path.to_owned()];
    for _ in 0..HIGHEST {
        folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        let Some(name) = inner.as_deref().filter(|_| !folder.is_empty()) else { break };
        let mut files =
            ["__init__.py", "index.ts", "index.js", "index.tsx"].map(|file| format!("{folder}/{file}")).into_iter();
        let passes = |file: &String| {
            let imports = |imports: Arc<Imports>| {
                let imported = || around.imported_by(file, &imports);
                imports.say(name) && imported().is_none_or(|paths| given.iter().any(|path| paths.contains_key(path)))
            };
            file == path || around.imports_of(file).is_some_and(imports)
        };
        // A folder further up may pass on what the one between does not.
        let Some(file) = files.find(passes) else { continue };
        let own = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        given.push(file.clone());
        ways.push(Way { name: own.clone(), through: Some(file).filter(|file| file != path) });
        inner = Some(own);
    }
    ways
}

/// What others may take.
pub(super) struct Held {
    /// The files in which it stands, or which pass it on, where these are all that others may import it from.
    paths: Vec<String>,
    /// Names of modules by which it is imported, its own first; what has none is read by its name alone.
    modules: Vec<String>,
    /// The folder of which whoever imports its own module says the name, or lies in it.
    package: Option<PathBuf>,
    /// Names by which it is taken; any, if there are none.
    names: Vec<String>,
    /// What it may be.
    texts: Vec<String>,
    /// Something is to be said of a part that is one of many: a member of an enumeration, an item of a list.
    pub(super) is_one_of_many: bool,
}

impl Held {
    /// What a file of code holds.
    pub(super) fn by(around: &Surroundings<'_>, member: &Member) -> Vec<Held> {
        let references = &member.extraction.references;
        if !is_code(&member.path) || references.is_empty() {
            return Vec::new();
        }
        let ways = ways(around, &member.path);
        if ways.is_empty() {
            return Vec::new();
        }
        let passages: Vec<Arc<str>> = ways.iter().filter_map(|way| around.text(way.through.as_ref()?)).collect();
        let package = extract::extractor_of(&member.path)
            .and_then(|reader| reader.extractor.package_of(&member.path, around))
            .map(|folder| around.absolute(&folder));
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
            let passing = ways.iter().filter_map(|way| way.through.clone());
            let paths = std::iter::once(member.path.clone()).chain(passing).collect();
            let package = package.clone();
            let values: Vec<&Reference> = holder.values.iter().filter_map(reference).collect();
            let is_one_of_many = values.iter().any(|value| is_key(value));
            Held {
                paths,
                modules,
                package,
                names,
                texts: values.iter().map(|found| found.value.text.clone()).collect(),
                is_one_of_many,
            }
        };
        member.extraction.links.holders.iter().map(held).collect()
    }

    /// What a setting of the environment holds, for whoever reads it by its name.
    fn setting(name: &str, texts: &BTreeSet<String>) -> Held {
        let (names, texts) = (vec![name.to_owned()], texts.iter().cloned().collect());
        Held { paths: Vec::new(), modules: Vec::new(), package: None, names, texts, is_one_of_many: false }
    }

    /// What a file of code may have of the settings that it reads: others take it by any name.
    fn read_by(around: &Surroundings<'_>, path: String, texts: Vec<String>) -> Held {
        let ways = ways(around, &path);
        let passing: Vec<String> = ways.iter().filter_map(|way| way.through.clone()).collect();
        let modules = ways.into_iter().map(|way| way.name).collect();
        let paths = std::iter::once(path).chain(passing).collect();
        Held { paths, modules, package: None, names: Vec::new(), texts, is_one_of_many: false }
    }
}

/// What settings of the environment hold, by their names and by the files of code that read them under these.
pub(super) fn settings_held(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    silent: &[&Target],
    members: &[Member],
) -> Vec<Held> {
    let settings = settings(members);
    let Some(automaton) = automaton(settings.keys()) else { return Vec::new() };
    let all: Vec<&BTreeSet<String>> = settings.values().collect();
    let read = |path: &str, bytes: &[u8]| -> BTreeSet<&String> {
        let gives = extract::extractor_of(path).is_some_and(|reader| reader.extractor.may_give(bytes));
        let read = if gives { named(&automaton, bytes) } else { BTreeSet::new() };
        read.into_iter().flat_map(|at| all[at]).collect()
    };
    let unread = around.each(silent, |target| {
        let bytes = ground.texts.read(&target.path, ground.settings.max_file_size).ok()?;
        let texts = Some(read(&target.shown, &bytes)).filter(|texts| !texts.is_empty())?;
        Some((around.relative(target)?, texts))
    });
    let parsed = members.iter().filter(|member| is_code(&member.path));
    let parsed = parsed.map(|member| (member.path.clone(), read(&member.path, &member.file.bytes)));
    let readers = unread.into_iter().chain(parsed).filter(|(_, texts)| !texts.is_empty());
    let by_module = readers.map(|(path, texts)| Held::read_by(around, path, texts.into_iter().cloned().collect()));
    let by_name = settings.iter().map(|(name, texts)| Held::setting(name, texts));
    by_name.chain(by_module).collect()
}

/// Adds the names of modules that pass on what they take from those in which something is held.
pub(super) fn passed_by_others(around: &Surroundings<'_>, ground: Ground<'_>, silent: &[&Target], held: &mut [Held]) {
    /// Files that only pass names on are small, in bytes.
    const LARGEST: usize = 16 << 10;
    let named = held.iter().filter(|one| !one.names.is_empty());
    let modules: BTreeSet<String> = named.flat_map(|one| &one.modules).cloned().collect();
    let modules: Vec<&String> = modules.iter().collect();
    let Some(automaton) = automaton(&modules) else { return };
    let passages: Vec<Passage<'_>> = around.each(silent, |target| {
        let imports = Unread::new(target, ground, &around.imports).imports_within(LARGEST)?;
        let mut passed = BTreeSet::new();
        imports.any(&automaton, |module, line| {
            passed.extend(passes_on(line).then_some(module));
            false
        });
        let name = stem(&target.shown).filter(|_| !passed.is_empty())?;
        Some(Passage { target, path: around.relative(target)?, imports, passed, name })
    });
    let mut by_module: HashMap<&str, Vec<&Passage<'_>>> = HashMap::new();
    for passage in &passages {
        for module in &passage.passed {
            by_module.entry(modules[*module]).or_default().push(passage);
        }
    }
    for one in held.iter_mut().filter(|one| !one.names.is_empty()) {
        let passing = |module: &String| by_module.get(module.as_str()).into_iter().flatten().copied();
        let (own, others) = one.modules.split_at(one.modules.len().min(1));
        let is_meant = |passage: &&Passage<'_>| is_meant(one.package.as_deref(), passage.target, &passage.imports);
        let takes_it = |passage: &&Passage<'_>| may_import(around, &passage.path, &passage.imports, &one.paths);
        let passages = own.iter().flat_map(passing).filter(is_meant).chain(others.iter().flat_map(passing));
        let (names, paths): (BTreeSet<String>, BTreeSet<String>) =
            passages.filter(takes_it).map(|passage| (passage.name.clone(), passage.path.clone())).unzip();
        one.modules.extend(names);
        one.paths.extend(paths);
    }
}

/// A file that passes on what it takes from some modules.
struct Passage<'p> {
    target: &'p Target,
    path: String,
    imports: Arc<Imports>,
    passed: BTreeSet<usize>,
    name: String,
}

/// A file imports one of some others, so far as its own lines say; any, if there are none.
fn may_import(around: &Surroundings<'_>, path: &str, imports: &Imports, others: &[String]) -> bool {
    let is_any = |imported: Arc<surroundings::Imported>| others.iter().any(|other| imported.contains_key(other));
    others.is_empty() || around.imported_by(path, imports).is_none_or(is_any)
}

/// A file that imports a module called like one of a package may mean that one.
fn is_meant(package: Option<&Path>, target: &Target, imports: &Imports) -> bool {
    let is_named = |folder: &Path| {
        let name = folder.file_name().and_then(|name| name.to_str());
        target.path.starts_with(folder) || name.is_none_or(|name| imports.say(name))
    };
    package.is_none_or(is_named)
}

/// A line gives names that it takes from a module to others.
fn passes_on(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"export") || passes_all_on(line)
}

/// What is imported by the name of a module, by the folder of which whoever imports it says the name, or lies in it: its
/// places among what is held.
type Imported<'h> = BTreeMap<Option<&'h Path>, Vec<usize>>;

/// What others may take, to be found in the text of files.
pub(super) struct Sought<'h> {
    held: &'h [Held],
    modules: AhoCorasick,
    /// By module, what is imported by it.
    by_module: Vec<Imported<'h>>,
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
    pub(super) fn new(held: &'h [Held]) -> Option<Sought<'h>> {
        let mut modules: BTreeMap<&str, Imported<'h>> = BTreeMap::new();
        let mut names: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
        for (at, one) in held.iter().enumerate() {
            for (number, module) in one.modules.iter().enumerate() {
                let package = one.package.as_deref().filter(|_| number == 0);
                modules.entry(module).or_default().entry(package).or_default().push(at);
            }
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
    pub(super) fn meets(&self, around: &Surroundings<'_>, unread: &Unread<'_>) -> bool {
        let taken = self.taken(around, unread);
        let texts: Vec<&str> = taken.iter().flat_map(|held| &held.texts).map(String::as_str).collect();
        !texts.is_empty() && around.speaks_of(unread.target, unread.bytes(), &texts)
    }

    /// What the file may take.
    pub(super) fn taken(&self, around: &Surroundings<'_>, unread: &Unread<'_>) -> Vec<&'h Held> {
        let named = self.named(unread);
        let Some(path) = around.relative(unread.target).filter(|_| !named.is_empty()) else { return Vec::new() };
        let imports = unread.imports();
        let named = named.into_iter().map(|at| &self.held[at]);
        named.filter(|held| may_import(around, &path, &imports, &held.paths)).collect()
    }

    /// What the file may take by the names that stand in it, by its places.
    fn named(&self, unread: &Unread<'_>) -> BTreeSet<usize> {
        // The names are found faster than the lines that import, unless these are known.
        let is_far = |bytes: &[u8]| self.near.as_ref().is_some_and(|names| !names.occurs(bytes));
        if !self.has_nameless && unread.known_imports().is_none() && is_far(unread.bytes()) {
            return BTreeSet::new();
        }
        let imports = unread.imports();
        let imported = imports.among(&self.modules).into_iter().flat_map(|module| &self.by_module[module]);
        let is_meant = |(package, _): &(&Option<&Path>, &Vec<usize>)| is_meant(**package, unread.target, &imports);
        let imported: HashSet<usize> = imported.filter(is_meant).flat_map(|(_, places)| places).copied().collect();
        if imported.is_empty() && !self.is_read_by_name {
            return BTreeSet::new();
        }
        let mut taken: BTreeSet<usize> =
            imported.iter().copied().filter(|at| self.held[*at].names.is_empty()).collect();
        let bytes = unread.bytes();
        if is_far(bytes) {
            return taken;
        }
        let reader = extract::extractor_of(&unread.target.shown).filter(|reader| !reader.is_container);
        let mut mentions = Mentions::new(bytes, reader.and_then(|reader| reader.language));
        for found in self.names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range())) {
            let by_name = self.by_name[found.pattern().as_usize()].iter();
            let (read, given): (Vec<usize>, Vec<usize>) = by_name
                .filter(|at| self.held[**at].modules.is_empty() || imported.contains(at))
                .partition(|at| self.held[**at].modules.is_empty());
            taken.extend(read);
            // Who only imports a name, for others that do, does nothing with it.
            if !given.is_empty() && mentions.is_use(&found.range()) {
                taken.extend(given);
            }
        }
        taken
    }
}

/// Names under which a text passes some names on.
fn renamed(text: &str, names: &[String]) -> Vec<String> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    let passed = text.match_indices(" as ").filter_map(|(at, sign)| {
        let (before, after) = (text[..at].trim_end(), text[at + sign.len()..].trim_start());
        let name = &before[before.trim_end_matches(is_part).len()..];
        let new = &after[..after.find(|c| !is_part(c)).unwrap_or(after.len())];
        (!new.is_empty() && names.iter().any(|known| known == name)).then(|| new.to_owned())
    });
    passed.collect()
}

/// The name says nothing about that by which others take it.
pub(super) fn is_nameless(name: &str) -> bool {
    matches!(name, "default" | "module" | "exports")
}

/// What finds some words; nothing if there are none.
pub(super) fn automaton<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Option<AhoCorasick> {
    let mut words = words.into_iter().peekable();
    words.peek()?;
    built(words)
}

/// What finds some words fast, should there be any; nothing if they are too many.
fn built<W: AsRef<[u8]>>(words: impl IntoIterator<Item = W>) -> Option<AhoCorasick> {
    AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(words).ok()
}

/// Settings of the environment that hold something like an ID, by their names as variables and as fields, with what they
/// hold.
pub(super) fn settings(members: &[Member]) -> BTreeMap<String, BTreeSet<String>> {
    let files = members.iter().filter(|member| link::is_environment(&member.path));
    let mut settings: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for reference in files.flat_map(|member| &member.extraction.references) {
        for used in reference.uses.iter().filter(|used| link::sets(used) && !used.label.is_empty()) {
            for name in [used.label.clone(), used.label.to_lowercase()] {
                settings.entry(name).or_default().insert(reference.value.text.clone());
            }
        }
    }
    settings
}

//! The linking phase of a run: which files take part in it, and what becomes of the targets.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::judge::Run;
use super::load::{self, Loaded, Summarised};
use super::surroundings::{Surroundings, exclude};
use super::{Ground, Target, readers};
use crate::diagnostic::Rule;
use crate::extract::{self, Files};
use crate::link::{self, Member};
use crate::prefilter::Seen;
use crate::report::SkipReason;
use crate::walk::WalkOptions;

/// What became of a target.
pub(super) enum Outcome {
    /// It was parsed: its place among the members.
    Member(usize),
    /// No rule could speak in it.
    Silent,
    /// It is not for us.
    Skipped(SkipReason),
    /// It could not be checked, and why.
    Failed(Rule, String),
}

/// Targets and members of the project after linking.
pub(super) struct Linked {
    /// What became of each target, in order.
    pub(super) targets: Vec<Outcome>,
    /// The files that were parsed: targets, and those around them that were needed.
    pub(super) members: Vec<Member>,
}

/// How often files are sought that take names from files that were found so.
const MOST_ROUNDS: usize = 4;

/// Links the files of a run.
pub(super) fn link(ground: Ground<'_>, run: Run<'_>, targets: &[Target], loaded: Vec<Loaded>) -> Linked {
    let exclude = exclude(ground);
    let root = [ground.settings.root.clone()];
    let options = options(ground, &root, &exclude);
    let around = Surroundings::new(ground, run, &options, targets);
    let mut outcomes = Vec::with_capacity(targets.len());
    // Those that were not parsed, and of them those in which other files could find something.
    let (mut silent, mut speaking): (Vec<&Target>, Vec<(&Target, Seen)>) = (Vec::new(), Vec::new());
    let mut parsed: Vec<(&Target, Summarised)> = Vec::new();
    for (target, loaded) in targets.iter().zip(loaded) {
        outcomes.push(match loaded {
            Loaded::Summarised(summarised) => {
                parsed.push((target, *summarised));
                Outcome::Member(parsed.len() - 1)
            }
            Loaded::Silent(seen) => {
                silent.push(target);
                speaking.extend((!seen.is_nothing() && is_code(&target.shown)).then_some((target, seen)));
                Outcome::Silent
            }
            Loaded::Skipped(reason) => Outcome::Skipped(reason),
            Loaded::Failed(rule, message) => Outcome::Failed(rule, message),
        });
    }
    let mut members: Vec<Member> =
        parsed.into_par_iter().map(|(target, summarised)| around.member(target, summarised)).collect();
    takers(&around, ground, (&silent, &speaking), &mut members);
    let all: Vec<usize> = (0..members.len()).collect();
    link::link(&mut members, &all, &around, run.catalog);
    readers::settle(&around, ground, run, &silent, &mut members);
    let by_shown: HashMap<&str, usize> =
        members.iter().enumerate().map(|(at, member)| (member.shown.as_str(), at)).collect();
    for (target, outcome) in targets.iter().zip(&mut outcomes) {
        if let (Outcome::Silent, Some(at)) = (&outcome, by_shown.get(target.shown.as_str())) {
            *outcome = Outcome::Member(*at);
        }
    }
    Linked { targets: outcomes, members }
}

fn options<'o>(ground: Ground<'o>, root: &'o [PathBuf], exclude: &'o crate::config::Globs) -> WalkOptions<'o> {
    WalkOptions {
        cwd: ground.cwd,
        root: ground.repository,
        paths: root,
        listed: &[],
        exclude,
        force_exclude: true,
        no_ignore: ground.no_ignore,
        threads: rayon::current_num_threads(),
    }
}

/// Parses files that may take something from others, though no rule could speak in them by themselves.
///
/// Where only some files are checked, the others of the project may hold calls that take something from them.
fn takers(
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
    let mut first = 0;
    for _ in 0..MOST_ROUNDS {
        let before = (names.len(), stems.len(), is_passed);
        for member in &members[first..] {
            given(member, &mut names);
            stems.extend(stem(&member.path));
            is_passed |= is_passage(&member.path) || !is_code(&member.path);
        }
        if names.is_empty() || before == (names.len(), stems.len(), is_passed) {
            return;
        }
        let (Ok(names), Ok(stems)) = (AhoCorasick::new(&names), AhoCorasick::new(&stems)) else { return };
        let is_near = |bytes: &[u8]| is_passed || imports(&stems, bytes, |_, _| true);
        let takes_all = |bytes: &[u8]| imports(&stems, bytes, |_, line| line.contains(&b'*'));
        let is_wanted = |bytes: &[u8]| (mentions(&names, bytes) && is_near(bytes)) || takes_all(bytes);
        first = members.len();
        add(around, ground, speaking.iter().map(|(target, _)| *target).chain(around.others()), is_wanted, members);
    }
}

/// Of a whole project, files with a call that import a file with something like an ID, and files with such an ID that
/// pass it to a function which hands it on to a call.
fn takers_of_all(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    (silent, speaking): (&[&Target], &[(&Target, Seen)]),
    members: &mut Vec<Member>,
) {
    let holders = members.iter().filter(|member| is_code(&member.path) && !member.extraction.references.is_empty());
    let mut holders: BTreeSet<String> = holders.map(|member| member.path.clone()).collect();
    holders.extend(speaking.iter().filter(|(_, seen)| seen.stem).filter_map(|(target, _)| around.relative(target)));
    let settings = settings(members);
    if let Some(names) = AhoCorasick::new(&settings).ok().filter(|_| !settings.is_empty()) {
        let reads = |target: &&&Target| {
            let bytes = || ground.texts.read(&target.path, ground.settings.max_file_size);
            is_code(&target.shown) && bytes().is_ok_and(|bytes| mentions(&names, &bytes))
        };
        let readers: Vec<&&Target> = silent.par_iter().filter(reads).collect();
        holders.extend(readers.into_iter().filter_map(|target| around.relative(target)));
        let calls = speaking.iter().filter(|(_, seen)| seen.call).map(|(target, _)| *target);
        add(around, ground, calls, |bytes| mentions(&names, bytes), members);
    }
    let mut stems: BTreeSet<String> = BTreeSet::new();
    for path in &holders {
        stems.extend(stem(path));
        stems.extend(passages(around, path));
    }
    if let Ok(stems) = AhoCorasick::new(&stems) {
        let calls = speaking.iter().filter(|(_, seen)| seen.call).map(|(target, _)| *target);
        add(around, ground, calls, |bytes| imports(&stems, bytes, |_, _| true), members);
    }
    let wrappers: BTreeSet<&String> = members.iter().flat_map(|member| &member.extraction.links.wrappers).collect();
    if let Some(names) = AhoCorasick::new(wrappers.iter()).ok().filter(|_| !wrappers.is_empty()) {
        let passing = speaking.iter().filter(|(_, seen)| seen.stem).map(|(target, _)| *target);
        add(around, ground, passing, |bytes| mentions(&names, bytes), members);
    }
}

/// Names of the folders through whose own files others get what stands in a file.
fn passages(around: &Surroundings<'_>, path: &str) -> Vec<String> {
    /// Folders in folders that pass names on.
    const HIGHEST: usize = 4;
    let mut names = Vec::new();
    let mut inner = stem(path);
    let mut folder = path;
    for _ in 0..HIGHEST {
        folder = folder.rsplit_once('/').map_or("", |(up, _)| up);
        let Some(name) = inner.filter(|_| !folder.is_empty()) else { break };
        let files = ["__init__.py", "index.ts", "index.js", "index.tsx"].map(|file| format!("{folder}/{file}"));
        let passes = |file: &String| around.text(file).is_some_and(|text| text.contains(name.as_str()));
        if !files.iter().any(|file| file == path || passes(file)) {
            break;
        }
        let own = folder.rsplit('/').next().unwrap_or(folder).to_owned();
        names.push(own.clone());
        inner = Some(own);
    }
    names
}

/// Adds files of code that are wanted by what stands in them.
fn add<'t>(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    targets: impl Iterator<Item = &'t Target>,
    is_wanted: impl Fn(&[u8]) -> bool + Sync,
    members: &mut Vec<Member>,
) {
    let known: HashSet<&str> = members.iter().map(|member| member.shown.as_str()).collect();
    let targets: Vec<&Target> = targets.filter(|target| !known.contains(target.shown.as_str())).collect();
    let found = mentioning(ground, &targets, is_wanted);
    members.extend(found.into_iter().map(|(target, summarised)| around.member(target, summarised)));
}

/// Adds the names by which other files may take something from a file; those that are there led to it.
fn given(member: &Member, names: &mut BTreeSet<String>) {
    let links = &member.extraction.links;
    let renamed = links.renamed.iter().filter(|(before, _)| names.contains(before)).map(|(_, after)| after.clone());
    let renamed: Vec<String> = renamed.collect();
    names.extend(renamed);
    names.extend(links.holders.iter().cloned());
    // What has no name is imported by that of its file.
    if links.holders.iter().any(|name| matches!(name.as_str(), "default" | "module" | "exports")) {
        names.extend(stem(&member.path));
    }
    names.extend(settings(std::slice::from_ref(member)));
}

/// Names of settings of the environment that hold something like an ID, as variables and as fields.
fn settings(members: &[Member]) -> BTreeSet<String> {
    let files = members.iter().filter(|member| link::is_environment(&member.path));
    let uses = files.flat_map(|member| &member.extraction.references).flat_map(|reference| &reference.uses);
    uses.flat_map(|used| [used.label.clone(), used.label.to_lowercase()]).filter(|name| !name.is_empty()).collect()
}

/// A file through which others take what it takes itself.
pub(super) fn is_passage(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("__init__.") || name.starts_with("index.")
}

/// Some line imports a module that is called like one of some files, and something holds for its number and the line.
pub(super) fn imports(stems: &AhoCorasick, bytes: &[u8], holds: impl Fn(usize, &[u8]) -> bool) -> bool {
    /// Longer lines import nothing that anybody wrote.
    const LONGEST: usize = 1_000;
    stems.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range())).any(|found| {
        let before = bytes[..found.start()].iter().rev().take(LONGEST).take_while(|byte| **byte != b'\n').count();
        let after = bytes[found.end()..].iter().take(LONGEST).take_while(|byte| **byte != b'\n').count();
        let line = &bytes[found.start() - before..found.end() + after];
        let says = |word: &&[u8]| memchr::memmem::find(line, word).is_some();
        [&b"import"[..], b"from ", b"require", b"export"].iter().any(says) && holds(found.pattern().as_usize(), line)
    })
}

/// The name by which a file is imported.
pub(super) fn stem(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or(name);
    let stem = if matches!(stem, "index" | "__init__") { folder.rsplit('/').next().unwrap_or(folder) } else { stem };
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Files of code that are wanted by what stands in them, with their summaries.
pub(super) fn mentioning<'t>(
    ground: Ground<'_>,
    targets: &[&'t Target],
    is_wanted: impl Fn(&[u8]) -> bool + Sync,
) -> Vec<(&'t Target, Summarised)> {
    let read = |target: &&'t Target| {
        if !is_code(&target.shown) {
            return None;
        }
        let bytes = ground.texts.read(&target.path, ground.settings.max_file_size).ok()?;
        let summarised = is_wanted(&bytes).then(|| load::wholly(target, ground)).flatten()?;
        Some((*target, summarised))
    };
    targets.par_iter().with_max_len(8).filter_map(read).collect()
}

/// The file holds code, by its name.
pub(super) fn is_code(path: &str) -> bool {
    extract::extractor_of(path).is_some_and(|reader| reader.language.is_some())
}

/// One of some names stands in a text as a word.
pub(super) fn mentions(names: &AhoCorasick, bytes: &[u8]) -> bool {
    names.find_overlapping_iter(bytes).any(|found| is_word(bytes, found.range()))
}

/// No letter, digit or underscore stands beside some bytes.
pub(super) fn is_word(bytes: &[u8], range: std::ops::Range<usize>) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    !is_part(range.start.checked_sub(1).and_then(|at| bytes.get(at))) && !is_part(bytes.get(range.end))
}

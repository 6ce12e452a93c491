//! The linking phase of a run: which files take part in it, and what becomes of the targets.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::imports::{ImportLines, Unread, is_word};
use super::judge::Run;
use super::load::{self, Loaded, Summarised};
use super::pass::Pass;
use super::surroundings::{Surroundings, exclude};
use super::{
    Ground, Target, bundles, copies, fallbacks, own_names, readers, routers, steps, takers, uncalled, unopened,
    unreached, unread_fields, unread_members, unread_parts, unshown, untaken,
};
use crate::diagnostic::Rule;
use crate::extract;
use crate::link::{self, Member, Surroundings as _};
use crate::prefilter::Seen;
use crate::report::SkipReason;
use crate::walk::WalkOptions;

/// What became of a target.
pub(super) enum Outcome {
    /// It was parsed: its place among the members.
    Member(usize),
    /// No rule could speak in it.
    Silent,
    /// It is a test, and nothing that is said of tests is reported.
    Test,
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
    /// The files in which linking panicked, as they are reported.
    pub(super) panicked: BTreeSet<String>,
}

/// Links the files of a run.
pub(super) fn link(
    ground: Ground<'_>,
    run: Run<'_>,
    targets: &[Target],
    (loaded, imports): (Vec<Loaded>, ImportLines),
) -> Linked {
    let exclude = exclude(ground);
    let root = [ground.settings.root.clone()];
    let options = options(ground, &root, &exclude);
    let around = Surroundings::new(ground, run, &options, targets, imports);
    let mut outcomes = Vec::with_capacity(targets.len());
    // Files of code that were not parsed, and of them those in which other files could find something.
    let (mut silent, mut speaking): (Vec<&Target>, Vec<(&Target, Seen)>) = (Vec::new(), Vec::new());
    // Those of the first that a parser may see: they may take something.
    let mut open: Vec<&Target> = Vec::new();
    let mut parsed: Vec<(&Target, Summarised)> = Vec::new();
    for (target, loaded) in targets.iter().zip(loaded) {
        outcomes.push(match loaded {
            Loaded::Summarised(summarised) => {
                parsed.push((target, *summarised));
                Outcome::Member(parsed.len() - 1)
            }
            Loaded::Silent(seen) => {
                if is_code(&target.shown) {
                    silent.push(target);
                    open.extend((!seen.is_closed).then_some(target));
                    speaking.extend((!seen.is_nothing()).then_some((target, seen)));
                }
                Outcome::Silent
            }
            Loaded::Test => {
                silent.extend(is_code(&target.shown).then_some(target));
                Outcome::Test
            }
            Loaded::Skipped(reason) => Outcome::Skipped(reason),
            Loaded::Failed(rule, message) => Outcome::Failed(rule, message),
        });
    }
    let mut members: Vec<Member> =
        parsed.into_par_iter().map(|(target, summarised)| around.member(target, summarised)).collect();
    around.between(&mut || takers::find(&around, ground, (&open, &speaking), &mut members));
    let all: Vec<usize> = (0..members.len()).collect();
    link::link(&mut members, &all, &around, run.catalog);
    let pass = Pass { around: &around, ground, run, silent: &silent };
    around.between(&mut || readers::settle(pass, &mut members));
    let passes = [
        unshown::settle,
        uncalled::settle,
        unreached::settle,
        untaken::settle,
        unread_fields::settle,
        unread_members::settle,
        unread_parts::settle,
        unopened::settle,
        routers::settle,
        own_names::settle,
        fallbacks::settle,
        steps::settle,
        copies::settle,
        bundles::settle,
    ];
    for settle in passes {
        around.between(&mut || settle(pass, &mut members));
    }
    let places: HashMap<Identity<'_>, usize> =
        members.iter().enumerate().map(|(at, member)| (identity(&member.shown, &member.on_disk), at)).collect();
    for (target, outcome) in targets.iter().zip(&mut outcomes) {
        if let (Outcome::Silent, Some(at)) = (&outcome, places.get(&identity(&target.shown, &target.path))) {
            *outcome = Outcome::Member(*at);
        }
    }
    // What is said from here on needs the texts alone.
    members.iter_mut().for_each(|member| member.file.forget());
    Linked { targets: outcomes, members, panicked: around.panicked() }
}

pub(super) fn options<'o>(
    ground: Ground<'o>,
    root: &'o [PathBuf],
    exclude: &'o crate::config::Globs,
) -> WalkOptions<'o> {
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

/// Adds those of some files of code that are wanted by what stands in them.
pub(super) fn add<'t>(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    targets: impl Iterator<Item = &'t Target>,
    is_wanted: impl Fn(&Unread<'_>) -> bool + Sync,
    members: &mut Vec<Member>,
) {
    let known = known(members);
    let targets: Vec<&Target> = targets.filter(|target| !known.contains(&of_target(target))).collect();
    let found = mentioning(around, ground, &targets, is_wanted);
    members.extend(found.into_iter().map(|(target, summarised)| around.member(target, summarised)));
}

/// What tells a file from all others: how it is reported, and where that is not its name letter by letter, since this is
/// not UTF-8, its path.
pub(super) type Identity<'f> = (&'f str, Option<&'f Path>);

fn identity<'f>(shown: &'f str, path: &'f Path) -> Identity<'f> {
    (shown, Some(path).filter(|_| shown.contains(char::REPLACEMENT_CHARACTER)))
}

/// What tells a file that may become a member from all others.
pub(super) fn of_target(target: &Target) -> Identity<'_> {
    identity(&target.shown, &target.path)
}

/// The files that are members already.
pub(super) fn known(members: &[Member]) -> HashSet<Identity<'_>> {
    members.iter().map(|member| identity(&member.shown, &member.on_disk)).collect()
}

/// A file through which others take what it takes itself.
pub(super) fn is_passage(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.starts_with("__init__.") || name.starts_with("index.")
}

/// The name by which a file is imported; nobody imports what stands within another format.
pub(super) fn stem(path: &str) -> Option<String> {
    let is_container = extract::extractor_of(path).is_some_and(|reader| reader.is_container);
    own_name(path).filter(|_| !is_container)
}

/// The name of a file without its endings; of one that stands for its folder, the name of that.
pub(super) fn own_name(path: &str) -> Option<String> {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.split('.').next().unwrap_or(name);
    let stem = if matches!(stem, "index" | "__init__") { folder.rsplit('/').next().unwrap_or(folder) } else { stem };
    (!stem.is_empty()).then(|| stem.to_owned())
}

/// Those of some files of code that are wanted by what stands in them, with their summaries.
pub(super) fn mentioning<'t>(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    targets: &[&'t Target],
    is_wanted: impl Fn(&Unread<'_>) -> bool + Sync,
) -> Vec<(&'t Target, Summarised)> {
    around.each(targets, |target| {
        let is_wanted = is_wanted(&Unread::new(target, ground, &around.imports));
        let summarised = is_wanted.then(|| load::wholly(target, ground)).flatten()?;
        Some((target, summarised))
    })
}

/// The file holds code, by its name.
pub(super) fn is_code(path: &str) -> bool {
    extract::extractor_of(path).is_some_and(|reader| reader.language.is_some())
}

/// Places of those of some names that stand in a text as words.
pub(super) fn named(names: &AhoCorasick, bytes: &[u8]) -> BTreeSet<usize> {
    let found = names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
    found.map(|found| found.pattern().as_usize()).collect()
}

/// One of some names stands in a text as a word.
pub(super) fn mentions(names: &AhoCorasick, bytes: &[u8]) -> bool {
    names.find_overlapping_iter(bytes).any(|found| is_word(bytes, found.range()))
}

//! Who reads a constant: one that is only compared, priced or told anywhere is not sent, nor is one that nothing reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::judge::{self, Run};
use super::surroundings::Surroundings;
use super::{Ground, Target, Work, links};
use crate::catalog::Catalog;
use crate::checks;
use crate::extract::{self, Mention, Mentioned};
use crate::link::{self, Member};
use crate::reference::{Context, Route, Use};
use crate::source::Span;

/// A constant of which something would be said for its name alone.
struct Candidate {
    /// The file that defines it.
    at: usize,
    name: String,
    /// Its value, as its reference says.
    value: Span,
    read: Read,
}

/// What is known of the readers of a constant.
#[derive(Default)]
struct Read {
    /// Some reader may send it, or cannot be understood.
    live: bool,
    /// Only tests read it, so far as was seen.
    by_tests: bool,
    /// What readers do that send nothing.
    silent: BTreeSet<Context>,
}

/// Silences the constants that no reader sends.
pub(super) fn settle(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    run: Run<'_>,
    silent: &[&Target],
    members: &mut Vec<Member>,
) {
    let candidates = candidates(run, members);
    if candidates.is_empty() {
        return;
    }
    let names: HashSet<String> = candidates.iter().map(|candidate| candidate.name.clone()).collect();
    let stems: BTreeSet<String> =
        candidates.iter().filter_map(|candidate| links::stem(&members[candidate.at].path)).collect();
    let Some(sought) = Sought::new(&names, stems) else { return };
    let readers = readers(around, ground, &sought, silent, members);
    // A reader may hand a constant on to a call: then that call decides.
    link::link(members, &readers, around, run.catalog);
    let mut open: Vec<Candidate> = candidates;
    open.retain(|candidate| is_by_name(members, candidate));
    let read = |at: &usize| {
        let member = &members[*at];
        (*at, ground.during(&member.shown, Work::Linking, || mentions(member, &names)))
    };
    let mentions: Vec<(usize, Option<Vec<Mention>>)> = readers.par_iter().with_max_len(1).map(read).collect();
    weigh((around, &sought), run.catalog, members, mentions, &mut open);
    for candidate in &mut open {
        let renames = |at: &usize| {
            let mut renamed = members[*at].extraction.links.renamed.iter();
            links::is_passage(&members[*at].path) && renamed.any(|(before, _)| *before == candidate.name)
        };
        // Under another name it is read by files that were not looked for.
        candidate.read.live |= readers.iter().any(renames);
    }
    for candidate in open {
        let context = match (&candidate.read, candidate.read.silent.first()) {
            (Read { live: true, .. }, _) => continue,
            (_, Some(context)) => *context,
            (Read { by_tests: true, .. }, None) => continue,
            // A script, or settings that are loaded by convention, is read by nobody who could be found.
            (_, None) if !sought.is_imported(&members[candidate.at].path) => continue,
            (_, None) => Context::Text,
        };
        for used in uses(members, &candidate) {
            used.context = context;
        }
    }
}

/// Constants of which something would be said, though no call is known that sends them.
fn candidates(run: Run<'_>, members: &[Member]) -> Vec<Candidate> {
    let of = |(at, member): (usize, &Member)| {
        let scene = judge::scene(run, member, std::path::Path::new(&member.path), false);
        let constants = member.extraction.links.constants.iter();
        let speaks = |value: Span| {
            let references = &member.extraction.references;
            let found = references.binary_search_by_key(&value, |reference| reference.value.span);
            found.is_ok_and(|place| {
                let reference = &references[place];
                reference.uses.iter().all(|used| used.path.is_none() && speaks_by_name(used.context))
                    && !checks::check(scene, reference).is_empty()
            })
        };
        let spoken = constants.filter(|constant| speaks(constant.value));
        spoken
            .map(|constant| Candidate { at, name: constant.name.clone(), value: constant.value, read: Read::default() })
            .collect::<Vec<Candidate>>()
    };
    members.par_iter().enumerate().flat_map_iter(of).collect()
}

fn speaks_by_name(context: Context) -> bool {
    matches!(context, Context::Setting | Context::Slot | Context::Choice)
}

fn is_by_name(members: &[Member], candidate: &Candidate) -> bool {
    let references = &members[candidate.at].extraction.references;
    let found = references.binary_search_by_key(&candidate.value, |reference| reference.value.span);
    found.is_ok_and(|at| references[at].uses.iter().all(|used| used.path.is_none() && speaks_by_name(used.context)))
}

fn uses<'m>(members: &'m mut [Member], candidate: &Candidate) -> &'m mut [Use] {
    let references = &mut members[candidate.at].extraction.references;
    match references.binary_search_by_key(&candidate.value, |reference| reference.value.span) {
        Ok(at) => &mut references[at].uses,
        Err(_) => &mut [],
    }
}

/// Files in which one of the names stands; those that were not parsed are from now on.
fn readers(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    sought: &Sought,
    silent: &[&Target],
    members: &mut Vec<Member>,
) -> Vec<usize> {
    let in_member = |(at, member): (usize, &Member)| {
        (links::is_code(&member.path) && sought.meets(&member.file.bytes)).then_some(at)
    };
    let mut found: Vec<usize> = members.par_iter().enumerate().filter_map(in_member).collect();
    let known: HashSet<String> = members.iter().map(|member| member.shown.clone()).collect();
    let others = around.others();
    let unread = silent.iter().copied().chain(others).filter(|target| !known.contains(&target.shown));
    let unread: Vec<&Target> = unread.collect();
    for (target, summarised) in links::mentioning(ground, &unread, |_, bytes| sought.meets(bytes)) {
        found.push(members.len());
        members.push(around.member(target, summarised));
    }
    for at in &found {
        members[*at].takes_part = true;
    }
    found
}

/// What is sought in the text of files.
struct Sought {
    names: AhoCorasick,
    stems: AhoCorasick,
    /// By what each file is imported, and whether some line imports it.
    imported: Vec<(String, AtomicBool)>,
}

impl Sought {
    fn new(names: &HashSet<String>, stems: BTreeSet<String>) -> Option<Sought> {
        let sorted: BTreeSet<&String> = names.iter().collect();
        let (names, stems) = (AhoCorasick::new(sorted).ok()?, stems.into_iter().collect::<Vec<String>>());
        let automaton = AhoCorasick::new(&stems).ok()?;
        let imported = stems.into_iter().map(|stem| (stem, AtomicBool::new(false))).collect();
        Some(Sought { names, stems: automaton, imported })
    }

    /// One of the names stands in a text; which modules it imports is noted.
    fn meets(&self, bytes: &[u8]) -> bool {
        let is_open = || self.imported.iter().any(|(_, known)| !known.load(Ordering::Relaxed));
        if is_open() {
            links::imports(&self.stems, bytes, |stem, _| {
                self.imported[stem].1.store(true, Ordering::Relaxed);
                false
            });
        }
        links::mentions(&self.names, bytes)
    }

    /// The modules among those sought that a text imports.
    fn imported_by(&self, bytes: &[u8]) -> HashSet<&str> {
        let mut found = HashSet::new();
        links::imports(&self.stems, bytes, |stem, _| {
            found.insert(self.imported[stem].0.as_str());
            false
        });
        found
    }

    /// Some file imports a module that is called like a file.
    fn is_imported(&self, path: &str) -> bool {
        let stem = links::stem(path);
        self.imported.iter().any(|(name, known)| Some(name) == stem.as_ref() && known.load(Ordering::Relaxed))
    }
}

fn mentions(member: &Member, names: &HashSet<String>) -> Option<Vec<Mention>> {
    let reader = extract::extractor_of(&member.path)?;
    let find = || reader.extractor.mentions(&member.file, names);
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(find)).ok().flatten()
}

/// What every mention says about the constants.
fn weigh(
    (around, sought): (&Surroundings<'_>, &Sought),
    catalog: &Catalog,
    members: &mut Vec<Member>,
    mentions: Vec<(usize, Option<Vec<Mention>>)>,
    candidates: &mut [Candidate],
) {
    let mut wanted: BTreeSet<(usize, Route)> = BTreeSet::new();
    for (at, mention) in mentions.iter().flat_map(|(at, list)| list.iter().flatten().map(move |m| (*at, m))) {
        if let Mentioned::There(route) = &mention.what {
            wanted.insert((at, route.clone()));
        }
    }
    let wanted: Vec<(usize, Route)> = wanted.into_iter().collect();
    let values = link::values(members, &wanted, around, catalog);
    let values: BTreeMap<(usize, Route), Vec<(usize, Span)>> = wanted.into_iter().zip(values).collect();
    for (at, list) in mentions {
        let Some(list) = list else {
            // Nobody knows what a file does that cannot be parsed.
            candidates.iter_mut().for_each(|candidate| candidate.read.live = true);
            continue;
        };
        let is_test = members[at].is_test;
        let imported = sought.imported_by(&members[at].file.bytes);
        for mention in list {
            let found = match &mention.what {
                Mentioned::There(route) => values.get(&(at, route.clone())).map_or(&[][..], Vec::as_slice),
                _ => &[],
            };
            for candidate in candidates.iter_mut().filter(|candidate| candidate.name == mention.name) {
                let is_meant = match &mention.what {
                    Mentioned::Own => candidate.at == at,
                    Mentioned::There(_) if !found.is_empty() => found.contains(&(candidate.at, candidate.value)),
                    Mentioned::There(_) | Mentioned::Unknown => true,
                };
                if !is_meant {
                    continue;
                }
                // What another file does with a name like it says nothing, unless it takes it from there.
                let is_linked = candidate.at == at
                    || !found.is_empty()
                    || links::stem(&members[candidate.at].path).is_some_and(|stem| imported.contains(stem.as_str()));
                match mention.silent {
                    Some(_) if !is_linked => {}
                    _ if is_test && !members[candidate.at].is_test => candidate.read.by_tests = true,
                    Some(context) => _ = candidate.read.silent.insert(context),
                    None => candidate.read.live = true,
                }
            }
        }
    }
}

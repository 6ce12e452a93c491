//! Who reads a constant: one that is only compared, priced or told anywhere is not sent, nor is one that nothing reads.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::atomic::{AtomicBool, Ordering};

use aho_corasick::AhoCorasick;
use foldhash::HashMap;
use rayon::prelude::*;

use super::imports::{Unread, imported, is_word};
use super::judge::Run;
use super::pass::Pass;
use super::surroundings::Surroundings;
use super::{Target, links};
use crate::catalog::Catalog;
use crate::extract::{self, Constant, Mention, Mentioned};
use crate::link::{self, Member, Surroundings as _};
use crate::reference::{Context, Route, Use};
use crate::source::Span;

/// A constant of which something would be said for its name alone.
struct Candidate {
    /// The file that defines it.
    at: usize,
    constant: Constant,
    /// Nobody takes it but who lies in its own package.
    is_private: bool,
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
///
/// Those that import a constant's file are read first: most constants are sent by one of them. The others are read only
/// for what is still silent then, since all that they can say is that it may be live.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut Vec<Member>) {
    let Pass { around, run, .. } = pass;
    let mut open = candidates(pass, members);
    for reach in [Reach::Import, Reach::Name] {
        let Some(sought) = Sought::new(members, &open, reach) else { return };
        let readers = readers(pass, &sought, members);
        // A reader may hand a constant on to a call: then that call decides.
        link::link(members, &readers, around, run.catalog);
        open.retain(|candidate| is_by_name(members, candidate));
        read(around, run, (&sought, &readers), members, &mut open);
        open.retain(|candidate| sought.may_be_silent(&members[candidate.at], candidate));
        if reach == Reach::Name {
            silence(members, &open, &sought);
        }
        open.iter_mut().for_each(|candidate| candidate.read = Read::default());
    }
}

/// What the readers of constants do with them.
fn read(
    around: &Surroundings<'_>,
    run: Run<'_>,
    (sought, readers): (&Sought, &[usize]),
    members: &mut Vec<Member>,
    open: &mut [Candidate],
) {
    let names: HashSet<String> = open.iter().map(|candidate| candidate.constant.name.clone()).collect();
    let read = |at: &usize| {
        let member = &members[*at];
        (*at, around.attempt(&member.shown, || mentions(member, run.catalog, &names)).flatten())
    };
    let mentions: Vec<(usize, Option<Vec<Mention>>)> = readers.par_iter().with_max_len(1).map(read).collect();
    weigh((around, sought), run.catalog, members, mentions, open);
    for candidate in open {
        let renames = |at: &usize| {
            let mut renamed = members[*at].extraction.links.renamed.iter();
            links::is_passage(&members[*at].path) && renamed.any(|(before, _)| *before == candidate.constant.name)
        };
        // Under another name it is read by files that were not looked for.
        candidate.read.live |= readers.iter().any(renames);
    }
}

/// Gives constants that nobody sends the context in which they are read.
fn silence(members: &mut [Member], open: &[Candidate], sought: &Sought) {
    for candidate in open {
        let is_of_tests = candidate.is_private || !sought.is_imported_by_code(&members[candidate.at].path);
        let context = match (candidate.read.silent.first(), candidate.read.by_tests) {
            (Some(context), _) => *context,
            (None, true) if !is_of_tests => continue,
            (None, _) => Context::Text,
        };
        for used in uses(members, candidate) {
            used.context = context;
        }
    }
}

/// Constants of which something would be said, though no call is known that sends them.
fn candidates(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Candidate> {
    let is_private =
        |path: &str| extract::extractor_of(path).is_some_and(|reader| reader.extractor.is_private(path, pass.around));
    pass.found(members, |at, member| {
        let speaks = |constant: &&Constant| {
            let reference = member.extraction.place(constant.value).map(|place| &member.extraction.references[place]);
            reference.is_some_and(|reference| {
                is_only_named(&reference.uses, constant.is_made) && pass.is_spoken_of(member, reference)
            })
        };
        let spoken: Vec<&Constant> = member.extraction.links.constants.iter().filter(speaks).collect();
        let is_private = !spoken.is_empty() && is_private(&member.path);
        let candidate =
            |constant: &Constant| Candidate { at, constant: constant.clone(), is_private, read: Read::default() };
        spoken.into_iter().map(candidate).collect()
    })
}

/// Nothing is known of a value but the name that it stands under, or what is made with it.
fn is_only_named(uses: &[Use], is_made: bool) -> bool {
    let is_name = |context: Context| match is_made {
        true => context == Context::Argument,
        false => matches!(context, Context::Setting | Context::Slot | Context::Choice),
    };
    uses.iter().all(|used| used.path.is_none() && is_name(used.context))
}

fn is_by_name(members: &[Member], candidate: &Candidate) -> bool {
    let references = &members[candidate.at].extraction.references;
    let found = references.binary_search_by_key(&candidate.constant.value, |reference| reference.value.span);
    found.is_ok_and(|at| is_only_named(&references[at].uses, candidate.constant.is_made))
}

fn uses<'m>(members: &'m mut [Member], candidate: &Candidate) -> &'m mut [Use] {
    let references = &mut members[candidate.at].extraction.references;
    match references.binary_search_by_key(&candidate.constant.value, |reference| reference.value.span) {
        Ok(at) => &mut references[at].uses,
        Err(_) => &mut [],
    }
}

/// Files in which one of the names stands; those that were not parsed are from now on.
fn readers(pass: Pass<'_, '_>, sought: &Sought, members: &mut Vec<Member>) -> Vec<usize> {
    let Pass { around, ground, silent, .. } = pass;
    let in_member = |(at, member): (usize, &Member)| {
        around.attempt(&member.shown, || sought.meets_member(member)).filter(|meets| *meets).map(|_| at)
    };
    let is_test = |unread: &Unread<'_>| {
        around.relative(unread.target).is_some_and(|path| around.is_test(&path, || unread.bytes()))
    };
    let mut found: Vec<usize> = members.par_iter().enumerate().filter_map(in_member).collect();
    let known = links::known(members);
    let others = around.others();
    let unread = silent.iter().copied().chain(others).filter(|target| !known.contains(&links::of_target(target)));
    let unread: Vec<&Target> = unread.collect();
    for (target, summarised) in
        links::mentioning(around, ground, &unread, |unread| sought.meets_unread(unread, || is_test(unread)))
    {
        found.push(members.len());
        members.push(around.member(target, summarised));
    }
    for at in &found {
        if !members[*at].is_summarised {
            around.summarise(&mut members[*at]);
        }
        members[*at].takes_part = true;
    }
    found
}

/// Which files are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// The constant's own, and those that import a module that is called like it.
    Import,
    /// All in which its name stands.
    Name,
}

/// What is sought in the text of files.
struct Sought {
    reach: Reach,
    names: AhoCorasick,
    stems: AhoCorasick,
    /// By what each file is imported, and who does.
    imported: Vec<Imported>,
    /// The constants: by which module each is imported, and its name, as they stand in the two above.
    constants: BTreeSet<(usize, usize)>,
    /// The files of the constants.
    own: BTreeSet<String>,
}

impl Sought {
    /// Nothing if there are no constants.
    fn new(members: &[Member], open: &[Candidate], reach: Reach) -> Option<Sought> {
        let stem = |candidate: &Candidate| links::stem(&members[candidate.at].path);
        let is_taken = |candidate: &&Candidate| stem(candidate).is_some();
        let names = open.iter().filter(is_taken).map(|one| one.constant.name.as_str());
        let names: Vec<&str> = names.collect::<BTreeSet<_>>().into_iter().collect();
        let stems: Vec<String> = open.iter().filter_map(stem).collect::<BTreeSet<_>>().into_iter().collect();
        let constant = |candidate: &Candidate| {
            let stem = stems.binary_search(&stem(candidate)?).ok()?;
            Some((stem, names.binary_search(&candidate.constant.name.as_str()).ok()?))
        };
        let constants = open.iter().filter_map(constant).collect();
        let own = open.iter().map(|candidate| members[candidate.at].path.clone()).collect();
        let (names, automaton) = (AhoCorasick::new(&names).ok()?, AhoCorasick::new(&stems).ok()?);
        let imported = stems.into_iter().map(Imported::new).collect();
        (!open.is_empty()).then_some(Sought { reach, names, stems: automaton, imported, constants, own })
    }

    /// A file that was parsed is to be read.
    fn meets_member(&self, member: &Member) -> bool {
        let (bytes, is_own) = (&member.file.bytes, self.own.contains(&member.path));
        let imported = || imported(&self.stems, bytes).into_iter().map(|stem| (stem, true)).collect();
        let meets = || self.meets(is_own, || member.is_test, imported, || bytes);
        links::is_code(&member.path) && meets()
    }

    /// A file that was not is.
    fn meets_unread(&self, unread: &Unread<'_>, is_test: impl FnOnce() -> bool) -> bool {
        self.meets(false, is_test, || unread.imports().giving(&self.stems, &self.names), || unread.bytes())
    }

    /// A file is to be read; which modules it imports is noted. Of those, some may give it what is sought: only then its
    /// text is looked at.
    fn meets<'b>(
        &self,
        is_own: bool,
        is_test: impl FnOnce() -> bool,
        imported: impl FnOnce() -> HashMap<usize, bool>,
        bytes: impl FnOnce() -> &'b [u8],
    ) -> bool {
        let is_near = self.reach == Reach::Name || is_own;
        let is_open = self.imported.iter().any(|module| !module.by_code.load(Ordering::Relaxed));
        let imported = if is_open || !is_near { imported() } else { HashMap::default() };
        // Whether a file is a test matters only where no other file is known that is none.
        if imported.keys().any(|stem| !self.imported[*stem].by_code.load(Ordering::Relaxed)) {
            let by_code = !is_test();
            imported.keys().for_each(|stem| self.imported[*stem].note(by_code));
        }
        let mut giving = imported.iter().filter(|(_, gives)| **gives).map(|(stem, _)| *stem).peekable();
        if !is_near && giving.peek().is_none() {
            return false;
        }
        let giving: Vec<usize> = giving.collect();
        let imports = |name: usize| giving.iter().any(|stem| self.constants.contains(&(*stem, name)));
        if is_own {
            return true;
        }
        let bytes = bytes();
        let mut named = self.names.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
        named.any(|found| is_near || imports(found.pattern().as_usize()))
    }

    /// A constant may be silent after all. A script, or settings that are loaded by convention, is read by nobody who
    /// could be found, unless no import can say its name; of a table that others can install those who do may take
    /// anything, and a function that nobody calls is not finished.
    fn may_be_silent(&self, member: &Member, candidate: &Candidate) -> bool {
        let Candidate { constant, read, is_private, .. } = candidate;
        let path = &member.path;
        let is_silent = !read.silent.is_empty() && !constant.is_table && !constant.is_made;
        let is_given = || constant.is_table && !is_private && self.is_imported_by_code(path);
        let is_by_itself = || constant.is_of_script && links::own_name(path).is_some_and(|name| !is_identifier(&name));
        let is_reachable = || self.is_imported(path) || is_by_itself();
        let is_unread = || read.silent.is_empty() && !constant.is_answered && is_reachable() && !is_given();
        !read.live && (is_silent || is_unread())
    }

    /// The modules among those sought that a text imports.
    fn imported_by(&self, bytes: &[u8]) -> HashSet<&str> {
        imported(&self.stems, bytes).into_iter().map(|stem| self.imported[stem].stem.as_str()).collect()
    }

    /// Some file imports a module that is called like a file.
    fn is_imported(&self, path: &str) -> bool {
        self.module(path).is_some_and(|module| module.by_any.load(Ordering::Relaxed))
    }

    /// The same, of files that are no tests.
    fn is_imported_by_code(&self, path: &str) -> bool {
        self.module(path).is_none_or(|module| module.by_code.load(Ordering::Relaxed))
    }

    fn module(&self, path: &str) -> Option<&Imported> {
        let stem = links::stem(path)?;
        self.imported.iter().find(|module| module.stem == stem)
    }
}

/// A module, and whether some line imports it.
struct Imported {
    stem: String,
    by_any: AtomicBool,
    /// One that stands in no test.
    by_code: AtomicBool,
}

impl Imported {
    fn new(stem: String) -> Imported {
        Imported { stem, by_any: AtomicBool::new(false), by_code: AtomicBool::new(false) }
    }

    fn note(&self, by_code: bool) {
        self.by_any.store(true, Ordering::Relaxed);
        self.by_code.fetch_or(by_code, Ordering::Relaxed);
    }
}

/// An import can say the name of a module.
fn is_identifier(stem: &str) -> bool {
    !stem.starts_with(|c: char| c.is_ascii_digit()) && stem.chars().all(|c| c.is_alphanumeric() || c == '_')
}

fn mentions(member: &Member, catalog: &Catalog, names: &HashSet<String>) -> Option<Vec<Mention>> {
    extract::extractor_of(&member.path)?.extractor.mentions(&member.file, catalog, names)
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
            for candidate in candidates.iter_mut().filter(|candidate| candidate.constant.name == mention.name) {
                let is_meant = match &mention.what {
                    Mentioned::Own => candidate.at == at,
                    Mentioned::There(_) if !found.is_empty() => {
                        found.contains(&(candidate.at, candidate.constant.value))
                    }
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

//! Members of objects that nothing reads, or that are only told, counted and compared wherever they are read: what a class
//! of the project holds under them is not sent. A read counts where its object may be one of that class; what nothing
//! says what it is may be.
//!
//! The project is read once for the reads, and some times more for classes above those that are known.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::AhoCorasick;

use super::code::{Code, File, MOST_FILES};
use super::imports::is_word;
use super::pass::{Pass, silence};
use super::surroundings::Surroundings;
use crate::catalog::Catalog;
use crate::extract::{self, ClassFacts, MemberRead, MembersRead, Object, Owned, ReadOf};
use crate::link::Member;
use crate::reference::Use;
use crate::source::Span;
use crate::vocabulary::{Language, Sign, Vocabulary, words_of_name};

/// Files that read a member of one name at most: of what is read everywhere nobody could tell whose it is.
const MOST_READING: usize = 80;
/// Files that mention a member or a class at most: more are not parsed for that.
const MOST_NEAR: usize = 400;
/// How often classes above those that are known are sought.
const MOST_ROUNDS: usize = 3;
/// Members in members, and classes above classes, that are followed at most.
const DEEPEST: usize = 8;

/// Objects that are looked at at most to say of which classes those are that one member is read of.
const MOST_STEPS: usize = 1_000_000;

/// Bases of the language that read nothing of what extends them.
const PLAIN: [&str; 4] = ["object", "ABC", "Generic", "Exception"];

/// Silences what such members hold.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let Pass { around, run, .. } = pass;
    let mut open = candidates(pass, members);
    let project = pass.code(members);
    let Some(words) = Words::new(&open).filter(|_| around.code_below("").len() <= MOST_FILES) else { return };
    let near = words.near(&project, &mut open);
    if open.is_empty() || near.len() > MOST_NEAR {
        return;
    }
    let wanted: BTreeSet<&str> = open.iter().map(|one| one.owned.member.as_str()).collect();
    let said = |file: &File<'_, '_>| said(run.catalog, around, file, (&near, &wanted));
    let Some(mut facts) = Facts::of(run.catalog, project.each(said)) else { return };
    for _ in 0..MOST_ROUNDS {
        let missing = facts.missing(&open);
        let Some(sought) = automaton(&missing) else { break };
        let declares = |file: &File<'_, '_>| declared(run.catalog, around, file, &sought);
        facts.classes_of_others(project.each(declares), &missing);
    }
    let unsent = open.iter().filter(|one| facts.is_unsent(&one.owned)).map(|one| (one.at, one.owned.value)).collect();
    silence(members, unsent);
}

/// A member of which something is said, though no call is known that sends what it holds.
struct Candidate {
    at: usize,
    owned: Owned,
}

fn candidates(pass: Pass<'_, '_>, members: &[Member]) -> Vec<Candidate> {
    let Pass { around, run, .. } = pass;
    pass.found(members, |at, member| {
        let Some(reader) = extract::extractor_of(&member.path).filter(|_| !member.is_test) else { return Vec::new() };
        let references = member.extraction.references.iter();
        let held = references.filter(|reference| reference.uses.iter().all(Use::is_held));
        let spoken = held.filter(|reference| pass.is_spoken_of(member, reference));
        let values: Vec<Span> = spoken.map(|reference| reference.value.span).collect();
        if values.is_empty() {
            return Vec::new();
        }
        let owned = reader.extractor.owned(&member.path, &member.file, run.catalog, &values, around);
        // What others made for everybody has a point in its name.
        let owned = owned.into_iter().filter(|owned| !owned.class.contains('.'));
        owned.map(|owned| Candidate { at, owned }).collect()
    })
}

/// The names of some members and of the classes that hold them.
struct Words {
    names: Vec<String>,
    automaton: AhoCorasick,
}

impl Words {
    /// Nothing if there are none.
    fn new(open: &[Candidate]) -> Option<Words> {
        let names = open.iter().flat_map(|one| [one.owned.member.clone(), one.owned.class.clone()]);
        let names: Vec<String> = names.collect::<BTreeSet<String>>().into_iter().collect();
        Some(Words { automaton: automaton(&names)?, names })
    }

    /// The paths of the files that may read the members, or mention the classes; leaves out the members that too many do.
    fn near(&self, project: &Code<'_, '_>, open: &mut Vec<Candidate>) -> BTreeSet<String> {
        let places = |names: BTreeSet<&String>| -> BTreeSet<usize> {
            names.into_iter().filter_map(|name| self.names.binary_search(name).ok()).collect()
        };
        let classes = places(open.iter().map(|one| &one.owned.class).collect());
        let met = |path: &str, bytes: &[u8]| {
            let is_code = extract::extractor_of(path).and_then(|reader| reader.language) == Some(Language::Python);
            is_code.then(|| (path.to_owned(), self.met(bytes, &classes)))
        };
        let met: Vec<(String, BTreeSet<usize>)> = project.each_outside_tests(met).into_iter().flatten().collect();
        let is_everywhere = |member: &String| {
            let place = self.names.binary_search(member).ok();
            place.is_some_and(|place| met.iter().filter(|(_, names)| names.contains(&place)).count() > MOST_READING)
        };
        open.retain(|one| !is_everywhere(&one.owned.member));
        let left = places(open.iter().flat_map(|one| [&one.owned.member, &one.owned.class]).collect());
        met.into_iter().filter(|(_, names)| !names.is_disjoint(&left)).map(|(path, _)| path).collect()
    }

    /// The names that a text may read as members, or mentions as classes.
    fn met(&self, bytes: &[u8], classes: &BTreeSet<usize>) -> BTreeSet<usize> {
        let is_met = |found: &aho_corasick::Match| {
            let is_read = || matches!(bytes[..found.start()].last(), Some(b'.' | b'"' | b'\''));
            is_word(bytes, found.range()) && (classes.contains(&found.pattern().as_usize()) || is_read())
        };
        let found = self.automaton.find_overlapping_iter(bytes).filter(is_met);
        found.map(|found| found.pattern().as_usize()).collect()
    }
}

/// What one of some files says of members; an empty answer if that cannot be said.
fn said(
    catalog: &Catalog,
    around: &Surroundings<'_>,
    file: &File<'_, '_>,
    (near, wanted): (&BTreeSet<String>, &BTreeSet<&str>),
) -> Option<Option<MembersRead>> {
    let path = file.path().filter(|path| near.contains(path.as_ref()))?;
    let reader = extract::extractor_of(&path)?;
    let wanted = |name: &str| wanted.contains(name);
    Some(file.ask(|source| reader.extractor.members_read(&path, source, catalog, &wanted, around)).flatten())
}

/// All members are taken of an object that is called after something else than a class, in whatever words.
fn is_called_otherwise(catalog: &Catalog, read: &MemberRead, class: &str) -> bool {
    let is_any = |name: &str| matches!(name, "self" | "cls") || catalog.is_sign(name, Sign::AnyObject);
    let last = |name: &str| words_of_name(name).last().map(str::to_ascii_lowercase).unwrap_or_default();
    let is_all = !matches!(read.of, ReadOf::Member(_) | ReadOf::AllFields);
    let called = last(&read.called);
    is_all && called != last(class) && !is_any(&called)
}

/// What finds some words; nothing if there are none.
fn automaton(words: &[String]) -> Option<AhoCorasick> {
    AhoCorasick::new(words).ok().filter(|_| !words.is_empty())
}

/// What a file says of its classes, if it declares one of some names.
fn declared(
    catalog: &Catalog,
    around: &Surroundings<'_>,
    file: &File<'_, '_>,
    sought: &AhoCorasick,
) -> Option<MembersRead> {
    let bytes = file.bytes();
    let mut found = sought.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
    let path = file.path().filter(|_| found.any(|found| bytes[..found.start()].ends_with(b"class ")))?;
    let reader = extract::extractor_of(&path)?;
    file.ask(|source| reader.extractor.members_read(&path, source, catalog, &|_| false, around)).flatten()
}

/// What the files of a project say of the members of objects.
struct Facts<'c> {
    catalog: &'c Catalog,
    classes: BTreeMap<String, Vec<ClassFacts>>,
    names: BTreeMap<String, Vec<Object>>,
    reads: BTreeMap<ReadOf, Vec<MemberRead>>,
    /// Classes that are made or handed on.
    made: BTreeSet<String>,
    /// Objects that were looked at for one member; once there were too many, nothing more is asked.
    steps: Cell<usize>,
}

impl<'c> Facts<'c> {
    /// Nothing if one of the files could not be understood.
    fn of(catalog: &'c Catalog, said: Vec<Option<MembersRead>>) -> Option<Facts<'c>> {
        let (classes, names, reads) = (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
        let mut facts = Facts { catalog, classes, names, reads, made: BTreeSet::new(), steps: Cell::new(0) };
        for said in said {
            let MembersRead { classes, names, reads, made } = said?;
            facts.made.extend(made);
            for class in classes {
                facts.classes.entry(class.name.clone()).or_default().push(class);
            }
            for (name, object) in names {
                let known = facts.names.entry(name).or_default();
                known.extend((!known.contains(&object)).then_some(object));
            }
            for read in reads {
                facts.reads.entry(read.of.clone()).or_default().push(read);
            }
        }
        Some(facts)
    }

    /// A base reads nothing of what extends it.
    fn is_plain(&self, class: &str) -> bool {
        PLAIN.contains(&class) || self.dumps_itself(class)
    }

    /// A class of a library has objects that give all their fields at once.
    fn dumps_itself(&self, class: &str) -> bool {
        self.catalog.is_sign(class, Sign::SelfDumpingClass)
    }

    /// Nothing sends what the objects of a class of the project hold under a member.
    fn is_unsent(&self, owned: &Owned) -> bool {
        if self.steps.get() > MOST_STEPS {
            return false;
        }
        self.steps.set(0);
        self.sends_nothing(owned) && self.steps.get() <= MOST_STEPS
    }

    fn sends_nothing(&self, owned: &Owned) -> bool {
        let Some(member) = self.member(owned) else { return false };
        let family = self.family(&owned.class);
        if family.iter().any(|class| !self.classes.contains_key(*class) && !self.is_plain(class)) {
            return false;
        }
        let dumps_itself = family.iter().any(|class| self.dumps_itself(class));
        let all = if dumps_itself { ReadOf::AllDumped } else { ReadOf::AllFields };
        let of = |what: ReadOf| self.reads.get(&what).into_iter().flatten();
        let mut reads = of(ReadOf::Member(member)).chain(of(ReadOf::All)).chain(of(all));
        let is_of_another = |read: &MemberRead| {
            let is_unknown = || self.classes_of(&read.object, 0).is_none();
            self.is_of_another(&read.object, &owned.class)
                || is_unknown() && is_called_otherwise(self.catalog, read, &owned.class)
        };
        self.is_used(&owned.class)
            && reads.all(|read| !read.sends || is_of_another(read))
            && of(ReadOf::Given).all(|read| self.is_known_of_another(&read.object, &owned.class))
    }

    /// One class alone has the name, and the project makes objects of it: else what becomes of them is left to others.
    fn is_used(&self, class: &str) -> bool {
        self.classes.get(class).is_some_and(|classes| classes.len() == 1)
            && self.made.iter().any(|made| self.family(made).contains(&class))
    }

    /// An object that is given away is none of a class, or nobody knows what it is.
    fn is_known_of_another(&self, object: &Object, class: &str) -> bool {
        self.classes_of(object, 0).is_none() || self.is_of_another(object, class)
    }

    /// Classes above those that hold something, of which nothing is known yet.
    fn missing(&self, open: &[Candidate]) -> Vec<String> {
        let above = open.iter().flat_map(|one| self.family(&one.owned.class));
        let missing = above.filter(|class| !self.classes.contains_key(*class) && !self.is_plain(class));
        missing.map(str::to_owned).collect::<BTreeSet<String>>().into_iter().collect()
    }

    /// Adds what other files say of classes that were missing.
    fn classes_of_others(&mut self, said: Vec<MembersRead>, missing: &[String]) {
        let classes = said.into_iter().flat_map(|said| said.classes);
        for class in classes.filter(|class| missing.contains(&class.name)) {
            self.classes.entry(class.name.clone()).or_default().push(class);
        }
    }

    /// The member under which a class holds what it is given by a name.
    fn member(&self, owned: &Owned) -> Option<String> {
        if !owned.is_given {
            return self.classes.contains_key(&owned.class).then(|| owned.member.clone());
        }
        let family = self.family(&owned.class);
        for class in family.into_iter().filter_map(|name| self.classes.get(name)).flatten() {
            if class.is_made_otherwise {
                let kept = class.kept.iter().find(|(param, _)| *param == owned.member);
                return kept.map(|(_, member)| member.clone());
            }
            if class.members.iter().any(|(member, _)| *member == owned.member) {
                return Some(owned.member.clone());
            }
        }
        None
    }

    /// A class, and those above it.
    fn family<'f>(&'f self, class: &'f str) -> Vec<&'f str> {
        const MOST: usize = 64;
        let mut family: Vec<&str> = vec![class];
        let mut at = 0;
        while at < family.len() && family.len() < MOST {
            for class in self.classes.get(family[at]).into_iter().flatten() {
                for base in &class.bases {
                    if !family.contains(&base.as_str()) {
                        family.push(base);
                    }
                }
            }
            at += 1;
        }
        family
    }

    /// An object is surely none of a class, of one above it or of one that extends it.
    fn is_of_another(&self, object: &Object, class: &str) -> bool {
        let Some(of) = self.classes_of(object, 0).filter(|of| !of.is_empty()) else { return false };
        let own = self.family(class);
        of.into_iter().all(|other| !own.contains(&other.as_str()) && !self.family(&other).contains(&class))
    }

    /// The classes of which an object may be; nothing if nobody knows.
    fn classes_of(&self, object: &Object, depth: usize) -> Option<BTreeSet<String>> {
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST || self.steps.get() > MOST_STEPS {
            return None;
        }
        match object {
            Object::Unknown => None,
            Object::Made(class) | Object::Of(class) => {
                // Another name for several classes says nothing; nor does what a class only has to look like.
                let is_alias = self.names.contains_key(class);
                let is_pattern = self.family(class).contains(&"Protocol");
                (!is_alias && !is_pattern).then(|| BTreeSet::from([class.clone()]))
            }
            Object::Holder(_) => Some(BTreeSet::from(["dict".to_owned()])),
            Object::Several(all) => {
                let mut classes = BTreeSet::new();
                for one in all {
                    classes.extend(self.classes_of(one, depth + 1)?);
                }
                Some(classes)
            }
            Object::Named(_) | Object::Member(..) | Object::Item(_) => {
                let mut classes = BTreeSet::new();
                for one in self.meant(object, depth)? {
                    classes.extend(self.classes_of(one, depth + 1)?);
                }
                Some(classes)
            }
        }
    }

    /// What a name, a member or an item may be; nothing if nobody knows.
    fn meant<'o>(&'o self, object: &'o Object, depth: usize) -> Option<Vec<&'o Object>> {
        match object {
            Object::Named(name) => Some(self.names.get(name)?.iter().collect()),
            Object::Member(of, key) => {
                let mut found = Vec::new();
                for class in self.classes_of(of, depth + 1)? {
                    let family = self.family(&class);
                    let facts = family.iter().filter_map(|class| self.classes.get(*class)).flatten();
                    let members = facts.flat_map(|facts| &facts.members).filter(|(member, _)| member == key);
                    let before = found.len();
                    found.extend(members.map(|(_, object)| object));
                    if found.len() == before {
                        return None;
                    }
                }
                Some(found)
            }
            Object::Item(of) => self.items(of, depth + 1),
            _ => None,
        }
    }

    /// What something has in it.
    fn items<'o>(&'o self, object: &'o Object, depth: usize) -> Option<Vec<&'o Object>> {
        self.steps.set(self.steps.get() + 1);
        if depth > DEEPEST || self.steps.get() > MOST_STEPS {
            return None;
        }
        match object {
            Object::Holder(of) => Some(vec![of]),
            Object::Named(_) | Object::Member(..) => {
                let mut items = Vec::new();
                for one in self.meant(object, depth)? {
                    items.extend(self.items(one, depth + 1)?);
                }
                Some(items)
            }
            _ => None,
        }
    }
}

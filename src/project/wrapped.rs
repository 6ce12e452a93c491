//! Files that send IDs through functions of other files, of which something is to be said at the calls of those.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::held::{Way, automaton, ways};
use super::imports::Unread;
use super::links::{self, add};
use super::surroundings::{Imported, Surroundings};
use super::{Ground, Target};
use crate::extract;
use crate::link::Member;

/// Parses files that import one with a call, if something would be said there of what stands in them.
pub(super) fn find<'t>(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    offering: &[&'t Target],
    calling: &[&'t Target],
    members: &mut Vec<Member>,
) {
    let known = links::known(members);
    let is_unread = |target: &Target| !known.contains(&links::of_target(target));
    let call = |target: &'t Target| is_unread(target).then(|| Call::of(around, ground, target)).flatten();
    let calls: Vec<Call<'_>> = around.each(calling, call);
    let names: Vec<&String> = calls.iter().flat_map(Call::names).collect::<BTreeSet<&String>>().into_iter().collect();
    let Some(automaton) = automaton(&names) else { return };
    let offer = |target: &'t Target| is_unread(target).then(|| Offer::of(around, ground, &automaton, target)).flatten();
    let offers: Vec<Offer<'_>> = around.each(offering, offer);
    let mut by_name: HashMap<&String, Vec<&Offer<'_>>> = HashMap::new();
    for offer in &offers {
        for name in &offer.imported {
            by_name.entry(names[*name]).or_default().push(offer);
        }
    }
    let spoken = |call: &Call<'_>| {
        let offers = call.names().filter_map(|name| by_name.get(name)).flatten().copied();
        let offers: Vec<&Offer<'_>> = offers.filter(|offer| offer.may_import(call)).collect();
        around.attempt(&call.target.shown, || call.spoken(around, ground, &offers)).unwrap_or_default()
    };
    let wanted: HashSet<String> = calls.par_iter().with_max_len(8).flat_map_iter(spoken).collect();
    add(around, ground, offering.iter().copied(), |unread| wanted.contains(&unread.target.shown), members);
}

/// A file with calls of which others may take functions.
struct Call<'t> {
    target: &'t Target,
    path: String,
    ways: Vec<Way>,
}

impl<'t> Call<'t> {
    fn of(around: &Surroundings<'_>, ground: Ground<'_>, target: &'t Target) -> Option<Call<'t>> {
        let extractor = extract::extractor_of(&target.shown)?.extractor;
        let bytes = ground.texts.read(&target.path, ground.settings.max_file_size).ok()?;
        let path = around.relative(target).filter(|_| extractor.may_give(&bytes))?;
        Some(Call { target, ways: ways(around, &path), path })
    }

    /// The names by which it is imported.
    fn names(&self) -> impl Iterator<Item = &String> {
        self.ways.iter().map(|way| &way.name)
    }

    /// Those of some files that import this one of which something would be said at its calls.
    fn spoken(&self, around: &Surroundings<'_>, ground: Ground<'_>, offers: &[&Offer<'_>]) -> Vec<String> {
        let texts: BTreeSet<&str> = offers.iter().flat_map(|offer| &offer.texts).map(String::as_str).collect();
        let texts: Vec<&str> = texts.into_iter().collect();
        if texts.is_empty() {
            return Vec::new();
        }
        let unread = Unread::new(self.target, ground, &around.imports);
        let spoken = around.spoken_of(self.target, unread.bytes(), &texts);
        let spoken: HashSet<&str> = spoken.into_iter().map(|at| texts[at]).collect();
        let is_spoken = |offer: &&&Offer<'_>| offer.texts.iter().any(|text| spoken.contains(text.as_str()));
        offers.iter().filter(is_spoken).map(|offer| offer.target.shown.clone()).collect()
    }
}

/// A file that may send something through functions of others.
struct Offer<'t> {
    target: &'t Target,
    /// Places of the names of modules that it imports.
    imported: HashSet<usize>,
    /// The files that it imports, where its lines alone say so.
    paths: Option<Arc<Imported>>,
    /// What it may send.
    texts: Vec<String>,
}

impl<'t> Offer<'t> {
    fn of(around: &Surroundings<'_>, ground: Ground<'_>, names: &AhoCorasick, target: &'t Target) -> Option<Offer<'t>> {
        let unread = Unread::new(target, ground, &around.imports);
        let imports = unread.imports();
        let imported = Some(imports.among(names)).filter(|imported| !imported.is_empty())?;
        let texts = around.offered(target, unread.bytes()).filter(|texts| !texts.is_empty())?;
        let paths = around.imported_by(&around.relative(target)?, &imports);
        Some(Offer { target, imported, paths, texts })
    }

    /// The file, or one through which others take what stands in it, is among those that are imported.
    fn may_import(&self, call: &Call<'_>) -> bool {
        let has = |path: &String| self.paths.as_ref().is_none_or(|paths| paths.get(path) == Some(&true));
        has(&call.path) || call.ways.iter().filter_map(|way| way.through.as_ref()).any(has)
    }
}

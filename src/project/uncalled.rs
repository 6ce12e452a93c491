//! Methods that nobody calls, in packages that give nothing to others: what they answer reaches nobody.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;
use std::path::Path;

use aho_corasick::AhoCorasick;
use rayon::prelude::*;

use super::code::Code;
use super::imports::is_word;
use super::judge::{self, Run};
use super::surroundings::Surroundings;
use super::{Ground, Target};
use crate::checks;
use crate::extract::{self, Holder};
use crate::link::Member;
use crate::reference::{Context, Use};

/// Silences the lists that such methods answer.
pub(super) fn settle(
    around: &Surroundings<'_>,
    ground: Ground<'_>,
    run: Run<'_>,
    silent: &[&Target],
    members: &mut [Member],
) {
    let found = |(at, member): (usize, &Member)| {
        around.attempt(&member.shown, || methods(around, run, at, member)).unwrap_or_default()
    };
    let methods: Vec<Method> = members.par_iter().enumerate().flat_map_iter(found).collect();
    let names: Vec<&String> = methods.iter().map(|method| &method.name).collect::<BTreeSet<_>>().into_iter().collect();
    let Some(sought) = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty()) else { return };
    let project = Code { around, ground, members, silent };
    let called: Vec<HashSet<usize>> = project.each(|file| Some(called(&sought, file.bytes())));
    let called: HashSet<&String> = called.iter().flatten().map(|name| names[*name]).collect();
    let uncalled: Vec<&Method> = methods.iter().filter(|method| !called.contains(&method.name)).collect();
    for place in uncalled.into_iter().flat_map(|method| method.places.iter().map(|place| (method.at, *place))) {
        let uses = &mut members[place.0].extraction.references[place.1].uses;
        uses.iter_mut().for_each(|used| used.context = Context::Text);
    }
}

/// A method, and the references of its file that are in the list which it answers.
struct Method {
    at: usize,
    name: String,
    places: Vec<usize>,
}

/// The methods of a file of which something is said for what they answer.
fn methods(around: &Surroundings<'_>, run: Run<'_>, at: usize, member: &Member) -> Vec<Method> {
    let methods = &member.extraction.links.methods;
    let extractor = extract::extractor_of(&member.path).filter(|_| !methods.is_empty() && !member.is_test);
    let Some(extractor) = extractor.map(|reader| reader.extractor) else { return Vec::new() };
    let references = &member.extraction.references;
    let scene = judge::scene(run, member, Path::new(&member.path), false);
    let is_offered = |used: &Use| used.path.is_none() && used.context == Context::Choice;
    let places = |method: &Holder| {
        let place = |span| references.binary_search_by_key(span, |reference| reference.value.span).ok();
        let places: Vec<usize> = method.values.iter().filter_map(place).collect();
        places.into_iter().filter(|place| references[*place].uses.iter().all(is_offered)).collect::<Vec<usize>>()
    };
    let speak = |places: &[usize]| places.iter().any(|place| !checks::check(scene, &references[*place]).is_empty());
    let found = methods.iter().map(|method| Method { at, name: method.name.clone(), places: places(method) });
    let found: Vec<Method> = found.filter(|method| speak(&method.places)).collect();
    if found.is_empty() || !extractor.is_private(&member.path, around) {
        return Vec::new();
    }
    found
}

/// Which of some methods a text may call: it says more of them than how they are declared.
fn called(sought: &AhoCorasick, bytes: &[u8]) -> HashSet<usize> {
    let found = sought.find_overlapping_iter(bytes).filter(|found| is_word(bytes, found.range()));
    let found = found.filter(|found| !is_declaration(bytes, found.range()));
    found.map(|found| found.pattern().as_usize()).collect()
}

/// A name with brackets behind it and no object before it declares a method, or calls a function that is none.
fn is_declaration(bytes: &[u8], name: Range<usize>) -> bool {
    let is_alone = bytes[..name.start].last().is_none_or(|byte| byte.is_ascii_whitespace() || *byte == b'*');
    is_alone && matches!(bytes[name.end..].first(), Some(b'(' | b'<'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_names_a_method_may_call_it() {
        let calls = |text: &str| {
            let at = text.find("getModels").expect("the name");
            !is_declaration(text.as_bytes(), at..at + 9)
        };
        for text in ["x.getModels()", "x?.getModels()", "{ getModels }", "method: 'getModels'", "x['getModels']()"] {
            assert!(calls(text), "{text}");
        }
        for text in ["  getModels(): string[];", "  async getModels() {", "  *getModels() {", "getModels<T>(x)"] {
            assert!(!calls(text), "{text}");
        }
    }
}

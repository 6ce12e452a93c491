//! Methods that nobody calls, in packages that give nothing to others: what they answer reaches nobody.

use std::collections::{BTreeSet, HashSet};
use std::ops::Range;

use aho_corasick::AhoCorasick;

use super::imports::is_word;
use super::pass::{Pass, silence_reference};
use crate::extract::{self, Holder};
use crate::link::Member;
use crate::reference::{Context, Use};

/// Silences the lists that such methods answer.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    let methods = pass.found(members, |at, member| methods(pass, at, member));
    let names: Vec<&String> = methods.iter().map(|method| &method.name).collect::<BTreeSet<_>>().into_iter().collect();
    let Some(sought) = AhoCorasick::new(&names).ok().filter(|_| !names.is_empty()) else { return };
    let project = pass.code(members);
    let called: Vec<HashSet<usize>> = project.each(|file| Some(called(&sought, file.bytes())));
    let called: HashSet<&String> = called.iter().flatten().map(|name| names[*name]).collect();
    let uncalled: Vec<&Method> = methods.iter().filter(|method| !called.contains(&method.name)).collect();
    for (at, place) in uncalled.into_iter().flat_map(|method| method.places.iter().map(|place| (method.at, *place))) {
        silence_reference(&mut members[at].extraction.references[place]);
    }
}

/// A method, and the references of its file that are in the list which it answers.
struct Method {
    at: usize,
    name: String,
    places: Vec<usize>,
}

/// The methods of a file of which something is said for what they answer.
fn methods(pass: Pass<'_, '_>, at: usize, member: &Member) -> Vec<Method> {
    let methods = &member.extraction.links.methods;
    let extractor = extract::extractor_of(&member.path).filter(|_| !methods.is_empty() && !member.is_test);
    let Some(extractor) = extractor.map(|reader| reader.extractor) else { return Vec::new() };
    let references = &member.extraction.references;
    let is_offered = |used: &Use| used.path.is_none() && used.context == Context::Choice;
    let places = |method: &Holder| {
        let places: Vec<usize> = method.values.iter().filter_map(|value| member.extraction.place(*value)).collect();
        places.into_iter().filter(|place| references[*place].uses.iter().all(is_offered)).collect::<Vec<usize>>()
    };
    let speak = |places: &[usize]| places.iter().any(|place| pass.is_spoken_of(member, &references[*place]));
    let found = methods.iter().map(|method| Method { at, name: method.name.clone(), places: places(method) });
    let found: Vec<Method> = found.filter(|method| speak(&method.places)).collect();
    if found.is_empty() || !extractor.is_private(&member.path, pass.around) {
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

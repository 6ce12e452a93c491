//! What files fall back to where a module has no attribute: where it surely has it, nobody falls back.

use std::path::Path;

use super::judge::{self, Run};
use super::surroundings::Surroundings;
use crate::checks;
use crate::extract::{self, Fallback};
use crate::link::Member;
use crate::reference::Context;

/// Silences what is never taken.
pub(super) fn settle(around: &Surroundings<'_>, run: Run<'_>, members: &mut [Member]) {
    for member in members.iter_mut().filter(|member| !member.extraction.links.fallbacks.is_empty()) {
        let taken = around.attempt(&member.shown, || never_taken(around, run, member)).unwrap_or_default();
        for place in taken {
            let uses = &mut member.extraction.references[place].uses;
            uses.iter_mut().for_each(|used| used.context = Context::Text);
        }
    }
}

/// The references of a file that only such a fallback holds, and of which something would be said.
fn never_taken(around: &Surroundings<'_>, run: Run<'_>, member: &Member) -> Vec<usize> {
    let Some(extractor) = extract::extractor_of(&member.path).map(|reader| reader.extractor) else { return Vec::new() };
    let references = &member.extraction.references;
    let scene = judge::scene(run, member, Path::new(&member.path), false);
    let place = |fallback: &Fallback| {
        let place = references.iter().position(|reference| fallback.value.contains(reference.value.span))?;
        let speaks = !checks::check(scene, &references[place]).is_empty();
        (speaks && extractor.always_binds(&fallback.attribute, &member.path, around)).then_some(place)
    };
    member.extraction.links.fallbacks.iter().filter_map(place).collect()
}

//! What files fall back to where a module has no attribute: where it surely has it, nobody falls back.

use super::pass::Pass;
use crate::extract::{self, Fallback};
use crate::link::Member;
use crate::reference::Context;

/// Silences what is never taken.
pub(super) fn settle(pass: Pass<'_, '_>, members: &mut [Member]) {
    for member in members.iter_mut().filter(|member| !member.extraction.links.fallbacks.is_empty()) {
        let taken = pass.around.attempt(&member.shown, || never_taken(pass, member)).unwrap_or_default();
        for place in taken {
            let uses = &mut member.extraction.references[place].uses;
            uses.iter_mut().for_each(|used| used.context = Context::Text);
        }
    }
}

/// The references of a file that only such a fallback holds, and of which something would be said.
fn never_taken(pass: Pass<'_, '_>, member: &Member) -> Vec<usize> {
    let Some(extractor) = extract::extractor_of(&member.path).map(|reader| reader.extractor) else { return Vec::new() };
    let references = &member.extraction.references;
    let place = |fallback: &Fallback| {
        let place = references.iter().position(|reference| fallback.value.contains(reference.value.span))?;
        let speaks = pass.is_spoken_of(member, &references[place]);
        (speaks && extractor.always_binds(&fallback.attribute, &member.path, pass.around)).then_some(place)
    };
    member.extraction.links.fallbacks.iter().filter_map(place).collect()
}

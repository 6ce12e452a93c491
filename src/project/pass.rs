//! What settles the uses of a run once its files are linked: each pass asks the project what no file alone can tell.

use rayon::prelude::*;

use super::code::Code;
use super::judge::{self, Run};
use super::surroundings::Surroundings;
use super::{Ground, Target};
use crate::checks;
use crate::link::Member;
use crate::reference::{Context, Reference};
use crate::source::Span;

/// What a pass may ask.
#[derive(Clone, Copy)]
pub(super) struct Pass<'p, 's> {
    pub(super) around: &'p Surroundings<'s>,
    pub(super) ground: Ground<'p>,
    pub(super) run: Run<'p>,
    /// Files of code among those that are checked in which nothing speaks; some may have become members since.
    pub(super) silent: &'p [&'p Target],
}

impl<'p, 's> Pass<'p, 's> {
    /// The code of the project, whose parsed files are the members.
    pub(super) fn code<'c>(self, members: &'c [Member]) -> Code<'c, 's>
    where
        'p: 'c,
    {
        Code { around: self.around, ground: self.ground, members, silent: self.silent }
    }

    /// What is found in the members, each at its place, in their order; of one in which looking panics nothing is.
    pub(super) fn found<T: Send>(self, members: &[Member], look: impl Fn(usize, &Member) -> Vec<T> + Sync) -> Vec<T> {
        let found = |(at, member): (usize, &Member)| {
            self.around.attempt(&member.shown, || look(at, member)).unwrap_or_default()
        };
        members.par_iter().enumerate().flat_map_iter(found).collect()
    }

    /// Something is said of a reference of a member.
    pub(super) fn is_spoken_of(self, member: &Member, reference: &Reference) -> bool {
        let scene = judge::scene(self.run, member, member.path.as_ref(), false);
        !checks::check(scene, reference).is_empty()
    }
}

/// Silences values of members.
pub(super) fn silence(members: &mut [Member], values: Vec<(usize, Span)>) {
    for (at, value) in values {
        let extraction = &mut members[at].extraction;
        if let Some(place) = extraction.place(value) {
            silence_reference(&mut extraction.references[place]);
        }
    }
}

/// Silences all uses of a reference.
pub(super) fn silence_reference(reference: &mut Reference) {
    reference.uses.iter_mut().for_each(|used| used.context = Context::Text);
}

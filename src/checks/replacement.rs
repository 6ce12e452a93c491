//! Which model may take the place of another in the calls that name it, and what those calls must change besides.

use std::ops::Range;

use super::Subject;
use super::parameters::{self, Refused};
use crate::catalog::{FactCertainty, Model, Status};
use crate::diagnostic::{Applicability, Edit, Fix};
use crate::reference::{Context, Use};
use crate::resolve::Known;

/// A model that lives and that the same calls reach.
pub(super) struct Replacement<'s> {
    /// The model.
    pub(super) model: Model<'s>,
    /// Parameters of the calls that it refuses.
    refused: Vec<Refused<'s>>,
}

/// The model to use instead: one without an end that takes the parameters of the calls, if need be under other names;
/// if there is none, the one that the provider's recommendation leads to.
pub(super) fn find<'s>(subject: &Subject<'s>, model: Model<'s>) -> Option<Replacement<'s>> {
    let as_of = subject.scene.as_of;
    let fits = |to: Model<'s>| to.certainty() == FactCertainty::Official && is_served(subject, model, to);
    let takes = |to: Model<'s>| refused(subject, to).iter().all(|refused| refused.rename(subject).is_some());
    let stays = |to: Model<'s>| matches!(to.status(as_of), Status::Active | Status::Legacy);
    let takes_all = |to: Model<'s>| stays(to) && fits(to) && takes(to);
    let model = model.live_replacement_that(as_of, takes_all).or_else(|| model.live_replacement_that(as_of, fits))?;
    Some(Replacement { model, refused: refused(subject, model) })
}

/// Every call that the old model could answer is one that the new model answers.
pub(super) fn is_served(subject: &Subject<'_>, old: Model<'_>, new: Model<'_>) -> bool {
    let mut bound = calls(subject).filter(|used| serves(old, used)).peekable();
    if bound.peek().is_some() {
        return bound.all(|used| serves(new, used));
    }
    // What the old model never answered needs one that does; where no call says so, one of another kind would be a guess.
    let is_alike = calls(subject).next().is_none() && old.class() == new.class();
    let mut sent = sent(subject).peekable();
    is_alike || sent.peek().is_some() && sent.all(|used| serves(new, used))
}

/// The model is served wherever the value is sent.
pub(super) fn is_served_everywhere(subject: &Subject<'_>, model: Model<'_>) -> bool {
    calls(subject).all(|used| serves(model, used))
}

/// Uses that say which endpoints they reach, whatever the model.
fn calls<'s>(subject: &Subject<'s>) -> impl Iterator<Item = &'s Use> {
    sent(subject).filter(|used| !used.rewrites_endpoint)
}

/// Uses that say which endpoints they may reach.
fn sent<'s>(subject: &Subject<'s>) -> impl Iterator<Item = &'s Use> {
    let is_sent = |used: &&Use| matches!(used.context, Context::Argument | Context::Http);
    subject.reference.uses.iter().filter(is_sent).filter(|used| !used.endpoints.is_empty())
}

fn serves(model: Model<'_>, used: &Use) -> bool {
    model.endpoints().is_empty() || model.endpoints().meets(used.endpoints)
}

/// Parameters that a model would refuse in the calls that name the value.
fn refused<'s>(subject: &Subject<'s>, to: Model<'s>) -> Vec<Refused<'s>> {
    let mut refused: Vec<Refused<'s>> = Vec::new();
    for (used, known) in subject.known() {
        let here = Known { model: to, tuned: false, ..known.clone() };
        refused.extend(parameters::refused_by(subject, used, &here));
    }
    refused
}

impl Replacement<'_> {
    /// What the calls must change, in the words of the rule about parameters.
    pub(super) fn advice(&self) -> Vec<String> {
        let mut advice: Vec<String> = self.refused.iter().map(Refused::advice).collect();
        advice.sort();
        advice.dedup();
        advice
    }

    /// The edit to the model, with the parameters that only have another name there; none where one of the calls would
    /// fail, be it one that failed before.
    pub(super) fn fix(&self, subject: &Subject<'_>, id: &Range<usize>) -> Option<Fix> {
        // Code that looks at the model first sends it where it is served.
        let is_decided = |used: &Use| used.spread || subject.is_on_several_platforms();
        if calls(subject).any(|used| !is_decided(used) && !serves(self.model, used)) {
            return None;
        }
        let mut fix = subject.fix(id, self.model.id(), Applicability::Unsafe)?;
        let renames: Option<Vec<Edit>> = self.refused.iter().map(|refused| refused.rename(subject)).collect();
        for rename in renames? {
            if !fix.edits.contains(&rename) {
                fix.edits.push(rename);
            }
        }
        Some(fix)
    }
}

//! Members of families that cannot exist.

use super::{Fault, Resolver, nearest};
use crate::catalog::{Family, Form, ProviderId};
use crate::reference::{Context, Platform, Use};

impl<'c> Resolver<'c> {
    /// An ID of a family that cannot exist: no member of a closed family, or a snapshot of a day that is past.
    pub(super) fn impossible(&self, provider: ProviderId, id: &str) -> Option<Fault<'c>> {
        // Several words are no ID that anybody made up, but for a comment that got into the value.
        if id.contains(char::is_whitespace) && !id.contains(" #") {
            return None;
        }
        let family = self.catalog.family(provider, id)?;
        let compared = self.catalog.provider(provider).compared()?;
        let suffix = id.strip_prefix(family.stem())?;
        let dated = family.snapshots().find_map(|grammar| nearest::snapshot_day(grammar, suffix));
        match (family.closed(), dated) {
            // A snapshot dated after the comparison with the sources may be new.
            (_, Some(Some(day))) if day > compared => None,
            (Some(_), _) => Some(Fault::NoSuchMember(family)),
            (None, Some(_)) if self.has_snapshots(provider, family) => Some(Fault::NoSuchSnapshot(family)),
            (None, _) => None,
        }
    }

    /// The same of what is offered, or may be sent: a snapshot by its day, as nobody calls anything else so, or on a
    /// platform that is stated the member of a closed family. Behind a whole ID stands a variant of the project's own, and
    /// months are listed by few.
    pub(super) fn never_was(&self, provider: ProviderId, id: &str, used: &Use) -> Option<Fault<'c>> {
        let may_be_sent = matches!(used.context, Context::Choice | Context::Slot) && used.form == Form::Id;
        let is_stated =
            used.context == Context::Choice && matches!(used.platform, Platform::Known(known, _) if known == provider);
        let fault = self.impossible(provider, id).filter(|_| may_be_sent)?;
        let family = self.catalog.family(provider, id)?;
        let suffix = id.strip_prefix(family.stem())?;
        let grammar = family.snapshots().find(|grammar| nearest::snapshot_day(grammar, suffix).is_some());
        // Dots and versions are how others spell a model.
        let is_variant = || {
            let before = id.rsplit_once('-').map_or(id, |(before, _)| before);
            suffix.contains(['.', '@']) || self.catalog.model(provider, before).is_some()
        };
        let is_surely_none = match grammar {
            Some(grammar) => grammar.contains("DD") && (is_stated || grammar.contains("YY")),
            None => is_stated && family.closed().is_some() && !is_variant(),
        };
        let is_other = || self.is_own_name(provider, id, used) || self.elsewhere(provider, id).is_some();
        (is_surely_none && !is_other()).then_some(fault)
    }

    /// The catalog lists snapshots of a family, so that one that it lacks is not just unlisted.
    fn has_snapshots(&self, provider: ProviderId, family: Family<'c>) -> bool {
        self.catalog.models_of(provider).any(|m| {
            let suffix = m.id().strip_prefix(family.stem());
            suffix.is_some_and(|s| family.snapshots().any(|grammar| nearest::snapshot_day(grammar, s).is_some()))
        })
    }
}

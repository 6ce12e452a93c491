//! What an ID is on a platform that does not have it.

use std::ops::Range;

use super::{Fault, Reading, Resolver, Wrong, is_told};
use crate::catalog::{Form, Model, ProviderId};
use crate::reference::{Evidence, Platform, Use};

/// An ID that a platform does not have.
pub(super) struct Absent {
    pub(super) provider: ProviderId,
    /// The bytes of the ID in its text.
    pub(super) id: Range<usize>,
    pub(super) certain: bool,
}

impl Absent {
    /// What is wrong with it, and what may be meant.
    pub(super) fn wrong<'c>(&self, fault: Fault<'c>, candidates: Vec<Model<'c>>) -> Reading<'c> {
        let Absent { provider, ref id, certain } = *self;
        Reading::Wrong(Wrong { fault, candidates, provider, id: id.clone(), certain })
    }
}

impl<'c> Resolver<'c> {
    /// What an ID is that a platform does not have: in the spelling of a router, in another case, another platform's,
    /// misspelled, or nothing that anybody knows.
    pub(super) fn absent(&self, absent: &Absent, name: &str, used: &Use) -> Reading<'c> {
        let provider = absent.provider;
        if self.catalog.provider(provider).open_catalog() {
            return Reading::Unheard;
        }
        // Case and spelling are judged only where a value is sent: capitals elsewhere are display names.
        if !used.context.is_live() {
            return match self.never_was(provider, name, used) {
                Some(fault) => absent.wrong(fault, self.relatives(provider, name)),
                None => Reading::Unheard,
            };
        }
        if self.catalog.models_of(provider).next().is_none() {
            return Reading::Unheard;
        }
        // A router's spelling says of a client that may be given another server that it is.
        let told = is_told(used.platform) && used.form != Form::Route;
        let is_routed = name.contains('/') && matches!(used.platform, Platform::Known(_, Evidence::Class));
        let misses = told && !is_routed;
        if let Some(candidates) = self.routed_here(provider, name).filter(|_| misses) {
            return absent.wrong(Fault::Routed, candidates);
        }
        // A platform's own name in another case is nearer than the exact name on another platform.
        let lower = name.to_ascii_lowercase();
        if let Some(model) = self.catalog.models_folded(&lower).find(|m| m.provider().id == provider) {
            return absent.wrong(Fault::Case, vec![model]);
        }
        if self.is_own_name(provider, name, used) || self.takes_makers(provider, name, used) {
            return Reading::Unheard;
        }
        if let Some(elsewhere) = self.elsewhere(provider, name) {
            // The name of a setting, or a route, may mean a maker, wherever its models are taken from.
            let is_stated = matches!(used.platform, Platform::Known(_, Evidence::Settings)) || used.form == Form::Route;
            let fails = !told && is_stated && self.fails_everywhere(provider, name);
            return match absent.wrong(Fault::Elsewhere(elsewhere), self.respelled(provider, name)) {
                Reading::Wrong(wrong) if fails => Reading::Wrong(Wrong { certain: false, ..wrong }),
                reading if misses => reading,
                _ => Reading::Unheard,
            };
        }
        self.misspelled(absent, name, told)
    }

    /// What an ID is that no platform has: near one that there is, impossible, or not known.
    fn misspelled(&self, absent: &Absent, name: &str, told: bool) -> Reading<'c> {
        let (provider, lower) = (absent.provider, name.to_ascii_lowercase());
        let candidates = self.nearest(provider, name);
        if !candidates.is_empty() {
            return absent.wrong(Fault::Spelling, candidates);
        }
        let dashed = if told { self.with_dashes(provider, &lower) } else { Vec::new() };
        if !dashed.is_empty() {
            return absent.wrong(Fault::Spelling, dashed);
        }
        match self.impossible(provider, &lower) {
            Some(fault) => absent.wrong(fault, self.relatives(provider, &lower)),
            None => Reading::Unheard,
        }
    }

    /// Words joined by `_` alone, as no ID of the platform that begins so is: a variable, a member or a key of the
    /// project's own, unless the value is known to be sent there. In capitals it is one whatever settings say.
    pub(super) fn is_own_name(&self, provider: ProviderId, name: &str, used: &Use) -> bool {
        let Some((first, _)) = name.split_once('_').filter(|_| !name.contains('-')) else { return false };
        let is_own_to_project = match used.platform {
            platform if is_told(platform) => false,
            Platform::Known(..) => !name.contains(|c: char| c.is_ascii_lowercase()),
            Platform::Unstated | Platform::UnknownHost(_) => true,
        };
        let begins = |id: &str| id.get(..first.len()).is_some_and(|start| start.eq_ignore_ascii_case(first));
        is_own_to_project && !self.catalog.models_of(provider).any(|m| m.id().contains('_') && begins(m.id()))
    }

    /// The endpoint has the platform's own models behind its own name alone: there it takes those of other makers behind
    /// theirs.
    fn takes_makers(&self, provider: ProviderId, name: &str, used: &Use) -> bool {
        let Some((maker, _)) = name.split_once('/') else { return false };
        let is_maker = || self.catalog.providers().any(|p| p.first_party() && self.catalog.leads_to(maker, p.id));
        let is_own = |model: &Model<'c>| {
            model.id().split_once('/').is_some_and(|(prefix, _)| self.catalog.leads_to(prefix, provider))
        };
        let mut served = self.catalog.models_of(provider).filter(|m| m.endpoints().meets(used.endpoints)).peekable();
        !used.endpoints.is_empty() && served.peek().is_some() && served.all(|model| is_own(&model)) && is_maker()
    }

    /// An ID is spelled like those of a platform that never had it, and all that had it have shut it down.
    pub(super) fn fails_everywhere(&self, provider: ProviderId, name: &str) -> bool {
        let mut named = self.catalog.models_named(name).peekable();
        self.catalog.distinctive_provider(name) == Some(provider)
            && named.peek().is_some()
            && named.all(|model| !self.is_alive(model))
    }
}

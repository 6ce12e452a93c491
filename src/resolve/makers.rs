//! IDs in settings that are called by their maker, whoever is asked for them.

use super::Resolver;
use crate::catalog::ProviderId;

impl Resolver<'_> {
    /// The one platform that spells a model of a maker so: the maker has it under another ID.
    pub(super) fn only_speller(&self, maker: ProviderId, name: &str) -> Option<ProviderId> {
        let mut named = self.catalog.models_named(name).map(|model| model.provider());
        let speller = named.next().filter(|p| p.id != maker && !p.user_named() && !p.open_catalog())?;
        let is_only = named.all(|other| other.id == speller.id);
        (is_only && !self.respelled(maker, name).is_empty()).then_some(speller.id)
    }
}

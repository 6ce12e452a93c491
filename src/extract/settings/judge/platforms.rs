//! The platform of a value by what holds it and by what stands beside it.

use super::{Judge, LONGEST};
use crate::extract::settings;
use crate::extract::settings::around::Place;
use crate::extract::settings::text::Text;
use crate::extract::settings::tree::{At, NodeId};
use crate::reference::{Evidence, Platform, Reference};
use crate::vocabulary::ProviderId;

/// Mappings beside one another that are looked at.
const MOST_BESIDE: usize = 64;

impl Judge<'_> {
    /// The model in what goes behind an address that stands beside it: `base: https://…/models/`, `chat: ID:method`.
    pub(super) fn path_beside(&self, id: NodeId, value: &Text) -> Option<Reference> {
        let At::Value(map, _) = self.tree.nodes[id].at else { return None };
        let beside = self.tree.entries(map).iter().take(MOST_BESIDE).filter(|_| value.text.contains(':'));
        let bases = beside.filter_map(|entry| self.tree.scalar(entry.value?)).filter(|(other, _)| *other != id);
        let bases = bases.filter(|(other, _)| self.tree.nodes[*other].span.len() <= LONGEST);
        { bases }.find_map(|(other, style)| {
            let base = self.text(other, style).text;
            let (place, name) = (self.place_span(id), self.tree.name(id));
            settings::path_reference(&base, value, self.seen, place, name, self.vocabulary)
        })
    }

    /// The platform of a setting whose name has parts, one of which is called by it: `acme.copilot.model`. Of those only
    /// that have names of their own for models of others: what else such a name holds, the ID says, unless it is none of
    /// those that a cloud or host of several makers has.
    pub(super) fn platform_of_dotted(&self, place: &Place, id: &str) -> Option<Platform> {
        let has_own_names = |provider: &ProviderId| {
            self.vocabulary.serves(*provider) == self.vocabulary.user_named(*provider)
                || id.contains('/') && self.vocabulary.lists_model(*provider, id)
        };
        let called = |part: &str| self.vocabulary.provider_word("", &part.to_ascii_lowercase()).filter(has_own_names);
        let around = std::iter::successors(place.container, |at| self.tree.parent(*at)).take(2);
        let mut names = place.key.as_deref().into_iter().chain(around.map(|at| self.tree.name(at)));
        let parts = names.find_map(|name| name.rsplit_once('.').filter(|_| !name.contains(['/', ' '])))?.0;
        if let Some(provider) = parts.rsplit('.').find_map(called) {
            return Some(Platform::Known(provider, Evidence::Key));
        }
        let word = |part: &str| self.vocabulary.provider_word("", &part.to_ascii_lowercase());
        let host = parts.rsplit('.').find_map(word).filter(|provider| !self.vocabulary.serves_its_own(*provider))?;
        (!self.vocabulary.lists_model(host, id)).then_some(Platform::UnknownHost(Evidence::Key))
    }

    /// The platform of a row that people choose.
    pub(super) fn platform_of_choice(&self, place: &Place) -> Option<ProviderId> {
        let by_row = || self.around.platform_of_row(place).or_else(|| self.around.platform_of_model_row(place));
        let by_page = || self.around.platform_of_documented(place);
        by_row().or_else(|| self.around.platform_of_provider(place)).or_else(by_page)
    }

    /// The platform that the mapping around a setting is named after, where nothing nearer tells one.
    pub(super) fn platform_of_owner(&self, place: &Place) -> Platform {
        let called = |id: NodeId| self.vocabulary.provider_word("", &self.tree.name(id).to_ascii_lowercase());
        let owner = place.container.and_then(called);
        // Words such as `local` may say anything; a cloud on which users choose names is meant by its own.
        let is_meant =
            |provider: &ProviderId| !self.vocabulary.user_named(*provider) || self.vocabulary.serves(*provider);
        let named = owner.filter(is_meant);
        // What stands in a mapping of its own is asked there, too: `acme: {small: {model: …}}`, beside that of a maker.
        let above = || {
            let above = self.tree.parent(place.container?)?;
            let beside = self.tree.parent(above).map_or(&[][..], |table| self.tree.entries(table)).iter();
            let mut beside = beside.take(MOST_BESIDE).filter_map(|entry| entry.value).filter_map(called);
            let mut is_by_platform = || beside.any(|provider| self.vocabulary.serves(provider));
            let provider = called(above).filter(|provider| !self.vocabulary.serves(*provider));
            provider.filter(|_| owner.is_none() && is_by_platform())
        };
        match named.or_else(above) {
            Some(provider) if self.vocabulary.user_named(provider) => Platform::UnknownHost(Evidence::Settings),
            Some(provider) => Platform::Known(provider, Evidence::Key),
            None => self.platform_of_holder(place),
        }
    }

    /// The platform of what may be sent: the one that its key names among others, where that has no model by this name, or
    /// that of what holds it.
    pub(super) fn platform_of_slot(&self, place: &Place, id: &str) -> Platform {
        match self.around.platform_of_tier(place) {
            Some(provider) if self.vocabulary.user_named(provider) => Platform::UnknownHost(Evidence::Settings),
            Some(provider) if self.vocabulary.lists_model(provider, id) => Platform::Unstated,
            Some(provider) => Platform::Known(provider, Evidence::Key),
            None => self.platform_of_owner(place),
        }
    }

    /// The platform of a choice: that of its list, among lists of several platforms.
    pub(super) fn platform_of_offered(&self, place: &Place) -> Platform {
        let listed = self.around.platform_of_offers(place).map(|provider| Platform::Known(provider, Evidence::Key));
        listed.unwrap_or_else(|| self.platform_of_holder(place))
    }

    /// The platform to which the mapping around that of a value belongs, by its own words.
    pub(super) fn platform_of_holder(&self, place: &Place) -> Platform {
        match self.around.provider_of_holder(place) {
            Some(provider) if self.vocabulary.user_named(provider) => Platform::UnknownHost(Evidence::Settings),
            Some(provider) => Platform::Known(provider, Evidence::Key),
            None => Platform::Unstated,
        }
    }
}

//! Names that a document gives: to servers of its own (`{"acme": {"api_host": "http://…"}}`, and elsewhere `["acme"]`),
//! and to what has a model.

use std::collections::HashSet;

use super::super::tree::{Entry, Kind, NodeId};
use super::{Around, LONGEST, Named, Place};
use crate::vocabulary::{Host, Role, fold_name};

/// Mappings in one another that are looked at.
const DEEPEST: usize = 3;

impl<'a> Around<'a> {
    /// What has a model is called like one: `player_id: small-1`, `model_name: acme/small-1`.
    pub fn is_called_beside_model(&self, place: &Place, text: &str) -> bool {
        /// Ends of what something is called by, folded.
        const CALLS: [&str; 6] = ["id", "name", "label", "alias", "title", "key"];
        let is_model = |name: &str| self.vocabulary.name(name).is_some_and(|key| key.role == Role::Model);
        let (Some(map), Some(key)) = (place.container, place.key.as_deref()) else { return false };
        let folded = fold_name(key);
        let calls = CALLS.iter().any(|end| folded.ends_with(end)) && !is_model(key);
        let is_sent = |entry: &Entry| {
            is_model(&entry.name) && self.text(entry).is_some_and(|id| id != text && self.vocabulary.resembles_id(&id))
        };
        calls && self.tree.entries(map).iter().take(LONGEST).any(is_sent)
    }

    /// A model is called by the project's own name in a setting that is called after a tool of its own: an ID with
    /// capitals behind it (`ID-AB`), or what the setting beside it holds that says where the model is found.
    pub fn is_own_alias(&self, place: &Place, named: &Named<'_>, text: &str) -> bool {
        let is_of_platform = named.key.is_none_or(|key| key.provider.is_some() || key.exact);
        let (Some(map), Some(key)) = (place.container, place.key.as_deref()) else { return false };
        if is_of_platform || !fold_name(key).ends_with("modelid") {
            return false;
        }
        let is_sent = |entry: &Entry| {
            fold_name(&entry.name).ends_with("nameorpath") && self.text(entry).is_some_and(|id| id.contains(text))
        };
        self.is_decorated(text) || self.tree.entries(map).iter().take(LONGEST).any(is_sent)
    }

    /// An ID with a word in capitals behind it, which no platform has.
    fn is_decorated(&self, text: &str) -> bool {
        let Some((id, behind)) = text.rsplit_once('-') else { return false };
        let is_word = behind.len() > 1 && behind.bytes().all(|byte| byte.is_ascii_uppercase());
        let is_id = |id: &str| self.vocabulary.maker_of(id).is_some();
        is_word && is_id(id) && !is_id(&text.to_ascii_lowercase())
    }

    /// A name is the key of what is reached at an address that is no known platform's.
    pub fn is_own_key(&mut self, name: &str) -> bool {
        if self.own_keys.is_none() {
            self.own_keys = Some(self.own_keys());
        }
        self.own_keys.as_ref().is_some_and(|keys| keys.contains(name.trim()))
    }

    fn own_keys(&self) -> HashSet<&'a str> {
        let tree = self.tree;
        let entries = (0..tree.nodes.len()).flat_map(|id| tree.entries(id));
        let named = entries.filter(|entry| self.vocabulary.resembles_id(&entry.name));
        let served = named.filter(|entry| entry.value.is_some_and(|value| self.is_served(value, 0)));
        served.map(|entry| entry.name.as_str()).collect()
    }

    fn is_served(&self, id: NodeId, depth: usize) -> bool {
        let tree = self.tree;
        let is_strange = |text: String| {
            let is_known = |host: Host| matches!(host, Host::Known(provider) if !self.vocabulary.user_named(provider));
            text.contains("://") && !is_known(self.vocabulary.host(&text))
        };
        match &tree.nodes[id].kind {
            Kind::Map(entries) if depth < DEEPEST => {
                let values = entries.iter().take(64).filter_map(|entry| entry.value);
                { values }.any(|value| self.is_served(value, depth + 1))
            }
            Kind::Seq(items) if depth < DEEPEST => items.iter().take(64).any(|item| self.is_served(*item, depth + 1)),
            Kind::Scalar(_) if depth > 0 => self.scalar(id).is_some_and(is_strange),
            _ => false,
        }
    }
}

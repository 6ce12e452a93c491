//! Whom a document names as who answers, where nothing beside a model tells it: by addresses, by words for platforms, by
//! what keys are called after platforms.

use super::super::tree::{At, Entry, Kind, NodeId};
use super::super::words;
use super::{Around, Place};
use crate::extract::called::{names_router, platform_of_secret};
use crate::extract::requests;
use crate::extract::settings::tells;
use crate::vocabulary::{Host, ProviderId, Role, fold_name};

/// The platforms that a document names.
#[derive(Debug, Clone, Default)]
pub(super) struct Answering {
    /// Those that take routes, and serve no models of their own.
    routers: Vec<ProviderId>,
    /// Another one.
    others: bool,
}

impl Around<'_> {
    /// The one router that a document names, if it names no other platform: `maker/id` is that router's name.
    pub fn only_router(&mut self) -> Option<ProviderId> {
        match self.answering() {
            Answering { routers, others: false } => {
                <[ProviderId; 1]>::try_from(routers.as_slice()).ok().map(|[one]| one)
            }
            Answering { .. } => None,
        }
    }

    /// A variable of a flow that nothing in it mentions, which asks no platform and hands nothing on to another flow.
    pub fn is_unread_in_flow(&mut self, place: &Place) -> bool {
        let Some(name) = self.paired_name(place).filter(|_| place.key.as_deref().is_some_and(words::is_value)) else {
            return false;
        };
        let above = std::iter::successors(place.container, |at| self.tree.parent(*at));
        let is_flow = |id: &NodeId| words::is_flow(self.tree.entries(*id).iter().map(|entry| entry.name.as_str()));
        let Some(flow) = { above }.find(is_flow) else { return false };
        let bytes = &self.file.bytes[self.tree.nodes[flow].span.range()];
        let is_mentioned = memchr::memmem::find_iter(bytes, name.as_bytes()).nth(1).is_some();
        let hands_on = words::NEXT_FLOW.iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some());
        let is_asked = |answering: &Answering| answering.others || !answering.routers.is_empty();
        !is_mentioned && !hands_on && !is_asked(self.answering())
    }

    fn answering(&mut self) -> &Answering {
        if self.answering.is_none() {
            self.answering = Some(self.named_in_document());
        }
        self.answering.get_or_insert_default()
    }

    fn named_in_document(&mut self) -> Answering {
        let mut named = Answering::default();
        let tree = self.tree;
        for (id, node) in tree.nodes.iter().enumerate() {
            for entry in tree.entries(id) {
                let meant = self.meant_by_key(entry).or_else(|| self.meant_by_word(id, entry));
                meant.into_iter().for_each(|provider| self.add(&mut named, provider));
            }
            if let (Kind::Scalar(_), At::Value(..) | At::Item(_)) = (&node.kind, node.at) {
                let text = String::from_utf8_lossy(&self.file.bytes[node.span.range()]);
                for host in addresses(&text).map(|address| self.vocabulary.host(address)) {
                    if let Host::Known(provider) = host {
                        self.add(&mut named, provider);
                    }
                }
                named.others |= names_router(text.trim_matches(['"', '\'']), self.vocabulary);
            }
        }
        named
    }

    /// What serves by names of its own, or listens at home, says nothing of the models of others.
    fn add(&self, named: &mut Answering, provider: ProviderId) {
        if self.vocabulary.serves(provider) {
            named.others = true;
        } else if !self.vocabulary.user_named(provider) && !named.routers.contains(&provider) {
            named.routers.push(provider);
        }
    }

    /// The platform that a key is called after: of its model, of its secret, of a mapping about it.
    fn meant_by_key(&self, entry: &Entry) -> Option<ProviderId> {
        let (folded, lower) = (fold_name(&entry.name), entry.name.to_ascii_lowercase());
        let word = |word: &str| self.vocabulary.provider_word("", word);
        if requests::names_secret(&folded) {
            return platform_of_secret(&entry.name, self.vocabulary);
        }
        let is_mapping = || entry.value.is_some_and(|value| !self.tree.entries(value).is_empty());
        let by_name = || {
            let keys = [self.vocabulary.environment(&entry.name), self.vocabulary.name(&entry.name)];
            let mut telling = keys.into_iter().flatten().filter(|key| key.role != Role::Silent);
            telling.find_map(|key| key.provider)
        };
        // Other words for routers may be anything's.
        let is_meant = |provider: &ProviderId| self.vocabulary.serves(*provider) && is_mapping();
        word(&lower).filter(is_meant).or_else(by_name)
    }

    /// The platform that a value names by a word for it, under a key that says so.
    fn meant_by_word(&mut self, map: NodeId, entry: &Entry) -> Option<ProviderId> {
        let value = self.said(entry).filter(|value| !value.is_empty() && !value.contains("://"))?;
        let place = self.merged_place(map, &entry.name);
        if let Some(key) = self.named(&place).key.filter(|key| key.role == Role::Provider) {
            return tells::provider_of(key.framework, &value, self.vocabulary);
        }
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let provider = self.vocabulary.provider_word(framework, &value.trim().to_ascii_lowercase());
        provider.filter(|provider| self.vocabulary.serves(*provider) || words::says_who_answers(&entry.name))
    }
}

/// The addresses in a text.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '`' | '\\' | '<' | '>' | '(' | ')' | ',' | ';');
    text.match_indices("://").map(move |(at, _)| {
        let start = text[..at].trim_end_matches(|c: char| c.is_ascii_alphabetic()).len();
        let rest = &text[start..];
        rest.find(ends).map_or(rest, |end| &rest[..end])
    })
}

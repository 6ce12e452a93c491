//! The provider that a setting beside a model states: by a word, by a switch, or that there is none.

use super::told::{Part, Told};
use crate::extract::called::platform_of_kind;
use crate::extract::code::context::Contexts;
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId};
use crate::extract::roles;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Key, Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// The platform that is switched on by its name: `vertex=True`, `use_acme: true`.
    pub(super) fn switched_by(&self, part: Part<'f>) -> Option<Platform> {
        let is_on = || matches!(self.names.text(part.value), "True" | "true");
        if self.names.tree.kind(part.value) != Kind::Literal || !is_on() {
            return None;
        }
        let folded = fold_name(part.name);
        let word = ["use", "is"].iter().find_map(|start| folded.strip_prefix(start)).unwrap_or(&folded);
        let provider = self.vocabulary.provider_called(word).or_else(|| self.vocabulary.provider_word("", word))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The platform that a setting names as provider: that of the model's own role, else the one of all.
    pub(super) fn stated_by_provider(&self, parts: &[Part<'f>], model: Option<NodeId>) -> Option<Told> {
        let tree = &self.names.tree;
        let holds =
            |part: &&Part<'f>| model.is_some_and(|model| tree.node(part.node).span.contains(tree.node(model).span));
        let own_role = parts.iter().find(holds).and_then(|part| roles::of_model(part.name));
        let (mut own, mut general) = (None, None);
        for part in parts {
            let role = roles::of_provider(part.name);
            let is_own = role.as_ref().is_some_and(|role| !role.is_empty()) && role == own_role;
            let is_of_another = || {
                let is_it = |part: &Part<'f>| role.is_some() && roles::of_model(part.name) == role;
                own_role.is_some() && role.as_ref().is_some_and(|role| !role.is_empty()) && parts.iter().any(is_it)
            };
            let key = self.named(part.name).filter(|key| key.role == KeyRole::Provider);
            let key = key.or_else(|| self.named("model_provider").filter(|_| self.serves_by_word(*part)));
            let place = match key {
                _ if is_own => &mut own,
                Some(_) if !is_of_another() => &mut general,
                _ => continue,
            };
            if place.is_none() {
                *place = self.stated_provider(*part, key);
            }
        }
        own.or(general)
    }

    /// Whoever serves is called by the word of a platform, and by no address: `server="acme"`, `host="acme"`.
    fn serves_by_word(&self, part: Part<'f>) -> bool {
        let is_server = matches!(fold_name(part.name).as_str(), "server" | "service" | "host");
        let literal = self.names.literal(part.value);
        let is_kind = |text: &str| platform_of_kind(part.name, text, self.vocabulary).is_some();
        literal.is_some_and(|Decoded { text, .. }| {
            let is_word = || self.vocabulary.provider_word("", &text.to_ascii_lowercase()).is_some();
            is_kind(&text) || is_server && is_word()
        })
    }

    pub(in crate::extract::code) fn stated_provider(&self, part: Part<'f>, key: Option<Key<'f>>) -> Option<Told> {
        let framework = key.or_else(|| self.named("model_provider")).map_or("", |key| key.framework);
        let trail = self.names.follow(part.value);
        let word = match trail.found.first() {
            Some(found) => Some(found.text.text.to_ascii_lowercase()),
            None => self.member_of_enumeration(part.value),
        };
        // Of what a router is asked for, the router comes first: `router/maker`.
        let first = |word: &String| word.split_once('/').map_or(word.clone(), |(first, _)| first.to_owned());
        let provider = |word: &String| {
            let whole = self.vocabulary.provider_word(framework, word);
            whole.or_else(|| self.vocabulary.provider_word(framework, &first(word)))
        };
        let by_kind = || platform_of_kind(part.name, &trail.found.first()?.text.text, self.vocabulary);
        match word.as_ref().and_then(provider).or_else(by_kind) {
            Some(provider) => Some(Told::Platform(Platform::Known(provider, Evidence::Settings))),
            // A field that is nothing by default states no provider.
            None if trail.nothing || word.as_ref().is_some_and(String::is_empty) => None,
            None if word.is_none() && !matches!(self.names.tree.kind(part.node), Kind::Entry | Kind::Keyword) => None,
            None => Some(Told::Stranger),
        }
    }

    /// That there is no provider is said beside what says how the model is reached.
    pub(super) fn is_left_to_connection(&self, parts: &[Part<'f>]) -> bool {
        let is_none = |part: &Part<'f>| {
            fold_name(part.name) == "provider" && matches!(self.names.text(part.value), "None" | "null")
        };
        let reaches = |part: &Part<'f>| matches!(fold_name(part.name).as_str(), "connection" | "deployment");
        parts.iter().any(is_none) && parts.iter().any(reaches)
    }
}

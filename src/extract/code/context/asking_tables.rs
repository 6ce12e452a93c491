//! Tables by platform whose entries know how their platform is asked: beside the models stands what makes its client or
//! sends the request. `{ acme: { default: "…", available: ["…"], create: (key, model) => createAcme({ key })(model) } }`.

use super::{Climb, Contexts};
use crate::extract::code::offers::offered::OFFERED;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::platforms::told::MOST_BESIDE;
use crate::extract::code::shapes::{Question, offers};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::Platform;
use crate::vocabulary::{Host, Key, ProviderId, Role as KeyRole, fold_name};

/// Parts of a function that are looked at for whom it asks.
const MOST_PARTS: usize = 512;

/// A key that says what is taken where nobody chooses, whatever it is of.
const DEFAULT: &str = "default";

impl<'f> Contexts<'_, 'f> {
    /// What the key of an entry means beside what asks the models there: one that is taken, or some that may be.
    pub(super) fn key_beside_asker(&self, entry: NodeId, climb: &Climb<'f>) -> Option<Key<'f>> {
        let (names, tree) = (self.names, &self.names.tree);
        if climb.key.is_some() {
            return None;
        }
        let (text, value) = (names.entry_key(entry)?, tree.child(entry, Role::Value)?);
        let role = self.key(text).map(|key| key.role);
        let is_choice = || role == Some(KeyRole::Choice) || role.is_none() && offers(&fold_name(text));
        let is_taken = || role == Some(KeyRole::Model) || text == DEFAULT;
        let key = match (tree.kind(value), climb.in_entry, climb.in_list) {
            (Kind::List, false, true) if is_choice() => OFFERED,
            // `presets: { cheap: "…", best: "…" }`
            (Kind::Map, true, false) if climb.map == Some(value) && self.is_alias_table(value) => OFFERED,
            (Kind::Str | Kind::Or | Kind::Conditional, false, false) if is_taken() => self.named("model")?,
            _ => return None,
        };
        let provider = self.platform_with_asker(tree.node(entry).parent)?;
        Some(Key { provider: Some(provider), ..key })
    }

    /// The platform that the key of a map is called, where something in the map asks it.
    fn platform_with_asker(&self, map: NodeId) -> Option<ProviderId> {
        let tree = &self.names.tree;
        let entry = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let Platform::Known(provider, _) = self.platform_by_word(entry)? else { return None };
        let is_served = self.vocabulary.serves(provider) && !self.vocabulary.user_named(provider);
        let asks = || {
            let mut parts = tree.children(map).take(MOST_BESIDE);
            !self.tells_facts(map) && parts.any(|part| self.asks_platform(part, provider))
        };
        (is_served && self.once(Question::AsksItself, map, asks)).then_some(provider)
    }

    /// A part of a map is a function that makes a client of a platform, calls it, or sends something to its host.
    fn asks_platform(&self, part: NodeId, provider: ProviderId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let value = tree.child(part, Role::Value).filter(|_| tree.kind(part) == Kind::Entry).unwrap_or(part);
        let functions = match tree.kind(value) {
            Kind::Function => vec![value],
            Kind::Name | Kind::Member => names.functions_of(value),
            _ => Vec::new(),
        };
        let clients = Clients { names, vocabulary: self.vocabulary };
        let is_it = |platform| matches!(platform, Platform::Known(known, _) if known == provider);
        let asks = |node: NodeId| match tree.kind(node) {
            Kind::Call => {
                clients.search(node, 0).into_iter().any(|found| is_it(clients.platform(found)))
                    || clients.site_of(node).is_some_and(|call| is_it(call.platform))
            }
            Kind::Str | Kind::Template => {
                let text = names.text(node).trim_start_matches(['"', '\'', '`']);
                text.contains("://") && self.vocabulary.host(text) == Host::Known(provider)
            }
            _ => false,
        };
        functions.into_iter().flat_map(|function| tree.below(function).take(MOST_PARTS)).any(asks)
    }
}

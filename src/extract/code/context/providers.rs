//! Models under the name of a provider, and objects that name one beside their own name.

use super::Contexts;
use crate::extract::code::tree::{NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Key, ProviderId, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// `planner_provider="acme/acme-4"`: a route to a model that its platform has, whatever the name says.
    pub(super) fn key_of_route(&self, name: &str, from: NodeId) -> Option<Key<'f>> {
        if !fold_name(name).ends_with("provider") {
            return None;
        }
        let text = self.names.literal(from)?.text;
        self.maker_in_route(&text).and_then(|_| self.key("model"))
    }

    /// `ChatModel(name="acme-4", provider="Acme")`: the name of a model that the platform has which stands beside it.
    pub(super) fn named_for_provider(&self, call: NodeId, keyword: NodeId, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|_| fold_name(names.text(keyword)) == "name")?;
        let is_model = names.chain(callee).names.last().is_some_and(|class| class.ends_with("Model"));
        let word = names.keyword(call, "provider").filter(|_| is_model).and_then(|value| names.literal(value))?.text;
        let word = word.to_ascii_lowercase();
        let text = names.literal(from)?.text;
        let called = self.vocabulary.provider_called(&word).filter(|it| self.vocabulary.lists_model(*it, &text));
        let is_provider = || self.vocabulary.provider_word("", &word).is_some();
        let provider = called.or_else(|| self.maker_in_route(&text).filter(|_| is_provider()))?;
        let used = Use::new(Context::Choice, tree.node(keyword).span, names.text(keyword));
        Some(Use { platform: Platform::Known(provider, Evidence::Settings), ..used })
    }

    /// The platform that a route begins with, if it has the model behind it: `acme/acme-4`.
    fn maker_in_route(&self, text: &str) -> Option<ProviderId> {
        let (maker, id) = text.split_once('/')?;
        let provider = self.vocabulary.provider_word("", maker)?;
        self.vocabulary.lists_model(provider, id).then_some(provider)
    }
}

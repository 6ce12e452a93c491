//! Arms of a `match` or `switch` over platforms: what is set in one goes to the platform that it is for.

use super::told::MOST_BESIDE;
use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::ProviderId;

/// Levels that are climbed to an arm at most.
const HIGHEST: usize = 4;

impl Contexts<'_, '_> {
    /// The platform of the arm in which something is assigned, where several arms are for platforms. If nobody here knows
    /// the word that it is for, what is set beside the model tells whether that names a server.
    pub(in crate::extract::code) fn told_by_platforms_arm(&self, at: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let assign = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let arm = tree.parent(assign).filter(|up| tree.kind(*up) == Kind::Block)?;
        let word = self.word_of_arm(arm)?;
        if !self.is_of_platforms(tree.parent(arm)?) {
            return None;
        }
        match self.platform_of_word(word) {
            Some(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            None => self.sets_server(arm, word).then_some(Platform::UnknownHost(Evidence::Settings)),
        }
    }

    /// Several arms of a `match` or `switch` are for platforms.
    fn is_of_platforms(&self, table: NodeId) -> bool {
        let tree = &self.names.tree;
        let is_platform =
            |arm: &NodeId| self.word_of_arm(*arm).is_some_and(|word| self.platform_of_word(word).is_some());
        self.once(Question::Platforms, table, || {
            let arms = tree.children(table).filter(|node| tree.kind(*node) == Kind::Block);
            { arms }.filter(is_platform).nth(1).is_some()
        })
    }

    fn platform_of_word(&self, word: &str) -> Option<ProviderId> {
        let word = word.to_ascii_lowercase();
        self.vocabulary.provider_called(&word).or_else(|| self.vocabulary.provider_word("", &word))
    }

    /// An arm assigns what a table of addresses holds under the arm's own word: `prefs.url = urls.acme`.
    fn sets_server(&self, arm: NodeId, word: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let assigned = tree.children(arm).take(MOST_BESIDE).filter(|node| tree.kind(*node) == Kind::Assign);
        let mut values = assigned.filter_map(|assign| tree.child(assign, Role::Value));
        values.any(|value| tree.kind(value) == Kind::Member && names.key_of(value) == Some(word))
    }
}

//! Models beside the name of what only stands in for a provider: nobody asks them.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId};
use crate::extract::roles;

impl Contexts<'_, '_> {
    /// The provider beside a model answers without one, in the same map or in the other of two that stand together:
    /// `({"provider": "fake_llm"}, {"model": "…"})`.
    pub(super) fn is_asked_of_stand_in(&self, literal: NodeId) -> bool {
        const HIGHEST: usize = 3;
        let (names, tree) = (self.names, &self.names.tree);
        let Some(map) = tree.ancestors(literal).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Map) else {
            return false;
        };
        let pair =
            tree.parent(map).filter(|up| tree.kind(*up) == Kind::List && tree.children(*up).take(3).count() == 2);
        let other = pair.into_iter().flat_map(|pair| tree.children(pair)).filter(|part| tree.kind(*part) == Kind::Map);
        let is_stand_in = |map: NodeId| {
            let provider = names.entries(map, "provider").into_iter().next().and_then(|word| names.literal(word));
            provider.is_some_and(|word| roles::is_stand_in(&word.text))
        };
        is_stand_in(map) || other.filter(|other| *other != map).any(is_stand_in)
    }
}

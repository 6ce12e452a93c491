//! What people type where a list says what they may: `while model not in MODELS: model = input()`.

use super::Reader;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Key, Role as KeyRole};

impl Reader<'_, '_> {
    /// Notes the items of the lists by which a typed name is checked, where it reaches a call: each is a choice.
    pub(super) fn entered(&mut self, expression: NodeId, used: &Use) {
        let names = self.names;
        if !used.context.is_live() || names.tree.kind(expression) != Kind::Name {
            return;
        }
        let used = Use { context: Context::Choice, ..used.clone() };
        let items = self.lists_of_typed(expression).into_iter().filter_map(|list| names.items_of(list));
        for found in items.flatten().flat_map(|item| names.follow(item).found).collect::<Vec<_>>() {
            if self.vocabulary.resembles_id(&found.text.text) {
                self.explain(found, used.clone());
            }
        }
    }

    /// The lists that are asked for a name which somebody types.
    fn lists_of_typed(&self, name: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let text = names.text(name);
        let typed = names.lookup(name, text).iter().copied().find(|bound| self.is_typed_in(*bound));
        let Some(typed) = typed else { return Vec::new() };
        let contexts = Contexts::new(names, self.vocabulary);
        let is_choice = |key: Key<'_>| key.role == KeyRole::Choice;
        let asked = |mention: &NodeId| {
            let compare = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Compare)?;
            let [first, list] = tree.children(compare).collect::<Vec<_>>()[..] else { return None };
            let operator = names.operator_between(first, list);
            let is_it = first == *mention && names.lookup(*mention, text).contains(&typed);
            let called = names.chain(list).names.last().copied().unwrap_or_default();
            let is_offer = tree.kind(list) == Kind::List || contexts.key(called).is_some_and(is_choice);
            (names.dialect.excludes(operator) && is_it && is_offer).then_some(list)
        };
        names.mentions_of(text).iter().filter_map(asked).collect()
    }

    /// A name is bound to what somebody answers to a question, perhaps without blanks around it.
    fn is_typed_in(&self, bound: Bound) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Bound::Value(value) = bound else { return false };
        let callee_of = |call: NodeId| tree.child(call, Role::Callee).filter(|_| tree.kind(call) == Kind::Call);
        let before = |call: NodeId| tree.child(callee_of(call)?, Role::Object);
        let calls = std::iter::successors(Some(value), |call| before(*call));
        { calls }.filter_map(callee_of).any(|callee| names.dialect.asks_people(&names.chain(callee).names))
    }
}

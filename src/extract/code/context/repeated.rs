//! What an answer says of a model that is sent elsewhere by the same words: `return {"llm": getenv("MODEL", "…")}`.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

/// Results that stand beside a model in an answer.
const RESULTS: [&str; 7] = ["text", "output", "result", "response", "content", "answer", "completion"];

impl<'f> Contexts<'_, 'f> {
    /// A value in a map that a function answers is only told there.
    pub(super) fn is_told_again(&self, literal: NodeId) -> bool {
        /// Levels between a value and the map that it stands in.
        const HIGHEST: usize = 6;
        let tree = &self.names.tree;
        let map = tree.ancestors(literal).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Map);
        let is_answered = |map: &NodeId| tree.parent(*map).is_some_and(|up| tree.kind(up) == Kind::Return);
        let answered = map.filter(is_answered);
        answered.is_some_and(|map| self.is_looked_up_again(literal, map) || self.is_beside_result(literal, map))
    }

    /// The lookup whose default the value is stands in the file once more, where it is used, and nothing in the file
    /// calls the function that tells it.
    fn is_looked_up_again(&self, literal: NodeId, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let lookup = tree.ancestors(literal).take_while(|up| *up != map).find(|up| self.is_lookup(*up));
        let name = names.function_of(map).and_then(|function| names.name_of(function));
        let is_called = || name.is_none_or(|name| !names.mentions_of(names.text(name)).is_empty());
        let Some(lookup) = lookup.filter(|_| !is_called()) else { return false };
        let is_same = |node: &NodeId| {
            let is_used = || tree.parent(*node).is_some_and(|up| tree.kind(up) == Kind::Assign);
            *node != lookup && names.text(*node) == names.text(lookup) && self.is_lookup(*node) && is_used()
        };
        tree.ids().any(|node| tree.kind(node) == Kind::Call && is_same(&node))
    }

    /// What may be set otherwise is told beside what came of a call of the same function, which was given the same:
    /// `ask(settings.model ?? "…")`, then `return { text, model: settings.model ?? "…" }`.
    fn is_beside_result(&self, literal: NodeId, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(or) = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Or) else { return false };
        let first = |or: NodeId| tree.children(or).next().filter(|first| tree.kind(*first) == Kind::Member);
        let has_result = tree.children(map).filter_map(|entry| names.entry_key(entry)).map(fold_name);
        let has_result = { has_result }.any(|key| RESULTS.contains(&key.as_str()));
        let (Some(set), Some(function)) = (first(or).filter(|_| has_result), names.function_of(map)) else {
            return false;
        };
        let is_given = |node: NodeId| {
            tree.role(node) == Role::Argument && first(node).is_some_and(|other| names.text(other) == names.text(set))
        };
        tree.below(function).any(|node| node != or && tree.kind(node) == Kind::Or && is_given(node))
    }

    /// The call looks up a variable of the environment.
    fn is_lookup(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
        let passing = chain.filter(|_| tree.kind(call) == Kind::Call);
        passing.and_then(|chain| names.dialect.passing(&chain)).is_some_and(|passing| passing.environment.is_some())
    }
}

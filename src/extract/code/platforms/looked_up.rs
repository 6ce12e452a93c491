//! Addresses that a function looks up by the word that it is given: `baseUrlOf("ACME")`.

use crate::extract::code::follow::Found;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};

impl Names<'_> {
    /// Of the values that a call of a function of the file may have, keeps those that it looks up by what this call gives
    /// it, where it looks something up in a table by a parameter.
    pub(super) fn keep_looked_up(&self, answer: NodeId, found: &mut Vec<Found>) {
        if found.len() < 2 {
            return;
        }
        let Some(call) = self.call_behind(answer) else { return };
        for (table, key) in self.looked_up_by(call) {
            let entry_of = |value: NodeId| self.tree.parent(value).filter(|up| self.tree.parent(*up) == Some(table));
            let has_key = |entry: NodeId| self.entry_key(entry) == Some(key.as_str());
            if found.iter().any(|one| entry_of(one.node).is_some_and(has_key)) {
                found.retain(|one| entry_of(one.node).is_none_or(has_key));
            }
        }
    }

    /// An address is looked up in settings that have it: `settings.get("endpoint", "")`. An empty one is no address to a
    /// client that takes only `None` for nothing.
    pub(super) fn is_looked_up_or_empty(&self, url: NodeId) -> bool {
        let tree = &self.tree;
        let is_lookup = |value: NodeId| {
            let callee = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call);
            callee.is_some_and(|callee| self.key_of(callee) == Some("get")) && self.positional(value).len() == 2
        };
        let is_bound = |bound: &Bound| matches!(bound, Bound::Value(value) if is_lookup(*value));
        !self.dialect.has_block_scope()
            && (is_lookup(url) || tree.kind(url) == Kind::Name && self.bounds_of(url).iter().any(is_bound))
    }

    /// The call that an expression is, or that its name stands for.
    fn call_behind(&self, node: NodeId) -> Option<NodeId> {
        let value = match self.tree.kind(node) {
            Kind::Name => match *self.lookup(node, self.text(node)) {
                [Bound::Value(value)] => value,
                _ => return None,
            },
            _ => node,
        };
        Some(value).filter(|value| self.tree.kind(*value) == Kind::Call)
    }

    /// Tables in which the function that a call calls looks something up by a parameter, each with the word that the
    /// call gives for it.
    fn looked_up_by(&self, call: NodeId) -> Vec<(NodeId, String)> {
        let tree = &self.tree;
        let functions = tree.child(call, Role::Callee).map(|callee| self.functions_of(callee)).unwrap_or_default();
        let [function] = functions[..] else { return Vec::new() };
        let words = self.own_params(function).into_iter().zip(self.positional(call));
        let words = words.filter_map(|(param, given)| Some((param, self.literal(given)?.text)));
        let words: Vec<(NodeId, String)> = words.collect();
        let looked_up = |index: NodeId| {
            let key = tree.child(index, Role::Key).filter(|key| tree.kind(*key) == Kind::Name)?;
            let [Bound::Param(param)] = self.lookup(key, self.text(key))[..] else { return None };
            let (_, word) = words.iter().find(|(known, _)| *known == param)?;
            let table = self.map_of(tree.child(index, Role::Object)?, 0)?;
            Some((table, word.clone()))
        };
        tree.below(function).filter(|node| tree.kind(*node) == Kind::Index).filter_map(looked_up).collect()
    }
}

//! Items that are taken only if a platform lists them: what it does not list any more is never asked.
//! `for model in PREFERRED: if model in available: return model`, `next(m for m in PREFERRED if m in available)`.

use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Levels between an item and what asks whether it is listed.
const HIGHEST: usize = 12;

/// Names that are given a list one after the other.
const DEEPEST: usize = 4;
/// Parts of what a name is given, or of a function, that are looked at.
const MOST_PARTS: usize = 512;
/// Calls of one function that are looked at.
const MOST_CALLS: usize = 16;

impl Contexts<'_, '_> {
    /// All that reads what a loop takes of a list, and does more than tell or compare it, does so if a list has it that a platform answered.
    pub(in crate::extract::code) fn is_loop_over_listed(&self, turn: NodeId, item: NodeId, bound: Bound) -> bool {
        let names = self.names;
        let readers = names.readers(turn, names.text(item), bound).unwrap_or_default();
        let mut is_taken = false;
        let all = readers.into_iter().all(|reader| {
            let is_listed = names.is_taken_if_listed(reader);
            is_taken |= is_listed;
            is_listed || self.is_done_at(reader)
        });
        all && is_taken
    }
}

impl<'f> Names<'f> {
    /// What a name holds is read only where a list has it that a platform answered.
    pub(in crate::extract::code) fn is_taken_if_listed(&self, mention: NodeId) -> bool {
        let (tree, item) = (&self.tree, self.text(mention));
        let mut node = mention;
        for up in tree.ancestors(mention).take(HIGHEST) {
            let asked = match tree.kind(up) {
                Kind::Function => return false,
                Kind::Conditional => tree
                    .child(up, Role::Condition)
                    .filter(|_| tree.children(up).find(|side| tree.role(*side) != Role::Condition) == Some(node)),
                // `(model for model in PREFERRED if model in available)`
                Kind::For if tree.child(up, Role::Iterable).is_none() && tree.children(up).next() == Some(node) => {
                    // The condition of a comprehension has a node of its own.
                    let parts = tree.children(up).filter(|part| tree.kind(*part) == Kind::Other);
                    parts.flat_map(|part| tree.children(part)).find(|asked| self.asks_whether_listed(*asked, item))
                }
                _ => self.condition_of(node),
            };
            if asked.is_some_and(|asked| self.asks_whether_listed(asked, item)) {
                return true;
            }
            node = up;
        }
        false
    }

    /// `model in available`, `available.includes(model)`, also beside other conditions.
    fn asks_whether_listed(&self, condition: NodeId, item: &str) -> bool {
        let tree = &self.tree;
        match tree.kind(condition) {
            Kind::And => tree.children(condition).any(|side| self.asks_for_item(side, item)),
            _ => self.asks_for_item(condition, item),
        }
    }

    fn asks_for_item(&self, condition: NodeId, item: &str) -> bool {
        let tree = &self.tree;
        let is_item = |node: NodeId| tree.kind(node) == Kind::Name && self.text(node) == item;
        match tree.kind(condition) {
            Kind::Compare => {
                let mut sides = tree.children(condition);
                let (Some(asked), Some(list), None) = (sides.next(), sides.next(), sides.next()) else { return false };
                let is_asked = is_item(asked) && self.dialect.includes(self.operator_between(asked, list));
                is_asked && self.is_answered_list(list)
            }
            Kind::Call => {
                let callee = tree.child(condition, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
                let has =
                    callee.and_then(|callee| self.key_of(callee)).is_some_and(|method| self.dialect.has_item(method));
                let list = callee.and_then(|callee| tree.child(callee, Role::Object)).filter(|_| has);
                let is_asked = matches!(self.positional(condition)[..], [asked] if is_item(asked));
                is_asked && list.is_some_and(|list| self.is_answered_list(list))
            }
            _ => false,
        }
    }

    /// The mention of a table is asked whether it has a key: `if provider in models_by_provider`.
    pub(in crate::extract::code) fn asks_for_key(&self, mention: NodeId) -> bool {
        let tree = &self.tree;
        let compare = tree.parent(mention).filter(|up| tree.kind(*up) == Kind::Compare);
        let Some((asked, compare)) = tree.before(mention).zip(compare) else { return false };
        let (operator, is_pair) = (self.operator_between(asked, mention), tree.children(compare).nth(2).is_none());
        let asks = self.dialect.includes(operator) || self.dialect.excludes(operator);
        is_pair && asks && self.map_of(mention, 0).is_some()
    }

    /// The operator between both sides of a comparison, as it is written.
    pub(in crate::extract::code) fn operator_between(&self, left: NodeId, right: NodeId) -> &'f str {
        let between = self.tree.node(left).span.end as usize..self.tree.node(right).span.start as usize;
        str::from_utf8(self.file.bytes.get(between).unwrap_or_default()).unwrap_or_default().trim_ascii()
    }

    /// What a list holds a platform answered: `client.models.list()`, also by a name, a parameter of which all calls of
    /// the file give such a list, or a function of the file that sends a request.
    fn is_answered_list(&self, list: NodeId) -> bool {
        self.is_answered(list, DEEPEST)
    }

    fn is_answered(&self, value: NodeId, depth: usize) -> bool {
        let tree = &self.tree;
        let Some(_step) = self.step_in().filter(|_| depth > 0) else { return false };
        let parts = std::iter::once(value).chain(tree.below(value)).take(MOST_PARTS);
        { parts }.any(|part| match tree.kind(part) {
            Kind::Call => self.asks_platform(part),
            Kind::Name => {
                let bounds = self.lookup(part, self.text(part));
                bounds.iter().any(|bound| match bound {
                    Bound::Value(value) => self.is_answered(*value, depth - 1),
                    Bound::Param(param) => self.is_given_answers(*param, depth - 1),
                    _ => false,
                })
            }
            _ => false,
        })
    }

    /// A call that sends a request, or of a function of the file that holds one.
    fn asks_platform(&self, call: NodeId) -> bool {
        let tree = &self.tree;
        let asks = |call: NodeId| {
            let chain = tree.child(call, Role::Callee).map(|callee| self.chain(callee).names).unwrap_or_default();
            chain.ends_with(&["models", "list"]) || self.dialect.requests(&chain)
        };
        let callee = tree.child(call, Role::Callee);
        let functions = callee.map(|callee| self.functions_of(callee)).unwrap_or_default();
        let calls = functions.into_iter().flat_map(|function| tree.below(function).take(MOST_PARTS));
        asks(call) || { calls }.filter(|part| tree.kind(*part) == Kind::Call).any(asks)
    }

    /// All calls of its function in the file give a parameter a list that a platform answered.
    fn is_given_answers(&self, param: NodeId, depth: usize) -> bool {
        let tree = &self.tree;
        let Some(function) = tree.parent(param).filter(|up| tree.kind(*up) == Kind::Function) else { return false };
        let Some(name) = tree.child(function, Role::Name).map(|name| self.text(name)) else { return false };
        let calls = self.mentions_of(name).iter().filter_map(|mention| {
            let call = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Callee)?;
            Some(self.given(call, function, Passed { param, key: None, user: None }))
        });
        let given: Vec<Vec<NodeId>> = calls.take(MOST_CALLS).collect();
        let is_list = |given: &NodeId| self.is_answered(*given, depth);
        !given.is_empty() && given.iter().all(|given| given.iter().any(is_list))
    }
}

//! Names that only say of a call what is known of it, while it is given its options as they came.

use super::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};

impl<'f> Contexts<'_, 'f> {
    /// `model = kwargs.get("model", "…")` beside `wrapped(**kwargs)`: what is wrapped gets the options as they came, and
    /// the name only says of it what is known.
    pub(super) fn labels_wrapped_call(&self, assign: NodeId, name: &str, bound: Bound) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let looked_up = || {
            let callee = tree.child(tree.child(assign, Role::Value)?, Role::Callee)?;
            let options = tree.child(callee, Role::Object).filter(|_| names.key_of(callee) == Some("get"))?;
            (tree.kind(options) == Kind::Name).then(|| names.text(options))
        };
        let (Some(options), Some(function)) = (looked_up(), names.function_of(assign)) else { return false };
        let is_param = |node: NodeId| {
            tree.kind(node) == Kind::Name
                && names.lookup(node, names.text(node)).iter().all(|bound| matches!(bound, Bound::Param(_)))
        };
        let spreads = |call: NodeId| {
            let parts = tree.children(call).filter(|part| tree.kind(*part) == Kind::Spread);
            { parts }.filter_map(|part| tree.children(part).next()).any(|value| names.text(value) == options)
        };
        let mut calls = tree.below(function).filter(|node| tree.kind(*node) == Kind::Call);
        let is_wrapped = calls.any(|call| spreads(call) && tree.child(call, Role::Callee).is_some_and(is_param));
        let given_to = |reader: &NodeId| {
            let up = tree.node(*reader).parent;
            let is_model = || tree.child(up, Role::Name).is_some_and(|n| self.key(names.text(n)).is_some());
            match tree.kind(up) {
                Kind::Call => spreads(up),
                Kind::Keyword => is_model() || tree.parent(up).is_some_and(spreads),
                Kind::Entry => tree.child(up, Role::Key).is_some_and(|n| self.key(names.text(n)).is_some()),
                Kind::Assign => true,
                _ => false,
            }
        };
        is_wrapped && names.readers(assign, name, bound).is_some_and(|readers| !readers.iter().any(given_to))
    }

    /// `const model = args[0].model || "…"` beside `original.apply(this, args)`: the same, where all arguments are one list.
    pub(super) fn labels_applied_call(&self, assign: NodeId, name: &str, bound: Bound) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let value = tree.child(assign, Role::Value).filter(|value| tree.kind(*value) == Kind::Or);
        let looked_up = || self.taken_from(value?, 0);
        let (Some(arguments), Some(function)) = (looked_up(), names.function_of(assign)) else { return false };
        let is_applied = |call: NodeId| {
            let callee = tree.child(call, Role::Callee).filter(|callee| names.key_of(*callee) == Some("apply"));
            callee.is_some() && names.positional(call).get(1).is_some_and(|given| names.text(*given) == arguments)
        };
        // What is put back among the arguments is sent.
        let is_put_back = |reader: &NodeId| tree.kind(tree.node(*reader).parent) == Kind::Assign;
        let mut calls = tree.below(function).filter(|node| tree.kind(*node) == Kind::Call);
        calls.any(is_applied)
            && names.readers(assign, name, bound).is_some_and(|readers| !readers.iter().any(is_put_back))
    }

    /// The parameter of which an expression is a part, or something else if that is nothing: `args[0].input || {}`.
    fn taken_from(&self, value: NodeId, depth: usize) -> Option<&'f str> {
        const DEEPEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let first = match tree.kind(value) {
            Kind::Or => tree.children(value).next()?,
            _ => value,
        };
        let mut parts = std::iter::successors(Some(first), |part| tree.child(*part, Role::Object));
        let base = parts.find(|part| tree.kind(*part) == Kind::Name).filter(|_| depth < DEEPEST)?;
        let name = names.text(base);
        match names.lookup(base, name).as_ref() {
            [Bound::Param(_)] => Some(name),
            [Bound::Value(value)] => self.taken_from(*value, depth + 1),
            _ => None,
        }
    }
}

//! Values of which only the part behind a `/` goes on: `full[full.index("/") + 1:]`, `full.split("/")[1]`.
//!
//! What stands beside such a value (`model.split("/")[1] if "/" in model else model`) is for names that have no `/`.

use super::Trail;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Deepest line of calls on what a call gives.
const DEEPEST: usize = 4;

impl<'f> Trail<'f> {
    /// Forgets the names with a `/` among what was found since; parameters that it came from are noted.
    pub(super) fn lose_prefixes(&mut self, found: usize, params: usize) {
        let late = self.found.split_off(found.min(self.found.len()));
        self.found.extend(late.into_iter().filter(|found| !found.text.text.contains('/')));
        let late = self.params.iter().skip(params).map(|passed| passed.param);
        self.cut.extend(late);
    }
}

impl<'f> Names<'f> {
    /// Steps to each of several values, of which one may be what another is without its prefix.
    pub(super) fn step_sides(&self, sides: &[NodeId], trail: &mut Trail<'f>) {
        let (found, params) = (trail.found.len(), trail.params.len());
        self.step_all(sides.iter().copied(), trail);
        if sides.len() > 1 && sides.iter().any(|side| self.is_cut_behind_slash(*side)) {
            trail.lose_prefixes(found, params);
        }
    }

    /// What a name is bound to is the part of a value behind a `/`.
    pub(super) fn is_bound_behind_slash(&self, bound: &Bound) -> bool {
        match bound {
            Bound::Value(value) => self.is_cut_behind_slash(*value),
            Bound::Part(value, place) => *place > 0 && self.is_cut_behind_slash(*value),
            _ => false,
        }
    }

    /// Some text that an expression may be has a `/`.
    pub(in crate::extract::code) fn may_hold_slash(&self, node: NodeId) -> bool {
        self.follow(node).found.iter().any(|found| found.text.text.contains('/'))
    }

    /// The text out of which a call takes a prefix, if it has that: `model.removeprefix("acme/")`,
    /// `model.replace("acme/", "")`. A name that has none comes out as it is.
    pub(in crate::extract::code) fn without_prefix(&self, call: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member)?;
        let method = self.key_of(callee).filter(|method| self.dialect.cuts_text(method))?;
        let is_empty = |node: NodeId| self.literal(node).is_some_and(|text| text.text.is_empty());
        let prefix = match self.positional(call)[..] {
            [prefix] if method == "removeprefix" => prefix,
            [prefix, instead] if method.starts_with("replace") && is_empty(instead) => prefix,
            _ => return None,
        };
        let is_prefix = self.literal(prefix).is_some_and(|text| text.text.len() > 1 && text.text.ends_with('/'));
        tree.child(callee, Role::Object).filter(|_| is_prefix)
    }

    /// An expression takes a part of a text at a `/`.
    pub(in crate::extract::code) fn is_cut_behind_slash(&self, node: NodeId) -> bool {
        self.cuts_at_slash(node, 0)
    }

    fn cuts_at_slash(&self, node: NodeId, depth: usize) -> bool {
        let Some(_step) = self.step_in().filter(|_| depth < DEEPEST) else { return false };
        let tree = &self.tree;
        let inner = |object: Option<NodeId>| object.is_some_and(|object| self.cuts_at_slash(object, depth + 1));
        match tree.kind(node) {
            Kind::Call => {
                let callee = tree.child(node, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
                let Some(callee) = callee else { return false };
                let cuts = self.key_of(callee).is_some_and(|method| self.dialect.cuts_text(method));
                cuts && self.positional(node).into_iter().any(|given| self.speaks_of_slash(given, 0))
                    || inner(tree.child(callee, Role::Object))
            }
            Kind::Index => {
                let object = tree.child(node, Role::Object);
                let end = object.map(|object| tree.node(object).span.end - tree.node(node).span.start);
                let taken = end.and_then(|end| self.text(node).get(end as usize..)).unwrap_or_default();
                let is_slice = taken.contains(':');
                let mut parts = tree.children(node).filter(|part| Some(*part) != object);
                is_slice && parts.any(|part| self.speaks_of_slash(part, 0)) || inner(object)
            }
            _ => false,
        }
    }

    /// An expression holds a text that ends with a `/`, or a name for the place of one.
    fn speaks_of_slash(&self, node: NodeId, depth: usize) -> bool {
        let tree = &self.tree;
        let says = |part: NodeId| match tree.kind(part) {
            Kind::Str => self.text(part).ends_with('/'),
            Kind::Name if depth == 0 => match self.lookup(part, self.text(part))[..] {
                [Bound::Value(value)] => self.speaks_of_slash(value, depth + 1),
                _ => false,
            },
            _ => false,
        };
        says(node) || tree.below(node).any(says)
    }
}

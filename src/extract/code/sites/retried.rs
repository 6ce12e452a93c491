//! Calls that are tried once more: where an error of the same call is handled, which was given something else.

use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::source::Span;

/// Blocks and handlers that are looked at.
const MOST: usize = 8;

impl<'f> Clients<'_, 'f> {
    /// The same call failed before, and was not given all of what this one is: the rest is for those that refuse the
    /// other.
    pub(super) fn is_second_try(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = |call: NodeId| tree.child(call, Role::Callee).map(|callee| names.text(callee));
        let given = self.given_by_name(call);
        let is_other = |first: NodeId| {
            let before = self.given_by_name(first);
            tree.kind(first) == Kind::Call
                && callee(first) == callee(call)
                && given.iter().any(|name| !before.contains(name))
        };
        let above = tree.ancestors(call).take_while(|up| tree.kind(*up) != Kind::Function);
        let blocks = above.filter(|up| tree.kind(*up) == Kind::Block).take(MOST);
        { blocks }.filter_map(|block| self.tried_before(block)).any(|tried| tree.below(tried).any(is_other))
    }

    /// Names of what a call is given, by keyword and in objects.
    fn given_by_name(&self, call: NodeId) -> Vec<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let maps = names.positional(call).into_iter().filter(|given| tree.kind(*given) == Kind::Map);
        let holders = std::iter::once(call).chain(maps);
        let parts = holders.flat_map(|holder| tree.children(holder).collect::<Vec<NodeId>>());
        let name = |part: NodeId| match tree.kind(part) {
            Kind::Keyword => tree.child(part, Role::Name).map(|name| names.text(name)),
            Kind::Entry => names.entry_key(part),
            _ => None,
        };
        parts.filter_map(name).collect()
    }

    /// The block whose errors a block handles.
    fn tried_before(&self, block: NodeId) -> Option<NodeId> {
        let mut at = block;
        for _ in 0..MOST {
            match self.block_before(at).filter(|before| self.begins_handler(*before, at)) {
                Some(before) => at = before,
                None => return (at != block).then_some(at),
            }
        }
        None
    }

    /// The block right before another, behind which nothing but what is handled stands.
    fn block_before(&self, block: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let siblings = std::iter::successors(tree.before(block), |before| tree.before(*before)).take(MOST);
        { siblings }.find(|before| tree.kind(*before) == Kind::Block)
    }

    /// Between two blocks stands the beginning of a handler.
    fn begins_handler(&self, before: NodeId, block: NodeId) -> bool {
        let tree = &self.names.tree;
        let (start, end) = (tree.node(before).span.end, tree.node(block).span.start);
        if start > end {
            return false;
        }
        let between = self.names.file.text(Span { start, end });
        let mut lines = between.lines().map(str::trim_start);
        let first = lines.find(|line| !line.is_empty() && !line.starts_with(['#', '/', '*']));
        first.is_some_and(|line| line.starts_with(self.names.dialect.handler()))
    }
}

//! What every node stands in.

use super::Names;
use crate::extract::code::dialect::Dialect;
use crate::extract::code::tree::{Kind, NodeId, Tree};

/// What a node stands in.
#[derive(Clone, Copy)]
pub(super) struct Around {
    scope: NodeId,
    function: Option<NodeId>,
    class: Option<NodeId>,
    /// The nearest block or loop above.
    block: NodeId,
    /// The concatenation or template that it is a part of, or itself.
    whole: NodeId,
    /// The statement of the file itself that it stands in.
    top: NodeId,
    in_error: bool,
}

impl Names<'_> {
    /// What every node stands in, parents before children.
    pub(super) fn around(tree: &Tree, dialect: &dyn Dialect) -> Vec<Around> {
        let mut all: Vec<Around> = Vec::with_capacity(tree.size());
        // Each node has its entry, whatever was asked before.
        for id in (0..tree.size() as u32).map(NodeId) {
            let Some(up) = tree.parent(id) else {
                let root = Tree::ROOT;
                let (whole, top) = (id, id);
                all.push(Around { scope: root, function: None, class: None, block: root, whole, top, in_error: false });
                continue;
            };
            let mut here = all[up.0 as usize];
            here.in_error |= tree.kind(up) == Kind::Error;
            if !matches!(tree.kind(up), Kind::Concat | Kind::Template) {
                here.whole = id;
            }
            if matches!(tree.kind(up), Kind::Block | Kind::For | Kind::Function | Kind::Class) {
                here.block = up;
            }
            if tree.kind(up) == Kind::Module {
                here.top = id;
            }
            match tree.kind(up) {
                Kind::Function => (here.scope, here.function) = (up, Some(up)),
                Kind::Class => (here.scope, here.class) = (up, Some(up)),
                Kind::Module | Kind::Enum => here.scope = up,
                Kind::Block if dialect.has_block_scope() => here.scope = up,
                _ => {}
            }
            all.push(here);
        }
        all
    }

    /// The nearest node above that has names of its own.
    pub fn scope(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].scope
    }

    /// The class that a node stands in.
    pub fn class_of(&self, id: NodeId) -> Option<NodeId> {
        self.around[id.0 as usize].class
    }

    /// The function that a node stands in.
    pub fn function_of(&self, id: NodeId) -> Option<NodeId> {
        self.around[id.0 as usize].function
    }

    /// The nearest block, loop, function or class above a node, else the module.
    pub(in crate::extract::code) fn block(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].block
    }

    /// The concatenation or template that a node is a part of, or the node itself.
    pub fn whole(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].whole
    }

    /// The statement of the file itself that a node stands in.
    pub fn top(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].top
    }

    /// The node stands in a region that the parser could not read.
    pub fn in_error(&self, id: NodeId) -> bool {
        self.around[id.0 as usize].in_error
    }
}

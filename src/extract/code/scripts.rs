//! Files that are run, and not loaded for what they hold.

use super::dialect::Effect;
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role, Tree};

impl Names<'_> {
    /// The file does something by itself when it is run: it asks whether it is the program, repeats or tells something, or
    /// calls a function of its own. One that says which names it gives to others is meant for these.
    pub(super) fn is_script(&self) -> bool {
        let (names, tree) = (self, &self.tree);
        let is_listing = |target: NodeId| names.text(target) == "__all__";
        let lists = |node: NodeId| tree.child(node, Role::Target).is_some_and(is_listing);
        let does = |call: NodeId| {
            let callee = tree.child(call, Role::Callee).filter(|_| tree.kind(call) == Kind::Call);
            callee.is_some_and(|callee| {
                let tells = names.dialect.effect(&names.chain(callee).names) == Some(Effect::Tells);
                tells || names.bounds_of(callee).iter().any(|bound| matches!(bound, Bound::Function(_)))
            })
        };
        let runs = |node: NodeId| match tree.kind(node) {
            Kind::Compare => names.dialect.asks_whether_program(names.text(node)),
            Kind::For => true,
            // Cells of a notebook are run one by one: who reads it may take what stands there.
            Kind::Call => names.file.origin.is_none() && does(node),
            Kind::Statement => tree.children(node).any(does),
            _ => false,
        };
        !names.dialect.has_block_scope() && tree.children(Tree::ROOT).any(runs) && !tree.children(Tree::ROOT).any(lists)
    }
}

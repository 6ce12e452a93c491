//! Components that nothing shows: what stands in them is never sent.

use super::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::reference::Context;
use crate::source::Span;

/// Components that are looked for in a module: each is looked for in all of it.
const MOST: usize = 256;

impl Reader<'_, '_> {
    /// Silences what stands in components of a module that it gives to no other, and shows nowhere itself.
    pub(super) fn unshown(&mut self) {
        let unshown = self.unshown_components();
        for (span, reference) in &mut self.references {
            if unshown.iter().any(|component| component.contains(*span)) {
                let own = reference.uses.iter_mut().filter(|used| used.path.is_none());
                own.for_each(|used| used.context = Context::Text);
            }
        }
    }

    fn unshown_components(&self) -> Vec<Span> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_component = |function: &NodeId| {
            let name = names.name_of(*function).map(|name| names.text(name));
            name.is_some_and(|name| name.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        let functions = tree.children(Tree::ROOT).filter(|node| tree.kind(*node) == Kind::Function);
        let components: Vec<NodeId> = functions.filter(is_component).collect();
        let is_module = names.dialect.has_block_scope() && names.file.origin.is_none() && !names.imports.is_empty();
        if components.is_empty() || components.len() > MOST || !is_module || names.exports_by_assignment() {
            return Vec::new();
        }
        if tree.ids().any(|node| tree.kind(node) == Kind::Error) {
            return Vec::new();
        }
        let is_unshown = |function: &NodeId| {
            let name = names.name_of(*function).map_or("", |name| names.text(name));
            let is_own = |mention: &NodeId| tree.node(*function).span.contains(tree.node(*mention).span);
            let is_tag = |node: &NodeId| tree.kind(*node) == Kind::Name && self.is_tag(*node, name);
            !names.is_given(name)
                && names.mentions_of(name).iter().all(is_own)
                && tree.below(*function).any(|node| names.text(node).starts_with('<'))
                && !tree.ids().any(|node| is_tag(&node) && !is_own(&node))
        };
        { components }.into_iter().filter(is_unshown).map(|function| tree.node(function).span).collect()
    }

    /// A name stands in a tag: `<Name …>`, `<Name.Part>`.
    fn is_tag(&self, node: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let stands_in_tag = || {
            let start = tree.node(node).span.range().start;
            names.file.bytes[..start].ends_with(b"<") || matches!(tree.role(node), Role::Object)
        };
        names.text(node) == name && stands_in_tag()
    }
}

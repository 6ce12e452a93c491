//! What names are bound to in a scope, and what functions and classes are made of.

use super::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Tree};

impl<'f> Names<'f> {
    /// The parameters of a function.
    pub fn params(&self, function: NodeId) -> &[NodeId] {
        self.params.get(&function).map_or(&[], Vec::as_slice)
    }

    /// The expressions that a function returns, not those of functions inside it.
    pub fn returns(&self, function: NodeId) -> Vec<NodeId> {
        self.returned.get(&function).cloned().unwrap_or_default()
    }

    /// All that a name is bound to in the nearest scope around a node that binds it, and that scope.
    pub(in crate::extract::code) fn bound(&self, at: NodeId, name: &str) -> Option<(NodeId, &[Bound])> {
        let mut scope = self.scope(at);
        let first = scope;
        loop {
            let visible = scope == first || !matches!(self.tree.kind(scope), Kind::Class | Kind::Enum);
            if visible && let Some(found) = self.bindings.get(&scope).and_then(|names| names.get(name)) {
                return Some((scope, found));
            }
            if scope == Tree::ROOT {
                return None;
            }
            scope = self.scope(scope);
        }
    }

    /// What a name is bound to in the file itself, outside of functions and classes.
    pub fn in_module(&self, name: &str) -> &[Bound] {
        self.bindings.get(&Tree::ROOT).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Names that are bound in the file itself, outside of functions and classes, with what they are bound to.
    pub fn of_module(&self) -> impl Iterator<Item = (&'f str, &[Bound])> {
        let names = self.bindings.get(&Tree::ROOT).into_iter().flatten();
        names.map(|(name, bounds)| (*name, bounds.as_slice()))
    }

    /// What a name is bound to directly in a class or enumeration.
    pub fn in_class(&self, class: NodeId, name: &str) -> &[Bound] {
        self.bindings.get(&class).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// The bases of a class that stand in this file.
    pub fn bases(&self, class: NodeId) -> Vec<NodeId> {
        let bases = self.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        bases
            .iter()
            .flat_map(|base| self.lookup(class, self.text(*base)).into_owned())
            .filter_map(|bound| if let Bound::Class(other) = bound { Some(other) } else { None })
            .filter(|other| *other != class)
            .collect()
    }
}

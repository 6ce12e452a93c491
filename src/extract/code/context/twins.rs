//! Attributes that nothing reads beside calls that are given the same model by its ID.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Role as KeyRole;

impl Contexts<'_, '_> {
    /// An attribute of a class that has methods and extends no other, which nothing in the file reads, while a call there
    /// is given the same ID: the call is what is to be mended. Fields alone are for others to read.
    pub(super) fn is_unread_twin(&self, assign: NodeId, target: NodeId, literal: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(class) = tree.parent(assign).filter(|up| tree.kind(*up) == Kind::Class) else { return false };
        let name = names.key_of(target).unwrap_or_else(|| names.text(target));
        let is_model = self.key(name).is_some_and(|key| key.role == KeyRole::Model);
        let extends = || tree.children(class).any(|child| tree.role(child) == Role::Base);
        let has_methods = || tree.children(class).any(|child| tree.kind(child) == Kind::Function);
        let is_decorated = || names.decorators(class).next().is_some();
        is_model
            && !extends()
            && !is_decorated()
            && has_methods()
            && tree.kind(literal) == Kind::Str
            && self.attribute_readers(name).is_empty()
            && !tree.below(class).any(|node| tree.role(node) != Role::Target && is_name(self, node, name))
            && self.is_given_to_a_call(literal)
    }

    /// The same text stands in the file as what a call is given, and does not only tell.
    fn is_given_to_a_call(&self, literal: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let text = names.text(literal);
        let is_given = |node: NodeId| {
            let up = tree.parent(node).map(|up| tree.kind(up));
            match tree.role(node) {
                Role::Argument => up == Some(Kind::Call),
                Role::Value if up == Some(Kind::Keyword) => self.is_given_as_model(node),
                _ => false,
            }
        };
        let mut same = tree.ids().filter(|node| tree.kind(*node) == Kind::Str && names.text(*node) == text);
        same.any(|node| node != literal && is_given(node) && !self.is_done_at(node))
    }

    fn is_given_as_model(&self, value: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.parent(value).and_then(|keyword| tree.child(keyword, Role::Name));
        name.and_then(|name| self.key(names.text(name))).is_some_and(|key| key.role == KeyRole::Model)
    }
}

/// The node is a name of this text that stands for its value.
fn is_name(contexts: &Contexts<'_, '_>, node: NodeId, name: &str) -> bool {
    let tree = &contexts.names.tree;
    let is_label = || matches!(tree.role(node), Role::Name | Role::Property);
    tree.kind(node) == Kind::Name && contexts.names.text(node) == name && !is_label()
}

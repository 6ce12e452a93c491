//! The same ID twice: attributes that nothing reads beside calls that are given it, labels of choices that are their values.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Role as KeyRole;

/// Parts of a row that somebody chooses from, at most: a value, its label, what is told of it, and a few more.
const MOST_IN_ROW: usize = 8;

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

    /// The text for people beside the same text as the value, in one of the rows that somebody chooses from: all but the
    /// first of `EnumProperty(items=[("…", "…", "…")])` and of a list that has but a name, the first of a pair where a
    /// widget has its labels there; what is the value but for the size of its letters, wherever it stands.
    pub(super) fn is_label_of_pair(&self, text: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_list = |node: &NodeId| tree.kind(*node) == Kind::List;
        let row = tree.parent(text).filter(|row| is_list(row) && tree.kind(text) == Kind::Str);
        let Some((row, list)) = row.and_then(|row| Some((row, tree.parent(row).filter(is_list)?))) else {
            return false;
        };
        let parts = || tree.children(row).take(MOST_IN_ROW);
        let is_display_of = |part: NodeId| {
            let value = names.text(part);
            value != names.text(text) && value.eq_ignore_ascii_case(names.text(text)) && self.vocabulary.is_model(value)
        };
        if !self.vocabulary.is_model(names.text(text)) && parts().any(is_display_of) {
            return true;
        }
        let same: Vec<NodeId> = parts().filter(|part| names.text(*part) == names.text(text)).collect();
        let [first, .., last] = same[..] else { return false };
        let keyword = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Keyword);
        let callee = keyword.and_then(|keyword| tree.parent(keyword)).and_then(|call| tree.child(call, Role::Callee));
        let widget = callee.and_then(|callee| names.chain(callee).names.last().copied());
        let has_value_first = widget.is_none_or(|widget| ["Field", "Property"].iter().any(|end| widget.ends_with(end)));
        text != if has_value_first || same.len() > 2 { first } else { last }
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

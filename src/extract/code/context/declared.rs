//! Literals that a parameter or an attribute of markup declares.

use super::{Climb, Contexts};
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{NodeId, Role};
use crate::reference::{Context, Use};

impl<'f> Contexts<'_, 'f> {
    pub(super) fn parameter(&self, param: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name_node = names.tree.child(param, Role::Name).unwrap_or(param);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        if names.function_of(param).is_some_and(|function| names.is_only_declared(function)) {
            return self.plain(Context::Text, from);
        }
        if let Some((key, label, at)) = &climb.key {
            return self.keyed(Context::Setting, key, label.clone(), *at, from);
        }
        let function = names.function_of(param).and_then(|f| names.tree.child(f, Role::Name));
        let class = names.class_of(param).and_then(|c| names.tree.child(c, Role::Name));
        if function.into_iter().chain(class).any(|f| Self::records(names.text(f))) {
            return self.plain(Context::Comparison, from);
        }
        let bound = Bound::Param(param);
        let key = self.key(name);
        // Who only compares a default of this name may have others that send it: a method that is replaced.
        let is_unsent = || match key {
            _ if self.is_unread(param, name_node) || self.is_always_given(param) => true,
            _ if self.is_taken_out_unread(param, name) => true,
            Some(_) => self.is_only_told(param, name, bound) || self.is_only_index(param, name, bound),
            None => self.done_with_name(param, name, bound).is_some(),
        };
        if !climb.in_entry && !climb.in_list && (names.is_replaced(param, name, bound) || is_unsent()) {
            return self.plain(Context::Comparison, from);
        }
        match key {
            Some(key) if climb.in_list => self.keyed(Context::Choice, &key, name.to_owned(), span, from),
            Some(key) if !climb.in_entry => self.keyed(Context::Setting, &key, name.to_owned(), span, from),
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    /// The attribute says what an item of a widget stands for.
    pub(in crate::extract::code) fn is_value_of_item(&self, attribute: NodeId) -> bool {
        let names = self.names;
        let element = names.tree.parent(attribute).and_then(|element| names.tree.children(element).next());
        names.tree.child(attribute, Role::Name).is_some_and(|name| names.text(name) == "value")
            && element.is_some_and(|element| is_picker_item(names.text(element)))
    }

    pub(super) fn attribute(&self, attribute: NodeId, from: NodeId) -> Use {
        let names = self.names;
        let name_node = names.tree.child(attribute, Role::Name).unwrap_or(attribute);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        if self.is_value_of_item(attribute) {
            return Use::new(Context::Choice, span, name);
        }
        match self.key(name) {
            Some(key) => self.keyed(Context::Slot, &key, name.to_owned(), span, from),
            None if name.starts_with("default") => Use::new(Context::Slot, span, name),
            None => Use::new(Context::Text, span, name),
        }
    }
}

/// An element of markup that is one of the items which a widget offers.
fn is_picker_item(element: &str) -> bool {
    let last = element.rsplit('.').next().unwrap_or(element).to_ascii_lowercase();
    ["option", "selectitem", "menuitem", "radiogroupitem", "radioitem", "dropdownitem"]
        .iter()
        .any(|word| last.ends_with(word))
}

//! Values that the names which they are given send nowhere: never read, only compared, counted or told.

use super::Contexts;
use super::assigned::{Given, Position};
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::reference::{Context, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

/// Levels above an assignment in which the loop around it is sought.
const HIGHEST: usize = 12;

impl<'f> Contexts<'_, 'f> {
    /// A value alone that its name sends nowhere.
    pub(super) fn unsent_alone(&self, given: &Given<'_, 'f>) -> Option<Use> {
        let (names, Given { assign, target, from, name, .. }) = (self.names, *given);
        if given.position != Position::Alone {
            return None;
        }
        if self.is_unsent(assign, target, from) {
            return Some(given.used(Context::Comparison));
        }
        let is_own = names.tree.kind(target) == Kind::Member
            && names.tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object));
        if is_own && self.is_attribute_noted(name) {
            return Some(given.used(Context::Text));
        }
        if is_own && self.is_private_unread(assign, name) || self.is_unread_twin(assign, target, from) {
            return Some(given.used(Context::Comparison));
        }
        let is_model_key = given.key.as_ref().is_some_and(|k| k.role == KeyRole::Model);
        if self.in_enumeration(assign, is_model_key) {
            return Some(given.used(Context::Key));
        }
        // A constant that is only compared is not sent.
        let is_compared = given.key.is_none() && self.is_only_compared(assign, target, from);
        is_compared.then(|| given.used(Context::Comparison))
    }

    /// The function or class around the name records or counts.
    pub(super) fn counted(&self, given: &Given<'_, 'f>) -> Option<Use> {
        let (names, assign) = (self.names, given.assign);
        let function = names.function_of(assign).and_then(|f| names.name_of(f));
        let is_of_counter = || {
            // A table within a method of such a class is for its counting as well.
            let is_own = |class: &NodeId| given.position.is_in_table() || names.tree.parent(assign) == Some(*class);
            let class = names.class_of(assign).filter(is_own);
            class.and_then(|class| names.tree.child(class, Role::Name)).is_some_and(|name| counts(names.text(name)))
        };
        let is_counted = function.is_some_and(|f| Self::records(names.text(f))) || is_of_counter();
        is_counted.then(|| given.used(Context::Comparison))
    }

    /// A value that nothing sends: replaced before it is read, or only told, counted and compared.
    fn is_unsent(&self, assign: NodeId, target: NodeId, from: NodeId) -> bool {
        let names = self.names;
        if names.tree.kind(target) != Kind::Name {
            return false;
        }
        let name = names.text(target);
        let value = names.tree.child(assign, Role::Value).unwrap_or(from);
        let bound = self.bound_by(target, from).unwrap_or(Bound::Value(value));
        if names.is_replaced(assign, name, bound) || self.is_name_unread(assign, target, bound) {
            return true;
        }
        let is_private = name.starts_with('_') && !names.dialect.has_block_scope();
        if is_private && names.scope(assign) == Tree::ROOT && names.mentions_of(name).is_empty() {
            return true;
        }
        // Nothing but its function reads a local name; what is found by it may be sent by its finder.
        let is_only_compared = || {
            names.function_of(assign).is_some()
                && self.done_with_name(assign, name, bound).is_some()
                && !self.finds(assign, name, bound)
        };
        // Nobody imports what each turn of a loop gives anew.
        let is_in_loop =
            || names.tree.ancestors(assign).take(HIGHEST).any(|up| names.tree.kind(up) == Kind::For && up != assign);
        (is_in_loop() && self.done_with_name(assign, name, bound).is_some() && !self.finds(assign, name, bound))
            || self.stays_in_file(assign, target)
                && (self.is_only_told(assign, name, bound)
                    || is_only_compared()
                    || self.labels_wrapped_call(assign, name, bound)
                    || self.labels_applied_call(assign, name, bound))
    }

    /// An expression is bound to a name that sends nothing.
    pub(super) fn is_held_unsent(&self, value: NodeId, from: NodeId) -> bool {
        let tree = &self.names.tree;
        let assign = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Assign);
        let target = assign.and_then(|assign| Some((assign, tree.child(assign, Role::Target)?)));
        target.is_some_and(|(assign, target)| self.is_unsent(assign, target, from))
    }

    /// All that reads a name compares it, or tells it besides; where it is read too often, one comparison decides.
    pub(super) fn is_only_compared(&self, at: NodeId, target: NodeId, from: NodeId) -> bool {
        let names = self.names;
        let Some(bound) = self.bound_by(target, from).filter(|_| self.classifies(target)) else { return false };
        match names.readers(at, names.text(target), bound) {
            Some(_) => self.done_with_name(at, names.text(target), bound).is_some(),
            None => true,
        }
    }
}

/// The name of what counts or prices: models in it are not sent.
pub(super) fn counts(name: &str) -> bool {
    let folded = fold_name(name);
    ["tokeniz", "tokencount", "pricing", "billing"].iter().any(|word| folded.contains(word))
}

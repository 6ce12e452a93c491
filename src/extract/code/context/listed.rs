//! Tables by platform that hold lists by their names, and tables within tables.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::Platform;
use crate::vocabulary::Role as KeyRole;

impl Contexts<'_, '_> {
    /// The platform of a list that stands by its name in a table of such lists: `MODELS = { openai: OPENAI_MODELS }`.
    pub(super) fn platform_where_listed(&self, target: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let listed = |mention: &NodeId| {
            let entry = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Entry)?;
            let platform = self.platform_of_entry(entry).filter(|_| tree.role(*mention) == Role::Value)?;
            let map = tree.parent(entry)?;
            let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let table = tree.child(assign, Role::Target)?;
            let offers = self.key(names.text(table)).is_some_and(|key| key.role == KeyRole::Choice);
            (offers && !self.is_asked_by_key(table)).then_some(platform)
        };
        let name = Some(target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let platform = names.mentions_of(names.text(name)).iter().find_map(listed)?;
        (!self.is_asked_by_key(name)).then_some(platform)
    }

    /// A value of a table within a table is what a model's name is given: `model = DEFAULTS[family][language]`.
    pub(super) fn is_taken_as_model(&self, table: NodeId, value: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry);
        let Some(own) = entry.and_then(|entry| names.entry_key(entry)) else { return false };
        let taken = |node: NodeId| {
            tree.parent(node).filter(|up| tree.kind(*up) == Kind::Index && tree.role(node) == Role::Object)
        };
        let is_taken = |mention: &NodeId| {
            let Some(item) = taken(*mention).filter(|part| names.key_of(*part).is_none()).and_then(taken) else {
                return false;
            };
            let assign =
                tree.parent(item).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(item) == Role::Value);
            let name = assign.and_then(|assign| tree.child(assign, Role::Target)).map(|target| names.text(target));
            let is_model = name.and_then(|name| self.key(name)).is_some_and(|key| key.role == KeyRole::Model);
            is_model && names.key_of(item).is_none_or(|key| key == own)
        };
        tree.kind(table) == Kind::Name && names.mentions_of(names.text(table)).iter().any(is_taken)
    }
}

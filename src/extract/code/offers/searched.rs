//! Lists that are only searched: of the row that a model finds something else is taken, as its label.

use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Levels between a list and the name of the table that it stands in.
const HIGHEST: usize = 6;
/// Names that are given a list, or a row of it, one after the other.
const DEEPEST: usize = 2;

impl Contexts<'_, '_> {
    /// All that reads the table in which a list of rows stands finds one of them by comparing, and takes something else of it
    /// than what holds the model: `LIST.find((m) => m.value === model)?.label`.
    pub(in crate::extract::code) fn is_only_searched(&self, list: NodeId, holder: &str) -> bool {
        let tree = &self.names.tree;
        self.once(Question::Searched, list, || {
            let is_of_table =
                |up: &NodeId| matches!(tree.kind(*up), Kind::Map | Kind::Entry | Kind::List | Kind::Assign);
            let assign = tree.ancestors(list).take(HIGHEST).take_while(is_of_table).last();
            let assign = assign.filter(|assign| tree.kind(*assign) == Kind::Assign);
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let Some((assign, target)) = assign.zip(target).filter(|(_, name)| tree.kind(*name) == Kind::Name) else {
                return false;
            };
            self.stays_in_file(assign, target) && self.is_searched_by_name(assign, target, list, holder, DEEPEST)
        })
    }

    /// All that reads a name which is given a list, or a table of lists, searches it.
    fn is_searched_by_name(&self, assign: NodeId, target: NodeId, list: NodeId, holder: &str, depth: usize) -> bool {
        let names = self.names;
        let readers = self.bound_by(target, list).and_then(|bound| names.readers(assign, names.text(target), bound));
        let readers = readers.unwrap_or_default();
        let mut is_found = false;
        let all = readers.into_iter().all(|reader| match self.found_in(self.taken_by_key(reader)) {
            Some(found) => {
                is_found = true;
                self.takes_another(found, holder, DEEPEST)
            }
            None => {
                let held = self.held_in_function(self.taken_by_key(reader)).filter(|_| depth > 0);
                let is_searched = held.is_some_and(|(assign, name, value)| {
                    self.is_searched_by_name(assign, name, value, holder, depth - 1)
                });
                is_found |= is_searched;
                is_searched || self.is_done_at(self.taken_by_key(reader))
            }
        });
        all && is_found
    }

    /// What is taken of a table by a key: `TABLE[agent]`.
    fn taken_by_key(&self, reader: NodeId) -> NodeId {
        let tree = &self.names.tree;
        let index = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Index && tree.role(reader) == Role::Object);
        index.unwrap_or(reader)
    }

    /// The call that finds a row of a list.
    pub(super) fn found_in(&self, list: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let method =
            tree.parent(list).filter(|up| tree.kind(*up) == Kind::Member && tree.role(list) == Role::Object)?;
        let finds = names.key_of(method).is_some_and(|key| names.dialect.selects(key) && names.dialect.picks(key));
        tree.parent(method).filter(|call| finds && tree.child(*call, Role::Callee) == Some(method))
    }

    /// Of a row that was found something else is taken than what holds its model.
    fn takes_another(&self, row: NodeId, holder: &str, depth: usize) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let part = tree.parent(row).filter(|up| tree.kind(*up) == Kind::Member && tree.role(row) == Role::Object);
        if let Some(part) = part {
            return names.key_of(part).is_some_and(|key| key != holder) && tree.role(part) != Role::Target;
        }
        let held = self.held_in_function(row).filter(|_| depth > 0);
        let Some((assign, name, value)) = held else { return self.is_done_at(row) };
        let bound = self.bound_by(name, value);
        let readers = bound.and_then(|bound| names.readers(assign, names.text(name), bound)).unwrap_or_default();
        !readers.is_empty() && readers.into_iter().all(|reader| self.takes_another(reader, holder, depth - 1))
    }

    /// The name within a function that is given a value: the assignment, the name, the value.
    fn held_in_function(&self, value: NodeId) -> Option<(NodeId, NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let assign =
            tree.parent(value).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(value) == Role::Value)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        names.function_of(assign).map(|_| (assign, target, value))
    }
}

//! Rows that are offered: items of a list, or values of a table of which somebody takes all.

use crate::extract::code::context::Contexts;
use crate::extract::code::dialect::Items;
use crate::extract::code::tree::{Kind, NodeId, Role};

impl Contexts<'_, '_> {
    /// The list that a row is an item of, or the table that it is a value of, if all values are listed:
    /// `MODELS = { A: { value: "…", label: "…" } }`, `Object.values(MODELS)`.
    pub(super) fn holder_of_rows(&self, row: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let up = tree.parent(row)?;
        match tree.kind(up) {
            Kind::List => Some(up),
            Kind::Entry => tree.parent(up).filter(|table| self.is_listed(*table)),
            _ => None,
        }
    }

    /// The maps that a list or a table holds.
    pub(super) fn rows_held(&self, holder: NodeId) -> Vec<NodeId> {
        let tree = &self.names.tree;
        let is_table = tree.kind(holder) == Kind::Map;
        let parts = tree.children(holder);
        let values = parts.filter_map(|part| if is_table { tree.child(part, Role::Value) } else { Some(part) });
        values.filter(|value| tree.kind(*value) == Kind::Map).collect()
    }

    /// The table has a name by which all its values are taken as a list, and not only to find one of them.
    fn is_listed(&self, table: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        // What freezes a table gives it back.
        let assign = tree.ancestors(table).find(|up| tree.kind(*up) != Kind::Call);
        let assign = assign.filter(|up| {
            tree.kind(*up) == Kind::Assign
                && tree.child(*up, Role::Value).and_then(|value| names.map_of(value, 0)) == Some(table)
        });
        let Some(target) = assign.and_then(|assign| tree.child(assign, Role::Target)) else { return false };
        let lists = |mention: &NodeId| {
            let call = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Argument)?;
            let chain = names.chain(tree.child(call, Role::Callee)?).names;
            let at = names.positional(call).iter().position(|given| given == mention)?;
            let is_taken = matches!(names.dialect.items(&chain), Some(Items::Argument(place)) if place == at);
            (is_taken && self.found_in(call).is_none()).then_some(call)
        };
        tree.kind(target) == Kind::Name
            && names.mentions_of(names.text(target)).iter().any(|mention| lists(mention).is_some())
    }
}

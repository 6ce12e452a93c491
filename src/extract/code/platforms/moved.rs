//! Clients that go to another address than they were made for: `client = Client(…); client.base_url = "…"`.

use super::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Words;

impl Clients<'_, '_> {
    /// The base URL of a client: what the call that makes it is given, or what is assigned to the client then.
    pub(super) fn base_url(&self, call: NodeId, words: Words<'_>) -> Option<NodeId> {
        self.any_argument(call, words).or_else(|| self.assigned_base_url(call, words))
    }

    fn assigned_base_url(&self, call: NodeId, words: Words<'_>) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let client = tree.child(assign, Role::Target)?;
        let (scope, class) = (names.function_of(call), names.class_of(call));
        // A name is that of its function, an attribute that of its class.
        let is_same = |value: &NodeId| match tree.kind(client) {
            Kind::Member => names.class_of(*value) == class,
            _ => names.function_of(*value) == scope,
        };
        let attributes = words.iter().filter(|word| !word.contains('.') && word.parse::<usize>().is_err());
        let values = attributes.flat_map(|attribute| names.assigned_anywhere(names.text(client), attribute));
        { values }.filter(is_same).last()
    }
}

//! Lists of what names of models begin with: `any(name.startswith(start) for start in STARTS)`.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Methods that ask whether a text begins with another.
const BEGINS: [&str; 2] = ["startswith", "startsWith"];
/// Readers of an attribute that are asked at most.
const MOST_READERS: usize = 16;

impl Contexts<'_, '_> {
    /// What a loop takes of a list is asked for as the beginning of other texts.
    pub(in crate::extract::code) fn is_loop_over_beginnings(&self, turn: NodeId, list: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(turn, Role::Target).filter(|target| tree.kind(*target) == Kind::Name);
        target.is_some_and(|target| {
            let readers = names.readers(turn, names.text(target), Bound::Item(list)).unwrap_or_default();
            readers.into_iter().any(|reader| self.is_asked_as_beginning(reader))
        })
    }

    /// All that reads an attribute takes beginnings of it, or looks into it.
    pub(in crate::extract::code) fn is_attribute_of_beginnings(&self, attribute: &str) -> bool {
        let tree = &self.names.tree;
        let readers = self.attribute_readers(attribute);
        let mut is_taken = false;
        let all = readers.len() <= MOST_READERS
            && readers.into_iter().all(|reader| {
                let turn = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::For);
                let takes = turn.is_some_and(|turn| self.is_loop_over_beginnings(turn, reader));
                is_taken |= takes;
                takes || self.is_done_at(reader)
            });
        all && is_taken
    }

    fn is_asked_as_beginning(&self, reader: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let call = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Call && tree.role(reader) == Role::Argument);
        let callee = call.and_then(|call| tree.child(call, Role::Callee));
        callee.and_then(|callee| names.key_of(callee)).is_some_and(|method| BEGINS.contains(&method))
    }
}

//! Defaults of parameters that no call leaves to be taken.

use super::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};

impl Contexts<'_, '_> {
    /// Every call of a function gives something for a parameter, and no other file can call it:
    /// `def _ask(text, model="…")`, `_ask(text, model=chosen)`.
    pub(super) fn is_always_given(&self, param: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        // Where nothing may be given as well, the default is taken for it; in a notebook people call what they like.
        if names.dialect.has_block_scope() || names.class_of(param).is_some() || names.file.origin.is_some() {
            return false;
        }
        let Some(function) = names.function_of(param) else { return false };
        let name = tree.child(function, Role::Name).filter(|name| self.stays_in_file(function, *name));
        let readers = name.and_then(|name| names.readers(name, names.text(name), Bound::Function(function)));
        let passed = Passed { param, key: None, user: None };
        let gives = |reader: &NodeId| {
            let call = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Callee);
            let call = call.filter(|call| tree.kind(*call) == Kind::Call);
            call.is_some_and(|call| !names.given(call, function, passed).is_empty())
        };
        let is_decorated = || names.decorators(function).next().is_some();
        readers.is_some_and(|readers| !readers.is_empty() && readers.iter().all(gives)) && !is_decorated()
    }
}

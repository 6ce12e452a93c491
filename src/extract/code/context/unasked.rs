//! What is made to ask a model, and asks nobody: its name is given something else first, or nothing reads it.

use super::Contexts;
use crate::extract::called;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};

/// How functions begin that make a model to ask, before the word for it: `init_chat_model`.
const MAKING: [&str; 5] = ["init", "make", "get", "load", "build"];
const MADE: &str = "model";

impl Contexts<'_, '_> {
    /// What a call makes stands under a name that is given something else before anything reads it
    /// (`llm = ChatAcme(model="…")`, `llm = ChatOther(model="…")`), or under one of a function that nothing reads. Cells of
    /// a notebook are run one by one: of several who reads it takes one.
    pub(in crate::extract::code) fn is_never_asked(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(call) == Role::Value);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target));
        let Some((assign, target)) = assign.zip(target).filter(|(_, target)| tree.kind(*target) == Kind::Name) else {
            return false;
        };
        let callee = tree.child(call, Role::Callee).and_then(|callee| names.chain(callee).names.last().copied());
        let (name, bound) = (names.text(target), Bound::Value(call));
        callee.is_some_and(makes)
            && names.file.origin.is_none()
            && !names.is_added(assign)
            && !names.file.mentions_masked(name)
            && self.is_read_here_alone(assign, name)
            && (names.is_replaced(assign, name, bound) || self.is_unread_in_function(assign, name, bound))
    }

    /// No other function reads the name: when that is called, nobody knows.
    fn is_read_here_alone(&self, assign: NodeId, name: &str) -> bool {
        let names = self.names;
        let function = names.function_of(assign);
        names.mentions_of(name).iter().all(|mention| {
            names.function_of(*mention) == function
                || names.bound(*mention, name).map(|(scope, _)| scope)
                    != names.bound(assign, name).map(|(scope, _)| scope)
        })
    }

    /// Nothing reads what a function binds to a name of its own.
    fn is_unread_in_function(&self, assign: NodeId, name: &str, bound: Bound) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_local = names
            .bound(assign, name)
            .is_some_and(|(scope, _)| scope != Tree::ROOT && !matches!(tree.kind(scope), Kind::Class | Kind::Enum));
        is_local
            && names.function_of(assign).is_some()
            && names.readers(assign, name, bound).is_some_and(|readers| readers.is_empty())
            && self.takes_no_names()
    }
}

/// What is called so makes something that asks a model once it is used: a class, or a function that says so.
fn makes(callee: &str) -> bool {
    let folded = callee.to_ascii_lowercase();
    let is_function = || folded.ends_with(MADE) && MAKING.iter().any(|start| folded.starts_with(start));
    called::is_class(callee) || callee.ends_with("Model") || is_function()
}

//! What functions of the file do with what they are given, whatever they call it: commands with their options, helpers.

use super::Contexts;
use super::readers::{DEEPEST, Done};
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

impl Contexts<'_, '_> {
    /// What the functions of this file that a call calls do with one of its arguments, or with the value of a keyword.
    pub(super) fn done_by_function(&self, call: NodeId, given: NodeId, depth: usize) -> Option<Done> {
        let (names, tree) = (self.names, &self.names.tree);
        let _step = names.step_in().filter(|_| depth < DEEPEST)?;
        let functions = names.functions_of(tree.child(call, Role::Callee)?);
        let done = |function: NodeId| {
            let takes = |param: &&NodeId| {
                let passed = Passed { param: **param, key: None, user: None };
                names.given(call, function, passed).contains(&given)
            };
            let param = *names.params(function).iter().find(takes)?;
            let name = tree.child(param, Role::Name)?;
            self.done_with_binding(name, names.text(name), Bound::Param(param), depth + 1)
        };
        let done: Option<Vec<Done>> = functions.into_iter().map(done).collect();
        done?.into_iter().max()
    }

    /// The functions of this file that are given a value by a keyword only tell or count it.
    pub(super) fn is_told_by_function(&self, call: NodeId, given: NodeId) -> bool {
        self.done_by_function(call, given, 0) > Some(Done::Compared)
    }

    /// The command that a decorator declares an option for only compares, tells or counts the parameter of that name.
    pub(super) fn is_option_of_command_unsent(&self, option: NodeId) -> bool {
        const HIGHEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let is_decorator = |up: &NodeId| tree.kind(*up) == Kind::Decorator;
        let Some(decorator) = tree.ancestors(option).take(HIGHEST).find(is_decorator) else { return false };
        let Some(function) = names.decorated(decorator) else { return false };
        let called: Vec<String> = names.option_names(option).iter().map(|name| fold_name(name)).collect();
        let mut params =
            names.params(function).iter().filter_map(|param| Some((*param, tree.child(*param, Role::Name)?)));
        params.any(|(param, at)| {
            let own = names.text(at);
            called.contains(&fold_name(own)) && self.done_with_name(at, own, Bound::Param(param)).is_some()
        })
    }
}

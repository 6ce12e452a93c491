//! What functions of the file do with what they are given, whatever they call it: commands with their options, helpers.

use super::readers::{DEEPEST, Done};
use super::{Climb, Contexts};
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
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
            // What nothing reads goes nowhere.
            let is_dropped = || tree.kind(name) == Kind::Name && self.is_unread(param, name);
            let done = self.done_with_binding(name, names.text(name), Bound::Param(param), depth + 1);
            done.or_else(|| is_dropped().then_some(Done::Noted))
        };
        let done: Option<Vec<Done>> = functions.into_iter().map(done).collect();
        done?.into_iter().max()
    }

    /// `_get(request, "model", "…")`: the default of a function of this file that looks a key up, and that answers with
    /// what it is given behind the key where there is nothing.
    pub(super) fn default_of_lookup(&self, call: NodeId, at: Option<usize>, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let at = at.filter(|at| *at > 0)?;
        let name_node = *names.positional(call).get(at - 1)?;
        let name = names.literal(name_node)?.text;
        let key = self.key(&name).filter(|key| key.role == KeyRole::Model)?;
        let [function] = names.functions_of(tree.child(call, Role::Callee)?)[..] else { return None };
        let params = names.own_params(function);
        let (asked, default) = (*params.get(at - 1)?, *params.get(at)?);
        let answers = |value: NodeId| names.follow(value).params.iter().any(|passed| passed.param == default);
        let text = |param: NodeId| tree.child(param, Role::Name).map(|name| names.text(name));
        let is_key = |node: NodeId| tree.kind(node) == Kind::Name && Some(names.text(node)) == text(asked);
        let takes = |callee: NodeId| names.dialect.passing(&names.chain(callee).names).is_some();
        let is_looked_up = |node: NodeId| match (tree.role(node), tree.node(node).parent) {
            (Role::Key, up) => tree.kind(up) == Kind::Index,
            (Role::Argument, up) => tree.child(up, Role::Callee).is_some_and(takes),
            _ => false,
        };
        let looks_up = || tree.below(function).any(|node| is_key(node) && is_looked_up(node));
        let is_lookup = names.returns(function).into_iter().any(answers) && looks_up();
        is_lookup.then(|| self.keyed(Context::Setting, &key, name, tree.node(name_node).span, from))
    }

    /// The functions of this file that are given a value by a keyword only tell, count or compare it.
    pub(super) fn is_told_by_function(&self, call: NodeId, given: NodeId) -> bool {
        // A method may be replaced by one that does more than compare; a function is what it is.
        let is_function = || {
            let callee = self.names.tree.child(call, Role::Callee);
            callee.is_some_and(|callee| self.names.tree.kind(callee) == Kind::Name && self.is_function_here(callee))
        };
        self.done_by_function(call, given, 0).is_some_and(|done| done > Done::Compared || is_function())
    }

    /// The functions of this file that are given a map take it apart by its keys, and do nothing but tell, count or
    /// compare the value of one: `judge({ modelId: "…" })` beside `judge(options) { console.log(options.modelId) }`.
    pub(super) fn is_told_by_taker(&self, call: NodeId, map: NodeId, climb: &Climb<'f>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some((_, key, _)) = climb.key.as_ref().filter(|_| climb.map == Some(map) && !climb.in_list) else {
            return false;
        };
        let functions = tree.child(call, Role::Callee).map(|callee| names.functions_of(callee)).unwrap_or_default();
        let tells = |function: &NodeId| {
            let takes = |param: &&NodeId| {
                let passed = Passed { param: **param, key: None, user: None };
                names.given(call, *function, passed).contains(&map)
            };
            let param = names.params(*function).iter().find(takes).copied();
            let name = param.and_then(|param| tree.child(param, Role::Name));
            let Some((param, name)) = param.zip(name).filter(|(_, name)| tree.kind(*name) == Kind::Name) else {
                return false;
            };
            let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
            let part = |reader: &NodeId| {
                let up = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Object)?;
                names.key_of(up).map(|part| (up, part))
            };
            let parts: Option<Vec<(NodeId, &str)>> = readers.iter().map(part).collect();
            let mut own = parts.unwrap_or_default().into_iter().filter(|(_, part)| part == key).peekable();
            own.peek().is_some() && own.all(|(part, _)| self.is_told_at(part))
        };
        !functions.is_empty() && functions.iter().all(tells)
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

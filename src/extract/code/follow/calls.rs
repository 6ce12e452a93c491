//! From calls to what they answer: readers of settings, tables, functions of the file.

use super::{Passed, Trail, is_setting_name};
use crate::extract::code::names::{Bound, MOST_BOUND, Names};
use crate::extract::code::parameters::NOTHING;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::Route;

impl<'f> Names<'f> {
    pub(super) fn step_call(&self, node: NodeId, trail: &mut Trail<'f>) {
        let Some(callee) = self.tree.child(node, Role::Callee) else {
            trail.unresolved = true;
            return;
        };
        if let Some(text) = self.fold(node) {
            return self.find(node, text, trail);
        }
        let chain = self.chain(callee);
        if let Some(receiver) = self.same_value(callee) {
            return self.step(receiver, trail);
        }
        if let Some(receiver) = self.without_prefix(node) {
            let (found, params) = (trail.found.len(), trail.params.len());
            self.step(receiver, trail);
            return trail.lose_prefixes(found, params);
        }
        if let Some(item) = self.item_by_number(node) {
            return self.step(item, trail);
        }
        if let Some(list) = self.offered_by(node) {
            return self.step_items_of(list, trail);
        }
        if let Some(item) = self.first_of_loop(node, &chain.names) {
            trail.choosing += 1;
            self.step(item, trail);
            trail.choosing -= 1;
            return;
        }
        if let Some(passing) = self.dialect.passing(&self.names_from_call(callee)) {
            let positional = self.positional(node);
            if let Some(name) = passing.environment.and_then(|at| positional.get(at)) {
                trail.environment.extend(self.literal(*name).map(|d| d.text));
                trail.unresolved = true;
            }
            let value = passing.value.and_then(|at| positional.get(at).copied());
            let keyword = passing.keywords.iter().find_map(|k| self.keyword(node, k));
            let (found, params) = (trail.found.len(), trail.params.len());
            match value.or(keyword) {
                Some(value) => self.step_given(value, trail),
                None => trail.unresolved = true,
            }
            trail.exchange(self.exchanged_by_call(node, callee), found, params);
            let is_of_table = || {
                let object = self.tree.child(callee, Role::Object);
                chain.names.len() > 1 || object.is_some_and(|object| self.tree.kind(object) == Kind::Map)
            };
            if passing.environment.is_none() && is_of_table() {
                self.step_looked_up(node, callee, &positional, trail);
            }
            return;
        }
        if self.is_table_lookup(callee) {
            return self.step_looked_up(node, callee, &self.positional(node), trail);
        }
        let functions: Vec<NodeId> = self.functions_of(callee);
        if functions.is_empty() {
            trail.leave(self.routes_of(node));
            self.step_setting(node, trail);
        }
        for function in functions {
            self.step_returned(node, function, trail);
        }
    }

    /// What a loop makes of each item, of which a call takes the first: `next(name for name in NAMES if …)`.
    fn first_of_loop(&self, call: NodeId, chain: &[&str]) -> Option<NodeId> {
        let made = *self.positional(call).first().filter(|_| self.dialect.takes_first(chain))?;
        self.tree.children(made).next().filter(|_| self.tree.kind(made) == Kind::For)
    }

    /// What a function answers at one call: of its parameters, what this call gives for them.
    fn step_returned(&self, call: NodeId, function: NodeId, trail: &mut Trail<'f>) {
        let returned = self.returns(function);
        if returned.len() > MOST_BOUND {
            trail.unresolved = true;
            return;
        }
        let (before, is_choice) = (trail.params.len(), returned.len() > 1);
        let start = trail.found.len();
        let is_part = is_choice && returned.iter().any(|value| self.is_cut_behind_slash(*value));
        self.step_all(returned.into_iter(), trail);
        // What is looked at and answered with something else may never come out again.
        let is_exchanged = |passed: &Passed<'f>| is_choice && self.exchanges(function, passed.param);
        let found: Vec<Passed<'f>> = trail.params.drain(before..).filter(|passed| !is_exchanged(passed)).collect();
        let is_cut = is_part || found.iter().any(|passed| trail.cut.contains(&passed.param));
        for passed in found {
            if self.function_of(passed.param) == Some(function) {
                trail.handed_on.push((function, passed));
            } else {
                trail.params.push(passed);
            }
        }
        // Its answers are followed once; what goes in differs from call to call.
        let own = trail.handed_on.iter().filter(|(of, _)| *of == function).map(|(_, passed)| *passed);
        for passed in own.collect::<Vec<_>>() {
            let is_one_of = usize::from(passed.key == Some(Route::ANY));
            trail.choosing += is_one_of;
            self.step_all(self.given(call, function, passed).into_iter(), trail);
            trail.choosing -= is_one_of;
        }
        if is_cut {
            trail.lose_prefixes(start, before);
        }
    }

    /// A function compares a parameter of its own with something: it tells old names from new ones.
    fn exchanges(&self, function: NodeId, param: NodeId) -> bool {
        let Some(name) = self.tree.child(param, Role::Name).filter(|_| self.function_of(param) == Some(function))
        else {
            return false;
        };
        let is_nothing = |node: NodeId| NOTHING.contains(&self.text(node));
        let compares = |mention: &NodeId| {
            let up = self.tree.node(*mention).parent;
            self.function_of(*mention) == Some(function)
                && self.tree.kind(up) == Kind::Compare
                && !self.tree.children(up).any(is_nothing)
        };
        self.mentions_of(self.text(name)).iter().any(compares)
    }

    /// `table.get(key)` of a table that this file makes of pairs.
    fn is_table_lookup(&self, callee: NodeId) -> bool {
        let object = self.tree.child(callee, Role::Object).filter(|_| self.key_of(callee) == Some("get"));
        let makes = |bound: Bound| matches!(bound, Bound::Value(value) if self.pairs_of_table(value).is_some());
        object.is_some_and(|object| self.bounds_of(object).into_iter().any(makes))
    }

    /// `get_setting("NAME", "…")`: a reader of settings by the form of its first argument; the second is the default.
    fn step_setting(&self, node: NodeId, trail: &mut Trail<'f>) {
        let positional = self.positional(node);
        let [name, default] = positional.as_slice() else { return };
        if let Some(name) = self.literal(*name).map(|d| d.text).filter(|name| is_setting_name(name)) {
            trail.environment.push(name);
            self.step(*default, trail);
        }
    }

    /// What a passing call is given: a function that is handed over is asked for its answer (`default_factory`).
    fn step_given(&self, value: NodeId, trail: &mut Trail<'f>) {
        if self.tree.kind(value) == Kind::Function {
            self.step_all(self.returns(value).into_iter(), trail);
        } else {
            self.step(value, trail);
        }
    }

    /// `table.get(key, default)`: the table's value besides the default.
    fn step_looked_up(&self, node: NodeId, callee: NodeId, positional: &[NodeId], trail: &mut Trail<'f>) {
        let Some(object) = self.tree.child(callee, Role::Object) else { return };
        match positional.first().and_then(|key| self.literal(*key)) {
            Some(key) => {
                let values = self.attributes_of(node, object, &key.text);
                if values.is_empty() {
                    return trail.leave(self.routes_of(object).into_iter().map(|route| route.then(&key.text)));
                }
                self.step_bound(&values, trail);
            }
            None => self.step_items_of(object, trail),
        }
    }
}

//! Following values: from an expression to the literals that it may be.
//!
//! Nothing is run and nothing guessed: where the trail ends, it says so.

use super::names::{Bound, MOST_BOUND, Names};
use super::parameters::NOTHING;
use super::strings::Decoded;
use super::tree::{Kind, NodeId, Role};
use crate::reference::Route;
use crate::source::Span;

/// A literal that an expression may be.
#[derive(Debug, Clone)]
pub struct Found {
    /// The literal, or the expression that folds to one.
    pub node: NodeId,
    /// Its text.
    pub text: Decoded,
    /// The literal without its quotes, or the whole folded expression.
    pub span: Span,
    /// One of several that are offered or tried.
    pub choice: bool,
}

/// A parameter that a value comes from: itself, or a property of what is given for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Passed<'f> {
    /// The parameter.
    pub param: NodeId,
    /// The property.
    pub key: Option<&'f str>,
    /// Who uses it, where it is a constructor's: objects of other classes take other ways.
    pub user: Option<User>,
}

/// What uses a value that a constructor was given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct User {
    /// The class whose objects use it.
    pub class: NodeId,
    /// The method.
    pub method: NodeId,
}

/// Where following an expression led.
#[derive(Debug, Default)]
pub struct Trail<'f> {
    /// The literals, in order of discovery.
    pub found: Vec<Found>,
    /// Parameters that it came from: callers give other values.
    pub params: Vec<Passed<'f>>,
    /// Names of the environment that it may come from.
    pub environment: Vec<String>,
    /// Ways to names of other files that it may be, and whether they are some of several that are tried.
    pub routes: Vec<(Route, bool)>,
    /// Some part leads out of the file, or nowhere.
    pub unresolved: bool,
    /// Some part is nothing: `None`, `null`.
    pub nothing: bool,
    /// Expressions that are put together, and not only of what is known.
    pub partial: Vec<NodeId>,
    /// Parameters of functions that only hand a value on, each with its function: what is given for them was followed.
    pub handed_on: Vec<(NodeId, Passed<'f>)>,
    seen: Vec<NodeId>,
    choosing: usize,
}

/// Longest trail, in steps; a longer one is given up.
const MOST_STEPS: usize = 64;
/// Most ways to other files that one trail takes.
const MOST_ROUTES: usize = 16;

impl Trail<'_> {
    /// The rest may stand in other files.
    fn leave(&mut self, routes: impl IntoIterator<Item = Route>) {
        self.unresolved = true;
        // Whatever is one of several there is a choice here.
        for route in routes {
            let choice = self.choosing > 0 || route.names.iter().any(|step| step == Route::ANY);
            let route = (route, choice);
            if self.routes.len() < MOST_ROUTES && !self.routes.contains(&route) {
                self.routes.push(route);
            }
        }
    }
}

impl<'f> Names<'f> {
    /// The literals that an expression may be.
    pub fn follow(&self, node: NodeId) -> Trail<'f> {
        let mut trail = Trail::default();
        self.step(node, &mut trail);
        trail
    }

    fn step(&self, node: NodeId, trail: &mut Trail<'f>) {
        let step = self.step_in().filter(|_| trail.seen.len() < MOST_STEPS);
        let Some(_step) = step else {
            trail.unresolved = true;
            return;
        };
        if trail.seen.contains(&node) {
            return;
        }
        trail.seen.push(node);
        match self.tree.kind(node) {
            // `f"{model}"`: a text that is nothing but its hole.
            Kind::Template if self.only_hole(node).is_some() => self.step_all(self.only_hole(node).into_iter(), trail),
            Kind::Str | Kind::Template | Kind::Concat | Kind::Format => match self.fold(node) {
                Some(text) => self.find(node, text, trail),
                None => {
                    trail.unresolved = true;
                    trail.partial.push(node);
                }
            },
            Kind::Literal => trail.nothing = true,
            Kind::Name => {
                let bounds = self.lookup(node, self.text(node));
                match bounds.is_empty() {
                    true => trail.leave(self.routes_of(node)),
                    false => self.step_bound(&bounds, trail),
                }
            }
            Kind::Member => self.step_member(node, trail),
            Kind::Index => self.step_index(node, trail),
            Kind::Call => self.step_call(node, trail),
            Kind::Or => self.step_all(self.tree.children(node), trail),
            Kind::And => self.step_all(self.tree.children(node).last().into_iter(), trail),
            Kind::Conditional => {
                let dead = self.dead_side(node);
                let sides = self.tree.children(node).filter(|c| self.tree.role(*c) != Role::Condition);
                self.step_all(sides.filter(|side| Some(*side) != dead), trail);
            }
            Kind::Assign => self.step_all(self.tree.child(node, Role::Value).into_iter(), trail),
            _ => trail.unresolved = true,
        }
    }

    fn only_hole(&self, template: NodeId) -> Option<NodeId> {
        let mut parts = self.tree.children(template);
        parts.next().filter(|part| self.tree.kind(*part) != Kind::Str && parts.next().is_none())
    }

    fn find(&self, node: NodeId, text: Decoded, trail: &mut Trail<'f>) {
        let span = self.tree.node(node).span;
        trail.found.push(Found { node, text, span, choice: trail.choosing > 0 });
    }

    fn step_all(&self, nodes: impl Iterator<Item = NodeId>, trail: &mut Trail<'f>) {
        for node in nodes {
            if trail.seen.len() >= MOST_STEPS {
                trail.unresolved = true;
                return;
            }
            self.step(node, trail);
        }
    }

    /// The literals that what a name is bound to may be.
    pub(super) fn follow_bounds(&self, bounds: &[Bound]) -> Trail<'f> {
        let mut trail = Trail::default();
        self.step_bound(bounds, &mut trail);
        trail
    }

    fn step_bound(&self, bounds: &[Bound], trail: &mut Trail<'f>) {
        // One that is bound very often may be anything: each value speaks for itself.
        if bounds.is_empty() || bounds.len() > MOST_BOUND {
            trail.unresolved = true;
            return;
        }
        for bound in bounds {
            match bound {
                Bound::Value(value) => self.step(*value, trail),
                Bound::Param(param) => self.step_param(*param, trail),
                Bound::Item(list) => self.step_items_of(*list, trail),
                Bound::ItemPart(list, place) => self.step_items(self.parts_of_items(*list, *place), trail),
                Bound::Part(value, place) => self.step_part(*value, *place, trail),
                Bound::Function(function) if self.is_getter(*function) => {
                    self.step_all(self.returns(*function).into_iter(), trail);
                }
                // What is only declared is given its value elsewhere.
                Bound::Declared(_) if bounds.len() > 1 => {}
                Bound::Import(number) => trail.leave([self.import_route(*number)]),
                Bound::Function(_) | Bound::Class(_) | Bound::Declared(_) => trail.unresolved = true,
            }
        }
    }

    fn step_param(&self, param: NodeId, trail: &mut Trail<'f>) {
        trail.params.push(Passed { param, key: None, user: None });
        let up = self.tree.node(param).parent;
        if self.tree.kind(up) == Kind::Pattern {
            self.step_pattern(param, up, trail);
        } else if let Some(list) = self.called_with_items(up).filter(|_| self.params(up).first() == Some(&param)) {
            self.step_items_of(list, trail);
        }
        match self.tree.child(param, Role::Value).or_else(|| self.option_of_param(param)) {
            Some(default) => self.step(default, trail),
            None => trail.unresolved = true,
        }
    }

    /// A name in `{ model = "…" } = value`: the value's property, besides the default.
    fn step_pattern(&self, param: NodeId, pattern: NodeId, trail: &mut Trail<'f>) {
        let holder = self.tree.node(pattern).parent;
        let taken = self.tree.child(param, Role::Key).or_else(|| self.tree.child(param, Role::Name));
        let Some(name) = taken.map(|name| self.text(name)) else { return };
        let of_items = |list: NodeId| {
            let items = self.items_of(list).unwrap_or_default();
            items.into_iter().flat_map(|item| self.attributes_of(item, item, name)).collect::<Vec<Bound>>()
        };
        let function = self.tree.node(holder).parent;
        let values = match (self.tree.kind(holder), self.tree.child(holder, Role::Value)) {
            (Kind::For, _) => self.tree.child(holder, Role::Iterable).map(of_items),
            (Kind::Param, _) if self.called_with_items(function).is_some() => {
                self.called_with_items(function).map(of_items)
            }
            (_, Some(value)) if value != pattern => Some(self.attributes_of(value, value, name)),
            _ => None,
        };
        match values.filter(|values| !values.is_empty()) {
            Some(values) => self.step_bound(&values, trail),
            None => trail.leave(self.routes_of_param(param)),
        }
    }

    fn step_items_of(&self, list: NodeId, trail: &mut Trail<'f>) {
        let items = self.items_of(list);
        if items.is_none() {
            trail.choosing += 1;
            trail.leave(self.routes_of(list).into_iter().map(|route| route.then(Route::ANY)));
            trail.choosing -= 1;
        }
        self.step_items(items, trail);
    }

    fn step_items(&self, items: Option<Vec<NodeId>>, trail: &mut Trail<'f>) {
        let Some(items) = items else {
            trail.unresolved = true;
            return;
        };
        trail.choosing += 1;
        self.step_all(items.into_iter(), trail);
        trail.choosing -= 1;
    }

    /// A part of a value that is taken apart: of a list, or of what a function of this file returns.
    fn step_part(&self, value: NodeId, place: usize, trail: &mut Trail<'f>) {
        if let Some(rows) = self.lists_of_table(value) {
            let parts: Vec<NodeId> = rows.into_iter().filter_map(|row| self.part(row, place)).collect();
            return self.step_items(Some(parts), trail);
        }
        let callee = self.tree.child(value, Role::Callee).filter(|_| self.tree.kind(value) == Kind::Call);
        let returned = callee.into_iter().flat_map(|c| self.functions_of(c)).flat_map(|f| self.returns(f));
        let lists: Vec<NodeId> = returned.chain([value]).collect();
        let parts: Vec<NodeId> = lists
            .into_iter()
            .filter_map(|list| self.part(list, place).or_else(|| self.items_of(list)?.into_iter().nth(place)))
            .collect();
        trail.unresolved |= parts.is_empty();
        self.step_all(parts.into_iter(), trail);
    }

    /// The lists in a table of which one is taken by a key that is not known: `model, key = TABLE[name]`.
    fn lists_of_table(&self, value: NodeId) -> Option<Vec<NodeId>> {
        let is_taken = self.tree.kind(value) == Kind::Index && self.key_of(value).is_none();
        let table = self.tree.child(value, Role::Object).filter(|_| is_taken)?;
        let rows = self.items_of(table)?;
        rows.iter().any(|row| self.tree.kind(*row) == Kind::List).then_some(rows)
    }

    /// Parameters that an object comes from: callers give the property.
    fn pass(&self, object: NodeId, key: &'f str, trail: &mut Trail<'f>) {
        if self.tree.kind(object) != Kind::Name {
            return;
        }
        for bound in self.lookup(object, self.text(object)).iter() {
            if let Bound::Param(param) = bound {
                trail.params.push(Passed { param: *param, key: Some(key), user: None });
            }
        }
    }

    fn step_member(&self, node: NodeId, trail: &mut Trail<'f>) {
        let chain = self.chain(node);
        if let Some(before) = self.dialect.environment_object(&chain.names) {
            trail.environment.extend(chain.names.get(before).map(|n| (*n).to_owned()));
            trail.unresolved = true;
            return;
        }
        let (Some(object), Some(key)) = (self.tree.child(node, Role::Object), self.key_of(node)) else {
            trail.unresolved = true;
            return;
        };
        self.pass(object, key, trail);
        let values = self.attributes_of(node, object, key);
        // The value of a member of an enumeration, or of a holder of state.
        if values.is_empty() && key == "value" {
            return self.step(object, trail);
        }
        if values.is_empty() {
            return trail.leave(self.routes_of(node));
        }
        let is_choice = self.is_one_of_several(object);
        trail.choosing += usize::from(is_choice);
        self.step_bound(&values, trail);
        trail.choosing -= usize::from(is_choice);
    }

    fn step_index(&self, node: NodeId, trail: &mut Trail<'f>) {
        let Some(object) = self.tree.child(node, Role::Object) else { return };
        let chain = self.chain(object);
        if self.dialect.environment_object(&chain.names).is_some() {
            trail.environment.extend(self.key_of(node).map(str::to_owned));
            trail.unresolved = true;
            return;
        }
        match self.key_of(node) {
            Some(key) => {
                self.pass(object, key, trail);
                let values = self.attributes_of(node, object, key);
                if values.is_empty() {
                    return trail.leave(self.routes_of(node));
                }
                self.step_bound(&values, trail);
            }
            None => {
                self.pass(object, Route::ANY, trail);
                self.step_items_of(object, trail);
            }
        }
    }

    fn step_call(&self, node: NodeId, trail: &mut Trail<'f>) {
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
        if let Some(list) = self.offered_by(node) {
            return self.step_items_of(list, trail);
        }
        if let Some(passing) = self.dialect.passing(&chain.names) {
            let positional = self.positional(node);
            if let Some(name) = passing.environment.and_then(|at| positional.get(at)) {
                trail.environment.extend(self.literal(*name).map(|d| d.text));
                trail.unresolved = true;
            }
            let value = passing.value.and_then(|at| positional.get(at).copied());
            let keyword = passing.keywords.iter().find_map(|k| self.keyword(node, k));
            match value.or(keyword) {
                Some(value) => self.step_given(value, trail),
                None => trail.unresolved = true,
            }
            if passing.environment.is_none() && chain.names.len() > 1 {
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

    /// What a function answers at one call: of its parameters, what this call gives for them.
    fn step_returned(&self, call: NodeId, function: NodeId, trail: &mut Trail<'f>) {
        let returned = self.returns(function);
        if returned.len() > MOST_BOUND {
            trail.unresolved = true;
            return;
        }
        let (before, is_choice) = (trail.params.len(), returned.len() > 1);
        self.step_all(returned.into_iter(), trail);
        // What is looked at and answered with something else may never come out again.
        let is_exchanged = |passed: &Passed<'f>| is_choice && self.exchanges(function, passed.param);
        let found: Vec<Passed<'f>> = trail.params.drain(before..).filter(|passed| !is_exchanged(passed)).collect();
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
            self.step_all(self.given(call, function, passed).into_iter(), trail);
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

/// A name in capitals, as settings have.
pub(super) fn is_setting_name(text: &str) -> bool {
    text.len() > 2 && text.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

//! Following values: from an expression to the literals that it may be.
//!
//! Nothing is run and nothing guessed: where the trail ends, it says so.

use super::names::{Bound, MOST_BOUND, Names};
use super::strings::{self, Decoded};
use super::tree::{Kind, NodeId, Role};
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

/// Where following an expression led.
#[derive(Debug, Default)]
pub struct Trail {
    /// The literals, in order of discovery.
    pub found: Vec<Found>,
    /// Parameters that it came from: callers give other values.
    pub params: Vec<NodeId>,
    /// Names of the environment that it may come from.
    pub environment: Vec<String>,
    /// Some part leads out of the file, or nowhere.
    pub unresolved: bool,
    /// Some part is nothing: `None`, `null`.
    pub nothing: bool,
    seen: Vec<NodeId>,
    choosing: usize,
}

/// Longest trail, in steps; a longer one is given up.
const MOST_STEPS: usize = 64;

impl<'f> Names<'f> {
    /// The literals that an expression may be.
    pub fn follow(&self, node: NodeId) -> Trail {
        let mut trail = Trail::default();
        self.step(node, &mut trail);
        trail
    }

    fn step(&self, node: NodeId, trail: &mut Trail) {
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
            Kind::Str | Kind::Template | Kind::Concat => match self.fold(node) {
                Some(text) => {
                    let span = self.tree.node(node).span;
                    trail.found.push(Found { node, text, span, choice: trail.choosing > 0 });
                }
                None => trail.unresolved = true,
            },
            Kind::Literal => trail.nothing = true,
            Kind::Name => self.step_name(node, trail),
            Kind::Member => self.step_member(node, trail),
            Kind::Index => self.step_index(node, trail),
            Kind::Call => self.step_call(node, trail),
            Kind::Or => self.step_all(self.tree.children(node), trail),
            Kind::Conditional => {
                self.step_all(self.tree.children(node).filter(|c| self.tree.role(*c) != Role::Condition), trail);
            }
            Kind::Assign => self.step_all(self.tree.child(node, Role::Value).into_iter(), trail),
            _ => trail.unresolved = true,
        }
    }

    fn step_all(&self, nodes: impl Iterator<Item = NodeId>, trail: &mut Trail) {
        for node in nodes {
            if trail.seen.len() >= MOST_STEPS {
                trail.unresolved = true;
                return;
            }
            self.step(node, trail);
        }
    }

    fn step_bound(&self, bounds: &[Bound], trail: &mut Trail) {
        // One that is bound very often may be anything: each value speaks for itself.
        if bounds.is_empty() || bounds.len() > MOST_BOUND {
            trail.unresolved = true;
            return;
        }
        for bound in bounds {
            match bound {
                Bound::Value(value) => self.step(*value, trail),
                Bound::Param(param) => self.step_param(*param, trail),
                Bound::Item(list) => self.step_items(*list, trail),
                Bound::Function(_) | Bound::Class(_) | Bound::Import(_) | Bound::Declared(_) => trail.unresolved = true,
            }
        }
    }

    fn step_name(&self, node: NodeId, trail: &mut Trail) {
        let bounds = self.lookup(node, self.text(node)).to_vec();
        self.step_bound(&bounds, trail);
    }

    fn step_param(&self, param: NodeId, trail: &mut Trail) {
        trail.params.push(param);
        let up = self.tree.node(param).parent;
        if self.tree.kind(up) == Kind::Pattern {
            self.step_pattern(param, up, trail);
        }
        match self.tree.child(param, Role::Value) {
            Some(default) => self.step(default, trail),
            None => trail.unresolved = true,
        }
    }

    /// A name in `{ model = "…" } = value`: the value's property, besides the default.
    fn step_pattern(&self, param: NodeId, pattern: NodeId, trail: &mut Trail) {
        let holder = self.tree.node(pattern).parent;
        let (Some(value), Some(name)) = (self.tree.child(holder, Role::Value), self.tree.child(param, Role::Name))
        else {
            return;
        };
        if value != pattern
            && let Some(map) = self.map_of(value, 0)
        {
            self.step_all(self.entries(map, self.text(name)).into_iter(), trail);
        }
    }

    fn step_items(&self, list: NodeId, trail: &mut Trail) {
        let Some(list) = self.list_of(list) else {
            trail.unresolved = true;
            return;
        };
        trail.choosing += 1;
        let items: Vec<NodeId> = match self.tree.kind(list) {
            Kind::Map => {
                let values = self.tree.children(list).filter_map(|e| self.tree.child(e, Role::Value));
                values.take(MOST_STEPS + 1).collect()
            }
            _ => self.tree.children(list).take(MOST_STEPS + 1).collect(),
        };
        self.step_all(items.into_iter(), trail);
        trail.choosing -= 1;
    }

    fn step_member(&self, node: NodeId, trail: &mut Trail) {
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
        let values = self.member_values(node, object, key, 0);
        if values.is_empty() {
            // The value of a member of an enumeration.
            if key == "value" && self.tree.kind(object) == Kind::Member {
                return self.step(object, trail);
            }
            trail.unresolved = true;
        }
        self.step_bound(&values, trail);
    }

    /// What `object.key` or `object["key"]` is bound to.
    fn member_values(&self, at: NodeId, object: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in() else { return Vec::new() };
        let mut values: Vec<Bound> = Vec::new();
        if self.tree.kind(object) == Kind::Name {
            let name = self.text(object);
            if name == self.dialect.itself() || name == "cls" {
                return self.class_of(at).map(|class| self.class_attribute(class, key, depth)).unwrap_or_default();
            }
            values.extend(self.assigned_members(at, name, key).into_iter().map(Bound::Value));
            for bound in self.lookup(object, name) {
                match bound {
                    Bound::Class(class) => values.extend(self.class_attribute(*class, key, depth)),
                    Bound::Value(value) if depth < 8 => values.extend(self.instance_attribute(*value, key, depth + 1)),
                    _ => {}
                }
            }
        }
        if let Some(map) = self.map_of(object, depth) {
            values.extend(self.entries(map, key).into_iter().map(Bound::Value));
        }
        values
    }

    /// An attribute of an object that a call of a class of this file made: the argument, else the class's own.
    fn instance_attribute(&self, value: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        if self.tree.kind(value) != Kind::Call {
            return Vec::new();
        }
        let Some(callee) = self.tree.child(value, Role::Callee).filter(|c| self.tree.kind(*c) == Kind::Name) else {
            return Vec::new();
        };
        let given: Vec<Bound> = self.keyword(value, key).into_iter().map(Bound::Value).collect();
        if !given.is_empty() {
            return given;
        }
        let classes = self.lookup(callee, self.text(callee)).iter().filter_map(|bound| match bound {
            Bound::Class(class) => Some(*class),
            _ => None,
        });
        classes.flat_map(|class| self.class_attribute(class, key, depth)).collect()
    }

    /// An attribute of a class: assigned in its body or by its methods, here or in its bases.
    fn class_attribute(&self, class: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in() else { return Vec::new() };
        let mut values = self.in_class(class, key).to_vec();
        values.extend(self.own_attribute(class, key).iter().map(|v| Bound::Value(*v)));
        if values.is_empty() && depth < 8 {
            values =
                self.bases(class).into_iter().flat_map(|base| self.class_attribute(base, key, depth + 1)).collect();
        }
        values
    }

    fn step_index(&self, node: NodeId, trail: &mut Trail) {
        let Some(object) = self.tree.child(node, Role::Object) else { return };
        let chain = self.chain(object);
        if self.dialect.environment_object(&chain.names).is_some() {
            trail.environment.extend(self.key_of(node).map(str::to_owned));
            trail.unresolved = true;
            return;
        }
        match self.key_of(node) {
            Some(key) => {
                let values = self.member_values(node, object, key, 0);
                trail.unresolved |= values.is_empty();
                self.step_bound(&values, trail);
            }
            None => self.step_items(object, trail),
        }
    }

    fn step_call(&self, node: NodeId, trail: &mut Trail) {
        let Some(callee) = self.tree.child(node, Role::Callee) else {
            trail.unresolved = true;
            return;
        };
        let chain = self.chain(callee);
        if let Some(receiver) = self.same_value(callee) {
            return self.step(receiver, trail);
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
                Some(value) => self.step(value, trail),
                None => trail.unresolved = true,
            }
            if passing.environment.is_none() && chain.names.len() > 1 {
                self.step_looked_up(node, callee, &positional, trail);
            }
            return;
        }
        let functions: Vec<NodeId> = self.functions_of(callee);
        if functions.is_empty() {
            trail.unresolved = true;
        }
        for function in functions {
            let returned = self.returns(function);
            if returned.len() > MOST_BOUND {
                trail.unresolved = true;
                continue;
            }
            self.step_all(returned.into_iter(), trail);
        }
    }

    /// `table.get(key, default)`: the table's value besides the default.
    fn step_looked_up(&self, node: NodeId, callee: NodeId, positional: &[NodeId], trail: &mut Trail) {
        let Some(object) = self.tree.child(callee, Role::Object) else { return };
        match positional.first().and_then(|key| self.literal(*key)) {
            Some(key) => {
                let values = self.member_values(node, object, &key.text, 0);
                trail.unresolved |= values.is_empty();
                self.step_bound(&values, trail);
            }
            None if self.list_of(object).is_some() => self.step_items(object, trail),
            None => trail.unresolved = true,
        }
    }

    /// The receiver of a method that gives the same value in another form: `.encode()`, `.strip()`.
    fn same_value(&self, callee: NodeId) -> Option<NodeId> {
        let method = self.key_of(callee).filter(|_| self.tree.kind(callee) == Kind::Member)?;
        self.dialect.gives_itself(method).then(|| self.tree.child(callee, Role::Object)).flatten()
    }

    /// The functions of this file that a callee may be.
    pub fn functions_of(&self, callee: NodeId) -> Vec<NodeId> {
        let as_function = |bound: &Bound| match bound {
            Bound::Function(function) => Some(*function),
            Bound::Value(value) if self.tree.kind(*value) == Kind::Function => Some(*value),
            Bound::Class(class) => self.in_class(*class, self.dialect.constructor()).iter().find_map(|b| match b {
                Bound::Function(function) => Some(*function),
                _ => None,
            }),
            _ => None,
        };
        match self.tree.kind(callee) {
            Kind::Name => self.lookup(callee, self.text(callee)).iter().filter_map(as_function).collect(),
            Kind::Member => {
                let (Some(object), Some(key)) = (self.tree.child(callee, Role::Object), self.key_of(callee)) else {
                    return Vec::new();
                };
                if self.text(object) != self.dialect.itself() {
                    return Vec::new();
                }
                let class = self.class_of(callee);
                class
                    .map(|c| self.class_attribute(c, key, 0))
                    .unwrap_or_default()
                    .iter()
                    .filter_map(as_function)
                    .collect()
            }
            _ => Vec::new(),
        }
    }

    /// The text that a string, a template or a concatenation folds to, if all its parts are known.
    pub fn fold(&self, node: NodeId) -> Option<Decoded> {
        let _step = self.step_in()?;
        match self.tree.kind(node) {
            Kind::Str => Some(strings::decode(&self.file.bytes, self.tree.node(node).span, self.tree.node(node).raw)),
            Kind::Template | Kind::Concat => {
                let mut whole = Decoded::default();
                for part in self.tree.children(node) {
                    whole.append(self.fold(part)?);
                }
                Some(whole)
            }
            Kind::Name | Kind::Member => {
                let trail = self.follow(node);
                match trail.found.as_slice() {
                    [only] if !trail.unresolved && trail.params.is_empty() => Some(only.text.clone()),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// The text of a node that is a literal.
    pub fn literal(&self, node: NodeId) -> Option<Decoded> {
        (self.tree.kind(node) == Kind::Str).then(|| self.fold(node)).flatten()
    }

    /// Positional arguments of a call.
    pub fn positional(&self, call: NodeId) -> Vec<NodeId> {
        self.tree
            .children(call)
            .filter(|c| self.tree.role(*c) == Role::Argument)
            .filter(|c| !matches!(self.tree.kind(*c), Kind::Keyword | Kind::Spread))
            .collect()
    }

    /// The value of a keyword argument, also from a dictionary that is spread into the call.
    pub fn keyword(&self, call: NodeId, name: &str) -> Option<NodeId> {
        let arguments = || self.tree.children(call).filter(|c| self.tree.role(*c) == Role::Argument);
        let direct = arguments()
            .filter(|c| self.tree.kind(*c) == Kind::Keyword)
            .find(|c| self.tree.child(*c, Role::Name).is_some_and(|n| self.text(n) == name));
        if let Some(keyword) = direct {
            return self.tree.child(keyword, Role::Value);
        }
        let spreads = arguments().filter(|c| self.tree.kind(*c) == Kind::Spread);
        spreads
            .filter_map(|s| self.tree.child(s, Role::Value))
            .find_map(|map| self.map_entries_of(map, name).into_iter().next())
    }

    /// The map that an expression is: a literal, or a name bound to one.
    pub fn map_of(&self, node: NodeId, depth: usize) -> Option<NodeId> {
        let _step = self.step_in()?;
        if depth > 8 {
            return None;
        }
        match self.tree.kind(node) {
            Kind::Map => Some(node),
            Kind::Call => {
                let callee = self.tree.child(node, Role::Callee)?;
                if let Some(receiver) = self.same_value(callee) {
                    return self.map_of(receiver, depth + 1);
                }
                let chain = self.chain(callee);
                let is_map = matches!(chain.names.as_slice(), ["dict"] | ["Object", "freeze"]);
                if is_map {
                    return match self.positional(node).first() {
                        Some(inner) => self.map_of(*inner, depth + 1),
                        None => Some(node),
                    };
                }
                let value = self.dialect.passing(&chain.names).and_then(|p| p.value)?;
                self.positional(node).get(value).and_then(|v| self.map_of(*v, depth + 1))
            }
            Kind::Name => self.lookup(node, self.text(node)).iter().find_map(|bound| match bound {
                Bound::Value(value) => self.map_of(*value, depth + 1),
                _ => None,
            }),
            Kind::Member | Kind::Index => {
                let (object, key) = (self.tree.child(node, Role::Object)?, self.key_of(node)?);
                self.member_values(node, object, key, depth + 1).iter().find_map(|bound| match bound {
                    Bound::Value(value) => self.map_of(*value, depth + 1),
                    _ => None,
                })
            }
            Kind::Or => self.tree.children(node).find_map(|c| self.map_of(c, depth + 1)),
            _ => None,
        }
    }

    /// The list that an expression is; a map counts, for its values.
    pub fn list_of(&self, node: NodeId) -> Option<NodeId> {
        match self.tree.kind(node) {
            Kind::List | Kind::Map => Some(node),
            Kind::Name => self.lookup(node, self.text(node)).iter().find_map(|bound| match bound {
                Bound::Value(value) if matches!(self.tree.kind(*value), Kind::List | Kind::Map) => Some(*value),
                _ => None,
            }),
            _ => None,
        }
    }

    /// Values of a key in a map, with those assigned to it later where the map has a name.
    pub fn map_entries_of(&self, node: NodeId, key: &str) -> Vec<NodeId> {
        let mut values = self.map_of(node, 0).map(|map| self.entries(map, key)).unwrap_or_default();
        if self.tree.kind(node) == Kind::Name {
            values.extend(self.assigned_members(node, self.text(node), key));
        }
        values
    }
}

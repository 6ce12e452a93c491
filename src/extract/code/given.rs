//! What calls give for the parameters of the file's own functions, and of which class the object is that they make.

use super::follow::{Passed, User};
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role};
use crate::reference::Route;

/// Deepest line of classes that is followed.
const DEEPEST: usize = 8;

/// How a constructor is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Made {
    /// It is no constructor, or nobody knows of what.
    Unknown,
    /// By constructing an object of this class.
    Object(NodeId),
    /// By the constructor of this class, which is below its own.
    Below(NodeId),
}

impl<'f> Names<'f> {
    /// The name by which a function is called: of a constructor that of its class.
    pub(super) fn called_by(&self, function: NodeId) -> Option<&'f str> {
        let name = self.text(self.name_of(function)?);
        if name != self.dialect.constructor() {
            return Some(name);
        }
        let class = self.class_of(function)?;
        self.tree.child(class, Role::Name).map(|name| self.text(name))
    }

    /// The functions of this file that a call calls, and how.
    pub(super) fn called(&self, call: NodeId, callee: NodeId) -> Vec<(NodeId, Made)> {
        let constructor = |class: NodeId| self.as_function(Bound::Class(class));
        let mut called: Vec<(NodeId, Made)> = Vec::new();
        match (self.class_of(call), self.is_super(callee)) {
            (Some(class), true) => {
                let above = self.bases(class).into_iter().filter_map(constructor);
                called.extend(above.map(|function| (function, Made::Below(class))));
            }
            (class, _) if matches!(self.tree.kind(callee), Kind::Name | Kind::Member) => {
                let below = class.filter(|_| self.names_constructor(call)).map_or(Made::Unknown, Made::Below);
                let bounds = self.bounds_of(callee).into_iter();
                called.extend(bounds.filter_map(|bound| match bound {
                    Bound::Class(made) => Some((constructor(made)?, Made::Object(made))),
                    other => Some((self.as_function(other)?, below)),
                }));
            }
            _ => called.extend(self.functions_of(callee).into_iter().map(|function| (function, Made::Unknown))),
        }
        called.sort_unstable_by_key(|(function, made)| (*function, matches!(made, Made::Unknown)));
        called.dedup();
        called
    }

    /// Ways to the constructor that a call calls, where classes of other files have it: of a class of this file that has
    /// none of its own, or `super().__init__(…)` in one.
    pub(super) fn constructors_elsewhere(&self, call: NodeId, callee: NodeId) -> Vec<Route> {
        let constructed = || match *self.lookup(callee, self.text(callee)) {
            [Bound::Class(class)] if self.tree.kind(callee) == Kind::Name => self.inherited_constructors(class),
            _ => Vec::new(),
        };
        match self.class_of(call).filter(|_| self.is_super(callee)) {
            Some(class) => self.constructors_above(class, 0),
            None => constructed(),
        }
    }

    /// Ways to the constructor that a class has from classes of other files; none if it has one in its own.
    pub(super) fn inherited_constructors(&self, class: NodeId) -> Vec<Route> {
        self.constructor_or_above(class, 0)
    }

    fn constructor_or_above(&self, class: NodeId, depth: usize) -> Vec<Route> {
        let has_own = self.in_class(class, self.dialect.constructor()).iter().any(|b| matches!(b, Bound::Function(_)));
        if has_own || depth >= DEEPEST { Vec::new() } else { self.constructors_above(class, depth) }
    }

    fn constructors_above(&self, class: NodeId, depth: usize) -> Vec<Route> {
        let bases = self.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        let above = |base: &NodeId| match *self.lookup(class, self.text(*base)) {
            [Bound::Class(own)] if own != class => self.constructor_or_above(own, depth + 1),
            [Bound::Class(_)] => Vec::new(),
            _ => self.routes_of(*base),
        };
        bases.iter().flat_map(above).collect()
    }

    /// `super(…)`, `super().__init__(…)`.
    pub(super) fn is_super(&self, callee: NodeId) -> bool {
        let text = |node: NodeId| self.text(node);
        match self.tree.kind(callee) {
            Kind::Name => text(callee) == "super" && self.dialect.has_block_scope(),
            Kind::Member if self.key_of(callee) == Some(self.dialect.constructor()) => {
                let object = self.tree.child(callee, Role::Object).filter(|o| self.tree.kind(*o) == Kind::Call);
                object.and_then(|call| self.tree.child(call, Role::Callee)).is_some_and(|c| text(c) == "super")
            }
            _ => false,
        }
    }

    /// The callee of a call is written as a constructor: `Base.__init__`.
    fn names_constructor(&self, call: NodeId) -> bool {
        let callee = self.tree.child(call, Role::Callee).filter(|callee| self.tree.kind(*callee) == Kind::Member);
        callee.is_some_and(|callee| self.key_of(callee) == Some(self.dialect.constructor()))
    }

    /// A constructor that gives all that it is given to the one above: `super().__init__(*args, **kwargs)`.
    pub(super) fn hands_all_on(&self, constructor: NodeId) -> bool {
        let tree = &self.tree;
        let hands = |node: NodeId| {
            let is_call = tree.kind(node) == Kind::Call;
            is_call
                && tree.child(node, Role::Callee).is_some_and(|callee| self.is_super(callee))
                && tree.children(node).filter(|c| tree.role(*c) == Role::Argument).all(|c| tree.kind(c) == Kind::Spread)
                && tree.children(node).any(|c| tree.kind(c) == Kind::Spread)
        };
        tree.below(constructor).any(hands)
    }

    /// One class is another or lies below it.
    fn is_or_extends(&self, class: NodeId, above: NodeId, depth: usize) -> bool {
        class == above
            || (depth < DEEPEST && self.bases(class).into_iter().any(|b| self.is_or_extends(b, above, depth + 1)))
    }

    /// Who uses a constructor's parameter at a place; `known` if a constructor below gave it.
    pub(super) fn user_of(&self, at: NodeId, param: NodeId, known: Option<User>) -> Option<User> {
        let constructor = self.function_of(param)?;
        let is_constructor = self.name_of(constructor).is_some_and(|n| self.text(n) == self.dialect.constructor());
        let home = self.class_of(constructor).filter(|_| is_constructor)?;
        let is_below = |user: &User| self.is_or_extends(user.class, home, 0);
        let here = || Some(User { class: self.class_of(at)?, method: self.function_of(at)? });
        known.filter(is_below).or_else(|| here().filter(is_below))
    }

    /// The user whom a constructor's argument reaches where it is called; nothing if it never does.
    pub(super) fn reached_by(&self, made: Made, user: Option<User>) -> Option<Option<User>> {
        let Some(user) = user else { return Some(None) };
        match made {
            Made::Unknown => Some(Some(user)),
            Made::Object(class) => {
                (self.is_or_extends(class, user.class, 0) && self.keeps(class, user)).then_some(Some(user))
            }
            Made::Below(class) if self.is_or_extends(class, user.class, 0) => Some(Some(User { class, ..user })),
            Made::Below(class) => self.is_or_extends(user.class, class, 0).then_some(Some(user)),
        }
    }

    /// The method is still the one of objects of a class, or is called by the one that replaces it.
    fn keeps(&self, class: NodeId, user: User) -> bool {
        let Some(name) = self.tree.child(user.method, Role::Name).map(|name| self.text(name)) else { return true };
        let methods = self.class_attribute(class, name, 0);
        let is_it = |bound: &Bound| match bound {
            Bound::Function(method) => *method == user.method || self.text(*method).contains("super"),
            _ => true,
        };
        methods.is_empty() || methods.iter().any(is_it)
    }

    /// The expressions that a call gives for a parameter of a function, or for a property of it.
    pub(super) fn given(&self, call: NodeId, function: NodeId, passed: Passed<'f>) -> Vec<NodeId> {
        let Some(name_node) = self.tree.child(passed.param, Role::Name) else { return Vec::new() };
        let name = self.text(name_node);
        if let (Some(key), true) = (passed.key, self.text(passed.param).starts_with("**")) {
            return self.keywords(call, key);
        }
        let whole = match self.keywords(call, name) {
            keywords if !keywords.is_empty() => keywords,
            _ => self.given_by_position(call, function, passed.param),
        };
        match passed.key {
            // One of its values, by a key that is not known.
            Some(Route::ANY) => {
                let items = whole.into_iter().filter_map(|table| self.items_of(table)).flatten();
                let within = |item: NodeId| match self.tree.kind(item) {
                    Kind::List => self.items_of(item).unwrap_or_default(),
                    _ => vec![item],
                };
                items.flat_map(within).collect()
            }
            Some(key) => whole.into_iter().flat_map(|object| self.map_entries_of(object, key)).collect(),
            None => whole,
        }
    }

    fn given_by_position(&self, call: NodeId, function: NodeId, param: NodeId) -> Vec<NodeId> {
        let params = self.own_params(function);
        let mut positional = self.positional(call);
        // `Base.__init__(self, …)` names the object that the function belongs to.
        let is_object = |given: &NodeId| self.tree.kind(*given) == Kind::Name && self.is_itself(*given);
        if positional.first().is_some_and(is_object) && self.names_constructor(call) {
            positional.remove(0);
        }
        if let Some(at) = params.iter().position(|p| *p == param) {
            return positional.get(at).copied().into_iter().collect();
        }
        // A property of an object that is taken apart in the parameter list.
        let Some(holder) = self.tree.ancestors(param).find(|up| params.contains(up)) else { return Vec::new() };
        let at = params.iter().position(|p| *p == holder);
        let object = at.and_then(|at| positional.get(at).copied());
        let taken = self.tree.child(param, Role::Key).or_else(|| self.tree.child(param, Role::Name));
        let Some(key) = taken.map(|name| self.text(name)) else { return Vec::new() };
        object.map(|object| self.map_entries_of(object, key)).unwrap_or_default()
    }
}

//! What names, attributes and keys are bound to, through the objects and maps of one file.

use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role};
use crate::reference::Route;

/// Deepest nesting of objects in objects.
const DEEPEST: usize = 8;

impl<'f> Names<'f> {
    /// What a name, an attribute or a key is bound to; any other expression is its own value.
    pub fn bounds_of(&self, node: NodeId) -> Vec<Bound> {
        self.bounds_at(node, 0)
    }

    fn bounds_at(&self, node: NodeId, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in().filter(|_| depth < DEEPEST) else { return Vec::new() };
        match self.tree.kind(node) {
            Kind::Name => self.lookup(node, self.text(node)).into_owned(),
            Kind::Member | Kind::Index => match (self.tree.child(node, Role::Object), self.key_of(node)) {
                (Some(object), Some(key)) => self.attributes(node, object, key, depth + 1),
                (Some(list), None) if self.tree.kind(node) == Kind::Index => vec![Bound::Item(list)],
                _ => Vec::new(),
            },
            _ => vec![Bound::Value(node)],
        }
    }

    /// What `object.key` or `object["key"]` is bound to.
    pub fn attributes_of(&self, at: NodeId, object: NodeId, key: &str) -> Vec<Bound> {
        self.attributes(at, object, key, 0)
    }

    fn attributes(&self, at: NodeId, object: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in().filter(|_| depth < DEEPEST) else { return Vec::new() };
        if self.tree.kind(object) == Kind::Name && self.is_itself(object) {
            return self.class_of(at).map(|class| self.class_attribute(class, key, 0)).unwrap_or_default();
        }
        let mut assigned = self.assigned_members(at, self.text(object), key);
        if assigned.is_empty() && self.tree.kind(object) == Kind::Member && self.is_part_of_import(object) {
            assigned = self.assigned_anywhere(self.text(object), key);
        }
        let mut values: Vec<Bound> = assigned.into_iter().map(Bound::Value).collect();
        for bound in self.bounds_at(object, depth + 1) {
            values.extend(self.attributes_of_bound(bound, key, depth + 1));
        }
        let known = values.len();
        values.extend(self.maps_of(object).into_iter().flat_map(|map| self.entries(map, key)).map(Bound::Value));
        // A map that was found both ways counts once.
        let mut at = known;
        while at < values.len() {
            if values[..at].contains(&values[at]) {
                values.remove(at);
            } else {
                at += 1;
            }
        }
        values
    }

    /// An object that another module holds, `module.state`: all functions of the file share it.
    fn is_part_of_import(&self, object: NodeId) -> bool {
        let chain = self.chain(object);
        let is_import = |bounds: &[Bound]| matches!(bounds, [Bound::Import(_)]);
        chain.named_base && is_import(&self.lookup(chain.base, chain.names[0]))
    }

    /// A name by which methods call their own object or class.
    pub(super) fn is_itself(&self, name: NodeId) -> bool {
        let text = self.text(name);
        text == self.dialect.itself() || text == "cls"
    }

    /// What an attribute of a bound object is bound to.
    fn attributes_of_bound(&self, bound: Bound, key: &str, depth: usize) -> Vec<Bound> {
        match bound {
            Bound::Class(class) => self.class_attribute(class, key, 0),
            Bound::Value(value) => self.attributes_of_value(value, key, depth),
            Bound::Param(param) if self.may_be_options(param) && self.tree.child(param, Role::Type).is_none() => {
                self.option_default(key).into_iter().map(Bound::Value).collect()
            }
            Bound::Param(param) if let Some(list) = self.list_run_through(param) => {
                self.attributes_of_bound(Bound::Item(list), key, depth)
            }
            Bound::Param(declared) | Bound::Declared(declared) => {
                let classes = self.classes_named(declared);
                classes.into_iter().flat_map(|class| self.class_attribute(class, key, 0)).collect()
            }
            Bound::Item(list) => {
                let items = self.items_of(list).unwrap_or_default();
                items.into_iter().flat_map(|item| self.attributes_of_value(item, key, depth)).collect()
            }
            _ => Vec::new(),
        }
    }

    pub(super) fn attributes_of_value(&self, value: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in().filter(|_| depth < DEEPEST) else { return Vec::new() };
        match self.tree.kind(value) {
            Kind::Map => self.entries(value, key).into_iter().map(Bound::Value).collect(),
            Kind::Member if self.dialect.reads_options(&self.chain(value).names) => {
                self.option_default(key).into_iter().map(Bound::Value).collect()
            }
            Kind::Name | Kind::Member | Kind::Index => {
                let bounds = self.bounds_at(value, depth + 1);
                bounds.into_iter().flat_map(|bound| self.attributes_of_bound(bound, key, depth + 1)).collect()
            }
            Kind::Call => self.attributes_of_call(value, key, depth),
            Kind::Or => {
                let sides = self.tree.children(value);
                sides.flat_map(|side| self.attributes_of_value(side, key, depth + 1)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The list of which a call gives one item: `list.find(…)`.
    pub(super) fn picked_from(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.tree.child(call, Role::Callee).filter(|_| self.tree.kind(call) == Kind::Call)?;
        let picks = self.key_of(callee).is_some_and(|method| self.dialect.picks(method));
        self.tree.child(callee, Role::Object).filter(|_| picks)
    }

    /// The expression is one of several items, by a number or a condition that is not known.
    pub(super) fn is_one_of_several(&self, node: NodeId) -> bool {
        let Some(_step) = self.step_in() else { return false };
        match self.tree.kind(node) {
            Kind::Index => self.key_of(node).is_none(),
            Kind::Call => self.picked_from(node).is_some(),
            Kind::Or => self.tree.children(node).any(|side| self.is_one_of_several(side)),
            Kind::Name => self.lookup(node, self.text(node)).iter().any(|bound| match bound {
                Bound::Value(value) => self.is_one_of_several(*value),
                _ => false,
            }),
            _ => false,
        }
    }

    /// A function of this file gives the expression, or what it is taken from, out of several items by a key that is not
    /// known here: whoever calls it may well know.
    pub(super) fn is_given_by_key(&self, node: NodeId) -> bool {
        let Some(_step) = self.step_in() else { return false };
        match self.tree.kind(node) {
            Kind::Member => self.tree.child(node, Role::Object).is_some_and(|object| self.is_given_by_key(object)),
            Kind::Call => {
                let functions = self.tree.child(node, Role::Callee).map(|callee| self.functions_of(callee));
                functions.into_iter().flatten().any(|function| self.gives_by_key(function))
            }
            Kind::Or => self.tree.children(node).any(|side| self.is_given_by_key(side)),
            Kind::Name => self.lookup(node, self.text(node)).iter().any(|bound| match bound {
                Bound::Value(value) => self.is_given_by_key(*value),
                _ => false,
            }),
            _ => false,
        }
    }

    /// What a function returns is one of several items, by a key that is not known.
    pub(super) fn gives_by_key(&self, function: NodeId) -> bool {
        self.returns(function).into_iter().any(|value| self.is_one_of_several(value))
    }

    /// An attribute of what a call gives: an object of a class of this file, or the options of the command line.
    fn attributes_of_call(&self, call: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(callee) = self.tree.child(call, Role::Callee) else { return Vec::new() };
        let classes = self.classes_of(callee);
        if !classes.is_empty() {
            let given: Vec<Bound> = self.keyword(call, key).into_iter().map(Bound::Value).collect();
            if !given.is_empty() {
                return given;
            }
            return classes.into_iter().flat_map(|class| self.class_attribute(class, key, 0)).collect();
        }
        if self.dialect.reads_options(&self.chain(callee).names) {
            return self.option_default(key).into_iter().map(Bound::Value).collect();
        }
        if let Some(list) = self.picked_from(call) {
            return self.attributes_of_bound(Bound::Item(list), key, depth + 1);
        }
        let in_table = self.values_in_table(call, key);
        if !in_table.is_empty() {
            return in_table.into_iter().map(Bound::Value).collect();
        }
        let returned = self.functions_of(callee).into_iter().flat_map(|function| self.returns(function));
        returned.flat_map(|value| self.attributes_of_value(value, key, depth + 1)).collect()
    }

    /// The classes of this file that a callee constructs.
    fn classes_of(&self, callee: NodeId) -> Vec<NodeId> {
        let bounds = if self.tree.kind(callee) == Kind::Name { self.bounds_of(callee) } else { Vec::new() };
        bounds.into_iter().filter_map(|b| if let Bound::Class(class) = b { Some(class) } else { None }).collect()
    }

    /// The classes of this file that the annotation of a parameter or field names.
    fn classes_named(&self, declared: NodeId) -> Vec<NodeId> {
        let Some(annotation) = self.tree.child(declared, Role::Type) else { return Vec::new() };
        let words = self.words_of(annotation);
        let bounds = words.into_iter().flat_map(|word| self.lookup(declared, word).into_owned());
        bounds.filter_map(|b| if let Bound::Class(class) = b { Some(class) } else { None }).take(1).collect()
    }

    /// The literals that the type of a parameter allows: written out, or behind a name for them.
    pub(super) fn allowed_values(&self, param: NodeId) -> Vec<NodeId> {
        let Some(annotation) = self.tree.child(param, Role::Type).filter(|annotation| !self.allows_any(*annotation))
        else {
            return Vec::new();
        };
        let own = self.texts_within(annotation);
        if !own.is_empty() {
            // A quoted annotation is a name, not a value.
            return if self.dialect.has_block_scope() || self.text(annotation).contains("Literal[") {
                own
            } else {
                Vec::new()
            };
        }
        let words = self.words_of(annotation).into_iter();
        let bounds = words.flat_map(|word| self.lookup(param, word).into_owned());
        let aliases = bounds.filter_map(|bound| match bound {
            Bound::Value(value) if self.is_type_of_literals(value) => Some(value),
            _ => None,
        });
        aliases.flat_map(|alias| self.texts_within(alias)).collect()
    }

    /// The type of a parameter is a name of other files: the ways to what it allows.
    pub(super) fn allowed_elsewhere(&self, param: NodeId) -> Vec<Route> {
        let words = self.tree.child(param, Role::Type).map(|annotation| self.words_of(annotation));
        let bounds = words.into_iter().flatten().flat_map(|word| self.lookup(param, word).into_owned());
        let routes = bounds.filter_map(|bound| match bound {
            Bound::Import(number) => Some(self.import_route(number)),
            _ => None,
        });
        routes.collect()
    }

    /// `Literal["…", "…"]`, not as an annotation.
    pub(super) fn is_type_of_literals(&self, node: NodeId) -> bool {
        self.tree.kind(node) == Kind::Index && self.text(node).contains("Literal[") && !self.allows_any(node)
    }

    /// A type allows every text: what it names beside that is what editors propose, no list to choose from.
    fn allows_any(&self, kind: NodeId) -> bool {
        let is_part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
        let mut outside = self.text(kind).split(['"', '\'']).step_by(2);
        outside.any(|text| text.split(|c| !is_part(c)).any(|word| word == self.dialect.text_type()))
    }

    /// The literals below a node.
    pub(super) fn texts_within(&self, node: NodeId) -> Vec<NodeId> {
        let below = self.tree.below(node).filter(|id| self.tree.kind(*id) == Kind::Str);
        below.take(super::offers::items::MOST_ITEMS).collect()
    }

    /// The identifiers of an annotation, also of one in quotes; dotted names count as one.
    pub(super) fn words_of(&self, annotation: NodeId) -> Vec<&'f str> {
        let is_joined = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '$');
        self.text(annotation).split(|c| !is_joined(c)).filter(|word| !word.is_empty()).collect()
    }

    /// An attribute of a class: assigned in its body or by its methods, here or in its bases.
    pub(super) fn class_attribute(&self, class: NodeId, key: &str, depth: usize) -> Vec<Bound> {
        let Some(_step) = self.step_in() else { return Vec::new() };
        let mut values = self.in_class(class, key).to_vec();
        values.extend(self.own_attribute(class, key).iter().map(|v| Bound::Value(*v)));
        if values.is_empty() && depth < DEEPEST {
            values =
                self.bases(class).into_iter().flat_map(|base| self.class_attribute(base, key, depth + 1)).collect();
        }
        values
    }

    /// The functions of this file that a callee may be.
    pub fn functions_of(&self, callee: NodeId) -> Vec<NodeId> {
        match self.tree.kind(callee) {
            Kind::Function => vec![callee],
            Kind::Name | Kind::Member => {
                self.bounds_of(callee).into_iter().filter_map(|bound| self.as_function(bound)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The name of a function: its own, or that of what it is assigned to.
    pub(super) fn name_of(&self, function: NodeId) -> Option<NodeId> {
        self.tree.child(function, Role::Name).or_else(|| {
            let up = self.tree.parent(function).filter(|up| self.tree.kind(*up) == Kind::Assign)?;
            self.tree.child(up, Role::Target)
        })
    }

    /// The side of a conditional that is never taken, where a constant of the file decides it.
    pub(super) fn dead_side(&self, conditional: NodeId) -> Option<NodeId> {
        let condition = self.tree.child(conditional, Role::Condition)?;
        let decided = |node: NodeId| match self.text(node) {
            "True" | "true" => Some(true),
            "False" | "false" => Some(false),
            _ => None,
        };
        let holds = match self.tree.kind(condition) {
            Kind::Name => match *self.lookup(condition, self.text(condition)) {
                [Bound::Value(value)] if self.tree.kind(value) == Kind::Literal => decided(value),
                _ => None,
            },
            _ => None,
        }?;
        let mut sides = self.tree.children(conditional).filter(|c| self.tree.role(*c) != Role::Condition);
        sides.nth(usize::from(holds))
    }

    /// The parameters of a function that callers give: without the object itself.
    pub(super) fn own_params(&self, function: NodeId) -> Vec<NodeId> {
        let is_own = |p: &NodeId| self.tree.child(*p, Role::Name).is_none_or(|n| !self.is_itself(n));
        self.params(function).iter().copied().filter(is_own).collect()
    }

    /// The function that a call of what a name is bound to calls: of a class its constructor.
    pub(super) fn as_function(&self, bound: Bound) -> Option<NodeId> {
        match bound {
            Bound::Function(function) => Some(function),
            Bound::Value(value) if self.tree.kind(value) == Kind::Function => Some(value),
            // `def ask(model, send=post)`: by default that one is called.
            Bound::Param(param) => {
                let default =
                    self.tree.child(param, Role::Value).filter(|value| self.tree.kind(*value) == Kind::Name)?;
                match *self.lookup(default, self.text(default)) {
                    [Bound::Function(function)] => Some(function),
                    _ => None,
                }
            }
            Bound::Class(class) => {
                let constructor = |class: NodeId| {
                    let found = self.class_attribute(class, self.dialect.constructor(), 0);
                    found.into_iter().find_map(|b| if let Bound::Function(f) = b { Some(f) } else { None })
                };
                let own = constructor(class)?;
                let above = self.hands_all_on(own).then(|| self.class_of(own)).flatten();
                let above = above.and_then(|class| self.bases(class).into_iter().find_map(constructor));
                above.or(Some(own))
            }
            _ => None,
        }
    }

    /// The function is read like an attribute: a property.
    pub(super) fn is_getter(&self, function: NodeId) -> bool {
        let text = self.text(function);
        let head = text.get(..text.len().min(60)).unwrap_or(text);
        let words: Vec<&str> = head.split(['(', ')']).next().unwrap_or("").split_whitespace().collect();
        if words.len() > 1 && words[words.len() - 2] == "get" {
            return true;
        }
        self.decorators(function).any(|node| self.text(node).contains("property"))
    }

    /// The function that a decorator stands before.
    pub(super) fn decorated(&self, decorator: NodeId) -> Option<NodeId> {
        let behind = self.tree.children(self.tree.parent(decorator)?).skip_while(|node| *node != decorator);
        let decorated = { behind }.find(|node| self.tree.kind(*node) != Kind::Decorator)?;
        (self.tree.kind(decorated) == Kind::Function).then_some(decorated)
    }

    /// A function that only declares one of several ways to call another of its name.
    pub(super) fn is_overload(&self, function: NodeId) -> bool {
        self.decorators(function).any(|decorator| self.text(decorator).ends_with("overload"))
    }

    /// A function says what others take, and does nothing: an overload, or a method of a protocol.
    pub(super) fn is_only_declared(&self, function: NodeId) -> bool {
        let is_protocol = |base: NodeId| {
            let text = self.text(base);
            self.tree.role(base) == Role::Base && matches!(text.split('[').next(), Some("Protocol" | "typing.Protocol"))
        };
        let class = || self.tree.parent(function).filter(|up| self.tree.kind(*up) == Kind::Class);
        self.is_overload(function) || class().is_some_and(|class| self.tree.children(class).any(is_protocol))
    }

    /// The decorators of a function, nearest first.
    pub(super) fn decorators(&self, function: NodeId) -> impl Iterator<Item = NodeId> {
        let before = std::iter::successors(self.tree.before(function), |node| self.tree.before(*node));
        before.take_while(|node| self.tree.kind(*node) == Kind::Decorator)
    }
}

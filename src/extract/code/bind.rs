//! Where names are bound: by assignments, loops, parameters, functions, classes and imports.

use super::dialect::Growth;
use super::names::{Bound, Names, push_some};
use super::tree::{Kind, NodeId, Role, Tree};

impl<'f> Names<'f> {
    /// Notes what a node binds, gives to others, adds to or returns.
    pub(super) fn bind(&mut self, id: NodeId) {
        match self.tree.kind(id) {
            Kind::Assign => self.bind_assignment(id),
            Kind::Param => self.bind_param(id),
            Kind::Entry if self.tree.kind(self.tree.node(id).parent) == Kind::Pattern => {
                if let Some(target) = self.tree.child(id, Role::Target).filter(|t| self.tree.kind(*t) == Kind::Name) {
                    self.add(self.scope(id), target, Bound::Param(id));
                }
            }
            Kind::For => {
                let ends = self.tree.child(id, Role::Target).zip(self.tree.child(id, Role::Iterable));
                if let Some((target, iterable)) = ends {
                    self.bind_loop(target, iterable, id);
                }
            }
            Kind::Global => {
                let names: Vec<NodeId> = self.tree.children(id).collect();
                for name in names {
                    self.globals.insert((self.scope(id), self.text(name)));
                }
            }
            Kind::Call => {
                self.bind_update(id);
                self.bind_growth(id);
            }
            Kind::Return => {
                if let (Some(function), Some(value)) = (self.function_of(id), self.tree.child(id, Role::Value)) {
                    push_some(self.returned.entry(function).or_default(), value);
                }
            }
            kind @ (Kind::Function | Kind::Class | Kind::Enum) => {
                if let Some(name) = self.tree.child(id, Role::Name) {
                    let bound = if kind == Kind::Function { Bound::Function(id) } else { Bound::Class(id) };
                    self.add(self.scope(id), name, bound);
                }
            }
            Kind::Import => self.bind_imports(id),
            Kind::Export => self.exports.extend(self.dialect.exports(self.text(id))),
            _ => {}
        }
        self.bind_by_role(id);
    }

    /// A parameter, of its function and as a name; one that declares an attribute is that of the object as well.
    fn bind_param(&mut self, id: NodeId) {
        let up = self.tree.node(id).parent;
        let holder = if self.tree.kind(up) == Kind::Param { self.tree.node(up).parent } else { up };
        if self.tree.kind(holder) == Kind::Function && !self.holds_param(id) {
            self.params.entry(holder).or_default().push(id);
        }
        if let Some(name) = self.tree.child(id, Role::Name).filter(|n| self.tree.kind(*n) == Kind::Name) {
            self.add(self.scope(id), name, Bound::Param(id));
            let is_property = self.dialect.declares_attribute(self.text(id));
            if let (true, Some(class)) = (is_property, self.class_of(id)) {
                let (itself, key) = (self.dialect.itself(), self.text(name));
                let members = self.members.entry(class).or_default().entry(itself).or_default();
                members.entry(key).or_default().push(name);
            }
        }
        self.bind_pair(id);
    }

    fn bind_imports(&mut self, id: NodeId) {
        for import in self.dialect.imports(self.text(id)) {
            self.imports.push(import);
            let number = self.imports.len() - 1;
            // The local name stands in the statement, so it can be borrowed from there.
            let statement = self.text(id);
            if let Some(at) = statement.find(self.imports[number].local.as_str()) {
                let local = &statement[at..at + self.imports[number].local.len()];
                let scope = self.bindings.entry(self.scope(id)).or_default();
                push_some(scope.entry(local).or_default(), Bound::Import(number));
            }
        }
    }

    /// What a node is to the one above it: its default export, a base, a body that is one expression.
    fn bind_by_role(&mut self, id: NodeId) {
        let up = self.tree.node(id).parent;
        if self.tree.kind(up) == Kind::Export && self.default_export.is_none() {
            self.default_export = Some(match self.tree.kind(id) {
                Kind::Function => Bound::Function(id),
                Kind::Class => Bound::Class(id),
                _ => Bound::Value(id),
            });
        }
        match self.tree.role(id) {
            Role::Base => {
                let base = self.without_types(id);
                push_some(self.bases.entry(up).or_default(), base);
            }
            Role::Value if self.tree.kind(up) == Kind::Function && self.tree.kind(id) != Kind::Block => {
                push_some(self.returned.entry(up).or_default(), id);
            }
            _ => {}
        }
    }

    /// A parameter that takes an item of a list apart: `Object.entries(TABLE).map(([key, value]) => …)`.
    fn bind_pair(&mut self, param: NodeId) {
        let function = self.tree.node(param).parent;
        let is_first = self.tree.children(function).find(|part| self.tree.kind(*part) == Kind::Param) == Some(param);
        let pair = self.tree.child(param, Role::Name).filter(|name| is_first && self.tree.kind(*name) == Kind::List);
        if let Some((pair, list)) = pair.zip(self.called_with_items(function)) {
            self.bind_parts(pair, list, param);
        }
    }

    fn bind_parts(&mut self, names: NodeId, list: NodeId, at: NodeId) {
        let scope = self.scope(at);
        let parts: Vec<_> = self.tree.children(names).enumerate().collect();
        for (place, part) in parts.into_iter().filter(|(_, part)| self.tree.kind(*part) == Kind::Name) {
            self.add(scope, part, Bound::ItemPart(list, place));
        }
    }

    /// What a class extends, without what stands for its types: `Base[T]`.
    fn without_types(&self, base: NodeId) -> NodeId {
        let object = self.tree.child(base, Role::Object).filter(|_| self.tree.kind(base) == Kind::Index);
        object.unwrap_or(base)
    }

    fn bind_assignment(&mut self, id: NodeId) {
        let Some(value) = self.tree.child(id, Role::Value) else {
            let is_declared = self.dialect.has_block_scope() || self.tree.child(id, Role::Type).is_some();
            if let Some(target) = self.tree.child(id, Role::Target).filter(|_| is_declared) {
                self.add(self.scope(id), target, Bound::Declared(id));
            }
            return;
        };
        let targets: Vec<NodeId> = self.tree.children(id).filter(|c| self.tree.role(*c) == Role::Target).collect();
        if self.is_added(id) {
            return targets.into_iter().for_each(|target| self.grow(target, id, Growth::List, value));
        }
        for target in targets {
            self.bind_target(target, value, id);
        }
    }

    /// `list += more`: what is assigned only adds to what is there.
    pub(super) fn is_added(&self, assignment: NodeId) -> bool {
        let ends = self.tree.child(assignment, Role::Target).zip(self.tree.child(assignment, Role::Value));
        ends.is_some_and(|(target, value)| {
            let between = self.tree.node(target).span.end as usize..self.tree.node(value).span.start as usize;
            let between = self.file.bytes.get(between).unwrap_or_default().trim_ascii_start();
            between.starts_with(b"+=")
        })
    }

    /// `list.append("…")`, `list.push("…")`, `list.extend([…])`.
    fn bind_growth(&mut self, call: NodeId) {
        let callee = self.tree.child(call, Role::Callee).filter(|c| self.tree.kind(*c) == Kind::Member);
        let Some(object) = callee.and_then(|callee| self.tree.child(callee, Role::Object)) else { return };
        let growth = callee.and_then(|callee| self.key_of(callee)).and_then(|method| self.dialect.grows(method));
        if let Some(growth) = growth {
            self.positional(call).into_iter().for_each(|value| self.grow(object, call, growth, value));
        }
    }

    fn grow(&mut self, list: NodeId, at: NodeId, growth: Growth, value: NodeId) {
        if self.tree.kind(list) == Kind::Name {
            let (scope, name) = (self.assigned_scope(list, at), self.text(list));
            push_some(self.grown.entry(scope).or_default().entry(name).or_default(), (growth, value));
        }
    }

    fn bind_target(&mut self, target: NodeId, value: NodeId, assignment: NodeId) {
        let scope = self.scope(assignment);
        match self.tree.kind(target) {
            Kind::Name => self.add(self.assigned_scope(target, assignment), target, Bound::Value(value)),
            Kind::List if self.tree.kind(value) == Kind::List => {
                let pairs: Vec<_> = self.tree.children(target).zip(self.tree.children(value)).collect();
                for (target, value) in pairs {
                    self.bind_target(target, value, assignment);
                }
            }
            Kind::List => {
                let state = self.held_state(value);
                let parts: Vec<_> = self.tree.children(target).enumerate().collect();
                for (at, part) in parts {
                    let bound = match state {
                        Some(state) if at == 0 => Bound::Value(state),
                        _ => Bound::Part(value, at),
                    };
                    if self.tree.kind(part) == Kind::Name {
                        self.add(scope, part, bound);
                    }
                }
            }
            Kind::Member | Kind::Index => {
                let Some(object) = self.tree.child(target, Role::Object) else { return };
                let Some(key) = self.key_of(target) else { return };
                let base = self.text(object);
                let scope =
                    if base == self.dialect.itself() { self.class_of(assignment).unwrap_or(scope) } else { scope };
                let values = self.members.entry(scope).or_default().entry(base).or_default().entry(key).or_default();
                push_some(values, value);
            }
            _ => {}
        }
    }

    /// The first value of a pair that holds state: `const [model, setModel] = useState("…")`.
    pub(super) fn held_state(&self, value: NodeId) -> Option<NodeId> {
        let callee = self.tree.child(value, Role::Callee).filter(|_| self.tree.kind(value) == Kind::Call)?;
        let passing = self.dialect.passing(&self.chain(callee).names)?;
        self.positional(value).get(passing.value?).copied()
    }

    /// A parameter that only holds another: `**kwargs: Any`.
    fn holds_param(&self, param: NodeId) -> bool {
        self.tree.child(param, Role::Name).is_some_and(|name| self.tree.kind(name) == Kind::Param)
    }

    /// The scope whose name an assignment changes: a declaration makes a new one, anything else changes the nearest.
    fn assigned_scope(&self, target: NodeId, assignment: NodeId) -> NodeId {
        let (scope, name) = (self.scope(assignment), self.text(target));
        if self.globals.contains(&(scope, name)) {
            return Tree::ROOT;
        }
        if !self.dialect.has_block_scope() || self.is_declaration(assignment) {
            return scope;
        }
        let mut outer = scope;
        loop {
            if self.bindings.get(&outer).is_some_and(|names| names.contains_key(name)) {
                return outer;
            }
            if outer == Tree::ROOT || self.tree.kind(outer) == Kind::Class {
                return scope;
            }
            outer = self.scope(outer);
        }
    }

    /// An assignment declares its name: a word of the language stands before it, or it is a field.
    fn is_declaration(&self, assignment: NodeId) -> bool {
        const WORDS: [&[u8]; 4] = [b"const", b"let", b"var", b","];
        let start = self.tree.node(assignment).span.start as usize;
        let before = self.file.bytes[..start].trim_ascii_end();
        WORDS.iter().any(|word| before.ends_with(word))
            || matches!(self.tree.kind(self.tree.node(assignment).parent), Kind::Class | Kind::Enum)
    }

    /// What a loop binds: items, or parts of them.
    fn bind_loop(&mut self, target: NodeId, iterable: NodeId, at: NodeId) {
        let scope = self.scope(at);
        if self.tree.kind(target) != Kind::List {
            return self.add(scope, target, Bound::Item(iterable));
        }
        let parts: Vec<_> = self.tree.children(target).enumerate().collect();
        for (place, part) in parts {
            self.add(scope, part, Bound::ItemPart(iterable, place));
        }
    }

    /// `name.update({"key": value})`, `name.update(key=value)`: as if each were assigned.
    fn bind_update(&mut self, call: NodeId) {
        let Some(callee) = self.tree.child(call, Role::Callee).filter(|c| self.tree.kind(*c) == Kind::Member) else {
            return;
        };
        let (Some(object), Some(method)) = (self.tree.child(callee, Role::Object), self.key_of(callee)) else { return };
        if !self.dialect.updates(method) {
            return;
        }
        let mut given = Vec::new();
        for argument in self.tree.children(call).filter(|c| self.tree.role(*c) == Role::Argument) {
            match self.tree.kind(argument) {
                Kind::Keyword => given.extend(
                    self.tree
                        .child(argument, Role::Name)
                        .zip(self.tree.child(argument, Role::Value))
                        .map(|(n, v)| (self.text(n), v)),
                ),
                Kind::Map => given.extend(
                    self.tree
                        .children(argument)
                        .filter_map(|entry| Some((self.entry_key(entry)?, self.tree.child(entry, Role::Value)?))),
                ),
                _ => {}
            }
        }
        let (scope, base) = (self.scope(call), self.text(object));
        for (key, value) in given {
            let values = self.members.entry(scope).or_default().entry(base).or_default().entry(key).or_default();
            push_some(values, value);
        }
    }
}

//! Names of one file: where they are bound, and what chains of them mean.

use std::cell::{Cell, OnceCell, RefCell};

use foldhash::{HashMap, HashMapExt, HashSet};

use super::dialect::{Dialect, Export, Growth, Import};
use super::tables::Tables;
use super::tree::{Kind, NodeId, Role, Tree};
use crate::source::SourceFile;

/// What a name is bound to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bound {
    /// The value of this expression.
    Value(NodeId),
    /// A parameter, or a name in a pattern, with its default.
    Param(NodeId),
    /// Something that is only declared here, with its annotation.
    Declared(NodeId),
    /// An item of this expression.
    Item(NodeId),
    /// A part, by its place, of an item of this expression: `for a, b in pairs`.
    ItemPart(NodeId, usize),
    /// A part of this expression, by its place: `a, b = pair()`.
    Part(NodeId, usize),
    /// This function.
    Function(NodeId),
    /// This class or enumeration.
    Class(NodeId),
    /// An import, by its place in [`Names::imports`].
    Import(usize),
}

/// A chain of names: `client.chat.completions.create`.
#[derive(Debug, Clone)]
pub struct Chain<'f> {
    /// The expression at its start: a name, or a call or other expression without one.
    pub base: NodeId,
    /// The names in order; the first is the base's own where the base is a name.
    pub names: Vec<&'f str>,
    /// The members in order, one for each name after the base.
    pub members: Vec<NodeId>,
    /// The base is a name, and the first of `names`.
    pub named_base: bool,
}

/// The names of a file.
pub struct Names<'f> {
    /// The file.
    pub file: &'f SourceFile,
    /// Its tree.
    pub tree: &'f Tree,
    /// The language's words.
    pub dialect: &'f dyn Dialect,
    /// Its imports.
    pub imports: Vec<Import>,
    /// Names that it gives to others by statements of their own.
    pub exports: Vec<Export>,
    /// What it gives to others without a name.
    pub default_export: Option<Bound>,
    pub(super) bindings: HashMap<NodeId, HashMap<&'f str, Vec<Bound>>>,
    /// Values assigned to `name.key` and `name["key"]`, by the scope of the assignment.
    pub(super) members: HashMap<NodeId, HashMap<&'f str, HashMap<&'f str, Vec<NodeId>>>>,
    /// What is added to lists after they were made, by the scope in which it is added.
    pub(super) grown: HashMap<NodeId, Grown<'f>>,
    effort: Effort,
    /// For each node the nearest one above that has names of its own, and the function and class that it stands in.
    around: Vec<Around>,
    /// Expressions that functions return.
    pub(super) returned: HashMap<NodeId, Vec<NodeId>>,
    /// Parameters of functions.
    pub(super) params: HashMap<NodeId, Vec<NodeId>>,
    /// Bases of classes.
    pub(super) bases: HashMap<NodeId, Vec<NodeId>>,
    /// What was asked of maps.
    pub(super) tables: Tables<'f>,
    /// The whole text, where it is UTF-8.
    source: Option<&'f str>,
    /// Last names of callees that are no call sites.
    pub(super) unsited: RefCell<HashSet<&'f str>>,
    /// The language has call sites that are the client itself.
    pub(super) calls_clients: OnceCell<bool>,
    /// Tables by whose keys, members of one object, routes are given.
    pub(super) route_tables: OnceCell<Vec<(&'f str, HashSet<&'f str>)>>,
    /// Places where names are read, found when they are asked for first.
    pub(super) mentions: OnceCell<HashMap<&'f str, Vec<NodeId>>>,
    /// Texts of the interfaces and types of the file, by their names.
    pub(super) types: OnceCell<HashMap<&'f str, Vec<&'f str>>>,
    /// Scopes in which members are assigned, by what they are members of.
    assigned_bases: OnceCell<HashMap<&'f str, Vec<NodeId>>>,
    /// Defaults of the options that the file declares, by folded name, found when they are asked for first.
    pub(super) options: OnceCell<HashMap<String, NodeId>>,
    /// Names whose assignments in a function are those of the file.
    pub(super) globals: HashSet<(NodeId, &'f str)>,
}

/// What is added to lists in one scope, by their names.
pub(super) type Grown<'f> = HashMap<&'f str, Vec<(Growth, NodeId)>>;

/// What a node stands in.
#[derive(Clone, Copy)]
struct Around {
    scope: NodeId,
    function: Option<NodeId>,
    class: Option<NodeId>,
    /// The nearest block or loop above.
    block: NodeId,
    /// The concatenation or template that it is a part of, or itself.
    whole: NodeId,
    /// The statement of the file itself that it stands in.
    top: NodeId,
    in_error: bool,
}

/// How deep and how long values are followed at the moment.
#[derive(Default)]
struct Effort {
    nesting: Cell<usize>,
    steps: Cell<usize>,
}

/// Deepest nesting of questions within questions: names can lead in circles.
const DEEPEST: usize = 24;
/// Most steps for one outermost question: names can branch at every step.
const MOST_STEPS: usize = 4096;
/// What is bound to one name more often than this is no longer followed.
pub(super) const MOST_BOUND: usize = 64;

/// Adds to a list that is long enough to be no longer followed.
pub(super) fn push_some<T>(list: &mut Vec<T>, item: T) {
    if list.len() <= MOST_BOUND {
        list.push(item);
    }
}

/// One more question is being followed.
pub struct Step<'n>(&'n Effort);

impl Drop for Step<'_> {
    fn drop(&mut self) {
        self.0.nesting.set(self.0.nesting.get() - 1);
    }
}

impl<'f> Names<'f> {
    /// Finds the names of a file.
    pub fn new(file: &'f SourceFile, tree: &'f Tree, dialect: &'f dyn Dialect) -> Names<'f> {
        let around = Self::around(tree, dialect);
        let mut names = Names {
            file,
            tree,
            dialect,
            imports: Vec::new(),
            exports: Vec::new(),
            default_export: None,
            bindings: HashMap::new(),
            members: HashMap::new(),
            grown: HashMap::new(),
            effort: Effort::default(),
            around,
            returned: HashMap::new(),
            params: HashMap::new(),
            bases: HashMap::new(),
            tables: Tables::default(),
            source: std::str::from_utf8(&file.bytes).ok(),
            unsited: RefCell::default(),
            calls_clients: OnceCell::new(),
            route_tables: OnceCell::new(),
            mentions: OnceCell::new(),
            assigned_bases: OnceCell::new(),
            types: OnceCell::new(),
            options: OnceCell::new(),
            globals: HashSet::default(),
        };
        for id in names.tree.ids() {
            names.bind(id);
        }
        names
    }

    /// The source text of a node; empty where it is not UTF-8.
    pub fn text(&self, id: NodeId) -> &'f str {
        let range = self.tree.node(id).span.range();
        match self.source {
            Some(source) => source.get(range).unwrap_or(""),
            None => std::str::from_utf8(&self.file.bytes[range]).unwrap_or(""),
        }
    }

    /// Begins to follow one more question; nothing if that leads too deep or takes too long.
    pub fn step_in(&self) -> Option<Step<'_>> {
        let Effort { nesting, steps } = &self.effort;
        if nesting.get() == 0 {
            steps.set(0);
        }
        steps.set(steps.get() + 1);
        if nesting.get() >= DEEPEST || steps.get() > MOST_STEPS {
            return None;
        }
        nesting.set(nesting.get() + 1);
        Some(Step(&self.effort))
    }

    /// The literal key or property of a member or index.
    pub fn key_of(&self, id: NodeId) -> Option<&'f str> {
        let key = match self.tree.kind(id) {
            Kind::Member => self.tree.child(id, Role::Property)?,
            _ => self.tree.child(id, Role::Key).filter(|k| self.tree.kind(*k) == Kind::Str)?,
        };
        Some(self.text(key))
    }

    pub(super) fn add(&mut self, scope: NodeId, name: NodeId, bound: Bound) {
        let name = self.text(name);
        if !name.is_empty() {
            push_some(self.bindings.entry(scope).or_default().entry(name).or_default(), bound);
        }
    }

    /// What every node stands in, parents before children.
    fn around(tree: &Tree, dialect: &dyn Dialect) -> Vec<Around> {
        let mut all: Vec<Around> = Vec::new();
        for id in tree.ids() {
            let Some(up) = tree.parent(id) else {
                let root = Tree::ROOT;
                let (whole, top) = (id, id);
                all.push(Around { scope: root, function: None, class: None, block: root, whole, top, in_error: false });
                continue;
            };
            let mut here = all[up.0 as usize];
            here.in_error |= tree.kind(up) == Kind::Error;
            if !matches!(tree.kind(up), Kind::Concat | Kind::Template) {
                here.whole = id;
            }
            if matches!(tree.kind(up), Kind::Block | Kind::For | Kind::Function | Kind::Class) {
                here.block = up;
            }
            if tree.kind(up) == Kind::Module {
                here.top = id;
            }
            match tree.kind(up) {
                Kind::Function => (here.scope, here.function) = (up, Some(up)),
                Kind::Class => (here.scope, here.class) = (up, Some(up)),
                Kind::Module | Kind::Enum => here.scope = up,
                Kind::Block if dialect.has_block_scope() => here.scope = up,
                _ => {}
            }
            all.push(here);
        }
        all
    }

    /// The nearest node above that has names of its own.
    pub fn scope(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].scope
    }

    /// The class that a node stands in.
    pub fn class_of(&self, id: NodeId) -> Option<NodeId> {
        self.around[id.0 as usize].class
    }

    /// The function that a node stands in.
    pub fn function_of(&self, id: NodeId) -> Option<NodeId> {
        self.around[id.0 as usize].function
    }

    /// The nearest block, loop, function or class above a node, else the module.
    pub(super) fn block(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].block
    }

    /// The concatenation or template that a node is a part of, or the node itself.
    pub fn whole(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].whole
    }

    /// The statement of the file itself that a node stands in.
    pub fn top(&self, id: NodeId) -> NodeId {
        self.around[id.0 as usize].top
    }

    /// The node stands in a region that the parser could not read.
    pub fn in_error(&self, id: NodeId) -> bool {
        self.around[id.0 as usize].in_error
    }

    /// The parameters of a function.
    pub fn params(&self, function: NodeId) -> &[NodeId] {
        self.params.get(&function).map_or(&[], Vec::as_slice)
    }

    /// The expressions that a function returns, not those of functions inside it.
    pub fn returns(&self, function: NodeId) -> Vec<NodeId> {
        self.returned.get(&function).cloned().unwrap_or_default()
    }

    /// All that a name is bound to in the nearest scope around a node that binds it, and that scope.
    pub(super) fn bound(&self, at: NodeId, name: &str) -> Option<(NodeId, &[Bound])> {
        let mut scope = self.scope(at);
        let first = scope;
        loop {
            let visible = scope == first || !matches!(self.tree.kind(scope), Kind::Class | Kind::Enum);
            if visible && let Some(found) = self.bindings.get(&scope).and_then(|names| names.get(name)) {
                return Some((scope, found));
            }
            if scope == Tree::ROOT {
                return None;
            }
            scope = self.scope(scope);
        }
    }

    /// What a name is bound to in the file itself, outside of functions and classes.
    pub fn in_module(&self, name: &str) -> &[Bound] {
        self.bindings.get(&Tree::ROOT).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Names that are bound in the file itself, outside of functions and classes, with what they are bound to.
    pub fn of_module(&self) -> impl Iterator<Item = (&'f str, &[Bound])> {
        let names = self.bindings.get(&Tree::ROOT).into_iter().flatten();
        names.map(|(name, bounds)| (*name, bounds.as_slice()))
    }

    /// What a name is bound to directly in a class or enumeration.
    pub fn in_class(&self, class: NodeId, name: &str) -> &[Bound] {
        self.bindings.get(&class).and_then(|names| names.get(name)).map_or(&[], Vec::as_slice)
    }

    /// Values assigned to an attribute of the object itself, anywhere in its class.
    pub fn own_attribute(&self, class: NodeId, name: &str) -> &[NodeId] {
        self.member(class, self.dialect.itself(), name).map_or(&[], Vec::as_slice)
    }

    /// Names of the attributes that the methods of a class assign to the object itself.
    pub(super) fn own_attributes(&self, class: NodeId) -> impl Iterator<Item = &'f str> {
        let own = self.members.get(&class).and_then(|bases| bases.get(self.dialect.itself()));
        own.into_iter().flat_map(|attributes| attributes.keys().copied())
    }

    /// Values assigned to `base.key` in the file itself.
    pub fn module_members(&self, base: &str, key: &str) -> &[NodeId] {
        self.member(Tree::ROOT, base, key).map_or(&[], Vec::as_slice)
    }

    fn member(&self, scope: NodeId, base: &str, key: &str) -> Option<&Vec<NodeId>> {
        self.members.get(&scope)?.get(base)?.get(key)
    }

    /// Values assigned to `base.key` or `base["key"]` in the scopes around a node.
    pub fn assigned_members(&self, at: NodeId, base: &str, key: &str) -> Vec<NodeId> {
        let mut scope = self.scope(at);
        loop {
            if let Some(found) = self.member(scope, base, key) {
                return found.clone();
            }
            if scope == Tree::ROOT {
                return Vec::new();
            }
            scope = self.scope(scope);
        }
    }

    /// The scopes in which something is assigned to a member, by what it is a member of.
    fn assigned_bases(&self) -> &HashMap<&'f str, Vec<NodeId>> {
        self.assigned_bases.get_or_init(|| {
            let mut all: HashMap<&'f str, Vec<NodeId>> = HashMap::new();
            for (scope, bases) in &self.members {
                bases.keys().for_each(|base| all.entry(*base).or_default().push(*scope));
            }
            all
        })
    }

    /// Values assigned to `base.key` or `base["key"]` anywhere in the file, in order.
    pub(super) fn assigned_anywhere(&self, base: &str, key: &str) -> Vec<NodeId> {
        let scopes = self.assigned_bases().get(base).into_iter().flatten();
        let mut values: Vec<NodeId> =
            scopes.filter_map(|scope| self.member(*scope, base, key)).flatten().copied().collect();
        values.sort_unstable();
        values
    }

    /// Values that the file sets a variable of the environment to.
    pub(super) fn set_in_environment(&self, variable: &str) -> Vec<NodeId> {
        let is_environment = |base: &str| {
            let mut chain: Vec<&str> = base.split('.').collect();
            let place = chain.len();
            chain.push(variable);
            self.dialect.environment_object(&chain) == Some(place)
        };
        let bases = self.assigned_bases().keys().filter(|base| is_environment(base));
        bases.flat_map(|base| self.assigned_anywhere(base, variable)).collect()
    }

    /// Values assigned to members of `base` in the scope and the block of a node, in order.
    pub(super) fn members_beside(&self, at: NodeId, base: &str) -> Vec<(&'f str, NodeId)> {
        let members = self.members.get(&self.scope(at)).and_then(|bases| bases.get(base));
        let all = members.into_iter().flatten().flat_map(|(key, values)| values.iter().map(|value| (*key, *value)));
        let mut beside: Vec<_> = all.filter(|(_, value)| self.block(*value) == self.block(at)).collect();
        beside.sort_unstable_by_key(|(_, value)| *value);
        beside
    }

    /// What is added, in the scopes around a node and in the file itself, to a list of this name.
    pub(super) fn added_to(&self, at: NodeId, name: &str) -> Vec<(Growth, NodeId)> {
        let mut scope = self.scope(at);
        let mut added = Vec::new();
        loop {
            added.extend(self.grown.get(&scope).and_then(|names| names.get(name)).into_iter().flatten().copied());
            if scope == Tree::ROOT || added.len() > MOST_BOUND {
                return added;
            }
            scope = self.scope(scope);
        }
    }

    /// All keys assigned to members of `base` anywhere in the file, with their values.
    pub fn all_assigned_members(&self, base: &str) -> Vec<(&'f str, Vec<NodeId>)> {
        let bases = self.members.values().filter_map(|bases| bases.get(base));
        let mut all: Vec<_> = bases.flatten().map(|(key, values)| (*key, values.clone())).collect();
        all.sort();
        all
    }

    /// The bases of a class that stand in this file.
    pub fn bases(&self, class: NodeId) -> Vec<NodeId> {
        let bases = self.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        bases
            .iter()
            .flat_map(|base| self.lookup(class, self.text(*base)).into_owned())
            .filter_map(|bound| if let Bound::Class(other) = bound { Some(other) } else { None })
            .filter(|other| *other != class)
            .collect()
    }

    /// The chain of names that an expression is.
    pub fn chain(&self, id: NodeId) -> Chain<'f> {
        let mut members = Vec::new();
        let mut base = id;
        while self.tree.kind(base) == Kind::Member {
            members.push(base);
            match self.tree.child(base, Role::Object) {
                Some(object) => base = object,
                None => break,
            }
        }
        members.reverse();
        let named_base = self.tree.kind(base) == Kind::Name;
        let mut names: Vec<&'f str> = if named_base { vec![self.text(base)] } else { Vec::new() };
        names.extend(members.iter().filter_map(|m| self.key_of(*m)));
        Chain { base, names, members, named_base }
    }

    /// Module and path in it that a chain means, if its base is imported.
    pub fn qualified(&self, chain: &Chain<'f>) -> Option<(String, Vec<String>)> {
        if !chain.named_base {
            return None;
        }
        let rest = chain.names[1..].iter().map(|n| (*n).to_owned());
        for bound in self.lookup(chain.base, chain.names[0]).iter() {
            match bound {
                Bound::Import(number) => {
                    let import = &self.imports[*number];
                    return Some((import.module.clone(), import.name.clone().into_iter().chain(rest).collect()));
                }
                Bound::Value(value) => {
                    if let Some(module) = self.required(*value) {
                        let none = chain.names.len() == 1;
                        let default = none.then(|| "default".to_owned());
                        return Some((module, default.into_iter().chain(rest).collect()));
                    }
                }
                Bound::Param(param) if self.tree.kind(self.tree.node(*param).parent) == Kind::Pattern => {
                    let pattern = self.tree.node(*param).parent;
                    let assign = self.tree.node(pattern).parent;
                    let value = self.tree.child(assign, Role::Value)?;
                    if let Some(module) = self.required(value) {
                        // `{ Name: Other }` binds another name than the one that it takes.
                        let renamed = self.tree.child(*param, Role::Key).map(|key| self.text(key));
                        let name = renamed.unwrap_or(chain.names[0]).to_owned();
                        return Some((module, std::iter::once(name).chain(rest).collect()));
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// The module of `require("…")`, also with `.default` behind it.
    pub(super) fn required(&self, value: NodeId) -> Option<String> {
        let call = if self.tree.kind(value) == Kind::Member { self.tree.child(value, Role::Object)? } else { value };
        if self.tree.kind(call) != Kind::Call {
            return None;
        }
        let callee = self.chain(self.tree.child(call, Role::Callee)?);
        let module = self.tree.child(call, Role::Argument).filter(|a| self.tree.kind(*a) == Kind::Str)?;
        self.dialect.requires(&callee.names).then(|| self.text(module).to_owned())
    }

    /// The module is one of `modules`, or lies in one.
    pub fn in_modules<'m>(module: &str, modules: impl Iterator<Item = &'m str>) -> bool {
        modules
            .into_iter()
            .any(|m| module.strip_prefix(m).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '/'])))
    }
}

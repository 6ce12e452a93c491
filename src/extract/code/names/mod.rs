//! Names of one file: where they are bound, and what chains of them mean.

mod around;
mod assigned;
mod bound;
mod chains;
mod effort;
mod reached;

use std::cell::{OnceCell, RefCell};
use std::rc::Rc;

use foldhash::{HashMap, HashMapExt, HashSet};

use self::around::Around;
pub use self::chains::Chain;
use self::effort::Effort;
pub use self::effort::Step;
use super::dialect::{Export, Growth, Import};
use super::idiom::Idiom;
use super::parameters::Surroundings;
use super::shapes::tables::Tables;
use super::tree::{Kind, NodeId, Role, Tree};
use crate::reference::Platform;
use crate::source::SourceFile;
use crate::vocabulary::Site;

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

/// The names of a file.
pub struct Names<'f> {
    /// The file.
    pub file: &'f SourceFile,
    /// Its tree.
    pub tree: &'f Tree,
    /// The language's words, and those of its libraries.
    pub dialect: Idiom<'f>,
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
    /// Call sites by the last names of callees, as far as they were asked for.
    pub(super) sites: RefCell<HashMap<&'f str, Rc<[Site<'f>]>>>,
    /// Calls that name a model, with the platform of each, once all calls were looked at.
    pub(super) sited: OnceCell<HashMap<NodeId, (Platform, Site<'f>)>>,
    /// What the file does with its names beside the calls, once that was asked.
    pub(super) surroundings: OnceCell<Surroundings<'f>>,
    /// The platform where users choose names of which all clients are that the file makes, once that was asked.
    pub(super) cloud_of_clients: OnceCell<Option<Platform>>,
    /// Calls in a class that make clients, as far as they were asked for.
    pub(super) making: RefCell<HashMap<NodeId, Vec<NodeId>>>,
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
    /// Variables of the environment that the file sets.
    variables_set: OnceCell<Vec<(String, NodeId)>>,
    /// Defaults of the options that the file declares, by folded name, found when they are asked for first.
    pub(super) options: OnceCell<HashMap<String, NodeId>>,
    /// Names whose assignments in a function are those of the file.
    pub(super) globals: HashSet<(NodeId, &'f str)>,
}

/// What is added to lists in one scope, by their names.
pub(super) type Grown<'f> = HashMap<&'f str, Vec<(Growth, NodeId)>>;

/// What is bound to one name more often than this is no longer followed.
pub(super) const MOST_BOUND: usize = 64;

/// Adds to a list that is long enough to be no longer followed.
pub(super) fn push_some<T>(list: &mut Vec<T>, item: T) {
    if list.len() <= MOST_BOUND {
        list.push(item);
    }
}

impl<'f> Names<'f> {
    /// Finds the names of a file.
    pub fn new(file: &'f SourceFile, tree: &'f Tree, dialect: Idiom<'f>) -> Names<'f> {
        let around = Self::around(tree, &*dialect);
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
            sites: RefCell::default(),
            sited: OnceCell::new(),
            surroundings: OnceCell::new(),
            cloud_of_clients: OnceCell::new(),
            making: RefCell::default(),
            calls_clients: OnceCell::new(),
            route_tables: OnceCell::new(),
            mentions: OnceCell::new(),
            assigned_bases: OnceCell::new(),
            variables_set: OnceCell::new(),
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
}

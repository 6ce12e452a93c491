//! One small tree for all languages of code.
//!
//! A language lowers its syntax tree into this one: calls, members, maps,
//! assignments, functions. What follows values and reads contexts works on it
//! alone, so that an idiom is understood in every language or in none.

use super::budget::{is_left, step};
use crate::source::Span;

/// A node, by its place in the arena.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NodeId(pub u32);

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// The file.
    Module,
    /// A block that may be skipped, or that has names of its own where the language has such.
    Block,
    /// A string without holes; its span is the content without quotes.
    Str,
    /// A string with holes: `Str` runs and expressions.
    Template,
    /// A number, a boolean, nothing.
    Literal,
    /// An identifier.
    Name,
    /// `object.property`.
    Member,
    /// `object[key]`.
    Index,
    /// A call or construction: callee and arguments.
    Call,
    /// `name=value` among arguments.
    Keyword,
    /// A dictionary or an object literal.
    Map,
    /// `key: value`.
    Entry,
    /// A list, tuple, set or array.
    List,
    /// `*x`, `**x`, `...x`.
    Spread,
    /// `a or b`, `a || b`, `a ?? b`.
    Or,
    /// `a and b`, `a && b`: the last one is the value.
    And,
    /// `a if c else b`, `c ? a : b`.
    Conditional,
    /// `==`, `in`, `<` and their like.
    Compare,
    /// A pattern of `match` or `switch`.
    Case,
    /// `a + b`, strings side by side.
    Concat,
    /// `"…" % values`.
    Format,
    /// `target = value`, with or without a declaration.
    Assign,
    /// A function, method or lambda.
    Function,
    /// A parameter with its default.
    Param,
    /// A pattern that takes properties apart: `{ model = "…" }`.
    Pattern,
    /// A class.
    Class,
    /// An enumeration.
    Enum,
    /// `return value`.
    Return,
    /// `for target in iterable`, and every other loop.
    For,
    /// `global name`: assignments to it are those of the file.
    Global,
    /// An import.
    Import,
    /// A statement that gives names to other files: a list of them, or one value.
    Export,
    /// A type or annotation.
    Type,
    /// A statement that is one expression.
    Statement,
    /// `assert …`.
    Assert,
    /// `@decorator`.
    Decorator,
    /// `name="value"` of a markup element.
    Attribute,
    /// A region that the parser could not read.
    Error,
    /// Anything else.
    Other,
}

/// What a node is to its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// The called expression.
    Callee,
    /// A positional argument.
    Argument,
    /// A name that is declared or passed.
    Name,
    /// The value of an assignment, entry, keyword, return, parameter.
    Value,
    /// The key of an entry or index.
    Key,
    /// The object of a member or index.
    Object,
    /// The property of a member.
    Property,
    /// What is assigned to, or bound by a loop.
    Target,
    /// The condition of a conditional.
    Condition,
    /// The annotation.
    Type,
    /// A base class.
    Base,
    /// The iterated expression.
    Iterable,
    /// Anything else.
    Child,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 13] = [
        Role::Callee,
        Role::Argument,
        Role::Name,
        Role::Value,
        Role::Key,
        Role::Object,
        Role::Property,
        Role::Target,
        Role::Condition,
        Role::Type,
        Role::Base,
        Role::Iterable,
        Role::Child,
    ];
}

/// A node of the tree.
#[derive(Debug, Clone, Copy)]
pub struct Node {
    /// What it is.
    pub kind: Kind,
    /// What it is to its parent.
    pub role: Role,
    /// Its parent; the module is its own.
    pub parent: NodeId,
    /// Its bytes; of a `Str` the content without quotes.
    pub span: Span,
    /// A string whose backslashes stand for themselves.
    pub raw: bool,
    next: u32,
}

const NONE: u32 = u32::MAX;

/// The nodes of one file, parents before children: the first child of a node, if it has any, comes right after it.
#[derive(Debug)]
pub struct Tree {
    nodes: Vec<Node>,
    /// The last child of each node, while the tree grows.
    last: Vec<u32>,
}

impl Tree {
    /// A tree that holds a module of so many bytes.
    pub fn new(bytes: usize) -> Tree {
        let module = Node {
            kind: Kind::Module,
            role: Role::Child,
            parent: NodeId(0),
            span: Span::new(0, bytes),
            raw: false,
            next: NONE,
        };
        Tree { nodes: vec![module], last: vec![NONE] }
    }

    /// The module.
    pub const ROOT: NodeId = NodeId(0);

    /// Adds a child after the parent's last one.
    pub fn add(&mut self, parent: NodeId, kind: Kind, role: Role, span: Span) -> NodeId {
        let id = self.nodes.len() as u32;
        self.nodes.push(Node { kind, role, parent, span, raw: false, next: NONE });
        self.last.push(NONE);
        let before = std::mem::replace(&mut self.last[parent.0 as usize], id);
        if let Some(before) = self.nodes.get_mut(before as usize) {
            before.next = id;
        }
        NodeId(id)
    }

    /// The tree, which grows no more.
    pub fn grown(mut self) -> Tree {
        self.last = Vec::new();
        self.nodes.shrink_to_fit();
        self
    }

    /// Marks a string whose backslashes stand for themselves.
    pub fn set_raw(&mut self, id: NodeId) {
        self.nodes[id.0 as usize].raw = true;
    }

    /// The node.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }
    /// What it is.
    pub fn kind(&self, id: NodeId) -> Kind {
        self.node(id).kind
    }
    /// What it is to its parent.
    pub fn role(&self, id: NodeId) -> Role {
        self.node(id).role
    }
    /// Its parent; none for the module.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        (id != Tree::ROOT).then(|| self.node(id).parent)
    }
    /// Its children in order.
    pub fn children(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let first = self.nodes.get(id.0 as usize + 1).filter(|first| first.parent == id);
        let mut next = first.map_or(NONE, |_| id.0 + 1);
        std::iter::from_fn(move || {
            if next == NONE || !step() {
                return None;
            }
            let id = NodeId(next);
            next = self.nodes[next as usize].next;
            Some(id)
        })
    }
    /// The sibling before a node, found through what lies below it.
    pub fn before(&self, id: NodeId) -> Option<NodeId> {
        let up = self.parent(id)?;
        let mut last = NodeId(id.0 - 1);
        while last != up && self.node(last).parent != up {
            last = self.node(last).parent;
        }
        (last != up).then_some(last)
    }

    /// The first child in a role.
    pub fn child(&self, id: NodeId, role: Role) -> Option<NodeId> {
        self.children(id).find(|c| self.role(*c) == role)
    }
    /// All nodes, parents before children.
    pub fn ids(&self) -> impl Iterator<Item = NodeId> + use<> {
        (0..self.nodes.len() as u32).map(NodeId).take_while(|_| is_left())
    }
    /// How many nodes there are.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }
    /// All nodes below a node, parents before children.
    pub fn below(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        let end = self.node(id).span.end;
        let rest = (id.0 + 1..self.nodes.len() as u32).map(NodeId);
        rest.take_while(move |below| step() && self.node(*below).span.start < end)
    }
    /// The nodes above, nearest first.
    pub fn ancestors(&self, id: NodeId) -> impl Iterator<Item = NodeId> {
        std::iter::successors(self.parent(id), |up| self.parent(*up).filter(|_| step()))
    }
}

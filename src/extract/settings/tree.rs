//! The values of a settings file as a flat list: no recursion, and parents at hand.

use super::scalar::{Style, decode};
use crate::source::Span;
use crate::vocabulary::Step;

/// A node, by its place in the list.
pub(crate) type NodeId = usize;

/// What a node is.
#[derive(Debug)]
pub(crate) enum Kind {
    /// Text.
    Scalar(Style),
    /// A mapping.
    Map(Vec<Entry>),
    /// A sequence.
    Seq(Vec<NodeId>),
    /// A reference to an anchor, as far as it is known.
    Alias(Option<NodeId>),
}

/// A key and its value.
#[derive(Debug, Default)]
pub(crate) struct Entry {
    /// The text of the key; empty if it is no short scalar.
    pub name: String,
    /// Its place.
    pub key: Option<NodeId>,
    /// The value.
    pub value: Option<NodeId>,
}

/// Where a node stands in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    /// Below nothing that is known.
    Root,
    /// As the key of an entry.
    Key(NodeId, usize),
    /// As the value of an entry.
    Value(NodeId, usize),
    /// As an item of a sequence.
    Item(NodeId),
}

/// A value of the file.
#[derive(Debug)]
pub(crate) struct Node {
    /// What it is.
    pub kind: Kind,
    /// Where it stands.
    pub at: At,
    /// Its bytes, quotes included.
    pub span: Span,
    /// A tag such as `!env` makes something else of it.
    pub tagged: bool,
}

/// All values of a file.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    /// Parents come first.
    pub nodes: Vec<Node>,
    /// Regions with syntax errors.
    pub errors: Vec<Span>,
}

impl Tree {
    /// Adds a value and ties it to its parent; `bytes` are those of the file.
    pub fn add(&mut self, bytes: &[u8], node: Node) -> NodeId {
        let id = self.nodes.len();
        self.attach(bytes, id, &node);
        self.nodes.push(node);
        id
    }

    /// A new entry of a mapping, without key and value yet.
    pub fn new_entry(&mut self, map: NodeId) -> usize {
        match &mut self.nodes[map].kind {
            Kind::Map(entries) => {
                entries.push(Entry::default());
                entries.len() - 1
            }
            _ => 0,
        }
    }

    fn attach(&mut self, bytes: &[u8], id: NodeId, node: &Node) {
        /// Longer keys are no names.
        const LONGEST: usize = 300;
        let (At::Key(parent, _) | At::Value(parent, _) | At::Item(parent)) = node.at else { return };
        match (&mut self.nodes[parent].kind, node.at) {
            (Kind::Seq(items), At::Item(_)) => items.push(id),
            (Kind::Map(entries), At::Value(_, entry)) => entries[entry].value = Some(id),
            (Kind::Map(entries), At::Key(_, entry)) => {
                entries[entry].key = Some(id);
                if let Kind::Scalar(style) = node.kind
                    && node.span.len() <= LONGEST
                {
                    entries[entry].name = decode(bytes, node.span, style).text;
                }
            }
            _ => {}
        }
    }

    /// The parent, whichever way the node stands in it.
    pub fn parent(&self, id: NodeId) -> Option<NodeId> {
        match self.nodes[id].at {
            At::Root => None,
            At::Key(parent, _) | At::Value(parent, _) | At::Item(parent) => Some(parent),
        }
    }

    /// The scalar that a node is, or that it refers to.
    pub fn scalar(&self, id: NodeId) -> Option<(NodeId, Style)> {
        let id = match self.nodes[id].kind {
            Kind::Alias(target) => target?,
            _ => id,
        };
        match self.nodes[id].kind {
            Kind::Scalar(style) => Some((id, style)),
            _ => None,
        }
    }

    /// The mappings that an entry `<<` merges into its own.
    pub fn merged(&self, value: NodeId) -> Vec<NodeId> {
        let sources = match &self.nodes[value].kind {
            Kind::Seq(items) => items.as_slice(),
            _ => &[value],
        };
        let target = |id: &NodeId| match self.nodes[*id].kind {
            Kind::Alias(Some(target)) if matches!(self.nodes[target].kind, Kind::Map(_)) => Some(target),
            _ => None,
        };
        sources.iter().filter_map(target).collect()
    }

    /// Entries of a mapping; none for anything else.
    pub fn entries(&self, id: NodeId) -> &[Entry] {
        match &self.nodes[id].kind {
            Kind::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The name under which a node stands in its mapping; for an item, the name of its sequence.
    pub fn name(&self, mut id: NodeId) -> &str {
        const DEEPEST: usize = 8;
        for _ in 0..DEEPEST {
            match self.nodes[id].at {
                At::Value(map, entry) => return &self.entries(map)[entry].name,
                At::Item(seq) => id = seq,
                At::Root | At::Key(..) => return "",
            }
        }
        ""
    }

    /// Keys and items from the document down to a node; nothing where it is too deep to mean anything.
    pub fn path(&self, mut id: NodeId) -> Option<Vec<Step>> {
        const DEEPEST: usize = 64;
        let mut path = Vec::new();
        loop {
            if path.len() > DEEPEST {
                return None;
            }
            match self.nodes[id].at {
                At::Root => break,
                At::Key(map, _) => id = map,
                At::Value(map, entry) => {
                    path.push(Step::Key(self.entries(map)[entry].name.clone()));
                    id = map;
                }
                At::Item(seq) => {
                    path.push(Step::Item);
                    id = seq;
                }
            }
        }
        path.reverse();
        Some(path)
    }
}

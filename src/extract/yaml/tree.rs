//! The syntax tree as a flat list of nodes in the order of the file: no recursion, and parents at hand.

use std::collections::HashMap;

use tree_sitter::{Node as Syntax, Tree as SyntaxTree};

use super::scalar::{Style, decode};
use crate::source::Span;
use crate::vocabulary::Step;

/// A node, by its place in the list.
pub(super) type NodeId = usize;

/// What a node is.
#[derive(Debug)]
pub(super) enum Kind {
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
pub(super) struct Entry {
    /// The text of the key; empty if it is no short scalar.
    pub name: String,
    /// Its place.
    pub key: Option<NodeId>,
    /// The value.
    pub value: Option<NodeId>,
}

/// Where a node stands in its parent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
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
pub(super) struct Node {
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
pub(super) struct Tree {
    /// In the order of the file; parents come first.
    pub nodes: Vec<Node>,
    /// Regions with syntax errors.
    pub errors: Vec<Span>,
}

impl Tree {
    /// Builds the list.
    pub fn build(bytes: &[u8], syntax: &SyntaxTree) -> Tree {
        let mut builder = Builder { bytes, tree: Tree::default(), anchors: HashMap::new(), frames: Vec::new() };
        builder.walk(syntax);
        builder.tree
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

/// Where the children of a syntax node go.
#[derive(Debug, Clone, Copy)]
enum Goes {
    /// They are values of this place.
    To(At),
    /// They are entries or items of this node.
    Into(NodeId),
    /// They are key and value of an entry.
    Pair(NodeId, usize),
}

struct Frame {
    goes: Goes,
    anchor: Option<String>,
    tagged: bool,
}

struct Builder<'b> {
    bytes: &'b [u8],
    tree: Tree,
    anchors: HashMap<String, NodeId>,
    frames: Vec<Frame>,
}

impl Builder<'_> {
    fn walk(&mut self, syntax: &SyntaxTree) {
        let mut cursor = syntax.walk();
        loop {
            let inner = self.enter(cursor.node(), cursor.field_name());
            if let Some(goes) = inner
                && cursor.goto_first_child()
            {
                self.frames.push(Frame { goes, anchor: None, tagged: false });
                continue;
            }
            while !cursor.goto_next_sibling() {
                if !cursor.goto_parent() {
                    return;
                }
                self.frames.pop();
            }
        }
    }

    /// Takes a syntax node in; says where its children go, if they matter.
    fn enter(&mut self, node: Syntax<'_>, field: Option<&str>) -> Option<Goes> {
        let at = self.at(field);
        match node.kind() {
            _ if node.is_error() => {
                self.tree.errors.push(span(node));
                return None;
            }
            "stream" => return Some(Goes::To(At::Root)),
            "document" => {
                self.anchors.clear();
                return Some(Goes::To(At::Root));
            }
            "block_sequence_item" | "block_node" | "flow_node" => return Some(Goes::To(at)),
            "block_mapping" | "flow_mapping" => return Some(Goes::Into(self.add(node, at, Kind::Map(Vec::new())))),
            "block_sequence" | "flow_sequence" => return Some(Goes::Into(self.add(node, at, Kind::Seq(Vec::new())))),
            "block_mapping_pair" | "flow_pair" => return Some(self.pair(node, at)),
            "plain_scalar" => {
                let text = node.named_child(0).is_none_or(|child| child.kind() == "string_scalar");
                self.add(node, at, Kind::Scalar(if text { Style::Plain } else { Style::Constant }));
            }
            "single_quote_scalar" => _ = self.add(node, at, Kind::Scalar(Style::Single)),
            "double_quote_scalar" => _ = self.add(node, at, Kind::Scalar(Style::Double)),
            "block_scalar" => _ = self.add(node, at, Kind::Scalar(Style::Block)),
            "alias" => {
                let target = self.anchors.get(&self.mark(node)).copied();
                self.add(node, at, Kind::Alias(target));
            }
            "anchor" => {
                let name = self.mark(node);
                if let Some(frame) = self.frames.last_mut() {
                    frame.anchor = Some(name);
                }
            }
            "tag" => {
                let standard = self.bytes[node.byte_range()].starts_with(b"!!");
                if let Some(frame) = self.frames.last_mut() {
                    frame.tagged = !standard;
                }
            }
            _ => {}
        }
        None
    }

    /// Where a syntax node at hand stands.
    fn at(&mut self, field: Option<&str>) -> At {
        match self.frames.last().map(|frame| frame.goes) {
            Some(Goes::To(at)) => at,
            Some(Goes::Pair(map, entry)) if field == Some("key") => At::Key(map, entry),
            Some(Goes::Pair(map, entry)) => At::Value(map, entry),
            Some(Goes::Into(id)) => match self.tree.nodes[id].kind {
                Kind::Seq(_) => At::Item(id),
                // A bare word in `{…}` is a key; pairs are handled where they begin.
                _ => At::Key(id, usize::MAX),
            },
            None => At::Root,
        }
    }

    fn pair(&mut self, node: Syntax<'_>, at: At) -> Goes {
        let map = match self.frames.last().map(|frame| frame.goes) {
            Some(Goes::Into(id)) if matches!(self.tree.nodes[id].kind, Kind::Map(_)) => id,
            _ => self.add(node, at, Kind::Map(Vec::new())),
        };
        Goes::Pair(map, self.new_entry(map))
    }

    fn new_entry(&mut self, map: NodeId) -> usize {
        match &mut self.tree.nodes[map].kind {
            Kind::Map(entries) => {
                entries.push(Entry::default());
                entries.len() - 1
            }
            _ => 0,
        }
    }

    fn add(&mut self, node: Syntax<'_>, at: At, kind: Kind) -> NodeId {
        let id = self.tree.nodes.len();
        let at = match at {
            At::Key(map, usize::MAX) => At::Key(map, self.new_entry(map)),
            at => at,
        };
        let (anchor, tagged) = self
            .frames
            .last_mut()
            .map_or((None, false), |frame| (frame.anchor.take(), std::mem::take(&mut frame.tagged)));
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        self.attach(id, at, &kind, span(node));
        self.tree.nodes.push(Node { kind, at, span: span(node), tagged });
        id
    }

    fn attach(&mut self, id: NodeId, at: At, kind: &Kind, span: Span) {
        /// Longer keys are no names.
        const LONGEST: usize = 300;
        let (At::Key(parent, _) | At::Value(parent, _) | At::Item(parent)) = at else { return };
        match (&mut self.tree.nodes[parent].kind, at) {
            (Kind::Seq(items), At::Item(_)) => items.push(id),
            (Kind::Map(entries), At::Value(_, entry)) => entries[entry].value = Some(id),
            (Kind::Map(entries), At::Key(_, entry)) => {
                entries[entry].key = Some(id);
                if let Kind::Scalar(style) = kind
                    && span.len() <= LONGEST
                {
                    entries[entry].name = decode(self.bytes, span, *style).text;
                }
            }
            _ => {}
        }
    }

    /// The name after `&` or `*`.
    fn mark(&self, node: Syntax<'_>) -> String {
        let bytes = &self.bytes[node.byte_range()];
        String::from_utf8_lossy(bytes.get(1..).unwrap_or_default()).into_owned()
    }
}

fn span(node: Syntax<'_>) -> Span {
    Span::new(node.start_byte(), node.end_byte())
}

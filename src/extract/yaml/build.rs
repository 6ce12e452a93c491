//! From the syntax tree to the list of values.

use std::collections::HashMap;

use tree_sitter::{Node as Syntax, Tree as SyntaxTree};

use crate::extract::settings::scalar::Style;
use crate::extract::settings::tree::{At, Kind, Node, NodeId, Tree};
use crate::source::Span;

/// Builds the list; its nodes stand in the order of the file.
pub(super) fn build(bytes: &[u8], syntax: &SyntaxTree) -> Tree {
    let mut builder = Builder { bytes, tree: Tree::default(), anchors: HashMap::new(), frames: Vec::new() };
    builder.walk(syntax);
    builder.tree
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
        Goes::Pair(map, self.tree.new_entry(map))
    }

    fn add(&mut self, node: Syntax<'_>, at: At, kind: Kind) -> NodeId {
        let at = match at {
            At::Key(map, usize::MAX) => At::Key(map, self.tree.new_entry(map)),
            at => at,
        };
        let (anchor, tagged) = self
            .frames
            .last_mut()
            .map_or((None, false), |frame| (frame.anchor.take(), std::mem::take(&mut frame.tagged)));
        let id = self.tree.add(self.bytes, Node { kind, at, span: span(node), tagged });
        if let Some(anchor) = anchor {
            self.anchors.insert(anchor, id);
        }
        id
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

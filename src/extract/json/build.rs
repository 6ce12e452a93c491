//! From tokens to the list of values: comments, trailing commas and what is missing are taken as they come.

use crate::extract::settings::document::Document;
use crate::extract::settings::scalar::Style;
use crate::extract::settings::tree::{At, Kind, Node, NodeId};
use crate::source::Span;

use super::token::{self, Token, Tokens};

/// Reads a document.
pub(super) fn build(bytes: &[u8]) -> Document {
    let mut builder = Builder { bytes, frames: Vec::new(), document: Document::default() };
    for token in Tokens::new(bytes, 0) {
        builder.take(token);
    }
    builder.document.broken |= !builder.frames.is_empty();
    builder.document
}

/// A container that is open.
#[derive(Debug, Clone, Copy)]
struct Frame {
    id: NodeId,
    is_map: bool,
    /// The entry at hand, in a mapping.
    entry: Option<usize>,
    /// The key is complete: a value comes.
    has_colon: bool,
}

struct Builder<'b> {
    bytes: &'b [u8],
    frames: Vec<Frame>,
    document: Document,
}

impl Builder<'_> {
    fn take(&mut self, token: Token) {
        match token.kind {
            token::Kind::Open(sign) => {
                let is_map = sign == b'{';
                let at = self.value_place();
                let kind = if is_map { Kind::Map(Vec::new()) } else { Kind::Seq(Vec::new()) };
                let id = self.add(at, kind, token.span);
                self.frames.push(Frame { id, is_map, entry: None, has_colon: false });
            }
            token::Kind::Close(sign) => match self.frames.pop() {
                Some(frame) => {
                    self.document.broken |= frame.is_map != (sign == b'}');
                    self.document.tree.nodes[frame.id].span.end = token.span.end;
                    self.end_value();
                }
                None => self.document.broken = true,
            },
            token::Kind::Colon => match self.frames.last_mut() {
                Some(frame) => frame.has_colon = frame.entry.is_some(),
                None => self.document.broken = true,
            },
            token::Kind::Comma => self.end_value(),
            token::Kind::String { closed } => {
                self.document.broken |= !closed;
                self.scalar(Style::Json, token.span);
            }
            token::Kind::Word => self.scalar(Style::Constant, token.span),
            token::Kind::Comment => self.document.comments.push(token.span),
            token::Kind::Other => self.document.broken = true,
        }
    }

    /// A key where one is wanted, else a value.
    fn scalar(&mut self, style: Style, span: Span) {
        match self.frames.last().copied() {
            Some(Frame { id, is_map: true, has_colon: false, entry }) => {
                self.document.broken |= entry.is_some();
                let entry = self.document.tree.new_entry(id);
                self.set_entry(Some(entry));
                let style = if style == Style::Constant { Style::Plain } else { style };
                self.add(At::Key(id, entry), Kind::Scalar(style), span);
            }
            _ => {
                let at = self.value_place();
                self.add(at, Kind::Scalar(style), span);
                self.end_value();
            }
        }
    }

    /// Where a value that begins here stands.
    fn value_place(&mut self) -> At {
        let Some(frame) = self.frames.last().copied() else { return At::Root };
        if !frame.is_map {
            return At::Item(frame.id);
        }
        let entry = frame.entry.filter(|_| frame.has_colon).unwrap_or_else(|| {
            self.document.broken = true;
            self.document.tree.new_entry(frame.id)
        });
        At::Value(frame.id, entry)
    }

    /// What follows is another entry or item, with or without a comma before it.
    fn end_value(&mut self) {
        self.set_entry(None);
    }

    fn set_entry(&mut self, entry: Option<usize>) {
        if let Some(frame) = self.frames.last_mut() {
            (frame.entry, frame.has_colon) = (entry, false);
        }
    }

    fn add(&mut self, at: At, kind: Kind, span: Span) -> NodeId {
        self.document.tree.add(self.bytes, Node { kind, at, span, tagged: false })
    }
}

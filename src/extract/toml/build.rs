//! From the events of the parser to the list of values: tables, arrays of tables and dotted keys become one tree.

use std::borrow::Cow;
use std::collections::HashMap;

use toml_parser::parser::{Event, EventKind, RecursionGuard, parse_document};
use toml_parser::{ParseError, Source};

use crate::extract::settings::document::Document;
use crate::extract::settings::scalar::{Style, decode};
use crate::extract::settings::tree::{At, Kind, Node, NodeId};
use crate::source::Span;

/// Arrays and inline tables may nest this deep: the parser calls itself for each.
const DEEPEST: u32 = 64;

/// Reads a file.
pub(super) fn build(bytes: &[u8]) -> Document {
    let text = text(bytes);
    let source = Source::new(&text);
    let tokens = source.lex().into_vec();
    let mut events: Vec<Event> = Vec::with_capacity(tokens.len());
    let mut errors: Option<ParseError> = None;
    parse_document(&tokens, &mut RecursionGuard::new(&mut events, DEEPEST), &mut errors);
    drop(tokens);
    let mut builder = Builder::new(bytes);
    builder.document.broken = errors.is_some();
    events.iter().for_each(|event| builder.take(event));
    builder.document
}

/// The text with a question mark for each byte that is none.
fn text(bytes: &[u8]) -> Cow<'_, str> {
    match std::str::from_utf8(bytes) {
        Ok(text) => Cow::Borrowed(text),
        Err(_) => {
            let mut out = String::with_capacity(bytes.len());
            for chunk in bytes.utf8_chunks() {
                out.push_str(chunk.valid());
                out.extend(chunk.invalid().iter().map(|_| '?'));
            }
            Cow::Owned(out)
        }
    }
}

struct Builder<'b> {
    bytes: &'b [u8],
    document: Document,
    /// Entries of mappings by name.
    known: HashMap<(NodeId, String), usize>,
    /// The table that the last header names.
    table: NodeId,
    /// Arrays and inline tables that are open.
    open: Vec<NodeId>,
    /// A header is being read; it adds to an array of tables.
    header: Option<bool>,
    /// The parts of the key at hand.
    keys: Vec<Span>,
    /// Where the value behind the key goes.
    place: Option<At>,
}

impl<'b> Builder<'b> {
    fn new(bytes: &'b [u8]) -> Builder<'b> {
        let mut builder = Builder {
            bytes,
            document: Document::default(),
            known: HashMap::new(),
            table: 0,
            open: Vec::new(),
            header: None,
            keys: Vec::new(),
            place: None,
        };
        builder.table = builder.add(At::Root, Kind::Map(Vec::new()), Span::new(0, bytes.len()));
        builder
    }

    fn take(&mut self, event: &Event) {
        let span = Span::new(event.span().start(), event.span().end());
        match event.kind() {
            EventKind::StdTableOpen => self.begin_header(false),
            EventKind::ArrayTableOpen => self.begin_header(true),
            EventKind::StdTableClose | EventKind::ArrayTableClose => self.end_header(span),
            EventKind::SimpleKey => self.keys.push(span),
            EventKind::KeyValSep => self.end_key(),
            EventKind::Scalar => {
                let style = if event.encoding().is_some() { Style::Toml } else { Style::Constant };
                let at = self.value_place();
                self.add(at, Kind::Scalar(style), span);
            }
            EventKind::ArrayOpen => self.open(Kind::Seq(Vec::new()), span),
            EventKind::InlineTableOpen => self.open(Kind::Map(Vec::new()), span),
            EventKind::ArrayClose | EventKind::InlineTableClose => {
                self.keys.clear();
                if let Some(id) = self.open.pop() {
                    self.document.tree.nodes[id].span.end = span.end;
                }
            }
            EventKind::Comment => self.document.comments.push(span),
            EventKind::ValueSep => self.keys.clear(),
            // Outside of brackets a line is over: what was not finished on it never will be.
            EventKind::Newline if self.open.is_empty() => (self.place, self.header) = (None, None),
            EventKind::Error => self.document.broken = true,
            EventKind::KeySep | EventKind::Whitespace | EventKind::Newline => {}
        }
    }

    fn begin_header(&mut self, is_array: bool) {
        self.open.clear();
        self.keys.clear();
        self.header = Some(is_array);
    }

    fn end_header(&mut self, span: Span) {
        let keys = std::mem::take(&mut self.keys);
        let (Some(is_array), Some((last, outer))) = (self.header.take(), keys.split_last()) else { return };
        let map = outer.iter().fold(0, |map, key| self.child(map, *key));
        self.table = if is_array { self.new_item(map, *last, span) } else { self.child(map, *last) };
    }

    /// The key of an entry is complete.
    fn end_key(&mut self) {
        let keys = std::mem::take(&mut self.keys);
        let Some((last, outer)) = keys.split_last() else { return };
        let home = self.open.last().copied().filter(|id| matches!(self.document.tree.nodes[*id].kind, Kind::Map(_)));
        let map = outer.iter().fold(home.unwrap_or(self.table), |map, key| self.child(map, *key));
        self.place = Some(self.new_entry(map, *last));
    }

    /// Where a value that begins here stands.
    fn value_place(&mut self) -> At {
        let of_key = self.place.take();
        let of_array = || self.open.last().map_or(At::Root, |seq| At::Item(*seq));
        of_key.unwrap_or_else(of_array)
    }

    fn open(&mut self, kind: Kind, span: Span) {
        let at = self.value_place();
        let id = self.add(at, kind, span);
        self.open.push(id);
    }

    /// The mapping under a key: the one that is there (the last item of an array of tables), or a new one.
    fn child(&mut self, map: NodeId, key: Span) -> NodeId {
        let value = self.value(map, key);
        let inner = value.map(|id| match &self.document.tree.nodes[id].kind {
            Kind::Seq(items) => items.last().copied().unwrap_or(id),
            _ => id,
        });
        let is_map = |id: &NodeId| matches!(self.document.tree.nodes[*id].kind, Kind::Map(_));
        match inner.filter(is_map) {
            Some(id) => id,
            None => {
                let at = self.new_entry(map, key);
                self.add(at, Kind::Map(Vec::new()), key)
            }
        }
    }

    /// A new item of the array of tables under a key.
    fn new_item(&mut self, map: NodeId, key: Span, span: Span) -> NodeId {
        let is_seq = |id: &NodeId| matches!(self.document.tree.nodes[*id].kind, Kind::Seq(_));
        let seq = match self.value(map, key).filter(is_seq) {
            Some(id) => id,
            None => {
                let at = self.new_entry(map, key);
                self.add(at, Kind::Seq(Vec::new()), key)
            }
        };
        self.add(At::Item(seq), Kind::Map(Vec::new()), span)
    }

    /// What stands under a key of a mapping already.
    fn value(&self, map: NodeId, key: Span) -> Option<NodeId> {
        let entry = *self.known.get(&(map, self.name(key)))?;
        self.document.tree.entries(map)[entry].value
    }

    fn new_entry(&mut self, map: NodeId, key: Span) -> At {
        let entry = self.document.tree.new_entry(map);
        self.known.insert((map, self.name(key)), entry);
        self.add(At::Key(map, entry), Kind::Scalar(style_of(self.bytes, key)), key);
        At::Value(map, entry)
    }

    fn name(&self, key: Span) -> String {
        decode(self.bytes, key, style_of(self.bytes, key)).text
    }

    fn add(&mut self, at: At, kind: Kind, span: Span) -> NodeId {
        self.document.tree.add(self.bytes, Node { kind, at, span, tagged: false })
    }
}

/// A key stands in quotes, or for itself.
fn style_of(bytes: &[u8], key: Span) -> Style {
    match bytes.get(key.start as usize) {
        Some(b'"' | b'\'') if !key.is_empty() => Style::Toml,
        _ => Style::Plain,
    }
}

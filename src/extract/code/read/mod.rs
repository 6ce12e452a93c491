//! Reading one file of code: calls first, then what no call explains.

mod above;
mod callers;
mod calls;
mod commands;
mod entered;
mod fetched;
mod forms;
mod literals;
mod made_for_ended;
mod sinks;
mod tied;
mod unshown;

use std::collections::{BTreeMap, BTreeSet};

use foldhash::{HashMap, HashMapExt, HashSet, HashSetExt};

pub use self::forms::FORM_MARK;
use super::budget::is_left;
use super::dialect::Dialect;
use super::follow::{Found, Passed};
use super::idiom::Idiom;
use super::lower::{Lowered, Reaching};
use super::names::Names;
use super::platforms::clients::Clients;
use super::strings::Decoded;
use super::tree::{Kind, NodeId};
use crate::extract::{COMMENT_MARK, Comment, Extraction, Links, on_several_lines};
use crate::reference::{Context, Platform, Reference, Seen, Use, Value};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// Says what stands in a file of code.
pub fn read<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
) -> Extraction {
    let comments = comments(file, &lowered.comments);
    let names = Names::new(file, &lowered.tree, Idiom::new(dialect, vocabulary));
    let mut reader = Reader::new(&names, vocabulary);
    let wrapped = reader.calls();
    reader.callers(wrapped);
    reader.commands();
    let reaching = std::mem::take(&mut reader.reaching);
    lowered.reaching.get_or_init(|| if is_left() { reaching } else { Vec::new() });
    reader.offered();
    reader.offered_in_texts();
    reader.members();
    reader.choices();
    reader.filled();
    reader.literals();
    reader.settings_in_texts();
    reader.forms(&lowered.comments);
    if lowered.trouble.is_some() {
        reader.unseen(&lowered.comments);
    }
    reader.made_for_ended();
    reader.constants();
    reader.unshown();
    reader.parts.extend(tied::tied(&names, reader.references.values()));
    let references = reader.references.into_values().collect();
    let tree = &names.tree;
    let strings = tree.ids().filter(|id| matches!(tree.kind(*id), Kind::Str | Kind::Template));
    // Their quotes may stand on lines of their own.
    let quoted =
        |span: Span| Span { start: span.start.saturating_sub(1), end: (span.end + 1).min(file.bytes.len() as u32) };
    let texts = on_several_lines(file, strings.map(|id| quoted(tree.node(id).span)));
    let asks_strangers = reader.asks_strangers;
    let (bare_calls, trouble, parts, links) = (reader.bare, lowered.trouble, reader.parts, reader.links);
    let mut extraction =
        Extraction { references, bare_calls, comments, texts, trouble, parts, links, ..Extraction::default() };
    let clients = Clients { names: &names, vocabulary };
    clients.lay_redirected(&mut extraction);
    clients.lay_meant(&mut extraction);
    clients.lay_answering(&mut extraction, asks_strangers);
    extraction
}

/// Parameters that reach a call of a file, in order of discovery.
pub(super) fn reaching<'f>(names: &Names<'f>, vocabulary: &'f dyn Vocabulary) -> Vec<Reaching> {
    let mut reader = Reader::new(names, vocabulary);
    let wrapped = reader.calls();
    reader.callers(wrapped);
    reader.reaching
}

/// A parameter that reaches a call, and the use that the call makes of it.
type Wrapped<'f> = (Passed<'f>, Use);

pub(super) struct Reader<'n, 'f> {
    pub(super) names: &'n Names<'f>,
    pub(super) vocabulary: &'f dyn Vocabulary,
    pub(super) references: BTreeMap<Span, Reference>,
    /// Literals that a call explains, or that are no models for certain.
    explained: HashSet<NodeId>,
    /// Value, place and context of every use so far.
    noted: HashSet<(Span, Span, Context)>,
    /// Parameters whose value is looked up, and those whose value is sent.
    looked_up: HashSet<NodeId>,
    sent: HashSet<NodeId>,
    /// A server that nobody here knows is asked what a model is.
    pub(super) asks_strangers: bool,
    /// Calls of which no literal model was found.
    bare: Vec<Use>,
    /// Literals that a model is put together of with something unknown.
    parts: Vec<Span>,
    /// What the file takes from others.
    pub(super) links: Links,
    /// Names of the file itself, and the values like IDs that stand in them.
    pub(super) held: BTreeMap<&'f str, BTreeSet<Span>>,
    /// Blocks in which the client of a call is made, each with the platform of the one that is made there.
    branches: Vec<(NodeId, Platform)>,
    /// Parameters whose arguments reach a call as they are.
    reaching: Vec<Reaching>,
    /// Parameters that calls are made on, each with the place of the call.
    called_on: HashMap<Span, Vec<NodeId>>,
    /// Parameters whose values lose what stands before a `/`.
    cut: HashSet<NodeId>,
    /// Parameters of whose values some are exchanged for others, with those.
    exchanged: HashMap<NodeId, Vec<String>>,
    /// Parameters, with the parts of a name by which their functions tell apart what they are given.
    apart: HashMap<NodeId, Vec<String>>,
}

impl<'n, 'f> Reader<'n, 'f> {
    fn new(names: &'n Names<'f>, vocabulary: &'f dyn Vocabulary) -> Reader<'n, 'f> {
        Reader {
            names,
            vocabulary,
            references: BTreeMap::new(),
            explained: HashSet::new(),
            noted: HashSet::new(),
            asks_strangers: false,
            bare: Vec::new(),
            parts: Vec::new(),
            looked_up: HashSet::new(),
            sent: HashSet::new(),
            links: Links::default(),
            held: BTreeMap::new(),
            branches: Vec::new(),
            reaching: Vec::new(),
            called_on: HashMap::new(),
            cut: HashSet::new(),
            exchanged: HashMap::new(),
            apart: HashMap::new(),
        }
    }

    pub(super) fn clients(&self) -> Clients<'_, 'f> {
        Clients { names: self.names, vocabulary: self.vocabulary }
    }

    /// A call explains a literal, or it is no model for certain.
    pub(super) fn is_explained(&self, literal: NodeId) -> bool {
        self.explained.contains(&literal)
    }

    /// Notes a literal that a use was found for.
    pub(super) fn explain(&mut self, found: Found, used: Use) {
        self.explained.insert(found.node);
        self.note(found.text, found.span, found.node, used);
    }

    fn note(&mut self, text: Decoded, span: Span, node: NodeId, mut used: Use) {
        let seen = self.seen(node);
        if !used.context.is_silent() && self.names.is_never_reached(node) {
            used.context = Context::Comparison;
        }
        used.lead_away(&text.text);
        self.hold(node, span, used.context);
        let reference = self.references.entry(span).or_insert_with(|| Reference {
            value: Value { text: text.text, span, pieces: text.pieces, seen },
            uses: Vec::new(),
            repeats: Vec::new(),
        });
        if self.noted.insert((span, used.span, used.context)) {
            reference.uses.push(used);
        }
    }

    fn seen(&self, node: NodeId) -> Seen {
        if self.names.in_error(node) { Seen::ErrorRegion } else { Seen::Tree }
    }
}

/// The comments that mention the linter, without their signs.
fn comments(file: &SourceFile, spans: &[Span]) -> Vec<Comment> {
    let mut comments = Vec::new();
    for span in spans {
        let text = file.text(*span);
        if !text.contains(COMMENT_MARK) {
            continue;
        }
        let line = file.lines.range(file.lines.index(span.start as usize), &file.bytes);
        let alone = file.bytes[line.start..span.start as usize].iter().all(u8::is_ascii_whitespace);
        let text = text.trim_start_matches(['#', '/', '*']).trim_end_matches(['*', '/']).trim();
        comments.push(Comment { span: *span, text: text.to_owned(), alone });
    }
    comments
}

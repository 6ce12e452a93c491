//! Literals that no call explains, and those that the parser could not read.

use super::Reader;
use crate::extract::code::context::Contexts;
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId};
use crate::extract::lexical;
use crate::reference::{Context, Platform};
use crate::source::Span;

impl<'f> Reader<'_, 'f> {
    /// Literals that no call explains: what they are doing is read from where they stand.
    pub(super) fn literals(&mut self) {
        let contexts = Contexts::new(self.names, self.vocabulary);
        for literal in self.names.tree.ids().filter(|id| self.names.tree.kind(*id) == Kind::Str) {
            if self.explained.contains(&literal) {
                continue;
            }
            let source = self.names.text(literal);
            if is_list_in_text(source) {
                self.listed_in_text(literal, &contexts);
                continue;
            }
            // What is escaped is decoded first; everything else is read as it stands.
            if !source.contains('\\') && !could_be_id(source) && !self.vocabulary.resembles_id(source) {
                continue;
            }
            let Some(text) = self.names.literal(literal) else { continue };
            let resembles = self.vocabulary.resembles_id(&text.text);
            if !resembles && !could_be_id(&text.text) {
                continue;
            }
            if let Some((used, span)) = contexts.behind_address(literal) {
                self.explained.insert(literal);
                let id = self.names.file.text(span).into_owned();
                self.note(Decoded::verbatim(id, span), span, literal, used);
                continue;
            }
            let Some((whole, mut used)) = contexts.of(literal) else { continue };
            if self.explained.contains(&whole) {
                continue;
            }
            if let Some((platform, span)) = contexts.behind_resource(literal, whole, &mut used) {
                used.platform = platform;
                self.explained.extend([literal, whole]);
                let id = self.names.file.text(span).into_owned();
                self.note(Decoded::verbatim(id, span), span, literal, used);
                continue;
            }
            let param =
                self.names.tree.parent(whole).filter(|up| self.looked_up.contains(up) && !self.sent.contains(up));
            if param.is_some_and(|param| !contexts.is_put_into_request(param)) {
                used.context = Context::Comparison;
            }
            // A slot holds a model whatever stands in it; elsewhere only what looks like an ID matters.
            let told = matches!(used.platform, Platform::Known(..));
            let is_told_setting = used.context == Context::Setting && told;
            if !resembles && !is_told_setting {
                continue;
            }
            self.explained.insert(whole);
            let Some(text) = self.names.fold(whole) else { continue };
            let span = self.names.tree.node(whole).span;
            self.note(text, span, whole, used);
        }
    }

    /// The items of a list that is written as a text under a name for choices: `MODELS_LIST = '["…"]'`.
    fn listed_in_text(&mut self, literal: NodeId, contexts: &Contexts<'_, 'f>) {
        let Some((_, used)) = contexts.of(literal).filter(|(_, used)| used.context == Context::Choice) else { return };
        let span = self.names.tree.node(literal).span.range();
        let source = self.names.text(literal);
        let quotes: Vec<usize> = memchr::memchr_iter(b'"', source.as_bytes()).collect();
        for pair in quotes.chunks_exact(2) {
            let item = Span::new(span.start + pair[0] + 1, span.start + pair[1]);
            let text = self.names.file.text(item).into_owned();
            if self.vocabulary.resembles_id(&text) {
                self.note(Decoded::verbatim(text, item), item, literal, used.clone());
            }
        }
    }

    /// Quoted tokens in regions that the parser could not read, where the tree holds no string for them.
    pub(super) fn unseen(&mut self, comments: &[Span]) {
        let tree = &self.names.tree;
        let spans = |kind| tree.ids().filter(move |id| tree.kind(*id) == kind).map(|id| tree.node(id).span);
        let strings = spans(Kind::Str).chain(spans(Kind::Template)).chain(comments.iter().copied());
        let mut seen: Vec<Span> = strings.collect();
        seen.sort_unstable();
        let mut done = 0;
        for region in spans(Kind::Error) {
            let range = region.range().start.max(done)..region.range().end;
            if range.is_empty() {
                continue;
            }
            done = range.end;
            for reference in lexical::quoted_tokens(self.names.file, range, self.vocabulary) {
                let span = reference.value.span;
                let before = seen[..seen.partition_point(|s| s.start < span.end)].last();
                if before.is_none_or(|s| s.end < span.start) {
                    self.references.entry(span).or_insert(reference);
                }
            }
        }
    }
}

/// The text is a list of texts as JSON writes them, without escapes.
fn is_list_in_text(text: &str) -> bool {
    const LONGEST: usize = 2_048;
    let inner = text.trim().strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let is_item = |item: &str| {
        let item = item.trim();
        item.len() > 2 && item.starts_with('"') && item.ends_with('"') && !item[1..item.len() - 1].contains(['"', ' '])
    };
    text.len() <= LONGEST && !text.contains('\\') && inner.is_some_and(|inner| inner.split(',').all(is_item))
}

/// Text that could be an ID by its shape: one short token of letters, digits and joiners.
fn could_be_id(text: &str) -> bool {
    const LONGEST: usize = 80;
    (2..=LONGEST).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b':' | b'/' | b'@'))
        && text.bytes().any(|b| b.is_ascii_alphabetic())
}

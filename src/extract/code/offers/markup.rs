//! Pages in texts of code: `<option value="…">` in what a function answers, a webview shows or a server sends.

use memchr::memmem;

use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::tags::{ITEM, Offers, is_item};
use crate::reference::{Context, Platform, Use};

/// What a text holds that offers something: `<option value`, `<acme-option value`.
fn offers(text: &[u8]) -> bool {
    memmem::find_iter(text, ITEM).any(|at| {
        let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
        let before = text[..at].iter().rposition(|b| !is_part(b));
        before.is_some_and(|open| text[open] == b'<') && text.get(at + ITEM.len()).is_some_and(u8::is_ascii_whitespace)
    })
}

impl Reader<'_, '_> {
    /// Notes what select boxes in texts offer, each at its place in the file.
    pub(in crate::extract::code) fn offered_in_texts(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        if !names.dialect.holds_markup() || !offers(&names.file.bytes) {
            return;
        }
        let contexts = Contexts::new(names, self.vocabulary);
        let is_text = |id: &NodeId| match tree.kind(*id) {
            Kind::Template => true,
            Kind::Str => tree.parent(*id).is_none_or(|up| tree.kind(up) != Kind::Template),
            _ => false,
        };
        let offers = |id: &NodeId| offers(names.text(*id).as_bytes());
        for text in tree.ids().filter(is_text).filter(offers).filter(|text| !contexts.is_left_unread(*text)) {
            let start = tree.node(text).span.range().start;
            let markup = self.without_holes(text);
            for offer in Offers::of(&markup) {
                let Some(mut reference) = offer.reference(&markup, start, self.vocabulary) else { continue };
                for used in &mut reference.uses {
                    if used.platform == Platform::Unstated {
                        used.platform = contexts.told_around(text, Platform::Unstated).unwrap_or(Platform::Unstated);
                    }
                    contexts.lay_said_around(text, used);
                }
                self.references.entry(reference.value.span).or_insert(reference);
            }
            for hole in names.holes_of_options(text) {
                self.offered_by_hole(hole);
            }
        }
    }

    /// What an option stands for whose value is put in: `LIST.map((m) => `<option value="${m}">`)`.
    fn offered_by_hole(&mut self, hole: NodeId) {
        let (names, tree) = (self.names, &self.names.tree);
        let used = Use::new(Context::Choice, tree.node(hole).span, names.text(hole));
        let trail = names.follow(hole);
        let routes = trail.routes.into_iter().map(|(route, _)| route);
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        for found in trail.found {
            if self.vocabulary.resembles_id(&found.text.text) && !self.is_explained(found.node) {
                self.explain(found, used.clone());
            }
        }
    }

    /// A text with blanks in the place of all that is not said in it.
    fn without_holes(&self, text: NodeId) -> Vec<u8> {
        let tree = &self.names.tree;
        let span = tree.node(text).span.range();
        if tree.kind(text) == Kind::Str {
            return self.names.file.bytes[span].to_vec();
        }
        let mut shown = vec![b' '; span.len()];
        for part in tree.children(text).filter(|part| tree.kind(*part) == Kind::Str) {
            let said = tree.node(part).span.range();
            shown[said.start - span.start..said.end - span.start].copy_from_slice(&self.names.file.bytes[said]);
        }
        shown
    }
}

impl Names<'_> {
    /// The names that are put into a text as the values of options.
    fn holes_of_options(&self, text: NodeId) -> Vec<NodeId> {
        let tree = &self.tree;
        let is_value = |hole: &NodeId| {
            let before = tree.before(*hole).filter(|before| tree.kind(*before) == Kind::Str);
            let before = before.map_or("", |before| self.text(before)).trim_end_matches(['"', '\'']);
            let tag = before.strip_suffix("value=").and_then(|before| before.rsplit('<').next());
            let name = tag.and_then(|tag| tag.split_ascii_whitespace().next());
            matches!(tree.kind(*hole), Kind::Name | Kind::Member) && name.is_some_and(|name| is_item(name.as_bytes()))
        };
        tree.children(text).filter(|_| tree.kind(text) == Kind::Template).filter(is_value).collect()
    }
}

impl Contexts<'_, '_> {
    /// The text is given to a name of this file that nothing reads.
    fn is_left_unread(&self, text: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(assign) = tree.parent(text).filter(|up| tree.kind(*up) == Kind::Assign) else { return false };
        let target = tree.child(assign, Role::Target).filter(|_| !names.is_added(assign));
        let target = target.filter(|target| tree.kind(*target) == Kind::Name);
        target.is_some_and(|target| {
            let readers = names.readers(assign, names.text(target), Bound::Value(text));
            self.stays_in_file(assign, target) && readers.is_some_and(|readers| readers.is_empty())
        })
    }
}

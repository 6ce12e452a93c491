//! What a JSON document says of itself: it is in a form that some program reads as settings, or tells what a run came to.

use crate::extract::settings::document::Document;
use crate::extract::settings::tree::{At, Kind, NodeId, Tree};
use crate::vocabulary::{Sign, Vocabulary, fold_name, words_of_name};

/// Entries that are looked at.
const MOST: usize = 64;

/// A program of others reads the document, by its form.
pub(super) fn is_known_form(document: &Document, vocabulary: &dyn Vocabulary) -> bool {
    let Some(root) = root(&document.tree) else { return false };
    let tree = &document.tree;
    let names = |map: NodeId| tree.entries(map).iter().take(MOST).map(|entry| fold_name(&entry.name));
    let is_form = |map: NodeId| names(map).any(|name| vocabulary.is_sign(&name, Sign::JsonForm));
    let has = |wanted: &str| names(root).any(|name| name == wanted);
    let rows = |list: NodeId| match &tree.nodes[list].kind {
        Kind::Seq(items) => &items[..items.len().min(MOST)],
        _ => &[],
    };
    let lists = tree.entries(root).iter().take(MOST).filter_map(|entry| entry.value).chain([root]);
    let has_both = |pair: &str| pair.split_once('+').is_some_and(|(one, other)| has(one) && has(other));
    is_form(root) || vocabulary.words(Sign::JsonFormPair).into_iter().any(has_both) || { lists }
        .flat_map(rows)
        .any(|row| is_form(*row))
}

/// The document names the schema of its form: some program reads it.
pub(super) fn says_its_form(document: &Document) -> bool {
    let tree = &document.tree;
    root(tree).is_some_and(|root| tree.entries(root).iter().take(MOST).any(|entry| entry.name == "$schema"))
}

/// The document says at its top when it was made and what came of it, or how much it holds.
pub(super) fn is_record(document: &Document, vocabulary: &dyn Vocabulary) -> bool {
    /// Under which documents say of themselves what they are.
    const ABOUT: [&str; 3] = ["metadata", "meta", "info"];
    let tree = &document.tree;
    let Some(root) = root(tree) else { return false };
    let about = tree.entries(root).iter().take(MOST).filter(|entry| ABOUT.contains(&fold_name(&entry.name).as_str()));
    let about: Vec<NodeId> = about.filter_map(|entry| entry.value).collect();
    let names = |maps: &[NodeId], is_it: &dyn Fn(&str) -> bool| {
        maps.iter().flat_map(|map| tree.entries(*map).iter().take(MOST)).any(|entry| is_it(&entry.name))
    };
    let is_moment = |name: &str| vocabulary.is_sign(&fold_name(name), Sign::JsonMoment);
    let is_finding =
        |name: &str| words_of_name(name).any(|w| vocabulary.is_sign(&w.to_ascii_lowercase(), Sign::JsonFinding));
    let counts = |name: &str| words_of_name(name).next().is_some_and(|first| first.eq_ignore_ascii_case("total"));
    let tops: Vec<NodeId> = about.iter().copied().chain([root]).collect();
    names(&tops, &is_moment) && names(&tops, &is_finding) || names(&about, &counts)
}

fn root(tree: &Tree) -> Option<NodeId> {
    tree.nodes.iter().position(|node| matches!(node.at, At::Root))
}

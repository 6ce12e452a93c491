//! What a JSON document says of itself: it is in a form that some program reads as settings, or tells what a run came to.

use crate::extract::settings::document::Document;
use crate::extract::settings::tree::{At, Kind, NodeId, Tree};
use crate::vocabulary::{fold_name, words_of_name};

/// Entries that are looked at.
const MOST: usize = 64;

/// Keys of which one at the top or in a row of a list at the top makes a form that some program reads.
const FORMS: &[&str] = &["mcpservers", "litellmparams", "modellist", "componenttype", "customid", "contributes"];

/// Pairs of keys at the top that make one: graphs of flows.
const GRAPHS: &[(&str, &str)] = &[("nodes", "edges"), ("nodes", "connections"), ("data", "lasttestedversion")];

/// Moments at which a program made a document.
const MOMENTS: &[&str] = &[
    "timestamp",
    "date",
    "created",
    "createdat",
    "generated",
    "generatedat",
    "generatedon",
    "startedat",
    "finishedat",
];

/// Words of keys under which stands what a run came to.
const FINDINGS: &[&str] = &[
    "accuracy",
    "counts",
    "duration",
    "elapsed",
    "f1",
    "metrics",
    "outcome",
    "precision",
    "processed",
    "recall",
    "result",
    "results",
    "run",
    "runs",
    "score",
    "scores",
    "stats",
    "statistics",
    "summary",
    "total",
    "totals",
    "usage",
];

/// A program of others reads the document, by its form.
pub(super) fn is_known_form(document: &Document) -> bool {
    let Some(root) = root(&document.tree) else { return false };
    let tree = &document.tree;
    let names = |map: NodeId| tree.entries(map).iter().take(MOST).map(|entry| fold_name(&entry.name));
    let is_form = |map: NodeId| names(map).any(|name| FORMS.contains(&name.as_str()));
    let has = |wanted: &str| names(root).any(|name| name == wanted);
    let rows = |list: NodeId| match &tree.nodes[list].kind {
        Kind::Seq(items) => &items[..items.len().min(MOST)],
        _ => &[],
    };
    let lists = tree.entries(root).iter().take(MOST).filter_map(|entry| entry.value).chain([root]);
    is_form(root) || GRAPHS.iter().any(|(one, other)| has(one) && has(other)) || { lists }
        .flat_map(rows)
        .any(|row| is_form(*row))
}

/// The document names the schema of its form: some program reads it.
pub(super) fn says_its_form(document: &Document) -> bool {
    let tree = &document.tree;
    root(tree).is_some_and(|root| tree.entries(root).iter().take(MOST).any(|entry| entry.name == "$schema"))
}

/// The document says at its top when it was made and what came of it, or how much it holds.
pub(super) fn is_record(document: &Document) -> bool {
    /// Under which documents say of themselves what they are.
    const ABOUT: [&str; 3] = ["metadata", "meta", "info"];
    let tree = &document.tree;
    let Some(root) = root(tree) else { return false };
    let about = tree.entries(root).iter().take(MOST).filter(|entry| ABOUT.contains(&fold_name(&entry.name).as_str()));
    let about: Vec<NodeId> = about.filter_map(|entry| entry.value).collect();
    let names = |maps: &[NodeId], is_it: &dyn Fn(&str) -> bool| {
        maps.iter().flat_map(|map| tree.entries(*map).iter().take(MOST)).any(|entry| is_it(&entry.name))
    };
    let is_moment = |name: &str| MOMENTS.contains(&fold_name(name).as_str());
    let is_finding = |name: &str| words_of_name(name).any(|w| FINDINGS.contains(&w.to_ascii_lowercase().as_str()));
    let counts = |name: &str| words_of_name(name).next().is_some_and(|first| first.eq_ignore_ascii_case("total"));
    let tops: Vec<NodeId> = about.iter().copied().chain([root]).collect();
    names(&tops, &is_moment) && names(&tops, &is_finding) || names(&about, &counts)
}

fn root(tree: &Tree) -> Option<NodeId> {
    tree.nodes.iter().position(|node| matches!(node.at, At::Root))
}

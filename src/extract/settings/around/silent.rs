//! What is not in use, by what it stands in: records, cases of tests, documents that declare the form of others.

use super::super::scalar::decode;
use super::super::tree::{At, Entry, Kind, NodeId, Tree};
use super::super::words;
use super::LONGEST;
use super::measured::{is_measured, is_reported};
use crate::extract::{cases, permits, recorded, roles};
use crate::reference::Context;
use crate::source::SourceFile;
use crate::vocabulary::{Vocabulary, fold_name};

/// For each node, what silences it; parents come first in the list.
pub(super) fn silences(file: &SourceFile, tree: &Tree, vocabulary: &dyn Vocabulary) -> Vec<Option<Context>> {
    let path = file.path.as_str();
    let of_file = silence_of_file(path, tree, vocabulary);
    let in_suite = cases::is_shared_suite(path);
    let is_made = is_made_by_program(tree);
    let mut out: Vec<Option<Context>> = Vec::with_capacity(tree.nodes.len());
    for (id, node) in tree.nodes.iter().enumerate() {
        let inherited = match node.at {
            At::Root => of_file.or_else(|| silence_of_document(tree.entries(id))),
            At::Key(parent, _) | At::Item(parent) => out[parent],
            At::Value(map, entry) => out[map].or_else(|| words::silence_below(&tree.entries(map)[entry].name)),
        };
        let inherited = inherited.or_else(|| is_for_some(tree, id).then_some(Context::Comparison));
        let inherited = inherited.or_else(|| describes_api(tree, id).then_some(Context::Text));
        let inherited = inherited.or_else(|| is_tag(tree, id).then_some(Context::Text));
        let inherited = inherited.or_else(|| (composes(tree, id) || is_allowed(tree, id)).then_some(Context::Key));
        let inherited = inherited.or_else(|| is_dated(tree, id).then_some(Context::Key));
        let inherited = inherited.or_else(|| is_of_tool(file, tree, id, vocabulary).then_some(Context::Key));
        let names = |map: NodeId| tree.entries(map).iter().take(LONGEST).map(|entry| entry.name.as_str());
        // An answer may be kept beside what the server said of it.
        let told_within = || {
            let facts = tree.entries(id).iter().take(LONGEST).filter(|entry| words::holds_answer_facts(&entry.name));
            facts.filter_map(|entry| entry.value).any(|within| words::records(names(within)))
        };
        let records = || {
            is_record(tree, id)
                || is_of_run(tree, id)
                || is_scored(file, tree, id)
                || is_exchanged(tree, id)
                || is_of_a_moment(file, tree, id)
                || is_counted(file, tree, id)
                || told_within()
                || is_case(tree, id, in_suite)
                || is_observed(tree, id, is_made)
                || is_answered_here(file, tree, id)
                || is_measured(file, tree, id)
                || is_made && is_reported(file, tree, id)
        };
        let records = || records().then_some(Context::Expectation);
        out.push(inherited.or_else(records));
    }
    out
}

/// A list says of which files a configuration is put together (Hydra): `defaults: [_self_, {llm: small}]`.
fn composes(tree: &Tree, id: NodeId) -> bool {
    let (Kind::Seq(items), At::Value(map, entry)) = (&tree.nodes[id].kind, tree.nodes[id].at) else { return false };
    let is_default = |item: &NodeId| match &tree.nodes[*item].kind {
        Kind::Scalar(_) => true,
        Kind::Map(entries) => entries.len() == 1 && entries[0].value.is_none_or(|value| tree.scalar(value).is_some()),
        Kind::Seq(_) | Kind::Alias(_) => false,
    };
    tree.entries(map)[entry].name == "defaults"
        && matches!(tree.nodes[map].at, At::Root)
        && items.iter().take(LONGEST).all(is_default)
}

/// A list says what a gateway lets somebody ask.
fn is_allowed(tree: &Tree, id: NodeId) -> bool {
    let (At::Value(map, entry), Kind::Seq(_)) = (tree.nodes[id].at, &tree.nodes[id].kind) else { return false };
    let entries = tree.entries(map);
    let beside: Vec<String> = entries.iter().take(LONGEST).map(|entry| fold_name(&entry.name)).collect();
    permits::is_permission(&fold_name(&entries[entry].name), beside.iter().map(String::as_str))
}

/// A node of a flow gives a tool what that is set to: whose names those are, the maker of the tool says.
fn is_of_tool(file: &SourceFile, tree: &Tree, id: NodeId, vocabulary: &dyn Vocabulary) -> bool {
    let At::Value(map, entry) = tree.nodes[id].at else { return false };
    let entries = tree.entries(map);
    if !matches!(entries[entry].name.as_str(), "tool_configurations" | "tool_parameters") {
        return false;
    }
    let maker =
        entries.iter().take(LONGEST).find(|entry| matches!(entry.name.as_str(), "provider_id" | "provider_name"));
    let maker = maker.and_then(|maker| tree.scalar(maker.value?));
    maker.is_some_and(|(value, style)| {
        let text = decode(&file.bytes, tree.nodes[value].span, style).text.to_ascii_lowercase();
        let mut words = text.split(|c: char| !c.is_ascii_alphanumeric());
        !words.any(|word| vocabulary.provider_called(word).is_some_and(|provider| vocabulary.serves(provider)))
    })
}

/// A mapping records what happened, or holds what did step by step.
fn is_record(tree: &Tree, id: NodeId) -> bool {
    let names = |map: NodeId| tree.entries(map).iter().take(LONGEST).map(|entry| entry.name.as_str());
    words::records(names(id)) || holds_records(tree, id, |name| cases::STEPS.contains(&name))
}

/// A mapping is what a run was made with, kept beside what came of it.
fn is_of_run(tree: &Tree, id: NodeId) -> bool {
    let At::Value(map, entry) = tree.nodes[id].at else { return false };
    let is_config = matches!(fold_name(&tree.entries(map)[entry].name).as_str(), "config" | "settings" | "parameters");
    is_config && holds_records(tree, map, |name| name == "results")
}

/// A mapping says how a model did: what it names it by and scores beside it, or a row of what was compared.
fn is_scored(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    let entries = || tree.entries(id).iter().take(LONGEST);
    let is_model = |entry: &Entry| words::names_model(&entry.name);
    let is_compared = matches!(tree.nodes[id].at, At::Item(_)) && words::holds_compared(tree.name(id));
    let is_result =
        |entry: &Entry| words::holds_results(&entry.name) || is_compared && words::holds_scores(&entry.name);
    let holds_scores = |entry: &Entry| entry.value.is_some_and(|value| Scores::of(file, tree, value).are_all());
    (is_compared || entries().len() == 2 && entries().any(is_model))
        && entries().any(|e| is_result(e) && holds_scores(e))
}

/// What the values of a mapping are, also within mappings in it.
#[derive(Default)]
struct Scores {
    fractions: usize,
    others: usize,
}

impl Scores {
    fn of(file: &SourceFile, tree: &Tree, map: NodeId) -> Scores {
        let mut scores = Scores::default();
        scores.count(file, tree, map, 0);
        scores
    }

    fn count(&mut self, file: &SourceFile, tree: &Tree, map: NodeId, depth: usize) {
        /// Mappings in one another that are looked at.
        const DEEPEST: usize = 2;
        let values = tree.entries(map).iter().take(LONGEST).filter_map(|entry| entry.value);
        for value in values {
            let text = tree.scalar(value).map(|(value, _)| file.text(tree.nodes[value].span));
            match text {
                Some(text) if text.parse::<f64>().is_ok() => self.fractions += usize::from(text.contains('.')),
                Some(text) if text == "null" => {}
                None if depth < DEEPEST && !tree.entries(value).is_empty() => self.count(file, tree, value, depth + 1),
                _ => self.others += 1,
            }
        }
    }

    /// Numbers alone, and not all of them counts or limits.
    fn are_all(&self) -> bool {
        self.others == 0 && self.fractions > 0
    }
}

/// A list of a mapping under some name holds records.
fn holds_records(tree: &Tree, map: NodeId, is_named: impl Fn(&str) -> bool) -> bool {
    /// Items that are looked at.
    const MOST: usize = 8;
    let lists = tree.entries(map).iter().take(LONGEST).filter(|entry| is_named(&entry.name));
    let items = |entry: &Entry| match entry.value.map(|value| &tree.nodes[value].kind) {
        Some(Kind::Seq(items)) => items.iter().take(MOST).copied().collect(),
        _ => Vec::new(),
    };
    let names = |map: NodeId| tree.entries(map).iter().take(LONGEST).map(|entry| entry.name.as_str());
    { lists }.flat_map(items).any(|item| words::records(names(item)))
}

/// A row of a table that says of each model when it came, and nothing else: `{model_id: …, created_date: …}`.
fn is_dated(tree: &Tree, id: NodeId) -> bool {
    /// Rows that make a table.
    const FEWEST: usize = 2;
    let is_row = |id: NodeId| words::says_only_when(tree.entries(id).iter().take(LONGEST).map(|e| e.name.as_str()));
    let rows = |holder: NodeId| match &tree.nodes[holder].kind {
        Kind::Seq(items) => items.iter().copied().take(FEWEST).filter(|item| is_row(*item)).count(),
        _ => {
            let values = tree.entries(holder).iter().take(FEWEST).filter_map(|entry| entry.value);
            values.filter(|value| is_row(*value)).count()
        }
    };
    is_row(id) && tree.parent(id).is_some_and(|holder| rows(holder) == FEWEST)
}

/// A mapping is what was sent, kept beside what came back.
fn is_exchanged(tree: &Tree, id: NodeId) -> bool {
    let (At::Value(map, entry), Kind::Map(_)) = (tree.nodes[id].at, &tree.nodes[id].kind) else { return false };
    let entries = tree.entries(map);
    let answers = recorded::exchanged_for(&fold_name(&entries[entry].name));
    answers.is_some_and(|answers| {
        entries.iter().take(LONGEST).any(|entry| answers.contains(&fold_name(&entry.name).as_str()))
    })
}

/// A mapping says at which moment somebody did with what it holds: `evaluation_timestamp: 1729724614`.
fn is_of_a_moment(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    /// Entries that are looked at.
    const MOST: usize = 64;
    let is_moment = |entry: &Entry| {
        let value = entry
            .value
            .and_then(|value| tree.scalar(value))
            .filter(|_| recorded::may_be_moment(&fold_name(&entry.name)));
        value.is_some_and(|(value, style)| {
            let span = tree.nodes[value].span;
            span.len() <= MOST && recorded::is_moment(decode(&file.bytes, span, style).text.trim())
        })
    };
    tree.entries(id).iter().take(MOST).any(is_moment)
}

/// What is said of data that a program made, with how much of it there is: `metadata: {totalEntries: 20, model: …}`.
fn is_counted(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    let At::Value(map, entry) = tree.nodes[id].at else { return false };
    if !matches!(fold_name(&tree.entries(map)[entry].name).as_str(), "metadata" | "meta") {
        return false;
    }
    let is_number = |entry: &Entry| {
        let value = entry.value.filter(|value| tree.scalar(*value).is_some());
        value.is_some_and(|value| file.text(tree.nodes[value].span).parse::<u64>().is_ok())
    };
    tree.entries(id).iter().take(LONGEST).any(|entry| words::is_count(&entry.name) && is_number(entry))
}

/// The description of an API, also where it is kept within something else.
fn describes_api(tree: &Tree, id: NodeId) -> bool {
    let has = |name: &str| tree.entries(id).iter().take(16).any(|entry| entry.name == name);
    has("openapi") && has("paths")
}

/// A label in a list of labels: `tags: [{key: …, value: …}]`.
fn is_tag(tree: &Tree, id: NodeId) -> bool {
    let mut names = tree.entries(id).iter().take(LONGEST).map(|entry| fold_name(&entry.name));
    matches!(tree.nodes[id].at, At::Item(_))
        && words::holds_labels(tree.name(id))
        && tree.entries(id).len() == 2
        && names.all(|name| matches!(name.as_str(), "key" | "value"))
}

/// Whoever takes the settings answers by himself, and asks no model: `mock_response: …`, `provider: fake`.
fn is_answered_here(file: &SourceFile, tree: &Tree, id: NodeId) -> bool {
    let is_stand_in = |entry: &Entry| {
        let value = entry.value.and_then(|value| tree.scalar(value)).filter(|_| words::names_provider(&entry.name));
        value.is_some_and(|(value, style)| {
            roles::is_stand_in(decode(&file.bytes, tree.nodes[value].span, style).text.trim())
        })
    };
    tree.entries(id).iter().take(LONGEST).any(|entry| words::is_played_answer(&entry.name) || is_stand_in(entry))
}

/// A document says when a program made it.
pub(super) fn is_made_by_program(tree: &Tree) -> bool {
    /// Entries at the top that are looked at.
    const MOST: usize = 64;
    let is_root = |node: &&super::super::tree::Node| matches!(node.at, At::Root);
    let Some(root) = tree.nodes.iter().position(|node| is_root(&node)) else { return false };
    tree.entries(root).iter().take(MOST).any(|entry| words::is_moment_of_making(&entry.name))
}

/// A row of what was observed, in a file that a program made or below a list of observations.
fn is_observed(tree: &Tree, id: NodeId, is_made: bool) -> bool {
    /// Levels above a row that are looked at.
    const HIGHEST: usize = 8;
    let At::Item(_) = tree.nodes[id].at else { return false };
    let names = tree.entries(id).iter().take(64).map(|entry| entry.name.as_str());
    let above = || std::iter::successors(tree.parent(id), |at| tree.parent(*at)).take(HIGHEST);
    words::is_observed(names) && (is_made || above().any(|at| words::holds_observations(tree.name(at))))
}

/// A mapping is a case of a test suite, or an answer that is played back in one.
fn is_case(tree: &Tree, id: NodeId, in_suite: bool) -> bool {
    let entries = tree.entries(id);
    if entries.is_empty() {
        return false;
    }
    let names = entries.iter().take(LONGEST).map(|entry| entry.name.as_str());
    let is_played = || matches!(tree.nodes[id].at, At::Item(_)) && cases::is_played(tree.name(id), names.clone());
    let expects = || names.clone().any(cases::is_expected);
    let asks_model = || {
        let inputs = entries.iter().take(LONGEST).filter(|entry| cases::is_input(&entry.name));
        inputs.filter_map(|entry| entry.value).any(|input| holds_model(tree, input, 0))
    };
    cases::is_case(names.clone()) || is_played() || expects() && (in_suite || asks_model())
}

/// A model is named in a mapping, or in one within it.
fn holds_model(tree: &Tree, map: NodeId, depth: usize) -> bool {
    /// Mappings in one another that are looked at.
    const DEEPEST: usize = 3;
    let entries = || tree.entries(map).iter().take(64);
    let is_model = |entry: &Entry| matches!(fold_name(&entry.name).as_str(), "model" | "modelid" | "modelname");
    depth < DEEPEST
        && (entries().any(is_model)
            || entries().filter_map(|entry| entry.value).any(|value| holds_model(tree, value, depth + 1)))
}

/// A list of the models that what stands beside it is meant for.
fn is_for_some(tree: &Tree, id: NodeId) -> bool {
    let (At::Value(map, entry), Kind::Seq(_)) = (tree.nodes[id].at, &tree.nodes[id].kind) else { return false };
    let At::Item(list) = tree.nodes[map].at else { return false };
    let (name, entries) = (tree.entries(map)[entry].name.as_str(), tree.entries(map));
    words::tells_for_whom(name, tree.name(list), entries.iter().take(LONGEST).map(|entry| entry.name.as_str()))
}

/// What the path of a file says of everything in it.
fn silence_of_file(path: &str, tree: &Tree, vocabulary: &dyn Vocabulary) -> Option<Context> {
    if words::is_recording(path) {
        return Some(Context::Expectation);
    }
    if words::is_form_of_issues(path) {
        return Some(Context::Text);
    }
    let describes = || is_about_a_model(path, vocabulary) && !names_key(tree);
    (words::is_archived(path) || describes()).then_some(Context::Key)
}

/// A document says at its top with which key somebody is asked: it is what a client is made with.
fn names_key(tree: &Tree) -> bool {
    let root = tree.nodes.iter().position(|node| matches!(node.at, At::Root));
    root.is_some_and(|root| tree.entries(root).iter().take(LONGEST).any(|e| fold_name(&e.name).contains("apikey")))
}

/// A file that is named after a model, in a folder of models, describes it.
fn is_about_a_model(path: &str, vocabulary: &dyn Vocabulary) -> bool {
    let mut parts = path.rsplit(['/', '\\']);
    let name = parts.next().unwrap_or_default();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    parts.any(|folder| matches!(folder, "models" | "model")) && vocabulary.resembles_id(stem)
}

fn silence_of_document(entries: &[Entry]) -> Option<Context> {
    let names: Vec<&str> = entries.iter().take(LONGEST).map(|entry| entry.name.as_str()).collect();
    let declares = || words::declares_form(&names).then_some(Context::Text);
    names.iter().find_map(|name| words::silence_of_document(name)).or_else(declares)
}

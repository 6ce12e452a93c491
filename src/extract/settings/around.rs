//! What stands around a value: names, neighbours, the kind of table or document.

mod addresses;
mod answering;
mod inputs;
mod measured;
mod neighbours;
mod offered;
mod own_keys;
mod paths;
mod shapes;
mod silent;
mod voices;

use std::collections::{HashMap, HashSet};

use crate::extract::settings::tells::{self, Tell};
use crate::extract::settings::{self, live};
use crate::extract::stems::Address;
use crate::reference::Context;
use crate::source::SourceFile;
use crate::vocabulary::{EndpointSet, Form, Key, Role, Step, Vocabulary, fold_name};

use super::scalar::decode;
use super::tree::{At, Entry, Kind, NodeId, Tree};
use super::words;

/// Longer mappings and lists say nothing about each of their entries.
const LONGEST: usize = 2_000;

/// How names of entries end that hold the name, the version and the format of a model, folded.
const NAME: &str = "name";
const VERSION: &str = "version";
const FORMAT: &str = "format";

/// A place at which a value stands, or would stand after a merge.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    /// The mapping or sequence.
    pub container: Option<NodeId>,
    /// Its key in a mapping.
    pub key: Option<String>,
    /// The steps to it.
    pub path: Option<Vec<Step>>,
}

/// What the name of a place says.
#[derive(Debug, Clone)]
pub(crate) struct Named<'v> {
    /// The name that says it.
    pub name: String,
    /// What it does.
    pub key: Option<Key<'v>>,
    /// A path of the vocabulary says it, not the last key alone.
    pub by_path: bool,
    /// It is the name of a variable.
    pub variable: bool,
    /// Only what stands beside it says so: an ID is a model, anything else is what it may be.
    pub likely: bool,
}

/// Questions about the surroundings, answered once each.
pub(crate) struct Around<'a> {
    file: &'a SourceFile,
    file_name: &'a str,
    tree: &'a Tree,
    vocabulary: &'a dyn Vocabulary,
    paths: HashMap<String, Option<Key<'a>>>,
    tells: HashMap<NodeId, Vec<Tell>>,
    within: HashMap<NodeId, Vec<Tell>>,
    addresses: HashMap<NodeId, Vec<Address>>,
    endpoints: HashMap<NodeId, EndpointSet>,
    rows: HashMap<NodeId, bool>,
    silences: Vec<Option<Context>>,
    inputs: Option<inputs::Inputs>,
    own_keys: Option<HashSet<&'a str>>,
    answering: Option<answering::Answering>,
}

impl<'a> Around<'a> {
    pub fn new(file: &'a SourceFile, tree: &'a Tree, vocabulary: &'a dyn Vocabulary) -> Around<'a> {
        Around {
            file,
            file_name: crate::extract::file_name(&file.path),
            tree,
            vocabulary,
            paths: HashMap::new(),
            tells: HashMap::new(),
            within: HashMap::new(),
            addresses: HashMap::new(),
            endpoints: HashMap::new(),
            rows: HashMap::new(),
            silences: silent::silences(file, tree, vocabulary),
            inputs: None,
            own_keys: None,
            answering: None,
        }
    }

    /// The context of everything at a place that is not in use.
    pub fn silence(&self, id: NodeId) -> Option<Context> {
        self.silences[id]
    }

    /// The place of a node.
    pub fn place(&self, id: NodeId) -> Place {
        let (container, key) = match self.tree.nodes[id].at {
            At::Value(map, entry) => (Some(map), Some(self.tree.entries(map)[entry].name.clone())),
            At::Item(seq) => (Some(seq), None),
            At::Root | At::Key(..) => (None, None),
        };
        Place { container, key, path: self.tree.path(id) }
    }

    /// The place that an entry takes in a mapping that it is merged into.
    pub fn merged_place(&self, map: NodeId, name: &str) -> Place {
        let path = self.tree.path(map).map(|mut path| {
            path.push(Step::Key(name.to_owned()));
            path
        });
        Place { container: Some(map), key: Some(name.to_owned()), path }
    }

    /// A value is expected somewhere above, as a check of answers does, and yet its own path says that it is a model.
    pub fn checks_with(&mut self, id: NodeId) -> bool {
        if self.silences[id] != Some(Context::Expectation) {
            return false;
        }
        let mut above = std::iter::successors(Some(id), |at| self.tree.parent(*at)).take(8);
        above.any(|at| words::silence_below(self.tree.name(at)).is_some())
            && self.by_path(&self.place(id)).is_some_and(|key| key.role == Role::Model && key.exact)
    }

    /// What the name of a place says: the path first, then the name.
    pub fn named(&mut self, place: &Place) -> Named<'a> {
        let owner = place.container.map_or("", |container| self.tree.name(container));
        let name = place.key.as_deref().unwrap_or(owner);
        if let Some(key) = self.by_path(place) {
            return Named { name: name.to_owned(), key: Some(key), by_path: true, variable: false, likely: false };
        }
        if let Some(pair) = self.paired_name(place) {
            return self.by_name(&pair, words::holds_variables(owner));
        }
        let variables = place.key.is_some() && words::holds_variables(owner);
        let named = self.by_name(name, variables);
        if named.key.is_none() && place.key.is_some() && self.speaks_for_owner(place, name) {
            let is_llm = place.container.is_some_and(|map| name == NAME && self.is_llm_of_platform(map));
            let above = self.by_name(if is_llm { "llm" } else { owner }, false);
            if above.key.is_some_and(|key| matches!(key.role, Role::Model | Role::Silent)) {
                return above;
            }
        }
        if named.key.is_none() && self.names_what_is_called(place) || self.is_path_at_server(place) {
            return Named { key: self.vocabulary.name("model"), likely: true, ..named };
        }
        named
    }

    fn by_path(&mut self, place: &Place) -> Option<Key<'a>> {
        let path = place.path.as_ref().filter(|path| !path.is_empty())?;
        let label = label(path, path.len());
        if let Some(known) = self.paths.get(&label) {
            return *known;
        }
        let key = self.vocabulary.yaml(self.file_name, path);
        self.paths.insert(label, key);
        key
    }

    fn by_name(&self, name: &str, variables: bool) -> Named<'a> {
        let variable = variables || settings::is_environment_name(name);
        let key = if variable { settings::environment_key(name, self.vocabulary) } else { self.vocabulary.name(name) };
        Named { name: name.to_owned(), key, by_path: false, variable, likely: false }
    }

    /// `X` of `{name: X, value: …}`.
    pub(super) fn paired_name(&self, place: &Place) -> Option<String> {
        if !place.key.as_deref().is_some_and(|key| words::is_value(key) || key == "default") {
            return None;
        }
        let entries = self.tree.entries(place.container?);
        let entry = entries.iter().take(8).find(|entry| matches!(entry.name.as_str(), "name" | "Name" | "key"))?;
        let name = self.text(entry)?;
        (!name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
    }

    /// The key at a place that holds the version of a model, and the name of the model beside it.
    pub fn version_of(&mut self, place: &Place) -> Option<(Key<'a>, String)> {
        let (map, name, inner) = self.holder(place)?;
        let stem = fold_name(&name).strip_suffix(VERSION)?.to_owned();
        let key = self.by_path(place).filter(|key| key.form == Form::Version)?;
        if stem.is_empty() && self.entry(map, FORMAT).is_none() {
            return None;
        }
        let text = self.inner_text(map, &format!("{stem}{NAME}"), inner.as_deref())?;
        Some((key, text)).filter(|(_, text)| !text.is_empty() && !text.contains(char::is_whitespace))
    }

    /// The place holds the name of a model whose version stands beside it, in a template.
    pub fn is_versioned_name(&mut self, place: &Place) -> bool {
        let Some((map, name, inner)) = self.holder(place) else { return false };
        let Some(stem) = fold_name(&name).strip_suffix(NAME).map(str::to_owned) else { return false };
        let is_format = stem.is_empty() && self.entry(map, FORMAT).is_some();
        if is_format && fold_name(self.tree.name(map)).ends_with("model") {
            return true;
        }
        let Some(entry) = self.entry(map, &format!("{stem}{VERSION}")) else { return false };
        let version = self.inner_text(map, &format!("{stem}{VERSION}"), inner.as_deref()).unwrap_or_default();
        // Registries count their versions; templates name them by a day, or by three digits and more.
        let is_dated = version.bytes().take_while(u8::is_ascii_digit).count() >= 3;
        let mut beside = self.merged_place(map, &entry.name);
        if let (Some(inner), Some(path)) = (inner, &mut beside.path) {
            path.push(Step::Key(inner));
        }
        is_dated && self.by_path(&beside).is_some_and(|key| key.form == Form::Version)
    }

    /// The mapping and the name of an entry; of `NAME: {value: …}` those of the entry above, and the key within.
    fn holder(&self, place: &Place) -> Option<(NodeId, String, Option<String>)> {
        let (map, key) = (place.container?, place.key.as_deref()?);
        if matches!(key, "value" | "defaultValue" | "default") {
            let above = self.tree.parent(map)?;
            return Some((above, self.tree.name(map).to_owned(), Some(key.to_owned())));
        }
        Some((map, key.to_owned(), None))
    }

    /// The entry of a mapping with a folded name.
    fn entry(&self, map: NodeId, folded: &str) -> Option<&'a Entry> {
        self.tree.entries(map).iter().take(LONGEST).find(|entry| fold_name(&entry.name) == folded)
    }

    /// The text of an entry with a folded name, or of a key within it.
    fn inner_text(&self, map: NodeId, folded: &str, inner: Option<&str>) -> Option<String> {
        let entry = self.entry(map, folded)?;
        match inner {
            None => self.said(entry),
            Some(inner) => self.said(self.tree.entries(entry.value?).iter().take(8).find(|e| e.name == inner)?),
        }
    }

    /// The text of a short scalar.
    fn text(&self, entry: &Entry) -> Option<String> {
        let (id, style) = self.tree.scalar(entry.value?)?;
        let node = &self.tree.nodes[id];
        (node.span.len() <= 2_048 && !node.tagged).then(|| decode(&self.file.bytes, node.span, style).text)
    }

    /// The mapping of a place and two above it.
    fn mappings_above(&self, container: NodeId) -> Vec<NodeId> {
        const LEVELS: usize = 3;
        let mut out = Vec::new();
        let mut at = Some(container);
        while let Some(id) = at
            && out.len() < LEVELS
        {
            if matches!(self.tree.nodes[id].kind, Kind::Map(_)) {
                out.push(id);
            }
            at = self.tree.parent(id);
        }
        out
    }

    /// The endpoints that the settings around a place tell, those of the nearest.
    pub fn endpoints(&mut self, place: &Place) -> EndpointSet {
        let Some(container) = place.container else { return EndpointSet::EMPTY };
        let levels = self.mappings_above(container);
        levels.into_iter().map(|level| self.endpoints_of(level)).find(|told| !told.is_empty()).unwrap_or_default()
    }

    fn endpoints_of(&mut self, map: NodeId) -> EndpointSet {
        if let Some(known) = self.endpoints.get(&map) {
            return *known;
        }
        let mut told = EndpointSet::EMPTY;
        for entry in self.tree.entries(map).iter().take(LONGEST) {
            told = told.union(self.endpoints_told(map, entry));
            // Facts about a model may have a mapping of their own beside the one that names it.
            if let Some(within) = entry.value.filter(|_| words::holds_facts(&entry.name)) {
                let inner = self.tree.entries(within).iter().take(64);
                told = inner.fold(told, |told, entry| told.union(self.endpoints_told(within, entry)));
            }
        }
        self.endpoints.insert(map, told);
        told
    }

    /// What one setting tells; of a list what all of its words tell together.
    fn endpoints_told(&mut self, map: NodeId, entry: &Entry) -> EndpointSet {
        let place = self.merged_place(map, &entry.name);
        let Some(key) = self.by_path(&place) else { return EndpointSet::EMPTY };
        let words: Vec<String> = match entry.value.map(|value| &self.tree.nodes[value].kind) {
            Some(Kind::Seq(items)) => items.iter().take(16).filter_map(|item| self.scalar(*item)).collect(),
            _ => self.said(entry).into_iter().collect(),
        };
        let told =
            |word: &String| Some(tells::endpoints_of(&key, word, self.vocabulary)).filter(|told| !told.is_empty());
        // One word that says nothing may stand for any endpoint.
        let all: Option<Vec<EndpointSet>> = words.iter().map(told).collect();
        all.unwrap_or_default().into_iter().fold(EndpointSet::EMPTY, EndpointSet::union)
    }

    /// The live text of a value, or the text as it stands.
    fn said(&self, entry: &Entry) -> Option<String> {
        self.scalar(entry.value?)
    }

    fn scalar(&self, id: NodeId) -> Option<String> {
        let (id, style) = self.tree.scalar(id)?;
        let node = &self.tree.nodes[id];
        let text = (node.span.len() <= 2_048 && !node.tagged).then(|| decode(&self.file.bytes, node.span, style))?;
        Some(live::live(&text).map_or(text.text, |live| live.text))
    }
}

/// The last steps of a path in words: `services.web.environment`.
pub(crate) fn label(path: &[Step], steps: usize) -> String {
    let mut out = String::new();
    for step in &path[path.len().saturating_sub(steps)..] {
        match step {
            Step::Item => out.push_str("[]"),
            Step::Key(key) => {
                if !out.is_empty() {
                    out.push('.');
                }
                out.push_str(key);
            }
        }
    }
    out
}

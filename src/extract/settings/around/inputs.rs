//! Inputs of workflows and actions: what stands around a use of one tells of its default.

use std::collections::HashMap;

use super::super::tells::{self, Says};
use super::super::tree::{At, Entry, Kind, NodeId, Tree};
use super::{Around, Place};
use crate::reference::Platform;
use crate::vocabulary::Step;

/// Places at which inputs are handed on as they are, by the names of the inputs.
pub(super) type Inputs = HashMap<String, Vec<NodeId>>;

/// Entries of a mapping of inputs that are looked at.
const MOST_PARTS: usize = 256;

impl Around<'_> {
    /// The platform of the default of an input: the server that stands beside a place where it is handed on.
    pub fn platform_of_input(&mut self, place: &Place) -> Option<Platform> {
        let Some([.., Step::Key(inputs), Step::Key(name), Step::Key(key)]) = place.path.as_deref() else {
            return None;
        };
        if inputs != "inputs" || key != "default" {
            return None;
        }
        let (tree, bytes) = (self.tree, &self.file.bytes);
        let used = self.inputs.get_or_insert_with(|| handed_on(tree, bytes)).get(name)?.clone();
        used.into_iter().find_map(|id| {
            let place = self.place(id);
            let named = self.named(&place);
            let tells = self.tells(&place, named.variable);
            let has_server = tells.iter().any(|tell| matches!(tell.says, Says::Url(_)));
            let own = named.key.filter(|_| has_server)?.provider;
            let platform = tells::platform(&named.name, own, &tells, self.vocabulary);
            (platform != Platform::Unstated).then_some(platform)
        })
    }

    /// What arrives where an address is nothing but an input of this file: the default of that, also an empty one where
    /// the input may be left out or is declared nowhere. Nothing of other addresses, and of inputs that must be given.
    pub(super) fn address_of_input(&self, said: &str) -> Option<String> {
        let name = input(said)?;
        let declared = self.declared_inputs().find(|entry| entry.name == name).and_then(|entry| entry.value);
        let parts = declared.map(|declared| self.tree.entries(declared).iter().take(MOST_PARTS)).into_iter().flatten();
        let said = |wanted: &str| parts.clone().find(|part| part.name == wanted).and_then(|part| self.said(part));
        match said("default") {
            None if said("required").is_some_and(|word| word == "true") => None,
            default => Some(default.unwrap_or_default()),
        }
    }

    /// The inputs of an action, and those of the events that a workflow is called by.
    fn declared_inputs(&self) -> impl Iterator<Item = &Entry> {
        let tree = self.tree;
        let whole = tree.nodes.iter().position(|node| node.at == At::Root && matches!(node.kind, Kind::Map(_)));
        let of_map = move |map: NodeId| tree.entries(map).iter().take(MOST_PARTS);
        let values_of = move |map: NodeId, name: &'static str| {
            of_map(map).filter(move |entry| entry.name == name).filter_map(|entry| entry.value)
        };
        let events = whole.into_iter().flat_map(move |whole| values_of(whole, "on"));
        let called_by = events.flat_map(of_map).filter_map(|event| event.value);
        { whole.into_iter().chain(called_by) }.flat_map(move |holder| values_of(holder, "inputs")).flat_map(of_map)
    }
}

/// The values that are nothing but an input: `${{ inputs.model }}`.
fn handed_on(tree: &Tree, bytes: &[u8]) -> Inputs {
    const LONGEST: usize = 200;
    const MOST: usize = 8;
    let mut found = Inputs::new();
    for (id, node) in tree.nodes.iter().enumerate() {
        if !matches!(node.kind, Kind::Scalar(_)) || node.span.len() > LONGEST {
            continue;
        }
        if let Some(name) = std::str::from_utf8(&bytes[node.span.range()]).ok().and_then(input) {
            let places = found.entry(name.to_owned()).or_default();
            if places.len() < MOST {
                places.push(id);
            }
        }
    }
    found
}

/// The name of the input that a value is.
fn input(value: &str) -> Option<&str> {
    let value = value.trim().trim_matches(['"', '\'']);
    let inside = value.strip_prefix("${{")?.strip_suffix("}}")?.trim();
    let inside = inside.strip_prefix("github.event.").unwrap_or(inside);
    let name = inside.strip_prefix("inputs.")?;
    name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-')).then_some(name)
}

//! What a call is given: by keyword, in an object of options, or in what nobody here knows.

use super::clients::Clients;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Words;

/// Words in the name of an object that holds all options of a client.
const OPTIONS: [&str; 7] = ["option", "config", "setting", "param", "args", "opts", "load"];

impl Clients<'_, '_> {
    /// The first of several arguments that is given.
    pub fn any_argument(&self, call: NodeId, words: Words<'_>) -> Option<NodeId> {
        words.iter().find_map(|path| self.argument(call, path))
    }

    /// The value of an argument: a keyword, or a property of an object argument; nested ones with dots; a number is a
    /// place among those without a name.
    pub fn argument(&self, call: NodeId, path: &str) -> Option<NodeId> {
        let names = self.names;
        if let Ok(place) = path.parse::<usize>() {
            return names.positional(call).get(place).copied();
        }
        let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
        let object = || names.positional(call).into_iter().find_map(|a| names.map_entries_of(a, first).pop());
        let mut value = names.keyword(call, first).or_else(object)?;
        for key in rest.into_iter().flat_map(|r| r.split('.')) {
            value = self.fields_of(value, key).pop()?;
        }
        Some(value)
    }

    /// All values that an argument may have: of the first of several names that is given.
    pub fn arguments(&self, call: NodeId, path: &str) -> Vec<NodeId> {
        let names = self.names;
        let (first, rest) = path.split_once('.').map_or((path, None), |(f, r)| (f, Some(r)));
        let (key, in_items) = first.strip_suffix("[]").map_or((first, false), |key| (key, true));
        let mut values = names.keywords(call, key);
        if values.is_empty() {
            let objects = names.positional(call).into_iter().map(|a| names.map_entries_of(a, key));
            values = { objects }.find(|values| !values.is_empty()).unwrap_or_default();
        }
        if in_items {
            values = values.into_iter().filter_map(|list| names.items_of(list)).flatten().collect();
        }
        for key in rest.into_iter().flat_map(|r| r.split('.')) {
            let inner = names.entries_of_all(values.clone(), key);
            let is_list = key.ends_with("[]");
            let fields = || values.iter().flat_map(|value| self.fields_of(*value, key)).collect();
            values = if inner.is_empty() && !is_list { fields() } else { inner };
        }
        values
    }

    /// Values of a key in the maps that an expression may be, or of an argument by which an object of options is made:
    /// `Options(base_url="…")`.
    fn fields_of(&self, node: NodeId, key: &str) -> Vec<NodeId> {
        let entries = self.names.map_entries_of(node, key);
        if !entries.is_empty() {
            return entries;
        }
        let bounds = self.names.bounds_of(node).into_iter();
        let values = bounds.filter_map(|bound| if let Bound::Value(value) = bound { Some(value) } else { None });
        let made = values.filter(|value| self.is_construction(*value));
        made.filter_map(|call| self.argument(call, key)).collect()
    }

    /// The object that holds all options of a client is not in the file.
    pub(super) fn has_unknown_options(&self, call: NodeId) -> bool {
        let names = self.names;
        let is_made = |bound: &Bound| matches!(bound, Bound::Value(value) if self.is_construction(*value));
        let unknown = |option: &NodeId| match names.tree.kind(*option) {
            Kind::Name | Kind::Member | Kind::Call => {
                let last = match names.tree.kind(*option) {
                    Kind::Call => names.tree.child(*option, Role::Callee).map_or("", |c| names.text(c)),
                    _ => names.key_of(*option).unwrap_or_else(|| names.text(*option)),
                };
                let folded = last.to_ascii_lowercase();
                OPTIONS.iter().any(|word| folded.contains(word))
                    && names.map_of(*option, 0).is_none()
                    && !names.bounds_of(*option).iter().any(is_made)
            }
            _ => false,
        };
        names.dialect.has_block_scope() && names.positional(call).first().is_some_and(unknown)
    }

    pub(in crate::extract::code) fn is_construction(&self, call: NodeId) -> bool {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee).filter(|_| names.tree.kind(call) == Kind::Call);
        let chain = callee.map(|callee| names.chain(callee).names).unwrap_or_default();
        chain.last().is_some_and(|last| last.starts_with(|c: char| c.is_ascii_uppercase()))
    }

    /// What is spread into a call and does not stand in the file.
    pub(super) fn unresolved_spreads(&self, call: NodeId) -> Vec<NodeId> {
        let names = self.names;
        let holders =
            std::iter::once(call).chain(names.positional(call).into_iter().filter_map(|a| names.map_of(a, 0)));
        let values =
            holders.flat_map(|holder| names.spreads(holder)).map(|s| names.tree.child(s, Role::Value).unwrap_or(s));
        values.filter(|value| names.map_of(*value, 0).is_none()).collect()
    }
}

//! The address of a server that is called like a model: `narrator_url` beside `narrator_model`.

use super::super::scalar::decode;
use super::super::shell;
use super::super::tree::{Kind, NodeId};
use super::super::words;
use super::{Around, LONGEST, Place};
use crate::extract::settings::live;
use crate::extract::stems::{self, Address};
use crate::reference::Platform;

impl Around<'_> {
    /// Who answers at the address beside a model that is called like it; `tells` says that its name tells a platform.
    pub fn told_by_address(&mut self, place: &Place, name: &str, tells: bool) -> Option<Platform> {
        stems::of_model(name)?;
        let holder = self.holder_of_named(place)?;
        if !self.addresses.contains_key(&holder) {
            let found = self.addresses_in(holder);
            self.addresses.insert(holder, found);
        }
        stems::platform(name, tells, self.addresses.get(&holder)?, self.vocabulary)
    }

    /// The mapping or list in which a name stands: of `NAME: {value: …}` and `{name: NAME, value: …}` that around it.
    fn holder_of_named(&self, place: &Place) -> Option<NodeId> {
        let container = place.container?;
        let is_pair = place.key.as_deref().is_some_and(words::is_value);
        let above = self.tree.parent(container).filter(|_| is_pair);
        Some(above.unwrap_or(container))
    }

    fn addresses_in(&self, holder: NodeId) -> Vec<Address> {
        let named: Vec<(String, String)> = match &self.tree.nodes[holder].kind {
            Kind::Map(entries) => {
                let pair = |entry: &super::Entry| {
                    Some((entry.name.clone(), self.said(entry).or_else(|| self.value_in(entry.value?))?))
                };
                entries
                    .iter()
                    .take(LONGEST)
                    .filter(|entry| stems::of_address(&entry.name).is_some())
                    .filter_map(pair)
                    .collect()
            }
            Kind::Seq(items) => items.iter().take(LONGEST).filter_map(|item| self.variable(*item)).collect(),
            _ => Vec::new(),
        };
        named.iter().filter_map(|(name, value)| stems::address(name, value, self.vocabulary)).collect()
    }

    /// The value of `{value: …}`.
    fn value_in(&self, map: NodeId) -> Option<String> {
        let value = self.tree.entries(map).iter().take(8).find(|entry| words::is_value(&entry.name))?;
        self.said(value)
    }

    /// `NAME=value` or `{name: NAME, value: …}`.
    fn variable(&self, item: NodeId) -> Option<(String, String)> {
        match &self.tree.nodes[item].kind {
            Kind::Map(entries) => {
                let name =
                    entries.iter().take(8).find(|entry| matches!(entry.name.as_str(), "name" | "Name" | "key"))?;
                Some((self.said(name)?, self.value_in(item)?))
            }
            Kind::Scalar(style) if self.tree.nodes[item].span.len() <= 2_048 => {
                let text = decode(&self.file.bytes, self.tree.nodes[item].span, *style);
                let (name, value) = shell::assignment(&text)?;
                Some((name.text, live::live(&value).map_or(value.text, |live| live.text)))
            }
            _ => None,
        }
    }
}

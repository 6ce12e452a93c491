//! Base URLs that a call has only for names of models with some part in them, and none for all others:
//! `if "acme/" in model: base_url = "https://…"`, `else: base_url = None`.

use super::clients::Clients;
use crate::extract::code::names::Bound;
use crate::extract::code::parameters::NOTHING;
use crate::extract::code::sites::Call;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Platform, Strangers};
use crate::vocabulary::{Host, Role as KeyRole};

/// Values of one name that are looked at.
const MOST_VALUES: usize = 8;

impl<'f> Clients<'_, 'f> {
    /// The base URL is one only for names with some part in them.
    pub(in crate::extract::code) fn is_by_part(&self, url: NodeId) -> bool {
        !self.urls_by_part(url).is_empty()
    }

    /// Names for which a call asks a server that nobody knows, while all others go where it goes by default.
    pub(in crate::extract::code) fn strangers(&self, call: &Call<'f>) -> Option<Strangers> {
        // Of a call that has such a URL nothing else tells where it goes.
        if call.platform != Platform::Unstated {
            return None;
        }
        let of_client = || {
            let clients = self.all_of(self.receiver_of(call)?);
            let [found] = clients[..] else { return None };
            self.any_argument(found.made?, found.client.base_url)
        };
        let url = self.any_argument(call.node, call.site.base_url).or_else(of_client)?;
        let is_stranger = |url: NodeId| {
            let text = self.names.literal(url).map(|literal| literal.text);
            text.is_none_or(|text| self.vocabulary.host(&text) == Host::Unknown)
        };
        let strangers = self.urls_by_part(url).into_iter().filter(|(url, _)| is_stranger(*url));
        let parts: Vec<String> = strangers.flat_map(|(_, parts)| parts).collect();
        (!parts.is_empty()).then_some(Strangers { parts })
    }

    /// The values of a base URL that is nothing otherwise, each with the parts of names for which it is there; none if
    /// something else decides of one.
    fn urls_by_part(&self, url: NodeId) -> Vec<(NodeId, Vec<String>)> {
        let (names, tree) = (self.names, &self.names.tree);
        let bounds = names.bounds_of(url);
        let value = |bound: &Bound| if let Bound::Value(value) = bound { Some(*value) } else { None };
        let Some(values) = bounds.iter().map(value).collect::<Option<Vec<NodeId>>>() else { return Vec::new() };
        if values.len() > MOST_VALUES {
            return Vec::new();
        }
        let values = match values[..] {
            [chosen] if tree.kind(chosen) == Kind::Conditional => {
                tree.children(chosen).filter(|side| tree.role(*side) != Role::Condition).collect()
            }
            _ => values,
        };
        let (nothing, urls): (Vec<NodeId>, Vec<NodeId>) =
            values.into_iter().partition(|value| NOTHING.contains(&names.text(*value)));
        if nothing.is_empty() {
            return Vec::new();
        }
        let by_part: Option<Vec<_>> = urls.into_iter().map(|url| Some((url, self.parts_before(url)?))).collect();
        by_part.unwrap_or_default()
    }

    /// The parts for which the condition asks under which a value is there.
    fn parts_before(&self, value: NodeId) -> Option<Vec<String>> {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(value)?;
        let condition = match tree.kind(up) {
            Kind::Conditional => tree.child(up, Role::Condition),
            _ => names.condition_of(names.block(value)),
        }?;
        let is_first = || tree.children(up).find(|side| tree.role(*side) != Role::Condition) == Some(value);
        if tree.kind(up) == Kind::Conditional && !is_first() {
            return None;
        }
        match tree.kind(condition) {
            Kind::Or => tree.children(condition).map(|side| self.part_asked_for(side)).collect(),
            _ => self.part_asked_for(condition).map(|part| vec![part]),
        }
    }

    /// The part of a model's name for which a condition asks: `"acme/" in model`, `model.startswith("acme/")`.
    fn part_asked_for(&self, condition: NodeId) -> Option<String> {
        let (names, tree) = (self.names, &self.names.tree);
        let (part, asked) = match tree.kind(condition) {
            Kind::Compare => {
                let mut sides = tree.children(condition);
                let (part, asked, None) = (sides.next()?, sides.next()?, sides.next()) else { return None };
                let between = tree.node(part).span.end as usize..tree.node(asked).span.start as usize;
                let between = std::str::from_utf8(names.file.bytes.get(between)?).ok()?;
                (part, Some(asked).filter(|_| between.trim_matches(['"', '\'', ' ']) == "in")?)
            }
            Kind::Call => {
                const METHODS: [&str; 3] = ["startswith", "startsWith", "includes"];
                let callee = tree.child(condition, Role::Callee)?;
                names.key_of(callee).filter(|method| METHODS.contains(method))?;
                (*names.positional(condition).first()?, tree.child(callee, Role::Object)?)
            }
            _ => return None,
        };
        // `"acme/" in model.lower()`
        let inner = tree.child(asked, Role::Callee).and_then(|callee| names.same_value(callee)).unwrap_or(asked);
        let name = names.key_of(inner).unwrap_or_else(|| names.text(inner));
        self.vocabulary.name(name).filter(|key| key.role == KeyRole::Model)?;
        names.literal(part).map(|literal| literal.text).filter(|part| !part.is_empty())
    }
}

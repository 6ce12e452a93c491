//! What is only shown how it would look: beside a key that is masked, or beside an object that stands in for another.

use super::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::requests;
use crate::vocabulary::fold_name;

/// What stands in place of the most part of a key.
const MASKS: [&str; 2] = ["••", "****"];

/// The beginning of the names of classes that stand in for others.
const STANDING_IN: &str = "Mock";

impl Contexts<'_, '_> {
    /// A key beside it is masked: nobody can be asked with that. `{ api_key: "sk-••••", models: ["…"] }`.
    pub(super) fn is_shown_masked(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_masked = |entry: NodeId| {
            let is_key = || names.entry_key(entry).is_some_and(|key| requests::names_secret(&fold_name(key)));
            let text = tree.child(entry, Role::Value).filter(|_| is_key()).and_then(|value| names.literal(value));
            text.is_some_and(|text| MASKS.iter().any(|mask| text.text.contains(mask)))
        };
        self.once(Question::ShownMasked, map, || tree.children(map).any(is_masked))
    }

    /// Another keyword of the call is given an object of a class of the file that stands in for one which asks:
    /// `start(tools=MockTools(), model="…")`.
    pub(super) fn is_beside_stand_in(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let stands_in = |callee: NodeId| {
            let rest = names.text(callee).strip_prefix(STANDING_IN);
            let is_called = rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()));
            is_called && names.bounds_of(callee).iter().any(|bound| matches!(bound, Bound::Class(_)))
        };
        self.once(Question::BesideStandIn, call, || {
            let given = tree.children(call).filter(|part| tree.kind(*part) == Kind::Keyword);
            let made = given.filter_map(|part| tree.child(part, Role::Value)).filter(|v| tree.kind(*v) == Kind::Call);
            { made }.filter_map(|made| tree.child(made, Role::Callee)).any(stands_in)
        })
    }
}

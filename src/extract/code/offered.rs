//! Rows that people choose from: a model and what is shown for it, and nothing else.

use super::context::Contexts;
use super::shapes::Question;
use super::tree::{Kind, NodeId, Role};
use crate::vocabulary::{EndpointSet, Form, Key, Role as KeyRole, fold_name, folds_to};

/// Properties that may hold the model of a row, the surest first.
pub(super) const HOLDING: [&str; 8] = ["apiidentifier", "apiname", "modelid", "id", "value", "key", "model", "name"];

/// Those by which a row calls its model where an API is asked: beside them the row has a name of its own.
const ASKED_BY: [&str; 3] = ["apiidentifier", "apiname", "modelid"];
const OWN: [&str; 3] = ["id", "value", "key"];

/// Properties of a row for the people who choose, beside the model.
const SHOWN: &[&str] = &[
    "name",
    "label",
    "text",
    "caption",
    "title",
    "subtitle",
    "displayname",
    "description",
    "icon",
    "logo",
    "badge",
    "hidden",
    "disabled",
    "provider",
    "tooltip",
    "group",
    "isnew",
    "hint",
];

/// What a row offers: a choice, wherever it goes.
pub(super) const OFFERED: Key<'static> = Key {
    role: KeyRole::Choice,
    form: Form::Id,
    provider: None,
    endpoints: EndpointSet::EMPTY,
    framework: "",
    exact: false,
};

impl Contexts<'_, '_> {
    /// The entry holds the model of a row that is offered: all rows of the list hold one, and besides it only what is shown.
    pub(super) fn is_offered_in_row(&self, entry: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(row) = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map) else { return false };
        let Some(list) = tree.parent(row).filter(|up| tree.kind(*up) == Kind::List) else { return false };
        self.model_of_row(row) == Some(entry)
            && self.once(Question::Offered, list, || {
                let rows: Vec<NodeId> = tree.children(list).filter(|item| tree.kind(*item) == Kind::Map).collect();
                (rows.len() > 1 || self.is_list_of_choices(list) || self.is_beside_choices(list))
                    && rows.iter().all(|row| self.is_choice_row(*row))
                    && rows.iter().any(|row| self.model_of_row(*row).is_some())
            })
    }

    /// The list stands under a name of what is offered, in something that has a label or is a widget itself.
    fn is_list_of_choices(&self, list: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(entry) = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry) else { return false };
        let key = self.names.entry_key(entry).map(fold_name);
        let is_field = |map: NodeId| self.folded_keys(map).iter().any(|key| matches!(key.as_str(), "type" | "label"));
        matches!(key.as_deref(), Some("options" | "choices" | "items")) && tree.parent(entry).is_some_and(is_field)
    }

    /// The list of one row belongs to a platform, in a table of such lists of which another has several rows.
    fn is_beside_choices(&self, list: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(entry) = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry) else { return false };
        let Some(table) = tree.parent(entry).filter(|_| self.platform_by_word(entry).is_some()) else { return false };
        let lists = tree.children(table).filter(|other| *other != entry && self.platform_by_word(*other).is_some());
        let lists = lists.filter_map(|other| tree.child(other, Role::Value));
        let offers = |list: NodeId| {
            let mut rows = tree.children(list);
            tree.kind(list) == Kind::List
                && tree.children(list).nth(1).is_some()
                && rows.all(|row| self.is_choice_row(row) && self.model_of_row(row).is_some())
        };
        { lists }.any(offers)
    }

    /// The entry of a row that holds a model.
    fn model_of_row(&self, row: NodeId) -> Option<NodeId> {
        let names = self.names;
        let holds = |key: &str| {
            names.tree.children(row).find(|entry| {
                let is_key = names.entry_key(*entry).is_some_and(|name| folds_to(name, key));
                let value = names.tree.child(*entry, Role::Value).filter(|_| is_key).and_then(|v| names.literal(v));
                value.is_some_and(|value| self.vocabulary.resembles_id(&value.text))
            })
        };
        HOLDING.into_iter().find_map(holds)
    }

    /// The row has something that is shown beside what holds its model, and nothing else.
    fn is_choice_row(&self, row: NodeId) -> bool {
        let names = self.names;
        let model = self.model_of_row(row).and_then(|entry| names.entry_key(entry)).map(fold_name);
        let is_asked_by = model.as_deref().is_some_and(|model| ASKED_BY.contains(&model));
        let is_holder = |key: &str| match model.as_deref() {
            Some(model) => model == key || (is_asked_by && OWN.contains(&key)),
            None => HOLDING.contains(&key),
        };
        let keys = self.folded_keys(row);
        keys.len() > 1
            && keys.len() == names.tree.children(row).count()
            && (model.is_some() || self.holds_word(row))
            && keys.iter().all(|key| is_holder(key) || SHOWN.contains(&key.as_str()))
    }

    /// What the row holds is a word such as `auto` or `custom`, or nothing: a name of another kind would be a model of
    /// somebody who gives names to models of all makers.
    fn holds_word(&self, row: NodeId) -> bool {
        let held = HOLDING.into_iter().find_map(|key| self.names.entries(row, key).into_iter().next());
        let text = held.and_then(|value| self.names.literal(value)).map(|literal| literal.text);
        let is_nothing = held.is_some_and(|value| self.names.tree.kind(value) == Kind::Literal);
        is_nothing || text.is_some_and(|text| text.chars().all(char::is_alphabetic))
    }
}

//! Rows that people choose from: a model and what is shown for it, and nothing else.

use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::Question;
use crate::extract::code::shapes::beside::is_limit;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::requests;
use crate::vocabulary::{EndpointSet, Form, Key, Role as KeyRole, fold_name, folds_to};

/// Properties that may hold the model of a row, the surest first.
pub(in crate::extract::code) const HOLDING: [&str; 10] =
    ["apiidentifier", "apiname", "modelid", "modelname", "id", "value", "key", "code", "model", "name"];

/// Those by which a row calls its model where an API is asked: beside them the row has a name of its own.
pub(super) const ASKED_BY: [&str; 4] = ["apiidentifier", "apiname", "modelid", "modelname"];
const OWN: [&str; 3] = ["id", "value", "key"];

/// What a row may call its platform by.
const TYPE: &str = "type";

/// Properties of a row for the people who choose, beside the model.
const SHOWN: &[&str] = &[
    "name",
    "shortname",
    "label",
    "text",
    "caption",
    "title",
    "subtitle",
    "displayname",
    "publicname",
    "friendlyname",
    "description",
    "icon",
    "logo",
    "badge",
    "hidden",
    "disabled",
    "provider",
    "providername",
    "providertype",
    "tooltip",
    "group",
    "isnew",
    "hint",
    "usecase",
    "tags",
    "tagline",
    "addedat",
];

/// What a row offers: a choice, wherever it goes.
pub(in crate::extract::code) const OFFERED: Key<'static> = Key {
    role: KeyRole::Choice,
    form: Form::Id,
    provider: None,
    endpoints: EndpointSet::EMPTY,
    framework: "",
    exact: false,
};

impl Contexts<'_, '_> {
    /// The entry holds the model of a row that is offered: all rows of the list hold one, and besides it only what is shown.
    pub(in crate::extract::code) fn is_offered_in_row(&self, entry: NodeId) -> bool {
        let tree = &self.names.tree;
        let Some(row) = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map) else { return false };
        let Some(list) = self.holder_of_rows(row) else { return false };
        self.model_of_row(row) == Some(entry)
            && !self.is_row_of_stranger(row)
            && !self.names.entry_key(entry).is_some_and(|holder| self.is_only_searched(list, holder))
            && self.once(Question::Offered, list, || {
                let rows = self.rows_held(list);
                (rows.len() > 1 || self.is_list_of_choices(list) || self.is_beside_choices(list))
                    && rows.iter().all(|row| self.is_choice_row(*row))
                    && rows.iter().any(|row| self.model_of_row(*row).is_some() && !self.is_row_of_stranger(*row))
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
            Some(model) => model == key || (is_asked_by && (OWN.contains(&key) || key.ends_with("id"))),
            None => HOLDING.contains(&key),
        };
        let keys = self.folded_keys(row);
        keys.len() > 1
            && keys.len() == names.tree.children(row).count()
            // Whose model it is that nobody here knows is said beside it.
            && (model.is_some() || self.holds_word(row) || self.is_row_of_stranger(row) || keys.iter().any(|key| key == "provider"))
            && names.tree.children(row).zip(&keys).all(|(entry, key)| {
                is_holder(key)
                    || self.is_own_key_beside(row, key)
                    || SHOWN.contains(&key.as_str())
                    || self.is_platform_of_enumeration(entry)
                    || self.is_size_offered(row, key)
                    || self.says_how_it_is_asked(entry)
                    || (self.platform_word_of_row(row).is_some() && (key == TYPE || self.is_switch(entry)))
            })
    }

    /// What is sent with the model if that is chosen: `generationConfig: { temperature: 0.3 }`.
    fn says_how_it_is_asked(&self, entry: NodeId) -> bool {
        let tree = &self.names.tree;
        let value = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::Map);
        // What is sent to a model and what comes of it may be measured as well: `maxTokens: { input: 128000 }`.
        let asks = |value: NodeId| self.folded_keys(value).iter().any(|key| requests::is_sent(key));
        value.is_some_and(|value| asks(value) && self.is_sent(value))
    }

    /// What a row is called by in the program, beside its model, its platform and the label for people.
    fn is_own_key_beside(&self, row: NodeId, key: &str) -> bool {
        key == "key" && self.has_label(row) && self.folded_keys(row).iter().any(|key| key == "provider")
    }

    /// A row says whose its model is by a member of an enumeration: `source: Source.ACME`.
    fn is_platform_of_enumeration(&self, entry: NodeId) -> bool {
        let word = self.names.tree.child(entry, Role::Value).and_then(|value| self.member_of_enumeration(value));
        let provider = word.and_then(|word| {
            self.vocabulary.provider_called(&word).or_else(|| self.vocabulary.provider_word("", &word))
        });
        provider.is_some_and(|provider| !self.vocabulary.user_named(provider))
    }

    /// What a row says of its platform: `type: "acme"`, or before its model: `id: "acme:…"`.
    fn platform_word_of_row(&self, row: NodeId) -> Option<String> {
        let names = self.names;
        let text = |key: &str| {
            let value = names.entries(row, key).into_iter().next()?;
            names.literal(value).map(|literal| literal.text)
        };
        let before = || Some(text("id")?.split_once(':')?.0.to_owned()).filter(|word| !word.contains('/'));
        text(TYPE).or_else(before)
    }

    /// The row says that its model is none of a platform whose models are known.
    fn is_row_of_stranger(&self, row: NodeId) -> bool {
        let serves = |word: &str| {
            let provider = self.vocabulary.provider_word("", &word.to_ascii_lowercase());
            provider.is_some_and(|provider| self.vocabulary.serves(provider) && !self.vocabulary.user_named(provider))
        };
        self.platform_word_of_row(row).is_some_and(|word| !serves(&word))
    }

    fn is_switch(&self, entry: NodeId) -> bool {
        let value = self.names.tree.child(entry, Role::Value);
        value.is_some_and(|value| matches!(self.names.text(value), "true" | "false"))
    }

    /// The size of a model that is shown for a row of a list by which the class offers what it asks.
    fn is_size_offered(&self, row: NodeId, key: &str) -> bool {
        let is_size = is_limit(key) || key.starts_with("max") && key.contains("token");
        is_size && self.has_label(row) && self.names.tree.parent(row).is_some_and(|list| self.is_offered_by_asker(list))
    }

    /// The row has words for the people who choose, beside all names.
    fn has_label(&self, row: NodeId) -> bool {
        self.folded_keys(row)
            .iter()
            .any(|key| matches!(key.as_str(), "label" | "title" | "displayname" | "description"))
    }

    /// The list is what a class has whose methods ask the model that they are given:
    /// `class Acme { models = [{ name: "…", label: "…" }]; make({ model }) { return acme(model); } }`.
    fn is_offered_by_asker(&self, list: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let field = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(list) == Role::Value);
        let class = field.and_then(|field| tree.parent(field)).filter(|up| tree.kind(*up) == Kind::Class);
        class.is_some_and(|class| {
            self.once(Question::Asker, class, || {
                tree.below(class).filter(|node| tree.kind(*node) == Kind::Call).any(|call| self.asks_given_model(call))
                    && names.class_of(list) == Some(class)
            })
        })
    }

    /// The call asks the model that its function is given, and is none of the object's own methods.
    fn asks_given_model(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee).filter(|_| self.may_send(call)) else { return false };
        let chain = names.chain(callee);
        let is_own = chain.names.len() < 3 && chain.named_base && names.is_itself(chain.base);
        let is_model = |given: NodeId| {
            let name = names.key_of(given).unwrap_or_else(|| names.text(given));
            matches!(tree.kind(given), Kind::Name | Kind::Member)
                && self.key(name).is_some_and(|key| key.role == KeyRole::Model)
                && !names.follow(given).params.is_empty()
        };
        let value = |part: NodeId| tree.child(part, Role::Value);
        let given = |part: NodeId| match tree.kind(part) {
            Kind::Keyword => value(part).into_iter().collect(),
            Kind::Map => tree.children(part).filter_map(value).collect(),
            _ => vec![part],
        };
        !is_own && tree.children(call).filter(|part| *part != callee).flat_map(given).any(is_model)
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

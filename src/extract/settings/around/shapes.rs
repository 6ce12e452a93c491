//! The shapes of mappings: rows of facts, calls, labels beside what is called.

use super::super::tree::{At, Entry, Kind, NodeId};
use super::super::words::{self, Hint};
use super::{Around, LONGEST, NAME, Place};
use crate::extract::settings::tells;
use crate::extract::{called, recorded};
use crate::vocabulary::{ProviderId, Role, Sign, Step, fold_name};

/// Entries beside a value that are looked at.
const MOST: usize = 64;

impl Around<'_> {
    /// `model: {name: …}` is the model, unless an ID or a model beside it is.
    pub(super) fn speaks_for_owner(&self, place: &Place, name: &str) -> bool {
        if !words::stands_for_owner(name) {
            return false;
        }
        let mut entries =
            place.container.map_or(&[][..], |container| self.tree.entries(container)).iter().take(LONGEST);
        // What a model is made with is none: `model_kwargs`.
        let is_model = |entry: &Entry| {
            words::whose_arguments(&entry.name).is_none()
                && self.vocabulary.name(&entry.name).is_some_and(|key| key.role == Role::Model)
        };
        !entries.any(|entry| name == "name" && entry.name == "id" || is_model(entry))
    }

    /// A mapping says what an LLM is called and who serves it: `llm: {type: …, name: …}`, `llm_for_plans: {…}`.
    pub(super) fn is_llm_with_name(&self, map: NodeId) -> bool {
        words::is_llm(self.tree.name(map)) && self.entry(map, NAME).is_some()
    }

    /// The same, where the platform is known.
    pub(super) fn is_llm_of_platform(&self, map: NodeId) -> bool {
        const PLATFORM: [&str; 2] = ["type", "provider"];
        let says_platform =
            |entry: &Entry| PLATFORM.contains(&entry.name.as_str()) && self.platform_said(entry).is_some();
        self.is_llm_with_name(map) && self.tree.entries(map).iter().take(MOST).any(says_platform)
    }

    /// The mapping of a place is a row of a table about models.
    pub fn in_row(&mut self, place: &Place) -> bool {
        let Some(map) = place.container else { return false };
        let hints = || self.tree.entries(map).iter().take(LONGEST).filter_map(|entry| words::hint(&entry.name));
        // What is shown beside the name of a field describes the field.
        if self.is_value_of_field(place) {
            return hints().any(|hint| hint == Hint::Fact);
        }
        if let Some(known) = self.rows.get(&map) {
            return *known;
        }
        let hints: Vec<Hint> = hints().collect();
        let about = hints.iter().filter(|hint| **hint != Hint::Parameter).count();
        let counts = |entry: &Entry| recorded::counts_tokens(&fold_name(&entry.name));
        let is_counted = || self.tree.entries(map).iter().take(LONGEST).any(counts);
        let says_enough = || about >= 2 || about == 1 && (self.in_long_list(map) || is_counted());
        let row = hints.len() == about && (says_enough() || self.is_offered_with_facts(map));
        self.rows.insert(map, row);
        row
    }

    /// A list in a mapping says by whom a model is offered, and what is known of each offer.
    fn is_offered_with_facts(&self, map: NodeId) -> bool {
        /// Offers that are looked at.
        const MOST_OFFERS: usize = 8;
        let is_offer = |item: &NodeId| {
            let entries = || self.tree.entries(*item).iter().take(MOST);
            let is_named = |entry: &Entry| fold_name(&entry.name).starts_with("provider") || self.is_model(entry);
            entries().any(is_named) && entries().any(|entry| words::hint(&entry.name) == Some(Hint::Fact))
        };
        let values = self.tree.entries(map).iter().take(MOST).filter_map(|entry| entry.value);
        { values }.any(|value| match &self.tree.nodes[value].kind {
            Kind::Seq(items) => !items.is_empty() && items.iter().take(MOST_OFFERS).all(is_offer),
            _ => false,
        })
    }

    /// The value of a field that is described by its name: `{name: model, label: …, description: …, value: …}`.
    fn is_value_of_field(&self, place: &Place) -> bool {
        let name = self.paired_name(place);
        name.and_then(|name| self.vocabulary.name(&name)).is_some_and(|key| key.role == Role::Model)
    }

    /// A default of the settings that an extension declares in its package file.
    pub fn is_contributed(&self, place: &Place) -> bool {
        let first = place.path.as_ref().and_then(|path| path.first());
        self.file_name == "package.json" && matches!(first, Some(Step::Key(key)) if key == "contributes")
    }

    /// A list of this many mappings is a table.
    fn in_long_list(&self, map: NodeId) -> bool {
        const LONG: usize = 6;
        let At::Item(seq) = self.tree.nodes[map].at else { return false };
        match &self.tree.nodes[seq].kind {
            Kind::Seq(items) => {
                items.iter().filter(|item| matches!(self.tree.nodes[**item].kind, Kind::Map(_))).take(LONG).count()
                    == LONG
            }
            _ => false,
        }
    }

    /// A switch beside a setting says that nothing takes it, or one in a row of models that nobody is offered it.
    pub fn is_switched_off(&self, place: &Place) -> bool {
        let (Some(map), Some(key)) = (place.container, place.key.as_deref()) else { return false };
        let setting = fold_name(key);
        let is_switch =
            |entry: &&Entry| self.vocabulary.is_sign(&format!("{}={setting}", fold_name(&entry.name)), Sign::SwitchOf);
        let is_off = |entry: &Entry| self.text(entry).is_some_and(|text| text == "false");
        let mut switches = self.tree.entries(map).iter().take(MOST).filter(is_switch);
        let mut beside = self.tree.entries(map).iter().take(MOST);
        setting.ends_with("model") && switches.any(is_off)
            || self.is_item_of(map, words::holds_models) && beside.any(|entry| entry.name == "enabled" && is_off(entry))
    }

    /// `name` is the model of a call: beside it stand the platform and what only a call has.
    pub(super) fn names_what_is_called(&self, place: &Place) -> bool {
        if place.key.as_deref() != Some("name") {
            return false;
        }
        let Some(map) = place.container else { return false };
        let beside = || self.tree.entries(map).iter().take(MOST);
        let is_platform = |entry: &Entry| {
            matches!(entry.name.as_str(), "provider" | "backend") && self.platform_said(entry).is_some()
        };
        let is_about = |entry: &Entry| matches!(words::hint(&entry.name), Some(Hint::Fact | Hint::Label));
        let is_of_models = || self.is_item_of(map, words::holds_models) && !beside().any(is_about);
        beside().any(is_platform)
            && (beside().any(|entry| words::is_of_call(&entry.name)) || is_of_models())
            && !beside().any(|entry| self.is_model(entry))
    }

    /// The key that belongs to a model is one that people give to servers that want none: of a setting the one with the
    /// same first words. A word that says nothing at all may stand for a key from elsewhere.
    pub fn has_dummy_key(&self, place: &Place, name: &str) -> bool {
        const NOTHING: [&str; 5] = ["none", "null", "empty", "na", "n/a"];
        let Some(map) = place.container else { return false };
        let model = fold_name(name);
        let is_its_own = |entry: &&Entry| {
            let folded = fold_name(&entry.name);
            folded.strip_suffix("apikey").is_some_and(|stem| model.starts_with(stem))
        };
        let entries = self.tree.entries(map).iter().take(MOST).filter(is_its_own);
        let mut keys = entries.filter_map(|entry| self.text(entry)).map(|key| key.trim().to_ascii_lowercase());
        keys.any(|key| !NOTHING.contains(&key.as_str()) && self.vocabulary.dummy_key(&key))
    }

    /// A mapping is an item of a list of such a name.
    pub(super) fn is_item_of(&self, map: NodeId, is_called: fn(&str) -> bool) -> bool {
        matches!(self.tree.nodes[map].at, At::Item(list) if is_called(self.tree.name(list)))
    }

    /// The `id` of a row of those that one platform offers, which stands above the list: `provider: …`, `models: […]`.
    pub fn is_offered_by_platform(&self, place: &Place, text: &str) -> bool {
        let Some(row) = place.container.filter(|_| matches!(place.key.as_deref(), Some("id" | "name"))) else {
            return false;
        };
        let At::Item(list) = self.tree.nodes[row].at else { return false };
        let At::Value(holder, _) = self.tree.nodes[list].at else { return false };
        let entries = |map: NodeId| self.tree.entries(map).iter().take(MOST);
        let is_id = |entry: &Entry| entry.name == "id" && place.key.as_deref() == Some("name");
        let is_platform = |entry: &Entry| entry.name == "provider" && self.platform_said(entry).is_some();
        words::holds_models(self.tree.name(list))
            && !entries(row).any(|entry| self.is_model(entry) || entry.name == "provider" || is_id(entry))
            && !entries(row).any(|entry| words::is_price(&entry.name))
            && entries(holder).any(is_platform)
            && self.vocabulary.resembles_id(text)
    }

    /// The platform whose models a list offers that stands under its name: `available_models: {maker: ["…"], …}`.
    pub fn platform_of_offers(&self, place: &Place) -> Option<ProviderId> {
        let list = place.container.filter(|_| place.key.is_none())?;
        let At::Value(table, _) = self.tree.nodes[list].at else { return None };
        let offers = self.vocabulary.name(self.tree.name(table)).is_some_and(|key| key.role == Role::Choice);
        let is_list = |entry: &Entry| match entry.value.map(|value| &self.tree.nodes[value].kind) {
            Some(Kind::Seq(items)) => items.iter().take(LONGEST).all(|item| self.tree.scalar(*item).is_some()),
            _ => false,
        };
        if !offers || !self.tree.entries(table).iter().take(LONGEST).all(is_list) {
            return None;
        }
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let platform = tells::provider_of(framework, self.tree.name(list), self.vocabulary)?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// The only item of a list under a model's name, beside the platform: where nothing else can be chosen, it is the
    /// value. `llm: maker`, `model: ["…"]`.
    pub fn is_sole_model(&self, place: &Place) -> bool {
        let Some(list) = place.container.filter(|_| place.key.is_none()) else { return false };
        let (At::Value(map, _), Kind::Seq(items)) = (self.tree.nodes[list].at, &self.tree.nodes[list].kind) else {
            return false;
        };
        let is_model = || matches!(fold_name(self.tree.name(list)).as_str(), "model" | "modelname" | "modelid");
        let names_platform = |entry: &Entry| {
            let folded = fold_name(&entry.name);
            (folded == "llm" || folded.ends_with("provider")) && self.platform_said(entry).is_some()
        };
        items.len() == 1 && is_model() && self.tree.entries(map).iter().take(MOST).any(names_platform)
    }

    /// The platform that the word of an entry names.
    pub(super) fn platform_said(&self, entry: &Entry) -> Option<ProviderId> {
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        tells::provider_of(framework, &self.said(entry)?, self.vocabulary)
    }

    fn is_model(&self, entry: &Entry) -> bool {
        self.vocabulary.name(&entry.name).is_some_and(|key| key.role == Role::Model)
    }

    /// A value of this mapping is said of a model, and asks none.
    pub fn is_only_told(&mut self, place: &Place, text: &str) -> bool {
        self.in_row(place)
            || self.labels(place, text)
            || self.states_facts(place)
            || self.is_among_strangers(place)
            || self.is_of_store(place, text)
    }

    /// A setting of what takes texts apart, for which the name of a model stands: `tokenizer: {params: {model_name: …}}`.
    pub fn is_of_tokenizer(&self, place: &Place) -> bool {
        const LEVELS: usize = 2;
        let above = std::iter::successors(place.container, |at| self.tree.parent(*at)).take(LEVELS);
        { above }.any(|at| called::names_tokenizer(self.tree.name(at)))
    }

    /// A setting of a store of vectors, which asks no model but one that makes them.
    fn is_of_store(&self, place: &Place, text: &str) -> bool {
        const LEVELS: usize = 2;
        let above = std::iter::successors(place.container, |at| self.tree.parent(*at)).take(LEVELS);
        !text.contains("embed") && { above }.any(|at| called::is_store(self.tree.name(at)))
    }

    /// A name for people beside the mapping of what is called: `model_name: ZED-1`, `options: {model: zed-1-mini}`.
    fn labels(&self, place: &Place, text: &str) -> bool {
        let is_name = || place.key.as_deref().is_some_and(|key| fold_name(key).ends_with("name"));
        if !text.contains(|c: char| c.is_ascii_uppercase()) || text.contains('/') || !is_name() {
            return false;
        }
        let entries = place.container.map_or(&[][..], |map| self.tree.entries(map));
        // Not what turns texts into vectors, or sorts them.
        let is_other = |of: &str| ["embed", "rerank"].iter().any(|word| of.contains(word));
        let called = |entry: &Entry| {
            if words::whose_arguments(&entry.name).is_none_or(|of| is_other(&of)) {
                return false;
            }
            let inner = entry.value.map_or(&[][..], |value| self.tree.entries(value));
            let model = inner.iter().take(MOST).find(|inner| inner.name == "model");
            model.and_then(|model| self.text(model)).is_some_and(|id| self.vocabulary.resembles_id(&id))
        };
        entries.iter().take(MOST).any(called)
    }

    /// A list of models in a row that says something of them in prose, and names nothing that asks them.
    fn states_facts(&self, place: &Place) -> bool {
        const PROSE: usize = 5;
        let Some(list) = place.container.filter(|list| matches!(self.tree.nodes[*list].kind, Kind::Seq(_))) else {
            return false;
        };
        let At::Value(row, _) = self.tree.nodes[list].at else { return false };
        let At::Item(_) = self.tree.nodes[row].at else { return false };
        let entries = || self.tree.entries(row).iter().take(MOST);
        let is_prose = |entry: &Entry| {
            entry.name == "description" && self.text(entry).is_some_and(|text| text.split_whitespace().count() >= PROSE)
        };
        /// What has a name or a purpose of its own is made of the models, and asks them.
        const OWN: &[&str] =
            &["name", "id", "title", "type", "role", "prompt", "tool", "provider", "url", "task", "kind", "key"];
        let is_somebody = |entry: &Entry| {
            let folded = fold_name(&entry.name);
            OWN.iter().any(|word| folded.contains(word)) || words::hint(&entry.name) == Some(Hint::Parameter)
        };
        entries().any(is_prose) && !entries().any(is_somebody)
    }

    /// A provider that nobody knows, among others of which nobody knows either: they are the project's own.
    fn is_among_strangers(&self, place: &Place) -> bool {
        const STRANGERS: usize = 2;
        let Some(map) = place.container else { return false };
        let At::Item(list) = self.tree.nodes[map].at else { return false };
        let Kind::Seq(items) = &self.tree.nodes[list].kind else { return false };
        let is_stranger = |map: &NodeId| {
            let stated = self.tree.entries(*map).iter().take(MOST).find(|entry| entry.name == "provider");
            stated.is_some_and(|entry| {
                // Classes of the project, whose names nobody gives to servers.
                let is_class =
                    |text: String| called::is_class(&text) && text.bytes().all(|b| b.is_ascii_alphanumeric());
                self.platform_said(entry).is_none() && self.text(entry).is_some_and(is_class)
            })
        };
        is_stranger(&map)
            && items.iter().take(LONGEST).filter(|item| is_stranger(item)).take(STRANGERS).count() == STRANGERS
    }
}

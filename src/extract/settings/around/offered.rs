//! Rows of a list from which somebody chooses a model: `{"id": "…", "provider": "…", "name": "…"}`.

use super::super::tree::{At, Entry, Kind, NodeId};
use super::super::words::{self, Hint};
use super::{Around, Place, silent};
use crate::extract::settings::tells;
use crate::vocabulary::{ProviderId, Role, fold_name};

/// Entries of a row that only says what there is to choose: more of them are facts.
const MOST: usize = 8;

/// The same where the row names its model and whose that is.
const MOST_OF_MODEL: usize = 12;
/// Rows of a list to choose from, at most: more of them are a catalogue.
const MOST_ROWS: usize = 40;
/// Words under which a row names its model itself.
const MODEL: [&str; 3] = ["model", "modelname", "modelid"];

impl Around<'_> {
    /// The platform that a row of a short list names beside its model, whatever else it tells people: all rows do so,
    /// and none tells prices or limits.
    pub fn platform_of_model_row(&self, place: &Place) -> Option<ProviderId> {
        let (row, key) = (place.container?, fold_name(place.key.as_deref()?));
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let Kind::Seq(rows) = &self.tree.nodes[list].kind else { return None };
        let is_row = |row: &NodeId| {
            let entries = self.tree.entries(*row);
            let has = |word: &str| entries.iter().any(|entry| fold_name(&entry.name) == word);
            let says_facts = || entries.iter().any(|entry| self.is_stated_fact(entry));
            entries.len() <= MOST_OF_MODEL && has(&key) && has("provider") && !says_facts()
        };
        if !MODEL.contains(&key.as_str()) || rows.len() > MOST_ROWS || !rows.iter().all(is_row) {
            return None;
        }
        let is_shown = |entry: &Entry| {
            let folded = fold_name(&entry.name);
            folded != key && (words::hint(&entry.name) == Some(Hint::Label) || folded.ends_with("name"))
        };
        // What says how the model is asked is a setting, whatever it is shown as.
        let is_asked = |entry: &Entry| words::hint(&entry.name) == Some(Hint::Parameter);
        let entries = self.tree.entries(row);
        let is_offered = entries.iter().any(is_shown) && !entries.iter().any(is_asked);
        let platform = is_offered.then(|| self.platform_of_entries(row)).flatten()?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// A value beside its label, and nothing else, in rows of a file that is called after models (`model-list.json`), or of
    /// a setting that is called so and has a default.
    pub fn is_value_of_option(&self, place: &Place) -> bool {
        const LABELS: [&str; 4] = ["label", "name", "text", "title"];
        let Some(row) = place.container.filter(|_| place.key.as_deref() == Some("value")) else { return false };
        let At::Item(list) = self.tree.nodes[row].at else { return false };
        let Kind::Seq(rows) = &self.tree.nodes[list].kind else { return false };
        let is_option = |row: &NodeId| {
            let entries = self.tree.entries(*row);
            let has = |is: &dyn Fn(&str) -> bool| entries.iter().any(|entry| is(&entry.name));
            entries.len() == 2 && has(&|name| name == "value") && has(&|name| LABELS.contains(&name))
        };
        let is_of_models = || fold_name(self.file_name).contains("model") || self.is_setting_of_model(list);
        rows.len() <= MOST_ROWS && rows.iter().all(is_option) && is_of_models()
    }

    /// A list stands beside the default of a setting that is called after a model.
    fn is_setting_of_model(&self, list: NodeId) -> bool {
        let At::Value(setting, _) = self.tree.nodes[list].at else { return false };
        let name = self.inner_text(setting, "name", None).filter(|_| self.entry(setting, "default").is_some());
        name.and_then(|name| self.vocabulary.name(&name)).is_some_and(|key| key.role == Role::Model)
    }

    /// The place of the default of a form's field, of whose choices a value is one: `{"name": "…", "default": "…", "data":
    /// [{"title": "…", "value": "…"}]}`.
    pub fn default_of_field(&self, place: &Place) -> Option<Place> {
        const OFFERS: [&str; 4] = ["data", "options", "choices", "items"];
        let row = place.container.filter(|_| place.key.as_deref() == Some("value"))?;
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let At::Value(field, _) = self.tree.nodes[list].at else { return None };
        let is_shown = self.tree.entries(row).iter().all(|entry| {
            entry.name == "value" || words::hint(&entry.name) == Some(Hint::Label) || fold_name(&entry.name) == "name"
        });
        let mut entries = self.tree.entries(field).iter();
        let default = entries.find(|entry| entry.name == "default")?;
        let is_offer = OFFERS.contains(&fold_name(self.tree.name(list)).as_str()) && is_shown;
        default.value.filter(|_| is_offer).map(|default| self.place(default))
    }

    /// A number, a price, a limit, a date, whether it still lives.
    fn is_stated_fact(&self, entry: &Entry) -> bool {
        let is_number = self.text(entry).is_some_and(|text| text.parse::<f64>().is_ok());
        is_number || words::hint(&entry.name) != Some(Hint::Parameter) && self.says_state(entry)
    }

    /// The platform of a table whose keys are offered: all of them hold parameters of requests alone, and the default
    /// beside the table is one of them. `acme: {default_model: …, models: {"…": {temperature: 1}}}`.
    pub fn platform_of_keys(&self, map: NodeId) -> Option<ProviderId> {
        const DEFAULTS: [&str; 2] = ["defaultmodel", "default"];
        let entries = self.tree.entries(map);
        let At::Value(holder, _) = self.tree.nodes[map].at else { return None };
        if !words::holds_models(self.tree.name(map)) || entries.len() > MOST_ROWS {
            return None;
        }
        let default = DEFAULTS.iter().find_map(|word| self.inner_text(holder, word, None))?;
        let is_parameter = |entry: &Entry| words::hint(&entry.name) == Some(Hint::Parameter);
        let holds_parameters = |entry: &Entry| {
            let within = entry.value.filter(|value| matches!(self.tree.nodes[*value].kind, Kind::Map(_)));
            within.is_some_and(|within| self.tree.entries(within).iter().all(is_parameter))
        };
        if !entries.iter().any(|entry| entry.name == default) || !entries.iter().all(holds_parameters) {
            return None;
        }
        let platform = self.vocabulary.provider_word("", &self.tree.name(holder).to_ascii_lowercase())?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// The platform that the row of a list of models names for its `id`, if it says nothing else than how to choose it.
    pub fn platform_of_row(&self, place: &Place) -> Option<ProviderId> {
        let row = place.container.filter(|_| place.key.as_deref() == Some("id"))?;
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let entries = self.tree.entries(row);
        let is_named = entries.iter().any(|entry| fold_name(&entry.name) == "name");
        if !words::holds_models(self.tree.name(list)) || !is_named || entries.len() > MOST {
            return None;
        }
        let only_offers = entries.iter().all(|entry| !self.is_fact(entry));
        let platform = only_offers.then(|| self.platform_of_entries(row)).flatten()?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// The platform of whose documentation a page stands beside the name of a model, and nothing else, in rows of a list of
    /// models: `models: [{name: …, link: "https://docs.acme.com/models/…"}]`.
    pub fn platform_of_documented(&self, place: &Place) -> Option<ProviderId> {
        const NAMES: [&str; 4] = ["name", "id", "model", "value"];
        let row = place.container.filter(|_| place.key.as_deref().is_some_and(|key| NAMES.contains(&key)))?;
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let Kind::Seq(rows) = &self.tree.nodes[list].kind else { return None };
        let is_row = |row: &NodeId| {
            let entries = self.tree.entries(*row);
            let is_name = |entry: &Entry| NAMES.contains(&entry.name.as_str());
            let is_link = |entry: &Entry| self.text(entry).is_some_and(|text| text.starts_with("https://"));
            matches!(entries, [name, link] if is_name(name) && is_link(link))
        };
        let is_list = words::holds_models(self.tree.name(list)) && rows.len() <= MOST_ROWS && rows.iter().all(is_row);
        let page = self.tree.entries(row).get(1).filter(|_| is_list).and_then(|link| self.text(link))?;
        let platform = tells::of_page(&page, self.vocabulary)?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// The platform below whose name the rows of a short list stand that offers its models, in a table of platforms that
    /// are not switched off: `providers: {acme: {enabled: true, models: [{id: …, name: …}]}}`.
    pub fn platform_of_provider(&self, place: &Place) -> Option<ProviderId> {
        let row = place.container.filter(|_| place.key.as_deref() == Some("id"))?;
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let At::Value(holder, _) = self.tree.nodes[list].at else { return None };
        let table = self.tree.parent(holder)?;
        let Kind::Seq(rows) = &self.tree.nodes[list].kind else { return None };
        let is_off = |entry: &Entry| entry.name == "enabled" && self.text(entry).is_some_and(|text| text == "false");
        let is_row = |row: &NodeId| {
            let entries = self.tree.entries(*row);
            let is_named =
                entries.iter().any(|entry| words::hint(&entry.name) == Some(Hint::Label) || entry.name == "name");
            is_named && entries.len() <= MOST && !entries.iter().any(|entry| self.is_stated_in_figures(entry))
        };
        let is_offered = words::holds_models(self.tree.name(list))
            && fold_name(self.tree.name(table)) == "providers"
            && !self.tree.entries(holder).iter().any(is_off)
            && rows.len() <= MOST_ROWS
            && rows.iter().all(is_row)
            && !silent::is_made_by_program(self.tree);
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let platform = is_offered.then(|| tells::provider_of(framework, self.tree.name(holder), self.vocabulary))??;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// A route to a platform stands in what is called after that, by its role: `acme: {tiers: {fast: "acme/…"}}`.
    pub fn is_route_of_holder(&self, place: &Place, text: &str) -> bool {
        let Some((maker, id)) = text.split_once('/').filter(|_| place.key.is_some()) else { return false };
        let platform = |word: &str| self.vocabulary.provider_word("", &word.to_ascii_lowercase());
        let has_it = |provider: &ProviderId| self.vocabulary.lists_model(*provider, id);
        let Some(provider) = platform(maker).filter(has_it) else { return false };
        let above = std::iter::successors(place.container, |at| self.tree.parent(*at)).take(2);
        { above }.any(|at| platform(self.tree.name(at)) == Some(provider))
    }

    /// The platform that a key names, among others, in a table of models by platform that may have levels of its own:
    /// `model_tiers: {big: {acme: "…", zed: "…"}}`.
    pub fn platform_of_tier(&self, place: &Place) -> Option<ProviderId> {
        let (tier, key) = (place.container?, place.key.as_deref()?);
        let holder = self.tree.parent(tier).map_or("", |above| self.tree.name(above));
        let is_of_models = |name: &str| fold_name(name).contains("model");
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let platform = |name: &str| self.vocabulary.provider_word(framework, &name.to_ascii_lowercase());
        let is_by_platform = |entry: &Entry| {
            platform(&entry.name).is_some() && entry.value.is_some_and(|value| self.tree.scalar(value).is_some())
        };
        let entries = self.tree.entries(tier);
        let is_tier = (2..=MOST_OF_MODEL).contains(&entries.len()) && entries.iter().all(is_by_platform);
        let is_meant = is_tier && (is_of_models(self.tree.name(tier)) || is_of_models(holder));
        is_meant.then(|| platform(key)).flatten()
    }

    /// A fact, such as the moment at which a platform made it, unless one word tells people how much something costs.
    fn is_stated_in_figures(&self, entry: &Entry) -> bool {
        if fold_name(&entry.name).starts_with("created") {
            return true;
        }
        let is_word = |text: String| text.bytes().all(|b| b.is_ascii_lowercase() || b == b'-');
        self.is_fact(entry) && !self.text(entry).is_some_and(is_word)
    }

    /// What a list of facts says and one of choices does not: numbers, parts, prices and limits, whether it still lives.
    fn is_fact(&self, entry: &Entry) -> bool {
        let is_short = self.text(entry).is_some_and(|text| text.parse::<f64>().is_err());
        !is_short || self.says_state(entry)
    }

    /// By its name an entry says a price, a limit, a date, whether something still lives.
    fn says_state(&self, entry: &Entry) -> bool {
        const STATES: [&str; 7] = ["deprecat", "retire", "legacy", "status", "limit", "max", "date"];
        let folded = fold_name(&entry.name);
        STATES.iter().any(|word| folded.contains(word))
            || matches!(words::hint(&entry.name), Some(Hint::Fact | Hint::Parameter))
    }

    /// A key for programs says it better than a name for people.
    fn platform_of_entries(&self, row: NodeId) -> Option<ProviderId> {
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let word = self.inner_text(row, "providerid", None).or_else(|| self.inner_text(row, "provider", None))?;
        tells::provider_of(framework, &word, self.vocabulary)
    }
}

//! Entries of maps: their key decides at once, or is remembered on the way up.

use super::{Climb, Contexts, NAMING_KEYS, tells};
use crate::extract::called::is_store;
use crate::extract::code::offers::offered::OFFERED;
use crate::extract::code::platforms::told::MOST_BESIDE;
use crate::extract::code::shapes::beside::is_default;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::permits;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Form, Key, Role as KeyRole, fold_name};

/// Properties, folded, by which a row calls its model for the API alone.
const FOR_APIS: [&str; 5] = ["apiidentifier", "apiname", "apimodel", "apimodelid", "apimodelname"];

/// An entry of a map, and a value in what stands under its key.
struct Keyed<'f> {
    entry: NodeId,
    map: NodeId,
    /// The key.
    node: NodeId,
    text: &'f str,
    /// Where the key stands.
    span: Span,
    /// The value.
    from: NodeId,
}

impl Keyed<'_> {
    /// A use that the key labels.
    fn used(&self, context: Context) -> Option<Use> {
        Some(Use::new(context, self.span, self.text))
    }
}

impl<'f> Contexts<'_, 'f> {
    /// An entry of a map: the key decides at once, or is remembered. Asked in this order, the first answer counts:
    ///
    /// 1. names for people, what watches a program, fields of forms and their choices;
    /// 2. rows of catalogues and what is offered in them;
    /// 3. maps that allow, answer, expect or tell;
    /// 4. of a map around another one, what it only says of that;
    /// 5. of the first map, what its keys are, and then what the key means.
    pub(super) fn entry(&self, entry: NodeId, role: Role, climb: &mut Climb<'f>, from: NodeId) -> Option<Use> {
        let names = self.names;
        if role == Role::Key {
            return Some(self.key_of_answer(entry, from).unwrap_or_else(|| self.plain(Context::Key, from)));
        }
        let node = names.tree.child(entry, Role::Key)?;
        let map = names.tree.node(entry).parent;
        let Some(text) = names.entry_key(entry) else {
            // `{ Platform.ACME: ["…"] }`: a member of an enumeration calls a platform as a text would.
            if !climb.in_entry && self.platform_of_key(entry).is_some() {
                climb.map.get_or_insert(map);
            }
            climb.in_entry = true;
            return None;
        };
        climb.map.get_or_insert(map);
        let keyed = Keyed { entry, map, node, text, span: names.tree.node(node).span, from };
        if let Some(used) = self.field_of_map(&keyed, climb) {
            return Some(used);
        }
        if climb.is_bare() && self.is_offered_in_row(entry) {
            climb.key = Some((OFFERED, text.to_owned(), keyed.span));
            climb.in_entry = true;
            return None;
        }
        if let Some(key) = self.key_beside_asker(entry, climb) {
            climb.key = Some((key, text.to_owned(), keyed.span));
            climb.in_entry = true;
            return None;
        }
        if let Some(used) = self.in_row(&keyed, climb).or_else(|| self.in_silent_map(&keyed, climb)) {
            return Some(used);
        }
        let decided = match climb.key.is_some() || climb.in_entry {
            true => self.around_another(&keyed, climb),
            false => self.in_first_map(&keyed, climb),
        };
        climb.in_entry = true;
        decided
    }

    /// What a map says of an entry before anything else: it names things for people, watches a program, or describes a field.
    fn field_of_map(&self, keyed: &Keyed<'f>, climb: &Climb<'f>) -> Option<Use> {
        let Keyed { entry, map, text, span, from, .. } = *keyed;
        if self.names_for_people(map) {
            return keyed.used(Context::Key);
        }
        if self.is_watched_for_certain(entry, map) {
            return keyed.used(Context::Expectation);
        }
        if let Some(field) = self.field_default(map, text, span, from).filter(|_| !climb.in_entry) {
            return Some(field);
        }
        let is_item = climb.in_list && !climb.in_entry;
        self.field_choice(map, text, span, from).filter(|_| is_item)
    }

    /// A value in a row of a catalogue, of which only a default is sent.
    fn in_row(&self, keyed: &Keyed<'f>, climb: &Climb<'f>) -> Option<Use> {
        let Keyed { entry, map, node, text, from, .. } = *keyed;
        let is_row = self.is_row_around(climb, map) && !self.is_offer_of_described(entry, map);
        if !is_row && !self.is_default_of_described(map, text) {
            return None;
        }
        let default = self.default_of_row(map, node, climb, from);
        let default = default.or_else(|| self.asked_by_in_row(keyed, climb));
        match default {
            None if climb.is_bare() && self.wants_in_role(map, text) => None,
            default => default.or(keyed.used(Context::Key)),
        }
    }

    /// A value in a map that says by its other keys that it sends nothing, or under a key that does.
    fn in_silent_map(&self, keyed: &Keyed<'f>, climb: &Climb<'f>) -> Option<Use> {
        let Keyed { map, text, from, .. } = *keyed;
        let allows = || {
            let beside = self.folded_keys(map);
            permits::is_permission(&fold_name(text), beside.iter().map(String::as_str))
        };
        if climb.in_list && allows() {
            return keyed.used(Context::Key);
        }
        let is_outcome = || climb.map == Some(map) && self.is_outcome(map, climb.in_list);
        if self.is_answer(map)
            || (!climb.in_list && self.is_reply(map))
            || self.is_case(map)
            || self.keeps_steps(map)
            || is_outcome()
            || self.is_shown_masked(map)
        {
            return keyed.used(Context::Expectation);
        }
        self.beside_the_point(text, from)
    }

    /// A map around another one: what it says of that.
    fn around_another(&self, keyed: &Keyed<'f>, climb: &mut Climb<'f>) -> Option<Use> {
        let names = self.names;
        let Keyed { entry, map, node, text, from, .. } = *keyed;
        climb.outer_maps += 1;
        if self.is_of_run(entry, map) || self.is_report(map) {
            return keyed.used(Context::Expectation);
        }
        let makes_vectors = || names.literal(from).is_some_and(|literal| literal.text.contains("embed"));
        if is_store(text) && !makes_vectors() {
            return keyed.used(Context::Key);
        }
        let is_id = names.tree.kind(node) == Kind::Str && self.vocabulary.resembles_id(text);
        let only_names = (is_id && !self.names_a_configuration(entry, climb)) || tells(text);
        only_names.then(|| keyed.used(Context::Key)).flatten()
    }

    /// The first map that is met: what its keys are, and what the key means, which is remembered.
    fn in_first_map(&self, keyed: &Keyed<'f>, climb: &mut Climb<'f>) -> Option<Use> {
        let names = self.names;
        let Keyed { entry, map, node, text, span, from } = *keyed;
        let is_by_platform = || self.is_list_by_platform(entry) || self.is_list_of_platform(map);
        let is_column = climb.in_list && self.is_column(map, entry) && !is_by_platform();
        if is_column || self.is_record(map) {
            return keyed.used(Context::Key);
        }
        let is_id = self.vocabulary.resembles_id(text) && names.tree.kind(node) == Kind::Str;
        if is_id && !self.has_names_of_users(map) && !self.is_table_of_picker(map) && !self.is_sent_for_alias(map) {
            return keyed.used(Context::Key);
        }
        if self.is_alias_of(map, text) || self.is_display_name(map, text, from) || self.is_shown_column(map, text) {
            return keyed.used(Context::Key);
        }
        if let Some(owner) = self.owner_of_name(map, text) {
            climb.key = Some(owner);
            return None;
        }
        // What is a class is no key, whatever it is called.
        let known = self.key(text).filter(|_| self.platform_by_class(entry).is_none());
        if known.is_none() && NAMING_KEYS.contains(&fold_name(text).as_str()) {
            return keyed.used(Context::Key);
        }
        // What an input describes is chosen there: `"model": (["…", "…"], {…})`.
        let is_input =
            climb.in_list && names.tree.child(entry, Role::Value).is_some_and(|value| self.is_list_with_options(value));
        let offered = |key: Key<'f>| if is_input { Key { role: KeyRole::Choice, ..key } } else { key };
        let known = known.map(|key| if key.role == KeyRole::Model { offered(key) } else { key });
        climb.key = known.map(|key| (key, text.to_owned(), span));
        None
    }

    /// People pick among the keys of a map, each of which leads to a route: `{"Acme 4": "acme:acme-4-1106"}`.
    fn is_table_of_picker(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_route = |entry: NodeId| {
            let text = tree.child(entry, Role::Value).and_then(|value| names.literal(value));
            text.is_some_and(|text| {
                let (maker, id) = text.text.split_once([':', '/']).unwrap_or_default();
                self.vocabulary.provider_word("", maker).is_some() && self.vocabulary.resembles_id(id)
            })
        };
        let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(map) == Role::Value);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target));
        tree.children(map).all(is_route) && target.is_some_and(|target| self.is_handed_to_picker(target))
    }

    /// The map is a row of a catalogue, or holds what is one; around a map of what is sent it only names it.
    pub(super) fn is_row_around(&self, climb: &Climb<'f>, map: NodeId) -> bool {
        let sends = |inner: NodeId| inner != map && self.is_sent(inner);
        !climb.is_offered() && !climb.map.is_some_and(sends) && self.is_row(map)
    }

    /// A list of models in a map that describes their platform for people: `{ id: "acme", description: "…", models: ["…"] }`.
    fn is_offer_of_described(&self, entry: NodeId, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_list = |value: NodeId| {
            tree.kind(value) == Kind::List || tree.kind(value) == Kind::Name && names.items_of(value).is_some()
        };
        let is_offer =
            names.entry_key(entry).and_then(|key| self.key(key)).is_some_and(|key| key.role == KeyRole::Choice);
        let is_list = || tree.child(entry, Role::Value).is_some_and(is_list);
        let is_served = |platform| matches!(platform, Platform::Known(..)) && !self.is_of_users(platform);
        is_offer
            && is_list()
            && (self.says_which_is_taken(map) || self.says_where_it_is_asked(map))
            && !self.tells_facts(map)
            && self.platform_of_row(map).is_some_and(is_served)
    }

    /// Beside the list stands which of its models is taken, or where that is kept: somebody chooses among them.
    fn says_which_is_taken(&self, map: NodeId) -> bool {
        const ENDINGS: [&str; 5] = ["model", "modelid", "modelname", "modelfield", "modelkey"];
        let keys = self.folded_keys(map);
        keys.iter().any(|key| ENDINGS.iter().any(|end| key.ends_with(end)))
    }

    /// The map stands under the name of a platform, and has its base URL.
    fn says_where_it_is_asked(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        let provider = |platform: Option<Platform>| match platform {
            Some(Platform::Known(provider, _)) => Some(provider),
            _ => None,
        };
        let entry = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Entry);
        let named = provider(entry.and_then(|entry| self.platform_by_word(entry)));
        named.is_some() && named == provider(self.told_beside(map, None))
    }

    /// A row about a platform says which of its models it takes by default: `{ id: "…", defaultModelId: "…" }`.
    fn default_of_row(&self, map: NodeId, key_node: NodeId, climb: &Climb<'f>, from: NodeId) -> Option<Use> {
        let names = self.names;
        let text = names.text(key_node);
        let key = self.key(text).filter(|key| is_default(text) && key.role == KeyRole::Model)?;
        if climb.key.is_some() || climb.in_entry {
            return None;
        }
        let platform = self.platform_of_row(map)?;
        let used = self.keyed(Context::Slot, &key, text.to_owned(), names.tree.node(key_node).span, from);
        Some(Use { platform, ..used })
    }

    /// What an API is asked by in a row of a registry that has its own name for the model and says whose it is:
    /// `"acme:big": { apiIdentifier: "…", provider: "acme", inputPrice: 3 }`. Only who sends the model needs that.
    fn asked_by_in_row(&self, keyed: &Keyed<'f>, climb: &Climb<'f>) -> Option<Use> {
        let Keyed { map, text, .. } = *keyed;
        let is_asked_by = FOR_APIS.contains(&fold_name(text).as_str()) && climb.is_bare();
        let platform = Some(()).filter(|()| is_asked_by).and_then(|()| self.platform_of_row(map))?;
        let is_served = matches!(platform, Platform::Known(provider, _) if self.vocabulary.serves(provider));
        let used = keyed.used(Context::Choice)?;
        (is_served && !self.is_of_users(platform)).then_some(Use { platform, form: Form::Id, ..used })
    }

    /// The platform that a row is about: by its name, by the key that it stands under, or by its base URL.
    fn platform_of_row(&self, map: NodeId) -> Option<Platform> {
        const NAMED: [&str; 8] = ["id", "key", "provider", "name", "value", "slug", "type", "vendor"];
        let names = self.names;
        // `backendProviderKey`, `modelProvider`: whatever stands before it, the word is a provider's.
        let is_provider = |entry: &NodeId| {
            let key = names.entry_key(*entry).map(fold_name).unwrap_or_default();
            ["provider", "providerkey", "providerid"].iter().any(|end| key.len() > end.len() && key.ends_with(end))
        };
        let of_provider = names.tree.children(map).filter(is_provider);
        let of_provider = of_provider.filter_map(|entry| names.tree.child(entry, Role::Value));
        let named = NAMED.into_iter().flat_map(|key| names.entries(map, key)).chain(of_provider);
        let words = named.filter_map(|value| names.literal(value)).map(|word| word.text.to_ascii_lowercase());
        let called = { words }.find_map(|word| self.vocabulary.provider_called(&word));
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry);
        let inner = || {
            let values = names.tree.children(map).filter_map(|entry| names.tree.child(entry, Role::Value));
            { values }
                .filter(|value| names.tree.kind(*value) == Kind::Map)
                .find_map(|value| self.told_beside(value, None))
        };
        let called = called.map(|provider| Platform::Known(provider, Evidence::Settings));
        called.or_else(|| self.platform_of_key(entry?)).or_else(|| self.told_beside(map, None)).or_else(inner)
    }

    /// The platform that the key of an entry names, where that has other names for models than their makers.
    pub(super) fn free_platform_of_entry(&self, at: NodeId) -> Option<Platform> {
        let entry = self.names.tree.parent(at).filter(|up| self.names.tree.kind(*up) == Kind::Entry)?;
        let is_free = |platform: &Platform| {
            matches!(platform, Platform::Known(provider, _)
                if self.vocabulary.user_named(*provider) || !self.vocabulary.serves(*provider))
        };
        self.platform_by_word(entry).filter(is_free)
    }

    /// The same of the key under which a list of rows stands: `{ acme: [{ value: "…", label: "…" }] }`.
    pub(in crate::extract::code) fn free_platform_of_rows(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 3;
        let tree = &self.names.tree;
        let list = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::List)?;
        self.free_platform_of_entry(list)
    }

    /// The platform under whose name a list of rows stands, beside those of others: `{ acme: [{ id: "…", label: "…" }] }`.
    pub(super) fn platform_of_rows(&self, at: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let row = tree.parent(at).and_then(|entry| tree.parent(entry)).filter(|up| tree.kind(*up) == Kind::Map)?;
        let list = tree.parent(row).filter(|up| tree.kind(*up) == Kind::List)?;
        let entry = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry)?;
        self.platform_of_entry(entry).or_else(|| self.platform_around_groups(entry))
    }

    /// The platform that the map around a list of rows is about, or the one around all groups of such lists:
    /// `acme: { label: "Acme", groups: [{ name: "…", models: [{ value: "…" }] }] }`. A group may be called by a maker
    /// whose models another platform serves: the outermost tells.
    fn platform_around_groups(&self, entry: NodeId) -> Option<Platform> {
        const MOST_GROUPS: usize = 3;
        let tree = &self.names.tree;
        let around = |entry: &NodeId| {
            let list = tree.parent(tree.node(*entry).parent).filter(|up| tree.kind(*up) == Kind::List)?;
            tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry)
        };
        let entries = std::iter::successors(Some(entry), around).take(MOST_GROUPS);
        // Each row asks for what is around it: a map of so many is no description of a platform.
        let is_small = |map: &NodeId| tree.children(*map).nth(MOST_BESIDE).is_none();
        let maps = entries.map(|entry| tree.node(entry).parent).filter(is_small);
        let told = maps.filter_map(|map| self.platform_of_row(map));
        told.filter(|platform| matches!(platform, Platform::Known(..))).last()
    }

    /// The platform that a map is about in which a list of choices stands: `{ name: "Acme", models: ["…"] }`.
    pub(super) fn platform_of_list(&self, at: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let list = tree.parent(at).filter(|up| tree.kind(*up) == Kind::List)?;
        let entry = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let platform = self.platform_of_row(tree.node(entry).parent)?;
        let is_of_users = matches!(platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider));
        (!is_of_users && platform != Platform::Unstated).then_some(platform)
    }
}

//! Lists and tables that people choose from, by where they go: what a function answers, what a setting offers, what a
//! widget is given.

use super::items::MOST_ITEMS;
use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::dialect::Growth;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::platforms::optional::words;
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Route, Use};
use crate::vocabulary::Role as KeyRole;

/// Methods of a widget that take a table of what it offers, each with its label.
const OFFERING: [&str; 2] = ["addOptions", "setOptions"];
/// The same for one item, before its label.
const OFFERING_ONE: &str = "addOption";

impl Reader<'_, '_> {
    /// Notes the items of lists and the keys of tables that go where people choose from them, here or to be found in
    /// other files.
    pub(in crate::extract::code) fn choices(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        for node in tree.ids() {
            match tree.kind(node) {
                Kind::Return | Kind::Assign => {
                    let value = tree.child(node, Role::Value);
                    let lists = value.map(|value| names.lists_within(value)).unwrap_or_default();
                    lists.into_iter().for_each(|list| self.list_given(list, &contexts));
                    self.offered_list(node, &contexts);
                }
                Kind::Call => {
                    if let Some((list, used)) = contexts.added_one_by_one(node) {
                        self.offer_items(list, &used);
                    }
                    self.options_of_widget(node, &contexts);
                    self.args_of_type(node, &contexts);
                    self.lists_by_name(node, &contexts);
                    self.picked(node, &contexts);
                    self.offered_list(node, &contexts);
                }
                Kind::Entry | Kind::Attribute | Kind::For => self.offered_list(node, &contexts),
                _ => {}
            }
        }
    }

    fn list_given(&mut self, list: NodeId, contexts: &Contexts<'_, '_>) {
        if let Some(used) = contexts.offered_where_given(list) {
            self.offer_items(list, &used);
        }
    }

    /// The lists of another file's object that are taken by names which a table holds:
    /// `getattr(Config, {"acme": "ACME_MODELS"}[provider])`.
    fn lists_by_name(&mut self, call: NodeId, contexts: &Contexts<'_, '_>) {
        const TAKING: &str = "getattr";
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee).filter(|callee| names.text(*callee) == TAKING) else {
            return;
        };
        let [object, name, ..] = names.positional(call)[..] else { return };
        let routes = if tree.kind(name) == Kind::Str { Vec::new() } else { names.routes_of(object) };
        if routes.is_empty() {
            return;
        }
        for found in names.follow(name).found.into_iter().take(MOST_ITEMS) {
            let list = found.text.text;
            if contexts.key(&list).is_none_or(|key| key.role != KeyRole::Choice) {
                continue;
            }
            let platform = contexts.platform_in_words(&list).unwrap_or(Platform::Unstated);
            let used = Use { platform, ..Use::new(Context::Choice, tree.node(callee).span, list.clone()) };
            let routes = routes.iter().map(|route| route.clone().then(&list).then(Route::ANY));
            self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        }
    }

    /// A list of which a function of this file answers an item, where that goes on as a model:
    /// `best = first_of(["…", "…"])`, `return best or other` of what is asked for a model.
    fn picked(&mut self, call: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let is_list =
            |given: &NodeId| tree.kind(*given) == Kind::List && tree.children(*given).any(|i| contexts.is_id(i));
        let Some(list) = names.positional(call).into_iter().find(is_list) else { return };
        let is_own = tree.child(call, Role::Callee).is_some_and(|callee| !names.functions_of(callee).is_empty());
        let Some(used) = contexts.wanted_of_answer(call).filter(|_| is_own) else { return };
        for found in names.follow(call).found {
            let is_new = found.choice && tree.parent(found.node) == Some(list) && !self.is_explained(found.node);
            if is_new && self.vocabulary.resembles_id(&found.text.text) {
                // What stands first is taken unless something speaks against it.
                let is_first = tree.children(list).next() == Some(found.node);
                let context = if is_first { used.context } else { Context::Choice };
                self.explain(found, Use { context, ..used.clone() });
            }
        }
    }

    /// A table whose keys a widget offers under its labels: `dropdown.addOptions({ "…": "Label" })`.
    fn options_of_widget(&mut self, call: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member) else {
            return;
        };
        let method = names.key_of(callee).unwrap_or_default();
        let given = names.positional(call);
        let mut used = Use::new(Context::Choice, tree.node(callee).span, method);
        match given.as_slice() {
            [id, label] if method == OFFERING_ONE && tree.kind(*label) == Kind::Str => self.offer_one(*id, &used),
            // What an item stands for is given behind what is written on it.
            [id] | [_, id] if tree.kind(*id) == Kind::Str && contexts.fills_box(call) => self.offer_one(*id, &used),
            [table] if OFFERING.contains(&method) => {
                let name = Some(*table).filter(|table| matches!(tree.kind(*table), Kind::Name | Kind::Member));
                let told = name.and_then(|name| contexts.platform_in_words(names.text(name)));
                used.platform = told.unwrap_or(Platform::Unstated);
                for key in names.maps_of(*table).into_iter().flat_map(|map| names.labelled_keys(map)) {
                    self.offer_one(key, &used);
                }
                let routes = names.routes_of(*table).into_iter().map(|route| route.then(Route::KEYS));
                self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
            }
            _ => {}
        }
    }

    pub(in crate::extract::code) fn offer_one(&mut self, item: NodeId, used: &Use) {
        let found = self.names.follow(item).found.into_iter();
        for found in found.filter(|found| self.vocabulary.resembles_id(&found.text.text)) {
            self.explain(found, used.clone());
        }
    }
}

impl Names<'_> {
    /// The names of lists that an expression gives as they are: `LIST`, `[...LIST]`, `live ?? LIST`.
    fn lists_within(&self, value: NodeId) -> Vec<NodeId> {
        let tree = &self.tree;
        match tree.kind(value) {
            Kind::Name => vec![value],
            Kind::List => {
                let spread = |item| tree.child(item, Role::Value).filter(|_| tree.kind(item) == Kind::Spread);
                tree.children(value).filter_map(spread).filter(|list| tree.kind(*list) == Kind::Name).collect()
            }
            Kind::Or | Kind::Conditional => {
                let sides = tree.children(value).filter(|side| tree.role(*side) != Role::Condition);
                sides.flat_map(|side| self.lists_within(side)).collect()
            }
            _ => Vec::new(),
        }
    }

    /// The keys of a table that says of each how it is shown, and nothing else: texts, or members of an enumeration
    /// (`{ [Models.BIG]: "Big" }`).
    pub(in crate::extract::code) fn labelled_keys(&self, map: NodeId) -> Vec<NodeId> {
        let tree = &self.tree;
        let is_shown =
            |entry: NodeId| tree.child(entry, Role::Value).is_some_and(|value| tree.kind(value) == Kind::Str);
        if !tree.children(map).all(is_shown) {
            return Vec::new();
        }
        self.keys_of_map(map)
    }

    /// The keys of a table that are texts, or members of an enumeration.
    pub(in crate::extract::code) fn keys_of_map(&self, map: NodeId) -> Vec<NodeId> {
        let entries = self.tree.children(map).filter(|entry| !self.leads_to_another(*entry));
        let keys = entries.filter_map(|entry| self.tree.child(entry, Role::Key));
        keys.filter(|key| matches!(self.tree.kind(*key), Kind::Str | Kind::Member)).take(MOST_ITEMS).collect()
    }
}

impl Contexts<'_, '_> {
    /// What is done with the answer of a call, at once or by the name that it is given, where that is a model's.
    fn wanted_of_answer(&self, call: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        self.wanted(call).or_else(|| {
            let assign = tree.parent(call).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let name = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
            let readers = names.readers(assign, names.text(name), Bound::Value(call))?;
            readers.into_iter().find_map(|reader| self.wanted(reader))
        })
    }

    /// What is done with the items of a list where a function that is asked for models answers it, or where a setting of
    /// another object is given it: `return MODELS`, `settings.models = MODELS`.
    fn offered_where_given(&self, list: NodeId) -> Option<Use> {
        let tree = &self.names.tree;
        let given = tree.ancestors(list).find(|up| matches!(tree.kind(*up), Kind::Return | Kind::Assign))?;
        if tree.kind(given) == Kind::Assign && !self.is_setting_of_another(tree.child(given, Role::Target)?) {
            return None;
        }
        self.offered_as(list)
    }

    /// A list whose items are added to what a setting offers: `MODELS.forEach((m) => settings.models.push(m))`.
    fn added_one_by_one(&self, call: NodeId) -> Option<(NodeId, Use)> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member)?;
        let grows = names.key_of(callee).and_then(|method| names.dialect.grows(method));
        let offers = tree.child(callee, Role::Object).filter(|_| grows == Some(Growth::Items))?;
        let key = self.key(names.key_of(offers)?).filter(|key| key.role == KeyRole::Choice)?;
        let [item] = names.positional(call)[..] else { return None };
        let list = match *names.lookup(item, names.text(item)) {
            [Bound::Param(param)] if self.is_setting_of_another(offers) => names.list_run_through(param)?,
            _ => return None,
        };
        let label = names.key_of(offers)?.to_owned();
        Some((list, self.keyed(Context::Choice, &key, label, tree.node(offers).span, list)))
    }

    /// `settings.models`, but not `self.models`: what an object keeps for itself may be all that it knows.
    fn is_setting_of_another(&self, target: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let object = tree.child(target, Role::Object).filter(|_| tree.kind(target) == Kind::Member);
        object.is_some_and(|object| !names.is_itself(object))
    }

    /// What is done with the mention of a list, if that is to offer it; its name may tell the platform.
    fn offered_as(&self, list: NodeId) -> Option<Use> {
        let own = self.key(self.names.text(list));
        if own.is_some_and(|key| key.role != KeyRole::Choice) {
            return None;
        }
        let mut used = self.doing(list).filter(|used| used.context == Context::Choice)?;
        if used.platform == Platform::Unstated {
            used.platform = self.platform_in_words(self.names.text(list)).unwrap_or(Platform::Unstated);
        }
        Some(used)
    }

    /// The platform that a word of a name calls: `ACME_MODELS`.
    fn platform_in_words(&self, name: &str) -> Option<Platform> {
        let called = |word: &&str| self.vocabulary.provider_called(&word.to_ascii_lowercase());
        let provider = { words(name) }.iter().find_map(called)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }
}

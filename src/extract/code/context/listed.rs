//! Tables by platform that hold lists by their names, and tables within tables.

use super::Contexts;
use super::returned::name_of_asked;
use crate::extract::called::is_class;
use crate::extract::code::dialect::Effect;
use crate::extract::code::names::Bound;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::{Form, Role as KeyRole, fold_name};

impl Contexts<'_, '_> {
    /// The platform of a list that stands by its name in a table of such lists: `MODELS = { openai: OPENAI_MODELS }`.
    pub(super) fn platform_where_listed(&self, target: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let listed = |mention: &NodeId| {
            let entry = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Entry)?;
            let platform = self.platform_of_entry(entry).filter(|_| tree.role(*mention) == Role::Value)?;
            let map = tree.parent(entry)?;
            let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let table = tree.child(assign, Role::Target)?;
            let offers = self.key(names.text(table)).is_some_and(|key| key.role == KeyRole::Choice);
            (offers && !self.is_asked_by_key(table)).then_some(platform)
        };
        let name = Some(target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let platform = names.mentions_of(names.text(name)).iter().find_map(listed)?;
        (!self.is_asked_by_key(name)).then_some(platform)
    }

    /// A list of routes to models under a name for choices, which is no column beside lists of other lengths:
    /// `{ when: ["image"], candidates: ["acme/…", "other/…"] }`.
    pub(in crate::extract::code) fn is_list_of_routes(&self, map: NodeId, entry: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let list = |entry: NodeId| tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::List);
        let leads = |item: NodeId| {
            let text = names.literal(item).map(|literal| literal.text).unwrap_or_default();
            let (maker, id) = text.split_once(['/', ':']).unwrap_or_default();
            self.vocabulary.provider_word("", maker).is_some() && self.vocabulary.resembles_id(id)
        };
        let Some(own) = list(entry) else { return false };
        let count = tree.children(own).count();
        let is_of_other_length = |other: NodeId| list(other).is_none_or(|list| tree.children(list).count() != count);
        let is_choice =
            || names.entry_key(entry).and_then(|key| self.key(key)).is_some_and(|key| key.role == KeyRole::Choice);
        let mut others = tree.children(map).filter(|other| *other != entry);
        is_choice() && tree.children(own).all(leads) && others.all(is_of_other_length)
    }

    /// The platform of a list of models that is assigned in the arm for it of a `switch`: `case "acme": models = ["…"]`.
    pub(super) fn platform_of_arms_list(&self, target: NodeId, item: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = Some(target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let is_of_models = fold_name(names.text(name)).contains("models");
        let platform = Some(()).filter(|()| is_of_models).and_then(|()| self.told_by_platforms_arm(item))?;
        let is_stated = matches!(platform, Platform::Known(..)) && !self.is_of_users(platform);
        let is_asked = |mention: &NodeId| {
            let method = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Object);
            let method = method.and_then(|method| names.key_of(method));
            method.is_some_and(|method| names.dialect.effect(&["", method]) == Some(Effect::Compares))
        };
        (is_stated && !names.mentions_of(names.text(name)).iter().any(is_asked)).then_some(platform)
    }

    /// A value of a table within a table is what a model's name is given: `model = DEFAULTS[family][language]`.
    pub(super) fn is_taken_as_model(&self, table: NodeId, value: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry);
        let Some(own) = entry.and_then(|entry| names.entry_key(entry)) else { return false };
        let taken = |node: NodeId| {
            tree.parent(node).filter(|up| tree.kind(*up) == Kind::Index && tree.role(node) == Role::Object)
        };
        let is_taken = |mention: &NodeId| {
            let Some(item) = taken(*mention).filter(|part| names.key_of(*part).is_none()).and_then(taken) else {
                return false;
            };
            let assign =
                tree.parent(item).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(item) == Role::Value);
            let name = assign.and_then(|assign| tree.child(assign, Role::Target)).map(|target| names.text(target));
            let is_model = name.and_then(|name| self.key(name)).is_some_and(|key| key.role == KeyRole::Model);
            is_model && names.key_of(item).is_none_or(|key| key == own)
        };
        tree.kind(table) == Kind::Name && names.mentions_of(names.text(table)).iter().any(is_taken)
    }

    /// The table by platform around one of lists, each for a purpose: `{ openai: { high: ["…"], low: ["…"] } }`.
    pub(super) fn table_of_lists_around(&self, lists: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let is_list = |entry: NodeId| {
            let value = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::List);
            value.is_some_and(|list| tree.children(list).all(|item| tree.kind(item) == Kind::Str))
        };
        let entry = tree.parent(lists).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let holds_lists = self.once(Question::Lists, lists, || tree.children(lists).all(is_list));
        tree.parent(entry).filter(|_| holds_lists)
    }

    /// The lists of a map are those of one platform in a table of several.
    pub(super) fn is_list_of_platform(&self, lists: NodeId) -> bool {
        let entry = self.table_of_lists_around(lists).and_then(|_| self.names.tree.parent(lists));
        entry.is_some_and(|entry| self.is_list_by_platform(entry))
    }

    /// The platform of the class by which a table holds a list, where all keys of that are classes:
    /// `{ AcmeModel: ["…"], LocalModel: ["…"] }`.
    pub(super) fn platform_by_class(&self, entry: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let class_of = |entry: NodeId| {
            let key = tree.child(entry, Role::Key).filter(|key| tree.kind(*key) == Kind::Name)?;
            let name = names.text(key);
            let is_named = is_class(name) && name.bytes().any(|byte| byte.is_ascii_lowercase());
            let is_here = |bound: &Bound| matches!(bound, Bound::Class(_) | Bound::Import(_));
            let is_known = || names.lookup(key, name).iter().any(is_here) || !names.routes_of(key).is_empty();
            (is_named && is_known()).then_some(name)
        };
        let class = class_of(entry)?;
        let table = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)?;
        let is_by_class = || {
            let mut entries = tree.children(table);
            tree.children(table).nth(1).is_some() && entries.all(|entry| class_of(entry).is_some())
        };
        let platform = self.told_by_class(class).filter(|platform| !self.is_of_users(*platform))?;
        self.once(Question::ByClass, table, is_by_class).then_some(platform)
    }

    /// A function that is asked for models answers what its table holds by a key:
    /// `function getDefaultModels(id) { const table = { acme: ["…"] }; return table[id] ?? []; }`.
    pub(super) fn is_answered_to_asker(&self, assign: NodeId, target: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(function) = names.function_of(assign).filter(|_| tree.kind(target) == Kind::Name) else {
            return false;
        };
        let name = names.name_of(function).map_or("", |name| names.text(name));
        let asked = name_of_asked(name);
        if asked == name || self.key(asked).is_none_or(|key| key.role != KeyRole::Choice) {
            return false;
        }
        let is_of_table = |value: NodeId| {
            let object = tree.child(value, Role::Object).filter(|_| tree.kind(value) == Kind::Index);
            object.is_some_and(|object| names.text(object) == names.text(target))
        };
        let answered = names.returns(function).into_iter().flat_map(|value| match tree.kind(value) {
            Kind::Or | Kind::Conditional => tree.children(value).collect(),
            _ => vec![value],
        });
        { answered }.any(is_of_table)
    }

    /// A method that is asked for models answers a table by their IDs, with a size or a label for each, in a class that
    /// asks one platform: `def get_available_models(self): return {"…": 8192}`. Whoever calls it offers the keys.
    pub(super) fn key_of_answer(&self, entry: NodeId, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let map = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)?;
        tree.parent(map).filter(|up| matches!(tree.kind(*up), Kind::Return | Kind::Function))?;
        let name_node = names.name_of(names.function_of(map)?)?;
        let name = names.text(name_node);
        let asked = name_of_asked(name);
        let key = self.key(asked).filter(|key| key.role == KeyRole::Choice && asked != name)?;
        let is_said = |entry: NodeId| {
            let is_id = tree.child(entry, Role::Key).is_some_and(|key| self.is_id(key));
            let value = tree.child(entry, Role::Value).map(|value| tree.kind(value));
            is_id && matches!(value, Some(Kind::Literal | Kind::Str))
        };
        let is_table = || self.once(Question::AnsweredKeys, map, || tree.children(map).all(is_said));
        let clients = Clients { names, vocabulary: self.vocabulary };
        let platform = clients.made_by_class_of(map).filter(|_| is_table())?;
        let is_served = matches!(platform, Platform::Known(..)) && !self.is_of_users(platform);
        let used = self.keyed(Context::Choice, &key, name.to_owned(), tree.node(name_node).span, from);
        is_served.then_some(Use { platform, form: Form::Id, ..used })
    }

    /// What a function answers is part of what another answers that is asked for models:
    /// `allModels() { return chatModels().concat(reasoningModels()) }`.
    pub(super) fn is_part_of_offer(&self, function: NodeId, name: &str) -> bool {
        const HIGHEST: usize = 12;
        let (names, tree) = (self.names, &self.names.tree);
        let is_passed_on =
            |up: NodeId| matches!(tree.kind(up), Kind::Call | Kind::Member | Kind::List | Kind::Spread | Kind::Concat);
        let is_part = |mention: &NodeId| {
            let Some(offer) = names.function_of(*mention).filter(|offer| *offer != function) else { return false };
            let returns = tree.ancestors(*mention).take(HIGHEST).find(|up| !is_passed_on(*up));
            let is_answer = returns.is_some_and(|up| up == offer || tree.kind(up) == Kind::Return);
            let offered = names.name_of(offer).map_or("", |name| names.text(name));
            let key = self.key(offered).or_else(|| self.key(name_of_asked(offered)));
            is_answer && key.is_some_and(|key| key.role == KeyRole::Choice)
        };
        names.mentions_of(name).iter().any(is_part)
    }
}

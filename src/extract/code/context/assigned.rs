//! Literals that a name is given: by an assignment, a parameter's default, a function's answer, an attribute of markup.

use super::{Climb, Contexts, tells};
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::{Form, Key, Role as KeyRole, fold_name};

/// Levels above an assignment in which the loop around it is sought.
const HIGHEST: usize = 12;

impl<'f> Contexts<'_, 'f> {
    pub(super) fn assigned(&self, assign: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let target = names.tree.child(assign, Role::Target).unwrap_or(assign);
        if let Some(holder) = self.held_state(assign, target) {
            return self.assigned_to(assign, holder, from, climb);
        }
        if let Some(paired) = self.paired_target(assign, target, from) {
            return self.assigned_to(assign, paired, from, &Climb { in_list: false, ..climb.clone() });
        }
        self.assigned_to(assign, target, from, climb)
    }

    /// The name of the value in `const [model, setModel] = useState("…")`.
    fn held_state(&self, assign: NodeId, target: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let is_call = tree.child(assign, Role::Value).is_some_and(|value| tree.kind(value) == Kind::Call);
        (is_call && tree.kind(target) == Kind::List).then(|| tree.children(target).next()).flatten()
    }

    /// A value that nothing sends: replaced before it is read, or only told, counted and compared.
    fn is_unsent(&self, assign: NodeId, target: NodeId, from: NodeId) -> bool {
        let names = self.names;
        if names.tree.kind(target) != Kind::Name {
            return false;
        }
        let name = names.text(target);
        let value = names.tree.child(assign, Role::Value).unwrap_or(from);
        let bound = self.bound_by(target, from).unwrap_or(Bound::Value(value));
        if names.is_replaced(assign, name, bound) || self.is_name_unread(assign, target, bound) {
            return true;
        }
        let is_private = name.starts_with('_') && !names.dialect.has_block_scope();
        if is_private && names.scope(assign) == Tree::ROOT && names.mentions_of(name).is_empty() {
            return true;
        }
        // Nothing but its function reads a local name; what is found by it may be sent by its finder.
        let is_only_compared = || {
            names.function_of(assign).is_some()
                && self.done_with_name(assign, name, bound).is_some()
                && !self.finds(assign, name, bound)
        };
        // Nobody imports what each turn of a loop gives anew.
        let is_in_loop =
            || names.tree.ancestors(assign).take(HIGHEST).any(|up| names.tree.kind(up) == Kind::For && up != assign);
        (is_in_loop() && self.done_with_name(assign, name, bound).is_some() && !self.finds(assign, name, bound))
            || self.stays_in_file(assign, target)
                && (self.is_only_told(assign, name, bound)
                    || is_only_compared()
                    || self.labels_wrapped_call(assign, name, bound)
                    || self.labels_applied_call(assign, name, bound))
    }

    /// An expression is bound to a name that sends nothing.
    pub(super) fn is_held_unsent(&self, value: NodeId, from: NodeId) -> bool {
        let tree = &self.names.tree;
        let assign = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Assign);
        let target = assign.and_then(|assign| Some((assign, tree.child(assign, Role::Target)?)));
        target.is_some_and(|(assign, target)| self.is_unsent(assign, target, from))
    }

    /// All that reads a name compares it, or tells it besides; where it is read too often, one comparison decides.
    pub(super) fn is_only_compared(&self, at: NodeId, target: NodeId, from: NodeId) -> bool {
        let names = self.names;
        let Some(bound) = self.bound_by(target, from).filter(|_| self.classifies(target)) else { return false };
        match names.readers(at, names.text(target), bound) {
            Some(_) => self.done_with_name(at, names.text(target), bound).is_some(),
            None => true,
        }
    }

    /// The target that belongs to a value in `a, b = "x", "y"`.
    pub(super) fn paired_target(&self, assign: NodeId, target: NodeId, from: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let value = tree.child(assign, Role::Value)?;
        if tree.kind(target) != Kind::List || tree.kind(value) != Kind::List {
            return None;
        }
        let place = tree.children(value).position(|v| tree.node(v).span.contains(tree.node(from).span))?;
        tree.children(target).nth(place)
    }

    pub(super) fn assigned_to(&self, assign: NodeId, target: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name = names.key_of(target).unwrap_or_else(|| names.text(target));
        let span = names.tree.node(target).span;
        let target_key = self.key(name);
        if (climb.in_entry || climb.in_list) && self.is_replaced(assign, target, from) {
            return Use::new(Context::Comparison, span, name);
        }
        if let Some((key, label, at)) = &climb.key {
            if !climb.in_list && climb.outer_maps == 0 && self.is_entry_told(assign, target, label, from) {
                return self.plain(Context::Text, from);
            }
            if self.is_taken_by_cases(assign, target, from) {
                return self.plain(Context::Text, from);
            }
            if names.tree.kind(target) == Kind::Name && is_example(name) {
                return self.plain(Context::Text, from);
            }
            // `task.metadata = { … }`: what is only said of another object is asked by nobody in this file.
            let is_of_another = || {
                let object = names.tree.child(target, Role::Object);
                object.is_some_and(|object| !names.is_itself(object)) && self.attribute_readers(name).is_empty()
            };
            if names.tree.kind(target) == Kind::Member && tells(name) && is_of_another() {
                return self.plain(Context::Text, from);
            }
            let is_silent = target_key.as_ref().is_some_and(|k| k.role == KeyRole::Silent);
            let classifies = (is_silent && !is_message(name)) || counts(name);
            let context = match () {
                () if classifies => Context::Key,
                () if climb.in_list || climb.outer_maps > 1 => Context::Slot,
                () => Context::Setting,
            };
            let used = self.keyed(context, key, label.clone(), *at, from);
            let is_open = used.platform == Platform::Unstated && climb.outer_maps == 0 && !climb.in_list;
            let told = is_open.then(|| self.told_where_spread(assign, target, from)).flatten();
            return Use { platform: told.unwrap_or(used.platform), ..used };
        }
        if !climb.in_entry && !climb.in_list && self.is_unsent(assign, target, from) {
            return Use::new(Context::Comparison, span, name);
        }
        let is_own = names.tree.kind(target) == Kind::Member
            && names.tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object));
        if is_own && !climb.in_entry && !climb.in_list {
            if self.is_attribute_noted(name) {
                return Use::new(Context::Text, span, name);
            }
            if self.is_private_unread(assign, name) {
                return Use::new(Context::Comparison, span, name);
            }
        }
        if !climb.in_entry && !climb.in_list && self.is_unread_twin(assign, target, from) {
            return Use::new(Context::Comparison, span, name);
        }
        let is_model_key = target_key.as_ref().is_some_and(|k| k.role == KeyRole::Model);
        if !climb.in_entry && !climb.in_list && self.in_enumeration(assign, is_model_key) {
            return Use::new(Context::Key, span, name);
        }
        let function = names.function_of(assign).and_then(|f| names.name_of(f));
        let is_of_counter = || {
            let class = names.class_of(assign).filter(|class| names.tree.parent(assign) == Some(*class));
            class.and_then(|class| names.tree.child(class, Role::Name)).is_some_and(|name| counts(names.text(name)))
        };
        if function.is_some_and(|f| Self::records(names.text(f))) || is_of_counter() {
            return Use::new(Context::Comparison, span, name);
        }
        // A constant that is only compared is not sent.
        if target_key.is_none() && !climb.in_entry && !climb.in_list && self.is_only_compared(assign, target, from) {
            return Use::new(Context::Comparison, span, name);
        }
        if climb.in_list
            && !climb.in_entry
            && let Some(taken) = self.done_with_item(target, from, self.bound_by(target, from))
        {
            return taken;
        }
        let is_of_class = || names.tree.parent(assign).is_some_and(|up| names.tree.kind(up) == Kind::Class);
        if climb.in_list && !climb.in_entry && is_of_class() && self.is_attribute_of_beginnings(name) {
            return Use::new(Context::Comparison, span, name);
        }
        if climb.in_list && !climb.in_entry && self.is_handed_to_picker(target) {
            return Use::new(Context::Choice, span, name);
        }
        if climb.in_list
            && !climb.in_entry
            && let Some(registered) = self.registered_list(target)
        {
            return registered;
        }
        if climb.in_list
            && !climb.in_entry
            && let Some(given) = self.given_as_models(target, self.bound_by(target, from))
        {
            return given;
        }
        if climb.in_list
            && !climb.in_entry
            && let Some(platform) = self.platform_of_arms_list(target, from)
        {
            return Use { platform, ..Use::new(Context::Choice, span, name) };
        }
        if let Some(platform) = self.platform_beside_key(climb, from) {
            return Use { platform, ..Use::new(Context::Slot, span, name) };
        }
        let is_value = climb.in_entry && !climb.in_list && climb.outer_maps == 0;
        if is_value && self.is_table_told(assign, target, from) {
            return Use::new(Context::Text, span, name);
        }
        let is_run_through = || self.is_run_through(target, self.place_in_pair(from), target_key.is_some());
        if let Some(platform) = self.platform_of_offered((assign, target), target_key.as_ref(), climb, from) {
            return Use { platform, ..Use::new(Context::Choice, span, name) };
        }
        if climb.in_entry && climb.map.is_some_and(|map| self.is_table_of_spellings(map)) {
            return Use::new(Context::Key, span, name);
        }
        if climb.in_entry
            && !climb.in_list
            && climb.outer_maps == 1
            && let Some(platform) = climb.map.and_then(|map| self.platform_of_aliases(map))
        {
            return Use { platform, ..Use::new(Context::Slot, span, name) };
        }
        match target_key {
            Some(_) if climb.in_list && !climb.in_entry && !self.is_offered(target) && !is_run_through() => {
                Use::new(Context::Key, span, name)
            }
            Some(_)
                if climb.in_entry && !climb.in_list && climb.outer_maps == 0 && fold_name(name).contains("alias") =>
            {
                let platform = self.platform_of_field(assign, from).unwrap_or(Platform::Unstated);
                Use { platform, ..Use::new(Context::Slot, span, name) }
            }
            Some(key) if climb.in_entry => {
                // Values of a table: aliases if it is named like one, else facts about something.
                let context = if key.role == KeyRole::Silent || climb.outer_maps > 0 || climb.in_list {
                    Context::Key
                } else {
                    Context::Slot
                };
                let platform = self.server_of_entry(from).or_else(|| self.free_platform_of_entry(from));
                let platform = platform.or_else(|| self.host_of_entry(from)).unwrap_or(Platform::Unstated);
                Use { endpoints: key.endpoints, platform, ..Use::new(context, span, name) }
            }
            Some(key) if climb.in_list => {
                self.keyed(Context::Choice, &Key { form: Form::Id, ..key }, name.to_owned(), span, from)
            }
            Some(key) if self.is_sought_by(assign, target, from) => {
                self.keyed(Context::Slot, &key, name.to_owned(), span, from)
            }
            Some(key) => {
                let used = self.keyed(Context::Setting, &key, name.to_owned(), span, from);
                let is_open = used.platform == Platform::Unstated;
                let told = is_open.then(|| self.told_where_read(assign, target, from)).flatten();
                Use { platform: told.unwrap_or(used.platform), ..used }
            }
            None if climb.in_entry && climb.outer_maps == 0 && climb.map.is_some_and(|m| self.is_alias_table(m)) => {
                let entry = names.tree.parent(from).filter(|up| names.tree.kind(*up) == Kind::Entry);
                let by_key = || entry.and_then(|entry| self.platform_of_key(entry));
                let platform = self.server_of_entry(from).or_else(by_key).unwrap_or(Platform::Unstated);
                Use { platform, ..Use::new(Context::Slot, span, name) }
            }
            None if climb.in_list && !climb.in_entry && is_run_through() => Use::new(Context::Choice, span, name),
            None if climb.in_entry
                && !climb.in_list
                && climb.outer_maps == 1
                && self.is_taken_as_model(target, from) =>
            {
                Use::new(Context::Slot, span, name)
            }
            None if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            None => {
                let is_field = names.tree.parent(assign).is_some_and(|up| names.tree.kind(up) == Kind::Class);
                let told = match is_field {
                    true => self.told_around(from, Platform::Unstated),
                    false => self.told_where_read(assign, target, from),
                };
                Use { platform: told.unwrap_or(Platform::Unstated), ..Use::new(Context::Slot, span, name) }
            }
        }
    }

    /// What is told of the platform wherever a constant is read, if all of it is one: `def make(api_base, model=DEFAULT)`.
    fn told_where_read(&self, assign: NodeId, target: NodeId, from: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(target) != Kind::Name {
            return None;
        }
        let readers = names.readers(assign, names.text(target), self.bound_by(target, from)?)?;
        let told = |reader: NodeId| {
            let place = self.param_given_anew(reader).unwrap_or(reader);
            self.told_around(place, Platform::Unstated).or_else(|| self.told_by_reader(reader))
        };
        let all: Vec<(NodeId, Option<Platform>)> = readers.into_iter().map(|reader| (reader, told(reader))).collect();
        // What a class falls back to elsewhere goes where it goes by default.
        let falls_back = |reader: NodeId| {
            let up = tree.parent(reader).map(|up| tree.kind(up));
            let class = names.class_of(reader);
            let is_told =
                |(other, told): &(NodeId, Option<Platform>)| told.is_some() && names.class_of(*other) == class;
            matches!(up, Some(Kind::Assign | Kind::Return | Kind::Or)) && class.is_some() && all.iter().any(is_told)
        };
        let first = all.iter().find_map(|(_, told)| *told)?;
        let is_one = |(reader, told): &(NodeId, Option<Platform>)| match told {
            Some(other) => *other == first,
            None => falls_back(*reader),
        };
        all.iter().all(is_one).then_some(first)
    }

    /// The parameter that is given its default within its function: `model = model or DEFAULT`.
    fn param_given_anew(&self, reader: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let or = tree.parent(reader).filter(|up| matches!(tree.kind(*up), Kind::Or | Kind::Conditional))?;
        let assign = tree.parent(or).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target).map(|target| names.text(target))?;
        let is_it = |param: &&NodeId| tree.child(**param, Role::Name).is_some_and(|name| names.text(name) == target);
        names.params(names.function_of(assign)?).iter().find(is_it).copied()
    }

    /// What is told of the platform where a map is spread into another: `{ config: { ...DEFAULTS }, apiUrl: "…" }`.
    fn told_where_spread(&self, assign: NodeId, target: NodeId, from: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(target) != Kind::Name {
            return None;
        }
        let readers = names.readers(assign, names.text(target), self.bound_by(target, from)?)?;
        let spreads = readers.into_iter().filter_map(|reader| tree.parent(reader));
        let spreads = spreads.filter(|up| tree.kind(*up) == Kind::Spread);
        let mut told = spreads.filter_map(|spread| self.told_around(spread, Platform::Unstated));
        let first = told.next()?;
        told.all(|other| other == first).then_some(first)
    }

    /// The place of a value in the pair that it stands in, where that is an item of a list: `[("name", "…"), …]`.
    fn place_in_pair(&self, value: NodeId) -> Option<usize> {
        let tree = &self.names.tree;
        let list = |node: NodeId| tree.parent(node).filter(|up| tree.kind(*up) == Kind::List);
        let pair = list(value)?;
        let rows = list(pair)?;
        // One of several that stand together in a row: `(["…", "…"], make)`.
        let (pair, value) = if list(rows).is_some() { (rows, pair) } else { (pair, value) };
        tree.children(pair).position(|part| part == value)
    }

    pub(super) fn parameter(&self, param: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name_node = names.tree.child(param, Role::Name).unwrap_or(param);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        if names.function_of(param).is_some_and(|function| names.is_only_declared(function)) {
            return self.plain(Context::Text, from);
        }
        if let Some((key, label, at)) = &climb.key {
            return self.keyed(Context::Setting, key, label.clone(), *at, from);
        }
        let function = names.function_of(param).and_then(|f| names.tree.child(f, Role::Name));
        let class = names.class_of(param).and_then(|c| names.tree.child(c, Role::Name));
        if function.into_iter().chain(class).any(|f| Self::records(names.text(f))) {
            return self.plain(Context::Comparison, from);
        }
        let bound = Bound::Param(param);
        let key = self.key(name);
        // Who only compares a default of this name may have others that send it: a method that is replaced.
        let is_unsent = || match key {
            _ if self.is_unread(param, name_node) || self.is_always_given(param) => true,
            Some(_) => self.is_only_told(param, name, bound) || self.is_only_index(param, name, bound),
            None => self.done_with_name(param, name, bound).is_some(),
        };
        if !climb.in_entry && !climb.in_list && (names.is_replaced(param, name, bound) || is_unsent()) {
            return self.plain(Context::Comparison, from);
        }
        match key {
            Some(key) if climb.in_list => self.keyed(Context::Choice, &key, name.to_owned(), span, from),
            Some(key) if !climb.in_entry => self.keyed(Context::Setting, &key, name.to_owned(), span, from),
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    pub(super) fn returned(&self, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let function = names.function_of(node);
        let name_node = function.and_then(|f| names.name_of(f));
        let name = name_node.map_or("", |n| names.text(n));
        let span = names.tree.node(name_node.unwrap_or(node)).span;
        if function.is_some_and(|function| self.is_answer_told(function) || self.makes_what_is_told(function)) {
            return Use::new(Context::Comparison, span, name);
        }
        if let Some((key, label, at)) = &climb.key {
            let context = if climb.in_list { Context::Slot } else { Context::Setting };
            return self.keyed(context, key, label.clone(), *at, from);
        }
        let is_given = function.is_some_and(|function| !names.params(function).is_empty());
        if Self::records(name) || Self::sorts(name) || is_given && Self::sorts_given(name) {
            return Use::new(Context::Comparison, span, name);
        }
        // What makes something of a model is no model: `modelNameToSuffix`.
        let name_of_answer = behind_to(name).unwrap_or(name);
        let key_name = name_of_asked(name_of_answer);
        let key = self.key(name_of_answer).or_else(|| self.key(key_name));
        match key {
            Some(key) if !climb.in_entry && (!climb.in_list || self.is_one_value(&key, from)) => {
                self.keyed(Context::Setting, &key, name.to_owned(), span, from)
            }
            Some(key)
                if key.role == KeyRole::Choice
                    && climb.in_list
                    && !climb.in_entry
                    && (name != key_name || says_what_is_offered(name)) =>
            {
                self.keyed(Context::Choice, &Key { form: Form::Id, ..key }, name.to_owned(), span, from)
            }
            Some(key)
                if key.role == KeyRole::Silent
                    && climb.in_list
                    && !climb.in_entry
                    && function.is_some_and(|function| self.is_part_of_offer(function, name)) =>
            {
                let key = Key { role: KeyRole::Choice, ..key };
                self.keyed(Context::Choice, &key, name.to_owned(), span, from)
            }
            _ if !climb.in_entry
                && climb.in_list
                && let Some(used) = function.and_then(|function| self.one_value_under_key(function, from)) =>
            {
                used
            }
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    /// What a function answers that stands under a model's name, where that is a list of one.
    fn one_value_under_key(&self, function: NodeId, item: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(function).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let name = tree.child(entry, Role::Key)?;
        let key = self.key(names.entry_key(entry)?).filter(|key| self.is_one_value(key, item))?;
        Some(self.keyed(Context::Slot, &key, names.text(name).to_owned(), tree.node(name).span, item))
    }

    /// A list of one, where a model is asked for, is that model: `model: (given) => given ?? ["…"]`.
    fn is_one_value(&self, key: &Key<'f>, item: NodeId) -> bool {
        let tree = &self.names.tree;
        let list = tree.parent(item).filter(|up| tree.kind(*up) == Kind::List);
        key.role == KeyRole::Model && list.is_some_and(|list| tree.children(list).nth(1).is_none())
    }

    /// A function stands under a name that describes something: `messageMetadata: () => ({ … })`.
    fn makes_what_is_told(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(up) = tree.parent(function).filter(|_| tree.role(function) == Role::Value) else { return false };
        match tree.kind(up) {
            Kind::Entry => names.entry_key(up).is_some_and(tells),
            Kind::Keyword => tree.child(up, Role::Name).is_some_and(|name| tells(names.text(name))),
            _ => false,
        }
    }

    /// The attribute says what an item of a widget stands for.
    pub(in crate::extract::code) fn is_value_of_item(&self, attribute: NodeId) -> bool {
        let names = self.names;
        let element = names.tree.parent(attribute).and_then(|element| names.tree.children(element).next());
        names.tree.child(attribute, Role::Name).is_some_and(|name| names.text(name) == "value")
            && element.is_some_and(|element| is_picker_item(names.text(element)))
    }

    pub(super) fn attribute(&self, attribute: NodeId, from: NodeId) -> Use {
        let names = self.names;
        let name_node = names.tree.child(attribute, Role::Name).unwrap_or(attribute);
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        if self.is_value_of_item(attribute) {
            return Use::new(Context::Choice, span, name);
        }
        match self.key(name) {
            Some(key) => self.keyed(Context::Slot, &key, name.to_owned(), span, from),
            None if name.starts_with("default") => Use::new(Context::Slot, span, name),
            None => Use::new(Context::Text, span, name),
        }
    }
}

/// What the name of a function begins with that answers what its other words say.
const ASKED: [&str; 4] = ["get", "fetch", "list", "load"];

/// What a function is asked for, by its name: `Models` of `getModels`.
pub(super) fn name_of_asked(name: &str) -> &str {
    let asked = ASKED.iter().find_map(|verb| name.strip_prefix(verb));
    asked.map_or(name, |rest| rest.trim_start_matches('_'))
}

/// The name of a function begins with a word for what people can choose: `availableChatModels`.
fn says_what_is_offered(name: &str) -> bool {
    ["available", "supported", "selectable"].iter().any(|word| name.starts_with(word))
}

/// The name of what counts or prices: models in it are not sent.
fn counts(name: &str) -> bool {
    let folded = fold_name(name);
    ["tokeniz", "tokencount", "pricing", "billing"].iter().any(|word| folded.contains(word))
}

/// The name of what shows the form of others.
pub(super) fn is_example(name: &str) -> bool {
    let folded = fold_name(name);
    folded.ends_with("example") || folded.ends_with("examples")
}

/// The name of a message: in a map of this name a model is no prose.
fn is_message(name: &str) -> bool {
    let folded = fold_name(name);
    folded.ends_with("message") || folded.ends_with("msg")
}

/// An element of markup that is one of the items which a widget offers.
fn is_picker_item(element: &str) -> bool {
    let last = element.rsplit('.').next().unwrap_or(element).to_ascii_lowercase();
    ["option", "selectitem", "menuitem", "radiogroupitem", "radioitem", "dropdownitem"]
        .iter()
        .any(|word| last.ends_with(word))
}

/// What a function makes of something else, by its name: `Suffix` of `modelNameToSuffix`, `key` of `model_to_key`.
fn behind_to(name: &str) -> Option<&str> {
    let snake = name.rfind("_to_").map(|at| &name[at + 4..]);
    let camel = name.rmatch_indices("To").find_map(|(at, _)| {
        let rest = &name[at + 2..];
        let is_word = at > 0 && name.as_bytes()[at - 1].is_ascii_lowercase();
        (is_word && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some(rest)
    });
    snake.or(camel).filter(|rest| !rest.is_empty())
}

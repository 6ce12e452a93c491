//! Literals that a name is given by an assignment, also as a part of a list or table.

use super::unsent::counts;
use super::{Climb, Contexts, tells};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Form, Key, Role as KeyRole, fold_name};

/// A name, and a value in what it is given.
#[derive(Clone, Copy)]
pub(super) struct Given<'c, 'f> {
    pub(super) assign: NodeId,
    pub(super) target: NodeId,
    /// The value.
    pub(super) from: NodeId,
    pub(super) name: &'f str,
    /// Where the name stands.
    pub(super) span: Span,
    /// What the name means, if it says anything of models.
    pub(super) key: Option<Key<'f>>,
    pub(super) climb: &'c Climb<'f>,
    pub(super) position: Position,
}

impl Given<'_, '_> {
    /// A use that the name labels.
    pub(super) fn used(&self, context: Context) -> Use {
        Use::new(context, self.span, self.name)
    }

    fn used_on(&self, context: Context, platform: Platform) -> Use {
        Use { platform, ..self.used(context) }
    }
}

/// Where a value stands in what a name is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// It is all of that: `name = "…"`.
    Alone,
    /// In a list: `name = ["…"]`.
    Item,
    /// A value of a table: `name = {"a": "…"}`.
    Value,
    /// In a list of a table, or in a table of a list: `name = {"a": ["…"]}`.
    ListedValue,
}

impl Position {
    fn of(climb: &Climb<'_>) -> Position {
        match (climb.in_entry, climb.in_list) {
            (false, false) => Position::Alone,
            (false, true) => Position::Item,
            (true, false) => Position::Value,
            (true, true) => Position::ListedValue,
        }
    }

    pub(super) fn is_in_table(self) -> bool {
        matches!(self, Position::Value | Position::ListedValue)
    }
}

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

    /// What a value does that a name is given, or that stands in a list or table which it is given. Asked in this order,
    /// the first answer counts:
    ///
    /// 1. a list or table that is replaced before it is read sends nothing;
    /// 2. a key between the value and the name says what the value is;
    /// 3. what nothing sends: it is never read, only compared, counted or told;
    /// 4. what readers of a list do with its items;
    /// 5. which platform a table is of, and what its values stand for;
    /// 6. the name itself.
    pub(super) fn assigned_to(&self, assign: NodeId, target: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let name = names.key_of(target).unwrap_or_else(|| names.text(target));
        let (key, span) = (self.key(name), names.tree.node(target).span);
        let given = Given { assign, target, from, name, span, key, climb, position: Position::of(climb) };
        if given.position != Position::Alone && self.is_replaced(assign, target, from) {
            return given.used(Context::Comparison);
        }
        if let Some((key, label, at)) = &climb.key {
            return self.under_key(&given, (key, label, *at));
        }
        let unsent = self.unsent_alone(&given).or_else(|| self.counted(&given));
        unsent
            .or_else(|| self.done_with_listed(&given))
            .or_else(|| self.told_of_table(&given))
            .unwrap_or_else(|| self.by_name(&given))
    }

    /// A key was met on the way to the name: `DEFAULTS = {"model": "…"}`.
    fn under_key(&self, given: &Given<'_, 'f>, (key, label, at): (&Key<'f>, &str, Span)) -> Use {
        let Given { assign, target, from, climb, .. } = *given;
        if self.is_told_under_key(given, label) {
            return self.plain(Context::Text, from);
        }
        let is_silent = given.key.as_ref().is_some_and(|k| k.role == KeyRole::Silent);
        let classifies = (is_silent && !is_message(given.name)) || counts(given.name);
        let context = match () {
            () if classifies => Context::Key,
            () if climb.in_list || climb.outer_maps > 1 => Context::Slot,
            () => Context::Setting,
        };
        let used = self.keyed(context, key, label.to_owned(), at, from);
        let is_open = used.platform == Platform::Unstated && climb.outer_maps == 0 && !climb.in_list;
        let told = is_open.then(|| self.told_where_spread(assign, target, from)).flatten();
        Use { platform: told.unwrap_or(used.platform), ..used }
    }

    /// What stands under a key is told, shows a form, or is taken by what it stands for.
    fn is_told_under_key(&self, given: &Given<'_, 'f>, label: &str) -> bool {
        let (names, Given { assign, target, from, climb, name, .. }) = (self.names, *given);
        if !climb.in_list && climb.outer_maps == 0 && self.is_entry_told(assign, target, label, from) {
            return true;
        }
        if self.is_taken_by_cases(assign, target, from) {
            return true;
        }
        if names.tree.kind(target) == Kind::Name && is_example(name) {
            return true;
        }
        // `task.metadata = { … }`: what is only said of another object is asked by nobody in this file.
        let is_of_another = || {
            let object = names.tree.child(target, Role::Object);
            object.is_some_and(|object| !names.is_itself(object)) && self.attribute_readers(name).is_empty()
        };
        names.tree.kind(target) == Kind::Member && tells(name) && is_of_another()
    }

    /// What those do with an item of a list who read it by its name.
    fn done_with_listed(&self, given: &Given<'_, 'f>) -> Option<Use> {
        let (names, Given { assign, target, from, .. }) = (self.names, *given);
        if given.position != Position::Item {
            return None;
        }
        if let Some(platform) = self.platform_of_filled(assign, target) {
            return Some(given.used_on(Context::Choice, platform));
        }
        if let Some(taken) = self.done_with_item(target, from, self.bound_by(target, from)) {
            return Some(taken);
        }
        let is_of_class = names.tree.parent(assign).is_some_and(|up| names.tree.kind(up) == Kind::Class);
        if is_of_class && self.is_attribute_of_beginnings(given.name) {
            return Some(given.used(Context::Comparison));
        }
        if self.is_handed_to_picker(target) {
            return Some(given.used(Context::Choice));
        }
        let taken = self.registered_list(target);
        let taken = taken.or_else(|| self.given_as_models(target, self.bound_by(target, from)));
        let of_arms = || self.platform_of_arms_list(target, from).map(|told| given.used_on(Context::Choice, told));
        taken.or_else(of_arms)
    }

    /// What is told of a table, or of the lists in one, as a whole.
    fn told_of_table(&self, given: &Given<'_, 'f>) -> Option<Use> {
        let Given { assign, target, from, climb, .. } = *given;
        if let Some(platform) = self.platform_beside_key(climb, from) {
            return Some(given.used_on(Context::Slot, platform));
        }
        let is_value = given.position == Position::Value;
        if is_value && climb.outer_maps == 0 && self.is_table_told(assign, target, from) {
            return Some(given.used(Context::Text));
        }
        if let Some(platform) = self.platform_of_offered((assign, target), given.key.as_ref(), climb, from) {
            return Some(given.used_on(Context::Choice, platform));
        }
        if given.position.is_in_table() && climb.map.is_some_and(|map| self.is_table_of_spellings(map)) {
            return Some(given.used(Context::Key));
        }
        let map = climb.map.filter(|_| is_value && climb.outer_maps == 1)?;
        self.platform_of_aliases(map).map(|platform| given.used_on(Context::Slot, platform))
    }

    /// Nothing else decided: what the name says, and where the value stands in what it is given.
    fn by_name(&self, given: &Given<'_, 'f>) -> Use {
        let is_run_through = || self.is_run_through(given.target, self.place_in_pair(given.from), given.key.is_some());
        match (given.key, given.position) {
            (Some(key), Position::Alone) => self.set_by_name(given, &key),
            (Some(_), Position::Item) if !self.is_offered(given.target) && !is_run_through() => {
                given.used(Context::Key)
            }
            (Some(key), Position::Item) => {
                let key = Key { form: Form::Id, ..key };
                self.keyed(Context::Choice, &key, given.name.to_owned(), given.span, given.from)
            }
            (Some(key), Position::Value | Position::ListedValue) => self.value_of_named_table(given, &key),
            (None, Position::Alone) => self.held_by_unknown(given),
            (None, Position::Item) if is_run_through() => given.used(Context::Choice),
            (None, Position::Item) => given.used(Context::Key),
            (None, Position::Value | Position::ListedValue) => self.value_of_unknown_table(given),
        }
    }

    /// `model = "…"`
    fn set_by_name(&self, given: &Given<'_, 'f>, key: &Key<'f>) -> Use {
        let Given { assign, target, from, name, span, .. } = *given;
        if self.is_sought_by(assign, target, from) {
            return self.keyed(Context::Slot, key, name.to_owned(), span, from);
        }
        let used = self.keyed(Context::Setting, key, name.to_owned(), span, from);
        let is_open = used.platform == Platform::Unstated;
        let told = is_open.then(|| self.told_where_read(assign, target, from)).flatten();
        Use { platform: told.unwrap_or(used.platform), ..used }
    }

    /// `MODELS = {"a": "…"}`: aliases if it is named like one, else facts about something.
    fn value_of_named_table(&self, given: &Given<'_, 'f>, key: &Key<'f>) -> Use {
        let (from, is_inner) = (given.from, given.climb.outer_maps > 0 || given.position == Position::ListedValue);
        if !is_inner && fold_name(given.name).contains("alias") {
            let platform = self.platform_of_field(given.assign, from).unwrap_or(Platform::Unstated);
            return given.used_on(Context::Slot, platform);
        }
        let context = if key.role == KeyRole::Silent || is_inner { Context::Key } else { Context::Slot };
        let platform = self.server_of_entry(from).or_else(|| self.free_platform_of_entry(from));
        let platform = platform.or_else(|| self.host_of_entry(from)).unwrap_or(Platform::Unstated);
        Use { endpoints: key.endpoints, ..given.used_on(context, platform) }
    }

    /// `TIERS = {"a": "…"}`: a name that says nothing of models.
    fn value_of_unknown_table(&self, given: &Given<'_, 'f>) -> Use {
        let (names, Given { target, from, climb, .. }) = (self.names, *given);
        if climb.outer_maps == 0 && climb.map.is_some_and(|m| self.is_alias_table(m)) {
            let entry = names.tree.parent(from).filter(|up| names.tree.kind(*up) == Kind::Entry);
            let by_key = || entry.and_then(|entry| self.platform_of_key(entry));
            let platform = self.server_of_entry(from).or_else(by_key).unwrap_or(Platform::Unstated);
            return given.used_on(Context::Slot, platform);
        }
        let is_value = given.position == Position::Value && climb.outer_maps == 1;
        given.used(if is_value && self.is_taken_as_model(target, from) { Context::Slot } else { Context::Key })
    }

    /// `best = "…"`: a name that says nothing of models.
    fn held_by_unknown(&self, given: &Given<'_, 'f>) -> Use {
        let (names, Given { assign, target, from, .. }) = (self.names, *given);
        let is_field = names.tree.parent(assign).is_some_and(|up| names.tree.kind(up) == Kind::Class);
        let told = match is_field {
            true => self.told_around(from, Platform::Unstated),
            false => self.told_where_read(assign, target, from),
        };
        given.used_on(Context::Slot, told.unwrap_or(Platform::Unstated))
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

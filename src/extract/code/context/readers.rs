//! What is done with a value where it is read: whether all of it is only telling, noting or comparing.

use super::{Contexts, tells};
use crate::extract::code::dialect::{Effect, TextMethod};
use crate::extract::code::names::Bound;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{Role as KeyRole, fold_name};

/// Levels that are climbed from a reader at most.
const HIGHEST: usize = 12;
/// Names that are made of names that are followed at most.
pub(super) const DEEPEST: usize = 3;
/// Readers of an attribute or an option that are asked at most.
pub(super) const MOST_READERS: usize = 64;

/// Endings of files: a text that ends with one names something stored.
const FILES: [&str; 19] = [
    "json", "jsonl", "csv", "tsv", "txt", "md", "log", "pkl", "pickle", "yaml", "yml", "html", "png", "jpg", "svg",
    "pdf", "npz", "parquet", "db",
];

/// Endings of names of functions whose answer finds something again that was kept.
const KEYS: [&str; 4] = ["cachekey", "hashkey", "lookupkey", "cacheid"];

/// What a reader does with a value, if that sends it nowhere for certain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Done {
    /// It is compared, looked up or asked about.
    Compared,
    /// It is shown, logged or counted.
    Told,
    /// It is noted in what watches the program: nobody takes it from there.
    Noted,
}

/// What climbing one level says.
enum Level {
    /// The node above has the value in it.
    In(NodeId),
    /// It ends here; with nothing if the value may be sent.
    Ends(Option<Done>),
}

impl<'f> Contexts<'_, 'f> {
    /// What all readers do with what a name is bound to; nothing if one may send it, or if there is none.
    pub(super) fn done_with_name(&self, at: NodeId, name: &str, bound: Bound) -> Option<Done> {
        self.done_with_binding(at, name, bound, 0)
    }

    /// All that reads a name tells, counts or compares it, and something does more than compare.
    pub(in crate::extract::code) fn is_only_told(&self, at: NodeId, name: &str, bound: Bound) -> bool {
        self.done_with_name(at, name, bound) > Some(Done::Compared)
    }

    /// Each of those that read a name tells it there.
    pub(super) fn is_told_by_all(&self, at: NodeId, name: &str, bound: Bound) -> bool {
        let readers = self.names.readers(at, name, bound).unwrap_or_default();
        !readers.is_empty() && readers.into_iter().all(|reader| self.done_at(reader, DEEPEST) > Some(Done::Compared))
    }

    /// What an assignment binds its target to, where that is what a literal is a part of.
    pub(in crate::extract::code) fn bound_by(&self, target: NodeId, literal: NodeId) -> Option<Bound> {
        let names = self.names;
        let span = names.tree.node(literal).span;
        let (_, bounds) = names.bound(target, names.text(target))?;
        let holds = |bound: &&Bound| match **bound {
            Bound::Value(node) | Bound::Part(node, _) | Bound::Item(node) | Bound::ItemPart(node, _) => {
                names.tree.node(node).span.contains(span)
            }
            _ => false,
        };
        bounds.iter().find(holds).copied()
    }

    /// All that reads a name looks something up by it: `TABLE[model]`, or keeps it as an attribute of which all readers do.
    pub(super) fn is_only_index(&self, at: NodeId, name: &str, bound: Bound) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_index = |reader: &NodeId| {
            let up = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Key);
            up.is_some_and(|up| tree.kind(up) == Kind::Index && tree.role(up) != Role::Target)
        };
        let is_kept = |reader: &NodeId| {
            let assign = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Assign && !names.is_added(*up));
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let object = target.and_then(|target| tree.child(target, Role::Object));
            let is_own = object.is_some_and(|object| names.is_itself(object)) && tree.role(*reader) == Role::Value;
            let Some(key) = target.filter(|_| is_own).and_then(|target| names.key_of(target)) else { return false };
            let readers = self.attribute_readers(key);
            !readers.is_empty() && readers.len() <= MOST_READERS && readers.iter().all(is_index)
        };
        let readers = names.readers(at, name, bound).filter(|readers| !readers.is_empty());
        readers.is_some_and(|readers| readers.iter().all(|reader| is_index(reader) || is_kept(reader)))
    }

    /// All that reads what a loop takes of a list finds or puts something in a table by it: `LIMITS[model] = LIMITS["…"]`.
    pub(super) fn is_only_key(&self, turn: NodeId, item: NodeId, bound: Bound) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_key = |reader: &NodeId| {
            let up = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Key);
            up.is_some_and(|up| tree.kind(up) == Kind::Index)
        };
        let readers = names.readers(turn, names.text(item), bound).filter(|readers| !readers.is_empty());
        readers.is_some_and(|readers| readers.iter().all(is_key))
    }

    pub(super) fn done_with_binding(&self, at: NodeId, name: &str, bound: Bound, depth: usize) -> Option<Done> {
        self.least_of(self.names.readers(at, name, bound)?, depth)
    }

    /// What is done at all of some places, the weightiest; nothing if something may be sent.
    pub(super) fn least_of(&self, readers: Vec<NodeId>, depth: usize) -> Option<Done> {
        let does: Option<Vec<Done>> = readers.into_iter().map(|reader| self.done_at(reader, depth)).collect();
        does?.into_iter().max()
    }

    /// What all that reads an attribute of this name does with it, if it notes it somewhere: who only shows or counts
    /// it may leave the sending to other files.
    pub(in crate::extract::code) fn is_attribute_noted(&self, key: &str) -> bool {
        self.done_with_attribute(key, 0) == Some(Done::Noted)
    }

    fn done_with_attribute(&self, key: &str, depth: usize) -> Option<Done> {
        let mut readers = self.attribute_readers(key);
        if readers.len() > MOST_READERS {
            return None;
        }
        readers.retain(|reader| !self.is_handed_to_field(*reader, key));
        self.least_of(readers, depth)
    }

    /// Places where an attribute or key of this name is read.
    pub(in crate::extract::code) fn attribute_readers(&self, key: &str) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let find = || {
            let mut all: foldhash::HashMap<String, Vec<NodeId>> = foldhash::HashMap::default();
            for id in tree.ids() {
                let is_part = || tree.parent(id).is_some_and(|up| tree.kind(up) == Kind::Pattern);
                let key = match tree.kind(id) {
                    Kind::Member if tree.role(id) != Role::Target => names.key_of(id),
                    // `{ model } = this`: who takes it apart may send it.
                    Kind::Name if is_part() => Some(names.text(id)),
                    Kind::Param if is_part() => tree.child(id, Role::Name).map(|name| names.text(name)),
                    Kind::Entry if is_part() => tree.child(id, Role::Key).map(|key| names.text(key)),
                    _ => None,
                };
                if let Some(key) = key {
                    all.entry(fold_name(key)).or_default().push(id);
                }
            }
            all
        };
        self.asked.attributes.get_or_init(find).get(&fold_name(key)).cloned().unwrap_or_default()
    }

    /// All that reads an option of the command line in this file compares it, looks something up by it or tells it, and
    /// the options go to no other file.
    pub(super) fn is_option_unsent(&self, option: &str) -> bool {
        let names = self.names;
        let parsed = self.asked.parsed.get_or_init(|| names.parsed_options());
        let stays = |mention: &NodeId| self.stays_here(*mention);
        let all_stay = || parsed.iter().all(|name| names.mentions_of(name).iter().all(stays));
        !parsed.is_empty() && self.done_with_attribute(option, 0).is_some() && all_stay()
    }

    /// The parsed options are asked for one of them, told, or given to a function of this file.
    pub(super) fn stays_here(&self, options: NodeId) -> bool {
        let tree = &self.names.tree;
        let up = tree.node(options).parent;
        match tree.kind(up) {
            Kind::Member => tree.role(options) == Role::Object,
            Kind::Call => {
                let callee = tree.child(up, Role::Callee).filter(|_| tree.role(options) == Role::Argument);
                callee.is_some_and(|callee| self.is_function_here(callee) || self.told_by(callee).is_some())
            }
            _ => false,
        }
    }

    /// The callee is a function of this file, by its own name or by one that it was given.
    pub(in crate::extract::code) fn is_function_here(&self, callee: NodeId) -> bool {
        let names = self.names;
        let is_function = |bound: &Bound| match bound {
            Bound::Function(_) => true,
            Bound::Value(value) if names.tree.kind(*value) == Kind::Conditional => {
                let sides = names.tree.children(*value).filter(|side| names.tree.role(*side) != Role::Condition);
                { sides }.all(|side| !names.functions_of(side).is_empty())
            }
            Bound::Value(value) => !names.functions_of(*value).is_empty(),
            _ => false,
        };
        let bounds = names.bounds_of(callee);
        !bounds.is_empty() && bounds.iter().all(is_function)
    }

    /// All that calls a function of this file tells or counts what it answers.
    pub(super) fn is_answer_told(&self, function: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let Some(name) = tree.child(function, Role::Name).filter(|name| self.stays_in_file(function, *name)) else {
            return false;
        };
        let Some(readers) = names.readers(name, names.text(name), Bound::Function(function)) else { return false };
        let call = |reader: NodeId| {
            let up = tree.parent(reader).filter(|_| tree.role(reader) == Role::Callee);
            up.filter(|up| tree.kind(*up) == Kind::Call)
        };
        let calls: Option<Vec<NodeId>> = readers.into_iter().map(call).collect();
        calls.and_then(|calls| self.least_of(calls, 0)) > Some(Done::Compared)
    }

    /// All that reads an entry of a map that a name is bound to tells it: by its key, or with the whole map.
    pub(super) fn is_entry_told(&self, assign: NodeId, target: NodeId, key: &str, literal: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        if tree.kind(target) != Kind::Name || !self.stays_in_file(assign, target) {
            return false;
        }
        let name = names.text(target);
        let Some(bound) = self.bound_by(target, literal) else { return false };
        let Some(readers) = names.readers(assign, name, bound) else { return false };
        // What is only said of something may be handed to whoever says it.
        let is_said = tells(name);
        let is_handed_on = |reader: NodeId| {
            let up = tree.node(reader).parent;
            is_said
                && (tree.kind(up) == Kind::Keyword
                    || (tree.kind(up) == Kind::Call && tree.role(reader) == Role::Argument))
        };
        let mut told = None;
        // Others are read, and it is not.
        let mut is_unread = !readers.is_empty();
        for reader in readers {
            let up = tree.node(reader).parent;
            let part = names.key_of(up).filter(|_| tree.role(reader) == Role::Object && self.takes_entry(up));
            let is_other = part.is_some_and(|other| tree.role(up) == Role::Target || other != key);
            is_unread &= is_other;
            let done = match part {
                Some(_) if is_other => continue,
                Some(_) => self.done_at(up, 0),
                None => self.done_at(reader, 0),
            };
            if done.is_none() && is_handed_on(reader) {
                continue;
            }
            let done = done.or_else(|| self.is_put_as_made(reader, key).then_some(Done::Noted));
            if done.is_none() {
                return false;
            }
            told = told.max(done);
        }
        is_unread || told > Some(Done::Compared)
    }

    /// All that reads what a name is bound to is a case or a sample, which takes the whole of it.
    pub(super) fn is_taken_by_cases(&self, assign: NodeId, target: NodeId, literal: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(target) != Kind::Name || !self.stays_in_file(assign, target) {
            return false;
        }
        let readers = self.bound_by(target, literal).and_then(|bound| names.readers(assign, names.text(target), bound));
        let is_in_case = |reader: &NodeId| {
            let entry = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Entry);
            entry.and_then(|entry| tree.parent(entry)).is_some_and(|map| self.is_case(map))
        };
        readers.is_some_and(|readers| !readers.is_empty() && readers.iter().all(is_in_case))
    }

    /// `map["key"]`, and `map.key` where that is the same and calls nothing: `map.items()` takes them all.
    fn takes_entry(&self, part: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_key = names.dialect.has_block_scope() && tree.role(part) != Role::Callee;
        tree.kind(part) == Kind::Index || is_key
    }

    /// All that takes a value of a table by a key of which nothing is known tells or compares it.
    pub(super) fn is_table_told(&self, assign: NodeId, target: NodeId, literal: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        if tree.kind(target) != Kind::Name || !self.stays_in_file(assign, target) {
            return false;
        }
        let Some(bound) = self.bound_by(target, literal) else { return false };
        let Some(readers) = names.readers(assign, names.text(target), bound) else { return false };
        let taken = |reader: NodeId| {
            let up = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Index && tree.role(*up) != Role::Target);
            up.filter(|_| tree.role(reader) == Role::Object)
        };
        let taken: Option<Vec<NodeId>> = readers.into_iter().map(taken).collect();
        taken.and_then(|taken| self.least_of(taken, 0)) > Some(Done::Compared)
    }

    /// No other file can take what is bound to a name: by an assignment, or as a function.
    pub(in crate::extract::code) fn stays_in_file(&self, binding: NodeId, name: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        if names.file.mentions_masked(names.text(name)) {
            return false;
        }
        if names.function_of(binding).is_some() || names.file.origin.is_some() {
            return true;
        }
        let top = names.top(binding);
        if !names.dialect.has_block_scope() {
            // What stands below the question whether the file is the program itself, no import runs.
            let asks = |before: NodeId| {
                tree.kind(before) == Kind::Compare && names.dialect.asks_whether_program(names.text(before))
            };
            let is_program = tree.kind(top) == Kind::Block && tree.before(top).is_some_and(asks);
            return is_program || names.text(name).starts_with('_');
        }
        names.class_of(binding).is_none() && !names.exports_by_assignment() && !names.is_given(names.text(name))
    }

    /// What is read at a place is told there.
    pub(in crate::extract::code) fn is_told_at(&self, reader: NodeId) -> bool {
        self.done_at(reader, 0) > Some(Done::Compared)
    }

    /// What is read at a place is sent nowhere from there.
    pub(in crate::extract::code) fn is_done_at(&self, reader: NodeId) -> bool {
        self.done_at(reader, 0).is_some()
    }

    /// What is done with an expression where it stands.
    fn done_at(&self, reader: NodeId, depth: usize) -> Option<Done> {
        let _step = self.names.step_in()?;
        let mut node = reader;
        for _ in 0..HIGHEST {
            match self.level(node, depth) {
                Level::In(up) => node = up,
                Level::Ends(done) => return done,
            }
        }
        None
    }

    fn level(&self, node: NodeId, depth: usize) -> Level {
        let names = self.names;
        let tree = &names.tree;
        let Some(up) = tree.parent(node) else { return Level::Ends(None) };
        let role = tree.role(node);
        if role == Role::Condition {
            return Level::Ends(Some(Done::Compared));
        }
        match tree.kind(up) {
            Kind::Compare | Kind::Case | Kind::Statement | Kind::Type | Kind::Assert => {
                Level::Ends(Some(Done::Compared))
            }
            Kind::Index | Kind::Entry if role == Role::Key => Level::Ends(Some(Done::Compared)),
            Kind::And if tree.children(up).last() != Some(node) => Level::Ends(Some(Done::Compared)),
            // The condition of a statement.
            Kind::Function | Kind::Block | Kind::Module if role == Role::Child => Level::Ends(Some(Done::Compared)),
            Kind::Template
                if self.names_a_file(up)
                    || self.is_document(up)
                    || self.is_sentence(up, node)
                    || self.is_answered_as_key(up) =>
            {
                Level::Ends(Some(Done::Told))
            }
            Kind::Template
            | Kind::Concat
            | Kind::Format
            | Kind::Or
            | Kind::And
            | Kind::Conditional
            | Kind::List
            | Kind::Spread
            | Kind::Map => Level::In(up),
            Kind::Entry if names.entry_key(up).is_some_and(|key| tells(key) || is_of_past(&fold_name(key))) => {
                Level::Ends(Some(Done::Noted))
            }
            Kind::Entry if self.is_watched_by_key(up) => Level::Ends(Some(Done::Noted)),
            Kind::Entry if self.says_what_is_allowed(up) => Level::Ends(Some(Done::Noted)),
            // What is put into an answer is told to whoever asked.
            Kind::Entry if self.is_answer(tree.node(up).parent) => Level::Ends(Some(Done::Told)),
            Kind::Entry if self.is_row_kept(tree.node(up).parent) => Level::Ends(Some(Done::Told)),
            Kind::Entry => Level::In(up),
            Kind::Call if role == Role::Argument => self.given_to(up, node, depth),
            Kind::Keyword => {
                let name = tree.child(up, Role::Name).map_or("", |name| names.text(name));
                let is_kept = || {
                    let call = tree.parent(up);
                    call.is_some_and(|call| self.is_kept_beside_answer(call, name) || self.is_record_call(call))
                };
                match fold_name(name).as_str() {
                    "help" | "description" => Level::Ends(Some(Done::Told)),
                    _ if is_kept() => Level::Ends(Some(Done::Noted)),
                    key if tells(key) || is_of_past(key) => Level::Ends(Some(Done::Noted)),
                    _ => Level::Ends(tree.parent(up).and_then(|call| {
                        let told = tree.child(call, Role::Callee).and_then(|callee| self.told_by(callee));
                        told.max(self.done_by_function(call, node, depth))
                    })),
                }
            }
            Kind::Member => self.asked_for(up, depth),
            Kind::Assign if role == Role::Value && depth < DEEPEST => Level::Ends(self.held_by(up, node, depth + 1)),
            // `!model`, `not model`: whether there is one.
            Kind::Other if ["!", "not "].iter().any(|sign| names.text(up).starts_with(sign)) => {
                Level::Ends(Some(Done::Compared))
            }
            // What stands between the tags of an element is shown.
            Kind::Other if names.text(up).starts_with('<') && tree.kind(node) != Kind::Spread => {
                Level::Ends(Some(Done::Told))
            }
            _ => Level::Ends(None),
        }
    }

    /// A method of the value: it compares, gives the same text, or tells.
    fn asked_for(&self, member: NodeId, depth: usize) -> Level {
        let (names, tree) = (self.names, &self.names.tree);
        let call = tree.parent(member).filter(|up| tree.kind(*up) == Kind::Call && tree.role(member) == Role::Callee);
        let Some(call) = call else { return Level::Ends(None) };
        // `models.split(",")`: several are given in one text.
        let is_comma = |given: &NodeId| names.literal(*given).is_some_and(|text| text.text.trim() == ",");
        if names.key_of(member) == Some("split") && names.positional(call).first().is_some_and(is_comma) {
            return Level::In(call);
        }
        if names.without_prefix(call).is_some() {
            return Level::In(call);
        }
        if self.exchanges_signs(call) {
            return Level::Ends(self.done_at(call, depth).or(Some(Done::Compared)));
        }
        match names.key_of(member).and_then(|method| names.dialect.text_method(method)) {
            Some(TextMethod::Same | TextMethod::Lower) => Level::In(call),
            _ => Level::Ends(self.told_by(member)),
        }
    }

    /// An argument of a call that gives the same value, opens what is stored by it, or tells.
    fn given_to(&self, call: NodeId, argument: NodeId, depth: usize) -> Level {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee) else { return Level::Ends(None) };
        let chain = names.chain(callee).names;
        let passing = names.dialect.passing(&chain).filter(|passing| passing.environment.is_none());
        let at = names.positional(call).iter().position(|given| *given == argument);
        if passing.is_some_and(|passing| passing.value == at && at == Some(0)) {
            return Level::In(call);
        }
        // What is taken by it comes from a table of this file: `prices.get(model)`.
        let is_table = |callee| tree.child(callee, Role::Object).is_some_and(|table| names.map_of(table, 0).is_some());
        if passing.is_some() && at == Some(0) && is_table(callee) {
            return Level::Ends(Some(Done::Compared));
        }
        if self.makes_attributes(call) {
            return Level::Ends(Some(Done::Noted));
        }
        if names.dialect.opens(&chain) {
            return Level::Ends(Some(if joins_path(&chain) { Done::Told } else { Done::Compared }));
        }
        if at == Some(0)
            && let Some(done) = self.done_with_state(callee, depth)
        {
            return Level::Ends(Some(done));
        }
        if at == Some(1) && self.filters_rows(call, &chain) {
            return Level::Ends(Some(Done::Compared));
        }
        if at == Some(0) && self.replaces_in_text(call) {
            return Level::Ends(Some(Done::Told));
        }
        Level::Ends(self.told_by(callee).max(self.done_by_function(call, argument, depth)))
    }

    /// What a callee does with what it is given, where its name says that it sends nothing.
    fn told_by(&self, callee: NodeId) -> Option<Done> {
        let (names, tree) = (self.names, &self.names.tree);
        // `in_background(tracker.capture)(…)`: what is wrapped is called.
        if tree.kind(callee) == Kind::Call {
            return names.positional(callee).into_iter().find_map(|wrapped| self.told_by(wrapped));
        }
        let chain = names.chain(callee).names;
        if Self::is_noting(names, callee) || chain.last().is_some_and(|last| names.dialect.describes(last)) {
            return Some(Done::Noted);
        }
        match names.dialect.effect(&chain) {
            Some(Effect::Compares) => Some(Done::Compared),
            Some(_) => Some(Done::Told),
            None if Self::logs(&chain) => Some(Done::Told),
            None if chain.last().is_some_and(|last| makes_path(last) || writes_log(last)) => Some(Done::Told),
            None if chain.last().is_some_and(|last| self.only_looks_up(last)) => Some(Done::Told),
            None => {
                chain.last().is_some_and(|last| Self::records(last) && !self.asks_by_name(&chain)).then_some(Done::Told)
            }
        }
    }

    /// All call sites of this name only look up what they are given.
    fn only_looks_up(&self, callee: &'f str) -> bool {
        let sites = Clients { names: self.names, vocabulary: self.vocabulary }.sites_named(callee);
        !sites.is_empty() && sites.iter().all(|site| site.lookup)
    }

    /// The value is given to another name, which is asked in its place.
    fn held_by(&self, assign: NodeId, value: NodeId, depth: usize) -> Option<Done> {
        let (names, tree) = (self.names, &self.names.tree);
        let target = tree.child(assign, Role::Target).filter(|_| !names.is_added(assign))?;
        match tree.kind(target) {
            // `state["routing_metadata"] = { model }`
            Kind::Index | Kind::Member if names.key_of(target).is_some_and(tells) => Some(Done::Noted),
            Kind::Name if self.stays_in_file(assign, target) => {
                let name = names.text(target);
                let is_key = self.key(name).is_some_and(|key| key.role == KeyRole::Silent);
                let done = || self.done_with_binding(assign, name, self.bound_by(target, value)?, depth);
                if is_key { Some(Done::Told) } else { done() }
            }
            Kind::Member => {
                let object = tree.child(target, Role::Object).filter(|object| names.is_itself(*object))?;
                let key = names.key_of(target)?;
                if tree.kind(object) == Kind::Name && self.extends_another(assign) && self.is_attribute_counted(key) {
                    return Some(Done::Told);
                }
                let noted = self.done_with_attribute(key, depth);
                noted.filter(|done| *done == Done::Noted && tree.kind(object) == Kind::Name)
            }
            _ => None,
        }
    }

    /// The text is a page for people: of several lines, with a heading.
    fn is_document(&self, template: NodeId) -> bool {
        let text = self.names.text(template).trim_start_matches(['"', '\'', '`']).trim_start();
        (text.starts_with("---\n") || text.starts_with("# ")) && text.contains("\n\n")
    }

    /// The value stands in a text for people, behind a label or within a sentence: `Model: …`, `Asking … for help`. What
    /// commands, queries and settings are put together from is none.
    fn is_sentence(&self, template: NodeId, value: NodeId) -> bool {
        /// What stands in texts for machines.
        const SIGNS: [&str; 7] = ["--", "=", "\"", "`", "'", "://", "{{"];
        let (names, tree) = (self.names, &self.names.tree);
        let parts: Vec<&str> =
            tree.children(template).filter(|part| tree.kind(*part) == Kind::Str).map(|part| names.text(part)).collect();
        let before = tree.before(value).filter(|before| tree.kind(*before) == Kind::Str).map(|part| names.text(part));
        let Some(before) = before.filter(|_| !parts.iter().any(|part| SIGNS.iter().any(|sign| part.contains(sign))))
        else {
            return false;
        };
        let line = before.rsplit('\n').next().unwrap_or(before);
        let line = line.rsplit("\\n").next().unwrap_or(line);
        let begins = |line: &str| line.trim_start().starts_with(|c: char| c.is_uppercase());
        let has_words = line.trim().contains(' ');
        // `model: …` at the beginning of a line is a setting.
        let is_label = line.ends_with(": ") && (begins(line) || has_words);
        is_label || (line.ends_with(' ') && has_words && begins(line))
    }

    /// The text is what a function answers whose name says that it makes a key of what is put together in it:
    /// `cacheKey() { return `${model}_${temperature}`; }`.
    fn is_answered_as_key(&self, template: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(template).filter(|_| tree.role(template) == Role::Value);
        let is_answer = up.is_some_and(|up| matches!(tree.kind(up), Kind::Return | Kind::Function));
        let function = names.function_of(template).filter(|_| is_answer);
        let name = function.and_then(|function| names.name_of(function)).map(|name| fold_name(names.text(name)));
        let parts = tree.children(template).filter(|part| tree.kind(*part) != Kind::Str).count();
        parts > 1 && name.is_some_and(|name| KEYS.iter().any(|end| name.ends_with(end)))
    }

    /// The text is put together to the name of a file.
    fn names_a_file(&self, template: NodeId) -> bool {
        let text = self.names.text(template).trim_matches(['"', '\'', '`']);
        let ending = text.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| FILES.contains(&ending)) && !text.contains("://") && !text.contains('\n')
    }
}

/// The folded name says what was asked, to whom it is told: `model_used`, not `model_to_be_used`.
fn is_of_past(name: &str) -> bool {
    name.ends_with("used") && !name.ends_with("beused")
}

/// A function that answers with the place of a file, by its name: `get_result_path`, `outputFileName`.
fn makes_path(callee: &str) -> bool {
    let folded = fold_name(callee);
    let makes = ["get", "make", "build", "create", "output", "result", "cache", "log", "save", "intermediate"];
    ["path", "filename", "filepath", "dirname"].iter().any(|end| folded.ends_with(end))
        && makes.iter().any(|start| folded.starts_with(start))
}

/// A function that writes something to a log, by its name: `logRequest`, `log_call`.
fn writes_log(callee: &str) -> bool {
    let rest = callee.strip_prefix("log");
    rest.is_some_and(|rest| rest.starts_with(|c: char| c == '_' || c.is_ascii_uppercase()))
}

/// What is called puts a place of files together: whoever takes that has no model any more.
fn joins_path(chain: &[&str]) -> bool {
    matches!(chain, [.., "path", "join"] | [.., "joinpath"])
}

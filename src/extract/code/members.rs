//! Members of enumerations and of holders of constants, where a name says that a model is wanted: `Config(model=Names.BIG)`.
//!
//! The literal alone says nothing: it is one of many. Whoever gives it to a model's name uses it.

use std::collections::BTreeMap;

use foldhash::HashSet;

use super::context::Contexts;
use super::follow::Found;
use super::names::{Bound, Names};
use super::offers::pickers::{ITEMS, is_select_box};
use super::platforms::optional::words;
use super::read::Reader;
use super::shapes::Question;
use super::strings::Decoded;
use super::tree::{Kind, NodeId, Role};
use crate::extract::Taken;
use crate::reference::{Context, Piece, Platform, Route, Use};
use crate::vocabulary::{Form, Role as KeyRole, Sign};

impl Reader<'_, '_> {
    /// Notes every member that is given where a model is wanted, here or to be found in other files.
    pub(super) fn members(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        let mut given = Vec::new();
        for node in tree.ids() {
            match tree.kind(node) {
                Kind::Member if contexts.is_member(node) => given.extend(self.member(node, &contexts)),
                Kind::Keyword => {
                    self.list_of_picker(contexts.offered_list(node));
                    contexts.keys_for_option(node).into_iter().for_each(|key| self.offered_key(key));
                }
                Kind::Call => self.list_of_picker(contexts.offered_behind_label(node)),
                Kind::Entry => {
                    self.list_by_key(node, &contexts);
                    self.list_in_answer(node, &contexts);
                }
                Kind::For => self.list_of_completer(node, &contexts),
                _ => {}
            }
        }
        given.into_iter().for_each(|(member, used)| self.allowed_members(member, &used, &contexts));
    }

    /// The member and its use, where it is given to a model's name.
    fn member(&mut self, node: NodeId, contexts: &Contexts<'_, '_>) -> Option<(NodeId, Use)> {
        let names = self.names;
        let used = contexts.wanted(node)?;
        let trail = names.follow(node);
        for found in trail.found {
            let is_new = !self.is_explained(found.node) || self.is_member_already(&found);
            let is_new = is_new && !names.is_key_of_routes(found.node);
            let is_model = || {
                self.vocabulary.resembles_id(&found.text.text)
                    && contexts.is_silent_by_itself(found.node)
                    && !contexts.is_spelled_by_method(found.node)
            };
            if is_new && is_model() {
                self.explain(found, used.clone());
            }
        }
        let routes = trail.routes.into_iter().map(|(route, _)| route);
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        Some((node, used))
    }

    /// Notes a member of a package's enumeration that a call is given, where it stands for a model of the platform that
    /// the call goes to: `create(platform=Platforms.ACME, model=Models.BIG)`.
    pub(super) fn member_of_package(&mut self, node: NodeId, used: &Use) {
        let (names, tree) = (self.names, &self.names.tree);
        let Platform::Known(platform, _) = used.platform else { return };
        // `Models.BIG.value`
        let is_value = names.key_of(node) == Some("value");
        let node = if is_value { tree.child(node, Role::Object).unwrap_or(node) } else { node };
        let (Kind::Member, Some(property)) = (tree.kind(node), tree.child(node, Role::Property)) else { return };
        let Some((module, path)) = names.qualified(&names.chain(node)) else { return };
        let [holder @ .., member] = path.as_slice() else { return };
        let enumeration = format!("{module}.{}", holder.join("."));
        if self.vocabulary.member(&enumeration, member) != Some(platform) {
            return;
        }
        let span = tree.node(property).span;
        let text =
            Decoded { text: member.clone(), pieces: vec![Piece { len: member.len() as u32, span, verbatim: false }] };
        let used = Use { form: Form::Route, framework: enumeration, ..used.clone() };
        self.explain(Found { node: property, text, span, choice: false }, used);
    }

    /// Another place uses the member in the same way.
    fn is_member_already(&self, found: &Found) -> bool {
        let uses = self.references.get(&found.span).map(|reference| reference.uses.as_slice()).unwrap_or_default();
        uses.iter().all(|used| matches!(used.context, Context::Slot | Context::Setting))
    }

    /// A key of a table that is one of several to choose from.
    fn offered_key(&mut self, key: NodeId) {
        for found in self.names.follow(key).found {
            if self.vocabulary.resembles_id(&found.text.text) {
                self.explain(found, Use::new(Context::Choice, self.names.tree.node(key).span, ""));
            }
        }
    }

    /// A list of another file that an entry says is offered: `{ models: MODELS }`.
    fn list_by_key(&mut self, entry: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        for key in contexts.keys_for_prompt(entry) {
            self.offered_key(key);
        }
        let key = names.entry_key(entry).and_then(|key| contexts.key(key));
        let value = tree.child(entry, Role::Value).filter(|_| key.is_some_and(|key| key.role == KeyRole::Choice));
        let value = value.filter(|value| matches!(tree.kind(*value), Kind::Name | Kind::Member));
        let Some(list) = value.filter(|value| names.items_of(*value).is_none()) else { return };
        let routes = names.routes_of(list);
        if routes.is_empty() {
            return;
        }
        let Some(used) = contexts.offered_by_key(list) else { return };
        let routes = routes.into_iter().map(|route| route.then(Route::ANY));
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
    }

    /// A list whose items are written one by one into rows that are offered:
    /// `MODELS.forEach((model) => rows.push({ name: model, details: { family: "…" } }))`.
    fn list_in_answer(&mut self, entry: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(list) = contexts.written_in_rows(entry) else { return };
        let used = Use::new(Context::Choice, tree.node(list).span, names.text(list));
        self.offer_items(list, &used);
    }

    /// Notes the items of a list as used in one way, here or to be found in other files.
    pub(super) fn offer_items(&mut self, list: NodeId, used: &Use) {
        let names = self.names;
        for found in names.items_of(list).into_iter().flatten().flat_map(|item| names.follow(item).found) {
            if self.vocabulary.resembles_id(&found.text.text) && !self.is_explained(found.node) {
                self.explain(found, used.clone());
            }
        }
        let routes = names.routes_of(list).into_iter().map(|route| route.then(Route::ANY));
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
    }

    /// A list of which a function answers some items to whoever types: `return [id for id in IDS if id.startswith(…)]`.
    fn list_of_completer(&mut self, repeated: NodeId, contexts: &Contexts<'_, '_>) {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(list) = tree.child(repeated, Role::Iterable).filter(|_| contexts.completes(repeated)) else { return };
        let used = Use::new(Context::Choice, tree.node(list).span, names.text(list));
        let parts = match names.bounds_of(list)[..] {
            [Bound::Value(value)] if tree.kind(value) == Kind::Concat => tree.children(value).collect(),
            _ => vec![list],
        };
        parts.into_iter().for_each(|part| self.offer_items(part, &used));
    }

    /// A list of another file that a widget offers: `Dropdown(name="model", options=MODEL_NAMES)`.
    fn list_of_picker(&mut self, offered: Option<(NodeId, NodeId)>) {
        let names = self.names;
        let Some((name, list)) = offered else { return };
        let trail = names.follow(list);
        if trail.found.is_empty() {
            let used = Use::new(Context::Choice, names.tree.node(name).span, names.text(name));
            let routes = trail.routes.into_iter().map(|(route, _)| route.then(Route::ANY));
            self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        }
    }
}

impl<'f> Contexts<'_, 'f> {
    /// A method of an enumeration says how its member is spelled where it is sent:
    /// `if self.value == "acme-4": return "acme-4-0613"`.
    fn is_spelled_by_method(&self, member: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(class) = names.class_of(member).filter(|_| names.function_of(member).is_none()) else { return false };
        let text = names.text(member);
        let is_own = |node: NodeId| {
            let object = tree.child(node, Role::Object).unwrap_or(node);
            names.is_itself(object)
        };
        let spells = |compare: NodeId| {
            let mut sides = tree.children(compare);
            let is_it = tree.children(compare).any(|side| tree.kind(side) == Kind::Str && names.text(side) == text);
            let answers = || {
                let returned = names.function_of(compare).map(|method| names.returns(method)).unwrap_or_default();
                returned.into_iter().any(|answer| self.is_id(answer) && names.text(answer) != text)
            };
            is_it && sides.any(is_own) && answers()
        };
        let compares = || tree.below(class).filter(|node| tree.kind(*node) == Kind::Compare);
        self.once(Question::Compares, class, || compares().next().is_some())
            && self.once(Question::Spelled, member, || compares().any(spells))
    }

    /// `Names.BIG`, `Names.BIG.value`: what holds the member begins with a capital, as classes and constants do.
    fn is_member(&self, node: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_inner = tree.role(node) == Role::Object || tree.role(node) == Role::Callee;
        let is_target = tree.role(node) == Role::Target;
        let chain = names.chain(node);
        let steps = match chain.names.as_slice() {
            [steps @ .., "value"] => steps,
            steps => steps,
        };
        let [.., holder, _] = steps else { return false };
        !is_inner && !is_target && chain.named_base && holder.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// What is done with an expression, if that is live and a name says that it is a model.
    pub(super) fn wanted(&self, node: NodeId) -> Option<Use> {
        let used = self.doing(node)?;
        let is_model = || self.key(&used.label).is_some_and(|key| matches!(key.role, KeyRole::Model | KeyRole::Choice));
        let is_wanted = matches!(used.context, Context::Slot | Context::Setting | Context::Choice) && is_model();
        is_wanted.then_some(used)
    }

    /// Where a literal stands says that it is one of many.
    pub(super) fn is_silent_by_itself(&self, literal: NodeId) -> bool {
        self.of(literal).is_some_and(|(_, used)| used.context == Context::Key)
    }

    /// The keys of a table of this file that a question gives to choose from: `choices: Object.keys(TABLE).map(…)`.
    fn keys_for_prompt(&self, entry: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(value) = tree.child(entry, Role::Value).filter(|value| self.is_list_of_prompt(*value)) else {
            return Vec::new();
        };
        let callee = tree.child(value, Role::Callee).filter(|callee| names.key_of(*callee) == Some("map"));
        let listed = callee.and_then(|callee| tree.child(callee, Role::Object)).unwrap_or(value);
        let items = if tree.kind(listed) == Kind::Call { names.items_of(listed) } else { None };
        items.unwrap_or_default().into_iter().filter(|item| tree.role(*item) == Role::Key).collect()
    }

    /// The keys of a table of this file that an option may be: `add_argument("--model", choices=sorted(TABLE.keys()))`.
    /// A table that gives each of them another text, or a row, may have names of its own.
    fn keys_for_option(&self, keyword: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.child(keyword, Role::Name).filter(|name| ITEMS.contains(&names.text(*name)));
        let call = tree.parent(keyword).filter(|up| name.is_some() && tree.kind(*up) == Kind::Call);
        let callee = call.and_then(|call| tree.child(call, Role::Callee));
        let declares = callee.is_some_and(|callee| names.dialect.declares_option(&names.chain(callee).names));
        let value = tree.child(keyword, Role::Value).filter(|value| declares && tree.kind(*value) != Kind::List);
        let items = value.and_then(|value| names.items_of(value)).unwrap_or_default();
        let is_own = |key: &NodeId| {
            let given = tree.parent(*key).and_then(|entry| tree.child(entry, Role::Value));
            given.is_none_or(|given| matches!(tree.kind(given), Kind::Str | Kind::Map | Kind::List))
        };
        items.into_iter().filter(|item| tree.role(*item) == Role::Key && !is_own(item)).collect()
    }

    /// The list of models whose items an entry writes into rows, beside what is said of each to people or of its maker.
    fn written_in_rows(&self, entry: NodeId) -> Option<NodeId> {
        const WRITTEN_AS: [&str; 4] = ["name", "id", "model", "value"];
        const BESIDE: [&str; 6] = ["details", "family", "provider", "label", "ownedby", "vendor"];
        let (names, tree) = (self.names, &self.names.tree);
        let item = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::Name)?;
        names.entry_key(entry).filter(|key| WRITTEN_AS.contains(key))?;
        let list = match *names.lookup(item, names.text(item)) {
            [Bound::Param(param)] => names.list_run_through(param)?,
            _ => return None,
        };
        let name = names.chain(list).names.last().copied()?;
        let is_offered = self.key(name).is_some_and(|key| key.role == KeyRole::Choice);
        let called = |word: &&str| self.vocabulary.provider_called(&word.to_ascii_lowercase());
        let is_of_users =
            { words(name) }.iter().filter_map(called).any(|provider| self.vocabulary.user_named(provider));
        let map = tree.parent(entry).filter(|_| is_offered && !is_of_users)?;
        let is_row = self.folded_keys(map).iter().any(|key| BESIDE.contains(&key.as_str()));
        (is_row && !self.tells_facts(map) && !self.classifies(list)).then_some(list)
    }

    /// The function around a node answers what may be typed: it is handed to an option for that, or is given what was
    /// typed so far.
    fn completes(&self, node: NodeId) -> bool {
        const HANDED_AS: [&str; 2] = ["autocomplete", "shell_complete"];
        let (names, tree) = (self.names, &self.names.tree);
        let Some(function) = names.function_of(node) else { return false };
        let is_typed = |param: &NodeId| {
            let annotation = tree.child(*param, Role::Type).map(|annotation| names.text(annotation));
            annotation.is_some_and(|annotation| self.vocabulary.is_sign(annotation, Sign::Completion))
        };
        let handed_as = |mention: &NodeId| {
            let keyword = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Keyword);
            let name = keyword.and_then(|keyword| tree.child(keyword, Role::Name));
            name.is_some_and(|name| HANDED_AS.contains(&names.text(name)))
        };
        let is_handed = || {
            let name = names.name_of(function).map(|name| names.text(name));
            name.is_some_and(|name| names.mentions_of(name).iter().any(handed_as))
        };
        names.params(function).iter().any(is_typed) || is_handed()
    }

    /// The callee of a widget and the list of another file that it is given behind its label.
    fn offered_behind_label(&self, call: NodeId) -> Option<(NodeId, NodeId)> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let is_box = names.chain(callee).names.last().is_some_and(|last| is_select_box(last));
        let list = is_box.then(|| names.list_behind_label(&names.positional(call))).flatten()?;
        Some((callee, list))
    }

    /// The name and the value of a keyword that gives a widget the items which it offers, if these have a name.
    fn offered_list(&self, keyword: NodeId) -> Option<(NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let (name, value) = (tree.child(keyword, Role::Name)?, tree.child(keyword, Role::Value)?);
        let call = tree.parent(keyword)?;
        let callee = tree.child(call, Role::Callee)?;
        let chain = names.chain(callee).names;
        let is_box = || chain.last().is_some_and(|last| is_select_box(last)) || self.is_select_box_by_type(call);
        let offers = ITEMS.contains(&names.text(name));
        let is_name = matches!(tree.kind(value), Kind::Name | Kind::Member);
        (offers && is_name && is_box()).then_some((name, value))
    }
}

impl<'f> Names<'f> {
    /// A literal is the value of a member by which, as by most of its enumeration, a table of the file gives routes:
    /// what is sent stands in the table, and the members are the project's own names.
    pub(super) fn is_key_of_routes(&self, literal: NodeId) -> bool {
        let tree = &self.tree;
        let assign = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Assign);
        let Some(assign) = assign.filter(|_| tree.role(literal) == Role::Value) else { return false };
        let holder = tree.parent(assign).filter(|up| matches!(tree.kind(*up), Kind::Class | Kind::Enum));
        let (Some(holder), Some(member)) = (holder, tree.child(assign, Role::Target)) else { return false };
        let Some(name) = tree.child(holder, Role::Name).map(|name| self.text(name)) else { return false };
        let is_its = |(object, keys): &&(&str, HashSet<&str>)| *object == name && keys.contains(self.text(member));
        let mut tables = self.route_tables.get_or_init(|| self.tables_of_routes()).iter().filter(is_its).peekable();
        if tables.peek().is_none() {
            return false;
        }
        let members = tree.children(holder).filter(|member| tree.kind(*member) == Kind::Assign).count();
        tables.any(|(_, keys)| keys.len() * 2 >= members)
    }

    /// Tables whose keys are members of one object and whose values are routes: the object, and its members.
    fn tables_of_routes(&self) -> Vec<(&'f str, HashSet<&'f str>)> {
        let tree = &self.tree;
        let member_of = |entry: NodeId| {
            let key = tree.child(entry, Role::Key).filter(|key| tree.kind(*key) == Kind::Member)?;
            let route = tree.child(entry, Role::Value).and_then(|value| self.literal(value));
            let object =
                tree.child(key, Role::Object).filter(|_| route.is_some_and(|route| route.text.contains('/')))?;
            Some((self.text(object), self.key_of(key)?))
        };
        let mut tables = Vec::new();
        for table in tree.ids().filter(|up| tree.kind(*up) == Kind::Map) {
            let mut by_object: BTreeMap<&str, HashSet<&str>> = BTreeMap::new();
            for (object, key) in tree.children(table).filter_map(member_of) {
                by_object.entry(object).or_default().insert(key);
            }
            tables.extend(by_object);
        }
        tables
    }
}

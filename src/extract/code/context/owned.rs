//! What stands farther around a model and decides: a map that is the value of a model's key, a named configuration, a
//! table of lists by platform, a function that makes something up.

use super::{Climb, Contexts};
use crate::extract::called::is_class;
use crate::extract::code::dialect::Effect;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::names::Bound;
use crate::extract::code::shapes::Question;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::requests;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Key, Role as KeyRole, Sign, fold_name};

/// What stands beside the name of a model in a map about one that is sent.
const OF_REQUESTS: [&str; 7] =
    ["provider", "settings", "params", "parameters", "modelparams", "modelparameters", "completionparams"];

/// Endings of names of what a request is made with.
const CONFIGURATIONS: [&str; 7] = ["config", "configuration", "options", "params", "parameters", "settings", "args"];

/// Beginnings of names of functions that make up what a test or a demonstration shows.
const MAKING_UP: [&str; 9] =
    ["mock", "fake", "dummy", "stub", "createmock", "makemock", "buildmock", "generatemock", "getmock"];

/// Beginnings of names of classes that stand in for others in a test or a demonstration.
const MADE_UP: [&str; 4] = ["Mock", "Fake", "Dummy", "Stub"];

impl<'f> Contexts<'_, 'f> {
    /// The key that a name belongs to in `model: { provider: "…", name: "…" }`.
    pub(super) fn owner_of_name(&self, map: NodeId, key: &str) -> Option<(Key<'f>, String, Span)> {
        let (names, tree) = (self.names, &self.names.tree);
        if !matches!(fold_name(key).as_str(), "name" | "id") {
            return None;
        }
        let up = tree.parent(map)?;
        let (node, text) = match tree.kind(up) {
            Kind::Entry => (tree.child(up, Role::Key)?, names.entry_key(up)?),
            Kind::Keyword => tree.child(up, Role::Name).map(|name| (name, names.text(name)))?,
            _ => return None,
        };
        let owner = self.key(text).filter(|owner| owner.role == KeyRole::Model)?;
        let is_requested =
            self.is_sent(map) || self.folded_keys(map).iter().any(|key| OF_REQUESTS.contains(&key.as_str()));
        let is_told = tree.parent(up).is_some_and(|around| self.is_record(around) || self.is_answer(around));
        (is_requested && !is_told).then(|| (owner, text.to_owned(), tree.node(node).span))
    }

    /// `{ name: "…", settings: { temperature: 0 } }`: whatever the whole is called, it says how the model is asked.
    pub(super) fn is_configured(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        let mut values = tree.children(map).filter_map(|entry| tree.child(entry, Role::Value));
        values.any(|value| tree.kind(value) == Kind::Map && self.is_sent(value))
    }

    /// `"…": { modelConfig: { model: "…" } }`: what is called like an ID holds what is sent, and is no row about it.
    pub(super) fn names_a_configuration(&self, entry: NodeId, climb: &Climb<'f>) -> bool {
        let tree = &self.names.tree;
        let is_model = climb.key.as_ref().is_some_and(|(key, label, _)| {
            key.role == KeyRole::Model && matches!(fold_name(label).as_str(), "model" | "modelname" | "modelid")
        });
        let Some(inner) = climb.map.filter(|_| is_model) else { return false };
        let around = tree.parent(inner).filter(|up| *up != entry && tree.kind(*up) == Kind::Entry);
        let called = around.and_then(|around| self.names.entry_key(around)).map(fold_name);
        called.is_some_and(|called| CONFIGURATIONS.iter().any(|word| called.ends_with(word)))
            || self.is_sent(inner)
            || self.folded_keys(inner).iter().any(|key| requests::names_secret(key))
            || tree.parent(inner) == Some(entry) && self.says_whom_to_ask(inner)
    }

    /// One of several maps of nothing but a model and its platform: `{ provider: "acme", model_id: "…" }`.
    fn says_whom_to_ask(&self, map: NodeId) -> bool {
        let tree = &self.names.tree;
        let is_alike = |entry: NodeId| {
            let value = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::Map);
            let keys = value.map(|value| self.folded_keys(value)).unwrap_or_default();
            keys.len() == 2 && keys.iter().any(|key| key == "provider")
        };
        let Some(table) = tree.parent(map).and_then(|entry| tree.parent(entry)) else { return false };
        let are_alike = || self.is_one_of_many(map) && tree.children(table).all(is_alike);
        self.once(Question::Dispatch, table, are_alike)
            && matches!(self.told_beside(map, None), Some(Platform::Known(..)))
    }

    /// The list that an entry holds is one of those of several platforms: `{ openai: ["…"], anthropic: ["…"] }`.
    pub(super) fn is_list_by_platform(&self, entry: NodeId) -> bool {
        self.platform_of_entry(entry).is_some()
    }

    /// The platform of a list that a name offers: of a table by platforms, or of the class whose field it is.
    pub(super) fn platform_of_offered(
        &self,
        (assign, target): (NodeId, NodeId),
        key: Option<&Key<'f>>,
        climb: &Climb<'f>,
        from: NodeId,
    ) -> Option<Platform> {
        let names = self.names;
        let folded = fold_name(names.key_of(target).unwrap_or_else(|| names.text(target)));
        let is_offered = match key {
            Some(key) => key.role == KeyRole::Choice,
            None => folded.starts_with("default") && folded.contains("models"),
        };
        let is_offered = is_offered || climb.in_entry && self.is_answered_to_asker(assign, target);
        match climb.in_entry {
            _ if !is_offered || !climb.in_list => None,
            true => self.platform_in_table(target, climb, from),
            false if self.platform_where_listed(target).is_some() => self.platform_where_listed(target),
            false => {
                let told = self.platform_of_field(assign, from).filter(|told| matches!(told, Platform::Known(..)));
                told.filter(|_| !self.is_asked_by_key(target))
            }
        }
    }

    /// The platform of a list in a table of such lists by which nothing is compared.
    fn platform_in_table(&self, target: NodeId, climb: &Climb<'f>, from: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        let map = climb.map.filter(|_| climb.outer_maps <= 1 && !self.is_asked_by_key(target))?;
        let table = match climb.outer_maps {
            0 => map,
            _ => self.table_of_lists_around(map)?,
        };
        let entries = || tree.ancestors(from).filter(|up| tree.kind(*up) == Kind::Entry);
        entries().find(|entry| tree.parent(*entry) == Some(table)).and_then(|entry| self.platform_of_entry(entry))
    }

    pub(in crate::extract::code) fn platform_of_entry(&self, entry: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        if let Some(platform) = self.platform_by_class(entry) {
            return Some(platform);
        }
        let platform = self.platform_by_word(entry).or_else(|| self.platform_by_routes(entry))?;
        let map = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map && !self.is_of_users(platform))?;
        let is_by_platform = || {
            let named = tree.children(map).filter(|entry| self.platform_by_word(*entry).is_some()).count();
            named > 1 && named * 2 >= tree.children(map).count()
        };
        self.once(Question::ByPlatform, map, is_by_platform).then_some(platform)
    }

    /// Users choose the names on a platform.
    pub(in crate::extract::code) fn is_of_users(&self, platform: Platform) -> bool {
        matches!(platform, Platform::Known(provider, _) if self.vocabulary.user_named(provider))
    }

    /// The platform that a class tells by its base URL or its like, of a field of it.
    pub(super) fn platform_of_field(&self, assign: NodeId, from: NodeId) -> Option<Platform> {
        let tree = &self.names.tree;
        tree.parent(assign).filter(|up| tree.kind(*up) == Kind::Class)?;
        self.told_around(from, Platform::Unstated).filter(|told| !self.is_of_users(*told))
    }

    /// The platform that the key of an entry is called, or that settings call so.
    pub(in crate::extract::code) fn platform_by_word(&self, entry: NodeId) -> Option<Platform> {
        let word = || self.names.entry_key(entry).map(str::to_ascii_lowercase);
        let by_word = || self.vocabulary.provider_word("", &word()?);
        self.platform_of_key(entry).or_else(|| by_word().map(|p| Platform::Known(p, Evidence::Settings)))
    }

    /// The key of a list is no platform that is known, but all of its items are routes to one: each says where it leads.
    fn platform_by_routes(&self, entry: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let list = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::List)?;
        let leads = |item: NodeId| {
            let text = names.literal(item)?.text;
            let (prefix, _) = text.split_once('/')?;
            self.vocabulary.provider_called(prefix).filter(|provider| !self.vocabulary.user_named(*provider))
        };
        let mut leads = tree.children(list).map(leads);
        let first = leads.next()??;
        leads.all(|other| other == Some(first)).then_some(Platform::Unstated)
    }

    /// What a table holds under some key is compared, or asked whether it holds something.
    pub(super) fn is_asked_by_key(&self, table: NodeId) -> bool {
        let names = self.names;
        let tree = &names.tree;
        let asks = |mention: &NodeId| {
            let mut node = *mention;
            while let Some(up) = tree.parent(node).filter(|_| tree.role(node) == Role::Object) {
                let method = names.key_of(up).map(|method| ["", method]);
                if method.is_some_and(|chain| names.dialect.effect(&chain) == Some(Effect::Compares)) {
                    return true;
                }
                // What is looked up by a method is the call.
                node = tree.parent(up).filter(|_| tree.role(up) == Role::Callee).unwrap_or(up);
            }
            self.is_compared(node, names.text(node)) && !names.asks_for_key(node)
        };
        let name = names.key_of(table).unwrap_or_else(|| names.text(table));
        names.mentions_of(name).iter().any(asks) || self.attribute_readers(name).iter().any(asks)
    }

    /// Several keys of a table of names are the value again behind somebody's prefix: it leads from spellings to names
    /// of the project's own.
    pub(super) fn is_table_of_spellings(&self, map: NodeId) -> bool {
        let names = self.names;
        let is_spelled = |entry: &NodeId| {
            let value = names.tree.child(*entry, Role::Value).and_then(|value| names.literal(value));
            let before = names.entry_key(*entry).zip(value).and_then(|(key, value)| key.strip_suffix(&value.text));
            before.is_some_and(|before| before.ends_with(['/', ':']))
        };
        self.once(Question::Spellings, map, || names.tree.children(map).filter(is_spelled).nth(1).is_some())
    }

    /// The value stands in an arm of a `match` or `switch` of which several arms give the very word that they are for: it
    /// leads from spellings to names of the project's own.
    pub(super) fn is_in_arm_of_spellings(&self, literal: NodeId) -> bool {
        const HIGHEST: usize = 4;
        let tree = &self.names.tree;
        let given = |node: NodeId| {
            let up = tree.parent(node).filter(|_| tree.role(node) == Role::Value);
            up.is_some_and(|up| matches!(tree.kind(up), Kind::Assign | Kind::Return))
        };
        let arm = tree.ancestors(literal).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Block);
        let Some(arm) = arm.filter(|arm| given(literal) && self.word_of_arm(*arm).is_some()) else { return false };
        let Some(table) = tree.parent(arm) else { return false };
        self.once(Question::Arms, table, || {
            let gives_itself = |arm: &NodeId| {
                let word = self.word_of_arm(*arm);
                let mut literals = tree.below(*arm).filter(|node| tree.kind(*node) == Kind::Str && given(*node));
                word.is_some_and(|word| literals.any(|node| self.names.text(node) == word))
            };
            let arms = tree.children(table).filter(|node| tree.kind(*node) == Kind::Block);
            { arms }.filter(gives_itself).nth(1).is_some()
        })
    }

    /// The word that an arm is for.
    pub(in crate::extract::code) fn word_of_arm(&self, arm: NodeId) -> Option<&'f str> {
        let tree = &self.names.tree;
        let pattern = tree.before(arm).filter(|before| tree.kind(*before) == Kind::Case);
        let within = || tree.children(arm).find(|part| tree.role(*part) == Role::Condition);
        let word = match pattern {
            Some(pattern) => tree.children(pattern).next(),
            None => within(),
        };
        word.filter(|word| tree.kind(*word) == Kind::Str).map(|word| self.names.text(word))
    }

    /// A list by whose name a call is given the models that it tries, or what is sent holds them: `Trial(model=MODELS)`,
    /// `{ "model": MODELS, "messages": … }`, `AcmeTrial(MODELS)`.
    pub(super) fn given_as_models(&self, list: NodeId, bound: Option<Bound>) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let text = names.text(list);
        let bound = bound.filter(|_| tree.kind(list) == Kind::Name && !self.classifies(list))?;
        let given = |mention: &NodeId| {
            let up = tree.parent(*mention)?;
            let name = match tree.kind(up) {
                Kind::Call if tree.role(*mention) == Role::Argument => {
                    let is_first = names.positional(up).first() == Some(mention);
                    return is_first.then(|| self.tried_by_class(up, *mention)).flatten();
                }
                Kind::Keyword if tree.parent(up).is_some_and(|call| self.may_send(call)) => {
                    tree.child(up, Role::Name).map(|name| names.text(name))
                }
                Kind::Entry if tree.parent(up).is_some_and(|map| self.is_sent(map) && !self.is_record(map)) => {
                    names.entry_key(up)
                }
                Kind::Entry => return self.offered_by_key(*mention),
                _ => None,
            };
            name.and_then(|name| self.key(name)).filter(|key| key.role == KeyRole::Model)?;
            let used = self.doing(*mention)?;
            let is_live = matches!(used.context, Context::Slot | Context::Setting);
            is_live.then_some(Use { context: Context::Choice, ..used })
        };
        let is_it = |mention: &&NodeId| names.lookup(**mention, text).contains(&bound);
        names.mentions_of(text).iter().filter(is_it).find_map(given)
    }

    /// What is done with the items of a list by whose name an entry says what is offered: `{ models: MODELS }`.
    pub(in crate::extract::code) fn offered_by_key(&self, list: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(list) == Role::Value)?;
        let map = tree.parent(entry)?;
        self.key(names.entry_key(entry)?).filter(|key| key.role == KeyRole::Choice)?;
        // Beside other lists it is a column.
        let is_list = |other: NodeId| names.items_of(other).is_some() && tree.kind(other) != Kind::Map;
        let others = tree.children(map).filter(|other| *other != entry);
        let is_column = { others }.filter_map(|other| tree.child(other, Role::Value)).any(is_list);
        let used = self.doing(list).filter(|used| used.context == Context::Choice && !is_column)?;
        Some(used)
    }

    /// A class that is named for a platform is given a list of IDs, some of them of its models.
    pub(super) fn tried_by_class(&self, call: NodeId, list: NodeId) -> Option<Use> {
        /// Models that are tried one by one: every item asks this of all.
        const MOST_TRIED: usize = 64;
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee)?;
        let class = names.chain(callee).names.last().copied().filter(|class| is_class(class))?;
        let platform = self.told_by_class(class)?;
        let items = names.items_of(list).filter(|items| (1..=MOST_TRIED).contains(&items.len()))?;
        let is_id = |item: &NodeId| names.literal(*item).is_some_and(|text| self.vocabulary.resembles_id(&text.text));
        let is_tried = items.iter().all(is_id) && items.iter().any(|item| self.is_model_of(platform, *item));
        is_tried.then(|| Use { platform, ..Use::new(Context::Choice, tree.node(callee).span, class) })
    }

    /// `run(AcmeTrial, "…")`: right behind a class that is named for a platform stands one of its models.
    pub(super) fn run_by_class(&self, given: &[NodeId], at: Option<usize>, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let class = *given.get(at?.checked_sub(1)?)?;
        let name = names.chain(class).names.last().copied().filter(|name| is_class(name))?;
        let bounds = names.bounds_of(class);
        let is_class_here = bounds.iter().any(|bound| matches!(bound, Bound::Import(_) | Bound::Class(_)));
        let platform =
            self.told_by_class(name).filter(|platform| is_class_here && self.is_model_of(*platform, from))?;
        Some(Use { platform, ..Use::new(Context::Slot, tree.node(class).span, name) })
    }

    /// The platform has a model of this name, and names its models itself.
    fn is_model_of(&self, platform: Platform, literal: NodeId) -> bool {
        let Platform::Known(provider, _) = platform else { return false };
        let text = self.names.literal(literal).map(|literal| literal.text);
        !self.is_of_users(platform) && text.is_some_and(|text| self.vocabulary.lists_model(provider, &text))
    }

    /// The platform of a model that stands beside the name of the variable of its key, in a table of such pairs:
    /// `{ acme: ("…", "ACME_API_KEY"), other: ("…", "OTHER_API_KEY") }`.
    pub(super) fn platform_beside_key(&self, climb: &Climb<'f>, from: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let pair = tree.parent(from).filter(|up| tree.kind(*up) == Kind::List && climb.outer_maps == 0)?;
        let entry = tree.parent(pair).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let variable = |pair: NodeId| {
            let texts = tree.children(pair).filter_map(|part| names.literal(part)).map(|literal| literal.text);
            { texts }.find(|text| is_setting_name(text) && text.ends_with("_KEY"))
        };
        let table = tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)?;
        let pairs = tree.children(table).filter_map(|entry| tree.child(entry, Role::Value));
        let is_table = { pairs }.filter(|pair| variable(*pair).is_some()).nth(1).is_some();
        let variable = variable(pair).filter(|_| is_table)?.to_ascii_lowercase();
        let word = variable.split('_').next().unwrap_or_default();
        let by_variable = self.vocabulary.provider_called(word).or_else(|| self.vocabulary.provider_word("", word));
        let by_variable = by_variable.map(|provider| Platform::Known(provider, Evidence::Settings));
        by_variable.or_else(|| self.platform_by_word(entry)).filter(|platform| !self.is_of_users(*platform))
    }

    /// What a literal stands in is made up, by the name of the function around it, or by what makes objects for tests:
    /// `Factory.define(() => ({ … }))`, `class ItemFactory(factory.Factory)`.
    pub(super) fn is_made_up(&self, literal: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let makes_up = |name: &str| self.vocabulary.is_sign(name, Sign::Factory);
        let is_factory = |up: NodeId| match tree.kind(up) {
            Kind::Call => tree.child(up, Role::Callee).is_some_and(|c| makes_up(&names.chain(c).names.join("."))),
            Kind::Class => tree.children(up).any(|base| tree.role(base) == Role::Base && makes_up(names.text(base))),
            _ => false,
        };
        if tree.ancestors(literal).any(is_factory) {
            return true;
        }
        // What extends another does what that does.
        let is_called = |class: NodeId| {
            if tree.children(class).any(|child| tree.role(child) == Role::Base) {
                return false;
            }
            let name = tree.child(class, Role::Name).map_or("", |name| names.text(name));
            let rest = MADE_UP.iter().find_map(|word| name.strip_prefix(word));
            rest.is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_uppercase()))
        };
        if names.class_of(literal).is_some_and(is_called) {
            return true;
        }
        let functions = tree.ancestors(literal).filter(|up| tree.kind(*up) == Kind::Function);
        functions.filter_map(|function| names.name_of(function)).any(|name| {
            let folded = fold_name(names.text(name));
            MAKING_UP.iter().any(|word| folded.starts_with(word))
        })
    }
}

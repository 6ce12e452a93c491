//! What a file takes from others, passes to them and holds for them.

use std::collections::{BTreeMap, BTreeSet};

use super::context::Contexts;
use super::follow::Trail;
use super::names::Bound;
use super::read::Reader;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{Constant, Fallback, Given, Holder, Passed, Slot, Taken, called};
use crate::reference::{Context, Platform, Seen, Use, Value};
use crate::source::Span;
use crate::vocabulary::Role as KeyRole;

/// Most literals that one argument may be.
const MOST_GIVEN: usize = 4;

impl<'f> Reader<'_, 'f> {
    /// Notes where a model of a call leads out of the file.
    pub(super) fn take(&mut self, trail: &Trail<'f>, used: &Use) {
        for (route, choice) in &trail.routes {
            let context = if *choice && used.context.is_live() { Context::Choice } else { used.context };
            self.links.taken.push(Taken { route: route.clone(), used: Use { context, ..used.clone() } });
        }
        self.links.environment.extend(trail.environment.iter().map(|name| (name.clone(), used.clone())));
        let functions = trail.params.iter().filter_map(|passed| self.names.function_of(passed.param));
        let names = functions.filter_map(|function| self.names.called_by(function)).map(str::to_owned);
        self.links.wrappers.extend(names);
    }

    /// Notes values like IDs that are passed to a function of another file.
    pub(super) fn pass_on(&mut self, call: NodeId) {
        let names = self.names;
        let Some(callee) = names.tree.child(call, Role::Callee) else { return };
        let chain = names.chain(callee);
        let above = names.constructors_elsewhere(call, callee);
        let is_named = chain.named_base && (self.is_from_elsewhere(chain.base) || self.is_of_object_elsewhere(callee));
        if above.is_empty() && !is_named {
            return;
        }
        // What nothing binds may be the language's own as well: it is asked about literals alone.
        let is_unbound = above.is_empty() && names.lookup(chain.base, names.text(chain.base)).is_empty();
        let mut given: Vec<(Slot, NodeId)> = Vec::new();
        for (at, argument) in names.positional(call).into_iter().enumerate() {
            match names.tree.kind(argument) {
                Kind::Map => {
                    given.extend(self.properties(argument));
                    given.extend(self.within(&Slot::Position(at), argument));
                }
                _ => given.push((Slot::Position(at), argument)),
            }
        }
        let keywords = names.tree.children(call).filter(|c| names.tree.kind(*c) == Kind::Keyword);
        given.extend(keywords.filter_map(|keyword| {
            let (name, value) = (names.tree.child(keyword, Role::Name)?, names.tree.child(keyword, Role::Value)?);
            Some((Slot::Keyword(names.text(name).to_owned()), value))
        }));
        let nested: Vec<_> = given.iter().flat_map(|(slot, value)| self.within(slot, *value)).collect();
        for (slot, value) in given.into_iter().chain(nested) {
            let mut passed = self.passed(&slot, value);
            passed.retain(|given| !is_unbound || matches!(given, Given::Here(_)));
            if passed.is_empty() {
                continue;
            }
            let callees = if above.is_empty() { names.routes_of(callee) } else { above.clone() };
            let place = names.tree.node(callee).span;
            let clients = self.clients();
            let own = || clients.made_by_class_of(call).filter(|_| !above.is_empty());
            let client = clients.given_client(call).or_else(|| clients.given_server(call, None, Platform::Unstated));
            let nobody = || Contexts::new(names, self.vocabulary).told_by_silence(call);
            let client = client.or_else(own).or_else(nobody);
            let by_place = matches!(slot, Slot::Position(_)).then(|| self.given_by_place(call, value)).flatten();
            for given in passed {
                let alone = self.takes_alone(value, &given);
                for callee in &callees {
                    let (callee, slot, given) = (callee.clone(), slot.clone(), given.clone());
                    let by_place = by_place.clone().map(Box::new);
                    self.links.passed.push(Passed { callee, place, client, slot, given, alone, by_place });
                }
            }
        }
    }

    /// Notes what is taken where an object of another file has no attribute of a name.
    pub(super) fn fall_back(&mut self, call: NodeId) {
        let names = self.names;
        let Some(callee) = names.tree.child(call, Role::Callee) else { return };
        if names.tree.kind(callee) != Kind::Name || !names.dialect.takes_attribute(names.text(callee)) {
            return;
        }
        let [object, name, value] = names.positional(call)[..] else { return };
        let Some(name) = names.literal(name).filter(|_| names.tree.kind(value) == Kind::Str) else { return };
        let mut routes = names.routes_of(object);
        // The same may be imported twice.
        routes.dedup();
        let [object] = &routes[..] else { return };
        let fallback = Fallback { attribute: object.clone().then(&name.text), value: names.tree.node(value).span };
        self.links.fallbacks.push(fallback);
    }

    /// What is done with a literal if a function or class of another file takes a model at its place.
    fn given_by_place(&self, call: NodeId, value: NodeId) -> Option<Use> {
        let contexts = Contexts::new(self.names, self.vocabulary);
        (self.names.tree.kind(value) == Kind::Str).then(|| contexts.given_elsewhere(call, value)).flatten()
    }

    /// What is passed stands in the argument itself, or behind a name of the function that nothing else reads.
    fn takes_alone(&self, argument: NodeId, given: &Given) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Given::Here(value) = given else { return false };
        let is_only_reader = || {
            let name = names.text(argument);
            let (scope, bounds) = names.bound(argument, name).filter(|_| tree.kind(argument) == Kind::Name)?;
            let [bound] = bounds else { return None };
            let readers = names.readers(argument, name, *bound)?;
            Some(tree.kind(scope) == Kind::Function && readers == [argument])
        };
        tree.node(argument).span.contains(value.span) || is_only_reader() == Some(true)
    }

    /// A name is imported, perhaps with all that a module has, or bound to a module that is required.
    fn is_from_elsewhere(&self, base: NodeId) -> bool {
        let names = self.names;
        let bounds = names.lookup(base, names.text(base));
        if bounds.is_empty() {
            return names.imports_all();
        }
        bounds.iter().any(|bound| match bound {
            Bound::Import(_) => true,
            Bound::Value(value) => names.required(*value).is_some() || self.is_made_elsewhere(*value),
            Bound::Param(param) => names.tree.kind(names.tree.node(*param).parent) == Kind::Pattern,
            _ => false,
        })
    }

    /// A method of an object of another file's class: of one that its own object keeps, or of a parameter that says its
    /// class.
    fn is_of_object_elsewhere(&self, callee: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(object) = tree.child(callee, Role::Object).filter(|_| tree.kind(callee) == Kind::Member) else {
            return false;
        };
        let is_kept = || {
            let holder = tree.child(object, Role::Object).filter(|_| tree.kind(object) == Kind::Member);
            holder.is_some_and(|holder| tree.kind(holder) == Kind::Name && names.is_itself(holder))
        };
        let is_typed = || {
            let bounds = names.lookup(object, names.text(object));
            tree.kind(object) == Kind::Name
                && bounds.iter().any(|bound| match bound {
                    Bound::Param(declared) | Bound::Declared(declared) => {
                        tree.child(*declared, Role::Type).is_some() && !names.is_itself(object)
                    }
                    _ => false,
                })
        };
        (is_typed() || is_kept()) && !names.routes_of(object).is_empty()
    }

    /// What a function of another file returns.
    fn is_made_elsewhere(&self, value: NodeId) -> bool {
        let names = self.names;
        let callee = names.tree.child(value, Role::Callee).filter(|_| names.tree.kind(value) == Kind::Call);
        let base = callee.map(|callee| names.chain(callee)).filter(|chain| chain.named_base).map(|chain| chain.base);
        base.is_some_and(|base| {
            let bounds = names.lookup(base, names.text(base));
            bounds.iter().any(|bound| matches!(bound, Bound::Import(_)))
        })
    }

    /// Texts that an object holds which is given for a parameter: `ask({ slot: { type: "…" } })`.
    fn within(&self, slot: &Slot, given: NodeId) -> Vec<(Slot, NodeId)> {
        let tree = &self.names.tree;
        if tree.kind(given) != Kind::Map || matches!(slot, Slot::Within(..)) {
            return Vec::new();
        }
        let texts = self.properties(given).into_iter().filter(|(_, value)| tree.kind(*value) == Kind::Str);
        let key = |property: Slot| if let Slot::Property(key) = property { key } else { String::new() };
        texts.map(|(property, value)| (Slot::Within(Box::new(slot.clone()), key(property)), value)).collect()
    }

    fn properties(&self, map: NodeId) -> Vec<(Slot, NodeId)> {
        let names = self.names;
        let entries = names.tree.children(map).filter(|c| names.tree.kind(*c) == Kind::Entry);
        entries
            .filter_map(|entry| {
                let (key, value) = (names.entry_key(entry)?, names.tree.child(entry, Role::Value)?);
                Some((Slot::Property(key.to_owned()), value))
            })
            .collect()
    }

    /// What an argument may be, where that is something like an ID.
    fn passed(&self, slot: &Slot, value: NodeId) -> Vec<Given> {
        let names = self.names;
        match names.tree.kind(value) {
            Kind::Str => {}
            Kind::Conditional if self.is_one_of_texts(value) => {}
            Kind::Name | Kind::Member => {
                let by_slot = match slot {
                    Slot::Keyword(name) | Slot::Property(name) => Some(name.as_str()),
                    Slot::Position(_) | Slot::Within(..) => None,
                };
                let own = names.key_of(value).unwrap_or_else(|| names.text(value));
                let is_model = |name: &str| self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::Model);
                if !(is_model(own) || by_slot.is_some_and(is_model)) {
                    return Vec::new();
                }
            }
            _ => return Vec::new(),
        }
        let trail = names.follow(value);
        let here = trail.found.into_iter().filter(|found| self.vocabulary.resembles_id(&found.text.text));
        let here = here.map(|found| {
            let seen = if names.in_error(found.node) { Seen::ErrorRegion } else { Seen::Tree };
            Given::Here(Value { text: found.text.text, span: found.span, pieces: found.text.pieces, seen })
        });
        let there = trail.routes.into_iter().map(|(route, _)| Given::There(route));
        here.chain(there).take(MOST_GIVEN).collect()
    }

    /// `"…" if small else "…"`.
    fn is_one_of_texts(&self, conditional: NodeId) -> bool {
        let tree = &self.names.tree;
        let mut sides = tree.children(conditional).filter(|side| tree.role(*side) != Role::Condition);
        sides.all(|side| tree.kind(side) == Kind::Str)
    }

    /// Notes the constants of the file that hold something like an ID.
    pub(super) fn constants(&mut self) {
        self.links.wrappers.sort();
        self.links.wrappers.dedup();
        self.renamed();
        if self.references.is_empty() {
            return;
        }
        let names = self.names;
        let mut constants = Vec::new();
        for (name, bounds) in names.of_module() {
            for bound in bounds {
                let Bound::Value(value) = bound else { continue };
                let is_named = || is_name_of_constants(name);
                let spans = match names.tree.kind(*value) {
                    Kind::Str | Kind::Concat | Kind::Template => vec![names.tree.node(*value).span],
                    Kind::Or | Kind::Conditional => names.follow(*value).found.into_iter().map(|f| f.span).collect(),
                    Kind::Call if self.passes_on(*value) => {
                        names.follow(*value).found.into_iter().map(|f| f.span).collect()
                    }
                    Kind::Map | Kind::List if is_named() => self.texts_in(*value),
                    _ => Vec::new(),
                };
                let is_table = self.is_table(*value);
                let known = spans.into_iter().filter(|span| self.references.contains_key(span));
                let constant = |value| Constant { is_table, ..Constant::new(name, value) };
                constants.extend(known.map(constant));
                constants.extend(self.made(name, *value));
            }
        }
        constants.extend(self.constants_of_classes());
        constants.extend(self.answered());
        constants.sort_by(|a, b| (a.value, &a.name).cmp(&(b.value, &b.name)));
        let is_of_script = !constants.is_empty() && names.is_script();
        constants.iter_mut().for_each(|constant| constant.is_of_script = is_of_script);
        self.links.constants = constants;
        self.settings_fields();
        self.object_parts();
        self.methods();
        self.holders();
    }

    /// Constants that classes hold which extend no other: whoever reads one says its name. One that is private is read
    /// where it stands, whatever its class extends.
    fn constants_of_classes(&self) -> Vec<Constant> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_class = |node: &NodeId| tree.kind(*node) == Kind::Class;
        let extends = |class: NodeId| tree.children(class).any(|child| tree.role(child) == Role::Base);
        let is_constant = |name: &str| is_name_of_constants(name) && !name.bytes().any(|b| b.is_ascii_lowercase());
        let assigned = tree.ids().filter(is_class).flat_map(|class| tree.children(class));
        let assigned = assigned.filter(|child| tree.kind(*child) == Kind::Assign);
        let found = assigned.filter_map(|assign| {
            let target = tree.child(assign, Role::Target)?;
            let name = names.key_of(target).unwrap_or_else(|| names.text(target));
            let value = tree.child(assign, Role::Value).filter(|value| tree.kind(*value) == Kind::Str)?;
            let value = tree.node(value).span;
            let is_alone = name.starts_with('_') || names.class_of(assign).is_some_and(|class| !extends(class));
            let is_known = is_alone && is_constant(name) && self.references.contains_key(&value);
            is_known.then(|| Constant::new(name, value))
        });
        found.chain(self.made_for_attributes()).collect()
    }

    /// Models in what functions answer that the file itself never calls: `return { model: "…", mode: "chat" }`.
    fn answered(&self) -> Vec<Constant> {
        let (names, tree) = (self.names, &self.names.tree);
        let function = |bound: &Bound| if let Bound::Function(function) = bound { Some(*function) } else { None };
        let functions = names.of_module().flat_map(|(name, bounds)| {
            let is_left = names.mentions_of(name).is_empty();
            bounds.iter().filter_map(function).filter(move |_| is_left).map(move |function| (name, function))
        });
        let answered = functions.flat_map(|(name, function)| {
            let maps = names.returns(function).into_iter().filter(|value| tree.kind(*value) == Kind::Map);
            let values = maps.flat_map(|map| tree.children(map)).filter_map(|entry| tree.child(entry, Role::Value));
            let spans = values.filter(|value| tree.kind(*value) == Kind::Str).map(|value| tree.node(value).span);
            spans.map(move |span| Constant { is_answered: true, ..Constant::new(name, span) })
        });
        answered.filter(|constant| self.references.contains_key(&constant.value)).collect()
    }

    /// Notes what methods answer a list of, where their class has all that calls them from nobody: it extends no other and
    /// nothing is said of it by a decorator.
    fn methods(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let mut uses = self.references.values().flat_map(|reference| &reference.uses);
        if !uses.any(|used| used.context == Context::Choice) {
            return;
        }
        let is_above = |class: NodeId| {
            let mut bases = tree.children(class).filter(|child| tree.role(*child) == Role::Base);
            bases.any(|base| !names.text(base).starts_with("implements "))
        };
        let is_free = |class: &NodeId| {
            tree.kind(*class) == Kind::Class && !is_above(*class) && names.decorators(*class).next().is_none()
        };
        let methods = tree.ids().filter(is_free).flat_map(|class| tree.children(class));
        let methods = methods.filter(|method| tree.kind(*method) == Kind::Function);
        let answered = methods.filter_map(|method| {
            let name = tree.child(method, Role::Name)?;
            let lists = names.returns(method).into_iter().filter_map(|value| names.items_of(value));
            let items = lists.flatten().filter(|item| tree.kind(*item) == Kind::Str).map(|item| tree.node(item).span);
            let values: Vec<Span> = items.filter(|span| self.references.contains_key(span)).collect();
            (!values.is_empty()).then(|| Holder { name: names.text(name).to_owned(), values })
        });
        self.links.methods = answered.collect();
    }

    /// Models of what attributes hold that is made to ask them: `self.SMALL_LLM = ChatAcme(model="…")`.
    fn made_for_attributes(&self) -> Vec<Constant> {
        let (names, tree) = (self.names, &self.names.tree);
        let made = |assign: NodeId| {
            let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Member)?;
            tree.child(target, Role::Object).filter(|object| names.is_itself(*object))?;
            Some(self.made(names.key_of(target)?, tree.child(assign, Role::Value)?))
        };
        let assigned = tree.ids().filter(|id| tree.kind(*id) == Kind::Assign);
        assigned.filter_map(made).flatten().collect()
    }

    /// Models of what is made under a name that readers can be found by.
    fn made(&self, name: &str, value: NodeId) -> Vec<Constant> {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(value) != Kind::Call || !is_name_of_constants(name) {
            return Vec::new();
        }
        let makes = |callee: NodeId| {
            let last = names.chain(callee).names.last().copied().unwrap_or_default();
            called::is_class(last) || last.ends_with("Model")
        };
        let clients = self.clients();
        let is_made = tree.child(value, Role::Callee).is_some_and(makes);
        let models = clients.site_of(value).filter(|_| is_made).map(|call| clients.models(&call));
        let spans = models.unwrap_or_default().into_iter().map(|model| tree.node(model).span);
        let known = spans.filter(|span| self.references.contains_key(span));
        known.map(|value| Constant { is_made: true, ..Constant::new(name, value) }).collect()
    }

    /// A list, or an object that holds something else than constants: whoever takes it names it, and may take anything of it.
    /// Keys of a dictionary are no names that somebody says after it.
    fn is_table(&self, value: NodeId) -> bool {
        let tree = &self.names.tree;
        let is_plain = |entry: NodeId| {
            let value = tree.child(entry, Role::Value);
            value.is_none_or(|value| matches!(tree.kind(value), Kind::Str | Kind::Literal))
        };
        match tree.kind(value) {
            Kind::List => true,
            Kind::Map => !self.names.dialect.has_block_scope() || !tree.children(value).all(is_plain),
            _ => false,
        }
    }

    fn texts_in(&self, value: NodeId) -> Vec<Span> {
        let tree = &self.names.tree;
        tree.below(value).filter(|node| tree.kind(*node) == Kind::Str).map(|node| tree.node(node).span).collect()
    }

    /// Notes names that change on their way through the file.
    fn renamed(&mut self) {
        let imports = self.names.imports.iter().filter_map(|i| Some((i.name.as_ref()?, &i.local)));
        let exports = self.names.exports.iter().filter_map(|e| Some((e.local.as_ref()?, &e.name)));
        let renamed = imports.chain(exports).filter(|(before, after)| before != after);
        self.links.renamed = renamed.map(|(before, after)| (before.clone(), after.clone())).collect();
    }

    /// Completes the names behind which something like an ID stands: what is made from them holds it, too.
    fn holders(&mut self) {
        /// Names that are made from names that are made from one.
        const ROUNDS: usize = 2;
        let names = self.names;
        for _ in 0..ROUNDS {
            let made = names.of_module().map(|(name, bounds)| (name, self.held_behind(bounds)));
            for (name, values) in made.filter(|(_, values)| !values.is_empty()).collect::<Vec<_>>() {
                self.held.entry(name).or_default().extend(values);
            }
        }
        let default = self.held_behind(names.default_export.as_slice());
        if !default.is_empty() {
            self.held.entry("default").or_default().extend(default);
        }
        if !names.exports_by_assignment() {
            self.held.retain(|name, _| names.is_given(name));
        }
        let mut holders: BTreeMap<String, BTreeSet<Span>> = BTreeMap::new();
        let renamed = names.exports.iter().filter_map(|e| Some((e.name.as_str(), self.held.get(e.local.as_deref()?)?)));
        for (name, values) in self.held.iter().map(|(name, values)| (*name, values)).chain(renamed) {
            holders.entry(name.to_owned()).or_default().extend(values);
        }
        let holders = holders.into_iter().map(|(name, values)| Holder { name, values: values.into_iter().collect() });
        self.links.holders = holders.collect();
    }

    /// What is known to stand behind names that others are made from.
    fn held_behind(&self, bounds: &[Bound]) -> BTreeSet<Span> {
        let names = self.names;
        let values = bounds.iter().flat_map(|bound| match bound {
            Bound::Value(value) => {
                let is_made = matches!(
                    names.tree.kind(*value),
                    Kind::Name | Kind::Member | Kind::Index | Kind::Call | Kind::Or | Kind::Conditional | Kind::Map
                );
                is_made.then_some(*value).into_iter().collect()
            }
            Bound::Function(function) => names.returns(*function),
            _ => Vec::new(),
        });
        let within = values.flat_map(|value| std::iter::once(value).chain(names.tree.below(value)));
        let used = within.filter(|node| names.tree.kind(*node) == Kind::Name);
        used.filter_map(|node| self.held.get(names.text(node))).flatten().copied().collect()
    }

    /// Notes the name of the file itself from which others get a node: not what only happens inside of a function.
    pub(super) fn hold(&mut self, node: NodeId, value: Span, context: Context) {
        let names = self.names;
        // What is only looked up or expected there is given to nobody.
        let holder = names.tree.node(node).parent;
        let is_key = names.tree.node(node).role == Role::Key && !names.is_type_of_literals(holder);
        // Others may list the keys of a table.
        let is_table = |map: NodeId| names.tree.parent(map).is_some_and(|up| names.tree.kind(up) == Kind::Assign);
        let is_offered = || names.tree.parent(holder).is_some_and(is_table);
        if (is_key && !is_offered()) || matches!(context, Context::Comparison | Context::Expectation) {
            return;
        }
        let (tree, top) = (&names.tree, names.top(node));
        // Nor is what a type allows.
        if tree.ancestors(node).any(|up| tree.kind(up) == Kind::Type) {
            return;
        }
        let is_given = |up: NodeId| match tree.kind(up) {
            Kind::Return => true,
            Kind::Assign => tree.child(up, Role::Target).is_some_and(|target| tree.kind(target) == Kind::Member),
            Kind::Function => tree.kind(tree.node(node).parent) == Kind::Function,
            _ => false,
        };
        let function = names.function_of(node);
        let inside = |up: &NodeId| function.is_some_and(|function| *up >= function);
        if function.is_some() && !tree.ancestors(node).take_while(inside).any(is_given) {
            return;
        }
        if tree.kind(top) == Kind::Export {
            self.held.entry("default").or_default().insert(value);
        }
        let target = tree.child(top, Role::Target).or_else(|| tree.child(top, Role::Name));
        if let Some(target) = target {
            let name = names.text(target).split(['.', '[']).next().unwrap_or_default();
            self.held.entry(name).or_default().insert(value);
        }
    }

    fn passes_on(&self, call: NodeId) -> bool {
        let names = self.names;
        let chain = names.tree.child(call, Role::Callee).map(|callee| names.chain(callee));
        chain.is_some_and(|chain| names.dialect.passing(&chain.names).is_some())
    }
}

/// A name of several words, by which the readers of an object can be found: `DEFAULT_MODELS`, `defaultModels`.
pub(super) fn is_name_of_constants(name: &str) -> bool {
    const SHORTEST: usize = 8;
    let has_words = name.contains('_') || name.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    name.len() >= SHORTEST && has_words
}

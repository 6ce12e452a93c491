//! The literals that an expression may be, as used by a call: noted with the platform that they are carried to.

use super::{Reader, Wrapped};
use crate::extract::Taken;
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::{Found, Passed, Trail, User};
use crate::extract::code::lower::Reaching;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::platforms::optional::words;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Route, Use};
use crate::vocabulary::Client;

impl<'f> Reader<'_, 'f> {
    /// Notes every literal that an expression may be as used by a call.
    pub(super) fn sink(&mut self, expression: NodeId, used: &Use, wrapped: &mut Vec<Wrapped<'f>>) {
        self.sink_in(expression, None, used, wrapped);
    }

    /// The same, for one user of what a constructor was given if that is known.
    pub(super) fn sink_in(
        &mut self,
        expression: NodeId,
        user: Option<User>,
        used: &Use,
        wrapped: &mut Vec<Wrapped<'f>>,
    ) {
        for given in self.given_above(expression) {
            self.sink_in(given, None, used, wrapped);
        }
        let trail = self.names.follow(expression);
        self.sink_trail(expression, trail, user, used, wrapped);
    }

    /// Notes every literal that a trail from an expression led to.
    pub(super) fn sink_trail(
        &mut self,
        expression: NodeId,
        mut trail: Trail<'f>,
        user: Option<User>,
        used: &Use,
        wrapped: &mut Vec<Wrapped<'f>>,
    ) {
        for passed in &mut trail.params {
            passed.user = self.names.user_of(expression, passed.param, user);
        }
        self.cut.extend(trail.cut.iter().copied());
        for (param, keys) in trail.exchanged.drain(..) {
            self.exchanged.entry(param).or_default().extend(keys);
        }
        // A lookup says nothing of values that come from elsewhere: they are also sent.
        let records = Contexts::records(used.label.rsplit('.').next().unwrap_or_default());
        // What reaches an endpoint is a request, whatever it is called: `messages.count_tokens`.
        let is_lookup = used.context.is_silent() || (records && used.endpoints.is_empty());
        // A function that counts, and asks a server for some models, counts for the others by itself.
        let counts_for_others = |param: NodeId| records && self.is_param_of_counter(param);
        trail.params.retain(|passed| is_lookup || !counts_for_others(passed.param));
        let default_of_counter = |node: NodeId| self.names.tree.parent(node).is_some_and(counts_for_others);
        trail.found.retain(|found| is_lookup || !default_of_counter(found.node));
        let through = trail.params.iter().chain(trail.handed_on.iter().map(|(_, passed)| passed));
        if is_lookup {
            self.looked_up.extend(through.filter(|p| p.key.is_none()).map(|p| p.param));
        } else {
            self.sent.extend(through.filter(|p| p.key.is_none()).map(|p| p.param));
            self.allowed(&trail.params, used);
            self.entered(expression, used);
            self.member_of_package(expression, used);
            wrapped.extend(trail.params.iter().map(|p| (*p, used.clone())));
            let reaching = trail.params.iter().filter(|p| p.key != Some(Route::ANY));
            self.reaching.extend(reaching.map(|p| Reaching {
                param: p.param,
                key: p.key.map(str::to_owned),
                user: p.user,
                used: used.clone(),
            }));
            self.take(&trail, used);
        }
        trail.partial.iter().for_each(|node| self.put_together(*node));
        for Found { node, text, span, choice } in trail.found {
            if is_lookup && node != expression || self.is_for_another(node, &text.text, used) {
                continue;
            }
            let carried = if node == expression { None } else { self.carried_to(node) };
            let carried = carried.or_else(|| self.of_branch(node));
            let is_unknown = used.context == Context::Http && matches!(used.platform, Platform::UnknownHost(_));
            let carried = carried.or_else(|| is_unknown.then(|| self.clients().host_of_row(node)).flatten());
            let is_open = used.platform == Platform::Unstated;
            let told = || {
                let beside = self.told_beside(node);
                beside.or_else(|| self.told_by_table(node, &text.text)).or_else(|| self.told_by_imports(&text.text))
            };
            let carried = carried.or_else(|| told().filter(|_| is_open));
            let context = if choice && used.context.is_live() { Context::Choice } else { used.context };
            let mut used = Use { platform: carried.unwrap_or(used.platform), context, ..used.clone() };
            let contexts = Contexts::new(self.names, self.vocabulary);
            contexts.lay_flag(node, &mut used);
            contexts.lay_address(node, &mut used);
            self.explained.insert(node);
            self.note(text, span, node, used);
        }
    }

    /// The parameter of a function whose name says that it counts or records.
    fn is_param_of_counter(&self, param: NodeId) -> bool {
        let names = self.names;
        let function = names.function_of(param).filter(|function| names.params(*function).contains(&param));
        let name = function.and_then(|function| names.name_of(function));
        name.is_some_and(|name| Contexts::records(names.text(name)))
    }

    /// A value may travel in a map that says beside it that users choose the names where it goes.
    fn carried_to(&self, literal: NodeId) -> Option<Platform> {
        let names = self.names;
        let tree = &names.tree;
        let assign = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Assign);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target)).filter(|t| tree.kind(*t) == Kind::Name);
        let readers = match (assign, target) {
            (Some(assign), Some(target)) if names.function_of(assign).is_some() => {
                names.readers(assign, names.text(target), Bound::Value(literal)).unwrap_or_default()
            }
            _ => Vec::new(),
        };
        let map_of = |value: NodeId| {
            let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry)?;
            tree.parent(entry).filter(|up| tree.kind(*up) == Kind::Map)
        };
        let told = |map| Contexts::new(names, self.vocabulary).told_beside(map, Some(literal));
        let user_named =
            |platform: &Platform| matches!(platform, Platform::Known(p, _) if self.vocabulary.user_named(*p));
        std::iter::once(literal).chain(readers).filter_map(map_of).filter_map(told).find(user_named)
    }

    /// The platform that a table is called by which has the value, where that serves it: `ACME_MODELS = {"Big": "maker/big"}`.
    fn told_by_table(&self, literal: NodeId, id: &str) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(literal).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let table = tree.parent(entry)?;
        let assign = tree.parent(table).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let name = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let words = words(names.text(name)).into_iter().map(str::to_ascii_lowercase);
        let mut called = words.filter_map(|word| self.vocabulary.provider_called(&word));
        let provider = called.find(|provider| self.vocabulary.lists_model(*provider, id))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The one platform whose clients the file imports, if that serves the value and did not make it: weights of others.
    fn told_by_imports(&self, id: &str) -> Option<Platform> {
        let language = self.names.dialect.language();
        let clients = self.names.imports.iter().flat_map(|import| {
            let name = import.name.as_deref().unwrap_or_default();
            let of_module = |client: &Client<'_>| Names::in_modules(&import.module, client.modules.iter());
            self.vocabulary.clients(language, name).into_iter().filter(of_module)
        });
        let mut providers = clients.map(|client| client.provider);
        let first = providers.next().filter(|first| providers.all(|other| other == *first))?;
        let is_of_others = || self.vocabulary.maker_of(id).is_none_or(|maker| maker != first);
        let serves = self.vocabulary.lists_model(first, id) && !self.vocabulary.user_named(first);
        (serves && is_of_others()).then_some(Platform::Known(first, Evidence::Settings))
    }

    /// A value is taken where some platform is chosen, and the call goes to another that has no such model: what chose
    /// the one does not come to the other. So it is with a call that stands where its platform is chosen itself, of
    /// another maker's model that is given from outside.
    fn is_for_another(&self, literal: NodeId, id: &str, used: &Use) -> bool {
        let Platform::Known(reached, _) = used.platform else { return false };
        if self.vocabulary.lists_model(reached, id) {
            return false;
        }
        let contexts = Contexts::new(self.names, self.vocabulary);
        let is_meant = |meant| meant != reached && self.vocabulary.lists_model(meant, id);
        if matches!(contexts.told_by_arm(literal), Some(Platform::Known(meant, _)) if is_meant(meant)) {
            return true;
        }
        let is_of_another = self.vocabulary.maker_of(id).is_some_and(|maker| maker != reached);
        let call = is_of_another.then(|| self.call_of(used)).flatten();
        if call.is_some_and(|call| self.clients().is_run_for_some_names(call)) {
            return true;
        }
        let chosen = call.filter(|call| self.is_given_from_outside(literal, *call));
        let chosen = chosen.and_then(|call| contexts.told_by_arm(call));
        matches!(chosen, Some(Platform::Known(chosen, _)) if chosen == reached)
    }

    /// A value stands outside of the function in which a call stands.
    fn is_given_from_outside(&self, literal: NodeId, call: NodeId) -> bool {
        let tree = &self.names.tree;
        let function = self.names.function_of(call);
        function.is_some_and(|function| !tree.node(function).span.contains(tree.node(literal).span))
    }

    /// The call that makes a use of this file.
    fn call_of(&self, used: &Use) -> Option<NodeId> {
        let tree = &self.names.tree;
        let mut calls = tree.ids().filter(|id| tree.kind(*id) == Kind::Call);
        calls.find(|call| tree.child(*call, Role::Callee).is_some_and(|callee| tree.node(callee).span == used.span))
    }

    /// The platform of the client that is made in the same branch as a value.
    fn of_branch(&self, literal: NodeId) -> Option<Platform> {
        let block = self.names.block(literal);
        self.branches.iter().find(|(branch, _)| *branch == block).map(|(_, platform)| *platform)
    }

    /// Notes the literals behind the names in an expression whose whole is not known.
    fn put_together(&mut self, node: NodeId) {
        let names = self.names;
        let mut open = vec![node];
        while let Some(node) = open.pop() {
            match names.tree.kind(node) {
                Kind::Template | Kind::Concat | Kind::Format => open.extend(names.tree.children(node)),
                Kind::Name | Kind::Member => {
                    self.parts.extend(names.follow(node).found.into_iter().map(|found| found.span));
                }
                _ => {}
            }
        }
    }

    /// Values that the type of a parameter allows, where it reaches a call.
    pub(super) fn allowed(&mut self, params: &[Passed<'f>], used: &Use) {
        if !used.context.is_live() {
            return;
        }
        for param in params.iter().filter(|passed| passed.key.is_none()) {
            let used = Use { context: Context::Choice, ..used.clone() };
            let elsewhere = self.names.allowed_elsewhere(param.param).into_iter();
            self.links.taken.extend(elsewhere.map(|route| Taken { route, used: used.clone() }));
            for literal in self.names.allowed_values(param.param) {
                let Some(text) = self.names.literal(literal).filter(|t| self.vocabulary.resembles_id(&t.text)) else {
                    continue;
                };
                self.explained.insert(literal);
                let span = self.names.tree.node(literal).span;
                self.note(text, span, literal, used.clone());
            }
        }
    }
}

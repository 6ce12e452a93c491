//! Servers that a call gives to what it calls: a client, or a base URL beside the model.

use super::clients::{Clients, Found};
use super::server_beside::BASES;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, Role as KeyRole, fold_name};

impl<'f> Clients<'_, 'f> {
    /// The platform of a client among the arguments of a call, where names on it are chosen by users.
    pub(in crate::extract::code) fn given_user_named(&self, call: NodeId) -> Option<Platform> {
        let names = self.names;
        let keywords = names.tree.children(call).filter(|c| names.tree.kind(*c) == Kind::Keyword);
        let values = keywords.filter_map(|keyword| names.tree.child(keyword, Role::Value));
        let given = names.positional(call).into_iter().chain(values);
        let is_client = |node: &NodeId| matches!(names.tree.kind(*node), Kind::Call | Kind::Name | Kind::Member);
        let mut found = given.filter(is_client).filter_map(|node| self.of(node));
        found.find(|found| self.is_user_named(*found)).map(|found| self.platform(found))
    }

    /// The clients that calls in this file give for a parameter, for a name that is taken out of one, or for a property
    /// of it, if all of them go to one platform: else each call decides for itself.
    pub(in crate::extract::code) fn given_by_callers(
        &self,
        param: NodeId,
        key: Option<&'f str>,
        depth: usize,
    ) -> Vec<Found<'f>> {
        let given = self.given_by_each(param, key, depth);
        if self.is_one_server(&given) { given.into_iter().flatten().collect() } else { Vec::new() }
    }

    /// Each call gives clients that are known, and all of them go to one platform.
    fn is_one_server(&self, given: &[Vec<Found<'f>>]) -> bool {
        let all: Vec<Platform> = given.iter().flatten().map(|found| self.platform(*found)).collect();
        given.iter().all(|found| !found.is_empty()) && all.windows(2).all(|pair| pair[0] == pair[1])
    }

    /// The same for each call; of one whose argument is no client that is known, nothing.
    fn given_by_each(&self, param: NodeId, key: Option<&'f str>, depth: usize) -> Vec<Vec<Found<'f>>> {
        const MOST_CALLERS: usize = 16;
        let (names, tree) = (self.names, &self.names.tree);
        let is_param = |node: NodeId, function: NodeId| names.params(function).contains(&node);
        let is_taken_by = |function: &NodeId| {
            is_param(param, *function) || tree.ancestors(param).take(2).any(|up| is_param(up, *function))
        };
        let function = names.function_of(param).filter(is_taken_by);
        let Some((function, name)) = function.and_then(|f| Some((f, names.called_by(f)?))) else {
            return Vec::new();
        };
        let call = |mention: &NodeId| {
            let call = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Call)?;
            let is_callee = tree.role(*mention) == Role::Callee && names.functions_of(*mention).contains(&function);
            is_callee.then_some(call)
        };
        let calls = names.mentions_of(name).iter().take(MOST_CALLERS).filter_map(call);
        let given = calls.flat_map(|call| names.given(call, function, Passed { param, key, user: None }));
        given.map(|value| self.search(value, depth + 1)).collect()
    }

    /// The parameter that a receiver is.
    pub(in crate::extract::code) fn as_param(&self, receiver: NodeId) -> Option<NodeId> {
        let names = self.names;
        match names.lookup(receiver, names.text(receiver))[..] {
            [Bound::Param(param)] if names.tree.kind(receiver) == Kind::Name => Some(param),
            _ => None,
        }
    }

    /// What is called on a parameter is unknown where its callers give clients of several servers, or of one beside what is
    /// not known, and no maker's own is among them.
    pub(in crate::extract::code) fn told_by_callers(&self, receiver: NodeId) -> Option<Platform> {
        let given = self.given_by_each(self.as_param(receiver)?, None, 0);
        let given = Some(given).filter(|given| !self.is_one_server(given))?;
        self.told_elsewhere(&given.into_iter().flatten().collect::<Vec<Found<'f>>>())
    }

    /// What is called on a name that nothing binds is unknown where the file makes clients for other servers only.
    pub(in crate::extract::code) fn told_by_others(&self, receiver: NodeId) -> Option<Platform> {
        let names = self.names;
        let is_unbound = names.tree.kind(receiver) == Kind::Name
            && names.lookup(receiver, names.text(receiver)).is_empty()
            && !names.imports_all();
        if is_unbound { self.told_elsewhere(&self.made_within(Tree::ROOT)) } else { None }
    }

    /// Clients that all ask another server than their maker's.
    fn told_elsewhere(&self, clients: &[Found<'f>]) -> Option<Platform> {
        let is_elsewhere = |found: &Found<'f>| match self.platform(*found) {
            Platform::Known(provider, _) => provider != found.client.provider,
            Platform::UnknownHost(_) => true,
            Platform::Unstated => false,
        };
        let all = !clients.is_empty() && clients.iter().all(is_elsewhere);
        all.then_some(Platform::UnknownHost(Evidence::Client))
    }

    /// The platform behind a base URL among the arguments of a call, which calls the `function` of this file if that is
    /// known; `default` is where it goes without one.
    pub(in crate::extract::code) fn given_server(
        &self,
        call: NodeId,
        function: Option<NodeId>,
        default: Platform,
    ) -> Option<Platform> {
        let Some(url) = self.given_base_url(call) else {
            // What stands at a place may be handed on from anywhere: only an address that is known says something.
            return self.server_at(self.base_url_by_place(call, function?)?);
        };
        if let Platform::Known(provider, _) = default {
            return Some(match self.host_given(url, call, provider) {
                Platform::Known(same, _) if same == provider => default,
                told => told,
            });
        }
        self.server_at(url)
    }

    /// Whose server the one address is that an expression stands for.
    fn server_at(&self, url: NodeId) -> Option<Platform> {
        let trail = self.names.follow(url);
        match trail.found.as_slice() {
            [only] => match self.vocabulary.host(&only.text.text) {
                Host::Known(provider) => Some(Platform::Known(provider, Evidence::Host)),
                Host::Unknown => Some(Platform::UnknownHost(Evidence::Host)),
                Host::None => None,
            },
            _ => None,
        }
    }

    /// What a call gives at the place where a function takes a base URL: `Acme("https://…/v1", key, "…")`.
    fn base_url_by_place(&self, call: NodeId, function: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = |param: NodeId| tree.child(param, Role::Name).map_or("", |name| names.text(name));
        let is_base =
            |param: &NodeId| self.vocabulary.name(name(*param)).is_some_and(|key| key.role == KeyRole::BaseUrl);
        let param = names.params(function).iter().copied().find(is_base)?;
        names.given(call, function, Passed { param, key: None, user: None }).pop()
    }

    /// What a call is given under the name of a base URL: by a keyword, or in a map of options.
    pub(in crate::extract::code) fn given_base_url(&self, call: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let maps = names.positional(call).into_iter().filter(|given| tree.kind(*given) == Kind::Map);
        let holders = std::iter::once(call).chain(maps);
        let mut parts = holders.flat_map(|holder| tree.children(holder).collect::<Vec<NodeId>>());
        let is_base = |name: &str| self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::BaseUrl);
        parts.find_map(|part| {
            let name = match tree.kind(part) {
                Kind::Keyword => names.text(tree.child(part, Role::Name)?),
                Kind::Entry => names.entry_key(part)?,
                _ => return None,
            };
            let is_address = |value: NodeId| {
                BASES.contains(&fold_name(name).as_str())
                    && names.literal(value).is_some_and(|text| text.text.contains("://"))
            };
            tree.child(part, Role::Value).filter(|value| is_base(name) || is_address(*value))
        })
    }
}

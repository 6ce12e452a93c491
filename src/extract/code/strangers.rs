//! Requests to servers that nobody here knows: what stands in their bodies are names of those servers.

use super::follow::Passed;
use super::names::Bound;
use super::read::Reader;
use super::sites::Call;
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Host, Role as KeyRole};

/// The keyword under which calls are given the body of a request.
const BODY: &str = "json";

impl<'f> Reader<'_, 'f> {
    /// Explains the models in the body of a request whose address names an unknown server, whatever they are called there.
    pub(super) fn sent_to_strangers(&mut self, call: NodeId) {
        let names = self.names;
        let Some(body) = names.keyword(call, BODY) else { return };
        let clients = self.clients();
        let address = |given: NodeId| Some((given, clients.requested_url(call, given)?.text.text));
        let mut addresses = names.positional(call).into_iter().chain(names.keyword(call, "url")).filter_map(address);
        let Some((place, _)) =
            addresses.find(|(_, url)| url.contains("://") && self.vocabulary.host(url) == Host::Unknown)
        else {
            return;
        };
        let used = self.unknown_host(place);
        for map in names.maps_of(body) {
            for entry in names.tree.children(map) {
                let key = names.entry_key(entry).and_then(|key| self.vocabulary.name(key));
                if key.is_some_and(|key| key.role == KeyRole::Model)
                    && let Some(value) = names.tree.child(entry, Role::Value)
                {
                    self.sent_here(value, call, &used);
                }
            }
        }
    }

    /// Explains the models of a request whose address is what somebody gives, as far as they stand beside it.
    pub(super) fn asked_of_strangers(&mut self, call: &Call<'f>) {
        let Some(address) = self.clients().address(call) else { return };
        if !self.is_given_by_others(address) {
            return self.handed_to_strangers(call, address);
        }
        let used = self.unknown_host(address);
        for model in self.clients().models(call) {
            self.sent_here(model, call.node, &used);
        }
    }

    /// Explains what callers give as the models of a request, where they give the address of an unknown server as well.
    fn handed_to_strangers(&mut self, call: &Call<'f>, address: NodeId) {
        let (names, tree) = (self.names, &self.names.tree);
        if tree.kind(address) != Kind::Name {
            return;
        }
        let [Bound::Param(param)] = *names.lookup(address, names.text(address)) else { return };
        let Some((function, name)) = names.function_of(param).and_then(|f| Some((f, names.text(names.name_of(f)?))))
        else {
            return;
        };
        let models: Vec<Passed<'f>> =
            self.clients().models(call).into_iter().flat_map(|model| names.follow(model).params).collect();
        for mention in names.mentions_of(name) {
            let caller = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Callee);
            let Some(caller) = caller.filter(|_| names.functions_of(*mention).contains(&function)) else { continue };
            let given = |passed: Passed<'f>| names.given(caller, function, passed);
            let addresses = given(Passed { param, key: None, user: None });
            if !addresses.iter().any(|given| self.clients().leads_to_stranger(caller, *given)) {
                continue;
            }
            let used = self.unknown_host(address);
            let of_function = models.iter().filter(|passed| names.function_of(passed.param) == Some(function));
            for found in of_function.flat_map(|passed| given(*passed)).flat_map(|model| names.follow(model).found) {
                self.explain(found, used.clone());
            }
        }
    }

    fn unknown_host(&self, place: NodeId) -> Use {
        let mut used = Use::new(Context::Http, self.names.tree.node(place).span, self.names.text(place));
        used.platform = Platform::UnknownHost(Evidence::Host);
        used
    }

    /// Explains the literals of the function around a call that an expression may be: what callers give may also go
    /// elsewhere.
    fn sent_here(&mut self, expression: NodeId, call: NodeId, used: &Use) {
        let names = self.names;
        for found in names.follow(expression).found {
            if names.function_of(found.node) == names.function_of(call) {
                self.explain(found, used.clone());
            }
        }
    }

    /// An address that is a parameter for which nothing in this file gives a value, or a part of one.
    fn is_given_by_others(&self, address: NodeId) -> bool {
        let names = self.names;
        if !matches!(names.tree.kind(address), Kind::Name | Kind::Member) {
            return false;
        }
        let trail = names.follow(address);
        let is_called = |param: NodeId| {
            let function = names.function_of(param).and_then(|function| names.name_of(function));
            function.is_some_and(|name| !names.mentions_of(names.text(name)).is_empty())
        };
        let of_request = |param: NodeId| names.tree.kind(names.tree.node(param).parent) == Kind::Pattern;
        let bounds = names.bounds_of(address);
        let is_own = bounds.iter().all(|bound| matches!(bound, Bound::Param(_)));
        is_own
            && trail.found.is_empty()
            && trail.environment.is_empty()
            && trail.routes.is_empty()
            && !trail.params.is_empty()
            && trail.params.iter().all(|passed| of_request(passed.param) || !is_called(passed.param))
    }
}

//! Names that a server of the program's own answers to: `app.post("/v1/chat/completions", …)` says for callers who name no
//! model what it takes for one, and a list of models is told.

use super::Contexts;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};

/// Where such a server tells its models.
const LIST: &str = "/models";

impl<'f> Contexts<'_, 'f> {
    /// A name in the handler of a route as platforms have it, which sends nothing itself.
    pub(super) fn is_served(&self, literal: NodeId, used: &Use) -> bool {
        let may_be = matches!(used.context, Context::Setting | Context::Slot) && used.platform == Platform::Unstated;
        let Some(handler) = self.names.function_of(literal).filter(|_| may_be) else { return false };
        let outer = || self.names.function_of(handler);
        let served = self.is_route_of_api(handler).then_some(handler);
        let served = served.or_else(|| outer().filter(|outer| self.is_route_of_api(*outer)));
        served.is_some_and(|handler| !self.asks_somebody(handler))
    }

    /// A function handles what is asked for under the path of a platform's API.
    fn is_route_of_api(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let given_to = tree.parent(function).filter(|up| tree.kind(*up) == Kind::Call);
        let decorators = names.decorators(function);
        let of_decorator = |node: NodeId| tree.children(node).find(|part| tree.kind(*part) == Kind::Call);
        let mut calls = given_to.into_iter().chain(decorators.filter_map(of_decorator));
        calls.any(|call| {
            let is_method = tree.child(call, Role::Callee).is_some_and(|callee| tree.kind(callee) == Kind::Member);
            let path = names.positional(call).first().and_then(|path| names.literal(*path));
            is_method && path.is_some_and(|path| self.is_path_of_api(&path.text))
        })
    }

    fn is_path_of_api(&self, path: &str) -> bool {
        let asks = || self.vocabulary.url(path).is_some_and(|url| !url.endpoints.is_empty());
        path.starts_with("/v1/") && (path.ends_with(LIST) || asks())
    }

    /// A function sends a request, or calls what takes a model.
    fn asks_somebody(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let sends = |call: NodeId| {
            let chain = tree.child(call, Role::Callee).map(|callee| names.chain(callee).names);
            chain.is_some_and(|chain| names.dialect.requests(&chain)) || clients.site_of(call).is_some()
        };
        tree.below(function).any(|node| tree.kind(node) == Kind::Call && sends(node))
    }
}

//! What a method is called on tells of the platform: an object that was made with a base URL, or that asks nobody.

use super::clients::Clients;
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Found;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};

/// Arguments of a client through which its requests go.
const TRANSPORTS: [&str; 3] = ["transport", "http_client", "httpClient"];

/// Names of a key, of which a dummy says that no platform is asked.
pub(in crate::extract::code) const KEYS: [&str; 3] = ["api_key", "apiKey", "key"];

/// Makings of one object that are looked at.
const MOST_MADE: usize = 4;

impl Contexts<'_, '_> {
    /// The server that the object of a method's call was told to ask where it was made, whatever its class is.
    pub(in crate::extract::code) fn told_by_receiver(&self, call: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member)?;
        let object = tree.child(callee, Role::Object)?;
        let clients = Clients { names, vocabulary: self.vocabulary };
        let is_redirected = |platform: &Platform| match platform {
            Platform::Known(provider, evidence) => *evidence == Evidence::Host || self.vocabulary.user_named(*provider),
            Platform::UnknownHost(_) => true,
            Platform::Unstated => false,
        };
        let found = clients.all_of(object);
        if !found.is_empty() {
            return clients.platform_of(&found).filter(is_redirected);
        }
        if let Some(platform) = self.told_by_opening(object).filter(is_redirected) {
            return Some(platform);
        }
        { self.made_by(object).into_iter() }.find_map(|made| self.told_by_making(made))
    }

    /// The platform of the client that opened what an object belongs to: `async with client.live.connect() as conn`, of
    /// which `conn.session` is a part.
    fn told_by_opening(&self, object: NodeId) -> Option<Platform> {
        const DEEPEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let before = |node: &NodeId| tree.child(*node, Role::Object).filter(|_| tree.kind(*node) == Kind::Member);
        let whole = |node: NodeId| std::iter::successors(Some(node), before).take(DEEPEST);
        let opened = whole(object).last().filter(|first| tree.kind(*first) == Kind::Name)?;
        let calls = names.bounds_of(opened).into_iter().filter_map(|bound| match bound {
            Bound::Value(value) if tree.kind(value) == Kind::Call => tree.child(value, Role::Callee),
            _ => None,
        });
        let mut found = calls.take(MOST_MADE).flat_map(|callee| whole(callee).skip(1)).map(|part| clients.all_of(part));
        found.find(|found| !found.is_empty()).and_then(|found| clients.platform_of(&found))
    }

    /// The calls that make an object: itself, or by what the functions of this file return that are called for it.
    fn made_by(&self, object: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let as_call = |bound: Bound| match bound {
            Bound::Value(value) if tree.kind(value) == Kind::Call => Some(value),
            _ => None,
        };
        let calls = names.bounds_of(object).into_iter().filter_map(as_call).take(MOST_MADE);
        calls
            .flat_map(|call| {
                let functions = tree.child(call, Role::Callee).map(|callee| names.functions_of(callee));
                let returned = functions.into_iter().flatten().flat_map(|function| names.returns(function));
                let made = returned.flat_map(|value| names.bounds_of(value)).filter_map(as_call).take(MOST_MADE);
                std::iter::once(call).chain(made).collect::<Vec<NodeId>>()
            })
            .collect()
    }

    fn told_by_making(&self, call: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let options = names.positional(call).into_iter().filter(|given| tree.kind(*given) == Kind::Map);
        { std::iter::once(call).chain(options) }
            .find_map(|holder| self.told_by_parts_of(holder))
            .or_else(|| self.told_by_silence(call))
    }

    /// What a call makes asks nobody.
    pub(in crate::extract::code) fn told_by_silence(&self, call: NodeId) -> Option<Platform> {
        self.asks_nobody(call).then_some(Platform::UnknownHost(Evidence::Client))
    }

    /// A client whose requests a function or class of this file takes, or whose key is none.
    fn asks_nobody(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let given = |wanted: &'static [&'static str]| wanted.iter().filter_map(|name| clients.argument(call, name));
        let is_here = |bound: &Bound| matches!(bound, Bound::Function(_) | Bound::Class(_));
        let is_own = |value: NodeId| {
            let made = tree.child(value, Role::Callee).filter(|_| tree.kind(value) == Kind::Call).unwrap_or(value);
            let bounds = names.bounds_of(made);
            !bounds.is_empty() && bounds.iter().all(is_here)
        };
        given(&TRANSPORTS).any(is_own) || given(&KEYS).any(|key| clients.is_dummy_key(key))
    }
}

impl Clients<'_, '_> {
    /// A key that people give to servers that want none, also by a name for it.
    pub(in crate::extract::code) fn is_dummy_key(&self, key: NodeId) -> bool {
        let trail = self.names.follow(key);
        let is_dummy = |found: &Found| self.vocabulary.dummy_key(&found.text.text);
        !trail.found.is_empty() && !trail.unresolved && trail.found.iter().all(is_dummy)
    }
}

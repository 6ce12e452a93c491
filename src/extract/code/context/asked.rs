//! Names and attributes by which something is only counted, or found.

use super::Contexts;
use super::readers::MOST_READERS;
use crate::extract::code::mentions::selects;
use crate::extract::code::names::Bound;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// All that reads an attribute of this name counts tokens with it, as the methods of a conversation do: what sends is
    /// given the model by somebody else.
    pub(super) fn is_attribute_counted(&self, key: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let counts = |reader: &NodeId| {
            let given = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Keyword).unwrap_or(*reader);
            let call = tree.parent(given).filter(|up| tree.kind(*up) == Kind::Call && tree.role(given) != Role::Callee);
            let callee = call.and_then(|call| tree.child(call, Role::Callee));
            let chain = callee.map(|callee| names.chain(callee).names).unwrap_or_default();
            chain.last().is_some_and(|last| fold_name(last).contains("token")) && !self.asks_by_name(&chain)
        };
        let readers = self.attribute_readers(key);
        !readers.is_empty() && readers.len() <= MOST_READERS && readers.iter().all(counts)
    }

    /// What a parameter is given, or the attribute that keeps it, stands as the model beside what only a request has:
    /// `{"model": self.model, "messages": …}`.
    pub(in crate::extract::code) fn is_put_into_request(&self, param: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(name) = tree.child(param, Role::Name) else { return false };
        let is_given = |reader: &NodeId| {
            let part = tree.parent(*reader).filter(|_| tree.role(*reader) == Role::Value);
            let name = part.and_then(|part| match tree.kind(part) {
                Kind::Keyword => tree.child(part, Role::Name).map(|name| names.text(name)),
                Kind::Entry => names.entry_key(part),
                _ => None,
            });
            let is_model = name.and_then(|name| self.key(name)).is_some_and(|key| key.role == KeyRole::Model);
            is_model && part.and_then(|part| tree.parent(part)).is_some_and(|holder| self.is_sent(holder))
        };
        let kept_as = |reader: &NodeId| {
            let assign = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let target = tree.child(assign, Role::Target)?;
            let object = tree.child(target, Role::Object).filter(|object| names.is_itself(*object));
            object.and_then(|_| names.key_of(target))
        };
        let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
        let mut kept = readers.iter().filter_map(kept_as);
        let class = names.class_of(param);
        let of_object = |key: &str| self.attribute_readers(key).into_iter().filter(|r| names.class_of(*r) == class);
        readers.iter().any(is_given)
            || kept.any(|key| of_object(key).take(MOST_READERS).any(|reader| is_given(&reader)))
    }

    /// The class around a node extends one that is more than a form: others extend such forms, and send what they keep.
    pub(super) fn extends_another(&self, node: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let is_form =
            |base: NodeId| names.text(base).rsplit('.').next().is_some_and(|last| clients.is_plain_base(last));
        let class = names.class_of(node);
        let mut bases = class.into_iter().flat_map(|class| tree.children(class));
        bases.any(|part| tree.role(part) == Role::Base && !is_form(part))
    }

    /// A call site that asks a server is called so, whatever its name says: `messages.count_tokens`.
    pub(super) fn asks_by_name(&self, chain: &[&'f str]) -> bool {
        let Some(last) = chain.last() else { return false };
        let sites = Clients { names: self.names, vocabulary: self.vocabulary }.sites_named(last);
        let is_called = |callee: &str| callee.contains('.') && chain.join(".").ends_with(callee);
        sites.iter().any(|site| !site.lookup && is_called(site.callee))
    }

    /// Something is found in a list by comparing with a name: `models.find((m) => m.id === name)`.
    pub(super) fn finds(&self, assign: NodeId, name: &str, bound: Bound) -> bool {
        let names = self.names;
        let compared = |reader: NodeId| {
            let compare = names.tree.parent(reader).filter(|up| names.tree.kind(*up) == Kind::Compare);
            compare.is_some_and(|compare| selects(names, compare))
        };
        names.readers(assign, name, bound).is_some_and(|readers| readers.into_iter().any(compared))
    }

    /// A local name by which all that reads it finds something: how it is spelled is the affair of what is searched.
    pub(super) fn is_sought_by(&self, assign: NodeId, target: NodeId, from: NodeId) -> bool {
        let names = self.names;
        if names.tree.kind(target) != Kind::Name || names.function_of(assign).is_none() {
            return false;
        }
        let (name, bound) = (names.text(target), self.bound_by(target, from));
        let compares = |bound| self.done_with_name(assign, name, bound).is_some() && self.finds(assign, name, bound);
        bound.is_some_and(compares)
    }
}

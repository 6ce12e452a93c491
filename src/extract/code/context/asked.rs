//! Names and attributes by which something is only counted, or found.

use super::Contexts;
use super::readers::MOST_READERS;
use crate::extract::code::clients::Clients;
use crate::extract::code::mentions::selects;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

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

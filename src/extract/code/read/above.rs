//! Attributes that the constructor of another file's class keeps: `super().__init__("…")`, then `self.model`.

use super::Reader;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::Role as KeyRole;

impl Reader<'_, '_> {
    /// What the class of an object gives to the constructor above it for an attribute that nothing in this file assigns.
    pub(super) fn given_above(&self, attribute: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let object = tree.child(attribute, Role::Object).filter(|_| tree.kind(attribute) == Kind::Member);
        let is_own = object.is_some_and(|object| names.is_itself(object));
        let (Some(class), Some(key)) = (names.class_of(attribute).filter(|_| is_own), names.key_of(attribute)) else {
            return Vec::new();
        };
        if !names.class_attribute(class, key, 0).is_empty() {
            return Vec::new();
        }
        let constructors = names.in_class(class, names.dialect.constructor()).iter();
        let constructors = constructors.filter_map(|b| if let Bound::Function(f) = b { Some(*f) } else { None });
        let calls = constructors.flat_map(|f| tree.below(f)).filter(|node| tree.kind(*node) == Kind::Call);
        let above = calls.filter(|call| {
            let callee = tree.child(*call, Role::Callee).filter(|callee| names.is_super(*callee));
            callee.is_some_and(|callee| !names.constructors_elsewhere(*call, callee).is_empty())
        });
        above.flat_map(|call| self.given_for(call, key)).collect()
    }

    /// Of what a call gives that which is kept under a name: what has it, else the one argument that can be a model.
    fn given_for(&self, call: NodeId, key: &str) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_model = |name: &str| self.vocabulary.name(name).is_some_and(|key| key.role == KeyRole::Model);
        let by_name = names.keywords(call, key.trim_start_matches('_'));
        let by_name: Vec<NodeId> = by_name.into_iter().filter(|given| tree.kind(*given) != Kind::Member).collect();
        if !by_name.is_empty() || !is_model(key) {
            return by_name;
        }
        let may_be_model = |given: &NodeId| match tree.kind(*given) {
            Kind::Name => is_model(names.text(*given)),
            Kind::Member => false,
            _ => names.literal(*given).is_some_and(|text| self.vocabulary.resembles_id(&text.text)),
        };
        let given: Vec<NodeId> = names.positional(call).into_iter().filter(may_be_model).collect();
        if given.len() == 1 { given } else { Vec::new() }
    }
}

//! Items of lists that markup offers: `models.map((model) => <option value={model.id}>…</option>)`.

use super::context::Contexts;
use super::read::Reader;
use super::tree::{Kind, NodeId, Role};
use crate::extract::Taken;
use crate::reference::{Context, Platform, Use};

impl Reader<'_, '_> {
    /// Notes every model that an item of a widget may stand for.
    pub(super) fn offered(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        for attribute in tree.ids().filter(|id| tree.kind(*id) == Kind::Attribute) {
            let Some((name, value)) = contexts.offered_value(attribute) else { continue };
            let trail = names.follow(value);
            for (route, _) in trail.routes {
                let used = Use::new(Context::Choice, tree.node(name).span, names.text(name));
                self.links.taken.push(Taken { route, used });
            }
            for found in trail.found {
                if !self.vocabulary.resembles_id(&found.text.text) || self.is_explained(found.node) {
                    continue;
                }
                let used = Use::new(Context::Choice, tree.node(name).span, names.text(name));
                let told = contexts.told_around(found.node, Platform::Unstated);
                self.explain(found, Use { platform: told.unwrap_or(Platform::Unstated), ..used });
            }
        }
    }
}

impl Contexts<'_, '_> {
    /// The name and the value of an attribute that says what an item of a widget stands for, if that is a name.
    fn offered_value(&self, attribute: NodeId) -> Option<(NodeId, NodeId)> {
        let tree = &self.names.tree;
        let name = tree.child(attribute, Role::Name).filter(|_| self.is_value_of_item(attribute))?;
        let value = tree.child(attribute, Role::Value)?;
        matches!(tree.kind(value), Kind::Name | Kind::Member).then_some((name, value))
    }
}

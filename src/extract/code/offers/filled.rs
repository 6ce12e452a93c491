//! Values of tables that are put where a model is kept: `job.data["model"] = larger[job.data["model"]]`.
//!
//! What stands in a table says nothing by itself. Whoever puts one of its values under a model's name uses it, whatever
//! the object is and wherever it goes from there.

use crate::extract::code::context::Contexts;
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::Role as KeyRole;

impl Reader<'_, '_> {
    /// Notes every value of a table of this file that is put into an entry or attribute of a model.
    pub(in crate::extract::code) fn filled(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        for assign in tree.ids().filter(|id| tree.kind(*id) == Kind::Assign) {
            let Some((value, used)) = contexts.filling(assign) else { continue };
            for found in names.follow(value).found {
                let is_new = found.choice && !self.is_explained(found.node);
                if is_new && self.vocabulary.resembles_id(&found.text.text) {
                    self.explain(found, used.clone());
                }
            }
        }
    }
}

impl Contexts<'_, '_> {
    /// What an assignment takes out of a table for an entry or attribute that is called like a model, and what that does.
    fn filling(&self, assign: NodeId) -> Option<(NodeId, Use)> {
        let (names, tree) = (self.names, &self.names.tree);
        let (target, value) = (tree.child(assign, Role::Target)?, tree.child(assign, Role::Value)?);
        let is_place = matches!(tree.kind(target), Kind::Member | Kind::Index);
        // `this.model = this.names[model] || model`: the table says how what is asked for is spelled.
        let is_own = tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object));
        let spells = tree.kind(value) == Kind::Or && is_own;
        let value = if spells { tree.children(value).next()? } else { value };
        let is_taken = tree.kind(value) == Kind::Index && names.key_of(value).is_none();
        let name = names.key_of(target).filter(|_| is_place && is_taken)?;
        self.key(name).filter(|key| key.role == KeyRole::Model)?;
        let used = self.doing(value)?;
        let context = if spells { Context::Slot } else { Context::Choice };
        matches!(used.context, Context::Slot | Context::Setting).then_some((value, Use { context, ..used }))
    }
}

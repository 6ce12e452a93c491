//! Commands of a program that people call: what the type of a parameter allows is what they choose from.

use super::Reader;
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::Role as KeyRole;

impl Reader<'_, '_> {
    /// Models that the type of a command's parameter allows, if the command hands it on as a model:
    /// `@bot.command(…)`, `def chat(model: MODELS): Config(model=model)`.
    pub(super) fn commands(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let typed = |id: &NodeId| tree.kind(*id) == Kind::Param && tree.child(*id, Role::Type).is_some();
        let params: Vec<NodeId> = tree.ids().filter(typed).filter(|param| self.is_chosen_by_caller(*param)).collect();
        for param in params {
            let Some(name) = tree.child(param, Role::Name) else { continue };
            let used = Use::new(Context::Setting, tree.node(name).span, names.text(name));
            self.allowed(&[Passed { param, key: None, user: None }], &used);
        }
    }

    fn is_chosen_by_caller(&self, param: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_model = |node: NodeId| self.vocabulary.name(names.text(node)).is_some_and(|k| k.role == KeyRole::Model);
        let Some(name) = tree.child(param, Role::Name).filter(|name| is_model(*name)) else { return false };
        let function = names.function_of(param).filter(|function| names.params(*function).contains(&param));
        let is_command = |decorator: NodeId| names.text(decorator).contains("command(");
        if !function.is_some_and(|function| names.decorators(function).any(is_command)) {
            return false;
        }
        let contexts = Contexts::new(names, self.vocabulary);
        let is_handed_on = |reader: NodeId| {
            let keyword = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword);
            let given = keyword.and_then(|keyword| tree.child(keyword, Role::Name)).filter(|given| is_model(*given));
            given.is_some() && keyword.and_then(|up| tree.parent(up)).is_some_and(|call| contexts.may_send(call))
        };
        let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
        readers.into_iter().any(is_handed_on)
    }
}

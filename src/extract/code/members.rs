//! Members of enumerations and of holders of constants, where a name says that a model is wanted: `Config(model=Names.BIG)`.
//!
//! The literal alone says nothing: it is one of many. Whoever gives it to a model's name uses it.

use super::context::Contexts;
use super::follow::Found;
use super::read::Reader;
use super::shapes::is_select_box;
use super::tree::{Kind, NodeId, Role};
use super::widgets::ITEMS;
use crate::extract::Taken;
use crate::reference::{Context, Route, Use};
use crate::vocabulary::Role as KeyRole;

impl Reader<'_, '_> {
    /// Notes every member that is given where a model is wanted, here or to be found in other files.
    pub(super) fn members(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let contexts = Contexts::new(names, self.vocabulary);
        for node in tree.ids() {
            match tree.kind(node) {
                Kind::Member if contexts.is_member(node) => self.member(node, &contexts),
                Kind::Keyword => self.list_of_picker(node, &contexts),
                _ => {}
            }
        }
    }

    fn member(&mut self, node: NodeId, contexts: &Contexts<'_, '_>) {
        let names = self.names;
        let Some(used) = contexts.wanted(node) else { return };
        let trail = names.follow(node);
        for found in trail.found {
            let is_new = !self.is_explained(found.node) || self.is_member_already(&found);
            if is_new && self.vocabulary.resembles_id(&found.text.text) && contexts.is_silent_by_itself(found.node) {
                self.explain(found, used.clone());
            }
        }
        let routes = trail.routes.into_iter().map(|(route, _)| route);
        self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
    }

    /// Another place uses the member in the same way.
    fn is_member_already(&self, found: &Found) -> bool {
        let uses = self.references.get(&found.span).map(|reference| reference.uses.as_slice()).unwrap_or_default();
        uses.iter().all(|used| matches!(used.context, Context::Slot | Context::Setting))
    }

    /// A list of another file that a widget offers: `Dropdown(name="model", options=MODEL_NAMES)`.
    fn list_of_picker(&mut self, keyword: NodeId, contexts: &Contexts<'_, '_>) {
        let names = self.names;
        let Some((name, list)) = contexts.offered_list(keyword) else { return };
        let trail = names.follow(list);
        if trail.found.is_empty() {
            let used = Use::new(Context::Choice, names.tree.node(name).span, names.text(name));
            let routes = trail.routes.into_iter().map(|(route, _)| route.then(Route::ANY));
            self.links.taken.extend(routes.map(|route| Taken { route, used: used.clone() }));
        }
    }
}

impl<'f> Contexts<'_, 'f> {
    /// `Names.BIG`, `Names.BIG.value`: what holds the member begins with a capital, as classes and constants do.
    fn is_member(&self, node: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_inner = tree.role(node) == Role::Object || tree.role(node) == Role::Callee;
        let is_target = tree.role(node) == Role::Target;
        let chain = names.chain(node);
        let steps = match chain.names.as_slice() {
            [steps @ .., "value"] => steps,
            steps => steps,
        };
        let [.., holder, _] = steps else { return false };
        !is_inner && !is_target && chain.named_base && holder.starts_with(|c: char| c.is_ascii_uppercase())
    }

    /// What is done with an expression, if that is live and a name says that it is a model.
    fn wanted(&self, node: NodeId) -> Option<Use> {
        let used = self.doing(node)?;
        let is_model = || self.key(&used.label).is_some_and(|key| matches!(key.role, KeyRole::Model | KeyRole::Choice));
        let is_wanted = matches!(used.context, Context::Slot | Context::Setting | Context::Choice) && is_model();
        is_wanted.then_some(used)
    }

    /// Where a literal stands says that it is one of many.
    fn is_silent_by_itself(&self, literal: NodeId) -> bool {
        self.of(literal).is_some_and(|(_, used)| used.context == Context::Key)
    }

    /// The name and the value of a keyword that gives a widget the items which it offers, if these have a name.
    fn offered_list(&self, keyword: NodeId) -> Option<(NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let (name, value) = (tree.child(keyword, Role::Name)?, tree.child(keyword, Role::Value)?);
        let call = tree.parent(keyword)?;
        let callee = tree.child(call, Role::Callee)?;
        let chain = names.chain(callee).names;
        let is_box = || chain.last().is_some_and(|last| is_select_box(last)) || self.is_select_box_by_type(call);
        let offers = ITEMS.contains(&names.text(name));
        let is_name = matches!(tree.kind(value), Kind::Name | Kind::Member);
        (offers && is_name && is_box()).then_some((name, value))
    }
}

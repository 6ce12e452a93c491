//! Members of an enumeration that a field for a model allows: `model: Models = Field(default=Models.BIG)`.
//!
//! Whoever fills the field chooses among them; the default tells where they go.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::read::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::Role as KeyRole;

/// Members of one enumeration or type that are choices, at most: longer ones are catalogues.
pub(in crate::extract::code) const MOST_MEMBERS: usize = 40;

impl Reader<'_, '_> {
    /// Notes the other members of an enumeration, of which a field for a model has one as its default.
    pub(in crate::extract::code) fn allowed_members(
        &mut self,
        member: NodeId,
        used: &Use,
        contexts: &Contexts<'_, '_>,
    ) {
        let names = self.names;
        let Some(class) = contexts.allowed_in_field(member) else { return };
        let mut used = Use { context: Context::Choice, ..used.clone() };
        contexts.lay_said_around(member, &mut used);
        if used.context.is_silent() {
            return;
        }
        let values = names.tree.children(class).filter(|part| names.tree.kind(*part) == Kind::Assign);
        let values: Vec<NodeId> = values.filter_map(|part| names.tree.child(part, Role::Value)).collect();
        if values.len() > MOST_MEMBERS {
            return;
        }
        for found in values.into_iter().flat_map(|value| names.follow(value).found) {
            let is_new = !self.is_explained(found.node) && !names.is_key_of_routes(found.node);
            if is_new && self.vocabulary.resembles_id(&found.text.text) && contexts.is_silent_by_itself(found.node) {
                let platform = contexts.platform_for(&found.text.text, used.platform);
                self.explain(found, Use { platform, ..used.clone() });
            }
        }
    }
}

impl Contexts<'_, '_> {
    /// The enumeration of this file that is the type of the field whose default a member of it is, or lists the options
    /// of that field; none that gives other texts for its members.
    fn allowed_in_field(&self, member: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let field = tree.ancestors(member).find(|up| matches!(tree.kind(*up), Kind::Assign | Kind::Block))?;
        let target = tree.child(field, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let is_model = self.key(names.text(target)).is_some_and(|key| key.role == KeyRole::Model);
        tree.parent(field).filter(|up| is_model && tree.kind(*up) == Kind::Class)?;
        let holder = names.chain(member).base;
        let [Bound::Class(class)] = names.lookup(holder, names.text(holder))[..] else { return None };
        let name = names.text(holder);
        let typed = tree.child(field, Role::Type).is_some_and(|typed| names.words_of(typed).contains(&name));
        let lists = |node: NodeId| {
            let listed = tree.child(node, Role::Iterable).filter(|_| tree.kind(node) == Kind::For);
            listed.is_some_and(|listed| names.text(listed) == name)
        };
        let is_allowed = typed || tree.below(field).any(lists);
        let is_own = || self.gives_other_texts(class) || self.is_key_of_facts(name);
        (is_allowed && self.is_enumeration(class) && !is_own()).then_some(class)
    }

    /// A table of the file says something of several members of an enumeration: it is a catalogue.
    fn is_key_of_facts(&self, enumeration: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_key = |mention: &&NodeId| {
            let member = tree.parent(**mention).filter(|up| tree.kind(*up) == Kind::Member);
            let key = member.filter(|member| tree.role(*member) == Role::Key).and_then(|member| tree.parent(member));
            key.is_some_and(|entry| tree.kind(entry) == Kind::Entry)
        };
        names.mentions_of(enumeration).iter().filter(is_key).nth(1).is_some()
    }

    /// A method of an enumeration answers something else than its value: members are the project's own names.
    fn gives_other_texts(&self, class: NodeId) -> bool {
        let tree = &self.names.tree;
        let methods = tree.children(class).filter(|part| tree.kind(*part) == Kind::Function);
        let chooses = |node: NodeId| matches!(tree.kind(node), Kind::Compare | Kind::Case | Kind::Map);
        { methods }.any(|method| tree.below(method).any(chooses))
    }

    /// The platform that gets one of several models: not one that is told for another and has none of this name.
    fn platform_for(&self, id: &str, told: Platform) -> Platform {
        match told {
            Platform::Known(provider, _) => {
                let is_of_another = self.vocabulary.maker_of(id).is_some_and(|maker| maker != provider);
                let is_there = self.vocabulary.lists_model(provider, id) || self.vocabulary.user_named(provider);
                if is_of_another && !is_there { Platform::Unstated } else { told }
            }
            _ => told,
        }
    }
}

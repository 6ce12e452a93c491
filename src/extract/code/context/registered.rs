//! Models that are registered with the class that runs them: by a row of a registry, by a decorator.

use super::Contexts;
use crate::extract::called::is_class;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl Contexts<'_, '_> {
    /// A row of a registry, among others like it: it is given the class that runs the model, whose name tells the
    /// platform. People choose from such rows, whatever else stands in them.
    pub(super) fn registered(&self, call: NodeId, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_class_here = |node: NodeId| {
            let bounds = names.lookup(node, names.text(node));
            let has_small = names.text(node).bytes().any(|byte| byte.is_ascii_lowercase());
            has_small && bounds.iter().any(|bound| matches!(bound, Bound::Import(_) | Bound::Class(_)))
        };
        let given = tree.children(call).filter_map(|part| match tree.kind(part) {
            Kind::Name if tree.role(part) == Role::Argument => Some(part),
            Kind::Keyword => tree.child(part, Role::Value).filter(|value| tree.kind(*value) == Kind::Name),
            _ => None,
        });
        let is_id = || names.literal(from).is_some_and(|literal| self.vocabulary.resembles_id(&literal.text));
        let mut classes = given.filter(|node| is_class(names.text(*node)) && is_class_here(*node));
        let platform = classes.find_map(|class| self.told_by_class(names.text(class))).filter(|_| is_id())?;
        if self.is_of_users(platform) || !self.is_one_of_many(call) || self.compares_models(call) {
            return None;
        }
        let context = if self.is_marked_as_gone(call) { Context::Key } else { Context::Choice };
        // The list may stand under the name of a cloud where users choose names, whatever runs the model there.
        let platform = self.free_platform_of_rows(from).unwrap_or(platform);
        Some(Use { platform, ..self.plain(context, from) })
    }

    /// A row of a list of choices, of which each is made of a platform's name and a model of it, before all else:
    /// `MODELS = [Model("Acme", "…", "What it is good for"), …]`. Numbers beside them may be what is known of the models:
    /// then somebody has to take one of the list, by its number or out of what is offered.
    pub(super) fn row_of_platform(&self, call: NodeId, from: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let platform = self.platform_before(call, from)?;
        let list = tree.parent(call).filter(|up| tree.kind(*up) == Kind::List && self.is_one_of_many(call))?;
        let assign = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        let label = names.text(target);
        self.key(label).filter(|key| key.role == KeyRole::Choice)?;
        let class = tree.child(call, Role::Callee).and_then(|callee| names.chain(callee).names.last().copied());
        let makes_rows = class.is_some_and(is_class) && !self.is_row_call(call) && !self.is_marked_as_gone(call);
        let has_numbers = names.positional(call).into_iter().any(|given| {
            tree.kind(given) == Kind::Literal && names.text(given).starts_with(|c: char| c.is_ascii_digit())
        });
        let is_by_number = |mention: &NodeId| {
            let up = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Object);
            up.is_some_and(|up| names.item_by_number(up).is_some())
        };
        let is_taken = || names.mentions_of(label).iter().any(is_by_number) || self.is_handed_to_picker(target);
        (makes_rows && !self.classifies(target) && (!has_numbers || is_taken()))
            .then(|| Use { platform, ..Use::new(Context::Choice, tree.node(target).span, label) })
    }

    /// The platform that a call is given right before a model of it, first of all.
    fn platform_before(&self, call: NodeId, model: NodeId) -> Option<Platform> {
        let names = self.names;
        let [word, second, ..] = names.positional(call)[..] else { return None };
        let word = names.literal(word).filter(|_| second == model)?.text.to_ascii_lowercase();
        let provider = self.vocabulary.provider_called(&word).or_else(|| self.vocabulary.provider_word("", &word))?;
        let text = names.literal(model)?.text;
        let is_its = !self.vocabulary.user_named(provider) && self.vocabulary.lists_model(provider, &text);
        is_its.then_some(Platform::Known(provider, Evidence::Settings))
    }

    /// The row says that nobody should choose it any more: `deprecated=True`.
    fn is_marked_as_gone(&self, call: NodeId) -> bool {
        const MARKS: [&str; 2] = ["deprecated", "isdeprecated"];
        let value = |keyword| self.names.tree.child(keyword, Role::Value).map_or("", |value| self.names.text(value));
        let mut keywords = self.folded_keywords(call);
        keywords.any(|(name, keyword)| MARKS.contains(&name.as_str()) && value(keyword).eq_ignore_ascii_case("true"))
    }

    /// The row says how a model is licensed and what it costs: models are compared by such rows, whichever class runs them.
    fn compares_models(&self, call: NodeId) -> bool {
        let has = |is: fn(&str) -> bool| self.folded_keywords(call).any(|(name, _)| is(&name));
        has(|name| name.ends_with("license")) && has(|name| name.contains("price") || name.contains("cost"))
    }

    fn folded_keywords(&self, call: NodeId) -> impl Iterator<Item = (String, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let keywords = tree.children(call).filter(|part| tree.kind(*part) == Kind::Keyword);
        keywords.filter_map(|keyword| Some((fold_name(names.text(tree.child(keyword, Role::Name)?)), keyword)))
    }

    /// A list by whose name, or by what it spreads into another, a decorator registers the models that a class runs:
    /// `@register(provider=…, model_names=[DEFAULT, *MODELS])`. That something is asked of the list takes nothing away.
    pub(super) fn registered_list(&self, list: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let registered = |mention: &NodeId| {
            let spread = tree.parent(*mention).filter(|up| tree.kind(*up) == Kind::Spread);
            let around = spread.and_then(|spread| tree.parent(spread)).filter(|up| tree.kind(*up) == Kind::List);
            let keyword = tree.parent(around.unwrap_or(*mention)).filter(|up| tree.kind(*up) == Kind::Keyword)?;
            let call = tree.parent(keyword)?;
            tree.parent(call).filter(|up| tree.kind(*up) == Kind::Decorator)?;
            let name = tree.child(keyword, Role::Name)?;
            let key = self.key(names.text(name)).filter(|key| key.role == KeyRole::Choice)?;
            let label = names.text(name).to_owned();
            Some(self.keyed(Context::Choice, &key, label, tree.node(name).span, *mention))
        };
        let is_name = tree.kind(list) == Kind::Name;
        is_name.then(|| names.mentions_of(names.text(list)).iter().find_map(registered)).flatten()
    }
}

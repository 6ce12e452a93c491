//! Literals that a function answers.

use super::{Climb, Contexts, tells};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Form, Key, Role as KeyRole};

impl<'f> Contexts<'_, 'f> {
    pub(super) fn returned(&self, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Use {
        let names = self.names;
        let function = names.function_of(node);
        let name_node = function.and_then(|f| names.name_of(f));
        let name = name_node.map_or("", |n| names.text(n));
        let span = names.tree.node(name_node.unwrap_or(node)).span;
        if function.is_some_and(|function| self.is_answer_told(function) || self.makes_what_is_told(function)) {
            return Use::new(Context::Comparison, span, name);
        }
        if let Some((key, label, at)) = &climb.key {
            let context = if climb.in_list { Context::Slot } else { Context::Setting };
            return self.keyed(context, key, label.clone(), *at, from);
        }
        let is_given = function.is_some_and(|function| !names.params(function).is_empty());
        if Self::records(name) || Self::sorts(name) || is_given && Self::sorts_given(name) {
            return Use::new(Context::Comparison, span, name);
        }
        // What makes something of a model is no model: `modelNameToSuffix`.
        let name_of_answer = behind_to(name).unwrap_or(name);
        let key_name = name_of_asked(name_of_answer);
        let key = self.key(name_of_answer).or_else(|| self.key(key_name));
        match key {
            Some(key) if !climb.in_entry && (!climb.in_list || self.is_one_value(&key, from)) => {
                self.keyed(Context::Setting, &key, name.to_owned(), span, from)
            }
            Some(key)
                if key.role == KeyRole::Choice
                    && climb.in_list
                    && !climb.in_entry
                    && (name != key_name || says_what_is_offered(name)) =>
            {
                self.keyed(Context::Choice, &Key { form: Form::Id, ..key }, name.to_owned(), span, from)
            }
            Some(key)
                if key.role == KeyRole::Silent
                    && climb.in_list
                    && !climb.in_entry
                    && function.is_some_and(|function| self.is_part_of_offer(function, name)) =>
            {
                let key = Key { role: KeyRole::Choice, ..key };
                self.keyed(Context::Choice, &key, name.to_owned(), span, from)
            }
            _ if !climb.in_entry
                && climb.in_list
                && let Some(used) = function.and_then(|function| self.one_value_under_key(function, from)) =>
            {
                used
            }
            _ if climb.in_entry || climb.in_list => Use::new(Context::Key, span, name),
            _ => Use::new(Context::Slot, span, name),
        }
    }

    /// What a function answers that stands under a model's name, where that is a list of one.
    fn one_value_under_key(&self, function: NodeId, item: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(function).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let name = tree.child(entry, Role::Key)?;
        let key = self.key(names.entry_key(entry)?).filter(|key| self.is_one_value(key, item))?;
        Some(self.keyed(Context::Slot, &key, names.text(name).to_owned(), tree.node(name).span, item))
    }

    /// A list of one, where a model is asked for, is that model: `model: (given) => given ?? ["…"]`.
    fn is_one_value(&self, key: &Key<'f>, item: NodeId) -> bool {
        let tree = &self.names.tree;
        let list = tree.parent(item).filter(|up| tree.kind(*up) == Kind::List);
        key.role == KeyRole::Model && list.is_some_and(|list| tree.children(list).nth(1).is_none())
    }

    /// A function stands under a name that describes something: `messageMetadata: () => ({ … })`.
    fn makes_what_is_told(&self, function: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(up) = tree.parent(function).filter(|_| tree.role(function) == Role::Value) else { return false };
        match tree.kind(up) {
            Kind::Entry => names.entry_key(up).is_some_and(tells),
            Kind::Keyword => tree.child(up, Role::Name).is_some_and(|name| tells(names.text(name))),
            _ => false,
        }
    }
}

/// What the name of a function begins with that answers what its other words say.
const ASKED: [&str; 4] = ["get", "fetch", "list", "load"];

/// What a function is asked for, by its name: `Models` of `getModels`.
pub(super) fn name_of_asked(name: &str) -> &str {
    let asked = ASKED.iter().find_map(|verb| name.strip_prefix(verb));
    asked.map_or(name, |rest| rest.trim_start_matches('_'))
}

/// The name of a function begins with a word for what people can choose: `availableChatModels`.
fn says_what_is_offered(name: &str) -> bool {
    ["available", "supported", "selectable"].iter().any(|word| name.starts_with(word))
}

/// What a function makes of something else, by its name: `Suffix` of `modelNameToSuffix`, `key` of `model_to_key`.
fn behind_to(name: &str) -> Option<&str> {
    let snake = name.rfind("_to_").map(|at| &name[at + 4..]);
    let camel = name.rmatch_indices("To").find_map(|(at, _)| {
        let rest = &name[at + 2..];
        let is_word = at > 0 && name.as_bytes()[at - 1].is_ascii_lowercase();
        (is_word && rest.starts_with(|c: char| c.is_ascii_uppercase())).then_some(rest)
    });
    snake.or(camel).filter(|rest| !rest.is_empty())
}

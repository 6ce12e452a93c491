//! Literals given by keyword: what the keyword, the callee and what stands around them make of it.

use super::{Climb, Contexts, tells};
use crate::extract::cases;
use crate::extract::code::offers::pickers::ITEMS;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::tree::{NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    pub(super) fn keyword(&self, keyword: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        let name_node = names.tree.child(keyword, Role::Name)?;
        let (name, span) = (names.text(name_node), names.tree.node(name_node).span);
        let call = names.tree.parent(keyword)?;
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(silent) = self.effect(&chain, from).or_else(|| self.beside_the_point(name, from)) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l) || names.dialect.looks_for(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        if is_noting() || self.makes_attributes(call) || self.is_field_noted(call, name) {
            return Some(self.plain(Context::Text, from));
        }
        if self.is_answer_call(call)
            || self.is_record_call(call)
            || names.is_mocked(call)
            || self.is_kept_beside_answer(call, name)
            || self.is_beside_stand_in(call)
        {
            return Some(self.plain(Context::Expectation, from));
        }
        if !climb.in_entry
            && self.key(name).is_some_and(|key| key.role == KeyRole::Model)
            && let Some(registered) = self.registered(call, from)
        {
            return Some(registered);
        }
        if self.is_row_call(call)
            || (climb.in_entry && tells(name) && !climb.map.is_some_and(|map| self.is_configured(map)))
        {
            return Some(Use::new(Context::Key, span, name));
        }
        let is_box = chain.last().is_some_and(|last| is_select_box(last));
        if is_box && !climb.in_entry && self.shows_stored_answers() {
            return Some(Use::new(Context::Key, span, name));
        }
        if !climb.in_list && !climb.in_entry && name == "value" && self.is_option_of_many(call) {
            return Some(Use::new(Context::Choice, span, name));
        }
        if is_box && !climb.in_list && !climb.in_entry && matches!(name, "value" | "default") {
            return Some(Use::new(Context::Slot, span, name));
        }
        if is_box && climb.in_list && !climb.in_entry && ITEMS.contains(&name) {
            if self.is_answer_unsent(call, from) {
                return Some(self.plain(Context::Comparison, from));
            }
            return Some(Use::new(Context::Choice, span, name));
        }
        if let Some(decided) = self.environment_keyword(call, name, &chain, from) {
            return Some(decided);
        }
        if let Some(value) = self.value_of_input(call, name, &chain, from).filter(|_| !climb.in_list && !climb.in_entry)
        {
            return Some(value);
        }
        if let Some(inner) = &climb.key {
            let (key, label, at) = inner;
            return Some(self.keyed(
                if climb.in_list { Context::Slot } else { Context::Setting },
                key,
                label.clone(),
                *at,
                from,
            ));
        }
        let passes = || names.dialect.passing(&chain).is_some_and(|p| p.keywords.contains(&name) && p.value == Some(0));
        if names.dialect.declares_option(&chain)
            || chain.last().is_some_and(|l| l.to_ascii_lowercase().ends_with("field"))
            || passes()
        {
            let is_offer = name == "items" && names.dialect.declares_option(&chain);
            return Some(self.option(call, if is_offer { "choices" } else { name }, span, from));
        }
        if climb.in_entry {
            return Some(Use::new(Context::Key, span, name));
        }
        let given = names.tree.child(keyword, Role::Value).filter(|_| !climb.in_list);
        if given.is_some_and(|given| self.is_told_by_function(call, given)) {
            return Some(self.plain(Context::Comparison, from));
        }
        match self.key_of_route(name, from).or_else(|| self.key(name)) {
            Some(key) if climb.in_list => Some(self.keyed(Context::Choice, &key, name.to_owned(), span, from)),
            Some(key) => Some(self.keyed(Context::Slot, &key, name.to_owned(), span, from)),
            None => Some(self.named_for_provider(call, name_node, from).unwrap_or(Use::new(Context::Text, span, name))),
        }
    }

    /// `TextInput(name="model", value="…")`: what an input holds at first, by its name.
    fn value_of_input(&self, call: NodeId, keyword: &str, chain: &[&str], from: NodeId) -> Option<Use> {
        let names = self.names;
        /// The method that makes a parameter, and the class of it.
        const NAMES: usize = 2;
        let is_input = |name: &&str| {
            let name = name.to_ascii_lowercase();
            ["input", "param", "parameter"].iter().any(|ending| name.ends_with(ending))
        };
        if !matches!(keyword, "value" | "default") || !chain.iter().rev().take(NAMES).any(is_input) {
            return None;
        }
        let name_node = names.keyword(call, "name")?;
        let name = names.literal(name_node)?.text;
        let key = self.key(&name).filter(|key| key.role == KeyRole::Model)?;
        Some(self.keyed(Context::Setting, &key, name, names.tree.node(name_node).span, from))
    }

    /// What stands under a name that documents or filters: an example is for people, a filter compares.
    pub(super) fn beside_the_point(&self, name: &str, from: NodeId) -> Option<Use> {
        let folded = fold_name(name);
        let context = match folded.as_str() {
            "example" | "examples" | "openapiexamples" | "jsonschemaextra" => Context::Text,
            "filter" | "filters" | "filterdict" | "where" => Context::Comparison,
            _ if cases::is_expected(&folded) => Context::Expectation,
            _ => return None,
        };
        Some(self.plain(context, from))
    }
}

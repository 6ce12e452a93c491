//! Literals given by keyword: what the keyword, the callee and what stands around them make of it.

use super::{Climb, Contexts, tells};
use crate::extract::cases;
use crate::extract::code::offers::pickers::ITEMS;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::tree::{NodeId, Role};
use crate::reference::{Context, Use};
use crate::source::Span;
use crate::vocabulary::{Role as KeyRole, fold_name};

/// A keyword of a call, and a value in what is given by it.
struct Named<'c, 'f> {
    call: NodeId,
    keyword: NodeId,
    /// The name of the keyword.
    node: NodeId,
    name: &'f str,
    /// Where the name stands.
    span: Span,
    /// The value.
    from: NodeId,
    climb: &'c Climb<'f>,
    /// The names that are called.
    chain: Vec<&'f str>,
}

impl Named<'_, '_> {
    /// A use that the keyword labels.
    fn used(&self, context: Context) -> Option<Use> {
        Some(Use::new(context, self.span, self.name))
    }
    /// It is given as it is, no part of a list or table.
    fn is_alone(&self) -> bool {
        !self.climb.in_list && !self.climb.in_entry
    }
}

impl<'f> Contexts<'_, 'f> {
    /// A value that is given by keyword. Asked in this order, the first answer counts:
    ///
    /// 1. a callee that compares, tells, expects, notes or records;
    /// 2. rows that are registered or only told;
    /// 3. inputs of pages, with what they hold or offer;
    /// 4. variables of the environment;
    /// 5. a key in what is given;
    /// 6. options that are declared;
    /// 7. the keyword itself.
    pub(super) fn keyword(&self, keyword: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        let node = names.tree.child(keyword, Role::Name)?;
        let (name, span) = (names.text(node), names.tree.node(node).span);
        let call = names.tree.parent(keyword)?;
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        let named = Named { call, keyword, node, name, span, from, climb, chain };
        if let Some(used) = self.silent_call(&named).or_else(|| self.row_of_call(&named)) {
            return Some(used);
        }
        if let Some(used) = self.in_input(&named) {
            return Some(used);
        }
        if let Some((key, label, at)) = &climb.key {
            let context = if climb.in_list { Context::Slot } else { Context::Setting };
            return Some(self.keyed(context, key, label.clone(), *at, from));
        }
        self.declared_by_call(&named).or_else(|| self.by_keyword(&named))
    }

    /// The call sends nothing of what it is given, or nothing under this name.
    fn silent_call(&self, named: &Named<'_, 'f>) -> Option<Use> {
        let names = self.names;
        let Named { call, name, from, ref chain, .. } = *named;
        if let Some(silent) = self.effect(chain, from).or_else(|| self.beside_the_point(name, from)) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l) || names.dialect.looks_for(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        if is_noting() || self.makes_attributes(call) || self.is_field_noted(call, name) {
            return Some(self.plain(Context::Text, from));
        }
        let expects = self.is_answer_call(call)
            || self.is_record_call(call)
            || names.is_mocked(call)
            || self.is_kept_beside_answer(call, name)
            || self.is_beside_stand_in(call);
        expects.then(|| self.plain(Context::Expectation, from))
    }

    /// The call registers a model, or makes a row that only tells of one.
    fn row_of_call(&self, named: &Named<'_, 'f>) -> Option<Use> {
        let Named { call, name, from, climb, .. } = *named;
        if !climb.in_entry
            && self.key(name).is_some_and(|key| key.role == KeyRole::Model)
            && let Some(registered) = self.registered(call, from)
        {
            return Some(registered);
        }
        let is_told = self.is_row_call(call)
            || (climb.in_entry && tells(name) && !climb.map.is_some_and(|map| self.is_configured(map)));
        is_told.then(|| named.used(Context::Key)).flatten()
    }

    /// The call makes an input of a page, or reads a variable: what these hold or offer at first.
    fn in_input(&self, named: &Named<'_, 'f>) -> Option<Use> {
        let Named { call, name, from, climb, ref chain, .. } = *named;
        let is_box = chain.last().is_some_and(|last| is_select_box(last));
        if is_box && !climb.in_entry && self.shows_stored_answers() {
            return named.used(Context::Key);
        }
        if named.is_alone() && name == "value" && self.is_option_of_many(call) {
            return named.used(Context::Choice);
        }
        if is_box && named.is_alone() && matches!(name, "value" | "default") {
            return named.used(Context::Slot);
        }
        if is_box && climb.in_list && !climb.in_entry && ITEMS.contains(&name) {
            return match self.is_answer_unsent(call, from) {
                true => Some(self.plain(Context::Comparison, from)),
                false => named.used(Context::Choice),
            };
        }
        let variable = self.environment_keyword(call, name, chain, from);
        variable.or_else(|| self.value_of_input(call, name, chain, from).filter(|_| named.is_alone()))
    }

    /// The call declares an option or a field, whose default or choices it is given.
    fn declared_by_call(&self, named: &Named<'_, 'f>) -> Option<Use> {
        let names = self.names;
        let Named { call, name, span, from, ref chain, .. } = *named;
        let passes = || names.dialect.passing(chain).is_some_and(|p| p.keywords.contains(&name) && p.value == Some(0));
        let declares_option = names.dialect.declares_option(chain);
        let declares =
            declares_option || chain.last().is_some_and(|l| l.to_ascii_lowercase().ends_with("field")) || passes();
        let is_offer = name == "items" && declares_option;
        declares.then(|| self.option(call, if is_offer { "choices" } else { name }, span, from))
    }

    /// Nothing but the keyword says what a value is.
    fn by_keyword(&self, named: &Named<'_, 'f>) -> Option<Use> {
        let names = self.names;
        let Named { call, keyword, node, name, span, from, climb, .. } = *named;
        if climb.in_entry {
            return named.used(Context::Key);
        }
        if let Some(offered) = self.preselected_in_call(call, name, from).filter(|_| named.is_alone()) {
            return Some(offered);
        }
        let given = names.tree.child(keyword, Role::Value).filter(|_| !climb.in_list);
        if given.is_some_and(|given| self.is_told_by_function(call, given)) {
            return Some(self.plain(Context::Comparison, from));
        }
        match self.key_of_route(name, from).or_else(|| self.key(name)) {
            Some(key) if climb.in_list => Some(self.keyed(Context::Choice, &key, name.to_owned(), span, from)),
            Some(key) => Some(self.keyed(Context::Slot, &key, name.to_owned(), span, from)),
            None => self.named_for_provider(call, node, from).or_else(|| named.used(Context::Text)),
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

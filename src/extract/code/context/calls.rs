//! Literals among the arguments of calls, by their place: passed on, compared, told, expected, declared as defaults.

use super::assigned::is_example;
use super::{Climb, Contexts};
use crate::extract::code::dialect::Effect;
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// An argument by position: passed on, compared, told, expected; at an unknown callee it says nothing.
    pub(super) fn call(&self, call: NodeId, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        if names.tree.role(node) != Role::Argument {
            return Some(self.plain(Context::Text, from));
        }
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(declared) = self.declared_later(call, node, &chain, from) {
            return Some(declared);
        }
        if let Some(passing) = names.dialect.passing(&chain) {
            let positional = names.positional(call);
            let at = positional.iter().position(|a| *a == node);
            if at == passing.value {
                let environment = passing.environment.and_then(|e| positional.get(e)).and_then(|n| names.literal(*n));
                let looked_up = passing.environment.is_none().then(|| positional.first()).flatten();
                let looked_up = looked_up.filter(|n| at == Some(1) && **n != node).and_then(|n| names.literal(*n));
                if let Some(name) = looked_up {
                    let key = self.key(&name.text).filter(|key| key.role != KeyRole::Silent);
                    let Some(key) = key else {
                        return Some(Use::new(Context::Key, names.tree.node(from).span, name.text));
                    };
                    if chain.last() == Some(&"setdefault") {
                        let span = names.tree.node(positional[0]).span;
                        return Some(self.keyed(Context::Setting, &key, name.text, span, from));
                    }
                }
                if let Some(option) = self.chained_option(call, from) {
                    return Some(option);
                }
                if let Some(name) = environment {
                    let span = names.tree.node(positional[passing.environment.unwrap_or(0)]).span;
                    if self.stands_in_record(call) {
                        return Some(Use::new(Context::Key, span, name.text));
                    }
                    if let Some(deployment) = self.given_as_deployment(call, from) {
                        return Some(deployment);
                    }
                    if self.is_held_unsent(call, from) || self.is_told_at(call) {
                        return Some(Use::new(Context::Comparison, span, name.text));
                    }
                    return match self.vocabulary.environment(&name.text).or_else(|| self.vocabulary.name(&name.text)) {
                        Some(key) => Some(self.keyed(Context::Setting, &key, name.text, span, from)),
                        None => Some(Use::new(Context::Slot, span, name.text)),
                    };
                }
                return self.is_shown_from_start(call, climb).then(|| self.plain(Context::Text, from));
            }
            return Some(self.plain(Context::Comparison, from));
        }
        // `request.write(JSON.stringify({ model: "…" }))` sends what it writes.
        let is_sent = climb.key.is_some() && chain.last() == Some(&"write");
        if let Some(silent) = self.effect(&chain, from).filter(|_| !is_sent) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        if is_noting() || self.makes_attributes(call) || climb.in_list && self.is_noted_by_caller(call) {
            return Some(self.plain(Context::Text, from));
        }
        let positional = names.positional(call);
        let at = positional.iter().position(|a| *a == node);
        if !climb.in_entry
            && at == Some(0)
            && let Some(registered) = self.registered(call, from)
        {
            return Some(registered);
        }
        if !climb.in_entry
            && at == Some(1)
            && let Some(row) = self.row_of_platform(call, from)
        {
            return Some(row);
        }
        if self.is_shown_by_state(call, at, climb) || self.is_example_of_schema(call, node, &chain) {
            return Some(self.plain(Context::Text, from));
        }
        if self.is_told_by_taker(call, node, climb) {
            return Some(self.plain(Context::Text, from));
        }
        if climb.key.as_ref().is_some_and(|(_, label, _)| self.puts_what_was_made(call, label)) {
            return Some(self.plain(Context::Expectation, from));
        }
        if let Some(set) = self.set_anew(call, at, climb, from) {
            return Some(set);
        }
        if !climb.in_entry && self.is_added_to_what_is_run_through(call, node, from) {
            return Some(self.plain(Context::Choice, from));
        }
        // `setattr(bot, "model", "…")` assigns.
        if chain.as_slice() == ["setattr"] && at == Some(2) {
            let name = names.literal(positional[1])?;
            let key = self.key(&name.text)?;
            return Some(self.keyed(Context::Setting, &key, name.text, names.tree.node(positional[1]).span, from));
        }
        if names.dialect.declares_option(&chain) {
            // `.option("--model <id>", "help", "default")`: the third is the default. As the default of a
            // parameter or field, `Option("default", "--model")`, the first one is.
            let in_param = names.tree.parent(call).is_some_and(|up| names.tree.kind(up) == Kind::Param);
            let keyword = if at == Some(2) || (in_param && at == Some(0)) { "default" } else { "help" };
            return Some(self.option(call, keyword, names.tree.node(from).span, from));
        }
        // `form.append("model", "…")`: a field of what is sent; `settings.update("model", "…", true)`: one of settings.
        if at == Some(1)
            && matches!(positional.len(), 2 | 3)
            && chain.len() > 1
            && let Some(name) = names.literal(positional[0]).filter(|_| names.dialect.fills_field(&chain))
            && let Some(key) = self.key(&name.text).filter(|key| key.role == KeyRole::Model)
        {
            return Some(self.keyed(Context::Slot, &key, name.text, names.tree.node(positional[0]).span, from));
        }
        // `get_setting("MODEL_NAME", "…")`: a reader of settings by the form of its first argument.
        if at == Some(1)
            && positional.len() == 2
            && let Some(name) = names.literal(positional[0]).filter(|n| is_setting_name(&n.text))
        {
            let span = names.tree.node(positional[0]).span;
            let key = self.vocabulary.environment(&name.text).or_else(|| self.vocabulary.name(&name.text))?;
            return Some(self.keyed(Context::Setting, &key, name.text, span, from));
        }
        if let Some(looked_up) = self.default_of_lookup(call, at, from).filter(|_| !climb.in_entry && !climb.in_list) {
            return Some(looked_up);
        }
        match &climb.key {
            Some((key, label, span)) => Some(self.keyed(Context::Slot, key, label.clone(), *span, from)),
            None if climb.in_list && !climb.in_entry && chain.last().is_some_and(|l| is_select_box(l)) => {
                let unsent = self.is_answer_unsent(call, from);
                Some(self.plain(if unsent { Context::Comparison } else { Context::Choice }, from))
            }
            None if climb.in_list
                && !climb.in_entry
                && at == Some(0)
                && let Some(tried) = self.tried_by_class(call, node) =>
            {
                Some(tried)
            }
            None if climb.in_entry || climb.in_list => Some(self.plain(Context::Key, from)),
            None if let Some(run) = self.run_by_class(&positional, at, from) => Some(run),
            // `ChatAcme("…")`: the class is named after a platform, whose model is the first that it is given.
            None if at == Some(0) => {
                let clients = Clients { names, vocabulary: self.vocabulary };
                let named = chain.last().and_then(|class| self.platform_of_model_class(class));
                let platform = named.filter(|_| clients.site_of(call).is_none());
                Some(match platform {
                    Some(platform) => Use { platform, ..self.plain(Context::Slot, from) },
                    None => self.taken_at_place(call, at, from),
                })
            }
            None => Some(self.taken_at_place(call, at, from)),
        }
    }

    /// What a call puts into a schema to show how it is filled: `withExample(RequestSchema, { … })`.
    fn is_example_of_schema(&self, call: NodeId, given: NodeId, chain: &[&str]) -> bool {
        let names = self.names;
        let is_schema = |other: &NodeId| {
            let last = names.chain(*other).names.last().copied().unwrap_or_default();
            *other != given && fold_name(last).ends_with("schema")
        };
        chain.last().is_some_and(|last| is_example(last)) && names.positional(call).iter().any(is_schema)
    }

    /// What the function or class of this file that is called takes at a place.
    fn taken_at_place(&self, call: NodeId, at: Option<usize>, from: NodeId) -> Use {
        let taken = self.handed_to_model(call, at).or_else(|| self.given_by_place(call, at, from));
        let taken = taken.or_else(|| self.fallback_handed_on(call, at, from));
        taken.unwrap_or_else(|| self.plain(Context::Text, from))
    }

    pub(super) fn effect(&self, chain: &[&str], from: NodeId) -> Option<Use> {
        let context = match self.names.dialect.effect(chain)? {
            Effect::Compares => Context::Comparison,
            Effect::Tells => Context::Text,
            Effect::Expects => Context::Expectation,
        };
        Some(self.plain(context, from))
    }
}

//! Literals among the arguments of calls, by their place: passed on, compared, told, expected, declared as defaults.

use super::assigned::is_example;
use super::{Climb, Contexts};
use crate::extract::code::dialect::{Effect, Passing};
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::offers::pickers::is_select_box;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::{Key, Role as KeyRole, fold_name};

/// An argument of a call by its place, or a value in one.
struct Argument<'c, 'f> {
    call: NodeId,
    /// The argument.
    node: NodeId,
    /// The value.
    from: NodeId,
    climb: &'c Climb<'f>,
    /// The names that are called.
    chain: &'c [&'f str],
    /// All arguments without names.
    positional: Vec<NodeId>,
    /// The place among these.
    at: Option<usize>,
}

impl<'f> Argument<'_, 'f> {
    /// It is no value of a table.
    fn is_outside(&self) -> bool {
        !self.climb.in_entry
    }

    /// The last name that is called.
    fn called(&self) -> Option<&'f str> {
        self.chain.last().copied()
    }
}

/// What an argument before another says of it.
enum Naming<'f> {
    /// `setattr(bot, "model", "…")` assigns.
    Attribute,
    /// `.option("--model <id>", "help", "default")` declares.
    Option,
    /// `form.append("model", "…")`: a field of what is sent; `settings.update("model", "…", true)`: one of settings.
    Field(Key<'f>, String),
    /// `get_setting("MODEL_NAME", "…")`: a reader of settings by the form of its first argument.
    Setting(String),
}

impl<'f> Contexts<'_, 'f> {
    /// An argument by position, or a value in one. Asked in this order, the first answer counts:
    ///
    /// 1. an option that is declared by its name;
    /// 2. a call that passes one of its arguments on;
    /// 3. a callee that compares, tells, expects or notes;
    /// 4. what is done with it at its place: a row is registered, a page shows it, somebody tells it;
    /// 5. what an argument before it names;
    /// 6. the key in it, the list around it, the parameter at its place.
    ///
    /// At an unknown callee it says nothing.
    pub(super) fn call(&self, call: NodeId, node: NodeId, from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        if names.tree.role(node) != Role::Argument {
            return Some(self.plain(Context::Text, from));
        }
        let chain = names.tree.child(call, Role::Callee).map(|c| names.chain(c).names).unwrap_or_default();
        if let Some(declared) = self.declared_later(call, node, &chain, from) {
            return Some(declared);
        }
        let given = || {
            let positional = names.positional(call);
            let at = positional.iter().position(|a| *a == node);
            Argument { call, node, from, climb, chain: &chain, positional, at }
        };
        if let Some(passing) = names.dialect.passing(&chain) {
            return self.passed_on(&given(), passing);
        }
        if let Some(silent) = self.silent_callee(call, &chain, from, climb) {
            return Some(silent);
        }
        let given = given();
        if let Some(used) = self.done_at_place(&given) {
            return Some(used);
        }
        if let Some(naming) = self.naming(&given) {
            return self.named_before(&given, naming);
        }
        let looked_up = self.default_of_lookup(call, given.at, from).filter(|_| given.is_outside() && !climb.in_list);
        Some(looked_up.unwrap_or_else(|| self.unnamed(&given)))
    }

    /// A call passes one of its arguments on, as it is or as a default; the others only say which one.
    fn passed_on(&self, given: &Argument<'_, 'f>, passing: Passing) -> Option<Use> {
        let names = self.names;
        let Argument { call, node, from, ref positional, at, .. } = *given;
        if at != passing.value {
            return Some(self.plain(Context::Comparison, from));
        }
        let looked_up = passing.environment.is_none().then(|| positional.first()).flatten();
        let looked_up = looked_up.filter(|n| at == Some(1) && **n != node).and_then(|n| names.literal(*n));
        if let Some(name) = looked_up {
            let Some(key) = self.key(&name.text).filter(|key| key.role != KeyRole::Silent) else {
                return Some(Use::new(Context::Key, names.tree.node(from).span, name.text));
            };
            if given.called() == Some("setdefault") {
                let span = names.tree.node(positional[0]).span;
                return Some(self.keyed(Context::Setting, &key, name.text, span, from));
            }
        }
        if let Some(option) = self.chained_option(call, from) {
            return Some(option);
        }
        let variable = passing.environment.and_then(|at| positional.get(at));
        if let Some((variable, name)) = variable.and_then(|node| Some((*node, names.literal(*node)?.text))) {
            return Some(self.default_of_variable(given, variable, name));
        }
        self.is_shown_from_start(call, given.climb).then(|| self.plain(Context::Text, from))
    }

    /// `getenv("MODEL_NAME", "…")`: what is taken where a variable of the environment is not set.
    fn default_of_variable(&self, given: &Argument<'_, 'f>, variable: NodeId, name: String) -> Use {
        let Argument { call, from, .. } = *given;
        let span = self.names.tree.node(variable).span;
        if self.stands_in_record(call) {
            return Use::new(Context::Key, span, name);
        }
        if let Some(deployment) = self.given_as_deployment(call, from) {
            return deployment;
        }
        if self.is_held_unsent(call, from) || self.is_told_at(call) {
            return Use::new(Context::Comparison, span, name);
        }
        match self.vocabulary.environment(&name).or_else(|| self.vocabulary.name(&name)) {
            Some(key) => self.keyed(Context::Setting, &key, name, span, from),
            None => Use::new(Context::Slot, span, name),
        }
    }

    /// The callee alone says that nothing it is given is sent: it compares, tells, expects or notes.
    fn silent_callee(&self, call: NodeId, chain: &[&'f str], from: NodeId, climb: &Climb<'f>) -> Option<Use> {
        let names = self.names;
        // `request.write(JSON.stringify({ model: "…" }))` sends what it writes.
        let is_sent = climb.key.is_some() && chain.last() == Some(&"write");
        if let Some(silent) = self.effect(chain, from).filter(|_| !is_sent) {
            return Some(silent);
        }
        if chain.last().is_some_and(|l| Self::records(l)) {
            return Some(self.plain(Context::Comparison, from));
        }
        let is_noting = || names.tree.child(call, Role::Callee).is_some_and(|callee| Self::is_noting(names, callee));
        let notes = is_noting() || self.makes_attributes(call) || climb.in_list && self.is_noted_by_caller(call);
        notes.then(|| self.plain(Context::Text, from))
    }

    /// What becomes of an argument at its place, whatever it is called.
    fn done_at_place(&self, given: &Argument<'_, 'f>) -> Option<Use> {
        let Argument { call, node, from, climb, chain, at, .. } = *given;
        if given.is_outside()
            && let Some(row) = match at {
                Some(0) => self.registered(call, from),
                Some(1) => self.row_of_platform(call, from),
                _ => None,
            }
        {
            return Some(row);
        }
        if self.is_shown_by_state(call, at, climb)
            || self.is_example_of_schema(call, node, chain)
            || self.is_told_by_taker(call, node, climb)
        {
            return Some(self.plain(Context::Text, from));
        }
        if climb.key.as_ref().is_some_and(|(_, label, _)| self.puts_what_was_made(call, label)) {
            return Some(self.plain(Context::Expectation, from));
        }
        if let Some(set) = self.set_anew(call, at, climb, from) {
            return Some(set);
        }
        let is_added = given.is_outside() && self.is_added_to_what_is_run_through(call, node, from);
        is_added.then(|| self.plain(Context::Choice, from))
    }

    /// What an argument before another says of it, if it says anything.
    fn naming(&self, given: &Argument<'_, 'f>) -> Option<Naming<'f>> {
        let names = self.names;
        let Argument { chain, ref positional, at, .. } = *given;
        if chain == ["setattr"] && at == Some(2) {
            return Some(Naming::Attribute);
        }
        if names.dialect.declares_option(chain) {
            return Some(Naming::Option);
        }
        if at != Some(1) || !matches!(positional.len(), 2 | 3) {
            return None;
        }
        let name = names.literal(positional[0])?.text;
        let is_field = chain.len() > 1 && names.dialect.fills_field(chain);
        let key = is_field.then(|| self.key(&name)).flatten().filter(|key| key.role == KeyRole::Model);
        match key {
            Some(key) => Some(Naming::Field(key, name)),
            None => (positional.len() == 2 && is_setting_name(&name)).then_some(Naming::Setting(name)),
        }
    }

    /// A value by what an argument before it says.
    fn named_before(&self, given: &Argument<'_, 'f>, naming: Naming<'f>) -> Option<Use> {
        let names = self.names;
        let Argument { call, from, ref positional, at, .. } = *given;
        let span = |at: usize| names.tree.node(positional[at]).span;
        match naming {
            Naming::Attribute => {
                let name = names.literal(positional[1])?.text;
                let key = self.key(&name)?;
                Some(self.keyed(Context::Setting, &key, name, span(1), from))
            }
            Naming::Option => {
                // The third argument is the default. As the default of a parameter or field,
                // `Option("default", "--model")`, the first one is.
                let in_param = names.tree.parent(call).is_some_and(|up| names.tree.kind(up) == Kind::Param);
                let keyword = if at == Some(2) || (in_param && at == Some(0)) { "default" } else { "help" };
                Some(self.option(call, keyword, names.tree.node(from).span, from))
            }
            Naming::Field(key, name) => Some(self.keyed(Context::Slot, &key, name, span(0), from)),
            Naming::Setting(name) => {
                let key = self.vocabulary.environment(&name).or_else(|| self.vocabulary.name(&name))?;
                Some(self.keyed(Context::Setting, &key, name, span(0), from))
            }
        }
    }

    /// A value that no argument names: the key in the argument does, the list around it, or the parameter at its place.
    fn unnamed(&self, given: &Argument<'_, 'f>) -> Use {
        let Argument { call, node, from, climb, ref positional, at, .. } = *given;
        if let Some((key, label, span)) = &climb.key {
            return self.keyed(Context::Slot, key, label.clone(), *span, from);
        }
        if climb.in_list && given.is_outside() && given.called().is_some_and(is_select_box) {
            let unsent = self.is_answer_unsent(call, from);
            return self.plain(if unsent { Context::Comparison } else { Context::Choice }, from);
        }
        if climb.in_list
            && given.is_outside()
            && at == Some(0)
            && let Some(tried) = self.tried_by_class(call, node)
        {
            return tried;
        }
        if climb.in_entry || climb.in_list {
            return self.plain(Context::Key, from);
        }
        if let Some(run) = self.run_by_class(positional, at, from) {
            return run;
        }
        let platform = if at == Some(0) { self.platform_of_class(given) } else { None };
        match platform {
            Some(platform) => Use { platform, ..self.plain(Context::Slot, from) },
            None => self.taken_at_place(call, at, from),
        }
    }

    /// `ChatAcme("…")`: the class is named after a platform, whose model is the first that it is given.
    fn platform_of_class(&self, given: &Argument<'_, 'f>) -> Option<Platform> {
        let clients = Clients { names: self.names, vocabulary: self.vocabulary };
        let named = given.called().and_then(|class| self.platform_of_model_class(class));
        named.filter(|_| clients.site_of(given.call).is_none())
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

//! The expressions that a call takes as its model, and the use that it makes of them.

use super::Call;
use crate::extract::code::follow::Passed;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};

impl<'f> Clients<'_, 'f> {
    /// The expressions that a call takes as its model.
    pub fn models(&self, call: &Call<'f>) -> Vec<NodeId> {
        let names = self.names;
        let site = &call.site;
        let mut models: Vec<NodeId> = site.model.iter().flat_map(|path| self.model_arguments(call, path)).collect();
        if let Some(at) = site.position {
            let positional = names.positional(call.node);
            let value = positional.get(usize::from(at)).copied();
            models.extend(
                value.filter(|v| models.is_empty() && !matches!(names.tree.kind(*v), Kind::Map | Kind::Function)),
            );
        }
        models
    }

    fn model_arguments(&self, call: &Call<'f>, path: &str) -> Vec<NodeId> {
        let names = self.names;
        let Some(at) = call.site.object else { return self.arguments(call.node, path) };
        let object = names.positional(call.node).get(usize::from(at)).copied();
        path.split('.').fold(object.into_iter().collect(), |values, key| names.entries_of_all(values, key))
    }

    /// Parameters that hold all that a call is given, the model as well: `create(**kwargs)`, `create(options)`.
    pub fn held_models(&self, call: &Call<'f>) -> Vec<Passed<'f>> {
        let names = self.names;
        let Some(key) = call.site.model.iter().find(|path| !path.contains('.')) else { return Vec::new() };
        let positional = names.positional(call.node);
        let object = call.site.object.and_then(|at| positional.get(usize::from(at)).copied());
        let spread = |holder: NodeId| {
            let spreads = names.tree.children(holder).filter(|c| names.tree.kind(*c) == Kind::Spread);
            spreads.filter_map(|spread| names.tree.child(spread, Role::Value)).collect::<Vec<NodeId>>()
        };
        let held = spread(call.node).into_iter().chain(object).chain(object.into_iter().flat_map(spread));
        let names_only = held.filter(|node| names.tree.kind(*node) == Kind::Name);
        let bounds = names_only.flat_map(|name| names.lookup(name, names.text(name)).into_owned());
        let params = bounds.filter_map(|bound| if let Bound::Param(param) = bound { Some(param) } else { None });
        params.map(|param| Passed { param, key: Some(key), user: None }).collect()
    }

    /// The use that a call makes of its model.
    pub fn call_use(&self, call: &Call<'f>) -> Use {
        let names = self.names;
        let callee = names.tree.child(call.node, Role::Callee).unwrap_or(call.node);
        let mut used = Use::new(Context::Argument, names.tree.node(callee).span, label(names, callee));
        let site = &call.site;
        if site.lookup || self.only_counts(call) {
            used.context = Context::Comparison;
        } else if names.is_mocked(call.node) {
            used.context = Context::Expectation;
        }
        used.endpoints = site.endpoints;
        used.platform = match self.is_given_voice_of_others(call.node) {
            true => Platform::UnknownHost(Evidence::Settings),
            false => call.platform,
        };
        used.form = site.form;
        used.framework = site.framework.to_owned();
        used.rewrites_endpoint = site.rewrites_endpoint;
        used.rewrites_parameters = site.rewrites_parameters || self.is_second_try(call.node);
        used.told_by = call.told_by.clone().map(Box::new);
        used.strangers = self.strangers(call).map(Box::new);
        used
    }

    /// What a call makes is given to others to count with, and to nobody else: `trim(…, token_counter=Chat(…))`.
    fn only_counts(&self, call: &Call<'f>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        if call.site.counts_as.iter().next().is_none() {
            return false;
        }
        let is_counter = |node: NodeId| {
            let up = tree.parent(node).filter(|_| tree.role(node) == Role::Value);
            let name = up.and_then(|up| match tree.kind(up) {
                Kind::Keyword => tree.child(up, Role::Name).map(|name| names.text(name)),
                Kind::Entry => names.entry_key(up),
                _ => None,
            });
            name.is_some_and(|name| call.site.counts_as.iter().any(|counter| counter == name))
        };
        let counts_by_name = || {
            let assign = tree.parent(call.node).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
            let readers = names.readers(assign, names.text(target), Bound::Value(call.node))?;
            Some(!readers.is_empty() && readers.into_iter().all(is_counter))
        };
        is_counter(call.node) || counts_by_name() == Some(true)
    }
}

/// Longer callees are named by their end, unread: a chain of calls holds all those before.
const LONGEST: usize = 1_000;

/// Text without its line breaks and blanks, but for those between words: `new Zed().ask`.
fn on_one_line(text: &str) -> String {
    let is_word = |c: char| c.is_alphanumeric() || matches!(c, '_' | '$');
    text.split_whitespace().fold(String::new(), |mut line, part| {
        if line.ends_with(is_word) && part.starts_with(is_word) {
            line.push(' ');
        }
        line + part
    })
}

/// How messages name a callee: its text on one line, shortened.
pub(super) fn label(names: &Names<'_>, callee: NodeId) -> String {
    let chain = names.chain(callee);
    if chain.named_base {
        return chain.names.join(".");
    }
    if names.tree.node(callee).span.len() > LONGEST {
        return format!("….{}", chain.names.join("."));
    }
    let text = on_one_line(names.text(callee));
    if text.chars().count() <= 60 { text } else { format!("….{}", chain.names.join(".")) }
}

#[cfg(test)]
mod tests {
    use super::on_one_line;

    #[test]
    fn words_of_a_callee_stay_apart() {
        assert_eq!(on_one_line("(await\n  new Zed( )\n)\n  .ask"), "(await new Zed()).ask");
    }
}

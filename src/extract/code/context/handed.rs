//! What functions of the file do with a literal that they are handed by its place.

use super::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::offers::items::MOST_NUMBERED;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Platform, Use};
use crate::vocabulary::{Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// What a function of this file does with a positional argument, if it gives it to a model's name under that name:
    /// `def make(name, model): return Worker(model_name=model)`, also behind a route that it puts before it.
    pub(super) fn handed_to_model(&self, call: NodeId, at: Option<usize>) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee)?;
        let [function] = names.functions_of(callee)[..] else { return None };
        let param = *names.own_params(function).get(at?)?;
        let name = tree.child(param, Role::Name)?;
        let is_model = |name: &str| self.key(name).is_some_and(|key| key.role == KeyRole::Model);
        if !is_model(names.text(name)) {
            return None;
        }
        let readers = names.readers(name, names.text(name), Bound::Param(param)).unwrap_or_default();
        // `f"gate/{provider}/{model}"`: what stands before it is a route.
        let routed = |reader: NodeId| {
            let whole = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Template)?;
            let is_last = tree.children(whole).last() == Some(reader);
            let before = tree.before(reader).filter(|part| tree.kind(*part) == Kind::Str);
            before.filter(|part| is_last && names.text(*part).ends_with('/')).map(|_| whole)
        };
        let mut doing = readers.into_iter().filter_map(|reader| {
            let route = routed(reader);
            let reader = route.unwrap_or(reader);
            let up = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword)?;
            let given = tree.child(up, Role::Name).filter(|given| is_model(names.text(*given)))?;
            let used = self.doing(reader)?;
            // Behind a route the class says only who takes it.
            let platform = route.map_or(used.platform, |_| Platform::Unstated);
            (used.context == Context::Slot).then(|| Use { span: tree.node(given).span, platform, ..used })
        });
        doing.next().or_else(|| self.taken_as_model(param, name))
    }

    /// What is done with the one item of a list that is taken by its number: `DEFAULT_MODEL = MODELS[0]`.
    pub(super) fn done_with_item(&self, list: NodeId, item: NodeId, bound: Option<Bound>) -> Option<Use> {
        const MOST: usize = 64;
        let (names, tree) = (self.names, &self.names.tree);
        let bound = bound.filter(|_| tree.kind(list) == Kind::Name)?;
        // Longer lists are asked by no number; each of their items would ask.
        if tree.parent(item).is_some_and(|all| tree.children(all).nth(MOST_NUMBERED).is_some()) {
            return None;
        }
        let text = names.text(list);
        let taken = |mention: &NodeId| {
            let up = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Object)?;
            // A method is called.
            let taken = if tree.kind(up) == Kind::Member { tree.parent(up)? } else { up };
            let is_it = names.item_by_number(taken) == Some(item) && names.lookup(*mention, text).contains(&bound);
            let taken = Some(taken).filter(|_| is_it)?;
            self.doing(taken).filter(|used| used.context == Context::Setting)
        };
        names.mentions_of(text).iter().take(MOST).find_map(taken)
    }

    /// A parameter that is called as a model's keyword is, where all that reads it hands it to functions of others.
    fn taken_as_model(&self, param: NodeId, name: NodeId) -> Option<Use> {
        let (names, text) = (self.names, self.names.text(name));
        let tree = &names.tree;
        let is_handed_on = |reader: &NodeId| {
            let call = tree.parent(*reader).filter(|up| tree.kind(*up) == Kind::Call && self.may_send(*up));
            let callee = call.and_then(|call| tree.child(call, Role::Callee));
            callee.is_some_and(|callee| tree.kind(callee) == Kind::Name && !self.is_function_here(callee))
        };
        let is_called_so = matches!(fold_name(text).as_str(), "model" | "modelname" | "modelid");
        let key = self.key(text).filter(|_| is_called_so)?;
        let readers = names.readers(name, text, Bound::Param(param)).filter(|readers| !readers.is_empty())?;
        if !readers.iter().all(is_handed_on) {
            return None;
        }
        Some(self.keyed(Context::Slot, &key, text.to_owned(), names.tree.node(name).span, name))
    }
}

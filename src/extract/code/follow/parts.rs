//! From parameters, lists and members to what they hold.

use super::{Passed, Trail};
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::Route;

impl<'f> Names<'f> {
    pub(super) fn step_param(&self, param: NodeId, trail: &mut Trail<'f>) {
        trail.params.push(Passed { param, key: None, user: None });
        let up = self.tree.node(param).parent;
        if self.tree.kind(up) == Kind::Pattern {
            self.step_pattern(param, up, trail);
        } else if let Some(list) = self.called_with_items(up).filter(|_| self.params(up).first() == Some(&param)) {
            self.step_items_of(list, trail);
        } else if let Some(items) = self.given_by_decorator(param) {
            self.step_items(Some(items), trail);
        }
        match self.tree.child(param, Role::Value).or_else(|| self.option_of_param(param)) {
            Some(default) => self.step(default, trail),
            None => trail.unresolved = true,
        }
    }

    /// A name in `{ model = "…" } = value`: the value's property, besides the default.
    fn step_pattern(&self, param: NodeId, pattern: NodeId, trail: &mut Trail<'f>) {
        let holder = self.tree.node(pattern).parent;
        let taken = self.tree.child(param, Role::Key).or_else(|| self.tree.child(param, Role::Name));
        let Some(name) = taken.map(|name| self.text(name)) else { return };
        let of_items = |list: NodeId| {
            let items = self.items_of(list).unwrap_or_default();
            items.into_iter().flat_map(|item| self.attributes_of(item, item, name)).collect::<Vec<Bound>>()
        };
        let function = self.tree.node(holder).parent;
        let values = match (self.tree.kind(holder), self.tree.child(holder, Role::Value)) {
            (Kind::For, _) => self.tree.child(holder, Role::Iterable).map(of_items),
            (Kind::Param, _) if self.called_with_items(function).is_some() => {
                self.called_with_items(function).map(of_items)
            }
            (_, Some(value)) if value != pattern => Some(self.attributes_of(value, value, name)),
            _ => None,
        };
        // `const { model } = params`: callers give the property.
        if let (Kind::Assign, Some(object)) = (self.tree.kind(holder), self.tree.child(holder, Role::Value)) {
            self.pass(object, name, trail);
        }
        match values.filter(|values| !values.is_empty()) {
            Some(values) => self.step_bound(&values, trail),
            None => trail.leave(self.routes_of_param(param)),
        }
    }

    pub(super) fn step_items_of(&self, list: NodeId, trail: &mut Trail<'f>) {
        let items = self.items_of(list);
        if items.is_none() {
            trail.choosing += 1;
            trail.leave(self.routes_of(list).into_iter().map(|route| route.then(Route::ANY)));
            trail.choosing -= 1;
        }
        self.step_items(items, trail);
    }

    pub(super) fn step_items(&self, items: Option<Vec<NodeId>>, trail: &mut Trail<'f>) {
        let Some(items) = items else {
            trail.unresolved = true;
            return;
        };
        trail.choosing += 1;
        self.step_all(items.into_iter(), trail);
        trail.choosing -= 1;
    }

    /// What a loop takes of the items of a list: all of it is tried, unless something chooses.
    pub(super) fn step_parts(&self, list: NodeId, parts: Vec<NodeId>, trail: &mut Trail<'f>) {
        match self.is_run_to_its_end(list) {
            true => self.step_all(parts.into_iter(), trail),
            false => self.step_items(Some(parts), trail),
        }
    }

    /// A part of a value that is taken apart: of a list, or of what a function of this file returns.
    pub(super) fn step_part(&self, value: NodeId, place: usize, trail: &mut Trail<'f>) {
        if let Some(rows) = self.lists_of_table(value) {
            let parts: Vec<NodeId> = rows.into_iter().filter_map(|row| self.part(row, place)).collect();
            return self.step_items(Some(parts), trail);
        }
        let callee = self.tree.child(value, Role::Callee).filter(|_| self.tree.kind(value) == Kind::Call);
        let returned = callee.into_iter().flat_map(|c| self.functions_of(c)).flat_map(|f| self.returns(f));
        let lists: Vec<NodeId> = returned.chain([value]).collect();
        let parts: Vec<NodeId> = lists
            .into_iter()
            .filter_map(|list| self.part(list, place).or_else(|| self.items_of(list)?.into_iter().nth(place)))
            .collect();
        trail.unresolved |= parts.is_empty();
        self.step_all(parts.into_iter(), trail);
    }

    /// The lists in a table of which one is taken by a key that is not known: `model, key = TABLE[name]`.
    fn lists_of_table(&self, value: NodeId) -> Option<Vec<NodeId>> {
        let is_taken = self.tree.kind(value) == Kind::Index && self.key_of(value).is_none();
        let table = self.tree.child(value, Role::Object).filter(|_| is_taken)?;
        let rows = self.items_of(table)?;
        rows.iter().any(|row| self.tree.kind(*row) == Kind::List).then_some(rows)
    }

    /// Parameters that an object comes from: callers give the property.
    pub(super) fn pass(&self, object: NodeId, key: &'f str, trail: &mut Trail<'f>) {
        if self.tree.kind(object) != Kind::Name {
            return;
        }
        for bound in self.lookup(object, self.text(object)).iter() {
            if let Bound::Param(param) = bound {
                trail.params.push(Passed { param: *param, key: Some(key), user: None });
            }
        }
    }

    /// A parameter that holds lists, of which a loop takes one after the other: callers give the items of all.
    pub(super) fn pass_within(&self, list: NodeId, trail: &mut Trail<'f>) {
        let Some((lists, _)) = self.taken_by_loop(list) else { return };
        let callee = self.tree.child(lists, Role::Callee).filter(|_| self.tree.kind(lists) == Kind::Call);
        let receiver = callee.and_then(|callee| self.tree.child(callee, Role::Object));
        self.pass(receiver.unwrap_or(lists), Route::ANY, trail);
    }

    pub(super) fn step_member(&self, node: NodeId, trail: &mut Trail<'f>) {
        let chain = self.chain(node);
        if let Some(before) = self.dialect.environment_object(&chain.names) {
            trail.environment.extend(chain.names.get(before).map(|n| (*n).to_owned()));
            trail.unresolved = true;
            return;
        }
        let (Some(object), Some(key)) = (self.tree.child(node, Role::Object), self.key_of(node)) else {
            trail.unresolved = true;
            return;
        };
        self.pass(object, key, trail);
        let values = self.attributes_of(node, object, key);
        // The value of a member of an enumeration, or of a holder of state.
        if values.is_empty() && key == "value" {
            return self.step(object, trail);
        }
        if values.is_empty() {
            return trail.leave(self.routes_of(node));
        }
        let is_choice = self.is_one_of_several(object);
        trail.choosing += usize::from(is_choice);
        self.step_bound(&values, trail);
        trail.choosing -= usize::from(is_choice);
    }

    pub(super) fn step_index(&self, node: NodeId, trail: &mut Trail<'f>) {
        let Some(object) = self.tree.child(node, Role::Object) else { return };
        let chain = self.chain(object);
        if self.dialect.environment_object(&chain.names).is_some() {
            trail.environment.extend(self.key_of(node).map(str::to_owned));
            trail.unresolved = true;
            return;
        }
        match self.key_of(node) {
            Some(key) => {
                self.pass(object, key, trail);
                let values = self.attributes_of(node, object, key);
                if values.is_empty() {
                    return trail.leave(self.routes_of(node));
                }
                self.step_bound(&values, trail);
            }
            None => match self.item_by_number(node) {
                Some(item) => self.step(item, trail),
                None if let Some((list, parts)) = self.parts_by_number(node) => self.step_parts(list, parts, trail),
                None => {
                    self.pass(object, Route::ANY, trail);
                    self.step_items_of(object, trail);
                }
            },
        }
    }
}

//! Objects whose fields are all given to a call at once: `chat(**request.model_dump(exclude={"stream"}))`.

use super::dialect::Items;
use super::names::{Bound, Names};
use super::platforms::clients::Clients;
use super::sites::Call;
use super::tree::{Kind, NodeId, Role};

/// Keywords that say which fields are left out, and which alone are given.
const LEFT_OUT: &str = "exclude";
const GIVEN: &str = "include";

/// Names for names that are followed.
const DEEPEST: usize = 4;

impl<'f> Clients<'_, 'f> {
    /// The objects of which a call is given the model as one of their fields, and the name of that field.
    pub(super) fn dumped_models(&self, call: &Call<'f>) -> Vec<(NodeId, &'f str)> {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(field) = call.site.model.iter().find(|path| !path.contains('.')) else { return Vec::new() };
        let spreads = tree.children(call.node).filter(|given| tree.kind(*given) == Kind::Spread);
        let values = spreads.filter_map(|spread| tree.child(spread, Role::Value));
        values.filter_map(|value| Some((names.dumped(value, field, 0)?, field))).collect()
    }
}

impl Names<'_> {
    /// The object of which an expression is a map of the fields, one of them among these.
    fn dumped(&self, node: NodeId, field: &str, depth: usize) -> Option<NodeId> {
        let tree = &self.tree;
        if depth > DEEPEST {
            return None;
        }
        if tree.kind(node) == Kind::Name {
            return match *self.lookup(node, self.text(node)) {
                [Bound::Value(value)] => self.dumped(value, field, depth + 1),
                _ => None,
            };
        }
        if let Some(whole) = self.filtered(node) {
            return self.dumped(whole, field, depth + 1);
        }
        let callee = tree.child(node, Role::Callee).filter(|_| tree.kind(node) == Kind::Call)?;
        let object = match self.dialect.gives_fields(&self.chain(callee).names)? {
            Items::Argument(at) => *self.positional(node).get(at)?,
            Items::Receiver => tree.child(callee, Role::Object)?,
        };
        let is_left_out = self.keyword(node, LEFT_OUT).is_some_and(|names| self.may_name(names, field, true));
        let is_given = self.keyword(node, GIVEN).is_none_or(|names| self.may_name(names, field, false));
        (is_given && !is_left_out).then_some(object)
    }

    /// A list of fields, or a map by them, names one; `unknown` where it is not written out.
    fn may_name(&self, fields: NodeId, field: &str, unknown: bool) -> bool {
        let tree = &self.tree;
        let fields = match (tree.kind(fields), self.bounds_of(fields).as_slice()) {
            (Kind::Name | Kind::Member, [Bound::Value(value)]) => *value,
            _ => fields,
        };
        let is_it = |text: Option<&str>| text == Some(field);
        match tree.kind(fields) {
            Kind::List => tree.children(fields).any(|item| is_it(Some(self.text(item)))),
            Kind::Map => tree.children(fields).any(|entry| is_it(self.entry_key(entry))),
            Kind::Literal => !unknown,
            _ => unknown,
        }
    }
}

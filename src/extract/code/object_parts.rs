//! Parts of an object that a file makes for others, each with settings of its own: `CONFIGS = Configs(first=Config(…),
//! second=Config(…))`. Which of them are taken the project knows.

use super::names::Bound;
use super::read::Reader;
use super::taken::is_name_of_constants;
use super::tree::{Kind, NodeId, Role};
use crate::extract::{ObjectPart, called};

/// Parts that such an object has at least.
const FEWEST: usize = 2;

impl<'f> Reader<'_, 'f> {
    /// Notes the parts of such objects in which something like an ID stands.
    pub(super) fn object_parts(&mut self) {
        let (names, tree) = (self.names, &self.names.tree);
        let objects = names.of_module().filter_map(|(name, bounds)| match *bounds {
            [Bound::Value(value)] if is_name_of_constants(name) => Some((name, value)),
            _ => None,
        });
        let parts = objects.flat_map(|(object, whole)| {
            let parts = self.parts_of(whole).unwrap_or_default();
            parts.into_iter().map(move |(name, part)| (object, whole, name, part))
        });
        let found = parts.flat_map(|(object, whole, name, part)| {
            let texts = tree.below(part).filter(|node| tree.kind(*node) == Kind::Str);
            let known = texts.map(|text| tree.node(text).span).filter(|span| self.references.contains_key(span));
            known.map(move |value| ObjectPart {
                object: object.to_owned(),
                name: name.to_owned(),
                value,
                whole: tree.node(whole).span,
            })
        });
        let found = found.collect();
        self.links.parts = found;
    }

    /// The names of the parts of an object with what each is, if all are objects themselves and nothing else is given.
    fn parts_of(&self, whole: NodeId) -> Option<Vec<(&'f str, NodeId)>> {
        let (names, tree) = (self.names, &self.names.tree);
        let given: Vec<NodeId> = match tree.kind(whole) {
            Kind::Call => {
                let callee = tree.child(whole, Role::Callee)?;
                names.chain(callee).names.last().copied().filter(|class| called::is_class(class))?;
                tree.children(whole).filter(|child| *child != callee).collect()
            }
            Kind::Map => tree.children(whole).collect(),
            _ => return None,
        };
        let part = |node: NodeId| {
            let name = match tree.kind(node) {
                Kind::Keyword => names.text(tree.child(node, Role::Name)?),
                Kind::Entry => names.entry_key(node)?,
                _ => return None,
            };
            let value = tree.child(node, Role::Value)?;
            matches!(tree.kind(value), Kind::Call | Kind::Map).then_some((name, value))
        };
        let parts: Vec<(&str, NodeId)> = given.into_iter().map(part).collect::<Option<_>>()?;
        (parts.len() >= FEWEST).then_some(parts)
    }
}

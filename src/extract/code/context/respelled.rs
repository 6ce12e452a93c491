//! Texts in which something is replaced: signs of a name, and names in other texts.

use super::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Methods that put one text in the place of another within what they are called on.
const REPLACING: [&str; 2] = ["replace", "replaceAll"];

impl Contexts<'_, '_> {
    /// Signs of a name are left out or exchanged for others: `model.replace(".", "")`. What comes of it is the same name,
    /// written as files and labels are.
    pub(super) fn exchanges_signs(&self, call: NodeId) -> bool {
        let names = self.names;
        let Some((sought, instead)) = self.replaced(call) else { return false };
        let is_of_signs = |node: NodeId| {
            let text = names.literal(node).map(|literal| literal.text);
            text.is_some_and(|text| !text.contains(char::is_alphanumeric))
        };
        is_of_signs(sought) && is_of_signs(instead)
    }

    /// A text is sought in another one, where something else is put in its place: `content.replace(old_name, new_name)`.
    pub(super) fn replaces_in_text(&self, call: NodeId) -> bool {
        self.replaced(call).is_some()
    }

    /// What is sought and what is put in its place, where a call replaces one by the other.
    fn replaced(&self, call: NodeId) -> Option<(NodeId, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member)?;
        names.key_of(callee).filter(|method| REPLACING.contains(method))?;
        match names.positional(call)[..] {
            [sought, instead] => Some((sought, instead)),
            _ => None,
        }
    }
}

//! Rows of which a number takes one for a setting: `DEFAULT_MODEL_ID = MODELS[0].id`.

use super::Contexts;
use crate::extract::code::offers::items::MOST_NUMBERED;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Use};

/// Mentions of a list that are looked at.
const MOST_MENTIONS: usize = 64;

impl Contexts<'_, '_> {
    /// What is done with the value of a row that is taken from its list by a number, where that is a setting.
    pub(super) fn set_by_number(&self, value: NodeId) -> Option<Use> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(value).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(value) == Role::Value)?;
        let row = tree.parent(entry)?;
        let list = tree.parent(row).filter(|up| tree.kind(*up) == Kind::List)?;
        let assign = tree.parent(list).filter(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        if tree.children(list).nth(MOST_NUMBERED).is_some() {
            return None;
        }
        let key = names.entry_key(entry)?;
        let taken = |mention: &NodeId| {
            let up = tree.parent(*mention).filter(|_| tree.role(*mention) == Role::Object)?;
            // A method is called.
            let item = if tree.kind(up) == Kind::Member { tree.parent(up)? } else { up };
            let part = tree.parent(item).filter(|_| tree.role(item) == Role::Object)?;
            let is_it = names.key_of(part) == Some(key) && names.item_by_number(item) == Some(row);
            self.doing(Some(part).filter(|_| is_it)?).filter(|used| used.context == Context::Setting)
        };
        names.mentions_of(names.text(target)).iter().take(MOST_MENTIONS).find_map(taken)
    }
}

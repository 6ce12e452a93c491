//! Items that are taken only if another list has them as well: what the platform does not list any more is never asked.
//! `for model in PREFERRED: if model in available: return model`, `next(m for m in PREFERRED if m in available)`.

use crate::extract::code::context::Contexts;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::words_of_name;

/// Levels between an item and what asks whether it is listed.
const HIGHEST: usize = 12;

/// Methods of a list that say whether it has an item.
const HAVING: [&str; 3] = ["includes", "has", "contains"];

/// Last words of the names of lists, beside those in the plural.
const LISTS: [&str; 5] = ["available", "installed", "supported", "list", "set"];

impl Contexts<'_, '_> {
    /// All that reads what a loop takes of a list, and does more than tell or compare it, does so if another list has it.
    pub(in crate::extract::code) fn is_loop_over_listed(&self, turn: NodeId, item: NodeId, bound: Bound) -> bool {
        let names = self.names;
        let readers = names.readers(turn, names.text(item), bound).unwrap_or_default();
        let mut is_taken = false;
        let all = readers.into_iter().all(|reader| {
            let is_listed = names.is_taken_if_listed(reader);
            is_taken |= is_listed;
            is_listed || self.is_done_at(reader)
        });
        all && is_taken
    }
}

impl Names<'_> {
    /// What a name holds is read only where a list has it that nobody wrote out in this file.
    pub(in crate::extract::code) fn is_taken_if_listed(&self, mention: NodeId) -> bool {
        let (tree, item) = (&self.tree, self.text(mention));
        let mut node = mention;
        for up in tree.ancestors(mention).take(HIGHEST) {
            let asked = match tree.kind(up) {
                Kind::Function => return false,
                Kind::Conditional => tree
                    .child(up, Role::Condition)
                    .filter(|_| tree.children(up).find(|side| tree.role(*side) != Role::Condition) == Some(node)),
                // `(model for model in PREFERRED if model in available)`
                Kind::For if tree.child(up, Role::Iterable).is_none() && tree.children(up).next() == Some(node) => {
                    // The condition of a comprehension has a node of its own.
                    let parts = tree.children(up).filter(|part| tree.kind(*part) == Kind::Other);
                    parts.flat_map(|part| tree.children(part)).find(|asked| self.asks_whether_listed(*asked, item))
                }
                _ => self.condition_of(node),
            };
            if asked.is_some_and(|asked| self.asks_whether_listed(asked, item)) {
                return true;
            }
            node = up;
        }
        false
    }

    /// `model in available`, `available.includes(model)`, also beside other conditions.
    fn asks_whether_listed(&self, condition: NodeId, item: &str) -> bool {
        let tree = &self.tree;
        match tree.kind(condition) {
            Kind::And => tree.children(condition).any(|side| self.asks_for_item(side, item)),
            _ => self.asks_for_item(condition, item),
        }
    }

    fn asks_for_item(&self, condition: NodeId, item: &str) -> bool {
        let tree = &self.tree;
        let is_item = |node: NodeId| tree.kind(node) == Kind::Name && self.text(node) == item;
        match tree.kind(condition) {
            Kind::Compare => {
                let mut sides = tree.children(condition);
                let (Some(asked), Some(list), None) = (sides.next(), sides.next(), sides.next()) else { return false };
                let between = tree.node(asked).span.end as usize..tree.node(list).span.start as usize;
                let operator = self.file.bytes.get(between).unwrap_or_default().trim_ascii();
                is_item(asked) && operator == b"in" && self.is_list_of_others(list)
            }
            Kind::Call => {
                let callee = tree.child(condition, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Member);
                let has = callee.and_then(|callee| self.key_of(callee)).is_some_and(|key| HAVING.contains(&key));
                let list = callee.and_then(|callee| tree.child(callee, Role::Object)).filter(|_| has);
                let is_asked = matches!(self.positional(condition)[..], [asked] if is_item(asked));
                is_asked && list.is_some_and(|list| self.is_list_of_others(list))
            }
            _ => false,
        }
    }

    /// A list by its name, of which neither this file nor one that it is imported from says what is in it.
    fn is_list_of_others(&self, list: NodeId) -> bool {
        let tree = &self.tree;
        let name = match tree.kind(list) {
            Kind::Name => self.text(list),
            Kind::Member => self.key_of(list).unwrap_or_default(),
            _ => return false,
        };
        let last = words_of_name(name).last().unwrap_or_default().to_ascii_lowercase();
        let is_list = last.len() > 2 && last.ends_with('s') || LISTS.contains(&last.as_str());
        let base = self.chain(list).base;
        let is_imported = || {
            let bounds = self.lookup(base, self.text(base));
            bounds.is_empty() || bounds.iter().any(|bound| matches!(bound, Bound::Import(_)))
        };
        is_list && !is_imported() && self.items_of(list).is_none_or(|items| items.is_empty())
    }
}

//! Tables that lead from a short name to the full one (`FULL = {ACME: ACME_0613}`), of which the full one is a key of
//! tables of facts: it is looked up, unless a call is known that sends it.

use super::Question;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Names;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

/// Entries of a table that are looked at, and mentions of a name.
const MOST: usize = 16;

/// A constant is what an entry of a table of aliases leads to, and a key of another table that says facts.
pub(in crate::extract::code) fn leads_to_key(names: &Names<'_>, entry: NodeId) -> bool {
    let tree = &names.tree;
    let is_name = |part: Option<NodeId>| part.is_some_and(|part| tree.kind(part) == Kind::Name);
    let is_alias = |entry: NodeId| is_name(tree.child(entry, Role::Key)) && is_name(tree.child(entry, Role::Value));
    let Some(value) = tree.child(entry, Role::Value).filter(|_| is_alias(entry)) else { return false };
    let is_table = || tree.parent(entry).is_some_and(|map| tree.children(map).take(MOST).all(is_alias));
    let is_key = |mention: &NodeId| tree.role(*mention) == Role::Key && says_fact(names, *mention);
    names.mentions_of(names.text(value)).iter().take(MOST).any(is_key) && is_table()
}

impl Contexts<'_, '_> {
    /// A table by other names of models whose values go on where one of them is looked up: `ALIASES[model] ?? model`. One that
    /// takes days and versions off what it is given leads to names for facts.
    pub(in crate::extract::code) fn is_sent_for_alias(&self, map: NodeId) -> bool {
        self.once(Question::SentAliases, map, || self.is_alias_table(map) && self.is_exchanged_by_name(map))
    }

    fn is_exchanged_by_name(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(map) == Role::Value);
        let target = assign.and_then(|assign| tree.child(assign, Role::Target)).filter(|t| tree.kind(*t) == Kind::Name);
        let Some(name) = target.map(|target| names.text(target)).filter(|name| fold_name(name).contains("alias"))
        else {
            return false;
        };
        let is_shortened = |entry: NodeId| {
            let value = tree.child(entry, Role::Value).and_then(|value| names.literal(value));
            names.entry_key(entry).zip(value).is_some_and(|(key, value)| key.starts_with(&value.text))
        };
        !tree.children(map).take(MOST).any(is_shortened)
            && names.mentions_of(name).iter().take(MOST).any(|mention| self.goes_on_when_looked_up(*mention))
    }

    /// What a table holds by a name that is not known is answered, is kept, or stands for that name where it is none of the
    /// keys, in a function that counts and prices nothing.
    fn goes_on_when_looked_up(&self, table: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(taken) = tree.parent(table).filter(|_| tree.role(table) == Role::Object) else { return false };
        let looked_up = match tree.kind(taken) {
            Kind::Index if names.key_of(taken).is_none() => taken,
            Kind::Member if names.key_of(taken) == Some("get") => tree.parent(taken).unwrap_or(taken),
            _ => return false,
        };
        let is_side = |up: &NodeId| matches!(tree.kind(*up), Kind::Or | Kind::Conditional);
        let above = tree.ancestors(looked_up).find(|up| !is_side(up));
        let function = names.function_of(looked_up).and_then(|function| names.name_of(function));
        let is_counted = function.is_some_and(|name| Self::records(names.text(name)) || Self::sorts(names.text(name)));
        let goes_on =
            above.is_some_and(|up| matches!(tree.kind(up), Kind::Return | Kind::Assign | Kind::Keyword | Kind::Entry));
        goes_on && !is_counted && tree.role(looked_up) != Role::Condition
    }
}

/// A key leads to a number, or to some of them.
fn says_fact(names: &Names<'_>, key: NodeId) -> bool {
    let tree = &names.tree;
    let is_number = |node: NodeId| names.text(node).starts_with(|c: char| c.is_ascii_digit() || c == '-');
    let value = tree.parent(key).filter(|up| tree.kind(*up) == Kind::Entry);
    let value = value.and_then(|entry| tree.child(entry, Role::Value));
    value.is_some_and(|value| match tree.kind(value) {
        Kind::List => tree.children(value).next().is_some() && tree.children(value).all(is_number),
        _ => is_number(value),
    })
}

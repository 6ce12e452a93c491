//! Tables that lead from a short name to the full one (`FULL = {ACME: ACME_0613}`), of which the full one is a key of
//! tables of facts: it is looked up, unless a call is known that sends it.

use crate::extract::code::names::Names;
use crate::extract::code::tree::{Kind, NodeId, Role};

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

//! Tables that lead from a short name to the full one (`FULL = {ACME: ACME_0613}`), of which the full one is a key of
//! tables of facts: it is looked up, unless a call is known that sends it.

use super::Question;
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Names;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::Platform;
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

impl<'f> Contexts<'_, 'f> {
    /// A table by other names of models whose values go on where one of them is looked up: `ALIASES[model] ?? model`. One that
    /// takes days and versions off what it is given leads to names for facts.
    pub(in crate::extract::code) fn is_sent_for_alias(&self, map: NodeId) -> bool {
        self.once(Question::SentAliases, map, || {
            self.is_alias_table(map) && self.is_exchanged_by_name(map) || self.platform_of_aliases(map).is_some()
        })
    }

    /// The platform of a table of aliases, where it is one of several by platform of which the values go on:
    /// `ALIASES[provider][model] ?? model`.
    pub(in crate::extract::code) fn platform_of_aliases(&self, map: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Entry && tree.role(map) == Role::Value)?;
        let table = tree.parent(entry).filter(|table| self.name_of_aliases(*table).is_some())?;
        let leads_to_id = |entry: NodeId| tree.child(entry, Role::Value).is_some_and(|value| self.is_id(value));
        let is_of_aliases = |entry: NodeId| {
            let aliases = tree.child(entry, Role::Value).filter(|value| tree.kind(*value) == Kind::Map);
            aliases.is_some_and(|aliases| tree.children(aliases).take(MOST).all(leads_to_id))
        };
        let is_sent = || {
            let held = names.mentions_of(self.name_of_aliases(table).unwrap_or_default()).iter().take(MOST);
            let inner =
                held.flat_map(|mention| self.standing_for(*mention)).filter_map(|table| self.looked_up_in(table));
            let mut inner = inner.flat_map(|inner| self.standing_for(inner));
            tree.children(table).take(MOST).all(is_of_aliases) && inner.any(|table| self.goes_on_when_looked_up(table))
        };
        let is_sent = self.once(Question::SentAliases, table, is_sent);
        self.platform_of_entry(entry).filter(|_| is_sent && !self.takes_off(map))
    }

    /// The name of a table that is called after aliases.
    fn name_of_aliases(&self, map: NodeId) -> Option<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(map) == Role::Value)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
        Some(names.text(target)).filter(|name| fold_name(name).contains("alias"))
    }

    /// The table takes days and versions off what it is given.
    fn takes_off(&self, map: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_shortened = |entry: NodeId| {
            let value = tree.child(entry, Role::Value).and_then(|value| names.literal(value));
            names.entry_key(entry).zip(value).is_some_and(|(key, value)| key.starts_with(&value.text))
        };
        tree.children(map).take(MOST).any(is_shortened)
    }

    fn is_exchanged_by_name(&self, map: NodeId) -> bool {
        let Some(name) = self.name_of_aliases(map).filter(|_| !self.takes_off(map)) else { return false };
        let mut mentions = self.names.mentions_of(name).iter().take(MOST);
        mentions.any(|mention| self.goes_on_when_looked_up(*mention))
    }

    /// What stands for an expression within the file: itself, the name that it is given in its function, or the parameter
    /// of a function that is given it.
    fn standing_for(&self, node: NodeId) -> Vec<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let or = tree.ancestors(node).find(|up| tree.kind(*up) != Kind::Or);
        let node = tree.ancestors(node).take_while(|up| Some(*up) != or).last().unwrap_or(node);
        let (function, name) = match or.map(|up| (tree.kind(up), up)) {
            Some((Kind::Assign, assign)) if tree.role(node) == Role::Value => {
                (names.function_of(assign), tree.child(assign, Role::Target))
            }
            Some((Kind::Call, call)) if tree.role(node) == Role::Argument => {
                let callee = tree.child(call, Role::Callee);
                let function = callee.and_then(|callee| names.functions_of(callee).first().copied());
                let place = names.positional(call).iter().position(|given| *given == node);
                let param =
                    function.zip(place).and_then(|(function, place)| names.params(function).get(place).copied());
                (function, param.and_then(|param| tree.child(param, Role::Name)))
            }
            _ => return vec![node],
        };
        let name =
            name.filter(|name| function.is_some() && tree.kind(*name) == Kind::Name).map(|name| names.text(name));
        let mentions = names.mentions_of(name.unwrap_or_default()).iter();
        mentions.copied().filter(|mention| names.function_of(*mention) == function).take(MOST).collect()
    }

    /// The expression that looks something up in a table by a name that is not known: `TABLE[name]`, `TABLE.get(name)`.
    fn looked_up_in(&self, table: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let taken = tree.parent(table).filter(|_| tree.role(table) == Role::Object)?;
        match tree.kind(taken) {
            Kind::Index if names.key_of(taken).is_none() => Some(taken),
            Kind::Member if names.key_of(taken) == Some("get") => Some(tree.parent(taken).unwrap_or(taken)),
            _ => None,
        }
    }

    /// What a table holds by a name that is not known is answered, is kept, or stands for that name where it is none of the
    /// keys, in a function that counts and prices nothing.
    fn goes_on_when_looked_up(&self, table: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(looked_up) = self.looked_up_in(table) else { return false };
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

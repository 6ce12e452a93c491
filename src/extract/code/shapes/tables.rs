//! Maps by their keys: a large one is asked for as many keys as it has.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};

/// The maps of a file that were asked for a key.
#[derive(Default)]
pub(in crate::extract::code) struct Tables<'f>(RefCell<HashMap<NodeId, Rc<Table<'f>>>>);

/// A map by its keys.
#[derive(Default)]
struct Table<'f> {
    /// Entries and keywords of each key, in order.
    rows: HashMap<&'f str, Vec<Row>>,
    /// What is spread into it, in order.
    spreads: Vec<NodeId>,
}

#[derive(Clone, Copy)]
struct Row {
    node: NodeId,
    value: Option<NodeId>,
    is_entry: bool,
}

impl<'f> Names<'f> {
    fn table(&self, map: NodeId) -> Rc<Table<'f>> {
        let Tables(tables) = &self.tables;
        if let Some(table) = tables.borrow().get(&map) {
            return Rc::clone(table);
        }
        let mut table = Table::default();
        for node in self.tree.children(map) {
            let kind = self.tree.kind(node);
            let key = match kind {
                Kind::Spread => {
                    table.spreads.push(node);
                    continue;
                }
                Kind::Keyword => self.tree.child(node, Role::Name).map(|n| self.text(n)),
                _ => self.entry_key(node),
            };
            let row = Row { node, value: self.tree.child(node, Role::Value), is_entry: kind != Kind::Keyword };
            if let Some(key) = key {
                table.rows.entry(key).or_default().push(row);
            }
        }
        let table = Rc::new(table);
        tables.borrow_mut().insert(map, Rc::clone(&table));
        table
    }

    /// Values of a key in a map literal, also from maps that are spread into it; the last one given wins.
    pub fn entries(&self, map: NodeId, key: &str) -> Vec<NodeId> {
        let table = self.table(map);
        let own = table.rows.get(key).and_then(|rows| rows.last());
        let later = table.spreads.iter().rev().take_while(|spread| own.is_none_or(|own| own.node < **spread));
        for spread in later {
            let inner = self.tree.child(*spread, Role::Value).filter(|inner| *inner != map);
            let Some(inner) = inner else { continue };
            let maps = self.maps_at(inner, 4).into_iter().filter(|inner| *inner != map);
            let spread: Vec<NodeId> = maps.flat_map(|inner| self.direct_entries(inner, key)).collect();
            if !spread.is_empty() {
                // What is spread under a condition only adds to what is there.
                let is_sure = !matches!(self.tree.kind(inner), Kind::And | Kind::Conditional);
                let before = own.and_then(|own| own.value).filter(|_| !is_sure);
                return spread.into_iter().chain(before).collect();
            }
        }
        own.and_then(|own| own.value).into_iter().collect()
    }

    /// Positional arguments of a call, the first so many: each of them may ask for all.
    pub fn positional(&self, call: NodeId) -> Vec<NodeId> {
        /// More than anybody writes.
        const MOST: usize = 4096;
        self.tree
            .children(call)
            .filter(|c| self.tree.role(*c) == Role::Argument)
            .filter(|c| !matches!(self.tree.kind(*c), Kind::Keyword | Kind::Spread))
            .take(MOST)
            .collect()
    }

    /// The value of a keyword argument, also from a dictionary that is spread into the call.
    pub fn keyword(&self, call: NodeId, name: &str) -> Option<NodeId> {
        self.keywords(call, name).into_iter().next()
    }

    /// The values that a keyword argument may have.
    pub fn keywords(&self, call: NodeId, name: &str) -> Vec<NodeId> {
        let arguments = || self.tree.children(call).filter(|c| self.tree.role(*c) == Role::Argument);
        let direct = arguments()
            .filter(|c| self.tree.kind(*c) == Kind::Keyword)
            .find(|c| self.tree.child(*c, Role::Name).is_some_and(|n| self.text(n) == name));
        if let Some(keyword) = direct {
            return self.tree.child(keyword, Role::Value).into_iter().collect();
        }
        let spreads = arguments().filter(|c| self.tree.kind(*c) == Kind::Spread);
        let given = spreads.filter_map(|s| self.tree.child(s, Role::Value)).map(|map| self.map_entries_of(map, name));
        { given }.find(|values| !values.is_empty()).unwrap_or_default()
    }

    /// The map that an expression is: a literal, or a name bound to one.
    pub fn map_of(&self, node: NodeId, depth: usize) -> Option<NodeId> {
        self.maps_at(node, depth).into_iter().next()
    }

    /// The maps that an expression may be.
    pub fn maps_of(&self, node: NodeId) -> Vec<NodeId> {
        self.maps_at(node, 0)
    }

    fn maps_at(&self, node: NodeId, depth: usize) -> Vec<NodeId> {
        const DEEPEST: usize = 8;
        let Some(_step) = self.step_in().filter(|_| depth <= DEEPEST) else { return Vec::new() };
        let all = |nodes: Vec<NodeId>| -> Vec<NodeId> {
            nodes.into_iter().flat_map(|node| self.maps_at(node, depth + 1)).collect()
        };
        match self.tree.kind(node) {
            Kind::Map => vec![node],
            Kind::Call => self.maps_of_call(node, depth),
            Kind::Name | Kind::Member | Kind::Index => {
                let value = |bound| if let Bound::Value(value) = bound { Some(value) } else { None };
                all(self.bounds_of(node).into_iter().filter_map(value).collect())
            }
            Kind::For => all(self.filtered(node).into_iter().collect()),
            Kind::Or => all(self.tree.children(node).collect()),
            Kind::And => all(self.tree.children(node).last().into_iter().collect()),
            Kind::Conditional => {
                all(self.tree.children(node).filter(|c| self.tree.role(*c) != Role::Condition).collect())
            }
            _ => Vec::new(),
        }
    }

    fn maps_of_call(&self, call: NodeId, depth: usize) -> Vec<NodeId> {
        let Some(callee) = self.tree.child(call, Role::Callee) else { return Vec::new() };
        if let Some(receiver) = self.same_value(callee) {
            return self.maps_at(receiver, depth + 1);
        }
        if let Some(whole) = self.filtered(call) {
            return self.maps_at(whole, depth + 1);
        }
        let chain = self.chain(callee);
        let positional = self.positional(call);
        if self.dialect.makes_map(&chain.names) {
            // Keywords beside a map that is copied are entries of the call itself, and come first.
            let has_keywords = self.tree.children(call).any(|c| self.tree.kind(c) == Kind::Keyword);
            let own = (has_keywords || positional.is_empty()).then_some(call);
            let given = positional.into_iter().rev().flat_map(|inner| self.maps_at(inner, depth + 1));
            return own.into_iter().chain(given).collect();
        }
        if let Some(value) = self.dialect.passing(&chain.names).and_then(|passing| passing.value) {
            return positional.get(value).map(|value| self.maps_at(*value, depth + 1)).unwrap_or_default();
        }
        let returned = self.functions_of(callee).into_iter().flat_map(|function| self.returns(function));
        returned.flat_map(|value| self.maps_at(value, depth + 1)).collect()
    }

    /// The map of which an expression holds some entries as they are: `{k: v for k, v in whole.items() if …}`,
    /// `Object.fromEntries(Object.entries(whole).filter(…))`.
    pub(in crate::extract::code) fn filtered(&self, node: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let call_of = |node: NodeId, names: &[&str]| {
            let callee = tree.child(node, Role::Callee).filter(|_| tree.kind(node) == Kind::Call)?;
            (self.chain(callee).names == names).then_some(*self.positional(node).first()?)
        };
        if tree.kind(node) == Kind::Call {
            let pairs = call_of(node, &["Object", "fromEntries"])?;
            let method = tree.child(pairs, Role::Callee).filter(|callee| self.key_of(*callee) == Some("filter"));
            let all = method.and_then(|method| tree.child(method, Role::Object)).unwrap_or(pairs);
            return call_of(all, &["Object", "entries"]);
        }
        let mut parts = tree.children(node);
        let entry = parts.next().filter(|entry| tree.kind(*entry) == Kind::Entry)?;
        let clause = parts.find(|part| tree.kind(*part) == Kind::For)?;
        let taken = tree.child(clause, Role::Target).filter(|taken| tree.kind(*taken) == Kind::List)?;
        let kept = [tree.child(entry, Role::Key)?, tree.child(entry, Role::Value)?].map(|part| self.text(part));
        let is_kept = tree.children(taken).map(|part| self.text(part)).eq(kept);
        let items = tree.child(clause, Role::Iterable).filter(|_| is_kept)?;
        let method = tree.child(items, Role::Callee).filter(|method| self.key_of(*method) == Some("items"))?;
        tree.child(method, Role::Object)
    }

    /// Values of a key in the maps that an expression may be, with those assigned to it later where it has a name.
    pub fn map_entries_of(&self, node: NodeId, key: &str) -> Vec<NodeId> {
        let Some(_step) = self.step_in() else { return Vec::new() };
        if self.tree.kind(node) == Kind::Name {
            let mut assigned = self.assigned_members(node, self.text(node), key);
            assigned.retain(|value| !self.is_on_another_way(*value, node));
            if !assigned.is_empty() {
                // What only one arm of an `if` assigns leaves what the map held before.
                let is_sure = assigned.iter().any(|value| self.is_done_before(*value, node));
                let before = if is_sure { Vec::new() } else { self.maps_of(node) };
                let before = before.into_iter().flat_map(|map| self.entries(map, key));
                return before.chain(assigned.iter().copied()).collect();
            }
        }
        let named = self.named_behind(node).into_iter().flat_map(|behind| self.map_entries_of(behind, key));
        let named: Vec<NodeId> = named.collect();
        match named.is_empty() {
            true => self.maps_of(node).into_iter().flat_map(|map| self.entries(map, key)).collect(),
            false => named,
        }
    }

    /// A value is assigned in the block of a use or in one around it, or in another function, of which nobody knows.
    fn is_done_before(&self, value: NodeId, used: NodeId) -> bool {
        let block = self.block(value);
        let is_around = || self.tree.ancestors(used).any(|up| up == block);
        self.function_of(value) != self.function_of(used) || is_around()
    }

    /// Names behind an expression, to whose maps something may be assigned under them: what a function of this file
    /// returns, what was filtered.
    fn named_behind(&self, node: NodeId) -> Vec<NodeId> {
        let value = match (self.tree.kind(node), self.lookup(node, self.text(node)).as_ref()) {
            (Kind::Call | Kind::For, _) => node,
            (Kind::Name, [Bound::Value(value)]) if matches!(self.tree.kind(*value), Kind::Call | Kind::For) => *value,
            _ => return Vec::new(),
        };
        if let Some(whole) = self.filtered(value) {
            return vec![whole];
        }
        let callee = self.tree.child(value, Role::Callee);
        let returned = callee.into_iter().flat_map(|callee| self.functions_of(callee)).flat_map(|f| self.returns(f));
        returned.filter(|value| self.tree.kind(*value) == Kind::Name || self.filtered(*value).is_some()).collect()
    }

    /// Values of a key in all of some maps; of one that ends with `[]` the items.
    pub(in crate::extract::code) fn entries_of_all(&self, maps: Vec<NodeId>, key: &str) -> Vec<NodeId> {
        match key.strip_suffix("[]") {
            Some(key) => {
                let lists = maps.into_iter().flat_map(|map| self.map_entries_of(map, key));
                lists.filter_map(|list| self.items_of(list)).flatten().collect()
            }
            None => maps.into_iter().flat_map(|map| self.map_entries_of(map, key)).collect(),
        }
    }

    fn direct_entries(&self, map: NodeId, key: &str) -> Vec<NodeId> {
        let table = self.table(map);
        let rows = table.rows.get(key).into_iter().flatten();
        rows.filter(|row| row.is_entry).filter_map(|row| row.value).collect()
    }

    /// What is spread into a map or a call.
    pub fn spreads(&self, holder: NodeId) -> Vec<NodeId> {
        self.table(holder).spreads.clone()
    }

    /// The literal key of an entry.
    pub fn entry_key(&self, entry: NodeId) -> Option<&'f str> {
        let key = self.tree.child(entry, Role::Key)?;
        matches!(self.tree.kind(key), Kind::Str | Kind::Name).then(|| self.text(key))
    }
}

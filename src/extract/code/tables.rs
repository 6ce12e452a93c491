//! Maps by their keys: a large one is asked for as many keys as it has.

use std::cell::RefCell;
use std::rc::Rc;

use foldhash::HashMap;

use super::names::Names;
use super::tree::{Kind, NodeId, Role};

/// The maps of a file that were asked for a key.
#[derive(Default)]
pub(super) struct Tables<'f>(RefCell<HashMap<NodeId, Rc<Table<'f>>>>);

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
            let inner = inner.and_then(|inner| self.map_of(inner, 4)).filter(|inner| *inner != map);
            let spread = inner.map(|inner| self.direct_entries(inner, key)).unwrap_or_default();
            if !spread.is_empty() {
                return spread;
            }
        }
        own.and_then(|own| own.value).into_iter().collect()
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

//! Values that a lookup exchanges for others: `{"old": "new"}.get(model, model)`, `RENAMED[model] ?? model`.
//!
//! Of what comes in only the names that are no keys go on.

use super::Trail;
use crate::extract::code::names::Names;
use crate::extract::code::tree::{Kind, NodeId, Role};

/// Keys of one table that are looked at.
const MOST: usize = 256;

impl<'f> Trail<'f> {
    /// Forgets the keys among what was found since; parameters that it came from are noted.
    pub(super) fn exchange(&mut self, keys: Vec<String>, found: usize, params: usize) {
        if keys.is_empty() {
            return;
        }
        let late = self.found.split_off(found.min(self.found.len()));
        // What stands in the table itself comes out of it.
        self.found.extend(late.into_iter().filter(|found| found.choice || !keys.contains(&found.text.text)));
        let late: Vec<NodeId> = self.params.iter().skip(params).map(|passed| passed.param).collect();
        self.exchanged.extend(late.into_iter().map(|param| (param, keys.clone())));
    }
}

impl<'f> Names<'f> {
    /// The keys of a table that a call asks for a name, where the name itself is the default.
    pub(super) fn exchanged_by_call(&self, call: NodeId, callee: NodeId) -> Vec<String> {
        match (self.tree.child(callee, Role::Object), self.positional(call).as_slice()) {
            (Some(table), [name, default, ..]) if self.is_same_name(*name, *default) => self.keys_of_table(table),
            _ => Vec::new(),
        }
    }

    /// The same where the default stands beside the lookup.
    pub(super) fn exchanged_by_sides(&self, sides: NodeId) -> Vec<String> {
        let mut nodes = self.tree.children(sides);
        let (Some(looked_up), Some(default), None) = (nodes.next(), nodes.next(), nodes.next()) else {
            return Vec::new();
        };
        let name = match self.tree.kind(looked_up) {
            Kind::Index => self.tree.child(looked_up, Role::Key),
            Kind::Call => self.positional(looked_up).first().copied(),
            _ => None,
        };
        let holder = match self.tree.kind(looked_up) {
            Kind::Call => self.tree.child(looked_up, Role::Callee).filter(|callee| self.key_of(*callee) == Some("get")),
            _ => Some(looked_up),
        };
        let table = holder.and_then(|holder| self.tree.child(holder, Role::Object));
        match (table, name) {
            (Some(table), Some(name)) if self.is_same_name(name, default) => self.keys_of_table(table),
            _ => Vec::new(),
        }
    }

    fn is_same_name(&self, name: NodeId, default: NodeId) -> bool {
        matches!(self.tree.kind(name), Kind::Name | Kind::Member) && self.text(name) == self.text(default)
    }

    fn keys_of_table(&self, table: NodeId) -> Vec<String> {
        let entries = self.map_of(table, 0).into_iter().flat_map(|map| self.tree.children(map));
        entries.take(MOST).filter_map(|entry| self.entry_key(entry)).map(str::to_owned).collect()
    }

    /// Some text that an expression may be is one of some names.
    pub(in crate::extract::code) fn may_be_one_of(&self, node: NodeId, keys: &[String]) -> bool {
        self.follow(node).found.iter().any(|found| keys.contains(&found.text.text))
    }

    /// Parts of a name by which a function tells those apart that a parameter may be: `if "small" in model`,
    /// `model.startswith("acme-")`.
    pub(in crate::extract::code) fn told_apart(&self, param: NodeId) -> Vec<String> {
        /// Levels above a mention that are looked at: `"small" in model.lower()`.
        const HIGHEST: usize = 3;
        let Some(name) = self.tree.child(param, Role::Name) else { return Vec::new() };
        let function = self.function_of(param);
        let mentions =
            self.mentions_of(self.text(name)).iter().filter(|mention| self.function_of(**mention) == function);
        let asked = |mention: &NodeId| {
            let mut above = self.tree.ancestors(*mention).take(HIGHEST);
            let asking = above.find(|up| self.tree.kind(*up) == Kind::Compare || self.asks_for_part(*up))?;
            let mut texts = self.tree.children(asking).filter(|part| self.tree.kind(*part) == Kind::Str);
            texts.next().map(|part| self.text(part).to_owned()).filter(|part| !part.is_empty())
        };
        mentions.filter_map(asked).collect()
    }

    fn asks_for_part(&self, call: NodeId) -> bool {
        const METHODS: [&str; 6] = ["startswith", "startsWith", "endswith", "endsWith", "includes", "__contains__"];
        let callee = self.tree.child(call, Role::Callee).filter(|_| self.tree.kind(call) == Kind::Call);
        callee.and_then(|callee| self.key_of(callee)).is_some_and(|method| METHODS.contains(&method))
    }
}

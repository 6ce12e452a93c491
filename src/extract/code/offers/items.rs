//! Items of lists, and what loops and callbacks take from them.

use super::offered::ASKED_BY;
use crate::extract::code::dialect::{Growth, Items};
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::vocabulary::fold_name;

/// Items of one list that are followed.
pub(in crate::extract::code) const MOST_ITEMS: usize = 65;
/// Items of a list of which a number takes one.
pub(in crate::extract::code) const MOST_NUMBERED: usize = 256;

impl<'f> Names<'f> {
    /// The items of an expression that is a list, or the values of one that is a map; nothing if it is not known.
    pub fn items_of(&self, node: NodeId) -> Option<Vec<NodeId>> {
        let _step = self.step_in()?;
        let tree = &self.tree;
        let all = |nodes: Vec<NodeId>| -> Option<Vec<NodeId>> {
            let lists: Vec<Vec<NodeId>> = nodes.into_iter().filter_map(|node| self.items_of(node)).collect();
            (!lists.is_empty()).then(|| lists.into_iter().flatten().take(MOST_ITEMS).collect())
        };
        match tree.kind(node) {
            Kind::List => {
                let items = tree.children(node).take(MOST_ITEMS).flat_map(|item| match tree.kind(item) {
                    Kind::Spread => tree.child(item, Role::Value).and_then(|v| self.items_of(v)).unwrap_or_default(),
                    _ => vec![item],
                });
                Some(items.collect())
            }
            Kind::Map => {
                Some(tree.children(node).filter_map(|e| tree.child(e, Role::Value)).take(MOST_ITEMS).collect())
            }
            Kind::Name | Kind::Member | Kind::Index => {
                let bounds = match (tree.child(node, Role::Object), self.key_of(node)) {
                    // One of several lists, by a key that is not known.
                    (Some(table), None) if tree.kind(node) == Kind::Index => {
                        return self.items_of(table).and_then(all);
                    }
                    _ => self.bounds_of(node),
                };
                if let Some((lists, place)) = self.taken_by_loop(node) {
                    let lists = place.map_or_else(|| self.items_of(lists), |place| self.parts_of_items(lists, place));
                    return lists.and_then(all);
                }
                let made = all(bounds.into_iter().filter_map(|bound| self.list_bound(bound)).collect());
                match made {
                    Some(items) if tree.kind(node) == Kind::Name => Some(self.with_added(node, items)),
                    made => made,
                }
            }
            Kind::Call => {
                let callee = tree.child(node, Role::Callee)?;
                if let Some(pairs) = self.pairs_of_table(node) {
                    return Some(pairs.into_iter().map(|(_, value)| value).take(MOST_ITEMS).collect());
                }
                let chain = self.chain(callee).names;
                if let Some(keys) = self.dialect.keys(&chain) {
                    return self.keys_of(self.listed(node, callee, keys)?);
                }
                match self.dialect.items(&chain) {
                    Some(which) => self.listed(node, callee, which).and_then(|list| self.items_of(list)),
                    None if let Some(made) = self.made_of_each(node, callee) => Some(made),
                    None => all(self.functions_of(callee).into_iter().flat_map(|f| self.returns(f)).collect()),
                }
            }
            Kind::Concat | Kind::Or => all(tree.children(node).collect()),
            Kind::For => self.taken_of_each(node).map(|item| vec![item]),
            Kind::Conditional => all(tree.children(node).filter(|c| tree.role(*c) != Role::Condition).collect()),
            _ => None,
        }
    }

    /// The list, or the table, that a call lists.
    pub(in crate::extract::code) fn listed(&self, call: NodeId, callee: NodeId, which: Items) -> Option<NodeId> {
        match which {
            Items::Argument(at) => self.positional(call).get(at).copied(),
            Items::Receiver => self.tree.child(callee, Role::Object),
        }
    }

    /// What a callback makes of each item of a list: `Object.entries(TABLE).map(([key]) => key)`.
    fn made_of_each(&self, call: NodeId, callee: NodeId) -> Option<Vec<NodeId>> {
        let function = self.positional(call).first().copied().filter(|_| self.key_of(callee) == Some("map"))?;
        self.called_with_items(function).filter(|_| self.tree.kind(function) == Kind::Function)?;
        let made = self.returns(function);
        (!made.is_empty()).then(|| made.into_iter().take(MOST_ITEMS).collect())
    }

    /// The name that a comprehension without conditions takes of each item: `[key for key, limit in TABLE.items()]`.
    fn taken_of_each(&self, made: NodeId) -> Option<NodeId> {
        let mut parts = self.tree.children(made);
        let (Some(item), Some(clause), None) = (parts.next(), parts.next(), parts.next()) else { return None };
        let is_all = self.tree.kind(clause) == Kind::For && self.tree.child(clause, Role::Iterable).is_some();
        (is_all && self.tree.kind(item) == Kind::Name).then_some(item)
    }

    /// The keys of a table that are texts; nothing if it is not known.
    fn keys_of(&self, table: NodeId) -> Option<Vec<NodeId>> {
        let maps = self.maps_of(table);
        let entries = maps.iter().flat_map(|map| self.tree.children(*map));
        let keys = entries.filter(|entry| !self.leads_to_another(*entry));
        let keys = keys.filter_map(|entry| self.tree.child(entry, Role::Key));
        let keys = keys.filter(|key| self.tree.kind(*key) == Kind::Str).take(MOST_ITEMS).collect();
        (!maps.is_empty()).then_some(keys)
    }

    /// The row behind a key says which model is asked, and that is another: the key is the project's own name,
    /// `{ "acme": { apiName: "acme-0613" } }`.
    pub(super) fn leads_to_another(&self, entry: NodeId) -> bool {
        let tree = &self.tree;
        let Some(row) = tree.child(entry, Role::Value).filter(|row| tree.kind(*row) == Kind::Map) else { return false };
        let says = |part: &NodeId| self.entry_key(*part).is_some_and(|key| ASKED_BY.contains(&fold_name(key).as_str()));
        let said = tree.children(row).find(says).and_then(|part| self.literal(tree.child(part, Role::Value)?));
        said.zip(self.entry_key(entry)).is_some_and(|(said, key)| !said.text.eq_ignore_ascii_case(key))
    }

    /// The items of a list with those that are added to it by its name.
    fn with_added(&self, name: NodeId, mut items: Vec<NodeId>) -> Vec<NodeId> {
        for (growth, value) in self.added_to(name, self.text(name)) {
            match growth {
                Growth::Items => items.push(value),
                Growth::List => items.extend(self.items_of(value).unwrap_or_default()),
            }
        }
        items.truncate(MOST_ITEMS);
        items
    }

    /// Keys and values of a table that a call makes of pairs: `new Map([["key", "value"]])`.
    pub(in crate::extract::code) fn pairs_of_table(&self, call: NodeId) -> Option<Vec<(NodeId, NodeId)>> {
        let callee = self.tree.child(call, Role::Callee).filter(|_| self.tree.kind(call) == Kind::Call)?;
        let pairs =
            self.positional(call).first().copied().filter(|_| self.dialect.makes_table(&self.chain(callee).names))?;
        let pairs = Some(pairs).filter(|pairs| self.tree.kind(*pairs) == Kind::List)?;
        let pair = |pair: NodeId| self.part(pair, 0).zip(self.part(pair, 1));
        Some(self.tree.children(pairs).filter_map(pair).collect())
    }

    /// Values of a key in a table that a call makes of pairs.
    pub(in crate::extract::code) fn values_in_table(&self, call: NodeId, key: &str) -> Vec<NodeId> {
        let pairs = self.pairs_of_table(call).unwrap_or_default().into_iter();
        let is_meant = |at: &NodeId| self.literal(*at).is_some_and(|text| text.text == key);
        pairs.filter(|(at, _)| is_meant(at)).map(|(_, value)| value).collect()
    }

    /// What a loop runs through to take one list after the other, and their place there:
    /// `for names, make in [(["…"], make), …]`.
    pub(in crate::extract::code) fn taken_by_loop(&self, list: NodeId) -> Option<(NodeId, Option<usize>)> {
        let list = Some(list).filter(|list| self.tree.kind(*list) == Kind::Name)?;
        match *self.lookup(list, self.text(list)) {
            [Bound::Item(lists)] => Some((lists, None)),
            [Bound::ItemPart(rows, place)] => Some((rows, Some(place))),
            _ => None,
        }
    }

    fn list_bound(&self, bound: Bound) -> Option<NodeId> {
        match bound {
            Bound::Value(value) => Some(value),
            Bound::Param(param) => self.tree.child(param, Role::Value),
            _ => None,
        }
    }

    /// The list whose items a function is called with: `list.map(name => …)`, `map(lambda name: …, list)`,
    /// `<For each={list}>{(name) => …}</For>`.
    pub(in crate::extract::code) fn called_with_items(&self, function: NodeId) -> Option<NodeId> {
        let call = match self.tree.parent(function) {
            Some(up) if self.tree.kind(up) == Kind::Call => up,
            Some(up) if self.tree.kind(up) == Kind::Other => return self.repeated_by_element(up),
            _ => return None,
        };
        let callee = self.tree.child(call, Role::Callee)?;
        match self.dialect.calls_with_items(&self.chain(callee).names)? {
            Items::Argument(at) => self.positional(call).get(at).copied(),
            Items::Receiver => self.tree.child(callee, Role::Object),
        }
    }

    /// The list that an element of markup runs through, drawing what a function within it makes of each item.
    fn repeated_by_element(&self, element: NodeId) -> Option<NodeId> {
        const REPEATING: [&str; 2] = ["For", "Index"];
        const LIST: &str = "each";
        let tree = &self.tree;
        let opening = tree.children(element).next().filter(|opening| tree.kind(*opening) == Kind::Other)?;
        tree.children(opening).next().filter(|name| REPEATING.contains(&self.text(*name)))?;
        let is_list = |part: &NodeId| tree.child(*part, Role::Name).is_some_and(|name| self.text(name) == LIST);
        let mut attributes = tree.children(opening).filter(|part| tree.kind(*part) == Kind::Attribute);
        attributes.find(is_list).and_then(|list| tree.child(list, Role::Value))
    }

    /// The list whose items a parameter is given: `list.map(item => …)`.
    pub(in crate::extract::code) fn list_run_through(&self, param: NodeId) -> Option<NodeId> {
        let function = self.tree.parent(param).filter(|up| self.tree.kind(*up) == Kind::Function)?;
        self.called_with_items(function).filter(|_| self.params(function).first() == Some(&param))
    }

    /// The part of every item of a list at a place: `for name, model in pairs`.
    pub(in crate::extract::code) fn parts_of_items(&self, list: NodeId, place: usize) -> Option<Vec<NodeId>> {
        if self.tree.kind(list) == Kind::Call {
            let callee = self.tree.child(list, Role::Callee)?;
            let chain = self.chain(callee);
            match (self.dialect.pairs(&chain.names), place) {
                // The number or the key first, then the item.
                (Some(Items::Argument(at)), 1) => return self.items_of(*self.positional(list).get(at)?),
                (Some(Items::Receiver), 1) => return self.items_of(self.tree.child(callee, Role::Object)?),
                (Some(which), 0) => return self.keys_of(self.listed(list, callee, which)?),
                (Some(_), _) => return None,
                (None, _) if self.dialect.zips(&chain.names) => {
                    return self.items_of(*self.positional(list).get(place)?);
                }
                (None, _) => {}
            }
        }
        let items = self.items_of(list)?;
        Some(items.into_iter().filter_map(|item| self.part(item, place)).collect())
    }

    /// The table whose keys and values a call gives in pairs: `Object.entries(TABLE)`.
    pub(in crate::extract::code) fn table_of_pairs(&self, call: NodeId) -> Option<NodeId> {
        let callee = self.tree.child(call, Role::Callee).filter(|_| self.tree.kind(call) == Kind::Call)?;
        let which = self.dialect.pairs(&self.chain(callee).names)?;
        self.listed(call, callee, which)
    }

    /// The item that a number takes from a list that is written out: `MODELS[0]`, `MODELS[-1]`, `MODELS.at(0)`.
    pub(in crate::extract::code) fn item_by_number(&self, node: NodeId) -> Option<NodeId> {
        let tree = &self.tree;
        let (object, number) = match tree.kind(node) {
            Kind::Index => (tree.child(node, Role::Object)?, tree.child(node, Role::Key)?),
            Kind::Call => {
                let callee = tree.child(node, Role::Callee).filter(|callee| self.key_of(*callee) == Some("at"))?;
                (tree.child(callee, Role::Object)?, *self.positional(node).first()?)
            }
            _ => return None,
        };
        let number: i64 = self.text(number).trim().parse().ok().filter(|_| tree.kind(number) != Kind::Str)?;
        let list = match tree.kind(object) {
            // What is added later stands behind the others.
            Kind::Name if number >= 0 || self.added_to(object, self.text(object)).is_empty() => {
                match self.lookup(object, self.text(object))[..] {
                    [Bound::Value(value)] => value,
                    _ => return None,
                }
            }
            _ => object,
        };
        // Each item may ask whether it is the one.
        let parts = tree.children(list).filter(|_| tree.kind(list) == Kind::List);
        let items: Vec<NodeId> = parts.take(MOST_NUMBERED + 1).collect();
        if items.len() > MOST_NUMBERED || items.iter().any(|item| tree.kind(*item) == Kind::Spread) {
            return None;
        }
        let place = if number < 0 { i64::try_from(items.len()).ok()? + number } else { number };
        items.get(usize::try_from(place).ok()?).copied()
    }

    /// The items that a decorator gives a parameter one after the other: `@parametrize("row, model", product(rows, MODELS))`.
    pub(in crate::extract::code) fn given_by_decorator(&self, param: NodeId) -> Option<Vec<NodeId>> {
        let function = self.tree.parent(param).filter(|up| self.tree.kind(*up) == Kind::Function)?;
        let name = self.tree.child(param, Role::Name).map(|name| self.text(name))?;
        let decorators = self.decorators(function);
        let calls = decorators.filter_map(|d| self.tree.children(d).find(|part| self.tree.kind(*part) == Kind::Call));
        let gives = |call: &NodeId| {
            let callee = self.tree.child(*call, Role::Callee);
            callee.is_some_and(|callee| self.dialect.gives_items(&self.chain(callee).names))
        };
        calls.filter(gives).find_map(|call| {
            let [names, list, ..] = self.positional(call)[..] else { return None };
            let names = self.literal(names)?.text;
            let place = names.split(',').position(|one| one.trim() == name)?;
            if names.contains(',') { self.parts_of_items(list, place) } else { self.items_of(list) }
        })
    }

    /// The parts that a number takes of each item of a list: `pair[1]` in `for pair in pairs`.
    pub(in crate::extract::code) fn parts_by_number(&self, node: NodeId) -> Option<(NodeId, Vec<NodeId>)> {
        let object = self.tree.child(node, Role::Object).filter(|object| self.tree.kind(*object) == Kind::Name)?;
        let place: usize = self.text(self.tree.child(node, Role::Key)?).trim().parse().ok()?;
        match *self.lookup(object, self.text(object)) {
            [Bound::Item(list)] => {
                let parts = self.items_of(list)?.into_iter().filter_map(|item| self.part(item, place)).collect();
                Some((list, parts))
            }
            _ => None,
        }
    }

    /// All items of a list are run through, and each turn does the same: nothing chooses among them.
    pub(in crate::extract::code) fn is_run_to_its_end(&self, list: NodeId) -> bool {
        /// Loops are read as text: longer ones choose in some way.
        const LONGEST: usize = 4_000;
        const CHOOSING: [&str; 13] = [
            "if", "else", "elif", "break", "continue", "return", "try", "except", "catch", "match", "switch", "throw",
            "raise",
        ];
        let tree = &self.tree;
        let Some(_step) = self.step_in() else { return false };
        if self.taken_by_loop(list).is_some_and(|(lists, _)| !self.is_run_to_its_end(lists)) {
            return false;
        }
        let turn = tree.parent(list).filter(|up| tree.kind(*up) == Kind::For && tree.role(list) == Role::Iterable);
        let repeated = turn.map(|turn| match tree.kind(tree.node(turn).parent) {
            // The clauses of a comprehension stand beside what they repeat.
            Kind::For if tree.child(tree.node(turn).parent, Role::Iterable).is_none() => tree.node(turn).parent,
            _ => turn,
        });
        let text = repeated.map(|repeated| self.text(repeated)).filter(|text| text.len() <= LONGEST);
        text.is_some_and(|text| {
            !text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|word| CHOOSING.contains(&word))
        })
    }

    /// The part of a list literal at a place, also of one that a name stands for.
    pub(in crate::extract::code) fn part(&self, list: NodeId, place: usize) -> Option<NodeId> {
        let list = match self.tree.kind(list) {
            Kind::Name => match *self.lookup(list, self.text(list)) {
                [Bound::Value(value)] => value,
                _ => return None,
            },
            _ => list,
        };
        (self.tree.kind(list) == Kind::List).then(|| self.tree.children(list).nth(place)).flatten()
    }
}

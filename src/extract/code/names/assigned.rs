//! Values that are assigned to members, in a scope or anywhere in the file.

use foldhash::{HashMap, HashMapExt};

use super::{MOST_BOUND, Names};
use crate::extract::code::dialect::Growth;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};

impl<'f> Names<'f> {
    /// Values assigned to an attribute of the object itself, anywhere in its class.
    pub fn own_attribute(&self, class: NodeId, name: &str) -> &[NodeId] {
        self.member(class, self.dialect.itself(), name).map_or(&[], Vec::as_slice)
    }

    /// Names of the attributes that the methods of a class assign to the object itself.
    pub(in crate::extract::code) fn own_attributes(&self, class: NodeId) -> impl Iterator<Item = &'f str> {
        let own = self.members.get(&class).and_then(|bases| bases.get(self.dialect.itself()));
        own.into_iter().flat_map(|attributes| attributes.keys().copied())
    }

    /// Values assigned to `base.key` in the file itself.
    pub fn module_members(&self, base: &str, key: &str) -> &[NodeId] {
        self.member(Tree::ROOT, base, key).map_or(&[], Vec::as_slice)
    }

    pub(super) fn member(&self, scope: NodeId, base: &str, key: &str) -> Option<&Vec<NodeId>> {
        self.members.get(&scope)?.get(base)?.get(key)
    }

    /// Values assigned to `base.key` or `base["key"]` in the scopes around a node.
    pub fn assigned_members(&self, at: NodeId, base: &str, key: &str) -> Vec<NodeId> {
        let mut scope = self.scope(at);
        loop {
            if let Some(found) = self.member(scope, base, key) {
                return found.clone();
            }
            if scope == Tree::ROOT {
                return Vec::new();
            }
            scope = self.scope(scope);
        }
    }

    /// The scopes in which something is assigned to a member, by what it is a member of.
    pub(super) fn assigned_bases(&self) -> &HashMap<&'f str, Vec<NodeId>> {
        self.assigned_bases.get_or_init(|| {
            let mut all: HashMap<&'f str, Vec<NodeId>> = HashMap::new();
            for (scope, bases) in &self.members {
                bases.keys().for_each(|base| all.entry(*base).or_default().push(*scope));
            }
            all
        })
    }

    /// Values assigned to `base.key` or `base["key"]` anywhere in the file, in order.
    pub(in crate::extract::code) fn assigned_anywhere(&self, base: &str, key: &str) -> Vec<NodeId> {
        let scopes = self.assigned_bases().get(base).into_iter().flatten();
        let mut values: Vec<NodeId> =
            scopes.filter_map(|scope| self.member(*scope, base, key)).flatten().copied().collect();
        values.sort_unstable();
        values
    }

    /// Values that the file sets a variable of the environment to.
    pub(in crate::extract::code) fn set_in_environment(&self, variable: &str) -> Vec<NodeId> {
        self.variables_set().iter().filter(|(name, _)| name == variable).map(|(_, value)| *value).collect()
    }

    /// The same, without what is set where the function of a call does not come to that call.
    pub(in crate::extract::code) fn set_in_environment_for(&self, variable: &str, call: NodeId) -> Vec<NodeId> {
        let mut values = self.set_in_environment(variable);
        values.retain(|value| !self.is_on_another_way(*value, call));
        values
    }

    /// Variables of the environment that the file sets, with what it sets them to, in order.
    pub(in crate::extract::code) fn variables_set(&self) -> &[(String, NodeId)] {
        self.variables_set.get_or_init(|| {
            let is_environment = |base: &&&str| self.is_environment(&base.split('.').collect::<Vec<&str>>());
            let bases = self.assigned_bases().keys().filter(is_environment);
            let members = bases.flat_map(|base| self.all_assigned_members(base));
            let assigned =
                members.flat_map(|(key, values)| values.into_iter().map(move |value| (key.to_owned(), value)));
            let mut set: Vec<(String, NodeId)> = assigned.collect();
            // Few files do, and all would have to be looked through.
            let sets = |word: &&str| memchr::memmem::find(&self.file.bytes, word.as_bytes()).is_some();
            if self.dialect.environment_setters().iter().any(sets) {
                let calls = self.tree.ids().filter(|id| self.tree.kind(*id) == Kind::Call);
                set.extend(calls.flat_map(|call| self.set_by_call(call)));
            }
            set.sort_by_key(|(_, value)| *value);
            set
        })
    }

    /// Variables that a call sets: `os.environ.setdefault("NAME", "…")`, `os.environ.update({"NAME": "…"})`.
    fn set_by_call(&self, call: NodeId) -> Vec<(String, NodeId)> {
        let chain = self.tree.child(call, Role::Callee).map(|callee| self.chain(callee).names).unwrap_or_default();
        let Some((method, object)) = chain.split_last() else { return Vec::new() };
        let given = self.positional(call);
        let (is_setter, rest) = match given.split_first() {
            // What is filled stands first: `Object.assign(process.env, { … })`.
            Some((first, rest)) if self.is_environment(&self.chain(*first).names) => (true, rest),
            _ => (self.is_environment(object), given.as_slice()),
        };
        if !is_setter || !self.dialect.environment_setters().contains(method) {
            return Vec::new();
        }
        match rest {
            [name, value] => self.literal(*name).map(|name| (name.text, *value)).into_iter().collect(),
            [map] => {
                let entries = self.map_of(*map, 0).into_iter().flat_map(|map| self.tree.children(map));
                entries.filter_map(|entry| self.set_by_entry(self.entry_key(entry)?, entry)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn set_by_entry(&self, key: &str, entry: NodeId) -> Option<(String, NodeId)> {
        Some((key.to_owned(), self.tree.child(entry, Role::Value)?))
    }

    fn is_environment(&self, object: &[&str]) -> bool {
        let member: Vec<&str> = object.iter().copied().chain([""]).collect();
        self.dialect.environment_object(&member) == Some(object.len())
    }

    /// Values assigned to members of `base` in the scope and the block of a node, in order.
    pub(in crate::extract::code) fn members_beside(&self, at: NodeId, base: &str) -> Vec<(&'f str, NodeId)> {
        let members = self.members.get(&self.scope(at)).and_then(|bases| bases.get(base));
        let all = members.into_iter().flatten().flat_map(|(key, values)| values.iter().map(|value| (*key, *value)));
        let mut beside: Vec<_> = all.filter(|(_, value)| self.block(*value) == self.block(at)).collect();
        beside.sort_unstable_by_key(|(_, value)| *value);
        beside
    }

    /// What is added, in the scopes around a node and in the file itself, to a list of this name.
    pub(in crate::extract::code) fn added_to(&self, at: NodeId, name: &str) -> Vec<(Growth, NodeId)> {
        let mut scope = self.scope(at);
        let mut added = Vec::new();
        loop {
            added.extend(self.grown.get(&scope).and_then(|names| names.get(name)).into_iter().flatten().copied());
            if scope == Tree::ROOT || added.len() > MOST_BOUND {
                return added;
            }
            scope = self.scope(scope);
        }
    }

    /// All keys assigned to members of `base` anywhere in the file, with their values.
    pub fn all_assigned_members(&self, base: &str) -> Vec<(&'f str, Vec<NodeId>)> {
        let bases = self.members.values().filter_map(|bases| bases.get(base));
        let mut all: Vec<_> = bases.flatten().map(|(key, values)| (*key, values.clone())).collect();
        all.sort();
        all
    }
}

//! Where members of objects are read, one by one or all at once, and whose objects are made.

use super::Owners;
use super::objects::is_class;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::{MemberRead, Object, ReadOf};

/// What is called to take all fields of an object at once.
const TAKING: [&str; 3] = ["asdict", "astuple", "fields"];

impl Owners<'_, '_> {
    /// The class that a node names where it is made or handed on, not where it is declared, extended or a type.
    pub(super) fn made_at(&self, node: NodeId) -> Option<String> {
        const HIGHEST: usize = 6;
        let (names, tree) = (self.names, &self.names.tree);
        let is_used = !matches!(tree.role(node), Role::Base | Role::Target | Role::Name | Role::Property);
        let is_type = || tree.ancestors(node).take(HIGHEST).any(|up| tree.kind(up) == Kind::Type);
        if tree.kind(node) != Kind::Name || !is_used || !is_class(names.text(node)) || is_type() {
            return None;
        }
        match self.object_of(node, 0) {
            Object::Made(class) => Some(class),
            _ => None,
        }
    }

    /// What is read at a node of the members that are wanted, or of all members of an object at once.
    pub(super) fn reads_at(&self, node: NodeId, wanted: &dyn Fn(&str) -> bool) -> Vec<MemberRead> {
        let (names, tree) = (self.names, &self.names.tree);
        match tree.kind(node) {
            Kind::Member if tree.role(node) != Role::Target => {
                let (Some(key), Some(object)) = (names.key_of(node), tree.child(node, Role::Object)) else {
                    return Vec::new();
                };
                match key {
                    "__dict__" => vec![self.read(ReadOf::All, object, true)],
                    key if wanted(key) => {
                        let sends = !self.contexts.is_done_at(node);
                        vec![self.read(ReadOf::Member(key.to_owned()), object, sends)]
                    }
                    _ => Vec::new(),
                }
            }
            Kind::Call => self.taken_by(node, wanted),
            Kind::Name if wanted(names.text(node)) => self.read_in_class(node).into_iter().collect(),
            _ => Vec::new(),
        }
    }

    /// What a class binds is read by its name alone where the class itself stands: `DEFAULT = "…"`, `def ask(model=DEFAULT)`.
    fn read_in_class(&self, node: NodeId) -> Option<MemberRead> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_bound = matches!(tree.role(node), Role::Target | Role::Name | Role::Property);
        let class =
            names.class_of(node).filter(|class| !is_bound && !names.in_class(*class, names.text(node)).is_empty())?;
        let is_local = |(scope, _): (NodeId, &[Bound])| tree.kind(scope) == Kind::Function;
        let class = self.class_name(class).filter(|_| !names.bound(node, names.text(node)).is_some_and(is_local))?;
        let (of, sends) = (ReadOf::Member(names.text(node).to_owned()), !self.contexts.is_done_at(node));
        Some(MemberRead { of, called: class.to_owned(), object: Object::Of(class.to_owned()), sends })
    }

    fn read(&self, of: ReadOf, object: NodeId, sends: bool) -> MemberRead {
        let called = self.names.key_of(object).unwrap_or_else(|| self.names.text(object)).to_owned();
        MemberRead { of, called, object: self.object_of(object, 0), sends }
    }

    /// What a call takes of objects that it is given, or called on.
    fn taken_by(&self, call: NodeId, wanted: &dyn Fn(&str) -> bool) -> Vec<MemberRead> {
        let (names, tree) = (self.names, &self.names.tree);
        let Some(callee) = tree.child(call, Role::Callee) else { return Vec::new() };
        let chain = names.chain(callee);
        let Some(last) = chain.names.last().copied() else { return Vec::new() };
        let positional = names.positional(call);
        let all = |of: ReadOf, object: NodeId| self.read(of, object, true);
        if last == "getattr" {
            let (Some(object), Some(name)) = (positional.first(), positional.get(1)) else { return Vec::new() };
            let read = match names.literal(*name) {
                Some(text) if !wanted(&text.text) => return Vec::new(),
                Some(text) => {
                    let sends = !self.contexts.is_done_at(call);
                    self.read(ReadOf::Member(text.text), *object, sends)
                }
                None => all(ReadOf::All, *object),
            };
            return vec![read];
        }
        let first = positional.first().copied();
        let on = tree.child(callee, Role::Object);
        match last {
            "vars" => return first.map(|object| all(ReadOf::All, object)).into_iter().collect(),
            last if TAKING.contains(&last) => {
                return first.map(|object| all(ReadOf::AllFields, object)).into_iter().collect();
            }
            last if names.dialect.dumps(last) && on.is_some() => {
                return on.map(|object| all(ReadOf::AllDumped, object)).into_iter().collect();
            }
            _ => {}
        }
        // Whoever is not of the project may read what he likes of what he is given.
        let is_stranger = chain.named_base && {
            let bounds = names.lookup(chain.base, chain.names[0]);
            bounds.iter().any(|bound| match bound {
                Bound::Import(number) => !(self.is_of_project)(&names.imports[*number].module),
                _ => false,
            })
        };
        if !is_stranger {
            return Vec::new();
        }
        let keywords = tree.children(call).filter(|part| tree.kind(*part) == Kind::Keyword);
        let keywords = keywords.filter_map(|keyword| tree.child(keyword, Role::Value));
        let given = positional.into_iter().chain(keywords);
        let given = given.filter(|given| matches!(tree.kind(*given), Kind::Name | Kind::Member | Kind::Call));
        given.map(|given| all(ReadOf::Given, given)).filter(|read| !matches!(read.object, Object::Unknown)).collect()
    }
}

//! Whose member is read where: what an object is, as far as a file says, and what it says of the members of its classes.

mod objects;
mod reads;

use std::cell::Cell;

use super::context::Contexts;
use super::dialect::Dialect;
use super::idiom::Idiom;
use super::lower::Lowered;
use super::names::{Bound, Names};
use super::tree::{Kind, NodeId, Role};
use crate::extract::{ClassFacts, MembersRead, Object, Owned};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// Expressions of a file that are looked at at most to say what objects are.
const MOST_STEPS: usize = 500_000;

/// The values of a file that classes hold: by the fields and attributes that are given them, and by what makes objects.
pub fn owned<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
    values: &[Span],
    is_of_project: &dyn Fn(&str) -> bool,
) -> Vec<Owned> {
    let names = Names::new(file, &lowered.tree, Idiom::new(dialect, vocabulary));
    let owners = Owners::new(&names, vocabulary, is_of_project);
    let literals = names.tree.ids().filter(|id| names.tree.kind(*id) == Kind::Str);
    let sought = literals.filter(|id| values.binary_search(&names.tree.node(*id).span).is_ok());
    sought.filter_map(|literal| owners.owner(literal)).collect()
}

/// What a file says of the members of some names, and of the classes and names that lead to them; nothing if that takes too
/// many steps.
pub fn members_read<'f>(
    file: &'f SourceFile,
    lowered: &'f Lowered,
    dialect: &'f dyn Dialect,
    vocabulary: &'f dyn Vocabulary,
    wanted: &dyn Fn(&str) -> bool,
    is_of_project: &dyn Fn(&str) -> bool,
) -> Option<MembersRead> {
    let names = Names::new(file, &lowered.tree, Idiom::new(dialect, vocabulary));
    let owners = Owners::new(&names, vocabulary, is_of_project);
    let classes = names.tree.ids().filter(|id| names.tree.kind(*id) == Kind::Class);
    let classes = classes.filter_map(|class| owners.facts(class)).collect();
    let reads = names.tree.ids().flat_map(|node| owners.reads_at(node, wanted)).collect();
    let made = names.tree.ids().filter_map(|node| owners.made_at(node)).collect();
    let said = MembersRead { classes, names: owners.of_module(), reads, made };
    (owners.steps.get() <= MOST_STEPS).then_some(said)
}

struct Owners<'n, 'f> {
    names: &'n Names<'f>,
    contexts: Contexts<'n, 'f>,
    is_of_project: &'n dyn Fn(&str) -> bool,
    /// Expressions that were looked at to say what objects are.
    steps: Cell<usize>,
}

impl<'n, 'f> Owners<'n, 'f> {
    fn new(
        names: &'n Names<'f>,
        vocabulary: &'f dyn Vocabulary,
        is_of_project: &'n dyn Fn(&str) -> bool,
    ) -> Owners<'n, 'f> {
        Owners { names, contexts: Contexts::new(names, vocabulary), is_of_project, steps: Cell::new(0) }
    }

    /// The class that holds a literal, and the member under which it does.
    fn owner(&self, literal: NodeId) -> Option<Owned> {
        let (names, tree) = (self.names, &self.names.tree);
        let whole = std::iter::successors(Some(literal), |node| self.default_of(*node)).last()?;
        let up = tree.parent(whole).filter(|_| tree.role(whole) != Role::Condition)?;
        let value = tree.node(literal).span;
        let is_given = tree.kind(up) == Kind::Keyword;
        let owned =
            |class: &str, member: &str| Owned { class: class.to_owned(), member: member.to_owned(), value, is_given };
        match tree.kind(up) {
            Kind::Assign if tree.role(whole) == Role::Value => {
                let target = tree.child(up, Role::Target)?;
                let class = names.class_of(up)?;
                let is_field = tree.kind(target) == Kind::Name && tree.parent(up) == Some(class);
                let is_own = || tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object));
                let member =
                    if is_field { Some(names.text(target)) } else { names.key_of(target).filter(|_| is_own()) };
                Some(owned(self.class_name(class)?, member?))
            }
            Kind::Param => {
                let class = names.class_of(up)?;
                let function = names.function_of(up).filter(|function| tree.parent(*function) == Some(class))?;
                let is_maker = names.name_of(function).is_some_and(|n| names.text(n) == names.dialect.constructor());
                let member = self.kept(up).filter(|_| is_maker)?;
                Some(owned(self.class_name(class)?, member))
            }
            Kind::Keyword => {
                let callee = tree.parent(up).and_then(|call| tree.child(call, Role::Callee))?;
                let member = tree.child(up, Role::Name)?;
                match self.object_of(callee, 0) {
                    Object::Made(class) => Some(owned(&class, names.text(member))),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    /// What an expression is by default, or one of several: `a or b`, `settings.get("model", b)`, `Field(default=b)`.
    fn default_of(&self, node: NodeId) -> Option<NodeId> {
        let (names, tree) = (self.names, &self.names.tree);
        let up = tree.parent(node)?;
        let last =
            |call: NodeId| tree.child(call, Role::Callee).and_then(|callee| names.chain(callee).names.last().copied());
        match tree.kind(up) {
            Kind::Or | Kind::Conditional => Some(up),
            Kind::Call if tree.role(node) == Role::Argument => {
                let at = names.positional(up).iter().position(|given| *given == node)?;
                let (last, is_first) = (last(up)?, at == 0);
                (matches!((last, at), ("get" | "getenv" | "pop", 1)) || is_first && names.dialect.makes_field(last))
                    .then_some(up)
            }
            Kind::Keyword if tree.child(up, Role::Name).is_some_and(|name| names.text(name) == "default") => {
                let call = tree.parent(up)?;
                let last = last(call)?;
                (last == "field" || names.dialect.makes_field(last)).then_some(call)
            }
            _ => None,
        }
    }

    fn class_name(&self, class: NodeId) -> Option<&'f str> {
        self.names.tree.child(class, Role::Name).map(|name| self.names.text(name))
    }

    /// The attribute of the object itself under which a parameter is kept, where that is all that is done with it.
    fn kept(&self, param: NodeId) -> Option<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = tree.child(param, Role::Name)?;
        let mut attribute = None;
        for reader in names.readers(name, names.text(name), Bound::Param(param))? {
            let is_part = |up: &NodeId| matches!(tree.kind(*up), Kind::Or | Kind::Conditional);
            let whole = std::iter::successors(Some(reader), |node| tree.parent(*node).filter(is_part)).last()?;
            let assign =
                tree.parent(whole).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(whole) == Role::Value);
            let target = assign.and_then(|assign| tree.child(assign, Role::Target));
            let own = target.filter(|t| tree.child(*t, Role::Object).is_some_and(|object| names.is_itself(object)));
            match own.and_then(|target| names.key_of(target)) {
                Some(key) if attribute.is_none_or(|known| known == key) => attribute = Some(key),
                Some(_) => return None,
                None if self.contexts.is_done_at(reader) => {}
                None => return None,
            }
        }
        attribute
    }

    /// What a class is made from, and what its members are.
    fn facts(&self, class: NodeId) -> Option<ClassFacts> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = self.class_name(class)?.to_owned();
        let bases =
            tree.children(class).filter(|child| tree.role(*child) == Role::Base && tree.kind(*child) != Kind::Keyword);
        let bases = bases.map(|base| {
            let text = names.text(base).split('[').next().unwrap_or_default();
            text.rsplit('.').next().unwrap_or(text).trim().to_owned()
        });
        let bases = bases.collect();
        let mut members: Vec<(String, Object)> = Vec::new();
        let mut kept: Vec<(String, String)> = Vec::new();
        let mut is_made_otherwise = false;
        for node in tree.below(class) {
            match tree.kind(node) {
                Kind::Assign if names.class_of(node) == Some(class) => {
                    let Some(target) = tree.child(node, Role::Target) else { continue };
                    let is_field = tree.kind(target) == Kind::Name && tree.parent(node) == Some(class);
                    let is_own = tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object));
                    let key = if is_field { Some(names.text(target)) } else { names.key_of(target).filter(|_| is_own) };
                    members.extend(key.map(|key| (key.to_owned(), self.assigned(node))));
                }
                Kind::Function if tree.parent(node) == Some(class) => {
                    let Some(name) = names.name_of(node).map(|name| names.text(name)) else { continue };
                    if name == names.dialect.constructor() {
                        is_made_otherwise = true;
                        kept.extend(names.own_params(node).into_iter().filter_map(|param| {
                            let name = names.text(tree.child(param, Role::Name)?);
                            Some((name.to_owned(), self.kept(param)?.to_owned()))
                        }));
                    } else if names.is_getter(node) {
                        members.push((name.to_owned(), self.answered(node)));
                    }
                }
                _ => {}
            }
        }
        Some(ClassFacts { name, bases, members, kept, is_made_otherwise })
    }

    /// What the names of the file itself are, for others that import them.
    fn of_module(&self) -> Vec<(String, Object)> {
        let object = |(name, bounds): (&'f str, &[Bound])| {
            let object = |bound: &Bound| match bound {
                Bound::Function(function) => Some((format!("{name}()"), self.answered(*function))),
                Bound::Import(_) | Bound::Class(_) => None,
                bound => Some((name.to_owned(), self.bound(*bound, 0))),
            };
            bounds.iter().filter_map(object).collect::<Vec<_>>()
        };
        self.names.of_module().flat_map(object).collect()
    }
}

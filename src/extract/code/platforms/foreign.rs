//! Clients of classes that no SDK has: a call on one is named as an SDK names it, and goes where that class sends it.

use super::clients::{Clients, Found};
use crate::extract::code::context::Contexts;
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform, Route};
use crate::vocabulary::{Host, Sign};

/// Deepest line of base classes that is followed.
const DEEPEST: usize = 4;

/// Bases of the language itself that say nothing of what a class is.
const PLAIN_BASES: [&str; 5] = ["object", "ABC", "Protocol", "Generic", "TypedDict"];

/// Where a class sends its calls, as far as its own file tells.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::extract::code) enum Leads {
    /// To a client of an SDK, which it extends or makes.
    Sdk(Option<Platform>),
    /// Where the classes of other files lead that it extends.
    Further(Vec<Route>),
    /// To nothing that is known here.
    Nowhere,
}

impl<'f> Clients<'_, 'f> {
    /// What an expression is said to be by the classes that it is made of, where none of them is a client of an SDK: what
    /// wraps a client goes where that one goes.
    pub(in crate::extract::code) fn foreign_platform(&self, receiver: NodeId) -> Option<Platform> {
        let names = self.names;
        let mut found: Option<Platform> = None;
        for bound in names.bounds_of(receiver) {
            let made = match bound {
                // What is nothing at first is made later.
                Bound::Declared(declared) if names.tree.kind(declared) != Kind::Param => continue,
                Bound::Value(value) if names.tree.kind(value) == Kind::Literal => continue,
                Bound::Value(value) if names.tree.kind(value) == Kind::Call => self.platform_of_foreign(value)?,
                _ => return None,
            };
            match found {
                Some(before) if before != made => return None,
                _ => found = Some(made),
            }
        }
        found
    }

    /// The last name of a base says nothing of what a class is, nor of where it sends its calls.
    pub(in crate::extract::code) fn is_plain_base(&self, last: &str) -> bool {
        PLAIN_BASES.contains(&last) || self.vocabulary.is_sign(last, Sign::Form)
    }

    fn platform_of_foreign(&self, call: NodeId) -> Option<Platform> {
        if let Some(wrapped) = self.given_client(call) {
            return Some(wrapped);
        }
        let is_foreign = self.is_construction(call) && self.is_made_of_foreign(call);
        is_foreign.then_some(Platform::UnknownHost(Evidence::Client))
    }

    /// A call constructs a class of a package that no SDK comes in, or one of this file that leads to none, and nothing
    /// that it is given names a platform.
    fn is_made_of_foreign(&self, call: NodeId) -> bool {
        let names = self.names;
        let Some(callee) = names.tree.child(call, Role::Callee) else { return false };
        let chain = names.chain(callee);
        let is_foreign = match names.qualified(&chain) {
            Some((module, path)) => path.last().is_some_and(|class| self.is_foreign_class(&module, class)),
            None => {
                let classes: Vec<NodeId> = names.bounds_of(callee).into_iter().filter_map(as_class).collect();
                !classes.is_empty() && classes.into_iter().all(|class| self.leads(class) == Leads::Nowhere)
            }
        };
        is_foreign && !self.is_given_platform(call)
    }

    /// Neither the class of another file or package nor its module is called by a platform.
    fn is_foreign_class(&self, module: &str, class: &str) -> bool {
        let contexts = Contexts::new(self.names, self.vocabulary);
        contexts.told_by_class(class).is_none() && !self.names_platform(module)
    }

    /// Something that a call is given names a platform: a key by its variable, a URL.
    fn is_given_platform(&self, call: NodeId) -> bool {
        let names = self.names;
        let given = names.tree.children(call).filter(|child| names.tree.role(*child) == Role::Argument);
        { given }.any(|given| self.names_platform(names.text(given)))
    }

    /// Some word of a text is a platform.
    pub(in crate::extract::code) fn names_platform(&self, text: &str) -> bool {
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.len() > 2);
        let called = words.filter_map(|word| self.vocabulary.provider_called(&word.to_ascii_lowercase()));
        { called }.any(|provider| !self.vocabulary.user_named(provider))
    }

    /// Where a class of this file sends its calls.
    pub(in crate::extract::code) fn leads(&self, class: NodeId) -> Leads {
        let mut further = Vec::new();
        if let Some(platform) = self.extended(class, 0, &mut further) {
            return Leads::Sdk(Some(platform));
        }
        let made = self.made_within(class);
        if let Some(platform) = self.platform_of(&made) {
            return Leads::Sdk(Some(platform));
        }
        match () {
            () if self.imports_platform() || self.asks_platform(class) => Leads::Sdk(None),
            () if further.is_empty() => Leads::Nowhere,
            () => Leads::Further(further),
        }
    }

    /// The platform of the client that a class extends; ways to classes of other files that it extends.
    fn extended(&self, class: NodeId, depth: usize, further: &mut Vec<Route>) -> Option<Platform> {
        let names = self.names;
        let bases = names.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        for base in bases {
            let chain = names.chain(*base);
            if let Some(client) = self.class(&chain) {
                return Some(self.platform(Found { client, made: None }));
            }
            let own: Vec<NodeId> = names.bounds_of(*base).into_iter().filter_map(as_class).collect();
            let above = own.iter().filter(|other| **other != class && depth < DEEPEST);
            if let Some(found) = { above }.find_map(|other| self.extended(*other, depth + 1, further)) {
                return Some(found);
            }
            let is_plain = chain.names.last().is_some_and(|last| self.is_plain_base(last));
            if own.is_empty() && !is_plain {
                further.extend(names.routes_of(*base).into_iter().map(|route| route.then(Route::CALLED)));
            }
        }
        None
    }

    /// The platform of the clients that are made in the class around a call.
    pub(in crate::extract::code) fn made_by_class_of(&self, call: NodeId) -> Option<Platform> {
        let made = self.made_within(self.names.class_of(call)?);
        if made.is_empty() { None } else { self.platform_of(&made) }
    }

    /// The clients that are made inside of a class, or of the file.
    pub(in crate::extract::code) fn made_within(&self, class: NodeId) -> Vec<Found<'f>> {
        let tree = &self.names.tree;
        let making = |call: NodeId| {
            let client = self.class(&self.names.chain(tree.child(call, Role::Callee)?))?;
            Some(Found { client, made: Some(call) })
        };
        // Every call of the class asks: all others are looked through once.
        let known = self.names.making.borrow().get(&class).cloned();
        if let Some(known) = known {
            return known.into_iter().filter_map(making).collect();
        }
        let calls = tree.below(class).filter(|node| tree.kind(*node) == Kind::Call);
        let made: Vec<Found<'f>> = calls.filter_map(making).collect();
        self.names.making.borrow_mut().insert(class, made.iter().filter_map(|found| found.made).collect());
        made
    }

    /// The file takes something from a module that is called by a platform.
    pub(in crate::extract::code) fn imports_platform(&self) -> bool {
        self.names.imports.iter().any(|import| self.names_platform(&import.module))
    }

    /// A class asks a server of a platform.
    fn asks_platform(&self, class: NodeId) -> bool {
        let names = self.names;
        let mut texts = names.tree.below(class).filter(|node| names.tree.kind(*node) == Kind::Str);
        texts.any(|text| {
            let text = names.text(text);
            text.contains("://") && matches!(self.vocabulary.host(text), Host::Known(_))
        })
    }
}

/// The class that something is bound to.
fn as_class(bound: Bound) -> Option<NodeId> {
    if let Bound::Class(class) = bound { Some(class) } else { None }
}

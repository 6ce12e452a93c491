//! Who answers a file where nothing beside a model tells it: the one router or the unknown server that it asks, or the
//! router whose spelling stands beside a name.

use foldhash::HashSet;

use super::clients::Clients;
use crate::extract::Extraction;
use crate::extract::called::{is_route, names_router, platform_of_secret};
use crate::extract::code::follow::is_setting_name;
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::extract::requests;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Host, ProviderId, Sign, fold_name};

/// Whom the URLs and keys of a file name.
#[derive(Default)]
struct Named {
    /// Platforms that take routes, and serve no models of their own.
    routers: Vec<ProviderId>,
    /// The key of a router.
    has_key: bool,
    /// Another platform that is known, or a router by its own name before a route.
    others: bool,
    /// The key of a platform that serves models.
    has_other_key: bool,
}

impl Named {
    /// The one who takes the routes of a file that asks nobody else.
    fn router(&self) -> Option<Platform> {
        match self.routers.as_slice() {
            [only] if !self.others => Some(Platform::Known(*only, Evidence::Host)),
            [] if !self.others && self.has_key && !self.has_other_key => {
                Some(Platform::UnknownHost(Evidence::Settings))
            }
            _ => None,
        }
    }
}

/// What is spelled as only a router has it, and what stands beside it.
#[derive(Default)]
struct OfRouters<'f> {
    /// Maps and lists that hold such a spelling.
    literals: Vec<Span>,
    /// What rows of such a list are found by: elsewhere in the file the same is one of them.
    items: HashSet<&'f str>,
    /// A constant of the file is spelled so.
    has_constant: bool,
}

impl<'f> Clients<'_, 'f> {
    /// Says of every use that no platform is told of who answers the file.
    pub(in crate::extract::code) fn lay_answering(&self, extraction: &mut Extraction, asks_strangers: bool) {
        let references = || extraction.references.iter();
        let has_routes = references().any(|r| is_route(&r.value.text) && r.uses.iter().any(is_open));
        let has_rows = asks_strangers && references().any(|r| r.uses.iter().any(is_row));
        let has_constants = references().any(|r| r.uses.iter().any(is_constant)) && self.holds_address_of_stranger();
        if !has_routes && !has_rows && !has_constants {
            return;
        }
        let named = self.named_by_file();
        let router = named.router();
        let spelled = if has_routes && router.is_none() { self.spelled_for_routers() } else { OfRouters::default() };
        let no_other =
            (has_rows || has_constants) && !named.others && named.routers.is_empty() && self.asks_no_platform();
        for reference in &mut extraction.references {
            let (text, span) = (reference.value.text.as_str(), reference.value.span);
            let is_beside =
                spelled.literals.iter().any(|literal| literal.contains(span)) || spelled.items.contains(text);
            let of_routes = |used: &Use| {
                let is_spelled = is_beside || spelled.has_constant && is_constant(used);
                router.or_else(|| is_spelled.then_some(Platform::UnknownHost(Evidence::Settings)))
            };
            if is_route(text) {
                for used in reference.uses.iter_mut().filter(|used| is_open(used)) {
                    used.platform = of_routes(used).unwrap_or(used.platform);
                }
            }
            if no_other {
                let is_of_stranger = |used: &&mut Use| has_rows && is_row(used) || has_constants && is_constant(used);
                let uses = reference.uses.iter_mut().filter(is_of_stranger);
                uses.for_each(|used| used.platform = Platform::UnknownHost(Evidence::Host));
            }
        }
    }

    /// A constant of the file is the address at which a server that nobody knows answers a model's requests.
    fn holds_address_of_stranger(&self) -> bool {
        const ANSWERS: &str = "completions";
        let (names, tree) = (self.names, &self.names.tree);
        let values = tree.children(Tree::ROOT).filter(|node| tree.kind(*node) == Kind::Assign);
        let mut texts = values.filter_map(|assign| names.literal(tree.child(assign, Role::Value)?));
        texts.any(|text| {
            text.text.contains("://") && text.text.ends_with(ANSWERS) && {
                self.vocabulary.host(&text.text) == Host::Unknown
            }
        })
    }

    /// Whom the addresses name that are written in a file, and whose keys it mentions.
    fn named_by_file(&self) -> Named {
        let (names, tree) = (self.names, &self.names.tree);
        let mut named = Named::default();
        for id in tree.ids() {
            let text = match tree.kind(id) {
                Kind::Str | Kind::Name => names.text(id),
                Kind::Member => names.key_of(id).unwrap_or_default(),
                _ => continue,
            };
            self.add_key(text, &mut named);
            if tree.kind(id) == Kind::Str {
                self.add_address(text, &mut named);
            }
        }
        named
    }

    fn add_key(&self, name: &str, named: &mut Named) {
        if !is_setting_name(name) || !requests::names_secret(&fold_name(name)) {
            return;
        }
        let serves = |provider: ProviderId| self.vocabulary.serves(provider) || self.vocabulary.user_named(provider);
        match self.vocabulary.is_sign(name, Sign::RouterKey) {
            true => named.has_key = true,
            false => named.has_other_key |= platform_of_secret(name, self.vocabulary).is_some_and(serves),
        }
    }

    fn add_address(&self, text: &str, named: &mut Named) {
        named.others |= names_router(text, self.vocabulary);
        let Host::Known(provider) = (if text.contains("://") { self.vocabulary.host(text) } else { Host::None }) else {
            return;
        };
        // Where users choose the names, as on the machine itself, no maker is asked either.
        match self.vocabulary.serves(provider) {
            true => named.others = true,
            false if self.vocabulary.user_named(provider) => {}
            false if !named.routers.contains(&provider) => named.routers.push(provider),
            false => {}
        }
    }

    /// A file makes no client of an SDK, and takes nothing from what is called by a platform.
    fn asks_no_platform(&self) -> bool {
        self.made_within(Tree::ROOT).is_empty() && !self.imports_platform()
    }

    /// What stands beside names that are spelled as only a router has them: all of that is the router's.
    fn spelled_for_routers(&self) -> OfRouters<'f> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_mark = |id: &NodeId| {
            let text = || names.text(*id);
            tree.kind(*id) == Kind::Str && is_route(text()) && self.vocabulary.is_sign(text(), Sign::Router)
        };
        let (mut spelled, mut seen) = (OfRouters::default(), HashSet::default());
        for mark in tree.ids().filter(is_mark) {
            let up = tree.parent(mark).filter(|up| tree.kind(*up) == Kind::Assign && tree.role(mark) == Role::Value);
            spelled.has_constant |= up.is_some_and(|assign| tree.parent(assign) == Some(Tree::ROOT));
            if let Some(literal) = self.literal_around(mark).filter(|literal| seen.insert(*literal)) {
                spelled.literals.push(tree.node(literal).span);
                spelled.items.extend(self.items_of_rows(literal));
            }
        }
        spelled
    }

    /// The map or list in which a value stands; of a row the list of rows, of a list that stands under a key the table.
    fn literal_around(&self, value: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let holds = |id: &NodeId| matches!(tree.kind(*id), Kind::Map | Kind::List);
        let inner = tree.ancestors(value).take(2).find(holds)?;
        let list = match tree.kind(inner) {
            Kind::List => Some(inner),
            _ => tree.parent(inner).filter(|up| tree.kind(*up) == Kind::List),
        };
        let entry = list.and_then(|list| tree.parent(list)).filter(|up| tree.kind(*up) == Kind::Entry);
        let table = entry.and_then(|entry| tree.parent(entry)).filter(|up| tree.kind(*up) == Kind::Map);
        Some(table.or(list).unwrap_or(inner))
    }

    /// Routes in rows of a list, or of lists in a table.
    fn items_of_rows(&self, literal: NodeId) -> impl Iterator<Item = &'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_row = move |id: NodeId| {
            let map = tree.ancestors(id).take(2).find(|up| tree.kind(*up) == Kind::Map);
            map.and_then(|map| tree.parent(map)).is_some_and(|up| tree.kind(up) == Kind::List)
        };
        let texts = tree.below(literal).filter(move |id| tree.kind(*id) == Kind::Str && is_row(*id));
        texts.map(move |id| names.text(id)).filter(|text| is_route(text))
    }
}

/// Nothing tells the platform of a use that may be sent.
fn is_open(used: &Use) -> bool {
    used.platform == Platform::Unstated && matches!(used.context, Context::Setting | Context::Slot | Context::Choice)
}

/// The same, of what stands under a name of its own that tells no framework.
fn is_constant(used: &Use) -> bool {
    is_open(used) && used.context == Context::Setting && used.path.is_none() && used.framework.is_empty()
}

/// The same, of what stands in a map or a list and has no name of its own.
fn is_row(used: &Use) -> bool {
    is_open(used) && used.context != Context::Setting && used.path.is_none()
}

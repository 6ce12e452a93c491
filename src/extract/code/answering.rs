//! Who answers a file where nothing beside a model tells it: the one router or the unknown server that it asks, or the
//! router whose spelling stands beside a name.

use super::clients::Clients;
use super::tree::{Kind, NodeId, Role, Tree};
use crate::extract::Extraction;
use crate::extract::called::names_router;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{Host, ProviderId, Sign};

/// Whom the URLs of a file name.
#[derive(Default)]
struct Named {
    /// Platforms that take routes, and serve no models of their own.
    routers: Vec<ProviderId>,
    /// Another platform that is known, or a router by its own name before a route.
    others: bool,
}

impl Clients<'_, '_> {
    /// Says of every use that no platform is told of who answers the file.
    pub(super) fn lay_answering(&self, extraction: &mut Extraction, asks_strangers: bool) {
        let references = || extraction.references.iter();
        let has_routes = references().any(|r| is_route(&r.value.text) && r.uses.iter().any(is_open));
        let has_rows = asks_strangers && references().any(|r| r.uses.iter().any(is_row));
        let has_constants = references().any(|r| r.uses.iter().any(is_constant)) && self.holds_address_of_stranger();
        if !has_routes && !has_rows && !has_constants {
            return;
        }
        let named = self.named_by_urls();
        let router = match named.routers.as_slice() {
            [only] if !named.others => Some(Platform::Known(*only, Evidence::Host)),
            _ => None,
        };
        let literals = if has_routes && router.is_none() { self.literals_of_routers() } else { Vec::new() };
        let no_other =
            (has_rows || has_constants) && !named.others && named.routers.is_empty() && self.asks_no_platform();
        for reference in &mut extraction.references {
            let is_in = |literal: &Span| literal.contains(reference.value.span);
            let of_routes =
                || router.or_else(|| literals.iter().any(is_in).then_some(Platform::UnknownHost(Evidence::Settings)));
            if let Some(told) = is_route(&reference.value.text).then(of_routes).flatten() {
                reference.uses.iter_mut().filter(|used| is_open(used)).for_each(|used| used.platform = told);
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

    /// Whom the addresses name that are written in a file.
    fn named_by_urls(&self) -> Named {
        let (names, tree) = (self.names, &self.names.tree);
        let mut named = Named::default();
        for text in tree.ids().filter(|id| tree.kind(*id) == Kind::Str).map(|id| names.text(id)) {
            named.others |= names_router(text, self.vocabulary);
            let Host::Known(provider) = (if text.contains("://") { self.vocabulary.host(text) } else { Host::None })
            else {
                continue;
            };
            match self.vocabulary.serves(provider) || self.vocabulary.user_named(provider) {
                true => named.others = true,
                false if !named.routers.contains(&provider) => named.routers.push(provider),
                false => {}
            }
        }
        named
    }

    /// A file makes no client of an SDK, and takes nothing from what is called by a platform.
    fn asks_no_platform(&self) -> bool {
        self.made_within(Tree::ROOT).is_empty() && !self.imports_platform()
    }

    /// Maps and lists in which a name is spelled as only a router has it: all that stands in them is the router's.
    fn literals_of_routers(&self) -> Vec<Span> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_mark = |id: &NodeId| {
            let text = || names.text(*id);
            tree.kind(*id) == Kind::Str && is_route(text()) && self.vocabulary.is_sign(text(), Sign::Router)
        };
        tree.ids().filter(is_mark).filter_map(|id| self.literal_around(id)).map(|id| tree.node(id).span).collect()
    }

    /// The map or list in which a value stands; of a row the list of rows.
    fn literal_around(&self, value: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let holds = |id: &NodeId| matches!(tree.kind(*id), Kind::Map | Kind::List);
        let inner = tree.ancestors(value).take(2).find(holds)?;
        let rows = tree.parent(inner).filter(|up| tree.kind(*up) == Kind::List);
        Some(rows.unwrap_or(inner))
    }
}

/// A name with one maker before it: `maker/id`.
fn is_route(text: &str) -> bool {
    text.split_once('/').is_some_and(|(maker, rest)| !maker.is_empty() && !rest.contains('/'))
}

/// Nothing tells the platform of a use that may be sent.
fn is_open(used: &Use) -> bool {
    used.platform == Platform::Unstated && matches!(used.context, Context::Setting | Context::Slot | Context::Choice)
}

/// The same, of what stands under a name of its own.
fn is_constant(used: &Use) -> bool {
    is_open(used) && used.context == Context::Setting && used.path.is_none()
}

/// The same, of what stands in a map or a list and has no name of its own.
fn is_row(used: &Use) -> bool {
    is_open(used) && used.context != Context::Setting && used.path.is_none()
}

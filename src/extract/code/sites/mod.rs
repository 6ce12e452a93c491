//! Call sites: which calls name a model, to what, and where.

mod chains;
mod decorated;
mod functions;
mod methods;
mod outlines;
mod requests;
mod retried;
mod uses;

use std::cmp::Reverse;
use std::rc::Rc;

pub use self::requests::InUrl;
use self::requests::as_request;
use super::names::{Bound, Names};
use super::platforms::clients::{Clients, Found};
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Elsewhere, Platform};
use crate::vocabulary::{EndpointSet, Site, SiteKind};

/// A call that names a model.
pub struct Call<'v> {
    /// The call.
    pub node: NodeId,
    /// What the vocabulary knows of it.
    pub site: Site<'v>,
    /// The platform that it talks to.
    pub platform: Platform,
    /// What in another file tells the platform.
    pub told_by: Option<Elsewhere>,
}

impl<'f> Clients<'_, 'f> {
    /// What the vocabulary knows of a call.
    pub fn site_of(&self, call: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let site = self.site_of_decorated(call, callee).or_else(|| self.site_named(call, callee));
        site.or_else(|| self.handed_callee(call, callee)).or_else(|| self.site_of_base(call, callee))
    }

    /// A class of this file that has no constructor is made as the one class is that it extends.
    fn site_of_base(&self, call: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        let bounds = if names.tree.kind(callee) == Kind::Name { names.bounds_of(callee) } else { Vec::new() };
        let [Bound::Class(class)] = bounds[..] else { return None };
        let is_made = |method: &str| !names.class_attribute(class, method, 0).is_empty();
        if names.as_function(Bound::Class(class)).is_some() || is_made("__new__") || is_made("__post_init__") {
            return None;
        }
        let bases = names.bases.get(&class).map_or(&[] as &[NodeId], Vec::as_slice);
        let [base] = bases else { return None };
        self.site_named(call, *base).filter(|found| found.site.kind == SiteKind::Function)
    }

    /// A function that is handed to another with its arguments: `partial(client.chat.completions.create, model="…")`.
    fn handed_callee(&self, call: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        let first = names
            .positional(call)
            .into_iter()
            .next()
            .filter(|a| matches!(names.tree.kind(*a), Kind::Member | Kind::Name) && *a != callee)?;
        let has_keywords = || names.tree.children(call).any(|c| names.tree.kind(c) == Kind::Keyword);
        let found = has_keywords().then(|| self.site_named(call, first)).flatten()?;
        let is_named =
            found.site.kind != SiteKind::Http && found.site.model.iter().any(|m| names.keyword(call, m).is_some());
        // A method of a client is called whatever it is handed with.
        let is_method = || found.site.kind == SiteKind::Method && names.tree.kind(first) == Kind::Member;
        let is_called = is_named || is_method();
        let mut site = found.site;
        site.position = None;
        is_called.then_some(Call { site, ..found })
    }

    fn site_named(&self, call: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        let chain = self.expanded(names.chain(callee));
        let last = chain.names.last().copied().unwrap_or_default();
        let sites = match self.original_name(&chain) {
            Some(name) => self.vocabulary.sites(names.dialect.language(), name).into(),
            None => self.sites_named(last),
        };
        let chain = if sites.is_empty() { chain } else { self.without_attribute(chain) };
        let of_kind = |kind: SiteKind| sites.iter().filter(move |s| s.kind == kind);
        let qualified = of_kind(SiteKind::Function).next().and_then(|_| names.qualified(&chain));
        let mut functions: Vec<&Site<'f>> = of_kind(SiteKind::Function).collect();
        functions.sort_by_key(|site| Reverse(length_of_module(site, qualified.as_ref())));
        let function = { functions.into_iter() }.find_map(|s| self.as_function(*s, call, &chain, qualified.as_ref()));
        function
            .or_else(|| self.as_method(&sites, call, &chain))
            .or_else(|| {
                // Those of a package know better than those of any name.
                let of_package = of_kind(SiteKind::Http).filter(|s| !s.modules.is_empty());
                let of_any = of_kind(SiteKind::Http).filter(|s| s.modules.is_empty());
                { of_package.chain(of_any) }.find_map(|s| as_request(names, *s, call, &chain))
            })
            .or_else(|| self.as_called_client(call, callee))
    }

    /// Call sites whose callee ends in a name; the same names are asked for again and again.
    pub(super) fn sites_named(&self, last: &'f str) -> Rc<[Site<'f>]> {
        let find = || self.vocabulary.sites(self.names.dialect.language(), last).into();
        Rc::clone(self.names.sites.borrow_mut().entry(last).or_insert_with(find))
    }

    /// A client that is called itself: the factories of some frameworks are functions.
    fn as_called_client(&self, node: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let itself = || self.vocabulary.sites(self.names.dialect.language(), CALLED_ITSELF);
        let is_possible = self.names.calls_clients.get_or_init(|| !itself().is_empty());
        if *is_possible && let Some(call) = self.as_client_of_table(node, callee) {
            return Some(call);
        }
        if !is_possible || !matches!(self.names.tree.kind(callee), Kind::Name | Kind::Member | Kind::Call) {
            return None;
        }
        // A function that gives a client is called to make one.
        let makes = |function: NodeId| !self.names.is_getter(function);
        if self.names.tree.kind(callee) != Kind::Call && self.names.functions_of(callee).into_iter().any(makes) {
            return None;
        }
        let called = self.all_of(callee).into_iter().filter_map(|found| {
            let is_of = |site: &Site<'f>| site.modules.iter().any(|module| found.client.modules.has(module));
            Some((found, itself().into_iter().find(is_of)?))
        });
        let (found, sites): (Vec<Found<'f>>, Vec<Site<'f>>) = called.unzip();
        let mut site = *sites.first()?;
        if sites.iter().any(|other| other.provider != site.provider || other.endpoints != site.endpoints) {
            site.endpoints = EndpointSet::EMPTY;
            site.provider = None;
        }
        Some(Call { node, site, platform: self.platform_of(&found)?, told_by: None })
    }
}

/// How long the longest module of a site is which holds what is called: one within another says more of it.
fn length_of_module(site: &Site<'_>, qualified: Option<&(String, Vec<String>)>) -> usize {
    let Some((module, path)) = qualified else { return 0 };
    let whole = format!("{module}.{}", path.join("."));
    site.modules
        .iter()
        .filter(|module| Names::in_modules(&whole, [*module].into_iter()))
        .map(str::len)
        .max()
        .unwrap_or(0)
}

/// The callee of call sites that are the client itself.
pub(super) const CALLED_ITSELF: &str = "()";

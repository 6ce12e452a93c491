//! Clients that are called like functions where the model is named: in this file by a table of them, in other files by
//! the name that this one exports.

use super::clients::{Clients, Found};
use crate::extract::Reached;
use crate::extract::code::names::{Bound, Names};
use crate::extract::code::sites::{CALLED_ITSELF, Call};
use crate::extract::code::tree::{Kind, NodeId, Role, Tree};
use crate::reference::{Context, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{EndpointSet, Site, SiteKind};

/// Entries of a table of clients that are looked at.
const MOST_CLIENTS: usize = 64;

impl<'f> Clients<'_, 'f> {
    /// `clients[name]("…")`: one of a table of clients is called. Which one is not known, so the model's name decides.
    pub(in crate::extract::code) fn as_client_of_table(&self, node: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        if names.tree.kind(callee) != Kind::Index || names.key_of(callee).is_some() {
            return None;
        }
        let table = names.map_of(names.tree.child(callee, Role::Object)?, 0)?;
        let values = names.tree.children(table).filter_map(|entry| names.tree.child(entry, Role::Value));
        let clients = values.take(MOST_CLIENTS).filter_map(|value| self.of(value));
        let sites = || self.vocabulary.sites(names.dialect.language(), CALLED_ITSELF);
        let mut called = clients.filter_map(|found| sites().into_iter().find(|site| is_of(site, found)));
        let mut site = called.next()?;
        site.endpoints = EndpointSet::EMPTY;
        site.provider = None;
        Some(Call { node, site, platform: Platform::Unstated, told_by: None })
    }

    /// The calls that other files make where they call what this one exports by some names, and that is a client or a
    /// method of one.
    pub(in crate::extract::code) fn called_elsewhere(&self, path: &[String]) -> Vec<Reached> {
        let itself = self.calls_of(path, CALLED_ITSELF, path);
        if !itself.is_empty() {
            return itself;
        }
        match path.split_last() {
            Some((method, before)) if !before.is_empty() => self.calls_of(before, method, path),
            _ => Vec::new(),
        }
    }

    fn calls_of(&self, client: &[String], method: &str, path: &[String]) -> Vec<Reached> {
        let sites = self.vocabulary.sites(self.names.dialect.language(), method);
        if sites.is_empty() {
            return Vec::new();
        }
        let Some(found) = self.exported_client(client) else { return Vec::new() };
        let own = sites.into_iter().filter(|site| site.kind == SiteKind::Method && is_of(site, found));
        let reached = |site: Site<'f>| {
            let mut used = Use::new(Context::Argument, Span::default(), path.join("."));
            used.endpoints = site.endpoints;
            used.platform = self.platform(found);
            used.form = site.form;
            used.framework = site.framework.to_owned();
            used.rewrites_endpoint = site.rewrites_endpoint;
            used.rewrites_parameters = site.rewrites_parameters;
            Reached { name: String::new(), position: site.position.map(usize::from), key: None, used, is_callee: true }
        };
        own.filter(|site| site.position.is_some() && !site.lookup).take(1).map(reached).collect()
    }

    /// The client that this file exports by some names, also one that it only passes on.
    fn exported_client(&self, path: &[String]) -> Option<Found<'f>> {
        let exported = self.names.exported(path);
        let class = |module: &str, name: &str| {
            let clients = self.vocabulary.clients(self.names.dialect.language(), name);
            let client = clients.into_iter().find(|client| Names::in_modules(module, client.modules.iter()))?;
            Some(Found { client, made: None })
        };
        let bound = |bound: &Bound| match bound {
            Bound::Import(number) => {
                let import = &self.names.imports[*number];
                class(&import.module, import.name.as_deref()?)
            }
            other => self.choose(&self.search_bound(other, 0)),
        };
        let passed_on = || {
            let single = exported.routes.iter().filter(|route| route.names.len() == 1);
            single.filter_map(|route| class(&route.module, &route.names[0])).next()
        };
        exported.bounds.iter().find_map(bound).or_else(passed_on)
    }

    /// A client whose requests a function in the file answers: it makes a response and asks nobody.
    pub(in crate::extract::code) fn is_answered_here(&self, call: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let chains = |function: NodeId| {
            let calls = tree.below(function).filter(|node| tree.kind(*node) == Kind::Call);
            calls.filter_map(|call| Some(names.chain(tree.child(call, Role::Callee)?).names)).collect::<Vec<_>>()
        };
        let answers = |function: NodeId| {
            let chains = chains(function);
            chains.iter().any(|chain| names.dialect.answers(chain))
                && !chains.iter().any(|chain| names.dialect.requests(chain))
        };
        let given = self.argument(call, "fetch");
        given.filter(|given| *given != Tree::ROOT && tree.kind(*given) == Kind::Function).is_some_and(answers)
    }
}

/// A call site is one of a client's package.
fn is_of(site: &Site<'_>, found: Found<'_>) -> bool {
    site.modules.iter().any(|module| found.client.modules.has(module))
}

//! Who answers at the base URL that a call is given.

use super::clients::{Clients, Found};
use crate::extract::code::names::Bound;
use crate::extract::code::tree::{Kind, NodeId};
use crate::reference::{Evidence, HostRoute, Platform};
use crate::vocabulary::{Host, ProviderId};

/// What stands for a part of a URL that is not known.
const UNKNOWN: &str = "{}";

impl<'f> Clients<'_, 'f> {
    /// The platform behind an expression that is a base URL; `default` where it is none.
    pub fn host(&self, url: NodeId, default: ProviderId) -> Platform {
        let names = self.names;
        if names.tree.kind(url) == Kind::Literal || matches!(names.text(url), "None" | "null" | "undefined") {
            return Platform::Known(default, Evidence::Client);
        }
        let mut trail = names.follow(url);
        names.keep_looked_up(url, &mut trail.found);
        // A variable that is looked up, and nothing without it: who sets it has another server.
        let is_nothing = !trail.found.is_empty() && trail.found.iter().all(|found| found.text.text.is_empty());
        if is_nothing && !trail.environment.is_empty() {
            return Platform::Unstated;
        }
        if is_nothing && names.is_looked_up_or_empty(url) {
            return Platform::UnknownHost(Evidence::Host);
        }
        let platforms: Vec<Platform> = { trail.found.iter() }
            .map(|f| match self.vocabulary.host(&f.text.text) {
                Host::Known(provider) => Platform::Known(provider, Evidence::Host),
                Host::Unknown => Platform::UnknownHost(Evidence::Host),
                Host::None => Platform::Known(default, Evidence::Client),
            })
            .collect();
        let Some(first) = platforms.first().copied() else {
            // A parameter whose default is nothing: by default the client talks to its own platform.
            if trail.nothing {
                return Platform::Known(default, Evidence::Class);
            }
            let is_own = || self.is_own_variable(url, &trail.environment, default);
            let by_default = || (self.may_be_left_out(url) || is_own()).then_some(Platform::Unstated);
            let known = self.host_of_prefix(url).or_else(by_default);
            return known.unwrap_or(Platform::UnknownHost(Evidence::Host));
        };
        let is_of_maker = matches!(first, Platform::Known(provider, _) if provider == default);
        if !is_of_maker && (self.is_nothing_otherwise(url) || self.is_nothing_in_some_answer(url)) {
            Platform::Unstated
        } else if platforms.iter().all(|platform| *platform == first) {
            first
        } else if trail.environment.is_empty() && platforms.iter().all(|platform| self.serves_its_own(*platform)) {
            // Of several makers the one is asked that has the model.
            Platform::Unstated
        } else {
            Platform::UnknownHost(Evidence::Host)
        }
    }

    /// The platform behind a base URL that a call is given, perhaps only under a condition.
    pub(in crate::extract::code) fn host_given(&self, url: NodeId, call: NodeId, default: ProviderId) -> Platform {
        let told = self.host(url, default);
        let is_open = || self.is_given_on_condition(url, call);
        match told {
            Platform::UnknownHost(_) | Platform::Unstated if self.is_named_for_another(call) => {
                Platform::UnknownHost(Evidence::Host)
            }
            Platform::UnknownHost(_) if is_open() => Platform::Unstated,
            told => told,
        }
    }

    /// The base URL of a client, where another file has it, and whom the client asks without one.
    pub(in crate::extract::code) fn host_elsewhere(&self, clients: &[Found<'f>]) -> Option<HostRoute> {
        let [found] = clients else { return None };
        let call = found.made?;
        let url = self.base_url(call, found.client.base_url)?;
        self.url_elsewhere(url, call, found.client.provider, self.platform(*found))
    }

    /// The way to a base URL that a call is given, and whom it asks without one; nothing if this file tells enough.
    pub(in crate::extract::code) fn url_elsewhere(
        &self,
        url: NodeId,
        call: NodeId,
        default: ProviderId,
        told: Platform,
    ) -> Option<HostRoute> {
        if told != Platform::UnknownHost(Evidence::Host) || self.is_named_for_another(call) {
            return None;
        }
        let trail = self.names.follow(url);
        match trail.routes.as_slice() {
            [(route, false)] if trail.found.is_empty() && trail.params.is_empty() => Some((route.clone(), default)),
            _ => None,
        }
    }

    /// A URL whose beginning is known and holds the host: `f"https://host/{path}"`. Of gateways the rest of the path says
    /// who answers; what is not known there stands for one segment.
    fn host_of_prefix(&self, url: NodeId) -> Option<Platform> {
        let mut found: Option<Platform> = None;
        for text in self.outlines(url, 0) {
            let (_, rest) = text.split_once("://")?;
            let (host, _) = rest.split_once('/')?;
            // What is put before the end of a host is a place or an account; its end says whose it is.
            let is_told = !host.trim_start_matches(UNKNOWN).contains(UNKNOWN) && host != UNKNOWN;
            let platform = match self.vocabulary.host(&text) {
                Host::Known(provider) if is_told => Platform::Known(provider, Evidence::Host),
                _ => return None,
            };
            if found.is_some_and(|before| before != platform) {
                return None;
            }
            found = Some(platform);
        }
        found
    }

    /// The texts that an expression may be, with [`UNKNOWN`] for each part that is not known.
    fn outlines(&self, node: NodeId, depth: usize) -> Vec<String> {
        const DEEPEST: usize = 4;
        const MOST: usize = 8;
        let names = self.names;
        if let Some(text) = names.fold(node) {
            return vec![text.text];
        }
        let unknown = || vec![UNKNOWN.to_owned()];
        let Some(_step) = names.step_in().filter(|_| depth < DEEPEST) else { return unknown() };
        match names.tree.kind(node) {
            Kind::Template | Kind::Concat => {
                let mut texts = vec![String::new()];
                for part in names.tree.children(node) {
                    let parts = self.outlines(part, depth + 1);
                    let longer = texts.iter().flat_map(|text| parts.iter().map(move |part| format!("{text}{part}")));
                    texts = longer.take(MOST + 1).collect();
                }
                if texts.len() > MOST { unknown() } else { texts }
            }
            Kind::Name | Kind::Member => {
                let bounds = names.bounds_of(node);
                let value = |bound: &Bound| if let Bound::Value(value) = bound { Some(*value) } else { None };
                let values: Option<Vec<NodeId>> = bounds.iter().map(value).collect();
                let values = values.filter(|values| !values.is_empty() && values.len() <= MOST);
                let texts = values.map(|all| all.into_iter().flat_map(|one| self.outlines(one, depth + 1)).collect());
                texts.filter(|texts: &Vec<String>| texts.len() <= MOST).unwrap_or_else(unknown)
            }
            _ => unknown(),
        }
    }
}

//! Methods of clients that name a model, and the platform that one call of them talks to.

use super::Call;
use crate::extract::code::names::{Chain, Names};
use crate::extract::code::platforms::clients::{Clients, Found};
use crate::extract::code::platforms::optional::words;
use crate::extract::code::tree::NodeId;
use crate::reference::{Elsewhere, Evidence, Platform};
use crate::vocabulary::{Site, SiteKind};

impl<'f> Clients<'_, 'f> {
    /// A method of a client: the longest callee that ends the chain, of the client's own package if that is known.
    pub(super) fn as_method(&self, sites: &[Site<'f>], node: NodeId, chain: &Chain<'f>) -> Option<Call<'f>> {
        let segments: Vec<&str> =
            chain.names.iter().copied().filter(|n| !self.vocabulary.transparent_segment(n)).collect();
        let fits = |site: &Site<'f>| {
            let wanted: Vec<&str> = site.callee.split('.').collect();
            // A callee may hold its receiver: `platform.model("…")`.
            let receiver = segments.len() > wanted.len() || !chain.named_base || wanted.len() > 1;
            site.kind == SiteKind::Method && receiver && segments.ends_with(&wanted)
        };
        let longest = sites.iter().filter(|s| fits(s)).map(|s| s.callee.len()).max()?;
        let candidates: Vec<&Site<'f>> = sites.iter().filter(|s| fits(s) && s.callee.len() == longest).collect();
        let receiver = self.receiver(chain, candidates.first()?.callee);
        let found = receiver.map(|r| self.all_of(r)).unwrap_or_default();
        // Arguments of this one call may send it elsewhere.
        let redirected = |site: &Site<'f>| {
            let switched = self.switched(node, site.switches()).map(|p| Platform::Known(p, Evidence::CallSite));
            let url = || self.any_argument(node, site.base_url).map(|url| self.redirected_by(url, site.provider));
            switched.or_else(url)
        };
        let is_of = |s: &Site<'f>, found: &Found<'f>| {
            let modules = found.client.modules;
            s.modules.is_empty() || s.modules.iter().any(|m| Names::in_modules(m, modules.iter()) || modules.has(m))
        };
        // Clients of several packages may have one name: only those that have the method are called.
        let have: Vec<Found<'f>> =
            found.iter().copied().filter(|found| candidates.iter().any(|s| is_of(s, found))).collect();
        let found = if have.is_empty() { found } else { have };
        if let Some(chosen) = self.choose(&found) {
            // Sites of the client's own package know better than those of any.
            let own = candidates.iter().find(|s| !s.modules.is_empty() && is_of(s, &chosen));
            let own = own.or_else(|| candidates.iter().find(|s| is_of(s, &chosen)));
            let site = own.or_else(|| candidates.iter().find(|s| s.distinctive))?;
            let redirected = redirected(site);
            let told_by = if redirected.is_none() { self.host_elsewhere(&found) } else { None };
            let by_callers = || self.told_by_callers(receiver?);
            let platform = redirected.or_else(by_callers).or_else(|| self.platform_of(&found))?;
            return Some(Call { node, site: **site, platform, told_by: told_by.map(Elsewhere::Host) });
        }
        // A call that goes elsewhere by its own arguments does so whatever the client is.
        let imported = |site: &Site<'f>| {
            let routes = || receiver.map(|r| self.routes_of(r)).unwrap_or_default();
            redirected(site).is_none().then(routes).and_then(|routes| routes.into_iter().next()).map(Elsewhere::Client)
        };
        if let Some((module, _)) = names_module(self.names, chain) {
            let site = candidates.iter().find(|s| s.modules.is_empty() || Names::in_modules(&module, s.modules.iter()));
            if let Some(site) = site {
                let provider = site.provider.or_else(|| self.vocabulary.provider_word("", &module));
                if let Some(provider) = provider {
                    let platform =
                        redirected(site).unwrap_or_else(|| self.module_platform(node, chain, &module, provider));
                    return Some(Call { node, site: **site, platform, told_by: imported(site) });
                }
            }
        }
        let site = candidates.iter().find(|s| s.distinctive)?;
        let stated = site.provider.map_or(Platform::Unstated, |p| Platform::Known(p, Evidence::CallSite));
        let foreign = || receiver.and_then(|receiver| self.foreign_platform(receiver));
        let named = || receiver.filter(|receiver| self.is_from_cloud(*receiver));
        let named = || named().map(|_| Platform::UnknownHost(Evidence::Client));
        let others = || self.told_by_callers(receiver?).or_else(|| self.told_by_others(receiver?));
        let stranger = || self.is_class_of_stranger(site, chain).then_some(Platform::UnknownHost(Evidence::Client));
        let platform =
            redirected(site).or_else(stranger).or_else(foreign).or_else(named).or_else(others).unwrap_or(stated);
        Some(Call { node, site: **site, platform, told_by: imported(site) })
    }

    /// A client comes from a module that is called by a cloud on which users name deployments: `from acme_llm import client`.
    fn is_from_cloud(&self, receiver: NodeId) -> bool {
        let called = |word: &str| self.vocabulary.provider_word("", &word.to_ascii_lowercase());
        let is_cloud = |provider| self.vocabulary.user_named(provider) && self.vocabulary.serves(provider);
        let routes = self.routes_of(receiver);
        { routes.iter() }.any(|route| words(&route.module).into_iter().filter_map(called).any(is_cloud))
    }

    /// A class is called as that of an SDK is, and comes from a module that no platform has: `from acme import ChatCompletion`.
    fn is_class_of_stranger(&self, site: &Site<'f>, chain: &Chain<'f>) -> bool {
        let is_class = site.callee.starts_with(|c: char| c.is_ascii_uppercase());
        let from = names_module(self.names, chain).filter(|_| is_class);
        from.is_some_and(|(module, path)| !self.names_platform(&module) && !self.names_platform(&path.join(".")))
    }

    /// The platform behind a base URL that one call is given.
    fn redirected_by(&self, url: NodeId, provider: Option<crate::vocabulary::ProviderId>) -> Platform {
        provider.map_or(Platform::UnknownHost(Evidence::Host), |p| self.host(url, p))
    }
}

/// The module that a chain starts with, where its base is imported as a whole or from one.
fn names_module<'f>(names: &Names<'f>, chain: &Chain<'f>) -> Option<(String, Vec<String>)> {
    names.qualified(chain).filter(|(module, _)| !module.starts_with('.'))
}

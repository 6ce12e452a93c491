//! Call sites: which calls name a model, to what, and where.

use super::clients::Clients;
use super::names::{Chain, Names};
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{EndpointSet, Form, Host, Site, SiteKind, UrlSite};

/// A model inside a URL: the literal that holds the URL, and the bytes of it that are the model.
pub type InUrl = (NodeId, std::ops::Range<usize>);

/// A call that names a model.
pub struct Call<'v> {
    /// The call.
    pub node: NodeId,
    /// What the vocabulary knows of it.
    pub site: Site<'v>,
    /// The platform that it talks to.
    pub platform: Platform,
}

impl<'f> Clients<'_, 'f> {
    /// What the vocabulary knows of a call.
    pub fn site_of(&self, call: NodeId) -> Option<Call<'f>> {
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee)?;
        let chain = names.chain(callee);
        let last = chain.names.last().copied().unwrap_or_default();
        let sites = self.sites_named(last);
        let of_kind = |kind: SiteKind| sites.iter().filter(move |s| s.kind == kind);
        let qualified = of_kind(SiteKind::Function).next().and_then(|_| names.qualified(&chain));
        let function = of_kind(SiteKind::Function).find_map(|s| self.as_function(*s, call, &chain, qualified.as_ref()));
        function
            .or_else(|| self.as_method(&sites, call, &chain))
            .or_else(|| of_kind(SiteKind::Http).find_map(|s| as_request(*s, call, &chain)))
            .or_else(|| self.as_called_client(call, callee))
    }

    /// Call sites whose callee ends in a name; most names are those of none, and are asked for again and again.
    fn sites_named(&self, last: &'f str) -> Vec<Site<'f>> {
        if self.names.unsited.borrow().contains(last) {
            return Vec::new();
        }
        let sites = self.vocabulary.sites(self.names.dialect.language(), last);
        if sites.is_empty() {
            self.names.unsited.borrow_mut().insert(last);
        }
        sites
    }

    /// A client that is called itself: the factories of some frameworks are functions.
    fn as_called_client(&self, node: NodeId, callee: NodeId) -> Option<Call<'f>> {
        let itself = || self.vocabulary.sites(self.names.dialect.language(), CALLED_ITSELF);
        let is_possible = self.names.calls_clients.get_or_init(|| !itself().is_empty());
        if !is_possible || !matches!(self.names.tree.kind(callee), Kind::Name | Kind::Member | Kind::Call) {
            return None;
        }
        let found = self.of(callee)?;
        let own = |s: &Site<'f>| s.modules.iter().any(|m| found.client.modules.has(m));
        let site = itself().into_iter().find(own)?;
        Some(Call { node, site, platform: self.platform(found) })
    }

    /// A function, a constructor or an HTTP client: by its import, or by a name that says enough.
    fn as_function(
        &self,
        site: Site<'f>,
        node: NodeId,
        chain: &Chain<'f>,
        qualified: Option<&(String, Vec<String>)>,
    ) -> Option<Call<'f>> {
        let by_import = qualified.is_some_and(|(module, path)| {
            let whole = format!("{module}.{}", path.join("."));
            let Some(before) = whole.strip_suffix(site.callee).and_then(|b| b.strip_suffix('.')) else {
                return Names::in_modules(module, site.modules.iter()) && whole.ends_with(&format!(".{}", site.callee));
            };
            Names::in_modules(before, site.modules.iter())
        });
        let imported_elsewhere = qualified.is_some() && !by_import;
        let by_name = site.distinctive && !imported_elsewhere && chain.names.join(".").ends_with(site.callee);
        let builtin = site.modules.is_empty() && qualified.is_none() && chain.names.join(".") == site.callee;
        if !(by_import || by_name || builtin) {
            return None;
        }
        let stated = site.provider.map_or(Platform::Unstated, |p| Platform::Known(p, Evidence::CallSite));
        let given = self.given_client(node);
        let platform =
            match (self.switched(node, site.switches()), site.provider, self.any_argument(node, site.base_url)) {
                (None, _, None) if given.is_some() => given.unwrap_or(stated),
                (Some(provider), _, _) => Platform::Known(provider, Evidence::CallSite),
                (None, Some(provider), Some(url)) => self.host(url, provider),
                (None, None, Some(_)) => Platform::UnknownHost(Evidence::Host),
                (None, _, None) => stated,
            };
        Some(Call { node, site, platform })
    }

    /// The platform behind a base URL that one call is given.
    fn redirected_by(&self, url: NodeId, provider: Option<crate::vocabulary::ProviderId>) -> Platform {
        provider.map_or(Platform::UnknownHost(Evidence::Host), |p| self.host(url, p))
    }

    /// The platform of a client that is passed as an argument (`provider=…`, `client=…`).
    fn given_client(&self, node: NodeId) -> Option<Platform> {
        let names = self.names;
        let keywords = names.tree.children(node).filter(|c| names.tree.kind(*c) == Kind::Keyword);
        let values = keywords.filter_map(|k| names.tree.child(k, Role::Value));
        let calls = values.filter(|v| matches!(names.tree.kind(*v), Kind::Call | Kind::Name | Kind::Member));
        calls.filter_map(|v| self.of(v)).map(|found| self.platform(found)).next()
    }

    /// A method of a client: the longest callee that ends the chain, of the client's own package if that is known.
    fn as_method(&self, sites: &[Site<'f>], node: NodeId, chain: &Chain<'f>) -> Option<Call<'f>> {
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
        let client = receiver.and_then(|r| self.of(r));
        // Arguments of this one call may send it elsewhere.
        let redirected = |site: &Site<'f>| {
            let switched = self.switched(node, site.switches()).map(|p| Platform::Known(p, Evidence::CallSite));
            let url = || self.any_argument(node, site.base_url).map(|url| self.redirected_by(url, site.provider));
            switched.or_else(url)
        };
        if let Some(found) = client {
            let own = |s: &&&Site<'f>| {
                s.modules.is_empty()
                    || s.modules
                        .iter()
                        .any(|m| Names::in_modules(m, found.client.modules.iter()) || found.client.modules.has(m))
            };
            let site = candidates.iter().find(own).or_else(|| candidates.iter().find(|s| s.distinctive))?;
            let platform = redirected(site).unwrap_or_else(|| self.platform(found));
            return Some(Call { node, site: **site, platform });
        }
        if let Some((module, _)) = names_module(self.names, chain) {
            let site = candidates.iter().find(|s| s.modules.is_empty() || Names::in_modules(&module, s.modules.iter()));
            if let Some(site) = site {
                let provider = site.provider.or_else(|| self.vocabulary.provider_word("", &module));
                if let Some(provider) = provider {
                    let platform = redirected(site).unwrap_or_else(|| self.module_platform(chain, &module, provider));
                    return Some(Call { node, site: **site, platform });
                }
            }
        }
        let site = candidates.iter().find(|s| s.distinctive)?;
        let stated = site.provider.map_or(Platform::Unstated, |p| Platform::Known(p, Evidence::CallSite));
        Some(Call { node, site: **site, platform: redirected(site).unwrap_or(stated) })
    }

    /// The expression before the callee's segments: `self.client` of `self.client.chat.completions.create`.
    fn receiver(&self, chain: &Chain<'f>, callee: &str) -> Option<NodeId> {
        let mut left = callee.split('.').count();
        let mut node = *chain.members.last()?;
        loop {
            let name = self.names.key_of(node)?;
            if !self.vocabulary.transparent_segment(name) {
                left -= 1;
            }
            node = self.names.tree.child(node, Role::Object)?;
            if left == 0 {
                return Some(node);
            }
            if self.names.tree.kind(node) != Kind::Member {
                return None;
            }
        }
    }

    /// The platform of a module that is its own client; `module.api_base = …` and its like redirect it.
    fn module_platform(&self, chain: &Chain<'f>, module: &str, provider: crate::vocabulary::ProviderId) -> Platform {
        use crate::vocabulary::Role as KeyRole;
        let names = self.names;
        let base = chain.names[0];
        for (key, values) in names.all_assigned_members(chain.base, base) {
            let Some(known) = self.vocabulary.name(&format!("{module}.{key}")) else { continue };
            let Some(value) = values.last() else { continue };
            match known.role {
                KeyRole::BaseUrl => return self.host(*value, provider),
                KeyRole::Provider => {
                    let word = names.literal(*value).map(|d| d.text);
                    if let Some(other) = word.and_then(|w| self.vocabulary.provider_word("", &w)) {
                        return Platform::Known(other, Evidence::Settings);
                    }
                }
                _ => {}
            }
        }
        Platform::Known(provider, Evidence::CallSite)
    }

    /// The expressions that a call takes as its model.
    pub fn models(&self, call: &Call<'f>) -> Vec<NodeId> {
        let names = self.names;
        let site = &call.site;
        let mut models: Vec<NodeId> =
            site.model.iter().filter_map(|path| self.model_argument(call, path)).take(1).collect();
        if let Some(at) = site.position {
            let positional = names.positional(call.node);
            let value = positional.get(usize::from(at)).copied();
            models.extend(
                value.filter(|v| models.is_empty() && !matches!(names.tree.kind(*v), Kind::Map | Kind::Function)),
            );
        }
        models
    }

    fn model_argument(&self, call: &Call<'f>, path: &str) -> Option<NodeId> {
        let names = self.names;
        let Some(at) = call.site.object else { return self.argument(call.node, path) };
        let object = names.positional(call.node).get(usize::from(at)).copied()?;
        let mut value = object;
        for key in path.split('.') {
            value = names.map_entries_of(value, key).pop()?;
        }
        Some(value)
    }

    /// The use that a call makes of its model.
    pub fn call_use(&self, call: &Call<'f>) -> Use {
        let names = self.names;
        let callee = names.tree.child(call.node, Role::Callee).unwrap_or(call.node);
        let mut used = Use::new(Context::Argument, names.tree.node(callee).span, label(names, callee));
        let site = &call.site;
        if site.lookup {
            used.context = Context::Comparison;
        }
        used.endpoints = site.endpoints;
        used.platform = call.platform;
        used.form = site.form;
        used.framework = site.framework.to_owned();
        used.rewrites_endpoint = site.rewrites_endpoint;
        used.rewrites_parameters = site.rewrites_parameters;
        used
    }

    /// The use that an HTTP request makes of the model in its body, and the model in its URL.
    pub fn http_use(&self, call: &Call<'f>) -> Option<(Use, Option<InUrl>)> {
        let names = self.names;
        let by_keyword = call.site.url.iter().find_map(|path| self.argument(call.node, path));
        let by_position =
            call.site.url_position.and_then(|at| names.positional(call.node).get(usize::from(at)).copied());
        let trail = names.follow(by_keyword.or(by_position)?);
        let [url] = trail.found.as_slice() else { return None };
        let reached = self.vocabulary.url(&url.text.text).or_else(|| self.unknown_path(&url.text.text))?;
        let mut used = self.call_use(call);
        used.context = Context::Http;
        used.endpoints = reached.endpoints;
        used.form = Form::Id;
        used.platform = match reached.host {
            Host::Known(provider) => Platform::Known(provider, Evidence::Host),
            Host::Unknown | Host::None => Platform::UnknownHost(Evidence::Host),
        };
        used.label = url.text.text.split(['?', '#']).next().unwrap_or_default().to_owned();
        let in_path = reached.model.filter(|_| url.text.is_editable()).map(|range| (url.node, range));
        Some((used, in_path))
    }

    /// A URL whose path is no endpoint: only who answers is known.
    fn unknown_path(&self, url: &str) -> Option<UrlSite> {
        let host = self.vocabulary.host(url);
        (url.contains("://") && host != Host::None).then_some(UrlSite {
            host,
            endpoints: EndpointSet::default(),
            model: None,
        })
    }
}

/// The callee of call sites that are the client itself.
const CALLED_ITSELF: &str = "()";

/// A request by an HTTP client: by the end of its name; the URL must say the rest.
fn as_request<'f>(site: Site<'f>, node: NodeId, chain: &Chain<'f>) -> Option<Call<'f>> {
    let wanted: Vec<&str> = site.callee.split('.').collect();
    chain.names.ends_with(&wanted).then_some(Call { node, site, platform: Platform::Unstated })
}

/// The module that a chain starts with, where its base is imported as a whole or from one.
fn names_module<'f>(names: &Names<'f>, chain: &Chain<'f>) -> Option<(String, Vec<String>)> {
    names.qualified(chain).filter(|(module, _)| !module.starts_with('.'))
}

/// Longer callees are named by their end, unread: a chain of calls holds all those before.
const LONGEST: usize = 1_000;

/// How messages name a callee: its text on one line, shortened.
fn label(names: &Names<'_>, callee: NodeId) -> String {
    let chain = names.chain(callee);
    if chain.named_base {
        return chain.names.join(".");
    }
    if names.tree.node(callee).span.len() > LONGEST {
        return format!("….{}", chain.names.join("."));
    }
    let text: String = names.text(callee).split_whitespace().collect();
    if text.chars().count() <= 60 { text } else { format!("….{}", chain.names.join(".")) }
}

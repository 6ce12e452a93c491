//! Call sites: which calls name a model, to what, and where.

use super::clients::{Clients, Found};
use super::dialect::Import;
use super::follow::Passed;
use super::names::{Bound, Chain, Names};
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Elsewhere, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{EndpointSet, Form, Host, Site, SiteKind, UrlSite};

/// A model inside a URL: the expression that is the URL, and the place of the model in the file.
pub type InUrl = (NodeId, Span);

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
        let site = self.site_named(call, callee).or_else(|| self.handed_callee(call, callee));
        site.or_else(|| self.site_of_base(call, callee))
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
            Some(name) => self.vocabulary.sites(names.dialect.language(), name),
            None => self.sites_named(last),
        };
        let chain = if sites.is_empty() { chain } else { self.without_attribute(chain) };
        let of_kind = |kind: SiteKind| sites.iter().filter(move |s| s.kind == kind);
        let qualified = of_kind(SiteKind::Function).next().and_then(|_| names.qualified(&chain));
        let function = of_kind(SiteKind::Function).find_map(|s| self.as_function(*s, call, &chain, qualified.as_ref()));
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

    /// What a callee is called where it comes from, if the import gives it another name here.
    fn original_name(&self, chain: &Chain<'f>) -> Option<&str> {
        let [local] = chain.names.as_slice() else { return None };
        // What a module exports by default has no other name than that which importers give it.
        let is_renamed = |import: &&Import| {
            import.local == *local && import.name.as_deref().is_some_and(|name| name != *local && name != "default")
        };
        let renamed = self.names.imports.iter().find(is_renamed)?;
        let bounds = self.names.lookup(chain.base, local);
        let is_import =
            |bound: &Bound| matches!(bound, Bound::Import(n) if self.names.imports[*n].name == renamed.name);
        bounds.iter().any(is_import).then_some(renamed.name.as_deref()).flatten()
    }

    /// Call sites whose callee ends in a name; most names are those of none, and are asked for again and again.
    pub(super) fn sites_named(&self, last: &'f str) -> Vec<Site<'f>> {
        if self.names.unsited.borrow().contains(last) {
            return Vec::new();
        }
        let sites = self.vocabulary.sites(self.names.dialect.language(), last);
        if sites.is_empty() {
            self.names.unsited.borrow_mut().insert(last);
        }
        sites
    }

    /// A chain with what its first name stands for: `completions` of `completions = client.chat.completions`.
    fn expanded(&self, chain: Chain<'f>) -> Chain<'f> {
        const MOST_NAMES: usize = 4;
        let names = self.names;
        let mut chain = chain;
        for _ in 0..MOST_NAMES {
            if !chain.named_base {
                break;
            }
            let bounds = names.lookup(chain.base, chain.names[0]);
            let before = match *bounds {
                // What a module gives by default has no other name than this one.
                [Bound::Value(value)] if names.key_of(value) == Some("default") && names.required(value).is_some() => {
                    break;
                }
                [Bound::Value(value)] if names.tree.kind(value) == Kind::Member => names.chain(value),
                // `{ chat } = client`: a member of it, by the same name.
                [Bound::Param(param)] => match self.taken_from(param) {
                    Some(holder) => {
                        let mut before = names.chain(holder);
                        before.names.push(chain.names[0]);
                        before.members.push(chain.base);
                        before
                    }
                    None => break,
                },
                _ => break,
            };
            if before.names.is_empty() {
                break;
            }
            let rest = chain.names.split_off(1);
            let members = chain.members;
            chain = before;
            chain.names.extend(rest);
            chain.members.extend(members);
        }
        chain
    }

    /// A chain with what an attribute of the object itself stands for: `runs` of `self.runs = client.beta.threads.runs`.
    fn without_attribute(&self, chain: Chain<'f>) -> Chain<'f> {
        let names = self.names;
        let [attribute, _, ..] = chain.members.as_slice() else { return chain };
        if !chain.named_base || !names.is_itself(chain.base) {
            return chain;
        }
        let value = match *names.bounds_of(*attribute) {
            [Bound::Value(value)] if names.tree.kind(value) == Kind::Member => value,
            _ => return chain,
        };
        // What is a client itself needs no way to one.
        if self.of(*attribute).is_some() {
            return chain;
        }
        let mut before = names.chain(value);
        if before.names.is_empty() {
            return chain;
        }
        before.names.extend(&chain.names[2..]);
        before.members.extend(&chain.members[1..]);
        before
    }

    /// The client, or part of one, that a name is taken out of.
    fn taken_from(&self, param: NodeId) -> Option<NodeId> {
        let tree = &self.names.tree;
        let pattern =
            tree.parent(param).filter(|up| tree.kind(*up) == Kind::Pattern && tree.kind(param) == Kind::Param)?;
        let value = tree.child(tree.node(pattern).parent, Role::Value).filter(|value| *value != pattern)?;
        (matches!(tree.kind(value), Kind::Name | Kind::Member) && self.of(value).is_some()).then_some(value)
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
        let found = self.all_of(callee);
        let is_of = |s: &Site<'f>, found: &Found<'f>| s.modules.iter().any(|m| found.client.modules.has(m));
        let site = itself().into_iter().find(|s| found.iter().any(|found| is_of(s, found)))?;
        let own: Vec<Found<'f>> = found.into_iter().filter(|found| is_of(&site, found)).collect();
        Some(Call { node, site, platform: self.platform_of(&own)?, told_by: None })
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
        let url = self.any_argument(node, site.base_url);
        let platform = match (self.switched(node, site.switches()), site.provider, url) {
            (None, _, None) if given.is_some() => given.unwrap_or(stated),
            (None, _, None) if self.is_of_unknown_provider(node) => Platform::UnknownHost(Evidence::Client),
            (None, _, None) if self.is_switch_open(node, site.switches()) => Platform::Unstated,
            // Whoever names a platform and a server beside it asks that server.
            (Some(provider), _, Some(url)) => self.host_given(url, node, provider),
            (Some(provider), _, None) => Platform::Known(provider, Evidence::CallSite),
            (None, Some(provider), Some(url)) => self.host_given(url, node, provider),
            (None, None, Some(url)) if self.is_nothing_by_default(url) => Platform::Unstated,
            (None, None, Some(url)) if self.is_given_on_condition(url, node) => Platform::Unstated,
            (None, None, Some(url)) if site.form == Form::Id => self.host_named(url),
            (None, None, Some(_)) => Platform::UnknownHost(Evidence::Host),
            (None, _, None) if self.is_sent_by_another(node) => Platform::Unstated,
            (None, _, None) => stated,
        };
        let told_by =
            url.zip(site.provider).and_then(|(url, default)| self.url_elsewhere(url, node, default, platform));
        Some(Call { node, site, platform, told_by: told_by.map(Elsewhere::Host) })
    }

    /// A class is given a provider of which nobody here knows where it sends requests: `provider=AcmeProvider()`.
    fn is_of_unknown_provider(&self, node: NodeId) -> bool {
        let names = self.names;
        let callee = names.keyword(node, "provider").and_then(|given| self.made_by(given));
        let last = callee.and_then(|callee| names.chain(callee).names.last().copied());
        last.is_some_and(|last| last.ends_with("Provider") && last.starts_with(|c: char| c.is_ascii_uppercase()))
    }

    /// A class is given what sends its requests, of a class of this file: who answers is told by the model alone.
    fn is_sent_by_another(&self, node: NodeId) -> bool {
        const CLIENTS: [&str; 3] = ["client", "async_client", "root_client"];
        let names = self.names;
        let is_own = |callee: NodeId| names.bounds_of(callee).iter().any(|bound| matches!(bound, Bound::Class(_)));
        let given = CLIENTS.into_iter().filter_map(|name| names.keyword(node, name));
        given.filter_map(|value| self.made_by(value)).any(is_own)
    }

    /// The callee of the call that made what an expression is.
    fn made_by(&self, node: NodeId) -> Option<NodeId> {
        let made = match *self.names.bounds_of(node) {
            [Bound::Value(value)] => value,
            _ => node,
        };
        self.names.tree.child(made, Role::Callee).filter(|_| self.names.tree.kind(made) == Kind::Call)
    }

    /// The platform whose host a base URL names.
    fn host_named(&self, url: NodeId) -> Platform {
        let text = self.names.literal(url).map(|literal| literal.text);
        match text.map(|text| self.vocabulary.host(&text)) {
            Some(Host::Known(provider)) => Platform::Known(provider, Evidence::Host),
            _ => Platform::UnknownHost(Evidence::Host),
        }
    }

    /// The platform behind a base URL that one call is given.
    fn redirected_by(&self, url: NodeId, provider: Option<crate::vocabulary::ProviderId>) -> Platform {
        provider.map_or(Platform::UnknownHost(Evidence::Host), |p| self.host(url, p))
    }

    /// The platform of a client that is passed as an argument (`provider=…`, `client=…`, by its place, or in an object of
    /// options as `{ client: … }`).
    pub(super) fn given_client(&self, node: NodeId) -> Option<Platform> {
        let names = self.names;
        let keywords = names.tree.children(node).filter(|c| names.tree.kind(*c) == Kind::Keyword);
        let values = keywords.filter_map(|k| names.tree.child(k, Role::Value)).chain(names.positional(node));
        let options = names.positional(node).into_iter().filter(|given| names.tree.kind(*given) == Kind::Map);
        let is_client = |key: &str| key.to_ascii_lowercase().ends_with("client");
        let in_options = options.flat_map(|map| names.tree.children(map)).filter_map(|entry| {
            names.tree.child(entry, Role::Value).filter(|_| names.entry_key(entry).is_some_and(is_client))
        });
        let calls =
            values.chain(in_options).filter(|v| matches!(names.tree.kind(*v), Kind::Call | Kind::Name | Kind::Member));
        calls.filter_map(|v| self.platform_of(&self.all_of(v))).next()
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
            let platform = redirected.or_else(|| self.platform_of(&found))?;
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
        let platform = redirected(site).or_else(foreign).unwrap_or(stated);
        Some(Call { node, site: **site, platform, told_by: imported(site) })
    }

    /// The client that a call is made on.
    pub(super) fn receiver_of(&self, call: &Call<'f>) -> Option<NodeId> {
        let callee = self.names.tree.child(call.node, Role::Callee).filter(|_| call.site.kind == SiteKind::Method)?;
        let chain = self.without_attribute(self.expanded(self.names.chain(callee)));
        self.receiver(&chain, call.site.callee)
    }

    /// The expression before the callee's segments: `self.client` of `self.client.chat.completions.create`.
    fn receiver(&self, chain: &Chain<'f>, callee: &str) -> Option<NodeId> {
        let names = self.names;
        let mut left = callee.split('.').count();
        for (at, member) in chain.members.iter().enumerate().rev() {
            // A name that was taken out of a client stands for the member that it names.
            let taken = names.tree.kind(*member) == Kind::Name;
            let name = if taken { names.text(*member) } else { names.key_of(*member)? };
            if !self.vocabulary.transparent_segment(name) {
                left -= 1;
            }
            if left > 0 {
                continue;
            }
            return match at {
                0 => Some(chain.base),
                _ if taken => chain.members.get(at - 1).copied(),
                _ => names.tree.child(*member, Role::Object),
            };
        }
        None
    }

    /// The expressions that a call takes as its model.
    pub fn models(&self, call: &Call<'f>) -> Vec<NodeId> {
        let names = self.names;
        let site = &call.site;
        let given = site.model.iter().map(|path| self.model_arguments(call, path));
        let mut models = { given }.find(|values| !values.is_empty()).unwrap_or_default();
        if let Some(at) = site.position {
            let positional = names.positional(call.node);
            let value = positional.get(usize::from(at)).copied();
            models.extend(
                value.filter(|v| models.is_empty() && !matches!(names.tree.kind(*v), Kind::Map | Kind::Function)),
            );
        }
        models
    }

    fn model_arguments(&self, call: &Call<'f>, path: &str) -> Vec<NodeId> {
        let names = self.names;
        let Some(at) = call.site.object else { return self.arguments(call.node, path) };
        let object = names.positional(call.node).get(usize::from(at)).copied();
        path.split('.').fold(object.into_iter().collect(), |values, key| names.entries_of_all(values, key))
    }

    /// Parameters that hold all that a call is given, the model as well: `create(**kwargs)`, `create(options)`.
    pub fn held_models(&self, call: &Call<'f>) -> Vec<Passed<'f>> {
        let names = self.names;
        let Some(key) = call.site.model.iter().find(|path| !path.contains('.')) else { return Vec::new() };
        let positional = names.positional(call.node);
        let object = call.site.object.and_then(|at| positional.get(usize::from(at)).copied());
        let spread = |holder: NodeId| {
            let spreads = names.tree.children(holder).filter(|c| names.tree.kind(*c) == Kind::Spread);
            spreads.filter_map(|spread| names.tree.child(spread, Role::Value)).collect::<Vec<NodeId>>()
        };
        let held = spread(call.node).into_iter().chain(object).chain(object.into_iter().flat_map(spread));
        let names_only = held.filter(|node| names.tree.kind(*node) == Kind::Name);
        let bounds = names_only.flat_map(|name| names.lookup(name, names.text(name)).into_owned());
        let params = bounds.filter_map(|bound| if let Bound::Param(param) = bound { Some(param) } else { None });
        params.map(|param| Passed { param, key: Some(key), user: None }).collect()
    }

    /// The use that a call makes of its model.
    pub fn call_use(&self, call: &Call<'f>) -> Use {
        let names = self.names;
        let callee = names.tree.child(call.node, Role::Callee).unwrap_or(call.node);
        let mut used = Use::new(Context::Argument, names.tree.node(callee).span, label(names, callee));
        let site = &call.site;
        if site.lookup || self.only_counts(call) {
            used.context = Context::Comparison;
        } else if names.is_mocked(call.node) {
            used.context = Context::Expectation;
        }
        used.endpoints = site.endpoints;
        used.platform = call.platform;
        used.form = site.form;
        used.framework = site.framework.to_owned();
        used.rewrites_endpoint = site.rewrites_endpoint;
        used.rewrites_parameters = site.rewrites_parameters;
        used.told_by = call.told_by.clone().map(Box::new);
        used
    }

    /// What a call makes is given to others to count with, and to nobody else: `trim(…, token_counter=Chat(…))`.
    fn only_counts(&self, call: &Call<'f>) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        if call.site.counts_as.iter().next().is_none() {
            return false;
        }
        let is_counter = |node: NodeId| {
            let up = tree.parent(node).filter(|_| tree.role(node) == Role::Value);
            let name = up.and_then(|up| match tree.kind(up) {
                Kind::Keyword => tree.child(up, Role::Name).map(|name| names.text(name)),
                Kind::Entry => names.entry_key(up),
                _ => None,
            });
            name.is_some_and(|name| call.site.counts_as.iter().any(|counter| counter == name))
        };
        let counts_by_name = || {
            let assign = tree.parent(call.node).filter(|up| tree.kind(*up) == Kind::Assign)?;
            let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Name)?;
            let readers = names.readers(assign, names.text(target), Bound::Value(call.node))?;
            Some(!readers.is_empty() && readers.into_iter().all(is_counter))
        };
        is_counter(call.node) || counts_by_name() == Some(true)
    }

    /// The expression that a request has as its address.
    pub(super) fn address(&self, call: &Call<'f>) -> Option<NodeId> {
        let by_keyword = call.site.url.iter().find_map(|path| self.argument(call.node, path));
        let by_position = || {
            let at = call.site.url_position.map(usize::from)?;
            self.names.positional(call.node).get(at).copied()
        };
        by_keyword.or_else(by_position)
    }

    /// The use that an HTTP request makes of the model in its body, and the model in its URL.
    pub fn http_use(&self, call: &Call<'f>) -> Option<(Use, Option<InUrl>)> {
        let node = self.address(call)?;
        let given = self.requested_url(call.node, node)?;
        let url = &given.text.text;
        let reached = self.vocabulary.url(url).or_else(|| self.unknown_path(url))?;
        if !given.is_whole && reached.endpoints.is_empty() && !url.contains("://") {
            return None;
        }
        let mut used = self.call_use(call);
        used.context = Context::Http;
        used.endpoints = reached.endpoints;
        used.form = Form::Id;
        used.platform = match reached.host {
            Host::Known(provider) => Platform::Known(provider, Evidence::Host),
            Host::Unknown | Host::None => Platform::UnknownHost(Evidence::Host),
        };
        used.label = url.split(['?', '#']).next().unwrap_or_default().to_owned();
        let in_path = reached.model.and_then(|range| Some((given.node, given.text.written(range)?)));
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
pub(super) const CALLED_ITSELF: &str = "()";

/// A request by an HTTP client: by the end of its name; the URL must say the rest.
fn as_request<'f>(names: &Names<'f>, site: Site<'f>, node: NodeId, chain: &Chain<'f>) -> Option<Call<'f>> {
    if !site.modules.is_empty() {
        let (module, _) = names.qualified(chain)?;
        if !Names::in_modules(&module, site.modules.iter()) {
            return None;
        }
    }
    let wanted: Vec<&str> = site.callee.split('.').collect();
    chain.names.ends_with(&wanted).then_some(Call { node, site, platform: Platform::Unstated, told_by: None })
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

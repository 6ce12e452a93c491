//! Functions and constructors that name a model, and the platform that one call of them talks to.

use super::Call;
use crate::extract::code::names::{Bound, Chain, Names};
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::platforms::optional::words;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Elsewhere, Evidence, Platform};
use crate::vocabulary::{Form, Host, Site};

impl<'f> Clients<'_, 'f> {
    /// A function, a constructor or an HTTP client: by its import, or by a name that says enough.
    pub(super) fn as_function(
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
            (None, None, Some(url)) if matches!(site.form, Form::Id | Form::Route) => self.host_named(url),
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

    /// The platform of a client that is passed as an argument (`provider=…`, `client=…`, by its place, or in an object of
    /// options as `{ client: … }`).
    pub(in crate::extract::code) fn given_client(&self, node: NodeId) -> Option<Platform> {
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
        calls.filter_map(|v| self.platform_of(&self.all_of(v))).next().or_else(|| self.client_by_name(node))
    }

    /// The same of a client that is made elsewhere, by the name of a router, or of a server where users choose names:
    /// `client=acme_client`.
    fn client_by_name(&self, node: NodeId) -> Option<Platform> {
        let names = self.names;
        let given = names.keyword(node, "client").filter(|given| names.tree.kind(*given) == Kind::Name)?;
        let called = |word: &str| self.vocabulary.provider_called(&word.to_ascii_lowercase());
        let provider = words(names.text(given)).into_iter().find_map(called)?;
        match () {
            () if self.vocabulary.user_named(provider) => Some(Platform::UnknownHost(Evidence::Client)),
            () if !self.vocabulary.serves(provider) => Some(Platform::Known(provider, Evidence::Client)),
            () => None,
        }
    }
}

//! Requests by HTTP clients: the URL says what is asked of whom.

use super::Call;
use crate::extract::code::names::{Chain, Names};
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::NodeId;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::source::Span;
use crate::vocabulary::{EndpointSet, Form, Host, Site, UrlSite};

/// A model inside a URL.
pub enum InUrl {
    /// It is written: the expression that is the URL, and the place of the model in the file.
    Written(NodeId, Span),
    /// It is what an expression holds that is put into the URL.
    Put(NodeId),
}

impl<'f> Clients<'_, 'f> {
    /// The expression that a request has as its address.
    pub(in crate::extract::code) fn address(&self, call: &Call<'f>) -> Option<NodeId> {
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
        let put = self.model_put_into(node);
        let given = self.requested_url(call.node, node).filter(|_| put.is_none());
        let url = put.as_ref().map(|put| &put.outline).or(given.as_ref().map(|given| &given.text.text))?;
        let reached = self.vocabulary.url(url).or_else(|| self.unknown_path(url))?;
        let is_path_only = given.as_ref().is_some_and(|given| !given.is_whole) && !url.contains("://");
        if is_path_only && reached.endpoints.is_empty() {
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
        let written = given.as_ref().zip(reached.model).and_then(|(given, range)| {
            let span = given.text.written(range)?;
            Some(InUrl::Written(given.node, span))
        });
        let in_path = put.map(|put| InUrl::Put(put.model)).or(written);
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

/// A request by an HTTP client: by the end of its name; the URL must say the rest.
pub(super) fn as_request<'f>(names: &Names<'f>, site: Site<'f>, node: NodeId, chain: &Chain<'f>) -> Option<Call<'f>> {
    if !site.modules.is_empty() {
        let (module, _) = names.qualified(chain)?;
        if !Names::in_modules(&module, site.modules.iter()) {
            return None;
        }
    }
    let wanted: Vec<&str> = site.callee.split('.').collect();
    chain.names.ends_with(&wanted).then_some(Call { node, site, platform: Platform::Unstated, told_by: None })
}

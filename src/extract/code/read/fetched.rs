//! Endpoints that functions of the project's own ask: `safeFetch("https://…/v1/…", { method: "POST", … })`.

use super::Reader;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::Host;

impl Reader<'_, '_> {
    /// Notes which endpoint a call asks that is given its whole URL and what is sent there. What is sent is not looked
    /// at: only that the endpoint answers can be told without knowing what the function makes of it.
    pub(super) fn fetched(&mut self, call: NodeId) {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(call, Role::Callee).filter(|callee| tree.kind(*callee) == Kind::Name);
        let Some(callee) = callee.filter(|callee| names.dialect.requests(&[names.text(*callee)])) else { return };
        let [url, request, ..] = names.positional(call)[..] else { return };
        let is_sent = tree.kind(request) == Kind::Map && !names.entries(request, "body").is_empty();
        let Some(url) = names.literal(url).filter(|_| is_sent) else { return };
        let Some(reached) = self.vocabulary.url(&url.text) else { return };
        let Host::Known(provider) = reached.host else { return };
        let label = url.text.split(['?', '#']).next().unwrap_or_default();
        let used = Use::new(Context::Http, tree.node(callee).span, label);
        let platform = Platform::Known(provider, Evidence::Host);
        self.bare.push(Use { endpoints: reached.endpoints, platform, ..used });
    }
}

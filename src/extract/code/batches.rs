//! Requests of batches: `{ custom_id: …, url: "/v1/…", body: { model: "…" } }`.

use super::context::Contexts;
use super::platforms::clients::{Clients, Found};
use super::tree::{Kind, NodeId, Role};
use crate::extract::BATCH_KEY;
use crate::reference::{Context, Platform, Use};

impl Contexts<'_, '_> {
    /// A request of a batch asks what the URL beside its body names.
    pub(super) fn batched(&self, value: NodeId, used: &mut Use) {
        let names = self.names;
        if !matches!(used.context, Context::Setting | Context::Slot) {
            return;
        }
        let Some(request) = self.request_of_batch(value) else { return };
        let url = names.entries(request, "url").into_iter().find_map(|url| names.literal(url));
        let Some(site) = url.as_ref().and_then(|url| self.vocabulary.url(&url.text)) else { return };
        (used.context, used.endpoints) = (Context::Http, site.endpoints);
        if let Some(url) = url {
            used.label = url.text;
        }
    }

    /// Whoever is given a batch is one of the clients that the file makes: all are of a platform where users choose names.
    pub(super) fn told_by_clients_of_batch(&self, value: NodeId) -> Option<Platform> {
        self.request_of_batch(value)?;
        *self.names.cloud_of_clients.get_or_init(|| self.cloud_of_clients())
    }

    /// The platform where users choose names of which all clients are that the file makes.
    fn cloud_of_clients(&self) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let clients = Clients { names, vocabulary: self.vocabulary };
        let calls = tree.ids().filter(|id| tree.kind(*id) == Kind::Call);
        let mut made = calls.filter_map(|call| {
            let client = clients.class(&names.chain(tree.child(call, Role::Callee)?))?;
            Some(clients.platform(Found { client, made: Some(call) }))
        });
        let first = made.next()?;
        let is_of_users = matches!(first, Platform::Known(provider, _) if self.vocabulary.user_named(provider));
        (is_of_users && made.all(|other| other == first)).then_some(first)
    }

    /// The request of a batch in whose body a value stands.
    fn request_of_batch(&self, value: NodeId) -> Option<NodeId> {
        let names = self.names;
        let entries = names.tree.ancestors(value).take(4).filter(|up| names.tree.kind(*up) == Kind::Entry);
        let body = entries.filter(|entry| names.entry_key(*entry) == Some("body")).last()?;
        let request = names.tree.node(body).parent;
        (!names.entries(request, BATCH_KEY).is_empty()).then_some(request)
    }
}

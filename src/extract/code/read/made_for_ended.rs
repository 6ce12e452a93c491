//! Clients that are made with the address of a service that ended as a whole: whatever they are asked fails.

use super::Reader;
use crate::extract::code::platforms::clients::Found;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::ProviderId;

impl Reader<'_, '_> {
    /// Notes where such clients are made, unless the file says more of what they are asked.
    pub(super) fn made_for_ended(&mut self) {
        let tree = &self.names.tree;
        let calls = tree.ids().filter(|id| tree.kind(*id) == Kind::Call);
        let made: Vec<(NodeId, Platform)> = calls.filter_map(|call| Some((call, self.ended_service(call)?))).collect();
        for (call, platform) in made {
            let Platform::Known(provider, _) = platform else { continue };
            let Some(callee) = self.names.tree.child(call, Role::Callee).filter(|_| !self.asks(provider)) else {
                continue;
            };
            let used = Use::new(Context::Argument, self.names.tree.node(callee).span, self.names.text(callee));
            self.bare.push(Use { platform, ..used });
        }
    }

    /// The platform whose address the client is given that a call makes, if it ended as a whole.
    fn ended_service(&self, call: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let chain = names.chain(tree.child(call, Role::Callee)?);
        let last = chain.names.last()?;
        if self.vocabulary.clients(names.dialect.language(), last).is_empty() {
            return None;
        }
        let clients = self.clients();
        let client = clients.class(&chain)?;
        clients.any_argument(call, client.base_url)?;
        let platform = clients.platform(Found { client, made: Some(call) });
        let has_ended = match platform {
            Platform::Known(provider, Evidence::Host) => self.vocabulary.has_ended(provider),
            _ => false,
        };
        (has_ended && !names.is_never_reached(call)).then_some(platform)
    }

    /// Something in the file is known to be asked of a platform.
    fn asks(&self, provider: ProviderId) -> bool {
        let uses = self.references.values().flat_map(|reference| &reference.uses).chain(&self.bare);
        let is_asked = |used: &Use| matches!(used.platform, Platform::Known(asked, _) if asked == provider);
        // What is only offered may never be asked.
        { uses }.any(|used| is_asked(used) && !used.context.is_silent() && used.context != Context::Choice)
    }
}

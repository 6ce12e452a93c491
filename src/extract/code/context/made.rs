//! What the clients that a class makes tell of the models that it holds.

use super::Contexts;
use crate::extract::code::platforms::clients::Clients;
use crate::extract::code::tree::{Kind, NodeId};
use crate::reference::Platform;

impl Contexts<'_, '_> {
    /// All clients that a class makes ask a platform on which users choose the names: what its constructor is given by
    /// default, and what its fields hold, goes there.
    pub(in crate::extract::code) fn told_by_clients_of_class(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 4;
        let (names, tree) = (self.names, &self.names.tree);
        let class = names.class_of(at)?;
        let holder =
            tree.ancestors(at).take(HIGHEST).find(|up| matches!(tree.kind(*up), Kind::Param | Kind::Assign))?;
        let is_field = || tree.parent(holder) == Some(class);
        let is_given = || {
            let function = names.function_of(holder).filter(|_| tree.kind(holder) == Kind::Param);
            let name = function.and_then(|function| names.name_of(function)).map(|name| names.text(name));
            name == Some(names.dialect.constructor())
        };
        if !is_field() && !is_given() {
            return None;
        }
        let clients = Clients { names, vocabulary: self.vocabulary };
        let platforms: Vec<Platform> =
            clients.made_within(class).into_iter().map(|found| clients.platform(found)).collect();
        let is_free = |platform: &Platform| matches!(platform, Platform::Known(provider, _) if self.vocabulary.user_named(*provider));
        platforms.first().copied().filter(|_| platforms.iter().all(is_free))
    }
}

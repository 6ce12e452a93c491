//! Fallbacks of getters that go on by their place: `make(settings().get("provider", "acme"), settings().get("model", "…"))`.

use super::Contexts;
use crate::extract::code::strings::Decoded;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::vocabulary::{Key, Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// What a positional argument falls back to that a getter gives under a model's name, where the call makes a model or
    /// a getter beside it falls back to a platform.
    pub(super) fn fallback_handed_on(&self, call: NodeId, at: Option<usize>, from: NodeId) -> Option<Use> {
        let names = self.names;
        let given = names.positional(call);
        let getter = *given.get(at?)?;
        let (name, key, _) =
            self.got(getter).filter(|(_, key, default)| key.role == KeyRole::Model && *default == from)?;
        if !self.may_send(call) {
            return None;
        }
        let beside = given.iter().filter(|other| **other != getter).find_map(|other| self.platform_got(*other));
        let platform = beside.or_else(|| self.makes_model(call).then_some(Platform::Unstated))?;
        let label = names.literal(name)?.text;
        let used = self.keyed(Context::Slot, &key, label, names.tree.node(name).span, from);
        Some(if platform == Platform::Unstated { used } else { Use { platform, ..used } })
    }

    /// The name that a getter is asked for, what that means, and what the getter falls back to.
    fn got(&self, getter: NodeId) -> Option<(NodeId, Key<'f>, NodeId)> {
        let (names, tree) = (self.names, &self.names.tree);
        let callee = tree.child(getter, Role::Callee).filter(|_| tree.kind(getter) == Kind::Call)?;
        names.dialect.passing(&names.chain(callee).names).filter(|passing| passing.environment.is_none())?;
        let [name, default] = names.positional(getter)[..] else { return None };
        let key = self.key(&names.literal(name)?.text)?;
        Some((name, key, default))
    }

    /// The platform that a getter falls back to.
    fn platform_got(&self, getter: NodeId) -> Option<Platform> {
        let (_, _, default) = self.got(getter).filter(|(_, key, _)| key.role == KeyRole::Provider)?;
        let Decoded { text, .. } = self.names.literal(default)?;
        Some(match self.vocabulary.provider_word("", &text.to_ascii_lowercase()) {
            Some(provider) => Platform::Known(provider, Evidence::Settings),
            None => Platform::UnknownHost(Evidence::Settings),
        })
    }

    /// The name of what is called says that it makes what asks a model: `init_llm`, `createChatModel`.
    fn makes_model(&self, call: NodeId) -> bool {
        const MAKING: [&str; 7] = ["init", "create", "make", "build", "start", "load", "setup"];
        const MADE: [&str; 4] = ["llm", "model", "client", "chat"];
        let names = self.names;
        let callee = names.tree.child(call, Role::Callee);
        let name = callee.and_then(|callee| names.chain(callee).names.last().map(|last| fold_name(last)));
        name.is_some_and(|name| {
            MAKING.iter().any(|verb| name.starts_with(verb)) && MADE.iter().any(|made| name.ends_with(made))
        })
    }
}

//! Names around a setting that tell where it goes: of the map that holds it, of the class that keeps the address, of what reads it.

use super::context::Contexts;
use super::optional::words;
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, ProviderId};

impl<'f> Contexts<'_, 'f> {
    /// A map that is called by a platform on which users choose names, and that holds the name of a deployment there:
    /// `ACME = {"deployment_name": "…", "model": "…"}`.
    pub(super) fn told_by_deployment_beside(&self, map: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let holder = tree.parent(map)?;
        let name = match tree.kind(holder) {
            Kind::Entry => names.entry_key(holder)?,
            Kind::Assign => {
                let target = tree.child(holder, Role::Target)?;
                names.key_of(target).unwrap_or_else(|| names.text(target))
            }
            _ => return None,
        };
        let owner = self.user_named_in(name)?;
        let is_deployment = |entry: NodeId| {
            let key = names.entry_key(entry).and_then(|key| self.named(key));
            key.is_some_and(|key| {
                key.form == Form::Deployment && key.provider.is_some_and(|p| self.vocabulary.user_named(p))
            })
        };
        tree.children(map).any(is_deployment).then_some(Platform::Known(owner, Evidence::Settings))
    }

    /// The platform in a name on which users choose the names of models.
    fn user_named_in(&self, name: &str) -> Option<ProviderId> {
        let called = words(name).into_iter().map(str::to_ascii_lowercase);
        let mut providers = called.filter_map(|word| self.vocabulary.provider_called(&word));
        providers.find(|provider| self.vocabulary.user_named(*provider))
    }

    /// What an object of a class keeps goes to the address that the class holds: `url = "http://localhost/v1/chat/…"`.
    pub(super) fn told_by_url_of_class(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 4;
        const ADDRESSES: [&str; 3] = ["url", "apiUrl", "api_url"];
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let target = tree.child(assign, Role::Target).filter(|target| tree.kind(*target) == Kind::Member)?;
        let chain = names.chain(target);
        let class = names.class_of(assign).filter(|_| chain.named_base && names.is_itself(chain.base))?;
        let held = tree.children(class).filter(|field| tree.kind(*field) == Kind::Assign).filter_map(|field| {
            let name = tree.child(field, Role::Target).map(|name| names.text(name))?;
            let value = tree.child(field, Role::Value).filter(|_| ADDRESSES.contains(&name))?;
            names.literal(value)
        });
        { held }.find_map(|url| match self.vocabulary.url(&url.text)?.host {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        })
    }

    /// What reads a name takes it as one on a platform where users choose them: behind the word for it
    /// (`f"acme:{MODEL}"`), or in a class that is called by it (`AcmeChat(MODEL)`).
    pub(super) fn told_by_reader(&self, reader: NodeId) -> Option<Platform> {
        // Whichever it is of several with one maker, the name says nothing.
        let is_told = self.is_behind_word(reader) || self.is_given_to_class(reader);
        is_told.then_some(Platform::UnknownHost(Evidence::Settings))
    }

    /// `f"acme:{MODEL}"`.
    fn is_behind_word(&self, reader: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let before = tree.before(reader).filter(|before| tree.kind(*before) == Kind::Str);
        let word = before.and_then(|before| names.text(before).strip_suffix([':', '/']));
        let provider = word.and_then(|word| self.vocabulary.provider_word("", &word.to_ascii_lowercase()));
        provider.is_some_and(|provider| self.vocabulary.user_named(provider))
    }

    /// `AcmeChat(MODEL)`, `AcmeChat(model=MODEL)`.
    fn is_given_to_class(&self, reader: NodeId) -> bool {
        let tree = &self.names.tree;
        let given = tree.parent(reader).filter(|up| tree.kind(*up) == Kind::Keyword).unwrap_or(reader);
        let call = tree.parent(given).filter(|up| tree.kind(*up) == Kind::Call && tree.role(given) == Role::Argument);
        let told = call.and_then(|call| self.told_by_callee(call));
        matches!(told, Some(Platform::Known(provider, _)) if self.vocabulary.user_named(provider))
    }
}

//! Names around a setting that tell where it goes: of the map that holds it, of what is
//! assigned beside it, of the class that keeps the address, of what reads it.

use super::optional::words;
use super::told::{MOST_BESIDE, Part, Told};
use crate::extract::called::platform_in;
use crate::extract::code::context::Contexts;
use crate::extract::code::follow::Found;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::roles;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, ProviderId, Role as KeyRole, fold_name};

impl<'f> Contexts<'_, 'f> {
    /// A map that is called by a platform on which users choose names, or that holds the version of its API, and that holds
    /// the name of a deployment there: `ACME = {"deployment_name": "…", "model": "…"}`,
    /// `JUDGE = {"deployment_name": "…", "model": "…", "api_version": "…"}`.
    pub(in crate::extract::code) fn told_by_deployment_beside(&self, map: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let deployment = |entry: NodeId| {
            let key = names.entry_key(entry).and_then(|key| self.named(key))?;
            let owner = key.provider.filter(|_| key.form == Form::Deployment)?;
            self.vocabulary.user_named(owner).then_some((owner, entry))
        };
        let (owner, entry) = tree.children(map).find_map(deployment)?;
        let by_version = || self.is_of_deployment(map, entry).then_some(owner);
        let called = self.name_of_map(map).and_then(|name| self.user_named_in(name));
        Some(Platform::Known(called.or_else(by_version)?, Evidence::Settings))
    }

    /// The name that a map stands under.
    fn name_of_map(&self, map: NodeId) -> Option<&'f str> {
        let (names, tree) = (self.names, &self.names.tree);
        let holder = tree.parent(map)?;
        match tree.kind(holder) {
            Kind::Entry => names.entry_key(holder),
            Kind::Assign => {
                let target = tree.child(holder, Role::Target)?;
                Some(names.key_of(target).unwrap_or_else(|| names.text(target)))
            }
            _ => None,
        }
    }

    /// A map names its deployment, and says which version of the API answers: on other platforms nobody says that.
    fn is_of_deployment(&self, map: NodeId, deployment: NodeId) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_plain = |key: &str| matches!(fold_name(key).as_str(), "deployment" | "deploymentname" | "deploymentid");
        let given = tree.child(deployment, Role::Value).map(|value| names.follow(value).found).unwrap_or_default();
        let is_version = |key: &str| fold_name(key).ends_with("apiversion");
        names.entry_key(deployment).is_some_and(is_plain)
            && given.iter().any(|found| !found.text.text.is_empty())
            && tree.children(map).filter_map(|entry| names.entry_key(entry)).any(is_version)
    }

    /// What a map is given its parameters for is called by a class that a platform has its word in:
    /// `{"type": "@acme/nodes.chatAcme", "parameters": {"model": "…"}}`.
    pub(in crate::extract::code) fn told_by_type_of_holder(&self, map: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let entry = tree.parent(map).filter(|up| tree.kind(*up) == Kind::Entry)?;
        let holder = tree.parent(entry).filter(|_| names.entry_key(entry) == Some("parameters"))?;
        let word = names.literal(names.entries(holder, "type").into_iter().next()?)?.text;
        let (package, class) = word.rsplit_once('.')?;
        self.told_by_class(class).filter(|_| package.contains('/') || package.contains('-'))
    }

    /// The platform in a name on which users choose the names of models.
    fn user_named_in(&self, name: &str) -> Option<ProviderId> {
        let called = words(name).into_iter().map(str::to_ascii_lowercase);
        let mut providers = called.filter_map(|word| self.vocabulary.provider_called(&word));
        providers.find(|provider| self.vocabulary.user_named(*provider))
    }

    /// The provider of the same role that is assigned beside a model in one block: `BASE_PROVIDER = "…"; BASE_MODEL = "…"`,
    /// `self.provider = "…"; self.model = "…"`.
    pub(in crate::extract::code) fn told_by_provider_beside(&self, assign: NodeId) -> Option<Told> {
        let (names, tree) = (self.names, &self.names.tree);
        let name = |target: NodeId| match tree.kind(target) {
            Kind::Name => Some(names.text(target)),
            Kind::Member if tree.child(target, Role::Object).is_some_and(|object| names.is_itself(object)) => {
                names.key_of(target)
            }
            _ => None,
        };
        let target = tree.child(assign, Role::Target)?;
        let role = roles::of_model(name(target)?)?;
        let is_alike = |other: NodeId| tree.kind(other) == tree.kind(target);
        let beside = tree.children(names.block(assign)).filter(|node| tree.kind(*node) == Kind::Assign);
        let providers = beside.take(MOST_BESIDE).filter_map(|node| {
            let other = tree.child(node, Role::Target).filter(|other| is_alike(*other))?;
            let name = name(other).filter(|name| roles::of_provider(name).as_ref() == Some(&role))?;
            Some(Part { node, name, value: tree.child(node, Role::Value)? })
        });
        // The nearest one before it, else the first one behind it.
        let (before, behind): (Vec<Part<'f>>, Vec<Part<'f>>) = providers.partition(|part| part.node < assign);
        let nearest = before.last().or(behind.first())?;
        self.stated_provider(*nearest, self.named(nearest.name).filter(|key| key.role == KeyRole::Provider))
    }

    /// A `deployment` beside a model that is none of the platform on which users call them so: it is called like another
    /// platform, or that one has no such model and nothing around speaks of it.
    pub(in crate::extract::code) fn is_deployed_elsewhere(
        &self,
        part: Part<'f>,
        parts: &[Part<'f>],
        model: Option<NodeId>,
    ) -> bool {
        let names = self.names;
        let key = self.named(part.name).filter(|key| key.form == Form::Deployment);
        let owner = key.filter(|_| fold_name(part.name) == "deployment").and_then(|key| key.provider);
        let Some((owner, model)) = owner.zip(model) else { return false };
        let called = |found: &Found| {
            let word = found.text.text.to_ascii_lowercase();
            let provider = self.vocabulary.provider_word("", &word);
            provider.is_some_and(|provider| !self.vocabulary.user_named(provider))
        };
        if names.follow(part.value).found.iter().any(called) {
            return true;
        }
        let models = names.follow(model).found;
        let has = |found: &Found| self.vocabulary.lists_model(owner, &found.text.text);
        let speaks = |text: &str| platform_in(text, self.vocabulary) == Some(owner);
        let of_owner = |part: &Part<'f>| {
            let key = self.named(part.name).filter(|_| fold_name(part.name) != "deployment");
            speaks(part.name) || key.is_some_and(|key| key.provider == Some(owner))
        };
        let is_near = || {
            let callee = names.tree.parent(part.node).and_then(|call| names.tree.child(call, Role::Callee));
            callee.is_some_and(|callee| names.chain(callee).names.iter().any(|name| speaks(name)))
        };
        let imports = || names.imports.iter().any(|import| import.module.split(['.', '/', '-', '_']).any(speaks));
        !(models.is_empty() || models.iter().any(has) || parts.iter().any(of_owner) || is_near() || imports())
    }

    /// What an object of a class keeps goes to the address that the class holds: `url = "http://localhost/v1/chat/…"`.
    pub(in crate::extract::code) fn told_by_url_of_class(&self, at: NodeId) -> Option<Platform> {
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
    pub(in crate::extract::code) fn told_by_reader(&self, reader: NodeId) -> Option<Platform> {
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

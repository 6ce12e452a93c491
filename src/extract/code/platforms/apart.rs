//! Addresses that stand beside a model and are none of its own.

use super::told::{MOST_BESIDE, Part, Told};
use crate::extract::code::context::Contexts;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::extract::requests::names_secret;
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, Role as KeyRole, fold_name, folds_to};

impl<'f> Contexts<'_, 'f> {
    /// The part holds a model.
    pub(in crate::extract::code) fn holds(&self, part: &Part<'f>, model: Option<NodeId>) -> bool {
        let tree = &self.names.tree;
        model.is_some_and(|model| tree.node(part.node).span.contains(tree.node(model).span))
    }

    /// What an object keeps beside the address of a server that nobody knows, if that goes by no platform's name:
    /// `self.API_BASE = get("API_BASE", "https://…/v1")`, `self.DEFAULT_MODEL = …`.
    pub(in crate::extract::code) fn told_by_address_beside(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 4;
        const ADDRESS: &str = "apibase";
        let (names, tree) = (self.names, &self.names.tree);
        let assign = tree.ancestors(at).take(HIGHEST).find(|up| tree.kind(*up) == Kind::Assign)?;
        let object = tree.child(tree.child(assign, Role::Target)?, Role::Object)?;
        let class = names.class_of(assign).filter(|_| names.is_itself(object))?;
        let is_stranger = |value: NodeId| {
            let found = names.follow(value).found;
            found
                .iter()
                .any(|url| url.text.text.contains("://") && self.vocabulary.host(&url.text.text) == Host::Unknown)
        };
        let mut addresses = names.own_attributes(class).filter(|name| folds_to(name, ADDRESS));
        // What is only set later, under a condition, is the address of some models.
        let is_beside = |value: NodeId| names.block(value) == names.block(assign) && is_stranger(value);
        let is_told = addresses.any(|name| names.own_attribute(class, name).iter().any(|value| is_beside(*value)));
        is_told.then_some(Platform::UnknownHost(Evidence::Settings))
    }

    /// The address in a row of a table that has a function beside it which makes what is sent there:
    /// `{ api: "https://…", body: () => ({ model: "…" }) }`.
    pub(in crate::extract::code) fn told_by_row_around(&self, at: NodeId) -> Option<Platform> {
        const HIGHEST: usize = 10;
        let (names, tree) = (self.names, &self.names.tree);
        let is_within = |up: &NodeId| {
            matches!(tree.kind(*up), Kind::Entry | Kind::Map | Kind::Function | Kind::Block | Kind::Return)
        };
        let mut above = tree.ancestors(at).take(HIGHEST).take_while(is_within);
        let making = above.find(|up| tree.kind(*up) == Kind::Function)?;
        let entry = above.next().filter(|up| tree.kind(*up) == Kind::Entry)?;
        let row = above.next().filter(|up| tree.kind(*up) == Kind::Map)?;
        let beside = tree.children(row).take(MOST_BESIDE).filter(|other| *other != entry);
        let values = beside.filter_map(|other| tree.child(other, Role::Value));
        let texts = values.filter(|value| !tree.node(making).span.contains(tree.node(*value).span));
        let mut addresses = texts.filter_map(|value| names.literal(value)).filter(|text| text.text.contains("://"));
        let (only, None) = (addresses.next()?, addresses.next()) else { return None };
        match self.vocabulary.host(&only.text) {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        }
    }

    /// The base URL that a class of settings has for the platform which the name of a model tells:
    /// `acme_base_url = "http://localhost/v1"`, `acme_model = "…"`.
    pub(in crate::extract::code) fn told_by_url_of_platform(&self, at: NodeId, stated: Platform) -> Option<Platform> {
        const HIGHEST: usize = 24;
        const ENDS: [&str; 3] = ["baseurl", "apibase", "apiurl"];
        let tree = &self.names.tree;
        let Platform::Known(provider, Evidence::Key) = stated else { return None };
        let mut around = tree.ancestors(at).take(HIGHEST);
        let class = around.find(|up| matches!(tree.kind(*up), Kind::Function | Kind::Class))?;
        let field = |node: NodeId| self.part(node).filter(|_| tree.kind(node) == Kind::Assign);
        let is_own = |part: &Part<'f>| {
            let folded = fold_name(part.name);
            let whose = ENDS.iter().find_map(|end| folded.strip_suffix(end));
            whose.and_then(|whose| self.vocabulary.provider_word("", whose)) == Some(provider)
        };
        if tree.kind(class) != Kind::Class {
            return None;
        }
        let url = tree.children(class).filter_map(field).find(is_own)?;
        let found = self.names.follow(url.value).found.into_iter().next()?;
        match self.vocabulary.host(&found.text.text) {
            Host::Known(server) => Some(Platform::Known(server, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        }
    }

    /// The deployment or the address of one platform beside a key and a model of another, where the first has a name for
    /// what it deploys: `ACME_MODEL_DEPLOYMENT=…` and `OTHER_API_KEY=…` beside `OTHER_MODEL=…`. Each is set by itself.
    pub(in crate::extract::code) fn is_of_another_word(
        &self,
        part: Part<'f>,
        parts: &[Part<'f>],
        model: Option<NodeId>,
    ) -> bool {
        let word = |part: &Part<'f>| {
            let (first, _) = part.name.split_once('_')?;
            self.vocabulary.provider_word("", &first.to_ascii_lowercase())
        };
        let Some(own) = parts.iter().find(|part| self.holds(part, model)).and_then(word) else { return false };
        let other = word(&part).filter(|other| *other != own);
        let is_deployed = |beside: &Part<'f>| {
            word(beside) == other && self.named(beside.name).is_some_and(|key| key.form == Form::Deployment)
        };
        let is_own_key = |beside: &Part<'f>| word(beside) == Some(own) && names_secret(&fold_name(beside.name));
        other.is_some() && parts.iter().any(is_deployed) && parts.iter().any(is_own_key)
    }

    /// A constant for servers that are only like some platform, beside the name of a platform: `provider: "acme"`,
    /// `endpoint: ACME_COMPATIBLE_ENDPOINT`. It is kept for when somebody chooses such a server.
    pub(in crate::extract::code) fn is_of_another_mode(&self, part: Part<'f>, parts: &[Part<'f>]) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let is_platform = |other: &Part<'f>| {
            let key = self.named(other.name).filter(|key| key.role == KeyRole::Provider);
            let stated =
                key.filter(|_| tree.kind(other.value) == Kind::Str).map(|key| self.stated_provider(*other, Some(key)));
            matches!(stated, Some(Some(Told::Platform(Platform::Known(provider, _)))) if self.vocabulary.serves(provider))
        };
        let is_constant = tree.kind(part.value) == Kind::Name;
        is_constant && fold_name(names.text(part.value)).contains("compatible") && parts.iter().any(is_platform)
    }
}

/// Of names with dots a setting belongs to those with the same beginning: `acme.baseUrl` is none of `other.model`.
pub(in crate::extract::code) fn is_below_another_prefix<'f>(
    name: &str,
    parts: &[Part<'f>],
    holds: impl Fn(&Part<'f>) -> bool,
) -> bool {
    let prefix = |name: &'f str| name.rsplit_once('.').map(|(before, _)| before);
    let own = parts.iter().find(|part| holds(part)).and_then(|part| prefix(part.name));
    own.zip(name.rsplit_once('.')).is_some_and(|(own, (other, _))| own != other)
}

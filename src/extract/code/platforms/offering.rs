//! Classes and descriptions of platforms that say by a word of their own which one they are.

use super::told::Part;
use crate::extract::code::context::Contexts;
use crate::extract::code::shapes::beside::is_default;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Host, ProviderId, Role as KeyRole, fold_name};

/// Members of a class by which it says which platform it asks, folded.
const OWN_WORD: [&str; 5] = ["providername", "getprovidername", "providerid", "getproviderid", "providerkey"];
/// Members of a class, and parts of its constructor, that are looked at.
const MOST_MEMBERS: usize = 64;
const MOST_NODES: usize = 512;
/// Names by which a description calls what it describes.
const NAMING: [&str; 4] = ["id", "key", "name", "slug"];

impl<'f> Contexts<'_, 'f> {
    /// The platform that the class around a node says to ask, or the address that it gives to the class above:
    /// `def get_provider_name(self): return "acme"`, `super().__init__(api_base="https://…")`.
    pub(super) fn told_by_own_word(&self, at: NodeId) -> Option<Platform> {
        let class = self.names.class_of(at)?;
        self.word_of_class(class).or_else(|| self.address_for_class_above(class))
    }

    fn word_of_class(&self, class: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_own = |name: &str| OWN_WORD.contains(&fold_name(name).as_str());
        let said = |member: NodeId| match tree.kind(member) {
            Kind::Function => {
                names.name_of(member).filter(|name| is_own(names.text(*name)))?;
                names.returns(member).first().and_then(|value| names.literal(*value))
            }
            Kind::Assign => {
                tree.child(member, Role::Target).filter(|target| is_own(names.text(*target)))?;
                tree.child(member, Role::Value).and_then(|value| names.literal(value))
            }
            _ => None,
        };
        let word = tree.children(class).take(MOST_MEMBERS).find_map(said)?.text.to_ascii_lowercase();
        let provider = self.vocabulary.provider_word("", &word)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    fn address_for_class_above(&self, class: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let is_constructor = |member: &NodeId| {
            let name = names.name_of(*member).filter(|_| tree.kind(*member) == Kind::Function);
            name.is_some_and(|name| names.text(name) == names.dialect.constructor())
        };
        let constructor = tree.children(class).take(MOST_MEMBERS).find(is_constructor)?;
        let calls = tree.below(constructor).take(MOST_NODES).filter(|node| tree.kind(*node) == Kind::Call);
        let above = calls.filter(|call| tree.child(*call, Role::Callee).is_some_and(|callee| names.is_super(callee)));
        let given = above.flat_map(|call| tree.children(call).filter_map(|given| self.part(given)));
        let is_address = |part: &Part<'f>| self.named(part.name).is_some_and(|key| key.role == KeyRole::BaseUrl);
        let address = given.filter(is_address).find_map(|part| names.literal(part.value))?;
        match self.vocabulary.host(&address.text) {
            Host::Known(provider) => Some(Platform::Known(provider, Evidence::Settings)),
            Host::Unknown => Some(Platform::UnknownHost(Evidence::Settings)),
            Host::None => None,
        }
    }

    /// What describes a router by its name says which of its models is taken by default:
    /// `Spec(name="router", default_model="maker/big")`.
    pub(super) fn stated_by_router(&self, parts: &[Part<'f>], model: Option<NodeId>) -> Option<Platform> {
        if !parts.iter().any(|part| self.holds(part, model) && is_default(part.name)) {
            return None;
        }
        let is_router =
            |provider: &ProviderId| !self.vocabulary.serves(*provider) && !self.vocabulary.user_named(*provider);
        let named = parts.iter().filter(|part| NAMING.contains(&fold_name(part.name).as_str()));
        let words = named.filter_map(|part| self.names.literal(part.value)).map(|word| word.text.to_ascii_lowercase());
        let provider = { words }.filter_map(|word| self.vocabulary.provider_word("", &word)).find(is_router)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }
}

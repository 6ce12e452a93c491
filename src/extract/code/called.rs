//! Names that call a platform: of classes, of keys, of modules, of members of enumerations.

use super::context::Contexts;
use super::names::Bound;
use super::tree::{Kind, NodeId, Role};
use crate::extract::called::{capitalised, is_class, platform_in};
use crate::reference::{Evidence, Platform};

impl<'f> Contexts<'_, 'f> {
    /// A word in the name of a class that a call constructs is a platform, or what the class is taken from:
    /// `AzureSettings(model="…")`, `ollama.Chat({ model: "…" })`.
    pub(super) fn told_by_callee(&self, call: NodeId) -> Option<Platform> {
        let chain = self.names.chain(self.names.tree.child(call, Role::Callee)?);
        let class = chain.names.last().copied()?;
        let by_class = is_class(class).then(|| self.told_by_class(class)).flatten();
        by_class.or_else(|| self.told_by_module(chain.base, &chain.names))
    }

    /// The module or parameter that a chain of names begins with is called by the name of a platform.
    fn told_by_module(&self, base: NodeId, chain: &[&str]) -> Option<Platform> {
        let [word, _, ..] = chain else { return None };
        let bounds = self.names.lookup(base, word);
        let comes_in = |bound: &Bound| matches!(bound, Bound::Import(_) | Bound::Param(_));
        let provider = self.vocabulary.provider_called(word).filter(|_| bounds.iter().any(comes_in))?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// A name is put behind the words of a platform's own resources: `f"…/publishers/NAME/models/{model}"`.
    pub(super) fn told_by_resource(&self, value: NodeId) -> Option<Platform> {
        let names = self.names;
        let tree = &names.tree;
        let holder = tree.parent(value)?;
        let (name, bound) = match tree.kind(holder) {
            Kind::Assign => (tree.child(holder, Role::Target)?, Bound::Value(value)),
            Kind::Param => (tree.child(holder, Role::Name)?, Bound::Param(holder)),
            _ => return None,
        };
        if tree.kind(name) != Kind::Name {
            return None;
        }
        let resource = |reader: NodeId| {
            let is_part = matches!(tree.kind(tree.parent(reader)?), Kind::Template | Kind::Concat);
            let before = tree.before(reader).filter(|before| is_part && tree.kind(*before) == Kind::Str)?;
            self.vocabulary.resource(names.text(before))
        };
        let provider = { names.readers(holder, names.text(name), bound)?.into_iter() }.find_map(resource)?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// The key of a map is a platform: `ollama: { model: "…" }`.
    pub(super) fn told_by_key(&self, map: NodeId, stated: Platform) -> Option<Platform> {
        let names = self.names;
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let word = names.entry_key(entry)?.to_ascii_lowercase();
        let provider = (stated == Platform::Unstated).then(|| self.vocabulary.provider_called(&word)).flatten()?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// A word in the name of a class is a platform: `GroqChat`, `AzureChat`.
    pub(super) fn told_by_class(&self, class: &str) -> Option<Platform> {
        platform_in(class, self.vocabulary).map(|provider| Platform::Known(provider, Evidence::Settings))
    }

    /// The platform of a class that is named after it and after nothing but what it is: `ChatAcme`, `AcmeLLM`.
    pub(super) fn platform_of_model_class(&self, class: &str) -> Option<Platform> {
        let platform = platform_in(class, self.vocabulary).filter(|_| is_class(class))?;
        let words = capitalised(class);
        let is_kind = |word: &String| matches!(word.as_str(), "chat" | "model" | "llm" | "embeddings" | "embedding");
        let rest: String = words.iter().filter(|word| !is_kind(word)).cloned().collect();
        // Capitals that belong together are cut apart: `LLM`.
        let rest = rest.strip_suffix("llm").unwrap_or(&rest);
        let is_named = words.len() > 1 && self.vocabulary.provider_called(rest) == Some(platform);
        is_named.then_some(Platform::Known(platform, Evidence::Settings))
    }

    /// The word of a member of an enumeration, in lower case: `azure` of `Kind.Azure`, also where the enumeration stands
    /// in another file.
    pub(super) fn member_of_enumeration(&self, node: NodeId) -> Option<String> {
        let names = self.names;
        if names.tree.kind(node) != Kind::Member {
            return None;
        }
        let chain = names.chain(node);
        let path = match chain.names.as_slice() {
            [path @ .., "value"] => path,
            path => path,
        };
        let [.., class, member] = path else { return None };
        (chain.named_base && is_class(class) && is_class(member)).then(|| member.to_ascii_lowercase())
    }
}

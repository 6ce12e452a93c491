//! What stands beside a model and tells of its platform: base URLs, deployments, names of providers.

use super::context::Contexts;
use super::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::{Form, Host, Role as KeyRole};

/// Entries of a map that is a record of settings, at most.
const MOST_BESIDE: usize = 64;

impl<'f> Contexts<'_, 'f> {
    /// What stands around a setting tells of its platform: a base URL or a provider beside it, the name of its class.
    pub(super) fn told_around(&self, at: NodeId, stated: Platform) -> Option<Platform> {
        let tree = &self.names.tree;
        let beside = tree.ancestors(at).take(4).find(|up| tree.kind(*up) == Kind::Map);
        let by_name = |map: NodeId| {
            let beside = self.told_beside(map).or_else(|| self.told_beside(self.holder_of_config(map)?));
            beside.or_else(|| self.told_by_key(map, stated))
        };
        let unstated = stated == Platform::Unstated;
        beside.and_then(by_name).or_else(|| self.told_by_given(at, unstated)).or_else(|| {
            let class = self.names.class_of(at).filter(|_| unstated)?;
            let name = tree.child(class, Role::Name).map(|name| self.names.text(name))?;
            self.told_by_class(name)
        })
    }

    /// What is given beside it in one call, declared beside it in one class, or taken beside it by one function.
    fn told_by_given(&self, at: NodeId, unstated: bool) -> Option<Platform> {
        const HIGHEST: usize = 8;
        let tree = &self.names.tree;
        let mut part = at;
        for up in tree.ancestors(at).take(HIGHEST) {
            let holds = match tree.kind(up) {
                Kind::Call => tree.kind(part) == Kind::Keyword,
                Kind::Class => unstated && tree.kind(part) == Kind::Assign,
                Kind::Function => unstated && tree.kind(part) == Kind::Param,
                _ => false,
            };
            let told = || self.told_beside(up).or_else(|| self.told_by_callee(up).filter(|_| unstated));
            if holds && let Some(told) = told() {
                return Some(told);
            }
            if matches!(tree.kind(up), Kind::Function | Kind::Class | Kind::Block) {
                return None;
            }
            part = up;
        }
        None
    }

    /// A word in the name of a class that a call constructs is a platform: `AzureSettings(model="…")`.
    fn told_by_callee(&self, call: NodeId) -> Option<Platform> {
        let callee = self.names.tree.child(call, Role::Callee)?;
        let class = self.names.chain(callee).names.last().copied()?;
        class.starts_with(|c: char| c.is_ascii_uppercase()).then(|| self.told_by_class(class)).flatten()
    }

    /// The name and the value of an entry, a keyword, a field or a parameter.
    fn named_value(&self, part: NodeId) -> Option<(&'f str, NodeId)> {
        let names = self.names;
        let value = names.tree.child(part, Role::Value)?;
        let name = match names.tree.kind(part) {
            Kind::Entry => names.entry_key(part)?,
            Kind::Keyword | Kind::Param => names.text(names.tree.child(part, Role::Name)?),
            Kind::Assign => names.text(names.tree.child(part, Role::Target)?),
            _ => return None,
        };
        Some((name, value))
    }

    /// The map that says what another one configures: `{ provider: "…", config: { model: "…" } }`.
    fn holder_of_config(&self, map: NodeId) -> Option<NodeId> {
        let names = self.names;
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let is_config =
            matches!(names.entry_key(entry)?, "config" | "configuration" | "options" | "params" | "settings");
        is_config.then(|| names.tree.node(entry).parent)
    }

    /// The key of a map is a platform: `ollama: { model: "…" }`.
    fn told_by_key(&self, map: NodeId, stated: Platform) -> Option<Platform> {
        let names = self.names;
        let entry = names.tree.parent(map).filter(|up| names.tree.kind(*up) == Kind::Entry)?;
        let word = names.entry_key(entry)?.to_ascii_lowercase();
        let provider = (stated == Platform::Unstated).then(|| self.vocabulary.provider_called(&word)).flatten()?;
        Some(Platform::Known(provider, Evidence::Settings))
    }

    /// A base URL, a deployment or the name of a platform in the same map, call, class or list of parameters.
    pub(super) fn told_beside(&self, holder: NodeId) -> Option<Platform> {
        let names = self.names;
        // Every entry asks for what stands beside it: a map of so many is a table, and no record.
        if names.tree.children(holder).nth(MOST_BESIDE).is_some() {
            return None;
        }
        let mut told = None;
        for part in names.tree.children(holder) {
            let Some((name, value)) = self.named_value(part) else { continue };
            let Some(key) = self.named(name) else { continue };
            let trail = names.follow(value);
            let is_given = !trail.nothing || !trail.found.is_empty();
            // One call has one model; a class or a map may hold settings of several services.
            if key.form == Form::Deployment && is_given && names.tree.kind(part) == Kind::Keyword {
                return Some(Platform::UnknownHost(Evidence::Settings));
            }
            let Some(value) = trail.found.first().map(|f| &f.text) else {
                if key.role == KeyRole::BaseUrl && trail.unresolved && is_given && !self.may_be_unset(part, value) {
                    return Some(Platform::UnknownHost(Evidence::Settings));
                }
                continue;
            };
            match key.role {
                KeyRole::BaseUrl => match self.vocabulary.host(&value.text) {
                    Host::Known(provider) => return Some(Platform::Known(provider, Evidence::Settings)),
                    Host::Unknown => return Some(Platform::UnknownHost(Evidence::Settings)),
                    Host::None => {}
                },
                KeyRole::Provider => {
                    let provider = self.vocabulary.provider_word(key.framework, &value.text.to_ascii_lowercase());
                    told = told.or(provider.map(|p| Platform::Known(p, Evidence::Settings)));
                }
                _ => {}
            }
        }
        told
    }

    /// A field or parameter whose default may be nothing: only a name stands for a server that somebody chose.
    fn may_be_unset(&self, part: NodeId, value: NodeId) -> bool {
        let tree = &self.names.tree;
        let declares = matches!(tree.kind(part), Kind::Assign | Kind::Param);
        declares && !matches!(tree.kind(value), Kind::Name | Kind::Member)
    }

    /// A word in the name of a class is a platform: `GroqChat`, `AzureChat`.
    fn told_by_class(&self, class: &str) -> Option<Platform> {
        let starts = class.char_indices().filter(|(_, c)| c.is_uppercase()).map(|(at, _)| at).chain([class.len()]);
        let starts: Vec<usize> = starts.collect();
        let words = starts.windows(2).map(|pair| class[pair[0]..pair[1]].to_ascii_lowercase());
        let providers = words.filter(|word| word.len() > 3).filter_map(|word| self.vocabulary.provider_called(&word));
        providers.last().map(|provider| Platform::Known(provider, Evidence::Settings))
    }
}

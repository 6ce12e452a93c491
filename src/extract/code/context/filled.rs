//! Tables of lists that are filled key by key: `table["acme"] = ["…"]`.

use super::Contexts;
use crate::extract::code::platforms::told::MOST_BESIDE;
use crate::extract::code::tree::{Kind, NodeId, Role};
use crate::reference::{Evidence, Platform};
use crate::vocabulary::words_of_name;

impl Contexts<'_, '_> {
    /// The platform of a list that a table of models is given under its name, beside lists of others, where all of the
    /// table is gone through or handed on.
    pub(super) fn platform_of_filled(&self, assign: NodeId, target: NodeId) -> Option<Platform> {
        let (names, tree) = (self.names, &self.names.tree);
        let key = names.key_of(target).filter(|_| tree.kind(target) == Kind::Index)?;
        let platform = self.platform_called(key).filter(|platform| !self.is_of_users(*platform))?;
        let table = tree.child(target, Role::Object)?;
        let name = names.key_of(table).unwrap_or_else(|| names.text(table));
        let is_of_models = words_of_name(name)
            .any(|word| matches!(word.to_ascii_lowercase().as_str(), "model" | "models" | "llm" | "llms"));
        let beside = names.members_beside(assign, names.text(table)).into_iter().take(MOST_BESIDE);
        let lists = { beside }.filter(|(_, value)| tree.kind(*value) == Kind::List);
        let is_by_platform = || lists.filter(|(other, _)| self.platform_called(other).is_some()).nth(1).is_some();
        (is_of_models && is_by_platform() && self.is_taken_whole(table, name)).then_some(platform)
    }

    /// The platform that settings call so.
    fn platform_called(&self, word: &str) -> Option<Platform> {
        let by_word = || self.vocabulary.provider_word("", &word.to_ascii_lowercase());
        self.platform_in_key(word).or_else(|| by_word().map(|p| Platform::Known(p, Evidence::Settings)))
    }

    /// Somebody goes through all of a table, or is given it.
    fn is_taken_whole(&self, table: NodeId, name: &str) -> bool {
        let (names, tree) = (self.names, &self.names.tree);
        let readers = match tree.kind(table) {
            Kind::Name => names.mentions_of(name).to_vec(),
            _ => self.attribute_readers(name),
        };
        let is_whole = |reader: &NodeId| {
            let Some(up) = tree.parent(*reader) else { return false };
            match tree.kind(up) {
                Kind::Member if tree.role(*reader) == Role::Object => {
                    let chain = names.chain(up).names;
                    names.dialect.items(&chain).is_some() || names.dialect.pairs(&chain).is_some()
                }
                Kind::For => tree.role(*reader) == Role::Iterable,
                Kind::Call => tree.role(*reader) == Role::Argument,
                Kind::Keyword | Kind::Return => true,
                _ => false,
            }
        };
        readers.iter().take(MOST_BESIDE).any(is_whole)
    }
}

//! Settings that say where a model lies, or how it is called: which of them name one that a platform serves.

use super::super::tree::NodeId;
use super::{Around, Place};
use crate::vocabulary::{Host, ProviderId, fold_name};

/// Entries of a mapping that are looked at.
const MOST: usize = 64;

/// Who answers, as far as one mapping tells.
enum Answers {
    /// A platform that serves models by their names.
    Platform,
    /// Anybody else, who may well take a path.
    Other,
}

impl Around<'_> {
    /// Where a model lies, beside what names a platform that serves models by their names: `model_path` beside its
    /// address, `…_name_or_path` below its address or name.
    pub(super) fn is_path_at_server(&self, place: &Place) -> bool {
        let (Some(map), Some(key)) = (place.container, place.key.as_deref()) else { return false };
        let folded = fold_name(key);
        let told = if folded.ends_with("nameorpath") {
            let mut levels = self.mappings_above(map).into_iter();
            levels.find_map(|level| self.by_address(level).or_else(|| self.by_word(level)))
        } else {
            self.by_address(map).filter(|_| folded == "modelpath")
        };
        matches!(told, Some(Answers::Platform))
    }

    fn by_address(&self, map: NodeId) -> Option<Answers> {
        let entries = self.tree.entries(map).iter().take(MOST);
        let addresses =
            entries.filter(|entry| matches!(fold_name(&entry.name).as_str(), "apihost" | "apibase" | "baseurl"));
        let hosts = addresses.filter_map(|entry| self.text(entry)).map(|url| self.vocabulary.host(&url));
        let told: Vec<Answers> = hosts.map(|host| self.answers(host)).collect();
        told.into_iter().min_by_key(|one| matches!(one, Answers::Other))
    }

    fn by_word(&self, map: NodeId) -> Option<Answers> {
        let entries = self.tree.entries(map).iter().take(MOST);
        let mut words =
            entries.filter(|entry| matches!(fold_name(&entry.name).as_str(), "api" | "apitype" | "provider"));
        let word = words.next()?;
        Some(self.platform_said(word).map_or(Answers::Other, |provider| self.answers(Host::Known(provider))))
    }

    fn answers(&self, host: Host) -> Answers {
        let serves = |provider: ProviderId| self.vocabulary.serves(provider) && !self.vocabulary.user_named(provider);
        match host {
            Host::Known(provider) if serves(provider) => Answers::Platform,
            _ => Answers::Other,
        }
    }
}

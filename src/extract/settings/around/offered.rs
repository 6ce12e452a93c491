//! Rows of a list from which somebody chooses a model: `{"id": "…", "provider": "…", "name": "…"}`.

use super::super::tree::{At, Entry, NodeId};
use super::super::words::{self, Hint};
use super::{Around, Place};
use crate::extract::settings::tells;
use crate::vocabulary::{ProviderId, fold_name};

/// Entries of a row that only says what there is to choose: more of them are facts.
const MOST: usize = 8;

impl Around<'_> {
    /// The platform that the row of a list of models names for its `id`, if it says nothing else than how to choose it.
    pub fn platform_of_row(&self, place: &Place) -> Option<ProviderId> {
        let row = place.container.filter(|_| place.key.as_deref() == Some("id"))?;
        let At::Item(list) = self.tree.nodes[row].at else { return None };
        let entries = self.tree.entries(row);
        let is_named = entries.iter().any(|entry| fold_name(&entry.name) == "name");
        if !words::holds_models(self.tree.name(list)) || !is_named || entries.len() > MOST {
            return None;
        }
        let only_offers = entries.iter().all(|entry| !self.is_fact(entry));
        let platform = only_offers.then(|| self.platform_of_entries(row)).flatten()?;
        (self.vocabulary.serves(platform) && !self.vocabulary.user_named(platform)).then_some(platform)
    }

    /// What a list of facts says and one of choices does not: numbers, parts, prices and limits, whether it still lives.
    fn is_fact(&self, entry: &Entry) -> bool {
        const STATES: [&str; 7] = ["deprecat", "retire", "legacy", "status", "limit", "max", "date"];
        let folded = fold_name(&entry.name);
        let is_short = self.text(entry).is_some_and(|text| text.parse::<f64>().is_err());
        !is_short
            || STATES.iter().any(|word| folded.contains(word))
            || matches!(words::hint(&entry.name), Some(Hint::Fact | Hint::Parameter))
    }

    /// A key for programs says it better than a name for people.
    fn platform_of_entries(&self, row: NodeId) -> Option<ProviderId> {
        let framework = self.vocabulary.name("model_provider").map_or("", |key| key.framework);
        let word = self.inner_text(row, "providerid", None).or_else(|| self.inner_text(row, "provider", None))?;
        tells::provider_of(framework, &word, self.vocabulary)
    }
}

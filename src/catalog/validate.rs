//! What no single entry can see: references between entries, duplicates, reach of the prefilter.

use std::collections::HashMap;

use super::compile::{Parsed, RulesError};
use super::tables::{ProviderId, Tables};

/// Adds an error for every broken relation between entries.
pub(super) fn across(files: &[Parsed], tables: &Tables, base: Option<&Tables>, errors: &mut Vec<RulesError>) {
    let known = Known::new(tables, base);
    for file in files {
        let Some(provider) = &file.rules.provider else { continue };
        let mut seen: HashMap<&str, usize> = HashMap::new();
        for (index, model) in file.rules.models.iter().enumerate() {
            let mut fail = |message: String| errors.push(file.error("models", index, message));
            if let Some(first) = seen.insert(&model.id, index) {
                fail(format!("`{}` stands twice in `{}`, first as entry {}", model.id, provider.key, first + 1));
            }
            if !model.points_to.is_empty() && !known.has(&provider.key, &model.points_to) {
                fail(format!("`{}` points to `{}`, which does not exist", model.id, model.points_to));
            }
            if !model.redirects_to.is_empty() && !known.reachable(&provider.key, &model.redirects_to) {
                fail(format!("`{}` redirects to `{}`, which does not exist", model.id, model.redirects_to));
            }
            for replacement in &model.replacement {
                if !known.reachable(&provider.key, replacement) {
                    fail(format!("the replacement `{replacement}` of `{}` does not exist", model.id));
                }
            }
            let folded = model.id.to_ascii_lowercase();
            let found = provider.stems.iter().any(|stem| folded.contains(stem.as_str()));
            let word = file.rules.plain_words.contains(&model.id);
            if !found && !word {
                fail(format!(
                    "no stem of `{}` occurs in `{}`: add one, or list it in `plain-words`",
                    provider.key, model.id
                ));
            }
        }
        for (index, family) in file.rules.families.iter().enumerate() {
            if file.rules.families[..index].iter().any(|other| other.stem == family.stem) {
                errors.push(file.error("families", index, format!("family `{}` stands twice", family.stem)));
            }
        }
    }
}

/// All IDs by provider, of these tables and of those below them.
struct Known<'t> {
    models: HashMap<(&'t str, &'t str), ()>,
}

impl<'t> Known<'t> {
    fn new(tables: &'t Tables, base: Option<&'t Tables>) -> Self {
        let base_providers = base.map_or(0, |b| b.providers.len());
        let key = |of: ProviderId| {
            let number = usize::from(of.0);
            match base {
                Some(base) if number < base_providers => base.str(base.providers[number].key),
                _ => tables.str(tables.providers[number - base_providers].key),
            }
        };
        let mut models = HashMap::new();
        for layer in base.into_iter().chain([tables]) {
            models.extend(layer.models.iter().map(|m| ((key(m.provider), layer.str(m.id)), ())));
        }
        Known { models }
    }

    fn has(&self, provider: &str, id: &str) -> bool {
        self.models.contains_key(&(provider, id))
    }

    /// `[provider/]id`, read as the same provider's ID first.
    fn reachable(&self, provider: &str, id: &str) -> bool {
        self.has(provider, id) || id.split_once('/').is_some_and(|(other, rest)| self.has(other, rest))
    }
}

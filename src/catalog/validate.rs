//! What no single entry can see: references between entries, duplicates, reach of the prefilter.

use std::collections::{BTreeSet, HashMap};

use super::compile::names::fits;
use super::compile::{Parsed, RulesError};
use super::tables::{ProviderId, Tables};
use crate::suggest::did_you_mean;

/// Mistakes of one kind that are told at once: each is looked up in its file, and nobody reads thousands.
const MOST_MISTAKES: usize = 200;

/// Adds an error for every broken relation between entries, as far as somebody would read them.
pub(super) fn across(files: &[Parsed], tables: &Tables, base: Option<&Tables>, errors: &mut Vec<RulesError>) {
    let known = Known::new(tables, base);
    for file in files {
        for (index, route) in file.rules.routes.iter().enumerate() {
            for entry in route.spellings.iter().filter(|entry| !known.has(&entry.provider, &entry.id)) {
                let near = known.near(&entry.provider, &entry.id);
                let message = format!("`{}` stands for `{}`, which does not exist{near}", entry.name, entry.id);
                errors.push(file.error("routes", index, "spellings", message));
            }
        }
        let Some(provider) = &file.rules.provider else { continue };
        models(file, &provider.key, &known, base, errors);
        let mut stems: HashMap<&str, ()> = HashMap::new();
        for (index, family) in file.rules.families.iter().enumerate() {
            let mut fail = |key, message: String| errors.push(file.error("families", index, key, message));
            if stems.insert(&family.stem, ()).is_some() {
                fail("stem", format!("the family `{}` stands twice", family.stem));
            }
            if !family.closed.is_empty() && !known.compared.contains(provider.key.as_str()) {
                let why = "what came after the last comparison is never wrong";
                fail("closed", format!("a closed family needs `compared` of `{}`: {why}", provider.key));
            }
        }
        for (index, rule) in file.rules.parameter_rules.iter().enumerate() {
            for pattern in rule.models.iter().filter(|pattern| !known.any(&provider.key, pattern)) {
                let message =
                    format!("`{pattern}` is no model of `{}`{}", provider.key, known.near(&provider.key, pattern));
                errors.push(file.error("parameter-rules", index, "models", message));
            }
        }
    }
}

fn models(file: &Parsed, provider: &str, known: &Known<'_>, base: Option<&Tables>, errors: &mut Vec<RulesError>) {
    let head = file.rules.provider.iter().flat_map(|p| &p.stems).map(|stem| stem.to_ascii_lowercase());
    let bundled = base.iter().flat_map(|b| b.list(b.stems)).map(str::to_owned);
    let stems: Vec<String> = head.chain(bundled).collect();
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let known_before = errors.len();
    for (index, model) in file.rules.models.iter().enumerate() {
        if errors.len() - known_before >= MOST_MISTAKES {
            return;
        }
        let mut fail = |key: &str, message: String| errors.push(file.error("models", index, key, message));
        let id = &model.id;
        if !seen.insert(id) {
            fail("id", format!("`{id}` stands twice in `{provider}`"));
        }
        if !model.points_to.is_empty() && !known.has(provider, &model.points_to) {
            let near = known.near(provider, &model.points_to);
            fail("points-to", format!("`{id}` points to `{}`, which does not exist{near}", model.points_to));
        }
        if !model.redirects_to.is_empty() && !known.reachable(provider, &model.redirects_to) {
            let near = known.near(provider, &model.redirects_to);
            fail("redirects-to", format!("`{id}` redirects to `{}`, which does not exist{near}", model.redirects_to));
        }
        for replacement in model.replacement.iter().filter(|other| !known.reachable(provider, other)) {
            let near = known.near(provider, replacement);
            fail("replacement", format!("the replacement `{replacement}` of `{id}` does not exist{near}"));
        }
        let is_scoped = |other: &str| other.strip_suffix(id.as_str()).is_some_and(|scope| scope.ends_with('.'));
        if !model.needs_scope.is_empty() && !known.of(provider).any(is_scoped) {
            fail("needs-scope", format!("`{id}` needs a scope, and no `scope.{id}` is listed"));
        }
        for (key, other) in [("points-to", &model.points_to), ("redirects-to", &model.redirects_to)] {
            if other == id {
                fail(key, format!("`{key}` of `{id}` is `{id}` itself"));
            }
        }
        let folded = id.to_ascii_lowercase();
        let found = stems.iter().any(|stem| folded.contains(stem.as_str()));
        if !found && !file.rules.plain_words.contains(id) {
            let message = format!(
                "no stem of `{provider}` occurs in `{id}`, so no file would be read for it: \
                 add a stem to `provider.stems`, or list the ID in `plain-words`"
            );
            fail("id", message);
        }
    }
}

/// All IDs by provider, of these tables and of those below them.
struct Known<'t> {
    models: HashMap<&'t str, BTreeSet<&'t str>>,
    /// Providers with a day of comparison.
    compared: BTreeSet<&'t str>,
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
        let mut known = Known { models: HashMap::new(), compared: BTreeSet::new() };
        for layer in base.into_iter().chain([tables]) {
            for model in layer.models.iter() {
                known.models.entry(key(model.provider)).or_default().insert(layer.str(model.id));
            }
            let dated = layer.providers.iter().filter(|p| p.compared.is_some());
            known.compared.extend(dated.map(|p| layer.str(p.key)));
        }
        known
    }

    fn of(&self, provider: &str) -> impl Iterator<Item = &'t str> {
        self.models.get(provider).into_iter().flatten().copied()
    }

    fn has(&self, provider: &str, id: &str) -> bool {
        self.models.get(provider).is_some_and(|ids| ids.contains(id))
    }

    /// Some model fits a pattern.
    fn any(&self, provider: &str, pattern: &str) -> bool {
        self.of(provider).any(|id| fits(pattern, id))
    }

    /// `[provider/]id`, read as the same provider's ID first.
    fn reachable(&self, provider: &str, id: &str) -> bool {
        self.has(provider, id) || id.split_once('/').is_some_and(|(other, rest)| self.has(other, rest))
    }

    /// The ID that was probably meant, or the provider that has this one, as the end of a message.
    fn near(&self, provider: &str, id: &str) -> String {
        if let Some(question) = did_you_mean(id, self.of(provider)) {
            return format!(": {question}");
        }
        let mut others: Vec<&str> =
            self.models.iter().filter(|(_, ids)| ids.contains(id)).map(|(key, _)| *key).collect();
        others.sort_unstable();
        match others.first() {
            Some(other) => format!(" on `{provider}`: did you mean `{other}/{id}`?"),
            None => String::new(),
        }
    }
}

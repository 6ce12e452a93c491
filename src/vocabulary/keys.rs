//! Names of settings: exact ones first, then the most specific pattern.

use crate::catalog::tables::{KeyRow, Place, Tables};
use crate::catalog::{Catalog, Entry, fold_name};

use super::{Key, Step};

fn key<'v>(entry: Entry<'v, KeyRow>) -> Key<'v> {
    Key {
        role: entry.row.role,
        form: entry.row.form,
        provider: entry.row.provider,
        endpoints: entry.row.endpoints,
        framework: entry.str(entry.row.framework),
        exact: !entry.str(entry.row.name).contains('*'),
    }
}

impl Catalog {
    pub(super) fn environment_key(&self, name: &str) -> Option<Key<'_>> {
        self.named(Place::Environment, &fold_name(name)).map(key)
    }

    pub(super) fn name_key(&self, name: &str) -> Option<Key<'_>> {
        self.named(Place::Name, &fold_name(name)).map(key)
    }

    /// The entry with this folded name; the pattern with the most letters wins, then the one with the fewest `*`.
    fn named(&self, place: Place, folded: &str) -> Option<Entry<'_, KeyRow>> {
        self.layers().find_map(|tables| {
            let rows = of_place(tables, place);
            let at = rows.partition_point(|row| tables.str(row.name) < folded);
            let exact = rows.get(at).filter(|row| tables.str(row.name) == folded);
            let pattern = || {
                let fitting = patterns_of_place(tables, place).filter(|row| wildcard(tables.str(row.name), folded));
                fitting.max_by_key(|row| {
                    let (stars, length) = specificity(tables.str(row.name));
                    (length - stars.0, stars)
                })
            };
            exact.or_else(pattern).map(|row| Entry { tables, row })
        })
    }

    pub(super) fn yaml_key(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>> {
        self.layers().find_map(|tables| {
            of_place(tables, Place::Yaml)
                .iter()
                .filter(|row| row.files.len == 0 || tables.list(row.files).any(|glob| wildcard(glob, file_name)))
                .filter(|row| path_matches(tables.str(row.name), path))
                .max_by_key(|row| (row.files.len > 0, specificity(tables.str(row.name))))
                .map(|row| key(Entry { tables, row }))
        })
    }
}

fn of_place(tables: &Tables, place: Place) -> &[KeyRow] {
    let start = tables.keys.partition_point(|row| row.place < place);
    let end = tables.keys.partition_point(|row| row.place <= place);
    &tables.keys[start..end]
}

/// The rows of a place whose names hold `*`, in order.
fn patterns_of_place(tables: &Tables, place: Place) -> impl Iterator<Item = &KeyRow> {
    tables.key_patterns.iter().filter_map(|at| tables.keys.get(*at as usize)).filter(move |row| row.place == place)
}

fn specificity(pattern: &str) -> (std::cmp::Reverse<usize>, usize) {
    (std::cmp::Reverse(pattern.matches('*').count()), pattern.len())
}

/// `pattern` is `text`, where each `*` stands for any run of characters.
pub(crate) fn wildcard(pattern: &str, text: &str) -> bool {
    let mut parts = pattern.split('*');
    let first = parts.next().unwrap_or("");
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    let mut parts = parts.peekable();
    if parts.peek().is_none() {
        return rest.is_empty();
    }
    while let Some(part) = parts.next() {
        if parts.peek().is_none() {
            return rest.ends_with(part);
        }
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    true
}

/// A path pattern such as `services.*.environment[]` or `**.model` fits a path.
fn path_matches(pattern: &str, path: &[Step]) -> bool {
    let steps: Vec<Wanted<'_>> = pattern
        .split('.')
        .flat_map(|segment| {
            let name = segment.trim_end_matches("[]");
            let items = (segment.len() - name.len()) / 2;
            let named = (!name.is_empty()).then_some(if name == "**" { Wanted::Any } else { Wanted::Key(name) });
            named.into_iter().chain(std::iter::repeat_n(Wanted::Item, items))
        })
        .collect();
    fits(&steps, path)
}

#[derive(Clone, Copy)]
enum Wanted<'p> {
    Key(&'p str),
    Item,
    Any,
}

fn fits(wanted: &[Wanted<'_>], path: &[Step]) -> bool {
    match (wanted.split_first(), path.split_first()) {
        (None, None) => true,
        (None, Some(_)) => false,
        (Some((Wanted::Any, rest)), _) => (0..=path.len()).any(|skip| fits(rest, &path[skip..])),
        (Some(_), None) => false,
        (Some((Wanted::Key(name), rest)), Some((Step::Key(key), path))) => wildcard(name, key) && fits(rest, path),
        (Some((Wanted::Item, rest)), Some((Step::Item, path))) => fits(rest, path),
        (Some(_), Some(_)) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stars_stand_for_anything() {
        for (pattern, text, fits) in [
            ("model", "model", true),
            ("*model", "defaultmodel", true),
            ("*model", "models", false),
            ("a*b*c", "axxbyyc", true),
            ("a*b*c", "axxc", false),
            ("*", "", true),
            ("*.yaml", "config.yaml", true),
        ] {
            assert_eq!(wildcard(pattern, text), fits, "{pattern} {text}");
        }
    }

    #[test]
    fn paths_fit_keys_items_and_any_depth() {
        let path = |text: &str| -> Vec<Step> {
            text.split('.').map(|s| if s == "[]" { Step::Item } else { Step::Key(s.to_owned()) }).collect()
        };
        for (pattern, at, fits) in [
            ("model_list[].litellm_params.model", "model_list.[].litellm_params.model", true),
            ("model_list[].litellm_params.model", "model_list.litellm_params.model", false),
            ("services.*.environment.OPENAI_MODEL", "services.web.environment.OPENAI_MODEL", true),
            ("**.model", "a.[].b.model", true),
            ("**.model", "model", true),
            ("**.model", "a.model.name", false),
        ] {
            assert_eq!(path_matches(pattern, &path(at)), fits, "{pattern} {at}");
        }
    }
}

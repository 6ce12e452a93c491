//! Names of settings: exact ones first, then the most specific pattern.

use std::sync::Arc;

use crate::catalog::tables::{KeyRow, PatternRow, Place, Tables};
use crate::catalog::{Catalog, Entry, Remembered, Row, fold_name};

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
        self.named(Place::Environment, name, &self.remembered.variables)
    }

    pub(super) fn name_key(&self, name: &str) -> Option<Key<'_>> {
        self.named(Place::Name, name, &self.remembered.names)
    }

    fn named(&self, place: Place, name: &str, known: &Remembered<Option<Row>>) -> Option<Key<'_>> {
        let row = known.get(name, || self.row_named(place, &fold_name(name)))?;
        self.entry(row).map(key)
    }

    /// The row with this folded name; the pattern with the most letters wins, then the one with the fewest `*`.
    fn row_named(&self, place: Place, folded: &str) -> Option<Row> {
        self.layers().enumerate().find_map(|(layer, tables)| {
            let (first, rows) = of_place(tables, place);
            let at = rows.partition_point(|row| tables.str(row.name) < folded);
            let exact = rows.get(at).filter(|row| tables.str(row.name) == folded).map(|_| first + at);
            let pattern = || {
                let possible = patterns_of_place(tables, place, folded);
                let fitting = possible.filter(|(_, row)| wildcard(tables.str(row.name), folded));
                let best = fitting.max_by_key(|(_, row)| {
                    let (stars, length) = specificity(tables.str(row.name));
                    (length - stars.0, stars)
                });
                best.map(|(at, _)| at)
            };
            exact.or_else(pattern).map(|at| (layer, at))
        })
    }

    fn entry(&self, (layer, at): Row) -> Option<Entry<'_, KeyRow>> {
        let tables = self.layers().nth(layer)?;
        tables.keys.get(at).map(|row| Entry { tables, row })
    }

    pub(super) fn yaml_key(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>> {
        let ending = match path.last()? {
            Step::Key(name) => self.remembered.endings.get(name, || self.rows_ending(|end| ends_in_key(end, name))),
            Step::Item => Arc::clone(self.remembered.items.get_or_init(|| self.rows_ending(ends_in_item))),
        };
        let fits = |entry: &Entry<'_, KeyRow>| {
            let (tables, row) = (entry.tables, entry.row);
            path_matches(tables.str(row.name), path)
                && (row.files.len == 0 || tables.list(row.files).any(|glob| wildcard(glob, file_name)))
        };
        ending.chunk_by(|a, b| a.0 == b.0).find_map(|layer| {
            let fitting = layer.iter().filter_map(|row| self.entry(*row)).filter(fits);
            fitting.max_by_key(|entry| (entry.row.files.len > 0, specificity(entry.str(entry.row.name)))).map(key)
        })
    }

    /// The rows of paths whose last step is one of some, by layer.
    fn rows_ending(&self, is_one: impl Fn(&str) -> bool) -> Arc<[Row]> {
        let of_layer = |(layer, tables): (usize, &Tables)| {
            let (first, rows) = of_place(tables, Place::Yaml);
            let ends = |row: &KeyRow| tables.str(row.name).rsplit('.').next().is_some_and(&is_one);
            let ending = rows.iter().enumerate().filter(|(_, row)| ends(row));
            ending.map(|(at, _)| (layer, first + at)).collect::<Vec<Row>>()
        };
        self.layers().enumerate().flat_map(of_layer).collect()
    }
}

/// The last step of a path of the vocabulary may be this key.
fn ends_in_key(end: &str, key: &str) -> bool {
    end == "**" || (!end.ends_with("[]") && wildcard(end, key))
}

/// The last step of a path of the vocabulary may be an item of a list.
fn ends_in_item(end: &str) -> bool {
    end == "**" || end.ends_with("[]")
}

/// The rows of a place, and the number of the first of them.
fn of_place(tables: &Tables, place: Place) -> (usize, &[KeyRow]) {
    let start = tables.keys.partition_point(|row| row.place < place);
    let end = tables.keys.partition_point(|row| row.place <= place);
    (start, &tables.keys[start..end])
}

/// The rows of a place whose names hold `*` and begin and end as a name does, in order, each with its number.
fn patterns_of_place<'t>(tables: &'t Tables, place: Place, name: &str) -> impl Iterator<Item = (usize, &'t KeyRow)> {
    let (first, last) = (name.bytes().next(), name.bytes().next_back());
    let fits = |wanted: u8, given: Option<u8>| wanted == b'*' || Some(wanted) == given;
    let is_possible = move |row: &&PatternRow| row.place == place && fits(row.ends.0, first) && fits(row.ends.1, last);
    let possible = tables.key_patterns.iter().filter(is_possible);
    possible.filter_map(|row| Some((row.at as usize, tables.keys.get(row.at as usize)?)))
}

fn specificity(pattern: &str) -> (std::cmp::Reverse<usize>, usize) {
    (std::cmp::Reverse(pattern.matches('*').count()), pattern.len())
}

/// `pattern` is `text`, where each `*` stands for any run of characters.
pub(crate) fn wildcard(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    // One byte at either end tells most of them apart: what is no `*` there stands for itself.
    let differs = |wanted: Option<&u8>, given: Option<&u8>| wanted != given && wanted.is_some_and(|byte| *byte != b'*');
    if differs(pattern.last(), text.last()) || differs(pattern.first(), text.first()) {
        return false;
    }
    let (Some(first), Some(last)) = (memchr::memchr(b'*', pattern), memchr::memrchr(b'*', pattern)) else {
        return pattern == text;
    };
    let (head, tail) = (&pattern[..first], &pattern[last + 1..]);
    if text.len() < head.len() + tail.len() || !text.ends_with(tail) || !text.starts_with(head) {
        return false;
    }
    let mut rest = &text[head.len()..text.len() - tail.len()];
    let inner = pattern[first..last].split(|byte| *byte == b'*').filter(|part| !part.is_empty());
    for part in inner {
        let Some(at) = memchr::memmem::find(rest, part) else { return false };
        rest = &rest[at + part.len()..];
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
            ("", "", true),
            ("", "model", false),
            ("model*", "", false),
            ("m*l", "ml", true),
            ("ml*ml", "ml", false),
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

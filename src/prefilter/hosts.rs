//! Names of hosts that stand in a text: in a long one they are looked for all at once.

use std::sync::OnceLock;

use crate::catalog::Catalog;
use crate::catalog::automaton::Automaton;
use crate::catalog::tables::{HostRow, Tables};

/// Shorter texts are searched for one name after the other: that costs less than to build the automaton.
const LONG: usize = 8 << 10;

/// The names of all hosts.
#[derive(Default)]
pub(super) struct Hosts<'c>(OnceLock<Option<Names<'c>>>);

struct Names<'c> {
    names: Vec<&'c str>,
    /// By row of all hosts the place of its name; none of the name that is empty.
    by_row: Vec<Option<usize>>,
    automaton: Automaton,
}

/// What of a host stands in every text that names it.
pub(super) fn name<'c>(tables: &'c Tables, row: &HostRow) -> &'c str {
    let host = tables.str(row.host).trim_start_matches("*.");
    host.split(['/', '*']).max_by_key(|part| part.len()).unwrap_or_default()
}

/// All hosts.
pub(super) fn rows(catalog: &Catalog) -> impl Iterator<Item = (&Tables, &HostRow)> {
    catalog.layers().flat_map(|tables| tables.hosts.iter().map(move |row| (tables, row)))
}

impl<'c> Names<'c> {
    fn of(catalog: &'c Catalog) -> Option<Names<'c>> {
        let rows: Vec<&str> = rows(catalog).map(|(tables, row)| name(tables, row)).collect();
        let mut names: Vec<&str> = rows.iter().copied().filter(|name| !name.is_empty()).collect();
        names.sort_unstable();
        names.dedup();
        let lower: Vec<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let by_row = rows.iter().map(|name| names.binary_search(name).ok()).collect();
        Some(Names { names, by_row, automaton: Automaton::build(&lower).ok()? })
    }
}

impl<'c> Hosts<'c> {
    /// By row of all hosts, whether its name occurs letter for letter; nothing if that is better asked name by name.
    pub(super) fn within(&self, catalog: &'c Catalog, bytes: &[u8]) -> Option<impl Iterator<Item = bool>> {
        if bytes.len() < LONG {
            return None;
        }
        let Names { names, by_row, automaton } = self.0.get_or_init(|| Names::of(catalog)).as_ref()?;
        let mut occur = vec![false; names.len()];
        automaton.search(bytes, |at, end| {
            occur[at] |= bytes[..end].ends_with(names[at].as_bytes());
            false
        });
        Some(by_row.iter().map(move |name| name.is_none_or(|at| occur[at])))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_at_once_finds_what_one_after_the_other_finds() {
        let (catalog, hosts) = (Catalog::bundled(), Hosts::default());
        let text = "x = 'https://api.openai.com/v1', API.anthropic.COM, my-api.mistral.ai\n".repeat(LONG / 64);
        let found: Vec<bool> = hosts.within(catalog, text.as_bytes()).expect("a long text").collect();
        assert!(found.len() > 50 && found.iter().any(|occurs| *occurs));
        for ((tables, row), occurs) in rows(catalog).zip(found) {
            let name = name(tables, row);
            assert_eq!(occurs, text.contains(name), "{name}");
        }
        assert!(hosts.within(catalog, b"api.openai.com").is_none());
    }
}

//! The words of a text that are names of callees and clients.

use std::sync::OnceLock;

use foldhash::HashSet;

use crate::catalog::Catalog;

/// Names of callees and clients, gathered where the first file asks.
pub(super) struct Words<'c> {
    catalog: &'c Catalog,
    names: OnceLock<Names<'c>>,
}

/// The names, and a quick look at which lengths and first letters occur.
struct Names<'c> {
    all: HashSet<&'c [u8]>,
    /// By the length, a bit for each first letter.
    starts: [u64; LONGEST + 1],
}

/// Longest name, in bytes: what is longer is looked up among the longest.
const LONGEST: usize = 63;

impl<'c> Words<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Words<'c> {
        Words { catalog, names: OnceLock::new() }
    }

    /// The names that occur as words, each once.
    pub(super) fn within(&self, bytes: &[u8]) -> Vec<&'c str> {
        let names = self.names.get_or_init(|| Names::of(self.catalog));
        let mut found: Vec<&'c [u8]> = Vec::new();
        let mut start = 0;
        for at in 0..=bytes.len() {
            if bytes.get(at).is_some_and(|b| is_part(*b)) {
                continue;
            }
            if start < at
                && let Some(name) = names.find(&bytes[start..at])
                && !found.contains(&name)
            {
                found.push(name);
            }
            start = at + 1;
        }
        found.into_iter().filter_map(|name| std::str::from_utf8(name).ok()).collect()
    }
}

fn is_part(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

impl<'c> Names<'c> {
    fn of(catalog: &'c Catalog) -> Names<'c> {
        let mut names = Names { all: HashSet::default(), starts: [0; LONGEST + 1] };
        for tables in catalog.layers() {
            let lasts = tables.call_sites.iter().map(|row| row.last);
            for name in lasts.chain(tables.clients.iter().map(|row| row.name)) {
                let name = tables.str(name).as_bytes();
                if let Some(first) = name.first() {
                    names.starts[name.len().min(LONGEST)] |= 1 << (first & 63);
                    names.all.insert(name);
                }
            }
        }
        names
    }

    fn find(&self, word: &[u8]) -> Option<&'c [u8]> {
        let is_possible = self.starts[word.len().min(LONGEST)] >> (word[0] & 63) & 1 == 1;
        is_possible.then(|| self.all.get(word).copied()).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_met_once() {
        let words = Words::new(Catalog::bundled());
        assert_eq!(words.within(b"x = ChatOpenAI(ChatOpenAI); MyChatOpenAI()"), ["ChatOpenAI"]);
        assert_eq!(words.within(b"nothing_here"), [""; 0]);
        assert_eq!(words.within(b"ChatAnthropic"), ["ChatAnthropic"]);
    }
}

//! The words of a text that stand in the names of callees, clients and modules.

use std::sync::OnceLock;

use foldhash::{HashMap, HashSet};

use crate::catalog::Catalog;

/// Words of callees, clients and modules, gathered where the first file asks.
pub(super) struct Words<'c> {
    catalog: &'c Catalog,
    names: OnceLock<Names<'c>>,
}

/// The words, and a quick look at which lengths and first letters occur.
struct Names<'c> {
    /// Whether each is the name of a callee or client by itself.
    all: HashMap<&'c [u8], bool>,
    /// By the length, a bit for each first letter.
    starts: [u64; LONGEST + 1],
}

/// Longest name, in bytes: what is longer is looked up among the longest.
const LONGEST: usize = 63;

impl<'c> Words<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Words<'c> {
        Words { catalog, names: OnceLock::new() }
    }

    /// The word is one of those that are told apart.
    pub(super) fn are(&self, word: &[u8]) -> bool {
        self.names().all.contains_key(word)
    }

    fn names(&self) -> &Names<'c> {
        self.names.get_or_init(|| Names::of(self.catalog))
    }

    /// Those that occur.
    pub(super) fn within(&self, bytes: &[u8]) -> Within<'c> {
        let names = self.names();
        let mut found = Within::default();
        let mut end = 0;
        while let Some(start) = bytes[end..].iter().position(|b| is_part(*b)).map(|at| end + at) {
            end = bytes[start..].iter().position(|b| !is_part(*b)).map_or(bytes.len(), |at| start + at);
            if let Some((word, is_name)) = names.find(&bytes[start..end]) {
                if found.words.insert(word) && is_name {
                    found.names.extend(std::str::from_utf8(word));
                }
                if !found.taken.contains(word) && is_taken(bytes, start, end) {
                    found.taken.insert(word);
                }
            }
        }
        found
    }
}

/// Words that occur in a text.
#[derive(Default)]
pub(super) struct Within<'c> {
    /// All of them.
    pub(super) words: HashSet<&'c [u8]>,
    /// Those that something is taken from, or that are taken from something: `x.word`, `word.x`, `{ word: x }`.
    pub(super) taken: HashSet<&'c [u8]>,
    /// Names of callees and clients, each once.
    pub(super) names: Vec<&'c str>,
}

/// A word is a step of a chain, or may become one.
fn is_taken(bytes: &[u8], start: usize, end: usize) -> bool {
    /// Blanks between a word and its dot that anybody writes.
    const MOST_BLANKS: usize = 200;
    let is_blank = |b: &&u8| b.is_ascii_whitespace();
    let before = bytes[..start].iter().rev().take(MOST_BLANKS).find(|b| !is_blank(b));
    let mut after = bytes[end..].iter().take(MOST_BLANKS).filter(|b| !is_blank(b));
    match (before, after.next()) {
        (Some(b'.'), _) | (_, Some(b'.' | b'?' | b':' | b'!' | b'\\')) => true,
        (_, Some(b'"' | b'\'' | b'`')) => after.next() == Some(&b']'),
        _ => false,
    }
}

/// The words of a name.
pub(super) fn words_of(name: &str) -> impl Iterator<Item = &[u8]> {
    name.as_bytes().split(|b| !is_part(*b)).filter(|word| !word.is_empty())
}

/// Bytes of words, as a table: every byte of a text is looked up.
const PARTS: [bool; 256] = {
    let mut parts = [false; 256];
    let mut byte = 0;
    while byte < parts.len() {
        parts[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_' || byte as u8 == b'$';
        byte += 1;
    }
    parts
};

fn is_part(byte: u8) -> bool {
    PARTS[usize::from(byte)]
}

impl<'c> Names<'c> {
    fn of(catalog: &'c Catalog) -> Names<'c> {
        let mut names = Names { all: HashMap::default(), starts: [0; LONGEST + 1] };
        for tables in catalog.layers() {
            let lasts = tables.call_sites.iter().map(|row| row.last);
            for name in lasts.chain(tables.clients.iter().map(|row| row.name)) {
                names.add(tables.str(name).as_bytes(), true);
            }
            for row in tables.call_sites.iter() {
                let modules = tables.list(row.modules).chain([tables.str(row.callee)]);
                modules.flat_map(words_of).for_each(|word| names.add(word, false));
            }
            let modules = tables.clients.iter().flat_map(|row| tables.list(row.modules));
            modules.flat_map(words_of).for_each(|word| names.add(word, false));
        }
        names
    }

    fn add(&mut self, word: &'c [u8], is_name: bool) {
        if let Some(first) = word.first() {
            self.starts[word.len().min(LONGEST)] |= 1 << (first & 63);
            *self.all.entry(word).or_default() |= is_name;
        }
    }

    fn find(&self, word: &[u8]) -> Option<(&'c [u8], bool)> {
        let is_possible = self.starts[word.len().min(LONGEST)] >> (word[0] & 63) & 1 == 1;
        is_possible.then(|| self.all.get_key_value(word).map(|(word, is_name)| (*word, *is_name))).flatten()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_words_are_met_once() {
        let words = Words::new(Catalog::bundled());
        assert_eq!(words.within(b"x = ChatOpenAI(ChatOpenAI); MyChatOpenAI()").names, ["ChatOpenAI"]);
        assert_eq!(words.within(b"nothing_here").names, [""; 0]);
        assert_eq!(words.within(b"ChatAnthropic").names, ["ChatAnthropic"]);
        let within = words.within(b"langchain_openai");
        assert!(within.names.is_empty() && within.words.contains(&b"langchain_openai"[..]));
    }

    #[test]
    fn steps_of_chains_are_told_from_words() {
        let words = Words::new(Catalog::bundled());
        let taken = |text: &str| words.within(text.as_bytes()).taken.contains(&b"videos"[..]);
        for text in [
            "client.videos.create()",
            "v = client\n    .videos",
            "videos\n    .create()",
            "client.videos!.create()",
            "client?.videos",
            "const { videos: v } = client",
            "client['videos'].create()",
        ] {
            assert!(taken(text), "{text}");
        }
        for text in ["videos = []", "route('videos')", "create(videos)", "# videos, create"] {
            assert!(!taken(text), "{text}");
        }
    }
}

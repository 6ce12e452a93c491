//! The words of a text that stand in the names of callees, clients and modules.

use std::sync::OnceLock;

use foldhash::HashMap;

use crate::catalog::Catalog;

/// Words of callees, clients and modules, gathered where the first file asks.
pub(super) struct Words<'c> {
    catalog: &'c Catalog,
    names: OnceLock<Names<'c>>,
}

/// The words, and a quick look at what begins and ends like one of them.
struct Names<'c> {
    /// The place of each among those that may occur, and whether it is the name of a callee or client by itself.
    all: HashMap<&'c [u8], (u32, bool)>,
    /// A bit for each of [`mark`]'s answers.
    marks: Box<[u64; MARKS / 64]>,
}

/// Answers of [`mark`]: some ten times as many as there are words.
const MARKS: usize = 1 << 15;

/// Few texts of the same length, ends and middle are told apart by this.
fn mark(word: &[u8]) -> usize {
    let at = |place: usize| usize::from(word[place]);
    let last = word.len() - 1;
    let ends = at(0) ^ (at(last) << 7) ^ (at(last / 2) << 4) ^ (at(last.min(1)) << 10) ^ (word.len() << 2);
    ends & (MARKS - 1)
}

impl<'c> Words<'c> {
    pub(super) fn new(catalog: &'c Catalog) -> Words<'c> {
        Words { catalog, names: OnceLock::new() }
    }

    /// The place of a word among those that are told apart.
    pub(super) fn place(&self, word: &[u8]) -> Option<usize> {
        self.names().all.get(word).map(|(place, _)| *place as usize)
    }

    fn names(&self) -> &Names<'c> {
        self.names.get_or_init(|| Names::of(self.catalog))
    }

    /// Those that occur.
    pub(super) fn within(&self, bytes: &[u8]) -> Within<'c> {
        let names = self.names();
        let mut found = Within { seen: vec![Occurs::default(); names.all.len()], names: Vec::new() };
        let mut end = 0;
        while let Some(start) = bytes[end..].iter().position(|b| is_part(*b)).map(|at| end + at) {
            end = bytes[start..].iter().position(|b| !is_part(*b)).map_or(bytes.len(), |at| start + at);
            if let Some((word, place, is_name)) = names.find(&bytes[start..end]) {
                let seen = &mut found.seen[place];
                if !seen.at_all && is_name {
                    found.names.extend(std::str::from_utf8(word));
                }
                seen.at_all = true;
                seen.taken = seen.taken || is_taken(bytes, start, end);
            }
        }
        found
    }
}

/// Words that occur in a text.
pub(super) struct Within<'c> {
    /// How each of them does, by its place.
    seen: Vec<Occurs>,
    /// Names of callees and clients, each once.
    pub(super) names: Vec<&'c str>,
}

/// How a word occurs.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Occurs {
    pub(super) at_all: bool,
    /// Something is taken from it, or it is taken from something: `x.word`, `word.x`, `{ word: x }`.
    pub(super) taken: bool,
}

impl Within<'_> {
    /// How the word at a place occurs.
    pub(super) fn occurs(&self, place: usize) -> Occurs {
        self.seen[place]
    }
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
        let mut names = Names { all: HashMap::default(), marks: Box::new([0; MARKS / 64]) };
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
        if !word.is_empty() {
            let mark = mark(word);
            self.marks[mark / 64] |= 1 << (mark % 64);
            let place = self.all.len() as u32;
            self.all.entry(word).or_insert((place, false)).1 |= is_name;
        }
    }

    fn find(&self, word: &[u8]) -> Option<(&'c [u8], usize, bool)> {
        let mark = mark(word);
        let is_possible = self.marks[mark / 64] >> (mark % 64) & 1 == 1;
        let (word, (place, is_name)) = is_possible.then(|| self.all.get_key_value(word)).flatten()?;
        Some((word, *place as usize, *is_name))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn occurs(words: &Words<'_>, within: &Within<'_>, word: &str) -> Occurs {
        within.occurs(words.place(word.as_bytes()).expect("a word"))
    }

    #[test]
    fn whole_words_are_met_once() {
        let words = Words::new(Catalog::bundled());
        assert_eq!(words.within(b"x = ChatOpenAI(ChatOpenAI); MyChatOpenAI()").names, ["ChatOpenAI"]);
        assert_eq!(words.within(b"nothing_here").names, [""; 0]);
        assert_eq!(words.within(b"ChatAnthropic").names, ["ChatAnthropic"]);
        let within = words.within(b"langchain_openai");
        assert!(within.names.is_empty() && occurs(&words, &within, "langchain_openai").at_all);
    }

    #[test]
    fn steps_of_chains_are_told_from_words() {
        let words = Words::new(Catalog::bundled());
        let taken = |text: &str| occurs(&words, &words.within(text.as_bytes()), "videos").taken;
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

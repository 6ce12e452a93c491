//! The words of a text that stand in the names of callees, clients and modules.

use std::sync::OnceLock;

use foldhash::HashMap;

use super::occurs::{Occurs, bit, is_part};
use super::quoted::is_comment;
use crate::catalog::{Catalog, CodeLanguage};
use crate::vocabulary::Sign;

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
    /// Bits of the words that may stand between two steps of a chain and change nothing.
    transparent: u64,
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

    /// A step of a chain may stand behind a word that occurs so; if there is none, the word may be called. The word may
    /// be a step itself, which is taken from another one.
    pub(super) fn may_lead(&self, occurs: Occurs, is_step: bool, step: Option<&[u8]>) -> bool {
        let steps = step.map_or(0, |step| bit(step) | self.names().transparent);
        (if is_step { occurs.is_open_step } else { occurs.is_open }) || occurs.steps & steps != 0
    }

    fn names(&self) -> &Names<'c> {
        self.names.get_or_init(|| Names::of(self.catalog))
    }

    /// Those that occur in code of a language, but for comments on lines of their own.
    pub(super) fn within(&self, bytes: &[u8], language: CodeLanguage) -> Within<'c> {
        let names = self.names();
        let mut found = Within { seen: vec![Occurs::default(); names.all.len()], names: Vec::new() };
        let mut end = 0;
        while let Some(start) = bytes[end..].iter().position(|b| is_part(*b)).map(|at| end + at) {
            end = bytes[start..].iter().position(|b| !is_part(*b)).map_or(bytes.len(), |at| start + at);
            if let Some((word, place, is_name)) = names.find(&bytes[start..end])
                && !is_comment(bytes, start, language)
            {
                let seen = &mut found.seen[place];
                if !seen.at_all && is_name {
                    found.names.extend(std::str::from_utf8(word));
                }
                seen.note(bytes, start..end, language);
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

impl Within<'_> {
    /// How the word at a place occurs.
    pub(super) fn occurs(&self, place: usize) -> Occurs {
        self.seen[place]
    }
}

/// The words of a name.
pub(super) fn words_of(name: &str) -> impl Iterator<Item = &[u8]> {
    name.as_bytes().split(|b| !is_part(*b)).filter(|word| !word.is_empty())
}

impl<'c> Names<'c> {
    fn of(catalog: &'c Catalog) -> Names<'c> {
        let mut names = Names { all: HashMap::default(), marks: Box::new([0; MARKS / 64]), transparent: 0 };
        for tables in catalog.layers() {
            let transparent = tables.list(tables.words(Sign::TransparentSegment));
            names.transparent |= transparent.fold(0, |bits, segment| bits | bit(segment.as_bytes()));
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

    const PYTHON: CodeLanguage = CodeLanguage::Python;
    const TYPESCRIPT: CodeLanguage = CodeLanguage::TypeScript;

    fn occurs(words: &Words<'_>, within: &Within<'_>, word: &str) -> Occurs {
        within.occurs(words.place(word.as_bytes()).expect("a word"))
    }

    #[test]
    fn whole_words_are_met_once() {
        let words = Words::new(Catalog::bundled());
        assert_eq!(words.within(b"x = ChatOpenAI(ChatOpenAI); MyChatOpenAI()", PYTHON).names, ["ChatOpenAI"]);
        assert_eq!(words.within(b"nothing_here", PYTHON).names, [""; 0]);
        assert_eq!(words.within(b"ChatAnthropic", PYTHON).names, ["ChatAnthropic"]);
        let within = words.within(b"langchain_openai", PYTHON);
        assert!(within.names.is_empty() && occurs(&words, &within, "langchain_openai").at_all);
    }

    #[test]
    fn steps_of_chains_are_told_from_words() {
        let words = Words::new(Catalog::bundled());
        let taken = |text: &str| occurs(&words, &words.within(text.as_bytes(), TYPESCRIPT), "videos").taken;
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

    #[test]
    fn what_is_taken_from_a_word_is_told_by_where_it_stands() {
        let words = Words::new(Catalog::bundled());
        let leads = |text: &str| {
            let occurs = occurs(&words, &words.within(text.as_bytes(), TYPESCRIPT), "edits");
            words.may_lead(occurs, true, Some(b"create"))
        };
        for text in [
            "client.edits.create()",
            "client.edits\n    .create()",
            "client.edits?.create()",
            "client.edits \\\n    .create()",
            "client.edits.with_raw_response.create()",
            "api = client.edits\nother()",
            "api = client.edits if client else None",
            "const { edits: api } = client",
            "const { edits } = client",
            "from openai import edits as api",
            "import { edits } from 'openai'",
            "client['edits'].create()",
            "client.edits /* as it was */ .create()",
            "for api in [client.edits, client.images]: api.create()",
        ] {
            assert!(leads(text), "{text}");
        }
        for text in [
            "client.edits.list()",
            "edits = create()",
            "# the edits that we create",
            "post('/images/edits')",
            "get(f'/edits/{id}')",
            "edits are made. create()",
            "edits if edits is not None else create()",
            "x = ['edits', 'create']",
        ] {
            assert!(!leads(text), "{text}");
        }
    }

    #[test]
    fn a_step_of_a_chain_is_taken_from_something() {
        let words = Words::new(Catalog::bundled());
        let leads = |text: &str, is_step| {
            let occurs = occurs(&words, &words.within(text.as_bytes(), PYTHON), "videos");
            words.may_lead(occurs, is_step, Some(b"create"))
        };
        for text in ["client.videos.create()", "v = client.videos\nv.create()", "v = client.videos if client else None"]
        {
            assert!(leads(text, true), "{text}");
        }
        for text in [
            "from acme.videos import create",
            "for v in videos:\n    create(v)",
            "videos: Final = ()",
            "# client.videos\ncreate()",
        ] {
            assert!(!leads(text, true), "{text}");
        }
        assert!(leads("from openai import videos as v\nv.create()", false));
    }

    #[test]
    fn modules_are_told_from_parts_of_longer_ones() {
        let words = Words::new(Catalog::bundled());
        let named = |text: &str| occurs(&words, &words.within(text.as_bytes(), PYTHON), "openai").named;
        for text in [
            "import openai",
            "import os, openai as oa",
            "from openai import OpenAI",
            "import openai.types",
            "from openai.types import Model",
            "importlib.import_module('openai')",
            "from deps import (\n    openai,\n)",
        ] {
            assert!(named(text), "{text}");
        }
        for text in [
            "from acme.llms.openai import Client",
            "from .openai import Client",
            "x = 'openai'",
            "url = 'https://host/openai'",
            "# openai",
        ] {
            assert!(!named(text), "{text}");
        }
    }

    #[test]
    fn classes_that_lie_below_a_module_are_not_all_of_it() {
        let words = Words::new(Catalog::bundled());
        let occurs = |text: &str, word: &str| occurs(&words, &words.within(text.as_bytes(), PYTHON), word);
        for text in
            ["import openai", "from openai import OpenAI", "from openai.x import y", "from openai.x import (\n  Y,\n)"]
        {
            assert!(occurs(text, "openai").is_whole, "{text}");
        }
        assert!(!occurs("from openai.x import Y, Other\n", "openai").is_whole);
        assert!(occurs("from openai.x import Search", "Search").is_open_alone);
        let passed = occurs("ask(Kind.Search)", "Search");
        assert!(passed.is_open && !passed.is_open_alone);
        assert!(occurs("ask(Kind.Search)\nSearch", "Search").is_open_alone);
    }

    #[test]
    fn what_is_called_does_not_stand_between_quotes() {
        let words = Words::new(Catalog::bundled());
        let may_be_called = |text: &str| {
            words.may_lead(occurs(&words, &words.within(text.as_bytes(), TYPESCRIPT), "generateText"), false, None)
        };
        for text in [
            "await generateText({})",
            "import { generateText } from 'ai'",
            "import { generateText as ask } from 'ai'",
            "ai.generateText ( {} )",
            "const ask = ai.generateText\nask({})",
            "bind(ai.generateText, {})",
            "ai['generateText']({})",
        ] {
            assert!(may_be_called(text), "{text}");
        }
        for text in ["'generateText'", "generateText = (x)", "// generateText takes more", "use `generateText` here"] {
            assert!(!may_be_called(text), "{text}");
        }
    }
}

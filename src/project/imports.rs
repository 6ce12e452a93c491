//! What files import, by the lines that say so: read without a parser, and kept between the questions of linking.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ffi::OsString;
use std::ops::Range;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use aho_corasick::{AhoCorasick, Input, Match, MatchKind};
use foldhash::HashMap;

use super::{Ground, Target};
use crate::extract::{self, ANY_WORDS};

/// Bytes around the word that are read: longer lines import nothing that anybody wrote.
const LONGEST: usize = 1_000;
/// Most bytes of lines that are kept.
const MOST: usize = 8 << 20;

/// The lines of one file that import something.
#[derive(Debug, Default)]
pub(super) struct Imports {
    lines: Vec<u8>,
    /// Length of the file in bytes.
    pub(super) length: usize,
}

impl Imports {
    fn of(bytes: &[u8], words: &[&str]) -> Imports {
        let mut lines = Vec::new();
        each_line(bytes, words, |start, end| {
            if !is_comment(&bytes[start..end]) {
                lines.extend_from_slice(&bytes[start..end]);
                lines.push(b'\n');
            }
            false
        });
        lines.shrink_to_fit();
        Imports { lines, length: bytes.len() }
    }

    /// The lines themselves.
    pub(super) fn lines(&self) -> &[u8] {
        &self.lines
    }

    /// Which of some modules the file imports.
    pub(super) fn among(&self, modules: &AhoCorasick) -> HashSet<usize> {
        named(modules, &self.lines).map(|found| found.pattern().as_usize()).collect()
    }

    /// Which of some modules the file imports, each with whether it may take one of some names from it.
    pub(super) fn giving(&self, modules: &AhoCorasick, names: &AhoCorasick) -> HashMap<usize, bool> {
        let mut giving = HashMap::default();
        for found in named(modules, &self.lines) {
            let gives = giving.entry(found.pattern().as_usize()).or_default();
            *gives = *gives || may_give(&self.lines[found.end()..], names);
        }
        giving
    }

    /// The lines of a text in the language of its file.
    pub(super) fn of_code(path: &str, bytes: &[u8]) -> Imports {
        Imports::of(bytes, extract::extractor_of(path).map_or(ANY_WORDS, |reader| reader.extractor.import_words()))
    }

    /// The lines of a text in whatever language.
    pub(super) fn of_text(text: &str) -> Imports {
        Imports::of(text.as_bytes(), ANY_WORDS)
    }

    /// A name stands in the lines.
    pub(super) fn say(&self, name: &str) -> bool {
        let mut found = memchr::memmem::find_iter(&self.lines, name);
        found.any(|at| is_word(&self.lines, at..at + name.len()))
    }

    /// The file imports a module that is called like one of some files, and something holds for its number and the line.
    pub(super) fn any(&self, modules: &AhoCorasick, mut holds: impl FnMut(usize, &[u8]) -> bool) -> bool {
        let lines = &self.lines;
        named(modules, lines).any(|found| {
            let start = memchr::memrchr(b'\n', &lines[..found.start()]).map_or(0, |at| at + 1);
            let end = memchr::memchr(b'\n', &lines[found.end()..]).map_or(lines.len(), |at| found.end() + at);
            holds(found.pattern().as_usize(), &lines[start..end])
        })
    }
}

/// The lines of files that were asked for, or will be.
#[derive(Default)]
pub(super) struct ImportLines {
    /// By path, byte for byte: paths are compared part by part, which takes longer.
    known: Mutex<HashMap<OsString, Arc<Imports>>>,
    bytes: AtomicUsize,
    /// Some file holds what others may take: they will be asked what they import.
    is_wanted: AtomicBool,
}

impl ImportLines {
    /// Some file holds what others may take.
    pub(super) fn want(&self) {
        self.is_wanted.store(true, Ordering::Relaxed);
    }

    /// Notes what a file imports while it is open, if somebody will ask: so it need not be read again for that.
    pub(super) fn note(&self, target: &Target, words: &[&str], bytes: &[u8]) {
        if self.is_wanted.load(Ordering::Relaxed) && self.bytes.load(Ordering::Relaxed) < MOST {
            self.keep(target, Imports::of(bytes, words));
        }
    }

    fn keep(&self, target: &Target, imports: Imports) -> Arc<Imports> {
        let imports = Arc::new(imports);
        let kept = imports.lines.len() + target.path.as_os_str().len();
        if self.bytes.fetch_add(kept, Ordering::Relaxed) < MOST {
            self.lock().insert(target.path.clone().into(), Arc::clone(&imports));
        }
        imports
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<OsString, Arc<Imports>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file of which it is asked whether it is worth parsing: read when something is to be known of it.
pub(super) struct Unread<'u> {
    pub(super) target: &'u Target,
    pub(super) ground: Ground<'u>,
    lines: &'u ImportLines,
    bytes: OnceCell<Vec<u8>>,
    imports: OnceCell<Arc<Imports>>,
}

impl<'u> Unread<'u> {
    pub(super) fn new(target: &'u Target, ground: Ground<'u>, lines: &'u ImportLines) -> Unread<'u> {
        Unread { target, ground, lines, bytes: OnceCell::new(), imports: OnceCell::new() }
    }

    /// Its text; empty if it cannot be read.
    pub(super) fn bytes(&self) -> &[u8] {
        let read = || self.ground.texts.read(&self.target.path, self.ground.settings.max_file_size).unwrap_or_default();
        self.bytes.get_or_init(read)
    }

    /// What it imports, if it was noted or asked before.
    pub(super) fn known_imports(&self) -> Option<Arc<Imports>> {
        if self.imports.get().is_none() {
            let known = self.lines.lock().get(self.target.path.as_os_str()).cloned()?;
            return Some(Arc::clone(self.imports.get_or_init(|| known)));
        }
        self.imports.get().cloned()
    }

    /// What it imports.
    pub(super) fn imports(&self) -> Arc<Imports> {
        self.known_imports().unwrap_or_else(|| {
            let imports = self.lines.keep(self.target, Imports::of_code(&self.target.shown, self.bytes()));
            Arc::clone(self.imports.get_or_init(|| imports))
        })
    }

    /// What it imports, if it has at most so many bytes: larger files are not read for that.
    pub(super) fn imports_within(&self, most: usize) -> Option<Arc<Imports>> {
        if self.known_imports().is_none() && self.bytes.get().is_none() {
            let limit = self.ground.settings.max_file_size.min(most as u64);
            let _ = self.bytes.set(self.ground.texts.read(&self.target.path, limit).ok()?);
        }
        Some(self.imports()).filter(|imports| imports.length <= most)
    }
}

/// What stands behind the name of a module may import one of some names from it. Where a list says all that is imported,
/// as in `from a.module import b, c`, these are in it.
fn may_give(behind: &[u8], names: &AhoCorasick) -> bool {
    let Some(list) = behind.strip_prefix(b" import ") else { return true };
    let (list, end) = match list.strip_prefix(b"(") {
        Some(list) => (list, memchr::memchr(b')', list)),
        None => (list, memchr::memchr(b'\n', list)),
    };
    let Some(list) = end.map(|end| &list[..end]) else { return true };
    // What is cut off, or goes on in another way, may hold anything.
    let is_odd = list.iter().any(|byte| matches!(byte, b'*' | b'#' | b'\\' | b'(' | b';'));
    is_odd || memchr::memmem::find(list, b"import").is_some() || named(names, list).next().is_some()
}

/// Which of some modules lines of a text import.
pub(super) fn imported(modules: &AhoCorasick, bytes: &[u8]) -> HashSet<usize> {
    let mut found = HashSet::new();
    each_line(bytes, ANY_WORDS, |start, end| {
        found.extend(named(modules, &bytes[start..end]).map(|found| found.pattern().as_usize()));
        false
    });
    found
}

/// A line only remarks something, in languages that begin a remark so: an import in it is none.
pub(super) fn is_comment(line: &[u8]) -> bool {
    line.trim_ascii_start().starts_with(b"//")
}

/// The same of the line on which a place of a text lies.
pub(super) fn is_in_comment(bytes: &[u8], at: usize) -> bool {
    /// Longest line that is looked at, in bytes.
    const LONGEST: usize = 1_000;
    let from = at.saturating_sub(LONGEST);
    let line = memchr::memrchr(b'\n', &bytes[from..at]).map(|end| from + end + 1).or((from == 0).then_some(0));
    line.is_some_and(|line| is_comment(&bytes[line..]))
}

/// Where some of the names stand in lines as words.
fn named<'m>(names: &'m AhoCorasick, lines: &'m [u8]) -> impl Iterator<Item = Match> + use<'m> {
    names.find_overlapping_iter(lines).filter(|found| is_word(lines, found.range()))
}

/// The first import for which something holds, by the range of its lines.
fn each_line(bytes: &[u8], words: &[&str], mut holds: impl FnMut(usize, usize) -> bool) -> bool {
    static ANY: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).clone();
        builder.build(ANY_WORDS).ok()
    });
    let mut from = 0;
    let mut each = |next: &dyn Fn(usize) -> Option<Range<usize>>| {
        while let Some(word) = next(from) {
            let (start, end) = lines_around(bytes, from, &word);
            if holds(start, end) {
                return true;
            }
            from = end;
        }
        false
    };
    match (words, &*ANY) {
        ([word], _) => {
            let word = memchr::memmem::Finder::new(word);
            let length = word.needle().len();
            each(&|from| word.find(&bytes[from..]).map(|at| from + at..from + at + length))
        }
        (_, Some(words)) => each(&|from| words.find(Input::new(bytes).range(from..)).map(|found| found.range())),
        _ => false,
    }
}

/// The line of a word, and those that belong to it: the one before which goes on in it, and those within brackets that
/// it opens at its end.
fn lines_around(bytes: &[u8], from: usize, word: &Range<usize>) -> (usize, usize) {
    let (first, last) = (from.max(word.start.saturating_sub(LONGEST)), bytes.len().min(word.end + LONGEST));
    let start_of = |end: usize| memchr::memrchr(b'\n', &bytes[first..end]).map_or(first, |at| first + at + 1);
    let mut start = start_of(word.start);
    if bytes[first..start].ends_with(b"\\\n") {
        start = start_of(start - 1);
    }
    let end = memchr::memchr(b'\n', &bytes[word.end..last]).map_or(last, |at| word.end + at);
    let is_open = bytes[word.end..end].trim_ascii_end().ends_with(b"(");
    match is_open.then(|| memchr::memchr(b')', &bytes[end..last])).flatten() {
        Some(at) => (start, end + at + 1),
        None => (start, end),
    }
}

/// No letter, digit or underscore stands beside some bytes.
pub(super) fn is_word(bytes: &[u8], range: Range<usize>) -> bool {
    let is_part = |byte: Option<&u8>| byte.is_some_and(|b| b.is_ascii_alphanumeric() || *b == b'_');
    !is_part(range.start.checked_sub(1).and_then(|at| bytes.get(at))) && !is_part(bytes.get(range.end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_alone_say_what_a_file_imports() {
        let modules = AhoCorasick::new(["names", "config"]).expect("words");
        for text in [
            "import os\nfrom .names import A\nx = config\n",
            "import {\n  a,\n} from './names';\nexport * from \"./config\";\n",
            "const { a } = require('names')\nuse(config)",
            "x = 1\n# names and config\n",
            "renames = 1; from config_old import x",
            "from . import (\n    names,\n    config,\n)\nfrom .names \\\n  import A\n",
        ] {
            let imports = Imports::of(text.as_bytes(), ANY_WORDS);
            assert_eq!(imports.among(&modules), imported(&modules, text.as_bytes()), "{text}");
            for (at, module) in ["names", "config"].iter().enumerate() {
                assert_eq!(imports.say(module), imports.among(&modules).contains(&at), "{module} in {text}");
            }
        }
    }

    #[test]
    fn a_list_says_what_is_taken_from_a_module() {
        let (modules, names) =
            (AhoCorasick::new(["config"]).expect("words"), AhoCorasick::new(["MODEL", "SIZE"]).expect("words"));
        for (text, gives) in [
            ("from .config import MODEL", true),
            ("from .config import (\n    OTHER,\n    MODEL,\n)", true),
            ("from .config import OTHER, MODEL_NAME", false),
            ("from a.config import (\n    OTHER,\n)\nMODEL = 1\n", false),
            ("from .config import *", true),
            ("from .config import (\n    OTHER,  # some (all)\n    MODEL,\n)", true),
            ("from .config import (\n    OTHER,\n", true),
            ("from .config import OTHER, \\\n    MODEL\n", true),
            ("from . import config", true),
            ("import a.config", true),
            ("import { OTHER } from './config'", true),
        ] {
            let imports = Imports::of(format!("{text}\nx = 1\n").as_bytes(), ANY_WORDS);
            assert!(imports.among(&modules).contains(&0), "{text}");
            assert_eq!(imports.giving(&modules, &names).get(&0), Some(&gives), "{text}");
        }
    }

    #[test]
    fn one_word_finds_what_all_words_find_in_its_language() {
        let modules = AhoCorasick::new(["names", "config"]).expect("words");
        for (text, imported) in [
            ("from .names \\\n    import A\nimport os, config\n", [true, true]),
            ("from . import (\n    names,\n    other,\n)\nx = config\n", [true, false]),
            ("from . import (names)\nuse(config)\n", [true, false]),
            ("# taken from config\nrequire(names)\n", [false, false]),
        ] {
            let found = Imports::of(text.as_bytes(), &["import"]).among(&modules);
            assert_eq!([0, 1].map(|at| found.contains(&at)), imported, "{text}");
        }
    }
}

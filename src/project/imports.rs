//! What files import, by the lines that say so: read without a parser, and kept between the questions of linking.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock, Mutex, MutexGuard, PoisonError};

use aho_corasick::{AhoCorasick, Input, MatchKind};

use super::{Ground, Target};

/// Bytes around the word that are read: longer lines import nothing that anybody wrote.
const LONGEST: usize = 1_000;
/// Most bytes of lines that are kept.
const MOST: usize = 4 << 20;

/// The lines of one file that import something.
#[derive(Debug, Default)]
pub(super) struct Imports {
    lines: Vec<u8>,
}

impl Imports {
    fn of(bytes: &[u8]) -> Imports {
        let mut lines = Vec::new();
        each_line(bytes, |start, end| {
            lines.extend_from_slice(&bytes[start..end]);
            lines.push(b'\n');
            false
        });
        Imports { lines }
    }

    /// Which of some modules the file imports.
    pub(super) fn among(&self, modules: &AhoCorasick) -> HashSet<usize> {
        imported(modules, &self.lines)
    }

    /// As [`imports`].
    pub(super) fn any(&self, modules: &AhoCorasick, holds: impl FnMut(usize, &[u8]) -> bool) -> bool {
        imports(modules, &self.lines, holds)
    }
}

/// The lines of files that were asked for.
#[derive(Default)]
pub(super) struct ImportLines {
    known: Mutex<HashMap<PathBuf, Arc<Imports>>>,
    bytes: AtomicUsize,
}

impl ImportLines {
    fn lock(&self) -> MutexGuard<'_, HashMap<PathBuf, Arc<Imports>>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file of which it is asked whether it is worth parsing: read when something is to be known of it.
pub(super) struct Unread<'u> {
    pub(super) target: &'u Target,
    ground: Ground<'u>,
    lines: &'u ImportLines,
    bytes: OnceCell<Vec<u8>>,
}

impl<'u> Unread<'u> {
    pub(super) fn new(target: &'u Target, ground: Ground<'u>, lines: &'u ImportLines) -> Unread<'u> {
        Unread { target, ground, lines, bytes: OnceCell::new() }
    }

    /// Its text; empty if it cannot be read.
    pub(super) fn bytes(&self) -> &[u8] {
        let read = || self.ground.texts.read(&self.target.path, self.ground.settings.max_file_size).unwrap_or_default();
        self.bytes.get_or_init(read)
    }

    /// What it imports was asked before.
    pub(super) fn knows_imports(&self) -> bool {
        self.lines.lock().contains_key(&self.target.path)
    }

    /// What it imports.
    pub(super) fn imports(&self) -> Arc<Imports> {
        if let Some(known) = self.lines.lock().get(&self.target.path) {
            return Arc::clone(known);
        }
        let imports = Arc::new(Imports::of(self.bytes()));
        let kept = imports.lines.len() + self.target.path.as_os_str().len();
        if self.lines.bytes.fetch_add(kept, Ordering::Relaxed) < MOST {
            self.lines.lock().insert(self.target.path.clone(), Arc::clone(&imports));
        }
        imports
    }
}

/// Which of some modules lines of a text import.
pub(super) fn imported(modules: &AhoCorasick, bytes: &[u8]) -> HashSet<usize> {
    let mut found = HashSet::new();
    imports(modules, bytes, |module, _| {
        found.insert(module);
        false
    });
    found
}

/// Some line imports a module that is called like one of some files, and something holds for its number and the line.
pub(super) fn imports(modules: &AhoCorasick, bytes: &[u8], mut holds: impl FnMut(usize, &[u8]) -> bool) -> bool {
    each_line(bytes, |start, end| {
        let mut named = modules.find_overlapping_iter(Input::new(bytes).range(start..end));
        named.any(|found| is_word(bytes, found.range()) && holds(found.pattern().as_usize(), &bytes[start..end]))
    })
}

/// Some line imports a module that is called so.
pub(super) fn imports_one(module: &str, text: &str) -> bool {
    let bytes = text.as_bytes();
    let names = memchr::memmem::Finder::new(module);
    each_line(bytes, |start, end| {
        names.find_iter(&bytes[start..end]).any(|at| is_word(bytes, start + at..start + at + module.len()))
    })
}

/// The first line with a word of imports for which something holds, by its range.
fn each_line(bytes: &[u8], mut holds: impl FnMut(usize, usize) -> bool) -> bool {
    static WORDS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
        let builder = AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).clone();
        builder.build(["import", "from ", "require", "export"]).ok()
    });
    let Some(words) = &*WORDS else { return false };
    let mut from = 0;
    while let Some(word) = words.find(Input::new(bytes).range(from..)) {
        let (first, last) = (from.max(word.start().saturating_sub(LONGEST)), bytes.len().min(word.end() + LONGEST));
        let start = memchr::memrchr(b'\n', &bytes[first..word.start()]).map_or(first, |at| first + at + 1);
        let end = memchr::memchr(b'\n', &bytes[word.end()..last]).map_or(last, |at| word.end() + at);
        if holds(start, end) {
            return true;
        }
        from = end;
    }
    false
}

/// No letter, digit or underscore stands beside some bytes.
pub(super) fn is_word(bytes: &[u8], range: std::ops::Range<usize>) -> bool {
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
        ] {
            let imports = Imports::of(text.as_bytes());
            assert_eq!(imports.among(&modules), imported(&modules, text.as_bytes()), "{text}");
            for (at, module) in ["names", "config"].iter().enumerate() {
                assert_eq!(imports_one(module, text), imports.among(&modules).contains(&at), "{module} in {text}");
            }
        }
    }
}

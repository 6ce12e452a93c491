//! Python.

mod dialect;
mod grammar;
mod modules;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::extract::code::lower::{Lowered, Plans};
use crate::extract::code::{answers, guard, lower, mentions, read};
use crate::extract::{Answer, Extraction, Extractor, Files, Mention, Question, Trouble};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// What becomes of the kinds of the grammar.
static PLANS: OnceLock<Plans> = OnceLock::new();

/// The extractor for Python.
pub struct Python;

/// Slashes beside stars that a file may have, as in `/*`, with nothing but blanks between them.
const MOST_PAIRS: usize = 300;
/// These pairs, times the operators that hold their operand open. The most among 230,000 files of real code was 68,000.
const MOST_HELD_OPEN: usize = 300_000;

/// Why the parser must not see a file.
///
/// Outside of strings and comments no code has a slash beside a star. The parser cannot decide what they are, and keeps
/// both readings of each. In the end it copies, for every reading, all that is not closed yet: that took a gigabyte for
/// four kilobytes of pairs, and for forty of some pairs below minus signs. It frees them by a recursion that overflows
/// the stack.
fn refuse(file: &SourceFile) -> Option<Trouble> {
    let is_too_costly = || {
        let pairs = pairs(&file.bytes);
        pairs > MOST_PAIRS || (pairs > 0 && pairs * guard::openers(&file.bytes) > MOST_HELD_OPEN)
    };
    guard::refuse(file).or_else(|| is_too_costly().then_some(Trouble::TooCostly))
}

fn pairs(bytes: &[u8]) -> usize {
    let is_pair = |at: &usize| {
        let next = bytes[at + 1..].iter().find(|byte| !byte.is_ascii_whitespace() && **byte != b'\\');
        matches!((bytes[*at], next), (b'/', Some(b'*')) | (b'*', Some(b'/')))
    };
    memchr::memchr2_iter(b'/', b'*', bytes).filter(is_pair).count()
}

/// The tree of a file; what keeps it from being parsed if there is none.
fn lowered(file: &SourceFile) -> Arc<Result<Lowered, Trouble>> {
    file.made(|| parsed(file))
}

fn parsed(file: &SourceFile) -> Result<Lowered, Trouble> {
    if let Some(trouble) = refuse(file) {
        return Err(trouble);
    }
    let grammar = tree_sitter_python::LANGUAGE.into();
    let syntax = lower::parse(&grammar, &file.bytes).ok_or(Trouble::TooCostly)?;
    let table = grammar::Python { bytes: &file.bytes };
    Ok(lower::lower(&syntax, file.bytes.len(), Plans::of(&PLANS, &grammar, &table), &table))
}

impl Extractor for Python {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        match &*lowered(file) {
            Ok(lowered) => read::read(file, lowered, &dialect::PythonDialect, vocabulary),
            Err(trouble) => guard::without_tree(file, vocabulary, *trouble),
        }
    }

    fn import_words(&self) -> &'static [&'static str] {
        &["import"]
    }

    fn resolve(&self, import: &str, from: &str, files: &dyn Files) -> Option<String> {
        modules::resolve(import, from, files)
    }

    fn modules_in<'l>(&self, lines: &'l [u8]) -> Option<Vec<Cow<'l, str>>> {
        modules::imported(lines)
    }

    fn is_private(&self, path: &str, files: &dyn Files) -> bool {
        modules::is_private(path, files)
    }

    fn package_of(&self, path: &str, files: &dyn Files) -> Option<String> {
        modules::package_of(path, files)
    }

    fn submodule(&self, import: &str, name: &str) -> Option<String> {
        Some(modules::submodule(import, name))
    }

    fn answer(&self, file: &SourceFile, vocabulary: &dyn Vocabulary, questions: &[Question]) -> Vec<Answer> {
        match &*lowered(file) {
            Ok(lowered) => answers::answer(file, lowered, &dialect::PythonDialect, vocabulary, questions),
            Err(_) => questions.iter().map(|_| Answer::default()).collect(),
        }
    }

    fn mentions(
        &self,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        lowered(file)
            .as_ref()
            .as_ref()
            .ok()
            .map(|lowered| mentions::mentions(file, lowered, &dialect::PythonDialect, vocabulary, names))
    }

    fn syntax_errors(&self, file: &SourceFile) -> usize {
        match refuse(file) {
            Some(_) => 0,
            None => lower::syntax_errors(&tree_sitter_python::LANGUAGE.into(), &file.bytes),
        }
    }
}

//! Python.

mod bound;
mod dialect;
mod grammar;
mod modules;
mod undecided;

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;
use std::sync::OnceLock;

use crate::extract::code::idiom::Idiom;
use crate::extract::code::lower::{Lowered, Plans};
use crate::extract::code::{answers, guard, idle, lower, mentions, owners, read, unparsed};
use crate::extract::{Answer, Extraction, Extractor, Files, MembersRead, Mention, Owned, Question, Trouble};
use crate::reference::Route;
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// What becomes of the kinds of the grammar.
static PLANS: OnceLock<Plans> = OnceLock::new();

/// The extractor for Python.
pub struct Python;

/// The bytes of a file that the parser may see; why it must not see any.
fn seen(file: &SourceFile) -> Result<Cow<'_, [u8]>, Trouble> {
    match guard::refuse(file) {
        Some(trouble) => Err(trouble),
        None => undecided::seen(&file.bytes).ok_or(Trouble::TooCostly),
    }
}

/// The tree of a file; what keeps it from being parsed if there is none.
fn lowered(file: &SourceFile) -> Arc<Result<Lowered, Trouble>> {
    file.made(|| parsed(file))
}

fn parsed(file: &SourceFile) -> Result<Lowered, Trouble> {
    let bytes = seen(file)?;
    let grammar = tree_sitter_python::LANGUAGE.into();
    let syntax = lower::parse(&grammar, &bytes).ok_or(Trouble::TooCostly)?;
    let table = grammar::Python { bytes: &file.bytes };
    Ok(lower::lower(&syntax, file.bytes.len(), Plans::of(&PLANS, &grammar, &table), &table))
}

impl Extractor for Python {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        match &*lowered(file) {
            Ok(lowered) => lowered
                .bounded(|| read::read(file, lowered, &dialect::PythonDialect, vocabulary))
                .unwrap_or_else(|| guard::without_tree(file, vocabulary, Trouble::TooCostly)),
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

    fn is_idle(&self, path: &str, file: &SourceFile, files: &dyn Files) -> bool {
        let is_of_project = |module: &str| modules::resolve(module, path, files).is_some();
        match &*lowered(file) {
            Ok(lowered) => {
                let idiom = Idiom::new(&dialect::PythonDialect, files.vocabulary());
                lowered.bounded(|| idle::is_idle(file, lowered, idiom, &is_of_project)).unwrap_or(false)
            }
            Err(_) => false,
        }
    }

    fn package_of(&self, path: &str, files: &dyn Files) -> Option<String> {
        modules::package_of(path, files)
    }

    fn always_binds(&self, name: &Route, from: &str, files: &dyn Files) -> bool {
        bound::always_binds(name, from, files)
    }

    fn submodule(&self, import: &str, name: &str) -> Option<String> {
        Some(modules::submodule(import, name))
    }

    fn answer(&self, file: &SourceFile, vocabulary: &dyn Vocabulary, questions: &[Question]) -> Vec<Answer> {
        let known = questions.iter().map(|question| unparsed::answer(&file.bytes, question));
        if let Some(known) = known.collect() {
            return known;
        }
        match &*lowered(file) {
            Ok(lowered) => {
                lowered.bounded(|| answers::answer(file, lowered, &dialect::PythonDialect, vocabulary, questions))
            }
            Err(_) => None,
        }
        .unwrap_or_else(|| questions.iter().map(|_| Answer::default()).collect())
    }

    fn mentions(
        &self,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        names: &HashSet<String>,
    ) -> Option<Vec<Mention>> {
        lowered(file).as_ref().as_ref().ok().and_then(|lowered| {
            lowered.bounded(|| mentions::mentions(file, lowered, &dialect::PythonDialect, vocabulary, names))
        })
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        lower::syntax_errors(&tree_sitter_python::LANGUAGE.into(), &seen(file).ok()?)
    }

    fn owned(
        &self,
        path: &str,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        values: &[Span],
        files: &dyn Files,
    ) -> Vec<Owned> {
        let is_of_project = |module: &str| modules::resolve(module, path, files).is_some();
        match &*lowered(file) {
            Ok(lowered) => {
                let dialect = &dialect::PythonDialect;
                let owned = || owners::owned(file, lowered, dialect, vocabulary, values, &is_of_project);
                lowered.bounded(owned).unwrap_or_default()
            }
            Err(_) => Vec::new(),
        }
    }

    fn members_read(
        &self,
        path: &str,
        file: &SourceFile,
        vocabulary: &dyn Vocabulary,
        wanted: &dyn Fn(&str) -> bool,
        files: &dyn Files,
    ) -> Option<MembersRead> {
        let is_of_project = |module: &str| modules::resolve(module, path, files).is_some();
        let tree = lowered(file);
        let lowered = tree.as_ref().as_ref().ok()?;
        let dialect = &dialect::PythonDialect;
        lowered.bounded(|| owners::members_read(file, lowered, dialect, vocabulary, wanted, &is_of_project)).flatten()
    }
}

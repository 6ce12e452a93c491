//! Python.

mod dialect;
mod grammar;

use std::sync::OnceLock;

use crate::extract::code::lower::Plans;
use crate::extract::code::{guard, lower, read};
use crate::extract::{Extraction, Extractor, Trouble};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// What becomes of the kinds of the grammar.
static PLANS: OnceLock<Plans> = OnceLock::new();

/// The extractor for Python.
pub struct Python;

impl Extractor for Python {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        if let Some(trouble) = guard::refuse(file) {
            return guard::without_tree(file, vocabulary, trouble);
        }
        let grammar = tree_sitter_python::LANGUAGE.into();
        let Some(syntax) = lower::parse(&grammar, &file.bytes) else {
            return guard::without_tree(file, vocabulary, Trouble::Timeout);
        };
        let table = grammar::Python { bytes: &file.bytes };
        let lowered = lower::lower(&syntax, file.bytes.len(), Plans::of(&PLANS, &grammar, &table), &table);
        drop(syntax);
        read::read(file, lowered, &dialect::PythonDialect, vocabulary)
    }

    fn syntax_errors(&self, file: &SourceFile) -> usize {
        match guard::refuse(file) {
            Some(_) => 0,
            None => lower::syntax_errors(&tree_sitter_python::LANGUAGE.into(), &file.bytes),
        }
    }
}

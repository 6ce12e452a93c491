//! Python.

mod dialect;
mod grammar;

use crate::extract::code::{guard, lower, read};
use crate::extract::{Extraction, Extractor, Trouble};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// The extractor for Python.
pub struct Python;

impl Extractor for Python {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        if let Some(trouble) = guard::refuse(file) {
            return guard::without_tree(file, vocabulary, trouble);
        }
        let Some(syntax) = lower::parse(&tree_sitter_python::LANGUAGE.into(), &file.bytes) else {
            return guard::without_tree(file, vocabulary, Trouble::Timeout);
        };
        let lowered = lower::lower(&syntax, file.bytes.len(), &grammar::Python { bytes: &file.bytes });
        drop(syntax);
        read::read(file, lowered, &dialect::PythonDialect, vocabulary)
    }
}

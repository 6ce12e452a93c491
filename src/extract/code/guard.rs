//! What is too large to parse: a tree costs a hundred times the bytes, and minified code is nobody's source.

use crate::extract::{Extraction, Trouble, lexical};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

/// Largest file that is parsed, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// Largest minified file that is parsed, in bytes.
const MOST_MINIFIED_BYTES: usize = 5_000;
/// Mean length of lines, in bytes, from which on a file counts as minified.
const MINIFIED_LINE: usize = 500;

/// A file is too large for its parser.
pub fn is_too_large(file: &SourceFile) -> bool {
    let bytes = file.bytes.len();
    bytes > MOST_BYTES || (bytes > MOST_MINIFIED_BYTES && bytes / file.lines.count() > MINIFIED_LINE)
}

/// What can be said of a file without a tree.
pub fn without_tree(file: &SourceFile, vocabulary: &dyn Vocabulary, trouble: Trouble) -> Extraction {
    Extraction { references: lexical::quoted_tokens(file, vocabulary), trouble: Some(trouble), ..Extraction::default() }
}

//! What stands in a document of settings, whatever its format.

use super::comments;
use super::judge::{Judge, Judged};
use super::tree::Tree;
use crate::extract::{Extraction, Trouble};
use crate::reference::Seen;
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

/// A document that was read.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// Its values.
    pub tree: Tree,
    /// Its comments.
    pub comments: Vec<Span>,
    /// It is cut off, or does not follow the format.
    pub broken: bool,
}

impl Document {
    /// The models in it, and what else is to be known.
    pub(crate) fn extraction(self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        let Document { tree, comments: spans, broken } = self;
        let seen = if broken { Seen::ErrorRegion } else { Seen::Tree };
        let Judged { mut references, mut switches, parts } = Judge::new(file, &tree, seen, vocabulary).run();
        references.sort_by_key(|reference| reference.value.span);
        switches.sort_by_key(|switch| switch.span);
        Extraction {
            references,
            switches,
            parts,
            comments: comments(file, &spans),
            trouble: broken.then_some(Trouble::SyntaxErrors),
            ..Extraction::default()
        }
    }
}

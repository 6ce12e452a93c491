//! What stands in one file, for those who ask about a place in it and not for diagnostics.

use super::folders::Folders;
use super::load::{self, Loaded};
use super::{Ground, Project, Target};
use crate::extract::{Comment, Extraction, Trouble};
use crate::prefilter::Prefilter;
use crate::reference::Reference;
use crate::source::{SourceFile, Span};

/// The references of one file.
#[derive(Debug)]
pub struct References {
    /// The file's text.
    pub file: SourceFile,
    /// Model values and their uses, by position.
    pub references: Vec<Reference>,
    /// Comments that speak to the linter, by position.
    pub comments: Vec<Comment>,
    /// Strings that stand on several lines, by position.
    pub texts: Vec<Span>,
    /// What kept the extractor from seeing everything.
    pub trouble: Option<Trouble>,
}

impl Project {
    /// The references of a file, whether or not a rule could speak of them; absent if it cannot be read.
    pub fn references(&self, target: &Target) -> Option<References> {
        let ground = self.ground();
        References::of(target, ground, &Prefilter::everything(ground.catalog, ground.settings))
    }
}

impl References {
    /// The references of a file, through a sieve that lets everything pass.
    pub(super) fn of(target: &Target, ground: Ground<'_>, everything: &Prefilter<'_>) -> Option<References> {
        let Loaded::Summarised(summarised) = load::file(target, ground, everything) else { return None };
        let Extraction { mut references, comments, texts, trouble, .. } = summarised.extraction;
        let folders = Folders::new(ground);
        for reference in &mut references {
            folders.apply(&target.path, &mut reference.uses);
        }
        Some(References { file: summarised.file, references, comments, texts, trouble })
    }
}

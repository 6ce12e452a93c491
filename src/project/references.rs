//! What stands in one file, for those who ask about a place in it and not for diagnostics.

use super::folders::Folders;
use super::load::{self, Loaded};
use super::{Project, Target};
use crate::prefilter::Prefilter;
use crate::reference::Reference;
use crate::source::SourceFile;

/// The references of one file.
#[derive(Debug)]
pub struct References {
    /// The file's text.
    pub file: SourceFile,
    /// Model values and their uses, by position.
    pub references: Vec<Reference>,
}

impl Project {
    /// The references of a file, whether or not a rule could speak of them; absent if it cannot be read.
    pub fn references(&self, target: &Target) -> Option<References> {
        let ground = self.ground();
        let everything = Prefilter::everything(ground.catalog, ground.settings.as_of);
        let Loaded::Summarised(summarised) = load::file(target, ground, &everything) else { return None };
        let mut references = summarised.extraction.references;
        let folders = Folders::new(ground);
        for reference in &mut references {
            folders.apply(&target.path, &mut reference.uses);
        }
        Some(References { file: summarised.file, references })
    }
}

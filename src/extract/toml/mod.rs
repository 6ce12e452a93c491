//! TOML: settings of tools and applications.

mod build;

#[cfg(test)]
mod tests;

use crate::extract::settings::judge::Judge;
use crate::extract::{Extraction, Extractor, Trouble, settings};
use crate::reference::Seen;
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

use self::build::{Document, build};

/// Larger files hold data, in bytes.
pub const LARGEST: u64 = 1 << 20;

/// Reads `.toml` files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Toml;

impl Extractor for Toml {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        if file.bytes.len() as u64 > LARGEST {
            return Extraction::default();
        }
        let Document { tree, comments, broken } = build(&file.bytes);
        let seen = if broken { Seen::ErrorRegion } else { Seen::Tree };
        let (mut references, mut switches) = Judge::new(file, &tree, seen, vocabulary).run();
        references.sort_by_key(|reference| reference.value.span);
        switches.sort_by_key(|switch| switch.span);
        Extraction {
            references,
            switches,
            comments: settings::comments(file, &comments),
            trouble: broken.then_some(Trouble::SyntaxErrors),
            ..Extraction::default()
        }
    }
}

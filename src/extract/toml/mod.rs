//! TOML: settings of tools and applications.

mod build;

#[cfg(test)]
mod tests;

use crate::extract::{Extraction, Extractor};
use crate::source::SourceFile;
use crate::vocabulary::Vocabulary;

use self::build::build;

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
        build(&file.bytes).extraction(file, vocabulary)
    }
}

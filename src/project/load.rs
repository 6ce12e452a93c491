//! From a file to its summary: read within limits, decode, prefilter, extract.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};

use super::Target;
use crate::catalog::Catalog;
use crate::config::Settings;
use crate::diagnostic::Rule;
use crate::extract::{self, Extraction};
use crate::prefilter::Prefilter;
use crate::report::SkipReason;
use crate::source::SourceFile;

/// What became of a file in the first phase.
pub(super) enum Loaded {
    /// It was parsed.
    Summarised(Box<Summarised>),
    /// No rule could speak in it.
    Silent,
    /// It is not for us.
    Skipped(SkipReason),
    /// It could not be checked, and why.
    Failed(Rule, String),
}

/// A file and what stands in it.
pub(super) struct Summarised {
    pub(super) file: SourceFile,
    pub(super) extraction: Extraction,
}

/// Reads and summarises a file.
pub(super) fn from_disk(target: &Target, settings: &Settings, catalog: &Catalog, prefilter: &Prefilter<'_>) -> Loaded {
    match read(target, settings.max_file_size) {
        Ok(bytes) => from_bytes(target, bytes, settings, catalog, prefilter),
        Err(loaded) => loaded,
    }
}

/// The bytes of a regular file within the limit.
fn read(target: &Target, limit: u64) -> Result<Vec<u8>, Loaded> {
    let failed = |error: std::io::Error| {
        if error.kind() == std::io::ErrorKind::NotFound && !target.named {
            return Loaded::Skipped(SkipReason::Vanished);
        }
        Loaded::Failed(Rule::UnreadableFile, format!("cannot be read: {error}"))
    };
    let file = open(&target.path).map_err(failed)?;
    let metadata = file.metadata().map_err(failed)?;
    if !metadata.is_file() {
        return Err(Loaded::Skipped(SkipReason::NotRegular));
    }
    if metadata.len() > limit {
        return Err(Loaded::Skipped(SkipReason::TooLarge));
    }
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() as u64 > limit {
        return Err(Loaded::Skipped(SkipReason::TooLarge));
    }
    Ok(bytes)
}

/// Opens without waiting: a pipe in the tree must not hang the run.
fn open(path: &std::path::Path) -> std::io::Result<File> {
    let kind = std::fs::metadata(path)?.file_type();
    if !kind.is_file() {
        return Err(std::io::Error::new(std::io::ErrorKind::InvalidInput, "not a regular file"));
    }
    File::open(path)
}

/// Summarises the content of a file; a panic stays in this file.
pub(super) fn from_bytes(
    target: &Target,
    bytes: Vec<u8>,
    _settings: &Settings,
    catalog: &Catalog,
    prefilter: &Prefilter<'_>,
) -> Loaded {
    let Some(extractor) = extract::extractor_of(&target.shown) else { return Loaded::Silent };
    let wanted = |bytes: &[u8]| {
        prefilter.wants(bytes, extractor.is_settings)
            || memchr::memmem::find(bytes, extract::COMMENT_MARK.as_bytes()).is_some()
    };
    // UTF-16 is searched after decoding; everything else as it is.
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    if !is_utf16 && !wanted(&bytes) {
        return Loaded::Silent;
    }
    let file = match SourceFile::new(&target.shown, bytes) {
        Ok(file) => file,
        Err(_) => return Loaded::Skipped(SkipReason::Binary),
    };
    let summarise = || extractor.extractor.summarise(&file, catalog);
    match catch_unwind(AssertUnwindSafe(summarise)) {
        Ok(extraction) => Loaded::Summarised(Box::new(Summarised { file, extraction })),
        Err(_) => Loaded::Failed(Rule::InternalError, "made the linter panic; please report it".to_owned()),
    }
}

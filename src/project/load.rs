//! From a file to its summary: read within limits, decode, prefilter, extract.

use std::fs::File;
use std::io::Read;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

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

/// Largest file whatever the settings say: places are counted in 32 bits, and text may grow when it is decoded.
const LARGEST: u64 = 1 << 30;

/// The bytes of a file within the limit.
fn read(target: &Target, limit: u64) -> Result<Vec<u8>, Loaded> {
    regular(&target.path, limit.min(LARGEST)).map_err(|refused| match refused {
        Refused::Skip(reason) => Loaded::Skipped(reason),
        Refused::Error(error) if error.kind() == std::io::ErrorKind::NotFound && !target.named => {
            Loaded::Skipped(SkipReason::Vanished)
        }
        Refused::Error(error) => Loaded::Failed(Rule::UnreadableFile, format!("cannot be read: {error}")),
    })
}

/// Why a file was not read.
pub(super) enum Refused {
    /// It is not for us.
    Skip(SkipReason),
    /// The system says no.
    Error(std::io::Error),
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Refused {
        Refused::Error(error)
    }
}

/// The bytes of a regular file within a limit; nothing else is opened, since a pipe would hang the run.
pub(super) fn regular(path: &Path, limit: u64) -> Result<Vec<u8>, Refused> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Refused::Skip(SkipReason::NotRegular));
    }
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Refused::Skip(SkipReason::NotRegular));
    }
    if metadata.len() > limit {
        return Err(Refused::Skip(SkipReason::TooLarge));
    }
    // What grows meanwhile, or says that it is empty and is not, ends at the limit.
    let mut bytes = Vec::with_capacity(metadata.len() as usize + 1);
    file.take(limit + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Refused::Skip(SkipReason::TooLarge));
    }
    Ok(bytes)
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

//! From a file to its summary: read within limits, decode, prefilter, extract.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::texts::{Refused, Texts};
use super::{Ground, Target};
use crate::catalog::Catalog;
use crate::diagnostic::Rule;
use crate::extract::{self, Extraction, Reader};
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
pub(super) fn file(target: &Target, ground: Ground<'_>, prefilter: &Prefilter<'_>) -> Loaded {
    let Some(reader) = extract::extractor_of(&target.shown) else { return Loaded::Silent };
    let limit = ground.settings.max_file_size;
    match read(target, ground.texts, limit.min(reader.largest)) {
        Ok(bytes) => from_bytes(target, bytes, reader, ground.catalog, prefilter),
        Err(Loaded::Skipped(SkipReason::TooLarge)) if reader.largest < limit => Loaded::Silent,
        Err(loaded) => loaded,
    }
}

/// Largest file whatever the settings say: places are counted in 32 bits, and text may grow when it is decoded.
const LARGEST: u64 = 1 << 30;

/// The bytes of a file within the limit.
fn read(target: &Target, texts: &Texts, limit: u64) -> Result<Vec<u8>, Loaded> {
    texts.read(&target.path, limit.min(LARGEST)).map_err(|refused| match refused {
        Refused::Skip(reason) => Loaded::Skipped(reason),
        Refused::Error(error) if error.kind() == std::io::ErrorKind::NotFound && !target.named => {
            Loaded::Skipped(SkipReason::Vanished)
        }
        Refused::Error(error) => Loaded::Failed(Rule::UnreadableFile, format!("cannot be read: {error}")),
    })
}

/// Summarises the content of a file; a panic stays in this file.
fn from_bytes(target: &Target, bytes: Vec<u8>, reader: Reader, catalog: &Catalog, prefilter: &Prefilter<'_>) -> Loaded {
    let wanted = |bytes: &[u8]| {
        prefilter.wants(bytes, reader.language)
            || memchr::memmem::find(bytes, extract::COMMENT_MARK.as_bytes()).is_some()
    };
    // UTF-16, and what another format holds, is searched after decoding; everything else as it is.
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let is_plain = !is_utf16 && !reader.is_container;
    if is_plain && !wanted(&bytes) {
        return Loaded::Silent;
    }
    let opened = catch_unwind(AssertUnwindSafe(|| reader.extractor.open(&target.shown, bytes)));
    let file = match opened {
        Ok(Ok(file)) if is_plain || wanted(&file.bytes) => file,
        Ok(Ok(_)) => return Loaded::Silent,
        Ok(Err(_)) => return Loaded::Skipped(SkipReason::Binary),
        Err(_) => return Loaded::Failed(Rule::InternalError, "made the linter panic; please report it".to_owned()),
    };
    let summarise = || reader.extractor.summarise(&file, catalog);
    match catch_unwind(AssertUnwindSafe(summarise)) {
        Ok(extraction) => Loaded::Summarised(Box::new(Summarised { file, extraction })),
        Err(_) => Loaded::Failed(Rule::InternalError, "made the linter panic; please report it".to_owned()),
    }
}

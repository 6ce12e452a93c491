//! From a file to its summary: read within limits, decode, prefilter, extract.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::imports::ImportLines;
use super::judge::PANICKED;
use super::path_rules::PathRules;
use super::texts::{Refused, Texts};
use super::{Extent, Ground, Target, Work};
use crate::diagnostic::Rule;
use crate::extract::code::guard;
use crate::extract::{self, Extraction, Reader};
use crate::prefilter::{Prefilter, Seen};
use crate::report::SkipReason;
use crate::source::{self, SourceFile};

/// What became of a file in the first phase.
pub(super) enum Loaded {
    /// It was parsed.
    Summarised(Box<Summarised>),
    /// No rule could speak in it by itself; what other files could find in it.
    Silent(Seen),
    /// Some rule could speak in it, but it is a test, and nothing that is said of tests is reported.
    Test,
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

/// What is done in passing while all files are opened.
struct Opening<'o> {
    /// Notes what those import in which no rule could speak.
    imports: ImportLines,
    /// Tells tests, where nothing that is said of them is reported.
    tests: Option<&'o PathRules<'o>>,
}

impl Opening<'_> {
    /// The file is a test, and what stands in it matters to nobody.
    fn leaves(&self, target: &Target, ground: Ground<'_>, bytes: &[u8]) -> bool {
        let path = target.path.strip_prefix(&ground.settings.root).unwrap_or(&target.path);
        self.tests.is_some_and(|tests| tests.is_test(path, || bytes))
    }
}

/// Reads and summarises files, and notes what those import in which no rule could speak. Tests are left where these are
/// told from others.
pub(super) fn all(
    targets: &[Target],
    ground: Ground<'_>,
    prefilter: &Prefilter<'_>,
    tests: Option<&PathRules<'_>>,
) -> (Vec<Loaded>, ImportLines) {
    let opening = Opening { imports: ImportLines::default(), tests };
    let load = |target: &Target| noting(target, ground, prefilter, Some(&opening));
    (targets.par_iter().with_max_len(1).map(load).collect(), opening.imports)
}

/// Reads and summarises a file, whatever stands in it. May panic.
pub(super) fn wholly(target: &Target, ground: Ground<'_>) -> Option<Summarised> {
    let everything = Prefilter::everything(ground.catalog, ground.settings);
    match unheld(target, ground, &everything, None) {
        Loaded::Summarised(summarised) => Some(*summarised),
        _ => None,
    }
}

/// Reads a file that is only asked what its names are; nothing if that cannot be. May panic.
pub(super) fn opened(target: &Target, ground: Ground<'_>) -> Option<SourceFile> {
    let place = ground.place(target);
    let reader = extract::extractor_of(&place)?;
    let limit = ground.settings.max_file_size.min(reader.largest);
    let bytes = read(target, ground.texts, limit).ok()?;
    ground.during(&target.shown, Work::Reading, || reader.extractor.open(&place, bytes).ok())
}

/// Reads and summarises a file; a panic stays in it.
///
/// Of a whole project only files are parsed in which some rule could speak. Where only some of its files are checked,
/// those of them are parsed in which others might find something.
pub(super) fn file(target: &Target, ground: Ground<'_>, prefilter: &Prefilter<'_>) -> Loaded {
    noting(target, ground, prefilter, None)
}

fn noting(target: &Target, ground: Ground<'_>, prefilter: &Prefilter<'_>, opening: Option<&Opening<'_>>) -> Loaded {
    let load = || unheld(target, ground, prefilter, opening);
    catch_unwind(AssertUnwindSafe(load)).unwrap_or_else(|_| Loaded::Failed(Rule::InternalError, PANICKED.to_owned()))
}

fn unheld(target: &Target, ground: Ground<'_>, prefilter: &Prefilter<'_>, opening: Option<&Opening<'_>>) -> Loaded {
    let place = ground.place(target);
    let Some(reader) = extract::extractor_of(&place) else { return Loaded::Silent(Seen::default()) };
    let limit = ground.settings.max_file_size;
    match read(target, ground.texts, limit.min(reader.largest)) {
        Ok(bytes) => {
            let work = || from_bytes((target, &place), bytes, reader, ground, prefilter, opening);
            ground.during(&target.shown, Work::Reading, work)
        }
        Err(Loaded::Skipped(SkipReason::TooLarge)) if reader.largest < limit => Loaded::Silent(Seen::default()),
        Err(loaded) => loaded,
    }
}

/// Largest file whatever the settings say: places are counted in 32 bits, and text may grow when it is decoded.
const LARGEST: u64 = 1 << 30;

/// The bytes of a file within the limit.
fn read(target: &Target, texts: &Texts, limit: u64) -> Result<Vec<u8>, Loaded> {
    let read = texts.read(&target.path, limit.min(LARGEST)).map(source::with_line_feeds);
    read.map_err(|refused| match refused {
        Refused::Skip(reason) => Loaded::Skipped(reason),
        Refused::Error(error) if error.kind() == std::io::ErrorKind::NotFound && !target.named => {
            Loaded::Skipped(SkipReason::Vanished)
        }
        Refused::Error(error) => Loaded::Failed(Rule::UnreadableFile, format!("cannot be read: {error}")),
    })
}

/// A text in UTF-8 without a byte order mark.
fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(&[0xEF, 0xBB, 0xBF]).unwrap_or(bytes)
}

/// Summarises the content of a file, by its path from the root.
fn from_bytes(
    (target, place): (&Target, &str),
    bytes: Vec<u8>,
    reader: Reader,
    ground: Ground<'_>,
    prefilter: &Prefilter<'_>,
    opening: Option<&Opening<'_>>,
) -> Loaded {
    if source::is_binary(&bytes) {
        return Loaded::Skipped(SkipReason::Binary);
    }
    let is_addressed = |bytes: &[u8]| memchr::memmem::find(bytes, extract::COMMENT_MARK.as_bytes()).is_some();
    // What is told apart in a text that nobody wants.
    let unwanted = |bytes: &[u8], reader: Reader, is_closed: bool| {
        let unwanted = prefilter.unwanted(bytes, reader.language, is_closed)?;
        let is_part = ground.extent == Extent::Part && !is_closed && !prefilter.look(bytes).is_nothing();
        (!is_part && !is_addressed(bytes)).then_some(unwanted)
    };
    // UTF-16, and what another format holds, is searched after decoding; everything else as it is.
    let is_utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let is_plain = !is_utf16 && !reader.is_container;
    let is_closed = is_plain && reader.language.is_some() && guard::is_too_long(without_mark(&bytes));
    if is_plain && let Some(seen) = unwanted(&bytes, reader, is_closed) {
        let is_left = !seen.is_nothing() && opening.is_some_and(|opening| opening.leaves(target, ground, &bytes));
        if is_left {
            return Loaded::Silent(Seen { is_closed: true, ..Seen::default() });
        }
        if let Some(opening) = opening.filter(|_| reader.language.is_some() && !is_closed) {
            opening.imports.note(target, reader.extractor.import_words(), &bytes);
        }
        return Loaded::Silent(seen);
    }
    let Ok(file) = reader.extractor.open(place, bytes) else { return Loaded::Skipped(SkipReason::Binary) };
    let commands = || reader.extractor.commands(&file).into_iter();
    if !is_plain
        && let Some(seen) = unwanted(&file.bytes, reader.of_text(&file), false)
        && !commands().any(|command| prefilter.wants(&file.shown()[command], None))
    {
        return Loaded::Silent(seen);
    }
    if opening.is_some_and(|opening| opening.leaves(target, ground, &file.bytes)) && !is_addressed(&file.bytes) {
        return Loaded::Test;
    }
    let extraction = reader.extractor.summarise(&file, ground.catalog);
    if let Some(opening) = opening.filter(|_| !extraction.links.holders.is_empty()) {
        opening.imports.want();
    }
    Loaded::Summarised(Box::new(Summarised { file, extraction }))
}

#[cfg(test)]
mod tests {
    use crate::catalog::Date;
    use crate::project::{Choice, Project};

    #[test]
    fn what_a_file_holds_is_told_by_its_path_from_the_root() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path();
        for folder in [".git", "results/first", "settings/first"] {
            std::fs::create_dir_all(root.join(folder)).expect("a folder");
        }
        let said = |place: &str, from: &str| {
            let path = root.join(place);
            std::fs::write(&path, r#"{"model": "gpt-4-32k"}"#).expect("a file");
            let as_of = Date::parse("2026-11-23").expect("a day");
            let project = Project::open(&root.join(from), &Choice::Isolated, as_of).expect("a project");
            let target = project.target(&path).expect("a target");
            project.check_whole(&[target]).findings.len()
        };
        for from in ["", "results", "results/first", "settings"] {
            assert_eq!(said("results/first/one.json", from), 0, "{from}");
            assert_eq!(said("settings/first/one.json", from), 1, "{from}");
        }
    }
}

//! Fixing: rounds of checking and editing until a file stays as it is.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use super::open::Project;
use super::texts::Texts;
use super::{Ground, Target};
use crate::diagnostic::{Applicability, Fix};
use crate::extract;
use crate::fix;
use crate::prefilter::Prefilter;
use crate::report::Report;

/// Most rounds per file: fixes that touch wait for the next one, and what a fix uncovers is one more.
const ROUNDS: usize = 10;

/// A file and what its fixes make of it.
#[derive(Debug)]
pub struct Mended {
    /// The file.
    pub target: Target,
    /// The bytes that were checked.
    pub old: Vec<u8>,
    /// The bytes after all rounds.
    pub new: Vec<u8>,
    /// Diagnostics whose fix is in them.
    pub fixed: usize,
    /// Fixes that would have added a syntax error.
    pub withdrawn: usize,
}

/// Which fixes are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Level {
    /// Those that keep the meaning.
    Safe,
    /// Those after which another model answers as well.
    Unsafe,
}

impl Level {
    /// Fixes of this kind are made.
    pub fn takes(self, fix: &Fix) -> bool {
        self == Level::Unsafe || fix.applicability == Applicability::Safe
    }
}

/// What takes out of a report what is not to be reported.
pub type Narrow<'n> = dyn Fn(&mut Report, &[Target]) + 'n;

impl Project {
    /// What the fixes of a report make of its files, by path. Nothing is written.
    ///
    /// `narrow` takes out of a report about some files what was taken out of `report`: only what is reported is fixed.
    pub fn mend(&self, targets: &[Target], report: &Report, level: Level, narrow: &Narrow<'_>) -> Vec<Mended> {
        let fixable = report.findings.iter().filter(|f| f.diagnostic.fix.as_ref().is_some_and(|fix| level.takes(fix)));
        let paths: BTreeSet<&str> = fixable.map(|finding| finding.path.as_str()).collect();
        let by_path: BTreeMap<&str, &Target> = targets.iter().map(|target| (target.shown.as_str(), target)).collect();
        let ground = self.ground();
        let prefilter = ground.prefilter();
        // What is fixed already is what the next file sees.
        let mut texts = ground.texts.clone();
        // A file that is reached by two names is fixed once.
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        let mut mended = Vec::new();
        for target in paths.into_iter().filter_map(|path| by_path.get(path)) {
            let real = std::fs::canonicalize(&target.path).unwrap_or_else(|_| target.path.clone());
            if seen.insert(real) {
                mended.extend(mend_file(ground, &mut texts, &prefilter, target, (level, narrow)));
            }
        }
        mended
    }
}

/// What the fixes of a file make of it; nothing where there are none.
fn mend_file(
    ground: Ground<'_>,
    texts: &mut Texts,
    prefilter: &Prefilter<'_>,
    target: &Target,
    (level, narrow): (Level, &Narrow<'_>),
) -> Option<Mended> {
    let old = texts.read(&target.path, ground.settings.max_file_size).ok()?;
    let mut mended = Mended { target: target.clone(), new: old.clone(), old, fixed: 0, withdrawn: 0 };
    for _ in 0..ROUNDS {
        // What is checked is what was read, whatever happens to the file meanwhile.
        texts.insert(target.path.clone(), mended.new.as_slice().into());
        let here = Ground { texts, ..ground };
        let mut report = here.check(prefilter, std::slice::from_ref(target));
        narrow(&mut report, std::slice::from_ref(target));
        let fixes = report.findings.iter().filter_map(|f| f.diagnostic.fix.as_ref()).filter(|fix| level.takes(fix));
        let fixes: Vec<&Fix> = fixes.collect();
        if fixes.is_empty() {
            break;
        }
        let round = round(target, &mended.new, &fixes);
        mended.withdrawn = round.withdrawn;
        if round.fixed == 0 {
            break;
        }
        mended.fixed += round.fixed;
        mended.new = round.bytes;
    }
    (mended.new != mended.old || mended.withdrawn > 0).then_some(mended)
}

/// A file after one round.
struct Round {
    bytes: Vec<u8>,
    fixed: usize,
    withdrawn: usize,
}

/// Applies fixes together, and one by one where together they break the syntax.
fn round(target: &Target, bytes: &[u8], fixes: &[&Fix]) -> Round {
    let before = syntax_errors(target, bytes);
    let is_sound = |bytes: &[u8]| syntax_errors(target, bytes) <= before;
    let together = fix::apply(bytes, fixes);
    if is_sound(&together.bytes) {
        return Round { bytes: together.bytes, fixed: together.taken.len(), withdrawn: 0 };
    }
    let alone = together.taken.iter().map(|place| fixes[*place]);
    let sound: Vec<&Fix> = alone.filter(|one| is_sound(&fix::apply(bytes, &[*one]).bytes)).collect();
    let applied = fix::apply(bytes, &sound);
    // What is sound by itself may not be so together: then nothing is.
    let (bytes, fixed) =
        if is_sound(&applied.bytes) { (applied.bytes, applied.taken.len()) } else { (bytes.to_vec(), 0) };
    Round { bytes, fixed, withdrawn: together.taken.len() - fixed }
}

/// Syntax errors of a file; as many as can be if it is no text any more.
fn syntax_errors(target: &Target, bytes: &[u8]) -> usize {
    let Some(reader) = extract::extractor_of(&target.shown) else { return 0 };
    let file = reader.extractor.open(&target.shown, bytes.to_vec());
    file.map_or(usize::MAX, |file| reader.extractor.syntax_errors(&file))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Edit;
    use crate::source::Span;

    fn fix(start: usize, end: usize, content: &str) -> Fix {
        let edits = vec![Edit { span: Span::new(start, end), content: content.to_owned() }];
        Fix { applicability: Applicability::Safe, edits }
    }

    fn made(path: &str, text: &str, fixes: &[Fix]) -> (String, usize, usize) {
        let target = Target { path: path.into(), shown: path.to_owned(), named: true, local: false };
        let round = round(&target, text.as_bytes(), &fixes.iter().collect::<Vec<_>>());
        (String::from_utf8(round.bytes).expect("text"), round.fixed, round.withdrawn)
    }

    #[test]
    fn a_fix_that_breaks_the_syntax_is_withdrawn_and_the_others_are_made() {
        let fixes = [fix(5, 6, "x"), fix(13, 14, "'"), fix(21, 22, "y")];
        for (path, text, expected) in [
            ("a.py", "a = 'a'\nb = 'b'\nc = 'c'\n", "a = 'x'\nb = 'b'\nc = 'y'\n"),
            ("a.ts", "a = 'a'\nb = 'b'\nc = 'c'\n", "a = 'x'\nb = 'b'\nc = 'y'\n"),
        ] {
            assert_eq!(made(path, text, &fixes), (expected.to_owned(), 2, 1), "{path}");
        }
        assert_eq!(
            made("a.yaml", "a: b\nc: [d]\n", &[fix(3, 4, "x"), fix(9, 10, "[")]),
            ("a: x\nc: [d]\n".to_owned(), 1, 1)
        );
    }

    #[test]
    fn errors_that_were_there_withdraw_nothing() {
        assert_eq!(made("a.py", "def (:\na = 'b'\n", &[fix(12, 13, "x")]).1, 1);
    }
}

//! `--fix` and `--diff`: what the fixes make of the files, written or shown.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::input::Input;
use super::narrow::Narrowing;
use super::outcome::Failure;
use super::session::Session;
use super::terminal::Terminal;
use crate::fix;
use crate::project::{Level, Mended, Target};
use crate::report::text::counted;
use crate::report::{Fixed, Report, patch, withdrawn};
use crate::walk::shown;

/// Most times that everything is checked again: a fix in one file may uncover one in another.
const PASSES: usize = 5;

/// What a run has found, and what goes to standard output.
pub(super) struct Done {
    pub(super) report: Report,
    pub(super) output: Output,
    /// All that was to be written was.
    pub(super) complete: bool,
}

/// What standard output holds.
pub(super) enum Output {
    Report,
    /// The fixed text of standard input.
    Text(Vec<u8>),
    /// A patch, and whether anything would change.
    Patch(Vec<u8>, bool),
}

/// What fixes are made in.
pub(super) struct Work<'w> {
    pub(super) session: &'w mut Session,
    pub(super) input: &'w Input,
    /// What is not new is not fixed.
    pub(super) narrowing: &'w Narrowing,
    pub(super) level: Level,
}

impl Work<'_> {
    fn mended(&self, report: &Report) -> Vec<Mended> {
        let narrow = |report: &mut Report, targets: &[Target]| self.narrowing.narrow(report, targets, self.session);
        self.session.mend(self.input.targets(), report, self.level, &narrow)
    }

    fn check_again(&self) -> Report {
        let mut report = self.input.check_again(self.session);
        self.narrowing.narrow(&mut report, self.input.targets(), self.session);
        report
    }

    /// Writes the fixed files, checks again, and goes on until nothing changes.
    pub(super) fn make(&mut self, mut report: Report, terminal: &Terminal) -> Done {
        let mut tally = Tally::default();
        let mut refused: BTreeMap<String, String> = BTreeMap::new();
        for _ in 0..PASSES {
            let before = tally.fixes;
            (tally.withdrawn, tally.untold) = (0, 0);
            for file in self.mended(&report) {
                tally.leave(&file);
                if file.new == file.old {
                    continue;
                }
                match fix::write(&file.target.path, &self.session.repository, &file.old, &file.new) {
                    Ok(()) => tally.add(&file),
                    Err(refusal) => _ = refused.insert(file.target.shown, refusal.to_string()),
                }
            }
            if tally.fixes == before {
                break;
            }
            report = self.check_again();
        }
        for (path, reason) in &refused {
            terminal.fail(&Failure::new(format!("{path}: {reason}")));
        }
        report.summary.fixed = Some(tally.fixed(self.level));
        Done { report, output: Output::Report, complete: refused.is_empty() }
    }

    /// Gives standard input back, fixed.
    pub(super) fn make_text(&mut self, mut report: Report, text: Vec<u8>) -> Done {
        let mut tally = Tally::default();
        let mut fixed = text;
        for file in self.mended(&report) {
            tally.leave(&file);
            if file.new != file.old {
                tally.add(&file);
                self.session.update(&file.target.path, file.new.as_slice());
                report = self.check_again();
                fixed = file.new;
            }
        }
        report.summary.fixed = Some(tally.fixed(self.level));
        Done { report, output: Output::Text(fixed), complete: true }
    }

    /// Makes a patch of all changes; what is not in it is said.
    pub(super) fn show(&self, report: Report, terminal: &Terminal) -> Done {
        let mut tally = Tally::default();
        let mut bytes = Vec::new();
        for file in self.mended(&report) {
            tally.leave(&file);
            if file.new == file.old {
                continue;
            }
            tally.add(&file);
            let Some(path) = self.path_in_patch(&file.target) else {
                terminal.warn(&format!("{} is not in the patch: it lies outside of this folder", file.target.shown));
                continue;
            };
            if let Err(refusal) = fix::writable(&file.target.path, &self.session.repository)
                && !self.input.is_text()
            {
                terminal.warn(&format!("{path}: in the patch, but --fix leaves it: {refusal}"));
            }
            let part = patch(&path, (&file.old, &file.new), file.kept.lines());
            bytes.extend(part.bytes);
            if part.left_out > 0 {
                let what = counted(part.left_out, "change");
                terminal.warn(&format!(
                    "{path}: {what} not in the patch, on or right before a line that must not be printed; --fix makes them"
                ));
            }
        }
        if let Some(words) = tally.words(&report, self.level) {
            terminal.remark(&words);
        }
        Done { report, output: Output::Patch(bytes, tally.fixes > 0), complete: true }
    }

    /// The file that a patch must name, relative to the working directory: what a link stands for, since git follows none.
    fn path_in_patch(&self, target: &Target) -> Option<String> {
        let path = if self.input.is_text() {
            target.shown.clone()
        } else {
            let real = std::fs::canonicalize(&target.path).ok()?;
            shown(&std::fs::canonicalize(&self.session.cwd).ok()?, &real)
        };
        let is_below = !path.starts_with("../") && !Path::new(&path).is_absolute() && !path.contains('\u{FFFD}');
        is_below.then_some(path)
    }
}

/// Counts over all passes.
#[derive(Default)]
struct Tally {
    fixes: usize,
    files: BTreeSet<String>,
    withdrawn: usize,
    untold: usize,
}

impl Tally {
    fn add(&mut self, file: &Mended) {
        self.fixes += file.fixed;
        self.files.insert(file.target.shown.clone());
    }

    /// Counts what was not made in a file.
    fn leave(&mut self, file: &Mended) {
        self.withdrawn += file.withdrawn;
        self.untold += file.untold;
    }

    fn fixed(&self, level: Level) -> Fixed {
        let unsafe_too = matches!(level, Level::Unsafe);
        let Tally { fixes, withdrawn, untold, .. } = *self;
        Fixed { fixes, files: self.files.len(), withdrawn, untold, unsafe_too }
    }

    /// What the patch does, and what more there is.
    fn words(&self, report: &Report, level: Level) -> Option<String> {
        let fixes = report.findings.iter().filter_map(|finding| finding.diagnostic.fix.as_ref());
        let more = fixes.filter(|fix| !level.takes(fix)).count();
        let would = format!("would fix {} in {}", counted(self.fixes, "problem"), counted(self.files.len(), "file"));
        let left = withdrawn(self.fixed(level));
        let made = match (self.fixes, more) {
            (0, 0) => left.as_ref().map(|_| "nothing to fix".to_owned()),
            (0, more) => Some(format!("nothing to fix; {more} with --unsafe-fixes")),
            (_, 0) => Some(would),
            (_, more) => Some(format!("{would}; {more} more with --unsafe-fixes")),
        };
        let parts: Vec<String> = [made, left].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; "))
    }
}

//! Fixing: rounds of checking and editing until the files stay as they are.
//!
//! One check serves all files of a round, since whatever is asked about the project around them is asked once. Where a
//! fix hangs on another file that the same round edits, its file waits for the next one and sees what became of that.

mod round;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::PathBuf;

use self::round::round;
use super::open::Project;
use super::texts::Texts;
use super::{Ground, Target};
use crate::diagnostic::{Applicability, Fix};
use crate::fix::KeptLines;
use crate::prefilter::Prefilter;
use crate::report::{Finding, Report};

/// Most rounds in which a file is edited: fixes that touch wait for the next one, and what a fix uncovers is one more.
const ROUNDS: usize = 10;

/// Rounds in which files wait for each other; after these they are edited together.
const PATIENT_ROUNDS: usize = 10;

/// A file and what its fixes make of it.
#[derive(Debug)]
pub struct Mended {
    /// The file.
    pub target: Target,
    /// The bytes that were checked.
    pub old: Vec<u8>,
    /// The bytes after all rounds.
    pub new: Vec<u8>,
    /// Which lines of the old bytes the new ones still have.
    pub kept: KeptLines,
    /// Diagnostics whose fix is in them.
    pub fixed: usize,
    /// Fixes that would have added a syntax error, or of which nobody can tell.
    pub withdrawn: usize,
    /// Those of them of which nobody can tell.
    pub untold: usize,
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
        let fixable = report.findings.iter().filter(|finding| fix(finding, level).is_some());
        let paths: HashSet<&str> = fixable.map(|finding| finding.path.as_str()).collect();
        // A file that is reached by two names is fixed once.
        let mut seen: BTreeSet<PathBuf> = BTreeSet::new();
        let mut is_new =
            |target: &Target| seen.insert(std::fs::canonicalize(&target.path).unwrap_or_else(|_| target.path.clone()));
        let wanted = targets.iter().filter(|target| paths.contains(target.shown.as_str()));
        let wanted: Vec<&Target> = wanted.filter(|target| is_new(target)).collect();

        let ground = self.ground();
        let (prefilter, texts) = (ground.prefilter(), ground.texts.clone());
        // What is fixed already is what the next file sees.
        let mut mending = Mending { ground, prefilter, texts, level, narrow };
        let mut mended: Vec<Mended> = Vec::new();
        for together in told_apart(wanted) {
            mended.extend(mending.run(&together));
        }
        mended.sort_by(|one, other| one.target.shown.cmp(&other.target.shown));
        mended
    }
}

/// The fix of a finding that is made.
fn fix(finding: &Finding, level: Level) -> Option<&Fix> {
    finding.diagnostic.fix.as_ref().filter(|fix| level.takes(fix))
}

/// Files in as few groups as it takes for a report to tell those of each apart: names that are not UTF-8 may look alike.
fn told_apart(targets: Vec<&Target>) -> Vec<Vec<&Target>> {
    let mut groups: Vec<Vec<&Target>> = Vec::new();
    let mut alike: HashMap<&str, usize> = HashMap::new();
    for target in targets {
        let group = alike.entry(target.shown.as_str()).or_default();
        if *group == groups.len() {
            groups.push(Vec::new());
        }
        groups[*group].push(target);
        *group += 1;
    }
    groups
}

/// Files being fixed.
struct Mending<'m> {
    ground: Ground<'m>,
    prefilter: Prefilter<'m>,
    /// What the files are by now.
    texts: Texts,
    level: Level,
    narrow: &'m Narrow<'m>,
}

/// A file on its way.
struct Open {
    mended: Mended,
    rounds: usize,
    is_done: bool,
}

impl Mending<'_> {
    /// What the fixes of some files make of them; nothing of those that stay as they are.
    fn run(&mut self, targets: &[&Target]) -> Vec<Mended> {
        let mut files: Vec<Open> = targets.iter().filter_map(|target| self.open(target)).collect();
        for round in 0..PATIENT_ROUNDS + ROUNDS {
            let mut open: Vec<&mut Open> = files.iter_mut().filter(|file| !file.is_done).collect();
            if open.is_empty() {
                break;
            }
            self.round(&mut open, round < PATIENT_ROUNDS);
        }
        let mended = files.into_iter().map(|file| file.mended);
        mended.filter(|mended| mended.new != mended.old || mended.withdrawn > 0).collect()
    }

    fn open(&mut self, target: &Target) -> Option<Open> {
        let old = self.texts.read(&target.path, self.ground.settings.max_file_size).ok()?;
        // What is checked is what was read, whatever happens to the file meanwhile.
        self.texts.insert(target.path.clone(), old.as_slice().into());
        let (target, new, kept) = (target.clone(), old.clone(), KeptLines::of(&old));
        let mended = Mended { target, old, new, kept, fixed: 0, withdrawn: 0, untold: 0 };
        Some(Open { mended, rounds: 0, is_done: false })
    }

    /// Checks the files that are not done, and makes the fixes that go together.
    fn round(&mut self, open: &mut [&mut Open], is_patient: bool) {
        let targets: Vec<Target> = open.iter().map(|file| file.mended.target.clone()).collect();
        let mut report = Ground { texts: &self.texts, ..self.ground }.check_some(&self.prefilter, &targets);
        (self.narrow)(&mut report, &targets);
        let mut of_file: HashMap<&str, Vec<&Finding>> = HashMap::new();
        for finding in report.findings.iter().filter(|finding| fix(finding, self.level).is_some()) {
            of_file.entry(finding.path.as_str()).or_default().push(finding);
        }
        let mut hung = Hung::default();
        for file in open {
            let findings = of_file.get(file.mended.target.shown.as_str());
            let Some(findings) = findings.filter(|_| file.rounds < ROUNDS) else {
                file.is_done = true;
                continue;
            };
            if is_patient && hung.hangs(&file.mended.target.shown, findings) {
                continue;
            }
            let fixes: Vec<&Fix> = findings.iter().filter_map(|finding| fix(finding, self.level)).collect();
            file.edit(&fixes);
            if !file.is_done {
                hung.edited(&file.mended.target.shown, findings);
                self.texts.insert(file.mended.target.path.clone(), file.mended.new.as_slice().into());
            }
        }
    }
}

/// What the edits of a round have to do with other files.
#[derive(Default)]
struct Hung {
    /// Files that were edited.
    edited: HashSet<String>,
    /// Files in which something is done with what was edited.
    used_in: HashSet<String>,
}

impl Hung {
    /// The fixes of a file are to see what becomes of another one.
    fn hangs(&self, shown: &str, findings: &[&Finding]) -> bool {
        self.used_in.contains(shown) || others(shown, findings).any(|other| self.edited.contains(other))
    }

    fn edited(&mut self, shown: &str, findings: &[&Finding]) {
        self.edited.insert(shown.to_owned());
        self.used_in.extend(others(shown, findings).map(str::to_owned));
    }
}

/// The other files in which findings have places.
fn others<'f>(shown: &'f str, findings: &'f [&Finding]) -> impl Iterator<Item = &'f str> {
    let related = findings.iter().flat_map(|finding| &finding.related);
    related.map(|place| place.path.as_str()).filter(move |path| *path != shown)
}

impl Open {
    /// Makes the fixes of a round; the file is done where none could be made.
    fn edit(&mut self, fixes: &[&Fix]) {
        let mended = &mut self.mended;
        let made = round(&mended.target, &mended.new, fixes);
        (mended.withdrawn, mended.untold) = (made.withdrawn, made.untold);
        let Some(applied) = made.applied else {
            self.is_done = true;
            return;
        };
        mended.fixed += applied.taken.len();
        mended.kept = mended.kept.after(&mended.new, &applied);
        mended.new = applied.bytes;
        self.rounds += 1;
    }
}

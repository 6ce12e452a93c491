//! One project and the checks of it: read, summarise, link, resolve, check, suppress, sort.
//!
//! [`Project`] is the one door: the command line makes one check, a server many.

mod bundles;
mod code;
mod copies;
mod fallbacks;
mod folders;
mod held;
mod ignores;
mod imports;
mod judge;
mod links;
mod load;
mod mend;
mod open;
mod own_names;
mod pass;
mod path_rules;
mod readers;
mod references;
mod routers;
mod steps;
mod surroundings;
mod survey;
mod taken_whole;
mod takers;
mod texts;
mod uncalled;
mod unopened;
mod unreached;
mod unread_fields;
mod unread_members;
mod unread_parts;
mod unshown;
mod untaken;
mod watch;
mod widen;
mod wrapped;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

pub use self::ignores::{Ignored, ignored_until};
pub use self::mend::{Level, Mended};
pub use self::open::{Choice, Project, ProjectError, today};
pub use self::references::References;
#[cfg(debug_assertions)]
pub use self::watch::{HANG, PANIC};
pub use self::watch::{Watch, Work};
use crate::catalog::Catalog;
use crate::config::Settings;
use crate::prefilter::Prefilter;
use crate::report::{Finding, Report, Summary};
pub use crate::walk::Target;
use folders::Folders;
use imports::ImportLines;
use links::Outcome;
use load::Loaded;
use path_rules::PathRules;
use texts::Texts;

/// Which of the project's files are checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// All that a walk over the project meets.
    Whole,
    /// Some: what they have to do with the others is found out.
    Part,
}

/// What a check stands on.
#[derive(Clone, Copy)]
struct Ground<'g> {
    settings: &'g Settings,
    catalog: &'g Catalog,
    texts: &'g Texts,
    /// The working directory, absolute: paths are reported relative to it.
    cwd: &'g Path,
    /// The repository's root, absolute: ignore files count from here on.
    repository: &'g Path,
    /// Ignore files do not count.
    no_ignore: bool,
    extent: Extent,
    /// Who wants to know which files are worked on.
    watch: Option<&'g Watch>,
}

impl<'g> Ground<'g> {
    /// The ground of files on the disk; the project around them lies below the root of the settings.
    fn new(settings: &'g Settings, catalog: &'g Catalog, texts: &'g Texts, cwd: &'g Path) -> Ground<'g> {
        let repository = &settings.root;
        // Without a place on the disk there is nothing around.
        let extent = if settings.root.is_absolute() { Extent::Part } else { Extent::Whole };
        Ground { settings, catalog, texts, cwd, repository, no_ignore: false, extent, watch: None }
    }

    /// Checks files: the same report at any thread count.
    fn check(self, prefilter: &Prefilter<'_>, targets: &[Target]) -> Report {
        self.check_among(prefilter, targets, &[])
    }

    /// Checks some files of the project: much of it as a run over the whole does.
    fn check_some(self, prefilter: &Prefilter<'_>, targets: &[Target]) -> Report {
        match widen::rest(self, targets) {
            Some(rest) => Ground { extent: Extent::Whole, ..self }.check_among(prefilter, targets, &rest),
            None => self.check(prefilter, targets),
        }
    }

    /// Checks files among others of which nothing is reported.
    fn check_among(self, prefilter: &Prefilter<'_>, targets: &[Target], others: &[Target]) -> Report {
        let all = match others {
            [] => Cow::Borrowed(targets),
            others => Cow::Owned(targets.iter().chain(others).cloned().collect()),
        };
        let paths = PathRules::new(self.settings, self.catalog);
        let tests = Some(&paths).filter(|_| self.extent == Extent::Whole && self.settings.hides_tests());
        conclude(self, &paths, &all, targets.len(), load::all(&all, self, prefilter, tests))
    }

    fn prefilter(self) -> Prefilter<'g> {
        Prefilter::new(self.catalog, self.settings)
    }

    /// The path by which it is told what a file holds: from the root, wherever one stands; as it is reported where the file
    /// lies elsewhere.
    fn place(self, target: &Target) -> String {
        surroundings::relative(&self.settings.root, &target.path).unwrap_or_else(|| target.shown.clone())
    }

    /// Works on a file, within sight of whoever watches.
    fn during<T>(self, file: &str, doing: Work, work: impl FnOnce() -> T) -> T {
        match self.watch {
            Some(watch) => watch.during(file, doing, work),
            None => work(),
        }
    }
}

/// Checks files on the disk, which are some of a project.
pub fn check(settings: &Settings, catalog: &Catalog, targets: &[Target]) -> Report {
    let (texts, cwd) = (Texts::default(), working_directory(settings, targets));
    let ground = Ground::new(settings, catalog, &texts, &cwd);
    ground.check(&ground.prefilter(), targets)
}

/// Checks the files of a project on the disk: all of them.
pub fn check_whole(settings: &Settings, catalog: &Catalog, targets: &[Target]) -> Report {
    let (texts, cwd) = (Texts::default(), working_directory(settings, targets));
    let ground = Ground { extent: Extent::Whole, ..Ground::new(settings, catalog, &texts, &cwd) };
    ground.check(&ground.prefilter(), targets)
}

/// Checks files and parses every one of them: what the others must find as well.
pub fn check_without_prefilter(settings: &Settings, catalog: &Catalog, targets: &[Target]) -> Report {
    let (texts, cwd) = (Texts::default(), working_directory(settings, targets));
    let ground = Ground::new(settings, catalog, &texts, &cwd);
    ground.check(&Prefilter::everything(catalog, settings), targets)
}

/// Checks text that is not, or not yet, in a file; `target` says which file it would be.
pub fn check_text(settings: &Settings, catalog: &Catalog, target: &Target, text: Vec<u8>) -> Report {
    let (mut texts, targets) = (Texts::default(), std::slice::from_ref(target));
    texts.insert(target.path.clone(), text.into());
    let cwd = working_directory(settings, targets);
    let ground = Ground::new(settings, catalog, &texts, &cwd);
    ground.check(&ground.prefilter(), targets)
}

/// Where paths are reported from, by what is reported of a file: else the root.
fn working_directory(settings: &Settings, targets: &[Target]) -> PathBuf {
    let above = |target: &Target| {
        let parts = Path::new(&target.shown).components().count();
        let folder = target.path.ancestors().nth(parts)?;
        (folder.join(&target.shown) == target.path).then(|| folder.to_owned())
    };
    targets.iter().find_map(above).unwrap_or_else(|| settings.root.clone())
}

/// The second phase: what depends on other files, and everything that is said of the first so many.
fn conclude(
    ground: Ground<'_>,
    paths: &PathRules<'_>,
    targets: &[Target],
    checked: usize,
    loaded: (Vec<Loaded>, ImportLines),
) -> Report {
    let Ground { settings, catalog, .. } = ground;
    #[cfg(debug_assertions)]
    watch::provoke(surroundings::FOLDER, Work::Judging);
    let folders = Folders::new(ground);
    let run = judge::Run { settings, catalog, folders: &folders, paths };
    let mut summary = Summary {
        as_of: settings.as_of,
        catalog: catalog.compared(),
        files: checked,
        parsed: 0,
        hidden: BTreeMap::new(),
        tests: 0,
        stale: Vec::new(),
        skipped: Vec::new(),
        incomplete: false,
        fixed: None,
    };
    let linked = links::link(ground, run, targets, loaded);
    let others = judge::Others::new(&linked.members);
    let judged: Vec<judge::Judged> = targets[..checked]
        .par_iter()
        .zip(linked.targets)
        .map(|(target, outcome)| match outcome {
            Outcome::Member(at) => judge::file(ground, run, target, (&linked.members[at], &others)),
            Outcome::Silent => judge::Judged::default(),
            Outcome::Test => judge::Judged { is_test: true, ..judge::Judged::default() },
            Outcome::Skipped(reason) => judge::skipped(target, reason),
            Outcome::Failed(rule, message) => judge::failed(target, rule, message),
        })
        .collect();
    let mut findings: Vec<Finding> = Vec::new();
    for judged in judged.into_iter().chain(linked.panicked.into_iter().map(judge::panicked)) {
        findings.extend(judged.findings);
        summary.parsed += usize::from(judged.parsed);
        summary.tests += usize::from(judged.is_test);
        summary.skipped.extend(judged.skipped);
        summary.incomplete |= judged.incomplete;
        for (reason, count) in judged.hidden {
            *summary.hidden.entry(reason).or_default() += count;
        }
    }
    // Stable: of several diagnostics at one place the order of the checks stays.
    findings.sort_by(|a, b| (&a.path, a.location).cmp(&(&b.path, b.location)));
    summary.skipped.sort();
    Report { findings, summary, statistics: None }
}

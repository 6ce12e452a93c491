//! One project and the checks of it: read, summarise, link, resolve, check, suppress, sort.
//!
//! [`Project`] is the one door: the command line makes one check, a server many.

mod folders;
mod ignores;
mod judge;
mod load;
mod mend;
mod open;
mod path_rules;
mod references;
mod survey;
mod texts;

use std::collections::BTreeMap;

use rayon::prelude::*;

pub use self::ignores::Ignored;
pub use self::mend::{Level, Mended};
pub use self::open::{Choice, Project, ProjectError, today};
pub use self::references::References;
use crate::catalog::Catalog;
use crate::config::Settings;
use crate::diagnostic::Rule;
use crate::prefilter::Prefilter;
use crate::report::{Finding, Report, Summary};
pub use crate::walk::Target;
use folders::Folders;
use load::{Loaded, Summarised};
use path_rules::PathRules;
use texts::Texts;

/// What a check stands on.
#[derive(Clone, Copy)]
struct Ground<'g> {
    settings: &'g Settings,
    catalog: &'g Catalog,
    texts: &'g Texts,
}

impl<'g> Ground<'g> {
    /// Checks files: the same report at any thread count.
    fn check(self, prefilter: &Prefilter<'_>, targets: &[Target]) -> Report {
        let load = |target: &Target| load::file(target, self, prefilter);
        let loaded: Vec<Loaded> = targets.par_iter().with_max_len(1).map(load).collect();
        conclude(self, targets, loaded)
    }

    fn prefilter(self) -> Prefilter<'g> {
        Prefilter::new(self.catalog, self.settings)
    }
}

/// Checks files on the disk.
pub fn check(settings: &Settings, catalog: &Catalog, targets: &[Target]) -> Report {
    let ground = Ground { settings, catalog, texts: &Texts::default() };
    ground.check(&ground.prefilter(), targets)
}

/// Checks files and parses every one of them: what [`check`] must find as well.
pub fn check_without_prefilter(settings: &Settings, catalog: &Catalog, targets: &[Target]) -> Report {
    let ground = Ground { settings, catalog, texts: &Texts::default() };
    ground.check(&Prefilter::everything(catalog, settings), targets)
}

/// Checks text that is not, or not yet, in a file; `target` says which file it would be.
pub fn check_text(settings: &Settings, catalog: &Catalog, target: &Target, text: Vec<u8>) -> Report {
    let mut texts = Texts::default();
    texts.insert(target.path.clone(), text.into());
    let ground = Ground { settings, catalog, texts: &texts };
    ground.check(&ground.prefilter(), std::slice::from_ref(target))
}

/// The second phase: what depends on other files, and everything that is said.
fn conclude(ground: Ground<'_>, targets: &[Target], loaded: Vec<Loaded>) -> Report {
    let Ground { settings, catalog, .. } = ground;
    let folders = Folders::new(ground);
    let paths = PathRules::new(settings);
    let scene = judge::Run { settings, catalog, folders: &folders, paths: &paths };
    let mut summary = Summary {
        as_of: settings.as_of,
        catalog: catalog.compared(),
        files: targets.len(),
        parsed: 0,
        hidden: BTreeMap::new(),
        stale: Vec::new(),
        skipped: Vec::new(),
        incomplete: false,
        fixed: None,
    };
    let judged: Vec<judge::Judged> = targets
        .par_iter()
        .zip(loaded)
        .map(|(target, loaded)| match loaded {
            Loaded::Summarised(summarised) => judge::file(scene, target, *summarised),
            Loaded::Silent => judge::Judged::default(),
            Loaded::Skipped(reason) => judge::skipped(target, reason),
            Loaded::Failed(rule, message) => judge::failed(target, rule, message),
        })
        .collect();
    let mut findings: Vec<Finding> = Vec::new();
    for judged in judged {
        findings.extend(judged.findings);
        summary.parsed += usize::from(judged.parsed);
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

impl Summarised {
    /// Rules about the run that the loading itself found.
    fn trouble_rule(&self) -> Option<Rule> {
        self.extraction.trouble.map(|_| Rule::ParseTrouble)
    }
}

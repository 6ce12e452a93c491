//! What models a project uses: the references that the rules judge, told one by one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::folders::Folders;
use super::judge::Run;
use super::links::{self, Outcome};
use super::load;
use super::path_rules::PathRules;
use super::{Ground, Target};
use crate::link::Member;
use crate::prefilter::Prefilter;
use crate::report::location;
use crate::uses::{File, ModelUse, Survey, uses_of};

/// Lists the models that files use: the same list at any thread count.
pub(super) fn survey(ground: Ground<'_>, targets: &[Target]) -> Survey {
    let Ground { settings, catalog, .. } = ground;
    let prefilter = Prefilter::mentions(catalog, settings);
    let (folders, paths) = (Folders::new(ground), PathRules::new(settings, catalog));
    let run = Run { settings, catalog, folders: &folders, paths: &paths };
    let linked = links::link(ground, run, targets, load::all(targets, ground, &prefilter, None));
    let found: Vec<Result<Vec<ModelUse>, ()>> = targets
        .par_iter()
        .zip(linked.targets)
        .map(|(target, outcome)| match outcome {
            Outcome::Member(at) => {
                let uses = || uses(run, target, &linked.members[at]);
                catch_unwind(AssertUnwindSafe(uses)).map_err(|_| ())
            }
            Outcome::Skipped(_) if target.named => Err(()),
            Outcome::Silent | Outcome::Test | Outcome::Skipped(_) => Ok(Vec::new()),
            Outcome::Failed(..) => Err(()),
        })
        .collect();
    let incomplete = found.iter().any(Result::is_err) || !linked.panicked.is_empty();
    let mut uses: Vec<ModelUse> = found.into_iter().flatten().flatten().collect();
    uses.sort_by(|a, b| (&a.path, a.location).cmp(&(&b.path, b.location)));
    Survey { as_of: settings.as_of, catalog: catalog.compared(), uses, files: targets.len(), incomplete }
}

fn uses(run: Run<'_>, target: &Target, member: &Member) -> Vec<ModelUse> {
    let Run { settings, catalog, .. } = run;
    let about = File { path: &target.shown, test: member.is_test, local: target.local };
    let of = |reference: &crate::reference::Reference| {
        let place = location(&member.file, reference.value.span);
        uses_of(catalog, settings.as_of, about, place, reference)
    };
    member.extraction.references.iter().flat_map(of).collect()
}

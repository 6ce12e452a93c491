//! What models a project uses: the references that the rules judge, told one by one.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;

use super::Ground;
use super::folders::Folders;
use super::judge::relative_to_root;
use super::load::{self, Loaded, Summarised};
use super::path_rules::PathRules;
use crate::prefilter::Prefilter;
use crate::report::location;
use crate::uses::{File, ModelUse, Survey, uses_of};
use crate::walk::Target;

/// Lists the models that files use: the same list at any thread count.
pub(super) fn survey(ground: Ground<'_>, targets: &[Target]) -> Survey {
    let Ground { settings, catalog, .. } = ground;
    let prefilter = Prefilter::mentions(catalog, settings);
    let folders = Folders::new(ground);
    let paths = PathRules::new(settings);
    let surveyed = |target: &Target| match load::file(target, ground, &prefilter) {
        Loaded::Summarised(summarised) => {
            let uses = || uses(ground, &folders, &paths, target, *summarised);
            catch_unwind(AssertUnwindSafe(uses)).map_err(|_| ())
        }
        Loaded::Silent(_) | Loaded::Skipped(_) => Ok(Vec::new()),
        Loaded::Failed(..) => Err(()),
    };
    let found: Vec<Result<Vec<ModelUse>, ()>> = targets.par_iter().with_max_len(1).map(surveyed).collect();
    let incomplete = found.iter().any(Result::is_err);
    let mut uses: Vec<ModelUse> = found.into_iter().flatten().flatten().collect();
    uses.sort_by(|a, b| (&a.path, a.location).cmp(&(&b.path, b.location)));
    Survey { as_of: settings.as_of, catalog: catalog.compared(), uses, files: targets.len(), incomplete }
}

fn uses(
    ground: Ground<'_>,
    folders: &Folders<'_>,
    paths: &PathRules<'_>,
    target: &Target,
    summarised: Summarised,
) -> Vec<ModelUse> {
    let Ground { settings, catalog, .. } = ground;
    let Summarised { file, extraction } = summarised;
    let test = paths.is_test(relative_to_root(settings, target));
    let about = File { path: &target.shown, test, local: target.local };
    let of = |mut reference: crate::reference::Reference| {
        folders.apply(&target.path, &mut reference.uses);
        let place = location(&file, reference.value.span);
        uses_of(catalog, settings.as_of, about, place, &reference)
    };
    extraction.references.into_iter().flat_map(of).collect()
}

//! Checking much of a project: then it costs less to look at all of it, as a run over the whole does, than to look for
//! what each of the many files has to do with the others.

use std::collections::HashSet;
use std::path::Path;

use super::links::options;
use super::surroundings::exclude;
use super::{Ground, Target};
use crate::walk;

/// Fewer files than this are some of a project, whatever its size.
const FEW: usize = 24;
/// One file in so many is much of a project.
const SHARE: usize = 12;

/// The files of the project beside some of it, if those are much of it.
pub(super) fn rest(ground: Ground<'_>, targets: &[Target]) -> Option<Vec<Target>> {
    let is_below = |target: &Target| target.path.starts_with(&ground.settings.root);
    if targets.len() < FEW || !targets.iter().all(is_below) {
        return None;
    }
    let exclude = exclude(ground);
    let root = [ground.settings.root.clone()];
    let all = walk::walk(&options(ground, &root, &exclude)).targets;
    if targets.len() * SHARE < all.len() {
        return None;
    }
    let known: HashSet<&Path> = targets.iter().map(|target| target.path.as_path()).collect();
    Some(all.into_iter().filter(|target| !known.contains(target.path.as_path())).collect())
}

#[cfg(test)]
mod tests {
    use crate::catalog::Date;
    use crate::project::{Choice, Project, Target};
    use crate::report::Report;

    /// What is reported, and of how many files.
    fn said(report: &Report) -> (Vec<(String, &'static str)>, usize) {
        let said = report.findings.iter().map(|found| (found.path.clone(), found.diagnostic.rule.name()));
        (said.collect(), report.summary.files)
    }

    #[test]
    fn much_of_a_project_is_told_what_the_whole_is_told_of_it() {
        let dir = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(dir.path().join(name), text).expect("a file");
        for number in 0..40 {
            write(&format!("c{number}.py"), &format!("M{number} = 'text-embedding-3-small'\nask(model='gpt-4-32k')\n"));
            let call = "from openai import OpenAI\nOpenAI().chat.completions.create(model=";
            write(&format!("u{number}.py"), &format!("from c{number} import M{number}\n{call}M{number})\n"));
        }
        let as_of = Date::parse("2026-11-23").expect("a day");
        let project = Project::open(dir.path(), &Choice::Isolated, as_of).expect("a project");
        let target = |name: String| project.target(&dir.path().join(name)).expect("a target");
        let constants: Vec<Target> = (0..40).map(|number| target(format!("c{number}.py"))).collect();
        let calls = (0..40).map(|number| target(format!("u{number}.py")));
        let all: Vec<Target> = constants.iter().cloned().chain(calls).collect();

        let (whole, files) = said(&project.check_whole(&all));
        assert_eq!((whole.len(), files), (80, 80));
        let (much, files) = said(&project.check(&constants));
        assert_eq!((much, files), (whole, 40), "everything is said where the constants stand");
        assert_eq!(said(&project.check(&constants[..2])).0.len(), 4);
    }
}

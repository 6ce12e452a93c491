//! Which lines changed since a revision, as the command `git` tells it.

mod patch;

use std::collections::HashMap;
use std::ffi::OsStr;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use self::patch::Changed;
use crate::report::{Finding, Hidden, Report};

/// Lines that changed, by file.
#[derive(Debug)]
pub struct Changes {
    /// The root of the work tree, without links.
    root: PathBuf,
    files: HashMap<PathBuf, Changed>,
    /// There is no common ancestor with the revision here: lines were compared with the revision itself.
    pub without_ancestor: bool,
}

/// Why nothing can be told.
#[derive(Debug, PartialEq, Eq)]
pub struct Trouble {
    /// What went wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
}

impl Changes {
    /// Compares the files as they are now, staged or not, with the last commit that they share with a revision.
    /// Files that git does not know yet and does not ignore are new.
    ///
    /// # Errors
    /// There is no git, no repository, or no such revision.
    pub fn since(cwd: &Path, revision: &str) -> Result<Changes, Trouble> {
        let root = root(cwd)?;
        let commit = commit(&root, revision)?;
        let ancestor = git(&root, ["merge-base", &commit, "HEAD"])?.success();
        let without_ancestor = ancestor.is_none();
        let base = ancestor.map_or(commit, |out| line(&out));
        let diff = [
            "diff",
            "--unified=0",
            "--inter-hunk-context=0",
            "--find-renames",
            "--text",
            "--no-color",
            "--no-ext-diff",
            "--no-textconv",
            "--no-relative",
            "--ignore-submodules=all",
            "--src-prefix=a/",
            "--dst-prefix=b/",
            base.as_str(),
            "--",
        ];
        let patch = git(&root, diff)?.expect(&format!("the difference to `{revision}`"))?;
        let mut files = patch::parse(&patch);
        let others = git(&root, ["ls-files", "--others", "--exclude-standard", "--full-name", "-z"])?;
        let others = others.expect("the new files")?;
        let names = others.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        files.extend(names.map(|name| (patch::path_of(name), Changed::Whole)));
        Ok(Changes { root, files, without_ancestor })
    }

    /// Takes out of a report what stands on lines that did not change, and counts it. What concerns the run stays.
    pub fn apply(&self, report: &mut Report, cwd: &Path) {
        let mut known: HashMap<String, Option<&Changed>> = HashMap::new();
        let before = report.findings.len();
        report
            .findings
            .retain(|finding| finding.diagnostic.rule.is_about_the_run() || self.touches(finding, cwd, &mut known));
        let hidden = before - report.findings.len();
        if hidden > 0 {
            *report.summary.hidden.entry(Hidden::Unchanged).or_default() += hidden;
        }
    }

    /// The place of a finding, or one of the uses that belong to it, lies on a changed line.
    fn touches<'c>(&'c self, finding: &Finding, cwd: &Path, known: &mut HashMap<String, Option<&'c Changed>>) -> bool {
        let own = finding.location.map(|place| (finding.path.as_str(), place));
        let related = finding.related.iter().map(|place| (place.path.as_str(), place.location));
        own.into_iter().chain(related).any(|(path, place)| {
            let changed = *known.entry(path.to_owned()).or_insert_with(|| self.of(&cwd.join(path)));
            changed.is_some_and(|changed| changed.meets(place.line, place.end_line))
        })
    }

    fn of(&self, path: &Path) -> Option<&Changed> {
        let real = path.canonicalize().ok()?;
        self.files.get(real.strip_prefix(&self.root).ok()?)
    }
}

fn root(cwd: &Path) -> Result<PathBuf, Trouble> {
    let found = git(cwd, ["rev-parse", "--show-toplevel"])?;
    let outside = "the working directory is not in the work tree of a git repository".to_owned();
    let Some(top) = found.success() else { return Err(Trouble { message: outside, help: found.reason() }) };
    let top = patch::path_of(top.strip_suffix(b"\n").unwrap_or(&top));
    top.canonicalize().map_err(|e| Trouble { message: format!("{}: {e}", top.display()), help: None })
}

fn commit(root: &Path, revision: &str) -> Result<String, Trouble> {
    let unknown = || {
        let help = "name a commit, a tag or a branch; where CI checks out a part of the history only, fetch the rest";
        Trouble { message: format!("there is no revision `{revision}` here"), help: Some(help.to_owned()) }
    };
    // What begins with a dash would be an option.
    if revision.is_empty() || revision.starts_with('-') {
        return Err(unknown());
    }
    let found = git(root, ["rev-parse", "--verify", "--quiet", &format!("{revision}^{{commit}}")])?;
    found.success().map(|out| line(&out)).ok_or_else(unknown)
}

/// How git answered.
struct Answer {
    ok: bool,
    out: Vec<u8>,
    err: String,
}

impl Answer {
    fn success(&self) -> Option<Vec<u8>> {
        self.ok.then(|| self.out.clone())
    }

    /// The first line of what it said.
    fn reason(&self) -> Option<String> {
        self.err.lines().find(|line| !line.trim().is_empty()).map(|line| format!("git says: {}", line.trim()))
    }

    fn expect(self, what: &str) -> Result<Vec<u8>, Trouble> {
        if self.ok {
            return Ok(self.out);
        }
        Err(Trouble { message: format!("git does not tell {what}"), help: self.reason() })
    }
}

/// Asks git. Nothing is written, and no other program is started on behalf of the repository's configuration.
fn git<S: AsRef<OsStr>>(folder: &Path, arguments: impl IntoIterator<Item = S>) -> Result<Answer, Trouble> {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(["--no-pager", "-c", "core.fsmonitor=false", "-c", "core.quotePath=true"]);
    command.args(arguments).env("GIT_OPTIONAL_LOCKS", "0").env("LC_ALL", "C").stdin(Stdio::null());
    let done = command.output().map_err(|error| {
        let missing = error.kind() == io::ErrorKind::NotFound;
        let message = if missing { "there is no command `git`".to_owned() } else { format!("git: {error}") };
        Trouble { message, help: missing.then(|| "install git, or leave out what asks it".to_owned()) }
    })?;
    let err = String::from_utf8_lossy(&done.stderr).into_owned();
    Ok(Answer { ok: done.status.success(), out: done.stdout, err })
}

fn line(out: &[u8]) -> String {
    String::from_utf8_lossy(out).trim().to_owned()
}

//! Which files are checked, in which order.
//!
//! Hidden files are read, `.git` and what `.gitignore` names are not, unless
//! git has it; links are not followed; folders that a package manager filled
//! are recognised by the marks that it left, never by their names alone. What
//! is named is read whatever ignores it.

mod admission;
mod folder;
mod ignored;
mod kind;
mod outside;
mod shown;
mod tracked;

#[cfg(test)]
mod tests;

use std::cell::LazyCell;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use ignore::{DirEntry, WalkBuilder, WalkState};
use rayon::prelude::*;

pub use self::admission::Admission;
use self::folder::Folder;
use self::ignored::Ignored;
pub use self::kind::{SUPPORTED, is_read};
use self::outside::Outside;
pub use self::shown::shown;
use crate::config::{Globs, is_configuration};
pub use crate::source::normalized;

/// A file that the walker found, or that somebody named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where it is read from.
    pub path: std::path::PathBuf,
    /// How it is reported: relative to the working directory, with `/`, without `./`.
    pub shown: String,
    /// It was named on the command line: what keeps it from being checked makes the run incomplete.
    pub named: bool,
    /// Git ignores it: read as context, its own findings are local.
    pub local: bool,
}

/// What to walk.
#[derive(Debug, Clone)]
pub struct WalkOptions<'o> {
    /// The working directory, absolute: paths are read and reported relative to it.
    pub cwd: &'o Path,
    /// The repository's root, absolute: ignore files count from here on.
    pub root: &'o Path,
    /// Files and folders that somebody named.
    pub paths: &'o [PathBuf],
    /// Files from a list that a program made: what is of no kind that is read is passed over.
    pub listed: &'o [PathBuf],
    /// What is not checked.
    pub exclude: &'o Globs,
    /// Named files are left out as well if something ignores or excludes them.
    pub force_exclude: bool,
    /// Ignore files do not count, nor do the marks of vendored folders.
    pub no_ignore: bool,
    /// Threads; 0 leaves it to the machine.
    pub threads: usize,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct Walked {
    /// Files to check, sorted by the path that is reported.
    pub targets: Vec<Target>,
    /// What could not be walked: the path as it is reported, and why. The run is incomplete.
    pub errors: Vec<(String, String)>,
    /// Named paths that do not exist: a mistake of the caller.
    pub missing: Vec<String>,
    /// Listed paths that do not exist: they may have been deleted.
    pub gone: Vec<String>,
    /// Configurations in folders below, which are not read.
    pub nested: Vec<String>,
}

impl Walked {
    /// Something that was named, or lies in what was named, is not among the targets.
    pub fn is_incomplete(&self) -> bool {
        !(self.errors.is_empty() && self.missing.is_empty())
    }
}

/// Finds the files to check. The result does not depend on the number of threads.
pub fn walk(options: &WalkOptions<'_>) -> Walked {
    let mut walk = Walk::new(options);
    for path in options.paths {
        walk.named(path);
    }
    for path in options.listed {
        walk.listed(path);
    }
    walk.finish()
}

/// The target of a file whose text comes from elsewhere; absent if it is left out by force.
pub fn unsaved(options: &WalkOptions<'_>, path: &Path) -> Option<Target> {
    let mut walk = Walk::new(options);
    walk.file(absolute(options.cwd, path), true);
    walk.finish().targets.pop()
}

/// A package manager or build tool filled a folder, below the root, in which the file lies.
pub fn is_vendored(root: &Path, path: &Path) -> bool {
    let folders = path.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root));
    folders.into_iter().any(|folder| Folder::look(folder).vendored)
}

fn absolute(cwd: &Path, path: &Path) -> PathBuf {
    // Components drop `.`; `..` stays, since a link may stand before it.
    cwd.join(path).components().collect()
}

struct Walk<'o> {
    options: &'o WalkOptions<'o>,
    ignored: Ignored,
    outside: Outside,
    /// In the order in which they were met, as often as they were.
    found: Vec<Target>,
    walked: Walked,
}

impl<'o> Walk<'o> {
    fn new(options: &'o WalkOptions<'o>) -> Walk<'o> {
        let ignored = Ignored::below(options.root);
        let outside = Outside::of(options.root);
        Walk { options, ignored, outside, found: Vec::new(), walked: Walked::default() }
    }

    fn named(&mut self, path: &Path) {
        let path = absolute(self.options.cwd, path);
        let name = shown(self.options.cwd, &path);
        // Links that were named are followed, once.
        match std::fs::metadata(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => self.walked.missing.push(name),
            Err(error) => self.walked.errors.push((name, reason(&error))),
            // Hooks name whatever somebody changed, links to anywhere among it.
            Ok(_) if self.options.force_exclude && self.outside.leads_to(&path) => {}
            Ok(metadata) if metadata.is_dir() => self.folder(&path),
            Ok(metadata) if !metadata.is_file() => {
                self.walked.errors.push((name, "this is neither a file nor a folder".to_owned()));
            }
            // Hooks name whatever was changed.
            Ok(_) if !is_read(&path) && self.options.force_exclude => {}
            Ok(_) if !is_read(&path) => {
                self.walked.errors.push((name, format!("this kind of file is not read; {SUPPORTED} are")));
            }
            Ok(_) => self.file(path, !self.options.force_exclude),
        }
    }

    /// A path of a list that a program made.
    fn listed(&mut self, path: &Path) {
        let path = absolute(self.options.cwd, path);
        match std::fs::metadata(&path) {
            Err(error) if stands_for_nothing(&error) => self.walked.gone.push(shown(self.options.cwd, &path)),
            _ if !is_read(&path) => {}
            Err(error) => self.walked.errors.push((shown(self.options.cwd, &path), reason(&error))),
            Ok(metadata) if metadata.is_file() && !self.outside.leads_to(&path) => self.file(path, false),
            Ok(_) => {}
        }
    }

    /// A file that stands by itself: somebody named it, or a program did.
    fn file(&mut self, path: PathBuf, named: bool) {
        let clean = normalized(&path);
        let ignored = !self.options.no_ignore && self.ignored.has(&clean);
        let local = ignored && kind::is_env_name(&path);
        let left_out = (ignored && !local) || self.options.exclude.matches_within(&clean, false);
        if self.options.force_exclude && left_out {
            return;
        }
        self.found.push(Target { shown: shown(self.options.cwd, &path), path, named, local });
    }

    /// A folder that was named: everything in it that nothing ignores.
    fn folder(&mut self, path: &Path) {
        let clean = normalized(path);
        if self.options.force_exclude && self.options.exclude.matches_within(&clean, true) {
            return;
        }
        if self.options.force_exclude && !self.options.no_ignore && self.ignored.has_folder(&clean) {
            let kept = self.passed_by(path, &[]).into_iter();
            let target =
                |path: PathBuf| Target { shown: shown(self.options.cwd, &path), path, named: false, local: false };
            self.found.extend(kept.map(target));
            return;
        }
        let mut gathered = gather(path, self.options);
        if !self.options.no_ignore {
            gathered.files.extend(self.passed_by(path, &gathered.files));
        }
        let target = |path: PathBuf, local| Target { shown: shown(self.options.cwd, &path), path, named: false, local };
        let met: HashSet<PathBuf> = gathered.files.iter().filter(|path| kind::is_env_name(path)).cloned().collect();
        // An `.env` that the walk passed by is ignored by git: it exists only here.
        let local = gathered.env_files.into_iter().filter(|path| !met.contains(path));
        let local: Vec<Target> = local
            .filter(|path| is_read(path) && !self.options.exclude.matches_within(path, false))
            .map(|path| target(path, true))
            .collect();
        self.found.par_extend(gathered.files.into_par_iter().map(|path| target(path, false)));
        self.found.extend(local);

        let cwd = self.options.cwd;
        self.walked.errors.extend(gathered.errors.into_iter().map(|(path, why)| (shown(cwd, &path), why)));
        let nested = gathered.configurations.into_iter().map(|path| normalized(&path));
        let nested = nested.filter(|path| path.parent() != Some(self.options.root));
        let nested = nested.filter(|path| is_configuration(path)).map(|path| shown(cwd, &path));
        self.walked.nested.extend(nested);
    }

    /// Files below a folder that git has, though the walk passed by them: an ignore file of git's names them.
    fn passed_by(&self, folder: &Path, met: &[PathBuf]) -> Vec<PathBuf> {
        let (root, clean) = (self.options.root, normalized(folder));
        let Ok(below) = clean.strip_prefix(root) else { return Vec::new() };
        let (start, below) = (folder.as_os_str().as_encoded_bytes(), below.as_os_str().as_encoded_bytes());
        // Only once git has some file: there may be very many of these.
        let found = || met.iter().filter_map(|path| inside(path.as_os_str().as_encoded_bytes(), start)).collect();
        let met: LazyCell<foldhash::HashSet<&[u8]>, _> = LazyCell::new(found);
        let mut missed: Vec<PathBuf> = Vec::new();
        self.ignored.tracked().each(|path| {
            let is_missed = inside(path, below).is_some_and(|rest| !met.contains(rest));
            let path = str::from_utf8(path).map(Path::new).ok().filter(|path| is_missed && kind::is_wanted(path));
            missed.extend(path.map(|path| root.join(path)));
        });
        let admission = Admission::by(self.options, self.ignored.clone());
        missed.retain(|path| admission.admits(path));
        missed
    }

    fn finish(mut self) -> Walked {
        self.walked.targets = once_each(self.found);
        for list in [&mut self.walked.missing, &mut self.walked.gone, &mut self.walked.nested] {
            list.sort();
            list.dedup();
        }
        self.walked.errors.sort();
        self.walked.errors.dedup();
        self.walked
    }
}

/// There is no such file, or it is a link to nothing: also one of a circle of links.
fn stands_for_nothing(error: &std::io::Error) -> bool {
    #[cfg(unix)]
    let is_circle = error.raw_os_error() == Some(libc::ELOOP);
    #[cfg(not(unix))]
    let is_circle = false;
    is_circle || error.kind() == std::io::ErrorKind::NotFound
}

/// The rest of a path that lies in a folder; of one that names no folder, all of it.
fn inside<'p>(path: &'p [u8], folder: &[u8]) -> Option<&'p [u8]> {
    if folder.is_empty() { Some(path) } else { path.strip_prefix(folder)?.strip_prefix(b"/") }
}

/// Targets in the order in which they are reported: one for every file, however often it was met.
fn once_each(mut targets: Vec<Target>) -> Vec<Target> {
    // Names that are not UTF-8 may be reported alike and yet be different files.
    let clean = |target: &Target| normalized(&target.path);
    targets.par_sort_by(|a, b| a.shown.cmp(&b.shown).then_with(|| clean(a).cmp(&clean(b))));
    targets.dedup_by(|next, kept| {
        let is_same = next.shown == kept.shown && (next.path == kept.path || clean(next) == clean(kept));
        kept.named |= is_same && next.named;
        is_same
    });
    targets
}

/// What was found below one folder, in no order.
#[derive(Debug, Default)]
struct Gathered {
    files: Vec<PathBuf>,
    env_files: Vec<PathBuf>,
    configurations: Vec<PathBuf>,
    errors: Vec<(PathBuf, String)>,
}

impl Gathered {
    fn take(&mut self, other: &mut Gathered) {
        self.files.append(&mut other.files);
        self.env_files.append(&mut other.env_files);
        self.configurations.append(&mut other.configurations);
        self.errors.append(&mut other.errors);
    }

    fn saw(&mut self, folder: Folder) {
        self.env_files.extend(folder.env_files);
        self.configurations.extend(folder.configurations);
    }
}

/// What one thread gathers; it joins the rest when the thread is done.
struct Share<'g> {
    own: Gathered,
    all: &'g Mutex<Gathered>,
}

impl Drop for Share<'_> {
    fn drop(&mut self) {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).take(&mut self.own);
    }
}

fn gather(path: &Path, options: &WalkOptions<'_>) -> Gathered {
    let mut gathered = Gathered::default();
    gathered.saw(Folder::look(path));
    let folders = Arc::new(Mutex::new(gathered));
    let walker = walker(path, options, Arc::clone(&folders));
    walker.run(|| {
        let mut share = Share { own: Gathered::default(), all: &folders };
        Box::new(move |entry| {
            match entry {
                Ok(entry) => keep(entry, &mut share.own),
                Err(error) => share.own.errors.extend(trouble(&error, None)),
            }
            WalkState::Continue
        })
    });
    let mut all = folders.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::take(&mut *all)
}

fn walker(path: &Path, options: &WalkOptions<'_>, folders: Arc<Mutex<Gathered>>) -> ignore::WalkParallel {
    let (exclude, no_ignore) = (options.exclude.clone(), options.no_ignore);
    WalkBuilder::new(path)
        .standard_filters(!no_ignore)
        .hidden(false)
        .require_git(false)
        .follow_links(false)
        .threads(options.threads)
        .filter_entry(move |entry| {
            let is_dir = entry.file_type().is_some_and(|t| t.is_dir());
            if entry.file_name() == ".git" || exclude.matches(entry.path(), is_dir) {
                return false;
            }
            if !is_dir {
                return true;
            }
            let folder = Folder::look(entry.path());
            if folder.vendored && !no_ignore {
                return false;
            }
            if !folder.env_files.is_empty() || !folder.configurations.is_empty() {
                folders.lock().unwrap_or_else(PoisonError::into_inner).saw(folder);
            }
            true
        })
        .build_parallel()
}

fn keep(entry: DirEntry, gathered: &mut Gathered) {
    let is_file = entry.file_type().is_some_and(|t| t.is_file());
    if is_file && kind::is_wanted(entry.path()) {
        gathered.files.push(entry.into_path());
    }
}

/// Where a walk failed and why; what vanished meanwhile is no failure.
fn trouble(error: &ignore::Error, path: Option<&Path>) -> Vec<(PathBuf, String)> {
    match error {
        ignore::Error::Partial(errors) => errors.iter().flat_map(|e| trouble(e, path)).collect(),
        ignore::Error::WithPath { path, err } => trouble(err, Some(path)),
        ignore::Error::WithDepth { err, .. } | ignore::Error::WithLineNumber { err, .. } => trouble(err, path),
        ignore::Error::Io(error) if error.kind() == std::io::ErrorKind::NotFound => Vec::new(),
        ignore::Error::Io(error) => vec![(path.unwrap_or(Path::new("")).to_owned(), reason(error))],
        other => vec![(path.unwrap_or(Path::new("")).to_owned(), other.to_string())],
    }
}

/// The reason without the number of the system's error.
fn reason(error: &std::io::Error) -> String {
    let text = error.to_string();
    text.split(" (os error").next().unwrap_or_default().to_lowercase()
}

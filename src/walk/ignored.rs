//! Whether git ignores one file that somebody named, without a walk over everything beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use ignore::Match;
use ignore::gitignore::Gitignore;

use super::tracked::Tracked;

/// The ignore files of a project, read when they are first asked for. Clones read what git has once for all of them.
#[derive(Clone)]
pub(super) struct Ignored {
    root: PathBuf,
    /// Per folder: its `.ignore` and `.gitignore`, the stronger one first.
    folders: HashMap<PathBuf, [Gitignore; 2]>,
    /// `.git/info/exclude` and the user's own.
    general: [Gitignore; 2],
    /// What git has, read when something is first asked of it.
    tracked: Arc<OnceLock<Tracked>>,
}

/// Who ignores a file or folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum By {
    /// A file for tools that search: `.ignore`.
    Tools,
    Git,
}

impl Ignored {
    /// The ignore files from a folder down; `root` is the root of the repository.
    pub(super) fn below(root: &Path) -> Ignored {
        let general = [Gitignore::new(root.join(".git/info/exclude")).0, Gitignore::global().0];
        Ignored { root: root.to_owned(), folders: HashMap::new(), general, tracked: Arc::default() }
    }

    /// The file, or a folder that it lies in, is ignored; what git has it does not ignore. What lies outside of the root
    /// is not ignored.
    pub(super) fn has(&mut self, file: &Path) -> bool {
        self.names(file, false)
    }

    /// The folder, or one that it lies in, is ignored, whatever git has in it.
    pub(super) fn has_folder(&mut self, folder: &Path) -> bool {
        self.names(folder, true)
    }

    fn names(&mut self, path: &Path, is_folder: bool) -> bool {
        let Ok(relative) = path.strip_prefix(&self.root) else { return false };
        let mut folders: Vec<PathBuf> = vec![self.root.clone()];
        let mut by_git = false;
        let mut parts = relative.components().peekable();
        while let Some(part) = parts.next() {
            let is_dir = is_folder || parts.peek().is_some();
            let path = folders[folders.len() - 1].join(part);
            match self.ignores(&folders, &path, is_dir) {
                Some(By::Tools) => return true,
                ignored => by_git |= ignored.is_some(),
            }
            folders.push(path);
        }
        by_git && (is_folder || !self.tracked().has(relative))
    }

    /// What git has, whatever an ignore file of its says.
    pub(super) fn tracked(&self) -> &Tracked {
        self.tracked.get_or_init(|| Tracked::of(&self.root))
    }

    /// Who ignores the path, by the nearest ignore file that says anything about it.
    fn ignores(&mut self, folders: &[PathBuf], path: &Path, is_dir: bool) -> Option<By> {
        for folder in folders.iter().rev() {
            let files = self
                .folders
                .entry(folder.clone())
                .or_insert_with(|| [".ignore", ".gitignore"].map(|name| Gitignore::new(folder.join(name)).0));
            for (file, by) in files.iter().zip([By::Tools, By::Git]) {
                match file.matched(path, is_dir) {
                    Match::None => {}
                    said => return said.is_ignore().then_some(by),
                }
            }
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        self.general.iter().any(|file| file.matched(relative, is_dir).is_ignore()).then_some(By::Git)
    }
}

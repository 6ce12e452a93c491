//! Whether git ignores one file that somebody named, without a walk over everything beside it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use ignore::Match;
use ignore::gitignore::Gitignore;

/// The ignore files of a project, read when they are first asked for.
pub(super) struct Ignored {
    root: PathBuf,
    /// Per folder: its `.ignore` and `.gitignore`, the stronger one first.
    folders: HashMap<PathBuf, [Gitignore; 2]>,
    /// `.git/info/exclude` and the user's own.
    general: [Gitignore; 2],
}

impl Ignored {
    /// The ignore files from a folder down; `root` is the root of the repository.
    pub(super) fn below(root: &Path) -> Ignored {
        let general = [Gitignore::new(root.join(".git/info/exclude")).0, Gitignore::global().0];
        Ignored { root: root.to_owned(), folders: HashMap::new(), general }
    }

    /// The file, or a folder that it lies in, is ignored. What lies outside of the root is not.
    pub(super) fn has(&mut self, file: &Path) -> bool {
        let Ok(relative) = file.strip_prefix(&self.root) else { return false };
        let mut folders: Vec<PathBuf> = vec![self.root.clone()];
        let mut parts = relative.components().peekable();
        while let Some(part) = parts.next() {
            let is_dir = parts.peek().is_some();
            let path = folders[folders.len() - 1].join(part);
            if self.matches(&folders, &path, is_dir) {
                return true;
            }
            folders.push(path);
        }
        false
    }

    /// The nearest ignore file that says anything about the path says that it is ignored.
    fn matches(&mut self, folders: &[PathBuf], path: &Path, is_dir: bool) -> bool {
        for folder in folders.iter().rev() {
            let files = self
                .folders
                .entry(folder.clone())
                .or_insert_with(|| [".ignore", ".gitignore"].map(|name| Gitignore::new(folder.join(name)).0));
            for file in files {
                match file.matched(path, is_dir) {
                    Match::None => {}
                    said => return said.is_ignore(),
                }
            }
        }
        let relative = path.strip_prefix(&self.root).unwrap_or(path);
        self.general.iter().any(|file| file.matched(relative, is_dir).is_ignore())
    }
}

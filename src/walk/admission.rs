//! Whether a walk over the whole project would meet one file, without the walk.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use super::folder::Folder;
use super::ignored::Ignored;
use super::{WalkOptions, is_read};

/// Answers for single files, each folder looked at once.
pub struct Admission<'o> {
    options: &'o WalkOptions<'o>,
    ignored: Mutex<Ignored>,
    vendored: Mutex<HashMap<PathBuf, bool>>,
}

impl<'o> Admission<'o> {
    /// Nothing was asked yet.
    pub fn new(options: &'o WalkOptions<'o>) -> Admission<'o> {
        Admission::by(options, Ignored::below(options.root))
    }

    /// The same by ignore files of the root, of which some may be known.
    pub(super) fn by(options: &'o WalkOptions<'o>, ignored: Ignored) -> Admission<'o> {
        Admission { options, ignored: Mutex::new(ignored), vendored: Mutex::default() }
    }

    /// A walk would meet the file; the path is absolute and clean.
    pub fn admits(&self, path: &Path) -> bool {
        if !is_read(path) || self.options.exclude.matches_within(path, false) {
            return false;
        }
        // Links are not followed.
        if !std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.is_file()) {
            return false;
        }
        let is_ignored = || self.ignored.lock().unwrap_or_else(PoisonError::into_inner).has(path);
        self.options.no_ignore || !(is_ignored() || self.is_vendored(path))
    }

    /// A package manager or build tool filled a folder, below the root, in which the file lies.
    fn is_vendored(&self, path: &Path) -> bool {
        let root = self.options.root;
        let folders = path.ancestors().skip(1).take_while(|folder| *folder != root && folder.starts_with(root));
        let mut known = self.vendored.lock().unwrap_or_else(PoisonError::into_inner);
        folders
            .into_iter()
            .any(|folder| *known.entry(folder.to_owned()).or_insert_with(|| Folder::look(folder).vendored))
    }
}

//! Whether a path inside the root leads out of it: through links.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::source::normalized;

/// A root, and which folders below it really lie in it, each looked at once.
pub(super) struct Outside {
    root: PathBuf,
    /// The root without links.
    real_root: Option<PathBuf>,
    inside: HashMap<PathBuf, bool>,
}

impl Outside {
    /// Nothing was asked yet.
    pub(super) fn of(root: &Path) -> Outside {
        Outside { root: root.to_owned(), real_root: std::fs::canonicalize(root).ok(), inside: HashMap::new() }
    }

    /// The path is one of the root by its name, and what it stands for is not. What lies elsewhere by its name leads
    /// nowhere that is not said.
    pub(super) fn leads_to(&mut self, path: &Path) -> bool {
        let Some(folder) = path.parent().filter(|_| normalized(path).starts_with(&self.root)) else { return false };
        let is_link = std::fs::symlink_metadata(path).is_ok_and(|metadata| metadata.file_type().is_symlink());
        // Of a name such as `..` it is the path that tells, not the folder before it.
        let is_plain = !is_link && path.file_name().is_some() && folder.starts_with(&self.root);
        !if is_plain { self.has_folder(folder) } else { self.has(path) }
    }

    fn has_folder(&mut self, folder: &Path) -> bool {
        if let Some(known) = self.inside.get(folder) {
            return *known;
        }
        let is_inside = self.has(folder);
        self.inside.insert(folder.to_owned(), is_inside);
        is_inside
    }

    /// What the path stands for lies in the root; what cannot be told does not.
    fn has(&self, path: &Path) -> bool {
        let real = std::fs::canonicalize(path).ok();
        real.zip(self.real_root.as_ref()).is_some_and(|(real, root)| real.starts_with(root))
    }
}

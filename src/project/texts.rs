//! Where the bytes of files come from: text that somebody holds and has not saved, else the disk.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::report::SkipReason;

/// Text that stands in for files; what is not in it is read from the disk.
#[derive(Debug, Clone, Default)]
pub(super) struct Texts {
    unsaved: BTreeMap<PathBuf, Arc<[u8]>>,
}

/// Why a file was not read.
#[derive(Debug)]
pub(super) enum Refused {
    /// It is not for us.
    Skip(SkipReason),
    /// The system says no.
    Error(std::io::Error),
}

impl From<std::io::Error> for Refused {
    fn from(error: std::io::Error) -> Refused {
        Refused::Error(error)
    }
}

impl Texts {
    pub(super) fn insert(&mut self, path: PathBuf, bytes: Arc<[u8]>) {
        self.unsaved.insert(path, bytes);
    }

    pub(super) fn remove(&mut self, path: &Path) {
        self.unsaved.remove(path);
    }

    /// The bytes of a file within a limit.
    pub(super) fn read(&self, path: &Path, limit: u64) -> Result<Vec<u8>, Refused> {
        match self.unsaved.get(path) {
            Some(bytes) if bytes.len() as u64 > limit => Err(Refused::Skip(SkipReason::TooLarge)),
            Some(bytes) => Ok(bytes.to_vec()),
            None => regular(path, limit),
        }
    }

    /// Those files in a folder itself that are wanted, sorted.
    pub(super) fn in_folder(&self, folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<PathBuf> {
        let here = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let entries = std::fs::read_dir(here).into_iter().flatten();
        let mut paths: Vec<PathBuf> = entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
        paths.extend(self.unsaved.keys().filter(|path| path.parent() == Some(folder)).cloned());
        paths.retain(|path| wanted(path));
        paths.sort();
        paths.dedup();
        paths
    }
}

/// The bytes of a regular file within a limit; anything else is let go unread, since a pipe would hang the run.
fn regular(path: &Path, limit: u64) -> Result<Vec<u8>, Refused> {
    let file = open(path)?;
    let metadata = file.metadata()?;
    if !metadata.is_file() {
        return Err(Refused::Skip(SkipReason::NotRegular));
    }
    if metadata.len() > limit {
        return Err(Refused::Skip(SkipReason::TooLarge));
    }
    // What grows meanwhile is read as it was; what says that it is empty and is not ends at the limit.
    let most = if metadata.len() == 0 { limit + 1 } else { metadata.len() };
    let mut bytes = Vec::with_capacity(metadata.len() as usize);
    file.take(most).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > limit {
        return Err(Refused::Skip(SkipReason::TooLarge));
    }
    Ok(bytes)
}

/// Opens a file without waiting for whoever writes to it.
#[cfg(unix)]
fn open(path: &Path) -> Result<File, Refused> {
    use std::os::unix::fs::OpenOptionsExt;
    Ok(File::options().read(true).custom_flags(libc::O_NONBLOCK).open(path)?)
}

/// Opens what is a file.
#[cfg(not(unix))]
fn open(path: &Path) -> Result<File, Refused> {
    if !std::fs::metadata(path)?.is_file() {
        return Err(Refused::Skip(SkipReason::NotRegular));
    }
    Ok(File::open(path)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unsaved_text_stands_in_for_the_disk() {
        let dir = tempfile::tempdir().expect("a folder");
        let (saved, new) = (dir.path().join("a.py"), dir.path().join("b.py"));
        std::fs::write(&saved, "old").expect("a file");
        let mut texts = Texts::default();
        texts.insert(saved.clone(), Arc::from(*b"newer"));
        texts.insert(new.clone(), Arc::from(*b""));
        assert_eq!(texts.read(&saved, 5).expect("text"), b"newer");
        assert!(matches!(texts.read(&saved, 4), Err(Refused::Skip(SkipReason::TooLarge))));
        assert_eq!(texts.in_folder(dir.path(), |_| true), [saved.clone(), new]);
        texts.remove(&saved);
        assert_eq!(texts.read(&saved, 5).expect("text"), b"old");
    }
}

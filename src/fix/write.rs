//! Writing a fixed file: the one that was checked, whole or not at all.

use std::fmt;
use std::fs::{self, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use crate::source::{normalized, replace};

/// Why a fixed file was not written; it is as it was.
#[derive(Debug)]
pub enum Refusal {
    /// It is a link that leads out of the project.
    LeadsOut,
    /// It has other names, which would keep the old text.
    HardLinks,
    /// It may not be written.
    ReadOnly,
    /// It is not what was checked any more.
    Changed,
    /// The system says no.
    System(io::Error),
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Refusal::LeadsOut => f.write_str("not written: it is a link that leads out of the project"),
            Refusal::HardLinks => f.write_str("not written: it has hard links, which would keep the old text"),
            Refusal::ReadOnly => f.write_str("not written: it is read-only"),
            Refusal::Changed => f.write_str("not written: it has changed since it was checked; run again"),
            Refusal::System(error) => write!(f, "not written: {error}"),
        }
    }
}

impl From<io::Error> for Refusal {
    fn from(error: io::Error) -> Refusal {
        match error.kind() {
            io::ErrorKind::PermissionDenied => Refusal::ReadOnly,
            io::ErrorKind::NotFound => Refusal::Changed,
            _ => Refusal::System(error),
        }
    }
}

/// Writes what a file is after its fixes, if it still is what was checked.
///
/// A symbolic link is followed to the file that it names, within `root`. Mode and, if possible, owner stay.
///
/// # Errors
/// Why nothing was written.
pub fn write(path: &Path, root: &Path, checked: &[u8], fixed: &[u8]) -> Result<(), Refusal> {
    let target = writable(path, root)?;
    OpenOptions::new().write(true).open(&target)?;
    if fs::read(&target)? != checked {
        return Err(Refusal::Changed);
    }
    replace(&target, fixed).map_err(Refusal::System)
}

/// The file that would be written.
///
/// # Errors
/// Why it would not be; what only shows while it is written is left to [`write`].
pub fn writable(path: &Path, root: &Path) -> Result<PathBuf, Refusal> {
    let target = target(path, root)?;
    let file = fs::metadata(&target)?;
    if has_other_names(&file) {
        return Err(Refusal::HardLinks);
    }
    // The folder alone decides whether a file can be replaced; the file must be ours to write as well.
    if file.permissions().readonly() {
        return Err(Refusal::ReadOnly);
    }
    Ok(target)
}

/// The file behind all links. What is named inside of the root stays there; elsewhere only a file itself is written.
fn target(path: &Path, root: &Path) -> Result<PathBuf, Refusal> {
    let target = fs::canonicalize(path)?;
    // `..` may lead out by its name alone: `project/../other/a.py` is no file of the project.
    let is_inside = match normalized(path).starts_with(root) {
        true => target.starts_with(fs::canonicalize(root)?),
        false => !fs::symlink_metadata(path)?.is_symlink(),
    };
    if is_inside { Ok(target) } else { Err(Refusal::LeadsOut) }
}

#[cfg(unix)]
fn has_other_names(file: &fs::Metadata) -> bool {
    std::os::unix::fs::MetadataExt::nlink(file) > 1
}

#[cfg(not(unix))]
fn has_other_names(_: &fs::Metadata) -> bool {
    false
}

#[cfg(all(test, unix))]
mod tests {
    use std::os::unix::fs::{PermissionsExt, symlink};

    use super::*;

    fn folder() -> (tempfile::TempDir, PathBuf) {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path().join("project");
        fs::create_dir(&root).expect("a folder");
        fs::write(root.join("a.py"), "old").expect("a file");
        (dir, root)
    }

    fn tried(path: &Path, root: &Path) -> String {
        write(path, root, b"old", b"new").map_or_else(|r| r.to_string(), |()| "written".to_owned())
    }

    #[test]
    fn what_was_checked_is_written_with_its_mode() {
        let (_dir, root) = folder();
        let path = root.join("a.py");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o751)).expect("a mode");
        assert_eq!(tried(&path, &root), "written");
        assert_eq!(fs::read(&path).expect("the file"), b"new");
        assert_eq!(fs::metadata(&path).expect("the file").permissions().mode() & 0o777, 0o751);
    }

    #[test]
    fn what_has_changed_is_left() {
        let (_dir, root) = folder();
        fs::write(root.join("a.py"), "newer").expect("a file");
        assert!(tried(&root.join("a.py"), &root).contains("has changed"));
        assert_eq!(fs::read(root.join("a.py")).expect("the file"), b"newer");
        assert!(tried(&root.join("gone.py"), &root).contains("has changed"));
    }

    #[test]
    fn hard_links_and_read_only_files_are_left() {
        let (_dir, root) = folder();
        let path = root.join("a.py");
        fs::hard_link(&path, root.join("b.py")).expect("a link");
        assert!(tried(&path, &root).contains("hard links"));
        fs::remove_file(root.join("b.py")).expect("no link");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o444)).expect("a mode");
        assert!(tried(&path, &root).contains("read-only"));
        assert_eq!(fs::read(&path).expect("the file"), b"old");
    }

    #[test]
    fn links_are_followed_within_the_project_alone() {
        let (dir, root) = folder();
        symlink("a.py", root.join("link.py")).expect("a link");
        assert_eq!(tried(&root.join("link.py"), &root), "written");
        assert!(fs::symlink_metadata(root.join("link.py")).expect("the link").is_symlink());
        assert_eq!(fs::read(root.join("a.py")).expect("the file"), b"new");

        let outside = dir.path().join("outside.py");
        fs::write(&outside, "old").expect("a file");
        symlink(&outside, root.join("out.py")).expect("a link");
        assert!(tried(&root.join("out.py"), &root).contains("leads out"));
        fs::create_dir(dir.path().join("other")).expect("a folder");
        fs::write(dir.path().join("other/c.py"), "old").expect("a file");
        symlink(dir.path().join("other"), root.join("folder")).expect("a link");
        assert!(tried(&root.join("folder/c.py"), &root).contains("leads out"));
        assert_eq!(fs::read(&outside).expect("the file"), b"old");
        let by_its_name = root.join("../outside.py");
        assert_eq!(tried(&by_its_name, &root), "written", "what is named outside and is no link");
        fs::write(&outside, "old").expect("a file");
        assert_eq!(tried(&outside, &root), "written", "the same by its whole name");
        // A step back behind a link comes to where that leads.
        fs::write(dir.path().join("d.py"), "old").expect("a file");
        assert!(tried(&root.join("folder/../d.py"), &root).contains("leads out"));
    }
}

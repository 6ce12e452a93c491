//! Finding the one configuration of a run.

use std::fs;
use std::path::{Path, PathBuf};

use super::named;
use super::read::{own, pyproject};
use super::{ConfigError, Layer};

/// Names of our own configuration files.
pub const FILE_NAMES: &[&str] = &["model-lint.toml", ".model-lint.toml"];

/// The file of Python projects, which is a configuration by its section.
pub const PYPROJECT: &str = "pyproject.toml";

/// Largest file that a configuration may be or name, in bytes: it is untrusted in a pull request.
const LARGEST: u64 = 1 << 20;

/// A configuration and where it was found.
#[derive(Debug)]
pub struct Found {
    /// The file.
    pub path: PathBuf,
    /// Its folder, to which its globs and paths are relative.
    pub folder: PathBuf,
    /// What it says.
    pub layer: Layer,
}

/// The nearest folder upwards that holds a `.git`.
pub fn repository_root(from: &Path) -> Option<&Path> {
    from.ancestors().find(|folder| folder.join(".git").exists())
}

/// The nearest configuration from a folder up to the repository's root; outside of a repository only the folder itself.
///
/// # Errors
/// Two configurations in one folder, and everything that is wrong in the one that is found.
pub fn find(from: &Path) -> Result<Option<Found>, ConfigError> {
    let root = repository_root(from).unwrap_or(from);
    for folder in from.ancestors() {
        if let Some(found) = in_folder(folder, root)? {
            return Ok(Some(found));
        }
        if folder == root {
            break;
        }
    }
    Ok(None)
}

/// A configuration that was named: any TOML file; a `pyproject.toml` by its section.
///
/// # Errors
/// Everything that is wrong in it, and that it is none.
pub fn load(path: &Path) -> Result<Found, ConfigError> {
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    let text = named::read_capped(path, LARGEST).map_err(|reason| ConfigError::of(path, reason))?;
    let layer = if path.file_name().is_some_and(|name| name == PYPROJECT) {
        let missing = || ConfigError::of(path, "there is no [tool.model-lint] in this file");
        pyproject(path, &text, &folder)?.ok_or_else(missing)?
    } else {
        own(path, &text, &folder)?
    };
    Ok(Found { path: path.to_owned(), folder, layer })
}

/// The text of a file that a configuration names: a regular file inside the repository, not larger than 1 MB.
///
/// # Errors
/// The reason in words.
pub fn read_inside(root: &Path, path: &Path) -> Result<String, String> {
    named::read_inside(root, path, LARGEST)
}

/// A file that stands where configurations are looked for and is one: every file with one of our own names, a
/// `pyproject.toml` that mentions our section.
pub fn is_configuration(path: &Path) -> bool {
    let is_pyproject = path.file_name().is_some_and(|name| name == PYPROJECT);
    !is_pyproject || named::read_capped(path, LARGEST).is_ok_and(|text| text.contains("[tool.model-lint"))
}

fn in_folder(folder: &Path, root: &Path) -> Result<Option<Found>, ConfigError> {
    let mut found: Option<Found> = None;
    for name in FILE_NAMES.iter().chain([&PYPROJECT]) {
        let path = folder.join(name);
        if fs::symlink_metadata(&path).is_err() {
            continue;
        }
        // A foreign pyproject.toml may be anything; it counts only by our section.
        let text = match read_inside(root, &path) {
            Err(_) if *name == PYPROJECT => continue,
            text => text.map_err(|reason| ConfigError::of(&path, reason))?,
        };
        let layer =
            if *name == PYPROJECT { pyproject(&path, &text, folder)? } else { Some(own(&path, &text, folder)?) };
        let Some(layer) = layer else { continue };
        if let Some(first) = &found {
            let first = first.path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let error = ConfigError::of(&path, format!("there is a second configuration beside it, {first}"));
            return Err(error.help("keep one of them"));
        }
        found = Some(Found { path, folder: folder.to_owned(), layer });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(dir: &Path, name: &str, text: &str) {
        let path = dir.join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }

    #[test]
    fn the_nearest_one_up_to_the_root_counts() {
        let dir = tempfile::tempdir().expect("a folder");
        let root = dir.path();
        write(root, "r/.git/HEAD", "");
        write(root, "model-lint.toml", "fail-within = 1");
        write(root, "r/a/b/x.py", "");
        assert!(find(&root.join("r/a/b")).expect("no mistake").is_none());
        write(root, "r/pyproject.toml", "[tool.model-lint]\nfail-within = 2");
        assert_eq!(find(&root.join("r/a/b")).expect("no mistake").expect("one").layer.fail_within, Some(2));
        write(root, "r/a/.model-lint.toml", "fail-within = 3");
        let found = find(&root.join("r/a/b")).expect("no mistake").expect("one");
        assert_eq!((found.layer.fail_within, found.folder), (Some(3), root.join("r/a")));
    }

    #[test]
    fn two_in_one_folder_are_a_mistake() {
        let dir = tempfile::tempdir().expect("a folder");
        write(dir.path(), "model-lint.toml", "");
        write(dir.path(), "pyproject.toml", "[project]\n");
        assert!(find(dir.path()).is_ok());
        write(dir.path(), "pyproject.toml", "[tool.model-lint]\n");
        let error = find(dir.path()).expect_err("two");
        assert!(error.to_string().ends_with("there is a second configuration beside it, model-lint.toml"));
    }

    #[test]
    fn large_and_foreign_files_are_refused() {
        let dir = tempfile::tempdir().expect("a folder");
        write(dir.path(), "model-lint.toml", &"#".repeat(LARGEST as usize + 1));
        assert!(find(dir.path()).expect_err("too large").message.contains("1 MB"));
        write(dir.path(), "other/models.yaml", "");
        let inside = dir.path().join("in");
        write(dir.path(), "in/models.yaml", "x");
        assert_eq!(read_inside(&inside, &inside.join("models.yaml")).as_deref(), Ok("x"));
        assert!(read_inside(&inside, &inside.join("../other/models.yaml")).is_err());
        assert!(read_inside(&inside, &inside).is_err());
    }
}

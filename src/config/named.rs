//! Files that settings name.

use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// A file that a configuration or a command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedFile {
    /// The file.
    pub path: PathBuf,
    /// The configuration names it, which is untrusted in a pull request: it must lie inside the repository.
    pub by_configuration: bool,
}

impl NamedFile {
    /// The text of the file; `root` is the repository, `limit` a whole number of megabytes.
    ///
    /// # Errors
    /// The reason in words.
    pub fn read(&self, root: &Path, limit: u64) -> Result<String, String> {
        if self.by_configuration { read_inside(root, &self.path, limit) } else { read_capped(&self.path, limit) }
    }
}

/// The text of a regular file inside a folder; links that lead out of it are refused.
pub(super) fn read_inside(root: &Path, path: &Path, limit: u64) -> Result<String, String> {
    let real = path.canonicalize().map_err(|e| reason(&e))?;
    let root = root.canonicalize().map_err(|e| reason(&e))?;
    if !real.starts_with(&root) {
        return Err("it lies outside of the repository".to_owned());
    }
    read_capped(&real, limit)
}

/// The text of a regular file, without a byte order mark.
pub(super) fn read_capped(path: &Path, limit: u64) -> Result<String, String> {
    // A pipe would hang the run: nothing else is opened.
    if !fs::metadata(path).map_err(|e| reason(&e))?.is_file() {
        return Err("it is not a regular file".to_owned());
    }
    let mut bytes = Vec::new();
    let file = File::open(path).map_err(|e| reason(&e))?;
    file.take(limit + 1).read_to_end(&mut bytes).map_err(|e| reason(&e))?;
    if bytes.len() as u64 > limit {
        return Err(format!("it is larger than {} MB", limit >> 20));
    }
    let text = String::from_utf8(bytes).map_err(|_| "it is not UTF-8".to_owned())?;
    Ok(text.strip_prefix('\u{FEFF}').map_or_else(|| text.clone(), str::to_owned))
}

/// The reason without the number of the system's error.
fn reason(error: &std::io::Error) -> String {
    error.to_string().split(" (os error").next().unwrap_or_default().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_configuration_names_only_regular_files_of_its_repository() {
        let dir = tempfile::tempdir().expect("a folder");
        let inside = dir.path().join("in");
        fs::create_dir(&inside).expect("a folder");
        fs::write(dir.path().join("out.json"), "\u{FEFF}x").expect("a file");
        let file = |by_configuration| NamedFile { path: inside.join("../out.json"), by_configuration };
        assert!(file(true).read(&inside, 1 << 20).is_err());
        assert_eq!(file(false).read(&inside, 1 << 20).as_deref(), Ok("x"));
        let folder = NamedFile { path: inside.clone(), by_configuration: true };
        assert_eq!(folder.read(&inside, 1 << 20).expect_err("a folder"), "it is not a regular file");
        fs::write(inside.join("large"), vec![b'x'; (1 << 20) + 1]).expect("a file");
        let large = NamedFile { path: inside.join("large"), by_configuration: true };
        assert_eq!(large.read(&inside, 1 << 20).expect_err("too large"), "it is larger than 1 MB");
    }
}

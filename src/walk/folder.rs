//! What the names in a folder say about it: that it is somebody else's code, and which settings it holds.

use std::path::{Path, PathBuf};

use super::kind::is_env_name;
use crate::config::{FILE_NAMES, PYPROJECT};

/// What one look into a folder shows.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Folder {
    /// A package manager or build tool filled it.
    pub(super) vendored: bool,
    /// Its `.env*` files, which git may ignore.
    pub(super) env_files: Vec<PathBuf>,
    /// Its configurations of this linter, and what may be one.
    pub(super) configurations: Vec<PathBuf>,
}

impl Folder {
    /// Looks into a folder; one that cannot be read shows nothing, the walk itself reports it.
    pub(super) fn look(path: &Path) -> Folder {
        let mut folder = Folder::default();
        let Ok(entries) = std::fs::read_dir(path) else { return folder };
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        for entry in entries.flatten() {
            let file_name = entry.file_name();
            let Some(inside) = file_name.to_str() else { continue };
            folder.vendored |= marks_vendored(name, inside);
            let is_env = is_env_name(Path::new(inside));
            if (is_env || inside == PYPROJECT || FILE_NAMES.contains(&inside))
                && entry.file_type().is_ok_and(|t| t.is_file())
            {
                let list = if is_env { &mut folder.env_files } else { &mut folder.configurations };
                list.push(entry.path());
            }
        }
        folder
    }
}

/// A file that a tool leaves where it installs or generates, and that nobody writes by hand.
///
/// - `pyvenv.cfg`: a Python virtual environment, whatever its name; `conda-meta`: a conda environment.
/// - In a folder named `node_modules`: `.package-lock.json` (npm from 7 on), `.modules.yaml` (pnpm),
///   `.yarn-integrity` (yarn 1), `.yarn-state.yml` (yarn from 2 on).
/// - `*.dist-info`: the metadata of an installed wheel, whatever the folder it was put into (`pip install --target`); in a
///   folder named `site-packages` or `dist-packages` also `*.egg-info`, which beside the sources of a package is an
///   editable install. <https://packaging.python.org/en/latest/specifications/recording-installed-packages/>
/// - `CACHEDIR.TAG`: a cache or build folder (cargo, pytest, mypy, …) by <https://bford.info/cachedir/>.
fn marks_vendored(folder: &str, inside: &str) -> bool {
    match inside {
        "pyvenv.cfg" | "conda-meta" | "CACHEDIR.TAG" => true,
        ".package-lock.json" | ".modules.yaml" | ".yarn-integrity" | ".yarn-state.yml" => folder == "node_modules",
        _ if inside.ends_with(".dist-info") => true,
        _ => matches!(folder, "site-packages" | "dist-packages") && inside.ends_with(".egg-info"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_alone_marks_nothing() {
        assert!(!marks_vendored("node_modules", "package.json"));
        assert!(!marks_vendored("site-packages", "mine.py"));
        assert!(!marks_vendored("src", "mine.egg-info"));
        assert!(!marks_vendored("app", ".package-lock.json"));
    }

    #[test]
    fn markers_do() {
        assert!(marks_vendored("env", "pyvenv.cfg"));
        assert!(marks_vendored("node_modules", ".modules.yaml"));
        assert!(marks_vendored("site-packages", "openai-1.0.egg-info"));
        assert!(marks_vendored("lib", "openai-1.0.dist-info"));
    }
}

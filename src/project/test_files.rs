//! Which files are tests.

use crate::config::Settings;
use crate::vocabulary::wildcard;

/// Folders that hold tests, and what only tests read.
const FOLDERS: [&str; 12] = [
    "test",
    "tests",
    "testing",
    "__tests__",
    "__mocks__",
    "spec",
    "specs",
    "e2e",
    "fixtures",
    "__fixtures__",
    "testdata",
    "__snapshots__",
];

/// Names of folders for tests; `*` stands for anything.
const FOLDER_PATTERNS: [&str; 6] = ["test-*", "test_*", "*-test", "*-tests", "*_tests", "*-mock*"];

/// File names of tests; `*` stands for anything.
const NAMES: [&str; 11] = [
    "*.vitest.*",
    "*.test-d.*",
    "test_*.py",
    "*_test.py",
    "*_tests.py",
    "conftest.py",
    "*.test.*",
    "*.spec.*",
    "*.e2e.*",
    "*-test.*",
    "*.stories.*",
];

/// A file is a test by its path (relative to the root, with `/`), unless settings say otherwise.
pub(super) fn is_test(path: &str, settings: &Settings) -> bool {
    let stated = settings.overrides.iter().rev().filter(|o| o.paths.iter().any(|glob| matches(glob, path)));
    if let Some(test) = stated.into_iter().find_map(|o| o.test) {
        return test;
    }
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let is_test_folder =
        |folder: &str| FOLDERS.contains(&folder) || FOLDER_PATTERNS.iter().any(|pattern| wildcard(pattern, folder));
    folders.split('/').any(is_test_folder)
        || NAMES.iter().any(|pattern| wildcard(pattern, name))
        || settings.test_paths.iter().any(|glob| matches(glob, path))
}

/// A glob fits a path: as a whole, or as a folder above it.
pub(super) fn matches(glob: &str, path: &str) -> bool {
    let glob = glob.trim_start_matches("./").trim_end_matches('/').replace("**", "*");
    wildcard(&glob, path) || path.strip_prefix(glob.as_str()).is_some_and(|rest| rest.starts_with('/'))
}

//! What paths say: which files are tests, and which settings hold for them.

use std::path::Path;

use crate::config::{Globs, PathOverride, Settings};
use crate::vocabulary::wildcard;

/// Folders that hold tests, and what only tests read.
const FOLDERS: [&str; 14] = [
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
    "TestData",
    "TestSettings",
    "__snapshots__",
];

/// Names of folders for tests; `*` stands for anything.
const FOLDER_PATTERNS: [&str; 10] = [
    "test-*",
    "test_*",
    "*-test",
    "*-tests",
    "*_tests",
    "*-mock*",
    // Projects that are named as namespaces are: `Shop.IntegrationTests`, `Shop.UnitTests.Shared`.
    "*Tests",
    "*Tests.*",
    "*.Test",
    "*.Testing",
];

/// File names of tests; `*` stands for anything.
const NAMES: [&str; 20] = [
    "test-*.ts",
    "test-*.js",
    "test-*.mjs",
    "*.vitest.*",
    "*.test-d.*",
    "test_*.py",
    "*_test.py",
    "*_tests.py",
    "conftest.py",
    "*.test.*",
    "*.unittest.*",
    "*.integrationtest.*",
    "*.clienttest.*",
    "*.servertest.*",
    "*.spec.*",
    "*.e2e.*",
    "*-test.*",
    "*.stories.*",
    "testsettings.json",
    "testsettings.*.json",
];

/// A file whose folders are the path of a URL, as frameworks for the web have it.
fn is_route(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    matches!(stem, "route" | "page" | "layout")
}

/// What the settings say about paths, ready for many files.
pub(super) struct PathRules<'s> {
    overrides: Vec<(Globs, &'s PathOverride)>,
    tests: Globs,
}

impl<'s> PathRules<'s> {
    pub(super) fn new(settings: &'s Settings) -> PathRules<'s> {
        // Globs were read once when the configuration was: what could not be read was refused there.
        let globs = |list: &[String]| Globs::new(&settings.root, list).unwrap_or_else(|_| Globs::none());
        PathRules {
            overrides: settings.overrides.iter().map(|o| (globs(&o.paths), o)).collect(),
            tests: globs(&settings.test_paths),
        }
    }

    /// The overrides for a path relative to the root, in order.
    pub(super) fn overrides(&self, path: &Path) -> impl Iterator<Item = &'s PathOverride> {
        self.overrides.iter().filter(move |(globs, _)| globs.matches_within(path, false)).map(|(_, o)| *o)
    }

    /// The organisations whose fine-tunes a file may use, if an override says so; the last one decides.
    pub(super) fn tune_organisations(&self, path: &Path) -> Option<&'s [String]> {
        self.overrides(path).filter_map(|o| o.fine_tune_orgs.as_deref()).last()
    }

    /// A file is a test by its path (relative to the root), unless settings say otherwise.
    pub(super) fn is_test(&self, path: &Path) -> bool {
        if let Some(stated) = self.overrides(path).filter_map(|o| o.test).last() {
            return stated;
        }
        let shown = path.to_string_lossy().replace('\\', "/");
        let (folders, name) = shown.rsplit_once('/').unwrap_or(("", &shown));
        let is_test_folder =
            |folder: &str| FOLDERS.contains(&folder) || FOLDER_PATTERNS.iter().any(|pattern| wildcard(pattern, folder));
        let is_url =
            |folder: &str| is_route(name) && folders.split('/').any(|f| f == "app") && !FOLDERS.contains(&folder);
        folders.split('/').any(|folder| is_test_folder(folder) && !is_url(folder))
            || NAMES.iter().any(|pattern| wildcard(pattern, name))
            || self.tests.matches_within(path, false)
    }
}

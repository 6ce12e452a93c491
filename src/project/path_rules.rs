//! What paths say: which files are tests, and which settings hold for them.

use std::path::Path;

use crate::config::{Globs, PathOverride, Settings};
use crate::vocabulary::wildcard;

/// Folders that hold tests, and what only tests read.
const FOLDERS: [&str; 24] = [
    ".storybook",
    "__stories__",
    "test",
    "tests",
    "testing",
    "testkit",
    "__tests__",
    "__mocks__",
    "spec",
    "specs",
    "e2e",
    "fixtures",
    "__fixtures__",
    "__testfixtures__",
    "testdata",
    "TestData",
    "TestSettings",
    "__snapshots__",
    // How something is to look, filled with what might stand there.
    "mockups",
    // What type checkers read, and nobody runs.
    "typecheck",
    "typechecking",
    "type_tests",
    "typetests",
    "typing_tests",
];

/// Names of folders for tests; `*` stands for anything.
const FOLDER_PATTERNS: [&str; 9] = [
    "test-*",
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

/// How names of folders for tests begin, and of folders in which people try something out.
const WEAK_FOLDER: &str = "test_";

/// What such a name goes on with where the folder is for tests, whatever its files hold; `*` stands for anything.
const BEHIND_WEAK: [&str; 16] = [
    "app*",
    "asset*",
    "case*",
    "config*",
    "data*",
    "doc*",
    "file*",
    "fixture*",
    "helper*",
    "image*",
    "integration*",
    "project*",
    "resource*",
    "suite*",
    "support*",
    "util*",
];

/// Files that say by what they hold whether they test something; settings and data do not.
const PROGRAMS: [&str; 2] = ["*.py", "*.ipynb"];

/// Folders that are named like those of tests, of what makes tests or runs them for others: a product.
const MAKERS_OF_TESTS: [&str; 6] =
    ["test-agent*", "test_agent*", "test-gen*", "test_gen*", "test-writer*", "test_writer*"];

/// The folder of what tests are given, and in some projects of what the product itself is filled with.
const LOADED: &str = "fixtures";

/// Folders of servers and objects that only answer; among examples they are what an example is about.
const MOCKS: [&str; 2] = ["mock", "mocks"];

/// Folders of tests in most languages; in some they hold what is to be built.
const SPECIFICATIONS: [&str; 2] = ["spec", "specs"];

/// Files that no such folder makes tests: their tests are found by their own names.
const WITHOUT_SPECIFICATIONS: [&str; 2] = ["*.py", "*.ipynb"];

/// Folders of what people run to see something.
const EXAMPLES: [&str; 6] = ["examples", "example", "samples", "demos", "demo", "cookbook"];

/// File names that tests have, and among examples other files as well: something in the file must test.
const WEAK_AMONG_EXAMPLES: [&str; 2] = ["*_test.py", "*_tests.py"];

/// File names that tests have, and programs that try something out as well: something in these must test.
const WEAK_OF_PROGRAMS: [&str; 3] = ["test_*.py", "*_test.py", "*_tests.py"];

/// File names that tests have, and other files as well: something in the file must test.
const WEAK_NAMES: [&str; 4] = ["*-test.*", "test-*.ts", "test-*.js", "test-*.mjs"];

/// File names of what tests are helped by.
const HELPERS: [&str; 3] = ["test-setup.*", "test-util*.*", "test-helper*.*"];

/// What a file that tests has in it.
const SIGNS: [&str; 15] = [
    "assert",
    "def test",
    "class Test",
    "pytest",
    "unittest",
    "mock",
    "Mock",
    "expect(",
    "describe(",
    "it(",
    "test(",
    "vitest",
    "jest",
    "node:test",
    "playwright",
];

/// File names of tests; `*` stands for anything.
const NAMES: [&str; 22] = [
    "*Fixtures.ts",
    "*Fixtures.tsx",
    "*.fixtures.ts",
    "*.fixtures.tsx",
    "*.vitest.*",
    "*.test-d.*",
    "*.spec-d.*",
    "*_spec.py",
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

    /// A file is a test by its path (relative to the root) and what stands in it, unless settings say otherwise. Most
    /// paths say enough by themselves.
    pub(super) fn is_test<'b>(&self, path: &Path, bytes: impl Fn() -> &'b [u8]) -> bool {
        if let Some(stated) = self.overrides(path).filter_map(|o| o.test).last() {
            return stated;
        }
        let shown = path.to_string_lossy().replace('\\', "/");
        let (folders, name) = shown.rsplit_once('/').unwrap_or(("", &shown));
        let is_named = |patterns: &[&str]| patterns.iter().any(|pattern| wildcard(pattern, name));
        let has_folder = |folder: &str| {
            FOLDERS.contains(&folder) && !(SPECIFICATIONS.contains(&folder) && is_named(&WITHOUT_SPECIFICATIONS))
        };
        let is_like = |folder: &str, patterns: &[&str]| patterns.iter().any(|pattern| wildcard(pattern, folder));
        let is_weak_folder = |folder: &str| {
            let rest = folder.strip_prefix(WEAK_FOLDER);
            rest.is_some_and(|rest| is_like(rest, &BEHIND_WEAK) || !is_named(&PROGRAMS) || tests_something(bytes()))
        };
        let is_test_folder = |folder: &str| {
            let is_named = is_like(folder, &FOLDER_PATTERNS) || is_weak_folder(folder);
            has_folder(folder) || is_named && !is_like(folder, &MAKERS_OF_TESTS)
        };
        let is_url =
            |folder: &str| is_route(name) && folders.split('/').any(|f| f == "app") && !FOLDERS.contains(&folder);
        let is_example = || folders.split('/').any(|folder| EXAMPLES.contains(&folder));
        let is_weak = is_named(&WEAK_NAMES)
            || (is_named(&WEAK_AMONG_EXAMPLES) && is_example())
            || (is_named(&WEAK_OF_PROGRAMS) && (is_program(bytes()) || is_numbered(name)))
            || (is_named(&NAMES) && tests_in_the_midst(name));
        // What is loaded into the product's own database is no test, whatever its folder is called.
        let is_loaded = |folder: &str| folder == LOADED && holds_rows(bytes());
        folders.split('/').any(|folder| is_test_folder(folder) && !is_url(folder) && !is_loaded(folder))
            || (folders.split('/').any(|folder| MOCKS.contains(&folder)) && !is_example())
            || (is_named(&NAMES) && !is_weak)
            || is_named(&HELPERS)
            || self.tests.matches_within(path, false)
            || (is_weak && tests_something(bytes()))
    }
}

/// A file is a list of rows of a database: `[{"model": "shop.item", "pk": 1, "fields": {…}}]`, in JSON or YAML.
fn holds_rows(bytes: &[u8]) -> bool {
    let has = |word: &str| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let is_list = bytes.trim_ascii_start().starts_with(b"[");
    let is_items = || has("\n- ") || bytes.starts_with(b"- ");
    (is_list && has("\"model\"") && has("\"fields\"")) || (is_items() && has(" model: ") && has(" fields:"))
}

/// A file asks whether it is the program itself, and not imported by another.
fn is_program(bytes: &[u8]) -> bool {
    memchr::memmem::find(bytes, b"__main__").is_some()
}

/// A file is one of several that are read or run by their numbers: `5_speed_test.py` tries something out.
fn is_numbered(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_digit())
}

/// A word of tests stands in the midst of a name, and others behind it: `users.$id.test.make.tsx` is a route.
fn tests_in_the_midst(name: &str) -> bool {
    const WORDS: [&str; 3] = ["test", "spec", "e2e"];
    let mut segments = name.split('.').skip(1);
    let is_word = |segment: &str| WORDS.contains(&segment);
    let stands = segments.clone().any(is_word);
    let last = segments.clone().count().saturating_sub(2);
    stands && name.starts_with(|c: char| c.is_ascii_alphabetic()) && !segments.nth(last).is_some_and(is_word)
}

/// Something in a file is what only tests have, as a word of its own.
fn tests_something(bytes: &[u8]) -> bool {
    let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    let begins = |at: usize| !bytes[..at].last().is_some_and(is_in_word);
    SIGNS.iter().any(|sign| memchr::memmem::find_iter(bytes, sign.as_bytes()).any(begins))
}

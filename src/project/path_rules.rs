//! What paths say: which files are tests, and which settings hold for them.

use std::path::Path;

use memchr::memmem::Finder;

use crate::catalog::Catalog;
use crate::config::{Globs, PathOverride, Settings};
use crate::vocabulary::{Sign, Vocabulary, wildcard};

/// Files that say by what they hold whether they test something; settings and data do not. No folder of specifications
/// makes tests of them: their tests are found by their own names.
const PROGRAMS: [&str; 2] = ["*.py", "*.ipynb"];

/// A file whose folders are the path of a URL, as frameworks for the web have it.
fn is_route(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name);
    matches!(stem, "route" | "page" | "layout")
}

/// What the settings say about paths, ready for many files.
pub(super) struct PathRules<'s> {
    overrides: Vec<(Globs, &'s PathOverride)>,
    tests: Globs,
    catalog: &'s Catalog,
    /// How folders begin in which people try something out.
    trials: Vec<&'s str>,
    /// What a file that tests has in it.
    marks: Vec<Finder<'s>>,
}

impl<'s> PathRules<'s> {
    pub(super) fn new(settings: &'s Settings, catalog: &'s Catalog) -> PathRules<'s> {
        // Globs were read once when the configuration was: what could not be read was refused there.
        let globs = |list: &[String]| Globs::new(&settings.root, list).unwrap_or_else(|_| Globs::none());
        PathRules {
            overrides: settings.overrides.iter().map(|o| (globs(&o.paths), o)).collect(),
            tests: globs(&settings.test_paths),
            catalog,
            trials: catalog.words(Sign::TrialFolder),
            marks: catalog.words(Sign::TestMark).into_iter().map(Finder::new).collect(),
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
        let is = |text: &str, sign| self.catalog.is_sign(text, sign);
        let has_program = || PROGRAMS.iter().any(|pattern| wildcard(pattern, name));
        let has_folder =
            |folder: &str| is(folder, Sign::TestFolder) && !(is(folder, Sign::SpecificationFolder) && has_program());
        let is_trial_of_tests = |folder: &str| {
            let rest = self.trials.iter().find_map(|begin| folder.strip_prefix(*begin));
            rest.is_some_and(|rest| {
                is(rest, Sign::BehindTrialFolder) || !has_program() || self.tests_something(bytes())
            })
        };
        let is_test_folder = |folder: &str| {
            let is_named = is(folder, Sign::TestFolderPattern) || is_trial_of_tests(folder);
            has_folder(folder) || is_named && !is(folder, Sign::MakerOfTests)
        };
        let any_folder = |is_it: &dyn Fn(&str) -> bool| folders.split('/').any(is_it);
        let is_url = |folder: &str| is_route(name) && any_folder(&|f| f == "app") && !is(folder, Sign::TestFolder);
        let is_example = || any_folder(&|folder| is(folder, Sign::ExampleFolder));
        let is_named = is(name, Sign::TestFile);
        let is_likely = is(name, Sign::LikelyTestFile)
            || (is(name, Sign::LikelyTestFileOfExamples) && is_example())
            || (is(name, Sign::LikelyTestFileOfPrograms) && (is_program(bytes()) || is_numbered(name)))
            || (is_named && tests_in_the_midst(name));
        // What is loaded into the product's own database is no test, whatever its folder is called.
        let is_loaded = |folder: &str| is(folder, Sign::LoadedFolder) && holds_rows(bytes());
        any_folder(&|folder| is_test_folder(folder) && !is_url(folder) && !is_loaded(folder))
            || (any_folder(&|folder| is(folder, Sign::MockFolder)) && !is_example())
            || (is_named && !is_likely)
            || is(name, Sign::TestHelperFile)
            || self.tests.matches_within(path, false)
            || (is_likely && self.tests_something(bytes()))
    }

    /// Something in a file is what only tests have, as a word of its own.
    fn tests_something(&self, bytes: &[u8]) -> bool {
        let is_in_word = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
        let begins = |at: usize| !bytes[..at].last().is_some_and(is_in_word);
        self.marks.iter().any(|mark| mark.find_iter(bytes).any(begins))
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

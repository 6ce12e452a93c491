//! Globs over paths relative to the project's root, with the meaning that they have in `.gitignore`.

use std::path::{Path, PathBuf};

use ignore::gitignore::{Gitignore, GitignoreBuilder};

/// A list of globs; the last that matches decides, `!` takes back.
#[derive(Debug, Clone)]
pub struct Globs {
    root: PathBuf,
    matcher: Gitignore,
}

impl Globs {
    /// Reads globs relative to a folder.
    ///
    /// # Errors
    /// The place in the list of the first glob that cannot be read, and what is wrong with it.
    pub fn new<S: AsRef<str>>(root: &Path, globs: &[S]) -> Result<Globs, (usize, String)> {
        let mut builder = GitignoreBuilder::new(root);
        builder.allow_unclosed_class(false);
        for (place, glob) in globs.iter().enumerate() {
            builder.add_line(None, glob.as_ref()).map_err(|e| (place, e.to_string()))?;
        }
        let matcher = builder.build().map_err(|e| (0, e.to_string()))?;
        Ok(Globs { root: root.to_owned(), matcher })
    }

    /// Nothing matches.
    pub fn none() -> Globs {
        Globs { root: PathBuf::new(), matcher: Gitignore::empty() }
    }

    /// A path, absolute or relative to the root, matches by itself.
    pub fn matches(&self, path: &Path, is_dir: bool) -> bool {
        self.relative(path).is_some_and(|path| self.matcher.matched(path, is_dir).is_ignore())
    }

    /// A path, or a folder that it lies in, matches.
    pub fn matches_within(&self, path: &Path, is_dir: bool) -> bool {
        self.relative(path).is_some_and(|path| self.matcher.matched_path_or_any_parents(path, is_dir).is_ignore())
    }

    /// The path below the root; what lies outside is never matched.
    fn relative<'p>(&self, path: &'p Path) -> Option<&'p Path> {
        if self.matcher.is_empty() {
            return None;
        }
        let relative = if path.is_absolute() { path.strip_prefix(&self.root).ok()? } else { path };
        Some(relative).filter(|path| !path.as_os_str().is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_mean_what_they_mean_in_gitignore() {
        let globs = Globs::new(Path::new("/p"), &["fixtures/", "*.min.js", "!keep.min.js", "/top.py"]).expect("globs");
        let within = |path: &str| globs.matches_within(Path::new(path), false);
        assert!(within("/p/a/fixtures/x.py") && within("b/x.min.js") && within("top.py"));
        assert!(!within("keep.min.js") && !within("a/top.py") && !within("/q/top.py"));
        assert!(!globs.matches(Path::new("fixtures"), false) && globs.matches(Path::new("fixtures"), true));
        assert!(!Globs::none().matches_within(Path::new("/p/x"), false));
    }

    #[test]
    fn a_bad_glob_is_named() {
        assert_eq!(Globs::new(Path::new("/p"), &["a", "b["]).map(|_| ()).map_err(|e| e.0), Err(1));
    }
}

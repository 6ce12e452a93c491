//! Which files are read, by their names.

use std::path::Path;

use crate::extract;

/// What is read, for messages.
pub const SUPPORTED: &str = "Python, notebooks, TypeScript, JavaScript, Vue, Svelte and Astro components, YAML, JSON, TOML, .prompt and .env files";

/// A file of a kind that is read. A name that is no text is judged by its readable part.
///
/// An extension that says what the file is comes before a name that begins
/// with `.env`: `.env.yaml` is YAML.
pub fn is_read(path: &Path) -> bool {
    path.file_name().is_some_and(|name| extract::is_read(&name.to_string_lossy()))
}

/// A file of a kind that is read, unless its name says that nothing is to be said of it: nobody has to ask for that.
pub(super) fn is_wanted(path: &Path) -> bool {
    is_read(path) && extract::extractor_of(&path.to_string_lossy()).is_some()
}

/// `.env`, `.env.production`, `.envrc`.
pub(super) fn is_env_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".env"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_what_is_read() {
        for name in [
            "a/b.py",
            "a.ipynb",
            "b.d.ts",
            "B.TSX",
            "c.jsx",
            "Chat.vue",
            "Chat.svelte",
            "index.astro",
            "docker-compose.yml",
            "a.jsonc",
            "a.jsonl",
            "package-lock.json",
            "pyproject.toml",
            "prompts/ask.prompt",
            "model-lint.toml",
            ".env",
            ".env.example",
            ".env.yaml",
            ".envrc",
            "prod.env",
            "env.example",
            "env-sample.txt",
            "env_template",
            "config.yaml.example",
            "settings.toml.sample",
        ] {
            assert!(is_read(Path::new(name)), "{name}");
        }
        for name in [
            "main.py.example",
            "notes.example",
            "notes-sample.txt",
            "env.txt",
            "env",
            "environment",
            "README.md",
            "py",
            ".py",
            "a.py/b",
            "..",
            "",
        ] {
            assert!(!is_read(Path::new(name)), "{name}");
        }
        assert!(!is_wanted(Path::new("a/package-lock.json")) && is_wanted(Path::new("a/package.json")));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_text_is_judged_by_the_rest() {
        use std::os::unix::ffi::OsStrExt;
        assert!(is_read(Path::new(std::ffi::OsStr::from_bytes(b"a\xFF.py"))));
    }
}

//! Which files are read, by their names.

use std::path::Path;

use crate::extract::{extractor_of, file_name};

/// A language or format that is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FileKind {
    /// `.py`, `.pyi`.
    Python,
    /// `.ipynb`.
    Notebook,
    /// `.ts`, `.mts`, `.cts`.
    TypeScript,
    /// `.tsx`.
    Tsx,
    /// `.js`, `.mjs`, `.cjs`, `.jsx`.
    JavaScript,
    /// `.yaml`, `.yml`.
    Yaml,
    /// `.json`, `.jsonc`, `.json5`.
    Json,
    /// `.jsonl`, `.ndjson`.
    JsonLines,
    /// `.toml`.
    Toml,
    /// `.env`, `.env.local`, `prod.env`.
    Dotenv,
}

/// What is read, for messages.
pub const SUPPORTED: &str = "Python, notebooks, TypeScript, JavaScript, YAML, JSON, TOML and .env files";

/// The language of a file, by its name; absent for files that are not read.
///
/// An extension that says what the file is comes before a name that begins
/// with `.env`: `.env.yaml` is YAML.
pub fn language_of(path: &Path) -> Option<FileKind> {
    let used = path.to_str().map(file_name).filter(|name| path.file_name().is_some_and(|own| own != *name));
    let path = used.map_or(path, Path::new);
    let extension = path.extension().and_then(|e| e.to_str()).map(str::to_ascii_lowercase);
    let kind = match extension.as_deref() {
        Some("py" | "pyi") => FileKind::Python,
        Some("ipynb") => FileKind::Notebook,
        Some("ts" | "mts" | "cts") => FileKind::TypeScript,
        Some("tsx") => FileKind::Tsx,
        Some("js" | "mjs" | "cjs" | "jsx") => FileKind::JavaScript,
        Some("yaml" | "yml") => FileKind::Yaml,
        Some("json" | "jsonc" | "json5") => FileKind::Json,
        Some("jsonl" | "ndjson") => FileKind::JsonLines,
        Some("toml") => FileKind::Toml,
        Some("env") => FileKind::Dotenv,
        _ if is_env_name(path) => FileKind::Dotenv,
        _ => return None,
    };
    Some(kind)
}

/// A file of a kind that is read, unless its name says that nothing is to be said of it: nobody has to ask for that.
pub(super) fn is_wanted(path: &Path) -> bool {
    // A name that is no text is judged by its readable part.
    language_of(path).is_some() && extractor_of(&path.to_string_lossy()).is_some()
}

/// `.env`, `.env.production`, `.envrc`.
pub(super) fn is_env_name(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".env"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_tell_the_language() {
        for (name, kind) in [
            ("a/b.py", Some(FileKind::Python)),
            ("a.ipynb", Some(FileKind::Notebook)),
            ("b.d.ts", Some(FileKind::TypeScript)),
            ("B.TSX", Some(FileKind::Tsx)),
            ("c.jsx", Some(FileKind::JavaScript)),
            ("docker-compose.yml", Some(FileKind::Yaml)),
            ("a.jsonc", Some(FileKind::Json)),
            ("a.jsonl", Some(FileKind::JsonLines)),
            ("pyproject.toml", Some(FileKind::Toml)),
            (".env", Some(FileKind::Dotenv)),
            (".env.example", Some(FileKind::Dotenv)),
            (".env.yaml", Some(FileKind::Yaml)),
            ("prod.env", Some(FileKind::Dotenv)),
            ("config.yaml.example", Some(FileKind::Yaml)),
            ("settings.toml.sample", Some(FileKind::Toml)),
            ("main.py.example", None),
            ("notes.example", None),
            ("environment", None),
            ("README.md", None),
            ("py", None),
        ] {
            assert_eq!(language_of(Path::new(name)), kind, "{name}");
        }
    }
}

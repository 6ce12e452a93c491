//! Parts of an application that others import: where they lie, and what they give.

use super::modules;
use crate::extract::Files;

/// Folders of what others put together.
const FOLDERS: [&str; 4] = ["components", "hooks", "utils", "helpers"];
/// Names by which bundlers and frameworks find files that nobody imports.
const FOUND: [&str; 12] = [
    "index",
    "main",
    "app",
    "page",
    "layout",
    "route",
    "template",
    "loading",
    "error",
    "default",
    "middleware",
    "worker",
];
/// Words between `export` and a name.
const BEFORE: [&str; 7] = ["default", "async", "function", "const", "let", "class", "abstract"];

/// A file lies in a folder of parts, and its package gives such files to nobody else.
pub(super) fn is_only_imported(path: &str, files: &dyn Files) -> bool {
    let Some((folders, name)) = path.rsplit_once('/') else { return false };
    let Some((stem, _)) = name.split_once('.').filter(|(_, end)| !end.contains('.')) else { return false };
    folders.split('/').any(|folder| FOLDERS.contains(&folder))
        && !FOUND.contains(&stem.to_ascii_lowercase().as_str())
        && (modules::is_private(path, files) || !modules::has_exports(path, files))
}

/// A framework or a bundler finds a file by its name, or by the folder that it lies in.
pub(super) fn is_found(path: &str) -> bool {
    const FOLDERS: [&str; 14] = [
        "app",
        "pages",
        "api",
        "routes",
        "server",
        "functions",
        "plugins",
        "middleware",
        "commands",
        "scripts",
        "bin",
        "workers",
        "public",
        "static",
    ];
    const PROGRAMS: [&str; 8] =
        ["server", "background", "content", "preload", "extension", "sw", "cli", "instrumentation"];
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    let (stem, end) = name.split_once('.').unwrap_or((name, ""));
    let stem = stem.to_ascii_lowercase();
    end.contains('.')
        || FOUND.contains(&stem.as_str()) && stem != "index"
        || PROGRAMS.contains(&stem.as_str())
        || folders.split('/').any(|folder| FOLDERS.contains(&folder))
}

/// The names behind `export` in a text.
pub(super) fn exported(bytes: &[u8]) -> Vec<String> {
    let mut names = Vec::new();
    let is_name = |c: char| c.is_alphanumeric() || c == '_' || c == '$';
    for line in String::from_utf8_lossy(bytes).lines() {
        let Some(rest) = line.strip_prefix("export ") else { continue };
        match rest.trim_start().strip_prefix('{') {
            Some(list) => names.extend(list.split('}').next().unwrap_or(list).split(',').filter_map(|one| {
                one.split_whitespace().next_back().filter(|name| name.chars().all(is_name)).map(str::to_owned)
            })),
            None => {
                let mut words = rest.split(|c: char| !is_name(c)).filter(|word| !word.is_empty());
                names.extend(words.find(|word| !BEFORE.contains(word)).map(str::to_owned));
            }
        }
    }
    names.retain(|name| !matches!(name.as_str(), "type" | "interface" | "from"));
    names
}

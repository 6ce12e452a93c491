//! Which file a Python import means.

use std::borrow::Cow;

use crate::extract::Files;

/// Folders above a file that are looked into for a package.
const MOST_ROOTS: usize = 16;

/// The file of a module; `import` may begin with dots, which count from the file `from`.
///
/// A module without dots is looked for beside the file and in the folders above it, in each also below `src`. A
/// folder that is itself a package is no such place: its modules are named from the package on. One whose name nobody can
/// write in an import is none, whatever it holds: who runs what lies in it finds the others beside it.
pub(super) fn resolve(import: &str, from: &str, files: &dyn Files) -> Option<String> {
    let name = import.trim_start_matches('.');
    let dots = import.len() - name.len();
    let path = name.replace('.', "/");
    let folder = folder(from);
    if dots > 0 {
        let mut base = folder;
        for _ in 1..dots {
            base = up(base)?;
        }
        return file(base, &path, files);
    }
    if path.is_empty() {
        return None;
    }
    let roots = std::iter::successors(Some(folder), |folder| up(folder)).take(MOST_ROOTS);
    let roots = roots.filter(|root| !is_package(root, files));
    roots.into_iter().find_map(|root| file(root, &path, files).or_else(|| file(&join(root, "src"), &path, files)))
}

/// The package that a file lies in: [`resolve`] finds it from elsewhere by no path that leaves the package's name out.
pub(super) fn package_of(path: &str, files: &dyn Files) -> Option<String> {
    let folder = folder(path);
    // What lies in `src` is found without it.
    let is_root = folder.is_empty() || folder == "src" || folder.ends_with("/src");
    (!is_root && is_package(folder, files)).then(|| folder.to_owned())
}

/// A folder can be imported.
fn is_package(folder: &str, files: &dyn Files) -> bool {
    let name = folder.rsplit_once('/').map_or(folder, |(_, name)| name);
    let is_word = name.chars().all(|c| c.is_alphanumeric() || c == '_') && !name.starts_with(|c: char| c.is_numeric());
    is_word && files.has(&join(folder, "__init__.py"))
}

/// The module that a name in a module is.
pub(super) fn submodule(import: &str, name: &str) -> String {
    let joint = if import.ends_with('.') { "" } else { "." };
    format!("{import}{joint}{name}")
}

/// The modules that lines import, and the names taken from one, which may be modules in it; nothing if some line says it
/// in another way than `import a.b, c` or `from a.b import c, d`.
pub(super) fn imported(lines: &[u8]) -> Option<Vec<Cow<'_, str>>> {
    let mut modules: Vec<Cow<'_, str>> = Vec::new();
    let mut rest = std::str::from_utf8(lines).ok()?;
    while let Some((line, others)) = rest.split_once('\n') {
        let statement = line.trim_start();
        rest = others;
        let plain = statement.strip_prefix("import ");
        let Some((module, names)) = statement.strip_prefix("from ").and_then(|from| from.split_once(" import ")) else {
            match plain {
                // Who imports `a.b` has `a` as well.
                Some(names) => {
                    let firsts = listed(names)?.filter_map(|name| name.split_once('.')).map(|(first, _)| first);
                    modules.extend(listed(names)?.chain(firsts).map(Cow::Borrowed));
                }
                // Prose speaks of imports as well; what imports by a call, or behind something else, does not begin so.
                None if hides_import(statement) => return None,
                None => modules.extend(called(statement).map(Cow::Borrowed)),
            }
            continue;
        };
        let names = match names.trim().strip_prefix('(') {
            None => names,
            Some(opened) if opened.contains(')') => opened,
            Some(_) => {
                let (names, others) = lines_in_brackets(line, rest)?;
                rest = others;
                names
            }
        };
        let module = module.trim();
        modules.push(Cow::Borrowed(module));
        modules.extend(listed(names)?.map(|name| Cow::Owned(submodule(module, name))));
    }
    Some(modules)
}

/// What stands behind the bracket that a line opens, up to where it is closed, and what follows.
fn lines_in_brackets<'l>(line: &'l str, rest: &'l str) -> Option<(&'l str, &'l str)> {
    line.trim_end().ends_with('(').then(|| rest.split_once(')')).flatten()
}

/// A line imports in a way that its beginning does not say.
fn hides_import(line: &str) -> bool {
    [": import ", ": from ", "; import ", "; from "].iter().any(|sign| line.contains(sign))
}

/// The module that a line imports by a call: `import_module("a.b")`. What is not written there nobody can follow.
fn called(line: &str) -> Option<&str> {
    let given = ["import_module(", "__import__("].iter().find_map(|call| line.split_once(call))?.1;
    let quote = given.chars().next().filter(|first| matches!(first, '"' | '\''))?;
    given[1..].split_once(quote).map(|(module, _)| module)
}

/// The names of a list, without what they are called here; nothing if it holds something else, or goes on elsewhere.
fn listed(names: &str) -> Option<impl Iterator<Item = &str>> {
    let is_name = |name: &str| name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '.' | '*'));
    let lines = names.lines().map(|line| line.split('#').next().unwrap_or_default());
    let names = lines.flat_map(|line| line.split([',', ')']));
    let names = names.map(|name| name.split(" as ").next().unwrap_or_default().trim());
    names.clone().all(is_name).then(|| names.filter(|name| !name.is_empty() && *name != "*"))
}

/// The file of a module in a folder.
fn file(folder: &str, path: &str, files: &dyn Files) -> Option<String> {
    let whole = join(folder, path);
    let package = join(&whole, "__init__.py");
    let found = [package, format!("{whole}.py")];
    found.into_iter().find(|path| files.has(path))
}

/// Nothing says how what a file belongs to is installed: what only has settings of tools, or what its programs depend on,
/// is built by nobody.
pub(super) fn is_private(path: &str, files: &dyn Files) -> bool {
    const BUILDING: [(&str, &[&str]); 3] = [
        ("pyproject.toml", &["[build-system]", "[tool.poetry]"]),
        ("setup.py", &["setup("]),
        ("setup.cfg", &["[metadata]"]),
    ];
    const KEPT: [&str; 2] = ["package-mode = false", "package = false"];
    let builds = |folder: &str| {
        BUILDING.iter().any(|(name, signs)| {
            let text = files.text(&join(folder, name));
            text.is_some_and(|text| {
                signs.iter().any(|sign| text.contains(sign)) && !KEPT.iter().any(|no| text.contains(no))
            })
        })
    };
    let mut folders = std::iter::successors(Some(folder(path)), |folder| up(folder));
    !folders.any(builds)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

fn up(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(up, _)| up))
}

fn join(folder: &str, path: &str) -> String {
    match (folder, path) {
        ("", path) => path.to_owned(),
        (folder, "") => folder.to_owned(),
        (folder, path) => format!("{folder}/{path}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::vocabulary::Vocabulary;

    struct These<'t>(&'t [&'t str]);

    impl Files for These<'_> {
        fn vocabulary(&self) -> &dyn Vocabulary {
            Catalog::bundled()
        }
        fn has(&self, path: &str) -> bool {
            self.0.contains(&path)
        }
        fn text(&self, _: &str) -> Option<std::sync::Arc<str>> {
            None
        }
        fn folders(&self, _: &str) -> Vec<String> {
            Vec::new()
        }
    }

    #[test]
    fn modules_are_found() {
        let files = These(&[
            "app/__init__.py",
            "app/config.py",
            "app/llm/__init__.py",
            "app/llm/client.py",
            "src/pkg/__init__.py",
            "src/pkg/models.py",
            "scripts/run.py",
            "scripts/models.py",
            "step-2/__init__.py",
            "step-2/models.py",
        ]);
        for (import, from, found) in [
            (".config", "app/main.py", Some("app/config.py")),
            (".", "app/main.py", Some("app/__init__.py")),
            ("..config", "app/llm/client.py", Some("app/config.py")),
            (".llm", "app/main.py", Some("app/llm/__init__.py")),
            ("....config", "app/llm/client.py", None),
            ("app.config", "app/llm/client.py", Some("app/config.py")),
            ("pkg.models", "tests/test_models.py", Some("src/pkg/models.py")),
            ("models", "scripts/run.py", Some("scripts/models.py")),
            ("models", "step-2/run.py", Some("step-2/models.py")),
            // Inside of a package a bare name is no neighbour.
            ("config", "app/main.py", None),
            ("openai", "app/main.py", None),
        ] {
            assert_eq!(resolve(import, from, &files).as_deref(), found, "{import} in {from}");
        }
    }

    #[test]
    fn imports_from_elsewhere_say_the_name_of_a_package() {
        let packages = ["app/__init__.py", "app/llm/__init__.py", "src/__init__.py", "step-2/__init__.py"];
        let files = These(&packages);
        for (path, package) in [
            ("app/config.py", Some("app")),
            ("app/llm/client.py", Some("app/llm")),
            ("app/llm/__init__.py", Some("app/llm")),
            ("src/config.py", None),
            ("scripts/models.py", None),
            ("step-2/models.py", None),
            ("main.py", None),
        ] {
            assert_eq!(package_of(path, &files).as_deref(), package, "{path}");
        }
    }

    #[test]
    fn lines_say_what_is_imported() {
        let told = |lines: &str| imported(lines.as_bytes()).map(|found| found.join(" "));
        for (lines, modules) in [
            ("import os, a.b as c\n", "os a.b a"),
            ("from .a import B as C, d\n", ".a .a.B .a.d"),
            ("from . import a\n", ". .a"),
            ("    from a.b import (\n    c,  # one\n    d as e,\n)\nimport f\n", "a.b a.b.c a.b.d f"),
            ("from a import *\n", "a"),
            ("from a import (b, c)\n", "a a.b a.c"),
            ("# where we import from\n", ""),
            ("x = importlib.import_module('a.b')\ny = import_module(name)\n", "a.b"),
        ] {
            assert_eq!(told(lines).as_deref(), Some(modules), "{lines}");
        }
        for lines in [
            "try: import a\n",
            "from a import b; from c import d\n",
            "from a import b, \\\n",
            "import all that is needed\n",
            "from a import (\n    b,\n",
        ] {
            assert_eq!(told(lines), None, "{lines}");
        }
    }

    #[test]
    fn names_may_be_modules() {
        assert_eq!(submodule(".", "config"), ".config");
        assert_eq!(submodule("..a", "b"), "..a.b");
        assert_eq!(submodule("a", "b"), "a.b");
    }
}

//! Which file a Python import means.

use crate::extract::Files;

/// Folders above a file that are looked into for a package.
const MOST_ROOTS: usize = 16;

/// The file of a module; `import` may begin with dots, which count from the file `from`.
///
/// A module without dots is looked for beside the file and in the folders above it, in each also below `src`. A
/// folder that is itself a package is no such place: its modules are named from the package on.
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
    let roots = roots.filter(|root| !files.has(&join(root, "__init__.py")));
    roots.into_iter().find_map(|root| file(root, &path, files).or_else(|| file(&join(root, "src"), &path, files)))
}

/// The package that a file lies in: [`resolve`] finds it from elsewhere by no path that leaves the package's name out.
pub(super) fn package_of(path: &str, files: &dyn Files) -> Option<String> {
    let folder = folder(path);
    // What lies in `src` is found without it.
    let is_root = folder.is_empty() || folder == "src" || folder.ends_with("/src");
    (!is_root && files.has(&join(folder, "__init__.py"))).then(|| folder.to_owned())
}

/// The module that a name in a module is.
pub(super) fn submodule(import: &str, name: &str) -> String {
    let joint = if import.ends_with('.') { "" } else { "." };
    format!("{import}{joint}{name}")
}

/// The file of a module in a folder.
fn file(folder: &str, path: &str, files: &dyn Files) -> Option<String> {
    let whole = join(folder, path);
    let package = join(&whole, "__init__.py");
    let found = [package, format!("{whole}.py")];
    found.into_iter().find(|path| files.has(path))
}

/// Nothing says how what a file belongs to is installed.
pub(super) fn is_private(path: &str, files: &dyn Files) -> bool {
    const DESCRIPTIONS: [&str; 3] = ["pyproject.toml", "setup.py", "setup.cfg"];
    let mut folders = std::iter::successors(Some(folder(path)), |folder| up(folder));
    !folders.any(|folder| DESCRIPTIONS.iter().any(|name| files.text(&join(folder, name)).is_some()))
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

    struct These(&'static [&'static str]);

    impl Files for These {
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
            // Inside of a package a bare name is no neighbour.
            ("config", "app/main.py", None),
            ("openai", "app/main.py", None),
        ] {
            assert_eq!(resolve(import, from, &files).as_deref(), found, "{import} in {from}");
        }
    }

    #[test]
    fn imports_from_elsewhere_say_the_name_of_a_package() {
        let files = These(&["app/__init__.py", "app/llm/__init__.py", "src/__init__.py", "scripts/models.py"]);
        for (path, package) in [
            ("app/config.py", Some("app")),
            ("app/llm/client.py", Some("app/llm")),
            ("app/llm/__init__.py", Some("app/llm")),
            ("src/config.py", None),
            ("scripts/models.py", None),
            ("main.py", None),
        ] {
            assert_eq!(package_of(path, &files).as_deref(), package, "{path}");
        }
    }

    #[test]
    fn names_may_be_modules() {
        assert_eq!(submodule(".", "config"), ".config");
        assert_eq!(submodule("..a", "b"), "..a.b");
        assert_eq!(submodule("a", "b"), "a.b");
    }
}

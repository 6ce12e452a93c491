//! Which file an import of TypeScript or JavaScript means.

use std::sync::Arc;

use serde_json::Value;

use crate::extract::Files;
use crate::vocabulary::{Sign, Vocabulary};

/// Extensions in the order in which they are tried.
const EXTENSIONS: [&str; 8] = ["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"];
/// Extensions that an import always writes out.
const WRITTEN_OUT: [&str; 3] = ["vue", "svelte", "astro"];
/// What a file written in an import may be in the sources.
const REWRITTEN: [(&str, &[&str]); 4] =
    [(".js", &["ts", "tsx"]), (".jsx", &["tsx"]), (".mjs", &["mts"]), (".cjs", &["cts"])];
/// Configurations that may say where modules lie.
const CONFIGURATIONS: [&str; 2] = ["tsconfig.json", "jsconfig.json"];
/// Longest chain of configurations that extend each other.
const MOST_EXTENDED: usize = 4;
/// Packages of a workspace that are looked at.
const MOST_PACKAGES: usize = 500;

/// The file of a module: relative, by `paths` or `baseUrl` of the nearest configuration, or a package of the workspace.
pub(super) fn resolve(import: &str, from: &str, files: &dyn Files) -> Option<String> {
    let import = import.split(['?', '#']).next().filter(|import| !import.is_empty())?;
    if import.starts_with('.') {
        return file(&join(folder(from), import)?, files);
    }
    if import.starts_with('/') || import.contains(':') {
        return None;
    }
    let mut is_mapped = false;
    by_configuration(import, from, files, &mut is_mapped)
        .or_else(|| (!is_mapped).then(|| by_convention(import, from, files)).flatten())
        .or_else(|| by_package(import, from, files))
}

/// What stands between quotes in lines that import something: the modules, and little else.
pub(super) fn quoted(lines: &[u8]) -> impl Iterator<Item = &str> {
    let mut rest = lines;
    std::iter::from_fn(move || {
        loop {
            let open = memchr::memchr3(b'"', b'\'', b'`', rest)?;
            let (quote, inside) = (rest[open], &rest[open + 1..]);
            let end = memchr::memchr2(quote, b'\n', inside)?;
            // A quote that nothing closes on its line is none.
            rest = &inside[end + usize::from(inside[end] == quote)..];
            if inside[end] == quote {
                return Some(&inside[..end]);
            }
        }
    })
    .filter_map(|module| std::str::from_utf8(module).ok())
}

/// A module from the root of the sources on, as frameworks and bundlers have it where nothing else is said. Which folder
/// that is nobody says either: only one of those that it may be has the file.
fn by_convention(import: &str, from: &str, files: &dyn Files) -> Option<String> {
    const PREFIXES: [&str; 4] = ["~/", "@/", "~~/", "@@/"];
    const SOURCES: [&str; 3] = ["", "src", "app"];
    let inside = PREFIXES.iter().find_map(|prefix| import.strip_prefix(prefix))?;
    let is_root = |folder: &&str| {
        let has = |name: &str| join(folder, name).is_some_and(|path| files.text(&path).is_some());
        has("package.json") || files.vocabulary().words(Sign::RootFile).into_iter().any(has)
    };
    let root = folders_above(from).find(is_root)?;
    let mut found = SOURCES.iter().filter_map(|source| file(&join(&join(root, source)?, inside)?, files));
    let first = found.next()?;
    found.next().is_none().then_some(first)
}

/// The source file at a path without, or with another, extension.
fn file(base: &str, files: &dyn Files) -> Option<String> {
    let has = |path: String| files.has(&path).then_some(path);
    let is_source = EXTENSIONS.iter().chain(&WRITTEN_OUT).any(|extension| base.ends_with(&format!(".{extension}")));
    if is_source && let Some(found) = has(base.to_owned()) {
        return Some(found);
    }
    for (written, sources) in REWRITTEN {
        let Some(stem) = base.strip_suffix(written) else { continue };
        if let Some(found) = sources.iter().find_map(|source| has(format!("{stem}.{source}"))) {
            return Some(found);
        }
    }
    let beside = EXTENSIONS.iter().filter(|_| !base.is_empty()).find_map(|e| has(format!("{base}.{e}")));
    let index = if base.is_empty() { "index".to_owned() } else { format!("{base}/index") };
    beside.or_else(|| EXTENSIONS.iter().find_map(|extension| has(format!("{index}.{extension}"))))
}

/// Whether some pattern maps the module is said as well, although it leads to no file of the project.
fn by_configuration(import: &str, from: &str, files: &dyn Files, is_mapped: &mut bool) -> Option<String> {
    for folder in folders_above(from) {
        for name in CONFIGURATIONS {
            let path = join(folder, name)?;
            if let Some(found) = by_options(import, &path, files, 0, is_mapped) {
                return Some(found);
            }
        }
    }
    None
}

/// What one configuration, or one that it extends, makes of a module.
fn by_options(import: &str, path: &str, files: &dyn Files, depth: usize, is_mapped: &mut bool) -> Option<String> {
    let configuration = files.settings(path)?;
    let options = &configuration["compilerOptions"];
    let here = folder(path);
    let base = options["baseUrl"].as_str().and_then(|base| join(here, base));
    for (pattern, targets) in options["paths"].as_object().into_iter().flatten() {
        let Some(matched) = matched(pattern, import) else { continue };
        *is_mapped |= pattern != "*";
        for target in targets.as_array().into_iter().flatten().filter_map(Value::as_str) {
            let target = join(base.as_deref().unwrap_or(here), &target.replacen('*', matched, 1));
            if let Some(found) = target.and_then(|target| file(&target, files)) {
                return Some(found);
            }
        }
    }
    if let Some(found) = base.and_then(|base| join(&base, import)).and_then(|path| file(&path, files)) {
        return Some(found);
    }
    let extended = match &configuration["extends"] {
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        one => one.as_str().into_iter().collect::<Vec<_>>(),
    };
    let extended = extended.into_iter().filter(|other| other.starts_with('.') && depth < MOST_EXTENDED);
    extended.into_iter().find_map(|other| {
        let path = join(here, other)?;
        let path = if path.ends_with(".json") { path } else { format!("{path}.json") };
        by_options(import, &path, files, depth + 1, is_mapped)
    })
}

/// What `*` of a pattern stands for in a module; an empty text where the pattern has none and is the module.
fn matched<'i>(pattern: &str, import: &'i str) -> Option<&'i str> {
    match pattern.split_once('*') {
        Some((before, after)) => import.strip_prefix(before)?.strip_suffix(after),
        None => (pattern == import).then_some(""),
    }
}

/// A module of another package of the workspace, by the name in its `package.json`.
fn by_package(import: &str, from: &str, files: &dyn Files) -> Option<String> {
    let slashes = if import.starts_with('@') { 2 } else { 1 };
    let end = import.match_indices('/').nth(slashes - 1).map_or(import.len(), |(at, _)| at);
    let (name, inside) = (&import[..end], import[end..].trim_start_matches('/'));
    let mut packages = folders_above(from).flat_map(|folder| workspace(folder, files)).take(MOST_PACKAGES);
    let is_named = |package: &Value| package["name"].as_str() == Some(name);
    let (package, description) = packages.find_map(|package| {
        let description = files.settings(&join(&package, "package.json")?)?;
        is_named(&description).then_some((package, description))
    })?;
    entries(&description, inside).into_iter().find_map(|entry| file(&join(&package, &entry)?, files))
}

/// Where a package may keep a module: its sources before what it says that it publishes.
fn entries(description: &Value, inside: &str) -> Vec<String> {
    if !inside.is_empty() {
        let exported = exported(&description["exports"][format!("./{inside}")]);
        return [exported, vec![inside.to_owned(), format!("src/{inside}")]].concat();
    }
    let own = ["types", "module", "main"].iter().filter_map(|key| description[*key].as_str()).map(str::to_owned);
    let published = exported(&description["exports"]).into_iter().chain(exported(&description["exports"]["."]));
    let usual = ["src/index", "index"].map(str::to_owned);
    published.chain(own).chain(usual).collect()
}

/// The paths that an entry of `exports` names.
fn exported(entry: &Value) -> Vec<String> {
    match entry {
        Value::String(path) => vec![path.clone()],
        Value::Object(conditions) => conditions.values().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// The folders of the packages that a folder is the workspace of.
fn workspace(folder: &str, files: &dyn Files) -> Vec<String> {
    let described = join(folder, "package.json").and_then(|path| files.settings(&path)).unwrap_or_default();
    let listed = match &described["workspaces"] {
        Value::Object(object) => object.get("packages").cloned().unwrap_or_default(),
        list => list.clone(),
    };
    let mut patterns: Vec<String> =
        listed.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect();
    // The list of pnpm: lines of a YAML sequence under `packages`.
    let listed = join(folder, "pnpm-workspace.yaml").and_then(|path| files.text(&path));
    let items = listed.iter().flat_map(|text| text.lines()).filter_map(|line| line.trim().strip_prefix("- "));
    patterns.extend(items.map(|item| item.trim().trim_matches(['"', '\'']).to_owned()));
    let folders = patterns.iter().filter(|pattern| !pattern.starts_with('!')).flat_map(|pattern| {
        let pattern = pattern.trim_start_matches("./").trim_end_matches('/');
        match pattern.split_once('*') {
            None => join(folder, pattern).into_iter().collect(),
            Some((before, _)) => {
                let above = join(folder, before.trim_end_matches('/')).unwrap_or_default();
                let inside = files.folders(&above);
                inside.iter().filter_map(|name| join(&above, name)).collect::<Vec<_>>()
            }
        }
    });
    folders.collect()
}

/// The package around a file is published to nobody: it says so, or has no version, without which none is.
pub(super) fn is_private(path: &str, files: &dyn Files) -> bool {
    description(path, files).is_some_and(|description| {
        let is_unpublished = description["private"] == true || description["version"].is_null();
        is_unpublished
            || is_run_by_a_program(&description, files.vocabulary())
            || is_only_begun(path, &description, files)
    })
}

/// The package is described as it was when it was begun: the file that others would import is not there.
fn is_only_begun(path: &str, description: &Value, files: &dyn Files) -> bool {
    const GIVEN: [&str; 7] = ["exports", "module", "types", "typings", "bin", "files", "publishConfig"];
    const MAIN: &str = "index.js";
    let folder = folders_above(path)
        .find(|folder| join(folder, "package.json").is_some_and(|at| files.has(&at) || files.settings(&at).is_some()));
    let is_there = |name: &str| folder.and_then(|folder| join(folder, name)).is_none_or(|path| files.has(&path));
    description["main"] == MAIN
        && GIVEN.iter().all(|key| description[key].is_null())
        && !["index.js", "index.ts", "index.mjs"].into_iter().any(is_there)
}

/// The package is an application, or what another program loads as a whole: nobody imports a file of it.
fn is_run_by_a_program(description: &Value, vocabulary: &dyn Vocabulary) -> bool {
    let names = |table: &str, sign| {
        let named = description[table].as_object().into_iter().flatten().filter(|(_, value)| !value.is_null());
        { named }.any(|(name, _)| vocabulary.is_sign(name, sign))
    };
    names("engines", Sign::PluginEngine)
        || names("dependencies", Sign::PluginHost)
        || names("devDependencies", Sign::PluginHost)
}

/// The package around a file says by which names others import its files.
pub(super) fn has_exports(path: &str, files: &dyn Files) -> bool {
    description(path, files).is_none_or(|description| !description["exports"].is_null())
}

/// What describes the package around a file.
fn description(path: &str, files: &dyn Files) -> Option<Arc<Value>> {
    folders_above(path).find_map(|folder| files.settings(&join(folder, "package.json")?))
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The folder of a file and those above it, nearest first.
fn folders_above(from: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder(from)), |folder| {
        (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(up, _)| up))
    })
}

/// A path from a folder on, without `.` and `..`; nothing if it leads out of the project.
fn join(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;

    struct These(&'static [(&'static str, &'static str)]);

    impl Files for These {
        fn vocabulary(&self) -> &dyn Vocabulary {
            Catalog::bundled()
        }
        fn has(&self, path: &str) -> bool {
            self.0.iter().any(|(name, _)| *name == path)
        }
        fn text(&self, path: &str) -> Option<Arc<str>> {
            self.0.iter().find(|(name, _)| *name == path).map(|(_, text)| Arc::from(*text))
        }
        fn folders(&self, path: &str) -> Vec<String> {
            let mut names: Vec<String> = self
                .0
                .iter()
                .filter_map(|(name, _)| name.strip_prefix(path))
                .filter_map(|rest| {
                    let rest = rest.strip_prefix('/')?;
                    rest.split_once('/').map(|(folder, _)| folder.to_owned())
                })
                .collect();
            names.dedup();
            names
        }
    }

    const TREE: These = These(&[
        ("package.json", r#"{ "workspaces": ["packages/*"] }"#),
        ("packages/config/package.json", r#"{ "name": "@acme/config", "main": "dist/index.js" }"#),
        ("packages/config/src/index.ts", ""),
        ("packages/config/src/models.ts", ""),
        ("tsconfig.base.json", r#"{ "compilerOptions": { "paths": { "~shared/*": ["./shared/*"], } } }"#),
        ("shared/ids.ts", ""),
        (
            "web/tsconfig.json",
            r#"{
              // The application's own.
              "extends": "../tsconfig.base.json",
              "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["./src/*"], "models": ["src/lib/models.ts"] } },
            }"#,
        ),
        ("web/src/lib/models.ts", ""),
        ("web/src/lib/index.tsx", ""),
        ("web/src/app/page.tsx", ""),
        ("web/src/old.mjs", ""),
    ]);

    #[test]
    fn roots_of_sources_are_found_where_nothing_says_them() {
        const BARE: These = These(&[
            ("package.json", "{}"),
            ("app/models.ts", ""),
            ("app/both.ts", ""),
            ("src/both.ts", ""),
            ("Chat.vue", ""),
            ("api/tsconfig.json", r#"{ "compilerOptions": { "paths": { "@/*": ["./elsewhere/*"] } } }"#),
            ("api/package.json", "{}"),
            ("api/src/models.ts", ""),
        ]);
        for (import, from, found) in [
            ("~/models", "server/a.ts", Some("app/models.ts")),
            ("@/models", "app/pages/a.vue", Some("app/models.ts")),
            ("~~/app/models", "server/a.ts", Some("app/models.ts")),
            ("~/Chat.vue", "app/a.ts", Some("Chat.vue")),
            ("~/both", "server/a.ts", None),
            ("~/../secrets", "server/a.ts", None),
            ("@/models", "api/src/a.ts", None),
            ("~/models", "api/src/a.ts", Some("api/src/models.ts")),
        ] {
            assert_eq!(resolve(import, from, &BARE).as_deref(), found, "{import} in {from}");
        }
    }

    #[test]
    fn modules_are_found() {
        for (import, found) in [
            ("../lib/models", Some("web/src/lib/models.ts")),
            ("../lib/models.js", Some("web/src/lib/models.ts")),
            ("../lib", Some("web/src/lib/index.tsx")),
            ("../old.mjs", Some("web/src/old.mjs")),
            ("./page?raw", Some("web/src/app/page.tsx")),
            ("@/lib/models", Some("web/src/lib/models.ts")),
            ("models", Some("web/src/lib/models.ts")),
            ("src/lib/models", Some("web/src/lib/models.ts")),
            ("~shared/ids", Some("shared/ids.ts")),
            ("@acme/config", Some("packages/config/src/index.ts")),
            ("@acme/config/models", Some("packages/config/src/models.ts")),
            ("@acme/other", None),
            ("openai", None),
            ("node:fs", None),
            ("../../../../../../etc/passwd", None),
        ] {
            assert_eq!(resolve(import, "web/src/app/page.tsx", &TREE).as_deref(), found, "{import}");
        }
    }
}

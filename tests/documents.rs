//! Pages for people: their links lead somewhere, and what they repeat from the code is what the code says.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use model_lint::diagnostic::{Rule, Severity};
use regex::Regex;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// All pages of the repository, by their paths from its root.
fn pages() -> Vec<PathBuf> {
    let mut found: Vec<PathBuf> = Vec::new();
    for folder in ["", "docs", "docs/real-world", "docs/rules", "editors/vscode", "fuzz", "tests/schemas"] {
        let entries = fs::read_dir(root().join(folder)).unwrap();
        let names = entries.map(|entry| Path::new(folder).join(entry.unwrap().file_name()));
        found.extend(names.filter(|name| name.extension().is_some_and(|end| end == "md")));
    }
    found.sort();
    found
}

fn read(path: &Path) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{}: {e}", path.display()))
}

/// The text without its blocks of code.
fn prose(page: &str) -> String {
    page.split("\n```").step_by(2).collect::<Vec<_>>().join("\n")
}

/// The names under which headings of a page are reached, as code hosts make them.
fn anchors(page: &str) -> BTreeSet<String> {
    let headings = prose(page);
    let headings =
        headings.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#').trim());
    let anchor = |heading: &str| {
        let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
        kept.collect::<String>().to_lowercase().replace(' ', "-")
    };
    headings.map(anchor).collect()
}

#[test]
fn links_between_pages_lead_somewhere() {
    let link = Regex::new(r"\]\(([^)\s]+)\)").unwrap();
    let mut seen = 0;
    for page in pages() {
        let text = read(&page);
        for found in link.captures_iter(&prose(&text)) {
            let to = &found[1];
            if to.starts_with("https://") {
                assert!(!to.contains("OWNER"), "{}: {to} is nobody's", page.display());
                continue;
            }
            let (file, anchor) = to.split_once('#').map_or((to, None), |(file, anchor)| (file, Some(anchor)));
            let file = if file.is_empty() { page.clone() } else { page.parent().unwrap().join(file) };
            assert!(root().join(&file).exists(), "{}: {to} is not there", page.display());
            if let Some(anchor) = anchor {
                assert!(anchors(&read(&file)).contains(anchor), "{}: {to} has no such heading", page.display());
            }
            seen += 1;
        }
    }
    assert!(seen > 60, "{seen}");
}

#[test]
fn every_page_of_the_book_is_linked() {
    let all: String = pages().iter().map(|page| prose(&read(page))).collect();
    for page in pages().iter().filter(|page| page.starts_with("docs")) {
        let name = page.file_name().unwrap().to_str().unwrap();
        assert!(all.contains(&format!("{name})")) || all.contains(&format!("{name}#")), "{}", page.display());
    }
}

#[test]
fn the_readme_lists_the_rules() {
    let readme = read(Path::new("README.md"));
    let line = |rule: &Rule| {
        let default = match rule.default_severity() {
            _ if !rule.on_by_default() => "off",
            Severity::Error => "error",
            Severity::Warning => "warning",
            Severity::Note => "note",
        };
        format!(r"\| \[`{0}`\]\(docs/rules/{0}\.md\) \| .+ \| {default} \|", rule.name())
    };
    let table = Rule::ALL.iter().map(line).collect::<Vec<_>>().join("\n");
    assert!(Regex::new(&table).unwrap().is_match(&readme), "wanted: {table}");
}

/// The cells of the lines of tables in a page, the first one without what stands behind a comma or a bracket.
fn rows(page: &str) -> Vec<Vec<String>> {
    let cells = |line: &str| -> Vec<String> {
        let mut row: Vec<String> = line.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect();
        row[0] = row[0].split([',', '(']).next().unwrap_or_default().trim().to_owned();
        row
    };
    page.lines().filter(|line| line.starts_with("| ")).map(cells).collect()
}

#[test]
fn what_a_million_files_take_follows_from_what_was_measured() {
    let number = |cell: &str| cell.replace(',', "").parse::<f64>().ok();
    let measured = rows(&read(Path::new("docs/performance.md")));
    let mut seen = 0;
    for row in rows(&read(Path::new("docs/scale.md"))) {
        let [tree, seconds] = row.as_slice() else { continue };
        let Some(seconds) = number(seconds) else { continue };
        let from = measured.iter().find(|from| from.len() == 8 && from[0] == *tree).unwrap_or_else(|| panic!("{tree}"));
        let wanted = number(&from[3]).unwrap() * 1e6 / number(&from[1]).unwrap();
        assert_eq!(format!("{wanted:.0}"), format!("{seconds}"), "docs/scale.md: {tree}");
        seen += 1;
    }
    assert!(seen > 5, "{seen}");
}

/// What the program says in a folder that holds these files.
fn says(files: &[(&str, &str)], args: &[&str]) -> String {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    let done = command.args(["--isolated", "--as-of", "2026-11-23"]).args(args).current_dir(folder.path()).output();
    String::from_utf8(done.unwrap().stdout).unwrap()
}

/// The blocks of code of a page, each with the heading above it and its language.
fn blocks(page: &str) -> Vec<(&str, &str, &str)> {
    let mut heading = "";
    let mut found = Vec::new();
    for (index, part) in page.split("\n```").enumerate() {
        if index % 2 == 0 {
            heading = part.lines().rev().find_map(|line| line.strip_prefix("## ")).unwrap_or(heading);
        } else {
            let (language, text) = part.split_once('\n').unwrap();
            found.push((heading, language, text));
        }
    }
    found
}

#[test]
fn the_examples_of_output_are_what_the_program_says() {
    let page = read(Path::new("docs/output.md"));
    let blocks = blocks(&page);
    let (_, _, program) = blocks.iter().find(|(_, language, _)| *language == "python").unwrap();
    let program = format!("{program}\n");
    let bare = |text: &str| text.split_whitespace().collect::<String>();
    let formats = ["full", "concise", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];
    for format in formats {
        let (_, _, shown) =
            blocks.iter().find(|(heading, ..)| *heading == format).unwrap_or_else(|| panic!("{format}"));
        let said = says(&[("bot.py", &program)], &["--output-format", format, "."]);
        let left_out = bare(shown).split('…').map(regex::escape).collect::<Vec<_>>().join("(?s:.*)");
        assert!(Regex::new(&left_out).unwrap().is_match(&bare(&said)), "docs/output.md, {format}:\n{said}");
    }
}

#[test]
fn every_editor_has_the_same_files() {
    let page = read(Path::new("docs/editors.md"));
    let set_ups = blocks(&page).into_iter().filter(|(_, _, text)| text.contains("python"));
    let mut seen = 0;
    let code = "python|typescript|tsx,typescriptreact|javascript,js-mode|vue|svelte|astro";
    let settings = "yaml|json|jsonc|toml|\"env\",\"sh\",dotenv";
    for (editor, _, text) in set_ups {
        for names in code.split('|').chain(settings.split('|')) {
            assert!(names.split(',').any(|name| text.contains(name)), "{editor}: {names}");
        }
        let markers = r#""model-lint.toml", ".model-lint.toml", "pyproject.toml", ".git""#;
        assert!(!text.contains("root") || text.contains(markers), "{editor}");
        seen += 1;
    }
    assert_eq!(seen, 5);
}

#[test]
fn the_pages_count_the_catalog_as_it_is() {
    let models = says(&[], &["list-models", "--output-format", "json"]);
    let models: Vec<serde_json::Value> = serde_json::from_str(&models).unwrap();
    let providers: BTreeSet<&str> = models.iter().map(|model| model["provider"].as_str().unwrap()).collect();
    let line = |name: &str, provider: Option<&str>| {
        let count = |all: &dyn Fn(&serde_json::Value) -> bool| {
            let of = |model: &&serde_json::Value| provider.is_none_or(|provider| model["provider"] == provider);
            models.iter().filter(of).filter(|model| all(model)).count()
        };
        let official = |model: &serde_json::Value| model["confidence"] == "official";
        let ends = |model: &serde_json::Value| !model["shutdown"].is_null();
        let over = |model: &serde_json::Value| model["status"] == "retired" || model["status"] == "redirected";
        let all = count(&|_| true);
        let share = (200 * count(&official) + all) / (2 * all);
        let both = count(&|model| official(model) && ends(model));
        format!("| {name} | {all} | {share} % | {} | {both} | {} |\n", count(&ends), count(&over))
    };
    let mut table: String = providers.iter().map(|provider| line(provider, Some(provider))).collect();
    table += &line("**all**", None);
    let page = read(Path::new("docs/catalog.md"));
    assert!(page.contains(&table), "docs/catalog.md, wanted:\n{table}");
    let conflicts = models.iter().filter(|model| model["confidence"] == "conflict").count();
    assert!(page.contains(&format!("*Conflict* ({conflicts} entries)")), "docs/catalog.md: {conflicts} in conflict");
    let thousands = |number: usize| format!("{},{:03}", number / 1000, number % 1000);
    let wanted = format!("{} models of nineteen platforms", thousands(models.len()));
    assert!(read(Path::new("README.md")).contains(&wanted), "README.md, wanted: {wanted}");
    assert_eq!(providers.len(), 19);
}

//! Hooks and CI: what the snippets of the documentation and the files for other tools say is true.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use model_lint::walk::language_of;
use regex::Regex;
use serde_yaml::Value;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&read(path)).unwrap_or_else(|e| panic!("{path}: {e}"))
}

/// The fenced blocks of a page: their language and their text.
fn blocks(page: &str) -> Vec<(String, String)> {
    let mut blocks = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(language) = line.strip_prefix("```") else { continue };
        let text: Vec<&str> = lines.by_ref().take_while(|line| *line != "```").collect();
        blocks.push((language.to_owned(), text.join("\n")));
    }
    blocks
}

/// All strings in a document.
fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Sequence(items) => items.iter().for_each(|item| strings(item, found)),
        Value::Mapping(entries) => entries.values().for_each(|item| strings(item, found)),
        _ => {}
    }
}

/// A folder like one in which the snippets are used.
fn project() -> tempfile::TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("app.py"), "MODEL = 'gpt-4-32k'\n").unwrap();
    fs::create_dir(dir.path().join("test-results")).unwrap();
    dir
}

/// Runs a command of the documentation as it stands there; its exit code.
fn run(command: &str, folder: &Path) -> Option<i32> {
    let program = env!("CARGO_BIN_EXE_model-lint");
    let command = command.replace("{staged_files}", "app.py");
    let arguments = command.strip_prefix("model-lint ").unwrap();
    let script = format!("'{program}' --as-of 2026-11-23 {arguments}");
    Command::new("sh").arg("-c").arg(script).current_dir(folder).output().unwrap().status.code()
}

#[test]
fn every_snippet_is_read_and_its_commands_run() {
    let page = read("docs/integrations.md");
    let mut commands = Vec::new();
    for (language, text) in blocks(&page) {
        match language.as_str() {
            "yaml" => {
                let document: Value = serde_yaml::from_str(&text).unwrap_or_else(|e| panic!("{e}:\n{text}"));
                strings(&document, &mut commands);
            }
            "json" => {
                let document: Value = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{e}:\n{text}"));
                strings(&document, &mut commands);
            }
            "sh" => {}
            "groovy" => commands.extend(text.split('\'').map(str::to_owned)),
            other => panic!("a block in {other}"),
        }
    }
    commands.retain(|command| command.starts_with("model-lint -"));
    assert!(commands.len() >= 6, "{commands:#?}");
    for command in commands {
        let dir = project();
        let expected = if command.contains("--exit-zero") { 0 } else { 1 };
        assert_eq!(run(&command, dir.path()), Some(expected), "{command}");
        for (format, file) in output_files(&command) {
            let written = fs::metadata(dir.path().join(&file)).map(|file| file.len());
            assert!(written.is_ok_and(|len| len > 0), "{command}: no {format} in {file}");
        }
    }
}

fn output_files(command: &str) -> Vec<(String, String)> {
    let pattern = Regex::new(r"--output-file (\S+?)=(\S+)").unwrap();
    pattern.captures_iter(command).map(|found| (found[1].to_owned(), found[2].to_owned())).collect()
}

/// Names of all kinds, and some that are none.
const NAMES: &[&str] = &[
    "a.py",
    "a.pyi",
    "a.ipynb",
    "a/b.ts",
    "a.mts",
    "a.cts",
    "a.tsx",
    "a.js",
    "a.mjs",
    "a.cjs",
    "a.jsx",
    "a.yaml",
    "a.yml",
    "a.json",
    "a.jsonc",
    "a.jsonl",
    "a.json5",
    "a.ndjson",
    "a.toml",
    ".env",
    "a/.env.local",
    ".envrc",
    "prod.env",
    "A.PY",
    "README.md",
    "py",
    "environment",
    ".environment/a.md",
    "a.pyc",
    "env/a.txt",
    "a.lock",
    "Dockerfile",
    "a.sh",
    "a.env.txt",
];

#[test]
fn the_hooks_take_the_files_that_are_read() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hooks = hooks.as_sequence().unwrap();
    assert_eq!(hooks.len(), 3);
    for hook in hooks {
        // What is merged in stands under `<<` for this reader.
        let field = |key: &str| hook.get(key).or_else(|| hook.get("<<")?.get(key)).unwrap_or_else(|| panic!("{key}"));
        assert_eq!(field("require_serial").as_bool(), Some(true));
        assert!(field("entry").as_str().unwrap().starts_with("model-lint --force-exclude "));
        let files = Regex::new(field("files").as_str().unwrap()).unwrap();
        for name in NAMES {
            assert_eq!(files.is_match(name), language_of(Path::new(name)).is_some(), "{name}");
        }
    }
}

#[test]
fn other_globs_name_the_extensions_that_are_read() {
    let page = read("docs/integrations.md");
    let lists = Regex::new(r"\{(py,[a-z0-9,]+)\}").unwrap();
    let known = |extension: &&str| language_of(&PathBuf::from(format!("a.{extension}"))).is_some();
    let read: Vec<&str> = NAMES.iter().filter_map(|name| name.strip_prefix("a.")).filter(known).collect();
    let mut seen = 0;
    for list in lists.captures_iter(&page) {
        let named: Vec<&str> = list[1].split(',').collect();
        seen += 1;
        let missing: Vec<_> = read.iter().filter(|extension| !named.contains(extension)).collect();
        let foreign: Vec<_> = named.iter().filter(|extension| !known(extension)).collect();
        assert!(missing.is_empty() && foreign.is_empty(), "{}: missing {missing:?}, foreign {foreign:?}", &list[1]);
    }
    assert_eq!(seen, 2);
}

/// The steps of the action run with what GitHub gives them.
#[cfg(unix)]
#[test]
fn the_action_annotates_and_writes_a_report_in_one_run() {
    let action = yaml("action.yml");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let check = steps.iter().find(|step| step["id"] == "check").unwrap();
    assert_eq!(check["run"], r#"bash "$ACTION_PATH/scripts/action/check.sh""#);
    let inputs = action["inputs"].as_mapping().unwrap();
    let used: Vec<String> = Regex::new(r"inputs\.([a-z-]+)")
        .unwrap()
        .captures_iter(&read("action.yml"))
        .map(|found| found[1].to_owned())
        .collect();
    assert!(inputs.keys().all(|name| used.iter().any(|used| name == used)), "an input is not used");

    let dir = project();
    fs::write(dir.path().join("two words.py"), "MODEL = 'GPT-4o'\n").unwrap();
    let bin = dir.path().join("bin");
    fs::create_dir(&bin).unwrap();
    std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_model-lint"), bin.join("model-lint")).unwrap();
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let run = |args: &str, paths: &str| {
        let mut command = Command::new("bash");
        command.arg(root().join("scripts/action/check.sh")).current_dir(dir.path());
        command.env("PATH", &path).env("GITHUB_OUTPUT", dir.path().join("output")).env("ARGS", args);
        command.env("PATHS", paths).env("SARIF_FILE", "report.sarif");
        let done = command.output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    let (code, out) = run("--as-of=2026-11-23\n", "app.py\ntwo words.py\n");
    assert_eq!(code, Some(1), "{out}");
    assert!(out.contains(",file=app.py,") && out.contains(",file=two words.py,"), "{out}");
    let report: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(dir.path().join("report.sarif")).unwrap()).unwrap();
    assert_eq!(report["version"], "2.1.0");
    assert_eq!(fs::read_to_string(dir.path().join("output")).unwrap(), "exit-code=1\n");
    let (code, _) = run("--as-of=2026-11-23\n--exit-zero", "$(touch injected)\napp.py");
    assert_eq!(code, Some(2), "a path that does not exist");
    assert!(!dir.path().join("injected").exists(), "an input is never read as shell");
}

#[test]
fn workflows_are_read() {
    for entry in fs::read_dir(root().join(".github/workflows")).unwrap() {
        let path = entry.unwrap().path();
        let workflow: Value = serde_yaml::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
        assert!(workflow["jobs"].as_mapping().is_some_and(|jobs| !jobs.is_empty()), "{}", path.display());
        assert!(workflow.get("permissions").is_some(), "{}: say what it may do", path.display());
    }
}

#[test]
fn packages_have_one_version() {
    let version = env!("CARGO_PKG_VERSION");
    let extension: Value = serde_json::from_str(&read("editors/vscode/package.json")).unwrap();
    assert_eq!(extension["version"], version);
    let python: toml::Table = toml::from_str(&read("pyproject.toml")).unwrap();
    assert!(python["project"]["dynamic"].as_array().unwrap().iter().any(|key| key.as_str() == Some("version")));
    let main: Value = serde_json::from_str(&read("npm/model-lint/package.json")).unwrap();
    assert_eq!(main["version"], "0.0.0", "npm/build.mjs fills it in");
}

//! Hooks and CI: what the snippets of the documentation and the files for other tools say is true.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use model_lint::walk::is_read;
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
    "a.vue",
    "a.svelte",
    "a.astro",
    "a.yaml",
    "a.yml",
    "a.json",
    "a.jsonc",
    "a.jsonl",
    "a.json5",
    "a.ndjson",
    "a.toml",
    "a.prompt",
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
            assert_eq!(files.is_match(name), is_read(Path::new(name)), "{name}");
        }
    }
}

#[test]
fn other_globs_name_the_extensions_that_are_read() {
    let page = read("docs/integrations.md");
    let lists = Regex::new(r"\{(py,[a-z0-9,]+)\}").unwrap();
    let known = |extension: &&str| is_read(&PathBuf::from(format!("a.{extension}")));
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

/// What a runner keeps while it runs the steps of the action: inputs, and what the steps told it.
#[cfg(unix)]
struct Runner {
    folder: tempfile::TempDir,
    inputs: BTreeMap<String, String>,
    outputs: BTreeMap<String, String>,
    path: String,
    /// What the steps printed, and how the last one ended.
    printed: String,
    code: Option<i32>,
}

#[cfg(unix)]
impl Runner {
    /// A runner with a repository in which the program was built before and comes out of the cache.
    fn new(action: &Value, given: &[(&str, &str)]) -> Runner {
        let folder = tempfile::tempdir().unwrap();
        let bin = folder.path().join("home/.model-lint/bin");
        fs::create_dir_all(&bin).unwrap();
        std::os::unix::fs::symlink(env!("CARGO_BIN_EXE_model-lint"), bin.join("model-lint")).unwrap();
        fs::create_dir_all(folder.path().join("work/sub")).unwrap();
        fs::write(folder.path().join("work/app.py"), "MODEL = 'gpt-4-32k'\n").unwrap();
        fs::write(folder.path().join("work/two words, 100%.py"), "MODEL = 'GPT-4o'\n").unwrap();
        fs::write(folder.path().join("work/sub/a.py"), "print('hello')\n").unwrap();
        let mut inputs = BTreeMap::new();
        for (name, input) in action["inputs"].as_mapping().unwrap() {
            inputs.insert(name.as_str().unwrap().to_owned(), input["default"].as_str().unwrap_or_default().to_owned());
        }
        for (name, value) in given {
            assert!(inputs.insert((*name).to_owned(), (*value).to_owned()).is_some(), "there is no input {name}");
        }
        let path = std::env::var("PATH").unwrap();
        Runner { folder, inputs, outputs: BTreeMap::new(), path, printed: String::new(), code: None }
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// The value of an expression of the few kinds that the action uses.
    fn value(&self, expression: &str) -> String {
        if expression == "github.action_path" {
            return root().display().to_string();
        }
        if let Some(input) = expression.strip_prefix("inputs.") {
            return self.inputs.get(input).unwrap_or_else(|| panic!("{expression}")).clone();
        }
        let output = expression.strip_prefix("steps.check.outputs.").unwrap_or_else(|| panic!("{expression}"));
        self.outputs.get(output).cloned().unwrap_or_default()
    }

    fn filled(&self, text: &str) -> String {
        let holes = Regex::new(r"\$\{\{ *(.*?) *\}\}").unwrap();
        holes.replace_all(text, |found: &regex::Captures| self.value(&found[1])).into_owned()
    }

    /// Runs a step as a runner does: a script in a file, the shell's flags, and files by which the step answers.
    fn step(&mut self, step: &Value) {
        if let Some(condition) = step.get("if") {
            assert_eq!(condition, "inputs.version == ''");
        }
        let Some(script) = step.get("run") else {
            // The cache: what is in it was laid down already.
            assert!(step["uses"].as_str().unwrap().starts_with("actions/cache@"));
            return;
        };
        assert_eq!(step["shell"], "bash");
        fs::write(self.file("script.sh"), self.filled(script.as_str().unwrap())).unwrap();
        assert!(step.get("working-directory").is_none(), "annotations name files from the root of the repository");
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-e", "-o", "pipefail"]).arg(self.file("script.sh"));
        command.current_dir(self.file("work"));
        command.env_clear().env("PATH", &self.path).env("HOME", self.file("home")).env("CI", "true");
        command.env("GITHUB_ACTIONS", "true").env("RUNNER_TEMP", self.folder.path()).env("RUNNER_OS", "Linux");
        for name in ["GITHUB_OUTPUT", "GITHUB_PATH", "GITHUB_ENV", "GITHUB_STEP_SUMMARY"] {
            fs::write(self.file(name), "").unwrap();
            command.env(name, self.file(name));
        }
        for (name, value) in step["env"].as_mapping().unwrap() {
            command.env(name.as_str().unwrap(), self.filled(value.as_str().unwrap()));
        }
        let done = command.output().unwrap();
        self.printed.push_str(&String::from_utf8(done.stdout).unwrap());
        self.code = done.status.code();
        for line in fs::read_to_string(self.file("GITHUB_PATH")).unwrap().lines() {
            self.path = format!("{line}:{}", self.path);
        }
        for line in fs::read_to_string(self.file("GITHUB_OUTPUT")).unwrap().lines() {
            let (name, value) = line.split_once('=').unwrap();
            self.outputs.insert(name.to_owned(), value.to_owned());
        }
    }

    /// Runs the action: a step that fails is the last one.
    fn run(action: &Value, given: &[(&str, &str)]) -> Runner {
        let mut runner = Runner::new(action, given);
        for step in action["runs"]["steps"].as_sequence().unwrap() {
            runner.step(step);
            if runner.code.is_some_and(|code| code != 0) {
                break;
            }
        }
        runner
    }

    /// What a runner makes of the lines that are commands: level, file, line and column, message.
    fn annotations(&self) -> Vec<(String, String, String, String)> {
        let command = Regex::new(r"^::(error|warning|notice) (.*?)::(.*)$").unwrap();
        let plain = |text: &str| {
            let mut text = text.to_owned();
            for (code, sign) in [("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")] {
                text = text.replace(code, sign);
            }
            text
        };
        let annotation = |line: &str| {
            let found = command.captures(line)?;
            let properties: BTreeMap<String, String> = found[2]
                .split(',')
                .map(|property| property.split_once('=').unwrap())
                .map(|(name, value)| (name.to_owned(), plain(value)))
                .collect();
            let place = format!("{}:{}", properties["line"], properties["col"]);
            Some((found[1].to_owned(), properties["file"].clone(), place, plain(&found[3])))
        };
        self.printed.lines().filter_map(annotation).collect()
    }
}

/// The steps of the action run as they stand there, with what GitHub gives them.
#[cfg(unix)]
#[test]
fn the_action_annotates_and_writes_a_report_in_one_run() {
    let action = yaml("action.yml");
    let given = [("args", "--as-of=2026-11-23\n"), ("sarif-file", "report.sarif")];
    let done = Runner::run(&action, &given);
    assert_eq!(done.code, Some(1), "{}", done.printed);
    assert_eq!(done.filled(action["outputs"]["exit-code"]["value"].as_str().unwrap()), "1");
    let annotations = done.annotations();
    let places: Vec<_> = annotations.iter().map(|(level, file, place, _)| (&**level, &**file, &**place)).collect();
    assert_eq!(places, [("error", "app.py", "1:10"), ("error", "two words, 100%.py", "1:10")]);
    assert!(annotations[0].3.contains("\nhelp: use `"), "{annotations:?}");
    let report: BTreeMap<String, serde_json::Value> =
        serde_json::from_str(&fs::read_to_string(done.file("work/report.sarif")).unwrap()).unwrap();
    assert_eq!(report["version"], "2.1.0");
    assert_eq!(report["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[cfg(unix)]
#[test]
fn the_inputs_of_the_action_do_what_they_say() {
    let action = yaml("action.yml");
    let run = |given: &[(&str, &str)]| Runner::run(&action, given);
    let clean = run(&[("paths", "sub")]);
    assert_eq!((clean.code, clean.outputs["exit-code"].as_str()), (Some(0), "0"), "{}", clean.printed);
    let one = run(&[("paths", "sub\napp.py\n"), ("args", "--as-of=2026-11-23")]);
    assert_eq!(one.annotations().len(), 1, "{}", one.printed);
    let masked = run(&[("args", "--as-of=2026-11-23\n--exit-zero\n")]);
    assert_eq!((masked.code, masked.annotations().len()), (Some(0), 2));
    let shell = run(&[("paths", "$(touch injected)\napp.py; touch injected"), ("args", "--exit-zero")]);
    assert_eq!(shell.code, Some(2), "paths that do not exist");
    assert!(!shell.file("work/injected").exists(), "an input is never read as shell");
    let used = read("action.yml");
    for name in action["inputs"].as_mapping().unwrap().keys().filter_map(Value::as_str) {
        assert!(used.contains(&format!("inputs.{name}")), "{name} is not used");
    }
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

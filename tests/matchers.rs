//! Problem matchers: files made from the pattern of `concise`, and the pattern tried on what the binary writes.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::fs;
use std::path::Path;
use std::process::Command;

use model_lint::report::CONCISE_PATTERN;
use regex::Regex;
use serde_json::{Value, json};

/// The severities in the pattern.
const SEVERITIES: &str = "(error|warning|note)";

/// GitHub knows no `note`: what has none of its severities goes to a matcher of its own.
fn github() -> Value {
    let places = json!({ "file": 1, "line": 2, "column": 3 });
    let with = |pattern: String, more: Value| {
        let mut fields = places.clone();
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        fields["regexp"] = pattern.into();
        fields
    };
    let grave =
        with(CONCISE_PATTERN.replace(SEVERITIES, "(error|warning)"), json!({ "severity": 4, "code": 5, "message": 6 }));
    let note = with(CONCISE_PATTERN.replace(SEVERITIES, "note"), json!({ "code": 4, "message": 5 }));
    json!({ "problemMatcher": [
        { "owner": "model-lint", "pattern": [grave] },
        { "owner": "model-lint-note", "severity": "notice", "pattern": [note] },
    ] })
}

fn vscode() -> Value {
    let pattern = json!({
        "regexp": CONCISE_PATTERN, "file": 1, "line": 2, "column": 3, "severity": 4, "code": 5, "message": 6,
    });
    json!({
        "version": "2.0.0",
        "tasks": [{
            "label": "model-lint",
            "detail": "Find LLM calls that fail or are about to",
            "type": "process",
            "command": "model-lint",
            "args": ["--output-format", "concise", "."],
            "options": { "cwd": "${workspaceFolder}" },
            "group": "test",
            "presentation": { "reveal": "silent", "revealProblems": "onProblem" },
            "problemMatcher": {
                "owner": "model-lint",
                "source": "model-lint",
                "fileLocation": ["relative", "${workspaceFolder}"],
                "pattern": pattern,
            },
        }],
    })
}

#[test]
fn the_files_are_made_from_the_pattern() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for (name, made) in [(".github/model-lint-matcher.json", github()), ("editors/vscode/tasks.json", vscode())] {
        let path = root.join(name);
        let made = serde_json::to_string_pretty(&made).unwrap() + "\n";
        if std::env::var_os("UPDATE_MATCHERS").is_some() {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, &made).unwrap();
        }
        let published = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert!(published == made, "{name}: write it anew with `UPDATE_MATCHERS=1 cargo test --test matchers`");
    }
}

/// Sources whose findings have every severity, and names that a pattern could trip over.
const FILES: [(&str, &str); 4] = [
    ("a:1:2.py", "model = \"gpt-4-32k\"\n"),
    ("with blanks/größe.ts", "const model = \"gpt-4o\";\nconst other = { model: \"GPT-4o\" };\n"),
    ("table.py", "PRICES = {\"gpt-4-32k\": 1}\n"),
    ("w\u{1b}[31m.py", "MODEL = \"gpt-4-32k\"  # é\n"),
];

fn run(folder: &Path, more: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    command.current_dir(folder).args(["--as-of", "2026-11-23", "--pedantic", "--exit-zero"]).args(more);
    String::from_utf8(command.output().unwrap().stdout).unwrap()
}

#[test]
fn every_line_is_matched_in_colour_and_without() {
    let dir = tempfile::tempdir().unwrap();
    for (name, text) in FILES.iter().filter(|(name, _)| cfg!(unix) || !name.contains([':', '\u{1b}'])) {
        fs::create_dir_all(dir.path().join(name).parent().unwrap()).unwrap();
        fs::write(dir.path().join(name), text).unwrap();
    }
    let jsonl = run(dir.path(), &["--output-format", "jsonl"]);
    let found: Vec<Value> = jsonl.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(["error", "warning", "note"].iter().all(|s| found.iter().any(|f| f["severity"] == *s)), "{jsonl}");

    let matchers = github();
    let of_github = matchers["problemMatcher"].as_array().unwrap().iter().map(|m| m["pattern"][0]["regexp"].as_str());
    let of_github: Vec<Regex> = of_github.map(|pattern| Regex::new(pattern.unwrap()).unwrap()).collect();
    let pattern = Regex::new(CONCISE_PATTERN).unwrap();
    for color in ["never", "always"] {
        let text = run(dir.path(), &["--output-format", "concise", "--color", color]);
        assert_eq!(text.contains("\u{1b}["), color == "always");
        let lines: Vec<&str> = text.lines().collect();
        let (lines, closing) = lines.split_at(found.len());
        assert!(closing.iter().all(|line| !pattern.is_match(line)), "{closing:?}");
        for (line, finding) in lines.iter().zip(&found) {
            let matched = pattern.captures(line).unwrap_or_else(|| panic!("{color}: {line}"));
            let path = finding["path"].as_str().unwrap().replace('\u{1b}', "\\u{1b}");
            let number = |name: &str| finding[name].to_string();
            let word = |name: &str| finding[name].as_str().unwrap().to_owned();
            let said = [path, number("line"), number("column"), word("severity"), word("rule"), word("message")];
            let groups: Vec<&str> = matched.iter().skip(1).map(|group| group.unwrap().as_str()).collect();
            assert_eq!(groups, said);
            let matching = of_github.iter().filter(|matcher| matcher.is_match(line)).count();
            assert_eq!(matching, 1, "one matcher of GitHub takes it: {line}");
        }
    }
}

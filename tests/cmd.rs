//! The command line, by cases that are data: `tests/cmd/*.toml`.
//!
//! A file has `[files]` that all its cases begin with, and `[[case]]` tables: `name`, `args`, `code`, and where needed
//! `files`, `stdin`, `cwd`. What a case says exactly (`stdout`, `stderr`) or in part (`stdout-has`, `stderr-has`,
//! `lacks`) is compared; a case that says nothing of its output goes into the snapshot of its file.
//! `committed` files are in git before `files` are written; `first` is run before the case, and its `then` files are
//! written after that; `wrote` is compared with the files that are there in the end.
//! With `every-format` it runs once per `--output-format`. No case depends on the day: where it names none, the runner
//! adds `--as-of`.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde::Deserialize;

/// The day on which cases are judged that name none.
const AS_OF: &str = "2026-11-23";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Topic {
    #[serde(default)]
    files: BTreeMap<String, String>,
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Case {
    name: String,
    args: Vec<String>,
    code: i32,
    #[serde(default)]
    files: BTreeMap<String, String>,
    #[serde(default)]
    committed: BTreeMap<String, String>,
    #[serde(default)]
    first: Vec<String>,
    #[serde(default)]
    then: BTreeMap<String, String>,
    #[serde(default)]
    wrote: BTreeMap<String, String>,
    #[serde(default)]
    stdin: String,
    #[serde(default)]
    cwd: String,
    stdout: Option<String>,
    stderr: Option<String>,
    #[serde(default)]
    stdout_has: Vec<String>,
    #[serde(default)]
    stderr_has: Vec<String>,
    #[serde(default)]
    lacks: Vec<String>,
    #[serde(default)]
    every_format: bool,
}

struct Run {
    code: i32,
    out: String,
    err: String,
    /// Files of `wrote` that hold something else, with what they hold.
    other: Vec<String>,
}

fn topics() -> Vec<(String, Topic)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cmd");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: PathBuf| {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let topic = toml::from_str(&fs::read_to_string(&path).unwrap()).unwrap_or_else(|e| panic!("{name}: {e}"));
        (name, topic)
    };
    paths.into_iter().map(read).collect()
}

fn write(root: &Path, files: &BTreeMap<String, String>) {
    for (name, text) in files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

fn run(topic: &Topic, case: &Case, args: &[String]) -> Run {
    let temporary = tempfile::tempdir().unwrap();
    let root = temporary.path().canonicalize().unwrap().join("project");
    let home = root.with_file_name("home");
    fs::create_dir_all(&home).unwrap();
    fs::create_dir_all(root.join(&case.cwd)).unwrap();
    if !case.committed.is_empty() {
        commit(&root, &home, &case.committed);
    }
    write(&root, &topic.files);
    write(&root, &case.files);
    if !case.first.is_empty() {
        command(&case.first, &root.join(&case.cwd), &home).output().expect("the binary");
        write(&root, &case.then);
    }

    let mut command = command(args, &root.join(&case.cwd), &home);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
    // A run that fails early does not read what it is given.
    let _ = child.stdin.take().unwrap().write_all(case.stdin.as_bytes());
    let done = child.wait_with_output().unwrap();
    let text = |bytes| normal(&String::from_utf8(bytes).unwrap(), &root);
    let other = |(name, text): (&String, &String)| {
        let is = fs::read_to_string(root.join(name)).unwrap_or_else(|e| e.to_string());
        (is != *text).then(|| format!("{name} is\n{is}instead of\n{text}"))
    };
    let other = case.wrote.iter().filter_map(other).collect();
    Run { code: done.status.code().expect("no signal"), out: text(done.stdout), err: text(done.stderr), other }
}

fn command(args: &[String], folder: &Path, home: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    if !args.iter().any(|arg| arg.starts_with("--as-of")) {
        command.args(["--as-of", AS_OF]);
    }
    command.args(args).current_dir(folder);
    command.env("NO_COLOR", "1").env("HOME", home).env("XDG_CONFIG_HOME", home).env_remove("CLICOLOR_FORCE");
    command
}

/// Makes a repository in which these files are committed.
fn commit(root: &Path, home: &Path, files: &BTreeMap<String, String>) {
    write(root, files);
    for args in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "one"]] {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]);
        git.args(args).current_dir(root).env("HOME", home).env("XDG_CONFIG_HOME", home);
        assert!(git.status().expect("git").success(), "git {args:?}");
    }
}

/// Without what differs from machine to machine, and from one version of the facts to the next.
fn normal(text: &str, root: &Path) -> String {
    let text = text.replace(&root.to_string_lossy().into_owned(), "[ROOT]").replace('\\', "/");
    let text = text.replace(env!("CARGO_PKG_VERSION"), "[VERSION]");
    let days = regex::Regex::new(r#"(catalog of |"catalog": ?")\d{4}-\d\d-\d\d"#).unwrap();
    days.replace_all(&text, "${1}[DAY]").into_owned()
}

/// All values that `--output-format` takes.
fn formats() -> Vec<String> {
    let help = help();
    let (_, after) = help.split_once("--output-format").expect("the option");
    let (_, values) = after.split_once("[possible values: ").expect("its values");
    values.split_once(']').unwrap().0.split(", ").map(str::to_owned).collect()
}

fn help() -> String {
    let help = Command::new(env!("CARGO_BIN_EXE_model-lint")).args(["check", "--help"]).output().unwrap();
    String::from_utf8(help.stdout).unwrap().split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What of a case was said and is not so.
fn wrong(case: &Case, run: &Run) -> Vec<String> {
    let mut wrong = Vec::new();
    if run.code != case.code {
        wrong.push(format!("exit code {} instead of {}\n{}{}", run.code, case.code, run.out, run.err));
    }
    for (name, said, is) in [("stdout", &case.stdout, &run.out), ("stderr", &case.stderr, &run.err)] {
        if let Some(said) = said.as_ref().filter(|said| *said != is) {
            wrong.push(format!("{name} is\n{is}instead of\n{said}"));
        }
    }
    for (name, parts, is) in [("stdout", &case.stdout_has, &run.out), ("stderr", &case.stderr_has, &run.err)] {
        let missing = parts.iter().filter(|part| !is.contains(part.as_str()));
        wrong.extend(missing.map(|part| format!("{name} lacks {part:?}:\n{is}")));
    }
    let present = case.lacks.iter().filter(|part| run.out.contains(part.as_str()) || run.err.contains(part.as_str()));
    wrong.extend(run.other.iter().cloned());
    wrong.extend(present.map(|part| format!("there is {part:?} in\n{}{}", run.out, run.err)));
    wrong
}

fn says_nothing(case: &Case) -> bool {
    case.wrote.is_empty()
        && case.stdout.is_none()
        && case.stderr.is_none()
        && case.stdout_has.is_empty()
        && case.stderr_has.is_empty()
}

#[test]
fn every_case_does_what_it_says() {
    let mut all = Vec::new();
    let mut snapshots = Vec::new();
    for (topic_name, topic) in topics() {
        let mut snapshot = String::new();
        for case in &topic.case {
            let formats = if case.every_format { formats() } else { vec![String::new()] };
            for format in formats {
                let mut args = case.args.clone();
                if case.every_format {
                    args.extend(["--output-format".to_owned(), format.clone()]);
                }
                let run = run(&topic, case, &args);
                let found = wrong(case, &run);
                all.extend(found.iter().map(|wrong| format!("{topic_name}, {} {format}: {wrong}", case.name)));
                if says_nothing(case) && !case.every_format {
                    writeln!(snapshot, "## {}\n$ model-lint {}\n[{}]", case.name, args.join(" "), run.code).unwrap();
                    for (mark, text) in [("", &run.out), ("! ", &run.err)] {
                        text.lines().for_each(|line| writeln!(snapshot, "{mark}{line}").unwrap());
                    }
                    snapshot.push('\n');
                }
            }
        }
        snapshots.push((topic_name, snapshot));
    }
    assert!(all.is_empty(), "{}", all.join("\n"));
    for (name, snapshot) in snapshots.into_iter().filter(|(_, snapshot)| !snapshot.is_empty()) {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("cmd-{name}"), snapshot);
        });
    }
}

#[test]
fn every_flag_of_check_has_a_case() {
    let topics = topics();
    let args = topics.iter().flat_map(|(_, topic)| &topic.case).flat_map(|case| &case.args);
    let used: BTreeSet<&str> = args.filter_map(|arg| arg.split('=').next()).filter(|a| a.starts_with("--")).collect();
    let help = help();
    let offered = help.split_whitespace().filter(|word| word.starts_with("--") && word.len() > 2);
    let words = |word: &str| word.split(['[', '=']).next().unwrap_or(word).trim_end_matches([',', '.', ')']).to_owned();
    let missing: Vec<String> = offered.map(words).filter(|flag| !used.contains(flag.as_str())).collect();
    assert!(missing.is_empty(), "no case uses {missing:?}");
}

#[test]
fn names_of_cases_are_their_own() {
    for (name, topic) in topics() {
        let mut seen = BTreeSet::new();
        assert!(topic.case.iter().all(|case| seen.insert(case.name.as_str())), "{name}");
    }
}

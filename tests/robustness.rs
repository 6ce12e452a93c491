//! Hostile files against the real binary: each run in a child process with limits on time and memory.
//!
//! No input may crash the linter, hang it, silence it or keep it from the files beside it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]
#![cfg(unix)]

mod inputs;

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longest that a run may take; without optimisation on a busy machine.
const TIME: Duration = Duration::from_secs(60);
/// Address space of a run, in KiB.
const MEMORY: u64 = 4 << 20;

/// A retired model in a setting: one finding.
const MODEL: &str = "gpt-3.5-turbo-0301";
const PY: &str = "model = \"gpt-3.5-turbo-0301\"\n";
const TS: &str = "const model = \"gpt-3.5-turbo-0301\"\n";
const YAML: &str = "model: gpt-3.5-turbo-0301\n";
const JSON: &str = "{\"model\": \"gpt-3.5-turbo-0301\",\n";

struct Run {
    status: ExitStatus,
    out: String,
    err: String,
}

impl Run {
    fn code(&self) -> i32 {
        assert_eq!(self.status.signal(), None, "killed: {}", self.err);
        self.status.code().unwrap()
    }

    /// Places of findings about a file, as `line:column rule`.
    fn of(&self, path: &str) -> Vec<String> {
        self.findings().into_iter().filter(|(of, _)| of == path).map(|(_, said)| said).collect()
    }

    fn findings(&self) -> Vec<(String, String)> {
        let object = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let said = |d: &serde_json::Value| format!("{}:{} {}", d["line"], d["column"], d["rule"].as_str().unwrap());
        let finding = |d: serde_json::Value| (d["path"].as_str().unwrap().to_owned(), said(&d));
        self.out.lines().map(|line| finding(object(line))).collect()
    }

    /// The rules that speak about a file.
    fn rules(&self, path: &str) -> Vec<String> {
        self.of(path).into_iter().map(|said| said.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

/// A run within its limits; whatever it writes is text.
fn run(dir: &Path, arguments: &[&OsStr]) -> Run {
    let mut command = Command::new("sh");
    let limit = if cfg!(target_os = "linux") { format!("ulimit -v {MEMORY}; ") } else { String::new() };
    command.arg("-c").arg(format!("{limit}exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_model-lint")).args(arguments);
    command.current_dir(dir).env("NO_COLOR", "1").stdin(Stdio::null());
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let reader = |mut from: Box<dyn Read + Send>| {
        std::thread::spawn(move || {
            let mut bytes = Vec::new();
            from.read_to_end(&mut bytes).unwrap();
            String::from_utf8(bytes).expect("UTF-8")
        })
    };
    let out = reader(Box::new(child.stdout.take().unwrap()));
    let err = reader(Box::new(child.stderr.take().unwrap()));
    let started = Instant::now();
    let status = loop {
        if let Some(status) = child.try_wait().unwrap() {
            break status;
        }
        if started.elapsed() > TIME {
            child.kill().unwrap();
            panic!("{arguments:?} took longer than {TIME:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Run { status, out: out.join().unwrap(), err: err.join().unwrap() }
}

fn check(dir: &Path, arguments: &[&str]) -> Run {
    let fixed =
        ["--as-of", "2026-11-23", "--output-format", "jsonl", "--min-confidence", "low", "--min-severity", "note"];
    let all: Vec<&OsStr> = fixed.iter().chain(arguments).map(OsStr::new).collect();
    run(dir, &all)
}

fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("ok.py"), PY).unwrap();
    dir
}

/// A folder with files beside `ok.py`, whose finding must never be lost.
fn checked(files: &[(&str, &[u8])]) -> Run {
    let dir = folder();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let run = check(dir.path(), &[]);
    run.code();
    assert_eq!(run.of("ok.py"), ["1:10 retired-model"], "{}", run.err);
    run
}

const RETIRED: &str = "retired-model";
const TROUBLE: &str = "parse-trouble";

#[test]
fn deep_yaml_does_not_reach_the_parser() {
    let steps = |step: &str| (0..254).map(|n| format!("{}{step}\n", " ".repeat(n))).collect::<String>();
    let run = checked(&[
        ("row.yaml", format!("{YAML}x: {}a\n", "- ".repeat(254)).as_bytes()),
        ("sequence.yaml", format!("{}\n", "- ".repeat(254) + "a").as_bytes()),
        ("questions.yaml", format!("{YAML}---\n{}a\n", "? ".repeat(254)).as_bytes()),
        ("maps.yaml", format!("{YAML}{}", steps("a:")).as_bytes()),
        ("items.yaml", format!("{YAML}{}", steps("-")).as_bytes()),
        ("returns.yaml", format!("{YAML}{}", steps("a:")).replace('\n', "\r").as_bytes()),
        ("deep.yaml", format!("{YAML}{}a\n", "- ".repeat(253)).as_bytes()),
        ("fine.yaml", format!("{YAML}x:\n  {}a\n", "- ".repeat(100)).as_bytes()),
    ]);
    for name in ["questions.yaml", "maps.yaml", "items.yaml", "deep.yaml"] {
        assert_eq!(run.rules(name), [TROUBLE, RETIRED], "{name}");
    }
    assert!(run.out.contains("nested too deeply"));
    assert_eq!(run.rules("fine.yaml"), [RETIRED]);
    assert_eq!(run.code(), 1);
}

#[test]
fn yaml_with_more_rows_than_its_parser_counts_is_read() {
    let many = "k: v\n".repeat(40_000);
    let run = checked(&[
        ("many.yaml", format!("{many}{YAML}").as_bytes()),
        ("maps.yaml", format!("{}{YAML}", "- a: b\n  c: d\n  e: f\n".repeat(30_000)).as_bytes()),
    ]);
    assert_eq!(run.of("many.yaml")[1], "40001:8 retired-model");
    assert_eq!(run.rules("maps.yaml"), [TROUBLE, RETIRED]);
}

#[test]
fn nests_do_no_harm() {
    let n = 100_000;
    let both = |open: &str, inner: &str, close: &str, n: usize| open.repeat(n) + inner + &close.repeat(n);
    let files: Vec<(&str, String)> = vec![
        ("lists.py", format!("{PY}x = {}\n", both("[", "", "]", n))),
        ("open.py", format!("{PY}{}", "[".repeat(n))),
        ("closed.py", format!("{}\n{PY}", "]".repeat(n))),
        ("parens.py", format!("{PY}x = {}\n", both("(", "1", ")", n))),
        ("calls.py", format!("{PY}x = {}\n", both("f(", "", ")", n / 5))),
        ("quotes.py", format!("{PY}x = {}", "'".repeat(n + 1))),
        ("many_quotes.py", format!("{PY}{}", "\"'".repeat(n))),
        ("triple.py", format!("{PY}{}", "\"\"\"a'''".repeat(n / 10))),
        ("f.py", format!("{PY}x = {}\n", both("f'{", "1", "}'", 5_000))),
        ("sum.py", format!("{PY}x = 1{}\n", "+1".repeat(n))),
        ("texts.py", format!("{PY}x = ''{}\n", "+'gpt-4'".repeat(n / 10))),
        ("or.py", format!("{PY}model = ''{}\n", " or 'gpt-4'".repeat(n / 20))),
        ("nots.py", format!("{PY}x = {}1\n", "not ".repeat(n))),
        ("dots.py", format!("{PY}x{}\n", ".a".repeat(n))),
        ("index.py", format!("{PY}x{}\n", "[0]".repeat(n))),
        ("lambda.py", format!("{PY}x = {}1\n", "lambda: ".repeat(n / 10))),
        ("blocks.py", (0..400).fold(PY.to_owned(), |text, i| text + &" ".repeat(i) + "if x:\n")),
        ("lists.ts", format!("{TS}x = {}\n", both("[", "", "]", n))),
        ("open.ts", format!("{TS}{}", "[".repeat(n))),
        ("maps.ts", format!("{TS}x = {}\n", both("{a:", "1", "}", n))),
        ("blocks.js", format!("{TS}{}\n", both("{", "", "}", n))),
        ("types.ts", format!("{TS}x = {}\n", "a<".repeat(5_000))),
        ("generics.ts", format!("{TS}type X = {}\n", both("A<", "B", ">", 5_000))),
        ("templates.ts", format!("{TS}x = {}\n", both("`${", "1", "}`", 5_000))),
        ("open_templates.ts", format!("{TS}x = {}\n", "`${".repeat(20_000))),
        ("arrows.ts", format!("{TS}x = {}1\n", "a => ".repeat(20_000))),
        ("ternary.ts", format!("{TS}x = {}1\n", "a ? b : ".repeat(20_000))),
        ("elements.tsx", format!("{TS}x = {}\n", both("<a>", "", "</a>", 20_000))),
        ("open_elements.tsx", format!("{TS}x = {}\n", "<a>".repeat(20_000))),
        ("elements.jsx", format!("{TS}x = {}\n", "<a b={".repeat(20_000))),
        ("regex.js", format!("{TS}x = {}\n", "/[".repeat(n))),
        ("minus.js", format!("{TS}x = {}1\n", "- ".repeat(n))),
        ("news.js", format!("{TS}x = {}a\n", "new ".repeat(20_000))),
        ("lists.yaml", format!("{YAML}x: {}\n", both("[", "", "]", n))),
        ("open.yaml", format!("{YAML}x: {}\n", "[".repeat(n))),
        ("maps.yaml", format!("{YAML}x: {}\n", "{a: ".repeat(n))),
        ("quotes.yaml", format!("{YAML}x: {}\n", "\"'".repeat(n))),
        ("tags.yaml", format!("{YAML}x: {}\n", "{{ ".repeat(n))),
        ("tag_blocks.yaml", format!("{YAML}{}\n", "{% if x %}\n".repeat(10_000))),
        ("marks.yaml", format!("{YAML}{}\n", "&a ".repeat(20_000))),
        ("quotes.env", format!("MODEL={MODEL}\n{}", "A=\"\n".repeat(20_000))),
        ("dollars.env", format!("MODEL={MODEL}\nB={}", "${A:-".repeat(20_000))),
        ("slashes.py", format!("{PY}x = '{}'\n", "gpt-4o/".repeat(n))),
        ("lists.json", format!("{JSON}\"x\": {}}}\n", both("[\n", "", "]", n))),
        ("maps.json", format!("{JSON}\"x\": {}}}\n", both("{\"a\":\n", "1", "}", n / 2))),
        ("open.json", format!("{JSON}\"x\": {}", "[\n".repeat(n))),
        ("closed.json", format!("{JSON}\"x\": 1 {}", "]\n".repeat(n))),
        ("commas.json", format!("{JSON}{}", ",\n".repeat(n))),
        ("colons.json", format!("{JSON}{}", ":\n".repeat(n))),
        ("quotes.json", format!("{JSON}\"x\": {}", "\"'\n".repeat(n))),
        ("keys.json", format!("{JSON}{}", "\"a\"\n".repeat(n / 2))),
        ("same.json", format!("{JSON}{}", "\"model\": 1,\n".repeat(n / 4))),
        ("comments.jsonc", format!("{JSON}{}", "/*\n".repeat(n))),
        ("escapes.json", format!("{JSON}\"x\": \"{}\"}}", "\\u12\n\\".repeat(n / 4))),
        ("lists.toml", format!("{PY}x = {}\n", both("[", "", "]", n))),
        ("tables.toml", format!("{PY}x = {}\n", both("{a=", "1", "}", n))),
        ("headers.toml", format!("{PY}[{}a]\n", "a.".repeat(n))),
        ("dots.toml", format!("{PY}{}a = 1\n", "a.".repeat(n))),
        ("open.toml", format!("{PY}{}", "[\n".repeat(n))),
        ("same.toml", format!("{PY}{}", "[[a]]\nb = 1\n".repeat(n / 4))),
        ("cut.json", JSON.to_owned() + "\"x\": {\"y\": [1, \"z"),
    ];
    for half in files.chunks(12) {
        let half: Vec<(&str, &[u8])> = half.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let run = checked(&half);
        for (name, _) in half {
            assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
        }
    }
}

#[test]
fn random_bytes_do_no_harm() {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for extension in ["py", "ipynb", "ts", "tsx", "js", "yaml", "json", "jsonl", "toml", "env"] {
        let bytes: Vec<u8> = (0..100_000).map(|_| (next() >> 32) as u8).collect();
        let signs = b" \n\t\"'`[]{}()<>:;,.=+-*/#$%&|\\!?a1";
        let punctuation: Vec<u8> = (0..100_000).map(|_| signs[(next() >> 32) as usize % signs.len()]).collect();
        let lead = match extension {
            "yaml" => YAML,
            "json" => JSON,
            _ => PY,
        };
        // After the first bytes, so that they are no binary file.
        let late = |noise: &[u8]| [lead.as_bytes(), &b"#\n".repeat(4096), noise].concat();
        files.push((format!("bytes.{extension}"), bytes.clone()));
        files.push((format!("late.{extension}"), late(&bytes)));
        files.push((format!("signs.{extension}"), late(&punctuation)));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let run = checked(&files);
    let keeps =
        |name: &str| name.starts_with("late") && ![".env", ".ipynb", ".jsonl"].iter().any(|e| name.ends_with(e));
    for (name, _) in files.iter().filter(|(name, _)| keeps(name)) {
        assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
    }
}

#[test]
fn minified_code_is_read_without_a_tree() {
    let mut text = "function a(b,c){return b?c+\"x\":d(e,f)[g]}var h={i:1,j:[2,3]};".repeat(125_000);
    text += "var model=\"gpt-3.5-turbo-0301\";";
    let dir = folder();
    fs::write(dir.path().join("app.min.js"), &text).unwrap();
    let run = check(dir.path(), &["--max-file-size", "20MB"]);
    assert_eq!(run.rules("app.min.js"), [TROUBLE, RETIRED]);
    assert!(run.out.lines().all(|line| line.len() < 4_000), "the line is shown around the place alone");
    let small = check(dir.path(), &["--max-file-size", "1MB"]);
    assert!(small.of("app.min.js").is_empty() && small.err.contains("1 too large"), "{}", small.err);
    assert_eq!(small.of("ok.py").len(), 1);
}

#[test]
fn a_large_batch_is_told_in_one() {
    let line =
        r#"{"custom_id": "r", "url": "/v1/chat/completions", "body": {"model": "gpt-3.5-turbo-0301", "messages": []}}"#;
    let dir = folder();
    fs::write(dir.path().join("batch.jsonl"), format!("{line}\n").repeat(100_000)).unwrap();
    let run = check(dir.path(), &["--max-file-size", "100MB"]);
    assert_eq!(run.of("batch.jsonl"), ["1:70 retired-model"], "{}", run.err);
    assert!(run.out.contains("and on 99999 more lines"));
    let small = check(dir.path(), &["--max-file-size", "1MB"]);
    assert!(small.of("batch.jsonl").is_empty() && small.err.contains("1 too large"), "{}", small.err);
}

#[test]
fn what_is_read_without_a_tree_can_be_ignored() {
    let large =
        format!("{}{PY}", "x = 1\n".repeat(200_000)).replace("0301\"", "0301\"  # model-lint: ignore[retired-model]");
    let run = checked(&[("large.py", large.as_bytes()), ("large.ts", large.replace('#', "//").as_bytes())]);
    assert_eq!((run.rules("large.py"), run.rules("large.ts")), (vec![TROUBLE.to_owned()], vec![TROUBLE.to_owned()]));
}

#[test]
fn what_is_no_regular_file_is_not_read() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    assert!(Command::new("mkfifo").arg(path("fifo.py")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(path("socket.py")).unwrap();
    symlink("/dev/zero", path("zero.py")).unwrap();
    symlink("fifo.py", path("pipe.py")).unwrap();
    symlink("/dev/zero", path(".env")).unwrap();
    fs::create_dir(path("folder.py")).unwrap();
    let inside = check(dir.path(), &[]);
    assert_eq!((inside.code(), inside.findings().len()), (1, 1), "{}", inside.err);
    for name in ["fifo.py", "zero.py", "pipe.py", "socket.py", "/dev/zero", "/dev/null"] {
        let named = check(dir.path(), &[name, "ok.py"]);
        assert_eq!(named.code(), 2, "{name}");
        assert_eq!(named.of("ok.py").len(), 1, "{name}: {}", named.err);
        assert!(named.err.contains("neither a file nor a folder"), "{name}: {}", named.err);
    }
    if cfg!(target_os = "linux") {
        // A regular file by its kind, of no length, and endless.
        symlink("/proc/self/mem", path("mem.py")).unwrap();
        let named = check(dir.path(), &["mem.py", "ok.py"]);
        assert_eq!((named.code(), named.of("ok.py").len()), (2, 1), "{}", named.err);
    }
    for option in ["--config", "--files-from"] {
        let run = check(dir.path(), &[option, "/dev/zero"]);
        assert_eq!(run.code(), 2, "{option}: {}", run.err);
    }
}

#[test]
fn names_mean_the_same_everywhere() {
    let run = checked(&[
        (".env.yaml", YAML.as_bytes()),
        (".envrc", b"export OPENAI_MODEL=gpt-3.5-turbo-0301\n"),
        (".env.local", b"OPENAI_MODEL=gpt-3.5-turbo-0301\n"),
        ("A.PY", PY.as_bytes()),
    ]);
    assert_eq!(run.findings().len(), 5, "{}", run.out);
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let dir = folder();
    fs::write(dir.path().join("many.py"), inputs::unknown(2_000)).unwrap();
    for format in ["full", "concise", "json", "jsonl"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
        command.current_dir(dir.path()).args(["--min-confidence", "low", "--output-format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert!(matches!(done.status.code(), Some(0 | 1)), "{format}: {:?}", done.status);
        assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"), "{format}");
    }
}

#[test]
fn aliases_are_not_expanded() {
    let bomb = |last: usize| {
        let nine = |n: usize| vec![format!("*a{n}"); 9].join(",");
        let rows: String = (1..last).map(|n| format!("a{n}: &a{n} [{}]\n", nine(n - 1))).collect();
        format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{rows}")
    };
    let merges: String =
        (1..40).map(|n| format!("m{n}: &m{n}\n  <<: [*m{0}, *m{0}, *m{0}]\n  k{n}: gpt-4\n", n - 1)).collect();
    let run = checked(&[
        ("bomb.yaml", format!("{}{YAML}", bomb(12)).as_bytes()),
        ("merges.yaml", format!("m0: &m0\n  model: gpt-4\n{merges}{YAML}").as_bytes()),
        ("circle.yaml", format!("a: &a\n  b: *a\n  <<: *a\n  model: *a\n{YAML}").as_bytes()),
    ]);
    for name in ["bomb.yaml", "merges.yaml", "circle.yaml"] {
        assert_eq!(run.rules(name).last().map(String::as_str), Some(RETIRED), "{name}");
    }
}

#[test]
fn many_files_and_deep_folders_are_walked() {
    let dir = folder();
    for folder in 0..100 {
        let path = dir.path().join(format!("d{folder}"));
        fs::create_dir(&path).unwrap();
        (0..200).for_each(|n| fs::write(path.join(format!("f{n}.py")), "x = 1\n").unwrap());
    }
    fs::write(dir.path().join("d99/last.py"), PY).unwrap();
    let many = check(dir.path(), &[]);
    assert_eq!((many.code(), many.findings().len()), (1, 2), "{}", many.err);

    // 300 names of 17 characters are more than a path may have.
    let dir = folder();
    let script = "i=0; while [ $i -lt 300 ]; do mkdir deepdirectoryname && cd deepdirectoryname || exit; i=$((i+1)); \
                  [ $i = 200 ] && cp \"$0\" deep.py; done";
    let start = dir.path().join("ok.py");
    let made = Command::new("bash").arg("-c").arg(script).arg(&start).current_dir(dir.path()).status();
    let run = check(dir.path(), &[]);
    assert!(matches!(run.code(), 1 | 2), "{}", run.err);
    assert_eq!(run.of("ok.py").len(), 1);
    let deep = "deepdirectoryname/".repeat(200) + "deep.py";
    assert!(made.is_err() || run.of(&deep).len() == 1, "{}", run.err);
    // The standard library cannot remove what it cannot name.
    Command::new("rm").arg("-rf").arg(dir.path().join("deepdirectoryname")).status().unwrap();
}

#[test]
fn encodings_keep_their_places() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let mark = if big { [0xFE, 0xFF] } else { [0xFF, 0xFE] };
        let units = text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() });
        mark.into_iter().chain(units).collect()
    };
    let text = format!("é = 1\n{PY}");
    let run = checked(&[
        ("little.py", &utf16(&text, false)),
        ("big.py", &utf16(&text, true)),
        ("odd.py", &[utf16(&text, false).as_slice(), b"x"].concat()),
        ("mark.py", &[b"\xEF\xBB\xBF".as_slice(), PY.as_bytes()].concat()),
        ("latin.py", &[b"# \xE9\xE8\nx = '\xE9'; ".as_slice(), PY.as_bytes()].concat()),
        ("latin.ts", &[b"// \xE9\xE8\nvar x = '\xE9'; ".as_slice(), TS.as_bytes()].concat()),
        ("latin.yaml", &[b"x: \xE9\n".as_slice(), YAML.as_bytes()].concat()),
        ("latin.env", &[b"X=\xE9\nOPENAI_MODEL=".as_slice(), MODEL.as_bytes()].concat()),
        ("cut.py", &[PY.as_bytes(), b"x = '\xE2\x82"].concat()),
        ("surrogate.py", &[b"x = '\xED\xA0\x80'\n".as_slice(), PY.as_bytes()].concat()),
    ]);
    for name in ["little.py", "big.py", "odd.py"] {
        assert_eq!(run.of(name), ["2:10 retired-model"], "{name}");
    }
    assert_eq!(run.of("mark.py"), ["1:10 retired-model"]);
    let line = run.out.lines().find(|line| line.contains("mark.py")).unwrap();
    let mark: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!((&mark["start"], &mark["end"]), (&12.into(), &30.into()), "{mark}");
    for (name, place) in [("latin.py", "2:19"), ("latin.ts", "2:29"), ("latin.yaml", "2:8"), ("latin.env", "2:14")] {
        assert_eq!(run.of(name), [format!("{place} retired-model")], "{name}");
    }
    assert_eq!(run.of("cut.py"), ["1:10 retired-model"]);
    assert_eq!(run.of("surrogate.py"), ["2:10 retired-model"]);
}

#[test]
fn nothing_after_a_late_nul_is_lost() {
    let late = |sign: &str, text: &str| format!("{}{text}\0\n{text}", format!("{sign}\n").repeat(4_500)).into_bytes();
    let run = checked(&[
        ("early.py", format!("{PY}\0\n{PY}").as_bytes()),
        ("late.py", &late("#", PY)),
        ("late.ts", &late("//", TS)),
        ("late.yaml", &late("#", YAML)),
        ("late.env", &late("#", "OPENAI_MODEL=gpt-3.5-turbo-0301\n")),
    ]);
    assert!(run.of("early.py").is_empty() && run.err.contains("1 binary"), "{}", run.err);
    for name in ["late.py", "late.ts", "late.yaml", "late.env"] {
        let lines: Vec<String> = run.of(name).iter().map(|s| s.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(lines, ["4501", "4503"], "{name}: {:?}", run.of(name));
    }
}

#[test]
fn line_ends_and_tabs_and_templates_are_read() {
    let run = checked(&[
        ("crlf.py", format!("x = 1\n{PY}").replace('\n', "\r\n").as_bytes()),
        ("crlf.yaml", format!("x: 1\n{YAML}").replace('\n', "\r\n").as_bytes()),
        ("crlf.env", b"A=1\r\nOPENAI_MODEL=gpt-3.5-turbo-0301\r\n"),
        ("cr.py", format!("x = 1\n{PY}").replace('\n', "\r").as_bytes()),
        ("cr.ts", format!("x = 1\n{TS}").replace('\n', "\r").as_bytes()),
        ("cr.yaml", format!("x: 1\n{YAML}").replace('\n', "\r").as_bytes()),
        ("tabs.yaml", b"a:\n\tb:\n\t\tmodel: gpt-3.5-turbo-0301\n"),
        ("helm.yaml", b"a: {{ .Values.x }}\n{{- if .Values.y }}\nmodel: gpt-3.5-turbo-0301\n{{- end }}\n"),
        ("broken.py", format!("def f(:\n    x = [\n{PY}").as_bytes()),
        ("broken.ts", format!("function ( {{\n{TS} = }} ]").as_bytes()),
        ("broken.yaml", format!("a: [b\n{YAML}c: \"d\n").as_bytes()),
        ("last.py", PY.trim_end().as_bytes()),
        ("last.yaml", YAML.trim_end().as_bytes()),
        ("last.env", b"OPENAI_MODEL=gpt-3.5-turbo-0301"),
        ("empty.py", b""),
        ("empty.ts", b""),
        ("empty.yaml", b""),
        ("empty.env", b""),
        ("mark.py", b"\xEF\xBB\xBF"),
        ("mark.yaml", b"\xFF\xFE"),
    ]);
    for (name, place) in [
        ("crlf.py", "2:10"),
        ("crlf.yaml", "2:8"),
        ("crlf.env", "2:14"),
        ("cr.py", "1:16"),
        ("cr.ts", "1:22"),
        ("cr.yaml", "1:13"),
        ("tabs.yaml", "3:10"),
        ("helm.yaml", "3:8"),
        ("broken.py", "3:10"),
        ("broken.ts", "2:16"),
        ("broken.yaml", "2:8"),
        ("last.py", "1:10"),
        ("last.yaml", "1:8"),
        ("last.env", "1:14"),
    ] {
        assert_eq!(run.of(name), [format!("{place} retired-model")], "{name}");
    }
    assert!(run.findings().iter().all(|(path, _)| !path.starts_with("empty") && !path.starts_with("mark")));
}

#[test]
fn links_are_not_followed_unless_named() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    fs::create_dir(path("loop")).unwrap();
    fs::write(path("loop/in.py"), PY).unwrap();
    for (to, at) in [
        ("..", "loop/up"),
        (".", "loop/self"),
        ("nowhere.py", "dangling.py"),
        ("ok.py", "link.py"),
        ("self.py", "self.py"),
        ("/", "root"),
    ] {
        symlink(to, path(at)).unwrap();
    }
    let all = check(dir.path(), &[]);
    assert_eq!((all.code(), all.findings().len()), (1, 2), "{}", all.out);
    let named = check(dir.path(), &["link.py", "loop/up/loop/up/ok.py"]);
    assert_eq!(named.findings().len(), 2, "{}", named.out);
    for name in ["dangling.py", "self.py"] {
        let run = check(dir.path(), &["ok.py", name]);
        assert_eq!(run.code(), 2, "{name}: {}", run.err);
        assert!(run.err.contains(name), "{}", run.err);
    }
}

#[test]
fn what_cannot_be_read_is_said() {
    let dir = folder();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("closed.py"), PY).unwrap();
    fs::create_dir(path("closed")).unwrap();
    fs::write(path("closed/a.py"), PY).unwrap();
    for name in ["closed.py", "closed"] {
        fs::set_permissions(path(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    // Who may read everything has no such files.
    if fs::read(path("closed.py")).is_err() {
        let run = check(dir.path(), &["--exit-zero"]);
        assert_eq!((run.code(), run.of("ok.py").len()), (2, 1), "{}", run.err);
        assert_eq!(run.rules("closed.py"), ["unreadable-file"]);
        assert!(run.err.contains("closed: ") || run.out.contains("\"closed\""), "{}", run.err);
    }
    fs::set_permissions(path("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    let gone = check(dir.path(), &["ok.py", "gone.py"]);
    assert_eq!(gone.code(), 2);
    assert!(gone.err.contains("gone.py"), "{}", gone.err);
}

#[test]
fn names_of_files_cannot_speak() {
    let dir = folder();
    let names: [&[u8]; 9] = [
        b"new\nline.py",
        b"-dash.py",
        b"--exit-zero.py",
        b"sp ace.py",
        b"bad\xFFname.py",
        b"bad\xFEname.py",
        b"esc\x1b[31m.py",
        b"::error file=x::y.py",
        "bidi\u{202e}yp.py".as_bytes(),
    ];
    for name in names {
        fs::write(dir.path().join(OsStr::from_bytes(name)), PY).unwrap();
    }
    for format in ["full", "concise", "json", "jsonl"] {
        let run = run(dir.path(), &["--verbose", "--output-format", format].map(OsStr::new));
        assert_eq!(run.code(), 1, "{}", run.err);
        let unsafe_in = |text: &str| text.contains(['\x1b', '\u{202e}', '\r', '\0']);
        assert!(!unsafe_in(&run.out) && !unsafe_in(&run.err), "{format}: {}", run.out);
        assert!(!run.out.lines().any(|line| line.starts_with("line.py") || line.starts_with("::error")), "{}", run.out);
        if format == "concise" {
            assert_eq!(run.out.matches("error[retired-model]").count(), names.len() + 1, "{}", run.out);
        }
    }
    let paths = check(dir.path(), &[]).findings();
    assert_eq!(paths.len(), names.len() + 1, "two names that read alike are two files: {paths:?}");
    assert!(paths.iter().any(|(path, _)| path == "new\nline.py"));
    for name in names {
        let beside = Path::new(".").join(OsStr::from_bytes(name));
        let named = run(dir.path(), &[OsStr::new("--output-format"), OsStr::new("jsonl"), beside.as_os_str()]);
        assert_eq!((named.code(), named.findings().len()), (1, 1), "{name:?}: {}", named.err);
        let after = run(dir.path(), &[OsStr::new("--output-format=jsonl"), OsStr::new("--"), OsStr::from_bytes(name)]);
        assert_eq!((after.code(), after.findings().len()), (1, 1), "{name:?}: {}", after.err);
    }
}

#[test]
fn content_cannot_speak() {
    let text = "x = '\x1b[31m\u{202e}' + \"\x07\"; model = \"gpt-3.5-turbo-0301\" # \x1b]0;title\x07\n";
    let dir = folder();
    fs::write(dir.path().join("a.py"), text).unwrap();
    fs::write(dir.path().join("b.py"), "client.chat.completions.create(model='gpt-4-\x1b[31m')\n").unwrap();
    fs::write(dir.path().join("c.yaml"), "model: \"gpt-4\\e[31m\"\n").unwrap();
    for format in ["full", "concise", "json", "jsonl"] {
        let run = run(dir.path(), &["--pedantic", "--verbose", "--output-format", format].map(OsStr::new));
        assert!(!run.out.contains(['\x1b', '\u{202e}', '\x07']), "{format}: {}", run.out);
    }
}

#[test]
fn configurations_may_be_anything() {
    let good = b"\xEF\xBB\xBFmin-confidence = \"low\"\n".to_vec();
    let many = format!("exclude = [{}]\n", "\"a*b?c/**/d[a-z]\",".repeat(40_000)).into_bytes();
    let cases: Vec<(Vec<u8>, i32)> = vec![
        (good, 1),
        (b"".to_vec(), 1),
        (vec![b'#'; 2 << 20], 2),
        (format!("exclude = {}", "[".repeat(100_000)).into_bytes(), 2),
        (format!("x{} = 1", ".x".repeat(100_000)).into_bytes(), 2),
        (format!("exclude = [\"{}\"]", "{a,".repeat(1_000)).into_bytes(), 2),
        (format!("exclude = [\"{}x\"]", "*a".repeat(10_000)).into_bytes(), 1),
        (b"\0".to_vec(), 2),
        (b"\xFF\xFEa\0".to_vec(), 2),
        (b"exclude = [\"\xE9\"]".to_vec(), 2),
    ];
    for (bytes, code) in cases {
        let dir = folder();
        fs::write(dir.path().join("model-lint.toml"), &bytes).unwrap();
        let run = check(dir.path(), &[]);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(30)]).into_owned();
        assert_eq!(run.code(), code, "{start}: {}", &run.err[..run.err.len().min(500)]);
        assert!(run.err.len() < 4_000, "{start}: the message is as long as the file");
    }
    let dir = folder();
    fs::write(dir.path().join("model-lint.toml"), &many).unwrap();
    assert!(matches!(check(dir.path(), &[]).code(), 1 | 2));

    for facts in [
        format!("models: {}", "[".repeat(100_000)),
        format!("models: {}", "- ".repeat(300)),
        (1..12).fold("a0: &a0 [x]\n".to_owned(), |text, n| {
            format!("{text}a{n}: &a{n} [{}]\n", vec![format!("*a{}", n - 1); 9].join(","))
        }),
        "provider: 1\0".to_owned(),
    ] {
        let dir = folder();
        fs::write(dir.path().join("model-lint.toml"), "extend-catalog = [\"facts.yaml\"]\n").unwrap();
        fs::write(dir.path().join("facts.yaml"), &facts).unwrap();
        let run = check(dir.path(), &[]);
        assert_eq!(run.code(), 2, "{}", run.err);
        assert!(run.err.len() < 4_000);
    }
}

#[test]
fn names_that_lead_in_circles_end() {
    let client = "from openai import OpenAI\nclient = OpenAI()\n";
    let python = [
        "model = model\nclient.chat.completions.create(model=model)\n",
        "a = b\nb = c\nc = a\nclient.chat.completions.create(model=a)\n",
        "a = b + b\nb = a + a\nclient.chat.completions.create(model=f'{a}{b}')\n",
        "a.b = c.d\nc.d = a.b\nclient.chat.completions.create(model=a.b)\n",
        "class A(A):\n    model = A.model\n    def f(self):\n        self.x = self.x\n        return self.client.create(model=self.x)\n",
        "class A(B): pass\nclass B(A): pass\nclient.chat.completions.create(model=A().model)\n",
        "def f(x): return g(f(x)) or f(g(x))\ndef g(x): return f(g(x)) or g(f(x))\nclient.chat.completions.create(model=f(1))\n",
        "def f(model): f(model); client.chat.completions.create(model=model)\nf(f)\n",
        "d = {**d, **e}\ne = {**d, 'model': d['model']}\nclient.chat.completions.create(**d, **e)\n",
        "d = {'a': d}\nclient.chat.completions.create(model=d['a']['a']['a']['a'])\n",
        "for x in x: client.chat.completions.create(model=x)\n",
        "x, y = y, x\nclient.chat.completions.create(model=x)\n",
        "client = client.with_options(client)\nclient = client or client\nclient.chat.completions.create(model='gpt-4-32k')\n",
        "x = (lambda: x())\nclient.chat.completions.create(model=x())\n",
    ];
    let typescript = [
        "const a = `${a}${a}`; c.chat.completions.create({ model: a })\n",
        "const a = `${b}${b}`, b = `${a}${a}`; c.chat.completions.create({ model: `${a}${b}` })\n",
        "class A extends A { model = this.model; f() { c.chat.completions.create({ model: this.model }) } }\n",
        "const o = { ...o, model: o.model }; c.chat.completions.create({ ...o })\n",
        "const f = () => f(); c.chat.completions.create({ model: f() ?? f() })\n",
        "function f({ model = f({ model }) } = {}) { return c.chat.completions.create({ model }) }\nf(f)\n",
        "const { model } = { model }; c.chat.completions.create({ model })\n",
        "let x = x ? x : x || x ?? x; c.chat.completions.create({ model: x })\n",
    ];
    // Names that branch at every step: what is followed grows with the power of the depth.
    let branches: String = (0..60)
        .map(|n| {
            format!(
                "v{n} = v{0} + v{0} if x else v{0} or f{n}(v{0})\ndef f{n}(x): return f{0}(v{0}) or f{0}(x)\n",
                n + 1
            )
        })
        .collect();
    let mut files: Vec<(String, String)> = Vec::new();
    for (n, text) in python.iter().enumerate() {
        files.push((format!("p{n}.py"), format!("{client}{text}{PY}")));
    }
    for (n, text) in typescript.iter().enumerate() {
        files.push((format!("t{n}.ts"), format!("import OpenAI from 'openai'; const c = new OpenAI();\n{text}{TS}")));
    }
    files.push(("branches.py".to_owned(), format!("{client}{branches}client.chat.completions.create(model=v0)\n{PY}")));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let started = Instant::now();
    let run = checked(&files);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    for (name, _) in files {
        assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
    }
}

#[test]
fn large_files_end() {
    let files: Vec<(String, String)> =
        inputs::KINDS.iter().map(|(name, size, make)| (name.replace('/', "_"), make(size / 10))).collect();
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    checked(&files);
}

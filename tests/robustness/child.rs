//! The binary in a child process, with limits on its time and memory.

use std::ffi::OsStr;
use std::fs;
use std::io::Read;
use std::os::unix::fs::{MetadataExt, PermissionsExt};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;

/// Longest that a run may take; without optimisation on a busy machine.
const TIME: Duration = Duration::from_secs(60);
/// Address space of a run, in KiB.
const MEMORY: u64 = 4 << 20;

/// What every check is told.
const FIXED: [&str; 8] =
    ["--as-of", "2026-11-23", "--output-format", "jsonl", "--min-confidence", "low", "--min-severity", "note"];
/// A user without rights.
const NOBODY: u32 = 65_534;

/// A retired model in a setting: one finding.
pub const MODEL: &str = "gpt-3.5-turbo-0301";
pub const PY: &str = "model = \"gpt-3.5-turbo-0301\"\n";
pub const TS: &str = "const model = \"gpt-3.5-turbo-0301\"\n";
pub const YAML: &str = "model: gpt-3.5-turbo-0301\n";
pub const JSON: &str = "{\"$schema\": \"settings\", \"model\": \"gpt-3.5-turbo-0301\",\n";

pub struct Run {
    pub status: ExitStatus,
    pub out: String,
    pub err: String,
}

impl Run {
    pub fn code(&self) -> i32 {
        assert_eq!(self.status.signal(), None, "killed: {}", self.err);
        self.status.code().unwrap()
    }

    /// Places of findings about a file, as `line:column rule`.
    pub fn of(&self, path: &str) -> Vec<String> {
        self.findings().into_iter().filter(|(of, _)| of == path).map(|(_, said)| said).collect()
    }

    pub fn findings(&self) -> Vec<(String, String)> {
        let object = |line: &str| serde_json::from_str::<serde_json::Value>(line).unwrap();
        let said = |d: &serde_json::Value| format!("{}:{} {}", d["line"], d["column"], d["rule"].as_str().unwrap());
        let finding = |d: serde_json::Value| (d["path"].as_str().unwrap().to_owned(), said(&d));
        self.out.lines().map(|line| finding(object(line))).collect()
    }

    /// The rules that speak about a file.
    pub fn rules(&self, path: &str) -> Vec<String> {
        self.of(path).into_iter().map(|said| said.split(' ').nth(1).unwrap().to_owned()).collect()
    }
}

/// A run within its limits; whatever it writes is text.
pub fn run(dir: &Path, arguments: &[&OsStr]) -> Run {
    run_within(MEMORY, dir, arguments)
}

/// A run within so many KiB of address space.
fn run_within(memory: u64, dir: &Path, arguments: &[&OsStr]) -> Run {
    let mut command = Command::new("sh");
    let limit = if cfg!(target_os = "linux") { format!("ulimit -v {memory}; ") } else { String::new() };
    command.arg("-c").arg(format!("{limit}exec \"$0\" \"$@\"")).arg(env!("CARGO_BIN_EXE_model-lint")).args(arguments);
    ended(command.current_dir(dir))
}

/// The same run by somebody whom the modes of files hold for.
pub fn check_as_nobody(dir: &Path, arguments: &[&str]) -> Run {
    let is_root = fs::metadata("/proc/self").is_ok_and(|own| own.uid() == 0);
    if !is_root {
        return check(dir, arguments);
    }
    // Where the binary lies may be closed to others; beside the folder it is not.
    let beside = tempfile::tempdir().unwrap();
    fs::set_permissions(beside.path(), fs::Permissions::from_mode(0o755)).unwrap();
    let binary = beside.path().join("model-lint");
    let built = env!("CARGO_BIN_EXE_model-lint");
    fs::hard_link(built, &binary).or_else(|_| fs::copy(built, &binary).map(drop)).unwrap();
    let mut command = Command::new(binary);
    command.uid(NOBODY).gid(NOBODY).args(FIXED).args(arguments).current_dir(dir);
    ended(&mut command)
}

/// A command to its end, if that comes in time.
fn ended(command: &mut Command) -> Run {
    command.env("NO_COLOR", "1").stdin(Stdio::null());
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
            panic!("{command:?} took longer than {TIME:?}");
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    Run { status, out: out.join().unwrap(), err: err.join().unwrap() }
}

pub fn check(dir: &Path, arguments: &[&str]) -> Run {
    check_within(MEMORY, dir, arguments)
}

/// A check within so many KiB of address space.
pub fn check_within(memory: u64, dir: &Path, arguments: &[&str]) -> Run {
    let all: Vec<&OsStr> = FIXED.iter().chain(arguments).map(OsStr::new).collect();
    run_within(memory, dir, &all)
}

/// A check of which some work never ends or panics, as `fault` says: `linking a.py`.
#[cfg(debug_assertions)]
pub fn check_with(fault: &str, work: &str, dir: &Path) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    ended(command.env(fault, work).args(FIXED).current_dir(dir))
}

pub fn folder() -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("ok.py"), PY).unwrap();
    dir
}

/// A folder with files beside `ok.py`, whose finding must never be lost.
pub fn checked(files: &[(&str, &[u8])]) -> Run {
    let dir = folder();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let run = check(dir.path(), &[]);
    run.code();
    assert_eq!(run.of("ok.py"), ["1:10 retired-model"], "{}", run.err);
    run
}

pub const RETIRED: &str = "retired-model";
pub const TROUBLE: &str = "parse-trouble";

//! What stands in folders beside files of text: pipes, devices, links, names, and what may not be read.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use model_lint::catalog::{Catalog, Date};
use model_lint::config::Settings;
use model_lint::project::{self, Target};
use tempfile::TempDir;

use crate::child::{PY, YAML, check, check_as_nobody, checked, folder};

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

/// A folder for somebody who may not read everything, whoever runs the tests.
fn anybodys() -> TempDir {
    let dir = folder();
    fs::set_permissions(dir.path(), fs::Permissions::from_mode(0o755)).unwrap();
    dir
}

#[test]
fn what_cannot_be_read_is_said() {
    let dir = anybodys();
    let path = |name: &str| dir.path().join(name);
    fs::write(path("closed.py"), PY).unwrap();
    fs::create_dir(path("closed")).unwrap();
    fs::write(path("closed/a.py"), PY).unwrap();
    for name in ["closed.py", "closed"] {
        fs::set_permissions(path(name), fs::Permissions::from_mode(0o000)).unwrap();
    }
    for named in [&[][..], &["."], &["closed", "closed.py", "ok.py"]] {
        let run = check_as_nobody(dir.path(), &[&["--exit-zero"], named].concat());
        assert_eq!((run.code(), run.of("ok.py").len()), (2, 1), "{}", run.err);
        assert_eq!(run.rules("closed.py"), ["unreadable-file"]);
        assert!(run.err.contains("error: closed: "), "{}", run.err);
    }
    fs::set_permissions(path("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    let gone = check(dir.path(), &["ok.py", "gone.py"]);
    assert_eq!(gone.code(), 2);
    assert!(gone.err.contains("gone.py"), "{}", gone.err);
}

#[test]
fn what_vanishes_meanwhile_is_no_failure() {
    let dir = folder();
    let target =
        |name: &str, named| Target { path: dir.path().join(name), shown: name.to_owned(), named, local: false };
    let settings = Settings::new(dir.path().to_owned(), Date::parse("2026-11-23").unwrap());
    let check = |named| {
        project::check(&settings, Catalog::bundled(), &[target("gone.py", named), target("ok.py", false)]).summary
    };
    let walked = check(false);
    assert_eq!((walked.incomplete, walked.skipped.len()), (false, 1));
    assert!(check(true).incomplete, "what was named should be there");

    // And with the binary, while somebody else tidies up.
    for n in 0..2_000 {
        fs::write(dir.path().join(format!("f{n}.py")), PY).unwrap();
    }
    let run = std::thread::scope(|scope| {
        scope.spawn(|| (0..2_000).rev().for_each(|n| fs::remove_file(dir.path().join(format!("f{n}.py"))).unwrap()));
        crate::child::check(dir.path(), &[])
    });
    assert_eq!((run.code(), run.of("ok.py").len()), (1, 1), "{}", run.err);
    assert!(!run.err.contains("error: "), "{}", run.err);
}

#[test]
fn a_check_writes_nothing() {
    let dir = anybodys();
    let inner = dir.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::write(inner.join("a.py"), PY).unwrap();
    for folder in [&inner, dir.path()] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o555)).unwrap();
    }
    let before = listed(dir.path());
    let run = check_as_nobody(dir.path(), &[]);
    assert_eq!((run.code(), run.findings().len(), run.err.contains("error: ")), (1, 2, false), "{}", run.err);
    for folder in [dir.path(), &inner] {
        fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).unwrap();
    }
    check(dir.path(), &[]);
    assert_eq!(listed(dir.path()), before);
}

/// Paths below a folder with when they were written.
fn listed(folder: &Path) -> Vec<(PathBuf, SystemTime)> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<(PathBuf, SystemTime)> = entries
        .flat_map(|path| {
            let below = if path.is_dir() { listed(&path) } else { Vec::new() };
            let written = fs::metadata(&path).unwrap().modified().unwrap();
            below.into_iter().chain([(path, written)]).collect::<Vec<_>>()
        })
        .collect();
    found.sort();
    found
}

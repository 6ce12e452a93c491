use super::*;
use std::fs;

/// A folder with files; names that end in `/` are folders.
fn tree(files: &[(&str, &str)]) -> tempfile::TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn walk_in(dir: &Path, paths: &[&str], change: impl Fn(&mut WalkOptions<'_>)) -> Walked {
    let paths: Vec<PathBuf> = paths.iter().map(PathBuf::from).collect();
    let none = Globs::none();
    let mut options = WalkOptions {
        cwd: dir,
        root: dir,
        paths: &paths,
        listed: &[],
        exclude: &none,
        force_exclude: false,
        no_ignore: false,
        threads: 0,
    };
    change(&mut options);
    walk(&options)
}

fn names(walked: &Walked) -> Vec<&str> {
    walked.targets.iter().map(|t| t.shown.as_str()).collect()
}

#[test]
fn hidden_files_are_read_and_ignored_ones_are_not() {
    let dir = tree(&[
        (".gitignore", "out/\n*.gen.py\n"),
        (".github/workflows/ci.yml", ""),
        (".git/hooks/x.py", ""),
        ("b.py", ""),
        ("a/c.ts", ""),
        ("a/x.gen.py", ""),
        ("out/d.py", ""),
        ("build/e.py", ""),
        ("README.md", ""),
    ]);
    let walked = walk_in(dir.path(), &["."], |_| ());
    assert_eq!(names(&walked), [".github/workflows/ci.yml", "a/c.ts", "b.py", "build/e.py"]);
    let all = walk_in(dir.path(), &["."], |options| options.no_ignore = true);
    assert_eq!(names(&all), [".github/workflows/ci.yml", "a/c.ts", "a/x.gen.py", "b.py", "build/e.py", "out/d.py"]);
}

#[test]
fn an_ignored_env_file_is_local_however_it_is_found() {
    let dir =
        tree(&[(".gitignore", ".env*\n!.env.example\n"), ("sub/.env", ""), (".env.local", ""), (".env.example", "")]);
    for paths in [&["."][..], &[".env.local", ".env.example", "sub/.env"]] {
        let walked = walk_in(dir.path(), paths, |_| ());
        let local: Vec<_> = walked.targets.iter().map(|t| (t.shown.as_str(), t.local)).collect();
        assert_eq!(local, [(".env.example", false), (".env.local", true), ("sub/.env", true)]);
    }
}

#[test]
fn vendored_folders_are_known_by_their_marks() {
    let dir = tree(&[
        ("env/app.py", ""),
        ("venv3/pyvenv.cfg", ""),
        ("venv3/lib/x.py", ""),
        ("node_modules/mine.js", ""),
        ("web/node_modules/.package-lock.json", ""),
        ("web/node_modules/x/index.js", ""),
        ("lib/site-packages/openai-1.dist-info/METADATA", ""),
        ("lib/site-packages/openai/x.py", ""),
        ("site-packages/mine.py", ""),
        ("addon/lib/openai-1.dist-info/RECORD", ""),
        ("addon/lib/openai/x.py", ""),
    ]);
    let walked = walk_in(dir.path(), &["."], |_| ());
    assert_eq!(names(&walked), ["env/app.py", "node_modules/mine.js", "site-packages/mine.py"]);
    assert_eq!(names(&walk_in(dir.path(), &["venv3"], |_| ())), ["venv3/lib/x.py"]);
    assert_eq!(names(&walk_in(&dir.path().join("addon/lib"), &["."], |_| ())), ["openai/x.py"]);
}

#[test]
fn what_is_named_is_read_unless_exclusion_is_forced() {
    let dir = tree(&[(".gitignore", "gen/\n"), ("gen/a.py", ""), ("fixtures/b.py", ""), ("c.py", "")]);
    let exclude = Globs::new(dir.path(), &["fixtures"]).expect("globs");
    let paths = ["gen/a.py", "fixtures/b.py", "./c.py"].map(PathBuf::from);
    for (force, expected) in [(false, &["c.py", "fixtures/b.py", "gen/a.py"][..]), (true, &["c.py"])] {
        let options = WalkOptions {
            cwd: dir.path(),
            root: dir.path(),
            paths: &paths,
            listed: &[],
            exclude: &exclude,
            force_exclude: force,
            no_ignore: false,
            threads: 1,
        };
        assert_eq!(names(&walk(&options)), expected);
        let everything = [PathBuf::from(".")];
        assert_eq!(names(&walk(&WalkOptions { paths: &everything, ..options })), ["c.py"]);
    }
}

#[test]
fn a_file_is_found_once() {
    let dir = tree(&[("a/b.py", "")]);
    let walked = walk_in(dir.path(), &["a", ".", "a/b.py", "./a/../a/b.py"], |_| ());
    assert_eq!(names(&walked), ["a/b.py"]);
    assert!(walked.targets[0].named);
}

#[test]
fn what_cannot_be_read_is_said() {
    let dir = tree(&[("README.md", ""), ("a.py", "")]);
    let walked = walk_in(dir.path(), &["README.md", "nowhere", "a.py"], |_| ());
    assert_eq!(walked.missing, ["nowhere"]);
    assert_eq!(walked.errors.len(), 1);
    assert!(walked.errors[0].1.contains("Python"));
    let listed = ["README.md", "nowhere", "a.py"].map(PathBuf::from);
    let none = Globs::none();
    let options = WalkOptions {
        cwd: dir.path(),
        root: dir.path(),
        paths: &[],
        listed: &listed,
        exclude: &none,
        force_exclude: false,
        no_ignore: false,
        threads: 1,
    };
    let walked = walk(&options);
    assert!(walked.missing.is_empty() && walked.errors.is_empty());
    assert_eq!(names(&walked), ["a.py"]);
}

#[test]
fn nested_configurations_are_named() {
    let dir = tree(&[("model-lint.toml", ""), ("sub/.model-lint.toml", ""), ("a.py", "")]);
    assert_eq!(walk_in(dir.path(), &["."], |_| ()).nested, ["sub/.model-lint.toml"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_only_where_they_are_named() {
    let dir = tree(&[("a/b.py", "")]);
    std::os::unix::fs::symlink(dir.path().join("a"), dir.path().join("loop")).expect("a link");
    std::os::unix::fs::symlink(dir.path().join("a/b.py"), dir.path().join("link.py")).expect("a link");
    assert_eq!(names(&walk_in(dir.path(), &["."], |_| ())), ["a/b.py"]);
    assert_eq!(names(&walk_in(dir.path(), &["link.py", "loop"], |_| ())), ["link.py", "loop/b.py"]);
}

#[test]
fn what_git_has_is_read_whatever_git_ignores() {
    let dir = tree(&[
        (".gitignore", "out/\n.env\n*.gen.py\n"),
        (".ignore", "quiet.gen.py\n"),
        ("a.py", ""),
        ("kept.gen.py", ""),
        ("quiet.gen.py", ""),
        ("lost.gen.py", ""),
        (".env", ""),
        ("sub/.env", ""),
        ("out/b.py", ""),
        ("out/deep/c.ts", ""),
        ("out/deep/README.md", ""),
        ("out/venv/pyvenv.cfg", ""),
        ("out/venv/d.py", ""),
    ]);
    let tracked = [
        ".env",
        "a.py",
        "gone.gen.py",
        "kept.gen.py",
        "out/b.py",
        "out/deep/README.md",
        "out/deep/c.ts",
        "out/venv/d.py",
        "quiet.gen.py",
    ];
    fs::create_dir(dir.path().join(".git")).expect("a folder");
    fs::write(dir.path().join(".git/index"), tracked::index(&tracked)).expect("an index");
    let walked = walk_in(dir.path(), &["."], |_| ());
    assert_eq!(names(&walked), [".env", "a.py", "kept.gen.py", "out/b.py", "out/deep/c.ts", "sub/.env"]);
    let local: Vec<bool> = walked.targets.iter().map(|target| target.local).collect();
    assert_eq!(local, [false, false, false, false, false, true], "only what git does not have is local");
    assert_eq!(names(&walk_in(dir.path(), &["out/deep"], |_| ())), ["out/deep/c.ts"]);
    assert_eq!(names(&walk_in(dir.path(), &["./out/../out/deep"], |_| ())), ["out/deep/c.ts"]);

    let named = ["out/b.py", ".env", "lost.gen.py", "quiet.gen.py"];
    let forced = walk_in(dir.path(), &named, |options| options.force_exclude = true);
    assert_eq!(names(&forced), [".env", "out/b.py"]);
    assert!(forced.targets.iter().all(|target| !target.local));
}

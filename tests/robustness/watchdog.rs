//! The last line: what nobody has thought of, and what never comes to its end.

use std::fs;

use model_lint::project::{HANG, PANIC};
use tempfile::TempDir;

use crate::child::{MODEL, check_with, folder};

/// A folder in which one file takes a model from another.
fn linked() -> TempDir {
    let dir = folder();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("settings.py", &format!("MODEL = '{MODEL}'\n"));
    write(
        "app.py",
        "from openai import OpenAI\nfrom settings import MODEL\nOpenAI().chat.completions.create(model=MODEL)\n",
    );
    dir
}

#[test]
fn what_never_ends_is_named_and_ends_the_run() {
    let dir = linked();
    for work in ["reading app.py", "linking app.py", "linking settings.py", "judging settings.py"] {
        let run = check_with(HANG, work, dir.path());
        let (doing, name) = work.split_once(' ').unwrap();
        assert_eq!(run.code(), 2, "{work}: {}", run.err);
        assert!(run.err.contains(&format!("{name}: {doing} it takes longer than 120 seconds")), "{work}: {}", run.err);
        assert!(run.err.contains("the run is given up"), "{}", run.err);
    }
    assert_eq!(check_with(HANG, "reading nothing.py", dir.path()).code(), 1, "a run that ends is not given up");
}

#[test]
fn a_panic_is_told_and_takes_nothing_else_along() {
    let dir = linked();
    for work in [
        "reading app.py",
        "linking app.py",
        "linking settings.py",
        "judging settings.py",
        "judging app.py",
        // What no file alone is to blame for.
        "linking .",
    ] {
        let run = check_with(PANIC, work, dir.path());
        let (_, name) = work.split_once(' ').unwrap();
        assert_eq!(run.code(), 2, "{work}: {}", run.err);
        assert_eq!(run.of("ok.py"), ["1:10 retired-model"], "{work}: {}", run.out);
        assert!(run.out.contains("made the linter panic; please report it"), "{work}: {}", run.out);
        assert_eq!(run.out.matches("made the linter panic").count(), 1, "{work}: {}", run.out);
        assert!(run.out.contains(name), "{work}: {}", run.out);
    }
    let run = check_with(PANIC, "judging .", dir.path());
    assert_eq!(run.code(), 2, "{}", run.err);
    assert!(run.err.contains("error: the linter panicked; nothing was reported"), "{}", run.err);
}

//! The last line: what nobody has thought of, and what never comes to its end.

use std::fs;

use crate::child::{MODEL, check_with_endless, folder};

#[test]
fn what_never_ends_is_named_and_ends_the_run() {
    let dir = folder();
    let write = |name: &str, text: &str| fs::write(dir.path().join(name), text).unwrap();
    write("settings.py", &format!("MODEL = '{MODEL}'\n"));
    write(
        "app.py",
        "from openai import OpenAI\nfrom settings import MODEL\nOpenAI().chat.completions.create(model=MODEL)\n",
    );
    for work in ["reading app.py", "linking app.py", "linking settings.py", "judging settings.py"] {
        let run = check_with_endless(work, dir.path());
        let (doing, name) = work.split_once(' ').unwrap();
        assert_eq!(run.code(), 2, "{work}: {}", run.err);
        assert!(run.err.contains(&format!("{name}: {doing} it takes longer than 120 seconds")), "{work}: {}", run.err);
        assert!(run.err.contains("the run is given up"), "{}", run.err);
    }
    assert_eq!(check_with_endless("reading nothing.py", dir.path()).code(), 1, "a run that ends is not given up");
}

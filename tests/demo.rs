//! The tour that the README begins with: `model-lint fixtures/demo` from the root of the repository.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::process::Command;

fn demo(more: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(["--as-of", "2026-11-23", "fixtures/demo"]).args(more);
    let done = command.env("NO_COLOR", "1").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

#[test]
fn the_demo_shows_the_tour() {
    let (code, out, err) = demo(&[]);
    assert_eq!((code, err.as_str()), (Some(1), ""));
    insta::with_settings!({
        omit_expression => true,
        prepend_module_to_snapshot => false,
        filters => vec![(r"catalog of \d{4}-\d\d-\d\d", "catalog of [DAY]")],
    }, { insta::assert_snapshot!("demo", out) });
}

#[test]
fn every_file_of_the_demo_and_every_rule_about_models_speaks() {
    let (_, out, _) = demo(&["--output-format", "concise"]);
    for place in [".env.example", "compose.yaml", "src/assistant.py", "src/chat.py", "web/chat.ts", "web/models.ts"] {
        assert!(out.contains(&format!("fixtures/demo/{place}:")), "{place}: {out}");
    }
    let rules = [
        "retired-model",
        "redirected-model",
        "deprecated-model",
        "model-casing",
        "unknown-model",
        "endpoint-mismatch",
        "retired-endpoint",
    ];
    for rule in rules {
        assert!(out.contains(&format!("[{rule}]")), "{rule}: {out}");
    }
}

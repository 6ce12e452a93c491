//! `extend-catalog` through the binary: a user's facts are as good as the bundled ones.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const CONFIGURATION: &str = "extend-catalog = [\"models.yaml\"]\n";

/// The example of `docs/extend-catalog.md`.
fn example() -> String {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/extend-catalog.md")).unwrap();
    page.split("```yaml\n").nth(1).unwrap().split("```").next().unwrap().to_owned()
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    dir
}

/// Exit code, standard output, standard error.
fn run(dir: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    let run = command.current_dir(dir).args(arguments).env("NO_COLOR", "1").output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (run.status.code().unwrap(), text(run.stdout), text(run.stderr))
}

/// `path:line rule message` of everything that is reported with the example.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let example = example();
    let mut all = vec![("model-lint.toml", CONFIGURATION), ("models.yaml", &example)];
    all.extend(files);
    let dir = tree(&all);
    let (_, out, err) = run(dir.path(), &["--output-format", "concise", "--as-of", "2026-11-23"]);
    assert!(!err.contains("error"), "{err}");
    let is_finding = |line: &&str| {
        line.contains(".py:") || line.contains(".env:") || line.contains(".ts:") || line.contains(".yaml:")
    };
    out.lines().filter(is_finding).map(str::to_owned).collect()
}

#[track_caller]
fn one(files: &[(&str, &str)], parts: &[&str]) {
    let found = found(files);
    assert!(found.len() == 1 && parts.iter().all(|part| found[0].contains(part)), "{parts:?} in {found:#?}");
}

#[test]
fn a_private_model_has_its_dates() {
    let call = "from acme.llm import ask\nask('acme-large-1', 'hi')\n";
    one(&[("a.py", call)], &["a.py:2:", "error[retired-model]", "acme-large-1", "2026-06-30"]);
    let call = "from acme.llm import ask\nask('acme-large-2', 'hi')\n";
    assert!(found(&[("a.py", call)]).is_empty());
}

#[test]
fn a_wrapper_is_a_call_site() {
    // No stem of any ID stands in the file: the wrapper's module makes it worth reading.
    let call = "from acme.llm import ask\nask(model='amce-large-2')\n";
    one(&[("a.py", call)], &["a.py:2:", "unknown-model", "amce-large-2", "acme-large-2"]);
    let call = "from acme.llm import ask\nask(model='Acme-Large-2')\n";
    one(&[("a.py", call)], &["a.py:2:", "model-casing", "acme-large-2"]);
    let call = "from acme import llm\nllm.ask(model='amce-large-2')\n";
    one(&[("a.py", call)], &["a.py:2:", "unknown-model", "amce-large-2", "acme-large-2"]);
    // The same name from elsewhere is none.
    let call = "from other import ask\nask(model='amce-large-2')\n";
    assert!(found(&[("a.py", call)]).is_empty());
}

#[test]
fn a_gateway_is_a_host() {
    let call = "from openai import OpenAI\nclient = OpenAI(base_url='https://llm.acme.internal/v1')\n\
                client.chat.completions.create(model='acme-large-1', messages=[])\n";
    one(&[("a.py", call)], &["a.py:3:", "retired-model", "Acme"]);
    let call = "import { OpenAI } from 'openai'\nconst client = new OpenAI({ baseURL: 'https://llm.acme.internal/v1' })\n\
                client.chat.completions.create({ model: 'acme-large-1', messages: [] })\n";
    one(&[("a.ts", call)], &["a.ts:3:", "retired-model", "Acme"]);
}

#[test]
fn a_setting_of_ones_own_is_read() {
    one(&[(".env", "ACME_MODEL=acme-large-1\n")], &[".env:1:", "retired-model", "acme-large-1"]);
    one(&[("assistant.yaml", "assistant:\n  brain: amce-large-2\n")], &["assistant.yaml:2:", "unknown-model"]);
    assert!(found(&[(".env", "OTHER=amce-large-2\n")]).is_empty());
}

#[test]
fn an_embedding_model_is_for_embeddings() {
    let call = "from openai import OpenAI\nclient = OpenAI(base_url='https://llm.acme.internal/v1')\n\
                client.chat.completions.create(model='acme-embed-1', messages=[])\n";
    one(&[("a.py", call)], &["a.py:3:", "endpoint-mismatch", "acme-embed-1"]);
}

#[test]
fn a_route_takes_a_prefix_more() {
    let call = "import litellm\nlitellm.completion(model='acme/acme-large-1', messages=[])\n";
    one(&[("a.py", call)], &["a.py:2:", "retired-model", "acme-large-1"]);
    // The bundled prefixes still hold.
    let call = "import litellm\nlitellm.completion(model='openai/gpt-4-32k', messages=[])\n";
    one(&[("a.py", call)], &["a.py:2:", "retired-model", "gpt-4-32k"]);
}

#[test]
fn a_family_that_is_closed_has_no_new_member() {
    let call = "from acme.llm import ask\nask(model='acme-small-20240101')\n";
    one(&[("a.py", call)], &["a.py:2:", "unknown-model", "acme-small-20240101"]);
}

#[test]
fn a_look_alike_is_never_judged() {
    let call = "from acme.llm import ask\nask(model='acme-large-tests')\nask(model='acme-large-test')\n";
    assert!(found(&[("a.py", call)]).is_empty());
}

#[test]
fn a_bundled_model_can_be_replaced() {
    let models = "provider: {key: openai}\nmodels:\n  - {id: gpt-4-32k, kind: chat, endpoints: [chat.completions], doubt: kept for us}\n";
    let call = "from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4-32k', messages=[])\n";
    let dir = tree(&[("model-lint.toml", CONFIGURATION), ("models.yaml", models), ("a.py", call)]);
    let (code, out, _) = run(dir.path(), &["--output-format", "concise"]);
    assert_eq!(code, 0, "{out}");
    let (_, out, _) = run(dir.path(), &["explain", "gpt-4-32k"]);
    assert!(out.contains("kept for us"), "{out}");
    let (code, ..) = run(dir.path(), &["--isolated", "--output-format", "concise", "a.py"]);
    assert_eq!(code, 1);
}

#[test]
fn later_files_win() {
    let model = |end: &str| {
        format!(
            "provider: {{key: openai, stems: [house-]}}\nmodels:\n  - {{id: house-1, kind: chat, shutdown: {end}, source: 'https://x.example'}}\n"
        )
    };
    let configuration = "extend-catalog = [\"a.yaml\", \"b.yaml\"]\n";
    let (a, b) = (model("2030-01-01"), model("2031-01-01"));
    let dir = tree(&[("model-lint.toml", configuration), ("a.yaml", &a), ("b.yaml", &b)]);
    let (_, out, err) = run(dir.path(), &["list-models", "--provider", "openai", "--output-format", "json"]);
    assert!(out.contains("2031-01-01") && !out.contains("2030-01-01"), "{err}");
}

#[test]
fn every_command_knows_them() {
    let example = example();
    let dir = tree(&[("model-lint.toml", CONFIGURATION), ("models.yaml", &example)]);
    let (code, out, _) = run(dir.path(), &["list-models", "--provider", "acme", "--as-of", "2026-11-23"]);
    assert!(code == 0 && out.contains("acme-large-1") && out.contains("2026-06-30"), "{out}");
    let (code, out, _) = run(dir.path(), &["explain", "acme-large-1", "--as-of", "2026-11-23"]);
    assert!(code == 0 && out.contains("Acme gateway") && out.contains("acme-large-2"), "{out}");
    let (code, _, err) = run(dir.path(), &["explain", "acme-larg-2"]);
    assert!(code == 2 && err.contains("did you mean `acme-large"), "{err}");
}

#[test]
fn paths_start_at_the_configuration() {
    let example = example();
    let files = [("sub/model-lint.toml", CONFIGURATION), ("sub/models.yaml", example.as_str()), ("sub/deep/a.py", "")];
    let dir = tree(&files);
    let (code, out, err) = run(&dir.path().join("sub/deep"), &["list-models", "--provider", "acme"]);
    assert!(code == 0 && out.contains("acme-large-1"), "{err}");
}

#[test]
fn what_is_wrong_is_told_with_file_and_line() {
    let models = "provider: {key: acme, title: Acme, stems: [acme-]}\nmodels:\n  - id: acme-1\n    kind: caht\n  - id: acme-2\n    kind: chat\n    shutdown: 2024-02-30\n";
    let dir = tree(&[("model-lint.toml", CONFIGURATION), ("models.yaml", models), ("a.py", "")]);
    let (code, out, err) = run(dir.path(), &["."]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.contains("models.yaml:4: unknown kind `caht`: did you mean `chat`?"), "{err}");
    assert!(err.contains("models.yaml:7: `shutdown` cannot be `2024-02-30`: there is no such day"), "{err}");
}

#[test]
fn files_are_untrusted() {
    let outside = tree(&[("models.yaml", "")]);
    let outside = format!("extend-catalog = [{:?}]\n", outside.path().join("models.yaml"));
    let large = "#".repeat((1 << 20) + 1);
    for (configuration, reason) in [
        (CONFIGURATION, "models.yaml"),
        ("extend-catalog = [\"../models.yaml\"]\n", "models.yaml"),
        (outside.as_str(), "it lies outside of the repository"),
        ("extend-catalog = [\"large.yaml\"]\n", "it is larger than 1 MB"),
        ("extend-catalog = [\"folder\"]\n", "it is not a regular file"),
        ("extend-catalog = \"models.yaml\"\n", "`extend-catalog` takes a list of paths"),
    ] {
        let dir = tree(&[("model-lint.toml", configuration), ("large.yaml", &large), ("folder/x", ""), ("a.py", "")]);
        let (code, out, err) = run(dir.path(), &["."]);
        assert_eq!((code, out.as_str()), (2, ""), "{configuration}");
        assert!(err.contains(reason) && err.contains("extend-catalog"), "{configuration}: {err}");
    }
}

/// What is named in the place of a model and not confirmed is told so everywhere, and never put in.
#[test]
fn a_replacement_that_nothing_confirms_is_told_as_such() {
    let models = example().replace("released: 2026-03-01", "confidence: secondary");
    let call = "from acme.llm import ask\nask('acme-large-1', 'hi')\n";
    let dir = tree(&[("model-lint.toml", CONFIGURATION), ("models.yaml", &models), ("a.py", call)]);
    let doubt = "not confirmed by the platform's own list";
    let named = format!("acme-large-2 is named in its place, {doubt}");
    for (arguments, said) in [
        (&["check", "--fix", "--unsafe-fixes"][..], format!("help: `acme-large-2` is named in its place, {doubt}")),
        (&["forecast"], named.clone()),
        (&["forecast", "--output-format", "html"], named.replace('\'', "&#39;")),
        (&["list-uses"], "acme-large-2 (not confirmed)".to_owned()),
        (&["list-uses", "--output-format", "markdown"], "`acme-large-2` (not confirmed)".to_owned()),
        (&["list-uses", "--output-format", "json"], "\"replacement_confirmed\": false".to_owned()),
        (&["list-models", "--provider", "acme"], "acme-large-2 (not confirmed)".to_owned()),
        (&["explain", "acme-large-1"], "acme-large-2, not confirmed".to_owned()),
    ] {
        let (_, out, err) = run(dir.path(), &[&["--as-of", "2026-11-23"], arguments].concat());
        assert!(out.contains(&said), "{arguments:?}: {out}{err}");
        assert!(!out.contains("no replacement"), "{arguments:?}: {out}");
    }
    assert_eq!(fs::read_to_string(dir.path().join("a.py")).unwrap(), call);
}

//! The real binary over folders made for each test.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use tempfile::TempDir;

/// How a run ended and what it wrote.
struct Run {
    code: i32,
    out: String,
    err: String,
}

fn tree(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a folder");
    for (name, text) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    dir
}

fn command(dir: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    command.current_dir(dir).args(arguments).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(dir: &Path, arguments: &[&str]) -> Run {
    run_with(dir, arguments, "")
}

fn run_with(dir: &Path, arguments: &[&str], input: &str) -> Run {
    let mut command = command(dir, arguments);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary");
    // A run that fails early does not read what it is given.
    let _ = child.stdin.take().expect("a pipe").write_all(input.as_bytes());
    let done = child.wait_with_output().expect("an end");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    Run { code: done.status.code().expect("no signal"), out: text(done.stdout), err: text(done.stderr) }
}

/// Python with a model that is gone.
const OLD: &str = "from openai import OpenAI\nOpenAI().chat.completions.create(model=\"gpt-4-32k\", messages=[])\n";

/// Python without any model.
const PLAIN: &str = "def add(a, b):\n    return a + b\n";

#[test]
fn a_clean_tree_is_0_in_every_form_of_the_command() {
    let dir = tree(&[("a.py", PLAIN), ("sub/b.ts", "export const x = 1\n")]);
    for arguments in [&[][..], &["."], &["check"], &["check", "a.py", "sub"], &["--color", "never", "a.py"]] {
        let run = run(dir.path(), arguments);
        assert_eq!((run.code, run.err.as_str()), (0, ""), "{arguments:?}: {}", run.out);
    }
}

#[test]
fn formats_for_machines_leave_standard_output_to_the_report() {
    let dir = tree(&[("a.py", PLAIN)]);
    let run_as = |format: &str| run(dir.path(), &["--as-of", "2026-11-24", "--output-format", format]);
    let json: serde_json::Value = serde_json::from_str(&run_as("json").out).expect("one document");
    assert_eq!(json["as_of"], "2026-11-24");
    assert_eq!(json["diagnostics"], serde_json::json!([]));
    assert!(json["summary"]["errors"] == 0 && json["version"].is_string() && json["catalog"].is_string());
    let jsonl = run_as("jsonl");
    assert_eq!(jsonl.out, "");
    assert!(jsonl.err.starts_with("no problems found"), "{}", jsonl.err);
    assert!(run_as("concise").out.lines().count() <= 2);
    assert_eq!(run(dir.path(), &["--quiet"]).out, "");
}

#[test]
fn reports_in_files_are_those_of_standard_output() {
    let dir = tree(&[("a.py", "model = \"gpt-4-32k\"\n"), ("old.txt", "old")]);
    let day = ["--as-of", "2026-11-23"];
    let files =
        ["--output-file", "sarif=report.sarif", "--output-file", "json=old.txt", "--output-file", "full=full.txt"];
    let plain = run(dir.path(), &[&day[..], &["--color", "always", "--output-format", "github"], &files].concat());
    assert_eq!((plain.code, plain.out.lines().count()), (1, 1), "{}{}", plain.out, plain.err);
    for (format, file) in [("sarif", "report.sarif"), ("json", "old.txt"), ("full", "full.txt")] {
        let alone = run(dir.path(), &[&day[..], &["--output-format", format]].concat());
        assert_eq!(fs::read_to_string(dir.path().join(file)).expect("the file"), alone.out, "{format}");
    }
    let left = fs::read_dir(dir.path()).expect("the folder").count();
    assert_eq!(left, 4, "no temporary file stays");
}

#[cfg(unix)]
#[test]
fn a_report_goes_through_links_and_into_devices() {
    let dir = tree(&[("a.py", "model = \"gpt-4-32k\"\n"), ("out/real.xml", "old")]);
    std::os::unix::fs::symlink("out/real.xml", dir.path().join("link.xml")).expect("a link");
    let files = ["--output-file", "junit=link.xml", "--output-file", "rdjson=/dev/null"];
    let ran = run(dir.path(), &[&["--as-of", "2026-11-23"], &files[..]].concat());
    assert_eq!(ran.code, 1, "{}", ran.err);
    assert!(fs::read_to_string(dir.path().join("out/real.xml")).expect("the file").starts_with("<?xml"));
    assert!(fs::symlink_metadata(dir.path().join("link.xml")).expect("the link").is_symlink());
}

#[test]
fn a_missing_path_is_2() {
    let dir = tree(&[("a.py", PLAIN)]);
    let run = run(dir.path(), &["a.py", "nowhere", "--exit-zero"]);
    assert!(run.code == 2 && run.out.starts_with("no problems found in 1 file; the run is incomplete"), "{}", run.out);
    assert_eq!(run.err, "error: there is no file or folder `nowhere`\n");
    // A page of test results must not say that all is well.
    let page = self::run(dir.path(), &["a.py", "nowhere", "--output-format", "junit"]);
    assert!(page.code == 2 && page.out.contains("errors=\"1\"") && !page.out.contains("no problems"), "{}", page.out);
    assert!(page.out.contains("<error type=\"error\" message=\"not checked: missing\">nowhere"), "{}", page.out);
    let slip = self::run(dir.path(), &["chek", "a.py"]);
    assert!(slip.code == 2 && slip.err.contains("did you mean the command `check`?"), "{}", slip.err);
    let alone = self::run(dir.path(), &["nowhere", "--exit-zero"]);
    assert_eq!((alone.code, alone.out.as_str()), (2, ""));
    assert_eq!(alone.err, "error: there is no file or folder `nowhere`\nhelp: nothing was checked\n");
    let shown = self::run(dir.path(), &["a.py", "nowhere", "--show-files"]);
    assert_eq!((shown.code, shown.out.as_str()), (2, "a.py\n"));
    let written = self::run(dir.path(), &["a.py", "nowhere", "--write-baseline"]);
    assert!(written.code == 2 && written.err.contains("nothing was checked"), "{}", written.err);
}

#[test]
fn a_list_of_which_nothing_is_there_is_2() {
    let dir = tree(&[("a.py", PLAIN)]);
    let lost = run_with(dir.path(), &["--files-from", "-", "--exit-zero"], " a.py\nnope.py\n");
    assert_eq!((lost.code, lost.out.as_str()), (2, ""));
    let said = "error: standard input: nothing that it names is there: ` a.py`, `nope.py`\n";
    assert!(lost.err.starts_with(said) && lost.err.contains("--diff-filter=d"), "{}", lost.err);
    let deleted = run_with(dir.path(), &["--files-from", "-", "-v"], "nope.py\na.py\ngone.md\n");
    let said = "not checked: 1 missing\n  nope.py: missing\n";
    assert!(deleted.code == 0 && deleted.out.contains(said), "{}{}", deleted.out, deleted.err);
}

/// Hooks and lists name whatever a pull request holds.
#[cfg(unix)]
#[test]
fn what_programs_name_is_not_followed_out_of_the_repository() {
    let outside = tree(&[("o.py", OLD), ("folder/p.py", OLD)]);
    let dir = tree(&[(".git/HEAD", ""), ("in.py", OLD)]);
    let link = |to: &Path, at: &str| std::os::unix::fs::symlink(to, dir.path().join(at)).expect("a link");
    link(&outside.path().join("o.py"), "link.py");
    link(&outside.path().join("folder"), "folder");
    link(Path::new("in.py"), "near.py");
    let names = ["link.py", "folder", "folder/p.py", "near.py"];
    let read = |run: &Run| run.out.lines().filter(|l| l.contains("retired-model")).count();
    let concise = ["--output-format", "concise", "--as-of", "2026-11-23"];
    assert_eq!(read(&run(dir.path(), &[&concise[..], &names[..]].concat())), 3);
    let hook = run(dir.path(), &[&concise[..], &["--force-exclude"], &names[..]].concat());
    assert!(read(&hook) == 1 && hook.out.starts_with("near.py:"), "{}", hook.out);
    let listed = run_with(dir.path(), &[&concise[..], &["--files-from", "-"]].concat(), &names.join("\n"));
    assert!(read(&listed) == 1 && listed.out.starts_with("near.py:"), "{}", listed.out);
    // What lies outside by its name leads nowhere that is not said.
    let beside = outside.path().join("o.py").to_string_lossy().into_owned();
    let up = format!("../{}/o.py", outside.path().file_name().expect("a name").to_string_lossy());
    for name in [beside, up] {
        assert_eq!(read(&run(dir.path(), &[&concise[..], &["--force-exclude", &name]].concat())), 1, "{name}");
    }
}

#[test]
fn no_more_threads_are_made_than_are_of_use() {
    let dir = tree(&[("a.py", PLAIN)]);
    let run = run(dir.path(), &["--threads", "99999999"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn a_kind_of_file_that_is_not_read_is_2_where_it_is_named() {
    let dir = tree(&[("README.md", "# x"), ("a.py", PLAIN)]);
    let named = run(dir.path(), &["README.md", "--exit-zero"]);
    assert_eq!(named.code, 2);
    assert!(named.err.contains("README.md: this kind of file is not read; Python"), "{}", named.err);
    assert!(named.out.contains("incomplete"), "{}", named.out);
    let listed = run_with(dir.path(), &["--files-from", "-"], "README.md\na.py\ngone.py\n");
    assert_eq!((listed.code, listed.err.as_str()), (0, ""));
    let hook = run(dir.path(), &["--force-exclude", "README.md", "a.py"]);
    assert_eq!((hook.code, hook.err.as_str()), (0, ""));
}

#[test]
fn no_files_are_said() {
    let dir = tree(&[("README.md", "# x")]);
    let run = run(dir.path(), &[]);
    assert_eq!(run.code, 0);
    assert!(run.err.starts_with("warning: there are no files to check"), "{}", run.err);
}

#[test]
fn usage_mistakes_are_2_with_advice() {
    let dir = tree(&[("a.py", PLAIN)]);
    for (arguments, said) in [
        (&["--select", "retired-modle"][..], "did you mean `retired-model`?"),
        (&["--ignore", "x"], "list-rules"),
        (&["--output-format", "yaml"], "jsonl"),
        (&["--output-file", "sarf=x"], "did you mean `sarif`?"),
        (&["--output-file", "junit"], "write the file too, such as junit=report"),
        (&["--output-file", "sarif="], "write the file too, such as sarif=report"),
        (&["--output-file", "xml=x"], "no such format; there are full,"),
        (&["--as-of", "2026-02-30"], "YYYY-MM-DD"),
        (&["--max-file-size", "big"], "10MB"),
        (&["--exclude", "b["], "b["),
        (&["--no-such-flag"], "--no-such-flag"),
        (&["--isolated", "--config", "x.toml"], "--config"),
        (&["--config", "x.toml"], "x.toml"),
        (&["-"], "--stdin-filename"),
        (&["--stdin-filename", "x.md", "-"], "this kind of file"),
        (&["--files-from", "nowhere"], "nowhere"),
        (&["explain"], "RULE"),
        (&["list-models", "--provider", "opnai"], "did you mean `openai`?"),
    ] {
        let run = run(dir.path(), arguments);
        assert_eq!((run.code, run.out.as_str()), (2, ""), "{arguments:?}");
        assert!(run.err.starts_with("error: ") && run.err.contains(said), "{arguments:?}: {}", run.err);
    }
}

#[test]
fn mistakes_in_a_configuration_are_2_with_their_place() {
    let dir = tree(&[("a.py", PLAIN), ("model-lint.toml", "pedantic = true\nselct = []\n")]);
    let found = run(dir.path(), &["--exit-zero"]);
    assert_eq!((found.code, found.out.as_str()), (2, ""));
    assert_eq!(found.err, "error: model-lint.toml:2:1: unknown key `selct`\nhelp: did you mean `select`?\n");
    assert_eq!(run(dir.path(), &["--isolated"]).code, 0);

    fs::write(dir.path().join("model-lint.toml"), "").expect("a file");
    fs::write(dir.path().join("pyproject.toml"), "[tool.model-lint]\n").expect("a file");
    assert!(run(dir.path(), &[]).err.contains("second configuration"));
}

#[test]
fn the_command_line_wins_over_the_configuration() {
    let config = "fail-within = 30\nmin-severity = \"note\"\nexclude = [\"gen/\"]\nseverity.retired-model = \"note\"\n";
    let dir = tree(&[("model-lint.toml", config), (".git/HEAD", ""), ("sub/a.py", PLAIN), ("gen/b.py", PLAIN)]);
    let here = dir.path().join("sub");
    let run_here = run(&here, &["--show-settings", "--fail-within", "7", "--ignore", "model-casing"]);
    for line in
        ["fail-within = 7", "min-severity = \"note\"", "exclude = [\"gen/\"]", "severity.retired-model = \"note\""]
    {
        assert!(run_here.out.lines().any(|l| l.split("  # ").next() == Some(line)), "{line}: {}", run_here.out);
    }
    assert!(!run_here.out.contains("model-casing"));
    assert_eq!(run(&here, &["--show-files", ".."]).out, "a.py\n");
    // What is shown is a configuration itself: the same one, but for the places.
    let without_places =
        |text: &str| text.lines().map(|l| l.split("  # ").next().unwrap_or(l).to_owned() + "\n").collect::<String>();
    let shown = run(dir.path(), &["--show-settings"]).out;
    fs::write(dir.path().join("model-lint.toml"), &shown).expect("a file");
    assert_eq!(without_places(&run(dir.path(), &["--show-settings"]).out), without_places(&shown));
}

#[test]
fn show_files_lists_what_would_be_checked() {
    let dir = tree(&[
        (".gitignore", "/out\n.env\n"),
        (".env", "A=1\n"),
        ("out/a.py", PLAIN),
        ("b.py", PLAIN),
        ("c.min.js", "x"),
        ("README.md", ""),
    ]);
    let files = |arguments: &[&str]| run(dir.path(), arguments).out;
    assert_eq!(files(&["--show-files"]), ".env\nb.py\nc.min.js\n");
    assert_eq!(files(&["--show-files", "--exclude", "*.min.js"]), ".env\nb.py\n");
    assert_eq!(files(&["--show-files", "out/a.py"]), "out/a.py\n");
    assert_eq!(files(&["--show-files", "--force-exclude", "out/a.py", "b.py"]), "b.py\n");
    assert_eq!(files(&["--show-files", "--threads", "1"]), files(&["--show-files", "--threads", "4"]));
}

#[test]
fn nested_configurations_are_named_and_not_read() {
    let dir = tree(&[("a.py", PLAIN), ("sub/model-lint.toml", "nonsense")]);
    let run = run(dir.path(), &[]);
    assert_eq!(run.code, 0);
    assert!(run.err.contains("sub/model-lint.toml is not read"), "{}", run.err);
}

#[test]
fn standard_input_is_checked_under_a_name() {
    let dir = tree(&[]);
    let run = run_with(dir.path(), &["-", "--stdin-filename", "src/a.py"], PLAIN);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
}

#[test]
fn rules_models_and_answers_are_explained() {
    let dir = tree(&[]);
    let explain = |subject: &str| run(dir.path(), &["--as-of", "2026-11-24", "explain", subject]);
    let rule = explain("retired-model");
    assert_eq!(rule.code, 0);
    assert!(rule.out.starts_with("# retired-model"));

    let model = explain("gpt-4-32k");
    assert!(model.out.contains("retired since 2025-06-06") && model.out.contains("https://"), "{}", model.out);
    assert_eq!(explain("openai/gpt-4-32k").code, 0);

    for answer in ["model_not_found", "The model `gpt-4-32k` does not exist or you do not have access to it."] {
        let causes = explain(answer);
        assert!(causes.out.contains("[retired-model, redirected-model]"), "{}", causes.out);
        assert_eq!(causes.out.contains("retired since 2025-06-06"), answer.contains("gpt-4-32k"));
    }

    for (subject, meant) in [("retired-modle", "retired-model"), ("GPT-4-32K", "gpt-4-32k")] {
        let unknown = explain(subject);
        assert_eq!((unknown.code, unknown.out.as_str()), (2, ""));
        assert!(unknown.err.contains(&format!("did you mean `{meant}`?")), "{}", unknown.err);
    }
}

#[test]
fn models_are_listed() {
    let dir = tree(&[]);
    let list = |arguments: &[&str]| {
        let all = [&["list-models", "--as-of", "2025-06-01", "--output-format", "json"], arguments].concat();
        let json = run(dir.path(), &all).out;
        serde_json::from_str::<Vec<serde_json::Value>>(&json).expect("an array")
    };
    let find = |list: &[serde_json::Value]| list.iter().find(|m| m["id"] == "gpt-4-32k").cloned();
    let model = find(&list(&["--provider", "openai"])).expect("the model");
    assert_eq!((&model["status"], &model["shutdown"]), (&"deprecated".into(), &"2025-06-06".into()));
    let fields = "alias_of announced confidence endpoints id kind live_replacement live_replacement_confirmed not_before provider redirects_to \
                  released replacement shutdown source status";
    let mut found: Vec<_> = model.as_object().expect("an object").keys().map(String::as_str).collect();
    found.sort_unstable();
    assert_eq!(found.join(" "), fields);
    assert!(find(&list(&["--retiring-within", "5"])).is_some() && find(&list(&["--retiring-within", "4"])).is_none());
    assert!(find(&list(&["--status", "retired"])).is_none());
    assert!(run(dir.path(), &["list-models"]).out.starts_with("PROVIDER"));
}

#[test]
fn rules_are_listed() {
    let dir = tree(&[]);
    let json = run(dir.path(), &["list-rules", "--output-format", "json"]).out;
    let rules: Vec<serde_json::Value> = serde_json::from_str(&json).expect("an array");
    assert!(rules.iter().any(|rule| rule["name"] == "retired-model" && rule["on_by_default"] == true));
    assert!(run(dir.path(), &["list-rules"]).out.contains("retired-model"));
}

#[test]
fn facts_of_a_user_are_laid_over() {
    let models = "provider: {key: acme, title: Acme, compared: 2026-01-01, stems: [acme-]}\nmodels:\n  - {id: acme-1, kind: chat}\n";
    let dir = tree(&[("model-lint.toml", "extend-catalog = [\"models.yaml\"]\n"), ("models.yaml", models)]);
    let explained = run(dir.path(), &["explain", "acme-1"]);
    assert_eq!(explained.code, 0, "{}", explained.err);
    assert!(explained.out.contains("Acme"));
    fs::write(dir.path().join("models.yaml"), "models: 3").expect("a file");
    let wrong = run(dir.path(), &[]);
    assert_eq!(wrong.code, 2);
    assert!(wrong.err.contains("models.yaml"), "{}", wrong.err);
    fs::write(dir.path().join("model-lint.toml"), "extend-catalog = [\"/etc/passwd\"]\n").expect("a file");
    assert!(run(dir.path(), &[]).err.contains("outside of the repository"));
}

#[test]
fn the_version_names_the_day_of_the_facts() {
    let dir = tree(&[]);
    let version = run(dir.path(), &["--version"]);
    assert_eq!(version.code, 0);
    assert!(version.out.starts_with("model-lint ") && version.out.contains("catalog of 20"), "{}", version.out);
    assert_eq!(run(dir.path(), &["--help"]).code, 0);
}

#[test]
fn old_facts_are_said() {
    let dir = tree(&[("a.py", PLAIN)]);
    let old = run(dir.path(), &["--as-of", "2030-01-01"]);
    assert_eq!(old.code, 0);
    assert!(old.err.starts_with("note: the facts about models are"), "{}", old.err);
    assert_eq!(run(dir.path(), &["--as-of", "2030-01-01", "-q"]).err, "");
}

#[test]
fn a_reader_that_goes_away_ends_it_quietly() {
    let dir = tree(&[]);
    let mut child = command(dir.path(), &["list-models", "--output-format", "json"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the binary");
    let mut line = String::new();
    BufReader::with_capacity(16, child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
    let done = child.wait_with_output().expect("an end");
    assert_eq!((done.status.code(), String::from_utf8_lossy(&done.stderr).as_ref()), (Some(0), ""));
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder_is_not_opened() {
    let dir = tree(&[("a.py", PLAIN)]);
    let pipe = dir.path().join("pipe.py");
    let made = Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    assert_eq!(run(dir.path(), &["."]).code, 0);
    assert_eq!(run(dir.path(), &["pipe.py"]).code, 2);
}

#[test]
fn an_inventory_is_what_the_account_has() {
    let code = "from openai import OpenAI\nOpenAI().responses.create(model=\"gpt-6-astra\", input=\"x\")\n";
    let dir = tree(&[
        ("a.py", code),
        ("has.json", "{\"data\": [{\"id\": \"gpt-6-astra\"}]}"),
        ("lacks.json", "{\"data\": [{\"id\": \"gpt-5.6\"}]}"),
        ("page.json", "{\"data\": [{\"id\": \"x\"}], \"has_more\": true}"),
        ("broken.json", "{\n x"),
    ]);
    let check = |file: &str| run(dir.path(), &["--as-of", "2026-11-23", "--inventory", file, "a.py"]);
    assert_eq!(check("openai=has.json").code, 0);
    let lacking = check("openai=lacks.json");
    assert!(lacking.code == 1 && lacking.out.contains("not-in-inventory"), "{}", lacking.out);
    for (file, reason) in [
        ("openai=page.json", "error: page.json: it is one page of several"),
        ("openai=broken.json", "error: broken.json:2:2: it is not JSON"),
        ("openai=none.json", "error: none.json: "),
        ("opnai=has.json", "did you mean `openai`?"),
        ("has.json", "write the provider and the file"),
    ] {
        let run = check(file);
        assert!(run.code == 2 && run.err.contains(reason), "{file}: {}", run.err);
    }
}

#[test]
fn a_configuration_names_its_inventory() {
    let code = "from openai import OpenAI\nOpenAI().responses.create(model=\"gpt-6-astra\", input=\"x\")\n";
    let dir = tree(&[
        ("in/.git/HEAD", ""),
        ("in/a.py", code),
        ("in/model-lint.toml", "inventory = { openai = \"models.json\" }"),
        ("in/models.json", "[{\"id\": \"gpt-5.6\"}]"),
        ("out.json", "[{\"id\": \"gpt-6-astra\"}]"),
    ]);
    let folder = dir.path().join("in");
    let check = |more: &[&str]| run(&folder, &[&["--as-of", "2026-11-23", "a.py"], more].concat());
    assert_eq!(check(&[]).code, 1);
    // Whoever types a path may name any; a configuration may not.
    assert_eq!(check(&["--inventory", "openai=../out.json"]).code, 0);
    fs::write(folder.join("model-lint.toml"), "inventory = { openai = \"../out.json\" }").expect("a file");
    let run = check(&[]);
    assert!(run.code == 2 && run.err.contains("it lies outside of the repository"), "{}", run.err);
}

#[test]
fn the_two_policies_exclude_each_other() {
    let dir = tree(&[("a.py", PLAIN)]);
    let run = run(dir.path(), &["--extend-select", "dated-snapshot,floating-alias"]);
    assert!(run.code == 2 && run.err.contains("exclude each other"), "{}", run.err);
}

#[test]
fn all_rules_are_run_by_one_name() {
    let code = "from openai import OpenAI\nOpenAI().responses.create(model=\"gpt-5.6\", input=\"x\")\n";
    let dir = tree(&[("a.py", code)]);
    let check = |args: &[&str]| run(dir.path(), &[&["--as-of", "2026-11-23", "--min-severity", "note"], args].concat());
    assert!(!check(&[]).out.contains("floating-alias"));
    assert!(check(&["--select", "ALL"]).out.contains("floating-alias"));
    assert!(check(&["--extend-select", "ALL"]).out.contains("floating-alias"));
    assert!(!check(&["--select", "ALL", "--ignore", "floating-alias"]).out.contains("floating-alias"));
    fs::write(dir.path().join("model-lint.toml"), "select = [\"ALL\"]").expect("a file");
    assert!(check(&[]).out.contains("floating-alias"));
    assert!(check(&["--select", "all"]).err.contains("did you mean `ALL`?"));
}

#[test]
fn a_first_configuration_can_be_switched_on_line_by_line() {
    let code = "from openai import OpenAI\nOpenAI().responses.create(model=\"gpt-4-32k\", input=\"x\")\n";
    let dir = tree(&[
        ("a.py", code),
        ("models/openai.json", "[{\"id\": \"gpt-5.6\"}]"),
        ("model-lint-baseline.jsonl", ""),
        (".git/HEAD", ""),
    ]);
    assert_eq!(run(dir.path(), &["--as-of", "2026-11-23", "init"]).code, 0);
    let path = dir.path().join("model-lint.toml");
    let text = fs::read_to_string(&path).expect("a configuration");
    assert!(text.lines().all(|line| line.is_empty() || line.starts_with('#')), "{text}");
    let is_setting = |line: &&str| line.starts_with("# [") || line.split(" = ").nth(1).is_some();
    let on: Vec<&str> = text.lines().filter(is_setting).map(|line| line.trim_start_matches("# ")).collect();
    fs::write(&path, on.join("\n")).expect("a file");
    let shown = run(dir.path(), &["--show-settings"]);
    assert_eq!(shown.code, 0, "{}\n{}", shown.err, on.join("\n"));
    for line in ["fail-within = 30", "inventory.openai = ", "[[overrides]]", "severity.", "baseline = "] {
        assert!(shown.out.lines().any(|l| l.starts_with(line)), "{line}: {}", shown.out);
    }
}

fn git(dir: &Path, arguments: &[&str]) {
    let mut git = Command::new("git");
    git.args(["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"]).args(arguments);
    let done = git.current_dir(dir).output().expect("git");
    assert!(done.status.success(), "git {arguments:?}: {}", String::from_utf8_lossy(&done.stderr));
}

/// A repository with one commit on `main`: many plain lines and an old model on the last.
fn repository() -> TempDir {
    let text = (0..30).map(|n| format!("x{n} = {n}\n")).collect::<String>() + "model = \"gpt-4-32k\"\n";
    let dir = tree(&[("a.py", &text)]);
    for arguments in [&["init", "-q", "-b", "main"][..], &["add", "-A"], &["commit", "-q", "-m", "one"]] {
        git(dir.path(), arguments);
    }
    dir
}

#[test]
fn a_renamed_file_counts_by_its_changed_lines() {
    let dir = repository();
    let since = || run(dir.path(), &["--as-of", "2026-11-23", "--output-format", "concise", "--since", "main"]);
    git(dir.path(), &["mv", "a.py", "b.py"]);
    assert_eq!((since().code, since().err.as_str()), (0, ""));
    let text = fs::read_to_string(dir.path().join("b.py")).expect("the file");
    fs::write(dir.path().join("b.py"), text + "other_model = \"gpt-4-0314\"\n").expect("a file");
    let run = since();
    assert!(run.code == 1 && run.out.starts_with("b.py:32:16: error[retired-model]"), "{}", run.out);
    assert!(run.out.contains("hidden: 1 on lines that did not change"), "{}", run.out);
}

#[test]
fn lines_are_compared_with_the_common_ancestor() {
    let dir = repository();
    let since = || run(dir.path(), &["--as-of", "2026-11-23", "--output-format", "concise", "--since", "main"]);
    git(dir.path(), &["checkout", "-q", "-b", "feature"]);
    git(dir.path(), &["checkout", "-q", "main"]);
    fs::write(dir.path().join("a.py"), "model = \"gpt-4-0314\"\n").expect("a file");
    git(dir.path(), &["commit", "-q", "-a", "-m", "two"]);
    git(dir.path(), &["checkout", "-q", "feature"]);
    // What changed on `main` meanwhile did not change here.
    assert_eq!((since().code, since().err.as_str()), (0, ""));
    git(dir.path(), &["checkout", "-q", "--orphan", "alone"]);
    git(dir.path(), &["commit", "-q", "-m", "three"]);
    let run = since();
    assert!(run.code == 1 && run.err.starts_with("warning: no common ancestor with `main`"), "{}{}", run.out, run.err);
}

#[test]
fn without_git_there_are_no_changed_lines() {
    let dir = repository();
    let done = command(dir.path(), &["--since", "main"]).env("PATH", "").output().expect("the binary");
    let err = String::from_utf8_lossy(&done.stderr);
    assert!(done.status.code() == Some(2) && err.contains("there is no command `git`"), "{err}");
}

#[test]
fn a_member_is_shown_with_the_places_that_give_it_to_a_model() {
    let names =
        "from enum import Enum\n\n\nclass Names(str, Enum):\n    BIG = \"gpt-4-32k\"\n    SMALL = \"gpt-4-0314\"\n";
    let used = "from agentkit import Config\nfrom names import Names\n\nconfig = Config(chat_model=Names.BIG)\n";
    let dir = tree(&[("names.py", names), ("config.py", used)]);
    let run = run(dir.path(), &["--isolated", "--as-of", "2026-11-23", "--output-format", "full", "."]);
    assert_eq!(run.code, 1, "{}", run.out);
    assert!(run.out.contains("related: used here: `chat_model`"), "{}", run.out);
    assert!(run.out.contains("config.py:4:"), "{}", run.out);
    assert!(!run.out.contains("`gpt-4-0314` was"), "{}", run.out);
}

#[test]
fn a_package_of_thousands_of_files_is_not_read_again_for_its_router() {
    let preset = "PRESETS = {\"fast\": {\"model\": \"openai/gpt-4-32k\", \"temperature\": 0.3}}\n";
    let dir = tree(&[
        ("requirements.txt", "httpx\n"),
        ("presets.py", preset),
        ("ask.py", "import httpx\n\nURL = \"https://openrouter.ai/api/v1/chat/completions\"\n"),
    ]);
    let check = || run(dir.path(), &["--isolated", "--as-of", "2026-11-23", "."]);
    let few = check();
    fs::create_dir(dir.path().join("parts")).expect("a folder");
    (0..2_000).for_each(|n| fs::write(dir.path().join(format!("parts/p{n}.py")), PLAIN).expect("a file"));
    let many = check();
    assert!((few.code, many.code) == (0, 1), "{}{}", few.out, many.out);
}

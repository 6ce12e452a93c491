//! What `--fix` promises of files, with the real binary on real files, and that git takes the patches of `--diff`.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]
#![allow(clippy::print_stderr, reason = "a long run says what it has seen")]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

fn tree(files: &[(&str, &[u8])]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir(dir.path().join(".git")).unwrap();
    for (name, bytes) in files {
        let path = dir.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    dir
}

fn command(dir: &Path, args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
    command.current_dir(dir).args(["--as-of", "2026-11-23"]).args(args).env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

fn run(dir: &Path, args: &[&str]) -> Output {
    command(dir, args).output().unwrap()
}

fn fix(dir: &Path) -> Output {
    run(dir, &["--fix", "--unsafe-fixes"])
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn read(dir: &Path, name: &str) -> Vec<u8> {
    fs::read(dir.join(name)).unwrap()
}

const OLD: &str = "OPENAI_MODEL = 'GPT-5.6'\n";
const NEW: &str = "OPENAI_MODEL = 'gpt-5.6'\n";

#[test]
fn only_the_literal_changes() {
    // Quotes, prefixes, escapes, line ends, the byte order mark, bytes that are no UTF-8, and the last line's end.
    let files: [(&str, &[u8]); 9] = [
        ("bom.py", b"\xEF\xBB\xBFmodel = r'GPT-5.6'\r\nx = '\\x41'\r\n"),
        ("end.py", b"model = \"GPT-5.6\""),
        ("latin.py", b"# -*- coding: latin-1 -*-\n# \xe9\nmodel = 'GPT-5.6'\n# \xe9\n"),
        ("feed.py", b"model = '''GPT-5.6'''\n\t\x0c\n"),
        ("a.ts", b"const model = `GPT-5.6`;\r\n\r\n"),
        ("b.yaml", b"openai:\n  model: GPT-5.6 # x\n"),
        ("c.yaml", b"openai:\n  model: \"GPT-5.6\""),
        ("d.env", b"export OPENAI_MODEL='GPT-5.6' # x\r\nA=1"),
        (
            "e.ipynb",
            b"{\"cells\": [{\"cell_type\": \"code\", \"source\": [\"%pip install x\\n\",\n\"model = \\\"GPT-5.6\\\"  # \\u00e9\"]}],\n\"nbformat\": 4}",
        ),
    ];
    let dir = tree(&files);
    let done = fix(dir.path());
    assert_eq!(done.status.code(), Some(0), "{}{}", text(&done.stdout), text(&done.stderr));
    for (name, old) in files {
        let at = old.windows(7).position(|part| part == b"GPT-5.6").unwrap();
        let new = [&old[..at], b"gpt-5.6", &old[at + 7..]].concat();
        assert!(read(dir.path(), name) == new, "{name}: {:?}", text(&read(dir.path(), name)));
    }
}

#[test]
fn a_replacement_answers_the_call_and_not_what_the_old_model_was_for() {
    let (mismatch, routed) = ("chat.py", "routed.ts");
    let chat = b"import openai\nclient = openai.OpenAI()\n\
        client.chat.completions.create(model='gpt-3.5-turbo-instruct', messages=[])\n\
        client.chat.completions.create(model='text-embedding-ada-002', messages=[])\n";
    let completion = b"import { openai } from '@ai-sdk/openai';\nimport { generateText } from 'ai';\n\
        await generateText({ model: openai('gpt-3.5-turbo-instruct'), prompt: 'Hi' });\n";
    let dir = tree(&[(mismatch, chat), (routed, completion)]);
    fix(dir.path());
    let fixed = text(&read(dir.path(), mismatch));
    assert!(!fixed.contains("instruct") && fixed.contains("text-embedding-ada-002"), "{fixed}");
    let fixed = text(&read(dir.path(), routed));
    assert!(!fixed.contains("instruct"), "{fixed}");
}

#[test]
fn a_line_that_is_no_text_is_reported_and_not_fixed() {
    let line = b"model = 'GPT-5.6'  # \xe9\n".to_vec();
    let dir = tree(&[("line.py", &line), ("below.py", b"x = '\xe9'\nmodel = 'GPT-5.6'\n")]);
    let done = fix(dir.path());
    assert_eq!(done.status.code(), Some(1), "{}", text(&done.stderr));
    assert!(text(&done.stdout).contains("[line.py:1:10]"), "{}", text(&done.stdout));
    assert_eq!(read(dir.path(), "line.py"), line);
    assert_eq!(read(dir.path(), "below.py"), b"x = '\xe9'\nmodel = 'gpt-5.6'\n");
}

#[test]
fn a_second_run_changes_nothing() {
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/demo");
    let dir = tree(&[]);
    copy(&demo, dir.path());
    fix(dir.path());
    let once = content(dir.path());
    assert_ne!(once, content(&demo));
    let again = fix(dir.path());
    assert_eq!(content(dir.path()), once);
    assert!(text(&again.stdout).contains("fixed nothing"), "{}", text(&again.stdout));
    assert_eq!(run(dir.path(), &["--diff", "--unsafe-fixes"]).status.code(), Some(0));
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

fn content(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.path().is_dir() {
            found.extend(content(&entry.path()).into_iter().map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.push((name, fs::read(entry.path()).unwrap()));
        }
    }
    found.sort();
    found
}

#[test]
fn utf16_is_reported_and_not_fixed() {
    let wide: Vec<u8> = [0xFF, 0xFE].into_iter().chain(OLD.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let dir = tree(&[("a.py", &wide)]);
    let done = fix(dir.path());
    assert_eq!((done.status.code(), read(dir.path(), "a.py")), (Some(1), wide));
    assert!(text(&done.stdout).contains("a.py:1:17") && text(&done.stdout).contains("fixed nothing"));
}

#[test]
fn a_local_env_is_never_fixed() {
    let model = b"OPENAI_MODEL=GPT-5.6\n";
    let dir = tree(&[(".gitignore", b".env\n"), (".env", model), (".env.example", model)]);
    fix(dir.path());
    assert_eq!(read(dir.path(), ".env"), model);
    assert_eq!(read(dir.path(), ".env.example"), b"OPENAI_MODEL=gpt-5.6\n");
    run(dir.path(), &["--fix", ".env"]);
    assert_eq!(read(dir.path(), ".env"), model);
}

#[test]
fn what_the_baseline_has_is_not_fixed() {
    let dir = tree(&[("a.py", OLD.as_bytes())]);
    assert_eq!(run(dir.path(), &["--write-baseline"]).status.code(), Some(0));
    fs::write(dir.path().join("b.py"), OLD).unwrap();
    let baseline = fs::read_dir(dir.path()).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap());
    let baseline = baseline.into_iter().find(|name| name.contains("baseline")).unwrap();
    run(dir.path(), &["--fix", "--baseline", &baseline]);
    assert_eq!((text(&read(dir.path(), "a.py")), text(&read(dir.path(), "b.py"))), (OLD.to_owned(), NEW.to_owned()));
    assert!(run(dir.path(), &["--diff", "--baseline", &baseline]).stdout.is_empty());
    assert_eq!(run(dir.path(), &["--fix", "--write-baseline"]).status.code(), Some(2));
}

#[test]
fn what_the_parser_must_not_see_is_left_and_said() {
    // Every slash and star in a row may open a comment to the parser of Python.
    let costly = format!("x = 1\n{}model = 'GPT-5.6'\n", "#/*\nf = lambda: a /*b\n".repeat(30_000));
    let mut yaml = String::from("openai:\n  model: GPT-5.6\n");
    yaml.push_str(&"# x\n".repeat(33_000));
    let dir = tree(&[("long.yaml", yaml.as_bytes()), ("costly.py", costly.as_bytes())]);
    fix(dir.path());
    assert_eq!((text(&read(dir.path(), "long.yaml")), text(&read(dir.path(), "costly.py"))), (yaml, costly));
}

#[test]
fn what_the_same_value_is_for_elsewhere_withholds_the_fix() {
    let client = "import openai\nfrom typing import Literal\nclient = openai.OpenAI()\n";
    let two = format!(
        "{client}M = 'gpt-4-32k'\nclient.chat.completions.create(model=M, messages=[])\nclient.embeddings.create(model=M)\n"
    );
    let compared = format!(
        "{client}def ask(model='gpt-4-32k'):\n    if model == 'gpt-4-32k':\n        raise ValueError\n    \
         client.chat.completions.create(model=model, messages=[])\n"
    );
    let typed = format!(
        "{client}Kind = Literal['gpt-4-32k', 'gpt-4o']\ndef ask(model: Kind = 'gpt-4-32k'):\n    \
         client.chat.completions.create(model=model, messages=[])\n"
    );
    let union = "import OpenAI from 'openai';\nconst c = new OpenAI();\n\
        function ask(model: 'gpt-4-32k' | 'gpt-4o' = 'gpt-4-32k') {\n  return c.chat.completions.create({ model, messages: [] });\n}\n";
    let anchor =
        "openai:\n  provider: openai\n  model: &m gpt-4-32k\nazure:\n  provider: azure\n  azure_deployment: *m\n";
    let variable = "OPENAI_MODEL=gpt-4-32k\nAZURE_OPENAI_DEPLOYMENT=$OPENAI_MODEL\n";
    let left: [(&str, &str); 6] = [
        ("two.py", &two),
        ("compared.py", &compared),
        ("typed.py", &typed),
        ("union.ts", union),
        ("anchor.yaml", anchor),
        ("variable.env", variable),
    ];
    // The same without what withholds it.
    let one = two.replace("client.embeddings.create(model=M)\n", "");
    let free = compared.replace("== 'gpt-4-32k'", "== 'other'");
    let open = typed.replace("Literal['gpt-4-32k', 'gpt-4o']", "Literal['gpt-4o']");
    let plain = union.replace("'gpt-4-32k' | 'gpt-4o'", "string");
    let again = anchor.replace("azure:\n  provider: azure\n  azure_deployment", "more:\n  provider: openai\n  model");
    let other = variable.replace("AZURE_OPENAI_DEPLOYMENT", "SUMMARY_MODEL");
    let made: [(&str, &str); 6] = [
        ("one.py", &one),
        ("free.py", &free),
        ("open.py", &open),
        ("plain.ts", &plain),
        ("again.yaml", &again),
        ("other.env", &other),
    ];
    let files: Vec<(&str, &[u8])> = left.iter().chain(&made).map(|(name, text)| (*name, text.as_bytes())).collect();
    let dir = tree(&files);
    let done = run(dir.path(), &["--fix", "--unsafe-fixes", "--output-format", "concise"]);
    for (name, old) in left {
        assert!(text(&done.stdout).contains(&format!("{name}:")), "{name} is reported: {}", text(&done.stdout));
        assert_eq!(text(&read(dir.path(), name)), old, "{name}");
    }
    for (name, old) in made {
        assert_ne!(text(&read(dir.path(), name)), old, "{name}");
    }
}

#[test]
fn files_that_hang_on_each_other_are_fixed_one_after_the_other() {
    let held = "MODEL = 'gpt-4-32k'\n";
    let call = "from held import MODEL\nimport openai\nclient = openai.OpenAI()\n\
        client.chat.completions.create(model=MODEL, messages=[])\nOPENAI_MODEL = 'GPT-5.6'\n";
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for number in 0..40 {
        files.push((format!("p{number}/held.py"), held.into()));
        files.push((format!("p{number}/call.py"), call.into()));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_slice())).collect();
    let (dir, patched) = (tree(&files), tree(&files));
    let done = fix(dir.path());
    assert_eq!(done.status.code(), Some(0), "{}", text(&done.stdout));
    for number in 0..40 {
        assert!(!text(&read(dir.path(), &format!("p{number}/held.py"))).contains("32k"));
        assert!(text(&read(dir.path(), &format!("p{number}/call.py"))).contains("'gpt-5.6'"));
    }
    let diff = run(patched.path(), &["--diff", "--unsafe-fixes"]);
    assert_eq!(text(&diff.stdout).matches("\n+++ ").count(), 80, "{}", text(&diff.stderr));
}

#[cfg(unix)]
mod unix {
    use std::io::Read;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::process::Child;
    use std::time::{Duration, Instant};

    use super::*;

    #[test]
    fn modes_stay() {
        let dir = tree(&[("run.py", OLD.as_bytes())]);
        let path = dir.path().join("run.py");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o750)).unwrap();
        assert_eq!(fix(dir.path()).status.code(), Some(0));
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o7777, 0o750);
    }

    #[test]
    fn what_must_not_be_written_is_refused_and_stays() {
        let dir =
            tree(&[("linked.py", OLD.as_bytes()), ("read-only.py", OLD.as_bytes()), ("sound.py", OLD.as_bytes())]);
        fs::hard_link(dir.path().join("linked.py"), dir.path().join("other.txt")).unwrap();
        fs::set_permissions(dir.path().join("read-only.py"), fs::Permissions::from_mode(0o444)).unwrap();
        let done = fix(dir.path());
        assert_eq!(done.status.code(), Some(2));
        let (out, err) = (text(&done.stdout), text(&done.stderr));
        for name in ["linked.py", "read-only.py"] {
            assert_eq!(read(dir.path(), name), OLD.as_bytes());
            assert!(err.contains(&format!("error: {name}: not written: ")), "{err}");
            assert!(out.contains(&format!("{name}:1:17")), "{out}");
        }
        assert_eq!(read(dir.path(), "other.txt"), OLD.as_bytes());
        assert_eq!(read(dir.path(), "sound.py"), NEW.as_bytes());
        assert!(out.contains("fixed 1 problem in 1 file"), "{out}");
    }

    #[test]
    fn links_are_followed_within_the_project() {
        let outside = tree(&[("elsewhere.py", OLD.as_bytes())]);
        let dir = tree(&[("real.py", OLD.as_bytes())]);
        symlink("real.py", dir.path().join("link.py")).unwrap();
        symlink(outside.path().join("elsewhere.py"), dir.path().join("out.py")).unwrap();
        let inside = run(dir.path(), &["--fix", "link.py", "real.py"]);
        assert_eq!(inside.status.code(), Some(0), "{}", text(&inside.stderr));
        assert!(fs::symlink_metadata(dir.path().join("link.py")).unwrap().is_symlink());
        assert_eq!(read(dir.path(), "real.py"), NEW.as_bytes());
        let leading_out = run(dir.path(), &["--fix", "out.py"]);
        assert_eq!(leading_out.status.code(), Some(2));
        assert!(text(&leading_out.stderr).contains("out.py: not written: it is a link that leads out"));
        assert_eq!(read(outside.path(), "elsewhere.py"), OLD.as_bytes());
        assert!(run(dir.path(), &["--diff", "out.py"]).stdout.is_empty());
    }

    #[test]
    fn names_that_look_alike_are_files_of_their_own() {
        use std::os::unix::ffi::OsStringExt;
        let dir = tree(&[]);
        let files = [&b"c\xff.py"[..], b"c\xfe.py", b"c\xfd.py"];
        let path = |name: &[u8]| dir.path().join(std::ffi::OsString::from_vec(name.to_vec()));
        // Where names must be UTF-8 there is nothing to tell apart.
        if fs::write(path(files[0]), "x = 1\n").is_err() {
            return;
        }
        for name in &files[1..] {
            fs::write(path(name), OLD).unwrap();
        }
        let said = run(dir.path(), &["--output-format", "concise"]);
        assert_eq!(text(&said.stdout).matches("model-casing").count(), 2, "{}", text(&said.stdout));
        assert_eq!(fix(dir.path()).status.code(), Some(0));
        for name in &files[1..] {
            assert_eq!(text(&fs::read(path(name)).unwrap()), NEW);
        }
    }

    #[test]
    fn a_list_may_hold_links_in_circles() {
        let dir = tree(&[("a.py", OLD.as_bytes())]);
        symlink("circle.py", dir.path().join("circle.py")).unwrap();
        fs::write(dir.path().join("list.txt"), "a.py\ncircle.py\ngone.py\n").unwrap();
        let done = run(dir.path(), &["--files-from", "list.txt"]);
        assert_eq!(done.status.code(), Some(1), "{}", text(&done.stderr));
    }

    #[test]
    fn what_lies_beside_the_project_is_written_by_any_of_its_names() {
        let outside = tree(&[("a.py", OLD.as_bytes()), ("project/.git/x", b"")]);
        let done = run(&outside.path().join("project"), &["--fix", "../a.py"]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done.stderr));
        assert_eq!(read(outside.path(), "a.py"), NEW.as_bytes());
    }

    /// A file with many places to fix, so that there is time to be interrupted.
    fn long(id: &str) -> String {
        (0..200).map(|n| format!("def f_{n}(model='{id}'): pass\n")).collect()
    }

    /// `KILLS=500 cargo test --release --test fixes killed` for a long run.
    #[test]
    fn killed_in_the_middle_a_file_is_the_old_or_the_new_one() {
        let kills: u32 = std::env::var("KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(10);
        let (old, new) = (long("GPT-5.6"), long("gpt-5.6"));
        let dir = tree(&[("a.py", old.as_bytes()), ("b.py", old.as_bytes())]);
        let started = Instant::now();
        run(dir.path(), &["--fix", "--unsafe-fixes", "--quiet"]);
        let whole = started.elapsed();
        assert!(read(dir.path(), "a.py") == new.as_bytes());
        let (mut were_old, mut were_new) = (0, 0);
        for kill in 0..kills {
            for name in ["a.py", "b.py"] {
                fs::write(dir.path().join(name), &old).unwrap();
            }
            // Half of them spread over the whole run, in an order that jumps about, half of them while it writes.
            let part = f64::from(kill * 7919 % kills) / f64::from(kills);
            match kill % 2 {
                0 => kill_after(dir.path(), |_| std::thread::sleep(whole.mul_f64(part))),
                _ => kill_after(dir.path(), |fixer| while_writing(dir.path(), fixer, part)),
            }
            for name in ["a.py", "b.py"] {
                let left = text(&read(dir.path(), name));
                assert!(left == old || left == new, "{name} is neither, killed after {part} of {whole:?}");
                if left == old { were_old += 1 } else { were_new += 1 }
            }
        }
        eprintln!("{kills} kills: {were_old} old files, {were_new} new ones");
        // What is left of it is no source and in nobody's way.
        run(dir.path(), &["--fix", "--unsafe-fixes", "--quiet"]);
        assert!(read(dir.path(), "b.py") == new.as_bytes());
    }

    /// Waits until a file appears beside the others, which is the new text of one, and then for some part of a moment.
    fn while_writing(dir: &Path, fixer: &mut Child, part: f64) {
        let files = || fs::read_dir(dir).unwrap().count();
        let before = files();
        while files() == before && fixer.try_wait().unwrap().is_none() {}
        let moment = Instant::now();
        while moment.elapsed() < Duration::from_millis(2).mul_f64(part) {}
    }

    fn kill_after(dir: &Path, wait: impl FnOnce(&mut Child)) {
        let mut fixer = command(dir, &["--fix", "--unsafe-fixes", "--quiet"]);
        let mut child = fixer.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        wait(&mut child);
        let _ = child.kill();
        child.wait().unwrap();
    }

    fn git(dir: &Path, args: &[&str], input: &[u8]) {
        let mut git = Command::new("git");
        git.current_dir(dir).args(["-c", "core.autocrlf=false"]).args(args);
        git.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = git.spawn().expect("git, which is there wherever this is developed");
        std::io::Write::write_all(&mut child.stdin.take().unwrap(), input).unwrap();
        let done = child.wait_with_output().unwrap();
        assert!(done.status.success(), "git {args:?}: {}", text(&done.stderr));
    }

    #[test]
    fn git_applies_the_patch_and_gets_what_the_fix_writes() {
        let padded = format!(
            "{}{OLD}{}model2 = 'gpt-4-32k'  # model-lint: ignore[model-casing]",
            "x = 1\n".repeat(9),
            "y = 2\n".repeat(5)
        );
        let files: [(&str, &[u8]); 8] = [
            ("plain.py", padded.as_bytes()),
            ("deep/er/crlf.py", b"a = 1\r\nmodel = 'GPT-5.6'\r\n"),
            ("with blank.py", OLD.as_bytes()),
            ("gr\u{f6}\u{df}e.py", OLD.as_bytes()),
            ("qu\"ote\t\x1b.py", OLD.as_bytes()),
            ("bom.ts", b"\xEF\xBB\xBFconst model = 'GPT-5.6'"),
            (
                ".env.example",
                b"A=1\nB=1\nAPI_KEY=topsecret\nOPENAI_MODEL=GPT-5.6\nC=1\nTOKEN=topsecret\nCHAT_MODEL=gpt-4-32k\n",
            ),
            ("s.yaml", b"openai:\n  a: 1\n  model: GPT-5.6\n  b: 1\n  api_key:\n    topsecret\n"),
        ];
        let (fixed, patched) = (tree(&files), tree(&files));
        fs::remove_dir(patched.path().join(".git")).unwrap();
        git(patched.path(), &["init", "--quiet"], b"");
        fix(fixed.path());
        let diff = run(patched.path(), &["--diff", "--unsafe-fixes"]);
        let shown = text(&diff.stdout);
        assert_eq!(diff.status.code(), Some(1));
        assert!(!shown.contains("topsecret") && !shown.contains("***") && !shown.contains('\x1b'), "{shown}");
        assert_eq!(text(&diff.stderr).lines().count(), 1, "{}", text(&diff.stderr));
        git(patched.path(), &["apply", "--check", "-"], &diff.stdout);
        git(patched.path(), &["apply", "-"], &diff.stdout);
        for (name, old) in files {
            assert_ne!(read(fixed.path(), name), old, "{name} is fixed");
            assert_eq!(text(&read(patched.path(), name)), text(&read(fixed.path(), name)), "{name}");
        }
        let below = patched.path().join("deep/er");
        fs::write(below.join("crlf.py"), files[1].1).unwrap();
        let diff = run(&below, &["--diff", "--unsafe-fixes"]);
        git(&below, &["apply", "-"], &diff.stdout);
        assert_eq!(read(&below, "crlf.py"), read(fixed.path(), "deep/er/crlf.py"));
    }

    #[test]
    fn a_reader_of_a_patch_that_goes_away_is_no_failure() {
        let dir = tree(&[]);
        for n in 0..20 {
            fs::write(dir.path().join(format!("{n}.py")), long("GPT-5.6")).unwrap();
        }
        let mut differ = command(dir.path(), &["--diff", "--unsafe-fixes", "--quiet"]);
        let mut child = differ.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut first = [0; 16];
        child.stdout.take().unwrap().read_exact(&mut first).unwrap();
        let done = child.wait_with_output().unwrap();
        assert_eq!((done.status.code(), text(&done.stderr)), (Some(1), String::new()));
    }
}

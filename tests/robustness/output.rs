//! What is written cannot act: not by the name of a file, not by its content.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::child::{PY, Run, check, folder, run};
use crate::inputs;

/// Every way of telling something about files.
const OUTPUTS: [&[&str]; 23] = [
    &["--output-format", "full"],
    &["--output-format", "concise"],
    &["--output-format", "json"],
    &["--output-format", "jsonl"],
    &["--output-format", "sarif"],
    &["--output-format", "github"],
    &["--output-format", "gitlab"],
    &["--output-format", "junit"],
    &["--output-format", "checkstyle"],
    &["--output-format", "rdjson"],
    &["--statistics"],
    &["--statistics", "--output-format", "json"],
    &["--show-files"],
    &["forecast", "--output-format", "text"],
    &["forecast", "--output-format", "json"],
    &["forecast", "--output-format", "ics"],
    &["forecast", "--output-format", "html"],
    &["list-uses", "--output-format", "table"],
    &["list-uses", "--output-format", "json"],
    &["list-uses", "--output-format", "markdown"],
    &["list-uses", "--output-format", "csv"],
    &["list-uses", "--output-format", "cyclonedx"],
    &["init"],
];

/// Characters that move the cursor, hide text or reorder it.
fn acts(c: char) -> bool {
    c.is_control() && c != '\n'
        || matches!(c, '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}' | '\u{E0000}'..='\u{E007F}')
}

/// A command and what it writes, with everything that it can say, and line ends as everywhere.
fn told(dir: &Path, output: &[&str]) -> Run {
    let is_check = output[0].starts_with("--");
    let mut arguments = vec!["--verbose"];
    arguments.extend(output);
    if is_check {
        arguments.push("--pedantic");
    }
    let mut run = run(
        dir,
        &[&["--as-of", "2026-11-23"], arguments.as_slice()].concat().iter().map(OsStr::new).collect::<Vec<_>>(),
    );
    if output.iter().any(|word| matches!(*word, "ics" | "csv")) {
        // Both standards want it so.
        run.out = run.out.replace("\r\n", "\n");
    }
    run
}

/// Nothing in an output acts, and no line of it is one that a file has put there.
fn is_safe(run: &Run, output: &[&str]) {
    // Who reads the log of a job finds them anywhere in a line.
    let commands = ["##[", "##vso[", "##teamcity["];
    for text in [&run.out, &run.err] {
        assert!(!commands.iter().any(|command| text.contains(command)), "{output:?}: {text}");
        assert!(!text.contains(acts), "{output:?}: {:?}", text.lines().find(|line| line.contains(acts)));
        let forged =
            |line: &&str| line.starts_with("::error file=x") || line.starts_with("END:") && line.contains("forged");
        assert_eq!(text.lines().find(forged), None, "{output:?}");
    }
}

/// Whoever shows it reads tags.
fn is_markup(output: &[&str]) -> bool {
    output.iter().any(|word| matches!(*word, "html" | "junit" | "checkstyle"))
}

#[test]
fn names_of_files_cannot_speak() {
    let dir = folder();
    let names: [&[u8]; 18] = [
        b"new\nline.py",
        b"a\n::error file=x::y.py",
        b"a\r\n##[error]b.py",
        b"-dash.py",
        b"--exit-zero.py",
        b"sp ace.py",
        b"bad\xFFname.py",
        b"bad\xFEname.py",
        b"esc\x1b[31m.py",
        b"c1\xC2\x9B31m.py",
        b"::error file=x::y.py",
        b"%0A::error file=x::%25.py",
        b"##[error]a.py",
        b"b ##vso[task.prependpath]c.py",
        b"##teamcity[buildStop]d.py",
        b"<img src=x onerror='a' \"&amp;.py",
        b"|`*_[a](b)#.py",
        "bidi\u{202e}yp\u{2066}\u{200f}\u{feff}\u{e0041}.py".as_bytes(),
    ];
    for name in names {
        fs::write(dir.path().join(OsStr::from_bytes(name)), PY).unwrap();
    }
    for output in OUTPUTS {
        let run = told(dir.path(), output);
        assert!(matches!(run.code(), 0 | 1), "{output:?}: {}", run.err);
        is_safe(&run, output);
        assert!(!run.out.lines().any(|line| line.starts_with("line.py")), "{output:?}: {}", run.out);
        assert!(!is_markup(output) || !run.out.contains("<img"), "{output:?}: {}", run.out);
        if output.contains(&"concise") {
            assert_eq!(run.out.matches("error[retired-model]").count(), names.len() + 1, "{}", run.out);
        }
        if output.contains(&"github") {
            assert_eq!(run.out.lines().filter(|line| line.starts_with("::error title=")).count(), names.len() + 1);
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
    const ACTS: &str = "\x1b[31m\u{202e}\u{2066}\u{9b}31m\u{200b}\u{e0041}";
    let dir = folder();
    let files = [
        ("a.py", format!("x = '{ACTS}' + \"\x07\"; model = \"gpt-3.5-turbo-0301\" # \x1b]0;title\x07\n")),
        ("b.py", format!("client.chat.completions.create(model='gpt-4-{ACTS}')\nask(model='gpt-4-32k{ACTS}')\n")),
        ("c.py", "client.chat.completions.create(model='gpt-4\\n::error file=x::y\\r\\n##[error]z')\n".to_owned()),
        ("d.yaml", "model: \"gpt-4\\e[31m\\u202e\"\nllm_model: \"gpt-4-32k\\n::error file=x::y\"\n".to_owned()),
        ("e.ts", format!("const model = 'gpt-4-\\u202e\\x1b[31m'; new OpenAI({{ model: 'gpt-4-32k' }}) // {ACTS}\n")),
        ("config.json", "{\"model\": \"gpt-4-\\u001b[31m\\u202e\", \"llm_model\": \"gpt-4\\n::error file=x::y\"}\n".to_owned()),
        ("g.toml", "model = \"gpt-4-\\u001b[31m\\u202e\"\n".to_owned()),
        ("h.env", format!("OPENAI_MODEL=gpt-4{ACTS}\nCHAT_MODEL=\"gpt-4-32k{ACTS}\"\n")),
        ("i.py", format!("model = 'gpt-4-32k'  # model-lint: ignore[{ACTS}] {ACTS} until={ACTS}\n")),
        ("j.py", "OpenAI().chat.completions.create(model='ft:gpt-4-0613:a\\nEND:forged\\x1b::x')\nmodel = '<img src=x>gpt-4'\n".to_owned()),
        ("k.py", format!("from openai import OpenAI\nOpenAI().chat.completions.create(model='gpt-4-{ACTS}32k', messages=[], temperature{ACTS}=3)\n")),
        ("l.py", "client.chat.completions.create(model='gpt-4-32k')  # ##vso[task.setvariable variable=PATH]/x\n".to_owned()),
        ("m.ts", "openai.chat.completions.create({ model: 'gpt-9##[add-mask]e' }); const model = 'gpt-4-##vso[x]32k'\n".to_owned()),
        ("model-lint.toml", "fine-tune-orgs = [\"a\\u001b\\u202e\"]\n[severity]\n".to_owned()),
    ];
    for (name, text) in &files {
        fs::write(dir.path().join(name), text).unwrap();
    }
    for output in OUTPUTS {
        let run = told(dir.path(), output);
        assert!(matches!(run.code(), 0..=2), "{output:?}: {}", run.err);
        is_safe(&run, output);
        assert!(!is_markup(output) || !run.out.contains("<img"), "{output:?}: {}", run.out);
    }
}

#[test]
fn mistakes_of_a_user_are_told_safely() {
    let dir = folder();
    const ACTS: &str = "x\x1b[31m\u{202e}\n::error file=x::y##[error]z";
    for arguments in [
        vec!["--select", ACTS],
        vec!["--config", ACTS],
        vec!["--exclude", "\x1b[{a\u{202e}", "."],
        vec!["--files-from", ACTS],
        vec!["--baseline", ACTS],
        vec!["--output-file", "json=x\x1b\u{202e}/y"],
        vec!["--inventory", "openai=x\x1b[31m\u{202e}"],
        vec!["--stdin-filename", "x\x1b[31m\u{202e}", "-"],
        vec!["explain", ACTS],
        vec!["list-models", "--provider", ACTS],
        vec![ACTS],
    ] {
        let run = run(dir.path(), &arguments.iter().map(OsStr::new).collect::<Vec<_>>());
        assert_eq!(run.code(), 2, "{arguments:?}: {}", run.err);
        is_safe(&run, &arguments);
    }
    for (text, code) in [
        ("select = [\"\u{202e}\u{1b}\"]\n", 2),
        ("\"\u{202e}\" = 1\n", 2),
        ("[severity]\n\"a\\u001b\\u202e\" = \"x\\n::error file=x::y\"\n", 2),
        ("baseline = \"\\u001b\\u202e\"\n", 2),
        ("extend-catalog = [\"\\u001b\\u202e.yaml\"]\n", 2),
        ("exclude = [\"{\\u001b\\u202e\"]\n", 2),
    ] {
        fs::write(dir.path().join("model-lint.toml"), text).unwrap();
        let run = check(dir.path(), &[]);
        assert_eq!(run.code(), code, "{text}: {}", run.err);
        is_safe(&run, &[text]);
    }
}

#[test]
fn a_closed_pipe_ends_it_quietly() {
    let dir = folder();
    fs::write(dir.path().join("many.py"), inputs::unknown(500)).unwrap();
    let others: [&[&str]; 4] = [&["--diff"], &["list-models"], &["list-rules"], &["--help"]];
    for output in OUTPUTS.into_iter().chain(others) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_model-lint"));
        command.current_dir(dir.path()).args(output);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let done = child.wait_with_output().unwrap();
        assert!(matches!(done.status.code(), Some(0 | 1)), "{output:?}: {:?}", done.status);
        assert!(!String::from_utf8_lossy(&done.stderr).contains("panicked"), "{output:?}");
    }
}

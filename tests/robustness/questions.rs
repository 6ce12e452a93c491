//! What a file holds decides how often it is asked about: by itself, or with others, it must not decide how long.

use std::ffi::OsStr;
use std::fs;

use crate::child::{RETIRED, TROUBLE, check, check_within, checked, folder, run};

const PYTHON: &str = "from openai import OpenAI\nclient = OpenAI()\n";
const TYPESCRIPT: &str = "import OpenAI from 'openai';\nconst client = new OpenAI();\n";

/// A gibibyte, in KiB.
const GIB: u64 = 1 << 20;

fn ask(model: &str) -> String {
    format!("client.chat.completions.create(model={model}, messages=[])\n")
}

fn ts_ask(model: &str) -> String {
    format!("client.chat.completions.create({{ model: {model}, messages: [] }});\n")
}

fn many(count: usize, each: impl Fn(usize) -> String) -> String {
    (0..count).map(each).collect()
}

/// Each of these took the square of what it holds, or the cube: a quarter of a minute and more.
#[test]
fn what_asks_for_the_square_of_itself_ends() {
    let tables = format!(
        "{PYTHON}A = {{{}}}\nB = {{{}}}\n{}",
        many(1_500, |n| format!("'a{n}': 'b{n}', ")),
        many(1_500, |n| format!("'b{n}': 'gpt-4-32k', ")),
        many(1_500, |n| ask(&format!("B[A['a{n}']]"))),
    );
    let options = format!(
        "{TYPESCRIPT}function f({{\n{}}}) {{\n{}}}\n{}",
        many(1_500, |n| format!("  model{n} = 'gpt-4-32k',\n")),
        many(1_500, |n| ts_ask(&format!("model{n}"))),
        "f({ model1: 'gpt-4-32k' });\n".repeat(1_500),
    );
    let objects = format!(
        "{PYTHON}class A:\n  def __init__(self, model):\n    self.model = model\n{}{}",
        many(1_000, |n| format!("  def f{n}(self):\n    {}", ask("self.model"))),
        many(1_000, |n| format!("a{n} = A('gpt-4-32k')\na{n}.f{n}()\n")),
    );
    let pages = format!(
        "{TYPESCRIPT}const MODELS = [\n{}];\n{}",
        "  'gpt-4-32k',\n".repeat(2_000),
        "const x = MODELS.map((m) => <option value={m}>{m}</option>);\n".repeat(2_000),
    );
    for (name, text) in [("tables.py", tables), ("options.ts", options), ("objects.py", objects), ("pages.tsx", pages)]
    {
        let dir = folder();
        fs::write(dir.path().join(name), text).unwrap();
        let run = check_within(GIB, dir.path(), &[]);
        assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name}: {}", run.err);
        assert_eq!(run.rules("ok.py"), [RETIRED], "{name}");
    }
}

#[test]
fn what_takes_too_many_steps_is_read_by_lines() {
    let text = format!("{PYTHON}MODELS = [{}]\n{}", "'gpt-4-32k',\n".repeat(3_000), "show(MODELS)\n".repeat(6_000),);
    let run = checked(&[("steps.py", text.as_bytes())]);
    assert!(run.rules("steps.py").contains(&TROUBLE.to_owned()), "{:?}", run.of("steps.py").first());
}

#[test]
fn many_calls_of_what_asks_often_take_little_memory() {
    let dir = folder();
    let asks = format!("{PYTHON}def f(model):\n{}", many(1_500, |_| format!("    {}", ask("model"))));
    fs::write(dir.path().join("asks.py"), asks).unwrap();
    fs::write(dir.path().join("calls.py"), format!("from asks import f\n{}", "f('gpt-4-32k')\n".repeat(1_500)))
        .unwrap();
    let run = check_within(GIB, dir.path(), &[]);
    assert_eq!(run.rules("calls.py"), vec![RETIRED; 1_500], "{}", run.err);
}

#[test]
fn fields_of_one_class_share_what_is_known_of_it() {
    let dir = folder();
    let fields = many(3_000, |n| format!("    model_{n}: str = 'gpt-4-32k'\n"));
    let settings = format!(
        "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n{fields}settings = Settings()\n"
    );
    fs::write(dir.path().join("settings.py"), settings).unwrap();
    let reads = "from settings import settings\nprint(settings.model_0, settings.model_1, settings.model_2)\n";
    fs::write(dir.path().join("reads.py"), reads).unwrap();
    let run = check_within(GIB, dir.path(), &[]);
    assert!(matches!(run.code(), 0 | 1), "{}", run.err);
}

#[test]
fn comments_beside_strings_on_several_lines_are_read_in_one_pass() {
    let strings = "`a\n`, /* model-lint: ignore[model-casing] */ ".repeat(1_600);
    let text = format!("{TYPESCRIPT}{}const x = [\n{strings}'z'];\n", ts_ask("'gpt-4-32k'"));
    let run = checked(&[("comments.ts", text.as_bytes())]);
    assert!(run.rules("comments.ts").contains(&RETIRED.to_owned()));
}

#[test]
fn comments_and_constants_hide_nothing_behind_them() {
    let call = format!("{PYTHON}{}", ask("'gpt-4-32k'"));
    let dashes = format!("# {}\n", "-".repeat(76)).repeat(70);
    let constants = many(6_000, |n| format!("NAME_{n} = 'x'\n"));
    for (name, text) in [("dashes.py", dashes), ("constants.py", constants)] {
        let dir = folder();
        fs::write(dir.path().join(name), format!("{text}{call}")).unwrap();
        let run = check(dir.path(), &[]);
        // No trouble of the parser is told.
        assert_eq!(run.rules(name), [RETIRED], "{name}");
    }
}

#[test]
fn more_names_than_an_automaton_holds_are_read_without_it() {
    // Names that have no beginning in common.
    let letters = |n: usize| -> String {
        let mut seed = n as u64 + 1;
        let mut letter = || {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            char::from(b'A' + ((seed >> 33) % 26) as u8)
        };
        (0..14).map(|_| letter()).collect()
    };
    let text = many(6_000, |n| format!("{}_MODEL=gpt-4-32k\n", letters(n)));
    let run = checked(&[(".env", text.as_bytes())]);
    // Some names say by chance that they belong to a platform.
    assert!(run.rules(".env").len() > 5_900);
}

#[test]
fn a_comment_is_of_use_where_not_all_of_a_file_is_read() {
    let comment = "model-lint: ignore[retired-model]";
    let long = format!("llm:\n{}", many(33_000, |n| format!("  key{n}: x\n")));
    let deep =
        format!("{}x: y\n", (0..300).map(|n| format!("{}a:\n", " ".repeat(n))).collect::<String>() + &" ".repeat(300));
    for (name, text) in [
        ("long.yaml", format!("default: gpt-4-32k # {comment}\n{long}")),
        ("deep.yaml", format!("default: gpt-4-32k # {comment}\n{deep}")),
    ] {
        let dir = folder();
        let path = dir.path().join(name);
        fs::write(&path, &text).unwrap();
        assert!(!check(dir.path(), &[]).rules(name).contains(&"unused-suppression".to_owned()), "{name}");
        let fixed = run(dir.path(), &["--fix", "."].map(OsStr::new));
        assert!(fixed.code() < 2, "{}", fixed.err);
        assert!(fs::read_to_string(&path).unwrap() == text, "{name}: {}", fixed.err);
    }
}

#[test]
fn comments_and_what_they_cover_meet_without_a_look_at_all_of_them() {
    let lines = many(60_000, |n| format!("M{n} = 'gpt-4-32k'  # model-lint: ignore[retired-model]\n"));
    let run = checked(&[("covered.py", lines.as_bytes())]);
    assert!(!run.rules("covered.py").contains(&RETIRED.to_owned()));
}

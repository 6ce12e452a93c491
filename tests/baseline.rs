//! What is in a baseline stays in it, whatever is edited around it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::path::Path;

use model_lint::baseline::{Baseline, Scope};
use model_lint::catalog::{Catalog, Date};
use model_lint::config::Settings;
use model_lint::project::{self, Target};
use model_lint::report::Report;
use proptest::prelude::*;
use proptest::sample::select;

/// Programs and what may be put between their lines.
const PROGRAMS: [(&str, &str, [&str; 4]); 4] = [
    (
        "a.py",
        "from openai import OpenAI\nclient = OpenAI()\nOLD = \"gpt-4-32k\"\nclient.chat.completions.create(model=OLD, messages=[])\nclient.chat.completions.create(model=\"gtp-4o\", messages=[])\nclient.chat.completions.create(model=\"o3\", messages=[], temperature=0.5)\nx = 1  # model-lint: ignore[model-casing]\n",
        ["\n", "# about gpt-4-32k\n", "import os, sys; print('é', \"\u{1f600}\")\n", "def f(a): return [a] * 3\n"],
    ),
    (
        "b.ts",
        "import OpenAI from \"openai\";\nconst client = new OpenAI();\nclient.chat.completions.create({ model: \"gpt-4-32k\", messages: [] });\nclient.chat.completions.create({ model: \"GPT-4o\", messages: [] });\nclient.chat.completions.create({ model: \"o3\", temperature: 0.5, messages: [] });\n",
        ["\n", "// about gpt-4-32k\n", "/* é\n * x */\n", "export const n = `a\n${1}`;\n"],
    ),
    (
        "c.yaml",
        "services:\n  a:\n    environment:\n      OPENAI_MODEL: gpt-4-32k\n      CHAT_MODEL: claude-2.1\n",
        ["\n", "# about gpt-4-32k\n", "      OTHER: é\n", "\n\n"],
    ),
    (
        ".env",
        "OPENAI_MODEL=gpt-4-32k\nCHAT_MODEL='gpt-4-0314'\n",
        ["\n", "# OPENAI_MODEL=gpt-4\n", "A=\"é\"\n", "export B=1\n"],
    ),
];

fn check(name: &str, text: &str) -> Report {
    let settings = Settings::new("/p".into(), Date::parse("2026-11-23").unwrap());
    let target = Target { path: Path::new("/p").join(name), shown: name.to_owned(), named: true, local: false };
    project::check_text(&settings, Catalog::bundled(), &target, text.as_bytes().to_vec())
}

fn baseline(report: &Report) -> Baseline {
    let everything = |_: &str| true;
    let scope = Scope { cwd: Path::new("/p"), checked: &everything, speaks: &everything };
    Baseline::empty(Path::new("/p/baseline.jsonl")).renewed(report, &scope)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(48) })]

    #[test]
    fn unrelated_edits_change_no_key(
        (program, edits) in (0..PROGRAMS.len()).prop_flat_map(|program| {
            let (_, text, between) = PROGRAMS[program];
            // The place after the first line of YAML and before its second would end its mapping.
            let lines = if program == 2 { 4..=text.lines().count() } else { 0..=text.lines().count() };
            let edit = (lines, select(between.to_vec()), 1..200usize);
            (Just(program), proptest::collection::vec(edit, 1..6))
        }),
    ) {
        let (name, text, _) = PROGRAMS[program];
        let mut lines: Vec<String> = text.split_inclusive('\n').map(str::to_owned).collect();
        let before = check(name, text);
        prop_assert!(before.findings.len() >= 2);
        for (at, between, times) in edits {
            // A long line of code before a statement moves it far to the right, where excerpts are cut.
            if program < 2 && between == "\n" && at < lines.len() && !lines[at].starts_with(['\n', '#', '/', ' ']) {
                lines[at] = format!("{}{}", "f(1); ".repeat(times), lines[at]);
            } else {
                lines.insert(at.min(lines.len()), between.to_owned());
            }
        }
        let after = check(name, &lines.concat());
        prop_assert_eq!(baseline(&before).text(), baseline(&after).text(), "{}", lines.concat());
    }

    #[test]
    fn what_is_written_hides_what_was_found(program in 0..PROGRAMS.len()) {
        let (name, text, _) = PROGRAMS[program];
        let mut report = check(name, text);
        let written = baseline(&report).text();
        let everything = |_: &str| true;
        let scope = Scope { cwd: Path::new("/p"), checked: &everything, speaks: &everything };
        Baseline::parse(Path::new("/p/baseline.jsonl"), &written).unwrap().apply(&mut report, &scope);
        prop_assert!(report.findings.is_empty() && report.summary.stale.is_empty());
    }
}

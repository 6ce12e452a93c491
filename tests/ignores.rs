//! Ignore comments that are put into any file: they hide what they should, and nothing else changes.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::fs;
use std::path::Path;

use model_lint::catalog::Date;
use model_lint::project::{Choice, Project, Target};
use model_lint::report::Finding;
use proptest::prelude::*;
use proptest::sample::{Index, select};

const FILES: [(&str, &str); 5] = [
    (
        "a.py",
        "from openai import OpenAI\nclient = OpenAI()\nOLD = \"gpt-4-32k\"\nclient.chat.completions.create(model=OLD)\nx = client.chat.completions.create(model=\"gpt-4-0314\", messages=[{\"content\": f\"\"\"a\n{x}\nb\"\"\"}])\nclient.chat.completions.create(\n    model='gtp-4o',\n    temperature=1,\n)\n",
    ),
    (
        "b.ts",
        "import OpenAI from 'openai';\nconst client = new OpenAI();\nconst text = `a\n${client.chat.completions.create({ model: \"gpt-4-32k\" })}\nb`;\nclient.chat.completions.create({ model: `gpt-4-0314` }); /* c\n */ client.chat.completions.create({ model: 'GPT-4o' });\n",
    ),
    (
        "c.tsx",
        "import OpenAI from 'openai';\nconst client = new OpenAI();\nexport const A = () => (\n  <div title=\"a\n  b\">\n    text {client.chat.completions.create({ model: \"gpt-4-32k\" })} // more\n    <Chat\n      model=\"gpt-4-0314\"\n    />\n  </div>\n);\n",
    ),
    (
        "d.yaml",
        "a:\n  env: {OPENAI_MODEL: gpt-4-32k}\n  model: >-\n    gpt-4-0314\nsteps:\n  - run: |\n      export OPENAI_MODEL=gpt-4-32k\n      # a comment of the script\n      llm --model gpt-4-0314\n  - CHAT_MODEL: \"gpt-4-0314\" # why\n",
    ),
    (
        ".env.example",
        "OPENAI_MODEL=gpt-4-32k # why\nCHAT_MODEL=\"gpt-4-0314\"\nTEXT='a\nb'\nexport LLM_MODEL=gpt-4-0314",
    ),
];

const FRAGMENTS: [&str; 20] = [
    "\n", "\r\n", " ", "    ", "\\\n", "\"\"\"", "'''", "\"", "'", "`", "#", "//", "/*", "*/", "<b>", "</b>", "{", "}",
    "|\n", "(",
];

fn project(folder: &Path) -> Project {
    Project::open(folder, &Choice::Isolated, Date::parse("2026-11-23").unwrap()).unwrap()
}

fn target(folder: &Path, name: &str) -> Target {
    Target { path: folder.join(name), shown: name.to_owned(), named: true, local: false }
}

/// What was written without the comments that were put in, and without blanks at line ends.
fn without_comments(text: &str) -> String {
    let lines = text.split('\n').filter(|line| !line.trim().starts_with("#>") && !line.trim().starts_with("//>"));
    lines.map(str::trim_end).collect::<Vec<_>>().join("\n")
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(64) })]

    #[test]
    fn what_is_put_in_hides_and_changes_nothing(
        file in 0..FILES.len(),
        changes in proptest::collection::vec((any::<Index>(), select(FRAGMENTS.to_vec())), 0..4),
    ) {
        let (name, text) = FILES[file];
        let mut text = text.to_owned();
        for (at, fragment) in changes {
            let places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
            text.insert_str(places[at.index(places.len())], fragment);
        }
        let dir = tempfile::tempdir().unwrap();
        fs::write(dir.path().join(name), &text).unwrap();
        let (project, target) = (project(dir.path()), target(dir.path(), name));
        let before = project.check(std::slice::from_ref(&target));
        let meant: Vec<&Finding> = before.findings.iter().filter(|f| f.location.is_some()).collect();
        let done = project.ignoring().with_ignores(&target, &meant, None).unwrap();
        prop_assert_eq!(done.findings + done.left.len(), meant.len());

        let after_text = done.bytes.map_or(text.clone(), |bytes| String::from_utf8(bytes).unwrap());
        let marked = regex::Regex::new(r" */\* model-lint: ignore\[[a-z, -]+\](?: until=[\d-]+)? \*/|(?P<own>(?m:^)[ \t]*)?(?:#|//) model-lint: ignore(?:-next-line|-file)?\[[a-z, -]+\](?: until=[\d-]+)?").unwrap();
        let bare = marked.replace_all(&after_text, |found: &regex::Captures<'_>| {
            if found.name("own").is_some() && found[0].contains("-line") || found[0].contains("-file") { "#>".to_owned() } else { String::new() }
        });
        prop_assert_eq!(without_comments(&bare), without_comments(&text), "{}", after_text);

        fs::write(dir.path().join(name), &after_text).unwrap();
        let after = project.check(std::slice::from_ref(&target));
        prop_assert!(after.findings.len() <= done.left.len() + before.findings.len() - meant.len(), "{}", after_text);
        let rest: Vec<&Finding> = after.findings.iter().filter(|f| f.location.is_some()).collect();
        let again = project.ignoring().with_ignores(&target, &rest, None).unwrap();
        prop_assert_eq!(again.comments, 0, "{}", after_text);
    }
}

/// The sources of the code cells of a notebook, as the text of each.
fn sources(notebook: &[u8]) -> Vec<String> {
    let notebook: serde_json::Value = serde_json::from_slice(notebook).unwrap();
    let source = |cell: &serde_json::Value| match &cell["source"] {
        serde_json::Value::String(text) => text.clone(),
        lines => lines.as_array().unwrap().iter().map(|line| line.as_str().unwrap()).collect(),
    };
    notebook["cells"].as_array().unwrap().iter().map(source).collect()
}

#[test]
fn cells_of_a_notebook_take_comments() {
    let notebook = r#"{"cells": [
  {"cell_type": "code", "source": ["%pip install openai\n", "OLD = \"gpt-4-32k\"\n", "MODEL = 'gpt-4-0314'"]},
  {"cell_type": "markdown", "source": ["OLD = \"gpt-4-32k\""]},
  {"cell_type": "code", "source": "from openai import OpenAI\nx = OpenAI().chat.completions.create(model='gtp-4o', messages=[\n    {'content': '\u00e9'}])"},
  {"cell_type": "code", "source": ["for name in (OLD, MODEL):\n", "    OpenAI().chat.completions.create(model=name)"]}
 ], "metadata": {"language_info": {"name": "python"}}, "nbformat": 4, "nbformat_minor": 5}
"#;
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.ipynb"), notebook).unwrap();
    let (project, target) = (project(dir.path()), target(dir.path(), "a.ipynb"));
    let before = project.check(std::slice::from_ref(&target)).findings;
    assert_eq!(before.len(), 3, "{before:#?}");
    let meant: Vec<&Finding> = before.iter().collect();
    let done = project.ignoring().with_ignores(&target, &meant, Some("the \"old\" one")).unwrap();
    assert_eq!((done.findings, done.comments, done.left), (3, 3, Vec::new()));
    let bytes = done.bytes.unwrap();
    let because = " -- the \"old\" one";
    assert_eq!(
        sources(&bytes),
        [
            format!(
                "%pip install openai\nOLD = \"gpt-4-32k\"  # model-lint: ignore[retired-model]{because}\n\
                 MODEL = 'gpt-4-0314'  # model-lint: ignore[retired-model]{because}"
            ),
            "OLD = \"gpt-4-32k\"".to_owned(),
            format!(
                "from openai import OpenAI\nx = OpenAI().chat.completions.create(model='gtp-4o', messages=[  \
                 # model-lint: ignore[unknown-model]{because}\n    {{'content': '\u{e9}'}}])"
            ),
            "for name in (OLD, MODEL):\n    OpenAI().chat.completions.create(model=name)".to_owned(),
        ]
    );
    fs::write(dir.path().join("a.ipynb"), &bytes).unwrap();
    assert_eq!(project.check(std::slice::from_ref(&target)).findings.len(), 0);
}

/// One check for all of them, not one for each.
#[test]
fn many_comments_are_put_in_together() {
    const CALLS: usize = 300;
    let call = "client.chat.completions.create(model='gpt-4-32k', messages=[])\n";
    let text = format!("from openai import OpenAI\nclient = OpenAI()\n{}", call.repeat(CALLS));
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("a.py"), text).unwrap();
    let (project, target) = (project(dir.path()), target(dir.path(), "a.py"));
    let before = project.check(std::slice::from_ref(&target)).findings;
    let meant: Vec<&Finding> = before.iter().collect();
    let start = std::time::Instant::now();
    let done = project.ignoring().with_ignores(&target, &meant, None).unwrap();
    assert_eq!((done.findings, done.comments, done.left.len()), (CALLS, CALLS, 0));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

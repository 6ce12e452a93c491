//! What must hold of any file: no panic, spans in the file, positions that agree with its bytes, and an end.
//!
//! `PROPTEST_CASES=200000 cargo test --profile quick --test properties` for a long run.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use model_lint::catalog::{Catalog, Date};
use model_lint::config::{self, Settings};
use model_lint::extract::{self, Extraction};
use model_lint::project::{self, Choice, Level, Project, Target};
use model_lint::report::{Format, Report, Style};
use model_lint::source::{SourceFile, Span};
use model_lint::suppress;
use proptest::prelude::*;
use proptest::sample::{Index, select};

/// Longest that one small file may take, without optimisation on a busy machine.
const TIME: Duration = Duration::from_secs(10);

const NAMES: [&str; 9] =
    ["a.py", "a.ipynb", "b.ts", "c.tsx", "d.js", "e.yaml", ".env", "docker-compose.yml", "tests/test_f.py"];

/// Small programs that the linter understands.
const PROGRAMS: [&str; 9] = [
    "from openai import OpenAI\nclient = OpenAI(base_url=\"https://x/v1\")\nMODEL = \"gpt-4-32k\"\n\ndef ask(prompt, model=MODEL):\n    return client.chat.completions.create(model=model, messages=[{\"role\": \"user\", \"content\": prompt}], temperature=0.2)\n\nask('x', 'gtp-4o')\n",
    "import os\nclass A(Base):\n    models = {'fast': 'gpt-4-0314', 'slow': f'{os.getenv(\"M\", \"gpt-4\")}-32k'}\n    def run(self):\n        self.model = self.models.get('fast', 'x') or 'claude-2'\n        return litellm.completion(**{'model': self.model, **self.extra})\n",
    "parser.add_argument('--model', default='text-davinci-003', choices=['gpt-4', 'gpt-4-32k'], help='gpt-4')  # model-lint: ignore[retired-model] until=2027-01-01 -- x\nif args.model in ['gpt-4-0314']: pass\n",
    "import OpenAI, { type X as Y } from 'openai';\nconst c = new OpenAI({ apiKey: process.env.KEY ?? 'x' });\nexport async function ask({ model = 'gpt-4-32k', ...rest } = {}) {\n  // model-lint: ignore-next-line[retired-model]\n  return await c.chat.completions.create({ model: `${model}`, ...rest });\n}\nask({ model: 'gpt-4-0314' });\n",
    "class A extends B { private model: string = \"claude-2\"; constructor(readonly m = 'gpt-4o') { super(m) } get x() { return this.model || `${this.m}-mini` } }\nfetch('https://api.openai.com/v1/chat/completions', { method: 'POST', body: JSON.stringify({ model: 'gpt-4-32k' }) })\n",
    "export default () => <Select defaultValue=\"gpt-4-32k\" options={[{ value: 'gpt-4', label: 'GPT 4' }]}>text 'gpt-4-32k'</Select>\nenum M { A = 'gpt-4-0314' }\nconst t = { [M.A]: 1, 'gpt-4': { inputCost: 1 } } as const;\n",
    "services:\n  web: &web\n    environment:\n      - OPENAI_MODEL=gpt-4-32k\n      OPENAI_BASE_URL: https://h/v1 # model-lint: ignore[retired-model]\n    command: [\"--model\", 'gpt-4-0314']\nmodels:\n  <<: *web\n  - model: >-\n      openai/gpt-4-32k\n    x: {{ .Values.x }}\n",
    "OPENAI_MODEL=\"gpt-4-32k\" # x\nexport A_MODEL='gpt-4\\\"'\nMODELS=gpt-4,gpt-4-0314\n# OPENAI_MODEL=x\nURL=https://h/models/gemini-pro:generateContent\nLLM=${X:-gpt-4-32k}\n",
    "é = \"\u{1f600}\"; model = \"gpt\\x2d4-32k\" \"\\u0041\"\r\nname: value: \"gpt-4-32k\"\rmodel = 'sk-abcdefghijkl'\n",
];

const FRAGMENTS: [&str; 96] = [
    "model",
    "=",
    ":",
    ", ",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "`",
    "\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "\\",
    "#",
    "//",
    "/*",
    "*/",
    "\"\"\"",
    "'''",
    "f'",
    "r\"",
    "${",
    "$",
    "{{",
    "}}",
    "<",
    ">",
    "</",
    "/>",
    "=>",
    "->",
    ".",
    "...",
    "**",
    "*",
    "+",
    "||",
    "??",
    " or ",
    " if ",
    " else ",
    " in ",
    "==",
    "def f(",
    "class A",
    "return ",
    "import ",
    "from ",
    "new ",
    "const ",
    "function ",
    "self.",
    "this.",
    "client.chat.completions.create(",
    "OpenAI(",
    "model=",
    "model: ",
    "base_url=",
    "'gpt-4-32k'",
    "\"gpt-4-0314\"",
    "gpt-4-32k",
    "gtp-4o",
    "openai/gpt-4",
    "Claude-2",
    "text-embedding-ada-002",
    "https://api.openai.com/v1/",
    "OPENAI_MODEL=",
    "OPENAI_BASE_URL",
    "models",
    "- ",
    "? ",
    "&a ",
    "*a",
    "<<: ",
    "|\n",
    ">-\n",
    "!!str ",
    "---\n",
    "é",
    "\u{1f600}",
    "\u{202e}",
    "\u{0}",
    "\u{feff}",
    "# model-lint: ",
    "ignore[retired-model]",
    "ignore-next-line[",
    "until=2026-13-01",
    "sk-abcdefgh",
    "export ",
];

fn fragment() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        30 => select(FRAGMENTS.to_vec()).prop_map(|text| text.as_bytes().to_vec()),
        2 => any::<u8>().prop_map(|byte| vec![byte]),
        1 => (select(FRAGMENTS.to_vec()), 2..40usize).prop_map(|(text, n)| text.repeat(n).into_bytes()),
    ]
}

/// A change of some bytes.
#[derive(Debug, Clone)]
enum Change {
    Cut(Index, u8),
    Insert(Index, Vec<u8>),
    Copy(Index, u8, Index),
    Byte(Index, u8),
    End(Index),
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        4 => (any::<Index>(), any::<u8>()).prop_map(|(at, len)| Change::Cut(at, len % 40)),
        6 => (any::<Index>(), fragment()).prop_map(|(at, text)| Change::Insert(at, text)),
        3 => (any::<Index>(), any::<u8>(), any::<Index>()).prop_map(|(from, len, to)| Change::Copy(from, len, to)),
        2 => (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Change::Byte(at, byte)),
        1 => any::<Index>().prop_map(Change::End),
    ]
}

fn changed(mut bytes: Vec<u8>, changes: Vec<Change>) -> Vec<u8> {
    for change in changes {
        let len = bytes.len();
        let place = |index: Index| index.index(len + 1);
        match change {
            Change::Cut(at, n) => drop(bytes.drain(place(at)..(place(at) + usize::from(n)).min(len))),
            Change::Insert(at, text) => drop(bytes.splice(place(at)..place(at), text)),
            Change::Copy(from, n, to) => {
                let copy = bytes[place(from)..(place(from) + usize::from(n)).min(len)].to_vec();
                drop(bytes.splice(place(to)..place(to), copy));
            }
            Change::Byte(at, byte) if len > 0 => bytes[at.index(len)] = byte,
            Change::Byte(..) => {}
            Change::End(at) => bytes.truncate(place(at)),
        }
    }
    bytes
}

fn any_file() -> impl Strategy<Value = Vec<u8>> {
    let program = (select(PROGRAMS.to_vec()), prop::collection::vec(change(), 0..8));
    let joined = |parts: Vec<Vec<u8>>| parts.concat();
    prop_oneof![
        1 => prop::collection::vec(any::<u8>(), 0..400),
        3 => prop::collection::vec(fragment(), 0..80).prop_map(joined),
        6 => program.prop_map(|(text, changes)| changed(text.as_bytes().to_vec(), changes)),
        1 => (select(PROGRAMS.to_vec()), prop::collection::vec(fragment(), 0..30))
            .prop_map(move |(text, parts)| [text.as_bytes(), &joined(parts)].concat()),
    ]
}

fn settings() -> Settings {
    let mut settings = Settings::new(PathBuf::from("/nowhere/at/all"), Date::parse("2026-11-23").unwrap());
    settings.apply(config::Layer { pedantic: Some(true), ..config::Layer::default() });
    settings
}

/// A span lies in a text and cuts no character of it.
fn lies_within(span: Span, file: &SourceFile) {
    assert!(span.start <= span.end && span.end as usize <= file.bytes.len(), "{span:?} of {}", file.bytes.len());
    if let Ok(text) = std::str::from_utf8(&file.bytes) {
        assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize), "{span:?}");
    }
}

fn is_sound(extraction: &Extraction, file: &SourceFile) {
    for reference in &extraction.references {
        let value = &reference.value;
        lies_within(value.span, file);
        assert!(!reference.uses.is_empty());
        let mut at = 0;
        for piece in &value.pieces {
            lies_within(piece.span, file);
            let text = &value.text[at..at + piece.len as usize];
            if piece.verbatim {
                assert_eq!(text.as_bytes(), &file.bytes[piece.span.range()]);
            }
            at += piece.len as usize;
        }
        assert_eq!(at, value.text.len(), "the pieces make up the text");
    }
    let uses = extraction.references.iter().flat_map(|r| &r.uses).chain(&extraction.bare_calls);
    for used in uses {
        lies_within(used.span, file);
        used.parameters.iter().for_each(|p| [p.name_span, p.span].into_iter().for_each(|span| lies_within(span, file)));
    }
    extraction.comments.iter().for_each(|comment| lies_within(comment.span, file));
    extraction.switches.iter().for_each(|switch| lies_within(switch.span, file));
}

/// Places agree with the bytes, and edits replace what was reported.
fn agrees(report: &Report, file: &SourceFile, raw: &[u8]) {
    for finding in &report.findings {
        let span = finding.diagnostic.span;
        lies_within(span, file);
        let Some(place) = finding.location else { continue };
        if file.origin.is_some() {
            assert!(place.start <= place.end && place.end as usize <= raw.len() && place.cell.is_some());
            continue;
        }
        let before = &file.bytes[..span.start as usize];
        let line = before.iter().filter(|b| **b == b'\n').count() as u32 + 1;
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() as u32 + 1;
        assert_eq!((place.line, place.column), (line, column));
        if file.encoding.is_editable() {
            assert_eq!(&raw[place.start as usize..place.end as usize], &file.bytes[span.range()]);
        }
        let edits = finding.diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        for edit in edits {
            if let Some(model) = &finding.diagnostic.facts.model {
                let replaced = String::from_utf8_lossy(&raw[edit.span.range()]);
                assert!(model.contains(replaced.as_ref()), "{replaced:?} is no part of {model:?}");
            }
        }
        if let Some(excerpt) = &finding.excerpt {
            assert!(excerpt.text.get(excerpt.highlight.clone()).is_some() && excerpt.text.chars().count() <= 200);
        }
    }
    for format in Format::ALL {
        let mut out = Vec::new();
        format.write(report, Style { verbose: true, ..Style::default() }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains(['\x1b', '\u{202e}', '\0', '\r', '\x07']), "{out:?}");
    }
}

/// A notebook with one cell; now and then it is cut off.
fn notebook(source: &[u8]) -> Vec<u8> {
    let cells = serde_json::json!({"cells": [{"cell_type": "code", "source": String::from_utf8_lossy(source)}]});
    let mut raw = cells.to_string().into_bytes();
    raw.truncate(raw.len() - source.len() % 7);
    raw
}

/// Fixes add no syntax error, and a second run finds nothing to fix.
fn mends(name: &str, raw: &[u8]) {
    let folder = PathBuf::from("/nowhere/at/all");
    let mut project = Project::open(&folder, &Choice::Isolated, Date::parse("2026-11-23").unwrap()).unwrap();
    project.settings.apply(config::Layer { pedantic: Some(true), ..config::Layer::default() });
    let target = Target { path: folder.join(name), shown: name.to_owned(), named: true, local: false };
    let errors = |raw: &[u8]| {
        let extractor = extract::extractor_of(name).unwrap().extractor;
        extractor.syntax_errors(&extractor.open(name, raw.to_vec()).unwrap())
    };
    for level in [Level::Safe, Level::Unsafe] {
        let mut mended = |raw: &[u8]| {
            project.update(target.path.clone(), raw);
            let report = project.check(std::slice::from_ref(&target));
            project.mend(std::slice::from_ref(&target), &report, level, &|_, _| ()).pop()
        };
        let Some(once) = mended(raw) else { continue };
        assert!(errors(&once.new) <= errors(raw));
        assert_eq!(once.fixed == 0, once.new == raw);
        let again = mended(&once.new);
        assert!(again.is_none_or(|a| a.fixed == 0), "{level:?} is not done: {}", String::from_utf8_lossy(&once.new));
    }
}

fn holds(name: &str, raw: Vec<u8>) {
    let started = Instant::now();
    let raw = if name.ends_with(".ipynb") { notebook(&raw) } else { raw };
    let shown = name.to_owned();
    if let Some(reader) = extract::extractor_of(name)
        && let Ok(file) = reader.extractor.open(name, raw.clone())
    {
        let extraction = reader.extractor.summarise(&file, Catalog::bundled());
        is_sound(&extraction, &file);
        suppress::parse(&extraction.comments, &extraction.texts, &file);
        let target = Target { path: PathBuf::from(name), shown, named: true, local: false };
        let report = project::check_text(&settings(), Catalog::bundled(), &target, raw.clone());
        assert!(!report.findings.iter().any(|f| f.diagnostic.rule.name() == "internal-error"));
        agrees(&report, &file, &raw);
        mends(name, &raw);
    }
    assert!(started.elapsed() < TIME, "{name} took {:?}", started.elapsed());
}

fn runs() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn any_file_is_judged_soundly(name in select(NAMES.to_vec()), raw in any_file()) {
        holds(name, raw);
    }

    #[test]
    fn any_mark_before_a_file_is_sound(
        name in select(NAMES.to_vec()), raw in any_file(), mark in select(vec![&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"])
    ) {
        holds(name, [mark, &raw].concat());
    }

    /// Suppressions are read from comments alone, whatever stands in them.
    #[test]
    fn any_comment_is_read(rest in prop::collection::vec(select(vec![
        "model-lint:", "ignore", "ignore-next-line", "ignore-file", "[", "]", ",", " ", "retired-model", "retired-modle", "until=",
        "2027-01-01", "--", "é", "*/", "-->", "\u{2028}", "internal-error", "#", "x",
    ]), 0..16), code in select(vec!["", "model = 'gpt-4-32k'  ", "    "])) {
        let line = format!("{code}# model-lint: {}\n", rest.concat());
        holds("a.py", line.repeat(3).into_bytes());
        holds("e.yaml", line.replace(" = ", ": ").repeat(2).into_bytes());
        holds("b.ts", line.replace('#', "//").repeat(2).into_bytes());
    }

    /// A configuration is refused or read; either way the run goes on.
    #[test]
    fn any_configuration_is_read_or_refused(parts in prop::collection::vec(select(vec![
        "select", "ignore", "severity", "exclude", "fail-within", "fail-on", "overrides", "paths", "max-file-size", "pedantic",
        "extend-catalog", " = ", ".", "[", "]", "[[", "]]", "{", "}", "\"", "'", ",", "\n", "true", "30", "-1", "1e9",
        "99999999999999999999", "2026-01-01", "\"retired-model\"", "\"note\"", "\"**/*.py\"", "\"b[\"", "\"{a,\"", "\"!x\"", "é", "\u{0}", "#",
        "\"\"\"", "tool.model-lint",
    ]), 0..30), name in select(vec!["model-lint.toml", "pyproject.toml"])) {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join(name);
        std::fs::write(&path, parts.concat()).unwrap();
        if let Ok(found) = config::load(&path) {
            let mut settings = settings();
            settings.apply(found.layer);
            let target = Target { path: PathBuf::from("a.py"), shown: "a.py".to_owned(), named: true, local: false };
            project::check_text(&settings, Catalog::bundled(), &target, b"model = 'gpt-4-32k'\n".to_vec());
        }
    }
}

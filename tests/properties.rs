//! What must hold of any file: no panic, spans in the file, positions that agree with its bytes, and an end.
//!
//! `PROPTEST_CASES=200000 cargo test --release --test properties` for a long run.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

mod holds;

use std::path::PathBuf;

use holds::{NAMES, holds, settings};
use model_lint::catalog::Catalog;
use model_lint::config;
use model_lint::project::{self, Target};
use proptest::prelude::*;
use proptest::sample::{Index, select};

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

fn runs() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(runs())]

    #[test]
    fn any_file_is_judged_soundly(name in select(NAMES.to_vec()), raw in any_file()) {
        holds(name, &raw);
    }

    #[test]
    fn any_mark_before_a_file_is_sound(
        name in select(NAMES.to_vec()), raw in any_file(), mark in select(vec![&b"\xEF\xBB\xBF"[..], b"\xFF\xFE", b"\xFE\xFF"])
    ) {
        holds(name, &[mark, &raw].concat());
    }

    /// Suppressions are read from comments alone, whatever stands in them.
    #[test]
    fn any_comment_is_read(rest in prop::collection::vec(select(vec![
        "model-lint:", "ignore", "ignore-next-line", "ignore-file", "[", "]", ",", " ", "retired-model", "retired-modle", "until=",
        "2027-01-01", "--", "é", "*/", "-->", "\u{2028}", "internal-error", "#", "x",
    ]), 0..16), code in select(vec!["", "model = 'gpt-4-32k'  ", "    "])) {
        let line = format!("{code}# model-lint: {}\n", rest.concat());
        holds("a.py", line.repeat(3).as_bytes());
        holds("e.yaml", line.replace(" = ", ": ").repeat(2).as_bytes());
        holds("b.ts", line.replace('#', "//").repeat(2).as_bytes());
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

/// The fixtures know every shape that is read; what is made of them at random starts here.
#[test]
fn every_fixture_is_judged_soundly() {
    let mut folders = vec![PathBuf::from("fixtures/lines")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let (name, raw) = (path.to_str().unwrap(), std::fs::read(&path).unwrap());
            holds::reads(name, &raw);
            holds::reports(name, &raw, &[]);
        }
    }
}

/// Found at random: a command of a shell, which is masked where the code of a notebook is read.
#[test]
fn commands_of_a_notebook_are_judged_soundly() {
    holds("a.ipynb", b"!!str OPENAI_MODEL=def f(");
    holds("a.ipynb", b"{\"cells\": [{\"cell_type\": \"code\", \"source\": \"!OPENAI_MODEL=gpt-4-32k run\\nx = 1\"}]}");
}

/// Found at random: a text that its script does not end.
#[test]
fn a_text_that_goes_on_in_the_markup_is_judged_soundly() {
    let scripts = ["\"\";=3\"d\"t const e(k=(l:\"gpt4", "ask({ model: \"gpt-4-32k", "model = `gpt-4"];
    for script in scripts {
        for name in ["a.vue", "a.svelte", "a.astro"] {
            holds(name, format!("<script lang=\"ts\">{script}</script>").as_bytes());
            holds(name, format!("<script>{script}</script>").as_bytes());
        }
    }
}

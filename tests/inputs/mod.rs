//! Large but plausible files, made and not stored: each grows with one number.

#![allow(dead_code, reason = "tests and benches take what they need of it")]

use std::fmt::Write;

/// A kind of file: its name, how many units a large one has, and what makes it.
pub type Kind = (&'static str, usize, fn(usize) -> String);

/// Files of code and settings in which something occurs very often.
pub const KINDS: &[Kind] = &[
    ("py/functions.py", 5_000, functions),
    ("py/fan.py", 5_000, fan),
    ("py/table.py", 20_000, table),
    ("py/rows.py", 5_000, rows),
    ("py/assignments.py", 10_000, assignments),
    ("py/clients.py", 4_000, clients),
    ("py/offers.py", 3_000, offers),
    ("py/classes.py", 5_000, classes),
    ("py/attributes.py", 5_000, attributes),
    ("py/enumeration.py", 10_000, enumeration),
    ("py/list.py", 10_000, list),
    ("py/returns.py", 5_000, returns),
    ("py/sum.py", 20_000, sum),
    ("py/spread.py", 3_000, spread),
    ("py/typed.py", 5_000, typed),
    ("py/unknown.py", 5_000, unknown),
    ("py/ignored.py", 5_000, ignored),
    ("py/arguments.py", 15_000, arguments),
    ("py/allowed.py", 3_000, allowed),
    ("py/branches.py", 3_000, branches),
    ("py/picked.py", 3_000, picked),
    ("py/types.py", 3_000, types),
    ("ts/functions.ts", 4_000, ts_functions),
    ("ts/table.ts", 20_000, ts_table),
    ("ts/either.ts", 5_000, either),
    ("ts/chain.ts", 5_000, chain),
    ("ts/nest.ts", 400, nest),
    ("ts/states.tsx", 4_000, states),
    ("ts/arms.ts", 5_000, arms),
    ("ts/searched.ts", 3_000, searched),
    ("ts/line.min.js", 3_000, line),
    ("rows.yaml", 12_000, yaml_rows),
    ("long.yaml", 20_000, yaml_long),
    ("flow.yaml", 10_000, yaml_flow),
    ("merged.yaml", 5_000, yaml_merged),
    ("commands.yaml", 5_000, yaml_commands),
    ("files.yaml", 5_000, yaml_files),
    ("flow.json", 5_000, json_flow),
    ("many.env", 6_000, env),
    ("open.env", 20_000, env_open),
];

fn each(n: usize, write: impl Fn(&mut String, usize)) -> String {
    let mut text = String::new();
    (0..n).for_each(|i| write(&mut text, i));
    text
}

macro_rules! lines {
    ($n:expr, $i:ident, $($format:tt)*) => {
        each($n, |text, $i| writeln!(text, $($format)*).unwrap())
    };
}

const CLIENT: &str = "from openai import OpenAI\nclient = OpenAI()\n";

/// Functions that hand a model on to the one before.
pub fn functions(n: usize) -> String {
    let first = "def f0(prompt, model):\n    return client.chat.completions.create(model=model, messages=prompt)\n";
    let rest = lines!(
        n,
        i,
        "def f{}(prompt, model='gpt-4-32k'):\n    x = f{i}(prompt, model)\n    return f{}(prompt, 'gpt-4-{i}')",
        i + 1,
        i / 2
    );
    format!("{CLIENT}{first}{rest}")
}

/// One function that everything calls, with many calls inside.
fn fan(n: usize) -> String {
    let inside = lines!(n / 10, i, "    r{i} = client.chat.completions.create(model=model, messages=[], n={i})");
    let calls = lines!(n, i, "ask('x{i}', 'gpt-4-0314')");
    format!("{CLIENT}def ask(prompt, model):\n{inside}    return r0\n{calls}")
}

/// A dictionary by model, and uses of its entries.
pub fn table(n: usize) -> String {
    let entries = lines!(n, i, "    'k{i}': 'gpt-4-{i}',");
    let uses = lines!(n / 4, i, "client.chat.completions.create(model=MODELS['k{i}'])");
    format!("{CLIENT}MODELS = {{\n{entries}}}\n{uses}")
}

/// Rows of a catalogue in one list.
fn rows(n: usize) -> String {
    let rows =
        lines!(n, i, "    {{'model': 'gpt-4-{i}', 'label': 'GPT {i}', 'input_cost': {i}, 'context_window': 8}},");
    format!("MODELS = [\n{rows}]\n")
}

/// One name that is assigned again and again, and used in between.
pub fn assignments(n: usize) -> String {
    let lines = lines!(n, i, "model = 'gpt-4-{i}'\nclient.chat.completions.create(model=model)");
    format!("{CLIENT}{lines}")
}

/// A client that is made again and again.
fn clients(n: usize) -> String {
    let lines =
        lines!(n, i, "client = OpenAI(base_url='https://h{i}/v1')\nclient.chat.completions.create(model='gpt-4-32k')");
    format!("{CLIENT}{lines}")
}

/// Lists that are offered, and some of which classify.
pub fn offers(n: usize) -> String {
    let lists = lines!(n, i, "available_models_{i} = ['gpt-4-32k', 'gpt-4-{i}']");
    let uses = lines!(n, i, "if model in available_models_{}: pass", i * 2);
    format!("{lists}{uses}")
}

/// Classes that inherit from the one before.
pub fn classes(n: usize) -> String {
    let lines = lines!(
        n,
        i,
        "class C{}(C{i}):\n    model = 'gpt-4-32k'\n    def ask(self):\n        return self.client.chat.completions.create(model=self.model, seed=self.seed)",
        i + 1
    );
    format!("{CLIENT}class C0:\n    client = OpenAI()\n{lines}")
}

/// One class with many attributes and methods.
fn attributes(n: usize) -> String {
    let attributes = lines!(n, i, "    a{i}_model = 'gpt-4-{i}'");
    let methods = lines!(
        n,
        i,
        "    def m{i}(self):\n        return client.chat.completions.create(model=self.a{i}_model, x=self.no{i})"
    );
    format!("{CLIENT}class Config(Base):\n{attributes}{methods}")
}

/// Members of an enumeration that its method spells otherwise, and fields that allow them.
fn allowed(n: usize) -> String {
    let members = lines!(n, i, "    M{i} = 'gpt-4-{i}'");
    let spelled = lines!(n, i, "        if self.value == 'gpt-4-{i}':\n            return 'gpt-4-32k'");
    let fields = lines!(n, i, "class C{i}(BaseModel):\n    model: Models = Field(default=Models.M{i})");
    format!("class Models(str, Enum):\n{members}    def sent(self):\n{spelled}{fields}")
}

/// Arms of one `if`, each with a model and a call of its own.
fn branches(n: usize) -> String {
    let arm = |text: &mut String, i| {
        let word = if i == 0 { "if" } else { "elif" };
        writeln!(
            text,
            "    {word} kind == {i}:\n        m = 'gpt-4-32k'\n        client.chat.completions.create(model=m)"
        )
        .unwrap();
    };
    format!("{CLIENT}def ask(kind):\n    m = 'gpt-4o'\n{}", each(n, arm))
}

/// Lists of which a function picks one.
fn picked(n: usize) -> String {
    let first = "def first(names):\n    for name in names:\n        if name in ALLOWED:\n            return name\n";
    let calls = lines!(n, i, "client.chat.completions.create(model=first(['gpt-4-32k', 'gpt-4-{i}']))");
    format!("{CLIENT}{first}{calls}")
}

/// Types that are listed again and again.
fn types(n: usize) -> String {
    let members = lines!(n, i, "    'gpt-4-{i}',");
    let lists = lines!(n, i, "A{i} = {{'openai': list(get_args(Models))}}");
    format!("from typing import Literal, get_args\nModels = Literal[\n{members}]\n{lists}")
}

/// A list that is only searched, by many.
fn searched(n: usize) -> String {
    let rows = lines!(n, i, "  {{ value: 'gpt-4-{i}', label: 'No. {i}' }},");
    let readers = lines!(n, i, "export const f{i} = (m) => LIST.find((row) => row.value === m)?.label;");
    format!("const LIST = [\n{rows}];\n{readers}")
}

/// An enumeration of models.
fn enumeration(n: usize) -> String {
    format!("class Model(str, Enum):\n{}", lines!(n, i, "    M{i} = 'gpt-4-{i}'"))
}

/// A long list that is tried in many loops.
fn list(n: usize) -> String {
    let items = lines!(n, i, "    'gpt-4-{i}',");
    let loops = lines!(n / 4, i, "for m{i} in FALLBACKS:\n    client.chat.completions.create(model=m{i})");
    format!("{CLIENT}FALLBACKS = [\n{items}]\n{loops}")
}

/// One function with many returns that everything calls.
fn returns(n: usize) -> String {
    let returns = lines!(n, i, "    if x == {i}: return 'gpt-4-{i}'");
    let calls = lines!(n, i, "client.chat.completions.create(model=default_model({i}))");
    format!("{CLIENT}def default_model(x):\n{returns}{calls}")
}

/// A sum of very many strings.
fn sum(n: usize) -> String {
    format!("x = ({}'')\n", lines!(n, i, "'gpt-4-{i}' +"))
}

/// A large dictionary that is spread into many calls.
fn spread(n: usize) -> String {
    let entries = lines!(n, i, "    'p{i}': {i},");
    let calls = lines!(n, i, "client.chat.completions.create(model='gpt-4-32k', n={i}, **OPTIONS)");
    format!("{CLIENT}OPTIONS = {{\n{entries}}}\n{calls}")
}

/// Parameters with annotations.
fn typed(n: usize) -> String {
    let lines = lines!(n, i, "def f{i}(c: OpenAI):\n    return c.chat.completions.create(model='gpt-4-32k')");
    format!("{CLIENT}{lines}")
}

/// IDs that do not exist, each another.
pub fn unknown(n: usize) -> String {
    format!("{CLIENT}{}", lines!(n, i, "client.chat.completions.create(model='gtp-4o-mini-{i}')"))
}

/// Ignore comments, stacked, and on every line.
fn ignored(n: usize) -> String {
    let stacked = lines!(n, i, "# model-lint: ignore-next-line[retired-model] -- {i}");
    let beside = lines!(n, i, "model_{i} = 'gpt-4-32k'  # model-lint: ignore[retired-model]");
    format!("{stacked}x = 1\n{beside}")
}

pub fn ts_functions(n: usize) -> String {
    let lines = lines!(
        n,
        i,
        "export async function f{}(p: string, {{ model = 'gpt-4-32k' }} = {{}}) {{ return f{i}(p, {{ model }}) }}",
        i + 1
    );
    format!(
        "import OpenAI from 'openai'\nconst c = new OpenAI()\nfunction f0(p, {{ model }}) {{ return c.chat.completions.create({{ model }}) }}\n{lines}"
    )
}

fn ts_table(n: usize) -> String {
    let entries = lines!(n, i, "  'k{i}': 'gpt-4-{i}',");
    let uses = lines!(n / 4, i, "c.chat.completions.create({{ model: MODELS['k{i}'], ...MODELS }})");
    format!("import OpenAI from 'openai'\nconst c = new OpenAI()\nconst MODELS = {{\n{entries}}}\n{uses}")
}

/// One call that is given the lines of very many files.
fn arguments(n: usize) -> String {
    let lines = lines!(n, i, "    'cat > app{i}.yaml << EOL', 'model: gpt-4-32k', 'EOL',");
    format!("from shop import commands\ncommands(\n{lines})\n")
}

/// States that are set.
fn states(n: usize) -> String {
    let lines = lines!(n, i, "const [m{i}, setM{i}] = useState('gpt-4-32k'); setM{i}('gpt-4-32k')");
    format!("import {{ useState }} from 'react'\nfunction App() {{\n{lines}}}\n")
}

/// Arms of one choice between platforms.
fn arms(n: usize) -> String {
    let lines = lines!(n, i, "case 'openai': s.url = urls.openai{i}; s.model = 'gpt-4-32k'; break");
    format!("switch (p) {{\n{lines}}}\n")
}

/// One expression with very many alternatives.
fn either(n: usize) -> String {
    format!("const model = process.env.MODEL ||\n{}''\n", lines!(n, i, "process.env.M{i} || 'gpt-4-{i}' ||"))
}

/// One chain of very many calls.
fn chain(n: usize) -> String {
    format!(
        "import OpenAI from 'openai'\nconst x = new OpenAI()\n{};",
        lines!(n, i, ".create({{ model: 'gpt-4-{i}' }})")
    )
}

/// Lists within lists, with a model at each level.
fn nest(n: usize) -> String {
    format!("const models = {}{}\n", lines!(n, i, "['gpt-4-{i}',"), "]".repeat(n))
}

/// Minified: everything in one line.
pub fn line(n: usize) -> String {
    each(n, |text, i| write!(text, "c.chat.completions.create({{model:\"gpt-4-0314\",n:{i}}});").unwrap())
}

pub fn yaml_rows(n: usize) -> String {
    format!("models:\n{}", lines!(n, i, "  - model_name: m{i}\n    litellm_params: {{model: openai/gpt-4-{i}}}"))
}

/// One mapping with very many keys.
fn yaml_long(n: usize) -> String {
    lines!(n, i, "model_{i}: gpt-4-32k")
}

/// One line of flow mappings.
fn yaml_flow(n: usize) -> String {
    format!("models: [{}]\n", each(n, |text, i| write!(text, "{{model: gpt-4-{i}}}, ").unwrap()))
}

/// Mappings that merge one another.
fn yaml_merged(n: usize) -> String {
    let lines = lines!(n, i, "m{}: &m{}\n  <<: *m{i}\n  model: gpt-4-32k\n  k{i}: gpt-4", i + 1, i + 1);
    format!("m0: &m0\n  model: gpt-4\n{lines}")
}

/// Steps with commands.
fn yaml_commands(n: usize) -> String {
    let lines = lines!(
        n,
        i,
        "      - name: s{i}\n        run: |\n          tool --model gpt-4-32k --n {i}\n        env: {{OPENAI_MODEL: gpt-4-32k}}"
    );
    format!("jobs:\n  a:\n    steps:\n{lines}")
}

pub fn env(n: usize) -> String {
    lines!(n, i, "A{i}_PROVIDER=openai\nA{i}_MODEL=gpt-4-32k\nA{i}_BASE_URL=https://h{i}/v1")
}

/// Quotes that nothing closes.
fn env_open(n: usize) -> String {
    lines!(n, i, "MODEL_{i}=\"gpt-4 \\")
}

/// Files of settings within one.
fn yaml_files(n: usize) -> String {
    let lines = lines!(n, i, "  app{i}.yaml: |\n    model: gpt-4-32k\n    provider: openai");
    format!("apiVersion: v1\nkind: ConfigMap\ndata:\n{lines}")
}

/// Variables of a flow.
fn json_flow(n: usize) -> String {
    let lines = lines!(n, i, "{{\"name\": \"v{i}\", \"value\": \"anthropic/claude-sonnet-4-20250514\"}},");
    let end = "{\"name\": \"v\", \"value\": \"x\"}";
    format!(
        "{{\"nodes\": [{{\"type\": \"set\", \"parameters\": {{\"assignments\": [\n{lines}{end}]}}}}], \"connections\": {{}}}}\n"
    )
}

//! What kills, blinds or slows parsers.

use std::fs;
use std::time::{Duration, Instant};

use crate::child::{JSON, MODEL, PY, RETIRED, TROUBLE, TS, YAML, check, check_within, checked, folder};
use crate::inputs;

#[test]
fn deep_yaml_does_not_reach_the_parser() {
    let steps = |step: &str| (0..254).map(|n| format!("{}{step}\n", " ".repeat(n))).collect::<String>();
    let run = checked(&[
        ("row.yaml", format!("{YAML}x: {}a\n", "- ".repeat(254)).as_bytes()),
        ("sequence.yaml", format!("{}\n", "- ".repeat(254) + "a").as_bytes()),
        ("questions.yaml", format!("{YAML}---\n{}a\n", "? ".repeat(254)).as_bytes()),
        ("maps.yaml", format!("{YAML}{}", steps("a:")).as_bytes()),
        ("items.yaml", format!("{YAML}{}", steps("-")).as_bytes()),
        ("returns.yaml", format!("{YAML}{}", steps("a:")).replace('\n', "\r").as_bytes()),
        ("deep.yaml", format!("{YAML}{}a\n", "- ".repeat(253)).as_bytes()),
        ("fine.yaml", format!("{YAML}x:\n  {}a\n", "- ".repeat(100)).as_bytes()),
    ]);
    for name in ["questions.yaml", "maps.yaml", "items.yaml", "deep.yaml"] {
        assert_eq!(run.rules(name), [TROUBLE, RETIRED], "{name}");
    }
    assert!(run.out.contains("nested too deeply"));
    assert_eq!(run.rules("fine.yaml"), [RETIRED]);
    assert_eq!(run.code(), 1);
}

#[test]
fn yaml_with_more_rows_than_its_parser_counts_is_read() {
    let many = "k: v\n".repeat(40_000);
    let run = checked(&[
        ("many.yaml", format!("{many}{YAML}").as_bytes()),
        ("maps.yaml", format!("{}{YAML}", "- a: b\n  c: d\n  e: f\n".repeat(30_000)).as_bytes()),
    ]);
    assert_eq!(run.of("many.yaml")[1], "40001:8 retired-model");
    assert_eq!(run.rules("maps.yaml"), [TROUBLE, RETIRED]);
}

/// Code and settings that nest, or never close what they open; the model comes first.
fn nests() -> Vec<(&'static str, String)> {
    let n = 100_000;
    let rows = |sign: &str, n: usize, end: &str| (sign.repeat(20) + end).repeat(n / 20);
    let both = |open: &str, inner: &str, close: &str, n: usize| open.repeat(n) + inner + &close.repeat(n);
    vec![
        ("lists.py", format!("{PY}x = {}\n", both("[", "", "]", n))),
        ("open.py", format!("{PY}{}", "[".repeat(n))),
        ("closed.py", format!("{}\n{PY}", "]".repeat(n))),
        ("parens.py", format!("{PY}x = {}\n", both("(", "1", ")", n))),
        ("calls.py", format!("{PY}x = {}\n", both("f(", "", ")", n / 5))),
        ("quotes.py", format!("{PY}x = {}", "'".repeat(n + 1))),
        ("many_quotes.py", format!("{PY}{}", "\"'".repeat(n))),
        ("triple.py", format!("{PY}{}", "\"\"\"a'''".repeat(n / 10))),
        ("f.py", format!("{PY}x = {}\n", both("f'{", "1", "}'", 5_000))),
        ("sum.py", format!("{PY}x = 1{}\n", "+1".repeat(n))),
        ("texts.py", format!("{PY}x = ''{}\n", "+'gpt-4'".repeat(n / 10))),
        ("or.py", format!("{PY}model = ''{}\n", " or 'gpt-4'".repeat(n / 100))),
        ("nots.py", format!("{PY}x = {}1\n", "not ".repeat(n))),
        ("dots.py", format!("{PY}x{}\n", ".a".repeat(n))),
        ("index.py", format!("{PY}x{}\n", "[0]".repeat(n))),
        ("lambda.py", format!("{PY}x = {}1\n", "lambda: ".repeat(n / 10))),
        ("blocks.py", (0..400).fold(PY.to_owned(), |text, i| text + &" ".repeat(i) + "if x:\n")),
        ("lists.ts", format!("{TS}x = {}\n", both("[", "", "]", n))),
        ("open.ts", format!("{TS}{}", "[".repeat(n))),
        ("maps.ts", format!("{TS}x = {}\n", both("{a:", "1", "}", n))),
        ("blocks.js", format!("{TS}{}\n", both("{", "", "}", n))),
        ("types.ts", format!("{TS}x = {}\n", "a<".repeat(5_000))),
        ("generics.ts", format!("{TS}type X = {}\n", both("A<", "B", ">", 5_000))),
        ("templates.ts", format!("{TS}x = {}\n", both("`${", "1", "}`", 5_000))),
        ("open_templates.ts", format!("{TS}x = {}\n", "`${".repeat(20_000))),
        ("arrows.ts", format!("{TS}x = {}1\n", "a => ".repeat(20_000))),
        ("ternary.ts", format!("{TS}x = {}1\n", "a ? b : ".repeat(20_000))),
        ("elements.tsx", format!("{TS}x = {}\n", both("<a>", "", "</a>", 20_000))),
        ("open_elements.tsx", format!("{TS}x = {}\n", "<a>".repeat(20_000))),
        ("elements.jsx", format!("{TS}x = {}\n", "<a b={".repeat(20_000))),
        ("regex.js", format!("{TS}x = {}\n", "/[".repeat(n))),
        ("minus.js", format!("{TS}x = {}1\n", "- ".repeat(n))),
        ("news.js", format!("{TS}x = {}a\n", "new ".repeat(20_000))),
        ("lists.vue", format!("<script>{TS}x = {}</script>\n", both("[", "", "]", n))),
        ("tags.vue", format!("<script>{TS}</script>{}", "<script ".repeat(n))),
        ("closed_tags.vue", format!("<script>{TS}</script>{}", "<script />\n".repeat(n / 10))),
        ("quotes.vue", format!("<script>{TS}</script>{}", "<script a=\"".repeat(n))),
        ("styles.vue", format!("<script>{TS}</script>{}", "<style>\n</styl>".repeat(n / 10))),
        ("many_scripts.vue", format!("<script>{TS}</script>\n{}", "<script>{</script>\n".repeat(n / 100))),
        ("open.svelte", format!("<script>{TS}{}", "</scrip>".repeat(n))),
        ("comments.svelte", format!("<script>{TS}</script>{}", "<!--".repeat(n))),
        ("ends.svelte", format!("<script>{TS}'</script>'{}", "</script>".repeat(n))),
        ("fences.astro", format!("---\n{TS}{}", "---\n".repeat(n))),
        ("lists.yaml", format!("{YAML}x: {}\n", both("[", "", "]", n))),
        ("open.yaml", format!("{YAML}x: {}\n", "[".repeat(n))),
        ("maps.yaml", format!("{YAML}x: {}\n", "{a: ".repeat(n))),
        ("quotes.yaml", format!("{YAML}x: {}\n", "\"'".repeat(n))),
        ("tags.yaml", format!("{YAML}x: {}\n", "{{ ".repeat(n))),
        ("tag_blocks.yaml", format!("{YAML}{}\n", "{% if x %}\n".repeat(10_000))),
        ("marks.yaml", format!("{YAML}{}\n", "&a ".repeat(20_000))),
        ("quotes.env", format!("MODEL={MODEL}\n{}", "A=\"\n".repeat(20_000))),
        ("dollars.env", format!("MODEL={MODEL}\nB={}", "${A:-".repeat(20_000))),
        ("slashes.py", format!("{PY}x = '{}'\n", "gpt-4o/".repeat(n))),
        ("lists.json", format!("{JSON}\"x\": {}}}\n", both("[\n", "", "]", n))),
        ("maps.json", format!("{JSON}\"x\": {}}}\n", both("{\"a\":\n", "1", "}", n / 2))),
        ("open.json", format!("{JSON}\"x\": {}", "[\n".repeat(n))),
        ("closed.json", format!("{JSON}\"x\": 1 {}", "]\n".repeat(n))),
        ("commas.json", format!("{JSON}{}", ",\n".repeat(n))),
        ("colons.json", format!("{JSON}{}", ":\n".repeat(n))),
        ("quotes.json", format!("{JSON}\"x\": {}", "\"'\n".repeat(n))),
        ("keys.json", format!("{JSON}{}", "\"a\"\n".repeat(n / 2))),
        ("same.json", format!("{JSON}{}", "\"model\": 1,\n".repeat(n / 4))),
        ("comments.jsonc", format!("{JSON}{}", "/*\n".repeat(n))),
        ("escapes.json", format!("{JSON}\"x\": \"{}\"}}", "\\u12\n\\".repeat(n / 4))),
        ("lists.toml", format!("{PY}x = {}\n", both("[", "", "]", n))),
        ("tables.toml", format!("{PY}x = {}\n", both("{a=", "1", "}", n))),
        ("headers.toml", format!("{PY}[{}a]\n", "a.".repeat(n))),
        ("dots.toml", format!("{PY}{}a = 1\n", "a.".repeat(n))),
        ("open.toml", format!("{PY}{}", "[\n".repeat(n))),
        ("same.toml", format!("{PY}{}", "[[a]]\nb = 1\n".repeat(n / 4))),
        // The parser keeps both readings: without a guard it takes gigabytes, and ends in a stack overflow.
        ("undecided.py", format!("{PY}{}", format!("{}\n", "/*".repeat(40)).repeat(n / 80))),
        ("undecided_small.py", format!("{PY}{}", format!("{}\n", "/*".repeat(40)).repeat(300))),
        ("undecided_blanks.py", format!("{PY}{}", "/    *    \n".repeat(n / 40))),
        ("undecided_below.py", format!("{PY}{}{}", "/*\n".repeat(140), rows("- ", n, "\\\n"))),
        ("undecided_inside.py", format!("{PY}({}{}", "/*\n".repeat(140), rows("- ", n, "\n"))),
        ("undecided_commas.py", format!("{PY}{}{}", "/*\n".repeat(140), rows("lambda x, y: ", n / 4, "\\\n"))),
        // The same within strings, which errors before them make code of for the parser.
        ("undecided_text.py", format!("{PY}x = \"\"\"{}\"\"\"\n", "/* - */\n".repeat(n / 8))),
        ("undecided_torn.py", format!("{PY})]) \"\"\"{}\"\"\" = (\n", "/* - */\n".repeat(n / 8))),
        ("undecided_texts.py", format!("{PY}{}", "not = ) \"/* - */\"\n".repeat(n / 20))),
        ("undecided_open.py", format!("{PY}{}", "- '/*\n".repeat(n / 6))),
        ("undecided_quotes.py", format!("{PY}f'{{'#'\"\"\"'}}' {} \"\"\"", "/* - */\n".repeat(n / 8))),
        // Each error is mended anew at every level that is still open: without a clock this takes many minutes.
        ("errors.py", format!("{PY}{}", "#a\nnot =".repeat(n / 10))),
        ("errors_apart.py", format!("{PY}{}", "#a\nnot =;".repeat(n / 10))),
        ("errors_in_depth.py", format!("{PY}{}{}", rows("not ", n, "\\\n"), "#a\nnot =".repeat(100))),
        ("errors_in_lambdas.py", format!("{PY}{}{}", rows("lambda x, y:", n / 8, "\\\n"), "#a\nnot =".repeat(100))),
        ("missing.py", format!("{PY}{}{}", ":=not print ".repeat(10), rows(":=~", n / 10, "#,\n"))),
        ("errors.ts", format!("{TS};{}", ")accessor -;+\n".repeat(n / 20))),
        ("errors_in_depth.js", format!("{TS};{}{}", rows("!", n, "\n"), "&+\n".repeat(1_000))),
        ("undecided.ts", format!("{TS};{}", "a<b,c>(d)\n".repeat(n / 10))),
        ("arrows.js", format!("{TS};{}", "(a,b)=>\n".repeat(n / 10))),
        ("cut.json", JSON.to_owned() + "\"x\": {\"y\": [1, \"z"),
    ]
}

#[test]
fn nests_do_no_harm() {
    let files = nests();
    for half in files.chunks(12) {
        let half: Vec<(&str, &[u8])> = half.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
        let run = checked(&half);
        for (name, _) in half {
            assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
        }
    }
}

/// Each by itself, in little memory: readings of what is undecided are many.
#[test]
fn what_is_undecided_takes_little_memory() {
    for (name, text) in nests().iter().filter(|(name, _)| name.starts_with("undecided")) {
        let dir = folder();
        fs::write(dir.path().join(name), text).unwrap();
        let run = check_within(1 << 20, dir.path(), &["--threads", "1"]);
        assert!(run.code() == 1 && run.rules(name).iter().any(|rule| rule == RETIRED), "{name}: {}", run.err);
    }
}

/// Numbers without order, the same in every run.
fn numbers() -> impl FnMut() -> u64 {
    let mut state = 0x2545_F491_4F6C_DD1D_u64;
    move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    }
}

/// A script that is not closed.
const SCRIPT: &str = "<script>\nmodel = 'gpt-4-32k'\n";

const SIGNS: &[u8] = b" \n\t\"'`[]{}()<>:;,.=+-*/#$%&|\\!?a1";

#[test]
fn random_bytes_do_no_harm() {
    let mut next = numbers();
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for extension in
        ["py", "ipynb", "ts", "tsx", "js", "vue", "svelte", "astro", "yaml", "json", "jsonl", "toml", "env"]
    {
        let bytes: Vec<u8> = (0..100_000).map(|_| (next() >> 32) as u8).collect();
        let punctuation: Vec<u8> = (0..100_000).map(|_| SIGNS[(next() >> 32) as usize % SIGNS.len()]).collect();
        let lead = match extension {
            "yaml" => YAML,
            "json" => JSON,
            "vue" | "svelte" | "astro" => SCRIPT,
            _ => PY,
        };
        // After the first bytes, so that they are no binary file.
        let late = |noise: &[u8]| [lead.as_bytes(), &b"#\n".repeat(4096), noise].concat();
        files.push((format!("bytes.{extension}"), bytes.clone()));
        files.push((format!("late.{extension}"), late(&bytes)));
        files.push((format!("signs.{extension}"), late(&punctuation)));
    }
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let run = checked(&files);
    let keeps =
        |name: &str| name.starts_with("late") && ![".env", ".ipynb", ".jsonl"].iter().any(|e| name.ends_with(e));
    for (name, _) in files.iter().filter(|(name, _)| keeps(name)) {
        assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
    }
}

#[test]
fn what_costs_the_parser_too_much_is_read_by_lines() {
    let mut next = numbers();
    let noise: String = (0..300_000).map(|_| char::from(SIGNS[(next() >> 32) as usize % SIGNS.len()])).collect();
    let files = [("noise.py", format!("{PY}{noise}")), ("noise.ts", format!("{TS}{noise}"))];
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let run = checked(&files);
    for (name, _) in &files {
        assert_eq!(run.rules(name), [TROUBLE, RETIRED], "{name}");
    }
    assert!(run.out.contains("too entangled for the parser"));
    // It is a matter of the file, not of the day: what was said once is said again, and the run is complete.
    assert_eq!((run.code(), &run.out), (1, &checked(&files).out));
}

#[test]
fn pages_of_styles_within_code_are_read_with_a_tree() {
    let rule = "/* a rule */ .row > a[title='x (y)'] { color: hsl(var(--text)); margin: -1px }\n";
    let (styles, code) = (rule.repeat(200), "def f(x):\n    return 1 * x if x else -x\n\n\n".repeat(300));
    let text = format!("{PY}st.markdown(\"\"\"<style>\n{styles}</style>\"\"\")\n{code}{PY}");
    let run = checked(&[("page.py", text.as_bytes())]);
    assert_eq!(run.rules("page.py"), [RETIRED, RETIRED], "{}", run.out);
}

#[test]
fn minified_code_is_read_without_a_tree() {
    let mut text = "function a(b,c){return b?c+\"x\":d(e,f)[g]}var h={i:1,j:[2,3]};".repeat(125_000);
    text += "var model=\"gpt-3.5-turbo-0301\";";
    let dir = folder();
    fs::write(dir.path().join("app.min.js"), &text).unwrap();
    let run = check(dir.path(), &["--max-file-size", "20MB"]);
    assert_eq!(run.rules("app.min.js"), [TROUBLE, RETIRED]);
    assert!(run.out.lines().all(|line| line.len() < 4_000), "the line is shown around the place alone");
    let small = check(dir.path(), &["--max-file-size", "1MB"]);
    assert!(small.of("app.min.js").is_empty() && small.err.contains("1 too large"), "{}", small.err);
    assert_eq!(small.of("ok.py").len(), 1);
}

#[test]
fn a_large_batch_is_told_in_one() {
    let line =
        r#"{"custom_id": "r", "url": "/v1/chat/completions", "body": {"model": "gpt-3.5-turbo-0301", "messages": []}}"#;
    let dir = folder();
    fs::write(dir.path().join("batch.jsonl"), format!("{line}\n").repeat(100_000)).unwrap();
    let run = check(dir.path(), &["--max-file-size", "100MB"]);
    assert_eq!(run.of("batch.jsonl"), ["1:70 retired-model"], "{}", run.err);
    assert!(run.out.contains("and on 99999 more lines"));
    let small = check(dir.path(), &["--max-file-size", "1MB"]);
    assert!(small.of("batch.jsonl").is_empty() && small.err.contains("1 too large"), "{}", small.err);
}

#[test]
fn what_is_read_without_a_tree_can_be_ignored() {
    let large =
        format!("{}{PY}", "x = 1\n".repeat(200_000)).replace("0301\"", "0301\"  # model-lint: ignore[retired-model]");
    let run = checked(&[("large.py", large.as_bytes()), ("large.ts", large.replace('#', "//").as_bytes())]);
    assert_eq!((run.rules("large.py"), run.rules("large.ts")), (vec![TROUBLE.to_owned()], vec![TROUBLE.to_owned()]));
}

#[test]
fn aliases_are_not_expanded() {
    let bomb = |last: usize| {
        let nine = |n: usize| vec![format!("*a{n}"); 9].join(",");
        let rows: String = (1..last).map(|n| format!("a{n}: &a{n} [{}]\n", nine(n - 1))).collect();
        format!("a0: &a0 [x,x,x,x,x,x,x,x,x]\n{rows}")
    };
    let merges: String =
        (1..40).map(|n| format!("m{n}: &m{n}\n  <<: [*m{0}, *m{0}, *m{0}]\n  k{n}: gpt-4\n", n - 1)).collect();
    let run = checked(&[
        ("bomb.yaml", format!("{}{YAML}", bomb(12)).as_bytes()),
        ("merges.yaml", format!("m0: &m0\n  model: gpt-4\n{merges}{YAML}").as_bytes()),
        ("circle.yaml", format!("a: &a\n  b: *a\n  <<: *a\n  model: *a\n{YAML}").as_bytes()),
    ]);
    for name in ["bomb.yaml", "merges.yaml", "circle.yaml"] {
        assert_eq!(run.rules(name).last().map(String::as_str), Some(RETIRED), "{name}");
    }
}

#[test]
fn names_that_lead_in_circles_end() {
    let client = "from openai import OpenAI\nclient = OpenAI()\n";
    let python = [
        "model = model\nclient.chat.completions.create(model=model)\n",
        "a = b\nb = c\nc = a\nclient.chat.completions.create(model=a)\n",
        "a = b + b\nb = a + a\nclient.chat.completions.create(model=f'{a}{b}')\n",
        "a.b = c.d\nc.d = a.b\nclient.chat.completions.create(model=a.b)\n",
        "class A(A):\n    model = A.model\n    def f(self):\n        self.x = self.x\n        return self.client.create(model=self.x)\n",
        "class A(B): pass\nclass B(A): pass\nclient.chat.completions.create(model=A().model)\n",
        "def f(x): return g(f(x)) or f(g(x))\ndef g(x): return f(g(x)) or g(f(x))\nclient.chat.completions.create(model=f(1))\n",
        "def f(name): f(name); client.chat.completions.create(model=name)\nf(f)\n",
        "d = {**d, **e}\ne = {**d, 'model': d['model']}\nclient.chat.completions.create(**d, **e)\n",
        "d = {'a': d}\nclient.chat.completions.create(model=d['a']['a']['a']['a'])\n",
        "for x in x: client.chat.completions.create(model=x)\n",
        "x, y = y, x\nclient.chat.completions.create(model=x)\n",
        "client = client.with_options(client)\nclient = client or client\nclient.chat.completions.create(model='gpt-4-32k')\n",
        "x = (lambda: x())\nclient.chat.completions.create(model=x())\n",
    ];
    let typescript = [
        "const a = `${a}${a}`; c.chat.completions.create({ model: a })\n",
        "const a = `${b}${b}`, b = `${a}${a}`; c.chat.completions.create({ model: `${a}${b}` })\n",
        "class A extends A { model = this.model; f() { c.chat.completions.create({ model: this.model }) } }\n",
        "const o = { ...o, model: o.model }; c.chat.completions.create({ ...o })\n",
        "const f = () => f(); c.chat.completions.create({ model: f() ?? f() })\n",
        "function f({ model = f({ model }) } = {}) { return c.chat.completions.create({ model }) }\nf(f)\n",
        "const { model } = { model }; c.chat.completions.create({ model })\n",
        "let x = x ? x : x || x ?? x; c.chat.completions.create({ model: x })\n",
    ];
    // Names that branch at every step: what is followed grows with the power of the depth.
    let branches: String = (0..60)
        .map(|n| {
            format!(
                "v{n} = v{0} + v{0} if x else v{0} or f{n}(v{0})\ndef f{n}(x): return f{0}(v{0}) or f{0}(x)\n",
                n + 1
            )
        })
        .collect();
    let mut files: Vec<(String, String)> = Vec::new();
    for (n, text) in python.iter().enumerate() {
        files.push((format!("p{n}.py"), format!("{client}{text}{PY}")));
    }
    for (n, text) in typescript.iter().enumerate() {
        files.push((format!("t{n}.ts"), format!("import OpenAI from 'openai'; const c = new OpenAI();\n{text}{TS}")));
    }
    files.push(("branches.py".to_owned(), format!("{client}{branches}client.chat.completions.create(model=v0)\n{PY}")));
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (name.as_str(), text.as_bytes())).collect();
    let started = Instant::now();
    let run = checked(&files);
    assert!(started.elapsed() < Duration::from_secs(20), "{:?}", started.elapsed());
    for (name, _) in files {
        assert!(run.rules(name).iter().any(|rule| rule == RETIRED), "{name} lost its model: {:?}", run.of(name));
    }
}

/// Each by itself: what they are to one another is another matter.
#[test]
fn large_files_end() {
    for (name, size, make) in inputs::KINDS {
        let dir = folder();
        fs::write(dir.path().join(name.replace('/', "_")), make(size / 20)).unwrap();
        let run = check(dir.path(), &[]);
        assert!(matches!(run.code(), 0 | 1), "{name}: {}", run.err);
    }
}

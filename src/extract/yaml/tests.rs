use proptest::prelude::*;

use super::*;
use crate::extract::settings::fake::{Fake, assert_sound, file, short};

fn read_as(path: &str, text: &str) -> Extraction {
    let file = file(path, text);
    let extraction = Yaml.summarise(&file, &Fake);
    assert_sound(&file, &extraction.references);
    extraction
}

fn check(text: &str, found: &[&str]) {
    check_as("config.yaml", text, found);
}

fn check_as(path: &str, text: &str, found: &[&str]) {
    assert_eq!(short(&read_as(path, text).references), found, "{text}");
}

#[test]
fn names_of_keys_judge() {
    for (text, found) in [
        ("model: zed-1", vec!["zed-1: model setting -"]),
        ("model: gtp-4o", vec!["gtp-4o: model setting -"]),
        ("model: 'zed-1'", vec!["zed-1: model setting -"]),
        ("model: \"zed\\u002d1\"", vec!["zed-1: model setting -"]),
        ("model: !!str zed-1", vec!["zed-1: model setting -"]),
        ("model: zed-1 # best\r\nother: x\r\n", vec!["zed-1: model setting -"]),
        ("model: |\n  zed-1\n", vec!["zed-1: model setting -"]),
        ("model: >-\n  zed-1\n", vec!["zed-1: model setting -"]),
        ("a:\n  b:\n  - defaultModel: zed-1", vec!["zed-1: a.b[].defaultModel setting -"]),
        ("{a: {model: zed-1}}", vec!["zed-1: a.model setting -"]),
        ("a: [{model: zed-1}]", vec!["zed-1: a[].model setting -"]),
        ("a: [model: zed-1]", vec!["zed-1: a[].model setting -"]),
        ("? model\n: zed-1", vec!["zed-1: model setting -"]),
        ("---\nmodel: zed-1\n---\nmodel: zed-2\n", vec!["zed-1: model setting -", "zed-2: model setting -"]),
        ("model: 4", vec![]),
        ("model: 4.1", vec![]),
        ("model: true", vec![]),
        ("model: null", vec![]),
        ("model: ~", vec![]),
        ("model:", vec![]),
        ("model: ''", vec![]),
        ("model: ./zed-1.gguf", vec![]),
        ("model: a sentence about the model zed-1", vec![]),
        ("search_engine: zed-1", vec!["zed-1: search_engine slot -"]),
        ("deployment: zed-1", vec!["zed-1: deployment key local key"]),
        ("deployment: mine", vec![]),
        ("other: zed-1", vec!["zed-1: other text -"]),
        ("other: mine", vec![]),
        ("description: uses zed-1 now", vec![]),
        ("# model: zed-1", vec![]),
        ("zed-1: {price: 3}", vec!["zed-1:  key -"]),
        ("a:\n  zed-1: x\n  'zed-2': y", vec!["zed-1: a key -", "zed-2: a key -"]),
        ("model: {name: zed-1, provider: acme}", vec!["zed-1: model.name setting acme settings"]),
        ("model: {id: zed-1, name: zed-one}", vec!["zed-1: model.id setting -", "zed-one: model.name text -"]),
        ("inputs: {model: {default: zed-1}}", vec!["zed-1: inputs.model.default setting -"]),
        ("params:\n- name: model\n  default: zed-1", vec!["zed-1: params[].default setting -"]),
        ("aliases:\n  fast: zed-1\n  slow: x", vec!["zed-1: aliases.fast slot -"]),
        ("my_models: {fast: zed-1}", vec!["zed-1: my_models.fast slot -"]),
        ("my_models: {name: zed-1}", vec!["zed-1: my_models.name text -"]),
        ("url: https://api.acme.example/models/zed-1:go", vec!["zed-1: url http acme host"]),
    ] {
        check(text, &found);
    }
}

#[test]
fn templates_are_never_judged_and_defaults_are() {
    for (value, found) in [
        ("${MODEL:-zed-1}", Some("zed-1")),
        ("'${MODEL:-zed-1}'", Some("zed-1")),
        ("${MODEL-zed-1}", Some("zed-1")),
        ("acme/${MODEL:-zed-1}", Some("acme/zed-1")),
        ("${{ vars.MODEL || 'zed-1' }}", Some("zed-1")),
        ("${MODEL}", None),
        ("$MODEL", None),
        ("${{ vars.MODEL }}", None),
        ("'{{ model }}'", None),
        ("{{ .Values.model }}", None),
        ("'{{ .Values.model | default \"zed-1\" }}'", Some("zed-1")),
        ("os.environ/MODEL", None),
        ("!ENV '${MODEL:zed-1}'", None),
        ("!env_var zed-1", None),
        ("!Ref zed-1", None),
        ("<zed-1>", None),
        ("zed-{size}", None),
    ] {
        let found: Vec<String> = found.map(|v| format!("{v}: model setting -")).into_iter().collect();
        assert_eq!(short(&read_as("c.yaml", &format!("model: {value}\n")).references), found, "{value}");
    }
}

#[test]
fn variables_have_three_forms() {
    let found = ["zed-1: ACME_MODEL setting acme key"];
    for text in [
        "environment:\n  ACME_MODEL: zed-1",
        "environment:\n  - ACME_MODEL=zed-1",
        "environment:\n  - 'ACME_MODEL=zed-1'",
        "environment: [ACME_MODEL=zed-1]",
        "env:\n- name: ACME_MODEL\n  value: zed-1",
        "env:\n- {name: ACME_MODEL, value: 'zed-1'}",
        "env:\n- value: zed-1\n  name: ACME_MODEL",
        "jobs:\n  a:\n    steps:\n    - env:\n        ACME_MODEL: zed-1",
        "ACME_MODEL: zed-1",
        "data:\n  ACME_MODEL: zed-1",
        "environment:\n  - ACME_MODEL=${ACME_MODEL:-zed-1}",
        "environment:\n  ACME_MODEL: ${ACME_MODEL:-zed-1}",
        "args:\n  ACME_MODEL: zed-1",
    ] {
        check(text, &found);
    }
    for (text, found) in [
        ("environment:\n- ACME_MODEL=${ACME_MODEL}", vec![]),
        ("environment:\n- ACME_MODEL", vec![]),
        ("environment:\n- ACME_DEPLOYMENT=zed-1", vec!["zed-1: ACME_DEPLOYMENT key local key"]),
        ("env:\n- {name: ACME_MODEL, valueFrom: {key: zed-1}}", vec!["zed-1: env[].valueFrom.key text -"]),
        ("env: {PREFERRED: zed-1}", vec!["zed-1: PREFERRED slot -"]),
        (
            "env: {ACME_MODELS: 'zed-1,zed-2'}",
            vec!["zed-1: ACME_MODELS choice acme key", "zed-2: ACME_MODELS choice acme key"],
        ),
        (
            "environment:\n- ACME_MODELS=zed-1,zed-2",
            vec!["zed-1: ACME_MODELS choice acme key", "zed-2: ACME_MODELS choice acme key"],
        ),
    ] {
        check(text, &found);
    }
}

#[test]
fn paths_come_before_names() {
    check(
        "model_list:\n- model_name: zed-1\n  lite_params: {model: acme/zed-2, input_cost_per_token: 1, price: 2}\n",
        &["zed-1: model_list[].model_name key -", "acme/zed-2: model_list[].lite_params.model setting -"],
    );
    check_as(
        "promptzed.yaml",
        "providers:\n- acme:zed-1\n- id: acme:zed-2\n",
        &["acme:zed-1: providers[] setting -", "acme:zed-2: providers[].id setting -"],
    );
    check_as("a/b/settings.yml", "- name: zed-1\n  x: y\n", &["zed-1: [].name key -"]);
}

#[test]
fn lists_are_choices_or_classify() {
    for (text, found) in [
        ("models: [zed-1, gpt]", vec!["zed-1: models[] choice -", "gpt: models[] choice -"]),
        ("models:\n- zed-1\n", vec!["zed-1: models[] choice -"]),
        ("model: [zed-1]", vec!["zed-1: model[] choice -"]),
        ("chat_models: [zed-1]", vec!["zed-1: chat_models[] choice -"]),
        ("vision: [zed-1]", vec!["zed-1: vision[] key -"]),
        ("- zed-1", vec!["zed-1: [] key -"]),
        ("vision: [some]", vec![]),
    ] {
        check(text, &found);
    }
}

#[test]
fn rows_of_tables_are_silent() {
    let row = |keys: &str| format!("- {{model: zed-1, {keys}}}\n");
    for (text, context) in [
        (row("context_window: 8, price: 3"), "key"),
        (row("contextWindow: 8, label: x"), "key"),
        (row("input_cost_per_token: 1, output_cost_per_token: 2"), "key"),
        (row("label: x, description: y"), "key"),
        (row("score: 71.2, released: 2023-03-14"), "key"),
        (row("test_cases: 133, pass_rate_1: 46.6"), "key"),
        (row("score: 0.5"), "setting"),
        (row("max_tokens: 8, title: y"), "key"),
        (row("price: 3").repeat(6), "key"),
        (row("price: 3"), "setting"),
        (row("max_tokens: 8, temperature: 0"), "setting"),
        (row("max_tokens: 8, description: y, temperature: 0"), "setting"),
        (row("name: x").repeat(9), "setting"),
        (row("max_tokens: 8"), "setting"),
    ] {
        let found = read_as("c.yaml", &text).references;
        assert!(found.iter().all(|one| one.uses[0].context.name() == context), "{text}");
        assert!(!found.is_empty());
    }
    check("- {model: nothing, price: 3, label: x}", &[]);
}

#[test]
fn what_describes_or_records_is_silent() {
    for text in [
        "openapi: 3.0.0\npaths: {x: {model: zed-1}}",
        "swagger: '2.0'\ndefinitions: {a: {model: {default: zed-1}}}",
        "interactions:\n- request: {body: {model: zed-1}}",
        "http_interactions:\n- request: {body: {string: zed-1}}",
        "example: {model: zed-1}",
        "a: {examples: [{model: zed-1}]}",
        "tests:\n- assert:\n  - {type: equals, value: zed-1}",
        "tests: [{expected: zed-1}]",
    ] {
        let found = read_as("c.yaml", text).references;
        assert_eq!(found.len(), 1, "{text}");
        assert!(found[0].uses[0].context.is_silent(), "{text}");
    }
    check("openapi: 3.0.0\nx: {model: other}", &[]);
    check("interactions:\n- request:\n    body: '{\"model\": \"zed-1\"}'\n", &[]);
    check("a: {interactions: {model: zed-1}}", &["zed-1: a.interactions.model setting -"]);
}

#[test]
fn neighbours_tell_the_platform() {
    for (text, platform) in [
        ("provider: acme\nmodel: m", "acme settings"),
        ("model: m\nprovider: Acme", "acme settings"),
        ("llm: {provider: acme, config: {model: m}}", "acme settings"),
        ("llms:\n- provider: acme\n  model: m\n- provider: borg", "acme settings"),
        ("provider: plugins/acme/acme\nmodel: m", "acme settings"),
        ("provider: generators.chat.acme\nmodel: m", "acme settings"),
        ("provider: nobody\nmodel: m", "-"),
        ("provider: acme\nbase_url: http://localhost:8000\nmodel: m", "? host"),
        ("api_base: https://gateway.example/v1\nmodel: m", "? host"),
        ("api_base: ${BASE:-http://localhost:1}\nmodel: m", "? host"),
        ("api_base: https://api.acme.example/v1\nmodel: m", "acme settings"),
        ("provider: acme\napi_base: https://api.borg.example/v1\nmodel: m", "borg settings"),
        ("api_base: ''\nmodel: m", "-"),
        ("endpoint: http://localhost:1\nmodel: m", "? host"),
        ("endpoint: acme\nmodel: m", "-"),
        ("deployment: x\nmodel: m", "local settings"),
        ("deployment: x\nparams: {model: m}", "-"),
        ("model: m\nconfig: {api_base: http://localhost:1}", "? host"),
        ("model: m\nother: {api_base: http://localhost:1}", "-"),
        ("api_base: http://localhost:1\nmodels_in_use:\n- {model: m}", "? host"),
        ("provider: acme\na: {b: {c: {model: m}}}", "-"),
        ("provider: &p acme\nx: {provider: *p, model: m}", "acme settings"),
        ("d: &d {provider: acme}\nx: {<<: *d, model: m}", "acme settings"),
        ("d: &d {provider: acme}\nx: {<<: *d, provider: borg, model: m}", "borg settings"),
        ("provider: borg\nenv: {LLM_PROVIDER: acme, LLM_MODEL: m}", "acme settings"),
        ("env: {ACME_BASE_URL: 'http://localhost:1', ACME_MODEL: m}", "? settings"),
        ("env: [ACME_BASE_URL=http://localhost:1, ACME_MODEL=m]", "? settings"),
        ("env:\n- {name: ACME_BASE_URL, value: 'http://localhost:1'}\n- {name: ACME_MODEL, value: m}", "? settings"),
        ("a: {env: {ACME_BASE_URL: 'http://localhost:1'}}\nb: {env: {ACME_MODEL: m}}", "acme key"),
        ("provider: acme\nembedding_model: m", "acme settings"),
        ("embedding_provider: acme\nmodel: m", "-"),
    ] {
        let read = read_as("c.yaml", text);
        let model = read.references.iter().find(|r| r.value.text == "m").expect(text);
        assert_eq!(crate::extract::settings::fake::platform(model.uses[0].platform), platform, "{text}");
    }
}

#[test]
fn base_urls_of_variables_are_switches() {
    let read = read_as(
        "compose.yml",
        "a:\n  environment:\n    ACME_BASE_URL: http://localhost:1\n    B: c\nbase_url: http://x.example\n",
    );
    assert_eq!(read.switches.len(), 1);
    assert_eq!(read.switches[0].url, "http://localhost:1");
}

#[test]
fn anchors_are_used_where_aliases_stand() {
    for (text, found) in [
        ("x: &m zed-1\nmodel: *m", vec!["zed-1: x text - + model setting -"]),
        ("x: &m gtp-4o\nmodel: *m", vec!["gtp-4o: model setting -"]),
        ("model: &m zed-1\nenv: {ACME_MODEL: *m}", vec!["zed-1: model setting - + ACME_MODEL setting acme key"]),
        ("model: *m", vec![]),
        ("x: &m zed-1\n---\nmodel: *m", vec!["zed-1: x text -"]),
        ("model: &m zed-1\nother: *m", vec!["zed-1: model setting -"]),
        (
            "d: &d {model: zed-1}\nx:\n  <<: *d\n  api_base: http://localhost:1",
            vec!["zed-1: d.model setting - + x.model setting ? host"],
        ),
        (
            "d: &d {model: zed-1}\nx: {<<: *d, model: zed-2}",
            vec!["zed-1: d.model setting -", "zed-2: x.model setting -"],
        ),
        ("d: &d {model: zed-1}\ne: &e {a: b}\nx: {<<: [*e, *d]}", vec!["zed-1: d.model setting - + x.model setting -"]),
        (
            "x-env: &env {ACME_MODEL: zed-1}\nservices: {a: {environment: {<<: *env}}}",
            vec!["zed-1: ACME_MODEL setting acme key + ACME_MODEL setting acme key"],
        ),
        ("model: &m !secret zed-1\nother_model: *m", vec![]),
    ] {
        check(text, &found);
    }
}

#[test]
fn commands_are_read() {
    for (text, found) in [
        ("run: |\n  export ACME_MODEL=zed-1\n  go", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("run: ACME_MODEL=zed-1 go", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("run: |\n  ACME_MODEL='zed-1' go", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("run: |\n  docker run -e ACME_MODEL=zed-1 x", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("run: |\n  echo \"ACME_MODEL=zed-1\" >> $ENV", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("run: |\n  go --model zed-1", vec!["zed-1: --model slot -"]),
        ("run: go --model=zed-1 --x", vec!["zed-1: --model slot -"]),
        ("run: go --model \"zed-1\"", vec!["zed-1: --model slot -"]),
        ("script:\n- go --model zed-1", vec!["zed-1: --model slot -"]),
        ("command: [go, --model, zed-1]", vec!["zed-1: --model slot -"]),
        ("command:\n- go\n- --model=zed-1", vec!["zed-1: --model slot -"]),
        ("with:\n  tool_args: |\n    --model zed-1\n", vec!["zed-1: --model slot -"]),
        ("run: |\n  # go --model zed-1", vec![]),
        ("run: go --model $MODEL", vec![]),
        ("run: go --model ${{ inputs.model }}", vec![]),
        ("run: go --deployment zed-1", vec![]),
        ("run: go zed-1", vec![]),
        ("run: go --model", vec![]),
        (
            "run: |\n  curl https://api.acme.example/v1/chat -d '{\"model\": \"zed-1\"}'",
            vec!["zed-1: model http acme host"],
        ),
        (
            "run: |\n  curl https://api.acme.example/v1/chat -d '{\n    \"model\": \"zed-1\"}'\n  curl http://x.example/v1/chat -d '{\"model\": \"zed-2\"}'",
            vec!["zed-1: model http acme host", "zed-2: model http ? host"],
        ),
        (
            "run: |\n  # don't\n  curl -d '{\"model\": \"zed-1\"}' \\\n    https://api.acme.example/v1/chat\n  curl http://x.example/v1/chat",
            vec!["zed-1: model http acme host"],
        ),
        ("run: |\n  curl $URL -d '{\"model\": \"zed-1\"}'", vec!["zed-1: model slot -"]),
        ("run: curl https://api.acme.example/models/zed-1:go", vec!["zed-1: url http acme host"]),
        ("params: '{\"model\": \"zed-1\"}'", vec!["zed-1: model slot -"]),
        ("data:\n  app.env: |\n    ACME_MODEL=zed-1\n    x=y\n", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("data:\n  app.yaml: |\n    llm:\n      model: zed-1\n", vec!["zed-1: llm.model setting -"]),
        ("prompt: |\n  say --model zed-1\n", vec![]),
    ] {
        check(text, &found);
    }
}

#[test]
fn templates_of_charts_are_masked() {
    let chart = "spec:\n  env:\n  {{- if .Values.x }}\n  - name: ACME_MODEL\n    value: zed-1\n  {{- end }}\n  model: {{ .Values.model }}\n  x: {{ .a }}-b\n";
    let read = read_as("deployment.yaml", chart);
    assert_eq!(short(&read.references), ["zed-1: ACME_MODEL setting acme key"]);
    assert_eq!((read.references[0].value.seen, read.trouble), (Seen::ErrorRegion, None));
}

#[test]
fn errors_widen_the_search() {
    for (text, found) in [
        ("a: b\n\tc: d\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("a: b\nc: \"open\nd: e\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("a: b\nmodel: \"zed-1\nd: e\n", vec!["zed-1: model setting -"]),
        ("a: @x\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("a: b: c\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("x: {y: z\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("a: b\n c: d\nenv:\n- name: ACME_MODEL\n  value: zed-1\n", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("openapi: 3\na: b: c\nmodel: zed-1\n", vec!["zed-1: model text -"]),
        ("{{- if x }}\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
        ("{{ x\nmodel: zed-1\n", vec!["zed-1: model setting -"]),
    ] {
        check(text, &found);
    }
}

#[test]
fn what_no_parser_can_read_is_read_by_lines() {
    let tail = "\nmodel: zed-1\n";
    for (text, trouble) in [
        ("- ".repeat(254) + "a" + tail, Trouble::TooDeep),
        ("k: v\n".repeat(40_000) + tail, Trouble::TooLong),
        ("k: v\r\n".repeat(20_000) + tail, Trouble::TooLong),
        ("[".repeat(100_000) + tail, Trouble::TooDeep),
        (format!("{}a: \0{tail}", "#\n".repeat(5_000)), Trouble::SyntaxErrors),
        (format!("a: {}{tail}", "x".repeat(2 << 20)), Trouble::TooLong),
    ] {
        let read = read_as("c.yaml", &text);
        assert_eq!(read.trouble, Some(trouble));
        assert_eq!(short(&read.references), ["zed-1: model setting -"]);
        assert_eq!(read.references[0].value.seen, Seen::Fallback);
    }
}

#[test]
fn depths_that_the_guard_allows_are_safe() {
    let stairs =
        |levels: usize, line: &str| -> String { (0..levels).map(|n| line.replace('@', &"  ".repeat(n))).collect() };
    for text in [
        "- ".repeat(127) + "a",
        "? ".repeat(127) + "a",
        "- ? ".repeat(63) + "a",
        stairs(127, "@a:\n"),
        stairs(63, "@a:\n@- b:\n"),
        stairs(40, "@- ? a:\n"),
        stairs(60, "@a: |\n"),
        stairs(120, "@a:\n") + ":\t- - - -\n\t| | | |" + &"- ".repeat(500),
        stairs(120, "@a: {\n") + &"| ".repeat(500),
        stairs(120, "@a:\n") + "\"\n" + &"- x\n\tx | y\n".repeat(400),
        stairs(120, "@a:\n") + "@\n" + &"- - - - - ? : | y\n".repeat(400),
    ] {
        read_as("c.yaml", &text);
    }
}

#[test]
fn bombs_end() {
    // Each of them takes minutes to hours where its cost grows faster than its text.
    let mut aliases = "a0: &a0 {model: zed-1}\n".to_owned();
    for n in 1..400 {
        let before = n - 1;
        aliases += &format!(
            "a{n}: &a{n} {{{0}<<: [{1}*a{before}], model: &m{n} zed-{n}}}\n",
            "",
            format!("*a{before}, ").repeat(8)
        );
    }
    let merges = format!("d: &d\n{}{}", "  model: zed-1\n".repeat(3_000), "x: {<<: *d}\n".repeat(3_000));
    let items = format!("models: [{}]", "zed-1,".repeat(60_000));
    let keys = "a: zed-1\nmodel: zed-2\nprovider: acme\n".repeat(8_000);
    let seqs = format!("{}zed-1{}", "[".repeat(900), "]".repeat(900));
    let flows = format!("{}{}", "{a: ".repeat(400), "model: zed-1".to_owned() + &"}".repeat(400));
    for text in [aliases, merges, items, keys, seqs, flows] {
        let read = read_as("c.yaml", &text);
        assert!(read.trouble.is_some() || !read.references.is_empty(), "{} is lost", &text[..40]);
    }
}

#[test]
fn comments_reach_the_linter() {
    let read = read_as(
        "c.yaml",
        "# model-lint: ignore-file[x]\nmodel: zed-1 # model-lint: ignore[y]\nrun: |\n  # model-lint: z\na: \"b # model-lint: c\"\nd: '\n  # model-lint: e\n  '\n",
    );
    let found: Vec<_> = read.comments.iter().map(|c| (c.text.as_str(), c.alone)).collect();
    assert_eq!(
        found,
        [("model-lint: ignore-file[x]", true), ("model-lint: ignore[y]", false), ("model-lint: z", true)]
    );
}

#[test]
fn spans_lie_on_the_value() {
    let text = "# ñ\nmodel: 'zed-1'\nother_model: \"${X:-zed-2}\"\n";
    let read = read_as("c.yaml", text);
    let values: Vec<_> = read.references.iter().map(|r| &text[r.value.span.range()]).collect();
    let places: Vec<_> = read.references.iter().map(|r| &text[r.uses[0].span.range()]).collect();
    assert_eq!(values, ["zed-1", "zed-2"]);
    assert_eq!(places, ["model", "other_model"]);
}

fn part() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec![
        "model",
        ": ",
        ":",
        "zed-1",
        "\"",
        "'",
        "\\",
        "\\u00e9",
        "\n",
        "\r\n",
        "  ",
        "    ",
        "- ",
        "? ",
        "{",
        "}",
        "[",
        "]",
        ", ",
        "&a ",
        "*a",
        "<<: *a",
        "!x ",
        "|",
        "|\n",
        ">\n",
        "#",
        " # ",
        "---\n",
        "...\n",
        "\t",
        "{{ if }}",
        "${A:-",
        "ñ",
        "ACME_MODEL",
        "ACME_MODEL=",
        "run",
        "env",
        "name",
        "value",
        "--model ",
        "provider: acme\n",
        "openapi: 3\n",
        "%",
        "@",
        "`",
        "\u{feff}",
        "\u{85}",
        "data:\n",
        "base_url: http://x\n",
    ])
}

proptest! {
    #[test]
    fn any_bytes_are_read_soundly(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(file) = SourceFile::new("c.yaml", bytes) {
            assert_sound(&file, &Yaml.summarise(&file, &Fake).references);
        }
    }

    #[test]
    fn likely_text_is_read_soundly(parts in proptest::collection::vec(part(), 0..60)) {
        read_as("c.yaml", &parts.concat());
    }

    #[test]
    fn text_with_broken_bytes_is_read_soundly(
        parts in proptest::collection::vec(part(), 0..40), at in any::<prop::sample::Index>(), byte in 1u8..
    ) {
        let mut bytes = parts.concat().into_bytes();
        if !bytes.is_empty() {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(file) = SourceFile::new("c.yaml", bytes) {
            assert_sound(&file, &Yaml.summarise(&file, &Fake).references);
        }
    }
}

#[test]
fn what_real_files_taught() {
    for (text, found) in [
        ("llm:\n  api_key: YOUR_zed-1_KEY", vec!["YOUR_zed-1_KEY: llm.api_key text -"]),
        (
            "environment:\n  name: release\n  url: https://x.example/p/zed-engineer",
            vec!["https://x.example/p/zed-engineer: url text -"],
        ),
        ("- model: zed-1\n  command: go --model zed-1\n  total_cost: 3\n  title: x", vec!["zed-1: [].model key -"]),
    ] {
        check(text, &found);
    }
    let chart = "metadata:\n  labels: {{- include \"x\" . | nindent 4 }}\n    a: b\n  model: zed-1\n";
    assert_eq!(read_as("c.yaml", chart).trouble, None);
}

//! Every way in which a rules file can be wrong: bundled or a user's, the same words at the same line.

use super::*;
use crate::catalog::Catalog;

/// Words that the files below use; the bundled rules have them too.
const WORDS: &str = "
kinds:
  - {name: chat, class: text, title: a chat model}
endpoints:
  - {name: chat.completions, title: Chat Completions}
parameters: [temperature, max_tokens]
routes:
  - {framework: litellm, separator: /, prefixes: []}
";

const HEAD: &str = "provider: {key: acme, title: Acme, compared: 2026-11-23, stems: [acme-]}\n";

fn source(name: &str, text: &str) -> Source {
    Source { name: name.to_owned(), text: text.to_owned() }
}

fn told(errors: Vec<RulesError>) -> Vec<String> {
    errors.iter().map(ToString::to_string).collect()
}

fn as_bundled(text: &str) -> Result<(), Vec<String>> {
    compile(vec![source("words.yaml", WORDS), source("acme.yaml", text)], None).map(drop).map_err(told)
}

fn as_overlay(text: &str) -> Result<(), Vec<String>> {
    Catalog::extended(vec![source("acme.yaml", text)]).map(drop).map_err(told)
}

/// The text is wrong, at this line and in these words, wherever it stands.
#[track_caller]
fn wrong(text: &str, expected: &[&str]) {
    // What is known differs.
    let start = |errors: Vec<String>| -> Vec<String> {
        errors.iter().map(|e| e.split("known are ").next().unwrap_or_default().trim_end().to_owned()).collect()
    };
    let expected: Vec<String> = expected.iter().map(|e| format!("acme.yaml:{e}")).collect();
    assert_eq!(start(as_bundled(text).expect_err(text)), expected, "bundled:\n{text}");
    assert_eq!(start(as_overlay(text).expect_err(text)), expected, "overlay:\n{text}");
}

/// The same for a model of the provider of [`HEAD`]; the model begins on line 3.
#[track_caller]
fn wrong_model(entry: &str, expected: &[&str]) {
    wrong(&format!("{HEAD}models:\n  - id: acme-1\n    kind: chat\n{entry}"), expected);
}

#[test]
fn what_is_right_passes() {
    let text = format!(
        "{HEAD}defaults: {{source: https://acme.example/models}}\nfamilies:\n  - {{stem: acme-1}}\nmodels:\n  \
         - id: acme-1\n    kind: chat\n    endpoints: [chat.completions]\n    released: 2024-01-01\n    \
         announced: 2024-02-01\n    shutdown: 2024-03-01\n    replacement: [acme-2]\n  - {{id: acme-2, kind: chat}}\n"
    );
    assert_eq!(as_bundled(&text), Ok(()));
    assert_eq!(as_overlay(&text), Ok(()));
}

#[test]
fn broken_yaml() {
    let tab = "2: YAML is indented with blanks, not with tabs: \
               found character that cannot start any token, while scanning for the next token";
    wrong("models:\n\t- id: a\n", &[tab]);
    wrong("models: 3\n", &["1: `models` takes a list, not integer `3`"]);
    wrong("- a\n", &["1: a rules file takes keys with values, not sequence"]);
    assert!(as_overlay("models: [{id: a\n").expect_err("a bracket")[0].contains(": this is no YAML: "));
}

#[test]
fn keys_that_nobody_knows() {
    wrong("modles:\n  - id: acme-1\n", &["1: unknown key `modles`: did you mean `models`?"]);
    wrong_model(
        "    shutdwon: 2024-01-01\n",
        &["5: unknown key `shutdwon` in `models`, entry `acme-1`: did you mean `shutdown`?"],
    );
    wrong_model(
        "    points_to: acme-2\n",
        &["5: unknown key `points_to` in `models`, entry `acme-1`: did you mean `points-to`?"],
    );
    wrong("provider: {kee: acme}\n", &["1: unknown key `kee` in `provider`: did you mean `key`?"]);
    wrong(
        "keys:\n  - place: environment\n    names: [ACME_MODEL]\n    rule: model\n",
        &["4: unknown key `rule` in `keys`, entry `[ACME_MODEL]`: did you mean `role`?"],
    );
}

#[test]
fn keys_that_are_missing_or_stand_twice() {
    wrong(&format!("{HEAD}models:\n  - id: acme-1\n"), &["3: `kind` is missing in `models`, entry `acme-1`"]);
    wrong_model("    id: acme-2\n", &["3: `id` stands twice in `models`, entry `acme-1`"]);
}

#[test]
fn values_of_the_wrong_kind() {
    wrong_model(
        "    endpoints: chat.completions\n",
        &["5: `endpoints` takes a list, not string \"chat.completions\" in `models`, entry `acme-1`"],
    );
    wrong_model(
        "    context: many\n",
        &["5: `context` takes a whole number that is not negative, not string \"many\" in `models`, entry `acme-1`"],
    );
    wrong_model(
        "    confidence: oficial\n",
        &["5: `confidence` cannot be `oficial` in `models`, entry `acme-1`: did you mean `official`?"],
    );
    wrong_model(
        "    legacy: perhaps\n",
        &["5: `legacy` takes true or false, not string \"perhaps\" in `models`, entry `acme-1`"],
    );
}

#[test]
fn days_that_are_none() {
    wrong_model("    released: 2024-02-30\n", &["5: `released` cannot be `2024-02-30`: there is no such day"]);
    wrong_model(
        "    announced: 1 May 2024\n",
        &["5: `announced` cannot be `1 May 2024`: a day has the form YYYY-MM-DD"],
    );
    wrong_model("    shutdown: 2024-5-1\n", &["5: `shutdown` cannot be `2024-5-1`: a day has the form YYYY-MM-DD"]);
    wrong_model("    not-before: soon\n", &["5: `not-before` cannot be `soon`: a day has the form YYYY-MM-DD"]);
    wrong(
        "provider: {key: acme, title: Acme, compared: today}\n",
        &["1: `compared` cannot be `today`: a day has the form YYYY-MM-DD"],
    );
}

#[test]
fn days_out_of_order() {
    let source = "    source: https://acme.example\n";
    wrong_model(
        &format!("    released: 2024-05-01\n    shutdown: 2024-04-01\n{source}"),
        &["6: `acme-1` was shut down before it was released: 2024-04-01 is before 2024-05-01"],
    );
    wrong_model(
        &format!("    announced: 2024-05-01\n    shutdown: 2024-04-01\n{source}"),
        &["6: `acme-1` was shut down before that was announced: 2024-04-01 is before 2024-05-01"],
    );
    wrong_model(
        &format!("    announced: 2024-04-01\n    released: 2024-05-01\n{source}"),
        &["5: `acme-1` was announced before it was released: 2024-04-01 is before 2024-05-01"],
    );
    wrong_model(
        &format!("    shutdown: 2024-04-01\n    gone: true\n{source}"),
        &["6: `acme-1` is `gone` and has a shutdown day: keep the day"],
    );
    wrong_model(
        &format!("    shutdown: 2024-04-01\n    other-shutdowns: [2024-04-02, 2024-04-03, 2024-04-04]\n{source}"),
        &["6: `other-shutdowns` takes two days at most, not 3"],
    );
}

#[test]
fn days_without_a_source() {
    for key in ["shutdown", "not-before", "announced"] {
        wrong_model(
            &format!("    {key}: 2024-04-01\n"),
            &[&format!("5: `{key}` of `acme-1` needs a `source`, here or in `defaults`")],
        );
    }
    wrong(
        &format!("{HEAD}families:\n  - stem: acme-1\n    closed: 2024-01-01\n"),
        &["4: the family `acme-1` is closed without a `source`"],
    );
    wrong(
        "endpoints:\n  - name: acme.chat\n    title: Chat\n    ended:\n      - {shutdown: 2024-01-01, source: ''}\n\
         provider: {key: acme, title: Acme}\n",
        &["5: the shutdown 2024-01-01 needs a `source`"],
    );
}

#[test]
fn names_that_nobody_knows() {
    wrong(
        &format!("{HEAD}models:\n  - id: acme-1\n    kind: caht\n"),
        &["4: unknown kind `caht`: did you mean `chat`?"],
    );
    wrong_model(
        "    endpoints: [chat.completion]\n",
        &["5: unknown endpoint `chat.completion`: did you mean `chat.completions`?"],
    );
    wrong_model("    endpoints: [zzz]\n", &["5: unknown endpoint `zzz`:"]);
    wrong(
        "hosts:\n  - hosts: [llm.acme.example]\n    provider: acmee\nother-providers:\n  - {key: acme, title: Acme}\n",
        &["3: unknown provider `acmee`: did you mean `acme`?"],
    );
    wrong(
        "keys:\n  - {place: environment, names: [ACME_MODEL], framework: litelm}\n",
        &["2: unknown framework `litelm`: did you mean `litellm`?"],
    );
    wrong(
        &format!(
            "{HEAD}models:\n  - {{id: acme-1, kind: chat}}\nparameter-rules:\n  - models: [acme-1]\n    parameter: temprature\n    source: x\n"
        ),
        &["6: unknown parameter `temprature`: did you mean `temperature`?"],
    );
    wrong(
        &format!(
            "{HEAD}models:\n  - {{id: acme-1, kind: chat}}\nparameter-rules:\n  - models: [acme-11]\n    parameter: temperature\n    source: x\n"
        ),
        &["5: `acme-11` is no model of `acme`: did you mean `acme-1`?"],
    );
}

#[test]
fn entries_that_do_not_exist() {
    wrong_model(
        "    points-to: acme-2\n",
        &["5: `acme-1` points to `acme-2`, which does not exist: did you mean `acme-1`?"],
    );
    wrong_model("    redirects-to: other\n", &["5: `acme-1` redirects to `other`, which does not exist"]);
    wrong_model("    replacement: [other]\n", &["5: the replacement `other` of `acme-1` does not exist"]);
    wrong_model("    points-to: acme-1\n", &["5: `points-to` of `acme-1` is `acme-1` itself"]);
}

#[test]
fn what_stands_twice() {
    wrong_model("  - id: acme-1\n    kind: chat\n", &["5: `acme-1` stands twice in `acme`"]);
    wrong(
        &format!("{HEAD}families:\n  - {{stem: acme-1}}\n  - {{stem: acme-1}}\n"),
        &["4: the family `acme-1` stands twice"],
    );
    wrong(
        "kinds:\n  - {name: a, class: a, title: a}\n  - {name: a, class: a, title: a}\n",
        &["3: kind `a` stands twice"],
    );
    wrong("endpoints:\n  - {name: a, title: a}\n  - {name: a, title: a}\n", &["3: endpoint `a` stands twice"]);
    wrong(&format!("{HEAD}other-providers:\n  - {{key: acme, title: Acme}}\n"), &["3: provider `acme` stands twice"]);
    wrong(
        "routes:\n  - {framework: a, separator: /}\n  - {framework: a, separator: /}\n",
        &["3: the framework `a` stands twice"],
    );
}

#[test]
fn what_has_no_effect() {
    wrong(
        "models:\n  - {id: acme-1, kind: chat}\n",
        &["1: `models`, `families` and `parameter-rules` need a `provider:` in their file"],
    );
    wrong(
        "provider: {key: acme, title: Acme, stems: [other-]}\nmodels:\n  - id: acme-1\n    kind: chat\n",
        &["3: no stem of `acme` occurs in `acme-1`, so no file would be read for it: \
           add a stem to `provider.stems`, or list the ID in `plain-words`"],
    );
    wrong(
        "provider: {key: acme, title: Acme}\nfamilies:\n  - {stem: a, closed: 2024-01-01, source: x}\n",
        &["3: a closed family needs `compared` of `acme`: what came after the last comparison is never wrong"],
    );
    wrong("provider: {key: acme}\n", &["1: the provider `acme` needs a `title`, for messages"]);
    wrong("routes:\n  - {framework: a}\n", &["2: the framework `a` needs a `separator`"]);
    wrong(
        "call-sites:\n  - callees: [ask]\n    model: [model]\n",
        &["2: the call site `ask` needs a `language`, here or in `call-site-defaults`"],
    );
    wrong(
        "endpoints:\n  - name: a\n    title: A\n    paths: [{path: v1}]\n",
        &["4: the path `v1` must start with `/`"],
    );
}

/// A parameter rule of the model `acme-1`; the rule begins on line 4.
#[track_caller]
fn wrong_rule(rule: &str, expected: &[&str]) {
    let head = format!("{HEAD}models:\n  - {{id: acme-1, kind: chat}}\nparameter-rules:\n  - models: [acme-1]\n");
    wrong(&format!("{head}    parameter: temperature\n{rule}"), expected);
}

#[test]
fn rules_that_could_never_hold() {
    let source = "    source: x\n";
    wrong_rule(
        &format!("    at-least: 2\n    at-most: 1\n{source}"),
        &["8: `temperature` takes no number at all: 2 is more than 1"],
    );
    wrong_rule("    source: ''\n", &["7: the rule about `temperature` needs a `source`"]);
    wrong_rule(
        &format!("    values: [a]\n    only: [b]\n{source}"),
        &["6: `temperature` takes one of `values`, `only` with a range, and `below`"],
    );
    wrong_rule(
        &format!("    beside: {{parameter: max_tokens, is: equal}}\n{source}"),
        &["7: this condition beside `temperature` needs a `value`"],
    );
    wrong_rule(
        &format!("    beside: {{parameter: max_tokens, is: present, value: a}}\n{source}"),
        &["7: this condition beside `temperature` takes no `value`"],
    );
    wrong_rule(
        &format!("    below: max_tokns\n{source}"),
        &["7: unknown parameter `max_tokns`: did you mean `max_tokens`?"],
    );
}

#[test]
fn scopes_that_do_not_exist() {
    wrong_model(
        "    needs-scope: [chat.completions]\n",
        &["5: `acme-1` needs a scope, and no `scope.acme-1` is listed"],
    );
}

/// The bundled files, as the build script reads them.
fn bundled_sources() -> Vec<Source> {
    fn collect(folder: &std::path::Path, into: &mut Vec<Source>) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                collect(&path, into);
            } else {
                let text = std::fs::read_to_string(&path).expect("text");
                into.push(Source { name: path.display().to_string(), text });
            }
        }
    }
    let mut sources = Vec::new();
    collect(&std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules"), &mut sources);
    sources
}

#[test]
fn a_provider_more_is_a_file_more() {
    let models = "models:\n  - id: acme-1\n    kind: chat\n    endpoints: [chat.completions]\n    replacement: [acme-2]\n  \
                  - {id: acme-2, kind: chat}\n";
    let file = source(
        "rules/providers/acme.yaml",
        &format!("{HEAD}{models}hosts:\n  - {{hosts: [acme.example], provider: acme}}\n"),
    );
    let with = bundled_sources().into_iter().chain([file]).collect();
    let tables = compile(with, None).map_err(told).expect("the bundled files and one more");
    let without = compile(bundled_sources(), None).map_err(told).expect("the bundled files");
    assert_eq!(tables.models.len(), without.models.len() + 2);
    assert!(tables.providers.iter().any(|row| tables.str(row.key) == "acme"));
}

/// What the tables take of the program, without the automata of the prefilter; stated in `docs/catalog.md`.
#[test]
fn the_tables_stay_small() {
    fn size<T>(rows: &[T]) -> usize {
        std::mem::size_of_val(rows)
    }
    let tables = compile(bundled_sources(), None).map_err(told).expect("the bundled files");
    let parts = [
        ("models", size(&tables.models) + size(&tables.models_folded)),
        ("call sites", size(&tables.call_sites)),
        ("text", tables.text.len()),
        ("lists", size(&tables.strings)),
        ("rules about parameters", size(&tables.parameter_rules)),
        ("settings", size(&tables.keys)),
        ("clients and hosts", size(&tables.clients) + size(&tables.hosts) + size(&tables.switches)),
        ("routes", size(&tables.prefixes) + size(&tables.inner) + size(&tables.spellings) + size(&tables.routes)),
        ("the rest", size(&tables.families) + size(&tables.providers) + size(&tables.paths) + size(&tables.ended)),
    ];
    let all: usize = parts.iter().map(|(_, size)| size).sum();
    assert!(all < 1_000_000, "{all} bytes: {parts:?}; automata: {}", tables.prefilter.next.len());
}

#[test]
fn a_bundled_provider_takes_stems_only() {
    let text = "provider:\n  key: openai\n  title: Ours\n  stems: [acme-]\n";
    let expected = "acme.yaml:3: `title` changes nothing: `openai` is bundled, and takes `stems` only";
    assert_eq!(as_overlay(text), Err(vec![expected.to_owned()]));
}

#[test]
fn the_replacement_of_another_platform_is_found() {
    let text = format!("{HEAD}models:\n  - {{id: acme-1, kind: chat, replacement: [gpt-4o]}}\n");
    let expected = "acme.yaml:3: the replacement `gpt-4o` of `acme-1` does not exist on `acme`: did you mean";
    assert!(as_overlay(&text).expect_err("no such model")[0].starts_with(expected));
}

#[test]
fn all_errors_of_all_files_are_told_in_order() {
    let first = source("b.yaml", "models:\n  - {id: x, kind: y}\n");
    let second =
        source("a.yaml", &format!("{HEAD}models:\n  - {{id: acme-1, kind: x}}\n  - {{id: acme-2, kind: y}}\n"));
    let errors = told(Catalog::extended(vec![first, second]).expect_err("three errors"));
    let places: Vec<&str> = errors.iter().map(|e| e.split(": ").next().unwrap_or_default()).collect();
    assert_eq!(places, ["a.yaml:3", "a.yaml:4", "b.yaml:1"]);
}

#[test]
fn a_file_that_cannot_be_read_is_told_alone() {
    let broken = source("a.yaml", "provider: {key: acme, title: Acme, title: Acme}\n");
    let other = source("b.yaml", "hosts:\n  - {hosts: [llm.acme.example], provider: acme}\n");
    let errors = told(Catalog::extended(vec![broken, other]).expect_err("an error"));
    assert_eq!(errors, ["a.yaml:1: `title` stands twice in `provider`, entry `acme`"]);
}

#[test]
fn more_switches_than_are_counted_are_an_error() {
    let switch = "{argument: a, value: b, provider: acme}, ";
    let site = |count: usize| {
        let switches = switch.repeat(count);
        format!("{HEAD}call-sites:\n  - {{callees: [ask], language: python, switches: [{switches}]}}\n")
    };
    assert!(as_overlay(&site(3)).is_ok());
    let expected = "acme.yaml:3: no more than 65535 switches can be told in one catalog";
    assert_eq!(as_overlay(&site(65_536)).err(), Some(vec![expected.to_owned()]));
}

#[test]
fn thousands_of_mistakes_are_not_all_looked_up() {
    let same = format!("{HEAD}models:\n{}", "  - {id: acme-1, kind: chat}\n".repeat(5_000));
    assert_eq!(as_overlay(&same).expect_err("mistakes").len(), 200);
}

#[test]
fn words_that_nothing_could_be() {
    wrong(
        "root-files: [zed.config.ts, zed.config.ts]\n",
        &["1: `zed.config.ts` cannot stand in `root-files`: it stands there twice"],
    );
    let entry = "plugin-hosts:\n  - zed\n  - zed*\n";
    wrong(entry, &["3: `zed*` cannot stand in `plugin-hosts`: its words are no patterns"]);
    wrong("test-files: ['**']\n", &["1: `**` cannot stand in `test-files`: it would fit everything"]);
    wrong(
        "test-folders: [' zed']\n",
        &["1: ` zed` cannot stand in `test-folders`: a word is not empty, and has no blanks around it"],
    );
    let folded = "keys have small letters and no separators there";
    wrong("json-forms: [zedParams]\n", &[&format!("1: `zedParams` cannot stand in `json-forms`: {folded}")]);
    let pair = "two keys stand there as `ONE+OTHER`";
    wrong("json-form-pairs: [zed]\n", &[&format!("1: `zed` cannot stand in `json-form-pairs`: {pair}")]);
    let switch = "a switch and its setting stand there as `SWITCH=SETTING`";
    wrong("switches-of-settings: [zed=]\n", &[&format!("1: `zed=` cannot stand in `switches-of-settings`: {switch}")]);
}

#[test]
fn callees_and_programs_of_settings() {
    let callee = |names: &str| format!("callees:\n  - language: python\n    does: tells\n    names: [{names}]\n");
    assert_eq!(as_overlay(&callee("zed.tell, '**.zed', '*.**.zed'")), Ok(()));
    for (name, fault) in [
        ("zed..tell", "between two dots stands a name"),
        ("zed.*", "the last name has to be told"),
        ("**.a.**.tell", "`**` stands in it once at most"),
        ("ze*.tell", "`*` stands for a whole name"),
    ] {
        wrong(&callee(&format!("'{name}'")), &[&format!("4: `{name}` is no chain of names: {fault}")]);
    }
    wrong(&callee(""), &["4: `names` needs at least one chain of names"]);
    let does = "callees:\n  - {language: python, does: tell, names: [zed]}\n";
    let errors = as_overlay(does).expect_err("no such deed");
    assert!(
        errors[0].contains("`does` cannot be `tell` in `callees`, entry `[zed]`: did you mean `tells`?"),
        "{errors:?}"
    );
    let program = "settings-programs:\n  - {module: zed, name: settings, program: '', variable: ZED}\n";
    wrong(program, &["2: `program` is empty"]);
}

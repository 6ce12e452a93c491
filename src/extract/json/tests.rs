use super::*;
use crate::extract::settings::fake::{Fake, assert_sound, file, short};
use crate::reference::Seen;

fn read_as(path: &str, text: &str) -> Extraction {
    let file = file(path, text);
    let extraction = Json.summarise(&file, &Fake);
    assert_sound(&file, &extraction.references);
    extraction
}

fn check(text: &str, found: &[&str]) {
    assert_eq!(short(&read_as("config.json", text).references), found, "{text}");
}

#[test]
fn names_of_keys_judge() {
    check(r#"{"model": "zed-1"}"#, &["zed-1: model setting -"]);
    check(r#"{"a": {"b": [{"defaultModel": "zed-1"}]}}"#, &["zed-1: a.b[].defaultModel setting -"]);
    check(r#"{"model": "zed\u002d1"}"#, &["zed-1: model setting -"]);
    check(r#"{"provider": "acme", "model": "zed-1"}"#, &["zed-1: model setting acme settings"]);
    check(r#"{"model": "zed-1", "baseUrl": "http://localhost:1/v1"}"#, &["zed-1: model setting ? host"]);
    check(r#"{"env": {"ACME_MODEL": "zed-1"}}"#, &["zed-1: ACME_MODEL setting acme key"]);
    check(r#"{"zed-1": {"price": 1}}"#, &["zed-1:  key -"]);
    check(r#"{"scripts": {"ask": "ask --model \"zed-1\" x"}}"#, &["zed-1: --model slot -"]);
    check(r#"{"model": 4, "other": null}"#, &[]);
}

#[test]
fn relatives_are_read() {
    check("// c\n{model: 'zed-1', /* x */ \"b\": [1, 2,],}\n", &["zed-1: model setting -"]);
    check("{\"a\": 1,\n \"model\": \"zed-1\",\n}", &["zed-1: model setting -"]);
    check("\u{FEFF}{\"model\": \"zed-1\"}\r\n", &["zed-1: model setting -"]);
}

#[test]
fn what_is_broken_is_read_with_less_confidence() {
    for text in [
        r#"{"model": "zed-1""#,
        r#"{"a": [1, 2}, "model": "zed-1"}"#,
        r#"{"b" "c", "model": "zed-1"}"#,
        "{\"b\": \"open\n\"model\": \"zed-1\"}",
        r#"{"model": "zed-1"}}"#,
        "{\"model\": \"zed-1",
        r#"#!x {"model": "zed-1"}"#,
    ] {
        let extraction = read_as("config.json", text);
        assert_eq!(short(&extraction.references), ["zed-1: model setting -"], "{text}");
        assert_eq!(extraction.references[0].value.seen, Seen::ErrorRegion, "{text}");
    }
}

#[test]
fn comments_may_speak_to_the_linter() {
    let text = "{\n  // model-lint: ignore-next-line[x]\n  \"model\": \"zed-1\" /* model-lint: ignore[y] */\n}";
    let comments = read_as("a.jsonc", text).comments;
    let said: Vec<_> = comments.iter().map(|c| (c.text.as_str(), c.alone)).collect();
    assert_eq!(said, [("model-lint: ignore-next-line[x]", true), ("model-lint: ignore[y]", false)]);
    assert!(read_as("a.json", r#"{"a": "// model-lint: ignore[x]"}"#).comments.is_empty());
}

#[test]
fn long_lines_are_data() {
    let long = format!(r#"{{"model": "zed-1", "x": "{}"}}"#, "y".repeat(6_000));
    check(&long, &[]);
    check(&long.replace(',', ",\n"), &[]);
    check(&long.replace(',', &",\n".repeat(100)), &["zed-1: model setting -"]);
}

#[test]
fn nests_of_any_depth_are_read() {
    for (open, close) in [("[", "]"), ("{\"a\": ", "}")] {
        let text = format!(
            "{{\"model\": \"zed-1\",\n\"x\": {}1{}}}",
            (open.to_owned() + "\n").repeat(20_000),
            close.repeat(20_000)
        );
        check(&text, &["zed-1: model setting -"]);
    }
}

fn lines(text: &str) -> (Vec<String>, Vec<usize>) {
    let file = file("batch.jsonl", text);
    let extraction = JsonLines.summarise(&file, &Fake);
    assert_sound(&file, &extraction.references);
    (short(&extraction.references), extraction.references.iter().map(|one| one.repeats.len()).collect())
}

#[test]
fn requests_of_a_batch_are_live() {
    let request = |n: u32, url: &str, model: &str| {
        format!(
            "{{\"custom_id\": \"r{n}\", \"method\": \"POST\", \"url\": \"{url}\", \"body\": {{\"model\": \"{model}\", \"messages\": [{{\"model\": \"zed-9\"}}]}}}}\n"
        )
    };
    let text =
        request(1, "/v1/chat", "zed-1") + &request(2, "/v1/chat", "zed-1") + "\r\n" + &request(3, "/v1/chat", "zed-2");
    assert_eq!(
        lines(&text),
        (vec!["zed-1: /v1/chat http -".to_owned(), "zed-2: /v1/chat http -".to_owned()], vec![1, 0])
    );
    let named = request(1, "https://api.acme.example/v1/chat", "zed-1");
    assert_eq!(lines(&named).0, ["zed-1: https://api.acme.example/v1/chat http acme host"]);
    assert!(lines(&request(1, "/chat", "zed-1")).0.is_empty(), "who answers there is not known");
    assert_eq!(lines(r#"{"custom_id": "a", "params": {"model": "zed-1"}}"#).0, ["zed-1: body.model http -"]);
}

#[test]
fn other_lines_are_data() {
    for line in [
        r#"{"messages": [{"role": "user", "content": "zed-1"}], "model": "zed-1"}"#,
        r#"{"model": "zed-1"}"#,
        r#"{"custom_id": "r1", "response": {"body": {"model": "zed-1"}}}"#,
        r#"{"custom_id": "r1", "model": "zed-1"}"#,
        r#"["custom_id", {"body": {"model": "zed-1"}}]"#,
        r#"}{"custom_id""#,
        r#"{"custom_id": "r1", "body": {"model": "${MODEL}"}}"#,
    ] {
        assert!(lines(line).0.is_empty(), "{line}");
    }
}

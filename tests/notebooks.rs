//! Notebooks from the outside: places in the file and in cells, and fixes that leave every other byte as it was.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]

use std::path::PathBuf;

use model_lint::catalog::{Catalog, Date};
use model_lint::config::Settings;
use model_lint::project::{self, Target};
use model_lint::report::Finding;
use serde_json::{Value, json};

fn check(raw: &[u8]) -> Vec<Finding> {
    let mut settings = Settings::new(PathBuf::from("."), Date::parse("2026-11-23").unwrap());
    settings.pedantic = false;
    let target = Target { path: PathBuf::from("a.ipynb"), shown: "a.ipynb".to_owned(), named: true, local: false };
    project::check_text(&settings, Catalog::bundled(), &target, raw.to_vec()).findings
}

fn fixed(raw: &[u8], findings: &[Finding]) -> Vec<u8> {
    let mut edits: Vec<_> = findings.iter().filter_map(|f| f.diagnostic.fix.as_ref()).flat_map(|f| &f.edits).collect();
    edits.sort_by_key(|edit| std::cmp::Reverse(edit.span));
    let mut out = raw.to_vec();
    for edit in edits {
        out.splice(edit.span.range(), edit.content.bytes());
    }
    out
}

fn code(source: Value) -> Value {
    json!({"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": [{"text": ["\"GPT-5.4\" \u{1}"]}], "source": source})
}

fn notebook() -> Value {
    json!({
        "cells": [
            {"cell_type": "markdown", "metadata": {}, "source": ["Ask `GPT-5.4` \"here\".\n"]},
            code(json!(["import openai\n", "client = openai.OpenAI()\n", "é, MODEL = \"\\t\", 'GPT-5.4'\n"])),
            code(json!("%pip install x\n\"ü\"; client.responses.create(model=\"GPT-5.4\", input='\\n')\n")),
            code(json!(["client.responses.create(model=MODEL)  # model-lint: ignore[retired-model] -- \"none\"\n"])),
        ],
        "metadata": {"kernelspec": {"name": "python3", "language": "python"}},
        "nbformat": 4, "nbformat_minor": 5,
    })
}

#[test]
fn a_fix_changes_its_bytes_alone() {
    let value = notebook();
    let pretty = serde_json::to_string_pretty(&value).unwrap();
    let escaped: String =
        pretty.chars().map(|c| if c.is_ascii() { c.to_string() } else { format!("\\u{:04x}", c as u32) }).collect();
    for text in [pretty.clone(), escaped, value.to_string(), pretty.replace('\n', "\r\n"), format!("\u{FEFF}{pretty}")]
    {
        let findings = check(text.as_bytes());
        let rules: Vec<_> = findings.iter().map(|f| f.diagnostic.rule.name()).collect();
        assert_eq!(rules, ["model-casing", "model-casing", "unused-suppression"], "{text}");
        let cells: Vec<_> = findings.iter().map(|f| f.location.unwrap().cell.map(|c| (c.number, c.line))).collect();
        assert_eq!(cells, [Some((2, 3)), Some((3, 2)), Some((4, 1))], "{text}");
        for finding in &findings[..2] {
            let place = finding.location.unwrap();
            assert_eq!(&text.as_bytes()[place.start as usize..place.end as usize], b"GPT-5.4", "{text}");
            let line = text.lines().nth(place.line as usize - 1).unwrap().trim_start_matches('\u{FEFF}');
            let shown: String = line.chars().skip(place.column as usize - 1).take(7).collect();
            assert_eq!(shown, "GPT-5.4", "{text}");
        }
        let after = fixed(text.as_bytes(), &findings);
        let expected = text
            .replace("'GPT-5.4'", "'gpt-5.4'")
            .replace("\\\"GPT-5.4\\\",", "\\\"gpt-5.4\\\",")
            .replace("  # model-lint: ignore[retired-model] -- \\\"none\\\"", "");
        assert_eq!(String::from_utf8(after.clone()).unwrap(), expected);
        assert!(check(&after).is_empty());
    }
}

#[test]
fn the_excerpt_is_the_line_of_the_cell() {
    let text = json!({"cells": [code(json!("%time\nx = 1\n%time f(model=\"gpt-4-32k\")"))]}).to_string();
    let findings = check(text.as_bytes());
    assert_eq!(findings.len(), 1);
    assert_eq!(findings[0].excerpt.as_ref().unwrap().text, "%time f(model=\"gpt-4-32k\")");
}

#[test]
fn what_is_cut_off_is_read_with_less_confidence() {
    let whole = serde_json::to_string_pretty(&notebook()).unwrap();
    for (cut, found) in [("%pip", 1), (", input=", 1)] {
        let findings = check(&whole.as_bytes()[..whole.find(cut).unwrap()]);
        assert_eq!(findings.len(), found, "{findings:?}");
        let sure = |f: &Finding| f.diagnostic.confidence.name() == "high" || f.diagnostic.fix.is_some();
        assert!(!findings.iter().any(sure), "{findings:?}");
    }
    for cut in (0..whole.len()).filter(|at| whole.is_char_boundary(*at)) {
        check(&whole.as_bytes()[..cut]);
    }
}

#[test]
fn a_notebook_may_be_anything() {
    let finding =
        r#"{"cell_type": "code", "source": ["import openai\n", "openai.chat.completions.create(model='gpt-4-32k')"]}"#;
    let image = "iVBORw0KGgo".repeat(400_000);
    for (before, found) in [
        (String::new(), 1),
        (format!(r#"{{"cell_type": "code", "outputs": [{{"data": {{"image/png": "{image}"}}}}], "source": []}},"#), 1),
        (format!("{}{},", "[".repeat(100_000), "]".repeat(100_000)), 1),
        (format!("{}{},", r#"{"a":"#.repeat(100_000), "}".repeat(100_000)), 1),
        (r#"{"cell_type": "code", "source": null, "source": ["x = 1"], "source": "y"}, null, 3, "#.to_owned(), 1),
        (r#"{"cell_type": "code", "cell_type": "markdown", "source": "model='gpt-4-32k'"},"#.to_owned(), 1),
        (format!(r#"{{"cell_type": "code", "source": "x = '{}'"}},"#, "\\u0000\\ud800".repeat(100)), 1),
    ] {
        let text = format!(r#"{{"cells": [{before}{finding}], "metadata": {{}}}}"#);
        let said: Vec<_> = check(text.as_bytes()).into_iter().filter(|f| f.location.is_some()).collect();
        assert_eq!(said.len(), found, "{}", &before[..before.len().min(60)]);
    }
    let broken = [finding.as_bytes(), b"\xFF\xFE\x00{\"cells\": [{\"source\": \"\\"].concat();
    check(&broken);
}

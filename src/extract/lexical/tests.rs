use proptest::prelude::*;

use super::*;
use crate::extract::settings::fake::{Fake, assert_sound, file, short};

fn read(text: &str) -> Vec<Reference> {
    let file = file("x", text);
    let found = lines(&file, 0..file.bytes.len(), &Fake).references;
    assert_sound(&file, &found);
    assert!(found.iter().all(|r| r.value.seen == Seen::Fallback));
    found
}

#[test]
fn lines_give_pairs() {
    for (text, found) in [
        ("model: zed-1", vec!["zed-1: model setting -"]),
        ("  - model: zed-1\r", vec!["zed-1: model setting -"]),
        ("model: 'zed-1' # x", vec!["zed-1: model setting -"]),
        ("model: \"zed-1", vec!["zed-1: model setting -"]),
        ("model: zed-1 # x", vec!["zed-1: model setting -"]),
        ("model: acme:zed-1", vec!["acme:zed-1: model setting -"]),
        ("\"model\": \"zed-1\",", vec!["zed-1: model setting -"]),
        ("{\"model\":\"zed-1\",\"x\":\"y\"}", vec!["zed-1: model setting -"]),
        ("x: {model: zed-1, y: z}", vec!["zed-1: model setting -"]),
        ("model = \"zed-1\"", vec!["zed-1: model setting -"]),
        ("model=\"zed-1\",", vec!["zed-1: model setting -"]),
        ("MODEL ?= zed-1", vec!["zed-1: MODEL setting -"]),
        ("MODEL := zed-1", vec!["zed-1: MODEL setting -"]),
        (":model => 'zed-1'", vec!["zed-1: model setting -"]),
        ("export ACME_MODEL=zed-1", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("ACME_MODEL=zed-1 run it", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("f(x, model=\"zed-1\")", vec!["zed-1: model setting -"]),
        ("run --model=zed-1 it", vec!["zed-1: model setting -"]),
        ("MODEL=${X:-zed-1}", vec!["zed-1: MODEL setting -"]),
        ("- name: ACME_MODEL\n  value: zed-1", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("- name: acme\n  value: zed-1", vec!["zed-1: acme text -"]),
        ("deployment: zed-1", vec!["zed-1: deployment key local key"]),
        ("other: zed-1", vec!["zed-1: other text -"]),
        ("search_engine: zed-1", vec!["zed-1: search_engine slot -"]),
        ("# model: zed-1", vec![]),
        ("// model: zed-1", vec![]),
        ("use model: zed-1", vec![]),
        ("model: zed-1 is the best", vec![]),
        ("if model == \"zed-1\"", vec![]),
        ("if model != \"zed-1\"", vec![]),
        ("model =~ \"zed-1\"", vec![]),
        ("model: {{ .Values.model }}", vec![]),
        ("model: \"{{ .Values.model }}\"", vec![]),
        ("model: zed-{{ .Values.size }}", vec![]),
        ("model: ${MODEL}", vec![]),
        ("model: <yours>", vec![]),
        ("model:", vec![]),
        (": zed-1", vec![]),
        ("=", vec![]),
        ("model: 4", vec![]),
    ] {
        assert_eq!(short(&read(text)), found, "{text}");
    }
}

#[test]
fn settings_tell_platforms_here_too() {
    let text = "ACME_BASE_URL: http://localhost:1/v1\nACME_MODEL: zed-1\n";
    assert_eq!(short(&read(text)), ["zed-1: ACME_MODEL setting ? settings"]);
    let file = file("x", text);
    assert_eq!(lines(&file, 0..text.len(), &Fake).switches.len(), 1);
}

#[test]
fn quoted_tokens_survive_odd_quotes() {
    for (text, found) in [
        ("a({model:\"zed-1\",x:'zed-2'})", vec!["zed-1: model slot -", "zed-2: x slot -"]),
        ("don't \"zed-1\" it's `zed-2`", vec!["zed-1:  slot -", "zed-2:  slot -"]),
        ("{\"model\": \"zed-1\"}", vec!["zed-1: model slot -"]),
        ("{deployment:\"zed-1\"}", vec!["zed-1: deployment key -"]),
        ("\",zed-1,\"", vec![]),
        ("\"zed-1", vec![]),
        ("\"a zed-1\"", vec![]),
    ] {
        let file = file("x.js", text);
        let references = quoted_tokens(&file, 0..file.bytes.len(), &Fake);
        assert_sound(&file, &references);
        assert_eq!(short(&references), found, "{text}");
    }
}

#[test]
fn json_is_found_within_quotes() {
    for (text, found) in [
        (r#"-d '{"model": "zed-1", "n": 1}'"#, vec![("model", "zed-1")]),
        (r#"-d "{\"model\": \"zed-1\"}""#, vec![("model", "zed-1")]),
        (r#"{"a": {"model" : "zed-1"}}"#, vec![("model", "zed-1")]),
        ("{\"a\": [\"b\", \"c\"]}", vec![]),
        ("\"a\":", vec![]),
        ("\"a\": \"", vec![]),
    ] {
        let pairs = json_pairs(text.as_bytes(), 0..text.len());
        let pairs: Vec<_> = pairs.iter().map(|p| (&text[p.key.range()], &text[p.value.range()])).collect();
        assert_eq!(pairs, found, "{text}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_soundly(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        if let Ok(file) = SourceFile::new("x", bytes) {
            assert_sound(&file, &lines(&file, 0..file.bytes.len(), &Fake).references);
            assert_sound(&file, &quoted_tokens(&file, 0..file.bytes.len(), &Fake));
            json_pairs(&file.bytes, 0..file.bytes.len());
        }
    }

    #[test]
    fn likely_text_is_read_soundly(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("model"), Just(": "), Just("="), Just("zed-1"), Just("\""), Just("'"), Just("\\"), Just("\n"),
                Just("\r"), Just("{"), Just("}"), Just("${A:-"), Just("ñ"), Just("- "), Just("# "), Just(","),
                Just("name"), Just("value"), Just("https://h/models/zed-1:go"),
            ],
            0..40,
        )
    ) {
        let text = parts.concat();
        read(&text);
        let file = file("x", &text);
        assert_sound(&file, &quoted_tokens(&file, 0..file.bytes.len(), &Fake));
        json_pairs(text.as_bytes(), 0..text.len());
    }
}

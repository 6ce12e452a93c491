use super::*;
use crate::extract::settings::fake::{Fake, assert_sound, file, short};
use crate::reference::Seen;

fn read(text: &str) -> Extraction {
    let file = file("config.toml", text);
    let extraction = Toml.summarise(&file, &Fake);
    assert_sound(&file, &extraction.references);
    extraction
}

#[test]
fn tables_and_keys_judge() {
    for (text, found) in [
        ("model = \"zed-1\"", vec!["zed-1: model setting -"]),
        ("model = 'zed-1' # c\r\nother = 1\r\n", vec!["zed-1: model setting -"]),
        ("model = \"zed\\u002d1\"", vec!["zed-1: model setting -"]),
        ("model = \"\"\"\nzed-1\"\"\"", vec!["zed-1: model setting -"]),
        ("model = \"\"\"\\\n   zed-1\\\n   \"\"\"", vec!["zed-1: model setting -"]),
        ("model = '''zed-1'''", vec!["zed-1: model setting -"]),
        ("[llm]\nprovider = \"acme\"\nmodel = \"zed-1\"", vec!["zed-1: llm.model setting acme settings"]),
        ("[tool.x]\nllm.model = \"zed-1\"", vec!["zed-1: tool.x.llm.model setting -"]),
        ("llm.model = \"zed-1\"\nllm.provider = \"acme\"", vec!["zed-1: llm.model setting acme settings"]),
        (
            "[[a.b]]\nmodel = \"zed-1\"\n[[a.b]]\nmodel = \"zed-2\"",
            vec!["zed-1: a.b[].model setting -", "zed-2: a.b[].model setting -"],
        ),
        ("[[a]]\n[a.llm]\nmodel = \"zed-1\"", vec!["zed-1: a[].llm.model setting -"]),
        ("llm = { provider = \"acme\", model = \"zed-1\" }", vec!["zed-1: llm.model setting acme settings"]),
        (
            "a = [{ model = \"zed-1\" }, { model = \"zed-2\" }]",
            vec!["zed-1: a[].model setting -", "zed-2: a[].model setting -"],
        ),
        ("fallbacks = [\"zed-1\", 'zed-2'] # c", vec!["zed-1: fallbacks[] choice -", "zed-2: fallbacks[] choice -"]),
        ("\"a.b\".'model' = \"zed-1\"", vec!["zed-1: a.b.model setting -"]),
        ("ACME_MODEL = \"zed-1\"", vec!["zed-1: ACME_MODEL setting acme key"]),
        ("[prices]\n\"zed-1\" = 1", vec!["zed-1: prices key -"]),
        ("[llm]\nmodel = \"zed-1\"\nbase_url = \"http://localhost:1/v1\"", vec!["zed-1: llm.model setting ? host"]),
        ("model = 1\nmodel = true\n", vec![]),
        ("model = \"${MODEL}\"", vec![]),
        ("description = \"ask zed-1\"", vec![]),
    ] {
        assert_eq!(short(&read(text).references), found, "{text}");
    }
}

#[test]
fn what_is_broken_is_read_with_less_confidence() {
    for text in [
        "[a\nmodel = \"zed-1\"",
        "a = [1, 2\nb = 3]\nmodel = \"zed-1\"",
        "model = \"zed-1\"\nb = {",
        "a b c\nmodel = \"zed-1\"\n\"",
    ] {
        let extraction = read(text);
        assert_eq!(extraction.references.len(), 1, "{text}: {:?}", short(&extraction.references));
        assert_eq!(extraction.references[0].value.seen, Seen::ErrorRegion, "{text}");
    }
}

#[test]
fn comments_may_speak_to_the_linter() {
    let text =
        "# model-lint: ignore-next-line[x]\nmodel = \"zed-1\" # model-lint: ignore[y]\na = \"# model-lint: z\"\n";
    let comments = read(text).comments;
    let said: Vec<_> = comments.iter().map(|c| (c.text.as_str(), c.alone)).collect();
    assert_eq!(said, [("model-lint: ignore-next-line[x]", true), ("model-lint: ignore[y]", false)]);
}

#[test]
fn nests_of_any_depth_are_read() {
    let n = 50_000;
    for text in [
        format!("model = \"zed-1\"\nx = {}{}", "[".repeat(n), "]".repeat(n)),
        format!("model = \"zed-1\"\nx = {}", "{a=".repeat(n)),
        format!("model = \"zed-1\"\n{}a = 1", "a.".repeat(n)),
        format!("model = \"zed-1\"\n[{}a]\nb = 1", "a.".repeat(n)),
        format!("model = \"zed-1\"\n{}", "[[a]]\n".repeat(n)),
        format!("model = \"zed-1\"\n{}", "[a\n".repeat(n)),
        format!("model = \"zed-1\"\n{}", "\"\"\"'\n".repeat(n)),
    ] {
        assert_eq!(short(&read(&text).references), ["zed-1: model setting -"], "{}", &text[..40]);
    }
}

#[test]
fn any_bytes_are_survived() {
    let whole = b"[a]\nmodel = \"zed-\xFF1\"\n\xFE = '''\xC3\n''' # \xE9\n[[b.\"c\"]]\nd = { e = [1, \"f\"] }\n";
    for cut in 0..whole.len() {
        let file = file("a.toml", &whole[..cut]);
        assert_sound(&file, &Toml.summarise(&file, &Fake).references);
    }
}

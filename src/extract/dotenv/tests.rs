use proptest::prelude::*;

use super::*;
use crate::extract::settings::fake::{Fake, assert_sound, file, short};

fn read(text: &str) -> Extraction {
    let file = file(".env", text);
    let extraction = DotEnv.summarise(&file, &Fake);
    assert_sound(&file, &extraction.references);
    extraction
}

/// The texts of values, with the bytes that they stand on.
fn values(text: &str) -> Vec<(String, String)> {
    let read = read(text);
    read.references.iter().map(|r| (r.value.text.clone(), text[r.value.span.range()].to_owned())).collect()
}

#[test]
fn the_lexer_is_exact() {
    for (line, value, bytes) in [
        ("ACME_MODEL=zed-1", "zed-1", "zed-1"),
        ("  ACME_MODEL=zed-1", "zed-1", "zed-1"),
        ("export ACME_MODEL=zed-1", "zed-1", "zed-1"),
        ("export\tACME_MODEL=zed-1", "zed-1", "zed-1"),
        ("ACME_MODEL = zed-1", "zed-1", "zed-1"),
        ("ACME_MODEL=zed-1  ", "zed-1", "zed-1"),
        ("ACME_MODEL=zed-1\r", "zed-1", "zed-1"),
        ("ACME_MODEL=zed-1 # the best", "zed-1", "zed-1"),
        ("ACME_MODEL=zed-1\t# the best", "zed-1", "zed-1"),
        ("ACME_MODEL=zed-1#x", "zed-1#x", "zed-1#x"),
        ("ACME_MODEL=\"zed-1\"", "zed-1", "zed-1"),
        ("ACME_MODEL=\"zed-1\" # the best", "zed-1", "zed-1"),
        ("ACME_MODEL='zed-1'", "zed-1", "zed-1"),
        ("ACME_MODEL=`zed-1`", "zed-1", "zed-1"),
        ("ACME_MODEL= 'zed-1'", "zed-1", "zed-1"),
        ("ACME_MODEL=\" zed-1 \"", "zed-1", "zed-1"),
        ("ACME_MODEL=\"zed-1 # x\"", "zed-1 # x", "zed-1 # x"),
        (r#"ACME_MODEL="zed\\1""#, r"zed\1", r"zed\\1"),
        (r#"ACME_MODEL="zed\$1""#, "", ""),
        (r#"ACME_MODEL="zed-1\"x""#, "zed-1\"x", r#"zed-1\"x"#),
        (r#"ACME_MODEL="zed\q1""#, r"zed\q1", r"zed\q1"),
        ("ACME_MODEL=\"zed-1", "zed-1", "zed-1"),
        ("ACME_MODEL='zed-1 # open", "zed-1", "zed-1"),
        ("ACME_MODEL=\"zed-1\nBORG_MODEL=\"zed-2\"", "zed-1", "zed-1"),
        ("ACME_MODEL=${X:-zed-1}", "zed-1", "zed-1"),
        ("ACME_MODEL=\"${X-zed-1}\" # x", "zed-1", "zed-1"),
        ("ACME_MODEL=${X:-acme}/${Y:-zed-1}", "acme/zed-1", "${X:-acme}/${Y:-zed-1}"),
        ("ACME_MODEL=", "", ""),
        ("ACME_MODEL= # none", "", ""),
        ("ACME_MODEL=\"\"", "", ""),
        ("ACME_MODEL", "", ""),
        ("ACME_MODEL: zed-1", "", ""),
        ("=zed-1", "", ""),
        ("ACME_MODEL=${X}", "", ""),
        ("ACME_MODEL=$X", "", ""),
        ("ACME_MODEL=$(x)", "", ""),
        ("ACME_MODEL=<model>", "", ""),
        ("ACME_MODEL=null", "", ""),
        ("ACME_MODEL=17", "", ""),
        ("ACME_MODEL=./zed-1.bin", "", ""),
        ("ACME_MODEL=añ-zed-1 # ñ", "añ-zed-1", "añ-zed-1"),
    ] {
        let found = values(line).into_iter().next().unwrap_or_default();
        assert_eq!((found.0.as_str(), found.1.as_str()), (value, bytes), "{line}");
    }
}

#[test]
fn quoted_values_may_take_lines() {
    let text = "KEY=\"-----BEGIN\nACME_MODEL=zed-9\n-----END\"\nACME_MODEL=zed-1\n";
    assert_eq!(values(text), [("zed-1".to_owned(), "zed-1".to_owned())]);
    let text = "A='x\nACME_MODEL=zed-1\nB='y'\nBORG_MODEL=zed-2\n";
    let found: Vec<String> = values(text).into_iter().map(|v| v.0).collect();
    assert_eq!(found, ["zed-1", "zed-2"], "a quote that another line opens closes nothing");
}

#[test]
fn names_say_what_values_do() {
    for (text, found) in [
        ("ACME_MODEL=gtp-4o", vec!["gtp-4o: ACME_MODEL setting acme key"]),
        ("model_name=zed-1", vec!["zed-1: model_name setting -"]),
        ("BILLING_MODEL=zed-1", vec!["zed-1: BILLING_MODEL setting -"]),
        ("PREFERRED=zed-1", vec!["zed-1: PREFERRED slot -"]),
        ("CHAT_ENGINE=zed-1", vec!["zed-1: CHAT_ENGINE slot -"]),
        ("PREFERRED=other", vec![]),
        ("ACME_DEPLOYMENT=zed-1", vec!["zed-1: ACME_DEPLOYMENT key local key"]),
        ("ACME_DEPLOYMENT=mine", vec![]),
        (
            "ACME_MODELS=zed-1, \"zed-2\",,zed-3",
            vec![
                "zed-1: ACME_MODELS choice acme key",
                "zed-2: ACME_MODELS choice acme key",
                "zed-3: ACME_MODELS choice acme key",
            ],
        ),
        (
            "ACME_MODELS=[\"zed-1\",\"zed-2\"]",
            vec!["zed-1: ACME_MODELS choice acme key", "zed-2: ACME_MODELS choice acme key"],
        ),
        ("FALLBACK_MODELS=zed-1", vec!["zed-1: FALLBACK_MODELS choice -"]),
        ("FALLEN_MODELS=zed-1", vec!["zed-1: FALLEN_MODELS key -"]),
        ("# ACME_MODEL=zed-1", vec!["zed-1: ACME_MODEL text -"]),
        ("#ACME_MODEL=gtp", vec![]),
        ("# ACME_MODEL='zed-1", vec!["zed-1: ACME_MODEL text -"]),
        ("# use zed-1 here", vec![]),
        ("URL=https://api.acme.example/models/zed-1:go", vec!["zed-1: URL http acme host"]),
        ("URL=https://h.example/models/zed-1:go", vec!["zed-1: URL http ? host"]),
        ("URL=https://h.example/models/${M}:go", vec![]),
    ] {
        assert_eq!(short(&read(text).references), found, "{text}");
    }
}

#[test]
fn settings_beside_it_tell_the_platform() {
    for (text, platform) in [
        ("LLM_MODEL=m\nLLM_PROVIDER=acme", "acme settings"),
        ("LLM_PROVIDER=Acme\nLLM_MODEL=m", "acme settings"),
        ("AI_PROVIDER=acme\nLLM_MODEL=m", "acme settings"),
        ("LLM_PROVIDER=local\nLLM_MODEL=m", "local settings"),
        ("LLM_PROVIDER=nobody\nLLM_MODEL=m", "-"),
        ("#LLM_PROVIDER=acme\nLLM_MODEL=m", "-"),
        ("EMBEDDING_PROVIDER=acme\nLLM_MODEL=m", "-"),
        ("EMBEDDING_PROVIDER=acme\nEMBEDDING_MODEL=m", "acme settings"),
        ("LLM_PROVIDER=acme\nEMBEDDING_MODEL=m", "-"),
        ("LLM_PROVIDER=acme\nEMBEDDING_PROVIDER=borg\nLLM_MODEL=m", "acme settings"),
        ("LLM_PROVIDER=acme\nBORG_MODEL=m", "borg key"),
        ("ACME_API_TYPE=local\nACME_MODEL=m", "local settings"),
        ("ACME_API_TYPE=local\nBORG_MODEL=m", "borg key"),
        ("ACME_USE_BORG=1\nACME_MODEL=m", "borg settings"),
        ("ACME_USE_BORG=true\nLLM_MODEL=m", "-"),
        ("ACME_USE_BORG=0\nACME_MODEL=m", "acme key"),
        ("ACME_BASE_URL=https://api.acme.example/v1\nACME_MODEL=m", "acme settings"),
        ("ACME_BASE_URL=https://gateway.example/v1\nACME_MODEL=m", "? settings"),
        ("ACME_BASE_URL=http://localhost:1/v1\nACME_MODEL=m", "? settings"),
        ("ACME_BASE_URL=http://localhost:1/v1\nACME_EMBEDDING_MODEL=m", "? settings"),
        ("ACME_BASE_URL=https://api.borg.example/v1\nACME_MODEL=m", "borg settings"),
        ("ACME_BASE_URL=${X:-http://localhost:1/v1}\nACME_MODEL=m", "? settings"),
        ("ACME_BASE_URL=${X}\nACME_MODEL=m", "acme key"),
        ("ACME_BASE_URL=http://${X}:8000\nACME_MODEL=m", "? settings"),
        ("ACME_BASE_URL=\nACME_MODEL=m", "acme key"),
        ("# ACME_BASE_URL=http://localhost:1\nACME_MODEL=m", "acme key"),
        ("ACME_BASE_URL=http://localhost:1\nBORG_MODEL=m", "borg key"),
        ("ACME_BASE_URL=http://localhost:1\nLLM_MODEL=m", "? settings"),
        ("ACME_BASE_URL=https://api.acme.example\nLLM_MODEL=m", "-"),
        ("LLM_BASE_URL=http://localhost:1\nLLM_MODEL=m", "? settings"),
        ("LLM_BASE_URL=http://localhost:1\nACME_MODEL=m", "acme key"),
        ("LLM_PROVIDER=acme\nACME_BASE_URL=http://x.example\nLLM_MODEL=m", "? settings"),
    ] {
        let read = read(text);
        let model = read.references.iter().find(|r| r.value.text == "m").expect(text);
        assert_eq!(crate::extract::settings::fake::platform(model.uses[0].platform), platform, "{text}");
    }
}

#[test]
fn base_urls_are_switches() {
    let read =
        read("ACME_BASE_URL=\"http://localhost:1/v1\"\nLLM_BASE_URL=https://h.example\n#ACME_BASE_URL=x\nURL=y\n");
    let found: Vec<_> = read.switches.iter().map(|s| (s.provider.map(|p| p.0), s.url.as_str())).collect();
    assert_eq!(found, [(Some(1), "http://localhost:1/v1"), (None, "https://h.example")]);
}

#[test]
fn comments_reach_the_linter() {
    let text =
        "# model-lint: ignore-next-line[x]\nA=b # model-lint: ignore[y]\nB=c#model-lint: no\n  ## say model-lint: z\n";
    let found: Vec<_> = read(text).comments.into_iter().map(|c| (c.text, c.alone)).collect();
    assert_eq!(
        found,
        [
            ("model-lint: ignore-next-line[x]".to_owned(), true),
            ("model-lint: ignore[y]".to_owned(), false),
            ("say model-lint: z".to_owned(), true),
        ]
    );
}

#[test]
fn open_quotes_cost_no_more_than_lines() {
    let text = "A=\"\\\"\nB='x\nC=`y\n".repeat(50_000);
    // It takes minutes where each quote is sought to the end of the file.
    assert_eq!(read(&text).trouble, None);
}

proptest! {
    #[test]
    fn any_bytes_are_read_soundly(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(file) = SourceFile::new(".env", bytes) {
            assert_sound(&file, &DotEnv.summarise(&file, &Fake).references);
        }
    }

    #[test]
    fn likely_text_is_read_soundly(
        parts in proptest::collection::vec(
            prop_oneof![
                Just("ACME_MODEL="), Just("ACME_MODELS="), Just("export "), Just("zed-1"), Just("\""), Just("'"),
                Just("`"), Just("\\"), Just("\n"), Just("\r\n"), Just(" # "), Just(","), Just("${A:-"), Just("}"),
                Just("ñ"), Just("[") , Just("]"), Just(" "), Just("https://h/models/"), Just(":"),
            ],
            0..40,
        )
    ) {
        read(&parts.concat());
    }
}

#[test]
fn comments_in_quotes_are_none() {
    let read = read("A=b # model-lint: x\nC=\"d # model-lint: y\"\nE='\n# model-lint: z\n'\n# model-lint: w\n");
    let found: Vec<_> = read.comments.iter().map(|one| one.text.as_str()).collect();
    assert_eq!(found, ["model-lint: x", "model-lint: w"]);
}

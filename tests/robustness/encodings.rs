//! Bytes that are no plain text, and text that is no plain code.

use crate::child::{MODEL, PY, TS, YAML, checked};

#[test]
fn encodings_keep_their_places() {
    let utf16 = |text: &str, big: bool| -> Vec<u8> {
        let mark = if big { [0xFE, 0xFF] } else { [0xFF, 0xFE] };
        let units = text.encode_utf16().flat_map(|u| if big { u.to_be_bytes() } else { u.to_le_bytes() });
        mark.into_iter().chain(units).collect()
    };
    let text = format!("é = 1\n{PY}");
    let run = checked(&[
        ("little.py", &utf16(&text, false)),
        ("big.py", &utf16(&text, true)),
        ("odd.py", &[utf16(&text, false).as_slice(), b"x"].concat()),
        ("mark.py", &[b"\xEF\xBB\xBF".as_slice(), PY.as_bytes()].concat()),
        ("latin.py", &[b"# \xE9\xE8\nx = '\xE9'; ".as_slice(), PY.as_bytes()].concat()),
        ("latin.ts", &[b"// \xE9\xE8\nvar x = '\xE9'; ".as_slice(), TS.as_bytes()].concat()),
        ("latin.yaml", &[b"x: \xE9\n".as_slice(), YAML.as_bytes()].concat()),
        ("latin.env", &[b"X=\xE9\nOPENAI_MODEL=".as_slice(), MODEL.as_bytes()].concat()),
        ("cut.py", &[PY.as_bytes(), b"x = '\xE2\x82"].concat()),
        ("surrogate.py", &[b"x = '\xED\xA0\x80'\n".as_slice(), PY.as_bytes()].concat()),
    ]);
    for name in ["little.py", "big.py", "odd.py"] {
        assert_eq!(run.of(name), ["2:10 retired-model"], "{name}");
    }
    assert_eq!(run.of("mark.py"), ["1:10 retired-model"]);
    let line = run.out.lines().find(|line| line.contains("mark.py")).unwrap();
    let mark: serde_json::Value = serde_json::from_str(line).unwrap();
    assert_eq!((&mark["start"], &mark["end"]), (&12.into(), &30.into()), "{mark}");
    for (name, place) in [("latin.py", "2:19"), ("latin.ts", "2:29"), ("latin.yaml", "2:8"), ("latin.env", "2:14")] {
        assert_eq!(run.of(name), [format!("{place} retired-model")], "{name}");
    }
    assert_eq!(run.of("cut.py"), ["1:10 retired-model"]);
    assert_eq!(run.of("surrogate.py"), ["2:10 retired-model"]);
}

#[test]
fn letters_of_many_bytes_stand_before_any_word() {
    let route = "ai:\n  model: anthropic/claude-2.1\n  note: ht\u{2014}tps://openrouter.ai/api/v1, \u{2014}https://api.groq.com\n";
    let run = checked(&[
        ("route.yaml", route.as_bytes()),
        ("pkg/models.py", format!("MODEL = \"{MODEL}\"\n").as_bytes()),
        ("pkg/__init__.py", "\"\"\"\u{2014}MODEL as one says\"\"\"\nfrom .models import MODEL as CHOSEN\n".as_bytes()),
        (
            "app.py",
            b"from openai import OpenAI\nfrom pkg import CHOSEN\nOpenAI().chat.completions.create(model=CHOSEN)\n",
        ),
    ]);
    assert_eq!(run.of("pkg/models.py"), ["1:10 retired-model"], "{}", run.err);
    assert!(!run.out.contains("internal-error") && !run.err.contains("panic"), "{}", run.err);
}

#[test]
fn nothing_after_a_late_nul_is_lost() {
    let late = |sign: &str, text: &str| format!("{}{text}\0\n{text}", format!("{sign}\n").repeat(4_500)).into_bytes();
    let run = checked(&[
        ("early.py", format!("{PY}\0\n{PY}").as_bytes()),
        ("late.py", &late("#", PY)),
        ("late.ts", &late("//", TS)),
        ("late.yaml", &late("#", YAML)),
        ("late.env", &late("#", "OPENAI_MODEL=gpt-3.5-turbo-0301\n")),
    ]);
    assert!(run.of("early.py").is_empty() && run.err.contains("1 binary"), "{}", run.err);
    for name in ["late.py", "late.ts", "late.yaml", "late.env"] {
        let lines: Vec<String> = run.of(name).iter().map(|s| s.split(':').next().unwrap().to_owned()).collect();
        assert_eq!(lines, ["4501", "4503"], "{name}: {:?}", run.of(name));
    }
}

#[test]
fn line_ends_and_tabs_and_templates_are_read() {
    let run = checked(&[
        ("crlf.py", format!("x = 1\n{PY}").replace('\n', "\r\n").as_bytes()),
        ("crlf.yaml", format!("x: 1\n{YAML}").replace('\n', "\r\n").as_bytes()),
        ("crlf.env", b"A=1\r\nOPENAI_MODEL=gpt-3.5-turbo-0301\r\n"),
        ("cr.py", format!("x = 1\n{PY}").replace('\n', "\r").as_bytes()),
        ("cr.ts", format!("x = 1\n{TS}").replace('\n', "\r").as_bytes()),
        ("cr.yaml", format!("x: 1\n{YAML}").replace('\n', "\r").as_bytes()),
        ("cr.env", b"# x\rA=1\rOPENAI_MODEL=gpt-3.5-turbo-0301\rB=1\r"),
        ("cr-remark.py", format!("# x\n{PY}y = 1\n").replace('\n', "\r").as_bytes()),
        ("cr-remark.ts", format!("// x\n{TS}").replace('\n', "\r").as_bytes()),
        ("tabs.yaml", b"a:\n\tb:\n\t\tmodel: gpt-3.5-turbo-0301\n"),
        ("helm.yaml", b"a: {{ .Values.x }}\n{{- if .Values.y }}\nmodel: gpt-3.5-turbo-0301\n{{- end }}\n"),
        ("broken.py", format!("def f(:\n    x = [\n{PY}").as_bytes()),
        ("broken.ts", format!("function ( {{\n{TS} = }} ]").as_bytes()),
        ("broken.yaml", format!("a: [b\n{YAML}c: \"d\n").as_bytes()),
        ("last.py", PY.trim_end().as_bytes()),
        ("last.yaml", YAML.trim_end().as_bytes()),
        ("last.env", b"OPENAI_MODEL=gpt-3.5-turbo-0301"),
        ("empty.py", b""),
        ("empty.ts", b""),
        ("empty.yaml", b""),
        ("empty.env", b""),
        ("mark.py", b"\xEF\xBB\xBF"),
        ("mark.yaml", b"\xFF\xFE"),
    ]);
    for (name, place) in [
        ("crlf.py", "2:10"),
        ("crlf.yaml", "2:8"),
        ("crlf.env", "2:14"),
        ("cr.py", "2:10"),
        ("cr.ts", "2:16"),
        ("cr.yaml", "2:8"),
        ("cr.env", "3:14"),
        ("cr-remark.py", "2:10"),
        ("cr-remark.ts", "2:16"),
        ("tabs.yaml", "3:10"),
        ("helm.yaml", "3:8"),
        ("broken.py", "3:10"),
        ("broken.ts", "2:16"),
        ("broken.yaml", "2:8"),
        ("last.py", "1:10"),
        ("last.yaml", "1:8"),
        ("last.env", "1:14"),
    ] {
        assert_eq!(run.of(name), [format!("{place} retired-model")], "{name}");
    }
    assert!(run.findings().iter().all(|(path, _)| !path.starts_with("empty") && !path.starts_with("mark")));
}

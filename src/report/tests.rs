//! All formats over one report with everything in it, and over an empty one.

use super::*;
use crate::diagnostic::{Applicability, Edit, Facts, Fix, Related};
use crate::source::{SourceFile, Span};

const SECRET: &str = "hush-hush-hush";

fn file(path: &str, text: &str) -> SourceFile {
    SourceFile::new(path, text.as_bytes().to_vec()).expect("text")
}

fn find(file: &SourceFile, needle: &str) -> Span {
    let start = memchr::memmem::find(&file.bytes, needle.as_bytes()).expect("the needle");
    Span::new(start, start + needle.len())
}

fn says(rule: Rule, span: Span, message: &str) -> Diagnostic {
    Diagnostic {
        rule,
        severity: rule.default_severity(),
        confidence: Confidence::High,
        span,
        message: message.to_owned(),
        help: None,
        related: Vec::new(),
        fix: None,
        facts: Facts::default(),
    }
}

fn finding(file: &SourceFile, mut diagnostic: Diagnostic) -> Finding {
    diagnostic.fix = diagnostic.fix.and_then(|fix| fix_in_file(file, &fix));
    let related = diagnostic.related.iter().map(|place| RelatedPlace {
        path: file.path.clone(),
        location: location(file, place.span),
        message: place.message.clone(),
        excerpt: Some(excerpt(file, place.span)),
    });
    Finding {
        path: file.path.clone(),
        location: Some(location(file, diagnostic.span)),
        excerpt: Some(excerpt(file, diagnostic.span)),
        related: related.collect(),
        local_file: false,
        diagnostic,
    }
}

fn retired() -> Finding {
    let text = "\u{FEFF}MODEL = 'gpt-4-32k'\n\nclient = OpenAI(api_key='hush-hush-hush')\nclient.chat.completions.create(model=MODEL)\n";
    let file = file("src/app.py", text);
    let span = find(&file, "gpt-4-32k");
    let mut diagnostic = says(Rule::RetiredModel, span, "`gpt-4-32k` was shut down on 2025-06-06");
    diagnostic.help = Some("use `gpt-5.5` instead".to_owned());
    diagnostic.related = vec![
        Related { path: None, span: find(&file, "create(model=MODEL)"), message: "used here".to_owned() },
        Related { path: None, span: find(&file, "OpenAI"), message: "by this client".to_owned() },
    ];
    let edits = vec![Edit { span, content: "gpt-5.5".to_owned() }];
    diagnostic.fix = Some(Fix { applicability: Applicability::Unsafe, edits });
    diagnostic.facts = Facts {
        model: Some("gpt-4-32k".to_owned()),
        provider: Some("openai".to_owned()),
        context: Some("argument"),
        endpoint: Some("chat.completions".to_owned()),
        uses: 1,
        shutdown: Some("2025-06-06".to_owned()),
        replacement: Some("gpt-5.5".to_owned()),
        evidence: Some("the client is openai.OpenAI".to_owned()),
    };
    finding(&file, diagnostic)
}

fn misspelled() -> Finding {
    let file = file("we\u{1b}[31mird\nname.ts", "const c = { apiKey: 'hush-hush-hush', model: 'GPT-4o' } // \u{202e}");
    let span = find(&file, "GPT-4o");
    let mut diagnostic = says(Rule::ModelCasing, span, "model IDs are case-sensitive: `GPT-4o` is `gpt-4o`\u{7}");
    diagnostic.fix =
        Some(Fix { applicability: Applicability::Safe, edits: vec![Edit { span, content: "gpt-4o".to_owned() }] });
    diagnostic.facts.model = Some("GPT-4o".to_owned());
    diagnostic.facts.replacement = Some("gpt-4o".to_owned());
    finding(&file, diagnostic)
}

fn secret() -> Finding {
    let file = file(".env.local", "PASSWORD=hush-hush-hush\nOPENAI_MODEL=sk-hush-hush-hush\n");
    let span = find(&file, "sk-hush-hush-hush");
    let mut diagnostic = says(Rule::UnknownModel, span, "no model has the ID `sk-hush-hush-hush`");
    diagnostic.severity = Severity::Warning;
    diagnostic.confidence = Confidence::Medium;
    diagnostic.help = Some("is `Bearer hush-hush-hush` a key?".to_owned());
    diagnostic.facts.model = Some("sk-hush-hush-hush".to_owned());
    diagnostic.facts.evidence = Some("api_key='hush-hush-hush'".to_owned());
    Finding { local_file: true, ..finding(&file, diagnostic) }
}

fn repeated(number: usize) -> Finding {
    let file = file(&format!("deploy/{}.yaml", number / 2), &format!("# {number}\nmodel: gpt-4\n"));
    let mut diagnostic = says(Rule::DeprecatedModel, find(&file, "gpt-4"), "`gpt-4` shuts down on 2026-10-23");
    diagnostic.facts.model = Some("gpt-4".to_owned());
    diagnostic.facts.shutdown = Some("2026-10-23".to_owned());
    finding(&file, diagnostic)
}

fn unreadable() -> Finding {
    let diagnostic = says(Rule::UnreadableFile, Span::default(), "permission denied");
    let path = "private.py".to_owned();
    Finding { path, location: None, excerpt: None, diagnostic, related: Vec::new(), local_file: false }
}

fn summary() -> Summary {
    Summary {
        as_of: Date::parse("2026-09-01").expect("a day"),
        catalog: Date::parse("2026-08-30"),
        files: 12,
        parsed: 9,
        hidden: BTreeMap::new(),
        skipped: Vec::new(),
        incomplete: false,
    }
}

fn empty() -> Report {
    Report { findings: Vec::new(), summary: summary() }
}

fn everything() -> Report {
    let mut findings = vec![secret()];
    findings.extend((0..6).map(repeated));
    findings.extend([unreadable(), retired(), misspelled()]);
    let skipped = |path: &str, reason| Skipped { path: path.to_owned(), reason };
    let hidden = [(Hidden::Severity, 4), (Hidden::Confidence, 2), (Hidden::Suppressed, 1), (Hidden::Baseline, 3)];
    let summary = Summary {
        hidden: hidden.into(),
        skipped: vec![skipped("a\nb.bin", SkipReason::Binary), skipped("dump.sql", SkipReason::TooLarge)],
        incomplete: true,
        ..summary()
    };
    Report { findings, summary }
}

fn render(format: Format, report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    format.write(report, style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

fn snapshot(name: &str, text: String) {
    insta::with_settings!({ snapshot_path => "../../tests/snapshots", prepend_module_to_snapshot => false, omit_expression => true }, {
        insta::assert_snapshot!(name, text);
    });
}

#[test]
fn every_format_on_one_report() {
    for format in Format::ALL {
        snapshot(&format!("{}-everything", format.name()), render(*format, &everything(), Style::default()));
        snapshot(&format!("{}-empty", format.name()), render(*format, &empty(), Style::default()));
    }
    let verbose = Style { verbose: true, ..Style::default() };
    snapshot("full-verbose", render(Format::Full, &everything(), verbose));
    snapshot("closing", closing(&everything()));
}

#[test]
fn no_format_prints_a_secret_or_a_control_character() {
    for format in Format::ALL {
        for (verbose, quiet) in [(false, false), (true, false), (false, true)] {
            let text = render(*format, &everything(), Style { verbose, quiet, color: false });
            assert!(!text.contains(SECRET), "{}: {text}", format.name());
            assert!(!text.contains(|c: char| c != '\n' && c.is_control()), "{}: {text}", format.name());
        }
    }
}

#[test]
fn names_are_read_back() {
    for format in Format::ALL {
        assert_eq!(Format::parse(format.name()), Some(*format));
    }
}

#[test]
fn concise_has_one_line_per_finding_and_at_most_two_more() {
    let report = everything();
    assert_eq!(render(Format::Concise, &report, Style::default()).lines().count(), report.findings.len() + 2);
    let quiet = Style { quiet: true, ..Style::default() };
    assert_eq!(render(Format::Concise, &report, quiet).lines().count(), report.findings.len());
}

#[test]
fn colour_adds_nothing_but_colour() {
    let strip = |text: String| anstream::adapter::strip_str(&text).to_string();
    for format in Format::ALL {
        let plain = render(*format, &everything(), Style::default());
        assert_eq!(strip(render(*format, &everything(), Style { color: true, ..Style::default() })), plain);
    }
}

#[test]
fn json_edits_count_the_bytes_of_the_file() {
    let report = Report { findings: vec![retired()], summary: summary() };
    let value: serde_json::Value =
        serde_json::from_str(&render(Format::Json, &report, Style::default())).expect("JSON");
    let found = &value["diagnostics"][0];
    assert_eq!((&found["start"], &found["fix"]["edits"][0]["start"]), (&12.into(), &12.into()));
    assert_eq!(found["column"], 10);
}

#[test]
fn far_columns_are_drawn() {
    let file = file("min.js", &format!("{}model:'gpt-4'", " ".repeat(200_000)));
    let diagnostic = says(Rule::UnknownModel, find(&file, "gpt-4"), "no");
    let report = Report { findings: vec![finding(&file, diagnostic)], summary: summary() };
    assert!(render(Format::Full, &report, Style::default()).contains("min.js:1:200008"));
}

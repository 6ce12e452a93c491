//! All formats over one report with everything in it, and over an empty one.

mod schema;

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
    let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
    let edits: Vec<Location> = edits.map(|edit| location(file, edit.span)).collect();
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
        edits,
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
        unconfirmed: None,
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
    Finding {
        path,
        location: None,
        excerpt: None,
        diagnostic,
        related: Vec::new(),
        edits: Vec::new(),
        local_file: false,
    }
}

fn summary() -> Summary {
    Summary {
        as_of: Date::parse("2026-09-01").expect("a day"),
        catalog: Date::parse("2026-08-30"),
        files: 12,
        parsed: 9,
        hidden: BTreeMap::new(),
        tests: 0,
        stale: Vec::new(),
        skipped: Vec::new(),
        incomplete: false,
        fixed: None,
    }
}

fn empty() -> Report {
    Report { findings: Vec::new(), summary: summary(), statistics: None }
}

fn everything() -> Report {
    let mut findings = vec![secret()];
    findings.extend((0..6).map(repeated));
    findings.extend([unreadable(), retired(), misspelled()]);
    let skipped = |path: &str, reason| Skipped { path: path.to_owned(), reason, named: false };
    let hidden = [(Hidden::Severity, 4), (Hidden::Confidence, 2), (Hidden::Suppressed, 1), (Hidden::Baseline, 3)];
    let summary = Summary {
        hidden: hidden.into(),
        tests: 2,
        skipped: vec![
            skipped("a\nb.bin", SkipReason::Binary),
            skipped("dump.sql", SkipReason::TooLarge),
            Skipped { named: true, ..skipped("gone & over.py", SkipReason::Missing) },
        ],
        incomplete: true,
        ..summary()
    };
    Report { findings, summary, statistics: None }
}

fn render(format: Format, report: &Report, style: Style) -> String {
    let mut out = Vec::new();
    format.write(report, style, &mut out).expect("a vector takes everything");
    String::from_utf8(out).expect("text")
}

fn snapshot(name: &str, text: String) {
    insta::with_settings!({
        snapshot_path => "../../tests/snapshots",
        prepend_module_to_snapshot => false,
        omit_expression => true,
        // The pages of the rules are documents of their own.
        filters => vec![(r#""markdown": "(?:\\.|[^"\\])*""#, r#""markdown": "[PAGE]""#)],
    }, {
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
            assert!(!text.contains(|c: char| c != '\n' && super::text::is_unsafe(c)), "{}: {text}", format.name());
        }
    }
}

#[test]
fn names_are_read_back() {
    assert_eq!(Format::ALL.len(), Format::NAMES.len());
    for format in Format::ALL {
        assert_eq!(Format::parse(format.name()), Some(*format));
        assert_eq!(format!("{format:?}").to_lowercase(), format.name());
    }
}

fn json(format: Format, report: &Report) -> serde_json::Value {
    serde_json::from_str(&render(format, report, Style::default())).expect("JSON")
}

#[test]
fn sarif_is_valid() {
    let schema = include_str!("../../tests/schemas/sarif-2.1.0.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    for report in [everything(), empty()] {
        let sarif = json(Format::Sarif, &report);
        let errors = schema::violations(&schema, &sarif);
        assert!(errors.is_empty(), "{}", errors.join("\n"));
        let run = &sarif["runs"][0];
        assert_eq!(run["invocations"][0]["executionSuccessful"], !report.summary.incomplete);
        for result in run["results"].as_array().expect("an array") {
            let index = result["ruleIndex"].as_u64().expect("a number") as usize;
            assert_eq!(run["tool"]["driver"]["rules"][index]["id"], result["ruleId"]);
        }
    }
}

#[test]
fn what_is_no_sarif_is_seen_to_be_none() {
    let schema = include_str!("../../tests/schemas/sarif-2.1.0.json");
    let schema: serde_json::Value = serde_json::from_str(schema).expect("JSON");
    let sound = json(Format::Sarif, &everything());
    let broken: [(&str, serde_json::Value); 6] = [
        ("/version", "2.0".into()),
        ("/runs/0/results/0/level", "notice".into()),
        ("/runs/0/results/0/locations/0/physicalLocation/region/startLine", 0.into()),
        ("/runs/0/results/0/locations/0/physicalLocation/artifactLocation/uri", "a b.py".into()),
        ("/runs/0/results/0/message", serde_json::json!({ "markdown": "x" })),
        ("/runs/0/columnKind", "characters".into()),
    ];
    for (at, value) in broken {
        let mut sarif = sound.clone();
        *sarif.pointer_mut(at).expect("the place") = value;
        assert!(!schema::violations(&schema, &sarif).is_empty(), "{at}");
    }
}

#[test]
fn sarif_and_rdjson_mend_what_the_fix_mends() {
    let report = Report { findings: vec![retired()], summary: summary(), statistics: None };
    let sarif = json(Format::Sarif, &report);
    let replacement = &sarif["runs"][0]["results"][0]["fixes"][0]["artifactChanges"][0]["replacements"][0];
    assert_eq!(replacement["insertedContent"]["text"], "gpt-5.5");
    let region = &replacement["deletedRegion"];
    assert_eq!((&region["startColumn"], &region["endColumn"]), (&10.into(), &19.into()));
    assert_eq!((&region["byteOffset"], &region["byteLength"]), (&12.into(), &9.into()));
    let rdjson = json(Format::Rdjson, &report);
    let suggestion = &rdjson["diagnostics"][0]["suggestions"][0];
    // The byte order mark counts, as a byte of the file.
    assert_eq!(
        (&suggestion["range"]["start"]["column"], &suggestion["range"]["end"]["column"]),
        (&13.into(), &22.into())
    );
    assert_eq!((&rdjson["severity"], &suggestion["text"]), (&"ERROR".into(), &"gpt-5.5".into()));
}

/// Fingerprints of a report in a format, in order.
fn fingerprints(format: Format, report: &Report) -> Vec<String> {
    let value = json(format, report);
    let (of, at) = match format {
        Format::Sarif => (&value["runs"][0]["results"], "/partialFingerprints/ruleFileValueOrdinal~1v1"),
        _ => (&value, "/fingerprint"),
    };
    let own = |item: &serde_json::Value| item.pointer(at).expect("a fingerprint").as_str().expect("text").to_owned();
    of.as_array().expect("an array").iter().map(own).collect()
}

#[test]
fn fingerprints_are_single_and_stay_when_lines_move() {
    for format in [Format::Sarif, Format::Gitlab] {
        let here = fingerprints(format, &everything());
        let mut apart = here.clone();
        apart.sort();
        apart.dedup();
        assert_eq!(apart.len(), here.len(), "{}", format.name());
        let mut moved = everything();
        for finding in &mut moved.findings {
            // Days that are left are part of messages.
            finding.diagnostic.message.push_str(", in 3 days");
            let Some(place) = &mut finding.location else { continue };
            (place.line, place.end_line) = (place.line + 7, place.end_line + 7);
            (place.start, place.end) = (place.start + 70, place.end + 70);
        }
        assert_eq!(fingerprints(format, &moved), here);
    }
    let one =
        fingerprints(Format::Gitlab, &Report { findings: vec![repeated(0)], summary: summary(), statistics: None });
    let two = fingerprints(
        Format::Gitlab,
        &Report { findings: vec![repeated(0), repeated(1)], summary: summary(), statistics: None },
    );
    assert!(two[0] == one[0] && two[1] != one[0]);
}

#[test]
fn xml_is_well_formed_and_counts_right() {
    for report in [everything(), empty()] {
        let text = render(Format::Junit, &report, Style::default());
        let document = roxmltree::Document::parse(&text).expect("XML");
        let count = |name: &str| document.descendants().filter(|node| node.has_tag_name(name)).count();
        let root = document.root_element();
        let said = |name| root.attribute(name).and_then(|n| n.parse().ok()).unwrap_or(usize::MAX);
        assert_eq!(
            (said("tests"), said("failures"), said("errors")),
            (count("testcase"), count("failure"), count("error"))
        );
        let named = report.summary.skipped.iter().filter(|file| file.named).count();
        assert_eq!(said("tests"), (report.findings.len() + named).max(1));
        for suite in document.descendants().filter(|node| node.has_tag_name("testsuite")) {
            let cases = suite.children().filter(|node| node.has_tag_name("testcase"));
            let names: Vec<_> = cases.map(|case| case.attribute("name").expect("a name")).collect();
            assert_eq!(names.iter().collect::<std::collections::BTreeSet<_>>().len(), names.len(), "{names:?}");
        }

        let text = render(Format::Checkstyle, &report, Style::default());
        let document = roxmltree::Document::parse(&text).expect("XML");
        assert_eq!(document.descendants().filter(|n| n.has_tag_name("error")).count(), report.findings.len());
    }
}

#[test]
fn no_name_and_no_message_makes_a_workflow_command() {
    let text = "x = 'gpt-4'";
    let mut report = Report { findings: Vec::new(), summary: summary(), statistics: None };
    for path in ["a\n::error::b.py", "a\r\n::set-output name=x::y.py", "::warning::c.py", "d,line=9,file=e.py"] {
        let file = file(path, text);
        let message = "no model has the ID `x\n::stop-commands::y\r%0A::error::z`";
        report.findings.push(finding(&file, says(Rule::UnknownModel, find(&file, "gpt-4"), message)));
    }
    let text = render(Format::Github, &report, Style::default());
    assert_eq!(text.lines().count(), report.findings.len());
    assert!(!text.contains('\r'));
    for line in text.lines() {
        let rest = line.strip_prefix("::error title=model-lint (unknown-model),file=").expect("a command");
        let (properties, _) = rest.split_once("::").expect("the data");
        assert!(properties.ends_with(",line=1,endLine=1,col=6,endColumn=11"), "{line}");
        assert_eq!(properties.matches(',').count(), 4, "{line}");
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
    let report = Report { findings: vec![retired()], summary: summary(), statistics: None };
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
    let report = Report { findings: vec![finding(&file, diagnostic)], summary: summary(), statistics: None };
    assert!(render(Format::Full, &report, Style::default()).contains("min.js:1:200008"));
}

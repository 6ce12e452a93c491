//! What must hold of any file: spans in the file, positions that agree with its bytes, output that cannot act, fixes that
//! are done once, and an end.
//!
//! Shared by the property tests and the fuzz targets.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]
#![allow(dead_code, reason = "fuzz targets take what they need of it")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use model_lint::catalog::{Catalog, Date};
use model_lint::config::{self, Settings};
use model_lint::diagnostic::Rule;
use model_lint::extract::{self, Comment, Extraction};
use model_lint::project::{self, Choice, Level, Project, Target};
use model_lint::report::{Format, Report, Style};
use model_lint::source::{SourceFile, Span};
use model_lint::suppress;

/// Longest that one small file may take, without optimisation on a busy machine.
const TIME: Duration = Duration::from_secs(10);

/// Names under which a file is checked; fuzz targets choose one by the first byte, and so do their seeds.
pub const NAMES: [&str; 13] = [
    "a.py",
    "a.ipynb",
    "b.ts",
    "c.tsx",
    "d.js",
    "e.yaml",
    ".env",
    "docker-compose.yml",
    "tests/test_f.py",
    "g.json",
    "h.jsonl",
    "pyproject.toml",
    "i.vue",
];

/// Everything speaks, on a day.
pub fn settings() -> Settings {
    let mut settings = Settings::new(PathBuf::from("/nowhere/at/all"), Date::parse("2026-11-23").unwrap());
    settings.apply(config::Layer { pedantic: Some(true), ..config::Layer::default() });
    settings
}

/// A span lies in a text and cuts no character of it.
fn lies_within(span: Span, file: &SourceFile) {
    assert!(span.start <= span.end && span.end as usize <= file.bytes.len(), "{span:?} of {}", file.bytes.len());
    if let Ok(text) = std::str::from_utf8(&file.bytes) {
        assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize), "{span:?}");
    }
}

fn is_sound(extraction: &Extraction, file: &SourceFile) {
    for reference in &extraction.references {
        let value = &reference.value;
        lies_within(value.span, file);
        assert!(!reference.uses.is_empty());
        let mut at = 0;
        for piece in &value.pieces {
            lies_within(piece.span, file);
            let text = &value.text[at..at + piece.len as usize];
            if piece.verbatim {
                // What was masked for the reader of the code is read by others: it stands in the file as it is shown.
                assert_eq!(text.as_bytes(), &file.shown()[piece.span.range()]);
            }
            at += piece.len as usize;
        }
        assert_eq!(at, value.text.len(), "the pieces make up the text");
    }
    let uses = extraction.references.iter().flat_map(|r| &r.uses).chain(&extraction.bare_calls);
    for used in uses {
        lies_within(used.span, file);
        used.parameters.iter().for_each(|p| [p.name_span, p.span].into_iter().for_each(|span| lies_within(span, file)));
    }
    extraction.comments.iter().for_each(|comment| lies_within(comment.span, file));
    extraction.switches.iter().for_each(|switch| lies_within(switch.span, file));
}

/// Places agree with the bytes, and edits replace what was reported.
fn agrees(report: &Report, file: &SourceFile, raw: &[u8], formats: &[Format]) {
    for finding in &report.findings {
        let span = finding.diagnostic.span;
        lies_within(span, file);
        let Some(place) = finding.location else { continue };
        if file.origin.is_some() {
            assert!(place.start <= place.end && place.end as usize <= raw.len() && place.cell.is_some());
            continue;
        }
        let before = &file.bytes[..span.start as usize];
        let line = before.iter().filter(|b| **b == b'\n').count() as u32 + 1;
        let start = before.iter().rposition(|b| *b == b'\n').map_or(0, |at| at + 1);
        let column = String::from_utf8_lossy(&before[start..]).chars().count() as u32 + 1;
        assert_eq!((place.line, place.column), (line, column));
        if file.encoding.is_editable() {
            assert_eq!(&raw[place.start as usize..place.end as usize], &file.shown()[span.range()]);
        }
        // A parameter is renamed, everything else changes the model first, and then what the new one calls otherwise.
        let is_of_model = finding.diagnostic.rule != Rule::UnsupportedParameter;
        let edit = finding.diagnostic.fix.iter().find_map(|fix| fix.edits.first()).filter(|_| is_of_model);
        if let (Some(edit), Some(model)) = (edit, &finding.diagnostic.facts.model) {
            let replaced = String::from_utf8_lossy(&raw[edit.span.range()]);
            assert!(model.contains(replaced.as_ref()), "{replaced:?} is no part of {model:?}");
        }
        if let Some(excerpt) = &finding.excerpt {
            assert!(excerpt.text.get(excerpt.highlight.clone()).is_some() && excerpt.text.chars().count() <= 200);
        }
    }
    for format in formats {
        let mut out = Vec::new();
        format.write(report, Style { verbose: true, ..Style::default() }, &mut out).unwrap();
        let out = String::from_utf8(out).unwrap();
        assert!(!out.contains(['\x1b', '\u{202e}', '\0', '\r', '\x07']), "{out:?}");
    }
}

/// A notebook with one cell; now and then it is cut off.
pub fn notebook(source: &[u8]) -> Vec<u8> {
    let cells = serde_json::json!({"cells": [{"cell_type": "code", "source": String::from_utf8_lossy(source)}]});
    let mut raw = cells.to_string().into_bytes();
    raw.truncate(raw.len() - source.len() % 7);
    raw
}

/// Fixes of some levels add no syntax error, and a second run finds nothing to fix.
pub fn mends(name: &str, raw: &[u8], levels: &[Level]) {
    let Some(reader) = extract::extractor_of(name) else { return };
    if reader.extractor.open(name, raw.to_vec()).is_err() {
        return;
    }
    let folder = PathBuf::from("/nowhere/at/all");
    let mut project = Project::open(&folder, &Choice::Isolated, Date::parse("2026-11-23").unwrap()).unwrap();
    project.settings.apply(config::Layer { pedantic: Some(true), ..config::Layer::default() });
    let target = Target { path: folder.join(name), shown: name.to_owned(), named: true, local: false };
    let errors = |raw: &[u8]| reader.extractor.syntax_errors(&reader.extractor.open(name, raw.to_vec()).unwrap());
    for level in levels.iter().copied() {
        let mut mended = |raw: &[u8]| {
            project.update(target.path.clone(), raw);
            let report = project.check(std::slice::from_ref(&target));
            project.mend(std::slice::from_ref(&target), &report, level, &|_, _| ()).pop()
        };
        let Some(once) = mended(raw) else { continue };
        assert!(errors(&once.new) <= errors(raw));
        assert_eq!(once.fixed == 0, once.new == raw);
        let again = mended(&once.new);
        assert!(again.is_none_or(|a| a.fixed == 0), "{level:?} is not done: {}", String::from_utf8_lossy(&once.new));
    }
}

/// What an extractor makes of a file is sound.
pub fn reads(name: &str, raw: &[u8]) {
    let Some(reader) = extract::extractor_of(name) else { return };
    let Ok(file) = reader.extractor.open(name, raw.to_vec()) else { return };
    let extraction = reader.extractor.summarise(&file, Catalog::bundled());
    is_sound(&extraction, &file);
    suppress::parse(&extraction.comments, &extraction.texts, &file);
}

/// What comments say is read, and what is wrong with it has its place in the file.
pub fn suppresses(comment: &str) {
    let line = format!("x  # {}{comment}\n", extract::COMMENT_MARK);
    let Ok(file) = SourceFile::new("a.py", line.repeat(2).into_bytes()) else { return };
    let of = |start: usize| Comment {
        span: Span::new(start + 3, start + line.len() - 1),
        text: line[4..line.len() - 1].to_owned(),
        alone: start == 0,
    };
    let comments = [of(0), of(line.len())];
    let mut read = suppress::parse(&comments, &[], &file);
    let as_of = Date::parse("2026-11-23").unwrap();
    read.cover(Rule::RetiredModel, &[Span::new(0, 1)], &file, as_of);
    for diagnostic in read.judge(&file, as_of, &|_| true) {
        lies_within(diagnostic.span, &file);
        diagnostic.fix.iter().flat_map(|fix| &fix.edits).for_each(|edit| lies_within(edit.span, &file));
    }
}

/// What is said about a file agrees with it, and cannot act in some formats.
pub fn reports(name: &str, raw: &[u8], formats: &[Format]) {
    let Some(reader) = extract::extractor_of(name) else { return };
    let Ok(file) = reader.extractor.open(name, raw.to_vec()) else { return };
    let target = Target { path: PathBuf::from(name), shown: name.to_owned(), named: true, local: false };
    let report = project::check_text(&settings(), Catalog::bundled(), &target, raw.to_vec());
    assert!(!report.findings.iter().any(|f| f.diagnostic.rule.name() == "internal-error"));
    agrees(&report, &file, raw, formats);
}

/// Checks a file under a name and all that must hold of what is said about it.
pub fn holds(name: &str, raw: &[u8]) {
    let started = Instant::now();
    let raw = if name.ends_with(".ipynb") { &notebook(raw) } else { raw };
    reads(name, raw);
    reports(name, raw, Format::ALL);
    mends(name, raw, &[Level::Safe, Level::Unsafe]);
    assert!(started.elapsed() < TIME, "{name} took {:?}", started.elapsed());
}

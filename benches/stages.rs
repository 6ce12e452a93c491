//! What the stages of a run cost: reading, prefilter, each language, judging, reporting, and the whole.
//!
//! Inputs are made, not stored; the tree of fixtures is the one exception.

#![allow(missing_docs, clippy::unwrap_used, reason = "a bench stops at what it does not expect")]

#[path = "../tests/inputs/mod.rs"]
mod inputs;

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{BatchSize, Criterion, Throughput, criterion_group, criterion_main};
use model_lint::catalog::{Catalog, CodeLanguage, Date};
use model_lint::checks::{self, Scene};
use model_lint::config::Settings;
use model_lint::extract;
use model_lint::prefilter::Prefilter;
use model_lint::project::{self, Target};
use model_lint::report::{Format, Style};
use model_lint::source::SourceFile;

/// One file for each extractor, of some 100 kB.
fn files() -> Vec<(&'static str, &'static str, Vec<u8>)> {
    vec![
        ("python", "a.py", inputs::classes(700).into_bytes()),
        ("typescript", "a.ts", inputs::ts_functions(1_000).into_bytes()),
        ("yaml", "a.yaml", inputs::yaml_rows(1_500).into_bytes()),
        ("dotenv", "a.env", inputs::env(1_500).into_bytes()),
        ("line", "a.min.js", inputs::line(6_000).into_bytes()),
    ]
}

const PYTHON: Option<CodeLanguage> = Some(CodeLanguage::Python);

fn as_of() -> Date {
    Date::parse("2026-11-23").unwrap()
}

fn settings() -> Settings {
    Settings::new(PathBuf::from("/nowhere"), as_of())
}

fn target(name: &str) -> Target {
    Target { path: PathBuf::from(name), shown: name.to_owned(), named: false, local: false }
}

fn read(c: &mut Criterion) {
    let mut group = c.benchmark_group("read");
    let text = inputs::table(4_000).into_bytes();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.iter().flat_map(|byte| [*byte, 0])).collect();
    group.throughput(Throughput::Bytes(text.len() as u64));
    for (name, bytes) in [("utf8", &text), ("utf16", &utf16)] {
        group.bench_function(name, |b| {
            b.iter_batched(|| bytes.clone(), |bytes| SourceFile::new("a.py", bytes), BatchSize::LargeInput);
        });
    }
    group.finish();
}

fn prefilter(c: &mut Criterion) {
    let mut group = c.benchmark_group("prefilter");
    group.bench_function("new", |b| b.iter(|| Prefilter::new(Catalog::bundled(), &settings())));
    let prefilter = Prefilter::new(Catalog::bundled(), &settings());
    let plain = "def add(first, second):\n    return first + second  # of two\n".repeat(2_000);
    let alive = "voices = ['text-embedding-3-small', 'text-embedding-3-large']\n".repeat(2_000);
    for (name, text) in [("plain", plain), ("alive", alive)] {
        assert!(!prefilter.wants(text.as_bytes(), PYTHON), "{name}");
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| prefilter.wants(black_box(text.as_bytes()), PYTHON)));
    }
    group.finish();
}

fn extractors(c: &mut Criterion) {
    let mut group = c.benchmark_group("extract");
    group.sample_size(20);
    for (name, path, bytes) in files() {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let file = SourceFile::new(path, bytes).unwrap();
        let extractor = extract::extractor_of(path).unwrap().extractor;
        group.bench_function(name, |b| b.iter(|| extractor.summarise(black_box(&file), Catalog::bundled())));
    }
    group.finish();
}

fn parsers(c: &mut Criterion) {
    let mut group = c.benchmark_group("parse");
    group.sample_size(20);
    for (name, grammar, text) in [
        ("python", tree_sitter_python::LANGUAGE.into(), inputs::classes(700)),
        ("typescript", tree_sitter_typescript::LANGUAGE_TYPESCRIPT.into(), inputs::ts_functions(1_000)),
    ] {
        group.throughput(Throughput::Bytes(text.len() as u64));
        group.bench_function(name, |b| b.iter(|| extract::code::lower::parse(&grammar, black_box(text.as_bytes()))));
    }
    group.finish();
}

fn judging(c: &mut Criterion) {
    let mut group = c.benchmark_group("check");
    group.sample_size(20);
    let settings = settings();
    for (name, text) in [("retired", inputs::classes(700)), ("unknown", inputs::unknown(500))] {
        let file = SourceFile::new("a.py", text.into_bytes()).unwrap();
        let extraction = extract::extractor_of("a.py").unwrap().extractor.summarise(&file, Catalog::bundled());
        let scene = Scene::new(&settings, Catalog::bundled(), false, true);
        group.throughput(Throughput::Elements(extraction.references.len() as u64));
        group.bench_function(name, |b| {
            b.iter(|| extraction.references.iter().map(|r| checks::check(scene, r).len()).sum::<usize>());
        });
    }
    group.finish();
}

fn reporting(c: &mut Criterion) {
    let mut group = c.benchmark_group("report");
    group.sample_size(20);
    let text = inputs::classes(700).into_bytes();
    let report = project::check_text(&settings(), Catalog::bundled(), &target("a.py"), text);
    group.throughput(Throughput::Elements(report.findings.len() as u64));
    for format in Format::ALL {
        let style = Style { verbose: true, ..Style::default() };
        group.bench_function(format.name(), |b| {
            b.iter(|| format.write(&report, style, &mut std::io::sink()).unwrap());
        });
    }
    group.finish();
}

fn files_below(folder: &Path, found: &mut Vec<Target>) {
    let mut entries: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            files_below(&path, found);
        } else {
            found.push(Target { shown: path.to_string_lossy().into_owned(), path, named: false, local: false });
        }
    }
}

fn whole(c: &mut Criterion) {
    let mut group = c.benchmark_group("whole");
    group.sample_size(20);
    let settings = settings();
    for (name, path, bytes) in files() {
        group.throughput(Throughput::Bytes(bytes.len() as u64));
        let target = target(path);
        group.bench_function(name, |b| {
            let run = |bytes| project::check_text(&settings, Catalog::bundled(), &target, bytes);
            b.iter_batched(|| bytes.clone(), run, BatchSize::LargeInput);
        });
    }
    let mut targets = Vec::new();
    files_below(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut targets);
    group.throughput(Throughput::Elements(targets.len() as u64));
    group.bench_function("fixtures", |b| b.iter(|| project::check(&settings, Catalog::bundled(), &targets)));
    group.finish();
}

criterion_group!(stages, read, prefilter, parsers, extractors, judging, reporting, whole);
criterion_main!(stages);

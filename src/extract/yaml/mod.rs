//! YAML: configuration, compose files, workflows, charts.

mod build;
mod guard;
mod parse;

#[cfg(test)]
mod tests;

use std::ops::Range;

use crate::extract::code::lower::error_nodes;
use crate::extract::lexical::{self, Lines};
use crate::extract::settings::judge::{Judge, Judged};
use crate::extract::settings::scalar::Style;
use crate::extract::settings::tree::{Kind, Tree};
use crate::extract::settings::words;
use crate::extract::{Extraction, Extractor, Trouble, on_several_lines, settings};
use crate::reference::{Context, Reference, Seen};
use crate::source::{SourceFile, Span};
use crate::vocabulary::Vocabulary;

use self::build::build;
use self::parse::Parsed;

/// Reads `.yaml` and `.yml` files.
#[derive(Debug, Clone, Copy, Default)]
pub struct Yaml;

impl Extractor for Yaml {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        match guard::refuse(&file.bytes) {
            Some(trouble) => by_lines(file, trouble, vocabulary),
            None => match parse::parse(&file.bytes) {
                Parsed::Whole(tree) => by_tree(file, &build(&file.bytes, &tree), Seen::Tree, vocabulary),
                Parsed::Masked(tree) => by_tree(file, &build(&file.bytes, &tree), Seen::ErrorRegion, vocabulary),
                Parsed::Broken => by_lines(file, Trouble::SyntaxErrors, vocabulary),
                Parsed::TooCostly => by_lines(file, Trouble::TooCostly, vocabulary),
            },
        }
    }

    fn syntax_errors(&self, file: &SourceFile) -> Option<usize> {
        match guard::refuse(&file.bytes) {
            Some(_) => None,
            None => match parse::parse(&file.bytes) {
                Parsed::Whole(tree) | Parsed::Masked(tree) => Some(error_nodes(&tree)),
                Parsed::Broken => Some(usize::MAX),
                Parsed::TooCostly => None,
            },
        }
    }
}

fn by_tree(file: &SourceFile, tree: &Tree, seen: Seen, vocabulary: &dyn Vocabulary) -> Extraction {
    let Judged { mut references, mut switches, parts } = Judge::new(file, tree, seen, vocabulary).run();
    let regions = lines_of(file, &tree.errors);
    let mut beside: Vec<Reference> = Vec::new();
    for region in regions {
        let lines = matched(file, region, vocabulary);
        beside.extend(lines.references);
        switches.extend(lines.switches);
    }
    references.sort_by_key(|reference| reference.value.span);
    beside.retain(|one| !covered(&references, one.value.span));
    references.append(&mut beside);
    references.sort_by_key(|reference| reference.value.span);
    switches.sort_by_key(|switch| switch.span);
    switches.dedup_by_key(|switch| switch.span);
    let trouble = (!tree.errors.is_empty()).then_some(Trouble::SyntaxErrors);
    let quoted = tree.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(Style::Single | Style::Double)));
    let quoted: Vec<Span> = quoted.map(|node| node.span).collect();
    let comments = settings::hash_comments(file, &quoted);
    let scalars = tree.nodes.iter().filter(|node| matches!(node.kind, Kind::Scalar(_)));
    let texts = on_several_lines(file, scalars.map(|node| node.span));
    Extraction { references, switches, trouble, comments, texts, parts, ..Extraction::default() }
}

/// A value that the tree holds lies over this place.
fn covered(references: &[Reference], span: Span) -> bool {
    let after = references.partition_point(|one| one.value.span.start < span.end);
    references[..after].iter().rev().take(8).any(|one| one.value.span.end > span.start)
}

/// Whole lines that hold these spans, without overlap.
fn lines_of(file: &SourceFile, spans: &[Span]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for span in spans {
        let start = file.lines.range(file.lines.index(span.start as usize), &file.bytes).start;
        let end = file.lines.range(file.lines.index(span.end as usize), &file.bytes).end;
        match out.last_mut() {
            Some(last) if last.end >= start => last.end = last.end.max(end),
            _ => out.push(start..end),
        }
    }
    out
}

fn by_lines(file: &SourceFile, trouble: Trouble, vocabulary: &dyn Vocabulary) -> Extraction {
    let Lines { references, switches } = matched(file, 0..file.bytes.len(), vocabulary);
    let comments = settings::hash_comments(file, &[]);
    Extraction { references, switches, comments, trouble: Some(trouble), ..Extraction::default() }
}

/// The line matcher, silenced in documents that only describe.
fn matched(file: &SourceFile, range: Range<usize>, vocabulary: &dyn Vocabulary) -> Lines {
    let mut lines = lexical::lines(file, range, vocabulary);
    if let Some(context) = silence_of_lines(&file.bytes) {
        lines.references.retain(|one| vocabulary.resembles_id(&one.value.text));
        lines.references.iter_mut().flat_map(|one| &mut one.uses).for_each(|one| one.context = context);
        lines.switches.clear();
    }
    lines
}

/// What a key at the margin says of the whole document.
fn silence_of_lines(bytes: &[u8]) -> Option<Context> {
    bytes.split(|b| *b == b'\n').find_map(|line| {
        let end = line.iter().position(|b| *b == b':')?;
        let name = std::str::from_utf8(&line[..end]).ok()?;
        words::silence_of_document(name.trim_matches(['"', '\'']))
    })
}

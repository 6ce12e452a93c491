//! What a run has to say, and the formats in which it says it.
//!
//! A report is complete: renderers look nothing up and open no file. Each
//! format is one module and one function over the same [`Report`].

mod checkstyle;
mod concise;
mod excerpt;
mod fingerprint;
pub mod format;
mod frame;
mod full;
mod github;
mod gitlab;
mod json;
mod jsonl;
mod junit;
mod mask;
mod patch;
mod plain;
mod rdjson;
mod record;
mod sarif;
mod statistics;
mod summary;
pub mod text;
mod xml;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

pub use self::concise::PATTERN as CONCISE_PATTERN;
pub use self::excerpt::{excerpt, fix_in_file, location};
pub use self::format::{Format, Style};
pub use self::mask::mask;
pub use self::patch::{Patch, patch};
pub use self::statistics::{Owning, Statistics, UNOWNED, Wanted};
pub use self::summary::{closing, withdrawn};
use crate::catalog::Date;
use crate::diagnostic::{Confidence, Diagnostic, Rule, Severity};
pub use crate::source::Cell;

/// Everything that one run has to say.
#[derive(Debug)]
pub struct Report {
    /// Sorted by path and position.
    pub findings: Vec<Finding>,
    /// Counts of what was done, hidden and skipped.
    pub summary: Summary,
    /// Counts by name, where they are wanted.
    pub statistics: Option<Statistics>,
}

/// A diagnostic with its place in a file.
#[derive(Debug, Clone)]
pub struct Finding {
    /// The file, relative to the working directory, with `/`; raw: may hold control characters.
    pub path: String,
    /// The place of the diagnostic's span; absent when the file as a whole is meant.
    pub location: Option<Location>,
    /// The source around the span.
    pub excerpt: Option<Excerpt>,
    /// What is said; edits of its fix count bytes of the file (a byte order mark counts).
    pub diagnostic: Diagnostic,
    /// Places of `diagnostic.related`, in the same order.
    pub related: Vec<RelatedPlace>,
    /// Places of the edits of `diagnostic.fix`, in the same order; empty without a fix.
    pub edits: Vec<Location>,
    /// The file is ignored by git and exists only here.
    pub local_file: bool,
}

/// A related place that was found in its file.
#[derive(Debug, Clone)]
pub struct RelatedPlace {
    /// The file.
    pub path: String,
    /// The place in it.
    pub location: Location,
    /// What is there.
    pub message: String,
    /// The source around it.
    pub excerpt: Option<Excerpt>,
}

/// A place in a file, for people and for machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Location {
    /// First line, from 1.
    pub line: u32,
    /// First column in characters, from 1.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// The column after the last character.
    pub end_column: u32,
    /// First column in bytes of the file's line, from 1 (a byte order mark counts); unknown in a notebook.
    pub byte_column: Option<u32>,
    /// The column after the last byte.
    pub end_byte_column: Option<u32>,
    /// First byte in the file (a byte order mark counts).
    pub start: u32,
    /// The byte after the last.
    pub end: u32,
    /// The cell of a notebook in which it begins.
    pub cell: Option<Cell>,
}

/// One line of source that is safe to print: clipped, secrets masked, control characters replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excerpt {
    /// The line's number, from 1.
    pub line: u32,
    /// Column (characters, from 1) of the first character of `text`; more than 1 where the line was clipped.
    pub column: u32,
    /// The text.
    pub text: String,
    /// The bytes of `text` that the span covers; on character boundaries.
    pub highlight: std::ops::Range<usize>,
}

/// Counts of what a run did.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The day that dates were judged against.
    pub as_of: Date,
    /// The day on which the catalog was last compared with its sources.
    pub catalog: Option<Date>,
    /// Files that were considered.
    pub files: usize,
    /// Files that were parsed, because a rule could speak in them.
    pub parsed: usize,
    /// Diagnostics that were not reported, by reason.
    pub hidden: BTreeMap<Hidden, usize>,
    /// Tests in which something could be said that would be below `--min-severity`, and was not looked for.
    pub tests: usize,
    /// Entries of the baseline that hide nothing any more, in its order.
    pub stale: Vec<Stale>,
    /// Files that were not checked and why, sorted by path.
    pub skipped: Vec<Skipped>,
    /// A file that the user named could not be checked: the run is incomplete.
    pub incomplete: bool,
    /// What was fixed before this was found; absent where nothing was to be fixed.
    pub fixed: Option<Fixed>,
}

/// What fixes did.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Fixed {
    /// Diagnostics whose fix was made.
    pub fixes: usize,
    /// Files that were written.
    pub files: usize,
    /// Fixes that were not made, since they would have added a syntax error, or since nobody can tell.
    pub withdrawn: usize,
    /// Those of them of which nobody can tell: the file is too much for its parser.
    pub untold: usize,
    /// Those were wanted as well after which another model answers.
    pub unsafe_too: bool,
}

/// Why a diagnostic was not reported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Hidden {
    /// Below `--min-severity`.
    Severity,
    /// Below `--min-confidence`.
    Confidence,
    /// An ignore comment covers it.
    Suppressed,
    /// The baseline has it.
    Baseline,
    /// It stands on lines that did not change since the revision.
    Unchanged,
}

/// An entry of the baseline that hides less than it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stale {
    /// The file, relative to the baseline.
    pub path: String,
    /// The rule's name.
    pub rule: String,
    /// What it is about.
    pub value: String,
    /// Places that are gone.
    pub count: usize,
}

/// A file that was not checked.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The file.
    pub path: String,
    /// Why.
    pub reason: SkipReason,
    /// The user named it: the run is incomplete without it.
    pub named: bool,
}

/// Why a file was not checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SkipReason {
    /// Content that is no text.
    Binary,
    /// Larger than the limit.
    TooLarge,
    /// Gone between walk and read.
    Vanished,
    /// A list names it, and it is not there.
    Missing,
    /// No regular file.
    NotRegular,
}

impl SkipReason {
    /// The reason in words.
    pub fn name(self) -> &'static str {
        match self {
            SkipReason::Binary => "binary",
            SkipReason::TooLarge => "too large",
            SkipReason::Vanished => "vanished",
            SkipReason::Missing => "missing",
            SkipReason::NotRegular => "not a regular file",
        }
    }
}

impl Finding {
    /// What it is about, whatever stands around it: the model as it is written, for a parameter with its name, else
    /// what stands at the place. Secrets are masked.
    pub fn subject(&self) -> String {
        let text = self.excerpt.as_ref().and_then(|excerpt| excerpt.text.get(excerpt.highlight.clone()));
        let model = self.diagnostic.facts.model.as_deref().map(mask);
        match (model, text) {
            (Some(model), Some(text)) if self.diagnostic.rule == Rule::UnsupportedParameter => {
                let name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.' | '-');
                let text = text.trim_start_matches(|c| !name(c));
                format!("{model} {}", text.split(|c| !name(c)).next().unwrap_or_default())
            }
            (Some(model), _) => model.into_owned(),
            (None, text) => text.unwrap_or(&self.diagnostic.message).to_owned(),
        }
    }
}

impl Report {
    /// Number of findings of a severity.
    pub fn count(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|f| f.diagnostic.severity == severity).count()
    }

    /// The worst severity, if there is any finding.
    pub fn worst(&self) -> Option<Severity> {
        self.findings.iter().map(|f| f.diagnostic.severity).max()
    }

    /// Number of findings by rule, in the order of the rules.
    pub fn by_rule(&self) -> BTreeMap<Rule, usize> {
        let mut counts = BTreeMap::new();
        for finding in &self.findings {
            *counts.entry(finding.diagnostic.rule).or_default() += 1;
        }
        counts
    }

    /// The least sure finding that is reported, for the closing line.
    pub fn least_confidence(&self) -> Option<Confidence> {
        self.findings.iter().map(|f| f.diagnostic.confidence).min()
    }
}

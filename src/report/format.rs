//! The formats by name.

use std::io::{self, Write};

use super::{Report, concise, full, json, jsonl};

/// A way to say a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Format {
    /// For reading: excerpts, help, and a summary.
    #[default]
    Full,
    /// One line per diagnostic, which editors and CI match.
    Concise,
    /// One document.
    Json,
    /// One object per line and diagnostic.
    Jsonl,
}

/// How a format for people looks; formats for machines ignore it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// With terminal colours.
    pub color: bool,
    /// Nothing is grouped, skipped files are named.
    pub verbose: bool,
    /// Diagnostics alone, without closing lines.
    pub quiet: bool,
}

impl Format {
    /// All of them.
    pub const ALL: &'static [Format] = &[Format::Full, Format::Concise, Format::Json, Format::Jsonl];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Format::Full => "full",
            Format::Concise => "concise",
            Format::Json => "json",
            Format::Jsonl => "jsonl",
        }
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name() == word)
    }

    /// Machines read it: closing lines belong on standard error.
    pub fn is_for_machines(self) -> bool {
        matches!(self, Format::Json | Format::Jsonl)
    }

    /// Writes a report.
    ///
    /// # Errors
    /// What the writer says; a closed pipe is [`io::ErrorKind::BrokenPipe`].
    pub fn write(self, report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
        match self {
            Format::Full => full::write(report, style, out),
            Format::Concise => concise::write(report, style, out),
            Format::Json => json::write(report, out),
            Format::Jsonl => jsonl::write(report, out),
        }
    }
}

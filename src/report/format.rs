//! The formats by name.

use std::io::{self, Write};

use super::{Report, checkstyle, concise, full, github, gitlab, json, jsonl, junit, rdjson, sarif};

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
    /// SARIF 2.1.0, for code scanning and viewers.
    Sarif,
    /// Workflow commands, for annotations on GitHub.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// JUnit's XML, for the test pages of CI servers.
    Junit,
    /// Checkstyle's XML.
    Checkstyle,
    /// reviewdog's diagnostic format.
    Rdjson,
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
    pub const ALL: &'static [Format] = &[
        Format::Full,
        Format::Concise,
        Format::Json,
        Format::Jsonl,
        Format::Sarif,
        Format::Github,
        Format::Gitlab,
        Format::Junit,
        Format::Checkstyle,
        Format::Rdjson,
    ];

    /// Their words on the command line, in the same order.
    pub const NAMES: &'static [&'static str] =
        &["full", "concise", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson"];

    /// The word on the command line.
    pub fn name(self) -> &'static str {
        Format::NAMES[self as usize]
    }

    /// Reads the word.
    pub fn parse(word: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.name() == word)
    }

    /// Machines read it: closing lines belong on standard error.
    pub fn is_for_machines(self) -> bool {
        !matches!(self, Format::Full | Format::Concise)
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
            Format::Sarif => sarif::write(report, out),
            Format::Github => github::write(report, out),
            Format::Gitlab => gitlab::write(report, out),
            Format::Junit => junit::write(report, out),
            Format::Checkstyle => checkstyle::write(report, out),
            Format::Rdjson => rdjson::write(report, out),
        }
    }
}

//! One message with its frame of source, drawn by miette over our own excerpt.
//!
//! miette gets a single clean line that is clipped around the span: on whole
//! files it would scan from the start for every label, let control characters
//! through, and panic on labels beyond column 65,535.

use std::fmt;

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, MietteError, MietteSpanContents, SourceCode,
    SourceSpan, SpanContents, ThemeCharacters, ThemeStyles,
};

use super::{Excerpt, Location};
use crate::diagnostic::Severity;

/// A message about a place; all texts are clean.
#[derive(Debug)]
pub(super) struct Frame<'r> {
    /// What stands before the message: `error[retired-model]:`.
    pub(super) head: String,
    /// The colour of it.
    pub(super) severity: Severity,
    /// The message.
    pub(super) message: String,
    /// What stands under the span.
    pub(super) label: Option<String>,
    /// What to do.
    pub(super) help: Option<String>,
    /// The place.
    pub(super) source: Option<FrameSource<'r>>,
}

/// The line of a place.
#[derive(Debug)]
pub(super) struct FrameSource<'r> {
    /// The path, clean.
    pub(super) path: String,
    /// The place, for the header.
    pub(super) location: Location,
    /// The line.
    pub(super) excerpt: &'r Excerpt,
}

impl Frame<'_> {
    /// The lines of the message, its frame and its help.
    pub(super) fn render(&self, color: bool) -> String {
        let mut characters = ThemeCharacters::unicode();
        for icon in [&mut characters.error, &mut characters.warning, &mut characters.advice] {
            icon.clone_from(&self.head);
        }
        let styles = if color { ThemeStyles::ansi() } else { ThemeStyles::none() };
        let handler = GraphicalReportHandler::new_themed(GraphicalTheme { characters, styles })
            .with_links(false)
            .with_wrap_lines(false)
            .with_context_lines(0)
            .without_syntax_highlighting();
        let mut text = String::new();
        match handler.render_report(&mut text, self) {
            // The head stands at the margin, where miette indents its icon.
            Ok(()) => text.trim_start().to_owned(),
            Err(fmt::Error) => format!("{} {}\n", self.head, self.message),
        }
    }
}

impl fmt::Display for Frame<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Frame<'_> {}

impl Diagnostic for Frame<'_> {
    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Note => miette::Severity::Advice,
        })
    }
    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }
    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.source.as_ref().map(|source| source as &dyn SourceCode)
    }
    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let highlight = &self.source.as_ref()?.excerpt.highlight;
        let label = LabeledSpan::new_primary_with_span(self.label.clone(), highlight.start..highlight.end);
        Some(Box::new(std::iter::once(label)))
    }
}

impl SourceCode for FrameSource<'_> {
    fn read_span<'a>(
        &'a self,
        _span: &SourceSpan,
        _lines_before: usize,
        _lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.excerpt.text.as_bytes();
        // The header takes line and column from here, counted from 0.
        let (line, column) = (self.location.line - 1, self.location.column - 1);
        let whole = SourceSpan::from(0..text.len());
        let contents = MietteSpanContents::new_named(self.path.clone(), text, whole, line as usize, column as usize, 1);
        Ok(Box::new(contents))
    }
}

//! Ignore comments: reading them, applying them, and saying what is wrong with them.
//!
//! `model-lint: ignore[rule, …] until=YYYY-MM-DD -- reason` covers the lines of
//! the comment, `ignore-next-line[…]` the line after it, `ignore-file[…]` the
//! file. The list is mandatory: a comment hides what it names and nothing that
//! is found later.

mod covers;
pub mod insert;
mod judge;
mod parse;
mod removal;

use self::covers::Covers;
use crate::catalog::Date;
use crate::diagnostic::{Diagnostic, Rule};
use crate::source::{SourceFile, Span};

pub use self::parse::parse;

/// The ignore comments of one file, and what is wrong with their form.
#[derive(Debug, Default)]
pub struct Suppressions {
    comments: Vec<Suppression>,
    covers: Covers,
    /// Diagnostics about comments that could not be read.
    malformed: Vec<Diagnostic>,
    /// Where strings on several lines stand.
    texts: Texts,
}

/// Lines of strings that go over several: those that share a line belong together.
#[derive(Debug, Default)]
struct Texts {
    /// In order and apart from each other.
    lines: Vec<(usize, usize)>,
    /// By their beginnings, in order: up to where a text goes that begins here or before.
    reach: Vec<(u32, u32)>,
}

impl Texts {
    fn of(texts: &[Span], file: &SourceFile) -> Texts {
        let mut texts = texts.to_vec();
        texts.sort_unstable();
        let mut found = Texts::default();
        for text in texts {
            let (first, last) = lines_of(text, file);
            match found.lines.last_mut() {
                Some(before) if first <= before.1 => before.1 = before.1.max(last),
                _ => found.lines.push((first, last)),
            }
            let reach = found.reach.last().map_or(0, |(_, end)| *end);
            found.reach.push((text.start, reach.max(text.end)));
        }
        found
    }

    /// Lines, and those of every text that stands on one of them.
    fn widened(&self, (first, last): (usize, usize)) -> (usize, usize) {
        let from = self.lines.partition_point(|text| text.1 < first);
        let to = self.lines.partition_point(|text| text.0 <= last);
        let touching = self.lines.get(from..to).unwrap_or_default();
        touching.iter().fold((first, last), |wide, text| (wide.0.min(text.0), wide.1.max(text.1)))
    }

    /// A text begins before a place and goes on behind it.
    fn hold(&self, place: u32) -> bool {
        let before = self.reach.partition_point(|(start, _)| *start < place);
        before.checked_sub(1).is_some_and(|at| self.reach[at].1 > place)
    }
}

/// One ignore comment that could be read.
#[derive(Debug)]
struct Suppression {
    /// What diagnostics about it point at: from the mark to the end of the directive.
    span: Span,
    /// What goes when the comment is removed; absent where something else stands in it.
    removal: Option<Span>,
    /// What it covers.
    scope: Scope,
    /// Nothing but the comment stands on its line.
    alone: bool,
    /// The named rules.
    entries: Vec<Entry>,
    /// The last day on which it holds.
    until: Option<Date>,
}

/// One name of a list.
#[derive(Debug)]
struct Entry {
    rule: Rule,
    /// The name.
    span: Span,
    /// The name with one of its commas.
    removal: Span,
    /// It covered a diagnostic.
    used: bool,
    /// It did until a day: what it named has become another rule's.
    lapsed: bool,
}

/// What a comment covers; lines count from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    File,
    Lines { first: usize, last: usize },
}

impl Suppression {
    fn expired(&self, as_of: Date) -> bool {
        self.until.is_some_and(|until| until < as_of)
    }
}

impl Suppressions {
    /// The file has no ignore comment at all.
    pub fn is_empty(&self) -> bool {
        self.comments.is_empty() && self.malformed.is_empty()
    }

    /// Whether a comment covers a diagnostic on a day, and remembers that it was of use.
    ///
    /// `spans` are the places of the diagnostic in this file: its own if it is
    /// about this file, and those of its related places in it. So a comment
    /// beside a use covers a value that is defined in another file.
    pub fn cover(&mut self, rule: Rule, spans: &[Span], file: &SourceFile, as_of: Date) -> bool {
        if rule.is_about_the_run() || rule.is_about_suppression() {
            return false;
        }
        let lines: Vec<(usize, usize)> = spans.iter().map(|span| lines_of(*span, file)).collect();
        self.covers.tell(&mut self.comments, rule, &lines, as_of)
    }

    /// Whether a comment covers a diagnostic with a place on a day; nothing is remembered.
    pub fn covers(&self, rule: Rule, span: Span, file: &SourceFile, as_of: Date) -> bool {
        let lines = [lines_of(span, file)];
        let is_meant = !rule.is_about_the_run() && !rule.is_about_suppression();
        is_meant && self.covers.has(rule, &lines, as_of)
    }

    /// Comments of which something could not be read.
    pub fn mistakes(&self) -> usize {
        self.malformed.len()
    }

    /// What is wrong with the comments, once all diagnostics went through [`Suppressions::cover`].
    ///
    /// `speaks` says whether a rule took part in the run: a comment about one that did not is not unused.
    pub fn judge(self, file: &SourceFile, as_of: Date, speaks: &dyn Fn(Rule) -> bool) -> Vec<Diagnostic> {
        let mut said = self.malformed;
        for comment in &self.comments {
            said.extend(judge::judge(comment, file, as_of, speaks));
        }
        said.retain(|diagnostic| speaks(diagnostic.rule));
        said
    }
}

/// Takes away what the comments of a file cover and adds what is wrong with them: (kept, number suppressed).
///
/// This is for the diagnostics of one file; related places in other files need
/// [`Suppressions::cover`] with those files' comments.
pub fn apply(
    mut suppressions: Suppressions,
    diagnostics: Vec<Diagnostic>,
    file: &SourceFile,
    as_of: Date,
    speaks: &dyn Fn(Rule) -> bool,
) -> (Vec<Diagnostic>, usize) {
    let all = diagnostics.len();
    let mut kept = diagnostics;
    if !suppressions.comments.is_empty() {
        kept.retain(|d| !suppressions.cover(d.rule, &places(d), file, as_of));
    }
    let suppressed = all - kept.len();
    kept.extend(suppressions.judge(file, as_of, speaks));
    // Stable: of several diagnostics at one place the order of the checks stays.
    kept.sort_by_key(|d| d.span);
    (kept, suppressed)
}

/// The places of a diagnostic in its own file.
pub fn places(diagnostic: &Diagnostic) -> Vec<Span> {
    let here = diagnostic.related.iter().filter(|related| related.path.is_none());
    std::iter::once(diagnostic.span).chain(here.map(|r| r.span)).collect()
}

/// A model that was only deprecated when the comment was written is retired or redirected on its shutdown day.
fn succeeds(now: Rule, named: Rule) -> bool {
    named == Rule::DeprecatedModel && matches!(now, Rule::RetiredModel | Rule::RedirectedModel)
}

fn lines_of(span: Span, file: &SourceFile) -> (usize, usize) {
    let last = (span.end as usize).saturating_sub(1).max(span.start as usize);
    (file.lines.index(span.start as usize), file.lines.index(last))
}

#[cfg(test)]
mod tests;

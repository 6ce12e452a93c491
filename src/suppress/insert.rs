//! Ignore comments that are put in: where one may stand, and what it says.
//!
//! Nothing here knows a language well enough to be sure: whoever puts one in
//! reads the file again and keeps it only if it hides what it should and
//! changes nothing else.

use super::{Scope, Suppressions, lines_of};
use crate::catalog::Date;
use crate::diagnostic::{Edit, Rule};
use crate::extract::{CommentForm, extractor_of};
use crate::source::{SourceFile, Span};

/// What is to be ignored at one place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The rules, in the order of the documentation.
    pub rules: Vec<Rule>,
    /// The last day.
    pub until: Option<Date>,
    /// Why, in one line.
    pub reason: Option<String>,
    /// The place, then those of its uses: a comment at one of them is enough.
    pub places: Vec<Span>,
}

/// The form of a file's comments by its name; none where there are none.
fn form(file: &SourceFile) -> Option<CommentForm> {
    extractor_of(&file.path)?.of_text(file).comments.filter(|_| file.encoding.is_editable())
}

/// Edits that put in a comment, the most fitting first: into the list of one that covers the place already, behind it,
/// on a line before it, and the same at its uses.
pub fn insertions(wish: &Wish, comments: &Suppressions, texts: &[Span], file: &SourceFile) -> Vec<Edit> {
    let Some(form) = form(file) else { return Vec::new() };
    let maker = Maker { wish, form, texts, file };
    wish.places.iter().flat_map(|place| maker.at(*place, comments)).collect()
}

/// The edit that puts in a comment for the whole file.
pub fn for_file(wish: &Wish, file: &SourceFile) -> Option<Edit> {
    Maker { wish, form: form(file)?, texts: &[], file }.at_the_top()
}

struct Maker<'m> {
    wish: &'m Wish,
    form: CommentForm,
    texts: &'m [Span],
    file: &'m SourceFile,
}

impl Maker<'_> {
    fn at(&self, place: Span, comments: &Suppressions) -> Vec<Edit> {
        let lines = lines_of(place, self.file);
        let (first, last) = comments.texts.widened(lines);
        let mut found: Vec<Edit> = self.joined(lines, comments).into_iter().collect();
        if self.form.behind {
            found.extend(self.behind(last));
        }
        found.extend(self.before(first));
        found.extend(self.within(place));
        found
    }

    /// Into the list of a comment that covers these lines and ends on the same day.
    fn joined(&self, lines: (usize, usize), comments: &Suppressions) -> Option<Edit> {
        let covers = |scope| matches!(scope, Scope::Lines { first, last } if lines.0 <= last && first <= lines.1);
        let mut covering = comments.comments.iter().filter(|c| covers(c.scope) && c.until == self.wish.until);
        let comment = covering.next()?;
        let last = comment.entries.last()?;
        let named = |rule: &Rule| comment.entries.iter().any(|entry| entry.rule == *rule);
        let missing: Vec<&str> = self.wish.rules.iter().filter(|rule| !named(rule)).map(|rule| rule.name()).collect();
        let at = last.span.end as usize;
        let content = missing.iter().map(|name| format!(", {name}")).collect();
        (!missing.is_empty()).then(|| Edit { span: Span::new(at, at), content })
    }

    /// At the end of a line.
    fn behind(&self, line: usize) -> Option<Edit> {
        let range = self.file.lines.range(line, &self.file.bytes);
        let text = self.file.bytes[range.clone()].trim_ascii_end();
        let end = range.start + text.len();
        // In a block of text there is no comment, only more text.
        let in_block = |text: &&Span| {
            matches!(self.file.bytes[text.start as usize], b'|' | b'>')
                && (text.start as usize) < end
                && end <= text.end as usize + 1
        };
        let open = text.ends_with(b"\\") || text.is_empty() || self.texts.iter().any(|text| in_block(&text));
        let content = format!("{}{}{}", self.form.gap, self.form.sign, self.directive("ignore"));
        (!open).then(|| Edit { span: Span::new(end, range.end), content })
    }

    /// Right behind a literal, where comments have an end: in a line of markup there is no other place.
    fn within(&self, place: Span) -> Option<Edit> {
        let quote = *self.file.bytes.get(place.end as usize)?;
        let ends = self.form.sign == "// " && matches!(quote, b'"' | b'\'' | b'`');
        let directive = Some(self.directive("ignore")).filter(|text| ends && !text.contains("*/"))?;
        let at = place.end as usize + 1;
        Some(Edit { span: Span::new(at, at), content: format!(" /* {directive} */") })
    }

    /// On a line of its own before a line, as far to the right.
    fn before(&self, line: usize) -> Option<Edit> {
        let bytes = &self.file.bytes;
        let range = self.file.lines.range(line, bytes);
        let is_continued = line > 0 && bytes[self.file.lines.range(line - 1, bytes)].trim_ascii_end().ends_with(b"\\");
        let indent = bytes[range.clone()].iter().take_while(|b| matches!(b, b' ' | b'\t')).count();
        let indent = std::str::from_utf8(&bytes[range.start..range.start + indent]).ok()?;
        let content = format!("{indent}{}{}{}", self.form.sign, self.directive("ignore-next-line"), self.line_end());
        (!is_continued).then(|| Edit { span: Span::new(range.start, range.start), content })
    }

    /// Before everything but what has to stand first: the interpreter's line and the encoding's.
    fn at_the_top(&self) -> Option<Edit> {
        let bytes = &self.file.bytes;
        let stands_first = |line: &usize| {
            let text = &bytes[self.file.lines.range(*line, bytes)];
            text.starts_with(b"#!") || (text.starts_with(b"#") && memchr::memmem::find(text, b"coding").is_some())
        };
        let line = (0..self.file.lines.count().min(2)).take_while(stands_first).count();
        let at = if line < self.file.lines.count() { self.file.lines.range(line, bytes).start } else { return None };
        let content = format!("{}{}{}", self.form.sign, self.directive("ignore-file"), self.line_end());
        Some(Edit { span: Span::new(at, at), content })
    }

    fn directive(&self, name: &str) -> String {
        let rules: Vec<&str> = self.wish.rules.iter().map(|rule| rule.name()).collect();
        let until = self.wish.until.map(|day| format!(" until={day}")).unwrap_or_default();
        let reason = self.wish.reason.as_ref().map(|reason| format!(" -- {reason}")).unwrap_or_default();
        format!("model-lint: {name}[{}]{until}{reason}", rules.join(", "))
    }

    /// As the file ends its first line.
    fn line_end(&self) -> &'static str {
        let first = memchr::memchr(b'\n', &self.file.bytes);
        if first.is_some_and(|at| at > 0 && self.file.bytes[at - 1] == b'\r') { "\r\n" } else { "\n" }
    }
}

//! From comments to suppressions.

use std::collections::HashMap;

use super::covers::Covers;
use super::judge::unknown;
use super::removal::{begins_another, removable, sign_of};
use super::{Entry, Scope, Suppression, Suppressions, Texts, lines_of};
use crate::catalog::Date;
use crate::diagnostic::{Applicability, Diagnostic, Edit, Fix, Rule};
use crate::extract::{COMMENT_MARK, Comment};
use crate::source::{SourceFile, Span};
use crate::suggest::nearest;

const NEXT_LINE: &str = "ignore-next-line";

const WHOLE_FILE: &str = "ignore-file";

const DIRECTIVES: &[&str] = &["ignore", NEXT_LINE, WHOLE_FILE];

const FORM: &str = "write `model-lint: ignore[rule] -- reason`, `ignore-next-line[rule]` or `ignore-file[rule]`";

/// Reads the ignore comments of a file; `texts` are its strings on several lines, which a comment beside them covers as
/// a whole.
pub fn parse(comments: &[Comment], texts: &[Span], file: &SourceFile) -> Suppressions {
    let mut found = Suppressions { texts: Texts::of(texts, file), ..Suppressions::default() };
    let alone = after_comments(comments.iter().filter(|c| c.alone).map(|c| lines_of(c.span, file).1).collect());
    for comment in comments {
        let Some(mut text) = Cursor::after_mark(comment, file) else { continue };
        match directive(&mut text, comment, file, &alone, &mut found.malformed) {
            Ok(suppression) => found.comments.push(wider(suppression, comment, &found.texts)),
            Err(diagnostic) => found.malformed.push(*diagnostic),
        }
    }
    found.covers = Covers::of(&found.comments);
    found
}

/// A comment covers the whole of a string that stands on its lines; one inside of a block of text covers its own line.
fn wider(mut suppression: Suppression, comment: &Comment, texts: &Texts) -> Suppression {
    if let (Scope::Lines { first, last }, false) = (suppression.scope, texts.hold(comment.span.start)) {
        let (first, last) = texts.widened((first, last));
        suppression.scope = Scope::Lines { first, last };
    }
    suppression
}

/// For each line on which a comment stands alone, the first one after it that is no such line.
fn after_comments(mut lines: Vec<usize>) -> HashMap<usize, usize> {
    lines.sort_unstable();
    let mut after = HashMap::with_capacity(lines.len());
    for line in lines.into_iter().rev() {
        let next = after.get(&(line + 1)).copied().unwrap_or(line + 1);
        after.insert(line, next);
    }
    after
}

/// The rest of a comment, with its place in the file.
#[derive(Clone, Copy)]
pub(super) struct Cursor<'f> {
    /// What was not read yet.
    pub(super) rest: &'f str,
    /// Place of `rest` in the text of the file.
    pub(super) at: usize,
    /// Place of the mark.
    pub(super) mark: usize,
    /// The mark is the first thing in the comment.
    pub(super) leads: bool,
    /// What the comment begins with, if it ends with its line.
    pub(super) sign: Option<&'static [u8]>,
}

impl<'f> Cursor<'f> {
    /// What stands after the mark, up to the end of its line.
    fn after_mark(comment: &Comment, file: &'f SourceFile) -> Option<Cursor<'f>> {
        let bytes = file.bytes.get(comment.span.range())?;
        let mark = memchr::memmem::find(bytes, COMMENT_MARK.as_bytes())?;
        let after = &bytes[mark + COMMENT_MARK.len()..];
        let line = &after[..memchr::memchr(b'\n', after).unwrap_or(after.len())];
        // A directive is ASCII; what is no text ends it.
        let text = std::str::from_utf8(line).or_else(|e| std::str::from_utf8(&line[..e.valid_up_to()])).ok()?;
        let mark_at = comment.span.start as usize + mark;
        let leads = !bytes[..mark].iter().any(u8::is_ascii_alphanumeric);
        let text = text.trim_end().trim_end_matches("*/").trim_end_matches("-->");
        let (rest, at) = (text.trim_end(), mark_at + COMMENT_MARK.len());
        let mut cursor = Cursor { rest, at, mark: mark_at, leads, sign: sign_of(bytes) };
        cursor.skip_blanks();
        Some(cursor)
    }

    fn skip_blanks(&mut self) {
        let blanks = self.rest.len() - self.rest.trim_start().len();
        self.take(blanks);
    }

    fn take(&mut self, len: usize) -> (&'f str, Span) {
        let (taken, rest) = self.rest.split_at(len);
        let span = Span::new(self.at, self.at + len);
        self.rest = rest;
        self.at += len;
        (taken, span)
    }

    /// The next run without blanks.
    fn word(&mut self) -> (&'f str, Span) {
        let len = self.rest.find(char::is_whitespace).unwrap_or(self.rest.len());
        self.take(len)
    }

    /// From the mark up to here.
    fn so_far(&self) -> Span {
        Span::new(self.mark, self.at)
    }
}

fn directive(
    text: &mut Cursor<'_>,
    comment: &Comment,
    file: &SourceFile,
    alone: &HashMap<usize, usize>,
    said: &mut Vec<Diagnostic>,
) -> Result<Suppression, Box<Diagnostic>> {
    let len = text.rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '-').unwrap_or(text.rest.len());
    let (name, span) = text.take(len);
    if !DIRECTIVES.contains(&name) {
        return Err(Box::new(unknown_directive(name, span, text)));
    }
    let entries = list(text, name, said)?;
    let span = text.so_far();
    let until = options(text, said)?;
    let (first, last) = lines_of(comment.span, file);
    let scope = match name {
        WHOLE_FILE => Scope::File,
        NEXT_LINE => {
            // Comments of this kind can be stacked: they mean the line after the last.
            let next = alone.get(&(last + 1)).copied().unwrap_or(last + 1);
            Scope::Lines { first: next, last: next }
        }
        _ => Scope::Lines { first, last },
    };
    let removal = if file.encoding.is_editable() { removable(text, comment, file) } else { None };
    Ok(Suppression { span, removal, scope, alone: comment.alone, entries, until })
}

fn unknown_directive(name: &str, span: Span, text: &Cursor<'_>) -> Diagnostic {
    let span = if span.is_empty() { text.so_far() } else { span };
    let folded = name.to_ascii_lowercase();
    // Who does not speak of a file, or of the next line, does not mean it, however near the name is.
    let could_be_meant = |directive: &&str| match *directive {
        WHOLE_FILE => folded.contains("file"),
        NEXT_LINE => folded.contains("next"),
        _ => true,
    };
    match nearest(name, DIRECTIVES.iter().copied().filter(could_be_meant)) {
        Some(meant) => {
            let edits = vec![Edit { span, content: meant.to_owned() }];
            let mut said = unknown(span, format!("unknown directive `{name}`"), format!("did you mean `{meant}`?"));
            said.fix = Some(Fix { applicability: Applicability::Safe, edits });
            said
        }
        None if name.is_empty() => {
            unknown(span, "this comment does not say what to ignore".to_owned(), FORM.to_owned())
        }
        None => unknown(span, format!("unknown directive `{name}`"), FORM.to_owned()),
    }
}

/// The rules in brackets. Unknown names are reported; the known ones hold.
fn list(text: &mut Cursor<'_>, directive: &str, said: &mut Vec<Diagnostic>) -> Result<Vec<Entry>, Box<Diagnostic>> {
    let missing = |span| {
        let help = format!("name what is to be ignored: `model-lint: {directive}[retired-model]`");
        Box::new(unknown(span, format!("`{directive}` needs a list of rules"), help))
    };
    let Some(end) = text.rest.strip_prefix('[').and_then(|rest| rest.find(']')) else {
        return Err(blank_before_list(text, directive).unwrap_or_else(|| missing(text.so_far())));
    };
    text.take(1);
    let (inside, whole) = text.take(end);
    text.take(1);
    if inside.trim().is_empty() {
        return Err(missing(text.so_far()));
    }
    let mut entries = Vec::new();
    let mut at = whole.start as usize;
    for part in inside.split(',') {
        let name = part.trim();
        let start = at + (part.len() - part.trim_start().len());
        let span = Span::new(start, start + name.len());
        let removal = item_removal(whole, at, part.len());
        at += part.len() + 1;
        match Rule::parse(name) {
            // `[a, ]` is a slip without consequence.
            _ if name.is_empty() => {}
            Some(rule) if rule.is_about_the_run() || rule.is_about_suppression() => {
                let help = "it is switched off in the configuration or not at all".to_owned();
                said.push(unknown(span, format!("`{name}` cannot be ignored by a comment"), help));
            }
            Some(rule) => entries.push(Entry { rule, span, removal, used: false, lapsed: false }),
            None => said.push(unknown_rule(name, span)),
        }
    }
    Ok(entries)
}

/// A list that stands apart from its directive.
fn blank_before_list(text: &Cursor<'_>, directive: &str) -> Option<Box<Diagnostic>> {
    let list = text.rest.trim_start();
    let inside = list.strip_prefix('[')?;
    let blanks = text.rest.len() - list.len();
    inside.find(']').filter(|_| blanks > 0)?;
    let span = Span::new(text.at, text.at + blanks);
    let help = format!("write `{directive}[…]`; as it is, the comment ignores nothing");
    let mut said = unknown(text.so_far(), format!("a blank stands between `{directive}` and its list"), help);
    said.fix = Some(Fix { applicability: Applicability::Safe, edits: vec![Edit { span, content: String::new() }] });
    Some(Box::new(said))
}

/// An item of the list with the comma that goes with it.
fn item_removal(whole: Span, at: usize, len: usize) -> Span {
    let (start, end) = (whole.start as usize, whole.end as usize);
    match (at == start, at + len == end) {
        (true, true) => Span::new(at, at + len),
        (true, false) => Span::new(at, at + len + 1),
        (false, _) => Span::new(at - 1, at + len),
    }
}

fn unknown_rule(name: &str, span: Span) -> Diagnostic {
    let message = format!("unknown rule `{name}`");
    let names = Rule::ALL.iter().filter(|r| !r.is_about_the_run() && !r.is_about_suppression()).map(|r| r.name());
    let Some(meant) = nearest(name, names) else {
        return unknown(span, message, "`model-lint list-rules` names all rules".to_owned());
    };
    let mut said = unknown(span, message, format!("did you mean `{meant}`?"));
    let edits = vec![Edit { span, content: meant.to_owned() }];
    said.fix = Some(Fix { applicability: Applicability::Safe, edits });
    said
}

/// What follows the list: `until=…`, and after `--` a reason that nobody reads but people. Reads up to what it does not
/// understand, or to where a comment of others begins.
fn options(text: &mut Cursor<'_>, said: &mut Vec<Diagnostic>) -> Result<Option<Date>, Box<Diagnostic>> {
    let mut until = None;
    loop {
        text.skip_blanks();
        if text.rest.is_empty() || text.rest.starts_with("--") || begins_another(text) {
            return Ok(until);
        }
        let mut ahead = *text;
        let (word, span) = ahead.word();
        let Some(day) = word.strip_prefix("until=") else {
            let help = "write a reason after `--`".to_owned();
            said.push(unknown(span, format!("`{word}` is not understood here"), help));
            return Ok(until);
        };
        // Taken for no date it would never expire: the comment does not hold.
        let Some(day) = Date::parse(day) else {
            let help = "write `until=YYYY-MM-DD`; as it is, the comment ignores nothing".to_owned();
            return Err(Box::new(unknown(span, format!("`{day}` is not a day"), help)));
        };
        until = Some(day);
        *text = ahead;
    }
}

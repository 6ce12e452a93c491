//! What goes with a comment that is of no use: never what else stands in it, or what it keeps apart.

use super::lines_of;
use super::parse::Cursor;
use crate::extract::Comment;
use crate::source::{SourceFile, Span};

/// Signs with which a comment begins that ends with its line.
const SIGNS: [&[u8]; 2] = [b"#", b"//"];

/// What goes when a comment is removed whose options were read; nothing where words of others would go with it.
pub(super) fn removable(text: &Cursor<'_>, comment: &Comment, file: &SourceFile) -> Option<Span> {
    let (start, end) = (comment.span.start as usize, comment.span.end as usize);
    let line_end = text.at + text.rest.len();
    let other = start_of_another(text).map(|at| text.at + at);
    let says_more = !text.rest.is_empty() && !text.rest.starts_with("--");
    let goes_on = file.bytes[line_end..end].iter().any(u8::is_ascii_alphanumeric);
    match other {
        _ if goes_on || other.is_none() && says_more => None,
        None if text.leads => whole(comment, file),
        None => end_of(text.mark, comment, file),
        // `# model-lint: … # noqa`: the other one stays, with its own sign.
        Some(other) => text.leads.then(|| Span::new(start, other)),
    }
}

/// Another comment begins here.
pub(super) fn begins_another(text: &Cursor<'_>) -> bool {
    start_of_another(text) == Some(0)
}

/// Where another comment begins behind a blank, with the sign that this one has: `# noqa`, `#type: ignore`, but not `#12`.
/// What other languages begin comments with is a part of this one.
fn start_of_another(text: &Cursor<'_>) -> Option<usize> {
    let (rest, sign) = (text.rest.as_bytes(), text.sign?);
    let is_sign = |at: usize| {
        let after = rest[at..].strip_prefix(sign);
        let is_apart = at == 0 || rest[at - 1].is_ascii_whitespace();
        let is_told = |after: &[u8]| after.trim_ascii_start().first().is_some_and(u8::is_ascii_alphabetic);
        is_apart && after.is_some_and(is_told)
    };
    (0..rest.len()).find(|at| is_sign(*at))
}

/// The sign with which a comment begins, if it ends with its line.
pub(super) fn sign_of(comment: &[u8]) -> Option<&'static [u8]> {
    SIGNS.into_iter().find(|sign| comment.starts_with(sign))
}

/// The end of a comment that has a sign of its own behind another one: `# noqa: E501 # model-lint: …`.
fn end_of(mark: usize, comment: &Comment, file: &SourceFile) -> Option<Span> {
    let (start, end) = (comment.span.start as usize, comment.span.end as usize);
    let before = file.bytes[start..mark].trim_ascii_end();
    let other = SIGNS.iter().find_map(|sign| before.strip_suffix(*sign))?.trim_ascii_end();
    let is_one_line = memchr::memchr(b'\n', &file.bytes[start..end]).is_none();
    (is_one_line && !other.is_empty()).then(|| Span::new(start + other.len(), end))
}

/// The comment with the blanks before it, or its whole lines where nothing else stands on them; nothing where it alone
/// keeps two words apart.
fn whole(comment: &Comment, file: &SourceFile) -> Option<Span> {
    let (start, end) = (comment.span.start as usize, comment.span.end as usize);
    let blank = |b: &u8| matches!(b, b' ' | b'\t');
    let blanks = file.bytes[..start].iter().rev().take_while(|b| blank(b)).count();
    let (_, last) = lines_of(comment.span, file);
    let line_end = file.lines.range(last, &file.bytes).end;
    let ends_line = end >= line_end || file.bytes[end..line_end].iter().all(blank);
    if comment.alone && ends_line {
        let next = memchr::memchr(b'\n', &file.bytes[line_end..]).map_or(file.bytes.len(), |n| line_end + n + 1);
        return Some(Span::new(start - blanks, next));
    }
    let before = file.bytes[..start - blanks].last();
    if ends_line || !before.zip(file.bytes.get(end)).is_some_and(|(before, after)| grow_together(*before, *after)) {
        return Some(Span::new(start - blanks, end));
    }
    (blanks > 0).then(|| Span::new(start - blanks + 1, end))
}

/// Side by side they would be one word, or one operator.
fn grow_together(before: u8, after: u8) -> bool {
    let is_of_word = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$' | 0x80..);
    let is_of_operator = |byte: u8| b"+-*/%&|^<>=!?:.".contains(&byte);
    is_of_word(before) && is_of_word(after) || is_of_operator(before) && is_of_operator(after)
}

#[cfg(test)]
mod tests {
    use crate::catalog::Date;
    use crate::diagnostic::Rule;
    use crate::extract;
    use crate::source::SourceFile;
    use crate::suppress::parse;

    /// The text without its ignore comments, as the fix of an unused one leaves it; nothing if there is none.
    fn without(path: &str, text: &str) -> Option<String> {
        let file = SourceFile::new(path, text.as_bytes().to_vec()).expect("a text");
        let reader = extract::extractor_of(path).expect("a language");
        let found = reader.extractor.summarise(&file, crate::catalog::Catalog::bundled());
        let as_of = Date::parse("2026-11-23").expect("a day");
        let said = parse(&found.comments, &found.texts, &file).judge(&file, as_of, &|rule| rule != Rule::ParseTrouble);
        let fix = said.into_iter().find(|said| said.rule == Rule::UnusedSuppression)?.fix?;
        let mut text = text.to_owned();
        for edit in fix.edits.iter().rev() {
            text.replace_range(edit.span.range(), &edit.content);
        }
        Some(text)
    }

    #[test]
    fn only_the_comment_goes() {
        let mark = "model-lint: ignore[retired-model]";
        for (path, before, after) in [
            ("a.py", format!("x = 1  # {mark}\ny = 2\n"), Some("x = 1\ny = 2\n")),
            ("a.py", format!("x = 1  # {mark} -- see #12, #34\n"), Some("x = 1\n")),
            ("a.py", format!("x = 1  # {mark} # type: ignore\n"), Some("x = 1  # type: ignore\n")),
            ("a.py", format!("x = 1  # {mark} -- because  # noqa: E501\n"), Some("x = 1  # noqa: E501\n")),
            ("a.py", format!("x = 1  # noqa # {mark} # pragma: no cover\n"), None),
            ("a.py", format!("x = 1  # {mark} nosec\n"), None),
            ("a.py", format!("x = 1  # {mark} -- or 2 // two\n"), Some("x = 1\n")),
            ("a.ts", format!("x = 1; // {mark} -- see #bugs\n"), Some("x = 1;\n")),
            ("a.ts", format!("f(/* {mark} -- see // there */ x);\n"), Some("f( x);\n")),
            ("a.yaml", format!("a: 1 # {mark} # renovate: x\n"), Some("a: 1 # renovate: x\n")),
            ("a.ts", format!("f(/* {mark} */ x);\n"), Some("f( x);\n")),
            ("a.ts", format!("f = () => {{ return /* {mark} */x; }};\n"), Some("f = () => { return x; };\n")),
            ("a.ts", format!("x = a - /* {mark} */-b;\n"), Some("x = a - -b;\n")),
            ("a.ts", format!("y = typeof/* {mark} */x;\n"), None),
            ("a.ts", format!("/*\n * {mark}\n * Copyright (c) Acme.\n */\nx = 1;\n"), None),
            ("a.ts", format!("/* {mark}\n   License: MIT */\nx = 1;\n"), None),
            ("a.ts", format!("x = 1; // {mark} eslint-disable-line no-foo\n"), None),
            (
                "a.ts",
                format!("x = 1; // {mark} -- why // eslint-disable-line\n"),
                Some("x = 1; // eslint-disable-line\n"),
            ),
        ] {
            assert_eq!(without(path, &before).as_deref(), after, "{before}");
        }
    }
}

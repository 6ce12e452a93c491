//! From a span to what may be shown of it: its place, and one clean line of source.

use std::ops::Range;

use super::mask::{self, Dialect, MASK};
use super::text::stand_in;
use super::{Excerpt, Location};
use crate::diagnostic::{Edit, Fix};
use crate::source::{Place, SourceFile, Span};

/// Most characters of an excerpt.
const WIDTH: usize = 200;

/// Characters kept before the span where a line is clipped.
const BEFORE: usize = 80;

/// Bytes of a line around the span that are looked at: a key that says "secret" stands within them.
const WINDOW: usize = 8192;

/// Where a span stands, for people and for machines: the bytes are those of the file, a byte order mark counts.
pub fn location(file: &SourceFile, span: Span) -> Location {
    let Place { start, end, bytes } = file.place(span);
    // In a file of another format the text's own lines say nothing of the bytes before it.
    let byte_column = |byte: u32| match file.origin {
        Some(_) => None,
        None => {
            let line = file.lines.index(byte as usize);
            // The mark stands on the first line and moves its bytes alone.
            let mark = if line == 0 { file.encoding.offset() as u32 } else { 0 };
            Some(byte - file.lines.range(line, &file.bytes).start as u32 + 1 + mark)
        }
    };
    Location {
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        byte_column: byte_column(span.start),
        end_byte_column: byte_column(span.end),
        start: bytes.start,
        end: bytes.end,
        cell: file.cell(span.start),
    }
}

/// A fix in bytes of the file; nothing if some edit cannot be made there.
pub fn fix_in_file(file: &SourceFile, fix: &Fix) -> Option<Fix> {
    let edit =
        |edit: &Edit| Some(Edit { span: file.stretch(edit.span)?, content: file.written(&edit.content).into_owned() });
    let edits: Option<Vec<Edit>> = fix.edits.iter().map(edit).collect();
    Some(Fix { applicability: fix.applicability, edits: edits? })
}

/// The line in which a span begins, safe to print: clipped around the span, secrets masked, control characters replaced.
pub fn excerpt(file: &SourceFile, span: Span) -> Excerpt {
    let bytes = file.shown();
    let index = file.lines.index(span.start as usize);
    let line = file.lines.range(index, bytes);
    let shown = (span.start as usize).min(line.end)..(span.end as usize).clamp(line.start, line.end);
    let shown = shown.start..shown.end.clamp(shown.start, shown.start.saturating_add(WINDOW));
    let window = window(bytes, &line, &shown);

    let text = |range: Range<usize>| String::from_utf8_lossy(&bytes[range]);
    let (before, within, after) = (text(window.start..shown.start), text(shown.clone()), text(shown.end..window.end));
    let clean = [before.as_ref(), within.as_ref(), after.as_ref()].concat();
    let highlight = before.len()..before.len() + within.len();

    let first_column = characters(&bytes[line.start..window.start]);
    let cells = cells(&clean, &highlight, Dialect::of(&file.path), first_column as u32 + 1);
    clipped(&cells, index as u32 + 1)
}

/// How many characters are shown of some bytes: counted without a copy where they are text.
fn characters(bytes: &[u8]) -> usize {
    std::str::from_utf8(bytes)
        .map_or_else(|_| String::from_utf8_lossy(bytes).chars().count(), |text| text.chars().count())
}

/// The part of a line that is looked at: on character boundaries.
fn window(bytes: &[u8], line: &Range<usize>, shown: &Range<usize>) -> Range<usize> {
    let mut start = shown.start.saturating_sub(WINDOW).max(line.start);
    let mut end = (shown.end + WINDOW).min(line.end);
    let continues = |at: usize| bytes.get(at).is_some_and(|b| b & 0xC0 == 0x80);
    while start < shown.start && start > line.start && continues(start) {
        start += 1;
    }
    while end > shown.end && end < line.end && continues(end) {
        end -= 1;
    }
    start..end
}

/// One character to print.
struct Cell {
    /// What is printed.
    shown: char,
    /// Column of the character in the file that it stands for.
    column: u32,
    /// It belongs to the span.
    lit: bool,
}

/// The characters of a line after masking and cleaning.
fn cells(line: &str, highlight: &Range<usize>, dialect: Dialect, first_column: u32) -> Vec<Cell> {
    let secrets = mask::secrets(line, highlight, dialect);
    let mut secrets = secrets.iter().peekable();
    let mut cells = Vec::with_capacity(line.len());
    for (column, (at, c)) in (first_column..).zip(line.char_indices()) {
        while secrets.next_if(|secret| secret.end <= at).is_some() {}
        let lit = highlight.contains(&at);
        match secrets.peek() {
            Some(secret) if secret.start == at => {
                // A span inside of a secret lights the mask.
                let lit = lit || (secret.start < highlight.end && highlight.start < secret.end);
                cells.extend(MASK.chars().map(|shown| Cell { shown, column, lit }));
            }
            Some(secret) if secret.start < at => {}
            _ => cells.push(Cell { shown: stand_in(&line[..at], c), column, lit }),
        }
    }
    cells
}

/// At most [`WIDTH`] characters with the span in them; `…` stands for what was cut off.
fn clipped(cells: &[Cell], line: u32) -> Excerpt {
    let lit = cells.iter().position(|cell| cell.lit);
    let start = match lit {
        Some(at) if cells.len() > WIDTH => at.saturating_sub(BEFORE).min(cells.len() - WIDTH),
        _ => 0,
    };
    let end = (start + WIDTH).min(cells.len());
    let mut text = String::with_capacity(end - start);
    let mut highlight: Option<Range<usize>> = None;
    for (place, cell) in cells.iter().enumerate().take(end).skip(start) {
        let cut = (place == start && start > 0) || (place + 1 == end && end < cells.len());
        let from = text.len();
        text.push(if cut { '…' } else { cell.shown });
        if cell.lit {
            highlight = Some(highlight.map_or(from, |h| h.start)..text.len());
        }
    }
    let column = cells.get(start).map_or(1, |cell| cell.column);
    Excerpt { line, column, highlight: highlight.unwrap_or(text.len()..text.len()), text }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, text: impl Into<Vec<u8>>) -> SourceFile {
        SourceFile::new(path, text.into()).expect("text")
    }
    fn find(file: &SourceFile, needle: &str) -> Span {
        let start = memchr::memmem::find(&file.bytes, needle.as_bytes()).expect("the needle");
        Span::new(start, start + needle.len())
    }
    fn lit(excerpt: &Excerpt) -> &str {
        &excerpt.text[excerpt.highlight.clone()]
    }

    #[test]
    fn the_mark_counts_in_bytes_and_not_in_columns() {
        let file = file("a.py", "\u{FEFF}x = 1\né = 'gpt-4'\n");
        let place = location(&file, find(&file, "gpt-4"));
        assert_eq!((place.line, place.column, place.end_column), (2, 6, 11));
        assert_eq!((place.start, place.end), (15, 20));
        assert_eq!((place.byte_column, place.end_byte_column), (Some(7), Some(12)));
        assert_eq!(location(&file, find(&file, "= 1")).byte_column, Some(6));
    }

    #[test]
    fn one_line_with_the_span_in_it() {
        let file = file("a.py", "a\r\nmodel = 'gpt-4'\r\nb");
        let excerpt = excerpt(&file, find(&file, "gpt-4"));
        assert_eq!((excerpt.line, excerpt.column, excerpt.text.as_str()), (2, 1, "model = 'gpt-4'"));
        assert_eq!(lit(&excerpt), "gpt-4");
    }

    #[test]
    fn a_span_over_several_lines_shows_its_first() {
        let file = file("a.py", "x = ('gpt'\n  '-4')\n");
        let excerpt = excerpt(&file, find(&file, "'gpt'\n  '-4'"));
        assert_eq!((excerpt.text.as_str(), lit(&excerpt)), ("x = ('gpt'", "'gpt'"));
    }

    #[test]
    fn long_lines_are_clipped_around_the_span() {
        let text = format!("{}'gpt-4'{}", "é".repeat(100_000), "y".repeat(100_000));
        let file = file("a.js", text);
        let span = find(&file, "gpt-4");
        let excerpt = excerpt(&file, span);
        assert_eq!(excerpt.text.chars().count(), WIDTH);
        assert_eq!(lit(&excerpt), "gpt-4");
        assert!(excerpt.text.starts_with('…') && excerpt.text.ends_with('…'));
        let before = excerpt.text[..excerpt.highlight.start].chars().count() as u32;
        assert_eq!(excerpt.column + before, location(&file, span).column);
    }

    #[test]
    fn control_characters_are_visible() {
        let file = file("a.py", "x = 'gpt-4' # \u{1b}[2J \u{202e}");
        assert_eq!(excerpt(&file, find(&file, "gpt-4")).text, "x = 'gpt-4' # ␛[2J \u{FFFD}");
    }

    #[test]
    fn secrets_are_masked_and_the_span_is_not() {
        let dotenv = file(".env", "OPENAI_API_KEY=hush gpt-4 hush\nM=gpt-5");
        let shown = excerpt(&dotenv, find(&dotenv, "gpt-4"));
        assert_eq!((shown.text.as_str(), lit(&shown)), ("OPENAI_API_KEY=***gpt-4***", "gpt-4"));
        let code = file("a.py", "c = C(api_key='hush', model='gpt-4', t='Bearer hushhush')");
        let shown = excerpt(&code, find(&code, "gpt-4"));
        assert_eq!(shown.text, "c = C(api_key='***', model='gpt-4', t='Bearer ***')");
        assert_eq!(lit(&shown), "gpt-4");
    }

    #[test]
    fn a_span_that_is_a_secret_is_masked() {
        let file = file("a.py", "m = 'sk-abc-gpt-4'");
        for needle in ["sk-abc-gpt-4", "gpt-4"] {
            let shown = excerpt(&file, find(&file, needle));
            assert_eq!((shown.text.as_str(), lit(&shown)), ("m = '***'", "***"));
        }
    }

    #[test]
    fn any_bytes_and_spans_are_survived() {
        let file = file("a.yaml", b"\xff\xfe\xf0x: \x80gpt\xffkey=\xffz".to_vec());
        for start in 0..file.bytes.len() {
            for end in start..=file.bytes.len() {
                let shown = excerpt(&file, Span::new(start, end));
                assert!(shown.text.get(shown.highlight.clone()).is_some());
            }
        }
    }
}

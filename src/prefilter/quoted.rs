//! What stands between quotes, whatever the language: short, on one line, and without a quote inside.
//!
//! A literal begins behind a quote and ends before one, and an ID holds none. So the literals that may be IDs are
//! among the runs between one quote and the next; that half of the runs lie between literals does no harm.

use std::ops::Range;

use super::beside::{is_asked_for, is_compared, is_decorated, is_key, is_listed_word};
use crate::catalog::CodeLanguage;
use crate::extract::code::read::FORM_MARK;

/// Longest run that is looked at, in bytes: no ID is as long, and few URLs that hold one.
pub(super) const LONGEST: usize = 512;

/// The quotes of all languages of code.
fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// The run between two quotes around some byte.
pub(super) fn around(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let start = bytes[at.saturating_sub(LONGEST)..at].iter().rposition(|b| is_quote(*b) || *b == b'\n')?;
    let start = at.saturating_sub(LONGEST) + start;
    let end = bytes[at..bytes.len().min(at + LONGEST)].iter().position(|b| is_quote(*b) || *b == b'\n')? + at;
    (is_quote(bytes[start]) && is_quote(bytes[end])).then_some(start + 1..end)
}

/// Some byte stands behind a key or a dash on its line, as a value of YAML without quotes does.
pub(super) fn is_plain_value(bytes: &[u8], at: usize) -> bool {
    let before = &bytes[at.saturating_sub(LONGEST)..at];
    let Some(line) = memchr::memrchr(b'\n', before).map(|start| before[start + 1..].trim_ascii_start()) else {
        return false;
    };
    let key = line.strip_prefix(b"- ").unwrap_or(line);
    let (is_item, mut words) =
        (key.len() < line.len(), key.split(|byte| *byte == b' ').filter(|word| !word.is_empty()));
    let first = words.next().unwrap_or_default();
    let rest = words.count();
    !line.iter().any(|byte| is_quote(*byte)) && ((first.ends_with(b":") && rest == 1) || (is_item && rest == 0))
}

/// The text speaks of YAML, or hands settings on in a text.
pub(super) fn mentions_yaml(bytes: &[u8]) -> bool {
    const WORDS: [&str; 6] = ["yaml", "YAML", "Yaml", "dedent(", "settings=\"\"\"", "config=\"\"\""];
    WORDS.iter().any(|word| memchr::memmem::find(bytes, word.as_bytes()).is_some())
}

/// A place is in a comment, by how its line begins: whatever holds such a line, a string on several lines
/// included, holds no literal there.
pub(super) fn is_comment(bytes: &[u8], at: usize, language: CodeLanguage) -> bool {
    let before = &bytes[at.saturating_sub(LONGEST)..at];
    let start = memchr::memrchr(b'\n', before).map(|at| at + 1).or((at <= LONGEST).then_some(0));
    let Some(line) = start.map(|start| before[start..].trim_ascii_start()) else { return false };
    // In a template on several lines such a line may hold a hole, and the hole a literal.
    let is_name = |b: &u8| b.is_ascii_alphabetic() || matches!(b, b'_' | b'(');
    match language {
        CodeLanguage::Python => {
            line.starts_with(b"#") && !line.windows(2).any(|pair| pair[0] == b'{' && is_name(&pair[1]))
        }
        CodeLanguage::TypeScript => {
            let is_block = line.starts_with(b"* ") || line.starts_with(b"/*");
            let is_comment = line.starts_with(b"//") || (is_block && memchr::memmem::find(line, b"*/").is_none());
            is_comment && memchr::memmem::find(line, b"${").is_none()
        }
    }
}

/// Where the literals of a text stand, read from its beginning as far as it was asked for.
pub(super) struct Literals<'t> {
    bytes: &'t [u8],
    language: CodeLanguage,
    /// Up to here the text was read.
    at: usize,
    /// The last literal before that: where it opens, and its content.
    last: (usize, Range<usize>),
    /// Up to here literals may stand where none was read: in the hole of the last one, or in a comment that is a form.
    broken: usize,
    /// It could not be told where literals stand.
    lost: bool,
}

impl<'t> Literals<'t> {
    pub(super) fn new(bytes: &'t [u8], language: CodeLanguage) -> Literals<'t> {
        Literals { bytes, language, at: 0, last: (0, 0..0), broken: 0, lost: false }
    }

    /// The run may be a literal, or a part of one that is put together: it is no comment and not quoted within a
    /// longer literal. Runs are asked for in order.
    pub(super) fn may_hold(&mut self, run: &Range<usize>) -> bool {
        if is_comment(self.bytes, run.start, self.language) {
            return false;
        }
        // Only where strings, comments and templates are this simple.
        if self.language != CodeLanguage::Python {
            return true;
        }
        if !self.read_to(run.start) {
            return true;
        }
        let (open, content) = &self.last;
        // Between literals there are none, and none in comments.
        if run.end <= *open || content.end <= run.start {
            return false;
        }
        let is_inside = content.start < run.start || run.end < content.end;
        !is_inside || self.has_holes(*open)
    }

    /// The word stands in a literal that has no holes, or in a comment of its own line. Words are asked for in order.
    pub(super) fn is_text(&mut self, word: &Range<usize>) -> bool {
        let is_inside = |content: &Range<usize>| content.start <= word.start && word.end <= content.end;
        is_comment(self.bytes, word.start, self.language)
            || (self.read_to(word.start) && is_inside(&self.last.1) && !self.has_holes(self.last.0))
    }

    /// Reads on to a place; nothing is told of what stands there if it could not be told where literals stand.
    fn read_to(&mut self, place: usize) -> bool {
        while !self.lost && self.at <= place {
            if !self.read_on() {
                break;
            }
        }
        !self.lost && place >= self.broken
    }

    /// The text around a place may be a URL that is asked, or a part of one: it may be a literal, and it is no key, no
    /// route that a decorator gives to a function, and nothing that something is compared with.
    pub(super) fn may_hold_url(&mut self, at: usize) -> bool {
        let run = around(self.bytes, at);
        let is_other = |run: &Range<usize>| {
            is_compared(self.bytes, run)
                || is_asked_for(self.bytes, run)
                || is_key(self.bytes, run)
                || is_decorated(self.bytes, run)
                || is_listed_word(self.bytes, run)
        };
        !run.as_ref().is_some_and(is_other) && self.may_hold(&run.unwrap_or(at..at + 1))
    }

    /// The literal that opens there may have holes.
    fn has_holes(&self, open: usize) -> bool {
        let prefix = &self.bytes[open.saturating_sub(2)..open];
        prefix.iter().any(|b| is_of_template(*b))
    }

    /// Reads up to the end of the next literal; nothing where there is none.
    fn read_on(&mut self) -> bool {
        let bytes = self.bytes;
        let Some(open) = memchr::memchr3(b'#', b'"', b'\'', &bytes[self.at..]).map(|at| self.at + at) else {
            self.at = bytes.len() + 1;
            return false;
        };
        let quote = bytes[open];
        if quote == b'#' {
            self.at = memchr::memchr(b'\n', &bytes[open..]).map_or(bytes.len() + 1, |at| open + at);
            // What the form of a notebook offers stands in comments.
            if memchr::memmem::find(&bytes[open..self.at.min(bytes.len())], FORM_MARK.as_bytes()).is_some() {
                self.broken = self.broken.max(self.at);
            }
            return self.at <= bytes.len();
        }
        let is_long = bytes[open + 1..].starts_with(&[quote, quote]);
        let start = if is_long { open + 3 } else { open + 1 };
        let mut at = start;
        loop {
            let Some(next) = memchr::memchr3(quote, b'\\', b'\n', &bytes[at.min(bytes.len())..]).map(|n| at + n) else {
                self.lost = true;
                return false;
            };
            match bytes[next] {
                b'\\' => at = next + 2,
                b'\n' if !is_long => {
                    self.lost = true;
                    return false;
                }
                b'\n' => at = next + 1,
                _ if is_long && !bytes[next + 1..].starts_with(&[quote, quote]) => at = next + 1,
                _ => {
                    self.last = (open, start..next);
                    self.at = next + if is_long { 3 } else { 1 };
                    if self.has_holes(open) && has_open_hole(&bytes[start..next]) {
                        let end = memchr::memchr(b'\n', &bytes[next..]).map_or(bytes.len(), |end| next + end);
                        self.broken = self.broken.max(end);
                    }
                    return true;
                }
            }
        }
    }
}

/// A hole begins in a text and does not end.
fn has_open_hole(text: &[u8]) -> bool {
    let count = |brace: u8| text.iter().filter(|b| **b == brace).count();
    count(b'{') > count(b'}')
}

/// All runs between two quotes.
pub(super) fn all(bytes: &[u8]) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut quotes = memchr::memchr3_iter(b'"', b'\'', b'`', bytes);
    let mut open = quotes.next();
    std::iter::from_fn(move || {
        loop {
            let (from, to) = (open? + 1, quotes.next()?);
            open = Some(to);
            if from < to && to - from <= LONGEST && !bytes[from..to].contains(&b'\n') {
                return Some(from..to);
            }
        }
    })
}

/// The run is put together with others: it has holes that may be known, or stands beside a `+` or another string.
pub(super) fn is_part(bytes: &[u8], run: &Range<usize>) -> bool {
    let (open, close) = (run.start - 1, run.end);
    let joins = |byte: Option<&u8>| byte.is_none_or(|b| *b == b'+' || is_quote(*b) || b.is_ascii_whitespace());
    // What is farther away than this counts as joined.
    let after = &bytes[close + 1..bytes.len().min(close + 1 + FAR)];
    let end_of_text = close + 1 + after.len() == bytes.len() && after.trim_ascii().is_empty();
    let next = after.trim_ascii_start();
    let is_filled = next.starts_with(b"%") || FILLING.iter().any(|method| next.starts_with(method.as_bytes()));
    if is_filled || (!end_of_text && joins(next.first())) {
        return true;
    }
    let before = &bytes[open.saturating_sub(FAR)..open];
    let prefix = before.iter().rev().take(2).take_while(|b| b.is_ascii_alphabetic()).count();
    let (before, prefix) = before.split_at(before.len() - prefix);
    let text = &bytes[run.clone()];
    // Whatever stands before it.
    if names_file(text) {
        return false;
    }
    let start_of_text = open <= FAR && before.trim_ascii().is_empty();
    if !start_of_text && joins(before.trim_ascii_end().last()) {
        return true;
    }
    let is_template = bytes[open] == b'`' || prefix.iter().any(|b| is_of_template(*b));
    is_template && text.contains(&b'{') && holes(text).all(|hole| is_bound(bytes, hole))
}

/// A letter before the quote of a string says that it may have holes.
fn is_of_template(prefix: u8) -> bool {
    matches!(prefix, b'f' | b'F' | b't' | b'T')
}

/// The text ends as names of files do that hold no model: no ID does.
fn names_file(text: &[u8]) -> bool {
    const ENDINGS: [&[u8]; 9] = [b"css", b"csv", b"html", b"js", b"json", b"md", b"png", b"svg", b"txt"];
    memchr::memrchr(b'.', text).is_some_and(|dot| ENDINGS.contains(&&text[dot + 1..]))
}

/// The byte before a place belongs to a name in a hole of a template, and not to the text: `f"{acme_name}/x"`.
pub(super) fn is_in_hole(bytes: &[u8], run: &Range<usize>, at: usize) -> bool {
    let is_name = |b: &&u8| b.is_ascii_alphanumeric() || matches!(**b, b'_' | b'.');
    let open = run.start - 1;
    let Some(before) = bytes.get(run.start..at) else { return false };
    let start = at - before.iter().rev().take_while(is_name).count();
    let end = at + bytes[at..run.end].iter().take_while(is_name).count();
    let is_marked = match bytes[open] {
        b'`' => bytes[run.start..start].ends_with(b"${"),
        _ => {
            let prefix = open.checked_sub(1).and_then(|at| bytes.get(at));
            prefix.is_some_and(|b| is_of_template(*b)) && opens_hole(&bytes[run.start..start])
        }
    };
    is_marked && end < run.end && matches!(bytes[end], b'}' | b':' | b'!')
}

/// A text ends with a brace that stands for itself neither alone nor with the one before it.
fn opens_hole(text: &[u8]) -> bool {
    text.iter().rev().take_while(|b| **b == b'{').count() % 2 == 1
}

/// What stands in the holes of a template.
fn holes(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    text.split(|b| *b == b'{').skip(1).map(|rest| rest.split(|b| *b == b'}').next().unwrap_or_default())
}

/// Methods of a string that put others into it or behind it.
const FILLING: [&str; 4] = [".format", ".join", ".concat", ".replace"];

/// Bytes around a run within which its neighbours are looked for.
pub(super) const FAR: usize = 1024;
/// Longest text in which holes are traced: in longer ones every one counts as bound.
const MOST_TRACED: usize = 1 << 18;
/// Bytes after a name within which what it is bound to begins.
const NEAR: usize = 120;

/// Somewhere a string may be bound to the name that a hole holds.
fn is_bound(bytes: &[u8], hole: &[u8]) -> bool {
    let is_part = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let name = hole.trim_ascii();
    let name = name.rsplit(|b| *b == b'.').next().unwrap_or_default();
    if name.is_empty() || !name.iter().all(|b| is_part(*b)) {
        return false;
    }
    bytes.len() > MOST_TRACED
        || memchr::memmem::find_iter(bytes, name).any(|at| {
            let behind = &bytes[at + name.len()..bytes.len().min(at + name.len() + NEAR)];
            let sign = behind.iter().position(|b| matches!(b, b'=' | b':'));
            sign.is_some_and(|sign| behind[sign..].iter().any(|b| is_quote(*b)))
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(code: &str) -> Vec<&str> {
        all(code.as_bytes()).map(|run| &code[run]).collect()
    }

    #[test]
    fn runs_lie_between_quotes_on_one_line() {
        assert_eq!(texts("a = 'b'; c = \"d\"\n'e"), ["b", "; c = ", "d"]);
        assert_eq!(texts("`one\ntwo` ''"), [" "]);
        let code = "x = 'abc'";
        assert_eq!(around(code.as_bytes(), 7), Some(5..8));
        assert_eq!(around(b"abc 'd'", 2), None);
    }

    #[test]
    fn comments_and_longer_literals_hold_none() {
        for (code, expected) in [
            ("x = 'id'", true),
            ("x = 1\n  # as 'id'", false),
            ("def f():\n    \"\"\"Takes\n    `id` or 'id'\"\"\"\n", false),
            ("s = \"\"\"id\"\"\"", true),
            ("t = f\"\"\"\n{f('id')}\"\"\"", true),
            ("t = 'say \"id\" now'", false),
            ("it's broken\nx = 'id'", true),
            ("x = 'a'  # as 'id'\ny = 'b'", false),
            ("x = 'a'  # @param ['id', 'b']\ny = 'c'", true),
            ("s = f\"{d['a']}\"\nx = 'id'", true),
            ("s = f\"{f(\"id\")} and {g(\"it\")}\"", true),
            ("s = f\"{f(\"a\")}\"\nx = 1  # 'id'", false),
        ] {
            let run = all(code.as_bytes()).find(|run| &code[run.clone()] == "id").expect("it is there");
            assert_eq!(Literals::new(code.as_bytes(), CodeLanguage::Python).may_hold(&run), expected, "{code}");
        }
        let code = "/**\n * A 'doc'\n */\n// 'line'\nf('id')";
        let held = |run: &Range<usize>| Literals::new(code.as_bytes(), CodeLanguage::TypeScript).may_hold(run);
        let texts: Vec<&str> = all(code.as_bytes()).filter(held).map(|run| &code[run]).collect();
        assert_eq!(texts, ["id"]);
    }

    #[test]
    fn names_in_holes_are_no_text() {
        for (code, expected) in [
            ("f'{id_name}/x'", true),
            ("fr\"{own.id_name:>4}/x\"", false),
            ("f\"{own.id_name:>4}/x\"", true),
            ("f'{id}'", true),
            ("`${own.id}/x`", true),
            ("f'{{id}}'", false),
            ("'{id_name}/x'", false),
            ("`{id}/x`", false),
            ("f'id-{name}'", false),
            ("f'{name}-id'", false),
            ("f'{get(id)}'", false),
        ] {
            let at = code.find("id").expect("it is there") + 2;
            let run = around(code.as_bytes(), at).expect("quoted");
            assert_eq!(is_in_hole(code.as_bytes(), &run, at), expected, "{code}");
        }
    }

    #[test]
    fn parts_are_put_together() {
        for (code, expected) in [
            ("x = 'part'", false),
            ("x = 'part' + y", true),
            ("x = y + 'part'", true),
            ("x = ('part'\n  'other')", true),
            ("x = 'part%s' % y", true),
            ("x = 'part{}'.format(y)", true),
            ("x = f'part{n}'", false),
            ("n = 'a'\nx = f'part{n}'", true),
            ("n = 'a'\nx = 'part{n}'", false),
            ("const n = 'a', x = `part${n}`", true),
            ("n = 'a'\nx = f'part{n}.json'", false),
            ("x = y + 'part/a.json'", false),
            ("x = 'part.json' + y", true),
        ] {
            let at = code.find("part").expect("it is there") + 1;
            let run = around(code.as_bytes(), at).expect("quoted");
            assert_eq!(is_part(code.as_bytes(), &run), expected, "{code}");
        }
    }
}

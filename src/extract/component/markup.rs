//! Where scripts stand in markup. Elements end as in HTML: the first end tag closes a script, whatever quotes stand
//! around it. Each byte is looked at a few times at most, whatever the text is.

use std::ops::Range;

use memchr::memmem;

use crate::extract::typescript::TypeScript;

/// What a script is written in; of several in one file the later one here reads the others as well.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(super) enum Dialect {
    #[default]
    JavaScript,
    TypeScript,
    Tsx,
}

impl From<Dialect> for TypeScript {
    fn from(dialect: Dialect) -> TypeScript {
        match dialect {
            Dialect::JavaScript => TypeScript::JavaScript,
            Dialect::TypeScript => TypeScript::TypeScript,
            Dialect::Tsx => TypeScript::Tsx,
        }
    }
}

/// The inside of a script.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Script {
    pub(super) range: Range<usize>,
    pub(super) dialect: Dialect,
}

/// What fences a script off at the beginning of a file.
const FENCE: &[u8] = b"---";

/// Puts blanks in the place of everything that is no script.
pub(super) fn mask(bytes: &mut [u8], has_fences: bool) {
    let scripts = scripts(bytes, has_fences);
    let mut at = 0;
    for script in &scripts {
        blank(&mut bytes[at..script.range.start]);
        at = script.range.end;
    }
    blank(&mut bytes[at..]);
    // A statement does not go on in the next script.
    for end in scripts.iter().map(|script| script.range.end) {
        if let Some(behind) = bytes.get_mut(end) {
            *behind = b';';
        }
    }
}

fn blank(text: &mut [u8]) {
    text.iter_mut().filter(|b| !matches!(b, b'\n' | b'\r')).for_each(|b| *b = b' ');
}

/// The scripts of a file, in order.
pub(super) fn scripts(bytes: &[u8], has_fences: bool) -> Vec<Script> {
    elements(bytes, has_fences).0
}

/// The values of the items that a select box offers, where they are written out: `<option value="…">`.
pub(super) fn options(bytes: &[u8], has_fences: bool) -> Vec<Range<usize>> {
    let mut options = elements(bytes, has_fences).1;
    options.retain(|value| !value.is_empty() && !bytes[value.clone()].iter().any(|b| matches!(b, b'{' | b'}')));
    options
}

/// The scripts of a file, and the values of its options.
fn elements(bytes: &[u8], has_fences: bool) -> (Vec<Script>, Vec<Range<usize>>) {
    let mut found: Vec<Script> = has_fences.then(|| front_matter(bytes)).flatten().into_iter().collect();
    let mut options = Vec::new();
    // A tag without an end leaves nothing to read behind it.
    let mut ends = true;
    let mut at = found.last().map_or(0, |script| script.range.end);
    while let Some(open) = memchr::memchr(b'<', &bytes[at.min(bytes.len())..]).map(|next| at + next) {
        let rest = &bytes[open + 1..];
        at = if rest.starts_with(b"!--") {
            memmem::find(&bytes[open..], b"-->").map_or(bytes.len(), |end| open + end + 3)
        } else if let Some(name) = ["script", "style"].into_iter().find(|name| is_tag(rest, name)) {
            let Some(tag) = Tag::read(bytes, open + 1 + name.len()) else { break };
            let end = if tag.is_closed { tag.end } else { end_of(bytes, tag.end, name) };
            let dialect = if name == "script" { tag.dialect(has_fences) } else { None };
            found.extend(dialect.filter(|_| tag.end < end).map(|dialect| Script { range: tag.end..end, dialect }));
            end
        } else if ends && is_tag(rest, "option") {
            let tag = Tag::read(bytes, open + 1 + "option".len());
            ends = tag.is_some();
            options.extend(tag.as_ref().and_then(|tag| tag.value.clone()));
            tag.map_or(open + 1, |tag| tag.end)
        } else {
            open + 1
        };
    }
    (found, options)
}

/// The script between two lines of dashes that open a file.
fn front_matter(bytes: &[u8]) -> Option<Script> {
    let blanks = bytes.len() - bytes.trim_ascii_start().len();
    bytes[blanks..].starts_with(FENCE).then_some(())?;
    let start = blanks + FENCE.len();
    let ends = memmem::find_iter(&bytes[start..], b"\n---").next();
    // Whoever is still typing has not written the other one.
    let end = ends.map_or(bytes.len(), |end| start + end + 1);
    (start < end).then_some(Script { range: start..end, dialect: Dialect::TypeScript })
}

/// A tag of this name begins behind the `<`.
fn is_tag(rest: &[u8], name: &str) -> bool {
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && rest.get(name.len()).is_some_and(is_end)
}

/// Where the end tag of an element begins; the end of the file where there is none.
fn end_of(bytes: &[u8], from: usize, name: &str) -> usize {
    let is_end = |at: &usize| is_tag(&bytes[at + 2..], name);
    memmem::find_iter(&bytes[from..], b"</").map(|at| from + at).find(is_end).unwrap_or(bytes.len())
}

/// The rest of an opening tag.
#[derive(Default)]
struct Tag<'b> {
    /// The byte behind its `>`.
    end: usize,
    /// It closes itself.
    is_closed: bool,
    lang: Option<&'b [u8]>,
    kind: Option<&'b [u8]>,
    value: Option<Range<usize>>,
}

impl<'b> Tag<'b> {
    /// Reads attributes up to the end of a tag; nothing where it does not end.
    fn read(bytes: &'b [u8], from: usize) -> Option<Tag<'b>> {
        let mut tag = Tag::default();
        let mut at = from;
        loop {
            match bytes.get(at)? {
                b'>' => {
                    tag.end = at + 1;
                    return Some(tag);
                }
                b'/' => {
                    tag.is_closed = bytes.get(at + 1) == Some(&b'>');
                    at += 1;
                }
                b if b.is_ascii_whitespace() => at += 1,
                _ => {
                    let attribute = attribute(bytes, at)?;
                    match attribute.name {
                        b"lang" => tag.lang = attribute.value.map(|value| &bytes[value]),
                        b"type" => tag.kind = attribute.value.map(|value| &bytes[value]),
                        b"value" => tag.value = attribute.value,
                        _ => {}
                    }
                    at = attribute.end;
                }
            }
        }
    }

    /// What the script is written in; nothing where it is data, or a language that is not read.
    fn dialect(&self, is_typed: bool) -> Option<Dialect> {
        let usual = if is_typed { Dialect::TypeScript } else { Dialect::JavaScript };
        let by_kind = match self.kind.unwrap_or_default() {
            b"" | b"module" | b"text/javascript" | b"application/javascript" => usual,
            b"text/typescript" | b"application/typescript" => Dialect::TypeScript,
            _ => return None,
        };
        match self.lang.unwrap_or_default() {
            b"" => Some(by_kind),
            b"ts" | b"typescript" => Some(Dialect::TypeScript),
            b"js" | b"javascript" | b"jsx" => Some(Dialect::JavaScript),
            b"tsx" => Some(Dialect::Tsx),
            _ => None,
        }
    }
}

/// An attribute of a tag.
struct Attribute<'b> {
    name: &'b [u8],
    value: Option<Range<usize>>,
    /// The byte behind it.
    end: usize,
}

/// The attribute that begins at a byte; nothing where it does not end.
fn attribute(bytes: &[u8], from: usize) -> Option<Attribute<'_>> {
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'=');
    // A sign by itself is a name as well, so that there is always some progress.
    let name_end = from + 1 + bytes[from + 1..].iter().position(is_end)?;
    let name = &bytes[from..name_end];
    if bytes[name_end] != b'=' {
        return Some(Attribute { name, value: None, end: name_end });
    }
    let start = name_end + 1;
    let (value, end) = match bytes.get(start)? {
        quote @ (b'"' | b'\'') => {
            let len = memchr::memchr(*quote, &bytes[start + 1..])?;
            (start + 1..start + 1 + len, start + len + 2)
        }
        _ => {
            let len = bytes[start..].iter().position(|b| b.is_ascii_whitespace() || *b == b'>')?;
            (start..start + len, start + len)
        }
    };
    Some(Attribute { name, value: Some(value), end })
}

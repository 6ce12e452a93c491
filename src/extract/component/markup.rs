//! Where scripts stand in markup. Elements end as in HTML: the first end tag closes a script, whatever quotes stand
//! around it. Each byte is looked at a few times at most, whatever the text is.

use std::ops::Range;

use memchr::memmem;

use crate::extract::tags::{Offer, Offers, Tag, end_of_comment, is_tag};
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

/// What the select boxes of a file offer.
pub(super) fn offers(bytes: &[u8], has_fences: bool) -> Vec<Offer> {
    elements(bytes, has_fences).1.written_out(bytes)
}

/// The scripts of a file, and what it offers.
fn elements(bytes: &[u8], has_fences: bool) -> (Vec<Script>, Offers) {
    let mut found: Vec<Script> = has_fences.then(|| front_matter(bytes)).flatten().into_iter().collect();
    let mut offers = Offers::default();
    let mut at = found.last().map_or(0, |script| script.range.end);
    while let Some(open) = memchr::memchr(b'<', &bytes[at.min(bytes.len())..]).map(|next| at + next) {
        let rest = &bytes[open + 1..];
        at = if rest.starts_with(b"!--") {
            end_of_comment(bytes, open)
        } else if let Some(name) = ["script", "style"].into_iter().find(|name| is_tag(rest, name)) {
            let Some(tag) = Tag::read(bytes, open + 1 + name.len()) else { break };
            let end = if tag.is_closed { tag.end } else { end_of(bytes, tag.end, name) };
            let dialect = if name == "script" { dialect_of(&tag, has_fences) } else { None };
            found.extend(dialect.filter(|_| tag.end < end).map(|dialect| Script { range: tag.end..end, dialect }));
            end
        } else {
            offers.read(bytes, open).unwrap_or(open + 1)
        };
    }
    (found, offers)
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

/// Where the end tag of an element begins; the end of the file where there is none.
fn end_of(bytes: &[u8], from: usize, name: &str) -> usize {
    let is_end = |at: &usize| is_tag(&bytes[at + 2..], name);
    memmem::find_iter(&bytes[from..], b"</").map(|at| from + at).find(is_end).unwrap_or(bytes.len())
}

/// What the script is written in; nothing where it is data, or a language that is not read.
fn dialect_of(tag: &Tag<'_>, is_typed: bool) -> Option<Dialect> {
    let usual = if is_typed { Dialect::TypeScript } else { Dialect::JavaScript };
    let by_kind = match tag.kind.unwrap_or_default() {
        b"" | b"module" | b"text/javascript" | b"application/javascript" => usual,
        b"text/typescript" | b"application/typescript" => Dialect::TypeScript,
        _ => return None,
    };
    match tag.lang.unwrap_or_default() {
        b"" => Some(by_kind),
        b"ts" | b"typescript" => Some(Dialect::TypeScript),
        b"js" | b"javascript" | b"jsx" => Some(Dialect::JavaScript),
        b"tsx" => Some(Dialect::Tsx),
        _ => None,
    }
}

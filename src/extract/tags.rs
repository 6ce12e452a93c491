//! Tags of markup, wherever it stands: in components, and in texts of code that are pages.

use std::ops::Range;

use memchr::memmem;

use crate::extract::called;
use crate::reference::{Context, Evidence, Piece, Platform, Reference, Seen, Use, Value};
use crate::source::Span;
use crate::vocabulary::{ProviderId, Vocabulary};

/// Attributes that say what people choose in a select box.
const CALLED_BY: [&[u8]; 5] = [b"id", b"name", b"data-setting", b"v-model", b"bind:value"];

/// What elements are called that are items of a select box.
pub(super) const ITEM: &[u8] = b"option";

/// An item that a select box offers: `<option value="…">`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Offer {
    /// Where the value stands.
    value: Range<usize>,
    /// Where it stands what the select box is called.
    called: Option<Range<usize>>,
}

impl Offer {
    /// The choice, if it may be a model: on the platform that the select box is called by. The text begins at this byte.
    pub(super) fn reference(&self, bytes: &[u8], start: usize, vocabulary: &dyn Vocabulary) -> Option<Reference> {
        let text = std::str::from_utf8(&bytes[self.value.clone()]).ok().filter(|text| vocabulary.resembles_id(text))?;
        let span = Span::new(start + self.value.start, start + self.value.end);
        // An edit would have to be looked for where the markup was masked.
        let pieces = vec![Piece { len: text.len() as u32, span, verbatim: false }];
        let value = Value { text: text.to_owned(), span, pieces, seen: Seen::Tree };
        let mut used = Use::new(Context::Choice, span, "value");
        let called = self.called.clone().and_then(|called| std::str::from_utf8(&bytes[called]).ok());
        if let Some(provider) = called.and_then(|called| platform_of(called, vocabulary)) {
            used.platform = Platform::Known(provider, Evidence::Settings);
        }
        Some(Reference { value, uses: vec![used], repeats: Vec::new() })
    }
}

/// The platform that the name of a select box calls: `acmeModel`, `settings.acme_model`, `acme-select`.
fn platform_of(called: &str, vocabulary: &dyn Vocabulary) -> Option<ProviderId> {
    let own = called.rsplit('.').next().unwrap_or(called);
    let by_key = || vocabulary.name(own).and_then(|key| key.provider);
    let words = called.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let capitals: String = words.map(|word| word[..1].to_ascii_uppercase() + &word[1..]).collect();
    let by_word = || called::capitalised(&capitals).iter().find_map(|word| vocabulary.provider_word("", word));
    by_key().or_else(|| called::platform_in(&capitals, vocabulary)).or_else(by_word)
}

/// What the select boxes of a text offer, read tag by tag.
#[derive(Default)]
pub(super) struct Offers {
    found: Vec<Offer>,
    /// What the select box around it is called.
    called: Option<Range<usize>>,
    /// A tag had no end: there is nothing to read behind it.
    is_open: bool,
}

impl Offers {
    /// The offers of a text that is markup from its beginning.
    pub(super) fn of(bytes: &[u8]) -> Vec<Offer> {
        let mut offers = Offers::default();
        let mut at = 0;
        while let Some(open) = memchr::memchr(b'<', &bytes[at..]).map(|next| at + next) {
            let comment = || bytes[open..].starts_with(b"<!--").then(|| end_of_comment(bytes, open));
            at = comment().or_else(|| offers.read(bytes, open)).unwrap_or(open + 1);
        }
        offers.written_out(bytes)
    }

    /// Reads the tag at a `<` if it is that of an item or of a select box: the byte behind it.
    pub(super) fn read(&mut self, bytes: &[u8], open: usize) -> Option<usize> {
        let rest = &bytes[open + 1..];
        if rest.starts_with(b"/") && is_tag(&rest[1..], "select") {
            self.called = None;
        }
        let name = name_of_tag(rest);
        let is_box = name.eq_ignore_ascii_case(b"select");
        if self.is_open || !(is_box || is_item(name)) {
            return None;
        }
        let tag = Tag::read(bytes, open + 1 + name.len());
        self.is_open = tag.is_none();
        let tag = tag?;
        if is_box {
            self.called = tag.called;
        } else if let Some(value) = tag.value {
            self.found.push(Offer { value, called: self.called.clone() });
        }
        Some(tag.end)
    }

    /// Those whose values are written out.
    pub(super) fn written_out(self, bytes: &[u8]) -> Vec<Offer> {
        let mut found = self.found;
        let is_name = |value: &Range<usize>| !bytes[value.clone()].iter().any(|b| matches!(b, b'{' | b'}'));
        found.retain(|offer| !offer.value.is_empty() && is_name(&offer.value));
        found
    }
}

/// The byte behind a comment; the end of the text where it has none.
pub(super) fn end_of_comment(bytes: &[u8], open: usize) -> usize {
    memmem::find(&bytes[open..], b"-->").map_or(bytes.len(), |end| open + end + 3)
}

/// The name of the tag that begins behind the `<`.
fn name_of_tag(rest: &[u8]) -> &[u8] {
    let is_part = |b: &u8| b.is_ascii_alphanumeric() || *b == b'-';
    &rest[..rest.iter().position(|b| !is_part(b)).unwrap_or(rest.len())]
}

/// An element that is an item of a select box: `option`, or one that a library calls after it (`acme-option`).
pub(super) fn is_item(name: &[u8]) -> bool {
    let end = name.len().checked_sub(ITEM.len()).filter(|end| name[*end..].eq_ignore_ascii_case(ITEM));
    end.is_some_and(|end| end == 0 || name[end - 1] == b'-')
}

/// A tag of this name begins behind the `<`.
pub(super) fn is_tag(rest: &[u8], name: &str) -> bool {
    let is_end = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'>' | b'/');
    rest.get(..name.len()).is_some_and(|start| start.eq_ignore_ascii_case(name.as_bytes()))
        && rest.get(name.len()).is_some_and(is_end)
}

/// The rest of an opening tag.
#[derive(Default)]
pub(super) struct Tag<'b> {
    /// The byte behind its `>`.
    pub(super) end: usize,
    /// It closes itself.
    pub(super) is_closed: bool,
    pub(super) lang: Option<&'b [u8]>,
    pub(super) kind: Option<&'b [u8]>,
    value: Option<Range<usize>>,
    /// What it is called, or keeps what is chosen under.
    called: Option<Range<usize>>,
}

impl<'b> Tag<'b> {
    /// Reads attributes up to the end of a tag; nothing where it does not end.
    pub(super) fn read(bytes: &'b [u8], from: usize) -> Option<Tag<'b>> {
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
                        name if CALLED_BY.contains(&name) => tag.called = attribute.value.or(tag.called),
                        _ => {}
                    }
                    at = attribute.end;
                }
            }
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

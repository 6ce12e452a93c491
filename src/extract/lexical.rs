//! The line matcher: reads `key: value` and `key = value` where no tree is to be had.
//!
//! It knows no language. It serves files that are too large, too deep or too
//! broken for a parser, and regions with syntax errors: errors widen the search.

use std::ops::Range;

use crate::extract::BaseUrl;
use crate::extract::settings::text::Text;
use crate::extract::settings::{self, Doing, live, tells};
use crate::reference::{Context, Platform, Reference, Seen, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Key, Role, Vocabulary};

mod line;

pub(crate) use line::{Pair, json_pairs, key_before, pairs};

/// What the line matcher finds in a file.
#[derive(Debug, Default)]
pub(crate) struct Lines {
    /// Values, by position.
    pub references: Vec<Reference>,
    /// Base URLs of the environment.
    pub switches: Vec<BaseUrl>,
}

/// Reads all lines of a range of bytes.
pub(crate) fn lines(file: &SourceFile, range: Range<usize>, vocabulary: &dyn Vocabulary) -> Lines {
    let found = named(&file.bytes, pairs(&file.bytes, range));
    let tells: Vec<_> = found
        .iter()
        .filter_map(|one| {
            let key = key_of(&one.name, vocabulary)?;
            tells::tell(&one.name, &key, &said(&file.bytes, one.pair.value), false, vocabulary)
        })
        .collect();
    let mut out = Lines::default();
    for one in &found {
        let text = Text::verbatim(&file.bytes, one.pair.value);
        let key = key_of(&one.name, vocabulary);
        if let Some(key) = key.filter(|k| k.role == Role::BaseUrl && settings::is_environment_name(&one.name)) {
            let url = said(&file.bytes, one.pair.value);
            out.switches.push(BaseUrl { provider: key.provider, url, span: one.pair.value });
        }
        let platform = tells::platform(&one.name, key.and_then(|k| k.provider), &tells, vocabulary);
        out.references.extend(judged(&one.name, one.pair.key, &text, key.as_ref(), platform, vocabulary));
    }
    out.references.sort_by_key(|reference| reference.value.span);
    out
}

/// Every quoted token that resembles an ID, for code that is too large, too dense or too broken for a parser.
pub fn quoted_tokens(file: &SourceFile, range: Range<usize>, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let mut out = Vec::new();
    for span in line::quoted(&file.bytes[range.clone()]) {
        let span = Span::new(span.start as usize + range.start, span.end as usize + range.start);
        let text = Text::verbatim(&file.bytes, span);
        if vocabulary.resembles_id(&text.text) {
            let label = line::key_before(&file.bytes, span).map(|key| file.text(key).into_owned()).unwrap_or_default();
            let silent = vocabulary.name(&label).is_some_and(|key| key.role == Role::Silent);
            let context = if silent { Context::Key } else { Context::Slot };
            out.push(settings::reference(text, Seen::Fallback, Use::new(context, span, label)));
        }
    }
    out
}

/// A pair and the name that it is judged by.
struct Named {
    name: String,
    pair: Pair,
}

/// Gives `value: …` the name of the `name: …` on the lines before it.
fn named(bytes: &[u8], pairs: Vec<Pair>) -> Vec<Named> {
    const NEAR: usize = 200;
    let mut last: Option<(String, u32)> = None;
    let mut out = Vec::with_capacity(pairs.len());
    for pair in pairs {
        let mut name = String::from_utf8_lossy(&bytes[pair.key.range()]).into_owned();
        match name.as_str() {
            "name" => last = Some((String::from_utf8_lossy(&bytes[pair.value.range()]).into_owned(), pair.value.end)),
            "value" | "default" => {
                let near = last.take().filter(|(_, end)| (pair.key.start.saturating_sub(*end) as usize) < NEAR);
                name = near.map_or(name, |(name, _)| name);
            }
            _ => {}
        }
        out.push(Named { name, pair });
    }
    out
}

fn key_of<'v>(name: &str, vocabulary: &'v dyn Vocabulary) -> Option<Key<'v>> {
    match settings::is_environment_name(name) {
        true => settings::environment_key(name, vocabulary),
        false => vocabulary.name(name),
    }
}

fn said(bytes: &[u8], span: Span) -> String {
    let text = Text::verbatim(bytes, span);
    live::live(&text).map_or_else(|| text.text.trim().to_owned(), |live| live.text)
}

fn judged(
    name: &str,
    place: Span,
    text: &Text,
    key: Option<&Key<'_>>,
    platform: Platform,
    vocabulary: &dyn Vocabulary,
) -> Vec<Reference> {
    let Some(value) = live::live(text) else { return Vec::new() };
    if let Some(url) = settings::url_reference(&value, Seen::Fallback, place, name, vocabulary) {
        return vec![url];
    }
    let one = |context| settings::use_of(context, place, name, key, platform);
    match settings::doing(name, key, &value.text, vocabulary) {
        Doing::One(context) => vec![settings::reference(value, Seen::Fallback, one(context))],
        Doing::List(context) => settings::listed(&value, Seen::Fallback, &one(context), vocabulary),
        Doing::Nothing => Vec::new(),
    }
}

#[cfg(test)]
mod tests;

//! Live IDs for the place at the cursor: of its platform, served by its endpoint.

use super::position::{Text, Units};
use super::protocol::{CompletionItem, ModelKey, TextEdit};
use crate::catalog::{Catalog, Date, EndpointSet, Model, ProviderId, Status};
use crate::facts;
use crate::project::{Project, Target};
use crate::reference::{Context, Reference, Use};
use crate::resolve::{Resolver, is_dated};

/// The kind of a completion that is a value, and the tag of one that is deprecated.
const VALUE: u8 = 12;
const DEPRECATED: u8 = 1;

/// What stands in for an ID that is not typed yet: an extractor emits what fills a place for a model, whatever it is.
const STAND_IN: &str = "x-0";

/// A place for a model, and what it takes.
struct Slot {
    /// The bytes of the document that a completion replaces.
    bytes: std::ops::Range<usize>,
    provider: Option<ProviderId>,
    endpoints: EndpointSet,
    /// What an ID has to begin with: where nothing else says that a language model is meant, what is typed must.
    prefix: Option<String>,
}

/// Characters from which on what is typed says something.
const TELLING: usize = 2;

/// What may stand at a place.
pub(super) struct Completions {
    pub(super) items: Vec<CompletionItem>,
    /// More may fit when something else is typed.
    pub(super) incomplete: bool,
}

/// The models that may stand at a byte of a document.
pub(super) fn at(
    project: &mut Project,
    target: &Target,
    text: &Text,
    byte: usize,
    units: Units,
) -> Option<Completions> {
    let slot = attempts(text, byte).find_map(|(attempt, inserted)| {
        project.update(&target.path, attempt.as_str().as_bytes());
        slot(project, target, byte, inserted)
    });
    project.update(&target.path, text.as_str().as_bytes());
    let slot = slot?;
    let range = text.range(slot.bytes.clone(), units);
    let as_of = project.settings.as_of;
    let models = offered(project.catalog(), as_of, &slot);
    let item = |(rank, model): (usize, &Model<'_>)| CompletionItem {
        label: model.id().to_owned(),
        kind: VALUE,
        detail: format!("{}, {}", model.provider().title(), facts::status(model, as_of)),
        tags: if is_ending(*model, as_of) { vec![DEPRECATED] } else { Vec::new() },
        sort_text: format!("{rank:05}"),
        filter_text: model.id().to_owned(),
        text_edit: TextEdit { range, new_text: model.id().to_owned() },
        data: ModelKey { provider: model.provider().key().to_owned(), id: model.id().to_owned() },
    };
    Some(Completions { items: models.iter().enumerate().map(item).collect(), incomplete: slot.prefix.is_some() })
}

/// The text as it is, with something in an empty literal, and with a literal closed that is still open, each with the
/// number of bytes that were inserted at the cursor.
fn attempts(text: &Text, byte: usize) -> impl Iterator<Item = (Text, usize)> + use<'_> {
    let line = text.line(text.line_of(byte));
    let before = &text.as_str()[line.start.min(byte)..byte];
    let open = open_quote(before);
    let filled = move || text.with(byte..byte, STAND_IN);
    let closed =
        move || open.map(|quote| (text.with(byte..line.end.max(byte), &format!("{STAND_IN}{quote})")), STAND_IN.len()));
    let own = std::iter::once_with(move || (text.clone(), 0));
    own.chain(std::iter::once_with(move || (filled(), STAND_IN.len()))).chain(std::iter::once_with(closed).flatten())
}

/// The quote that is open at the end of a piece of a line.
fn open_quote(before: &str) -> Option<char> {
    let mut open = None;
    let mut escaped = false;
    for c in before.chars() {
        match (open, c) {
            _ if escaped => escaped = false,
            (Some(_), '\\') => escaped = true,
            (Some(quote), c) if c == quote => open = None,
            (None, '"' | '\'' | '`') => open = Some(c),
            _ => {}
        }
    }
    open
}

/// The place for a model that holds a byte, in the text as the project has it.
fn slot(project: &Project, target: &Target, byte: usize, inserted: usize) -> Option<Slot> {
    // What stands in a file of another format is not typed there by hand.
    let found = project.references(target).filter(|found| found.file.origin.is_none())?;
    let offset = found.file.encoding.offset();
    let byte = byte.checked_sub(offset)?;
    let holds = |r: &&Reference| r.value.span.start as usize <= byte && byte + inserted <= r.value.span.end as usize;
    let reference = found.references.iter().find(holds)?;
    let [piece] = reference.value.pieces.as_slice() else { return None };
    if !piece.verbatim {
        return None;
    }
    let start = piece.span.start as usize;
    // What was inserted is no part of the value that somebody types.
    let at = byte.checked_sub(start)?;
    let value = &reference.value.text;
    let typed = [value.get(..at)?, value.get(at + inserted..)?].concat();
    let resolver = Resolver { catalog: project.catalog(), as_of: project.settings.as_of };
    let wanted = |used: &&Use| used.context.is_live() || used.context == Context::Slot;
    let takes = |used| Some((used, resolver.expected(&typed, used)?));
    let (used, (provider, id)) = reference.uses.iter().filter(wanted).find_map(takes)?;
    let is_told = provider.is_some() || matches!(used.context, Context::Argument | Context::Http);
    let prefix = (!is_told).then(|| typed[id.clone()].to_ascii_lowercase());
    let bytes = start + offset + id.start..start + offset + id.end;
    Some(Slot { bytes, provider, endpoints: used.endpoints, prefix })
}

/// Models that live and fit, the likeliest first: what stays before what ends, names before dated snapshots, newer ones first.
fn offered<'c>(catalog: &'c Catalog, as_of: Date, slot: &Slot) -> Vec<Model<'c>> {
    if slot.prefix.as_ref().is_some_and(|prefix| prefix.chars().count() < TELLING) {
        return Vec::new();
    }
    let begins = |model: &Model<'_>| slot.prefix.as_ref().is_none_or(|prefix| model.id().starts_with(prefix));
    let providers: Vec<ProviderId> = match slot.provider {
        Some(provider) => vec![provider],
        None => catalog.providers().filter(|p| p.first_party()).map(|p| p.id).collect(),
    };
    let mut models: Vec<Model<'c>> =
        providers.iter().flat_map(|provider| fitting(catalog, *provider, slot.endpoints)).collect();
    models.retain(|model| {
        model.status(as_of).is_alive() && !model.not_callable() && model.released().is_none_or(|day| day <= as_of)
    });
    models.retain(begins);
    models.sort_by_key(|model| {
        let age = std::cmp::Reverse(model.released());
        (is_ending(*model, as_of), is_dated(catalog, *model), age, model.id())
    });
    models
}

/// Models of a provider that an endpoint serves; all of them where the provider lists none for it.
fn fitting(catalog: &Catalog, provider: ProviderId, endpoints: EndpointSet) -> Vec<Model<'_>> {
    let served: Vec<Model<'_>> = catalog.models_of(provider).filter(|m| m.endpoints().meets(endpoints)).collect();
    if served.is_empty() { catalog.models_of(provider).collect() } else { served }
}

fn is_ending(model: Model<'_>, as_of: Date) -> bool {
    matches!(model.status(as_of), Status::Deprecated(_))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_open_quote_is_seen() {
        for (before, open) in [
            ("f(model=\"", Some('"')),
            ("f('a', \"gpt-", Some('"')),
            ("f(\"it's", Some('"')),
            ("f('a')", None),
            (r#"f("a\""#, Some('"')),
            ("", None),
        ] {
            assert_eq!(open_quote(before), open, "{before}");
        }
    }
}

//! One document of JSON on each line: requests of a batch are live, everything else is data.

use std::collections::HashMap;

use crate::extract::settings::scalar::{Style, decode};
use crate::extract::settings::{self, live};
use crate::extract::{Extraction, Extractor};
use crate::reference::{Context, Evidence, Platform, Reference, Seen, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Host, Role, UrlSite, Vocabulary};

use super::token::{Kind, Tokens};

/// Reads `.jsonl` and `.ndjson` files, each line by itself.
#[derive(Debug, Clone, Copy, Default)]
pub struct JsonLines;

impl Extractor for JsonLines {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        let mut batch = Batch { file, vocabulary, known: HashMap::new(), references: Vec::new() };
        let mut start = 0;
        for end in memchr::memchr_iter(b'\n', &file.bytes).chain([file.bytes.len()]) {
            if let Some(request) = request(&file.bytes[start..end]) {
                batch.take(request, start);
            }
            start = end + 1;
        }
        Extraction { references: batch.references, ..Extraction::default() }
    }
}

/// A request of a batch: places in its line.
#[derive(Debug, Default)]
struct Request {
    /// The URL that it is sent to.
    url: Option<Span>,
    /// The key and the value of the model in its body.
    model: Option<(Span, Span)>,
    /// It has an ID of its own, as requests of batches do.
    is_named: bool,
}

/// The request that a line holds: `{"custom_id": …, "url": …, "body": {"model": …}}`, or `params` without a URL.
fn request(line: &[u8]) -> Option<Request> {
    // Most lines of most files are something else.
    memchr::memmem::find(line, b"\"custom_id\"")?;
    let mut found = Request::default();
    // Keys that lead to the place at hand; deeper ones than two do not matter.
    let mut keys: [Option<Span>; 2] = [None; 2];
    let (mut depth, mut has_colon) = (0usize, false);
    for token in Tokens::new(line, 0) {
        match token.kind {
            Kind::Open(_) => (depth, has_colon) = (depth + 1, false),
            Kind::Close(_) => (depth, has_colon) = (depth.checked_sub(1)?, false),
            Kind::Colon => has_colon = true,
            Kind::Comma => has_colon = false,
            Kind::String { .. } if !has_colon => {
                if let Some(key) = depth.checked_sub(1).and_then(|at| keys.get_mut(at)) {
                    *key = Some(token.span);
                }
            }
            Kind::String { .. } => found.note(line, depth, keys, token.span),
            Kind::Word | Kind::Comment | Kind::Other => {}
        }
    }
    found.is_named.then_some(found)
}

impl Request {
    fn note(&mut self, line: &[u8], depth: usize, keys: [Option<Span>; 2], value: Span) {
        let name = |at: usize| keys[at].map_or(&b""[..], |key| &line[key.range()]);
        match depth {
            1 if name(0) == b"\"url\"" => self.url = Some(value),
            1 if name(0) == b"\"custom_id\"" => self.is_named = true,
            2 if matches!(name(0), b"\"body\"" | b"\"params\"") && name(1) == b"\"model\"" => {
                self.model = keys[1].map(|key| (key, value));
            }
            _ => {}
        }
    }
}

/// Between the quotes.
fn inside(string: Span) -> Span {
    Span { start: string.start + 1, end: string.end.saturating_sub(1).max(string.start + 1) }
}

struct Batch<'f> {
    file: &'f SourceFile,
    vocabulary: &'f dyn Vocabulary,
    /// The reference for each pair of a model and a URL, as they are written.
    known: HashMap<(&'f [u8], &'f [u8]), Option<usize>>,
    references: Vec<Reference>,
}

impl Batch<'_> {
    /// Takes a request of the line at `start`.
    fn take(&mut self, request: Request, start: usize) {
        let Some((key, model)) = request.model else { return };
        let in_file = |span: Span| Span::new(span.start as usize + start, span.end as usize + start);
        let (key, model, url) = (in_file(key), in_file(model), request.url.map(in_file));
        let bytes = &self.file.bytes;
        let written = (&bytes[model.range()], url.map_or(&b""[..], |url| &bytes[url.range()]));
        match self.known.get(&written) {
            Some(Some(known)) => self.references[*known].repeats.push(inside(model)),
            Some(None) => {}
            None => {
                let reference = self.reference(key, model, url);
                self.known.insert(written, reference.as_ref().map(|_| self.references.len()));
                self.references.extend(reference);
            }
        }
    }

    fn reference(&self, key: Span, model: Span, url: Option<Span>) -> Option<Reference> {
        let text = |span| decode(&self.file.bytes, span, Style::Json);
        let value = live::live(&text(model)).filter(|value| settings::could_name(&value.text))?;
        let mut one = Use::new(Context::Http, key, "body.model");
        if let Some(url) = url.map(|url| text(url).text) {
            let UrlSite { host, endpoints, .. } = self.vocabulary.url(&url)?;
            one.endpoints = endpoints;
            one.platform = match host {
                Host::Known(provider) => Platform::Known(provider, Evidence::Host),
                // A path alone tells no host.
                Host::Unknown if url.contains("://") => Platform::UnknownHost(Evidence::Host),
                Host::Unknown | Host::None => Platform::Unstated,
            };
            one.label = url;
        } else {
            one.form = self.vocabulary.name("model").filter(|key| key.role == Role::Model)?.form;
        }
        Some(settings::reference(value, Seen::Tree, one))
    }
}

//! Commands within scalars: variables that they set, options that name a model, bodies of requests.

use std::ops::Range;

use crate::extract::lexical;
use crate::extract::settings::text::Text;
use crate::extract::settings::{self, Doing, heredocs, live, tells};
use crate::reference::{Context, Evidence, Platform, Reference, Seen};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Host, Role, UrlSite, Vocabulary};

/// Reads commands; the bytes are those of the file, indentation and all.
pub(crate) fn read(file: &SourceFile, range: Range<usize>, seen: Seen, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let mut out = Vec::new();
    for command in commands(&file.bytes, range.clone()) {
        let mut sites = Vec::new();
        let mut start = command.start;
        while start < command.end {
            let end = memchr::memchr(b'\n', &file.bytes[start..command.end]).map_or(command.end, |n| start + n);
            let words = words(&file.bytes, start..end);
            read_line(file, &words, seen, vocabulary, &mut out);
            sites.extend(words.iter().filter_map(|word| url(file, *word, vocabulary)));
            start = end + 1;
        }
        out.extend(bodies(file, command, &sites, seen, vocabulary));
    }
    for reference in documents_written(file, range, vocabulary) {
        let is_read = |one: &Reference| one.value.span == reference.value.span;
        if !out.iter().any(is_read) {
            out.push(reference);
        }
    }
    out.sort_by_key(|one| one.value.span);
    out
}

/// Files of settings that commands write out of their own text (`cat > app.yaml << EOF`), each read where it stands.
fn documents_written(file: &SourceFile, range: Range<usize>, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    /// Files that are read.
    const MOST: usize = 8;
    let Ok(text) = std::str::from_utf8(&file.bytes[range.clone()]) else { return Vec::new() };
    let read = |(opening, text): (heredocs::Opening<'_>, Range<usize>)| {
        let (reader, name) = opening.reader()?;
        let inner = file.alone(name, range.start + text.start..range.start + text.end);
        Some(reader.extractor.summarise(&inner, vocabulary).references)
    };
    heredocs::written(text).into_iter().filter_map(read).take(MOST).flatten().collect()
}

/// Lines that belong together: a `\` at the end or an open quote takes the next one in.
fn commands(bytes: &[u8], range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let (mut start, mut at, mut quote) = (range.start, range.start, None);
    while at < range.end {
        match (quote, bytes[at]) {
            (None, b'#') if at == start || bytes[at - 1].is_ascii_whitespace() => {
                at = memchr::memchr(b'\n', &bytes[at..range.end]).map_or(range.end, |n| at + n);
                continue;
            }
            (None, byte @ (b'"' | b'\'')) if memchr::memchr(byte, &bytes[at + 1..range.end]).is_some() => {
                quote = Some(byte);
            }
            (Some(open), byte) if byte == open => quote = None,
            (None | Some(b'"'), b'\\') => at += 1 + usize::from(bytes[at + 1..range.end].starts_with(b"\r")),
            (None, b'\n') => {
                out.push(start..at);
                start = at + 1;
            }
            _ => {}
        }
        at += 1;
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}

/// JSON within quotes: `{"model": "…"}`; with the one URL beside it, it is the body of a request.
pub(crate) fn bodies(
    file: &SourceFile,
    range: Range<usize>,
    sites: &[UrlSite],
    seen: Seen,
    vocabulary: &dyn Vocabulary,
) -> Vec<Reference> {
    let mut out = Vec::new();
    for pair in lexical::json_pairs(&file.bytes, range) {
        let name = file.text(pair.key);
        let Some(key) = vocabulary.name(&name).filter(|key| key.role == Role::Model) else { continue };
        let Some(value) = live::live(&Text::verbatim(&file.bytes, pair.value)) else { continue };
        if !settings::could_name(&value.text) {
            continue;
        }
        let mut one = settings::use_of(Context::Slot, pair.key, &name, Some(&key), Platform::Unstated);
        if let [site] = sites {
            one.context = Context::Http;
            one.endpoints = site.endpoints;
            one.platform = match site.host {
                Host::Known(provider) => Platform::Known(provider, Evidence::Host),
                Host::Unknown => Platform::UnknownHost(Evidence::Host),
                Host::None => Platform::Unstated,
            };
        }
        out.push(settings::reference(value, seen, one));
    }
    out
}

/// JSON that is the value of a variable: its models, and the base URL beside them.
pub(crate) fn documents(
    file: &SourceFile,
    range: Range<usize>,
    seen: Seen,
    vocabulary: &dyn Vocabulary,
) -> Vec<Reference> {
    let pairs = lexical::json_pairs(&file.bytes, range.clone());
    let url =
        pairs.iter().find(|pair| vocabulary.name(&file.text(pair.key)).is_some_and(|key| key.role == Role::BaseUrl));
    let host = url.map(|pair| vocabulary.host(&file.text(pair.value)));
    let mut found = bodies(file, range, &[], seen, vocabulary);
    for used in found.iter_mut().flat_map(|reference| &mut reference.uses) {
        match host {
            Some(Host::Known(provider)) => used.platform = Platform::Known(provider, Evidence::Settings),
            Some(Host::Unknown) => used.platform = Platform::UnknownHost(Evidence::Settings),
            Some(Host::None) | None => {}
        }
    }
    found
}

fn url(file: &SourceFile, word: Span, vocabulary: &dyn Vocabulary) -> Option<UrlSite> {
    let text = file.text(word);
    let unknown_path = || match vocabulary.host(&text) {
        Host::None => None,
        host => Some(UrlSite { host, endpoints: Default::default(), model: None }),
    };
    text.contains("://").then(|| vocabulary.url(&text).or_else(unknown_path))?
}

fn read_line(file: &SourceFile, words: &[Span], seen: Seen, vocabulary: &dyn Vocabulary, out: &mut Vec<Reference>) {
    for (at, word) in words.iter().enumerate() {
        let text = Text::verbatim(&file.bytes, *word);
        if let Some((name, value)) = assignment(&text) {
            out.extend(variable(&name, &value, seen, vocabulary));
        } else if text.text.starts_with("--") {
            let next = words.get(at + 1).map(|next| Text::verbatim(&file.bytes, *next));
            out.extend(option(&text, next.as_ref(), seen, vocabulary));
        } else if text.text == SHORT && !words[..at].iter().any(|word| takes_messages(&file.text(*word))) {
            let next = words.get(at + 1).map(|next| Text::verbatim(&file.bytes, *next));
            out.extend(next.and_then(|next| short_option(&text, &next, seen, vocabulary)));
        } else {
            out.extend(settings::url_reference(&text, seen, text.span, "url", vocabulary));
        }
    }
}

/// `NAME` and the value of `NAME=value`.
pub(crate) fn assignment(text: &Text) -> Option<(Text, Text)> {
    let at = text.text.find('=')?;
    settings::is_environment_name(&text.text[..at]).then(|| {
        let value = text.slice(at + 1..text.text.len()).trim().unquoted();
        (text.slice(0..at), value)
    })
}

/// A variable of the environment.
fn variable(name: &Text, value: &Text, seen: Seen, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let Some(value) = live::live(value) else { return Vec::new() };
    let Some(key) = settings::environment_key(&name.text, vocabulary) else { return Vec::new() };
    let platform = tells::platform(&name.text, key.provider, &[], vocabulary);
    let one = |context| settings::use_of(context, name.span, &name.text, Some(&key), platform);
    match settings::doing(&name.text, Some(&key), &value.text, vocabulary) {
        Doing::One(context) => vec![settings::reference(value, seen, one(context))],
        Doing::List(context) => settings::listed(&value, seen, &one(context), vocabulary),
        Doing::Nothing => Vec::new(),
    }
}

/// `--model=value` or `--model value`, `--models a,b`: what is run gets all of a list.
pub(crate) fn option(option: &Text, next: Option<&Text>, seen: Seen, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let (name, value) = match (option.text.find('='), next) {
        (Some(at), _) => (&option.text[..at], option.slice(at + 1..option.text.len()).unquoted()),
        (None, Some(next)) => (option.text.as_str(), next.clone()),
        (None, None) => return Vec::new(),
    };
    let Some(key) = vocabulary.name(name.trim_start_matches('-')) else { return Vec::new() };
    let Some(value) = live::live(&value).filter(|value| !value.text.contains(' ')) else { return Vec::new() };
    let one = settings::use_of(Context::Slot, option.span, name, Some(&key), Platform::Unstated);
    match key.role {
        Role::Model if settings::could_name(&value.text) => vec![settings::reference(value, seen, one)],
        Role::Choice => {
            let mut listed = settings::listed(&value, seen, &one, vocabulary);
            listed.retain(|item| vocabulary.resembles_id(&item.value.text));
            listed
        }
        _ => Vec::new(),
    }
}

/// The short option of a model, of which many programs have another one.
const SHORT: &str = "-m";

/// A program to which the short option gives a text that is written for people.
fn takes_messages(word: &str) -> bool {
    matches!(word, "git" | "gh" | "hg" | "svn" | "jj")
}

/// `-m ID`, where the whole is the ID of a model and nothing else.
fn short_option(option: &Text, value: &Text, seen: Seen, vocabulary: &dyn Vocabulary) -> Option<Reference> {
    let id = value.text.as_str();
    vocabulary.maker_of(id).filter(|_| vocabulary.resembles_id(id) && !vocabulary.plain_word(id))?;
    let key = vocabulary.name("model")?;
    let one = settings::use_of(Context::Slot, option.span, SHORT, Some(&key), Platform::Unstated);
    Some(settings::reference(value.clone(), seen, one))
}

/// The words of a line without their quotes; a comment ends it.
fn words(bytes: &[u8], line: Range<usize>) -> Vec<Span> {
    let mut out = Vec::new();
    let mut at = line.start;
    while at < line.end {
        let byte = bytes[at];
        if byte.is_ascii_whitespace() || matches!(byte, b';' | b'(' | b')') {
            at += 1;
        } else if byte == b'#' {
            break;
        } else {
            let end = word_end(bytes, at, line.end);
            out.push(unquoted(bytes, Span::new(at, end)));
            at = end;
        }
    }
    out
}

/// The end of a word: white space outside of quotes.
fn word_end(bytes: &[u8], start: usize, limit: usize) -> usize {
    let mut quote = None;
    let mut at = start;
    while at < limit {
        match (quote, bytes[at]) {
            (None, b'"' | b'\'') => quote = Some(bytes[at]),
            (None, b' ' | b'\t' | b'\r' | b';' | b')') => break,
            (Some(open), byte) if byte == open => quote = None,
            (_, b'\\') if at + 1 < limit => at += 1,
            _ => {}
        }
        at += 1;
    }
    at
}

fn unquoted(bytes: &[u8], span: Span) -> Span {
    let text = &bytes[span.range()];
    // Within a string of another format the quotes are escaped.
    let escaped = text.len() >= 4 && text.starts_with(b"\\\"") && text.ends_with(b"\\\"");
    match (text.first(), text.last()) {
        _ if escaped => Span { start: span.start + 2, end: span.end - 2 },
        (Some(first @ (b'"' | b'\'')), Some(last)) if text.len() >= 2 && first == last => {
            Span { start: span.start + 1, end: span.end - 1 }
        }
        _ => span,
    }
}

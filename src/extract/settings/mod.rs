//! Named settings, wherever they stand: what a name and its value say together.

mod around;
pub(crate) mod document;
pub(crate) mod heredocs;
pub(crate) mod judge;
pub(crate) mod live;
pub(crate) mod scalar;
pub(crate) mod shell;
pub(crate) mod tells;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod words;

#[cfg(test)]
pub(crate) mod fake;

use std::ops::Range;

use crate::extract::{COMMENT_MARK, Comment};
use crate::reference::{Context, Evidence, Platform, Reference, Seen, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{EndpointSet, Form, Host, Key, Role, UrlSite, Vocabulary, fold_name};

use self::text::Text;

/// Longer values are no names of models, not even misspelled ones.
const LONGEST: usize = 256;

/// What a value does under a name, as far as the two of them tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Doing {
    /// It is one value.
    One(Context),
    /// It is a list, with commas between the items.
    List(Context),
    /// Nothing that concerns models.
    Nothing,
}

/// What a value does under a name that the vocabulary knows, or not.
pub(crate) fn doing(name: &str, key: Option<&Key<'_>>, text: &str, vocabulary: &dyn Vocabulary) -> Doing {
    let silent = |context| if vocabulary.resembles_id(text) { Doing::One(context) } else { Doing::Nothing };
    match key {
        Some(key) => match key.role {
            Role::Model | Role::Choice if key.form == Form::IdList && could_list(text) => Doing::List(Context::Choice),
            Role::Choice if text.contains(',') && could_list(text) => Doing::List(Context::Choice),
            Role::Model | Role::Choice if !could_name(text) => Doing::Nothing,
            Role::Choice => Doing::One(Context::Choice),
            Role::Model => Doing::One(Context::Setting),
            Role::Silent => silent(Context::Key),
            Role::BaseUrl | Role::Provider | Role::Endpoint => Doing::Nothing,
        },
        None if is_model_like(name) && could_name(text) => silent(Context::Slot),
        None => silent(Context::Text),
    }
}

/// Text that somebody could mean as the name of a model: no path, no URL, no number, no sentence.
pub(crate) fn could_name(text: &str) -> bool {
    /// Words that say "none".
    const NOTHING: &[&str] = &["null", "none", "nil", "true", "false", "yes", "no", "on", "off"];
    let short = !text.is_empty() && text.len() <= LONGEST && !text.contains(char::is_control);
    short
        && text.contains(|c: char| c.is_ascii_alphabetic())
        && !text.starts_with(['/', '.', '~', '-', '#'])
        && !text.contains("://")
        && text.split_whitespace().count() <= 4
        && !NOTHING.iter().any(|word| text.eq_ignore_ascii_case(word))
}

/// Text that somebody could mean as a list of models: each of its items could name one.
fn could_list(text: &str) -> bool {
    let is_item = |item: &str| item.trim().is_empty() || could_name(item) && item.split_whitespace().count() == 1;
    could_name(text) || text.contains(',') && text.split(',').all(is_item)
}

/// The ID in a setting that goes on with where it is from, or with a remark: `ID from SERVER`, `ID (words)`.
///
/// Whoever reads such a value takes it apart: how it is spelled is not judged.
pub(crate) fn without_remark(text: Text, context: Context, vocabulary: &dyn Vocabulary) -> (Text, Context) {
    let first = text.text.split_once(' ').filter(|(_, rest)| rest.starts_with("from ") || rest.starts_with('('));
    match first.map(|(first, _)| first.len()) {
        Some(end) if context == Context::Setting && vocabulary.resembles_id(&text.text[..end]) => {
            (text.slice(0..end), Context::Slot)
        }
        _ => (text, context),
    }
}

/// The ID in a value of several fields, `ID,base_url,key`, under the name of a model or of settings of one: the first.
///
/// Whoever reads it takes it apart, and what follows is no model.
pub(crate) fn first_field(
    name: &str,
    key: Option<&Key<'_>>,
    value: &Text,
    vocabulary: &dyn Vocabulary,
) -> Option<(Text, Context)> {
    const OF_MODELS: &[&str] = &["model", "llm"];
    if let Some(first) = before_number(value, vocabulary) {
        return Some((first, Context::Slot));
    }
    let (first, rest) = value.text.split_once([',', ';'])?;
    let is_named = || OF_MODELS.iter().any(|word| fold_name(name).contains(word));
    let is_of_one = key.map_or_else(is_named, |key| key.role == Role::Model && key.form != Form::IdList);
    let is_id = |text: &str| vocabulary.resembles_id(text.trim());
    let is_single = !rest.split([',', ';']).any(|field| is_id(field) || field.trim().contains(' '));
    let first = value.slice(0..first.len()).trim();
    (is_of_one && is_single && is_id(&first.text)).then_some((first, Context::Slot))
}

/// The ID before a number that is no part of it, such as a weight: `ID:1`.
fn before_number(value: &Text, vocabulary: &dyn Vocabulary) -> Option<Text> {
    let (first, rest) = value.text.rsplit_once(':')?;
    let is_number = !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit());
    let is_id = |id: &str| vocabulary.maker_of(id).is_some();
    (is_number && is_id(first) && !is_id(&value.text)).then(|| value.slice(0..first.len()))
}

/// A name that ends like that of a model.
pub(crate) fn is_model_like(name: &str) -> bool {
    const ENDS: &[&str] = &["model", "llm", "engine", "modelname", "modelid"];
    let folded = fold_name(name);
    ENDS.iter().any(|end| folded.ends_with(end))
}

/// A name of the environment: capitals, digits and underscores.
pub(crate) fn is_environment_name(name: &str) -> bool {
    name.len() > 1
        && name.starts_with(|c: char| c.is_ascii_uppercase() || c == '_')
        && name.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit() || b == b'_')
}

/// What a name of the environment does.
pub(crate) fn environment_key<'v>(name: &str, vocabulary: &'v dyn Vocabulary) -> Option<Key<'v>> {
    let own = vocabulary.environment(name);
    match own {
        Some(key) if key.exact || key.provider.is_some() => own,
        // A pattern such as `*MODELS` does not know that `RETIRED_MODELS` classifies.
        Some(_) => vocabulary.name(name).filter(|key| key.role == Role::Silent).or(own),
        None => vocabulary.name(name),
    }
}

/// What a value does that is read from a variable, by the name of that: `${ACME_MODEL:-…}`. Nothing if it says no more
/// than that there is a model.
pub(crate) fn key_of_variable<'v>(text: &str, vocabulary: &'v dyn Vocabulary) -> Option<Key<'v>> {
    let key = environment_key(live::variable(text)?, vocabulary)?;
    let is_of_model = key.role == Role::Model || key.role == Role::Silent && key.form == Form::Deployment;
    (is_of_model && key.provider.is_some()).then_some(key)
}

/// What a bare word says beside a model in one mapping; elsewhere it says nothing.
pub(crate) fn beside<'v>(name: &str, value: &str, vocabulary: &'v dyn Vocabulary) -> Option<Key<'v>> {
    match fold_name(name).as_str() {
        "provider" => vocabulary.name("model_provider"),
        "api" => {
            let key = vocabulary.name("model_provider")?;
            tells::provider_of(key.framework, value, vocabulary).map(|_| key)
        }
        // What a step of a flow does, and whose it is: `task: acme.invoke`.
        "task" if value.contains('.') => {
            let key = vocabulary.name("model_provider")?;
            let first = value.trim().split('.').next().unwrap_or_default().to_ascii_lowercase();
            vocabulary.provider_word(key.framework, &first).map(|_| key)
        }
        // One word may be anything's kind; several are a platform's.
        "type" if value.contains(['_', '-']) => {
            let key = vocabulary.name("model_provider")?;
            let provider = vocabulary.provider_word(key.framework, &value.trim().to_ascii_lowercase())?;
            vocabulary.user_named(provider).then_some(key)
        }
        "apiurl" | "apihost" | "apiendpoint" | "serverurl" => Some(BASE_URL),
        "endpoint" | "host" | "url" if value.contains("://") && !is_page(value) => Some(BASE_URL),
        _ => None,
    }
}

/// A URL of a page for people to read, which answers no request: a documentation, a console.
pub(crate) fn is_page(url: &str) -> bool {
    let Some((_, rest)) = url.split_once("://") else { return false };
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let is_site = ["docs.", "www.", "platform.", "console.", "developers."].iter().any(|sub| host.starts_with(sub));
    is_site || path.split('/').any(|segment| matches!(segment, "docs" | "doc" | "documentation"))
}

const BASE_URL: Key<'static> = Key {
    role: Role::BaseUrl,
    form: Form::Id,
    provider: None,
    endpoints: EndpointSet::EMPTY,
    framework: "",
    exact: true,
};

/// A use under a name, with what the name tells.
pub(crate) fn use_of(context: Context, place: Span, label: &str, key: Option<&Key<'_>>, platform: Platform) -> Use {
    let mut one = Use::new(context, place, label);
    one.platform = platform;
    if let Some(key) = key {
        one.endpoints = key.endpoints;
        one.form = if key.form == Form::IdList { Form::Id } else { key.form };
        one.framework = key.framework.to_owned();
    }
    one
}

/// A value with its one use.
pub(crate) fn reference(text: Text, seen: Seen, one: Use) -> Reference {
    Reference { value: text.into_value(seen), uses: vec![one], repeats: Vec::new() }
}

/// The model in the path of a URL.
pub(crate) fn url_reference(
    text: &Text,
    seen: Seen,
    place: Span,
    label: &str,
    vocabulary: &dyn Vocabulary,
) -> Option<Reference> {
    if !text.text.contains("://") || text.text.len() > 2048 {
        return None;
    }
    let site = vocabulary.url(&text.text)?;
    let model = text.slice(site.model.clone().filter(|range| text.text.get(range.clone()).is_some())?);
    live::live(&model).filter(|live| *live == model)?;
    Some(reference(model, seen, requested(&site, place, label)))
}

/// The model in what goes behind the address of a server, which stands beside it: `ID:method` behind `https://…/models/`.
pub(crate) fn path_reference(
    base: &str,
    path: &Text,
    seen: Seen,
    place: Span,
    label: &str,
    vocabulary: &dyn Vocabulary,
) -> Option<Reference> {
    let (site, range) = model_behind(base, &path.text, vocabulary)?;
    Some(reference(path.slice(range), seen, requested(&site, place, label)))
}

/// What a request reaches to an address and what goes behind it, and where in the latter the model stands.
pub(crate) fn model_behind(base: &str, path: &str, vocabulary: &dyn Vocabulary) -> Option<(UrlSite, Range<usize>)> {
    let is_base = base.starts_with("http") && base.ends_with('/');
    let is_path = path.contains(':') && !path.contains(['{', '$', ' ']) && !path.contains("://");
    let site = vocabulary.url(&format!("{base}{path}")).filter(|_| is_base && is_path)?;
    let range = site.model.clone().filter(|_| matches!(site.host, Host::Known(_)))?;
    let within = range.start.checked_sub(base.len())?..range.end.checked_sub(base.len())?;
    (within.end < path.len()).then_some((site, within))
}

/// What a request to a URL does with the model in it.
fn requested(site: &UrlSite, place: Span, label: &str) -> Use {
    let mut one = Use::new(Context::Http, place, label);
    one.endpoints = site.endpoints;
    one.platform = match site.host {
        Host::Known(provider) => Platform::Known(provider, Evidence::Host),
        Host::Unknown => Platform::UnknownHost(Evidence::Host),
        Host::None => Platform::Unstated,
    };
    one
}

/// The items of a list with commas, in brackets or not, each without its quotes.
pub(crate) fn items(text: &Text) -> Vec<Text> {
    let mut out = Vec::new();
    let mut start = 0;
    for part in text.text.split(',') {
        let item = text.slice(start..start + part.len());
        start += part.len() + 1;
        let item = item.trim();
        let from = usize::from(item.text.starts_with('['));
        let to = item.text.len()
            - usize::from(item.text.len() > from && item.text.ends_with(']') && !item.text[from..].contains('['));
        let item = item.slice(from..to).trim().unquoted().trim();
        if !item.text.is_empty() && could_name(&item.text) {
            out.push(item);
        }
    }
    out
}

/// The items of a list, each used in one way; what stands before an item may tell its platform.
pub(crate) fn listed(value: &Text, seen: Seen, one: &Use, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let make = |item: Text| {
        let is_open = one.form == Form::Id && one.platform == Platform::Unstated;
        match behind_platform(&item, vocabulary).filter(|_| is_open) {
            Some((id, platform)) => reference(id, seen, Use { platform, ..one.clone() }),
            None => reference(item, seen, one.clone()),
        }
    };
    items(value).into_iter().map(make).collect()
}

/// The ID in `acme:ID` or `acme:ID:effort`, and the platform that stands before it.
fn behind_platform(item: &Text, vocabulary: &dyn Vocabulary) -> Option<(Text, Platform)> {
    let at = item.text.find(':')?;
    let provider = vocabulary.provider_word("", &item.text[..at].to_ascii_lowercase())?;
    let rest = &item.text[at + 1..];
    let end = at + 1 + rest.find(':').unwrap_or(rest.len());
    let is_served = vocabulary.serves(provider) && !vocabulary.user_named(provider);
    let is_id = is_served && vocabulary.resembles_id(&item.text[at + 1..end]);
    is_id.then(|| (item.slice(at + 1..end), Platform::Known(provider, Evidence::Settings)))
}

/// Those of some comments that speak to the linter.
pub(crate) fn comments(file: &SourceFile, spans: &[Span]) -> Vec<Comment> {
    let comment = |span: &Span| {
        let text = file.text(*span);
        if !text.contains(COMMENT_MARK) {
            return None;
        }
        let line = file.lines.range(file.lines.index(span.start as usize), &file.bytes);
        let alone = file.bytes[line.start..span.start as usize].iter().all(u8::is_ascii_whitespace);
        let text = text.trim_start_matches(['#', '/', '*']).trim_end_matches(['*', '/']).trim().to_owned();
        Some(Comment { span: *span, text, alone })
    };
    spans.iter().filter_map(comment).collect()
}

/// Comments that speak to the linter, in formats whose comments begin with `#` at a line's start or after white space.
/// What stands in quotes is none; `quoted` is sorted.
pub(crate) fn hash_comments(file: &SourceFile, quoted: &[Span]) -> Vec<Comment> {
    let bytes = &file.bytes;
    let mut out: Vec<Comment> = Vec::new();
    for mark in memchr::memmem::find_iter(bytes, COMMENT_MARK.as_bytes()) {
        let line = file.lines.range(file.lines.index(mark), bytes);
        if out.last().is_some_and(|last| last.span.end as usize > mark) {
            continue;
        }
        let first = line.clone().find(|at| !bytes[*at].is_ascii_whitespace()).unwrap_or(line.start);
        let alone = bytes[first] == b'#';
        let opens = |at: &usize| bytes[*at] == b'#' && (*at == line.start || bytes[*at - 1].is_ascii_whitespace());
        let start = if alone { Some(first) } else { (line.start..mark).rev().find(opens) };
        if let Some(start) = start {
            let span = Span::new(start, line.end);
            let before = quoted[..quoted.partition_point(|one| one.start <= span.start)].last();
            if before.is_some_and(|one| span.start < one.end) {
                continue;
            }
            let text = file.text(span).trim_start_matches('#').trim().to_owned();
            out.push(Comment { span, text, alone });
        }
    }
    out
}

//! Files of variables (`.env`): an exact lexer, and what the variables say together.

mod referred;

use crate::extract::settings::tells::{self, Tell};
use crate::extract::settings::text::Text;
use crate::extract::settings::{self, Doing, live};
use crate::extract::stems::{self, Address};
use crate::extract::{BaseUrl, Extraction, Extractor, Links, called, on_several_lines, requests};
use crate::reference::{Context, Evidence, Platform, Reference, Seen, Use};
use crate::source::{SourceFile, Span};
use crate::vocabulary::{Form, ProviderId, Role, Sign, Vocabulary, fold_name, is_on};

/// Reads `.env` files and their templates.
#[derive(Debug, Clone, Copy, Default)]
pub struct DotEnv;

impl Extractor for DotEnv {
    fn summarise(&self, file: &SourceFile, vocabulary: &dyn Vocabulary) -> Extraction {
        let assignments = lex(&file.bytes);
        let said = Said {
            tells: tells_of(&assignments, vocabulary),
            addresses: addresses(&assignments, vocabulary),
            meant: meant(&assignments, vocabulary),
        };
        let mut references: Vec<Reference> =
            assignments.iter().flat_map(|one| references(file, one, &said, vocabulary)).collect();
        references.sort_by_key(|reference| reference.value.span);
        if asks_router(&assignments, vocabulary) {
            lay_router(&mut references);
        }
        let is_quoted =
            |span: &Span| span.start > 0 && matches!(file.bytes[span.start as usize - 1], b'"' | b'\'' | b'`');
        let values = assignments.iter().filter(|one| !one.broken && !one.commented).map(|one| one.value.span);
        let quoted: Vec<Span> = values.filter(is_quoted).collect();
        Extraction {
            bare_calls: Vec::new(),
            references,
            comments: settings::hash_comments(file, &quoted),
            texts: on_several_lines(file, quoted.iter().copied()),
            switches: switches(&assignments, vocabulary),
            links: Links { addressed: addressed(&assignments, &said, vocabulary), ..Links::default() },
            meant: said.meant,
            parts: referred::deployed(&assignments, vocabulary),
            ..Extraction::default()
        }
    }
}

/// One `NAME=value`.
#[derive(Debug)]
struct Assignment {
    name: String,
    name_span: Span,
    value: Text,
    /// It stands in a comment: an example, not a setting.
    commented: bool,
    /// Its quote is never closed.
    broken: bool,
}

fn tells_of(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> Vec<Tell> {
    let live = assignments.iter().filter(|one| !one.commented);
    live.filter_map(|one| {
        let key = settings::environment_key(&one.name, vocabulary)?;
        tells::tell(&one.name, &key, &said(&one.value), false, vocabulary)
    })
    .collect()
}

fn addresses(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> Vec<Address> {
    let live = assignments.iter().filter(|one| !one.commented);
    live.filter_map(|one| stems::address(&one.name, &said(&one.value), vocabulary)).collect()
}

fn switches(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> Vec<BaseUrl> {
    let live = assignments.iter().filter(|one| !one.commented);
    live.filter_map(|one| {
        let key = settings::environment_key(&one.name, vocabulary).filter(|key| key.role == Role::BaseUrl)?;
        let url = said(&one.value);
        (!url.is_empty()).then_some(BaseUrl { provider: key.provider, url, span: one.value.span })
    })
    .collect()
}

fn meant(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> Option<(ProviderId, bool)> {
    let signs = vocabulary.signs();
    let mut live = assignments.iter().filter(|one| !one.commented);
    live.find_map(|one| {
        let sign = signs.iter().find(|signs| signs.variables.has(&one.name))?;
        let said = said(&one.value);
        (!said.is_empty()).then(|| (sign.provider, is_on(&said)))
    })
}

/// The file holds the key of a router, and none of a platform that serves models.
fn asks_router(assignments: &[Assignment], vocabulary: &dyn Vocabulary) -> bool {
    let live = || assignments.iter().filter(|one| !one.commented).map(|one| one.name.as_str());
    let serves = |provider: ProviderId| vocabulary.serves(provider) || vocabulary.user_named(provider);
    let is_other = |name: &str| {
        let is_secret = requests::names_secret(&fold_name(name)) && !vocabulary.is_sign(name, Sign::RouterKey);
        is_secret && called::platform_of_secret(name, vocabulary).is_some_and(serves)
    };
    live().any(|name| vocabulary.is_sign(name, Sign::RouterKey)) && !live().any(is_other)
}

/// What nothing sends anywhere else goes to the router, if it is spelled as routers have it: `maker/id`.
fn lay_router(references: &mut [Reference]) {
    let is_open =
        |used: &Use| used.platform == Platform::Unstated && used.form == Form::Id && !used.context.is_silent();
    let routes = references.iter_mut().filter(|one| called::is_route(&one.value.text));
    for used in routes.flat_map(|one| &mut one.uses).filter(|used| is_open(used)) {
        used.platform = Platform::UnknownHost(Evidence::Settings);
    }
}

/// Where a variable switches clients to another platform that has models of the same IDs, a word for the first one means
/// that.
fn where_meant(platform: Platform, meant: Option<(ProviderId, bool)>, vocabulary: &dyn Vocabulary) -> Platform {
    let (Platform::Known(said, _), Some((other, true))) = (platform, meant) else { return platform };
    let is_switched = vocabulary.signs().iter().any(|signs| signs.provider == other && signs.instead_of == said);
    if is_switched { Platform::Known(other, Evidence::Settings) } else { platform }
}

/// The text of a value that is no model: its default, or as it stands.
fn said(value: &Text) -> String {
    live::live(value).map_or_else(|| value.text.trim().to_owned(), |live| live.text)
}

/// What a file says of platforms besides the models.
struct Said {
    /// By its settings.
    tells: Vec<Tell>,
    /// By the addresses of servers.
    addresses: Vec<Address>,
    /// Whether one of two is meant that share IDs.
    meant: Option<(ProviderId, bool)>,
}

/// The names of variables for models that go to a platform whose address the file sets.
fn addressed(assignments: &[Assignment], said: &Said, vocabulary: &dyn Vocabulary) -> Vec<String> {
    let live = assignments.iter().filter(|one| !one.commented && !said.addresses.is_empty());
    let is_addressed = |one: &&Assignment| {
        let tells = settings::environment_key(&one.name, vocabulary).is_some_and(|key| key.provider.is_some());
        let platform = stems::platform(&one.name, tells, &said.addresses, vocabulary);
        matches!(platform, Some(Platform::Known(..)))
    };
    live.filter(is_addressed).map(|one| one.name.clone()).collect()
}

fn references(file: &SourceFile, one: &Assignment, said: &Said, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    let seen = if one.broken { Seen::ErrorRegion } else { Seen::Tree };
    if !one.commented && one.value.text.starts_with(['{', '[']) && one.value.text.contains(':') {
        return settings::shell::documents(file, one.value.span.range(), seen, vocabulary);
    }
    let Some(value) = live::live(&one.value) else { return Vec::new() };
    if one.commented {
        return prose(one, value, vocabulary);
    }
    if let Some(url) = settings::url_reference(&value, seen, one.name_span, &one.name, vocabulary) {
        return vec![url];
    }
    let key = settings::environment_key(&one.name, vocabulary);
    let key = key.as_ref();
    let own = key.and_then(|key| key.provider);
    let by_address = stems::platform(&one.name, own.is_some(), &said.addresses, vocabulary);
    let platform = by_address.unwrap_or_else(|| tells::platform(&one.name, own, &said.tells, vocabulary));
    let platform = where_meant(platform, said.meant, vocabulary);
    let used = |context| settings::use_of(context, one.name_span, &one.name, key, platform);
    let settled = |mut reference: Reference| {
        let open = reference.uses.iter_mut().filter(|used| used.platform == Platform::Unstated);
        open.for_each(|used| {
            used.platform =
                tells::sent_by_switch(&said.tells, &reference.value.text, vocabulary).unwrap_or(used.platform);
        });
        reference
    };
    let make = |text: Text, context| settled(settings::reference(text, seen, used(context)));
    if let Some((first, context)) = settings::first_field(&one.name, key, &value, vocabulary) {
        return vec![make(first, context)];
    }
    match settings::doing(&one.name, key, &value.text, vocabulary) {
        // A variable holds what a program reads, whatever it is called.
        Doing::One(Context::Text) if settings::could_name(&value.text) => vec![make(value, Context::Slot)],
        Doing::One(context) => {
            let (value, context) = settings::without_remark(value, context, vocabulary);
            vec![make(value, context)]
        }
        Doing::List(context) => {
            settings::listed(&value, seen, &used(context), vocabulary).into_iter().map(settled).collect()
        }
        Doing::Nothing => Vec::new(),
    }
}

/// A commented assignment documents; it sets nothing.
fn prose(one: &Assignment, value: Text, vocabulary: &dyn Vocabulary) -> Vec<Reference> {
    if !vocabulary.resembles_id(&value.text) {
        return Vec::new();
    }
    let place = settings::use_of(Context::Text, one.name_span, &one.name, None, Platform::Unstated);
    vec![settings::reference(value, Seen::Tree, place)]
}

/// All assignments of a text, those in comments too.
fn lex(bytes: &[u8]) -> Vec<Assignment> {
    let mut lexer = Lexer { bytes, at: 0, unclosed: [false; 3] };
    let mut out = Vec::new();
    while lexer.at < bytes.len() {
        out.extend(lexer.line());
    }
    out
}

struct Lexer<'b> {
    bytes: &'b [u8],
    at: usize,
    /// No quote of this kind follows any more: keeps files full of open quotes linear.
    unclosed: [bool; 3],
}

impl Lexer<'_> {
    /// Reads one line, or as many as a quoted value takes.
    fn line(&mut self) -> Option<Assignment> {
        self.skip_blanks();
        let commented = self.peek() == Some(b'#');
        while commented && matches!(self.peek(), Some(b'#' | b' ' | b'\t')) {
            self.at += 1;
        }
        let assignment = self.assignment(commented);
        self.at = self.line_end() + 1;
        assignment
    }

    fn assignment(&mut self, commented: bool) -> Option<Assignment> {
        if self.bytes[self.at..].starts_with(b"export") && matches!(self.bytes.get(self.at + 6), Some(b' ' | b'\t')) {
            self.at += 6;
            self.skip_blanks();
        }
        let start = self.at;
        let is_name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        while self.peek().is_some_and(is_name) {
            self.at += 1;
        }
        let name_span = Span::new(start, self.at);
        self.skip_blanks();
        if name_span.is_empty() || self.peek() != Some(b'=') {
            return None;
        }
        self.at += 1;
        let blank = self.at;
        self.skip_blanks();
        let name = String::from_utf8_lossy(&self.bytes[name_span.range()]).into_owned();
        let (value, broken) = self.value(blank, commented);
        Some(Assignment { name, name_span, value, commented, broken })
    }

    /// The value at hand, and whether its quote is never closed; white space before it began at `blank`.
    fn value(&mut self, blank: usize, commented: bool) -> (Text, bool) {
        let kind = match self.peek() {
            Some(b'"') => 0,
            Some(b'\'') => 1,
            Some(b'`') => 2,
            _ => return (self.unquoted(blank), false),
        };
        match self.quoted(kind, commented) {
            Some(text) => (text, false),
            None => {
                self.at += 1;
                (self.unquoted(self.at), true)
            }
        }
    }

    /// Up to the line's end, or white space and `#`.
    fn unquoted(&mut self, blank: usize) -> Text {
        let end = self.line_end();
        let opens = |at: &usize| self.bytes[*at] == b'#' && *at > blank && matches!(self.bytes[*at - 1], b' ' | b'\t');
        let end = (self.at..end).find(opens).unwrap_or(end);
        let text = Text::verbatim(self.bytes, Span::new(self.at, end)).trim();
        self.at = end;
        text
    }

    /// A quoted value with its escapes decoded; nothing if it has no end, or if its end looks like another's begin.
    fn quoted(&mut self, kind: usize, commented: bool) -> Option<Text> {
        let quote = self.bytes[self.at];
        let limit = if commented { self.line_end() } else { self.bytes.len() };
        let mut text = Text::new(Span::new(self.at + 1, self.at + 1));
        let (mut at, mut run) = (self.at + 1, self.at + 1);
        if self.unclosed[kind] {
            return None;
        }
        while at < limit && self.bytes[at] != quote {
            if self.bytes[at] != b'\\' || quote == b'`' || at + 1 >= limit {
                at += 1;
                continue;
            }
            let escaped = self.bytes[at + 1];
            if let Some(decoded) = unescaped(escaped, quote) {
                text.push_bytes(self.bytes, Span::new(run, at));
                text.push_char(decoded, Span::new(at, at + 2));
                run = at + 2;
            }
            // An escaped quote ends nothing, even where it stays as it is.
            at += if escaped == quote || escaped == b'\\' || run == at + 2 { 2 } else { 1 };
        }
        if at >= limit {
            self.unclosed[kind] |= !commented;
            return None;
        }
        text.push_bytes(self.bytes, Span::new(run, at));
        text.span.end = at as u32;
        let lines = self.bytes[self.at..at].contains(&b'\n');
        if lines && !self.ends_after(at + 1) {
            return None;
        }
        self.at = at + 1;
        Some(text)
    }

    /// Nothing but white space and a comment follows on the line.
    fn ends_after(&self, at: usize) -> bool {
        let rest = self.bytes[at..].iter().find(|b| !matches!(b, b' ' | b'\t' | b'\r'));
        matches!(rest, None | Some(b'\n' | b'#'))
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t')) {
            self.at += 1;
        }
    }

    /// The end of the line at hand, before `\n` or `\r\n`; `at` stands on that line.
    fn line_end(&self) -> usize {
        let end = memchr::memchr(b'\n', &self.bytes[self.at.min(self.bytes.len())..]);
        end.map_or(self.bytes.len(), |n| self.at + n)
    }
}

fn unescaped(escaped: u8, quote: u8) -> Option<char> {
    Some(match escaped {
        b'\\' => '\\',
        _ if escaped == quote => char::from(quote),
        _ if quote != b'"' => return None,
        b'n' => '\n',
        b'r' => '\r',
        b't' => '\t',
        b'$' => '$',
        b'\'' => '\'',
        _ => return None,
    })
}

#[cfg(test)]
mod tests;

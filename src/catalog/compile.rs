//! From rules files to tables: reading, numbering and validation.
//!
//! Shared by the build script, which compiles `rules/`, and by the library,
//! which compiles a user's overlay over the bundled tables. Every error names
//! its file and line.

mod bundled;
mod callees;
mod code;
mod models;
pub mod names;
mod needles;
mod place;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::date::Date;
use super::schema as s;
use super::tables::*;
use super::validate;
use names::fold_name;
pub(super) use place::Parsed;
use place::advice;

/// One rules file: its name for messages and its text.
#[derive(Debug)]
pub struct Source {
    /// Name for messages.
    pub name: String,
    /// The YAML text.
    pub text: String,
}

/// What is wrong in a rules file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RulesError {
    /// The file's name.
    pub file: String,
    /// The line, from 1; 0 when the whole file is meant.
    pub line: usize,
    /// What is wrong and what would be right.
    pub message: String,
}

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

/// Compiles rules files; `base` is what an overlay may refer to.
///
/// # Errors
/// All errors of all files, sorted by file and line.
pub fn compile(sources: Vec<Source>, base: Option<&Tables>) -> Result<Tables, Vec<RulesError>> {
    let (mut files, mut errors): (Vec<Parsed>, Vec<RulesError>) = {
        let (ok, bad): (Vec<_>, Vec<_>) = sources.into_iter().map(place::read).partition(Result::is_ok);
        (ok.into_iter().flatten().collect(), bad.into_iter().filter_map(Result::err).collect())
    };
    if base.is_some() {
        // Of entries with one key the first is found: the later file's.
        files.reverse();
    }
    let mut compiler = Compiler::new(base, &files);
    compiler.incomplete = !errors.is_empty();
    compiler.names(&files);
    for file in &files {
        compiler.file(file);
    }
    compiler.words(&files);
    errors.append(&mut compiler.errors);
    if errors.is_empty() {
        let tables = compiler.finish();
        validate::across(&files, &tables, base, &mut errors);
        if errors.is_empty() {
            return Ok(tables);
        }
    }
    errors.sort();
    errors.dedup();
    Err(errors)
}

/// Names that entries refer to, with their numbers.
#[derive(Default)]
struct Names {
    kinds: HashMap<String, usize>,
    endpoints: HashMap<String, usize>,
    providers: HashMap<String, usize>,
    frameworks: HashMap<String, usize>,
    parameters: HashMap<String, usize>,
}

struct Compiler<'f> {
    names: Names,
    errors: Vec<RulesError>,
    text: String,
    interned: HashMap<String, Str>,
    strings: Vec<Str>,
    out: Tables,
    models: Vec<ModelRow>,
    place: (Option<&'f Parsed>, &'static str, usize),
    base: Option<&'f Tables>,
    /// A file could not be read: what it names is not known to be unknown.
    incomplete: bool,
}

impl<'f> Compiler<'f> {
    fn new(base: Option<&'f Tables>, files: &'f [Parsed]) -> Self {
        let mut names = Names::default();
        if let Some(base) = base {
            names.kinds.extend(base.kinds.iter().enumerate().map(|(i, k)| (base.str(k.name).to_owned(), i)));
            names.endpoints.extend(base.endpoints.iter().enumerate().map(|(i, e)| (base.str(e.name).to_owned(), i)));
            names.providers.extend(base.providers.iter().enumerate().map(|(i, p)| (base.str(p.key).to_owned(), i)));
            names.frameworks.extend(base.routes.iter().map(|r| (base.str(r.framework).to_owned(), 0)));
            names.parameters.extend(base.list(base.parameters).map(|p| (p.to_owned(), 0)));
        }
        Compiler {
            names,
            errors: Vec::new(),
            text: String::new(),
            interned: HashMap::new(),
            strings: Vec::new(),
            out: Tables::empty(),
            models: Vec::new(),
            place: (files.first(), "", 0),
            base,
            incomplete: false,
        }
    }

    fn fail(&mut self, message: String) {
        self.fail_at("", message);
    }

    /// An error at a key of the entry.
    fn fail_at(&mut self, key: &str, message: String) {
        let (file, section, index) = self.place;
        if let Some(file) = file {
            self.errors.push(file.error(section, index, key, message));
        }
    }

    /// A name that no list has.
    fn unknown(&mut self, key: &str, what: &str, name: &str, known: fn(&Names) -> &HashMap<String, usize>) {
        if self.incomplete {
            return;
        }
        let mut names: Vec<&str> = known(&self.names).keys().map(String::as_str).collect();
        names.sort_unstable();
        let message = format!("unknown {what} `{name}`: {}", advice(name, &names));
        self.fail_at(key, message);
    }

    fn str(&mut self, text: &str) -> Str {
        if let Some(known) = self.interned.get(text) {
            return *known;
        }
        let new = Str { start: self.text.len() as u32, len: text.len() as u32 };
        self.text.push_str(text);
        self.interned.insert(text.to_owned(), new);
        new
    }

    fn list<T: AsRef<str>>(&mut self, texts: &[T]) -> List {
        let new: Vec<Str> = texts.iter().map(|t| self.str(t.as_ref())).collect();
        let list = List { start: self.strings.len() as u32, len: new.len() as u32 };
        self.strings.extend(new);
        list
    }

    fn date(&mut self, what: &str, text: &str) -> Option<Date> {
        if text.is_empty() {
            return None;
        }
        let date = Date::parse(text);
        if date.is_none() {
            let why = if looks_like_a_day(text) { "there is no such day" } else { "a day has the form YYYY-MM-DD" };
            self.fail_at(what, format!("`{what}` cannot be `{text}`: {why}"));
        }
        date
    }

    fn provider(&mut self, key: &str) -> ProviderId {
        match self.names.providers.get(key) {
            Some(number) => ProviderId(*number as u16),
            None => {
                self.unknown("provider", "provider", key, |names| &names.providers);
                ProviderId(0)
            }
        }
    }

    fn optional_provider(&mut self, key: &str) -> Option<ProviderId> {
        (!key.is_empty()).then(|| self.provider(key))
    }

    fn endpoints<T: AsRef<str>>(&mut self, names: &[T]) -> EndpointSet {
        let mut set = EndpointSet::EMPTY;
        for name in names {
            match self.names.endpoints.get(name.as_ref()) {
                Some(number) => set = set.union(EndpointSet::one(*number)),
                None => self.unknown("endpoints", "endpoint", name.as_ref(), |names| &names.endpoints),
            }
        }
        set
    }

    fn framework(&mut self, name: &str) -> Str {
        if !name.is_empty() && !self.names.frameworks.contains_key(name) {
            self.unknown("framework", "framework", name, |names| &names.frameworks);
        }
        self.str(name)
    }

    fn parameter(&mut self, key: &str, name: &str) -> Str {
        if !name.is_empty() && !self.names.parameters.contains_key(name) {
            self.unknown(key, "parameter", name, |names| &names.parameters);
        }
        self.str(name)
    }

    /// Numbers everything that entries of any file may refer to.
    fn names(&mut self, files: &'f [Parsed]) {
        fn number(names: &mut HashMap<String, usize>, name: &str) -> bool {
            let next = names.len();
            names.insert(name.to_owned(), next).is_none()
        }
        for file in files {
            for (index, kind) in file.rules.kinds.iter().enumerate() {
                self.place = (Some(file), "kinds", index);
                if !number(&mut self.names.kinds, &kind.name) {
                    self.fail(format!("kind `{}` stands twice", kind.name));
                }
            }
            for (index, endpoint) in file.rules.endpoints.iter().enumerate() {
                self.place = (Some(file), "endpoints", index);
                if self.is_bundled_endpoint(&endpoint.name) {
                    continue;
                }
                if !number(&mut self.names.endpoints, &endpoint.name) {
                    self.fail(format!("endpoint `{}` stands twice", endpoint.name));
                }
                if endpoint.title.is_empty() {
                    self.fail(format!("the endpoint `{}` needs a `title`, for messages", endpoint.name));
                }
                if self.names.endpoints.len() > 128 {
                    self.fail("more than 128 endpoints: widen EndpointSet".into());
                }
            }
            for (section, index, provider) in heads(file) {
                self.place = (Some(file), section, index);
                if self.is_bundled_provider(&provider.key) {
                    self.check_bundled_head(provider);
                } else if !number(&mut self.names.providers, &provider.key) {
                    self.fail_at("key", format!("provider `{}` stands twice", provider.key));
                } else if provider.title.is_empty() {
                    self.fail_at("key", format!("the provider `{}` needs a `title`, for messages", provider.key));
                }
            }
            self.names.frameworks.extend(file.rules.routes.iter().map(|r| (r.framework.clone(), 0)));
            self.names.parameters.extend(file.rules.parameters.iter().map(|p| (p.clone(), 0)));
        }
    }

    fn file(&mut self, file: &'f Parsed) {
        let rules = &file.rules;
        self.vocabulary(file);
        self.providers(file);
        self.model_sections(file);
        self.code_sections(file);
        self.callees(file);
        self.lists_of(file);
        for (index, route) in rules.routes.iter().enumerate() {
            self.place = (Some(file), "routes", index);
            self.route(route);
        }
        for (index, key) in rules.keys.iter().enumerate() {
            self.place = (Some(file), "keys", index);
            self.key(key);
        }
    }

    fn vocabulary(&mut self, file: &'f Parsed) {
        for (index, kind) in file.rules.kinds.iter().enumerate() {
            self.place = (Some(file), "kinds", index);
            let row =
                KindRow { name: self.str(&kind.name), class: self.str(&kind.class), title: self.str(&kind.title) };
            self.out.kinds.to_mut().push(row);
        }
        for (index, endpoint) in file.rules.endpoints.iter().enumerate() {
            self.place = (Some(file), "endpoints", index);
            if !self.is_bundled_endpoint(&endpoint.name) {
                let row = EndpointRow { name: self.str(&endpoint.name), title: self.str(&endpoint.title) };
                self.out.endpoints.to_mut().push(row);
            }
            let number = self.names.endpoints[&endpoint.name] as u16;
            for path in &endpoint.paths {
                if !path.path.starts_with('/') {
                    self.fail_at("path", format!("the path `{}` must start with `/`", path.path));
                }
                let provider = self.optional_provider(&path.provider);
                let row = PathRow { path: self.str(&path.path), endpoint: number, provider };
                self.out.paths.to_mut().push(row);
            }
            for header in &endpoint.headers {
                let row = HeaderRow { name: self.str(&header.name), value: self.str(&header.value), endpoint: number };
                self.out.headers.to_mut().push(row);
            }
            for ended in &endpoint.ended {
                let own = file.rules.provider.as_ref().filter(|_| ended.provider.is_empty());
                let provider = self.provider(own.map_or(&ended.provider, |head| &head.key));
                self.ended(ended, provider, Some(number));
            }
        }
    }

    fn ended(&mut self, ended: &s::EndedEntry, provider: ProviderId, endpoint: Option<u16>) {
        let announced = self.date("announced", &ended.announced);
        let Some(shutdown) = self.date("shutdown", &ended.shutdown) else { return };
        if ended.source.is_empty() {
            self.fail_at("shutdown", format!("the shutdown {shutdown} needs a `source`"));
        }
        if announced.is_some_and(|day| day > shutdown) {
            let message = format!("announced on {}, after the shutdown on {}", ended.announced, ended.shutdown);
            self.fail_at("announced", message);
        }
        let row = EndedRow {
            provider,
            endpoint,
            announced,
            shutdown,
            advice: self.str(&ended.advice),
            source: self.str(&ended.source),
            certainty: certainty(ended.confidence),
        };
        self.out.ended.to_mut().push(row);
    }

    fn finish(mut self) -> Tables {
        let text = std::mem::take(&mut self.text);
        let mut models = std::mem::take(&mut self.models);
        let of = |s: Str| &text[s.start as usize..(s.start + s.len) as usize];
        models.sort_by(|a, b| of(a.id).cmp(of(b.id)).then(a.provider.cmp(&b.provider)));
        // Only a user's files can hold an ID twice, each in its own file: the later one wins.
        models.dedup_by(|later, earlier| (of(later.id), later.provider) == (of(earlier.id), earlier.provider));
        let mut folded: Vec<u32> = (0..models.len() as u32).collect();
        folded.sort_by_key(|at| (of(models[*at as usize].id).to_ascii_lowercase(), *at));
        let out = &mut self.out;
        out.families.to_mut().sort_by_key(|f| (std::cmp::Reverse(f.stem.len), of(f.stem).to_owned(), f.provider));
        out.clients.to_mut().sort_by_key(|c| (of(c.name).to_owned(), c.language));
        out.callees.to_mut().sort_by_key(|c| (of(c.last).to_owned(), c.language, of(c.name).to_owned()));
        out.call_sites.to_mut().sort_by_key(|c| (of(c.last).to_owned(), std::cmp::Reverse(c.callee.len), c.language));
        out.keys.to_mut().sort_by_key(|k| (k.place, of(k.name).to_owned()));
        let pattern = |(at, key): (usize, &KeyRow)| {
            let name = of(key.name).as_bytes();
            let ends = (*name.first()?, *name.last()?);
            name.contains(&b'*').then_some(PatternRow { at: at as u32, place: key.place, ends })
        };
        out.key_patterns = Cow::Owned(out.keys.iter().enumerate().filter_map(pattern).collect());
        out.models = Cow::Owned(models);
        out.models_folded = Cow::Owned(folded);
        out.text = Cow::Owned(text);
        out.strings = Cow::Owned(self.strings);
        self.out
    }
}

/// Providers that a file names as its own or as others, with their places.
fn heads(file: &Parsed) -> impl Iterator<Item = (&'static str, usize, &s::ProviderEntry)> {
    let own = file.rules.provider.iter().map(|head| ("provider", 0, head));
    own.chain(file.rules.other_providers.iter().enumerate().map(|(index, head)| ("other-providers", index, head)))
}

/// How sure a fact is; the provider's own word if nothing else is said.
fn certainty(given: Option<s::Certainty>) -> FactCertainty {
    match given {
        Some(s::Certainty::Official) | None => FactCertainty::Official,
        Some(s::Certainty::Secondary) => FactCertainty::Secondary,
        Some(s::Certainty::Conflict) => FactCertainty::Conflict,
    }
}

/// Four, two and two digits.
fn looks_like_a_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}

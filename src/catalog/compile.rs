//! From rules files to tables: reading, numbering and validation.
//!
//! Shared by the build script, which compiles `rules/`, and by the library,
//! which compiles a user's overlay over the bundled tables. Every error names
//! its file and line.

mod code;
mod models;
mod needles;

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use super::automaton::Automaton;
use super::date::Date;
use super::schema as s;
use super::tables::*;
use super::validate;

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

/// A file after reading, with the lines of its entries.
pub(super) struct Parsed {
    pub(super) name: String,
    pub(super) text: String,
    pub(super) rules: s::RulesFile,
}

impl Parsed {
    /// The line of the entry at `index` of a top-level section.
    pub(super) fn line(&self, section: &str, index: usize) -> usize {
        item_lines(&self.text, section).nth(index).or_else(|| section_line(&self.text, section)).unwrap_or(1)
    }

    pub(super) fn error(&self, section: &str, index: usize, message: String) -> RulesError {
        RulesError { file: self.name.clone(), line: self.line(section, index), message }
    }
}

fn section_line(text: &str, section: &str) -> Option<usize> {
    let head = format!("{section}:");
    text.lines().position(|line| line.starts_with(&head)).map(|at| at + 1)
}

/// Lines (from 1) on which the items of a top-level sequence begin.
fn item_lines<'t>(text: &'t str, section: &str) -> impl Iterator<Item = usize> + 't {
    let start = section_line(text, section).unwrap_or(usize::MAX - 1);
    let body = text.lines().enumerate().skip(start);
    let body = body.take_while(|(_, line)| line.starts_with([' ', '-', '#']) || line.trim().is_empty());
    let mut indent = None;
    body.filter(move |(_, line)| {
        let trimmed = line.trim_start();
        let is_item = trimmed.starts_with("- ");
        is_item && *indent.get_or_insert(line.len() - trimmed.len()) == line.len() - trimmed.len()
    })
    .map(|(at, _)| at + 1)
}

/// Deepest nesting of brackets; the parser takes quadratic time to find out that there is more than it bears.
const DEEPEST: usize = 128;

fn is_too_deep(text: &str) -> bool {
    let mut open = 0usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > DEEPEST
    })
}

fn read(source: Source) -> Result<Parsed, RulesError> {
    if is_too_deep(&source.text) {
        return Err(RulesError { file: source.name, line: 0, message: "nested too deeply".to_owned() });
    }
    match serde_yaml::from_str::<s::RulesFile>(&source.text) {
        Ok(rules) => Ok(Parsed { name: source.name, text: source.text, rules }),
        Err(error) => Err(RulesError {
            file: source.name,
            line: error.location().map_or(0, |at| at.line()),
            message: error.to_string(),
        }),
    }
}

/// Compiles rules files; `base` is what an overlay may refer to.
///
/// # Errors
/// All errors of all files, sorted by file and line.
pub fn compile(sources: Vec<Source>, base: Option<&Tables>) -> Result<Tables, Vec<RulesError>> {
    let (files, mut errors): (Vec<_>, Vec<_>) = {
        let (ok, bad): (Vec<_>, Vec<_>) = sources.into_iter().map(read).partition(Result::is_ok);
        (ok.into_iter().flatten().collect(), bad.into_iter().filter_map(Result::err).collect())
    };
    let mut compiler = Compiler::new(base, &files);
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
    base_providers: usize,
}

impl<'f> Compiler<'f> {
    fn new(base: Option<&Tables>, files: &'f [Parsed]) -> Self {
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
            base_providers: base.map_or(0, |b| b.providers.len()),
        }
    }

    fn fail(&mut self, message: String) {
        let (file, section, index) = self.place;
        if let Some(file) = file {
            self.errors.push(file.error(section, index, message));
        }
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
            self.fail(format!("{what} `{text}` is not a day of the form YYYY-MM-DD"));
        }
        date
    }

    fn provider(&mut self, key: &str) -> ProviderId {
        match self.names.providers.get(key) {
            Some(number) => ProviderId(*number as u16),
            None => {
                self.fail(format!("unknown provider `{key}`: no file has it as `provider.key`"));
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
                None => self.fail(format!("unknown endpoint `{}`: not among `endpoints`", name.as_ref())),
            }
        }
        set
    }

    fn framework(&mut self, name: &str) -> Str {
        if !name.is_empty() && !self.names.frameworks.contains_key(name) {
            self.fail(format!("unknown framework `{name}`: not among `routes`"));
        }
        self.str(name)
    }

    fn parameter(&mut self, name: &str) -> Str {
        if !name.is_empty() && !self.names.parameters.contains_key(name) {
            self.fail(format!("unknown parameter `{name}`: not among `parameters`"));
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
                if !number(&mut self.names.endpoints, &endpoint.name) {
                    self.fail(format!("endpoint `{}` stands twice", endpoint.name));
                }
                if self.names.endpoints.len() > 128 {
                    self.fail("more than 128 endpoints: widen EndpointSet".into());
                }
            }
            let heads = file.rules.provider.iter().chain(&file.rules.other_providers);
            for (index, provider) in heads.enumerate() {
                self.place = (Some(file), "other-providers", index);
                let of_the_base =
                    self.names.providers.get(&provider.key).is_some_and(|number| *number < self.base_providers);
                if !of_the_base && !number(&mut self.names.providers, &provider.key) {
                    self.fail(format!("provider `{}` stands twice", provider.key));
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
            let row = EndpointRow { name: self.str(&endpoint.name), title: self.str(&endpoint.title) };
            self.out.endpoints.to_mut().push(row);
            let number = self.names.endpoints[&endpoint.name] as u16;
            for path in &endpoint.paths {
                if !path.path.starts_with('/') {
                    self.fail(format!("path `{}` must start with `/`", path.path));
                }
                let provider = self.optional_provider(&path.provider);
                let row = PathRow { path: self.str(&path.path), endpoint: number, provider };
                self.out.paths.to_mut().push(row);
            }
            for ended in &endpoint.ended {
                let provider = self.provider(&ended.provider);
                self.ended(ended, provider, Some(number));
            }
        }
    }

    fn ended(&mut self, ended: &s::EndedEntry, provider: ProviderId, endpoint: Option<u16>) {
        let announced = self.date("announced", &ended.announced);
        let Some(shutdown) = self.date("shutdown", &ended.shutdown) else { return };
        if ended.source.is_empty() {
            self.fail("a shutdown needs a source".into());
        }
        if announced.is_some_and(|day| day > shutdown) {
            self.fail(format!("announced {} after its shutdown {}", ended.announced, ended.shutdown));
        }
        let row = EndedRow {
            provider,
            endpoint,
            announced,
            shutdown,
            advice: self.str(&ended.advice),
            source: self.str(&ended.source),
        };
        self.out.ended.to_mut().push(row);
    }

    /// The automaton over some lists.
    fn automaton(&mut self, lists: &[List]) -> Automaton {
        let strings = lists.iter().flat_map(|l| &self.strings[l.start as usize..(l.start + l.len) as usize]);
        let needles: Vec<&str> = strings.map(|s| &self.text[s.start as usize..(s.start + s.len) as usize]).collect();
        Automaton::build(&needles).unwrap_or_else(|message| {
            self.fail(format!("the prefilter: {message}"));
            Automaton::nothing()
        })
    }

    /// Lists that all files add to.
    fn words(&mut self, files: &[Parsed]) {
        let all = |pick: fn(&s::RulesFile) -> &Vec<String>| {
            let mut words: Vec<String> = files.iter().flat_map(|f| pick(&f.rules).iter().cloned()).collect();
            words.sort();
            words.dedup();
            words
        };
        let stems: Vec<String> = files.iter().flat_map(|f| &f.rules.provider).flat_map(|p| p.stems.clone()).collect();
        self.out.stems = self.list(&needles::shortest(stems));
        let rules = || files.iter().map(|f| &f.rules);
        self.out.places = self.list(&needles::places(rules()));
        self.out.modules = self.list(&needles::modules(rules()));
        self.out.callees = self.list(&needles::callees(rules()));
        self.out.prefilter = self.automaton(&[self.out.places, self.out.modules, self.out.stems]);
        self.out.called = self.automaton(&[self.out.callees]);
        self.out.parameters = self.list(&all(|rules| &rules.parameters));
        self.out.look_alikes = self.list(&all(|rules| &rules.look_alikes));
        self.out.dummy_keys = self.list(&all(|rules| &rules.dummy_keys));
        self.out.transparent_segments = self.list(&all(|rules| &rules.transparent_segments));
        self.out.plain_words = self.list(&all(|rules| &rules.plain_words));
    }

    fn finish(mut self) -> Tables {
        let text = std::mem::take(&mut self.text);
        let mut models = std::mem::take(&mut self.models);
        let of = |s: Str| &text[s.start as usize..(s.start + s.len) as usize];
        models.sort_by(|a, b| of(a.id).cmp(of(b.id)).then(a.provider.cmp(&b.provider)));
        let mut folded: Vec<u32> = (0..models.len() as u32).collect();
        folded.sort_by_key(|at| (of(models[*at as usize].id).to_ascii_lowercase(), *at));
        let out = &mut self.out;
        out.families.to_mut().sort_by_key(|f| (std::cmp::Reverse(f.stem.len), of(f.stem).to_owned(), f.provider));
        out.clients.to_mut().sort_by_key(|c| (of(c.name).to_owned(), c.language));
        out.call_sites.to_mut().sort_by_key(|c| (of(c.last).to_owned(), std::cmp::Reverse(c.callee.len), c.language));
        out.keys.to_mut().sort_by_key(|k| (k.place, of(k.name).to_owned()));
        out.models = Cow::Owned(models);
        out.models_folded = Cow::Owned(folded);
        out.text = Cow::Owned(text);
        out.strings = Cow::Owned(self.strings);
        self.out
    }
}

/// How names of settings and code are compared: lower case, without `_` and `-`.
pub fn fold_name(name: &str) -> String {
    name.chars().filter(|c| !matches!(c, '_' | '-')).map(|c| c.to_ascii_lowercase()).collect()
}

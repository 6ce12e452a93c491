//! What extractors may ask of the facts, and nothing more.
//!
//! An extractor knows a syntax and no model: it asks whether a callee is a
//! call site, a class a client, a URL a host, a name a model key. The catalog
//! answers; tests answer with words of their own.

mod keys;
mod urls;

use crate::catalog::tables::{ClientRow, List, PrefixRow, Tables};
use crate::catalog::{Catalog, CodeLanguage, Entry, Provider};

pub use crate::catalog::{EndpointSet, Form, ProviderId, Role, Site as SiteKind, fold_name, folds_to};
pub(crate) use keys::wildcard;
pub use urls::{Host, UrlSite};

/// A language of code.
pub type Language = CodeLanguage;

/// A list of words of the vocabulary.
#[derive(Debug, Clone, Copy)]
pub struct Words<'v> {
    tables: &'v Tables,
    list: List,
}

impl<'v> Words<'v> {
    /// The words.
    pub fn iter(self) -> impl ExactSizeIterator<Item = &'v str> + Clone {
        self.tables.list(self.list)
    }
    /// There is none.
    pub fn is_empty(self) -> bool {
        self.list.len == 0
    }
    /// One of them is `word`.
    pub fn has(self, word: &str) -> bool {
        self.iter().any(|w| w == word)
    }
}

/// A place in code that names a model.
#[derive(Debug, Clone, Copy)]
pub struct Site<'v> {
    /// End of the receiver chain, or the name.
    pub callee: &'v str,
    /// Modules that export it.
    pub modules: Words<'v>,
    /// What it is in the language.
    pub kind: SiteKind,
    /// Keywords or properties that carry the model, nested ones with dots.
    pub model: Words<'v>,
    /// Position of the model as a bare argument.
    pub position: Option<u8>,
    /// Position of the object literal that holds the properties.
    pub object: Option<u8>,
    /// Keywords or properties that carry a URL.
    pub url: Words<'v>,
    /// Position of the URL.
    pub url_position: Option<u8>,
    /// The endpoints that the call may reach.
    pub endpoints: EndpointSet,
    /// The platform when the client does not say.
    pub provider: Option<ProviderId>,
    /// The form of the value.
    pub form: Form,
    /// The framework of routes; empty if none.
    pub framework: &'v str,
    /// Arguments that carry a base URL.
    pub base_url: Words<'v>,
    /// Arguments that hold the body of a request.
    pub body: Words<'v>,
    /// The callee may send the model to another endpoint of the same class.
    pub rewrites_endpoint: bool,
    /// The callee renames or drops parameters.
    pub rewrites_parameters: bool,
    /// It only looks an ID up and accepts old ones.
    pub lookup: bool,
    /// The model picks configurations that are kept elsewhere: one of several is not judged.
    pub picks: bool,
    /// Names under which others are given what the call makes only to count with it.
    pub counts_as: Words<'v>,
    /// The name says by itself what it is.
    pub distinctive: bool,
    /// The model that the library takes when none is given; empty if it takes none.
    pub default_model: &'v str,
    /// The library and the versions of it that take it; empty if not known.
    pub default_in: &'v str,
    switches: (&'v Tables, (u16, u16)),
}

/// A client class.
#[derive(Debug, Clone, Copy)]
pub struct Client<'v> {
    /// Modules that export it.
    pub modules: Words<'v>,
    /// The platform that it talks to.
    pub provider: ProviderId,
    /// Arguments that carry a base URL, nested ones with dots.
    pub base_url: Words<'v>,
    /// Arguments that carry a key.
    pub key: Words<'v>,
    /// The argument that is an inner client.
    pub wraps: Option<Wraps<'v>>,
    switches: (&'v Tables, (u16, u16)),
}

/// Which argument of a wrapper is the client that it wraps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wraps<'v> {
    /// The one at this position.
    Position(u8),
    /// A keyword, or a property of an object of options.
    Argument(&'v str),
}

/// An argument that changes the platform.
#[derive(Debug, Clone, Copy)]
pub struct Switch<'v> {
    /// The argument.
    pub argument: &'v str,
    /// The value that switches; any if empty.
    pub value: &'v str,
    /// The platform from then on.
    pub provider: ProviderId,
}

fn switches<'v>((tables, (start, len)): (&'v Tables, (u16, u16))) -> impl Iterator<Item = Switch<'v>> {
    tables.switches[usize::from(start)..usize::from(start) + usize::from(len)].iter().map(|row| Switch {
        argument: tables.str(row.argument),
        value: tables.str(row.value),
        provider: row.provider,
    })
}

impl<'v> Site<'v> {
    /// Arguments that make it talk to another platform.
    pub fn switches(&self) -> impl Iterator<Item = Switch<'v>> {
        switches(self.switches)
    }
}
impl<'v> Client<'v> {
    /// Arguments that make it talk to another platform.
    pub fn switches(&self) -> impl Iterator<Item = Switch<'v>> {
        switches(self.switches)
    }
}

/// What says that a file speaks of a platform where another has models of the same IDs.
#[derive(Debug, Clone, Copy)]
pub struct Signs<'v> {
    /// The platform that is meant.
    pub provider: ProviderId,
    /// The platform that an ID is read as where nothing tells.
    pub instead_of: ProviderId,
    /// Modules that are of use on it alone.
    pub modules: Words<'v>,
    /// Variables of the environment that switch clients to it.
    pub variables: Words<'v>,
    /// Words of files that speak of the other as well.
    pub unless: Words<'v>,
}

/// A word switches something on.
pub fn is_on(word: &str) -> bool {
    !matches!(word.to_ascii_lowercase().as_str(), "" | "0" | "false" | "no" | "off")
}

/// What a named setting does.
#[derive(Debug, Clone, Copy)]
pub struct Key<'v> {
    /// What its value is.
    pub role: Role,
    /// The form of the value.
    pub form: Form,
    /// The platform that the name tells.
    pub provider: Option<ProviderId>,
    /// The endpoints that the name tells.
    pub endpoints: EndpointSet,
    /// The framework of routes; empty if none.
    pub framework: &'v str,
    /// The name is listed as it is, not through a pattern with `*`.
    pub exact: bool,
}

/// One step of the path to a value in a settings file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// A key of a mapping.
    Key(String),
    /// An item of a sequence.
    Item,
}

/// Whether a key is one under which those who watch a program are told of its calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Watched {
    /// It is.
    Yes,
    /// Where nothing says that it is a setting.
    Maybe,
    /// It is none.
    No,
}

/// What the name of a library's class, function or variable says of the code that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sign {
    /// A base class that says nothing of what a class is.
    Form,
    /// A callee or base class that makes objects up for tests.
    Factory,
    /// A base class of the steps of a database's history.
    HistoryClass,
    /// A name that a file of such a step has.
    HistoryName,
    /// The type of a parameter that holds what was typed so far.
    Completion,
    /// A name for answers that models gave before, and that are only looked at.
    StoredAnswers,
    /// A folder of pages that show a product to those who do not use it yet.
    LandingFolder,
    /// A name by which a page asks a server.
    PageRequest,
    /// A model spelled as only a router has it.
    Router,
    /// The variable that holds the key of a router.
    RouterKey,
    /// A voice that only a server has which stands in for a maker's.
    VoiceOfOthers,
    /// A setting and the switch by which it is taken or not: `switch=setting`, in small letters without separators.
    SwitchOf,
}

/// The questions.
pub trait Vocabulary: Sync {
    /// Call sites whose callee ends in this segment, longest callee first.
    fn sites(&self, language: Language, last_segment: &str) -> Vec<Site<'_>>;
    /// Clients with this name.
    fn clients(&self, language: Language, name: &str) -> Vec<Client<'_>>;
    /// What a name of the environment does (`OPENAI_MODEL`).
    fn environment(&self, name: &str) -> Option<Key<'_>>;
    /// What a name in code, or a key of settings, does (`model_name`, `defaultModel`).
    fn name(&self, name: &str) -> Option<Key<'_>>;
    /// What the value at a path of keys in a YAML file does.
    fn yaml(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>>;
    /// Who answers at a base URL.
    fn host(&self, url: &str) -> Host;
    /// What a request to a URL reaches.
    fn url(&self, url: &str) -> Option<UrlSite>;
    /// The endpoint to which a header leads, whatever the URL.
    fn header(&self, _name: &str, _value: &str) -> Option<EndpointSet> {
        None
    }
    /// The platform that a word names (`provider: openai`); by the routes of a framework, or by any if it is empty.
    fn provider_word(&self, framework: &str, word: &str) -> Option<ProviderId>;
    /// The platform of the model that a member of an enumeration stands for, by its name and that of the enumeration, with
    /// its module: frameworks are called by it whose models have such names.
    fn member(&self, _enumeration: &str, _name: &str) -> Option<ProviderId> {
        None
    }
    /// The endpoints that a word of a framework tells (`openai:embedding:…`, `mode: embedding`).
    fn endpoints_word(&self, _framework: &str, _word: &str) -> EndpointSet {
        EndpointSet::EMPTY
    }
    /// The platform that is called by a word: its key, or the first word of it.
    fn provider_called(&self, word: &str) -> Option<ProviderId>;
    /// The platform whose resource names end like a text, right before an ID (`…/publishers/NAME/models/`).
    fn resource(&self, _text: &str) -> Option<ProviderId> {
        None
    }
    /// What says of a file that its IDs are those of one of two platforms that have models of the same IDs.
    fn signs(&self) -> Vec<Signs<'_>> {
        Vec::new()
    }
    /// Names on this platform are chosen by users.
    fn user_named(&self, provider: ProviderId) -> bool;
    /// Models of this platform are known.
    fn serves(&self, provider: ProviderId) -> bool;
    /// The word is the ID of a model, and may be anything else.
    fn plain_word(&self, _text: &str) -> bool {
        false
    }
    /// The maker who has a model with this ID.
    fn maker_of(&self, _id: &str) -> Option<ProviderId> {
        None
    }
    /// This platform has a model with this ID.
    fn lists_model(&self, _provider: ProviderId, _id: &str) -> bool {
        false
    }
    /// This platform serves its own models, and those of no other maker.
    fn serves_its_own(&self, _provider: ProviderId) -> bool {
        false
    }
    /// A key that people give to servers that want none.
    fn dummy_key(&self, key: &str) -> bool;
    /// A key under which those who watch a program are told of its calls.
    fn watched_key(&self, key: &str) -> Watched;
    /// A class whose members are such keys.
    fn watched_by_class(&self, name: &str) -> bool;
    /// The name of a library says this of the code that it stands in.
    fn is_sign(&self, name: &str, sign: Sign) -> bool;
    /// A segment of a receiver chain that changes nothing for the model.
    fn transparent_segment(&self, segment: &str) -> bool;
    /// Text that could be a model ID: it holds a stem or is one of the plain words, and is one token.
    fn resembles_id(&self, text: &str) -> bool;
}

fn client<'v>(entry: Entry<'v, ClientRow>) -> Client<'v> {
    let words = |list| Words { tables: entry.tables, list };
    Client {
        modules: words(entry.row.modules),
        provider: entry.row.provider,
        base_url: words(entry.row.base_url),
        key: words(entry.row.key),
        wraps: match entry.tables.str(entry.row.wraps) {
            "" => None,
            argument => Some(argument.parse().map_or(Wraps::Argument(argument), Wraps::Position)),
        },
        switches: (entry.tables, entry.row.switches),
    }
}

fn signs_of(provider: Provider<'_>) -> Option<Signs<'_>> {
    let entry = provider.entry();
    let words = |list| Words { tables: entry.tables, list };
    Some(Signs {
        provider: provider.id,
        instead_of: entry.row.instead_of?,
        modules: words(entry.row.meant_by_modules),
        variables: words(entry.row.meant_by_variables),
        unless: words(entry.row.meant_unless),
    })
}

impl Vocabulary for Catalog {
    fn sites(&self, language: Language, last_segment: &str) -> Vec<Site<'_>> {
        let mut sites = Vec::new();
        for tables in self.layers() {
            let rows = &tables.call_sites;
            let start = rows.partition_point(|row| tables.str(row.last) < last_segment);
            for row in rows[start..].iter().take_while(|row| tables.str(row.last) == last_segment) {
                if row.language != language {
                    continue;
                }
                let words = |list| Words { tables, list };
                sites.push(Site {
                    callee: tables.str(row.callee),
                    modules: words(row.modules),
                    kind: row.kind,
                    model: words(row.model),
                    position: row.position,
                    object: row.object,
                    url: words(row.url),
                    url_position: row.url_position,
                    endpoints: row.endpoints,
                    provider: row.provider,
                    form: row.form,
                    framework: tables.str(row.framework),
                    base_url: words(row.base_url),
                    body: words(row.body),
                    rewrites_endpoint: row.rewrites_endpoint,
                    rewrites_parameters: row.rewrites_parameters,
                    lookup: row.lookup,
                    picks: row.picks,
                    counts_as: words(row.counts_as),
                    distinctive: row.distinctive,
                    default_model: tables.str(row.default_model),
                    default_in: tables.str(row.default_in),
                    switches: (tables, row.switches),
                });
            }
        }
        sites
    }

    fn clients(&self, language: Language, name: &str) -> Vec<Client<'_>> {
        let mut clients = Vec::new();
        for tables in self.layers() {
            let rows = &tables.clients;
            let start = rows.partition_point(|row| tables.str(row.name) < name);
            let named = rows[start..].iter().take_while(|row| tables.str(row.name) == name);
            clients.extend(named.filter(|row| row.language == language).map(|row| client(Entry { tables, row })));
        }
        clients
    }

    fn environment(&self, name: &str) -> Option<Key<'_>> {
        self.environment_key(name)
    }

    fn name(&self, name: &str) -> Option<Key<'_>> {
        self.name_key(name)
    }

    fn yaml(&self, file_name: &str, path: &[Step]) -> Option<Key<'_>> {
        self.yaml_key(file_name, path)
    }

    fn host(&self, url: &str) -> Host {
        self.host_of(url)
    }

    fn url(&self, url: &str) -> Option<UrlSite> {
        self.url_site(url)
    }

    fn header(&self, name: &str, value: &str) -> Option<EndpointSet> {
        let rows = self.layers().flat_map(|tables| tables.headers.iter().map(move |row| (tables, row)));
        let mut leading = rows
            .filter(|(tables, row)| tables.str(row.name).eq_ignore_ascii_case(name) && tables.str(row.value) == value);
        leading.next().map(|(_, row)| EndpointSet::one(usize::from(row.endpoint)))
    }

    fn provider_word(&self, framework: &str, word: &str) -> Option<ProviderId> {
        for tables in self.layers() {
            for route in tables.routes.iter().filter(|r| framework.is_empty() || tables.str(r.framework) == framework) {
                let (start, len) = route.prefixes;
                let prefixes = &tables.prefixes[start as usize..(start + len) as usize];
                let is_word = |row: &&PrefixRow| row.name.len as usize == word.len() && tables.str(row.name) == word;
                if let Some(row) = prefixes.iter().find(is_word) {
                    return Some(row.provider);
                }
            }
        }
        self.provider_named(word).map(|p| p.id)
    }

    fn member(&self, enumeration: &str, name: &str) -> Option<ProviderId> {
        Catalog::member(self, enumeration, name)
    }

    fn endpoints_word(&self, framework: &str, word: &str) -> EndpointSet {
        let of_layer = |tables: &Tables| {
            let route = tables.routes.iter().find(|route| tables.str(route.framework) == framework)?;
            let (start, len) = route.inner;
            let rows = &tables.inner[start as usize..(start + len) as usize];
            rows.iter().find(|row| tables.str(row.name) == word).map(|row| row.endpoints)
        };
        self.layers().find_map(of_layer).unwrap_or(EndpointSet::EMPTY)
    }

    fn provider_called(&self, word: &str) -> Option<ProviderId> {
        // A library that takes routes names no platform, though a server of its own does.
        let routes = || self.layers().any(|t| t.routes.iter().any(|route| t.str(route.framework) == word));
        let is_called = |key: &str| match key.strip_prefix(word) {
            Some("") => true,
            Some(rest) => rest.starts_with('-') && !routes(),
            None => false,
        };
        self.providers().find(|p| is_called(p.key())).map(|p| p.id)
    }

    fn resource(&self, text: &str) -> Option<ProviderId> {
        // A pattern of one word is no sign of anything.
        let ends = |pattern: &str| {
            if let Some(mark) = pattern.strip_prefix("**") {
                return text.ends_with(mark);
            }
            let (mut wanted, mut given) = (pattern.rsplit('/'), text.rsplit('/'));
            let fits = |wanted: &str, given: &str| wanted == given || (wanted == "{}" && !given.is_empty());
            pattern.contains("{}") && wanted.all(|wanted| given.next().is_some_and(|given| fits(wanted, given)))
        };
        self.providers().find(|provider| provider.resources().any(ends)).map(|provider| provider.id)
    }

    fn signs(&self) -> Vec<Signs<'_>> {
        self.providers().filter_map(signs_of).collect()
    }

    fn user_named(&self, provider: ProviderId) -> bool {
        self.provider(provider).user_named()
    }

    fn serves(&self, provider: ProviderId) -> bool {
        self.models_of(provider).next().is_some()
    }

    fn plain_word(&self, text: &str) -> bool {
        self.is_plain_word(text)
    }

    fn maker_of(&self, id: &str) -> Option<ProviderId> {
        let makers = self.models_named(id).map(|model| model.provider());
        { makers }.find(|provider| provider.first_party()).map(|provider| provider.id)
    }

    fn lists_model(&self, provider: ProviderId, id: &str) -> bool {
        self.model(provider, id).is_some()
    }

    fn serves_its_own(&self, provider: ProviderId) -> bool {
        self.provider(provider).first_party()
    }

    fn dummy_key(&self, key: &str) -> bool {
        let lower = key.to_ascii_lowercase();
        self.layers().any(|t| t.list(t.dummy_keys).any(|dummy| dummy == lower))
    }

    fn watched_key(&self, key: &str) -> Watched {
        let begins = |prefix: &str| key.starts_with(prefix);
        if self.layers().any(|t| t.list(t.watched_keys).any(begins)) {
            Watched::Yes
        } else if self.layers().any(|t| t.list(t.likely_watched_keys).any(begins)) {
            Watched::Maybe
        } else {
            Watched::No
        }
    }

    fn watched_by_class(&self, name: &str) -> bool {
        self.layers().any(|t| t.list(t.watched_by_classes).any(|class| name.ends_with(class)))
    }

    fn is_sign(&self, name: &str, sign: Sign) -> bool {
        let is_one = |word: &str| name == word;
        let ends_with_one = |word: &str| name.ends_with(word);
        self.layers().any(|t| match sign {
            Sign::Form => t.list(t.form_classes).any(is_one),
            Sign::Factory => t.list(t.factories).any(is_one),
            Sign::HistoryClass => t.list(t.history_classes).any(ends_with_one),
            Sign::HistoryName => t.list(t.history_names).any(is_one),
            Sign::Completion => t.list(t.completion_types).any(ends_with_one),
            Sign::SwitchOf => t.list(t.switches_of_settings).any(is_one),
            Sign::StoredAnswers => t.list(t.stored_answers).any(is_one),
            Sign::LandingFolder => t.list(t.landing_folders).any(|word| name.eq_ignore_ascii_case(word)),
            Sign::PageRequest => t.list(t.page_requests).any(is_one),
            Sign::Router => t.list(t.router_marks).any(|mark| wildcard(mark, name)),
            Sign::VoiceOfOthers => t.list(t.voices_of_others).any(|mark| wildcard(mark, name)),
            Sign::RouterKey => t.list(t.router_keys).any(|key| name.eq_ignore_ascii_case(key)),
        })
    }

    fn transparent_segment(&self, segment: &str) -> bool {
        self.layers().any(|t| t.of_length(t.transparent_segments, segment.len()).any(|s| s == segment))
    }

    fn resembles_id(&self, text: &str) -> bool {
        /// Longer text is no ID; ARNs and Hugging Face paths stay below.
        const LONGEST: usize = 256;
        if text.is_empty() || text.len() > LONGEST || text.contains(|c: char| c.is_control()) {
            return false;
        }
        let text = text.trim();
        if text.contains(char::is_whitespace) {
            return false;
        }
        let is_plain = |text: &str| {
            let is_same = |word: &str| word.eq_ignore_ascii_case(text);
            self.layers().any(|t| t.of_length(t.plain_words, text.len()).any(is_same))
        };
        // The name of a platform before a plain word says what it is: `maker:word`.
        let is_routed = |(maker, word)| is_plain(word) && self.provider_word("", maker).is_some();
        self.layers().any(|t| t.stemmed.occurs(text.as_bytes()))
            || is_plain(text)
            || text.split_once([':', '/']).is_some_and(is_routed)
    }
}

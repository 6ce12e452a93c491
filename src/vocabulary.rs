//! What extractors may ask of the facts, and nothing more.
//!
//! An extractor knows a syntax and no model: it asks whether a callee is a
//! call site, a class a client, a URL a host, a name a model key. The catalog
//! answers; tests answer with words of their own.

mod answered;
mod keys;
mod urls;
mod words;

use crate::catalog::CodeLanguage;
use crate::catalog::tables::{List, Tables};

pub use crate::catalog::schema::{Does, Sign};
pub use crate::catalog::tables::Deeds;
pub use crate::catalog::{EndpointSet, Form, ProviderId, Role, Site as SiteKind, fold_name, folds_to, words_of_name};
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

/// A program that names the module of a project's settings.
#[derive(Debug, Clone, Copy)]
pub struct SettingsProgram<'v> {
    /// Its file.
    pub file: &'v str,
    /// The variable of the environment that it sets to the module.
    pub variable: &'v str,
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
    /// This platform is gone as a whole, or has a day on which it will be.
    fn has_ended(&self, _provider: ProviderId) -> bool {
        false
    }
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
    /// The platforms that have a model with this ID which they did not make, under names of their own.
    fn hosts_of(&self, _id: &str) -> Vec<ProviderId> {
        Vec::new()
    }
    /// The only platform that has a model with this ID, if it made none itself and the ID is spelled as no other would.
    fn only_host(&self, _id: &str) -> Option<ProviderId> {
        None
    }
    /// Some platform has a model with this ID.
    fn is_model(&self, _id: &str) -> bool {
        false
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
    fn dummy_key(&self, key: &str) -> bool {
        self.is_sign(key, Sign::DummyKey)
    }
    /// A key under which those who watch a program are told of its calls.
    fn watched_key(&self, key: &str) -> Watched;
    /// A class whose members are such keys.
    fn watched_by_class(&self, name: &str) -> bool {
        self.is_sign(name, Sign::WatchedByClass)
    }
    /// A list of words has a name, or fits it: it says this of what it stands for.
    fn is_sign(&self, name: &str, sign: Sign) -> bool;
    /// The words of a list.
    fn words(&self, _sign: Sign) -> Vec<&str> {
        Vec::new()
    }
    /// What a call of a library does, by its chain of names.
    fn deeds(&self, _language: Language, _chain: &[&str]) -> Deeds {
        Deeds::default()
    }
    /// The programs that name the settings which files import from a module under a name.
    fn settings_programs(&self, _module: &str, _name: &str) -> Vec<SettingsProgram<'_>> {
        Vec::new()
    }
    /// A segment of a receiver chain that changes nothing for the model.
    fn transparent_segment(&self, segment: &str) -> bool {
        self.is_sign(segment, Sign::TransparentSegment)
    }
    /// Text that could be a model ID: it holds a stem or is one of the plain words, and is one token.
    fn resembles_id(&self, text: &str) -> bool;
}

//! Rows about code and settings: clients, hosts, call sites, keys and routes.

use super::{EndpointSet, List, ProviderId, Str};

/// A language of code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeLanguage {
    /// Python.
    Python,
    /// TypeScript and JavaScript.
    TypeScript,
}

/// An argument that changes the platform.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::SwitchEntry")]
pub struct SwitchRow {
    pub argument: Str,
    pub value: Str,
    pub provider: ProviderId,
}

/// A client class.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::ClientEntry")]
pub struct ClientRow {
    pub language: CodeLanguage,
    pub name: Str,
    pub modules: List,
    pub provider: ProviderId,
    pub base_url: List,
    pub switches: (u16, u16),
    /// A position in digits, or the name of an argument; empty if it wraps nothing.
    pub wraps: Str,
    pub key: List,
}

/// A host of base URLs.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::HostEntry")]
pub struct HostRow {
    pub host: Str,
    pub provider: ProviderId,
}

/// What form a value has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are those of schema::ValueForm")]
pub enum Form {
    Id,
    Route,
    Deployment,
    Arn,
    IdList,
    Version,
}

/// What a call site is in the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are those of schema::SiteKind")]
pub enum Site {
    Method,
    Function,
    Http,
    Decorator,
}

/// A place in code that names a model.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::CallSiteEntry")]
pub struct CallSiteRow {
    pub language: CodeLanguage,
    /// Last segment of the callee, by which the rows are sorted.
    pub last: Str,
    pub callee: Str,
    pub modules: List,
    pub kind: Site,
    pub model: List,
    pub position: Option<u8>,
    pub object: Option<u8>,
    pub url: List,
    pub url_position: Option<u8>,
    pub endpoints: EndpointSet,
    pub provider: Option<ProviderId>,
    pub form: Form,
    pub framework: Str,
    pub switches: (u16, u16),
    pub base_url: List,
    pub body: List,
    pub rewrites_endpoint: bool,
    pub rewrites_parameters: bool,
    pub lookup: bool,
    pub picks: bool,
    pub counts_as: List,
    pub distinctive: bool,
    pub default_model: Str,
    pub default_in: Str,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "the variants are those of schema::KeyPlace")]
pub enum Place {
    Environment,
    Yaml,
    Name,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are those of schema::KeyRole")]
pub enum Role {
    Model,
    Choice,
    Silent,
    BaseUrl,
    Provider,
    Endpoint,
}

/// A setting.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::KeyEntry")]
pub struct KeyRow {
    pub place: Place,
    /// Environment names and code names are folded: lower case, without `_` and `-`.
    pub name: Str,
    pub files: List,
    pub role: Role,
    pub form: Form,
    pub provider: Option<ProviderId>,
    pub endpoints: EndpointSet,
    pub framework: Str,
}

/// A setting whose name holds `*`, and what tells most names apart from it.
#[derive(Debug, Clone, Copy)]
pub struct PatternRow {
    /// Its place in the settings.
    pub at: u32,
    /// Where it stands.
    pub place: Place,
    /// The first and the last byte of its name; `*` fits any.
    pub ends: (u8, u8),
}

/// A prefix of a route.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of schema::PrefixEntry")]
pub struct PrefixRow {
    pub name: Str,
    pub provider: ProviderId,
}

/// A segment after a prefix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the fields are those of schema::InnerEntry")]
pub struct InnerRow {
    pub name: Str,
    pub endpoints: EndpointSet,
}

/// A name of a framework's own for a model.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::SpellingEntry")]
pub struct SpellingRow {
    pub name: Str,
    pub provider: ProviderId,
    pub id: Str,
}

/// A framework's spelling of provider and model in one string.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::RouteEntry")]
pub struct RouteRow {
    pub framework: Str,
    pub separator: Str,
    pub bare: bool,
    pub prefixes: (u32, u32),
    pub inner: (u32, u32),
    pub suffixes: List,
    pub spellings: (u32, u32),
}

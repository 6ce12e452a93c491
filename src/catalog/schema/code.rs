//! What stands in code and settings: clients, hosts, call sites, keys and routes.

use serde::Deserialize;

/// A language of call sites and clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Python.
    Python,
    /// TypeScript and JavaScript, with and without JSX.
    Typescript,
}

/// A client class of an SDK.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ClientEntry {
    /// The language of the SDK.
    pub language: Language,
    /// Modules that export it.
    pub modules: Vec<String>,
    /// Names of the classes or factories.
    pub names: Vec<String>,
    /// The platform that it talks to.
    pub provider: String,
    /// Arguments that carry a base URL (nested ones with dots).
    #[serde(default)]
    pub base_url: Vec<String>,
    /// Arguments that make it talk to another platform when they are given.
    #[serde(default)]
    pub switches: Vec<SwitchEntry>,
    /// The argument that is an inner client, for wrappers: its position, or its name.
    #[serde(default)]
    pub wraps: Option<WrapsEntry>,
    /// Arguments that carry a key; a dummy key marks a local server.
    #[serde(default)]
    pub key: Vec<String>,
}

/// Which argument of a wrapper is the client that it wraps.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(untagged)]
pub enum WrapsEntry {
    /// The one at this position.
    Position(u8),
    /// A keyword, or a property of an object of options (nested ones with dots).
    Argument(String),
}

/// An argument that changes the platform of a client or of a call.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SwitchEntry {
    /// The argument; in capitals a variable of the environment that the file sets.
    pub argument: String,
    /// The value that switches; any if empty.
    #[serde(default)]
    pub value: String,
    /// The platform that the client then talks to.
    pub provider: String,
}

/// A host of base URLs.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostEntry {
    /// Host names; `*` stands for one or more labels. A path may follow (`host/prefix`), in which `*` is one segment.
    pub hosts: Vec<String>,
    /// The platform behind them.
    pub provider: String,
}

/// What form the value at a place has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum ValueForm {
    /// A vendor ID.
    #[default]
    Id,
    /// Provider and ID in one string; the framework's `routes` say how.
    Route,
    /// A name that the user chose: never judged.
    Deployment,
    /// An Amazon resource name.
    Arn,
    /// A comma-separated list of IDs.
    List,
    /// The version of a model whose name stands beside it: `NAME@VERSION` together.
    Version,
}

/// Values for the call sites of one file that say nothing else.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct CallSiteDefaults {
    /// The language.
    pub language: Option<Language>,
    /// Modules that export the callees.
    pub modules: Vec<String>,
    /// Keywords or properties that carry the model.
    pub model: Vec<String>,
    /// Position of the object literal that holds the properties (TypeScript).
    pub object: Option<u8>,
    /// The platform.
    pub provider: String,
    /// The framework of `routes`.
    pub framework: String,
}

/// What a call site is in the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum SiteKind {
    /// A method of a client: the end of the receiver chain is matched.
    #[default]
    Method,
    /// A function or a constructor: resolved through imports.
    Function,
    /// An HTTP client: the URL decides endpoint and platform.
    Http,
    /// A decorator, resolved through imports: what it makes of a function is called with the model.
    Decorator,
}

/// A place in code that names a model.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct CallSiteEntry {
    /// Ends of the receiver chain (`chat.completions.create`) or names.
    pub callees: Vec<String>,
    /// The language; the file's default if absent.
    #[serde(default)]
    pub language: Option<Language>,
    /// Modules that export the callees; the file's default if empty.
    #[serde(default)]
    pub modules: Vec<String>,
    /// What it is.
    #[serde(default)]
    pub kind: SiteKind,
    /// Keywords or properties that carry the model, nested ones with dots; the file's default if empty.
    #[serde(default)]
    pub model: Vec<String>,
    /// Position of the model as a bare argument.
    #[serde(default)]
    pub position: Option<u8>,
    /// Position of the object literal that holds the properties; the file's default if absent.
    #[serde(default)]
    pub object: Option<u8>,
    /// Keyword or property that carries a URL (HTTP).
    #[serde(default)]
    pub url: Vec<String>,
    /// Position of the URL (HTTP).
    #[serde(default)]
    pub url_position: Option<u8>,
    /// The endpoints that the call may reach; empty when unknown or none.
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// The platform when the client does not say; the file's default if empty.
    #[serde(default)]
    pub provider: String,
    /// The form of the value.
    #[serde(default)]
    pub form: ValueForm,
    /// The framework of `routes`; the file's default if empty.
    #[serde(default)]
    pub framework: String,
    /// Arguments that make it talk to another platform.
    #[serde(default)]
    pub switches: Vec<SwitchEntry>,
    /// Arguments that carry a base URL; a number is a place among those without a name.
    #[serde(default)]
    pub base_url: Vec<String>,
    /// Arguments that hold the body of a request, as a map or as its JSON: what stands in it are parameters.
    #[serde(default)]
    pub body: Vec<String>,
    /// The callee may send the model to another endpoint of the same class.
    #[serde(default)]
    pub rewrites_endpoint: bool,
    /// The callee renames or drops parameters.
    #[serde(default)]
    pub rewrites_parameters: bool,
    /// It only looks an ID up and accepts old ones.
    #[serde(default)]
    pub lookup: bool,
    /// The model picks configurations that are kept elsewhere: of several any may be the one, and none is judged.
    #[serde(default)]
    pub picks: bool,
    /// Names under which others are given what the call makes only to count with it, by the ID alone.
    #[serde(default)]
    pub counts_as: Vec<String>,
    /// The name says by itself what it is; no import is needed.
    #[serde(default)]
    pub distinctive: bool,
    /// The model that the library takes when none is given.
    #[serde(default)]
    pub default_model: String,
    /// The library and the range of its versions that take it, as a message says it.
    #[serde(default)]
    pub default_in: String,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeyPlace {
    /// A name of the environment: `.env`, compose, workflows, `os.environ`.
    Environment,
    /// A path of keys in a YAML file.
    Yaml,
    /// A name of a variable, parameter, attribute or property in code, or of a key in settings.
    Name,
}

/// A setting that holds a model, or that changes how models beside it are read.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KeyEntry {
    /// Where it stands.
    pub place: KeyPlace,
    /// Names; `*` stands for anything. YAML paths: keys with dots, `[]` for items, `**` for any depth.
    pub names: Vec<String>,
    /// File names in which it holds; `*` stands for anything; all if empty.
    #[serde(default)]
    pub files: Vec<String>,
    /// What the key does.
    #[serde(default)]
    pub role: KeyRole,
    /// The form of the value.
    #[serde(default)]
    pub form: ValueForm,
    /// The platform that the name tells.
    #[serde(default)]
    pub provider: String,
    /// The endpoints that the name tells.
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// The framework of `routes`.
    #[serde(default)]
    pub framework: String,
}

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum KeyRole {
    /// Its value is a model that is sent.
    #[default]
    Model,
    /// Its value names models that are offered or tried.
    Choice,
    /// Its value looks like a model and is never judged.
    Silent,
    /// Its value is a base URL for clients of `provider`.
    BaseUrl,
    /// Its value names the platform of the models beside it; `inner` words of its framework, their endpoints as well.
    Provider,
    /// Its value says what the models beside it are for: an `inner` word of its framework.
    Endpoint,
}

/// How a framework spells provider and model in one string.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct RouteEntry {
    /// The framework's name, as call sites and keys state it.
    pub framework: String,
    /// What stands between provider and model; required unless a user's file adds to a bundled framework.
    #[serde(default)]
    pub separator: String,
    /// A string without a known prefix is a bare ID, not an error.
    #[serde(default)]
    pub bare: bool,
    /// Prefixes and the platform behind each.
    #[serde(default)]
    pub prefixes: Vec<PrefixEntry>,
    /// Segments that are stripped after the prefix; in settings of two fields, words that tell the endpoints.
    #[serde(default)]
    pub inner: Vec<InnerEntry>,
    /// Suffixes that are stripped from the remainder.
    #[serde(default)]
    pub suffixes: Vec<String>,
    /// Names of the framework's own that it turns into an ID before the request.
    #[serde(default)]
    pub spellings: Vec<SpellingEntry>,
}

/// A name of a framework's own for a model.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SpellingEntry {
    /// The name.
    pub name: String,
    /// The platform that is asked.
    pub provider: String,
    /// The ID that is sent.
    pub id: String,
}

/// Prefixes of a route.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrefixEntry {
    /// The spellings, without separator.
    pub names: Vec<String>,
    /// The platform behind them.
    pub provider: String,
}

/// A segment after the prefix that names an endpoint or only routes.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InnerEntry {
    /// The spellings.
    pub names: Vec<String>,
    /// The endpoints that it selects; unchanged if empty.
    #[serde(default)]
    pub endpoints: Vec<String>,
}

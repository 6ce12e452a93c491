//! The form of the files in `rules/` and of a user's `extend-catalog` files.
//!
//! Plain serde types without behaviour: the build script and the library read
//! the same ones, so a user's file can hold whatever a bundled one can. Every
//! section may stand in every file; an entry with the key of an earlier one
//! replaces it.

use serde::Deserialize;

/// One file of rules.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct RulesFile {
    /// What models are, by what they take and give.
    pub kinds: Vec<KindEntry>,
    /// Operations that a call can perform, one name over all providers.
    pub endpoints: Vec<EndpointEntry>,
    /// Names of request parameters, one name over all providers.
    pub parameters: Vec<String>,
    /// The platform that the `families` and `models` of this file belong to.
    pub provider: Option<ProviderEntry>,
    /// Platforms that are named elsewhere and have no models of their own here.
    pub other_providers: Vec<ProviderEntry>,
    /// Values for models of this file that say nothing else.
    pub defaults: ModelDefaults,
    /// Stems with their snapshot grammar.
    pub families: Vec<FamilyEntry>,
    /// The models.
    pub models: Vec<ModelEntry>,
    /// Parameters that models refuse.
    pub parameter_rules: Vec<ParameterRuleEntry>,
    /// Client classes of SDKs.
    pub clients: Vec<ClientEntry>,
    /// Hosts of base URLs.
    pub hosts: Vec<HostEntry>,
    /// Values for call sites of this file that say nothing else.
    pub call_site_defaults: CallSiteDefaults,
    /// Places in code that name a model.
    pub call_sites: Vec<CallSiteEntry>,
    /// Names of settings and variables that hold a model or change its reading.
    pub keys: Vec<KeyEntry>,
    /// Spellings of provider and model in one string.
    pub routes: Vec<RouteEntry>,
    /// Strings that look like model IDs and are not; `*` stands for anything.
    pub look_alikes: Vec<String>,
    /// Keys that people give to servers that want none (`not-needed`): they mark a local server.
    pub dummy_keys: Vec<String>,
    /// Segments of a receiver chain that change nothing for the model (`with_raw_response`).
    pub transparent_segments: Vec<String>,
    /// Words that stand in many names of modules, clients, hosts and settings, and in little else: the prefilter
    /// looks for them instead of the names.
    pub needle_roots: Vec<String>,
    /// IDs that are ordinary words or product codes and need evidence from outside.
    pub plain_words: Vec<String>,
}

/// A kind of model.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct KindEntry {
    /// The kind's name, as models state it.
    pub name: String,
    /// The group within which a callee that rewrites endpoints may move: text, embedding, image, …
    pub class: String,
    /// How a message calls such a model, with its article ("an embedding model").
    pub title: String,
}

/// An endpoint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EndpointEntry {
    /// The name over all providers.
    pub name: String,
    /// How a message calls it; required unless a user's file adds to a bundled endpoint.
    #[serde(default)]
    pub title: String,
    /// HTTP paths; `{model}` marks the place of a model in the path.
    #[serde(default)]
    pub paths: Vec<PathEntry>,
    /// Where and when it ended as a whole.
    #[serde(default)]
    pub ended: Vec<EndedEntry>,
}

/// The HTTP path of an endpoint.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PathEntry {
    /// The path, without host; `{model}` stands for the model, `{}` for any one segment.
    pub path: String,
    /// The provider that alone has this path; any if empty.
    #[serde(default)]
    pub provider: String,
}

/// The end of an endpoint or of a whole service.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct EndedEntry {
    /// The provider; the file's own if empty.
    #[serde(default)]
    pub provider: String,
    /// Day of the notice, ISO.
    #[serde(default)]
    pub announced: String,
    /// Day on which requests start to fail, ISO.
    pub shutdown: String,
    /// What to do instead, in words.
    #[serde(default)]
    pub advice: String,
    /// Where the day is published.
    pub source: String,
}

/// A provider: the platform that serves an ID.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ProviderEntry {
    /// The key that other entries use.
    pub key: String,
    /// How a message calls it; required unless a user's file adds to a bundled provider.
    #[serde(default)]
    pub title: String,
    /// Day of the last comparison with its sources, ISO; empty for a platform without models here.
    #[serde(default)]
    pub compared: String,
    /// It makes the models it serves: with the provider unknown, an ID that it has is read as its own.
    #[serde(default)]
    pub first_party: bool,
    /// Names on it are chosen by users (deployments, proxy aliases, local servers): never judged.
    #[serde(default)]
    pub user_named: bool,
    /// Anybody can add models: an ID that the catalog lacks is never wrong.
    #[serde(default)]
    pub open_catalog: bool,
    /// Beginnings (or whole IDs) by which text that holds an ID of this provider is found.
    #[serde(default)]
    pub stems: Vec<String>,
    /// Stems that say by themselves, without other evidence, whose model is meant (`gpt-`).
    #[serde(default)]
    pub distinctive: Vec<String>,
    /// Its end as a whole.
    #[serde(default)]
    pub ended: Option<EndedEntry>,
}

/// Values for the models of one file that say nothing else.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ModelDefaults {
    /// Official page with the facts.
    pub source: String,
    /// How sure the facts are.
    pub confidence: Option<Certainty>,
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Certainty {
    /// The provider's page, SDK or repository says so.
    Official,
    /// A third party's data says so.
    Secondary,
    /// Sources disagree; the entry's `doubt` says how.
    Conflict,
}

/// IDs that share a stem.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FamilyEntry {
    /// What the IDs start with.
    pub stem: String,
    /// Grammar of snapshot suffixes: `YYYY`, `YY`, `MM`, `DD` are digits of a date, `N` is a number, the rest stands for itself.
    #[serde(default)]
    pub snapshots: Vec<String>,
    /// Day of the newest member if the family is closed, ISO; empty while it is open.
    #[serde(default)]
    pub closed: String,
    /// Where it is written that the family ended; required for a closed one.
    #[serde(default)]
    pub source: String,
}

/// A model on one provider.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ModelEntry {
    /// The exact, case-sensitive string that the API takes.
    pub id: String,
    /// What it is; a name of `kinds`.
    pub kind: String,
    /// Endpoints that serve it; empty means unknown, never none.
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// The snapshot that this alias points to.
    #[serde(default)]
    pub points_to: String,
    /// First day on the API, ISO.
    #[serde(default)]
    pub released: String,
    /// Day of the deprecation notice, ISO.
    #[serde(default)]
    pub announced: String,
    /// Day on which requests start to fail, ISO.
    #[serde(default)]
    pub shutdown: String,
    /// "Not sooner than": a floor, never a shutdown, ISO.
    #[serde(default)]
    pub not_before: String,
    /// Shutdown days that other sources give, at most two, ISO.
    #[serde(default)]
    pub other_shutdowns: Vec<String>,
    /// The provider marks it as older without a date.
    #[serde(default)]
    pub legacy: bool,
    /// Deprecated by the provider without a published day.
    #[serde(default)]
    pub deprecated: bool,
    /// Dead without a published day.
    #[serde(default)]
    pub gone: bool,
    /// An entry that no request can name by itself: the base of tuned IDs, a family label, a price key.
    #[serde(default)]
    pub not_callable: bool,
    /// Requests are answered by this model after the shutdown.
    #[serde(default)]
    pub redirects_to: String,
    /// Recommended IDs (`[provider/]id`), the first is preferred.
    #[serde(default)]
    pub replacement: Vec<String>,
    /// Context window in tokens; 0 is unknown.
    #[serde(default)]
    pub context: u32,
    /// Largest output in tokens; 0 is unknown.
    #[serde(default)]
    pub output: u32,
    /// Who may use it, where that is not everybody.
    #[serde(default)]
    pub access: String,
    /// The page with the facts; the file's default if empty.
    #[serde(default)]
    pub source: String,
    /// How sure the facts are; the file's default if absent.
    #[serde(default)]
    pub confidence: Option<Certainty>,
    /// What is not known or contradicted.
    #[serde(default)]
    pub doubt: String,
}

/// A parameter that models refuse.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParameterRuleEntry {
    /// IDs, or beginnings that end in `*`.
    pub models: Vec<String>,
    /// Endpoints at which the rule holds; all if empty.
    #[serde(default)]
    pub endpoints: Vec<String>,
    /// The parameter; a name of `parameters`, nested ones with dots.
    pub parameter: String,
    /// The values that are refused; any if empty.
    #[serde(default)]
    pub values: Vec<String>,
    /// The only values that are accepted; no restriction if empty.
    #[serde(default)]
    pub only: Vec<String>,
    /// Another parameter that decides.
    #[serde(default)]
    pub beside: Option<BesideEntry>,
    /// The parameter that takes its place with the same value.
    #[serde(default)]
    pub rename: String,
    /// Where the refusal is documented.
    pub source: String,
}

/// A condition on another parameter of the same call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BesideEntry {
    /// The other parameter.
    pub parameter: String,
    /// What must hold for the refusal.
    pub is: Condition,
    /// The value for `equal` and `not-equal`.
    #[serde(default)]
    pub value: String,
}

/// How another parameter must stand for a refusal to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Given, whatever its value.
    Present,
    /// Not given.
    Absent,
    /// Given with this value.
    Equal,
    /// Absent, or given with another value.
    NotEqual,
}

/// A language of call sites and clients.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Language {
    /// Python.
    Python,
    /// TypeScript and JavaScript, with and without JSX.
    Typescript,
}

/// A client class of an SDK.
#[derive(Debug, Deserialize)]
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
    /// Position of the argument that is an inner client, for wrappers.
    #[serde(default)]
    pub wraps: Option<u8>,
    /// Arguments that carry a key; a dummy key marks a local server.
    #[serde(default)]
    pub key: Vec<String>,
}

/// An argument that changes the platform of a client or of a call.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct SwitchEntry {
    /// The argument.
    pub argument: String,
    /// The value that switches; any if empty.
    #[serde(default)]
    pub value: String,
    /// The platform that the client then talks to.
    pub provider: String,
}

/// A host of base URLs.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct HostEntry {
    /// Host names; `*` stands for one or more labels. A path may follow (`host/prefix`).
    pub hosts: Vec<String>,
    /// The platform behind them.
    pub provider: String,
}

/// What form the value at a place has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
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
}

/// Values for the call sites of one file that say nothing else.
#[derive(Debug, Default, Deserialize)]
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
#[serde(rename_all = "kebab-case")]
pub enum SiteKind {
    /// A method of a client: the end of the receiver chain is matched.
    #[default]
    Method,
    /// A function or a constructor: resolved through imports.
    Function,
    /// An HTTP client: the URL decides endpoint and platform.
    Http,
}

/// A place in code that names a model.
#[derive(Debug, Deserialize)]
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
    /// Arguments that carry a base URL.
    #[serde(default)]
    pub base_url: Vec<String>,
    /// The callee may send the model to another endpoint of the same class.
    #[serde(default)]
    pub rewrites_endpoint: bool,
    /// The callee renames or drops parameters.
    #[serde(default)]
    pub rewrites_parameters: bool,
    /// It only looks an ID up and accepts old ones.
    #[serde(default)]
    pub lookup: bool,
    /// The name says by itself what it is; no import is needed.
    #[serde(default)]
    pub distinctive: bool,
    /// The model that the library takes when none is given.
    #[serde(default)]
    pub default_model: String,
}

/// Where a key stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
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
    /// Its value names the platform of the models beside it.
    Provider,
}

/// How a framework spells provider and model in one string.
#[derive(Debug, Deserialize)]
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
    /// Segments that are stripped after the prefix.
    #[serde(default)]
    pub inner: Vec<InnerEntry>,
    /// Suffixes that are stripped from the remainder.
    #[serde(default)]
    pub suffixes: Vec<String>,
}

/// Prefixes of a route.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct PrefixEntry {
    /// The spellings, without separator.
    pub names: Vec<String>,
    /// The platform behind them.
    pub provider: String,
}

/// A segment after the prefix that names an endpoint or only routes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct InnerEntry {
    /// The spellings.
    pub names: Vec<String>,
    /// The endpoints that it selects; unchanged if empty.
    #[serde(default)]
    pub endpoints: Vec<String>,
}

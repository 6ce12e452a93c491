//! Entries about models: families, lifecycle and parameters.

use serde::Deserialize;

/// Values for the models of one file that say nothing else.
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case", default)]
pub struct ModelDefaults {
    /// Official page with the facts.
    pub source: String,
    /// How sure the facts are.
    pub confidence: Option<Certainty>,
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FamilyEntry {
    /// What the IDs start with.
    pub stem: String,
    /// Grammar of snapshot suffixes: `YYYY`, `YY`, `MM`, `DD` are digits of a date, `N` is a number, the rest stands for itself.
    #[serde(default)]
    pub snapshots: Vec<String>,
    /// Day of the newest member if the family is closed, ISO; empty while it is open.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub closed: String,
    /// Where it is written that the family ended; required for a closed one.
    #[serde(default)]
    pub source: String,
}

/// A model on one provider.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
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
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub released: String,
    /// Day of the deprecation notice, ISO.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub announced: String,
    /// Day on which requests start to fail, ISO.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
    pub shutdown: String,
    /// "Not sooner than": a floor, never a shutdown, ISO.
    #[serde(default)]
    #[cfg_attr(test, schemars(extend("format" = "date")))]
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
    /// Endpoints that refuse the bare ID and want a scope before it: `scope.ID`, which are entries of their own.
    #[serde(default)]
    pub needs_scope: Vec<String>,
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
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct ParameterRuleEntry {
    /// IDs, or parts of IDs with `*` before, behind or on both sides.
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
    /// The smallest number that is accepted, beside what `only` lists.
    #[serde(default)]
    pub at_least: Option<f64>,
    /// The largest number that is accepted, beside what `only` lists.
    #[serde(default)]
    pub at_most: Option<f64>,
    /// Another parameter of the same call, whose number must be larger.
    #[serde(default)]
    pub below: String,
    /// Another parameter that decides.
    #[serde(default)]
    pub beside: Option<BesideEntry>,
    /// The parameter that takes its place with the same value.
    #[serde(default)]
    pub rename: String,
    /// Where the refusal is documented.
    pub source: String,
    /// How sure it is; official if absent. What only users report is no error.
    #[serde(default)]
    pub confidence: Option<Certainty>,
}

/// A condition on another parameter of the same call.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct BesideEntry {
    /// The other parameter.
    pub parameter: String,
    /// What must hold for the refusal.
    pub is: Condition,
    /// The value for `equal` and `not-equal`.
    #[serde(default)]
    pub value: String,
    /// Several of them: equal to any, not equal to all.
    #[serde(default)]
    pub values: Vec<String>,
}

/// How another parameter must stand for a refusal to apply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum Condition {
    /// Given, whatever its value.
    Present,
    /// Not given.
    Absent,
    /// Given with this value, or one of these.
    Equal,
    /// Absent, or given with another value.
    NotEqual,
}

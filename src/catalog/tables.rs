//! The compiled form of the rules: flat rows of numbers over one text.
//!
//! The build script prints these rows as Rust source (their `Debug` form is
//! valid source), so the program starts without parsing anything and without
//! relocating pointers. A user's overlay is compiled to the same form at run time.

mod callees;
mod code;

use std::borrow::Cow;

use super::automaton::Automaton;
use super::date::Date;
use super::schema::Sign;

pub use callees::*;
pub use code::*;

/// A string: bytes `start..start + len` of [`Tables::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Str {
    /// First byte.
    pub start: u32,
    /// Number of bytes.
    pub len: u32,
}

/// A list of strings: `start..start + len` of [`Tables::strings`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct List {
    /// First string.
    pub start: u32,
    /// Number of strings.
    pub len: u32,
}

/// A provider, by its place in the sorted list of all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ProviderId(pub u16);

/// A set of endpoints, one bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct EndpointSet(pub u128);

impl EndpointSet {
    /// No endpoint: unknown, or a place that reaches none.
    pub const EMPTY: EndpointSet = EndpointSet(0);

    /// The set of one.
    pub fn one(endpoint: usize) -> EndpointSet {
        EndpointSet(1 << endpoint)
    }
    /// Nothing in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
    /// Some endpoint is in both.
    pub fn meets(self, other: EndpointSet) -> bool {
        self.0 & other.0 != 0
    }
    /// It is not empty, and all of it is in the other.
    pub fn lies_in(self, other: EndpointSet) -> bool {
        self.0 != 0 && self.0 & !other.0 == 0
    }
    /// What is in either.
    pub fn union(self, other: EndpointSet) -> EndpointSet {
        EndpointSet(self.0 | other.0)
    }
    /// What is in both.
    pub fn intersection(self, other: EndpointSet) -> EndpointSet {
        EndpointSet(self.0 & other.0)
    }
    /// The places in the list of endpoints, ascending.
    pub fn iter(self) -> impl Iterator<Item = usize> {
        (0..128).filter(move |bit| self.0 >> bit & 1 == 1)
    }
}

/// How sure a fact is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactCertainty {
    /// Sources disagree.
    Conflict,
    /// A third party says so.
    Secondary,
    /// The provider says so.
    Official,
}

/// A kind of model.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::KindEntry")]
pub struct KindRow {
    pub name: Str,
    pub class: Str,
    pub title: Str,
}

/// An endpoint.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::EndpointEntry")]
pub struct EndpointRow {
    pub name: Str,
    pub title: Str,
}

/// A path of an endpoint.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::PathEntry")]
pub struct PathRow {
    pub path: Str,
    pub endpoint: u16,
    pub provider: Option<ProviderId>,
}

/// A header that leads to an endpoint.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::HeaderEntry")]
pub struct HeaderRow {
    pub name: Str,
    pub value: Str,
    pub endpoint: u16,
}

/// The end of an endpoint on a provider, or of the provider if there is no endpoint.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::EndedEntry")]
pub struct EndedRow {
    pub provider: ProviderId,
    pub endpoint: Option<u16>,
    pub announced: Option<Date>,
    pub shutdown: Date,
    pub advice: Str,
    pub source: Str,
    pub certainty: FactCertainty,
}

/// A provider.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::ProviderEntry")]
pub struct ProviderRow {
    pub key: Str,
    pub title: Str,
    pub compared: Option<Date>,
    pub first_party: bool,
    pub user_named: bool,
    pub open_catalog: bool,
    pub distinctive: List,
    pub resources: List,
    pub suffixes: List,
    pub not_found: Str,
    pub shut_down: Str,
    pub instead_of: Option<ProviderId>,
    pub meant_by_modules: List,
    pub meant_by_variables: List,
    pub meant_unless: List,
}

/// A family.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::FamilyEntry")]
pub struct FamilyRow {
    pub provider: ProviderId,
    pub stem: Str,
    pub snapshots: List,
    pub closed: Option<Date>,
    pub source: Str,
}

/// A model on one provider.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::ModelEntry")]
pub struct ModelRow {
    pub provider: ProviderId,
    pub id: Str,
    pub kind: u8,
    pub endpoints: EndpointSet,
    pub points_to: Str,
    pub released: Option<Date>,
    pub announced: Option<Date>,
    pub shutdown: Option<Date>,
    pub not_before: Option<Date>,
    /// Shutdown days that other sources give: empty, or up to two.
    pub other_shutdowns: [Option<Date>; 2],
    pub legacy: bool,
    pub deprecated: bool,
    pub gone: bool,
    pub not_callable: bool,
    pub needs_scope: EndpointSet,
    pub redirects_to: Str,
    pub replacement: List,
    pub context: u32,
    pub output: u32,
    pub access: Str,
    pub source: Str,
    pub certainty: FactCertainty,
    pub doubt: Str,
}

/// How another parameter must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs, reason = "the variants are those of schema::Condition")]
pub enum ConditionRow {
    Always,
    Present,
    Absent,
    Equal,
    NotEqual,
}

/// A parameter that models refuse.
#[derive(Debug, Clone, Copy)]
#[allow(missing_docs, reason = "the fields are those of schema::ParameterRuleEntry")]
pub struct ParameterRuleRow {
    pub provider: ProviderId,
    pub models: List,
    pub endpoints: EndpointSet,
    pub parameter: Str,
    pub values: List,
    pub only: List,
    pub at_least: Option<f64>,
    pub at_most: Option<f64>,
    pub below: Str,
    pub beside: Str,
    pub condition: ConditionRow,
    pub beside_values: List,
    pub rename: Str,
    pub source: Str,
    pub certainty: FactCertainty,
}

/// Everything that one set of rules files says.
#[derive(Debug, Clone)]
#[allow(missing_docs, reason = "one table per section of schema::RulesFile")]
pub struct Tables {
    pub text: Cow<'static, str>,
    pub strings: Cow<'static, [Str]>,
    pub kinds: Cow<'static, [KindRow]>,
    pub endpoints: Cow<'static, [EndpointRow]>,
    pub paths: Cow<'static, [PathRow]>,
    pub headers: Cow<'static, [HeaderRow]>,
    pub ended: Cow<'static, [EndedRow]>,
    pub parameters: List,
    pub providers: Cow<'static, [ProviderRow]>,
    /// Longest stem first.
    pub families: Cow<'static, [FamilyRow]>,
    /// Sorted by ID, then provider.
    pub models: Cow<'static, [ModelRow]>,
    /// Places in `models`, sorted by the ID in lower case, then by place.
    pub models_folded: Cow<'static, [u32]>,
    pub parameter_rules: Cow<'static, [ParameterRuleRow]>,
    pub switches: Cow<'static, [SwitchRow]>,
    /// Sorted by name.
    pub clients: Cow<'static, [ClientRow]>,
    pub hosts: Cow<'static, [HostRow]>,
    /// Sorted by last segment.
    pub call_sites: Cow<'static, [CallSiteRow]>,
    pub keys: Cow<'static, [KeyRow]>,
    /// Those of `keys` whose names hold `*`.
    pub key_patterns: Cow<'static, [PatternRow]>,
    pub prefixes: Cow<'static, [PrefixRow]>,
    pub inner: Cow<'static, [InnerRow]>,
    pub spellings: Cow<'static, [SpellingRow]>,
    pub routes: Cow<'static, [RouteRow]>,
    /// Beginnings of IDs, for the prefilter; none holds another.
    pub stems: List,
    /// What by itself is a place that takes a model, for the prefilter; in lower case, none holds another.
    pub places: List,
    /// Modules whose callees take models, for the prefilter; in lower case, none holds another.
    pub modules: List,
    /// Over places, modules and stems, in this order.
    pub prefilter: Automaton,
    /// Over stems.
    pub stemmed: Automaton,
    /// Lists of words, by the numbers of their signs; each is sorted.
    pub lists: Cow<'static, [List]>,
    /// Sorted by the last name.
    pub callees: Cow<'static, [CalleeRow]>,
    pub settings_programs: Cow<'static, [SettingsProgramRow]>,
}

impl Tables {
    /// Tables without entries.
    pub fn empty() -> Tables {
        let none = List { start: 0, len: 0 };
        Tables {
            text: Cow::Borrowed(""),
            strings: Cow::Borrowed(&[]),
            kinds: Cow::Borrowed(&[]),
            endpoints: Cow::Borrowed(&[]),
            paths: Cow::Borrowed(&[]),
            headers: Cow::Borrowed(&[]),
            ended: Cow::Borrowed(&[]),
            parameters: none,
            providers: Cow::Borrowed(&[]),
            families: Cow::Borrowed(&[]),
            models: Cow::Borrowed(&[]),
            models_folded: Cow::Borrowed(&[]),
            parameter_rules: Cow::Borrowed(&[]),
            switches: Cow::Borrowed(&[]),
            clients: Cow::Borrowed(&[]),
            hosts: Cow::Borrowed(&[]),
            call_sites: Cow::Borrowed(&[]),
            keys: Cow::Borrowed(&[]),
            key_patterns: Cow::Borrowed(&[]),
            prefixes: Cow::Borrowed(&[]),
            inner: Cow::Borrowed(&[]),
            spellings: Cow::Borrowed(&[]),
            routes: Cow::Borrowed(&[]),
            stems: none,
            places: none,
            modules: none,
            prefilter: Automaton::nothing(),
            stemmed: Automaton::nothing(),
            lists: Cow::Borrowed(&[]),
            callees: Cow::Borrowed(&[]),
            settings_programs: Cow::Borrowed(&[]),
        }
    }
    /// The text of a string.
    pub fn str(&self, s: Str) -> &str {
        &self.text[s.start as usize..(s.start + s.len) as usize]
    }
    /// A list of words.
    pub fn words(&self, sign: Sign) -> List {
        self.lists.get(sign as usize).copied().unwrap_or(List { start: 0, len: 0 })
    }
    /// The strings of a list.
    pub fn strings_of(&self, list: List) -> &[Str] {
        &self.strings[list.start as usize..(list.start + list.len) as usize]
    }
    /// One of the texts of a list, by its place.
    pub fn nth(&self, list: List, place: usize) -> Option<&str> {
        self.strings[list.start as usize..(list.start + list.len) as usize].get(place).map(|s| self.str(*s))
    }
    /// The texts of a list that are so many bytes long: of most others nothing else is looked at.
    pub fn of_length(&self, list: List, bytes: usize) -> impl Iterator<Item = &str> {
        let all = &self.strings[list.start as usize..(list.start + list.len) as usize];
        all.iter().filter(move |s| s.len as usize == bytes).map(|s| self.str(*s))
    }
    /// The texts of a list.
    pub fn list(&self, list: List) -> impl ExactSizeIterator<Item = &str> + Clone {
        self.strings[list.start as usize..(list.start + list.len) as usize].iter().map(|s| self.str(*s))
    }
}

//! When a repository breaks: the shutdowns that it meets, in the order of their days.
//!
//! A forecast reads the report of a check, so that it says what the check says:
//! the same contexts, suppressions and confidence. Each format is one module.

mod calendar;
mod json;
mod page;
mod terminal;
mod timeline;

use std::collections::{BTreeMap, BTreeSet};

pub use self::calendar::write as write_calendar;
pub use self::json::write as write_json;
pub use self::page::write as write_page;
pub use self::terminal::write as write_terminal;
use crate::catalog::{Catalog, Date};
use crate::diagnostic::Rule;
use crate::report::{Finding, Report, mask};

/// The ends that a repository meets.
#[derive(Debug)]
pub struct Forecast {
    /// The day that dates are judged against.
    pub as_of: Date,
    /// The day on which the catalog was last compared with its sources.
    pub catalog: Option<Date>,
    /// What has ended, then what ends, each in the order of the days; what has no day comes last of its part.
    pub ends: Vec<End>,
    /// Files that were considered.
    pub files: usize,
    /// Something could not be checked: there may be more.
    pub incomplete: bool,
}

/// A model or an endpoint that ends, and where it is used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct End {
    /// What ends: the value as it is written, or the name of an endpoint.
    pub what: String,
    /// A whole endpoint ends, not a model.
    pub is_endpoint: bool,
    /// How the platform is called.
    pub platform: String,
    /// The day on which requests start to fail, where one is published.
    pub day: Option<Date>,
    /// What it means on the as-of date.
    pub state: State,
    /// The model to move to.
    pub replacement: Option<String>,
    /// Where there is none: the model that is named in its place, and why it is not sure to answer.
    pub unconfirmed: Option<(String, &'static str)>,
    /// Where it is used, sorted by path and line.
    pub places: Vec<Place>,
}

/// What an end means on the as-of date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// Requests fail.
    Failed,
    /// It was shut down, and another model answers.
    Answered,
    /// It is announced.
    Coming,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the working directory.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// The column in characters, from 1.
    pub column: u32,
}

/// What makes two findings the same end.
type Key = (State, Option<Date>, String, String, bool);

/// What takes its place: for sure, and by name only.
#[derive(Default)]
struct Successor {
    replacement: Option<String>,
    unconfirmed: Option<(String, &'static str)>,
}

impl Forecast {
    /// The ends that a report speaks of.
    pub fn new(report: &Report, catalog: &Catalog) -> Forecast {
        let mut ends: BTreeMap<Key, (Successor, BTreeSet<Place>)> = BTreeMap::new();
        for finding in &report.findings {
            let Some(key) = end_of(finding, report.summary.as_of, catalog) else { continue };
            let facts = &finding.diagnostic.facts;
            let (known, places) = ends.entry(key).or_default();
            known.replacement = known.replacement.take().or_else(|| facts.replacement.clone());
            known.unconfirmed = known.unconfirmed.take().or_else(|| facts.unconfirmed.clone());
            places.extend(place(finding));
        }
        let mut ends: Vec<End> = ends.into_iter().map(end).collect();
        ends.sort_by_key(|e| (e.state, e.day.unwrap_or(Date(i32::MAX))));
        Forecast {
            as_of: report.summary.as_of,
            catalog: report.summary.catalog,
            ends,
            files: report.summary.files,
            incomplete: report.summary.incomplete,
        }
    }

    /// Ends in a state.
    fn in_state(&self, state: State) -> impl Iterator<Item = &End> {
        self.ends.iter().filter(move |end| end.state == state)
    }

    /// Number of places in a state.
    fn places(&self, state: State) -> usize {
        self.in_state(state).map(|end| end.places.len()).sum()
    }

    /// The ends to come by month, `YYYY-MM`; those without a day come last, without a month.
    fn months(&self) -> Vec<(Option<String>, Vec<&End>)> {
        let mut months: Vec<(Option<String>, Vec<&End>)> = Vec::new();
        for end in self.in_state(State::Coming) {
            let month = end.day.map(|day| day.to_string()[..7].to_owned());
            match months.last_mut() {
                Some((last, ends)) if *last == month => ends.push(end),
                _ => months.push((month, vec![end])),
            }
        }
        months
    }
}

impl End {
    /// Days that are left on a day; nothing where the day is not known or past.
    fn days_left(&self, as_of: Date) -> Option<i32> {
        self.day.filter(|_| self.state == State::Coming).map(|day| day.days_since(as_of))
    }

    /// Number of files in which it is used.
    fn files(&self) -> usize {
        self.places.iter().map(|place| place.path.as_str()).collect::<BTreeSet<_>>().len()
    }

    /// What is to be done, in a few words.
    fn advice(&self) -> String {
        match (&self.replacement, &self.unconfirmed, self.is_endpoint) {
            (Some(id), ..) => format!("use {id}"),
            (None, Some((id, doubt)), _) => format!("{id} is named in its place, {doubt}"),
            (None, None, true) => "move to another endpoint".to_owned(),
            (None, None, false) => "no replacement is named".to_owned(),
        }
    }
}

fn end_of(finding: &Finding, as_of: Date, catalog: &Catalog) -> Option<Key> {
    let diagnostic = &finding.diagnostic;
    let facts = &diagnostic.facts;
    let day = facts.shutdown.as_deref().and_then(Date::parse);
    let is_endpoint = diagnostic.rule == Rule::RetiredEndpoint;
    let state = match diagnostic.rule {
        Rule::RetiredModel | Rule::OmittedModel => State::Failed,
        Rule::RedirectedModel => State::Answered,
        Rule::DeprecatedModel => State::Coming,
        Rule::RetiredEndpoint if day.is_some_and(|day| day <= as_of) => State::Failed,
        Rule::RetiredEndpoint => State::Coming,
        _ => return None,
    };
    let what = if is_endpoint { facts.endpoint.clone() } else { facts.model.clone() };
    let platform = facts.provider.as_deref().and_then(|key| catalog.provider_named(key));
    let platform = platform.map_or_else(String::new, |provider| provider.title().to_owned());
    let what = mask(&what.unwrap_or_else(|| diagnostic.message.clone())).into_owned();
    Some((state, day, what, platform, is_endpoint))
}

fn place(finding: &Finding) -> Option<Place> {
    let location = finding.location?;
    Some(Place { path: finding.path.clone(), line: location.line, column: location.column })
}

fn end(((state, day, what, platform, is_endpoint), (successor, places)): (Key, (Successor, BTreeSet<Place>))) -> End {
    let Successor { replacement, unconfirmed } = successor;
    End { what, is_endpoint, platform, day, state, replacement, unconfirmed, places: places.into_iter().collect() }
}

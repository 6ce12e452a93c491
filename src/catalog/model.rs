//! A model and what its dates say on a day.

use super::tables::{EndpointSet, FactCertainty, ModelRow};
use super::{Catalog, Date, Entry, Provider};

/// The state of a model on a day, derived from its dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status<'c> {
    /// Offered, and no notice is known.
    Active,
    /// Marked as older by its provider; no date.
    Legacy,
    /// A shutdown is announced; without a day where the provider gave none.
    Deprecated(Option<Date>),
    /// Shut down; without a day where none was published.
    Retired(Option<Date>),
    /// Shut down, but requests are answered by the named model.
    Redirected(Option<Date>, &'c str),
}

impl Status<'_> {
    /// The state in one word, as `list-models` prints it.
    pub fn word(self) -> &'static str {
        match self {
            Status::Active => "active",
            Status::Legacy => "legacy",
            Status::Deprecated(_) => "deprecated",
            Status::Retired(_) => "retired",
            Status::Redirected(..) => "redirected",
        }
    }

    /// Requests are answered by this model itself.
    pub fn is_alive(self) -> bool {
        !matches!(self, Status::Retired(_) | Status::Redirected(..))
    }
}

/// A model on one provider.
#[derive(Debug, Clone, Copy)]
pub struct Model<'c> {
    pub(super) catalog: &'c Catalog,
    pub(super) entry: Entry<'c, ModelRow>,
}

impl PartialEq for Model<'_> {
    fn eq(&self, other: &Self) -> bool {
        std::ptr::eq(self.entry.row, other.entry.row)
    }
}
impl Eq for Model<'_> {}

impl<'c> Model<'c> {
    fn row(&self) -> &'c ModelRow {
        self.entry.row
    }
    fn optional(&self, text: &'c str) -> Option<&'c str> {
        (!text.is_empty()).then_some(text)
    }

    /// The exact string that the API takes.
    pub fn id(&self) -> &'c str {
        self.entry.str(self.row().id)
    }
    /// The platform.
    pub fn provider(&self) -> Provider<'c> {
        self.catalog.provider(self.row().provider)
    }
    /// The kind's name.
    pub fn kind(&self) -> &'c str {
        let kind = self.catalog.kind(self.row().kind);
        kind.str(kind.row.name)
    }
    /// The kind's group: what a callee that rewrites endpoints cannot leave.
    pub fn class(&self) -> &'c str {
        let kind = self.catalog.kind(self.row().kind);
        kind.str(kind.row.class)
    }
    /// The kind with its article, for messages.
    pub fn kind_title(&self) -> &'c str {
        let kind = self.catalog.kind(self.row().kind);
        kind.str(kind.row.title)
    }
    /// Endpoints that serve it; empty means unknown.
    pub fn endpoints(&self) -> EndpointSet {
        self.row().endpoints
    }
    /// The snapshot that this alias points to.
    pub fn points_to(&self) -> Option<&'c str> {
        self.optional(self.entry.str(self.row().points_to))
    }
    /// First day on the API.
    pub fn released(&self) -> Option<Date> {
        self.row().released
    }
    /// Day of the deprecation notice.
    pub fn announced(&self) -> Option<Date> {
        self.row().announced
    }
    /// Day on which requests start to fail.
    pub fn shutdown(&self) -> Option<Date> {
        self.row().shutdown
    }
    /// "Not sooner than", which is no shutdown.
    pub fn not_before(&self) -> Option<Date> {
        self.row().not_before
    }
    /// Shutdown days that other sources give.
    pub fn other_shutdowns(&self) -> impl Iterator<Item = Date> + use<'c> {
        self.row().other_shutdowns.iter().flatten().copied()
    }
    /// The model that answers after the shutdown.
    pub fn redirects_to(&self) -> Option<&'c str> {
        self.optional(self.entry.str(self.row().redirects_to))
    }
    /// Recommended IDs, `[provider/]id`.
    pub fn replacement(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.entry.tables.list(self.row().replacement)
    }
    /// Context window in tokens.
    pub fn context(&self) -> Option<u32> {
        Some(self.row().context).filter(|n| *n > 0)
    }
    /// Largest output in tokens.
    pub fn output(&self) -> Option<u32> {
        Some(self.row().output).filter(|n| *n > 0)
    }
    /// Who may use it, where that is not everybody.
    pub fn access(&self) -> Option<&'c str> {
        self.optional(self.entry.str(self.row().access))
    }
    /// The page with the facts.
    pub fn source(&self) -> Option<&'c str> {
        self.optional(self.entry.str(self.row().source))
    }
    /// How sure the facts are.
    pub fn certainty(&self) -> FactCertainty {
        self.row().certainty
    }
    /// Why it is not sure to answer where somebody names it in the place of another.
    pub fn unconfirmed(&self) -> Option<&'static str> {
        match self.certainty() {
            FactCertainty::Official => None,
            FactCertainty::Secondary => Some("not confirmed by the platform's own list"),
            FactCertainty::Conflict => Some("about which its sources disagree"),
        }
    }
    /// What is not known or contradicted.
    pub fn doubt(&self) -> Option<&'c str> {
        self.optional(self.entry.str(self.row().doubt))
    }
    /// Endpoints that refuse the bare ID and want a scope before it.
    pub fn needs_scope(&self) -> EndpointSet {
        self.row().needs_scope
    }
    /// No request can name it by itself.
    pub fn not_callable(&self) -> bool {
        self.row().not_callable
    }

    /// Sources give shutdown days on both sides of a day.
    pub fn disputed_on(&self, day: Date) -> bool {
        let days = || self.row().other_shutdowns.iter().flatten().chain(&self.row().shutdown);
        days().any(|d| *d <= day) && days().any(|d| *d > day)
    }

    /// Every source that gives a shutdown day gives one that is past: they dispute the day, not the end.
    pub fn ended_by_all_sources(&self, day: Date) -> bool {
        let mut others = self.row().other_shutdowns.iter().flatten().peekable();
        others.peek().is_some() && others.chain(&self.row().shutdown).all(|d| *d <= day)
    }

    /// The state on a day.
    ///
    /// A notice announced after the day is unknown on it; without a day of
    /// announcement it counts as known from the release on, else always.
    pub fn status(&self, day: Date) -> Status<'c> {
        let row = self.row();
        if row.gone {
            return self.ended(None);
        }
        let known = row.announced.or(row.released).is_none_or(|since| since <= day);
        match row.shutdown {
            Some(shutdown) if shutdown <= day => self.ended(Some(shutdown)),
            Some(shutdown) if known => Status::Deprecated(Some(shutdown)),
            Some(_) => Status::Active,
            None if row.deprecated && known => Status::Deprecated(None),
            None if row.redirects_to.len > 0 && known && row.announced.is_some() => self.ended(row.announced),
            None if row.legacy => Status::Legacy,
            None => Status::Active,
        }
    }

    fn ended(&self, since: Option<Date>) -> Status<'c> {
        match self.redirects_to() {
            Some(target) => Status::Redirected(since, target),
            None => Status::Retired(since),
        }
    }

    /// The model to move to: recommended ones are followed to the first without an announced shutdown.
    ///
    /// One with a shutdown is given only where the chain ends there; a dead one never.
    pub fn live_replacement(&self, day: Date) -> Option<Model<'c>> {
        self.live_replacement_that(day, |_| true)
    }

    /// As [`Self::live_replacement`], among models that satisfy a condition; others are followed through.
    pub fn live_replacement_that(&self, day: Date, fits: impl Fn(Model<'c>) -> bool) -> Option<Model<'c>> {
        let mut seen = vec![*self];
        let mut waiting: std::collections::VecDeque<Model<'c>> = self.recommended().collect();
        let mut ending = None;
        while let Some(next) = waiting.pop_front() {
            if seen.contains(&next) {
                continue;
            }
            seen.push(next);
            match next.status(day) {
                Status::Active | Status::Legacy if fits(next) => return Some(next),
                Status::Deprecated(_) if ending.is_none() && fits(next) => ending = Some(next),
                _ => {}
            }
            waiting.extend(next.recommended());
        }
        ending
    }

    /// The models that are named in its place, nearest first.
    fn recommended(&self) -> impl Iterator<Item = Model<'c>> + use<'c> {
        let provider = self.row().provider;
        let catalog = self.catalog;
        let mut named: Vec<&'c str> = self.replacement().collect();
        // Of several that a notice names together, the one of the same line comes first.
        named.sort_by_key(|id| std::cmp::Reverse(shared_words(self.id(), id)));
        named.into_iter().chain(self.redirects_to()).filter_map(move |id| catalog.reachable(provider, id))
    }
}

/// First words that two IDs share: two of `embed-multilingual-v2.0` and `embed-multilingual-v3.0`.
fn shared_words(one: &str, other: &str) -> usize {
    let other = other.rsplit('/').next().unwrap_or(other);
    let one = one.rsplit('/').next().unwrap_or(one);
    one.split('-').zip(other.split('-')).take_while(|(a, b)| a == b).count()
}

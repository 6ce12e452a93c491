//! Which ID may be meant by one that does not exist.

use super::{Resolver, is_within};
use crate::catalog::{Catalog, Date, Model, ProviderId};
use crate::vocabulary::{Sign, Vocabulary};

/// Most candidates that are offered.
const MOST: usize = 3;

impl<'c> Resolver<'c> {
    /// Snapshots and aliases of what an ID names with dots between its digits, where the platform writes dashes.
    pub(super) fn with_dashes(&self, provider: ProviderId, name: &str) -> Vec<Model<'c>> {
        let bytes = name.as_bytes();
        let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
        let between = |at: usize| at > 0 && is_digit(at - 1) && is_digit(at + 1);
        let dashed: String = name.char_indices().map(|(at, c)| if c == '.' && between(at) { '-' } else { c }).collect();
        if dashed == name {
            return Vec::new();
        }
        let is_dated = |rest: &str| rest.len() == 8 && rest.bytes().all(|b| b.is_ascii_digit());
        let is_meant = |m: &Model<'c>| {
            let rest = m.id().strip_prefix(dashed.as_str()).and_then(|rest| rest.strip_prefix('-'));
            rest.is_some_and(|rest| rest == "latest" || is_dated(rest))
        };
        let callable = self.catalog.models_of(provider).filter(|m| !m.not_callable());
        let mut meant: Vec<Model<'c>> = callable.filter(is_meant).collect();
        self.prefer(&mut meant, &dashed);
        meant
    }

    /// IDs that differ from a name only by a slip: separators, blanks, order of words, one or two letters.
    ///
    /// Candidates by distance never differ in a digit, nor in their number of digits.
    pub(super) fn nearest(&self, provider: ProviderId, name: &str) -> Vec<Model<'c>> {
        let lower = name.trim().to_ascii_lowercase();
        let callable = || self.catalog.models_of(provider).filter(|m| !m.not_callable());
        let (bare, words, own_digits) = (squeezed(&lower), sorted_words(&lower), digits(&lower));
        // Most IDs are nothing like it: what costs nothing is asked first.
        let is_squeezed = |id: &str| unseparated(id).eq(bare.bytes());
        let has_digits = |id: &str| id.bytes().filter(u8::is_ascii_digit).eq(own_digits.bytes());
        let own_weight = weight(&lower);
        let has_words = |id: &str| weight(id) == own_weight && sorted_words(id) == words;
        let mut same: Vec<Model<'c>> = callable()
            .filter(|m| {
                let id = m.id();
                id.eq_ignore_ascii_case(&lower) || is_squeezed(id) || (has_digits(id) && has_words(id))
            })
            .collect();
        if !same.is_empty() {
            self.prefer(&mut same, &lower);
            return same;
        }
        if self.catalog.is_plain_word(&lower) {
            return Vec::new();
        }
        if let Some(bare) = self.without_stem(provider, &lower) {
            return vec![bare];
        }
        let allowed = if lower.len() >= 10 { 2 } else { usize::from(lower.len() >= 5) };
        let mut near: Vec<(usize, Model<'c>)> = callable()
            .filter(|m| m.id().len().abs_diff(lower.len()) <= allowed && has_digits(m.id()))
            .filter(|m| is_within(&lower, m.id(), allowed) && !self.catalog.is_plain_word(m.id()))
            .map(|m| (strsim::osa_distance(&lower, m.id()), m))
            .collect();
        let Some(best) = near.iter().map(|(distance, _)| *distance).min() else { return Vec::new() };
        near.retain(|(distance, _)| *distance == best);
        let mut near: Vec<Model<'c>> = near.into_iter().map(|(_, m)| m).collect();
        self.prefer(&mut near, &lower);
        near
    }

    /// The model whose ID stands behind a word with which other IDs of its maker begin: `acme-z1-mini` for `z1-mini`.
    fn without_stem(&self, provider: ProviderId, name: &str) -> Option<Model<'c>> {
        let mut stems = self.catalog.provider(provider).distinctive();
        let bare = |stem: &str| name.strip_prefix(stem.trim_end_matches('-'))?.strip_prefix('-');
        stems.find_map(|stem| self.catalog.model(provider, bare(stem)?)).filter(|model| !model.not_callable())
    }

    /// Members of the family of an ID that lies in no slip's distance, the likeliest first.
    pub(super) fn relatives(&self, provider: ProviderId, id: &str) -> Vec<Model<'c>> {
        let common = |m: &Model<'c>| m.id().bytes().zip(id.bytes()).take_while(|(a, b)| a == b).count();
        let mut relatives: Vec<Model<'c>> =
            self.catalog.models_of(provider).filter(|m| !m.not_callable() && id.starts_with(m.id())).collect();
        relatives.sort_by_key(|m| std::cmp::Reverse(common(m)));
        relatives.truncate(1);
        relatives
    }

    /// The living first, then the likest; few of them.
    fn prefer(&self, models: &mut Vec<Model<'c>>, to: &str) {
        models.sort_by_cached_key(|m| (!self.is_alive(*m), strsim::osa_distance(to, m.id()), m.id().len(), m.id()));
        models.truncate(MOST);
    }
}

/// Without what separates words.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !matches!(c, '-' | '_' | '.' | ' ' | '/' | ':')).map(|c| c.to_ascii_lowercase()).collect()
}

/// The bytes of [`squeezed`], without making it.
fn unseparated(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(|b| !matches!(b, b'-' | b'_' | b'.' | b' ' | b'/' | b':')).map(|b| b.to_ascii_lowercase())
}

/// The sum of a text's letters and digits: the same for the same words in another order.
fn weight(text: &str) -> u32 {
    let kept = text.bytes().filter(|b| !matches!(b, b'-' | b'_' | b'.' | b' '));
    kept.map(|b| u32::from(b.to_ascii_lowercase())).sum()
}

fn sorted_words(text: &str) -> Vec<String> {
    let mut words: Vec<String> =
        text.split(['-', '_', '.', ' ']).filter(|w| !w.is_empty()).map(str::to_ascii_lowercase).collect();
    words.sort();
    words
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// The day of a snapshot suffix under a grammar: none if it does not fit, no day inside if the grammar holds none.
///
/// `YYYY`, `YY`, `MM`, `DD` are digits of a date, `N` is a number, the rest stands for itself.
pub(super) fn snapshot_day(grammar: &str, suffix: &str) -> Option<Option<Date>> {
    let (mut year, mut month, mut day) = (None, None, None);
    let (mut grammar, mut rest) = (grammar, suffix);
    while !grammar.is_empty() {
        let take = |len: usize| rest.get(..len).filter(|d| d.bytes().all(|b| b.is_ascii_digit()));
        if let Some(after) = grammar.strip_prefix("YYYY") {
            year = Some(take(4)?.parse::<i32>().ok()?);
            (grammar, rest) = (after, &rest[4..]);
        } else if let Some(after) = grammar.strip_prefix("YY") {
            year = Some(2000 + take(2)?.parse::<i32>().ok()?);
            (grammar, rest) = (after, &rest[2..]);
        } else if let Some(after) = grammar.strip_prefix("MM") {
            month = Some(take(2)?.parse::<u32>().ok()?);
            (grammar, rest) = (after, &rest[2..]);
        } else if let Some(after) = grammar.strip_prefix("DD") {
            day = Some(take(2)?.parse::<u32>().ok()?);
            (grammar, rest) = (after, &rest[2..]);
        } else if let Some(after) = grammar.strip_prefix('N') {
            let len = rest.bytes().take_while(u8::is_ascii_digit).count();
            if len == 0 {
                return None;
            }
            (grammar, rest) = (after, &rest[len..]);
        } else {
            let first = grammar.chars().next()?;
            rest = rest.strip_prefix(first)?;
            grammar = &grammar[first.len_utf8()..];
        }
    }
    if !rest.is_empty() || month.is_some_and(|m| !(1..=12).contains(&m)) || day.is_some_and(|d| !(1..=31).contains(&d))
    {
        return None;
    }
    match (year, month) {
        (Some(year), Some(month)) => Some(Date::parse(&format!("{year:04}-{month:02}-{:02}", day.unwrap_or(1)))),
        _ => Some(None),
    }
}

impl Catalog {
    /// The text is known to look like an ID and to be none.
    pub(super) fn looks_alike(&self, text: &str) -> bool {
        let lower = text.to_ascii_lowercase();
        self.is_sign(&lower, Sign::LookAlike) && self.models_named(text).next().is_none()
    }

    /// The ID is an ordinary word, or a product code.
    pub(crate) fn is_plain_word(&self, text: &str) -> bool {
        self.is_sign(text, Sign::PlainWord)
    }

    /// The provider whose stem says by itself whose model is meant; separators and case do not matter.
    pub(super) fn distinctive_provider(&self, text: &str) -> Option<ProviderId> {
        let bare = squeezed(text);
        let longest = |stem: &str| {
            let mut rest = bare.bytes();
            let begins = unseparated(stem).all(|byte| rest.next() == Some(byte));
            begins.then(|| bare.len() - rest.len())
        };
        let all = self.providers().flat_map(|p| p.distinctive().filter_map(longest).map(move |len| (len, p.id)));
        all.max_by_key(|(len, _)| *len).map(|(_, id)| id)
    }

    /// The provider has fine-tunes.
    pub(super) fn tunes(&self, provider: ProviderId) -> bool {
        self.models_of(provider).any(|m| m.kind() == "fine-tune")
    }
}

impl<'c> Resolver<'c> {
    /// The platform whose ID this is, letter for letter or with a resource prefix, if it is not this one's.
    pub(super) fn elsewhere(&self, provider: ProviderId, id: &str) -> Option<ProviderId> {
        let tail = id.rsplit('/').next().unwrap_or(id);
        let named = self.catalog.models_named(id).chain(self.catalog.models_named(tail));
        let mut others = named.filter(|m| m.provider().id != provider).filter(|m| !m.not_callable());
        let Some(first) = others.next() else { return self.behind_prefix(provider, id) };
        let own = others.find(|m| m.provider().first_party());
        Some(if first.provider().first_party() { first } else { own.unwrap_or(first) }.provider().id)
    }

    /// The maker behind a router's spelling: `maker/ID`.
    fn behind_prefix(&self, provider: ProviderId, id: &str) -> Option<ProviderId> {
        let (prefix, rest) = id.split_once('/')?;
        let makers = self.catalog.providers().filter(|p| p.first_party() && p.id != provider);
        let mut leading = makers.filter(|p| self.catalog.leads_to(prefix, p.id));
        leading.find(|p| !self.respelled(p.id, rest).is_empty()).map(|p| p.id)
    }

    /// The IDs behind a router's spelling of this platform's own models: `prefix/ID`, where the prefix leads here or
    /// the rest is such an ID, none begins with the prefix, and no other platform serves the whole.
    pub(super) fn routed_here(&self, provider: ProviderId, id: &str) -> Option<Vec<Model<'c>>> {
        let is_word = |prefix: &str| prefix.chars().all(|c| c.is_ascii_alphanumeric() || "-_.~".contains(c));
        let (first, rest) = id.split_once('/').filter(|(prefix, rest)| !rest.is_empty() && is_word(prefix))?;
        // Of what a router is asked for, the maker comes last: `router/maker/ID`.
        let is_known = |prefix: &str| self.catalog.providers().any(|p| self.catalog.leads_to(prefix, p.id));
        let inner = rest.split_once('/').filter(|(maker, _)| self.catalog.leads_to(maker, provider) && is_known(first));
        let (prefix, rest) = inner.unwrap_or((first, rest));
        let is_own = |m: &Model<'_>| m.id().strip_prefix(prefix).is_some_and(|after| after.starts_with('/'));
        let is_served = |m: &Model<'c>| m.provider().id != provider && self.is_alive(*m);
        let leads_here = self.catalog.leads_to(prefix, provider) || self.catalog.model(provider, rest).is_some();
        let is_route = leads_here
            && !self.catalog.models_of(provider).any(|m| is_own(&m))
            && !self.catalog.models_named(id).any(|m| is_served(&m));
        // What follows the last colon is a router's variant.
        let bare = rest.split(':').next().unwrap_or(rest);
        is_route.then(|| self.respelled(provider, bare))
    }

    /// The spellings of a bare ID with a scope before it, the living first.
    pub(super) fn scoped(&self, bare: Model<'c>) -> Vec<Model<'c>> {
        let is_scoped = |m: &Model<'c>| m.id().strip_suffix(bare.id()).is_some_and(|scope| scope.ends_with('.'));
        let mut scoped: Vec<Model<'c>> = self.catalog.models_of(bare.provider().id).filter(is_scoped).collect();
        scoped.sort_by_key(|m| (!self.is_alive(*m), m.id().len(), m.id()));
        scoped
    }

    /// How this platform spells a model that is spelled for another one.
    pub(super) fn respelled(&self, provider: ProviderId, id: &str) -> Vec<Model<'c>> {
        let core: String = core_of(id).collect();
        let callable = || self.catalog.models_of(provider).filter(|m| !m.not_callable());
        let mut same: Vec<Model<'c>> = callable().filter(|m| core_of(m.id()).eq(core.chars())).collect();
        if same.is_empty() {
            let undated = undated(&core);
            let begins = |id: &str| core_of(id).take(undated.chars().count()).eq(undated.chars());
            let is_same = |id: &str| begins(id) && undated == self::undated(&core_of(id).collect::<String>());
            same = callable().filter(|m| is_same(m.id())).collect();
        }
        if same.is_empty() {
            // Where names hold no dot, `3.5` is written `35`.
            same = callable().filter(|m| joined(core_of(m.id())).eq(joined(core.chars()))).collect();
        }
        self.prefer(&mut same, id);
        same
    }
}

/// An ID without what platforms put around it: paths, scopes, the vendor's name, versions of the listing; `@` and `.` as `-`.
fn core_of(id: &str) -> impl Iterator<Item = char> {
    let mut rest = id.rsplit('/').next().unwrap_or(id);
    while let Some((word, after)) = rest.split_once('.') {
        let is_prefix = word.bytes().all(|b| b.is_ascii_alphabetic() || b == b'-')
            && after.starts_with(|c: char| c.is_ascii_alphabetic());
        if !is_prefix {
            break;
        }
        rest = after;
    }
    let last = rest.as_bytes().windows(2).rposition(|pair| pair[0] == b'-' && pair[1].eq_ignore_ascii_case(&b'v'));
    let listing = last.filter(|at| {
        let version = &rest[at + 2..];
        version.starts_with(|c: char| c.is_ascii_digit())
            && version.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'k' | b'K'))
    });
    let core = &rest[..listing.unwrap_or(rest.len())];
    core.chars().map(|c| if matches!(c, '@' | '.') { '-' } else { c.to_ascii_lowercase() })
}

/// Without what separates the words.
fn joined(core: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    core.filter(|c| *c != '-')
}

/// Without a date at the end: eight digits, or four, two and two.
fn undated(core: &str) -> &str {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    let words: Vec<&str> = core.rsplitn(4, '-').collect();
    match words.as_slice() {
        [day, month, year, rest]
            if [*day, *month, *year].iter().all(|w| digits(w)) && year.len() == 4 && day.len() == 2 =>
        {
            rest
        }
        [date, ..] if date.len() == 8 && digits(date) => &core[..core.len() - 9],
        _ => core,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn platforms_are_peeled_off() {
        for (id, core) in [
            ("us.anthropic.claude-3-5-sonnet-20241022-v2:0", "claude-3-5-sonnet-20241022"),
            ("anthropic/claude-sonnet-4.5", "claude-sonnet-4-5"),
            ("claude-opus-4-5@20251101", "claude-opus-4-5-20251101"),
            ("gpt-4.1-mini", "gpt-4-1-mini"),
            ("models/gemini-2.5-pro", "gemini-2-5-pro"),
        ] {
            assert_eq!(core_of(id).collect::<String>(), core, "{id}");
        }
        assert_eq!(undated("claude-opus-4-5-20251101"), "claude-opus-4-5");
        assert_eq!(undated("gpt-4o-2024-08-06"), "gpt-4o");
    }

    #[test]
    fn names_without_dots_are_found_again() {
        let catalog = Catalog::bundled();
        let resolver = Resolver { catalog, as_of: Date::parse("2026-11-23").expect("a day") };
        let provider = catalog.provider_named("openai").expect("a provider").id;
        for (id, right) in [("gpt-35-turbo", "gpt-3.5-turbo"), ("gpt-35-turbo-16k", "gpt-3.5-turbo-16k")] {
            let found = resolver.respelled(provider, id);
            assert_eq!(found.first().map(|m| m.id()), Some(right), "{id}");
        }
    }

    #[test]
    fn snapshots_follow_their_grammar() {
        let day = |text: &str| Some(Some(Date::parse(text).expect("a day")));
        for (grammar, suffix, expected) in [
            ("-YYYY-MM-DD", "-2024-08-06", day("2024-08-06")),
            ("-YYYY-MM-DD", "-2024-13-06", None),
            ("-YYYYMMDD", "-20241022", day("2024-10-22")),
            ("-MMDD", "-0613", Some(None)),
            ("-MMDD", "-0613-preview", None),
            ("-MMDD-preview", "-0125-preview", Some(None)),
            ("-N", "-002", Some(None)),
            ("-YYMM", "-2411", day("2024-11-01")),
        ] {
            assert_eq!(snapshot_day(grammar, suffix), expected, "{grammar} {suffix}");
        }
    }
}

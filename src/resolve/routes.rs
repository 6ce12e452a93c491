//! Provider and model in one string.

use std::ops::Range;

use super::Resolver;
use crate::catalog::tables::{PrefixRow, RouteRow, Tables};
use crate::catalog::{Catalog, Form, Model, Provider, ProviderId, Status};
use crate::reference::{Platform, Use};

/// Where a string leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Routed {
    /// To a platform, with the ID at these bytes.
    To(ProviderId, Range<usize>),
    /// Nowhere in particular: these bytes are an ID by themselves.
    Bare(Range<usize>),
    /// To a platform whose names users choose, or to one that nobody knows.
    UserNamed,
}

impl<'c> Resolver<'c> {
    /// Reads the route of a value, if its use follows one.
    pub(super) fn route(&self, text: &str, used: &Use) -> Routed {
        let whole = 0..text.len();
        if used.form != Form::Route || used.framework.is_empty() {
            return Routed::Bare(strip_resource(text, whole));
        }
        let Some((tables, route)) = self.catalog.route(&used.framework) else { return Routed::UserNamed };
        let separator = tables.str(route.separator);
        let (start, len) = route.prefixes;
        let prefixes = &tables.prefixes[start as usize..(start + len) as usize];
        let found = prefixes
            .iter()
            .filter(|row| {
                let rest = text[whole.clone()].strip_prefix(tables.str(row.name));
                rest.is_some_and(|rest| rest.starts_with(separator))
            })
            .max_by_key(|row| row.name.len);
        let Some(prefix) = found else {
            let unknown_prefix = text[whole.clone()].contains(separator) && !super::is_tuned(&text[whole.clone()]);
            if unknown_prefix || !route.bare {
                return Routed::UserNamed;
            }
            return Routed::Bare(self.suffixed(tables, route, text, whole));
        };
        if self.catalog.provider(prefix.provider).user_named() {
            return Routed::UserNamed;
        }
        let start = whole.start + prefix.name.len as usize + separator.len();
        let id = self.suffixed(tables, route, text, start..whole.end);
        Routed::To(prefix.provider, self.inner(tables, route, prefix.provider, text, id))
    }

    /// The model that a framework means by a name of its own, if a use follows its spelling.
    pub(super) fn spelled(&self, text: &str, used: &Use) -> Option<Model<'c>> {
        let is_free = matches!(used.platform, Platform::UnknownHost(_));
        let framework = Some(&used.framework).filter(|f| used.form == Form::Route && !f.is_empty() && !is_free)?;
        let (tables, route) = self.catalog.route(framework)?;
        let (start, len) = route.spellings;
        let mut rows = tables.spellings[start as usize..(start + len) as usize].iter();
        let row = rows.find(|row| tables.str(row.name) == text)?;
        self.catalog.model(row.provider, tables.str(row.id))
    }

    /// A route of any framework in a place that names none: only where all that know the prefix agree, or where the
    /// model is shut down wherever it leads to, and the rest is an ID.
    pub(super) fn known_route(&self, text: &str) -> Option<(ProviderId, Range<usize>)> {
        let mut found: Vec<(ProviderId, Range<usize>)> = Vec::new();
        // Nearly all frameworks have the separator of the one before.
        let mut parted = ("", None);
        for tables in self.catalog.layers() {
            for route in tables.routes.iter() {
                let separator = tables.str(route.separator);
                if separator != parted.0 {
                    parted = (separator, text.split_once(separator));
                }
                let Some((prefix, rest)) = parted.1 else { continue };
                let (start, len) = route.prefixes;
                let prefixes = &tables.prefixes[start as usize..(start + len) as usize];
                // `MAKER:id`: whoever takes it apart asks in small letters.
                let is_loud = separator == ":" && prefix.len() > 2 && prefix.bytes().all(|b| b.is_ascii_uppercase());
                let is_prefix = |name: &str| name == prefix || is_loud && name.eq_ignore_ascii_case(prefix);
                let is_row =
                    |row: &&PrefixRow| row.name.len as usize == prefix.len() && is_prefix(tables.str(row.name));
                let Some(row) = prefixes.iter().find(is_row) else { continue };
                // A platform's own name may be a part of its IDs.
                let id = match self.catalog.model(row.provider, text) {
                    Some(_) => 0..text.len(),
                    None => self.inner(tables, route, row.provider, text, text.len() - rest.len()..text.len()),
                };
                if self.catalog.model(row.provider, &text[id.clone()]).is_none() {
                    continue;
                }
                found.push((row.provider, id));
            }
        }
        let count = |provider: ProviderId| found.iter().filter(|(other, _)| *other == provider).count();
        let most = found.iter().rev().max_by_key(|(provider, _)| count(*provider))?.clone();
        let is_over = |(provider, id): &(ProviderId, Range<usize>)| {
            let model = self.catalog.model(*provider, &text[id.clone()]);
            model.is_some_and(|model| matches!(model.status(self.as_of), Status::Retired(_)))
        };
        let is_one = found.iter().all(|(provider, _)| *provider == most.0);
        (is_one || found.iter().all(is_over)).then_some(most)
    }

    /// Strips segments that only route, as long as what is left is not known as it is.
    fn inner(
        &self,
        tables: &Tables,
        route: &RouteRow,
        provider: ProviderId,
        text: &str,
        mut id: Range<usize>,
    ) -> Range<usize> {
        let separator = tables.str(route.separator);
        let (start, len) = route.inner;
        let rows = &tables.inner[start as usize..(start + len) as usize];
        while self.catalog.model(provider, &text[id.clone()]).is_none() {
            let stripped = rows.iter().find_map(|row| {
                let rest = text[id.clone()].strip_prefix(tables.str(row.name))?.strip_prefix(separator)?;
                Some(id.end - rest.len()..id.end)
            });
            match stripped {
                Some(shorter) => id = shorter,
                None => break,
            }
        }
        strip_resource(text, id)
    }

    fn suffixed(&self, tables: &Tables, route: &RouteRow, text: &str, id: Range<usize>) -> Range<usize> {
        let name = &text[id.clone()];
        let suffix = tables.list(route.suffixes).find(|s| name.len() > s.len() && name.ends_with(s));
        suffix.map_or(id.clone(), |s| id.start..id.end - s.len())
    }
}

impl Catalog {
    /// A maker's name for a model that only another's cloud lists, spelled as any gateway might: it says of no platform
    /// that it is meant.
    pub(crate) fn is_spelled_by_others(&self, model: &Model<'_>, name: &str) -> bool {
        let is_plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_'));
        let maker = self.distinctive_provider(name);
        is_plain && !model.provider().first_party() && maker.is_some_and(|maker| maker != model.provider().id)
    }

    /// A prefix of some framework's routes leads to a platform.
    pub(crate) fn leads_to(&self, prefix: &str, provider: ProviderId) -> bool {
        let is_listed = |t: &Tables| t.prefixes.iter().any(|row| row.provider == provider && t.str(row.name) == prefix);
        self.provider(provider).key() == prefix || self.layers().any(is_listed)
    }

    /// What a framework is given goes to the maker whose word stands before a slash.
    pub(crate) fn reads_makers(&self, framework: &str) -> bool {
        self.route(framework).is_some_and(|(tables, route)| {
            let (start, len) = route.prefixes;
            let prefixes = &tables.prefixes[start as usize..(start + len) as usize];
            let is_maker = |row: &PrefixRow| self.provider(row.provider).first_party();
            tables.str(route.separator) == "/" && prefixes.iter().any(is_maker)
        })
    }

    pub(super) fn route(&self, framework: &str) -> Option<(&Tables, &RouteRow)> {
        self.layers().find_map(|t| t.routes.iter().find(|r| t.str(r.framework) == framework).map(|r| (t, r)))
    }
}

/// Without the resource prefix `models/`.
fn strip_resource(text: &str, id: Range<usize>) -> Range<usize> {
    const RESOURCE: &str = "models/";
    match text[id.clone()].strip_prefix(RESOURCE) {
        Some(_) => id.start + RESOURCE.len()..id.end,
        None => id,
    }
}

/// Without the platform's own resource name before an ID, and without what it lets stand behind one.
pub(super) fn without_resource(provider: Provider<'_>, text: &str, id: Range<usize>) -> Range<usize> {
    let of = |pattern: &str| after_segments(pattern, &text[id.clone()]);
    let id = match provider.resources().find_map(of) {
        Some(rest) if !rest.is_empty() => id.end - rest.len()..id.end,
        _ => id,
    };
    let shorter = provider.suffixes().find_map(|pattern| before_suffix(pattern, &text[id.clone()]));
    shorter.map_or(id.clone(), |before| id.start..id.start + before.len())
}

/// What stands before a suffix in which `N` is a number.
pub(crate) fn before_suffix<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
    let (before, after) = pattern.split_once('N')?;
    let rest = text.strip_suffix(after)?;
    let whole = rest.trim_end_matches(|c: char| c.is_ascii_digit());
    (whole.len() < rest.len()).then(|| whole.strip_suffix(before)).flatten().filter(|before| !before.is_empty())
}

/// What follows the segments of a pattern that ends with a slash; `**` is whatever stands before the rest of it.
fn after_segments<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
    if let Some(mark) = pattern.strip_prefix("**") {
        return text.rfind(mark).map(|at| &text[at + mark.len()..]);
    }
    pattern.trim_end_matches('/').split('/').try_fold(text, |rest, wanted| {
        let (segment, rest) = rest.split_once('/')?;
        (wanted == "{}" || wanted == segment).then_some(rest)
    })
}

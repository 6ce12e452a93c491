//! What could be said about a text: by itself, and where it is sent somewhere.

use std::ops::Range;
use std::sync::{Arc, OnceLock, RwLock};

use foldhash::HashMap;

use super::slips::Slips;
use super::{Asked, quoted};
use crate::catalog::{Catalog, Date, Form, Model, ProviderId, Status};
use crate::extract::code::strings;
use crate::reference::{Context, Evidence, Platform, Use};
use crate::resolve::{Reading, Resolver, before_suffix, is_code, is_tuned};
use crate::source::Span;
use crate::vocabulary::Sign;

/// Answers about texts, each found once.
pub(super) struct Said<'c> {
    resolver: Resolver<'c>,
    asked: Asked,
    /// What providers let stand behind an ID.
    suffixes: Vec<&'c str>,
    /// Providers whose names are judged.
    judged: Vec<ProviderId>,
    /// Product codes that are no stems, of models that are not simply alive.
    codes: Vec<&'c str>,
    slips: OnceLock<Slips<'c>>,
    by_itself: RwLock<HashMap<Box<str>, bool>>,
    sent: RwLock<HashMap<Box<str>, Option<Arc<Sent<'c>>>>>,
}

/// What could be said about a text that is sent somewhere.
#[derive(Default)]
pub(super) struct Sent<'c> {
    /// Something, wherever it is sent.
    pub(super) anyway: bool,
    /// It is a plain word, and names a model of these platforms that is not simply alive.
    pub(super) ended_on: Vec<ProviderId>,
    /// It is no ID of these platforms, and resembles one.
    pub(super) wrong_on: Vec<ProviderId>,
    /// The same behind the route of some framework.
    pub(super) wrong_by_route: bool,
    /// Living models that it names.
    pub(super) known: Vec<Model<'c>>,
    /// It names them as it is, without a route.
    pub(super) whole: bool,
}

impl Sent<'_> {
    fn says_something(&self) -> bool {
        self.anyway
            || self.wrong_by_route
            || !self.ended_on.is_empty()
            || !self.wrong_on.is_empty()
            || !self.known.is_empty()
    }
}

/// What separates routes and the parts of a URL.
const SEPARATORS: [char; 8] = ['/', ':', '.', '|', '?', '=', '&', '@'];
/// Most of them in a text whose parts are looked up: no ID has as many.
const MOST_SEPARATORS: usize = 24;

/// A text, its ends behind what separates routes, and the segments of a URL.
fn variants(text: &str) -> impl Iterator<Item = &str> {
    let ends = text.match_indices(['/', ':', '.', '|']).map(|(at, _)| &text[at + 1..]);
    let segments = text.split(['/', ':', '?', '=', '&', '|', '@']).filter(|segment| segment.len() < text.len());
    std::iter::once(text).chain(ends).chain(segments)
}

impl<'c> Said<'c> {
    pub(super) fn new(catalog: &'c Catalog, as_of: Date, asked: Asked) -> Said<'c> {
        let resolver = Resolver { catalog, as_of };
        let speaks = |model: Model<'_>| asked.living || !matches!(model.status(as_of), Status::Active | Status::Legacy);
        let words = catalog.layers().flat_map(|tables| tables.list(tables.words(Sign::PlainWord)));
        let codes = words.filter(|word| is_code(word) && catalog.models_named(word).any(speaks)).collect();
        Said {
            resolver,
            asked,
            codes,
            suffixes: catalog.providers().flat_map(|provider| provider.suffixes()).collect(),
            judged: catalog.providers().filter(|p| !p.user_named() && !p.open_catalog()).map(|p| p.id).collect(),
            slips: OnceLock::new(),
            by_itself: RwLock::default(),
            sent: RwLock::default(),
        }
    }

    /// Names on a platform are judged by its list.
    pub(super) fn is_judged(&self, provider: ProviderId) -> bool {
        self.judged.contains(&provider)
    }

    /// A product code stands between two quotes.
    pub(super) fn names_code(&self, bytes: &[u8]) -> bool {
        let is_quoted = |at: usize, code: &str| {
            let (before, after) = (at.checked_sub(1).and_then(|at| bytes.get(at)), bytes.get(at + code.len()));
            [before, after].iter().all(|byte| byte.is_some_and(|byte| matches!(byte, b'"' | b'\'' | b'`')))
        };
        let stands = |code: &&str| memchr::memmem::find_iter(bytes, code.as_bytes()).any(|at| is_quoted(at, code));
        self.codes.iter().any(stands)
    }

    /// There is something to say about what stands between two quotes, wherever that is.
    pub(super) fn quoted_by_itself(&self, bytes: &[u8], run: &Range<usize>, budget: &mut usize) -> bool {
        let Ok(text) = std::str::from_utf8(&bytes[run.clone()]) else { return true };
        let text = text.trim();
        if text.is_empty() || text.contains(char::is_whitespace) {
            return false;
        }
        if quoted::is_part(bytes, run) {
            return true;
        }
        let decoded = || strings::decode(bytes, Span::new(run.start, run.end), false).text;
        *budget == 0 || self.by_itself(text, budget) || (text.contains('\\') && self.by_itself(&decoded(), budget))
    }

    /// There is something to say about a text, or about a part of it behind a route or in a path.
    pub(super) fn by_itself(&self, text: &str, budget: &mut usize) -> bool {
        if let Ok(known) = self.by_itself.read()
            && let Some(known) = known.get(text)
        {
            return *known;
        }
        *budget = budget.saturating_sub(1);
        let is_too_much = text.bytes().filter(|b| SEPARATORS.contains(&char::from(*b))).count() > MOST_SEPARATORS;
        let ids = || variants(text).chain(self.suffixes.iter().filter_map(|suffix| before_suffix(suffix, text)));
        let speaks = is_too_much || ids().any(|id| self.is_remarkable(id));
        if let Ok(mut known) = self.by_itself.write() {
            known.insert(text.into(), speaks);
        }
        speaks
    }

    /// A known ID that is not simply alive, or one that is wrong where its stem alone says whose it is.
    fn is_remarkable(&self, id: &str) -> bool {
        let id = id.trim_end_matches(['.', '-', ':', '/']);
        let sent = Use::new(Context::Argument, Span::default(), "");
        let mut somewhere = self.named(id);
        (self.asked.tunes && is_tuned(id))
            || somewhere.any(|m| self.asked.living || self.has_ended(m))
            || match self.resolver.reading(id, &sent) {
                Reading::Known(known) => self.asked.living || self.has_ended(known.model),
                Reading::Wrong(_) => true,
                Reading::NotJudged | Reading::Unheard => false,
            }
    }

    /// Models with an ID, wherever names are not the users' own.
    fn named(&self, id: &str) -> impl Iterator<Item = Model<'c>> + use<'c> {
        self.resolver.catalog.models_named(id).filter(|m| !m.provider().user_named())
    }

    fn has_ended(&self, model: Model<'_>) -> bool {
        !matches!(model.status(self.resolver.as_of), Status::Active | Status::Legacy)
    }

    /// What could be said about a text that some call sends somewhere; nothing if nothing could.
    pub(super) fn sent(&self, text: &str, budget: &mut usize) -> Option<Arc<Sent<'c>>> {
        let ends = || text.match_indices(['/', ':', '|']).map(|(at, _)| &text[at + 1..]);
        // Slips are gathered for texts that are none of the IDs: a small run gets by without.
        let is_known = self.slips.get().is_none() && self.named(text).next().is_some();
        if !is_known {
            let slips = self.slips.get_or_init(|| Slips::new(self.resolver.catalog));
            if !(slips.may_be(text) || ends().any(|end| slips.may_be(end))) {
                return None;
            }
        }
        if let Ok(known) = self.sent.read()
            && let Some(known) = known.get(text)
        {
            return known.clone();
        }
        let sent = Some(self.find(text, ends(), budget)).filter(Sent::says_something).map(Arc::new);
        if let Ok(mut known) = self.sent.write() {
            known.insert(text.into(), sent.clone());
        }
        sent
    }

    fn find<'t>(&self, text: &'t str, ends: impl Iterator<Item = &'t str>, budget: &mut usize) -> Sent<'c> {
        *budget = budget.saturating_sub(1);
        let mut sent = Sent { anyway: self.by_itself(text, budget), ..Sent::default() };
        sent.known.extend(self.named(text));
        sent.whole = !sent.known.is_empty();
        for end in ends {
            sent.known.extend(self.named(end));
        }
        if sent.whole && self.resolver.catalog.is_plain_word(text) {
            let ended = sent.known.iter().filter(|m| self.has_ended(**m));
            sent.ended_on = ended.map(|m| m.provider().id).collect();
            return Sent { anyway: self.asked.living, ..sent };
        }
        sent.anyway |= sent.known.iter().any(|m| self.has_ended(*m));
        if sent.anyway || !sent.known.is_empty() {
            return sent;
        }
        let is_wrong = |used: &Use| matches!(self.resolver.reading(text, used), Reading::Wrong(_));
        let mut used = Use::new(Context::Argument, Span::default(), "");
        for provider in &self.judged {
            used.platform = Platform::Known(*provider, Evidence::Client);
            if is_wrong(&used) {
                sent.wrong_on.push(*provider);
            }
        }
        (used.platform, used.form) = (Platform::Unstated, Form::Route);
        sent.wrong_by_route = self.resolver.catalog.layers().any(|tables| {
            tables.routes.iter().any(|route| {
                used.framework = tables.str(route.framework).to_owned();
                is_wrong(&used)
            })
        });
        sent
    }
}

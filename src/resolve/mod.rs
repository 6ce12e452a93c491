//! A value in its place: what the catalog knows of it.
//!
//! Resolution answers one question per use: which model is meant here, and is
//! it spelled as this platform spells it? It judges nothing.

mod absent;
mod makers;
mod members;
mod nearest;
mod reading;
mod routes;
mod slip;
mod tunes;

use std::ops::Range;

use self::absent::Absent;
use crate::catalog::{Catalog, Date, Form, Model, ProviderId, Status};
use crate::reference::{Context, Evidence, Platform, Reference, Use};

pub use reading::{Fault, Known, Reading, Wrong};
pub use routes::Routed;
pub(crate) use routes::before_suffix;
pub(crate) use slip::is_within;
pub use tunes::{is_tuned, tuned_base, tuned_organisation};

/// Resolution of values against a catalog on a day.
pub struct Resolver<'c> {
    /// The facts.
    pub catalog: &'c Catalog,
    /// The day that dates are judged against.
    pub as_of: Date,
}

/// What marks a text as a template whose value is not known.
const TEMPLATE_MARKS: [&str; 9] = ["${", "{{", "<%", "$(", "%s", "%(", "<", "{", ENVIRONMENT];
/// What marks a variable of the environment in settings.
const ENVIRONMENT: &str = "os.environ/";

impl<'c> Resolver<'c> {
    /// What a reference's value is at each of its uses, in order.
    pub fn readings<'r>(&self, reference: &'r Reference) -> Vec<Reading<'c>> {
        let mut known: Vec<(&Use, Reading<'c>)> = Vec::new();
        // Under which name a word stands decides whether it is a model.
        let is_word = self.catalog.is_plain_word(&reference.value.text);
        let read = |used: &'r Use| {
            let asks = |other: &Use| asks_the_same(used, other) && (!is_word || used.label == other.label);
            // A value may have thousands of uses; most ask the same.
            if let Some((_, reading)) = known.iter().find(|(other, _)| asks(other)) {
                return reading.clone();
            }
            let reading = self.reading(&reference.value.text, used);
            known.push((used, reading.clone()));
            reading
        };
        reference.uses.iter().map(read).collect()
    }

    /// What a value is at one use.
    pub fn reading(&self, text: &str, used: &Use) -> Reading<'c> {
        if matches!(used.form, Form::Deployment | Form::Arn | Form::IdList) || self.is_no_id(text) {
            return Reading::NotJudged;
        }
        if used.form == Form::Version {
            return self.versioned(text, used);
        }
        if let Some(model) = self.spelled(text, used) {
            return Reading::Known(Known { model, id: 0..text.len(), certain: true, tuned: false });
        }
        let routed = self.route(text, used);
        match routed {
            // A route whose host the same call names leads to that host: its names are free.
            Routed::To(..) if matches!(used.platform, Platform::UnknownHost(Evidence::Host | Evidence::DummyKey)) => {
                Reading::NotJudged
            }
            Routed::UserNamed => Reading::NotJudged,
            // A route says how a host is spoken to that the same call names.
            Routed::To(provider, id)
                if let Platform::Known(named, Evidence::Host) = used.platform
                    && named != provider =>
            {
                match self.catalog.model(named, &text[id.clone()]) {
                    Some(_) => self.on(named, text, id, used, true),
                    None => Reading::NotJudged,
                }
            }
            Routed::To(provider, id) => self.on(provider, text, id, used, true),
            Routed::Bare(id) => match used.platform {
                Platform::UnknownHost(_) => Reading::NotJudged,
                Platform::Known(provider, _) if self.catalog.provider(provider).user_named() => Reading::NotJudged,
                // A setting may be called by the maker of a model that is asked for elsewhere.
                Platform::Known(maker, Evidence::Key)
                    if used.context != Context::Choice
                        && let Some(speller) = self.only_speller(maker, &text[id.clone()]) =>
                {
                    self.on(speller, text, id, used, false)
                }
                // A setting named after one platform may hold a route to it or to another.
                Platform::Known(provider, Evidence::Key | Evidence::Settings)
                    if used.form == Form::Id
                        && !self.takes_routes(provider)
                        && !self.spells_with_maker(provider, text, used)
                        && self.catalog.model(provider, &text[id.clone()]).is_none() =>
                {
                    let is_stated = matches!(used.platform, Platform::Known(_, Evidence::Settings));
                    let labelled = self.labelled(provider, text).filter(|_| is_stated);
                    match (self.known_route(text), labelled) {
                        (Some((to, _)), _) if self.catalog.provider(to).user_named() => Reading::NotJudged,
                        (_, Some(id)) => self.on(provider, text, id, used, true),
                        (Some((to, id)), None) => self.on(to, text, id, used, true),
                        (None, None) => {
                            self.on(provider, text, self.without_own_prefix(provider, text, id), used, true)
                        }
                    }
                }
                Platform::Known(provider, _) => self.on(provider, text, id, used, true),
                Platform::Unstated => match self.known_route(text) {
                    // Behind a route to deployments stands what somebody called one.
                    Some((provider, _)) if self.catalog.provider(provider).user_named() => Reading::NotJudged,
                    Some((provider, id)) => self.on(provider, text, id, used, false),
                    None => self.anywhere(text, id, used),
                },
            },
        }
    }

    /// Where an ID is expected in a value at one use: on which platform, if that is known, and at which bytes.
    ///
    /// Nothing where names are free.
    pub fn expected(&self, text: &str, used: &Use) -> Option<(Option<ProviderId>, Range<usize>)> {
        if matches!(used.form, Form::Deployment | Form::Arn | Form::IdList | Form::Version) {
            return None;
        }
        match (self.route(text, used), used.platform) {
            (Routed::UserNamed, _) | (Routed::Bare(_), Platform::UnknownHost(_)) => None,
            (Routed::To(provider, id), _) => Some((Some(provider), id)),
            (Routed::Bare(_), Platform::Known(provider, _)) if self.catalog.provider(provider).user_named() => None,
            (Routed::Bare(id), Platform::Known(provider, _)) => Some((Some(provider), id)),
            (Routed::Bare(id), Platform::Unstated) => Some((None, id)),
        }
    }

    /// Name and version of a template: known, or nobody's business.
    fn versioned(&self, text: &str, used: &Use) -> Reading<'c> {
        let Platform::Known(provider, _) = used.platform else { return Reading::NotJudged };
        match self.catalog.model(provider, text) {
            Some(model) => Reading::Known(Known { model, id: 0..text.len(), certain: true, tuned: false }),
            None => Reading::NotJudged,
        }
    }

    /// Text that is no ID whatever the platform: a template, a placeholder, a look-alike.
    fn is_no_id(&self, text: &str) -> bool {
        let trimmed = text.trim();
        // Most of the marks begin with one of a few signs.
        let may_be_template = trimmed.contains(['$', '{', '<', '%']) || trimmed.contains(ENVIRONMENT);
        trimmed.is_empty()
            || (may_be_template && TEMPLATE_MARKS.iter().any(|mark| trimmed.contains(mark)))
            || self.catalog.looks_alike(trimmed)
    }

    /// With the provider unknown, the ID's own first party decides; plain words need a call site.
    fn anywhere(&self, text: &str, id: Range<usize>, used: &Use) -> Reading<'c> {
        let name = &text[id.clone()];
        let is_call = matches!(used.context, Context::Argument | Context::Http);
        if self.catalog.is_plain_word(name) && !is_call && !is_code_of_model(name, used) {
            return Reading::NotJudged;
        }
        let base = tuned_base(name).unwrap_or(name);
        // Platforms whose names anybody chooses decide nothing where nothing else names them.
        let is_free = |m: &Model<'c>| m.provider().user_named() || m.provider().open_catalog();
        let named: Vec<Model<'c>> = self.catalog.models_named(base).filter(|m| !is_free(m)).collect();
        let own = named.iter().find(|m| m.provider().first_party()).or(named.first());
        // A file that speaks of one of two platforms with models of the same IDs means that one.
        let meant =
            |provider: ProviderId| used.meant.filter(|m| self.catalog.provider(*m).instead_of() == Some(provider));
        if let Some(meant) = own.and_then(|own| meant(own.provider().id))
            && named.iter().any(|model| model.provider().id == meant)
        {
            return self.on(meant, text, id, used, false);
        }
        if let Some(model) = own.filter(|model| !self.catalog.is_spelled_by_others(model, base)) {
            return self.on(model.provider().id, text, id, used, false);
        }
        if own.is_some() {
            return Reading::Unheard;
        }
        match self.catalog.distinctive_provider(name) {
            Some(provider) => self.on(meant(provider).unwrap_or(provider), text, id, used, false),
            None => Reading::Unheard,
        }
    }

    /// What an ID is on a platform.
    fn on(&self, provider: ProviderId, text: &str, id: Range<usize>, used: &Use, certain: bool) -> Reading<'c> {
        let start = id.start;
        // Some IDs begin as resources do.
        let id = match self.catalog.model(provider, &text[id.clone()]) {
            Some(_) => id,
            None => routes::without_resource(self.catalog.provider(provider), text, id),
        };
        let name = &text[id.clone()];
        if name.is_empty() {
            return Reading::NotJudged;
        }
        let known = |model, tuned| Reading::Known(Known { model, id: id.clone(), certain, tuned });
        if let Some(model) = self.catalog.model(provider, name).filter(|m| !is_tuned(name) || !m.not_callable()) {
            let is_bare = is_told(used.platform)
                && used.form == Form::Id
                && id.start == start
                && self.is_alive(model)
                && used.endpoints.lies_in(model.needs_scope());
            return match is_bare {
                true => Absent { provider, id, certain }.wrong(Fault::Unscoped, self.scoped(model)),
                false => known(model, false),
            };
        }
        if !is_tuned(name) {
            return self.absent(&Absent { provider, id: id.clone(), certain }, name, used);
        }
        match tuned_base(name) {
            Some(base) => self.tuned(provider, base).map_or(Reading::Unheard, |model| known(model, true)),
            None if used.context.is_live() && self.catalog.tunes(provider) => {
                Absent { provider, id, certain }.wrong(Fault::MalformedTune, Vec::new())
            }
            None => Reading::Unheard,
        }
    }

    /// A platform that hands requests on: the prefix of an ID is a part of its own names there.
    fn takes_routes(&self, provider: ProviderId) -> bool {
        self.catalog.provider(provider).open_catalog() && self.catalog.models_of(provider).next().is_none()
    }

    /// The platform is stated, anybody can add models to it, and it spells those of this maker with the maker's name before
    /// them: one that the catalog lacks is spelled so as well.
    fn spells_with_maker(&self, provider: ProviderId, text: &str, used: &Use) -> bool {
        let Some((maker, _)) = text.split_once('/') else { return false };
        let is_of_maker = |model: &Model<'c>| model.id().strip_prefix(maker).is_some_and(|rest| rest.starts_with('/'));
        matches!(used.platform, Platform::Known(_, Evidence::Settings))
            && self.catalog.provider(provider).open_catalog()
            && self.catalog.models_of(provider).any(|model| is_of_maker(&model))
    }

    /// The ID of a stated platform behind the name of a maker, which is a label there.
    fn labelled(&self, provider: ProviderId, text: &str) -> Option<Range<usize>> {
        let (maker, rest) = text.split_once('/')?;
        let is_maker = self.catalog.providers().any(|p| p.first_party() && self.catalog.leads_to(maker, p.id));
        self.catalog.model(provider, rest).filter(|_| is_maker)?;
        Some(text.len() - rest.len()..text.len())
    }

    /// Without the platform's own name before an ID that fails with it and without.
    fn without_own_prefix(&self, provider: ProviderId, text: &str, id: Range<usize>) -> Range<usize> {
        match text[id.clone()].split_once('/') {
            Some((prefix, rest))
                if self.catalog.leads_to(prefix, provider) && self.fails_everywhere(provider, rest) =>
            {
                id.end - rest.len()..id.end
            }
            _ => id,
        }
    }

    /// The facts of a fine-tune's base: the tuned form's own entry, else the base's.
    fn tuned(&self, provider: ProviderId, base: &str) -> Option<Model<'c>> {
        self.catalog.model(provider, &format!("ft:{base}")).or_else(|| self.catalog.model(provider, base))
    }

    /// What a model is today, for choosing among candidates.
    pub(crate) fn is_alive(&self, model: Model<'c>) -> bool {
        matches!(model.status(self.as_of), Status::Active | Status::Legacy | Status::Deprecated(_))
    }
}

/// The platform that a value is sent to is told by what sends it.
fn is_told(platform: Platform) -> bool {
    matches!(platform, Platform::Known(_, Evidence::Client | Evidence::Class | Evidence::CallSite | Evidence::Host))
}

/// The ID of a model ends with a date, as the snapshots of its family do.
pub fn is_dated(catalog: &Catalog, model: Model<'_>) -> bool {
    let id = model.id();
    catalog.family(model.provider().id, id).is_some_and(|family| {
        let suffix = &id[family.stem().len()..];
        let mut dated = family.snapshots().filter(|grammar| grammar.contains("MM"));
        dated.any(|grammar| nearest::snapshot_day(grammar, suffix).is_some())
    })
}

/// A product code is no word of any language: under a name that says model it is one.
fn is_code_of_model(name: &str, used: &Use) -> bool {
    let is_slot = || {
        let word = used.label.rsplit(['.', ' ']).next().unwrap_or_default().trim_end_matches("[]");
        let folded = crate::catalog::fold_name(word.trim_start_matches('-'));
        ["model", "models", "modelname", "modelnames", "modelid", "modelids"].iter().any(|end| folded.ends_with(end))
    };
    let is_told = match used.context {
        Context::Setting => true,
        Context::Slot | Context::Choice => is_slot(),
        _ => false,
    };
    is_told && is_code(name)
}

/// A plain word is a product code: letters and digits, as no word of a language and no name of weights is.
pub fn is_code(word: &str) -> bool {
    word.contains(|c: char| c.is_ascii_digit()) && word.chars().all(|c| c.is_ascii_alphanumeric())
}

/// Two uses of a value in which it is read alike.
fn asks_the_same(one: &Use, other: &Use) -> bool {
    (one.context, one.platform, one.form, one.endpoints) == (other.context, other.platform, other.form, other.endpoints)
        && (&one.framework, one.meant) == (&other.framework, other.meant)
}

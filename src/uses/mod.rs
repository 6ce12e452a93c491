//! Every model that a repository uses: where, on which platform, at which endpoint, and how the value gets there.
//!
//! The same references that the rules judge, told one by one; each format is one module.

mod csv;
mod cyclonedx;
mod json;
mod markdown;
mod table;

use std::collections::BTreeMap;

pub use self::csv::write as write_csv;
pub use self::cyclonedx::write as write_cyclonedx;
pub use self::json::write as write_json;
pub use self::markdown::write as write_markdown;
pub use self::table::write as write_table;
use crate::catalog::{Catalog, Date, Form, Model, Status};
use crate::reference::{Context, Platform, Reference, Use};
use crate::report::{Location, mask};
use crate::resolve::{Known, Reading, Resolver, Wrong};

/// The models that a run found.
#[derive(Debug)]
pub struct Survey {
    /// The day that dates are judged against.
    pub as_of: Date,
    /// The day on which the catalog was last compared with its sources.
    pub catalog: Option<Date>,
    /// Sorted by path and position.
    pub uses: Vec<ModelUse>,
    /// Files that were considered.
    pub files: usize,
    /// Something could not be read: there may be more.
    pub incomplete: bool,
}

/// A value that is sent as a model, at the place where it is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ModelUse {
    /// The file, relative to the working directory.
    pub path: String,
    /// The place of the value.
    pub location: Location,
    /// The value as it is written, secrets masked.
    pub value: String,
    /// What the catalog says of it.
    pub identity: Identity,
    /// The endpoints that its uses may reach, by name; empty when nothing tells.
    pub endpoints: Vec<String>,
    /// What the string is doing, of the surest use.
    pub context: &'static str,
    /// How the value gets there, in words.
    pub how: String,
    /// What told the platform.
    pub evidence: Option<&'static str>,
    /// The file is a test.
    pub test: bool,
    /// The file is ignored by git and exists only here.
    pub local_file: bool,
}

/// What the catalog says of a value.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// How the platform is called; empty when it is not known.
    pub platform: String,
    /// The platform's key.
    pub provider: Option<String>,
    /// The ID on that platform.
    pub model: Option<String>,
    /// The kind of model.
    pub kind: Option<String>,
    /// One of `active`, `legacy`, `deprecated`, `retired`, `redirected`, `wrong`, `unknown`, `not judged`.
    pub status: &'static str,
    /// The day on which requests start to fail.
    pub shutdown: Option<Date>,
    /// The model to move to, or the one that is meant.
    pub replacement: Option<String>,
    /// Its platform says itself that it has that model.
    pub is_confirmed: bool,
    /// Where the facts come from.
    pub source: Option<String>,
}

/// What is known of a file besides what stands in it.
#[derive(Debug, Clone, Copy)]
pub struct File<'f> {
    /// As it is reported.
    pub path: &'f str,
    /// It is a test.
    pub test: bool,
    /// It is ignored by git.
    pub local: bool,
}

/// The model uses of a reference: one for each model that the value is on the platforms of its uses.
pub fn uses_of(
    catalog: &Catalog,
    as_of: Date,
    file: File<'_>,
    location: Location,
    reference: &Reference,
) -> Vec<ModelUse> {
    let resolver = Resolver { catalog, as_of };
    let readings = resolver.readings(reference);
    let mut by_identity: BTreeMap<Identity, Vec<&Use>> = BTreeMap::new();
    for (used, reading) in reference.uses.iter().zip(&readings).filter(|(used, _)| !used.context.is_silent()) {
        if let Some(identity) = identity(catalog, as_of, used, reading) {
            by_identity.entry(identity).or_default().push(used);
        }
    }
    let of = |(identity, uses): (Identity, Vec<&Use>)| model_use(catalog, file, location, reference, identity, &uses);
    by_identity.into_iter().filter_map(of).collect()
}

fn model_use(
    catalog: &Catalog,
    file: File<'_>,
    location: Location,
    reference: &Reference,
    identity: Identity,
    uses: &[&Use],
) -> Option<ModelUse> {
    let surest = uses.iter().min_by_key(|used| used.context)?;
    let provider = identity.provider.as_deref().and_then(|key| catalog.provider_named(key));
    let spoken = |used: &Use| provider.map_or(used.endpoints, |p| catalog.spoken(p.id, used.endpoints));
    let mut endpoints: Vec<String> =
        uses.iter().flat_map(|used| catalog.endpoint_names(spoken(used))).map(str::to_owned).collect();
    endpoints.sort_unstable();
    endpoints.dedup();
    let evidence = match surest.platform {
        Platform::Known(_, evidence) | Platform::UnknownHost(evidence) => Some(evidence.reason()),
        Platform::Unstated => None,
    };
    Some(ModelUse {
        path: file.path.to_owned(),
        location,
        value: mask(&reference.value.text).into_owned(),
        identity,
        endpoints,
        context: surest.context.name(),
        how: how(reference, uses),
        evidence,
        test: file.test,
        local_file: file.local,
    })
}

/// How the value gets to where it is sent: the labels of its uses, each once, the surest first.
fn how(reference: &Reference, uses: &[&Use]) -> String {
    let mut sorted = uses.to_vec();
    sorted.sort_by_key(|used| (used.context, used.span.start));
    let mut words: Vec<String> = Vec::new();
    for used in sorted {
        let direct = used.path.is_none() && used.span.start <= reference.value.span.start;
        let label = mask(&used.label);
        let said = match used.context {
            Context::Argument if direct => format!("argument of {label}"),
            Context::Argument => format!("a value that reaches {label}"),
            Context::Http => format!("request: {label}"),
            Context::Setting => format!("setting {label}"),
            Context::Choice => format!("choice in {label}"),
            _ => format!("given to {label}"),
        };
        if !words.contains(&said) {
            words.push(said);
        }
    }
    words.join("; ")
}

/// What the value is at a use; nothing where it is no model, or only perhaps one.
fn identity(catalog: &Catalog, as_of: Date, used: &Use, reading: &Reading<'_>) -> Option<Identity> {
    let is_sent = matches!(used.context, Context::Argument | Context::Http);
    match reading {
        Reading::Known(known) => Some(of_model(known, as_of)),
        Reading::Wrong(wrong) => Some(of_wrong(catalog, as_of, wrong)),
        Reading::Unheard => {
            let Platform::Known(provider, _) = used.platform else { return None };
            is_sent.then(|| {
                unjudged("unknown", catalog.provider(provider).title(), Some(catalog.provider(provider).key()))
            })
        }
        Reading::NotJudged => {
            let named = matches!(used.form, Form::Deployment | Form::Arn);
            match used.platform {
                Platform::UnknownHost(_) if is_sent => Some(unjudged("not judged", "an unknown host", None)),
                Platform::Known(provider, _) if is_sent && (named || catalog.provider(provider).user_named()) => {
                    let provider = catalog.provider(provider);
                    Some(unjudged("not judged", provider.title(), Some(provider.key())))
                }
                _ => None,
            }
        }
    }
}

fn of_model(known: &Known<'_>, as_of: Date) -> Identity {
    let model: Model<'_> = known.model;
    let status = model.status(as_of);
    let ends = !matches!(status, Status::Active | Status::Legacy);
    let target = ends.then(|| model.live_replacement(as_of)).flatten();
    let is_confirmed = target.is_none_or(|to| to.unconfirmed().is_none());
    let target = target.map(|to| {
        let same = to.provider().id == model.provider().id;
        if same { to.id().to_owned() } else { format!("{}/{}", to.provider().key(), to.id()) }
    });
    Identity {
        platform: model.provider().title().to_owned(),
        provider: Some(model.provider().key().to_owned()),
        model: Some(model.id().to_owned()),
        kind: Some(model.kind().to_owned()),
        status: status.word(),
        shutdown: ends.then(|| model.shutdown()).flatten(),
        replacement: target,
        is_confirmed,
        source: model.source().map(str::to_owned),
    }
}

fn of_wrong(catalog: &Catalog, as_of: Date, wrong: &Wrong<'_>) -> Identity {
    // Where it is sent, whoever else has such an ID: there it is wrong.
    let provider = catalog.provider(wrong.provider);
    let mut identity = unjudged("wrong", provider.title(), Some(provider.key()));
    // What is gone itself is nothing to use.
    let meant = wrong.candidates.first().copied();
    let meant = meant.and_then(|to| if to.status(as_of).is_alive() { Some(to) } else { to.live_replacement(as_of) });
    identity.replacement = meant.map(|model| model.id().to_owned());
    identity.is_confirmed = meant.is_none_or(|to| to.unconfirmed().is_none());
    identity
}

fn unjudged(status: &'static str, platform: &str, provider: Option<&str>) -> Identity {
    Identity {
        platform: platform.to_owned(),
        provider: provider.map(str::to_owned),
        model: None,
        kind: None,
        status,
        shutdown: None,
        replacement: None,
        is_confirmed: true,
        source: None,
    }
}

impl ModelUse {
    /// The ID where it is known, else what is written.
    fn name(&self) -> &str {
        self.identity.model.as_deref().unwrap_or(&self.value)
    }
}

impl Survey {
    /// The uses of each model on each platform, by platform and name.
    fn by_model(&self) -> BTreeMap<(&Identity, &str), Vec<&ModelUse>> {
        let mut models: BTreeMap<(&Identity, &str), Vec<&ModelUse>> = BTreeMap::new();
        for used in &self.uses {
            models.entry((&used.identity, used.name())).or_default().push(used);
        }
        models
    }
}

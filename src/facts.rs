//! What the catalog says about a model, in words.

use crate::catalog::{Catalog, Date, FactCertainty, Model, Status};
use crate::resolve::tuned_base;
use crate::vocabulary::Vocabulary;

/// The models of an ID on all providers; a route (`groq/…`, `models/…`) is read as one too, a fine-tune by its base.
pub fn models<'c>(catalog: &'c Catalog, subject: &str) -> Vec<Model<'c>> {
    let subject = subject.strip_prefix("models/").unwrap_or(subject);
    let mut models: Vec<Model<'c>> = catalog.models_named(subject).collect();
    if let Some((prefix, id)) = subject.split_once('/') {
        let provider = catalog.provider_named(prefix).map(|p| p.id).or_else(|| catalog.provider_word("", prefix));
        models.extend(provider.and_then(|provider| catalog.model(provider, id)));
    }
    if models.is_empty()
        && let Some(base) = tuned_base(subject)
    {
        models.extend(catalog.models_named(&format!("ft:{base}")));
        if models.is_empty() {
            models.extend(catalog.models_named(base));
        }
    }
    models.sort_by_key(|model| (!model.provider().first_party(), model.provider().key()));
    models.dedup();
    models
}

/// The name of a fact, and what the catalog says; several things one a line.
pub type Fact = (&'static str, fn(&Model<'_>, &Catalog, Date) -> Option<String>);

/// The facts of a model on a day that are known, in order.
pub fn of(model: &Model<'_>, catalog: &Catalog, as_of: Date) -> Vec<(&'static str, String)> {
    let known = FACTS.iter().filter_map(|(name, fact)| Some((*name, fact(model, catalog, as_of)?)));
    known.filter(|(_, fact)| !fact.is_empty()).collect()
}

/// What is known about models, in order.
pub const FACTS: &[Fact] = &[
    ("provider", |model, _, _| Some(model.provider().key().to_owned())),
    ("status", |model, _, as_of| Some(status(model, as_of))),
    ("kind", |model, _, _| Some(model.kind().to_owned())),
    ("endpoints", |model, catalog, _| Some(endpoints(catalog, model).join("\n"))),
    ("alias of", |model, _, _| model.points_to().map(str::to_owned)),
    ("released", |model, _, _| model.released().map(|day| day.to_string())),
    ("announced", |model, _, _| model.announced().map(|day| day.to_string())),
    ("shutdown", |model, _, _| model.shutdown().map(|day| day.to_string())),
    ("others say", |model, _, _| {
        Some(model.other_shutdowns().map(|day| day.to_string()).collect::<Vec<_>>().join("\n"))
    }),
    ("platform", |model, catalog, as_of| service(catalog, model, as_of)),
    ("not before", |model, _, _| model.not_before().map(|day| day.to_string())),
    ("redirects to", |model, _, _| model.redirects_to().map(str::to_owned)),
    ("replacement", |model, _, as_of| {
        let named: Vec<&str> = model.replacement().collect();
        let is_followed = live_replacement(model, as_of).is_some_and(|live| named == [live.as_str()]);
        (!is_followed).then(|| named.join("\n"))
    }),
    ("use instead", |model, _, as_of| {
        let doubt = model.live_replacement(as_of).and_then(|to| to.unconfirmed());
        let doubt = doubt.map(|doubt| format!(", {doubt}")).unwrap_or_default();
        live_replacement(model, as_of).map(|to| to + &doubt)
    }),
    ("context", |model, _, _| model.context().map(|tokens| format!("{tokens} tokens"))),
    ("output", |model, _, _| model.output().map(|tokens| format!("{tokens} tokens"))),
    ("access", |model, _, _| model.access().map(|words| words.to_owned())),
    ("confidence", |model, _, _| Some(confidence(model).to_owned())),
    ("doubt", |model, _, _| model.doubt().map(|words| words.to_owned())),
    ("compared", |model, _, _| model.provider().compared().map(|day| day.to_string())),
];

/// The keys of the providers whose models are known, sorted.
pub fn providers_with_models(catalog: &Catalog) -> Vec<&str> {
    let mut keys: Vec<&str> = catalog.models().iter().map(|model| model.provider().key()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// The names of the endpoints that serve it.
pub fn endpoints<'c>(catalog: &'c Catalog, model: &Model<'c>) -> Vec<&'c str> {
    catalog.endpoint_names(model.endpoints()).collect()
}

/// How sure the facts are, in output.
pub fn confidence(model: &Model<'_>) -> &'static str {
    match model.certainty() {
        FactCertainty::Official => "official",
        FactCertainty::Secondary => "secondary",
        FactCertainty::Conflict => "conflict",
    }
}

/// The status in a few words.
pub fn status(model: &Model<'_>, day: Date) -> String {
    match model.status(day) {
        Status::Active => "active".to_owned(),
        Status::Legacy => "legacy".to_owned(),
        Status::Deprecated(Some(end)) => match end.days_since(day) {
            1 => "deprecated, 1 day left".to_owned(),
            days => format!("deprecated, {days} days left"),
        },
        Status::Deprecated(None) => "deprecated, no day given".to_owned(),
        Status::Retired(Some(since)) => format!("retired since {since}"),
        Status::Retired(None) => "retired, no day given".to_owned(),
        Status::Redirected(Some(since), _) => format!("redirected since {since}"),
        Status::Redirected(None, _) => "redirected".to_owned(),
    }
}

/// The model to move to, with its provider where that is another one.
pub fn live_replacement(model: &Model<'_>, day: Date) -> Option<String> {
    let target = model.live_replacement(day)?;
    let same = target.provider().id == model.provider().id;
    Some(if same { target.id().to_owned() } else { format!("{}/{}", target.provider().key(), target.id()) })
}

/// The end of the whole platform, in a few words.
pub fn service(catalog: &Catalog, model: &Model<'_>, day: Date) -> Option<String> {
    let end = catalog.ended(model.provider().id, None)?.row.shutdown;
    Some(if end <= day { format!("ended as a whole on {end}") } else { format!("ends as a whole on {end}") })
}

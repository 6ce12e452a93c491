//! What the catalog says about a model, in words.

use crate::catalog::{Catalog, Date, FactCertainty, Model, Status};

/// The names of the endpoints that serve it.
pub(super) fn endpoints<'c>(catalog: &'c Catalog, model: &Model<'c>) -> Vec<&'c str> {
    catalog.endpoint_names(model.endpoints()).collect()
}

/// How sure the facts are, in output.
pub(super) fn confidence(model: &Model<'_>) -> &'static str {
    match model.certainty() {
        FactCertainty::Official => "official",
        FactCertainty::Secondary => "secondary",
        FactCertainty::Conflict => "conflict",
    }
}

/// The status in a few words.
pub(super) fn status(model: &Model<'_>, day: Date) -> String {
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
pub(super) fn live_replacement(model: &Model<'_>, day: Date) -> Option<String> {
    let target = model.live_replacement(day)?;
    let same = target.provider().id == model.provider().id;
    Some(if same { target.id().to_owned() } else { format!("{}/{}", target.provider().key(), target.id()) })
}

/// The end of the whole platform, in a few words.
pub(super) fn service(catalog: &Catalog, model: &Model<'_>, day: Date) -> Option<String> {
    let end = catalog.ended(model.provider().id, None)?.row.shutdown;
    Some(if end <= day { format!("ended as a whole on {end}") } else { format!("ends as a whole on {end}") })
}

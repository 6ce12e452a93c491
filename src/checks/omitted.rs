//! `omitted-model`: calls that name no model, where the library takes one that is gone.

use super::Scene;
use super::lifecycle::consequence;
use crate::catalog::Status;
use crate::diagnostic::{Confidence, Diagnostic, Facts, Rule, Severity};
use crate::reference::Use;
use crate::resolve::{Reading, Resolver};

/// The model that the library takes was shut down.
pub(super) fn check(scene: Scene<'_>, used: &Use) -> Option<Diagnostic> {
    if used.default_model.is_empty() || scene.test {
        return None;
    }
    let resolver = Resolver { catalog: scene.catalog, as_of: scene.as_of };
    let Reading::Known(known) = resolver.reading(&used.default_model, used) else { return None };
    let model = known.model;
    let on = model.provider().title();
    let fails = consequence(model);
    let fate = match model.status(scene.as_of) {
        Status::Retired(Some(day)) => format!("was shut down on {day}{fails}"),
        Status::Retired(None) => format!("is no longer served{fails}"),
        Status::Redirected(_, target) => format!("is gone and answered by `{target}`"),
        _ => return None,
    };
    let library = if used.default_in.is_empty() { "the library" } else { &used.default_in };
    let advice = match model.live_replacement(scene.as_of) {
        Some(to) => format!("name a model, such as `{}`", to.id()),
        None => "name a model".to_owned(),
    };
    Some(Diagnostic {
        rule: Rule::OmittedModel,
        severity: Severity::Note,
        confidence: if known.certain { Confidence::High } else { Confidence::Medium },
        span: used.span,
        message: format!("`{}` names no model: {library} then takes `{}`, which {fate} ({on})", used.label, model.id()),
        help: Some(format!("{advice}; other versions of the library may take another one")),
        related: Vec::new(),
        fix: None,
        facts: Facts {
            model: Some(used.default_model.clone()),
            provider: Some(model.provider().key().to_owned()),
            context: Some(used.context.name()),
            uses: 1,
            shutdown: model.shutdown().map(|d| d.to_string()),
            replacement: model.live_replacement(scene.as_of).map(|m| m.id().to_owned()),
            ..Facts::default()
        },
    })
}

//! `endpoint-mismatch` and `retired-endpoint`: where a model is sent.

use super::{Scene, Subject};
use crate::catalog::{Catalog, EndpointSet, Model, ProviderId};
use crate::diagnostic::{Confidence, Diagnostic, Facts, Related, Rule, Severity};
use crate::reference::{Platform, Use};
use crate::report::text::listed;
use crate::resolve::Known;

/// A model at endpoints none of which serves it: one diagnostic per use.
pub(super) fn mismatch(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let served = subject.known().any(|(used, known)| {
        used.context.is_live() && !used.endpoints.is_empty() && serves(subject, used, known.model)
    });
    // Code that looks at the model first may send it to one call or another: one that serves it is enough.
    let decided = |used: &Use| served && used.spread;
    let mismatched = subject
        .known()
        .filter(|(used, known)| used.context.is_live() && !decided(used) && !serves(subject, used, known.model));
    mismatched.map(|(used, known)| mismatch_diagnostic(subject, used, known)).collect()
}

/// Some endpoint that the use may reach serves the model, or it is not known.
fn serves(subject: &Subject<'_>, used: &Use, model: Model<'_>) -> bool {
    let catalog = subject.scene.catalog;
    if used.endpoints.is_empty() || model.endpoints().is_empty() || model.endpoints().meets(used.endpoints) {
        return true;
    }
    // A platform that lists the endpoint for none of its models speaks a foreign wire shape there.
    let spoken = spoken(catalog, model.provider().id, used.endpoints);
    if spoken.is_empty() {
        return true;
    }
    // A callee that rewrites endpoints, or a platform read from the ID alone, leaves only a wrong kind.
    let loose = used.rewrites_endpoint || !matches!(used.platform, Platform::Known(..));
    loose && spoken.contains(&model.class())
}

/// The kinds' classes that a provider serves on any of some endpoints.
fn spoken(catalog: &Catalog, provider: ProviderId, endpoints: EndpointSet) -> Vec<&str> {
    let mut classes: Vec<&str> =
        catalog.models_of(provider).filter(|m| m.endpoints().meets(endpoints)).map(|m| m.class()).collect();
    classes.sort_unstable();
    classes.dedup();
    classes
}

fn mismatch_diagnostic(subject: &Subject<'_>, used: &Use, known: &Known<'_>) -> Diagnostic {
    let catalog = subject.scene.catalog;
    let model = known.model;
    let id = &subject.reference.value.text[known.id.clone()];
    let spoken = catalog.spoken(model.provider().id, used.endpoints);
    let here: Vec<String> = catalog.endpoint_titles(spoken).map(str::to_owned).collect();
    let verb = if here.len() == 1 { "does" } else { "do" };
    let message = format!(
        "`{id}` is {}: {} {verb} not serve it ({})",
        model.kind_title(),
        listed(&here),
        model.provider().title()
    );
    let severity = if subject.scene.test { Severity::Note } else { Severity::Error };
    let confidence = subject.confidence(known.certain, used.context, None);
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(Rule::EndpointMismatch, severity, confidence, span, message);
    diagnostic.help = Some(where_to(catalog, model));
    let is_here = |r: &Related| (&r.path, r.span) == (&used.path, used.span);
    diagnostic.related = subject.related().into_iter().filter(is_here).collect();
    diagnostic.facts = subject.facts(used, Some(model), None);
    diagnostic.facts.shutdown = None;
    diagnostic
}

fn where_to(catalog: &Catalog, model: Model<'_>) -> String {
    let provider = model.provider().id;
    let served = model.endpoints().iter().map(|e| {
        let title = catalog.endpoint_titles(EndpointSet::one(e)).next().unwrap_or_default();
        match catalog.endpoint_path(e, provider) {
            Some(path) => format!("{title} (`{path}`)"),
            None => title.to_owned(),
        }
    });
    format!("it is served by {}", served.collect::<Vec<_>>().join(", "))
}

/// A call whose endpoint was shut down, or has a date: one diagnostic per use.
pub(super) fn retired(subject: &Subject<'_>) -> Vec<Diagnostic> {
    // A call of another file is judged there.
    let live = subject.reference.uses.iter().filter(|u| u.context.is_live() && u.path.is_none());
    let mut diagnostics: Vec<Diagnostic> = live.filter_map(|used| retired_call(subject.scene, used)).collect();
    for diagnostic in &mut diagnostics {
        diagnostic.facts.model = Some(subject.reference.value.text.clone());
    }
    diagnostics
}

/// The end of the only endpoint that a call may reach.
pub(super) fn retired_call(scene: Scene<'_>, used: &Use) -> Option<Diagnostic> {
    let catalog = scene.catalog;
    let mut endpoints = used.endpoints.iter();
    let (endpoint, None) = (endpoints.next()?, endpoints.next()) else { return None };
    let (provider, certain) = match used.platform {
        Platform::Known(provider, _) => (provider, true),
        Platform::Unstated => (only_provider_that_ended(catalog, endpoint)?, false),
        Platform::UnknownHost(_) => return None,
    };
    let ended = catalog.ended(provider, Some(endpoint))?;
    let day = ended.row.shutdown;
    let title = catalog.endpoint_titles(used.endpoints).next().unwrap_or_default();
    let on = catalog.provider(provider).title();
    let (severity, message) = if day <= scene.as_of {
        (Severity::Error, format!("the {title} endpoint was shut down on {day} ({on})"))
    } else if ended.row.announced.is_some_and(|a| a > scene.as_of) {
        return None;
    } else {
        let days = day.days_since(scene.as_of);
        let near = days <= scene.fail_within as i32;
        let severity = if near { Severity::Error } else { Severity::Warning };
        (severity, format!("the {title} endpoint will be shut down on {day}, in {days} days ({on})"))
    };
    Some(Diagnostic {
        rule: Rule::RetiredEndpoint,
        severity: if scene.test { Severity::Note } else { severity },
        confidence: if certain { Confidence::High } else { Confidence::Medium },
        span: used.span,
        message,
        help: Some(format!("{}; see {}", ended.str(ended.row.advice), ended.str(ended.row.source))),
        related: Vec::new(),
        fix: None,
        facts: Facts {
            provider: Some(catalog.provider(provider).key().to_owned()),
            context: Some(used.context.name()),
            endpoint: catalog.endpoint_names(used.endpoints).next().map(str::to_owned),
            uses: 1,
            shutdown: Some(day.to_string()),
            ..Facts::default()
        },
    })
}

/// With the platform unknown: the provider that alone ever had an end of this endpoint.
fn only_provider_that_ended(catalog: &Catalog, endpoint: usize) -> Option<ProviderId> {
    let mut ended = catalog.providers().map(|p| p.id).filter(|p| catalog.ended(*p, Some(endpoint)).is_some());
    let first = ended.next()?;
    ended.next().is_none().then_some(first)
}

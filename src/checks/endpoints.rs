//! `endpoint-mismatch` and `retired-endpoint`: where a model is sent.

use super::{Scene, Subject};
use crate::catalog::tables::EndedRow;
use crate::catalog::{Catalog, EndpointSet, Entry, FactCertainty, Form, Model, ProviderId};
use crate::diagnostic::{Confidence, Diagnostic, Facts, Related, Rule, Severity};
use crate::reference::{Context, Evidence, Platform, Use};
use crate::report::text::listed;
use crate::resolve::{Known, Reading};

/// A model at endpoints none of which serves it: one diagnostic for all uses of which the same is to be said.
pub(super) fn mismatch(subject: &Subject<'_>) -> Vec<Diagnostic> {
    let served = subject.known().any(|(used, known)| {
        used.context.is_live() && !used.endpoints.is_empty() && serves(subject, used, known.model)
    });
    // Code that looks at the model first may send it to one call or another: one that serves it is enough.
    let decided = |used: &Use| served && (used.spread || subject.is_on_several_platforms());
    let wrong = |used: &Use, model| {
        used.context.is_live() && !decided(used) && !serves(subject, used, model) && !is_over(subject.scene, used)
    };
    let mismatched = subject.known().filter(|(used, known)| wrong(used, known.model));
    let mut told: Vec<Diagnostic> = Vec::new();
    for diagnostic in mismatched.map(|(used, known)| mismatch_diagnostic(subject, used, known)) {
        match told.iter_mut().find(|before| before.message == diagnostic.message) {
            Some(before) => before.related.extend(diagnostic.related),
            None => told.push(diagnostic),
        }
    }
    told
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
    let live = subject.uses().filter(|(used, _)| (used.context.is_live() || is_stated(used)) && used.path.is_none());
    // Where the end of a whole service, or an end in doubt, is that of a known model as well, the model speaks.
    let ends_itself = |model: Model<'_>| model.shutdown().is_some() || !model.status(subject.scene.as_of).is_alive();
    let speaks = |reading: &Reading<'_>, end: &End<'_>| {
        end.of_endpoint && end.is_official() || !matches!(reading, Reading::Known(known) if ends_itself(known.model))
    };
    // Where a route tells the platform, the end is met by what leads there alone.
    let meets = |used: &Use, reading: &Reading<'_>, end: &End<'_>| {
        let leads = |provider| provider == end.provider;
        used.form != Form::Route
            || used.platform != Platform::Unstated
            || match reading {
                Reading::Known(known) => leads(known.model.provider().id),
                Reading::Wrong(wrong) => leads(wrong.provider),
                Reading::NotJudged | Reading::Unheard => false,
            }
    };
    let ends = live.filter_map(|(used, reading)| Some((used, reading, end_of(subject.scene, used)?)));
    let ends = ends.filter(|(used, reading, end)| meets(used, reading, end) && !(end.of_endpoint && is_stated(used)));
    let ends = ends.filter(|(_, reading, end)| speaks(reading, end));
    let told = |(used, _, end): (&Use, _, End<'_>)| {
        let diagnostic = end_diagnostic(subject.scene, used, &end)?;
        // A table has many values, and one name.
        let span = if is_stated(used) { subject.reference.value.span } else { diagnostic.span };
        Some(Diagnostic { span, ..diagnostic })
    };
    let mut diagnostics: Vec<Diagnostic> = ends.filter_map(told).collect();
    for diagnostic in &mut diagnostics {
        diagnostic.facts.model = Some(subject.reference.value.text.clone());
    }
    diagnostics
}

/// A value of a table, or of a slot that is not known, of which what stands beside it tells the platform.
fn is_stated(used: &Use) -> bool {
    let is_told = matches!(used.platform, Platform::Known(_, evidence) if evidence != Evidence::Key);
    used.context == Context::Slot && is_told
}

/// The end that a call meets, if it names no literal model.
pub(super) fn retired_call(scene: Scene<'_>, used: &Use) -> Option<Diagnostic> {
    end_diagnostic(scene, used, &end_of(scene, used)?)
}

/// The end of an endpoint, or of a service as a whole.
struct End<'s> {
    entry: Entry<'s, EndedRow>,
    provider: ProviderId,
    /// The platform is known from outside the value.
    certain: bool,
    of_endpoint: bool,
}

/// The endpoint of a call was shut down: it serves no model at all, and `retired-endpoint` says so.
fn is_over(scene: Scene<'_>, used: &Use) -> bool {
    end_of(scene, used).is_some_and(|end| end.of_endpoint && end.is_official() && end.entry.row.shutdown <= scene.as_of)
}

impl End<'_> {
    fn is_official(&self) -> bool {
        self.entry.row.certainty == FactCertainty::Official
    }
}

/// The end of the only endpoint that a call may reach, or of the platform that it goes to.
fn end_of<'s>(scene: Scene<'s>, used: &Use) -> Option<End<'s>> {
    let catalog = scene.catalog;
    let mut endpoints = used.endpoints.iter();
    let only = endpoints.next().filter(|_| endpoints.next().is_none());
    let (provider, certain) = match used.platform {
        Platform::Known(provider, _) => (provider, true),
        Platform::Unstated => (only_provider_that_ended(catalog, only?)?, false),
        Platform::UnknownHost(_) => return None,
    };
    let end = |entry, of_endpoint| End { entry, provider, certain, of_endpoint };
    let of_endpoint = only.and_then(|endpoint| catalog.ended(provider, Some(endpoint)));
    // A name that people give a setting may have the word for the models in it, whoever is asked.
    let is_asked = !used.endpoints.is_empty()
        || matches!(used.platform, Platform::Known(_, evidence) if evidence != Evidence::Key);
    let of_service = || is_asked.then(|| catalog.ended(provider, None)).flatten();
    of_endpoint.map(|entry| end(entry, true)).or_else(|| of_service().map(|entry| end(entry, false)))
}

fn end_diagnostic(scene: Scene<'_>, used: &Use, end: &End<'_>) -> Option<Diagnostic> {
    let catalog = scene.catalog;
    let (ended, provider) = (end.entry, end.provider);
    let day = ended.row.shutdown;
    let on = catalog.provider(provider).title();
    let what = if end.of_endpoint {
        format!("the {} endpoint of {on}", catalog.endpoint_titles(used.endpoints).next().unwrap_or_default())
    } else {
        format!("the whole service {on}")
    };
    let (severity, message) = if day <= scene.as_of {
        let so = if end.is_official() { ": every request fails" } else { ", by the day that is stated" };
        (Severity::Error, format!("{what} was shut down on {day}{so}"))
    } else if ended.row.announced.is_some_and(|a| a > scene.as_of) {
        return None;
    } else {
        let days = day.days_since(scene.as_of);
        let near = days <= scene.fail_within as i32;
        let severity = if near { Severity::Error } else { Severity::Warning };
        (severity, format!("{what} will be shut down on {day}, in {days} days"))
    };
    let severity = if end.is_official() { severity } else { severity.min(Severity::Warning) };
    Some(Diagnostic {
        rule: Rule::RetiredEndpoint,
        severity: if scene.test { Severity::Note } else { severity },
        confidence: if end.certain && end.is_official() { Confidence::High } else { Confidence::Medium },
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

/// With the platform unknown: the provider that alone ever had an end of this endpoint, and says so itself.
fn only_provider_that_ended(catalog: &Catalog, endpoint: usize) -> Option<ProviderId> {
    let is_told = |p: &ProviderId| {
        catalog.ended(*p, Some(endpoint)).is_some_and(|end| end.row.certainty == FactCertainty::Official)
    };
    let mut ended = catalog.providers().map(|p| p.id).filter(is_told);
    let first = ended.next()?;
    ended.next().is_none().then_some(first)
}

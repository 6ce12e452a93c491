//! `retired-model`, `redirected-model`, `deprecated-model`: what the dates of a model say on the day.

use super::replacement::{self, Replacement};
use super::{Subject, rank, spelled};
use crate::catalog::{Date, FactCertainty, Form, Model, Status};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::reference::Use;
use crate::resolve::Known;

/// One diagnostic per value, shown at its definition, judged by its strongest use.
pub(super) fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let (used, known) = strongest(subject)?;
    let model = known.model;
    let status = model.status(subject.scene.as_of);
    let (rule, date) = rule_of(subject, status)?;
    let severity = subject.severity(date, used.context)?;
    // What a template deploys may be upgraded by the platform itself.
    let is_known = match model.certainty() {
        FactCertainty::Official => true,
        FactCertainty::Conflict => model.ended_by_all_sources(subject.scene.as_of),
        FactCertainty::Secondary => false,
    };
    let is_sure = is_known && used.form != Form::Version;
    let severity = if is_sure { severity } else { severity.min(Severity::Warning) };
    let confidence = subject.confidence(known.certain, used.context, Some(model));
    let replacement = replacement::find(subject, model);
    let official = |to: Model<'_>| to.certainty() == FactCertainty::Official;
    let elsewhere = model.live_replacement_that(subject.scene.as_of, official);
    let has_one = replacement.is_some() || elsewhere.is_some();
    let unconfirmed = model.live_replacement(subject.scene.as_of).filter(|_| !has_one);
    let unconfirmed = unconfirmed.and_then(|to| Some((to, to.unconfirmed()?)));
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(rule, severity, confidence, span, message(subject, known, status));
    diagnostic.help = Some(help(subject, model, status, replacement.as_ref(), (elsewhere, unconfirmed)));
    diagnostic.related = subject.related();
    let is_fixable = !known.tuned && used.context.is_live();
    diagnostic.fix = replacement.as_ref().filter(|_| is_fixable).and_then(|to| to.fix(subject, &known.id));
    diagnostic.facts = subject.facts(used, Some(model), replacement.map(|to| to.model));
    diagnostic.facts.unconfirmed = unconfirmed.map(|(to, doubt)| (spelled(to, model), doubt));
    Some(diagnostic)
}

/// The use that decides: the surest to be live, and of those the one with the earliest end.
fn strongest<'s, 'a>(subject: &'a Subject<'s>) -> Option<(&'s Use, &'a Known<'s>)> {
    subject.known().min_by_key(|(used, known)| (rank(used.context), known.model.shutdown().unwrap_or(Date(i32::MAX))))
}

fn rule_of(subject: &Subject<'_>, status: Status<'_>) -> Option<(Rule, Severity)> {
    match status {
        Status::Retired(_) => Some((Rule::RetiredModel, Severity::Error)),
        Status::Redirected(..) => Some((Rule::RedirectedModel, Severity::Warning)),
        Status::Deprecated(Some(day)) => {
            let near = day.days_since(subject.scene.as_of) <= subject.scene.fail_within as i32;
            Some((Rule::DeprecatedModel, if near { Severity::Error } else { Severity::Warning }))
        }
        Status::Deprecated(None) => Some((Rule::DeprecatedModel, Severity::Warning)),
        Status::Active | Status::Legacy => None,
    }
}

fn message(subject: &Subject<'_>, known: &Known<'_>, status: Status<'_>) -> String {
    let text = &subject.reference.value.text;
    let id = &text[known.id.clone()];
    let on = known.model.provider().title();
    let base = crate::resolve::tuned_base(id).unwrap_or(id);
    let (subject_of, was) = match (known.tuned, crate::resolve::is_tuned(known.model.id())) {
        (false, _) => (format!("`{id}`"), "was"),
        // Fine-tunes may have an end of their own, later than the base's.
        (true, true) => (format!("fine-tunes of `{base}`"), "were"),
        (true, false) => (format!("`{base}`, the base of this fine-tune,"), "was"),
    };
    let fails = consequence(known.model);
    match status {
        Status::Retired(Some(day)) => format!("{subject_of} {was} shut down on {day}{fails} ({on})"),
        Status::Retired(None) => format!("{subject_of} is no longer served{fails} ({on})"),
        Status::Redirected(Some(day), target) => {
            format!("{subject_of} was shut down on {day}; requests are answered by `{target}` ({on})")
        }
        Status::Redirected(None, target) => format!("{subject_of} is gone; requests are answered by `{target}` ({on})"),
        Status::Deprecated(Some(day)) => {
            let days = day.days_since(subject.scene.as_of);
            let left = if days == 1 { "in 1 day".to_owned() } else { format!("in {days} days") };
            format!("{subject_of} will be shut down on {day}, {left} ({on})")
        }
        _ => format!("{subject_of} is deprecated ({on})"),
    }
}

/// What requests for a model that was shut down get, where the provider says itself that it was.
pub(super) fn consequence(model: Model<'_>) -> String {
    match model.provider().shut_down().filter(|_| model.certainty() == FactCertainty::Official) {
        Some(answer) => format!(": requests fail with {answer}"),
        None => String::new(),
    }
}

/// What to do: the model that the same call accepts and what else must change there, else the one that answers
/// elsewhere, else the one that is named without anything that confirms it.
fn help(
    subject: &Subject<'_>,
    model: Model<'_>,
    status: Status<'_>,
    replacement: Option<&Replacement<'_>>,
    (elsewhere, unconfirmed): (Option<Model<'_>>, Option<(Model<'_>, &str)>),
) -> String {
    let source = model.source().map(|s| format!("; see {s}")).unwrap_or_default();
    let advice = replacement.map(Replacement::advice).unwrap_or_default();
    let source = advice.iter().map(|advice| format!("; {advice}")).collect::<String>() + &source;
    let is_named =
        |to: Model<'_>| model.replacement().any(|id| id == to.id() || id.ends_with(&format!("/{}", to.id())));
    match (replacement.map(|to| to.model), model.replacement().next()) {
        (Some(to), Some(first)) if !is_named(to) => {
            let why_not = passed_over(subject, model, first);
            format!("use `{}` (the recommended `{first}` {why_not}){source}", spelled(to, model))
        }
        (Some(to), _) => format!("use `{}`{source}", spelled(to, model)),
        (None, _) if let Some(to) = elsewhere => {
            format!(
                "`{}` replaces it, but is of another kind or at another endpoint: the call must change too{source}",
                spelled(to, model)
            )
        }
        (None, _) if let Some((to, doubt)) = unconfirmed => {
            format!("`{}` is named in its place, {doubt}{source}", spelled(to, model))
        }
        (None, _) if matches!(status, Status::Deprecated(_)) => format!("no replacement is published{source}"),
        (None, _) => format!("no replacement that still lives is published{source}"),
    }
}

/// Why the model that a notice names first is not the one to use.
fn passed_over(subject: &Subject<'_>, model: Model<'_>, first: &str) -> &'static str {
    let Some(recommended) = subject.scene.catalog.model(model.provider().id, first) else {
        return "is not in the catalog";
    };
    match recommended.status(subject.scene.as_of) {
        status if !status.is_alive() => "is gone as well",
        Status::Deprecated(_) => "is on its way out itself",
        _ if !replacement::is_served(subject, model, recommended) => "is served by other endpoints",
        _ if recommended.certainty() != FactCertainty::Official => "is not known for sure",
        _ => "refuses what the call passes",
    }
}

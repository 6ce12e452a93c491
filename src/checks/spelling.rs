//! `model-casing`, `unknown-model` and `provider-mismatch`: IDs that do not exist as they are written, where they are sent.

use super::{Subject, outlook, rank, replacement, spelled, tunes};
use crate::catalog::{Date, FactCertainty, Form, Model};
use crate::diagnostic::{Applicability, Diagnostic, Rule, Severity};
use crate::reference::{Context, Platform, Use};
use crate::resolve::{Fault, Reading, Wrong};

/// One diagnostic per value. Where any use knows the value as it is, nothing is wrong with its spelling.
pub(super) fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    if subject.known().next().is_some() || subject.scene.test {
        return None;
    }
    let wrong = subject.uses().filter_map(|(used, reading)| match reading {
        Reading::Wrong(wrong) => Some((used, wrong)),
        _ => None,
    });
    // Sent to several platforms, a value is chosen by something that nobody has seen.
    let is_wrong_everywhere = || {
        let mut live = subject.uses().filter(|(used, _)| used.context.is_live());
        live.all(|(_, reading)| matches!(reading, Reading::Wrong(_)))
    };
    if subject.is_on_several_platforms() && !is_wrong_everywhere() {
        return None;
    }
    let (used, wrong) = wrong.min_by_key(|(used, _)| rank(used.context))?;
    let is_spelled_for_others = matches!(wrong.fault, Fault::Elsewhere(_) | Fault::Routed);
    let goes_elsewhere = |used: &Use, reading: &Reading<'_>| {
        is_route_elsewhere(used, reading) || used.context.is_live() && matches!(used.platform, Platform::UnknownHost(_))
    };
    if is_spelled_for_others && subject.uses().any(|(used, reading)| goes_elsewhere(used, reading)) {
        return None;
    }
    Some(match wrong.fault {
        Fault::MalformedTune => tunes::malformed(subject, used, wrong),
        _ => diagnostic(subject, used, wrong),
    })
}

/// A call that follows routes takes the value as one to a platform whose names are not judged: it is spelled for that.
fn is_route_elsewhere(used: &Use, reading: &Reading<'_>) -> bool {
    used.form == Form::Route && used.context.is_live() && matches!(reading, Reading::NotJudged | Reading::Unheard)
}

fn diagnostic(subject: &Subject<'_>, used: &Use, wrong: &Wrong<'_>) -> Diagnostic {
    let rule = match wrong.fault {
        Fault::Case => Rule::ModelCasing,
        Fault::Elsewhere(_) | Fault::Routed | Fault::Unscoped => Rule::ProviderMismatch,
        _ => Rule::UnknownModel,
    };
    let candidate = wrong.candidates.first().copied();
    // That a platform wants a scope may be known from its users alone.
    let is_told = |m: Model<'_>| m.certainty() == FactCertainty::Official;
    let is_sure = !matches!(wrong.fault, Fault::Unscoped) || unscoped(subject, wrong).is_some_and(is_told);
    let severity = if is_sure && used.context != Context::Choice { Severity::Error } else { Severity::Warning };
    let confidence = subject.confidence(wrong.certain, used.context, None);
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(rule, severity, confidence, span, message(subject, wrong));
    diagnostic.help = help(subject, wrong);
    diagnostic.related = subject.related();
    let target = candidate.map(|c| living(c, subject.scene.as_of));
    // A spelling that the same call refuses helps nobody.
    let is_taken = |to: Model<'_>| {
        candidate.is_some_and(|meant| meant.class() == to.class()) && replacement::is_served_everywhere(subject, to)
    };
    diagnostic.fix = target.filter(|(to, _)| wrong.candidates.len() == 1 && is_taken(*to)).and_then(|(to, same)| {
        let applicability =
            if same && wrong.certain && is_slip(wrong) { Applicability::Safe } else { Applicability::Unsafe };
        subject.fix(&wrong.id, to.id(), applicability)
    });
    diagnostic.facts = subject.facts(used, candidate, target.map(|(to, _)| to));
    diagnostic.facts.provider = Some(subject.scene.catalog.provider(wrong.provider).key().to_owned());
    diagnostic.facts.shutdown = None;
    diagnostic
}

/// The right spelling is the same model.
fn is_slip(wrong: &Wrong<'_>) -> bool {
    matches!(wrong.fault, Fault::Case | Fault::Spelling | Fault::Elsewhere(_) | Fault::Routed)
}

/// The model whose bare ID is refused.
fn unscoped<'s>(subject: &Subject<'s>, wrong: &Wrong<'s>) -> Option<Model<'s>> {
    subject.scene.catalog.model(wrong.provider, &subject.reference.value.text[wrong.id.clone()])
}

/// The candidate if it lives, else what replaces it, and whether it is the candidate itself.
fn living(candidate: Model<'_>, as_of: Date) -> (Model<'_>, bool) {
    if candidate.status(as_of).is_alive() {
        return (candidate, true);
    }
    candidate.live_replacement(as_of).map_or((candidate, true), |to| (to, false))
}

fn message(subject: &Subject<'_>, wrong: &Wrong<'_>) -> String {
    let id = &subject.reference.value.text[wrong.id.clone()];
    let provider = subject.scene.catalog.provider(wrong.provider);
    let on = provider.title();
    match wrong.fault {
        Fault::Case => {
            let right = wrong.candidates.first().map_or("", |m| m.id());
            format!("model IDs are case-sensitive: `{id}` is spelled `{right}` ({on})")
        }
        Fault::Spelling => match wrong.candidates.as_slice() {
            // What is gone itself nobody means any more.
            [only] if !only.status(subject.scene.as_of).is_alive() => {
                format!("unknown model `{id}`: the nearest, `{}`, is gone as well ({on})", only.id())
            }
            [only] => format!("unknown model `{id}`: did you mean `{}`? ({on})", only.id()),
            several => {
                let names: Vec<String> = several.iter().map(|m| format!("`{}`", m.id())).collect();
                format!("unknown model `{id}`: did you mean one of {}? ({on})", names.join(", "))
            }
        },
        Fault::NoSuchMember(family) => {
            let nearest = wrong.candidates.first().map(|m| format!(", nearest is `{}`", m.id())).unwrap_or_default();
            format!(
                "unknown model `{id}`: the `{}` family is closed and has no such member{nearest} ({on})",
                family.stem()
            )
        }
        Fault::NoSuchSnapshot(family) => {
            format!("unknown model `{id}`: `{}` never had this snapshot ({on})", family.stem())
        }
        Fault::Elsewhere(other) => {
            // Behind a router's words stands a model of the other one, which has no such ID itself.
            let is_its_own = subject.scene.catalog.model(other, id).is_some() || !id.contains('/');
            let other = subject.scene.catalog.provider(other).title();
            let whose = if is_its_own { "a model ID of" } else { "a router's spelling of a model of" };
            match provider.not_found() {
                Some(answer) => format!("`{id}` is {whose} {other}: {on} answers it with {answer}"),
                None => format!("`{id}` is {whose} {other}; this call goes to {on}"),
            }
        }
        Fault::Routed => match provider.not_found() {
            Some(answer) => format!("`{id}` is a router's spelling: {on} answers it with {answer}"),
            None => format!("`{id}` is a router's spelling; this call goes to {on} itself"),
        },
        Fault::Unscoped => {
            format!("{on} refuses the bare `{id}` with HTTP 400: it wants the scope of an inference profile before it")
        }
        Fault::MalformedTune => format!("`{id}` is no fine-tune ID ({on})"),
    }
}

fn help(subject: &Subject<'_>, wrong: &Wrong<'_>) -> Option<String> {
    let as_of = subject.scene.as_of;
    if matches!(wrong.fault, Fault::Unscoped) {
        return Some(scopes(subject, wrong));
    }
    let Some(candidate) = wrong.candidates.first().copied() else {
        let on = subject.scene.catalog.provider(wrong.provider).title();
        return match wrong.fault {
            Fault::Elsewhere(_) => {
                Some(format!("{on} does not serve this model: change the client, or name one of its models"))
            }
            Fault::Routed => Some("write the ID without the prefix".to_owned()),
            _ => answer(subject, wrong).map(|answer| format!("{on} answers it with {answer}")),
        };
    };
    let (to, same) = living(candidate, as_of);
    let fate = outlook(candidate, as_of);
    let advice = match (same, fate) {
        (true, None) => format!("write `{}`", candidate.id()),
        (true, Some(fate)) => {
            let further =
                candidate.live_replacement(as_of).map(|to| format!("; `{}` replaces it", spelled(to, candidate)));
            format!("write `{}`; it {fate}{}", candidate.id(), further.unwrap_or_default())
        }
        (false, fate) => {
            format!(
                "`{}` {}: use `{}`",
                candidate.id(),
                fate.unwrap_or_else(|| "is gone".to_owned()),
                spelled(to, candidate)
            )
        }
    };
    let told = matches!(wrong.fault, Fault::Elsewhere(_) | Fault::Routed);
    Some(match answer(subject, wrong).filter(|_| !told) {
        Some(answer) => format!("{advice}; as it stands, the answer is {answer}"),
        None => advice,
    })
}

/// How the platform answers an ID that it does not have.
fn answer<'s>(subject: &Subject<'s>, wrong: &Wrong<'_>) -> Option<&'s str> {
    subject.scene.catalog.provider(wrong.provider).not_found()
}

/// The spellings with a scope, and what awaits the model.
fn scopes(subject: &Subject<'_>, wrong: &Wrong<'_>) -> String {
    const MOST: usize = 4;
    let names: Vec<String> = wrong.candidates.iter().take(MOST).map(|m| format!("`{}`", m.id())).collect();
    let more = if wrong.candidates.len() > MOST { ", …" } else { "" };
    let fate = unscoped(subject, wrong).and_then(|m| outlook(m, subject.scene.as_of));
    let fate = fate.map(|fate| format!("; it {fate}")).unwrap_or_default();
    format!("write one of {}{more}, by the regions that may answer{fate}", names.join(", "))
}

//! `not-in-inventory`: models that the account behind the code does not have.

use super::{Subject, rank};
use crate::catalog::ProviderId;
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::reference::{Context, Platform, Use};
use crate::resolve::Reading;

/// What a saved answer lists is right, whatever the catalog thinks of its spelling.
pub(super) fn believe(subject: &mut Subject<'_>) {
    let text = &subject.reference.value.text;
    for reading in &mut subject.readings {
        if let Reading::Wrong(wrong) = reading {
            let key = subject.scene.catalog.provider(wrong.provider).key();
            let listed = subject.scene.inventories.of(key);
            if listed.is_some_and(|listed| listed.contains(&text[wrong.id.clone()])) {
                *reading = Reading::Unheard;
            }
        }
    }
}

/// One diagnostic per value, for the first use on a provider whose answer lacks it.
pub(super) fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let missing = subject.uses().filter(|(used, _)| used.context.is_live());
    let missing = missing.filter_map(|(used, reading)| {
        let (provider, id, certain) = sent(subject, used, reading)?;
        let listed = subject.scene.inventories.of(subject.scene.catalog.provider(provider).key())?;
        let names = names(subject, provider, id);
        (!names.iter().any(|name| listed.contains(name))).then_some((used, provider, id, certain, listed.len()))
    });
    let (used, provider, id, certain, count) = missing.min_by_key(|(used, ..)| rank(used.context))?;
    let provider = subject.scene.catalog.provider(provider);
    let severity = if subject.scene.test { Severity::Note } else { Severity::Error };
    let confidence = subject.confidence(certain, used.context, None);
    let message = format!("`{id}` is not among the {count} models that the account has ({})", provider.title());
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(Rule::NotInInventory, severity, confidence, span, message);
    let answer = provider.not_found().map(|answer| format!("the answer is {answer}: ")).unwrap_or_default();
    diagnostic.help =
        Some(format!("{answer}ask for access, name a model of the inventory, or save the inventory anew"));
    diagnostic.related = subject.related();
    diagnostic.facts = subject.facts(used, None, None);
    diagnostic.facts.provider = Some(provider.key().to_owned());
    Some(diagnostic)
}

/// The end of a model of which the saved answer alone knows: the account's own, or newer than the catalog.
pub(super) fn ending(subject: &Subject<'_>) -> Option<Diagnostic> {
    let ends = subject.uses().filter(|(used, _)| used.context.is_live());
    let ends = ends.filter_map(|(used, reading)| {
        let (provider, id, certain) = sent(subject, used, reading)?;
        let listed = subject.scene.inventories.of(subject.scene.catalog.provider(provider).key())?;
        Some((used, provider, id, certain, listed.shutdown(id)?))
    });
    let (used, provider, id, certain, day) = ends.min_by_key(|(used, ..)| rank(used.context))?;
    let scene = subject.scene;
    let on = scene.catalog.provider(provider);
    let days = day.days_since(scene.as_of);
    let (rule, severity, message) = if days <= 0 {
        let message = format!("`{id}` was shut down on {day}, as the account's inventory says ({})", on.title());
        (Rule::RetiredModel, Severity::Error, message)
    } else {
        let near = days <= scene.fail_within as i32;
        let what = format!("`{id}` will be shut down on {day}, in {days} days");
        let message = format!("{what}, as the account's inventory says ({})", on.title());
        (Rule::DeprecatedModel, if near { Severity::Error } else { Severity::Warning }, message)
    };
    let severity = subject.severity(severity, used.context)?;
    let confidence = subject.confidence(certain, used.context, None);
    let mut diagnostic = subject.diagnostic(rule, severity, confidence, subject.reference.value.span, message);
    diagnostic.help = Some("name a model of the inventory that has no end".to_owned());
    diagnostic.related = subject.related();
    diagnostic.facts = subject.facts(used, None, None);
    diagnostic.facts.provider = Some(on.key().to_owned());
    diagnostic.facts.shutdown = Some(day.to_string());
    Some(diagnostic)
}

/// The living ID that a use sends to a provider.
fn sent<'t>(subject: &'t Subject<'_>, used: &Use, reading: &Reading<'_>) -> Option<(ProviderId, &'t str, bool)> {
    let text = subject.reference.value.text.as_str();
    match reading {
        Reading::Known(known) if known.model.status(subject.scene.as_of).is_alive() => {
            Some((known.model.provider().id, &text[known.id.clone()], known.certain))
        }
        // Newer than the catalog, or the account's own: the inventory knows.
        Reading::Unheard if matches!(used.context, Context::Argument | Context::Http) => match used.platform {
            Platform::Known(provider, _) if used.framework.is_empty() => {
                Some((provider, text.strip_prefix("models/").unwrap_or(text), true))
            }
            _ => None,
        },
        _ => None,
    }
}

/// The ID, and the snapshot behind it: some providers list no aliases.
fn names<'t>(subject: &Subject<'t>, provider: ProviderId, id: &'t str) -> Vec<&'t str> {
    let mut names = vec![id];
    while let Some(target) = subject.scene.catalog.model(provider, names[names.len() - 1]).and_then(|m| m.points_to()) {
        if names.contains(&target) {
            break;
        }
        names.push(target);
    }
    names
}

/// A saved answer decides about a provider's models.
pub(super) fn decides(subject: &Subject<'_>, provider: ProviderId) -> bool {
    subject.scene.inventories.of(subject.scene.catalog.provider(provider).key()).is_some()
}

//! `dated-snapshot` and `floating-alias`: the two policies that a team may have.

use super::{Subject, rank};
use crate::catalog::{Catalog, Model};
use crate::diagnostic::{Applicability, Diagnostic, Rule, Severity};
use crate::reference::Use;
use crate::resolve::{Known, is_dated};

/// A snapshot, where the team wants aliases.
pub(super) fn dated(subject: &Subject<'_>) -> Option<Diagnostic> {
    let catalog = subject.scene.catalog;
    // A name without a date that an alias points to is pinned as well, but says nothing of a day.
    let (used, known) = first(subject, |model| is_dated(catalog, model))?;
    let id = &subject.reference.value.text[known.id.clone()];
    let to = alias(catalog, known.model)
        .or_else(|| target(catalog, known.model))
        .filter(|to| to.status(subject.scene.as_of).is_alive());
    let message = format!("`{id}` is a snapshot, and this project uses aliases");
    let help = match to {
        Some(to) => format!("`{}` is the alias of this snapshot today", to.id()),
        None => "no alias is known to point to this snapshot: name the model without its date".to_owned(),
    };
    Some(diagnostic(subject, Rule::DatedSnapshot, used, known, message, help, to))
}

/// An alias, where the team wants snapshots. A name without a date to which nothing else points is pinned itself.
pub(super) fn floating<'s>(subject: &Subject<'s>) -> Option<Diagnostic> {
    let catalog = subject.scene.catalog;
    let is_floating = |model: Model<'s>| {
        !is_dated(catalog, model) && (target(catalog, model).is_some() || has_snapshots(catalog, model))
    };
    let (used, known) = first(subject, is_floating)?;
    let id = &subject.reference.value.text[known.id.clone()];
    let to = target(catalog, known.model).filter(|to| to.status(subject.scene.as_of).is_alive());
    let message = format!("`{id}` is an alias that may move, and this project pins snapshots");
    let help = match to {
        Some(to) => format!("today it points to `{}`", to.id()),
        None => "name one of its snapshots".to_owned(),
    };
    Some(diagnostic(subject, Rule::FloatingAlias, used, known, message, help, to))
}

/// The surest live use of a living model of which something holds.
fn first<'s, 'a>(subject: &'a Subject<'s>, holds: impl Fn(Model<'s>) -> bool) -> Option<(&'s Use, &'a Known<'s>)> {
    let live = subject.known().filter(|(used, known)| {
        used.context.is_live() && !known.tuned && known.model.status(subject.scene.as_of).is_alive()
    });
    live.filter(|(_, known)| holds(known.model)).min_by_key(|(used, _)| rank(used.context))
}

/// The alias that points to a snapshot; of several the one that the snapshot's name begins with, then the shortest.
fn alias<'s>(catalog: &'s Catalog, model: Model<'s>) -> Option<Model<'s>> {
    let siblings = catalog.models_of(model.provider().id);
    let aliases = siblings.filter(|m| m.points_to() == Some(model.id()) && !m.not_callable() && !is_scope(*m));
    aliases.min_by_key(|m| (!model.id().starts_with(m.id()), m.id().len(), m.id()))
}

/// The snapshot that an alias points to.
fn target<'s>(catalog: &'s Catalog, model: Model<'s>) -> Option<Model<'s>> {
    let to = catalog.model(model.provider().id, model.points_to()?)?;
    (!to.not_callable() && !is_scope(model)).then_some(to)
}

/// The name only says where the same model is reached: `scope.ID`.
fn is_scope(model: Model<'_>) -> bool {
    model.points_to().is_some_and(|to| model.id().ends_with(to))
}

/// Snapshots of the same name are listed: the name and a date.
fn has_snapshots<'s>(catalog: &'s Catalog, model: Model<'s>) -> bool {
    catalog.models_of(model.provider().id).any(|m| {
        let suffix = m.id().strip_prefix(model.id());
        let is_number = |s: &str| !s.is_empty() && s.bytes().all(|b| b == b'-' || b.is_ascii_digit());
        suffix.is_some_and(is_number) && m.points_to() != Some(model.id()) && is_dated(catalog, m)
    })
}

fn diagnostic(
    subject: &Subject<'_>,
    rule: Rule,
    used: &Use,
    known: &Known<'_>,
    message: String,
    help: String,
    to: Option<Model<'_>>,
) -> Diagnostic {
    let severity = if subject.scene.test { Severity::Note } else { Severity::Warning };
    let confidence = subject.confidence(known.certain, used.context, None);
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(rule, severity, confidence, span, message);
    diagnostic.help = Some(help);
    diagnostic.related = subject.related();
    let applicability = if known.certain { Applicability::Safe } else { Applicability::Unsafe };
    diagnostic.fix = to.and_then(|to| subject.fix(&known.id, to.id(), applicability));
    diagnostic.facts = subject.facts(used, Some(known.model), to);
    diagnostic
}

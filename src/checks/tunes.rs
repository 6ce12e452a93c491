//! `fine-tune-id`: IDs of fine-tunes that do not follow the grammar, or belong to another organisation.

use super::{Subject, rank};
use crate::diagnostic::{Diagnostic, Rule, Severity};
use crate::reference::Use;
use crate::resolve::{Reading, Wrong, is_tuned, tuned_organisation};

/// An ID that is no fine-tune's.
pub(super) fn malformed(subject: &Subject<'_>, used: &Use, wrong: &Wrong<'_>) -> Diagnostic {
    let id = &subject.reference.value.text[wrong.id.clone()];
    let on = subject.scene.catalog.provider(wrong.provider).title();
    let message = format!("`{id}` is no fine-tune ID: its form is `ft:BASE:ORGANISATION:NAME:ID` ({on})");
    let answer = subject.scene.catalog.provider(wrong.provider).not_found();
    let answer = answer.map(|answer| format!("; as it stands, the answer is {answer}")).unwrap_or_default();
    let help = "copy the ID from the fine-tuning job; NAME may be empty, the colons may not be missing";
    diagnostic(subject, used, wrong.certain, message, format!("{help}{answer}"))
}

/// An ID whose organisation is not one of the configuration's: nobody else can call it.
pub(super) fn foreign(subject: &Subject<'_>) -> Option<Diagnostic> {
    let own = subject.scene.tune_organisations?;
    let judged = subject.uses().filter_map(|(used, reading)| match reading {
        Reading::Known(known) if known.tuned => Some((used, known.id.clone(), known.certain)),
        // A base that the catalog does not know changes nothing for the organisation.
        Reading::Unheard => Some((used, 0..subject.reference.value.text.len(), false)),
        _ => None,
    });
    let live = judged.filter(|(used, ..)| !used.context.is_silent());
    let (used, id, certain) = live.min_by_key(|(used, ..)| rank(used.context))?;
    let id = &subject.reference.value.text[id];
    let organisation = tuned_organisation(id).filter(|_| is_tuned(id))?;
    if own.iter().any(|o| o == organisation) {
        return None;
    }
    let known = match own {
        [] => "no organisation may own one here".to_owned(),
        own => format!("here fine-tunes belong to {}", own.join(", ")),
    };
    let message = format!("this fine-tune belongs to the organisation `{organisation}`: {known}");
    let help = "keys of another organisation are answered HTTP 404 `model_not_found`; \
                use a fine-tune of your own, or add the organisation to `fine-tune-orgs`";
    Some(diagnostic(subject, used, certain, message, help.to_owned()))
}

fn diagnostic(subject: &Subject<'_>, used: &Use, certain: bool, message: String, help: String) -> Diagnostic {
    let severity = if subject.scene.test { Severity::Note } else { Severity::Error };
    let confidence = subject.confidence(certain, used.context, None);
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(Rule::FineTuneId, severity, confidence, span, message);
    diagnostic.help = Some(help);
    diagnostic.related = subject.related();
    diagnostic.facts = subject.facts(used, None, None);
    diagnostic
}

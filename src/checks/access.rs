//! `restricted-model`: models that are not open to everybody.

use super::{Subject, inventory, rank};
use crate::catalog::Date;
use crate::diagnostic::{Confidence, Diagnostic, Rule, Severity};
use crate::reference::{Given, Use};

/// One diagnostic per value. Where an inventory is given, it knows better.
pub(super) fn check(subject: &Subject<'_>) -> Option<Diagnostic> {
    let scene = subject.scene;
    let restricted = subject.known().filter(|(used, known)| {
        let model = known.model;
        used.context.is_live()
            && !known.tuned
            && model.status(scene.as_of).is_alive()
            && !inventory::decides(subject, model.provider().id)
            && model.access().is_some_and(|access| {
                is_closed(access, scene.as_of, scene.access)
                    && (streams(used) || !words(access).iter().any(|word| word == STREAM))
            })
    });
    let (used, known) = restricted.min_by_key(|(used, _)| rank(used.context))?;
    let access = known.model.access()?;
    let id = &subject.reference.value.text[known.id.clone()];
    let message = format!("`{id}` is not open to every account of {}: {access}", known.model.provider().title());
    let severity = if scene.test { Severity::Note } else { Severity::Warning };
    let confidence = subject.confidence(known.certain, used.context, Some(known.model));
    // What only users report may have changed since.
    let confidence = if words(access).iter().any(|word| word == "reports") {
        confidence.min(Confidence::Medium)
    } else {
        confidence
    };
    let span = subject.reference.value.span;
    let mut diagnostic = subject.diagnostic(Rule::RestrictedModel, severity, confidence, span, message);
    let source = known.model.source().map(|s| format!("; see {s}")).unwrap_or_default();
    diagnostic.help = Some(format!(
        "without it the answer is HTTP 403 or 404; if the team has it, say so in `access` of the configuration{source}"
    ));
    diagnostic.related = subject.related();
    diagnostic.facts = subject.facts(used, Some(known.model), None);
    Some(diagnostic)
}

/// The parameter that asks for an answer in pieces, and the word for it in the facts.
const STREAM: &str = "stream";

/// The call asks for an answer in pieces.
fn streams(used: &Use) -> bool {
    let is_true = |given: &Given| matches!(given, Given::Literal(text) if text.eq_ignore_ascii_case("true"));
    used.parameters.iter().any(|p| p.name == STREAM && is_true(&p.value))
}

/// The words that state who may use a model hold on a day, and none of what the team has answers them.
fn is_closed(access: &str, day: Date, granted: &[String]) -> bool {
    let since = access.split_whitespace().filter_map(Date::parse).next();
    since.is_none_or(|since| since <= day) && !granted.iter().any(|grant| answers(grant, access))
}

/// All words of what the team has occur; of numbers after the same word the higher one includes the lower.
fn answers(grant: &str, access: &str) -> bool {
    let (grant, access) = (words(grant), words(access));
    let holds = |(place, word): (usize, &String)| match (word.parse::<u32>(), place.checked_sub(1)) {
        (Ok(number), Some(before)) => access
            .windows(2)
            .any(|pair| pair[0] == grant[before] && pair[1].parse::<u32>().is_ok_and(|needed| needed <= number)),
        _ => access.contains(word),
    };
    !grant.is_empty() && grant.iter().enumerate().all(holds)
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|w| !w.is_empty());
    words.map(str::to_ascii_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_team_has_answers_what_is_asked() {
        for (grant, access, expected) in [
            ("tier-3", "usage tier 3 and up", true),
            ("Tier 5", "usage tier 3 and up", true),
            ("tier-2", "usage tier 3 and up", false),
            ("verification", "organization verification to stream (user reports)", true),
            ("existing users", "existing users only", true),
            ("daybreak blue", "Daybreak Red approval", false),
            ("", "invitation only", false),
        ] {
            assert_eq!(answers(grant, access), expected, "{grant} / {access}");
        }
    }

    #[test]
    fn a_door_that_is_not_yet_closed_is_open() {
        let day = |text| Date::parse(text).expect("a day");
        assert!(!is_closed("no new customers from 2026-04-14", day("2026-04-13"), &[]));
        assert!(is_closed("no new customers from 2026-04-14", day("2026-04-14"), &[]));
    }
}

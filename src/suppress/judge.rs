//! What is wrong with ignore comments.

use super::{Scope, Suppression};
use crate::catalog::Date;
use crate::diagnostic::{Applicability, Confidence, Diagnostic, Edit, Facts, Fix, Rule};
use crate::source::{SourceFile, Span};

/// Expired or unused: at most one reason per comment or name.
pub(super) fn judge(
    comment: &Suppression,
    file: &SourceFile,
    as_of: Date,
    speaks: &dyn Fn(Rule) -> bool,
) -> Vec<Diagnostic> {
    if let Some(until) = comment.until.filter(|until| *until < as_of) {
        // The rule that took over says it already.
        if !comment.entries.is_empty() && comment.entries.iter().all(|entry| entry.lapsed) {
            return Vec::new();
        }
        let help = "solve what it ignored, or give it another day".to_owned();
        let message = format!("this comment ignored something until {until}");
        let mut said = about(Rule::ExpiredSuppression, comment.span, message, help);
        said.fix = comment.removal.map(remove);
        return vec![said];
    }
    let unused: Vec<_> = comment.entries.iter().filter(|e| !e.used && !e.lapsed && speaks(e.rule)).collect();
    if !unused.is_empty() && unused.len() == comment.entries.len() {
        return vec![all_unused(comment, file)];
    }
    let one = |entry: &&super::Entry| {
        let message = format!("`{}` is ignored here but does not occur", entry.rule.name());
        let mut said = about(Rule::UnusedSuppression, entry.span, message, "remove it from the list".to_owned());
        // Two neighbours would share a comma: only a single one goes by itself.
        said.fix = (unused.len() == 1 && file.encoding.is_editable()).then(|| remove(entry.removal));
        said
    };
    unused.iter().map(one).collect()
}

fn all_unused(comment: &Suppression, file: &SourceFile) -> Diagnostic {
    let names: Vec<&str> = comment.entries.iter().map(|e| e.rule.name()).collect();
    let message = format!("nothing to ignore here: no {}", names.join(" and no "));
    let on_its_own_line = comment.alone
        && matches!(comment.scope, Scope::Lines { first, .. } if first == file.lines.index(comment.span.start as usize));
    let help = if on_its_own_line {
        "it covers its own line only; for the next one write `ignore-next-line`"
    } else {
        "remove the comment"
    };
    let mut said = about(Rule::UnusedSuppression, comment.span, message, help.to_owned());
    said.fix = comment.removal.filter(|_| !on_its_own_line).map(remove);
    said
}

fn remove(span: Span) -> Fix {
    Fix { applicability: Applicability::Safe, edits: vec![Edit { span, content: String::new() }] }
}

/// A comment, or a part of one, that means nothing.
pub(super) fn unknown(span: Span, message: String, help: String) -> Diagnostic {
    about(Rule::UnknownSuppression, span, message, help)
}

fn about(rule: Rule, span: Span, message: String, help: String) -> Diagnostic {
    Diagnostic {
        rule,
        severity: rule.default_severity(),
        confidence: Confidence::High,
        span,
        message,
        help: Some(help),
        related: Vec::new(),
        fix: None,
        facts: Facts::default(),
    }
}

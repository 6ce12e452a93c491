//! Quick fixes: the edits of diagnostics, ignore comments, and all safe edits at once.

use serde_json::{Value, json};

use super::position::{Text, Units};
use super::projects::Member;
use super::protocol::{CodeAction, Diagnostic, Range, TextEdit};
use crate::diagnostic::Applicability;
use crate::project::{References, ignored_until};
use crate::report::Finding;
use crate::source::Span;
use crate::suppress;
use crate::suppress::insert::{self, Wish};

const QUICK_FIX: &str = "quickfix";
const FIX_ALL: &str = "source.fixAll.model-lint";

/// The kinds of actions that are offered.
pub(super) const KINDS: [&str; 2] = [QUICK_FIX, FIX_ALL];

/// A document and what was found in it.
pub(super) struct Subject<'s> {
    pub(super) member: Member<'s>,
    pub(super) uri: &'s str,
    /// The version that edits are for, if the client checks it.
    pub(super) version: Option<Option<i64>>,
    pub(super) text: &'s Text,
    pub(super) units: Units,
    /// What was found, with the form in which the client was told.
    pub(super) findings: &'s [(Finding, Diagnostic)],
}

/// An edit of the document's bytes.
#[derive(Debug, Clone, PartialEq)]
struct Edit {
    bytes: std::ops::Range<usize>,
    new: String,
}

impl Subject<'_> {
    /// The actions for a range, of the kinds that are wanted.
    pub(super) fn actions(&mut self, range: Range, only: Option<&[String]>) -> Vec<CodeAction> {
        let wants = |kind: &str| only.is_none_or(|only| only.iter().any(|wanted| is_kind(kind, wanted)));
        let mut actions = Vec::new();
        if wants(QUICK_FIX) {
            let findings = self.findings;
            let here = || findings.iter().filter(|(_, diagnostic)| diagnostic.range.meets(range));
            actions.extend(here().filter_map(|(finding, diagnostic)| self.fix(finding, diagnostic)));
            for (finding, diagnostic) in here() {
                let action = self.ignore(finding, diagnostic);
                // One comment serves all findings of a rule on its line.
                actions.extend(action.filter(|new| actions.iter().all(|old: &CodeAction| old.edit != new.edit)));
            }
        }
        if wants(FIX_ALL) {
            actions.extend(self.fix_all());
        }
        actions
    }

    fn fix(&self, finding: &Finding, diagnostic: &Diagnostic) -> Option<CodeAction> {
        let fix = finding.diagnostic.fix.as_ref()?;
        let edits = edits(finding)?;
        let what = described(&edits, self.text.as_str());
        let is_safe = fix.applicability == Applicability::Safe;
        let title = if is_safe { what } else { format!("{what}: unsafe, another model answers") };
        Some(CodeAction {
            title,
            kind: QUICK_FIX,
            diagnostics: vec![diagnostic.clone()],
            is_preferred: is_safe,
            edit: self.workspace_edit(&edits),
        })
    }

    /// All safe edits, but those that overlap with an earlier one.
    fn fix_all(&self) -> Option<CodeAction> {
        let mut all: Vec<Edit> = Vec::new();
        let is_safe = |finding: &&(Finding, Diagnostic)| {
            finding.0.diagnostic.fix.as_ref().is_some_and(|fix| fix.applicability == Applicability::Safe)
        };
        for edits in self.findings.iter().filter(is_safe).filter_map(|(finding, _)| edits(finding)) {
            let overlap = |edit: &Edit| {
                all.iter().any(|other| edit.bytes.start < other.bytes.end && other.bytes.start < edit.bytes.end)
            };
            if !edits.iter().any(overlap) {
                all.extend(edits);
            }
        }
        all.dedup();
        (!all.is_empty()).then(|| CodeAction {
            title: "Fix all that is safe to fix (model-lint)".to_owned(),
            kind: FIX_ALL,
            diagnostics: Vec::new(),
            is_preferred: false,
            edit: self.workspace_edit(&all),
        })
    }

    /// A comment that ignores the rule here: in the first form that is read as a comment and changes no value.
    fn ignore(&mut self, finding: &Finding, diagnostic: &Diagnostic) -> Option<CodeAction> {
        let rule = finding.diagnostic.rule;
        if finding.location.is_none() || rule.is_about_the_run() || rule.is_about_suppression() {
            return None;
        }
        let own = self.text.as_str();
        // What is taken out of another format is written in its way, which has no place for comments of ours.
        let read = self.member.references_as(own, own).filter(|read| read.file.origin.is_none())?;
        let until = ignored_until(&[finding], &[rule]);
        let wish = Wish { rules: vec![rule], until, reason: None, places: vec![finding.diagnostic.span] };
        let comments = suppress::parse(&read.comments, &read.texts, &read.file);
        let attempts = insert::insertions(&wish, &comments, &read.texts, &read.file);
        let offset = read.file.encoding.offset();
        let mut edits = attempts.into_iter().map(|edit| {
            let bytes = edit.span.range();
            Edit { bytes: bytes.start + offset..bytes.end + offset, new: edit.content }
        });
        let edit = edits.find(|edit| self.hides(edit, finding, &read))?;
        Some(CodeAction {
            title: format!("Ignore `{}` here", rule.name()),
            kind: QUICK_FIX,
            diagnostics: vec![diagnostic.clone()],
            is_preferred: false,
            edit: self.workspace_edit(std::slice::from_ref(&edit)),
        })
    }

    /// The edit writes a comment that is read as one and covers the finding, and all values stay as they are.
    fn hides(&mut self, edit: &Edit, finding: &Finding, before: &References) -> bool {
        let edited = self.text.with(edit.bytes.clone(), &edit.new);
        let as_of = self.member.project.settings.as_of;
        let Some(after) = self.member.references_as(edited.as_str(), self.text.as_str()) else { return false };
        let values = |found: &References| found.references.iter().map(|r| r.value.text.clone()).collect::<Vec<_>>();
        let is_same = values(before) == values(&after) && before.trouble == after.trouble;
        let comments = |found: &References| suppress::parse(&found.comments, &found.texts, &found.file);
        let (rule, span) = (finding.diagnostic.rule, finding.diagnostic.span);
        let stands_before = edit.bytes.end <= span.start as usize + before.file.encoding.offset();
        let by = if stands_before { edit.new.len() - edit.bytes.len() } else { 0 };
        let moved = Span::new(span.start as usize + by, span.end as usize + by);
        let written = comments(&after);
        is_same && written.covers(rule, moved, &after.file, as_of) && written.mistakes() <= comments(before).mistakes()
    }

    fn workspace_edit(&self, edits: &[Edit]) -> Value {
        let edits: Vec<TextEdit> = edits
            .iter()
            .map(|edit| TextEdit { range: self.text.range(edit.bytes.clone(), self.units), new_text: edit.new.clone() })
            .collect();
        match self.version {
            Some(version) => json!({
                "documentChanges": [{ "textDocument": { "uri": self.uri, "version": version }, "edits": edits }]
            }),
            None => json!({ "changes": { self.uri: edits } }),
        }
    }
}

/// The kind is the wanted one, or below it.
fn is_kind(kind: &str, wanted: &str) -> bool {
    // The empty kind is above all others.
    wanted.is_empty() || kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The edits of a finding in bytes of the document.
fn edits(finding: &Finding) -> Option<Vec<Edit>> {
    let fix = finding.diagnostic.fix.as_ref()?;
    let edit = |edit: &crate::diagnostic::Edit| Edit { bytes: edit.span.range(), new: edit.content.clone() };
    Some(fix.edits.iter().map(edit).collect())
}

/// What edits do, in words.
fn described(edits: &[Edit], text: &str) -> String {
    let old = |edit: &Edit| text.get(edit.bytes.clone()).unwrap_or_default().trim().to_owned();
    let one = |edit: &Edit| match (edit.new.trim(), edits) {
        ("", [_]) => "remove this".to_owned(),
        ("", _) => format!("remove `{}`", old(edit)),
        (new, [_]) => format!("change to `{new}`"),
        (new, _) => format!("change `{}` to `{new}`", old(edit)),
    };
    let mut all = edits.iter().map(one).collect::<Vec<_>>().join(", ");
    if let Some(first) = all.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_have_parts() {
        assert!(is_kind("source.fixAll.model-lint", "source.fixAll") && is_kind("quickfix", "quickfix"));
        assert!(!is_kind("source.fixAll.model-lint", "source.fix") && !is_kind("quickfix", "refactor"));
        assert!(!is_kind("source.fixAll.model-lint", "source.fixAll.other"));
    }
}

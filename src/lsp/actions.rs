//! Quick fixes: the edits of diagnostics, ignore comments, and all safe edits at once.

use std::path::Path;

use serde_json::{Value, json};

use super::position::{Text, Units};
use super::projects::Member;
use super::protocol::{CodeAction, Diagnostic, Range, TextEdit};
use crate::diagnostic::{Applicability, Rule};
use crate::report::Finding;
use crate::walk::{self, FileKind};

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
        let what = described(&edits);
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

    /// A comment that ignores the rule here: the first form with which a check finds less and nothing else.
    fn ignore(&mut self, finding: &Finding, diagnostic: &Diagnostic) -> Option<CodeAction> {
        let rule = finding.diagnostic.rule;
        let place = finding.location.filter(|_| !rule.is_about_the_run() && !rule.is_about_suppression())?;
        let line = self.text.line_of(place.start as usize);
        let last = self.text.line_of(place.end as usize);
        let sign = comment_sign(&self.member.target.path);
        // Behind a value in a file of variables it would be part of the value for some readers.
        let has_room = walk::language_of(&self.member.target.path) != Some(FileKind::Dotenv);
        let attempts = [
            extended(self.text, last, rule),
            beside(self.text, last, sign, rule).filter(|_| has_room),
            above(self.text, line, sign, rule),
        ];
        let edit = attempts.into_iter().flatten().find(|edit| self.silences(edit, rule))?;
        Some(CodeAction {
            title: format!("Ignore `{}` here", rule.name()),
            kind: QUICK_FIX,
            diagnostics: vec![diagnostic.clone()],
            is_preferred: false,
            edit: self.workspace_edit(std::slice::from_ref(&edit)),
        })
    }

    /// With the edit the rule finds less, and no rule finds more.
    fn silences(&mut self, edit: &Edit, rule: Rule) -> bool {
        let edited = self.text.with(edit.bytes.clone(), &edit.new);
        let report = self.member.check_as(edited.as_str(), self.text.as_str());
        let after = report.by_rule();
        let before = |rule: Rule| self.findings.iter().filter(|(finding, _)| finding.diagnostic.rule == rule).count();
        after.get(&rule).copied().unwrap_or(0) < before(rule)
            && after.iter().all(|(rule, count)| *count <= before(*rule))
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
    kind.strip_prefix(wanted).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
}

/// The edits of a finding in bytes of the document.
fn edits(finding: &Finding) -> Option<Vec<Edit>> {
    let fix = finding.diagnostic.fix.as_ref()?;
    let edit = |edit: &crate::diagnostic::Edit| Edit { bytes: edit.span.range(), new: edit.content.clone() };
    Some(fix.edits.iter().map(edit).collect())
}

fn described(edits: &[Edit]) -> String {
    match edits {
        [edit] if edit.new.is_empty() => "Remove this".to_owned(),
        [edit] => format!("Change to `{}`", edit.new),
        _ => format!("Make {} changes", edits.len()),
    }
}

/// What begins a comment in a file.
fn comment_sign(path: &Path) -> &'static str {
    let extension = path.extension().and_then(|e| e.to_str()).unwrap_or_default().to_ascii_lowercase();
    match extension.as_str() {
        "ts" | "mts" | "cts" | "tsx" | "js" | "mjs" | "cjs" | "jsx" | "jsonc" | "json" => "//",
        _ => "#",
    }
}

/// The rule in the list of a comment that is there already.
fn extended(text: &Text, line: usize, rule: Rule) -> Option<Edit> {
    let bytes = text.line(line);
    let start = text.as_str()[bytes.clone()].find("model-lint: ignore[")? + bytes.start;
    let end = text.as_str()[start..bytes.end].find(']')? + start;
    Some(Edit { bytes: end..end, new: format!(", {}", rule.name()) })
}

/// A comment at the end of the line.
fn beside(text: &Text, line: usize, sign: &str, rule: Rule) -> Option<Edit> {
    let end = text.line(line).end;
    Some(Edit { bytes: end..end, new: format!("  {sign} model-lint: ignore[{}]", rule.name()) })
}

/// A comment on a line of its own, indented as the line that it means.
fn above(text: &Text, line: usize, sign: &str, rule: Rule) -> Option<Edit> {
    let bytes = text.line(line);
    let own = &text.as_str()[bytes.clone()];
    let indent = &own[..own.len() - own.trim_start().len()];
    let end = if text.as_str().contains("\r\n") { "\r\n" } else { "\n" };
    let new = format!("{indent}{sign} model-lint: ignore-next-line[{}]{end}", rule.name());
    Some(Edit { bytes: bytes.start..bytes.start, new })
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

    #[test]
    fn comments_go_where_they_belong() {
        let text = Text::new("a\r\n  b: 1  # model-lint: ignore[unknown-model] -- x\r\n".to_owned());
        let edited = |edit: Option<Edit>| {
            let edit = edit.expect("an edit");
            text.with(edit.bytes, &edit.new).as_str().to_owned()
        };
        let rule = Rule::RetiredModel;
        assert_eq!(
            edited(extended(&text, 1, rule)),
            "a\r\n  b: 1  # model-lint: ignore[unknown-model, retired-model] -- x\r\n"
        );
        assert_eq!(
            edited(above(&text, 1, "#", rule)),
            "a\r\n  # model-lint: ignore-next-line[retired-model]\r\n  b: 1  # model-lint: ignore[unknown-model] -- x\r\n"
        );
        assert!(edited(beside(&text, 0, "//", rule)).starts_with("a  // model-lint: ignore[retired-model]\r\n"));
        assert_eq!(extended(&text, 0, rule), None);
    }
}

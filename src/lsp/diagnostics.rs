//! What a check found, in the form of the protocol.

use std::path::Path;

use super::position::{Text, Units};
use super::protocol::{CodeDescription, Diagnostic, Location, Position, Range, RelatedInformation};
use super::uri;
use crate::diagnostic::{Rule, Severity};
use crate::report::{self, Finding, RelatedPlace};

/// The repository of this program, with the pages of the rules; empty where the build does not name it.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// How the editor calls the linter.
const SOURCE: &str = "model-lint";

/// Tags of the protocol.
const UNNECESSARY: u8 = 1;
const DEPRECATED: u8 = 2;

/// Where findings are shown.
pub(super) struct Place<'p> {
    /// The document that they are of.
    pub(super) uri: &'p str,
    pub(super) text: &'p Text,
    pub(super) units: Units,
    /// The folder that paths are reported relative to.
    pub(super) cwd: &'p Path,
    /// The text of another file.
    pub(super) other: &'p dyn Fn(&Path) -> Option<Text>,
}

impl Place<'_> {
    /// A finding as the protocol wants it.
    pub(super) fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let diagnostic = &finding.diagnostic;
        let message = match &diagnostic.help {
            Some(help) => format!("{}\n{help}", diagnostic.message),
            None => diagnostic.message.clone(),
        };
        Diagnostic {
            range: self.range(finding),
            severity: severity(diagnostic.severity),
            code: diagnostic.rule.name(),
            code_description: page(diagnostic.rule),
            source: SOURCE,
            message: report::mask(&message).into_owned(),
            tags: tags(diagnostic.rule),
            related_information: finding.related.iter().map(|place| self.related(finding, place)).collect(),
        }
    }

    /// The range of a finding; the beginning where the file as a whole is meant.
    pub(super) fn range(&self, finding: &Finding) -> Range {
        finding.location.map(|place| self.text.range(bytes(&place), self.units)).unwrap_or_default()
    }

    fn related(&self, finding: &Finding, related: &RelatedPlace) -> RelatedInformation {
        let location = if related.path == finding.path {
            Location { uri: self.uri.to_owned(), range: self.text.range(bytes(&related.location), self.units) }
        } else {
            let path = self.cwd.join(&related.path);
            let text = (self.other)(&path);
            let range =
                text.map_or_else(|| roughly(&related.location), |t| t.range(bytes(&related.location), self.units));
            Location { uri: uri::of_path(&path), range }
        };
        RelatedInformation { location, message: report::mask(&related.message).into_owned() }
    }
}

/// The bytes of the document; a byte order mark counts, as in the editor's text.
fn bytes(place: &report::Location) -> std::ops::Range<usize> {
    place.start as usize..place.end as usize
}

/// A place in a file whose text is not at hand: exact where lines are ASCII.
fn roughly(place: &report::Location) -> Range {
    let position =
        |line: u32, column: u32| Position { line: line.saturating_sub(1), character: column.saturating_sub(1) };
    Range { start: position(place.line, place.column), end: position(place.end_line, place.end_column) }
}

fn severity(severity: Severity) -> u8 {
    match severity {
        Severity::Error => 1,
        Severity::Warning => 2,
        Severity::Note => 3,
    }
}

fn tags(rule: Rule) -> Vec<u8> {
    match rule {
        Rule::RetiredModel | Rule::RedirectedModel | Rule::DeprecatedModel | Rule::RetiredEndpoint => vec![DEPRECATED],
        Rule::UnusedSuppression => vec![UNNECESSARY],
        _ => Vec::new(),
    }
}

fn page(rule: Rule) -> Option<CodeDescription> {
    let href = format!("{REPOSITORY}/blob/main/docs/rules/{}.md", rule.name());
    (!REPOSITORY.is_empty()).then_some(CodeDescription { href })
}

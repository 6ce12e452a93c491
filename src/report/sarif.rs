//! SARIF 2.1.0: one run with its rules, for code scanning and viewers.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde_json::{Value, json};

use super::fingerprint::{Identity, identities};
use super::mask::mask;
use super::plain;
use super::text::escape_json;
use super::{Finding, Location, RelatedPlace, Report, Skipped};
use crate::diagnostic::{Applicability, Rule, Severity};

/// Where the form of the document is defined.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// What paths are relative to.
const ROOT: &str = "SRCROOT";
/// Where the project lives, if the package says so.
const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let log = json!({ "$schema": SCHEMA, "version": "2.1.0", "runs": [run(report)] });
    let text = serde_json::to_string_pretty(&log)?;
    writeln!(out, "{}", escape_json(&text))
}

fn run(report: &Report) -> Value {
    let identities = identities(&report.findings);
    let all = report.findings.iter().zip(&identities);
    let about_the_run = |finding: &Finding| finding.diagnostic.rule.is_about_the_run();
    let results: Vec<Value> = all.filter(|(f, _)| !about_the_run(f)).map(|(f, identity)| result(f, identity)).collect();
    let troubles = report.findings.iter().filter(|f| about_the_run(f)).map(trouble);
    let notifications: Vec<Value> = troubles.chain(report.summary.skipped.iter().map(not_checked)).collect();
    json!({
        "tool": { "driver": driver() },
        "invocations": [{
            "executionSuccessful": !report.summary.incomplete,
            "toolExecutionNotifications": notifications,
        }],
        "originalUriBaseIds": { ROOT: { "description": { "text": "The working directory of the run." } } },
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": {
            "asOf": report.summary.as_of.to_string(),
            "catalog": report.summary.catalog.map(|day| day.to_string()),
        },
    })
}

fn driver() -> Value {
    let rules: Vec<Value> = Rule::ALL.iter().map(|rule| descriptor(*rule)).collect();
    let mut driver = json!({ "name": "model-lint", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules });
    if !REPOSITORY.is_empty() {
        driver["informationUri"] = REPOSITORY.into();
    }
    driver
}

fn descriptor(rule: Rule) -> Value {
    let level = level(rule.default_severity());
    let help = format!("{} `model-lint explain {}` says more.", rule.summary(), rule.name());
    let mut descriptor = json!({
        "id": rule.name(),
        "shortDescription": { "text": rule.summary() },
        "fullDescription": { "text": rule.description() },
        "help": { "text": help, "markdown": rule.explanation() },
        "defaultConfiguration": { "enabled": rule.on_by_default(), "level": level },
        "properties": { "precision": "high", "problem.severity": if level == "note" { "recommendation" } else { level } },
    });
    if !REPOSITORY.is_empty() {
        descriptor["helpUri"] = format!("{REPOSITORY}/blob/main/docs/rules/{}.md", rule.name()).into();
    }
    descriptor
}

fn index(rule: Rule) -> Option<usize> {
    Rule::ALL.iter().position(|other| *other == rule)
}

fn level(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Note => "note",
    }
}

fn result(finding: &Finding, identity: &Identity) -> Value {
    let diagnostic = &finding.diagnostic;
    let mut result = json!({
        "ruleId": diagnostic.rule.name(),
        "ruleIndex": index(diagnostic.rule),
        "level": level(diagnostic.severity),
        "message": { "text": plain::message_and_help(finding) },
        "locations": [place(&finding.path, finding.location.as_ref())],
        "partialFingerprints": { "ruleFileValueOrdinal/v1": identity.fingerprint },
        "properties": properties(finding),
    });
    if !finding.related.is_empty() {
        result["relatedLocations"] = finding.related.iter().enumerate().map(related).collect();
    }
    if let Some(fix) = fix(finding) {
        result["fixes"] = json!([fix]);
    }
    result
}

/// What the form itself has no field for.
fn properties(finding: &Finding) -> Value {
    let facts = &finding.diagnostic.facts;
    let mut properties = json!({ "confidence": finding.diagnostic.confidence.name() });
    let model = facts.model.as_deref().map(|model| mask(model).into_owned());
    let known = [
        ("model", model),
        ("provider", facts.provider.clone()),
        ("endpoint", facts.endpoint.clone()),
        ("shutdown", facts.shutdown.clone()),
        ("replacement", facts.replacement.clone()),
    ];
    for (name, value) in known {
        if let Some(value) = value {
            properties[name] = value.into();
        }
    }
    properties
}

fn place(path: &str, location: Option<&Location>) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(path) });
    if let Some(location) = location {
        physical["region"] = region(location);
    }
    json!({ "physicalLocation": physical })
}

fn related((number, place): (usize, &RelatedPlace)) -> Value {
    let mut related = self::place(&place.path, Some(&place.location));
    related["id"] = (number + 1).into();
    related["message"] = json!({ "text": plain::clean(&place.message) });
    related
}

fn region(place: &Location) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.end_line,
        "endColumn": place.end_column,
        "byteOffset": place.start,
        "byteLength": place.end - place.start,
    })
}

fn artifact(path: &str) -> Value {
    // What lies outside of the working directory has no base that the reader could know.
    if path.starts_with('/') {
        return json!({ "uri": format!("file://{}", uri(path)) });
    }
    json!({ "uri": uri(path), "uriBaseId": ROOT })
}

/// A path as a relative reference: everything but the unreserved characters and `/` is encoded.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            // Writing to a string cannot fail.
            _ => _ = write!(uri, "%{byte:02X}"),
        }
    }
    uri
}

fn fix(finding: &Finding) -> Option<Value> {
    let fix = finding.diagnostic.fix.as_ref()?;
    let replacement = |(edit, place): (&crate::diagnostic::Edit, &Location)| json!({ "deletedRegion": region(place), "insertedContent": { "text": edit.content } });
    let replacements: Vec<Value> = fix.edits.iter().zip(&finding.edits).map(replacement).collect();
    let description = match fix.applicability {
        Applicability::Safe => "Safe: the meaning stays.",
        Applicability::Unsafe => "To look at first: another model answers, or the meaning may change.",
    };
    Some(json!({
        "description": { "text": description },
        "artifactChanges": [{ "artifactLocation": artifact(&finding.path), "replacements": replacements }],
    }))
}

/// A file that could not be checked as it should.
fn trouble(finding: &Finding) -> Value {
    let rule = finding.diagnostic.rule;
    json!({
        "level": level(finding.diagnostic.severity),
        "message": { "text": plain::message(finding) },
        "locations": [place(&finding.path, finding.location.as_ref())],
        "associatedRule": { "id": rule.name(), "index": index(rule) },
    })
}

fn not_checked(file: &Skipped) -> Value {
    json!({
        "level": if file.named { "error" } else { "note" },
        "message": { "text": format!("Not checked: {}.", file.reason.name()) },
        "locations": [place(&file.path, None)],
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_become_references() {
        assert_eq!(uri("src/größe a:b%.py"), "src/gr%C3%B6%C3%9Fe%20a%3Ab%25.py");
        assert_eq!(artifact("/x y.py"), json!({ "uri": "file:///x%20y.py" }));
    }
}

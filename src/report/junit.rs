//! JUnit's XML, as CI servers read it: a suite per file, a case per diagnostic.
//!
//! Errors and warnings are failures, notes are cases that pass, and a file
//! that could not be checked is an error, as is one that was named and was not
//! checked. A run with nothing to say is one case that passes: servers take a
//! report without any for a broken one.
//! Names do not change when lines move, so that servers tell what is new.

use std::io::{self, Write};

use super::fingerprint::{Identity, identities};
use super::plain;
use super::xml::{DECLARATION, xml};
use super::{Finding, Report, Skipped};
use crate::diagnostic::{Rule, Severity};

/// Writes a report as one document.
pub(super) fn write(report: &Report, out: &mut dyn Write) -> io::Result<()> {
    let cases: Vec<(&Finding, Identity)> = report.findings.iter().zip(identities(&report.findings)).collect();
    let unchecked: Vec<&Skipped> = report.summary.skipped.iter().filter(|file| file.named).collect();
    let all = Counts::of(&cases, unchecked.len());
    writeln!(out, "{DECLARATION}")?;
    writeln!(out, "<testsuites name=\"model-lint\" {}>", all.attributes())?;
    if cases.is_empty() && unchecked.is_empty() {
        writeln!(out, "  <testsuite name=\"model-lint\" {}>", all.attributes())?;
        writeln!(out, "    <testcase name=\"no problems found\" classname=\"model-lint\" time=\"0\"/>")?;
        writeln!(out, "  </testsuite>")?;
    }
    for suite in cases.chunk_by(|(one, _), (other, _)| one.path == other.path) {
        write_suite(suite, out)?;
    }
    unchecked.iter().try_for_each(|file| write_unchecked(file, out))?;
    writeln!(out, "</testsuites>")
}

fn write_suite(cases: &[(&Finding, Identity)], out: &mut dyn Write) -> io::Result<()> {
    let path = cases.first().map_or("", |(finding, _)| finding.path.as_str());
    writeln!(out, "  <testsuite name=\"{}\" {}>", xml(path), Counts::of(cases, 0).attributes())?;
    cases.iter().try_for_each(|(finding, identity)| write_case(finding, identity, out))?;
    writeln!(out, "  </testsuite>")
}

/// A file that somebody named, and that was not checked.
fn write_unchecked(file: &Skipped, out: &mut dyn Write) -> io::Result<()> {
    let (path, reason) = (xml(&file.path), file.reason.name());
    writeln!(out, "  <testsuite name=\"{path}\" {}>", Counts::of(&[], 1).attributes())?;
    writeln!(out, "    <testcase name=\"not checked\" classname=\"{path}\" file=\"{path}\" time=\"0\">")?;
    writeln!(out, "      <error type=\"error\" message=\"not checked: {reason}\">{path}: {reason}</error>")?;
    writeln!(out, "    </testcase>")?;
    writeln!(out, "  </testsuite>")
}

fn write_case(finding: &Finding, identity: &Identity, out: &mut dyn Write) -> io::Result<()> {
    let rule = finding.diagnostic.rule.name();
    let name = match (identity.subject.as_str(), identity.ordinal) {
        ("", _) => rule.to_owned(),
        (subject, 1) => format!("{rule}: {subject}"),
        (subject, ordinal) => format!("{rule}: {subject} ({ordinal})"),
    };
    let path = xml(&finding.path);
    write!(out, "    <testcase name=\"{}\" classname=\"{path}\" file=\"{path}\"", xml(&name))?;
    if let Some(place) = finding.location {
        write!(out, " line=\"{}\"", place.line)?;
    }
    writeln!(out, " time=\"0\">")?;
    let mut text = format!("{}: {}", xml(&plain::place(finding)), xml(&plain::message(finding)));
    if let Some(help) = plain::help(finding) {
        text = format!("{text}\nhelp: {}", xml(&help));
    }
    match element(finding) {
        Some(element) => {
            let severity = finding.diagnostic.severity.name();
            let message = plain::message(finding);
            writeln!(out, "      <{element} type=\"{severity}\" message=\"{}\">{text}</{element}>", xml(&message))?;
        }
        None => writeln!(out, "      <system-out>{text}</system-out>")?,
    }
    writeln!(out, "    </testcase>")
}

/// What became of a case; nothing if it passed.
fn element(finding: &Finding) -> Option<&'static str> {
    match (finding.diagnostic.rule, finding.diagnostic.severity) {
        (Rule::UnreadableFile | Rule::InternalError, _) => Some("error"),
        (_, Severity::Note) => None,
        _ => Some("failure"),
    }
}

/// Numbers of a suite.
struct Counts {
    tests: usize,
    failures: usize,
    errors: usize,
}

impl Counts {
    fn of(cases: &[(&Finding, Identity)], unchecked: usize) -> Counts {
        let count = |wanted| cases.iter().filter(|(finding, _)| element(finding) == Some(wanted)).count();
        let tests = (cases.len() + unchecked).max(1);
        Counts { tests, failures: count("failure"), errors: count("error") + unchecked }
    }

    fn attributes(&self) -> String {
        let Counts { tests, failures, errors } = self;
        format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"{errors}\" skipped=\"0\" time=\"0\"")
    }
}

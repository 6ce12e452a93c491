//! For reading: each diagnostic with its source, what repeats in one line, and a summary.

use std::collections::{BTreeSet, HashMap};
use std::io::{self, Write};

use super::format::Style;
use super::frame::{Frame, FrameSource};
use super::plain::{clean, place};
use super::summary;
use super::text::{counted, escape};
use super::{Finding, Location, RelatedPlace, Report};
use crate::diagnostic::{Diagnostic, Rule, Severity};

/// Places of one and the same diagnostic that are shown with their source.
const SHOWN: usize = 3;

/// Writes a report for reading.
pub(super) fn write(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    match &report.statistics {
        Some(statistics) => statistics.write(style.verbose, out)?,
        None => write_findings(report, style, out)?,
    }
    if style.quiet { Ok(()) } else { write_summary(report, style, out) }
}

fn write_findings(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let groups = groups(&report.findings);
    let mut hidden = vec![false; report.findings.len()];
    let long: Vec<&Vec<usize>> = groups.iter().filter(|g| g.len() > SHOWN && !style.verbose).collect();
    for place in long.iter().flat_map(|group| &group[SHOWN..]) {
        hidden[*place] = true;
    }
    for (finding, _) in report.findings.iter().zip(&hidden).filter(|(_, hidden)| !**hidden) {
        write_finding(finding, style, out)?;
    }
    write_groups(&report.findings, &long, out)
}

/// Places of findings that say the same, in the order in which they first appear.
fn groups(findings: &[Finding]) -> Vec<Vec<usize>> {
    let mut numbers: HashMap<(Rule, Option<&str>, &str), usize> = HashMap::new();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for (place, finding) in findings.iter().enumerate() {
        let diagnostic = &finding.diagnostic;
        let key = (diagnostic.rule, diagnostic.facts.model.as_deref(), diagnostic.message.as_str());
        let number = *numbers.entry(key).or_insert(groups.len());
        if number == groups.len() {
            groups.push(Vec::new());
        }
        groups[number].push(place);
    }
    groups
}

fn write_finding(finding: &Finding, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let diagnostic = &finding.diagnostic;
    let local = if finding.local_file { " (local file)" } else { "" };
    let frame = Frame {
        head: format!("{}[{}]:", diagnostic.severity.name(), diagnostic.rule.name()),
        severity: diagnostic.severity,
        message: clean(&diagnostic.message) + local,
        label: gist(diagnostic),
        help: diagnostic.help.as_deref().map(clean),
        source: source(finding),
    };
    out.write_all(frame.render(style.color).as_bytes())?;
    if frame.source.is_none() {
        writeln!(out, "  at: {}", place(finding))?;
    }
    if style.verbose
        && let Some(evidence) = &diagnostic.facts.evidence
    {
        writeln!(out, "  why: {}", clean(evidence))?;
    }
    write_related(finding, style, out)?;
    out.write_all(b"\n")
}

fn source(finding: &Finding) -> Option<FrameSource<'_>> {
    let (location, excerpt) = finding.location.zip(finding.excerpt.as_ref())?;
    Some(FrameSource { path: framed_path(&finding.path, location), location, excerpt })
}

/// The path in the header of a frame, which line and column follow.
fn framed_path(path: &str, location: Location) -> String {
    match location.cell {
        Some(cell) => format!("cell {}, line {} of {}", cell.number, cell.line, escape(path)),
        None => escape(path).into_owned(),
    }
}

/// The other places: the first with their source, all with their position.
fn write_related(finding: &Finding, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let shown = if style.verbose { finding.related.len() } else { SHOWN };
    for place in finding.related.iter().take(shown) {
        write!(out, "  {}", related(place).render(style.color))?;
        if place.excerpt.is_none() {
            writeln!(out, "  at: {}:{}:{}", escape(&place.path), place.location.line, place.location.column)?;
        }
    }
    match finding.related.len().saturating_sub(shown) {
        0 => Ok(()),
        more => writeln!(out, "  and {} (--verbose shows all)", counted(more, "more place")),
    }
}

fn related(place: &RelatedPlace) -> Frame<'_> {
    let location = place.location;
    let source = |excerpt| FrameSource { path: framed_path(&place.path, location), location, excerpt };
    Frame {
        head: "related:".to_owned(),
        severity: Severity::Note,
        message: clean(&place.message),
        label: None,
        help: None,
        source: place.excerpt.as_ref().map(source),
    }
}

fn write_groups(findings: &[Finding], long: &[&Vec<usize>], out: &mut dyn Write) -> io::Result<()> {
    if long.is_empty() {
        return Ok(());
    }
    writeln!(out, "the same in many places (--verbose shows each):")?;
    for group in long {
        let diagnostic = &findings[group[0]].diagnostic;
        let files: BTreeSet<&str> = group.iter().map(|place| findings[*place].path.as_str()).collect();
        let places = format!("{} in {}", counted(group.len(), "place"), counted(files.len(), "file"));
        let subject = match (&diagnostic.facts.model, gist(diagnostic)) {
            (Some(model), Some(gist)) => format!("{}, {gist}", clean(model)),
            _ => format!("{}: {}", diagnostic.rule.name(), clean(&diagnostic.message)),
        };
        writeln!(out, "  {subject}: {places}")?;
    }
    out.write_all(b"\n")
}

/// The diagnostic in two or three words: what stands under the span.
fn gist(diagnostic: &Diagnostic) -> Option<String> {
    let facts = &diagnostic.facts;
    let dated = |word: &str| match &facts.shutdown {
        Some(day) => format!("{word} {day}"),
        None => word.to_owned(),
    };
    let meant = || facts.replacement.as_ref().map(|id| format!("did you mean `{}`?", clean(id)));
    match diagnostic.rule {
        Rule::RetiredModel => Some(dated("retired")),
        Rule::RedirectedModel => Some(dated("redirected")),
        Rule::DeprecatedModel => Some(facts.shutdown.as_ref().map_or("deprecated".to_owned(), |_| dated("shutdown"))),
        Rule::RetiredEndpoint => Some(dated("endpoint ends")).filter(|_| facts.shutdown.is_some()),
        Rule::ModelCasing | Rule::UnknownModel => meant().or_else(|| Some("no such model".to_owned())),
        Rule::EndpointMismatch => Some("not served here".to_owned()),
        _ => None,
    }
}

fn write_summary(report: &Report, style: Style, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "{} ({})", summary::found(report), summary::days(report))?;
    let lines: [(Option<String>, Vec<String>); 3] = [
        (summary::hidden(report), Vec::new()),
        (summary::stale(report), summary::stale_entries(report).collect()),
        (summary::skipped(report), summary::skipped_files(report).collect()),
    ];
    for (line, details) in lines.into_iter().filter_map(|(line, details)| Some((line?, details))) {
        writeln!(out, "{line}")?;
        for detail in details.iter().filter(|_| style.verbose) {
            writeln!(out, "  {detail}")?;
        }
    }
    summary::fixable_line(report).map_or(Ok(()), |line| writeln!(out, "{line}"))
}

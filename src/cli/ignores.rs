//! `--add-ignores`: comments beside what is found, so that only what is new is reported from then on.

use std::collections::BTreeMap;

use super::outcome::Failure;
use super::session::Session;
use super::terminal::Terminal;
use crate::fix;
use crate::project::Target;
use crate::report::text::counted;
use crate::report::{Finding, Report};

/// Puts comments beside the findings of a report and says what was done; whether any file changed.
pub(super) fn add(
    report: &Report,
    reason: Option<&str>,
    targets: &[Target],
    session: &Session,
    terminal: &Terminal,
) -> Result<bool, Failure> {
    let findings = by_file(report);
    let (mut comments, mut ignored, mut files) = (0, 0, 0);
    let mut left = Vec::new();
    let ignoring = session.ignoring();
    for target in targets {
        let Some(findings) = findings.get(target.shown.as_str()) else { continue };
        let failed = |error: std::io::Error| Failure::new(format!("{}: {error}", target.shown));
        let before = std::fs::read(&target.path).map_err(failed)?;
        let done = ignoring.with_ignores(target, findings, reason).map_err(failed)?;
        if let Some(bytes) = &done.bytes {
            fix::write(&target.path, &session.repository, &before, bytes)
                .map_err(|refusal| Failure::new(format!("{}: {refusal}", target.shown)))?;
            files += 1;
        }
        comments += done.comments;
        ignored += done.findings;
        left.extend(done.left.iter().map(|(line, column)| format!("{}:{line}:{column}", target.shown)));
    }
    terminal.remark(&format!(
        "{} in {}: {ignored} ignored",
        counted(comments, "ignore comment"),
        counted(files, "file")
    ));
    for place in &left {
        terminal.remark(&format!("{place}: no comment can stand here; use `ignore-file`, an override or a baseline"));
    }
    Ok(files > 0)
}

/// Findings that a comment may ignore, by file.
fn by_file(report: &Report) -> BTreeMap<&str, Vec<&Finding>> {
    let mut files: BTreeMap<&str, Vec<&Finding>> = BTreeMap::new();
    let is_meant = |finding: &&Finding| {
        let rule = finding.diagnostic.rule;
        !rule.is_about_the_run() && !rule.is_about_suppression() && finding.location.is_some()
    };
    for finding in report.findings.iter().filter(is_meant) {
        files.entry(&finding.path).or_default().push(finding);
    }
    files
}

//! Counts of what is reported: by rule, model, provider and folder, and by owner.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use serde::Serialize;

use super::mask::mask;
use super::text::escape;
use super::{Finding, Report};
use crate::diagnostic::Severity;

/// Rows of a table that are shown for people unless all are wanted.
const SHOWN: usize = 10;

/// What stands for files without an owner.
pub const UNOWNED: &str = "unowned";

/// Who owns a path, as it is reported.
pub type Owning<'o> = &'o dyn Fn(&str) -> Vec<String>;

/// Which tables are wanted.
#[derive(Clone, Copy)]
pub struct Wanted<'w> {
    /// By rule, model, provider and folder.
    pub general: bool,
    /// By owner.
    pub owners: Option<Owning<'w>>,
}

/// The tables; one that was not wanted is absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Statistics {
    /// By rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules: Option<Vec<Row>>,
    /// By the model as it is written.
    #[serde(skip_serializing_if = "Option::is_none")]
    models: Option<Vec<Row>>,
    /// By the provider's key.
    #[serde(skip_serializing_if = "Option::is_none")]
    providers: Option<Vec<Row>>,
    /// By the folder of the file.
    #[serde(skip_serializing_if = "Option::is_none")]
    folders: Option<Vec<Row>>,
    /// By owner; what several own counts for each of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    owners: Option<Vec<Row>>,
}

/// The counts of one name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Row {
    name: String,
    errors: usize,
    warnings: usize,
    notes: usize,
    files: usize,
}

impl Statistics {
    /// Counts what a report holds.
    pub fn of(report: &Report, wanted: Wanted<'_>) -> Statistics {
        let by = |names: &dyn Fn(&Finding) -> Vec<String>| Some(rows(&report.findings, names));
        let mut statistics = Statistics::default();
        if wanted.general {
            statistics.rules = by(&|finding| vec![finding.diagnostic.rule.name().to_owned()]);
            statistics.models = by(&|finding| {
                let model = finding.diagnostic.facts.model.as_deref();
                model.map(|model| mask(model).into_owned()).into_iter().collect()
            });
            statistics.providers = by(&|finding| finding.diagnostic.facts.provider.clone().into_iter().collect());
            statistics.folders = by(&|finding| vec![folder(&finding.path).to_owned()]);
        }
        if let Some(owners) = wanted.owners {
            statistics.owners = by(&|finding| match owners(&finding.path) {
                none if none.is_empty() => vec![UNOWNED.to_owned()],
                owners => owners,
            });
        }
        statistics
    }

    /// Writes the tables for people; `verbose` shows all rows.
    pub(super) fn write(&self, verbose: bool, out: &mut dyn Write) -> io::Result<()> {
        let tables = [
            ("rule", &self.rules),
            ("model", &self.models),
            ("provider", &self.providers),
            ("folder", &self.folders),
            ("owner", &self.owners),
        ];
        for (head, rows) in tables.into_iter().filter_map(|(head, rows)| Some((head, rows.as_ref()?))) {
            if !rows.is_empty() {
                write_table(head, rows, verbose, out)?;
            }
        }
        Ok(())
    }
}

fn folder(path: &str) -> &str {
    match path.rsplit_once('/') {
        Some(("", _)) => "/",
        Some((folder, _)) => folder,
        None => ".",
    }
}

/// The most places first.
fn rows(findings: &[Finding], names: &dyn Fn(&Finding) -> Vec<String>) -> Vec<Row> {
    let mut counts: BTreeMap<String, (BTreeMap<Severity, usize>, BTreeSet<&str>)> = BTreeMap::new();
    for finding in findings {
        for name in names(finding) {
            let (severities, files) = counts.entry(name).or_default();
            *severities.entry(finding.diagnostic.severity).or_default() += 1;
            files.insert(&finding.path);
        }
    }
    let row = |(name, (severities, files)): (String, (BTreeMap<Severity, usize>, BTreeSet<&str>))| {
        let count = |severity| severities.get(&severity).copied().unwrap_or(0);
        Row {
            name,
            errors: count(Severity::Error),
            warnings: count(Severity::Warning),
            notes: count(Severity::Note),
            files: files.len(),
        }
    };
    let mut rows: Vec<Row> = counts.into_iter().map(row).collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.errors + row.warnings + row.notes, row.errors)));
    rows
}

fn write_table(head: &str, rows: &[Row], verbose: bool, out: &mut dyn Write) -> io::Result<()> {
    let notes = rows.iter().any(|row| row.notes > 0);
    let notes_column = |text: &str| if notes { format!("  {text:>5}") } else { String::new() };
    writeln!(out, "errors  warnings{}  files  {head}", notes_column("notes"))?;
    let shown = if verbose || rows.len() <= SHOWN + 1 { rows.len() } else { SHOWN };
    for Row { name, errors, warnings, notes, files } in &rows[..shown] {
        let notes = notes_column(&notes.to_string());
        writeln!(out, "{errors:>6}  {warnings:>8}{notes}  {files:>5}  {}", escape(name))?;
    }
    if shown < rows.len() {
        writeln!(out, "and {} more (--verbose shows all)", rows.len() - shown)?;
    }
    out.write_all(b"\n")
}

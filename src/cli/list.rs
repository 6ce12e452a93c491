//! `model-lint list-models` and `model-lint list-rules`.

use std::io::{self, Write};

use serde::Serialize;

use super::args::{ListFormat, ListModelsArgs, ListRulesArgs};
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::table::{Table, wrapped};
use super::terminal::Terminal;
use crate::catalog::{Catalog, Date, Model, Status};
use crate::diagnostic::Rule;
use crate::facts;
use crate::report::text::marked;
use crate::suggest::did_you_mean;

/// Characters of the column that says what rules report.
const REPORTS: usize = 80;

/// The fields of a model; the names are part of the contract with users.
#[derive(Serialize)]
struct ModelRecord<'c> {
    provider: &'c str,
    id: &'c str,
    kind: &'c str,
    endpoints: Vec<&'c str>,
    alias_of: Option<&'c str>,
    released: Option<String>,
    announced: Option<String>,
    shutdown: Option<String>,
    not_before: Option<String>,
    status: &'static str,
    redirects_to: Option<&'c str>,
    replacement: Vec<&'c str>,
    live_replacement: Option<String>,
    live_replacement_confirmed: Option<bool>,
    source: Option<&'c str>,
    confidence: &'static str,
}

impl<'c> ModelRecord<'c> {
    fn new(catalog: &'c Catalog, model: &Model<'c>, as_of: Date) -> ModelRecord<'c> {
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        ModelRecord {
            provider: model.provider().key(),
            id: model.id(),
            kind: model.kind(),
            endpoints: facts::endpoints(catalog, model),
            alias_of: model.points_to(),
            released: day(model.released()),
            announced: day(model.announced()),
            shutdown: day(model.shutdown()),
            not_before: day(model.not_before()),
            status: model.status(as_of).word(),
            redirects_to: model.redirects_to(),
            replacement: model.replacement().collect(),
            live_replacement: facts::live_replacement(model, as_of),
            live_replacement_confirmed: model.live_replacement(as_of).map(|to| to.unconfirmed().is_none()),
            source: model.source(),
            confidence: facts::confidence(model),
        }
    }

    fn use_instead(&self) -> Option<String> {
        Some(marked(self.live_replacement.as_deref()?, self.live_replacement_confirmed?))
    }
}

/// Lists models.
pub(super) fn models(args: &ListModelsArgs, session: &Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    let (catalog, as_of) = (session.catalog(), session.settings.as_of);
    if let Some(key) = &args.provider
        && catalog.provider_named(key).is_none()
    {
        let known = facts::providers_with_models(catalog);
        let help = did_you_mean(key, known.iter().copied());
        let help = help.unwrap_or_else(|| format!("known are {}", known.join(", ")));
        return Err(Failure::new(format!("there is no provider `{key}`")).help(help));
    }
    let wanted = |model: &Model<'_>| {
        let status = model.status(as_of);
        args.provider.as_ref().is_none_or(|key| model.provider().key() == key)
            && args.status.as_ref().is_none_or(|word| status.word() == word)
            && args.retiring_within.is_none_or(|days| retires_within(status, as_of, days))
    };
    let records: Vec<ModelRecord<'_>> = catalog
        .models()
        .iter()
        .filter(|model| wanted(model))
        .map(|model| ModelRecord::new(catalog, model, as_of))
        .collect();
    if let Some(key) = args.provider.as_deref().filter(|key| !facts::providers_with_models(catalog).contains(key)) {
        terminal.warn(&format!("the catalog has no models of `{key}`: it knows its clients and addresses only"));
    }
    terminal.write(|out| match args.output_format {
        ListFormat::Json => write_json(&records, out),
        ListFormat::Table => write_models(&records, out),
    })?;
    Ok(Outcome::Clean)
}

fn retires_within(status: Status<'_>, as_of: Date, days: u32) -> bool {
    matches!(status, Status::Deprecated(Some(end)) if i64::from(end.days_since(as_of)) <= i64::from(days))
}

fn write_models(records: &[ModelRecord<'_>], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&["PROVIDER", "MODEL", "KIND", "STATUS", "SHUTDOWN", "USE INSTEAD"]);
    for record in records {
        let alive = matches!(record.status, "active" | "legacy");
        table.row(vec![
            record.provider.to_owned(),
            record.id.to_owned(),
            record.kind.to_owned(),
            record.status.to_owned(),
            record.shutdown.clone().unwrap_or_default(),
            record.use_instead().filter(|_| !alive).unwrap_or_default(),
        ]);
    }
    table.write(out)
}

/// The fields of a rule.
#[derive(Serialize)]
struct RuleRecord {
    name: &'static str,
    severity: &'static str,
    on_by_default: bool,
    summary: String,
}

/// Lists rules.
pub(super) fn rules(args: &ListRulesArgs, terminal: &Terminal) -> Result<Outcome, Failure> {
    let record = |rule: &Rule| RuleRecord {
        name: rule.name(),
        severity: rule.default_severity().name(),
        on_by_default: rule.on_by_default(),
        summary: rule.summary(),
    };
    let records: Vec<RuleRecord> = Rule::ALL.iter().map(record).collect();
    terminal.write(|out| match args.output_format {
        ListFormat::Json => write_json(&records, out),
        ListFormat::Table => write_rules(&records, out),
    })?;
    Ok(Outcome::Clean)
}

fn write_rules(records: &[RuleRecord], out: &mut dyn Write) -> io::Result<()> {
    let mut table = Table::new(&["RULE", "SEVERITY", "DEFAULT", "REPORTS"]);
    for record in records {
        let default = if record.on_by_default { "on" } else { "off" };
        let cells = [record.name, record.severity, default, &wrapped(&record.summary, REPORTS)];
        table.row(cells.map(str::to_owned).to_vec());
    }
    table.write(out)
}

fn write_json<T: Serialize>(records: &[T], out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, records)?;
    out.write_all(b"\n")
}

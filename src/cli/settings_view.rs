//! `--show-settings`: what holds for this run, in the words of the configuration.

use std::io::{self, Write};

use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use crate::config::Settings;
use crate::diagnostic::Rule;
use crate::report::text::escape;

pub(super) fn show(session: &Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    terminal.write(|out| write(session, out))?;
    Ok(Outcome::Clean)
}

fn write(session: &Session, out: &mut dyn Write) -> io::Result<()> {
    let settings = &session.settings;
    let configuration = session.configuration.as_ref().map(|path| path.to_string_lossy());
    writeln!(out, "# configuration: {}", escape(configuration.as_deref().unwrap_or("none")))?;
    writeln!(out, "# root: {}", escape(&settings.root.to_string_lossy()))?;
    writeln!(out, "# as of: {}", settings.as_of)?;
    write_keys(settings, out)
}

fn write_keys(settings: &Settings, out: &mut dyn Write) -> io::Result<()> {
    let rules = Rule::ALL.iter().filter(|rule| settings.selection.has(**rule) && !rule.is_about_the_run());
    writeln!(out, "select = {}", list(rules.map(|rule| rule.name())))?;
    writeln!(out, "fail-within = {}", settings.fail_within)?;
    writeln!(out, "fail-on = {}", text(settings.fail_on.name()))?;
    writeln!(out, "min-severity = {}", text(settings.min_severity.name()))?;
    writeln!(out, "min-confidence = {}", text(settings.min_confidence.name()))?;
    writeln!(out, "pedantic = {}", settings.pedantic)?;
    writeln!(out, "max-file-size = {}", settings.max_file_size)?;
    writeln!(out, "exclude = {}", list(settings.exclude.iter().map(String::as_str)))?;
    writeln!(out, "test-paths = {}", list(settings.test_paths.iter().map(String::as_str)))?;
    let catalogs: Vec<_> = settings.extend_catalog.iter().map(|path| path.to_string_lossy()).collect();
    writeln!(out, "extend-catalog = {}", list(catalogs.iter().map(AsRef::as_ref)))?;
    if let Some(organisations) = &settings.fine_tune_orgs {
        writeln!(out, "fine-tune-orgs = {}", list(organisations.iter().map(String::as_str)))?;
    }
    writeln!(out, "access = {}", list(settings.access.iter().map(String::as_str)))?;
    for (provider, file) in &settings.inventory {
        writeln!(out, "inventory.{provider} = {}", text(&file.path.to_string_lossy()))?;
    }
    for (rule, severity) in &settings.severity {
        writeln!(out, "severity.{} = {}", rule.name(), text(severity.name()))?;
    }
    for entry in &settings.overrides {
        writeln!(out, "\n[[overrides]]\npaths = {}", list(entry.paths.iter().map(String::as_str)))?;
        writeln!(out, "ignore = {}", list(entry.ignore.iter().map(|rule| rule.name())))?;
        for (rule, severity) in &entry.severity {
            writeln!(out, "severity.{} = {}", rule.name(), text(severity.name()))?;
        }
        if let Some(test) = entry.test {
            writeln!(out, "test = {test}")?;
        }
        if let Some(organisations) = &entry.fine_tune_orgs {
            writeln!(out, "fine-tune-orgs = {}", list(organisations.iter().map(String::as_str)))?;
        }
    }
    Ok(())
}

/// A string as TOML writes it.
fn text(value: &str) -> String {
    let escaped = escape(&value.replace('\\', "\\\\").replace('"', "\\\"")).into_owned();
    format!("\"{escaped}\"")
}

fn list<'v>(values: impl Iterator<Item = &'v str>) -> String {
    format!("[{}]", values.map(text).collect::<Vec<_>>().join(", "))
}

//! `--show-settings`: what holds for this run, in the words of the configuration, and where each comes from.

use std::collections::BTreeMap;
use std::io::{self, Write};

use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use crate::config::{Origin, PathOverride};
use crate::diagnostic::{Rule, Severity};
use crate::report::text::escape;
use crate::walk::shown;

pub(super) fn show(session: &Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    terminal.write(|out| View { session, out }.write())?;
    Ok(Outcome::Clean)
}

struct View<'v> {
    session: &'v Session,
    out: &'v mut dyn Write,
}

impl View<'_> {
    fn write(mut self) -> io::Result<()> {
        let Session { settings, configuration, .. } = self.session;
        let configuration = configuration.as_ref().map(|path| path.to_string_lossy());
        writeln!(self.out, "# configuration: {}", escape(configuration.as_deref().unwrap_or("none")))?;
        writeln!(self.out, "# root: {}", escape(&settings.root.to_string_lossy()))?;
        writeln!(self.out, "# as of: {}", settings.as_of)?;

        let rules = Rule::ALL.iter().filter(|rule| settings.selection.has(**rule) && !rule.is_about_the_run());
        let select = self.origins(&["select", "extend-select", "ignore"]);
        self.line("select", &list(rules.map(|rule| rule.name())), &select)?;
        self.key("fail-within", &settings.fail_within.to_string())?;
        self.key("fail-on", &text(settings.fail_on.name()))?;
        self.key("min-severity", &text(settings.min_severity.name()))?;
        self.key("min-confidence", &text(settings.min_confidence.name()))?;
        self.key("pedantic", &settings.pedantic.to_string())?;
        self.key("max-file-size", &size(settings.max_file_size))?;
        self.key("exclude", &list(settings.exclude.iter().map(String::as_str)))?;
        self.key("test-paths", &list(settings.test_paths.iter().map(String::as_str)))?;
        let catalogs: Vec<_> = settings.extend_catalog.iter().map(|path| path.to_string_lossy()).collect();
        self.key("extend-catalog", &list(catalogs.iter().map(AsRef::as_ref)))?;
        if let Some(organisations) = &settings.fine_tune_orgs {
            self.key("fine-tune-orgs", &list(organisations.iter().map(String::as_str)))?;
        }
        self.key("access", &list(settings.access.iter().map(String::as_str)))?;
        if let Some(file) = &settings.baseline {
            self.key("baseline", &text(&file.path.to_string_lossy()))?;
        }
        let inventory = self.origins(&["inventory"]);
        for (provider, file) in &settings.inventory {
            self.line(&format!("inventory.{provider}"), &text(&file.path.to_string_lossy()), &inventory)?;
        }
        let severity = self.origins(&["severity"]);
        self.severities(&settings.severity, &severity)?;
        settings.overrides.iter().try_for_each(|entry| self.path_override(entry))
    }

    fn path_override(&mut self, entry: &PathOverride) -> io::Result<()> {
        let origin = entry.origin.as_ref().map(|origin| self.origin(origin)).unwrap_or_default();
        writeln!(self.out, "\n[[overrides]]  # {origin}")?;
        self.line("paths", &list(entry.paths.iter().map(String::as_str)), "")?;
        self.line("ignore", &list(entry.ignore.iter().map(|rule| rule.name())), "")?;
        self.severities(&entry.severity, "")?;
        if let Some(test) = entry.test {
            self.line("test", &test.to_string(), "")?;
        }
        if let Some(organisations) = &entry.fine_tune_orgs {
            self.line("fine-tune-orgs", &list(organisations.iter().map(String::as_str)), "")?;
        }
        Ok(())
    }

    fn severities(&mut self, severities: &BTreeMap<Rule, Severity>, origins: &str) -> io::Result<()> {
        let line = |(rule, severity): (&Rule, &Severity)| {
            self.line(&format!("severity.{}", rule.name()), &text(severity.name()), origins)
        };
        severities.iter().try_for_each(line)
    }

    fn key(&mut self, key: &str, value: &str) -> io::Result<()> {
        let origins = self.origins(&[key]);
        self.line(key, value, &origins)
    }

    fn line(&mut self, key: &str, value: &str, origins: &str) -> io::Result<()> {
        match origins {
            "" => writeln!(self.out, "{key} = {value}"),
            origins => writeln!(self.out, "{key} = {value}  # {origins}"),
        }
    }

    fn origins(&self, keys: &[&str]) -> String {
        let said = keys.iter().filter_map(|key| self.session.settings.origins.get(key)).flatten();
        let said: Vec<String> = said.map(|origin| self.origin(origin)).collect();
        if said.is_empty() { "default".to_owned() } else { said.join(", ") }
    }

    fn origin(&self, origin: &Origin) -> String {
        match origin {
            Origin::File { path, line } => format!("{}:{line}", escape(&shown(&self.session.cwd, path))),
            Origin::Flag(flag) => flag.clone(),
        }
    }
}

/// A string as TOML writes it.
fn text(value: &str) -> String {
    let escaped = escape(&value.replace('\\', "\\\\").replace('"', "\\\"")).into_owned();
    format!("\"{escaped}\"")
}

/// A size as people write it, where it is a whole number of megabytes.
fn size(bytes: u64) -> String {
    const MEGABYTE: u64 = 1 << 20;
    if bytes > 0 && bytes.is_multiple_of(MEGABYTE) {
        text(&format!("{}MB", bytes / MEGABYTE))
    } else {
        bytes.to_string()
    }
}

fn list<'v>(values: impl Iterator<Item = &'v str>) -> String {
    format!("[{}]", values.map(text).collect::<Vec<_>>().join(", "))
}

//! What of a report is new: the baseline and the changed lines.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::outcome::Failure;
use super::session::Session;
use super::terminal::Terminal;
use crate::baseline::{self, Baseline, Scope};
use crate::changes::Changes;
use crate::config::NamedFile;
use crate::diagnostic::Rule;
use crate::project::Target;
use crate::report::Report;
use crate::source::replace;
use crate::walk::shown;

/// What a report is narrowed by; read before anything is checked, so that a mistake costs nothing.
pub(super) struct Narrowing {
    baseline: Option<Baseline>,
    /// Where the baseline is to be written.
    written: Option<PathBuf>,
    changes: Option<Changes>,
}

impl Narrowing {
    pub(super) fn of(args: &CheckArgs, session: &Session, terminal: &Terminal) -> Result<Narrowing, Failure> {
        let written = args.write_baseline.as_ref().map(|file| destination(file.as_deref(), session));
        let named = session.settings.baseline.as_ref();
        let baseline = match (&written, named) {
            // What it is written anew from may not exist yet.
            (Some(path), _) if !path.exists() => Some(Baseline::empty(path)),
            (Some(path), _) => Some(read(&NamedFile { path: path.clone(), by_configuration: false }, session)?),
            (None, Some(file)) => Some(read(file, session)?),
            (None, None) => None,
        };
        let changes = args.since.as_ref().map(|revision| changes(revision, session, terminal)).transpose()?;
        Ok(Narrowing { baseline, written, changes })
    }

    /// Takes out what is not new, and writes the baseline where that is wanted.
    pub(super) fn apply(
        &self,
        report: &mut Report,
        targets: &[Target],
        session: &Session,
        terminal: &Terminal,
    ) -> Result<(), Failure> {
        let renewed = match (&self.baseline, &self.written) {
            (Some(baseline), Some(path)) => {
                let renewed = in_scope(report, targets, session, |report, scope| baseline.renewed(report, scope));
                write(path, baseline, &renewed, session, terminal)?;
                Some(renewed)
            }
            _ => None,
        };
        self.take_out(report, targets, session, renewed.as_ref().or(self.baseline.as_ref()));
        Ok(())
    }

    /// Takes out what is not new.
    pub(super) fn narrow(&self, report: &mut Report, targets: &[Target], session: &Session) {
        self.take_out(report, targets, session, self.baseline.as_ref());
    }

    fn take_out(&self, report: &mut Report, targets: &[Target], session: &Session, baseline: Option<&Baseline>) {
        if let Some(baseline) = baseline {
            in_scope(report, targets, session, |report, scope| baseline.apply(report, scope));
        }
        if let Some(changes) = &self.changes {
            changes.apply(report, &session.cwd);
        }
    }
}

/// Does something to a report, within what was checked and which rules speak.
fn in_scope<T>(
    report: &mut Report,
    targets: &[Target],
    session: &Session,
    act: impl FnOnce(&mut Report, &Scope<'_>) -> T,
) -> T {
    let skipped: BTreeSet<&str> = report.summary.skipped.iter().map(|file| file.path.as_str()).collect();
    let broken = report.findings.iter().filter(|f| f.diagnostic.rule.is_about_the_run());
    let unseen: BTreeSet<&str> = broken.map(|f| f.path.as_str()).chain(skipped).collect();
    let seen = targets.iter().map(|target| target.shown.as_str()).filter(|path| !unseen.contains(path));
    let seen: BTreeSet<String> = seen.map(str::to_owned).collect();
    let checked = |path: &str| seen.contains(path);
    let speaks = |name: &str| Rule::parse(name).is_none_or(|rule| session.settings.selection.has(rule));
    act(report, &Scope { cwd: &session.cwd, checked: &checked, speaks: &speaks })
}

/// Where a baseline is written: as it is named, where the settings have it, or beside the configuration.
fn destination(named: Option<&Path>, session: &Session) -> PathBuf {
    match (named, &session.settings.baseline) {
        (Some(named), _) => session.cwd.join(named),
        (None, Some(file)) => file.path.clone(),
        (None, None) => session.settings.root.join(baseline::FILE_NAME),
    }
}

fn read(file: &NamedFile, session: &Session) -> Result<Baseline, Failure> {
    let name = shown(&session.cwd, &file.path);
    let failed = |message| Failure::new(message).help("this is the baseline; `--write-baseline` makes it anew");
    let text = session.read(file, baseline::LARGEST).map_err(|reason| failed(format!("{name}: {reason}")))?;
    Baseline::parse(&file.path, &text).map_err(|mistake| {
        let (line, column) = mistake.place;
        failed(format!("{name}:{line}:{column}: {}", mistake.message))
    })
}

fn write(
    path: &Path,
    before: &Baseline,
    after: &Baseline,
    session: &Session,
    terminal: &Terminal,
) -> Result<(), Failure> {
    let (name, text) = (shown(&session.cwd, path), after.text());
    if text.len() as u64 > baseline::LARGEST {
        let message = format!("{name}: a baseline of {} entries would be larger than 1 MB", after.len());
        return Err(Failure::new(message).help("exclude what is not checked anyway, or raise `min-severity`"));
    }
    // Where a link stands, what it points to is written.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    replace(&real, text.as_bytes()).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    let (new, gone) = (after.beyond(before), before.beyond(after));
    let entries = if after.len() == 1 { "1 entry".to_owned() } else { format!("{} entries", after.len()) };
    terminal.remark(&format!("{name} has {entries} now ({new} new, {gone} taken out)"));
    if session.settings.baseline.as_ref().is_none_or(|file| file.path != path) {
        terminal.remark(&format!("it counts with `--baseline {name}`, or as `baseline = \"…\"` in the configuration"));
    }
    Ok(())
}

fn changes(revision: &str, session: &Session, terminal: &Terminal) -> Result<Changes, Failure> {
    let changes = Changes::since(&session.cwd, revision).map_err(|trouble| {
        let failure = Failure::new(format!("--since {revision}: {}", trouble.message));
        Failure { help: trouble.help, ..failure }
    })?;
    if changes.without_ancestor {
        terminal
            .warn(&format!("no common ancestor with `{revision}` is known here: lines are compared with it itself"));
    }
    Ok(changes)
}

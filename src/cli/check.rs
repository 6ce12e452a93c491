//! `model-lint check`.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::settings_view;
use super::terminal::Terminal;
use crate::config::{FailOn, Globs, InventoryFile, Layer};
use crate::diagnostic::Rule;
use crate::project;
use crate::report::text::escape;
use crate::report::{Report, Style, closing};
use crate::walk::{self, SUPPORTED, WalkOptions, Walked};

/// Checks files, or standard input.
pub(super) fn run(args: &CheckArgs, session: &mut Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    session.settings.apply(layer(args, &session.cwd));
    if let Some([one, other]) = session.settings.contradiction() {
        let message = format!("`{}` and `{}` exclude each other", one.name(), other.name());
        return Err(Failure::new(message).help("select the one that is your policy"));
    }
    session.read_inventories()?;
    limit_threads(args.input.threads)?;
    let exclude = Globs::new(&session.settings.root, &session.settings.exclude)
        .map_err(|(place, reason)| Failure::new(format!("--exclude {}: {reason}", session.settings.exclude[place])))?;
    if args.show_settings {
        return settings_view::show(session, terminal);
    }
    let input = Input::of(args, session, &exclude)?;
    if args.show_files {
        return show_files(&input, terminal);
    }
    let report = input.check(session, terminal)?;
    write(&report, args, terminal)?;
    Ok(outcome(&report, session.settings.fail_on, args.exit_zero))
}

/// What the command line says.
fn layer(args: &CheckArgs, cwd: &Path) -> Layer {
    let inventory = |(provider, file): &(String, PathBuf)| {
        (provider.clone(), InventoryFile { path: cwd.join(file), by_configuration: false })
    };
    Layer {
        inventory: args.inventory.iter().map(inventory).collect(),
        select: args.select.clone(),
        extend_select: args.extend_select.clone(),
        ignore: args.ignore.clone(),
        fail_within: args.fail_within,
        fail_on: args.fail_on,
        min_severity: args.min_severity,
        min_confidence: args.min_confidence,
        exclude: args.input.exclude.clone(),
        max_file_size: args.input.max_file_size,
        pedantic: args.pedantic.then_some(true),
        ..Layer::default()
    }
}

fn limit_threads(threads: usize) -> Result<(), Failure> {
    if threads == 0 {
        return Ok(());
    }
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|e| Failure::new(format!("--threads {threads}: {e}")))
}

/// What is checked.
enum Input {
    Files(Walked),
    /// Standard input under the name of a file; absent if that file is excluded.
    Text(Option<project::Target>),
}

impl Input {
    fn of(args: &CheckArgs, session: &Session, exclude: &Globs) -> Result<Input, Failure> {
        let dash = args.input.paths.iter().any(|path| path == Path::new("-"));
        let listed = match &args.input.files_from {
            Some(from) => listed(&session.cwd, from)?,
            None => Vec::new(),
        };
        let here = [PathBuf::from(".")];
        let nothing_named = args.input.paths.is_empty() && args.input.files_from.is_none();
        let options = WalkOptions {
            cwd: &session.cwd,
            root: &session.repository,
            paths: if nothing_named { &here } else { &args.input.paths },
            listed: &listed,
            exclude,
            force_exclude: args.input.force_exclude,
            no_ignore: args.input.no_ignore,
            threads: args.input.threads,
        };
        match &args.input.stdin_filename {
            Some(name) if dash || args.input.paths.is_empty() => text(name, args, &options),
            None if dash => Err(Failure::new("standard input has no name, so its language is unknown")
                .help("add `--stdin-filename PATH`")),
            Some(_) => Err(Failure::new("`--stdin-filename` goes with `-` and not with other paths")),
            None => files(&options),
        }
    }

    fn check(self, session: &mut Session, terminal: &Terminal) -> Result<Report, Failure> {
        match self {
            Input::Text(None) => Ok(session.check(&[])),
            Input::Text(Some(target)) => {
                session.update(&target.path, standard_input(session.settings.max_file_size)?);
                Ok(session.check(&[target]))
            }
            Input::Files(walked) => {
                if walked.targets.is_empty() && walked.errors.is_empty() {
                    terminal.warn(&format!("there are no files to check; {SUPPORTED} are read"));
                }
                for path in &walked.nested {
                    terminal.warn(&format!(
                        "{path} is not read: a run has one configuration, with [[overrides]] for folders"
                    ));
                }
                for (path, reason) in &walked.errors {
                    terminal.fail(&Failure::new(format!("{path}: {reason}")));
                }
                let mut report = session.check(&walked.targets);
                report.summary.incomplete |= !walked.errors.is_empty();
                Ok(report)
            }
        }
    }
}

fn files(options: &WalkOptions<'_>) -> Result<Input, Failure> {
    let walked = walk::walk(options);
    match walked.missing.as_slice() {
        [] => Ok(Input::Files(walked)),
        missing => {
            let names: Vec<String> = missing.iter().map(|name| format!("`{name}`")).collect();
            let message = format!("there is no file or folder {}", names.join(", "));
            Err(Failure::new(message).help("nothing was checked"))
        }
    }
}

fn text(name: &Path, args: &CheckArgs, options: &WalkOptions<'_>) -> Result<Input, Failure> {
    if args.input.paths.len() > 1 {
        return Err(Failure::new("`-` stands alone: standard input is checked by itself"));
    }
    if walk::language_of(name).is_none() {
        let message = format!("{}: this kind of file is not read", name.display());
        return Err(Failure::new(message).help(format!("{SUPPORTED} are")));
    }
    Ok(Input::Text(walk::unsaved(options, name)))
}

/// The paths in a list: one a line, or ended by NUL as `git diff -z` writes them.
fn listed(cwd: &Path, from: &Path) -> Result<Vec<PathBuf>, Failure> {
    let list = if from == Path::new("-") {
        standard_input(u64::MAX)?
    } else {
        std::fs::read(cwd.join(from)).map_err(|e| Failure::new(format!("{}: {e}", from.display())))?
    };
    let end = if list.contains(&0) { 0 } else { b'\n' };
    let names = list.split(|byte| *byte == end).map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// Standard input, one byte more than the limit at most: what is too large is seen to be.
fn standard_input(limit: u64) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut text);
    read.map_err(|e| Failure::new(format!("standard input: {e}")))?;
    Ok(text)
}

fn show_files(input: &Input, terminal: &Terminal) -> Result<Outcome, Failure> {
    let targets = match input {
        Input::Files(walked) => walked.targets.as_slice(),
        Input::Text(target) => target.as_slice(),
    };
    let write = |out: &mut dyn Write| targets.iter().try_for_each(|target| writeln!(out, "{}", escape(&target.shown)));
    terminal.write(write)?;
    let Input::Files(walked) = input else { return Ok(Outcome::Clean) };
    for (path, reason) in &walked.errors {
        terminal.fail(&Failure::new(format!("{path}: {reason}")));
    }
    Ok(if walked.errors.is_empty() { Outcome::Clean } else { Outcome::Failed })
}

fn write(report: &Report, args: &CheckArgs, terminal: &Terminal) -> Result<(), Failure> {
    let style = Style { color: terminal.has_color(), verbose: terminal.is_verbose(), quiet: terminal.is_quiet() };
    terminal.write(|out| args.output_format.write(report, style, out))?;
    if args.output_format.is_for_machines() {
        terminal.remark(&closing(report));
    }
    Ok(())
}

/// An incomplete run is never clean, whatever masks its findings.
fn outcome(report: &Report, fail_on: FailOn, exit_zero: bool) -> Outcome {
    let broken = |rule| matches!(rule, Rule::UnreadableFile | Rule::InternalError);
    let incomplete = report.summary.incomplete || report.findings.iter().any(|f| broken(f.diagnostic.rule));
    match () {
        () if incomplete => Outcome::Failed,
        () if !exit_zero && fail_on.fails(report.worst()) => Outcome::Found,
        () => Outcome::Clean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::{Catalog, Date};
    use crate::config::Settings;
    use crate::diagnostic::{Confidence, Diagnostic, Facts, Severity};
    use crate::report::Finding;
    use crate::source::Span;

    fn report(found: &[(Rule, Severity)]) -> Report {
        let settings = Settings::new(PathBuf::new(), Date(0));
        let mut report = project::check(&settings, Catalog::bundled(), &[]);
        report.findings.extend(found.iter().map(|(rule, severity)| Finding {
            path: "a.py".to_owned(),
            location: None,
            excerpt: None,
            related: Vec::new(),
            local_file: false,
            diagnostic: Diagnostic {
                rule: *rule,
                severity: *severity,
                confidence: Confidence::High,
                span: Span::default(),
                message: String::new(),
                help: None,
                related: Vec::new(),
                fix: None,
                facts: Facts::default(),
            },
        }));
        report
    }

    const ERRORS: FailOn = FailOn::Severity(Severity::Error);

    #[test]
    fn the_threshold_decides() {
        let warned = report(&[(Rule::DeprecatedModel, Severity::Warning)]);
        assert_eq!(outcome(&report(&[]), FailOn::Severity(Severity::Note), false), Outcome::Clean);
        assert_eq!(outcome(&warned, ERRORS, false), Outcome::Clean);
        assert_eq!(outcome(&warned, FailOn::Severity(Severity::Warning), false), Outcome::Found);
        let failed = report(&[(Rule::RetiredModel, Severity::Error)]);
        assert_eq!(outcome(&failed, ERRORS, false), Outcome::Found);
        assert_eq!(outcome(&failed, FailOn::Never, false), Outcome::Clean);
        assert_eq!(outcome(&failed, ERRORS, true), Outcome::Clean);
    }

    #[test]
    fn nothing_masks_an_incomplete_run() {
        let mut cut = report(&[(Rule::RetiredModel, Severity::Error)]);
        cut.summary.incomplete = true;
        assert_eq!(outcome(&cut, FailOn::Never, true), Outcome::Failed);
        let unread = report(&[(Rule::UnreadableFile, Severity::Error)]);
        assert_eq!(outcome(&unread, FailOn::Never, true), Outcome::Failed);
    }
}

//! `model-lint check`.

use std::path::{Path, PathBuf};

use super::args::CheckArgs;
use super::fix::{Done, Output, Work};
use super::ignores;
use super::input::Input;
use super::narrow::Narrowing;
use super::outcome::{Failure, Outcome};
use super::output_file;
use super::session::Session;
use super::settings_view;
use super::statistics;
use super::terminal::Terminal;
use crate::config::{FailOn, Layer, NamedFile};
use crate::diagnostic::Rule;
use crate::project::Level;
use crate::report::{Report, Style, closing};

/// Checks files, or standard input.
pub(super) fn run(args: &CheckArgs, session: &mut Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    session.settings.apply(layer(args, &session.cwd));
    if let Some([one, other]) = session.settings.contradiction() {
        let message = format!("`{}` and `{}` exclude each other", one.name(), other.name());
        return Err(Failure::new(message).help("select the one that is your policy"));
    }
    output_file::can_be_written(&args.output_file, &session.cwd)?;
    session.no_ignore = args.input.no_ignore;
    session.read_inventories()?;
    if args.show_settings {
        return settings_view::show(session, terminal);
    }
    let input = Input::open(&args.input, session)?;
    // What is written for the rest would not say that a part is missing.
    if args.add_ignores || args.write_baseline.is_some() {
        input.refuse_missing()?;
    }
    if args.show_files {
        return input.show(terminal);
    }
    let statistics = statistics::Tables::of(args, session)?;
    let narrowing = Narrowing::of(args, session, terminal)?;
    let text = input.read(session, terminal, args.fix || args.diff)?;
    let mut report = input.check_again(session);
    narrowing.apply(&mut report, input.targets(), session, terminal)?;
    if args.add_ignores && ignores::add(&report, args.reason.as_deref(), input.targets(), session, terminal)? {
        report = input.check_again(session);
        narrowing.apply(&mut report, input.targets(), session, terminal)?;
    }
    let level = if args.unsafe_fixes { Level::Unsafe } else { Level::Safe };
    let mut work = Work { session, input: &input, narrowing: &narrowing, level };
    let mut done = match text {
        _ if args.diff => work.show(report, terminal),
        Some(text) if args.fix => work.make_text(report, text),
        None if args.fix => work.make(report, terminal),
        _ => Done { report, output: Output::Report, complete: true },
    };
    done.report.statistics = statistics.of_report(&done.report, session);
    let is_written = write(&done, args, session, terminal)?;
    let outcome = match done.output {
        Output::Patch(_, changes) => outcome(&done.report, FailOn::Never, true).or_found(changes && !args.exit_zero),
        _ => outcome(&done.report, session.settings.fail_on, args.exit_zero),
    };
    Ok(if done.complete && is_written { outcome } else { Outcome::Failed })
}

/// What the command line says.
fn layer(args: &CheckArgs, cwd: &Path) -> Layer {
    let inventory = |(provider, file): &(String, PathBuf)| {
        (provider.clone(), NamedFile { path: cwd.join(file), by_configuration: false })
    };
    let mut layer = Layer {
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
        baseline: args.baseline.as_ref().map(|file| NamedFile { path: cwd.join(file), by_configuration: false }),
        ..Layer::default()
    };
    layer.is_said_by_flags();
    layer
}

/// Writes the report wherever it is wanted; whether it came everywhere.
fn write(done: &Done, args: &CheckArgs, session: &Session, terminal: &Terminal) -> Result<bool, Failure> {
    let (report, format) = (&done.report, args.output_format);
    let style = Style { color: terminal.has_color(), verbose: terminal.is_verbose(), quiet: terminal.is_quiet() };
    match &done.output {
        Output::Report => terminal.write(|out| format.write(report, style, out))?,
        Output::Text(text) => {
            terminal.write_bytes(text)?;
            terminal.write_aside(|err| format.write(report, style, err))?;
        }
        Output::Patch(patch, _) => terminal.write_bytes(patch)?,
    }
    let written = output_file::write_all(report, &args.output_file, &session.cwd, style);
    if format.is_for_machines() && matches!(done.output, Output::Report) {
        terminal.remark(&closing(report));
    }
    written.as_ref().err().into_iter().flatten().for_each(|failure| terminal.fail(failure));
    Ok(written.is_ok())
}

/// An incomplete run is never clean, whatever masks its findings.
pub(super) fn outcome(report: &Report, fail_on: FailOn, exit_zero: bool) -> Outcome {
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
    use crate::project;
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
            edits: Vec::new(),
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

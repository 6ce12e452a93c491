//! The command line: arguments in, a report and an exit code out.

mod args;
mod check;
mod explain;
mod fix;
mod forecast;
mod ignores;
mod init;
mod input;
mod list;
mod list_uses;
mod manual;
mod narrow;
mod outcome;
mod output_file;
mod server;
mod session;
mod settings_view;
mod statistics;
mod table;
mod terminal;
mod values;
mod watchdog;

use std::ffi::OsString;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

use clap::error::ContextValue;
use clap::{CommandFactory, FromArgMatches};

use self::args::{Cli, Command};
use self::outcome::{Failure, Outcome};
use self::session::Session;
use self::terminal::Terminal;
use crate::catalog::Catalog;
use crate::report::text::escape;

/// Days after which the facts are called old.
const OLD_CATALOG: i32 = 180;

/// Runs the command with its arguments, the program's name first.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let arguments = args::with_default_command(arguments.into_iter().collect());
    let parsed = command().try_get_matches_from(arguments);
    let cli = match parsed.and_then(|matches| Cli::from_arg_matches(&matches)) {
        Ok(cli) => cli,
        Err(error) => {
            let error = visible(error);
            // Help for a closed pipe is nobody's loss.
            let _ = error.print();
            return if error.use_stderr() { Outcome::Failed.into() } else { Outcome::Clean.into() };
        }
    };
    let terminal = Terminal::new(cli.global.color, cli.global.quiet, cli.global.verbose);
    let dispatched = catch_unwind(AssertUnwindSafe(|| dispatch(&cli, &terminal)));
    match dispatched.unwrap_or_else(|_| Err(Failure::panicked())) {
        Ok(outcome) => outcome.into(),
        Err(failure) => {
            terminal.fail(&failure);
            Outcome::Failed.into()
        }
    }
}

/// An error that repeats what was written on the command line, as text that acts on nothing: hooks put names of files
/// there.
fn visible(mut error: clap::Error) -> clap::Error {
    let clean = |value: &ContextValue| match value {
        ContextValue::String(text) => Some(ContextValue::String(escape(text).into_owned())),
        ContextValue::Strings(texts) => {
            Some(ContextValue::Strings(texts.iter().map(|text| escape(text).into_owned()).collect()))
        }
        _ => None,
    };
    let cleaned: Vec<_> = error.context().filter_map(|(kind, value)| Some((kind, clean(value)?))).collect();
    for (kind, value) in cleaned {
        error.insert(kind, value);
    }
    error
}

/// The command with its version.
fn command() -> clap::Command {
    let version: &'static str = Box::leak(version().into_boxed_str());
    Cli::command().version(version)
}

fn dispatch(cli: &Cli, terminal: &Terminal) -> Result<Outcome, Failure> {
    let open = || {
        let session = session::open(&cli.global)?;
        warn_of_old_facts(&session, terminal);
        Ok::<Session, Failure>(session)
    };
    match &cli.command {
        Command::Check(args) => check::run(args, &mut open()?, terminal),
        Command::Explain(args) => explain::run(args, &open()?, terminal),
        Command::Forecast(args) => forecast::run(args, &mut open()?, terminal),
        Command::ListUses(args) => list_uses::run(args, &mut open()?, terminal),
        Command::ListModels(args) => list::models(args, &open()?, terminal),
        Command::ListRules(args) => list::rules(args, terminal),
        // An editor opens its projects itself, and stays where one of them is wrong.
        Command::Lsp(_) => server::run(&cli.global),
        Command::Completions(args) => manual::completions(args, command(), terminal),
        Command::GenerateMan(args) => manual::pages(args, command()),
        Command::Init => init::run(&open()?, terminal),
    }
}

/// The program's version and the day of its facts.
fn version() -> String {
    let version = env!("CARGO_PKG_VERSION");
    match Catalog::bundled().compared() {
        Some(day) => format!("{version} (catalog of {day})"),
        None => version.to_owned(),
    }
}

/// A pinned version is right to be quiet about models that it cannot know; whoever reads along should know why.
fn warn_of_old_facts(session: &Session, terminal: &Terminal) {
    let Some(compared) = session.catalog().compared() else { return };
    let age = session.settings.as_of.days_since(compared);
    if age >= OLD_CATALOG {
        terminal
            .notice(&format!("the facts about models are {age} days old (of {compared}); a newer version knows more"));
    }
}

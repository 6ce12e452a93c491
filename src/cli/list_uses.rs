//! `model-lint list-uses`.

use super::args::{ListUsesArgs, UsesFormat};
use super::input::Input;
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use crate::config::Layer;
use crate::uses::{write_csv, write_cyclonedx, write_json, write_markdown, write_table};

/// Lists every model that the repository uses; only an incomplete run fails.
pub(super) fn run(args: &ListUsesArgs, session: &mut Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    session.settings.apply(Layer {
        exclude: args.input.exclude.clone(),
        max_file_size: args.input.max_file_size,
        ..Layer::default()
    });
    let survey = Input::open(&args.input, session)?.survey(session, terminal)?;
    let verbose = terminal.is_verbose();
    terminal.write(|out| match args.output_format {
        UsesFormat::Table => write_table(&survey, verbose, out),
        UsesFormat::Json => write_json(&survey, out),
        UsesFormat::Markdown => write_markdown(&survey, out),
        UsesFormat::Csv => write_csv(&survey, out),
        UsesFormat::CycloneDx => write_cyclonedx(&survey, out),
    })?;
    Ok(if survey.incomplete { Outcome::Failed } else { Outcome::Clean })
}

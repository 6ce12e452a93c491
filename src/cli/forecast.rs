//! `model-lint forecast`.

use super::args::{ForecastArgs, ForecastFormat};
use super::check::outcome;
use super::input::Input;
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use crate::config::Layer;
use crate::forecast::{Forecast, write_calendar, write_json, write_page, write_terminal};

/// Says when the repository breaks; exits as `check` does.
pub(super) fn run(args: &ForecastArgs, session: &mut Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    session.settings.apply(Layer {
        exclude: args.input.exclude.clone(),
        max_file_size: args.input.max_file_size,
        fail_on: args.fail_on,
        min_confidence: args.min_confidence,
        ..Layer::default()
    });
    session.read_inventories()?;
    let report = Input::open(&args.input, session)?.check(session, terminal)?;
    let forecast = Forecast::new(&report, session.catalog());
    let (color, verbose) = (terminal.has_color(), terminal.is_verbose());
    terminal.write(|out| match args.output_format {
        ForecastFormat::Text => write_terminal(&forecast, color, verbose, out),
        ForecastFormat::Json => write_json(&forecast, out),
        ForecastFormat::Calendar => write_calendar(&forecast, out),
        ForecastFormat::Page => write_page(&forecast, out),
    })?;
    Ok(outcome(&report, session.settings.fail_on, args.exit_zero))
}

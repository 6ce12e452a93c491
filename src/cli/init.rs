//! `model-lint init`: a configuration that says what a run found here and what could be set because of it.

mod draft;

use self::draft::Draft;
use super::args::InputArgs;
use super::input::Input;
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use crate::config::{FILE_NAMES, find};
use crate::report::closing;
use crate::source::replace;
use crate::walk::shown;

/// Checks the project and writes its configuration. Everything in it is commented out: the next run says the same.
pub(super) fn run(session: &Session, terminal: &Terminal) -> Result<Outcome, Failure> {
    let path = session.settings.root.join(FILE_NAMES[0]);
    let there = find(&session.settings.root)
        .map_or_else(|error| Some(error.path.into()), |found| found.map(|found| found.path))
        .or_else(|| session.configuration.clone());
    if let Some(there) = there {
        let message = format!("there is a configuration already: {}", shown(&session.cwd, &there));
        return Err(Failure::new(message).help("nothing was written"));
    }
    let input = Input::open(&everything(session), session)?;
    let report = session.check(input.targets());
    let draft = Draft {
        report: &report,
        survey: &session.survey(input.targets()),
        redirections: &session.redirections(input.targets()),
        session,
    };
    let name = shown(&session.cwd, &path);
    replace(&path, draft.text().as_bytes()).map_err(|error| Failure::new(format!("{name}: {error}")))?;
    terminal.write(|out| {
        writeln!(out, "wrote {name}: {}", closing(&report))?;
        writeln!(out, "everything in it is commented out; take what you want")
    })?;
    Ok(Outcome::Clean)
}

fn everything(session: &Session) -> InputArgs {
    InputArgs {
        paths: vec![session.settings.root.clone()],
        files_from: None,
        stdin_filename: None,
        exclude: Vec::new(),
        force_exclude: false,
        no_ignore: false,
        max_file_size: None,
        threads: 0,
    }
}

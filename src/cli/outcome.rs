//! Every way in which a run can end.

use std::io;
use std::process::ExitCode;

use crate::project::ProjectError;

/// How a run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing at or above the threshold.
    Clean,
    /// Something.
    Found,
    /// The run failed, or is incomplete.
    Failed,
}

impl Outcome {
    /// Something was found as well; a failure stays one.
    #[must_use]
    pub(super) fn or_found(self, found: bool) -> Outcome {
        if found && self == Outcome::Clean { Outcome::Found } else { self }
    }

    /// The exit code.
    pub(super) fn code(self) -> u8 {
        match self {
            Outcome::Clean => 0,
            Outcome::Found => 1,
            Outcome::Failed => 2,
        }
    }
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> ExitCode {
        ExitCode::from(outcome.code())
    }
}

/// What kept a run from its work: told to the user with what to do.
#[derive(Debug)]
pub(super) struct Failure {
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Failure {
    pub(super) fn new(message: impl Into<String>) -> Failure {
        Failure { message: message.into(), help: None }
    }

    /// What no file alone is to blame for: where it happened was said before.
    pub(super) fn panicked() -> Failure {
        Failure::new("the linter panicked; nothing was reported").help("please report it, with the lines above")
    }

    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> Failure {
        self.help = Some(help.into());
        self
    }
}

impl From<ProjectError> for Failure {
    fn from(error: ProjectError) -> Failure {
        Failure { message: error.message, help: error.help }
    }
}

/// Writing to a reader that has gone is no failure.
pub(super) fn unless_closed(written: io::Result<()>) -> Result<(), Failure> {
    match written {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(Failure::new(format!("standard output: {error}")))
        }
        _ => Ok(()),
    }
}

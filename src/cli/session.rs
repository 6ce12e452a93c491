//! What all subcommands stand on: the project of the working directory.

use super::args::GlobalArgs;
use super::outcome::Failure;
pub(super) use crate::project::Project as Session;
use crate::project::{Choice, today};

/// The project in which one stands, as the arguments want it.
pub(super) fn open(args: &GlobalArgs) -> Result<Session, Failure> {
    let cwd = std::env::current_dir().map_err(|e| Failure::new(format!("the working directory: {e}")))?;
    Ok(Session::open(&cwd, &choice(args), args.as_of.unwrap_or_else(today))?)
}

/// The configuration that the arguments want.
pub(super) fn choice(args: &GlobalArgs) -> Choice {
    match &args.config {
        _ if args.isolated => Choice::Isolated,
        Some(path) => Choice::File(path.clone()),
        None => Choice::Nearest,
    }
}

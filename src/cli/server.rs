//! `model-lint lsp`.

use std::io;

use super::args::GlobalArgs;
use super::outcome::{Failure, Outcome};
use super::session::choice;
use crate::lsp::{self, Defaults};
use crate::project::Choice;

/// Serves an editor until it leaves; without having said so before, that is a failure by the protocol.
pub(super) fn run(args: &GlobalArgs) -> Result<Outcome, Failure> {
    let choice = match choice(args) {
        // What is named on the command line is relative to where that was typed, not to a workspace folder.
        Choice::File(path) => Choice::File(std::path::absolute(&path).unwrap_or(path)),
        choice => choice,
    };
    let ended = lsp::serve(io::stdin(), io::stdout().lock(), Defaults { choice, as_of: args.as_of });
    let in_order = ended.map_err(|e| Failure::new(format!("standard output: {e}")))?;
    Ok(if in_order { Outcome::Clean } else { Outcome::Found })
}

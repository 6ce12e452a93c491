//! The command `model-lint`.

use std::process::ExitCode;

fn main() -> ExitCode {
    model_lint::cli::run(std::env::args_os())
}

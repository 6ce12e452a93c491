//! `model-lint completions` and `model-lint generate-man`: what a package ships beside the program.

use super::args::{CompletionsArgs, GenerateManArgs};
use super::outcome::{Failure, Outcome};
use super::terminal::Terminal;

/// Prints completions for a shell.
pub(super) fn completions(
    args: &CompletionsArgs,
    command: clap::Command,
    terminal: &Terminal,
) -> Result<Outcome, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut without_hidden(&command), "model-lint", &mut script);
    terminal.write(|out| out.write_all(&script))?;
    Ok(Outcome::Clean)
}

/// The command as users know it: completions would offer what help hides.
fn without_hidden(command: &clap::Command) -> clap::Command {
    let visible = command.get_subcommands().filter(|subcommand| !subcommand.is_hide_set());
    let arguments = command.get_arguments();
    clap::Command::new("model-lint")
        .version(env!("CARGO_PKG_VERSION"))
        .args(arguments.cloned())
        .subcommands(visible.cloned())
}

/// Writes one manual page for the program and one for each subcommand.
pub(super) fn pages(args: &GenerateManArgs, command: clap::Command) -> Result<Outcome, Failure> {
    let folder = &args.folder;
    let written = std::fs::create_dir_all(folder).and_then(|()| clap_mangen::generate_to(command, folder));
    written.map_err(|e| Failure::new(format!("{}: {e}", folder.display())))?;
    Ok(Outcome::Clean)
}

//! What was typed.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;

use anstream::ColorChoice;
use clap::builder::NonEmptyStringValueParser;
use clap::{ArgAction, ArgGroup, Args, Parser, Subcommand};

use super::values::{
    color, confidence, day, fail_on, forecast_format, format, inventory, list_format, output_file, reason, rule,
    selected, severity, size, uses_format,
};
use crate::catalog::Date;
use crate::config::{FailOn, Selected};
use crate::diagnostic::{Confidence, Rule, Severity};
use crate::report::Format;

/// Find LLM calls that fail or are about to: retired, misspelled and misrouted models, offline.
#[derive(Debug, Parser)]
#[command(name = "model-lint", disable_help_subcommand = true, max_term_width = 100)]
#[command(override_usage = "model-lint [OPTIONS] [PATHS]...\n       model-lint [OPTIONS] <COMMAND>")]
#[command(after_help = "`model-lint PATHS` is `model-lint check PATHS`; `model-lint check --help` has its options.\n\
Exit codes: 0 nothing at or above --fail-on (errors), 1 something, 2 the run failed or is incomplete.")]
pub(super) struct Cli {
    #[command(flatten)]
    pub(super) global: GlobalArgs,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Check files and folders (the default)
    Check(Box<CheckArgs>),
    /// Explain a rule, a model ID, or `model_not_found`
    Explain(ExplainArgs),
    /// Say when this repository breaks
    Forecast(ForecastArgs),
    /// List the models that this repository uses
    ListUses(ListUsesArgs),
    /// List the models of the catalog
    ListModels(ListModelsArgs),
    /// List the rules
    ListRules(ListRulesArgs),
    /// Write a commented configuration for this repository
    Init,
    /// Serve an editor on standard input and output
    Lsp(LspArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
    /// Write the manual pages into a folder
    #[command(hide = true)]
    GenerateMan(GenerateManArgs),
}

/// The subcommand for packagers, which nobody else is pointed to.
pub(super) const FOR_PACKAGERS: &str = "generate-man";

/// Names of the subcommands, as they are typed.
pub(super) const COMMANDS: &[&str] = &[
    "check",
    "explain",
    "forecast",
    "list-uses",
    "list-models",
    "list-rules",
    "init",
    "lsp",
    "completions",
    FOR_PACKAGERS,
];

#[derive(Debug, Args)]
#[command(next_help_heading = "Everywhere")]
pub(super) struct GlobalArgs {
    /// Judge dates as of this day instead of today (UTC)
    #[arg(long, global = true, value_name = "YYYY-MM-DD", value_parser = day)]
    pub(super) as_of: Option<Date>,
    /// Use this configuration file
    #[arg(long, global = true, value_name = "FILE", conflicts_with = "isolated")]
    pub(super) config: Option<PathBuf>,
    /// Use no configuration file
    #[arg(long, global = true)]
    pub(super) isolated: bool,
    /// Use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto", hide_default_value = true, value_parser = color())]
    pub(super) color: ColorChoice,
    /// Print diagnostics and errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    pub(super) quiet: bool,
    /// Group nothing, and name what was skipped
    #[arg(short, long, global = true)]
    pub(super) verbose: bool,
}

/// What is read.
#[derive(Debug, Args)]
pub(super) struct InputArgs {
    /// Files and folders; `-` for standard input [default: .]
    #[arg(value_name = "PATHS")]
    pub(super) paths: Vec<PathBuf>,

    /// Check the files that this file lists, one a line; `-` for standard input. What is gone is counted, links out of
    /// the repository are passed over
    #[arg(long, value_name = "FILE", help_heading = "Files")]
    pub(super) files_from: Option<PathBuf>,
    /// What standard input would be called
    #[arg(long, value_name = "PATH", help_heading = "Files", conflicts_with = "files_from")]
    pub(super) stdin_filename: Option<PathBuf>,
    /// Leave out what matches, besides what the configuration names
    #[arg(long, value_name = "GLOB", help_heading = "Files", action = ArgAction::Append, value_parser = NonEmptyStringValueParser::new())]
    pub(super) exclude: Vec<String>,
    /// Leave out what is named as well if it is ignored, excluded, of a kind that is not read, or a link out of the
    /// repository
    #[arg(long, help_heading = "Files")]
    pub(super) force_exclude: bool,
    /// Check ignored files and vendored folders too
    #[arg(long, help_heading = "Files")]
    pub(super) no_ignore: bool,
    /// Skip larger files, e.g. 10MB
    #[arg(long, value_name = "SIZE", help_heading = "Files", value_parser = size)]
    pub(super) max_file_size: Option<u64>,
    /// Use so many threads, at most 64 or one a core; 0 for one a core [default: 0]
    #[arg(
        long,
        value_name = "N",
        help_heading = "Run",
        default_value = "0",
        hide_default_value = true,
        allow_negative_numbers = true
    )]
    pub(super) threads: usize,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("mend").args(["fix", "diff"])))]
pub(super) struct CheckArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Run these rules instead of the default ones; ALL are all of them, those that are off by default as well
    #[arg(long, value_name = "RULES", help_heading = "Rules", value_delimiter = ',', value_parser = selected)]
    pub(super) select: Option<Vec<Selected>>,
    /// Run these rules too
    #[arg(long, value_name = "RULES", help_heading = "Rules", value_delimiter = ',', value_parser = selected)]
    pub(super) extend_select: Vec<Selected>,
    /// Do not run these rules
    #[arg(long, value_name = "RULES", help_heading = "Rules", value_delimiter = ',', value_parser = rule)]
    pub(super) ignore: Vec<Rule>,
    /// Compare with the saved answer of GET /v1/models of the account, e.g. openai=models.json
    #[arg(long, value_name = "PROVIDER=FILE", help_heading = "Rules", action = ArgAction::Append, value_parser = inventory)]
    pub(super) inventory: Vec<(String, PathBuf)>,
    /// Make a shutdown within so many days an error
    #[arg(long, value_name = "DAYS", help_heading = "Rules", allow_negative_numbers = true)]
    pub(super) fail_within: Option<u32>,

    /// Make the fixes that keep the meaning
    #[arg(long, help_heading = "Fixes", conflicts_with = "diff")]
    pub(super) fix: bool,
    /// Print a patch of them instead of a report, and exit with 1 if there is any
    #[arg(long, help_heading = "Fixes", conflicts_with_all = ["statistics", "by_owner"])]
    pub(super) diff: bool,
    /// Also those after which another model answers (with --fix or --diff)
    #[arg(long, help_heading = "Fixes", requires = "mend")]
    pub(super) unsafe_fixes: bool,

    /// Report from this severity on [default: warning]
    #[arg(long, value_name = "SEVERITY", help_heading = "Report", value_parser = severity())]
    pub(super) min_severity: Option<Severity>,
    /// Report from this confidence on [default: medium]
    #[arg(long, value_name = "CONFIDENCE", help_heading = "Report", value_parser = confidence())]
    pub(super) min_confidence: Option<Confidence>,
    /// Report everything, also where nothing is sure to break
    #[arg(long, help_heading = "Report", conflicts_with_all = ["min_severity", "min_confidence"])]
    pub(super) pedantic: bool,
    /// Write it in this format [default: full]
    #[arg(long, value_name = "FORMAT", help_heading = "Report", default_value = "full", hide_default_value = true, value_parser = format())]
    pub(super) output_format: Format,
    /// Write it to a file as well, e.g. sarif=report.sarif
    #[arg(long, value_name = "FORMAT=PATH", help_heading = "Report", action = ArgAction::Append, value_parser = output_file)]
    pub(super) output_file: Vec<(Format, PathBuf)>,
    /// Exit with 1 from this severity on [default: error]
    #[arg(long, value_name = "SEVERITY", help_heading = "Report", value_parser = fail_on())]
    pub(super) fail_on: Option<FailOn>,
    /// Exit with 0 whatever is found
    #[arg(long, help_heading = "Report")]
    pub(super) exit_zero: bool,
    /// Count by rule, model, provider and folder instead
    #[arg(long, help_heading = "Report")]
    pub(super) statistics: bool,
    /// Count by owner (CODEOWNERS) instead
    #[arg(long, help_heading = "Report")]
    pub(super) by_owner: bool,

    /// Report only what stands on lines changed since this revision
    #[arg(long, value_name = "REV", help_heading = "Adopt", conflicts_with = "stdin_filename")]
    pub(super) since: Option<String>,
    /// Do not report what this file holds
    #[arg(long, value_name = "FILE", help_heading = "Adopt")]
    pub(super) baseline: Option<PathBuf>,
    /// Write what is found to the baseline, and take out what is gone
    #[arg(long, value_name = "FILE", help_heading = "Adopt", num_args = 0..=1, require_equals = true, conflicts_with_all = ["since", "stdin_filename", "mend"])]
    pub(super) write_baseline: Option<Option<PathBuf>>,
    /// Put ignore comments beside what is found
    #[arg(long, help_heading = "Adopt", conflicts_with_all = ["write_baseline", "stdin_filename", "mend"])]
    pub(super) add_ignores: bool,
    /// Why, for these comments
    #[arg(long, value_name = "TEXT", help_heading = "Adopt", requires = "add_ignores", value_parser = reason)]
    pub(super) reason: Option<String>,

    /// Print the files that would be checked
    #[arg(long, help_heading = "Run", conflicts_with_all = ["mend", "add_ignores", "write_baseline"])]
    pub(super) show_files: bool,
    /// Print the settings that hold
    #[arg(long, help_heading = "Run", conflicts_with_all = ["show_files", "mend", "add_ignores", "write_baseline"])]
    pub(super) show_settings: bool,
}

#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// Rules, model IDs, or what the API answered
    #[arg(required = true, value_name = "RULE|MODEL-ID|model_not_found")]
    pub(super) subject: Vec<String>,
}

#[derive(Debug, Args)]
pub(super) struct ForecastArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Count what is reported from this confidence on [default: medium]
    #[arg(long, value_name = "CONFIDENCE", value_parser = confidence())]
    pub(super) min_confidence: Option<Confidence>,
    /// Write it in this format [default: text]
    #[arg(long, value_name = "FORMAT", default_value = "text", hide_default_value = true, value_parser = forecast_format())]
    pub(super) output_format: ForecastFormat,
    /// Exit with 1 from this severity on [default: error]
    #[arg(long, value_name = "SEVERITY", value_parser = fail_on())]
    pub(super) fail_on: Option<FailOn>,
    /// Exit with 0 whatever is found
    #[arg(long)]
    pub(super) exit_zero: bool,
}

/// How a forecast is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ForecastFormat {
    Text,
    Json,
    Calendar,
    Page,
}

#[derive(Debug, Args)]
pub(super) struct ListUsesArgs {
    #[command(flatten)]
    pub(super) input: InputArgs,

    /// Write it in this format [default: table]
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_default_value = true, value_parser = uses_format())]
    pub(super) output_format: UsesFormat,
}

/// How a list of uses is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum UsesFormat {
    Table,
    Json,
    Markdown,
    Csv,
    CycloneDx,
}

#[derive(Debug, Args)]
pub(super) struct ListModelsArgs {
    /// Only models of this provider
    #[arg(long, value_name = "PROVIDER")]
    pub(super) provider: Option<String>,
    /// Only models in this state
    #[arg(long, value_name = "STATUS", value_parser = ["active", "legacy", "deprecated", "retired", "redirected"])]
    pub(super) status: Option<String>,
    /// Only models that are shut down within so many days
    #[arg(long, value_name = "DAYS", allow_negative_numbers = true)]
    pub(super) retiring_within: Option<u32>,
    /// Write it in this format [default: table]
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_default_value = true, value_parser = list_format())]
    pub(super) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct ListRulesArgs {
    /// Write it in this format [default: table]
    #[arg(long, value_name = "FORMAT", default_value = "table", hide_default_value = true, value_parser = list_format())]
    pub(super) output_format: ListFormat,
}

#[derive(Debug, Args)]
pub(super) struct LspArgs {
    /// What many clients add; there is no other way
    #[arg(long, hide = true)]
    stdio: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell
    #[arg(value_name = "SHELL")]
    pub(super) shell: clap_complete::Shell,
}

#[derive(Debug, Args)]
pub(super) struct GenerateManArgs {
    /// The folder
    #[arg(value_name = "FOLDER")]
    pub(super) folder: PathBuf,
}

/// How a list is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ListFormat {
    Table,
    Json,
}

/// The arguments with `check` put first where the first word is no subcommand.
pub(super) fn with_default_command(mut arguments: Vec<OsString>) -> Vec<OsString> {
    let mut words = arguments.iter().skip(1);
    while let Some(word) = words.next().and_then(|w| w.to_str().or(Some("?"))) {
        match word {
            "--as-of" | "--config" | "--color" => _ = words.next(),
            "--isolated" | "-q" | "--quiet" | "-v" | "--verbose" => {}
            "-h" | "--help" | "-V" | "--version" => return arguments,
            word if COMMANDS.contains(&word) => return arguments,
            word if ["--as-of=", "--config=", "--color="].iter().any(|flag| word.starts_with(flag)) => {}
            _ => break,
        }
    }
    let place = 1.min(arguments.len());
    arguments.insert(place, OsStr::new("check").to_owned());
    arguments
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;

    fn first(line: &str) -> String {
        let arguments = line.split_whitespace().map(OsString::from).collect();
        with_default_command(arguments).join(OsStr::new(" ")).into_string().expect("UTF-8")
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
        let known: Vec<_> = Cli::command().get_subcommands().map(|c| c.get_name().to_owned()).collect();
        assert_eq!(known, COMMANDS);
    }

    #[test]
    fn check_is_the_default() {
        for (typed, meant) in [
            ("m", "m check"),
            ("m .", "m check ."),
            ("m --exit-zero .", "m check --exit-zero ."),
            ("m check .", "m check ."),
            ("m --color never explain x", "m --color never explain x"),
            ("m --as-of=2026-01-01 src", "m check --as-of=2026-01-01 src"),
            ("m --version", "m --version"),
            ("m -q list-rules", "m -q list-rules"),
            ("m src explain", "m check src explain"),
        ] {
            assert_eq!(first(typed), meant);
        }
    }
}

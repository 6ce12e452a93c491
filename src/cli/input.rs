//! What a command reads: files and folders, a list of them, or standard input.

use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use super::args::{self, InputArgs};
use super::outcome::{Failure, Outcome};
use super::session::Session;
use super::terminal::Terminal;
use super::watchdog;
use crate::config::Globs;
use crate::project;
use crate::report::text::leading;
use crate::report::{Report, SkipReason, Skipped};
use crate::suggest::nearest;
use crate::uses::Survey;
use crate::walk::{self, SUPPORTED, WalkOptions, Walked};

/// What is checked.
pub(super) enum Input {
    /// Files and folders; whether they are the whole project.
    Files(Walked, bool),
    /// Standard input under the name of a file; absent if that file is excluded.
    Text(Option<project::Target>),
}

impl Input {
    /// Finds what the command line names, within the settings.
    pub(super) fn open(args: &InputArgs, session: &Session) -> Result<Input, Failure> {
        let threads = limit_threads(args.threads)?;
        let exclude = Globs::new(&session.settings.root, &session.settings.exclude).map_err(|(place, reason)| {
            Failure::new(format!("--exclude {}: {reason}", session.settings.exclude[place]))
        })?;
        let dash = args.paths.iter().any(|path| path == Path::new("-"));
        let listed = match &args.files_from {
            Some(from) => listed(&session.cwd, from)?,
            None => Vec::new(),
        };
        let here = [PathBuf::from(".")];
        let nothing_named = args.paths.is_empty() && args.files_from.is_none();
        let options = WalkOptions {
            cwd: &session.cwd,
            root: &session.repository,
            paths: if nothing_named { &here } else { &args.paths },
            listed: &listed,
            exclude: &exclude,
            force_exclude: args.force_exclude,
            no_ignore: args.no_ignore,
            threads,
        };
        match &args.stdin_filename {
            Some(name) if dash || args.paths.is_empty() => text(name, args, &options),
            None if dash => Err(Failure::new("standard input has no name, so its language is unknown")
                .help("add `--stdin-filename PATH`")),
            Some(_) => Err(Failure::new("`--stdin-filename` goes with `-` and not with other paths")),
            None => files(&options, args.files_from.as_deref(), &session.settings.root),
        }
    }

    /// The files.
    pub(super) fn targets(&self) -> &[project::Target] {
        match self {
            Input::Files(walked, _) => &walked.targets,
            Input::Text(target) => target.as_slice(),
        }
    }

    /// Standard input is checked.
    pub(super) fn is_text(&self) -> bool {
        matches!(self, Input::Text(_))
    }

    /// Checks it.
    pub(super) fn check(&self, session: &mut Session, terminal: &Terminal) -> Result<Report, Failure> {
        self.read(session, terminal, false)?;
        Ok(self.check_again(session))
    }

    /// Reads standard input, if that is checked, and says what did not go well on the way to files. To be given back,
    /// text must be whole, whatever its size.
    pub(super) fn read(
        &self,
        session: &mut Session,
        terminal: &Terminal,
        whole: bool,
    ) -> Result<Option<Vec<u8>>, Failure> {
        watchdog::start(session.watch(), *terminal);
        match self {
            Input::Files(walked, _) => {
                announce(walked, session, terminal);
                Ok(None)
            }
            Input::Text(target) => {
                let text = standard_input(if whole { u64::MAX } else { session.settings.max_file_size })?;
                if let Some(target) = target {
                    session.update(&target.path, text.as_slice());
                }
                Ok(Some(text))
            }
        }
    }

    /// Checks what was read, and what the files hold by now.
    pub(super) fn check_again(&self, session: &Session) -> Report {
        let (Input::Files(_, whole), targets) = (self, self.targets()) else { return session.check(self.targets()) };
        let mut report = if *whole { session.check_whole(targets) } else { session.check(targets) };
        let Input::Files(walked, _) = self else { return report };
        report.summary.incomplete |= walked.is_incomplete();
        // A list names what was changed, of whatever kind: of the rest nobody asks.
        let gone = walked.gone.iter().filter(|path| walk::is_read(Path::new(path)));
        let gone = gone.map(|path| (path, false)).chain(walked.missing.iter().map(|path| (path, true)));
        let skipped = gone.map(|(path, named)| Skipped { path: path.clone(), reason: SkipReason::Missing, named });
        report.summary.files += skipped.clone().count();
        report.summary.skipped.extend(skipped);
        report.summary.skipped.sort();
        report
    }

    /// Paths that somebody named are not there.
    pub(super) fn refuse_missing(&self) -> Result<(), Failure> {
        match self {
            Input::Files(walked, _) if !walked.missing.is_empty() => Err(not_there(&walked.missing)),
            _ => Ok(()),
        }
    }

    /// Lists the models that it uses.
    pub(super) fn survey(&self, session: &mut Session, terminal: &Terminal) -> Result<Survey, Failure> {
        self.read(session, terminal, false)?;
        let targets = self.targets();
        let Input::Files(walked, whole) = self else { return Ok(session.survey(targets)) };
        let mut survey = if *whole { session.survey_whole(targets) } else { session.survey(targets) };
        survey.incomplete |= walked.is_incomplete();
        Ok(survey)
    }

    /// Prints the files that would be checked.
    pub(super) fn show(&self, terminal: &Terminal) -> Result<Outcome, Failure> {
        let shown = self.targets().iter().map(|target| &target.shown);
        let write = |out: &mut dyn Write| shown.clone().try_for_each(|path| writeln!(out, "{}", leading(path)));
        terminal.write(write)?;
        let Input::Files(walked, _) = self else { return Ok(Outcome::Clean) };
        fail_for(walked, terminal);
        Ok(if walked.is_incomplete() { Outcome::Failed } else { Outcome::Clean })
    }
}

/// What did not go well on the way to the files.
fn announce(walked: &Walked, session: &Session, terminal: &Terminal) {
    if walked.targets.is_empty() && !walked.is_incomplete() {
        terminal.warn(&format!("there are no files to check; {SUPPORTED} are read"));
    }
    for path in walked.nested.iter().filter(|path| session.misses(path)) {
        terminal.warn(&format!("{path} is not read: a run has one configuration, with [[overrides]] for folders"));
    }
    fail_for(walked, terminal);
}

/// What was named and is not checked.
fn fail_for(walked: &Walked, terminal: &Terminal) {
    for path in &walked.missing {
        let failure = Failure::new(format!("there is no file or folder `{path}`"));
        terminal.fail(&match command_meant(path) {
            Some(command) => failure.help(format!("did you mean the command `{command}`?")),
            None => failure,
        });
    }
    for (path, reason) in &walked.errors {
        terminal.fail(&Failure::new(format!("{path}: {reason}")));
    }
}

/// Finds the files; what is not there does not keep the rest from being checked.
fn files(options: &WalkOptions<'_>, list: Option<&Path>, root: &Path) -> Result<Input, Failure> {
    let walked = walk::walk(options);
    // A folder that holds the project holds all of it.
    let holds_root = |path: &PathBuf| {
        let folder: PathBuf = options.cwd.join(path).components().collect();
        folder.is_dir() && root.starts_with(folder)
    };
    let whole = options.paths.iter().any(holds_root);
    let named = walked.missing.len();
    if named > 0 && named == options.paths.len() && options.listed.is_empty() {
        return Err(not_there(&walked.missing));
    }
    // Of what was changed some may have been deleted; a list of which nothing is there was made elsewhere, or is none.
    let is_lost = !walked.gone.is_empty() && walked.gone.len() == options.listed.len() && walked.targets.is_empty();
    match list.filter(|_| is_lost) {
        Some(list) => Err(nothing_there(list, &walked.gone)),
        None => Ok(Input::Files(walked, whole)),
    }
}

/// Names in a message; the rest of many is counted.
fn names(paths: &[String]) -> String {
    const SHOWN: usize = 5;
    let names: Vec<String> = paths.iter().take(SHOWN).map(|path| format!("`{path}`")).collect();
    match paths.len().saturating_sub(SHOWN) {
        0 => names.join(", "),
        more => format!("{} and {more} more", names.join(", ")),
    }
}

/// The command that a word is meant for, if it is no path; a word of a command stands for it: `rules` for `list-rules`.
fn command_meant(word: &str) -> Option<&'static str> {
    let commands = || args::COMMANDS.iter().copied().filter(|command| *command != args::FOR_PACKAGERS);
    let of_word = || commands().find(|command| command.split('-').any(|part| part == word));
    of_word().or_else(|| nearest(word, commands()))
}

fn not_there(missing: &[String]) -> Failure {
    let command = match missing[0].as_str() {
        "help" => Some("--help"),
        word => command_meant(word),
    };
    Failure::new(format!("there is no file or folder {}", names(missing))).help(match command {
        Some(option) if option.starts_with('-') => format!("nothing was checked; did you mean `{option}`?"),
        Some(command) => format!("nothing was checked; did you mean the command `{command}`?"),
        None => "nothing was checked".to_owned(),
    })
}

fn nothing_there(list: &Path, gone: &[String]) -> Failure {
    let list = if list == Path::new("-") { "standard input".into() } else { list.to_string_lossy() };
    Failure::new(format!("{list}: nothing that it names is there: {}", names(gone))).help(
        "nothing was checked; paths are relative to the working directory, and `git diff --diff-filter=d` leaves out \
         what was deleted",
    )
}

fn text(name: &Path, args: &InputArgs, options: &WalkOptions<'_>) -> Result<Input, Failure> {
    if args.paths.len() > 1 {
        return Err(Failure::new("`-` stands alone: standard input is checked by itself"));
    }
    if !walk::is_read(name) {
        let message = format!("{}: this kind of file is not read", name.display());
        return Err(Failure::new(message).help(format!("{SUPPORTED} are")));
    }
    Ok(Input::Text(walk::unsaved(options, name)))
}

/// The paths in a list: one a line, or ended by NUL as `git diff -z` writes them.
fn listed(cwd: &Path, from: &Path) -> Result<Vec<PathBuf>, Failure> {
    let list = if from == Path::new("-") {
        standard_input(u64::MAX)?
    } else {
        std::fs::read(cwd.join(from)).map_err(|e| Failure::new(format!("{}: {e}", from.display())))?
    };
    let end = if list.contains(&0) { 0 } else { b'\n' };
    let names = list.split(|byte| *byte == end).map(|name| name.strip_suffix(b"\r").unwrap_or(name));
    Ok(names.filter(|name| !name.is_empty()).map(path_of).collect())
}

#[cfg(unix)]
fn path_of(name: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    PathBuf::from(std::ffi::OsStr::from_bytes(name))
}

#[cfg(not(unix))]
fn path_of(name: &[u8]) -> PathBuf {
    PathBuf::from(String::from_utf8_lossy(name).into_owned())
}

/// Standard input, one byte more than the limit at most: what is too large is seen to be.
fn standard_input(limit: u64) -> Result<Vec<u8>, Failure> {
    let mut text = Vec::new();
    let read = io::stdin().lock().take(limit.saturating_add(1)).read_to_end(&mut text);
    read.map_err(|e| Failure::new(format!("standard input: {e}")))?;
    Ok(text)
}

/// Most threads that are made, unless there are more cores: beyond that they only cost.
const THREADS: usize = 64;

/// Takes so many threads, and says how many; 0 leaves it to the machine.
fn limit_threads(threads: usize) -> Result<usize, Failure> {
    if threads == 0 {
        return Ok(0);
    }
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let threads = threads.min(THREADS.max(cores));
    let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build_global();
    pool.map_err(|e| Failure::new(format!("--threads {threads}: {e}"))).map(|()| threads)
}

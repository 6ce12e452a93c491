//! The one place that writes: standard output through one locked buffer, messages to standard error.

use std::io::{self, BufWriter, Write};

use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};

use super::outcome::{Failure, unless_closed};
use crate::report::text::escape;

/// Where output goes and how it looks.
#[derive(Debug, Clone, Copy)]
pub(super) struct Terminal {
    color: ColorChoice,
    quiet: bool,
    verbose: bool,
}

impl Terminal {
    pub(super) fn new(color: ColorChoice, quiet: bool, verbose: bool) -> Terminal {
        Terminal { color, quiet, verbose }
    }

    /// Standard output takes colours.
    pub(super) fn has_color(&self) -> bool {
        let choice = match self.color {
            ColorChoice::Auto => AutoStream::choice(&io::stdout()),
            choice => choice,
        };
        choice != ColorChoice::Never
    }

    /// Only the report is wanted.
    pub(super) fn is_quiet(&self) -> bool {
        self.quiet
    }

    /// Everything is wanted.
    pub(super) fn is_verbose(&self) -> bool {
        self.verbose
    }

    /// Writes to standard output; a reader that has gone ends it quietly.
    pub(super) fn write(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut out = BufWriter::new(AutoStream::new(io::stdout().lock(), self.color));
        unless_closed(write(&mut out).and_then(|()| out.flush()))
    }

    /// Writes bytes to standard output as they are, for those who take them up.
    pub(super) fn write_bytes(&self, bytes: &[u8]) -> Result<(), Failure> {
        let mut out = io::stdout().lock();
        unless_closed(out.write_all(bytes).and_then(|()| out.flush()))
    }

    /// Writes to standard error, where standard output holds something else than the report.
    pub(super) fn write_aside(&self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        let mut err = BufWriter::new(AutoStream::new(io::stderr().lock(), self.color));
        unless_closed(write(&mut err).and_then(|()| err.flush()))
    }

    /// What went wrong and what to do.
    pub(super) fn fail(&self, failure: &Failure) {
        self.say("error", AnsiColor::Red, &failure.message);
        if let Some(help) = &failure.help {
            self.say("help", AnsiColor::Cyan, help);
        }
    }

    /// What did not go well, while the run goes on.
    pub(super) fn warn(&self, message: &str) {
        if !self.quiet {
            self.say("warning", AnsiColor::Yellow, message);
        }
    }

    /// What is good to know.
    pub(super) fn notice(&self, message: &str) {
        if !self.quiet {
            self.say("note", AnsiColor::Cyan, message);
        }
    }

    /// A closing line beside a report for machines.
    pub(super) fn remark(&self, message: &str) {
        if !self.quiet {
            let mut err = AutoStream::new(io::stderr().lock(), self.color);
            let _ = writeln!(err, "{}", escape(message));
        }
    }

    fn say(&self, head: &str, color: AnsiColor, message: &str) {
        let style = Style::new().fg_color(Some(color.into())).bold();
        let mut err = AutoStream::new(io::stderr().lock(), self.color);
        // Where standard error is closed there is nobody to tell.
        for (place, line) in message.lines().enumerate() {
            let _ = match place {
                0 => writeln!(err, "{style}{head}{style:#}: {}", escape(line)),
                _ => writeln!(err, "  {}", escape(line)),
            };
        }
    }
}

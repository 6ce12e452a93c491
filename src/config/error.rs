//! What is wrong with a configuration.

use std::fmt;
use std::ops::Range;
use std::path::Path;

use crate::source::Lines;

/// A mistake in a configuration file, or a file that cannot be one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConfigError {
    /// The file.
    pub path: String,
    /// Line and column, from 1.
    pub place: Option<(u32, u32)>,
    /// What is wrong.
    pub message: String,
    /// What would be right.
    pub help: Option<String>,
}

impl ConfigError {
    /// About a file as a whole.
    pub(super) fn of(path: &Path, message: impl Into<String>) -> ConfigError {
        let path = path.to_string_lossy().into_owned();
        ConfigError { path, place: None, message: message.into(), help: None }
    }
    /// About a place in its text.
    #[must_use]
    pub(super) fn at(mut self, text: &str, span: Range<usize>) -> ConfigError {
        let position = Lines::new(text.as_bytes()).position(text.as_bytes(), span.start.min(text.len()));
        self.place = Some((position.line, position.column));
        self
    }
    /// With advice.
    #[must_use]
    pub(super) fn help(mut self, help: impl Into<String>) -> ConfigError {
        self.help = Some(help.into());
        self
    }
}

impl fmt::Display for ConfigError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.place {
            Some((line, column)) => write!(f, "{}:{line}:{column}: {}", self.path, self.message),
            None => write!(f, "{}: {}", self.path, self.message),
        }
    }
}

impl std::error::Error for ConfigError {}

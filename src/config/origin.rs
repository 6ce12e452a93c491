//! Where a setting comes from.

use std::path::PathBuf;

/// Where a setting is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// In a configuration file.
    File {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: u32,
    },
    /// On the command line, by this flag.
    Flag(String),
}

/// A place in a configuration file, for errors that only come out later.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The file.
    pub path: PathBuf,
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

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

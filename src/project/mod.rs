//! One project and one run over it: read, summarise, link, resolve, check, suppress, sort.

use crate::catalog::Catalog;
use crate::config::Settings;
use crate::report::{Report, Summary};

/// A file that the walker found, or that somebody named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where it is read from.
    pub path: std::path::PathBuf,
    /// How it is reported: relative to the working directory, with `/`, without `./`.
    pub shown: String,
    /// It was named on the command line: what keeps it from being checked makes the run incomplete.
    pub named: bool,
    /// Git ignores it: read as context, its own findings are local.
    pub local: bool,
}

/// Checks files: the same report at any thread count.
pub fn check(settings: &Settings, catalog: &Catalog, _targets: &[Target]) -> Report {
    Report {
        findings: Vec::new(),
        summary: Summary {
            as_of: settings.as_of,
            catalog: catalog.compared(),
            files: 0,
            parsed: 0,
            hidden: Default::default(),
            skipped: Vec::new(),
            incomplete: false,
        },
    }
}

/// Checks text that is not, or not yet, in a file; `target` says which file it would be.
pub fn check_text(settings: &Settings, catalog: &Catalog, _target: &Target, _text: Vec<u8>) -> Report {
    check(settings, catalog, &[])
}

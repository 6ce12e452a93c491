//! Static checking of LLM model IDs: finds retired, misspelled and misrouted models in source code, offline.
//!
//! [`project`] is the one door: [`project::check`] takes settings, a catalog and
//! files, and gives the [`report::Report`] that every format is made from.

pub mod catalog;
pub mod checks;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod extract;
pub mod prefilter;
pub mod project;
pub mod reference;
pub mod report;
pub mod resolve;
pub mod source;
mod suggest;
pub mod suppress;
pub mod vocabulary;
pub mod walk;

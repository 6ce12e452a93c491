//! Static checking of LLM model IDs: finds retired, misspelled and misrouted models in source code, offline.
//!
//! [`Project`] is the one door: files go in with [`Project::update`], and
//! [`Project::check`] gives the [`report::Report`]. The command line makes one
//! check; a language server makes many.

pub mod catalog;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod extract;
pub mod project;
pub mod reference;
pub mod report;
pub mod source;
mod suggest;
pub mod suppress;
pub mod vocabulary;
pub mod walk;

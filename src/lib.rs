//! Static checking of LLM model IDs: finds retired, misspelled and misrouted models in source code, offline.
//!
//! [`project::Project`] is the one door: opened on a folder, told of text that is not
//! saved, and asked to check files, it gives the [`report::Report`] that every format is made from.

pub mod baseline;
pub mod catalog;
pub mod changes;
pub mod checks;
pub mod cli;
pub mod config;
pub mod diagnostic;
pub mod extract;
pub mod facts;
pub mod forecast;
pub mod link;
pub mod lsp;
pub mod owners;
pub mod prefilter;
pub mod project;
pub mod reference;
pub mod report;
pub mod resolve;
pub mod source;
mod suggest;
pub mod suppress;
pub mod uses;
pub mod vocabulary;
pub mod walk;

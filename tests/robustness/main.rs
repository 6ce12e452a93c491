//! Hostile files against the real binary: each run in a child process with limits on time and memory.
//!
//! No input may crash the linter, hang it, silence it or keep it from the files beside it.

#![allow(clippy::unwrap_used, reason = "a test stops at what it does not expect")]
#![cfg(unix)]

mod child;
mod configurations;
mod encodings;
mod files;
mod followed;
#[path = "../inputs/mod.rs"]
mod inputs;
mod output;
mod parsers;
mod questions;
#[cfg(debug_assertions)]
mod watchdog;

//! Reading code, for all languages that have calls, names and strings.

mod clients;
mod context;
pub mod dialect;
mod follow;
pub mod guard;
pub mod lower;
pub mod names;
mod parameters;
pub mod read;
mod shapes;
mod sites;
pub mod strings;
mod tables;
pub mod tree;

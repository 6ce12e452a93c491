//! Reading code, for all languages that have calls, names and strings.

pub mod answers;
mod bind;
mod clients;
mod context;
pub mod dialect;
pub mod flow;
mod fold;
mod follow;
pub mod guard;
mod instances;
mod items;
pub mod lower;
pub mod mentions;
pub mod names;
mod objects;
mod options;
mod parameters;
pub mod read;
mod routes;
mod shapes;
mod sites;
pub mod strings;
mod tables;
mod taken;
pub mod tree;
mod urls;

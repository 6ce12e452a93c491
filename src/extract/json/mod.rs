//! JSON and its relatives.

pub(crate) mod token;

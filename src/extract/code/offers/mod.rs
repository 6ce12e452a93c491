//! What people choose from, and what programs run through.

pub(super) mod beginnings;
pub(super) mod choices;
pub(super) mod enumerated;
pub(super) mod filled;
mod if_listed;
pub(super) mod items;
mod listed;
pub(super) mod loops;
pub(super) mod markup;
pub(super) mod offered;
pub(super) mod options;
pub(super) mod pickers;
mod row_tables;
mod schemas;
pub(super) mod searched;
pub(super) mod type_args;
pub(super) mod widgets;

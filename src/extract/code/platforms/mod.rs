//! Which platform answers: clients, servers, and what stands beside a model.

pub(super) mod addressed;
pub(super) mod answering;
pub(super) mod apart;
pub(super) mod arms;
pub(super) mod called;
pub(super) mod clients;
pub(super) mod flags;
pub(super) mod foreign;
pub(super) mod instances;
pub(super) mod kept;
mod looked_up;
pub(super) mod meant;
pub(super) mod modules;
mod moved;
pub(super) mod optional;
pub(super) mod programs;
mod receivers;
pub(super) mod redirected;
pub(super) mod servers;
pub(super) mod several;
pub(super) mod stems;
pub(super) mod strangers;
pub(super) mod told;
pub(super) mod typed;
pub(super) mod urls;
pub(super) mod voices;

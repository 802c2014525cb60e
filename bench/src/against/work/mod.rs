//! The workloads.

pub(crate) mod read;
pub(crate) mod restart;
pub(crate) mod roster;
pub(crate) mod storm;
pub(crate) mod under;
pub(crate) mod write;

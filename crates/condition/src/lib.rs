//! What an installation stands on: disk, memory, clock, backups, the end of the audit chain. Told by `doctor`,
//! by the page 运行状况 and by `/metrics` out of the same facts, in the same words.

mod backup;
mod chain;
mod clock;
mod disk;
mod finding;
mod memory;

pub use crate::{
    backup::{age_seconds, backups},
    chain::{Chain, no_mark},
    clock::{Started, clock},
    disk::{disk, free_bytes},
    finding::Finding,
    memory::{available_bytes, memory},
};

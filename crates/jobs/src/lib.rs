//! Work done outside requests: claim, run, retry, give up; the schedule; the sealer of `PostgreSQL`.
//!
//! A job is a row that an act leaves (`w.later`). Its bookkeeping (claimed, done, failed) is no
//! business of anybody's and leaves no event; what the job does, it does by acts of its own.

mod admin;
mod outcome;
/// How far a running piece of work is.
pub mod progress;
mod runner;
mod schedule;
mod store;
mod sweep;
mod threads;

use act::{Ctx, Result};

pub use crate::{
    admin::{ACTS, Failed, GIVE_UP, RETRY, SEE, count_failed, failed, give_up, retry},
    runner::Runner,
    schedule::{Schedule, When},
    store::{Backlog, backlog},
    sweep::{SWEEP, sweep_kind, sweep_schedule},
    threads::{Running, start},
};

/// One kind of work. `run` may be called again after a crash, so it must not mind repeats.
#[derive(Clone, Copy)]
pub struct JobKind {
    /// `notice.digest`; the actor of its acts is `system:notice.digest`.
    pub name: &'static str,
    pub run: fn(&Ctx, &serde_json::Value) -> Result<()>,
}

//! Lists that go out. A short one is downloaded at once; a long one is written by a job, in the name of
//! who asked and under his hat, into an encrypted file that only he gets, for some days.
//!
//! What the rows are is the room's: it gives a [`Kind`]. `app` puts all of them into the core.

mod alarm;
mod mark;
mod mine;
mod order;
mod periods;
mod renew;
mod run;
mod store;

use act::{Act, Ctx};

pub use crate::{
    alarm::{
        ACKNOWLEDGE, ALARM_JOB, Alarm, SEE_ALARM, TELL, acknowledge, alarm, alarms, count_alarms,
    },
    mark::{Copy, Leaving, TRACE, find_copy, leave, taken_by},
    mine::{ASK, Export, SEE, State, Taken, count_mine, mine, take},
    order::{Format, Kind, Kinds, Made, Order, Out, Told, ask},
    periods::{erasers, kept_days},
    renew::{mark_renewal, renewal},
    run::{MAKE, job},
};

/// Every act of this crate.
pub const ACTS: &[Act] = &[ASK, SEE, MAKE, SEE_ALARM, ACKNOWLEDGE, TELL];

/// More rows than this are written by a job.
const ROWS_AT_ONCE: usize = 5000;

/// Another limit for an installation (stories set it low); a part of the core.
#[derive(Debug, Clone, Copy)]
pub struct Limit(pub usize);

/// Whether a list of so many rows must wait for a job.
pub fn is_long(ctx: &Ctx, rows: usize) -> bool {
    rows > ctx.core.maybe_part::<Limit>().map_or(ROWS_AT_ONCE, |limit| limit.0)
}

//! The nightly sweep: settled jobs and one-time form keys are not kept for ever.

use act::{Act, Ctx, Result};

use crate::{JobKind, Schedule, When, store};

/// Done by the installation alone.
pub const SWEEP: Act = Act::new("job.sweep", "清理已办结的后台任务");

const JOBS_DAYS: i64 = 30;
const REQUEST_KEYS_DAYS: i64 = 90;
const DAY_SECONDS: i64 = 86_400;

pub fn sweep_kind() -> JobKind {
    JobKind { name: "job.sweep", run: |ctx, _| sweep(ctx) }
}

pub fn sweep_schedule() -> Schedule {
    Schedule { kind: "job.sweep", when: When::Daily(3, 10) }
}

fn sweep(ctx: &Ctx) -> Result<()> {
    let jobs = ctx.now.plus_seconds(-JOBS_DAYS * DAY_SECONDS);
    let keys = ctx.now.plus_seconds(-REQUEST_KEYS_DAYS * DAY_SECONDS);
    if !ctx.read(|read| Ok(store::is_any_old(read, jobs, keys)?))? {
        return Ok(());
    }
    ctx.act_system(&SWEEP, |w| {
        let count = store::remove_done(w, jobs)? + store::forget_request_keys(w, keys)?;
        w.rows(usize::try_from(count).unwrap_or(usize::MAX));
        Ok(())
    })
}

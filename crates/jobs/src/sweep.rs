//! The nightly sweep: settled jobs, one-time form keys and half-filled forms are not kept for ever.

use act::{Act, Ctx, Result};

use crate::{JobKind, Schedule, When, store};

/// Done by the installation alone.
pub const SWEEP: Act = Act::new("job.sweep", "清理已办结的后台任务和没填完的旧表");

const JOBS_DAYS: i64 = 30;
const REQUEST_KEYS_DAYS: i64 = 90;
const KEPT_FORMS_DAYS: i64 = 30;
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
    let forms = ctx.now.plus_seconds(-KEPT_FORMS_DAYS * DAY_SECONDS);
    let is_any = ctx.read(|read| {
        Ok(store::is_any_old(read, jobs, keys)? || act::is_any_form_kept_before(read, forms)?)
    })?;
    if !is_any {
        return Ok(());
    }
    ctx.act_system(&SWEEP, |w| {
        let jobs = store::remove_done(w, jobs)? + store::forget_request_keys(w, keys)?;
        let count = jobs + act::remove_kept_forms(w, forms)?;
        w.rows(usize::try_from(count).unwrap_or(usize::MAX));
        Ok(())
    })
}

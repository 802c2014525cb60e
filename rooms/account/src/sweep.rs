//! The nightly sweep: ended sessions after 90 days, failed attempts after one.

use act::{Act, Ctx, Result};
use jobs::{JobKind, Schedule, When};

use crate::{entry, session};

pub(crate) const SWEEP: Act = Act::new("account.sweep", "清理过期的登录记录");

const NAME: &str = "account.sweep";
const DAY_SECONDS: i64 = 86_400;
const SESSIONS_DAYS: i64 = 90;

pub(crate) fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| sweep(ctx) }
}

/// When the jobs of this room come by themselves: sweeps at night, digests in working hours.
pub fn schedules() -> Vec<Schedule> {
    let mut all = notify::schedules();
    all.push(jobs::sweep_schedule());
    all.push(exports::sweep_schedule());
    all.push(Schedule { kind: NAME, when: When::Daily(3, 20) });
    all
}

fn sweep(ctx: &Ctx) -> Result<()> {
    let sessions = ctx.now.plus_seconds(-SESSIONS_DAYS * DAY_SECONDS);
    let failures = ctx.now.plus_seconds(-DAY_SECONDS);
    let is_any = ctx.read(|read| {
        let sessions = session::store::is_any_old(read, sessions)?;
        Ok(sessions || entry::store::is_any_old(read, failures)?)
    })?;
    if !is_any {
        return Ok(());
    }
    ctx.act_system(&SWEEP, |w| {
        let removed = session::store::remove_old(w, sessions)?;
        let forgotten = entry::store::forget_failures(w, failures)?;
        w.rows(usize::try_from(removed + forgotten).unwrap_or(usize::MAX));
        Ok(())
    })
}

//! The nightly sweep: failed attempts after a day, devices that nobody signs in with, questions to passkeys that were
//! answered.

use act::{Act, Ctx, Result};
use jobs::{JobKind, Schedule, When};

use crate::{left, passkey, settings::settings, throttle};

pub(crate) const SWEEP: Act = Act::new("account.sweep", "清理过期的登录记录");

const NAME: &str = "account.sweep";
const DAY_SECONDS: i64 = 86_400;

pub(crate) fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| sweep(ctx) }
}

/// When the jobs of this room come by themselves: sweeps at night, digests in working hours.
pub fn schedules() -> Vec<Schedule> {
    let mut all = notify::schedules();
    all.push(jobs::sweep_schedule());
    all.push(retention::schedule());
    all.push(audit::schedule());
    all.push(keyring::schedule());
    all.push(left::actions::schedule());
    all.push(Schedule { kind: NAME, when: When::Daily(3, 20) });
    all
}

fn sweep(ctx: &Ctx) -> Result<()> {
    let before = |days: i64| ctx.now.plus_seconds(-days * DAY_SECONDS);
    let (failures, devices) = (before(1), before(settings().known_device_days));
    let is_any = ctx.read(|read| {
        Ok(throttle::store::is_any_failure_old(read, failures)?
            || throttle::store::is_any_device_old(read, devices)?
            || passkey::store::is_any_answer_old(read, ctx.now)?)
    })?;
    if !is_any {
        return Ok(());
    }
    ctx.act_system(&SWEEP, |w| {
        let removed = throttle::store::forget_failures(w, failures)?
            + throttle::store::forget_unused_devices(w, devices)?
            + passkey::store::forget_answers(w, ctx.now)?;
        w.rows(usize::try_from(removed).unwrap_or(usize::MAX));
        Ok(())
    })
}

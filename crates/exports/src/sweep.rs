//! The nightly sweep: files that have expired go, and later what is known of them.

use act::{Act, Ctx, Error, Result};
use jobs::{JobKind, Schedule, When};

use crate::store;

/// Done by the installation alone.
pub const SWEEP: Act = Act::new("export.sweep", "删除过期的导出文件");

const NAME: &str = "export.sweep";
/// So long an owner still reads that his file has expired.
const KNOWN_DAYS: i64 = 30;
const DAY_SECONDS: i64 = 86_400;

pub fn sweep_kind() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| sweep(ctx) }
}

pub fn sweep_schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(3, 30) }
}

fn sweep(ctx: &Ctx) -> Result<()> {
    let forgotten = ctx.now.plus_seconds(-KNOWN_DAYS * DAY_SECONDS);
    if !ctx.read(|read| Ok::<_, Error>(store::is_any_old(read, ctx.now, forgotten)?))? {
        return Ok(());
    }
    ctx.act_system(&SWEEP, |w| {
        let count = store::remove_expired(w, ctx.now)? + store::forget(w, forgotten)?;
        w.rows(usize::try_from(count).unwrap_or(usize::MAX));
        Ok(())
    })
}

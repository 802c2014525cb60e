//! The job that sends a digest: what waits goes out together.

use act::{Act, Ctx, Result};
use calendar::Instant;
use db::Read;
use jobs::{JobKind, Schedule, When};

use crate::{Hours, setting::setting, store};

/// Done by the installation alone.
pub const DIGEST: Act = Act::new("notice.digest", "发出消息汇总");

/// Names without hours: at most one job a slot, and slots of a day differ by their minute.
const NAME: &str = "notice.digest";
const DAY_SECONDS: i64 = 86_400;

pub fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| send(ctx) }
}

/// One slot for each digest of this installation, on working days.
pub fn schedules() -> Vec<Schedule> {
    vec![Schedule { kind: NAME, when: When::Asked(last_digest) }]
}

fn last_digest(read: &Read, now: Instant) -> Result<Option<Instant>> {
    Ok(setting(read)?.hours.last_digest(now))
}

fn send(ctx: &Ctx) -> Result<()> {
    let old = ctx.now.plus_seconds(-Hours::built_in().kept_days * DAY_SECONDS);
    if !ctx.read(|read| Ok(store::is_anything_to_do(read, ctx.now, old)?))? {
        return Ok(());
    }
    ctx.act_system(&DIGEST, |w| {
        let sent = store::send(w, w.now)?;
        store::remove_old(w, old)?;
        w.rows(usize::try_from(sent).unwrap_or(usize::MAX));
        Ok(())
    })
}

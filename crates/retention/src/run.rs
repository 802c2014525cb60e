//! The nightly job: whatever is past its period, kind by kind, in small acts. Killed in between, the next run
//! goes on where it was.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use db::Read;
use jobs::{JobKind, Schedule, When};
use systems::Systems;

use crate::{Eraser, Erasers, Past, SOON_DAYS, store};

pub const ERASE: Act = Act::new("person.erase", "按保管期限清除个人信息");
pub const RUN: Act = Act::new("retention.run", "清点到期的个人信息");

const NAME: &str = "person.erase";

/// What a run has done: (key, how many), every kind that is erased.
pub type Run = Vec<(&'static str, usize)>;

pub fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| run(ctx).map(|_| ()) }
}

/// At night, before anybody looks.
pub fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(3, 40) }
}

/// One act that takes something away. `work` says how many; it may name the person that it is about.
pub fn erase<N: TryInto<usize>>(
    ctx: &Ctx,
    key: &'static str,
    work: impl Fn(&Acting) -> Result<N>,
) -> Result<usize> {
    ctx.act_system(&ERASE, |w| {
        w.about("keep", key).changed(&[key]);
        let count = work(w)?.try_into().unwrap_or(usize::MAX);
        w.rows(count);
        store::note_erased(w, key, count)?;
        Ok(count)
    })
}

/// Takes away everything that is past its period, and counts what comes next.
pub fn run(ctx: &Ctx) -> Result<Run> {
    let Some(erasers) = ctx.core.maybe_part::<Erasers>() else { return Ok(Vec::new()) };
    let mut done = Run::new();
    for eraser in &erasers.all {
        done.push((eraser.key, all_of(ctx, eraser)?));
    }
    if done.iter().any(|(_, count)| *count > 0) && !keyring::forget(ctx)? {
        tracing::warn!(
            "readers hold the log of the database: what was erased goes out of it later"
        );
    }
    (erasers.after)(ctx)?;
    count_ahead(ctx, &done)?;
    Ok(done)
}

fn all_of(ctx: &Ctx, eraser: &Eraser) -> Result<usize> {
    let Some(past) = past(eraser, ctx.today, ctx.today) else { return Ok(0) };
    let mut count = 0;
    while ctx.read(|read| Ok::<_, Error>((eraser.due)(read, past)?))? > 0 {
        let some = (eraser.erase)(ctx, past)?;
        if some == 0 {
            break;
        }
        count += some;
    }
    Ok(count)
}

fn past(eraser: &Eraser, day: Day, today: Day) -> Option<Past> {
    let until = Systems::built_in().keep(eraser.key)?.until(day)?;
    Some(Past { until, today })
}

/// How many of each kind will be past their period on a day: (key, how many).
pub fn due(ctx: &Ctx, read: &Read, day: Day) -> Result<Vec<(&'static str, i64)>> {
    let all = ctx.core.maybe_part::<Erasers>().map_or(&[][..], |erasers| &erasers.all);
    let count = |eraser: &Eraser| {
        let count = past(eraser, day, ctx.today).map_or(Ok(0), |past| (eraser.due)(read, past));
        Ok((eraser.key, count?))
    };
    all.iter().map(count).collect()
}

fn count_ahead(ctx: &Ctx, done: &Run) -> Result<()> {
    let soon = ctx.today.plus_days(SOON_DAYS);
    let (now, then) =
        ctx.read(|read| Ok::<_, Error>((due(ctx, read, ctx.today)?, due(ctx, read, soon)?)))?;
    ctx.act_system(&RUN, |w| {
        for ((key, due), (_, soon)) in now.iter().zip(&then) {
            store::set_state(w, key, *due, *soon)?;
        }
        w.rows(done.iter().map(|(_, count)| count).sum());
        Ok(())
    })
}

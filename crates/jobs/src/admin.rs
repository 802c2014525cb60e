//! What an administrator does with jobs that failed: try again, or give up with a reason.

use act::{Act, Acting, Ctx, Error, Result};
use db::Read;

use crate::store;
pub use crate::store::Failed;

pub const SEE: Act = Act::new("see.job", "看后台任务");
pub const RETRY: Act = Act::new("job.retry", "重做失败的后台任务");
pub const GIVE_UP: Act = Act::new("job.give_up", "放弃失败的后台任务");
pub const ACTS: &[Act] = &[SEE, RETRY, GIVE_UP];

/// Failed jobs, the latest first. Jobs belong to no unit: the hat carries the act or not.
pub fn failed(ctx: &Ctx, read: &Read, (offset, limit): (i64, i64)) -> Result<Vec<Failed>> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    Ok(store::failed(read, offset, limit)?)
}

/// How many there are.
pub fn count_failed(ctx: &Ctx, read: &Read) -> Result<i64> {
    if !ctx.carries(&SEE) {
        return Err(Error::NotFound);
    }
    Ok(store::backlog(read)?.failed)
}

/// Makes a failed job due now, with all its tries before it again.
pub fn retry(ctx: &Ctx, id: i64) -> Result<()> {
    act(ctx, &RETRY, |w| {
        w.about("job", id).reply("/admin/jobs");
        match store::retry(w, id, w.now) {
            Ok(true) => Ok(()),
            Ok(false) => Err(settled()),
            Err(error) if error.is_duplicate() => {
                Err(Error::Conflict("同一件事已经另排了一个任务，这一个可以放弃".into()))
            }
            Err(error) => Err(error.into()),
        }
    })
}

/// Settles a failed job for good.
pub fn give_up(ctx: &Ctx, id: i64, reason: &str) -> Result<()> {
    if reason.trim().is_empty() {
        return Err(Error::invalid("reason", "请写明为什么放弃这个任务"));
    }
    act(ctx, &GIVE_UP, |w| {
        w.about("job", id).because(reason).reply("/admin/jobs");
        if store::give_up(w, id, w.now)? { Ok(()) } else { Err(settled()) }
    })
}

fn settled() -> Error {
    Error::Conflict("这个任务已经有人处理过了".into())
}

/// The unit of the event is the administrator's own.
fn act<T>(ctx: &Ctx, act: &Act, work: impl Fn(&Acting) -> Result<T>) -> Result<T> {
    match ctx.actor.hat() {
        Some(hat) => ctx.act(act, hat.unit.id, work),
        None => ctx.act_system(act, work),
    }
}

//! The job that writes a long list.

use act::{Act, Ctx, Error, Result};
use jobs::{JobKind, progress};
use notify::Tell;
use serde_json::Value;

use crate::{
    Kinds, Made, Out, kept_days, mark,
    order::{opened, place},
    store::{self, Waiting},
};

/// Done by the installation alone.
pub const MAKE: Act = Act::new("export.make", "生成导出的名单");

pub(crate) const JOB: &str = "export.make";
const DAY_SECONDS: i64 = 86_400;

pub fn job() -> JobKind {
    JobKind { name: JOB, run }
}

/// Run twice, it writes the file once.
fn run(ctx: &Ctx, payload: &Value) -> Result<()> {
    let id = payload["export"].as_i64().ok_or(Error::NotFound)?;
    let Some(waiting) = ctx.read(|read| Ok::<_, Error>(store::waiting(read, id)?))? else {
        return Ok(());
    };
    // That it is begun is bookkeeping of the job, and no act of anybody.
    ctx.core.db.write(&[], |write| store::begin(write, id, ctx.now))?;
    let made = make(ctx, &waiting);
    progress::end(id);
    match made {
        Ok(made) => keep(ctx, &waiting, &made),
        Err(error) if is_final(&error) => {
            let words = words(&error);
            ctx.act_system(&MAKE, |w| {
                store::fail(w, id, &words)?;
                w.about("export", id).rows(0);
                tell(w, &waiting, "没有生成，打开看原因")
            })
        }
        Err(error) => Err(error),
    }
}

/// The rights are those of the asker now, not those he had when he asked.
fn make(job: &Ctx, waiting: &Waiting) -> Result<Made> {
    let asked = opened(job, waiting.id, &waiting.asked)?;
    let kind = Kinds::find(job, &waiting.kind)?;
    let told = |done, total| progress::set(waiting.id, done, total);
    job.read(|read| {
        let ctx = job.in_name_of(read, waiting.person, waiting.post)?;
        let act = (kind.act)(&asked.wanted);
        if !ctx.carries(&act) {
            return Err(Error::NotAllowed(act));
        }
        let mark = mark::of(&ctx, read, waiting.id)?;
        let out = Out { told: &told, mark: mark.as_ref() };
        (kind.make)(&ctx, read, &asked.wanted, &out)
    })
}

fn keep(ctx: &Ctx, waiting: &Waiting, made: &Made) -> Result<()> {
    let id = waiting.id;
    let sealed = crypto::seal_bytes(&ctx.core.keys, &place("content", id), &made.content).0;
    // The clock, not the beginning of the job: a long list takes its time.
    let expires = ctx.core.clock.now().plus_seconds(kept_days() * DAY_SECONDS);
    ctx.act_system(&MAKE, |w| {
        if !store::finish(w, id, w.now, expires, made, &sealed)? {
            return Ok(());
        }
        if mark::is_noted(w, id)? {
            store::insert_units(w, id, &made.units)?;
        }
        w.about("export", id).rows(made.rows);
        tell(w, waiting, "已经生成，可以下载")
    })
}

fn tell(w: &act::Acting, waiting: &Waiting, words: &str) -> Result<()> {
    let text = format!("您导出的{}{words}", waiting.title);
    let dedup = format!("export {}", waiting.id);
    let (person, url) = (waiting.person, "/me/exports");
    let (unit, sender) = (None, None);
    let dedup = Some(dedup.as_str());
    notify::tell(w, &Tell { person, unit, kind: "export", text: &text, url, sender, dedup })?;
    Ok(())
}

/// What a person can put right; the rest may be gone at the next try.
fn is_final(error: &Error) -> bool {
    matches!(
        error,
        Error::Invalid(_)
            | Error::Conflict(_)
            | Error::NotAllowed(_)
            | Error::HatGone { .. }
            | Error::NotFound
    )
}

fn words(error: &Error) -> String {
    match error {
        Error::NotFound => "要导出的组织已经看不到了，请换个范围重新导出".into(),
        Error::NotAllowed(_) => format!("{error}，请换有权限的身份重新导出"),
        other => other.to_string(),
    }
}

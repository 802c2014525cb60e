//! Some days before the last one, whoever has not held it is reminded, in the digest and once.

mod store;

use act::{Act, Ctx, Result};
use calendar::Day;
use jobs::{JobKind, Schedule, When};

use crate::{directive::tell_secretaries, task::tell_holders};

pub(crate) const REMIND: Act = Act::new("directive.remind", "提醒部署快到期");
pub(crate) const REMIND_TASK: Act = Act::new("instruction.remind", "提醒批示任务快到期");

const NAME: &str = "directive.remind";
/// So many days before the last one, and on the day after it.
const AHEAD_DAYS: i32 = 5;

pub(crate) fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| run(ctx) }
}

/// In the night, so that it stands in the first digest.
pub fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(0, 40) }
}

fn run(ctx: &Ctx) -> Result<()> {
    let (ahead, after) = (ctx.today.plus_days(AHEAD_DAYS), ctx.today.plus_days(-1));
    for directive in ctx.read(|read| store::ending(read, ahead, after))? {
        let units = ctx.read(|read| store::waiting(read, directive.id, ctx.today))?;
        if units.is_empty() {
            continue;
        }
        let is_over = directive.to_on < ctx.today;
        let text = if is_over {
            format!("“{}”昨天到期，开了的请存档，办不了的说明原因", directive.title)
        } else {
            format!("“{}”还有{AHEAD_DAYS}天到期", directive.title)
        };
        let dedup = format!("directive:{}", directive.id);
        ctx.act(&REMIND, directive.unit, |w| {
            tell_secretaries(w, ctx, &directive, &units, (&text, Some(&dedup)))?;
            w.about("directive", directive.id).rows(units.len());
            Ok(())
        })?;
    }
    tasks(ctx, (ahead, after))
}

/// Whoever holds the post on that day.
fn tasks(ctx: &Ctx, days: (Day, Day)) -> Result<()> {
    for it in ctx.read(|read| store::tasks_ending(read, days, ctx.today))? {
        let when = if it.last_on < ctx.today {
            "昨天到期".to_owned()
        } else {
            format!("还有{AHEAD_DAYS}天到期")
        };
        let text = format!("任务{when}：{}", it.words);
        let dedup = format!("instruction_task:{}", it.id);
        ctx.act(&REMIND_TASK, it.unit, |w| {
            let post = it.post.as_deref().unwrap_or_default();
            tell_holders(w, ctx, (it.unit, post), (&text, &it.url()), Some(&dedup))?;
            w.about("instruction_task", it.id);
            Ok(())
        })?;
    }
    Ok(())
}

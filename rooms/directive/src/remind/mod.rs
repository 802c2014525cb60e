//! Some days before the last one, whoever has not held it is reminded, in the digest and once.

mod store;

use act::{Act, Ctx, Result};
use jobs::{JobKind, Schedule, When};

use crate::directive::tell_secretaries;

pub(crate) const REMIND: Act = Act::new("directive.remind", "提醒部署快到期");

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
    Ok(())
}

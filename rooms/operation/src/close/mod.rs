//! Every night: operations whose last day is over end by themselves. Posts end on their own day before that.

use act::{Ctx, Result};
use jobs::{JobKind, Schedule, When};

use crate::operation::{END, end_in, store};

const NAME: &str = "operation.end";

pub(crate) fn job() -> JobKind {
    JobKind { name: NAME, run: |ctx, _| run(ctx) }
}

/// Soon after midnight.
pub fn schedule() -> Schedule {
    Schedule { kind: NAME, when: When::Daily(0, 20) }
}

fn run(ctx: &Ctx) -> Result<()> {
    for operation in ctx.read(|read| store::over(read, ctx.today))? {
        let on = operation.to_on;
        ctx.act(&END, operation.unit, |w| end_in(w, ctx, operation.id, on, None))?;
    }
    Ok(())
}

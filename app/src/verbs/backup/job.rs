//! The backup that `serve` makes by itself, once a day.

use act::{Ctx, Error, Result};
use backups::{Plan, Shelf, name_at};
use jobs::{JobKind, Schedule, When};

use crate::Settings;

const AT: (i8, i8) = (2, 30);
const KEEP: usize = 14;

pub(crate) const KIND: JobKind = JobKind { name: "backup.make", run };

/// What the settings ask for.
pub(crate) fn plan(settings: &Settings, data: &std::path::Path) -> Option<Plan> {
    let dir = data.join(settings.backup_dir.as_ref()?);
    let (at, keep) = (settings.backup_at.unwrap_or(AT), settings.backup_keep.unwrap_or(KEEP));
    Some(Plan { data: data.to_owned(), dir, at, keep })
}

/// Every day at its hour; a day that was missed is made up for when the server starts.
pub(crate) fn schedule(plan: &Plan) -> Schedule {
    Schedule { kind: KIND.name, when: When::Daily(plan.at.0, plan.at.1) }
}

fn run(ctx: &Ctx, _payload: &serde_json::Value) -> Result<()> {
    let Some(plan) = ctx.core.maybe_part::<Plan>() else { return Ok(()) };
    let unmade = |words: String| Error::Busy(format!("没有备份成：{words}"));
    std::fs::create_dir_all(&plan.dir).map_err(|error| unmade(error.to_string()))?;
    let file = plan.dir.join(name_at(ctx.now));
    super::take(ctx, &plan.data, &file).map_err(|error| unmade(error.to_string()))?;
    Shelf(&plan.dir).keep_newest(plan.keep).map_err(|error| unmade(error.to_string()))?;
    Ok(())
}

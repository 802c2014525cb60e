//! Adopting a plan of talks.

use std::collections::HashSet;

use act::{Act, Acting, Ctx, Error, Faults, Place, Result};

use super::{
    propose::both,
    store::{self, Planned},
};
use crate::roll;

pub(crate) const PLAN: Act = Act::new("talk.plan", "安排一年的谈心谈话");

/// The plan of a branch for a year, in place of the one before.
pub(super) fn adopt(ctx: &Ctx, unit: i64, year: i16, rows: &[Planned]) -> Result<()> {
    ctx.act(&PLAN, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let on_day = roll::on_day(w, &place, ctx.today)?;
        let here: HashSet<i64> = on_day.roll.iter().map(|it| it.person).collect();
        let mut faults = Faults::default();
        let mut seen = HashSet::new();
        for (place, row) in rows.iter().enumerate() {
            let field = format!("r{}_other", place + 1);
            if row.one == row.other {
                faults.add(&field, format!("第{}行两个人是同一个，请改一个", place + 1));
            } else if !here.contains(&row.one) || !here.contains(&row.other) {
                faults.add(&field, format!("第{}行有人不在本支部，请从列出的人里选", place + 1));
            } else if !seen.insert(both(row.one, row.other)) {
                faults.add(&field, format!("第{}行这两个人前面已经排过", place + 1));
            }
        }
        faults.check()?;
        store::replace(w, (unit, year), rows, ctx.actor.person())?;
        w.about("unit", unit).changed(&["talk_plan"]).rows(rows.len());
        w.reply(format!("/talks/owed?unit={unit}&year={year}"));
        Ok(())
    })
}

/// A plan in bulk, in place of what stood: the caller is the act.
pub fn plan_talks(w: &Acting, unit: i64, year: i16, rows: &[Planned]) -> Result<()> {
    store::replace(w, (unit, year), rows, None)
}

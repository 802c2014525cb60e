//! Adopting a plan of talks.

use std::collections::HashSet;

use act::{Act, Acting, Ctx, Error, Faults, Place, Result};

use super::{
    propose::both,
    store::{self, Planned},
};
use crate::roll;

pub(crate) const PLAN: Act = Act::new("talk.plan", "安排一年的谈心谈话");

/// Rows of a plan as a form sent them.
pub(super) struct Sent {
    /// The rows that the form showed, in whose place these come; `None`: all of the year.
    pub(super) was: Option<Vec<i64>>,
    /// Each with its number on the page of the form, before which so many rows stand.
    pub(super) rows: Vec<(usize, Planned)>,
    pub(super) before: usize,
}

/// The plan of a branch for a year, or a page of it, in place of what stood there.
pub(super) fn adopt(ctx: &Ctx, unit: i64, year: i16, sent: &Sent, url: &str) -> Result<()> {
    ctx.act(&PLAN, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let on_day = roll::on_day(w, &place, ctx.today)?;
        let here: HashSet<i64> = on_day.roll.iter().map(|it| it.person).collect();
        let stood = store::year(w, unit, year, ctx.today)?;
        let was = sent.was.as_ref().unwrap_or(&stood.ids);
        if was.iter().any(|id| !stood.ids.contains(id)) {
            return Err(Error::Conflict("这份安排刚才有人改过，请重新打开再改".into()));
        }
        let stays = stood.ids.iter().zip(&stood.planned).filter(|(id, _)| !was.contains(id));
        let mut seen: HashSet<_> = stays.map(|(_, it)| both(it.one, it.other)).collect();
        let mut faults = Faults::default();
        for (number, row) in &sent.rows {
            let (field, number) = (format!("r{number}_other"), number + sent.before);
            if row.one == row.other {
                faults.add(&field, format!("第{number}行两个人是同一个，请改一个"));
            } else if !here.contains(&row.one) || !here.contains(&row.other) {
                faults.add(&field, format!("第{number}行有人不在本支部，请从列出的人里选"));
            } else if !seen.insert(both(row.one, row.other)) {
                faults.add(&field, format!("第{number}行这两个人已经排过"));
            }
        }
        faults.check()?;
        let rows: Vec<Planned> = sent.rows.iter().map(|(_, it)| it.clone()).collect();
        store::exchange(w, (unit, year), was, &rows, ctx.actor.person())?;
        w.about("unit", unit).changed(&["talk_plan"]).rows(rows.len());
        w.reply(url);
        Ok(())
    })
}

/// A plan in bulk, in place of what stood: the caller is the act.
pub fn plan_talks(w: &Acting, unit: i64, year: i16, rows: &[Planned]) -> Result<()> {
    store::replace(w, (unit, year), rows, None)
}

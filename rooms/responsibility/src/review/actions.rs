//! Keeping the review, filing the report.

use act::{Ctx, Error, Result};

use super::{KIND, REPORT, half_zh, store};
use crate::{
    REVIEW,
    list::{self, Seen, file},
};

fn issued(ctx: &Ctx, read: &db::Read, id: i64) -> Result<Seen> {
    let seen = list::find(ctx, read, id)?;
    match seen.list.issued_at {
        Some(_) => Ok(seen),
        None => Err(Error::Conflict("清单印发以后才检查和报告".into())),
    }
}

/// The record of the review.
pub(super) fn review(ctx: &Ctx, id: i64, half: i64, text: &str) -> Result<i64> {
    let unit = ctx.read(|read| issued(ctx, read, id))?.place.id;
    ctx.act(&REVIEW, unit, |w| {
        let seen = issued(ctx, w, id)?;
        if store::of_list(w, id)?.iter().any(|(of, _)| *of == half) {
            let words =
                format!("{}已经做过，要改请打开那份记录更正", half_zh(seen.list.year, half));
            return Err(Error::Conflict(words));
        }
        let record = file(w, ctx, &seen.list, (KIND, half), (w.now, "", ""), text)?;
        store::keep(w, (id, half), record)?;
        w.about("record", record).changed(&["minutes"]).reply(format!("/records/{record}"));
        Ok(record)
    })
}

/// The report upwards, in the form of a letter.
pub(super) fn report(ctx: &Ctx, id: i64, (number, to): (&str, &str), text: &str) -> Result<i64> {
    let unit = ctx.read(|read| issued(ctx, read, id))?.place.id;
    ctx.act(&REVIEW, unit, |w| {
        let seen = issued(ctx, w, id)?;
        let record = file(w, ctx, &seen.list, (REPORT, 2), (w.now, number, to), text)?;
        w.about("record", record).changed(&["minutes"]).reply(format!("/records/{record}"));
        Ok(record)
    })
}

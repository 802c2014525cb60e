//! Everybody's birthdays of a year, as a spreadsheet.

use act::{Ctx, Error, Result};
use leaving::{List, text};
use sheets::write::Value;
use web::{Reply, Req};

use super::{GREET, anniversary, pages, store};
use crate::birthday::store::Admitted;

const COLUMNS: [(&str, u16); 5] =
    [("姓名", 16), ("入党日期", 16), ("政治生日", 14), ("满几年", 10), ("贺卡", 10)];

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    if !ctx.carries(&GREET) {
        return Err(Error::NotFound);
    }
    req.form.reader().check()?;
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let (place, admitted) = ctx.read(|read| {
        let place = pages::unit(ctx, read, req)?;
        let admitted: Vec<Admitted> = store::admitted_in(place.id, year).all(read)?;
        Ok((place, admitted))
    })?;
    ctx.viewed(&GREET, format!("unit:{}", place.id), admitted.len());
    let list = List {
        kind: "record.birthdays",
        title: format!("{}{year}年政治生日", place.short_name),
        scope: format!("{}，{}在册", place.name, ctx.today.zh()),
        measure: "人".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["name", "joined_on"],
        rows: admitted.iter().filter_map(|it| row(it, year)).collect(),
        units: vec![place.id],
    };
    list.give_now(ctx)
}

/// `None` for who was admitted that year or later: no birthday has come round.
fn row(it: &Admitted, year: i16) -> Option<Vec<Value>> {
    let month = it.joined_on.earliest();
    let found = anniversary(it.joined_on, calendar::Day::new(year, month.month(), 1)?)?;
    let card = if it.sent_at.is_some() { "已送" } else { "还没送" };
    Some(vec![
        text(&it.name),
        text(&it.joined_on.zh()),
        found.on.map_or_else(|| text("日子不详"), leaving::day),
        Value::Number(f64::from(found.years)),
        text(card),
    ])
}

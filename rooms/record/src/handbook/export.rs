//! The handbook on its way out: noted as whose copy it is, made at once, or by a job when it is long.

use act::{Acting, Ctx, Error, Place, Result};
use db::Read;
use documents::Book;
use exports::{Format, Leaving, Made, Order, Out};
use leaving::typeset;
use serde::{Deserialize, Serialize};
use sheets::Mark;
use systems::Systems;

use super::{gather::Year, glance::Glance, keeps_one};
use crate::SEE_RECORD;

const KIND: &str = "record.handbook";
const TITLE: &str = "支部工作手册";

/// One record of a book takes about as long as so many rows of a list.
const ROWS_OF_A_RECORD: usize = 25;

/// Which book is asked for.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Wanted {
    pub(super) unit: i64,
    pub(super) year: i16,
    pub(super) is_word: bool,
}

/// The handbook as a kind of export.
pub fn kind() -> exports::Kind {
    exports::Kind { key: KIND, act: |_| SEE_RECORD, make }
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    let wanted: Wanted = serde_json::from_value(wanted.clone()).map_err(Error::broken)?;
    let year = year(ctx, read, wanted.unit, wanted.year)?;
    (out.told)(0, year.meetings.len());
    let copy = out.mark.map(|mark| mark.words.as_str());
    let book = year.book(ctx.part::<Systems>(), copy);
    let (file_name, format, content) = file(ctx, &year, &book, wanted.is_word)?;
    Ok(Made { file_name, format, content, rows: year.meetings.len(), units: year.units() })
}

/// The year of a branch whose records are in sight by lead; what else exists, exists not.
pub(super) fn year(ctx: &Ctx, read: &Read, unit: i64, year: i16) -> Result<Year> {
    let place = kept_by(ctx, read, unit, year)?;
    let year = Year::of(ctx, read, place, year)?;
    ctx.viewed(&SEE_RECORD, format!("unit:{unit}"), year.meetings.len());
    Ok(year)
}

/// The same at a glance, for its page.
pub(super) fn glance(ctx: &Ctx, read: &Read, unit: i64, year: i16) -> Result<Glance> {
    let place = kept_by(ctx, read, unit, year)?;
    Glance::of(ctx, read, place, year)
}

fn kept_by(ctx: &Ctx, read: &Read, unit: i64, year: i16) -> Result<Place> {
    let place = Place::find(read, unit)?.ok_or(Error::NotFound)?;
    let is_there = keeps_one(&place.kind) && ctx.sight(&SEE_RECORD).holds(&place);
    if !is_there || !(2000..=ctx.today.year()).contains(&year) {
        return Err(Error::NotFound);
    }
    Ok(place)
}

pub(super) fn is_long(ctx: &Ctx, records: usize) -> bool {
    exports::is_long(ctx, records * ROWS_OF_A_RECORD)
}

/// Name, kind and content. Without the part that sets pages it is Word's.
pub(super) fn file(
    ctx: &Ctx,
    year: &Year,
    book: &Book,
    is_word: bool,
) -> Result<(String, Format, Vec<u8>)> {
    let pdf = if is_word { None } else { typeset::book(ctx, book)? };
    let (format, content) = match pdf {
        Some(content) => (Format::Pdf, content),
        None => (Format::Docx, documents::book_docx(book).map_err(Error::broken)?),
    };
    Ok((format!("{}.{}", year.title(), format.key()), format, content))
}

/// Notes that the names in it leave; `also` is done in the same act.
pub(super) fn note(
    ctx: &Ctx,
    year: &Year,
    also: impl Fn(&Acting, &Mark) -> Result<()>,
) -> Result<Mark> {
    let scope = format!("{}，{}年", year.place.name, year.number);
    let units = year.units();
    let leaving = Leaving {
        kind: KIND,
        title: TITLE,
        scope: &scope,
        purpose: "",
        rows: year.roll.len(),
        measure: "人",
        columns: &["name", "status", "subgroup", "post"],
        with_numbers: false,
        units: &units,
    };
    ctx.act_own(&exports::ASK, |w, _| {
        let mark = exports::leave(w, ctx, &leaving)?;
        also(w, &mark)?;
        Ok(mark)
    })
}

/// Has it made by a job; it waits on 我的导出.
pub(super) fn queue(ctx: &Ctx, year: &Year, wanted: &Wanted) -> Result<()> {
    let scope = format!("{}，{}年", year.place.name, year.number);
    let value = serde_json::to_value(wanted).map_err(Error::broken)?;
    let order = Order {
        kind: KIND,
        title: TITLE,
        scope: &scope,
        purpose: "",
        rows: year.meetings.len(),
        wanted: value,
    };
    note(ctx, year, |w, mark| exports::ask(w, ctx, &order, Some(mark)).map(|_| ()))?;
    Ok(())
}

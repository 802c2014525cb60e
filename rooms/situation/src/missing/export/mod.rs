//! Lists as files: xlsx to print and hand on, CSV for other programs. Every file says scope, day, count.
//! A long one is written by a job.

mod pages;
mod rows;
mod sheet;

use std::collections::BTreeSet;

use act::{Ctx, Error, Result};
use db::Read;
use exports::{Format, Made, Out};
use rules::Rules;
use systems::Systems;
use web::{Address, Reply, Req};

pub(crate) use self::pages::{ask, form};
use self::sheet::{Sheet, book, csv};
use super::pages::Listed;
use crate::SEE_SITUATION;
use crate::picture::{Part, draw};
use crate::view::{Ask, Scope, look};

/// A list that a request names, with the units in it.
struct Named {
    sheet: Sheet,
    file_name: String,
    format: Format,
    units: BTreeSet<i64>,
}

/// The list that `list` names, as the page shows it but without pages.
fn named(ctx: &Ctx, read: &Read, req: &Req) -> Result<Named> {
    let listed = Listed::of(ctx, read, req)?;
    let asked = &listed.asked;
    let scope = format!("{}，{}的情况", listed.scope_words(), asked.moment(ctx));
    let mut units = BTreeSet::from([asked.place.id]);
    let sheet = match req.query("list") {
        "units" => {
            let picture = asked.picture(ctx)?;
            units.extend(picture.sides.iter().map(|side| side.unit));
            rows::of_units(asked.title(), scope, &picture)
        }
        "duties" => rows::of_duties(asked.title(), scope, &asked.picture(ctx)?),
        "missing" => {
            let lines = listed.lines(ctx, read)?;
            units.extend(lines.iter().map(|line| line.unit));
            rows::of_lines(&listed, scope, &lines)
        }
        _ => return Err(Error::NotFound),
    };
    let format = if req.query("format") == "csv" { Format::Csv } else { Format::Xlsx };
    let (node, day) = (asked.node_name(), asked.scope.on);
    let file_name = format!("{node}{}{day}.{}", sheet.title, format.key());
    Ok(Named { sheet, file_name, format, units })
}

impl Named {
    fn made(self) -> Result<Made> {
        let rows = self.sheet.rows.len();
        let content = match self.format {
            Format::Csv => csv(&self.sheet).into_bytes(),
            _ => book(self.sheet)?,
        };
        let units = self.units.into_iter().collect();
        Ok(Made { file_name: self.file_name, format: self.format, content, rows, units })
    }
}

/// A short list at once; for a long one the browser goes to the page that queues it.
pub(crate) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let named = named(ctx, read, req)?;
    if exports::is_long(ctx, named.sheet.rows.len()) {
        return Ok(Reply::to(pages::url(req)));
    }
    let Made { file_name: name, format, content, .. } = named.made()?;
    Ok(Reply::File { name, media_type: format.media_type(), content })
}

const KIND: &str = "situation.list";

/// Lists of this room as a kind of export; what is kept is the address.
pub fn kind() -> exports::Kind {
    exports::Kind { key: KIND, act: |_| SEE_SITUATION, make }
}

fn make(ctx: &Ctx, read: &Read, wanted: &serde_json::Value, out: &Out) -> Result<Made> {
    let broken = |error: serde_json::Error| Error::Broken(error.into());
    let address: Address = serde_json::from_value(wanted.clone()).map_err(broken)?;
    let named = named(ctx, read, &Req::at(address))?;
    (out.told)(0, named.sheet.rows.len());
    named.made()
}

/// The children of a node side by side, as a spreadsheet; by line for administrative nodes.
pub fn export(ctx: &Ctx, read: &Read, ask: Ask) -> Result<(Vec<u8>, usize)> {
    let systems = ctx.part::<Systems>();
    let view = look(read, ctx.part::<Rules>(), systems, ask)?.ok_or(Error::NotFound)?;
    let picture = draw(&view, systems, Scope::year(ask.on), &Part::default());
    let scope = format!("{}，{}的情况", picture.node.name, ask.on.zh());
    let sheet = rows::of_units(picture.node.name.clone(), scope, &picture);
    let count = sheet.rows.len();
    Ok((book(sheet)?, count))
}

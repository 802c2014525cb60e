//! 应办清单: the duties of a unit in a year on paper for the wall, and as a spreadsheet.

use act::{Ctx, Error, Place, Result};
use db::Read;
use documents::{Paper, Table};
use exports::Format;
use leaving::{List, text};
use rules::Rules;
use web::{Markup, Page, Reply, Req, Section};

use super::{
    listed::{Listed, listed},
    place,
};
use crate::{Law, list};

struct Wall {
    place: Place,
    year: i16,
    lines: Vec<Listed>,
}

fn wall(ctx: &Ctx, read: &Read, req: &Req) -> Result<Wall> {
    let place = place(ctx, read, req.id("unit")?)?;
    let year = req.query_as("year").unwrap_or_else(|| ctx.today.year());
    let rules = ctx.part::<Rules>();
    let law = Law::load(read, rules)?;
    let (standings, _) = list(read, &law, place.id, year, ctx.today)?;
    let lines = listed(rules, &law, &standings);
    if lines.is_empty() { Err(Error::NotFound) } else { Ok(Wall { place, year, lines }) }
}

/// `主题党日（加码）`
fn title(it: &Listed) -> String {
    if it.is_local { format!("{}（加码）", it.title) } else { it.title.clone() }
}

impl Wall {
    fn title(&self) -> String {
        format!("{}{}年应办清单", self.place.short_name, self.year)
    }

    fn url(&self, what: &str) -> String {
        format!("/duties/{}{what}?year={}", self.place.id, self.year)
    }

    fn paper(&self, ctx: &Ctx) -> Paper {
        let table = Table::new(["事项", "应办", "情况", "依据"]).widths([5, 3, 8, 7]);
        let row = |table: Table, it: &Listed| {
            table.row([title(it), it.rhythm.to_owned(), it.words.clone(), it.rule.clone()])
        };
        let words = format!(
            "按{}的记录判定，共{}项，按条例和规定的次序排列。",
            ctx.today.zh(),
            self.lines.len()
        );
        Paper::new(self.title()).paragraph(words).table(self.lines.iter().fold(table, row))
    }
}

pub(crate) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let wall = wall(ctx, read, req)?;
    let sheet = Markup(documents::html(&wall.paper(ctx)));
    let files = [("Word", "docx"), ("PDF", "pdf")]
        .map(|(name, end)| (name, wall.url(&format!("/paper/{end}"))));
    let crumbs = [(format!("{}年应办", wall.year), wall.url(""))];
    Ok(Page::of_paper(wall.title(), ("A4，可以贴在墙上。", sheet), files)?
        .under(crumbs)
        .section(Section::Life))
}

pub(crate) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let wall = wall(ctx, read, req)?;
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let print = wall.url("/print");
    leaving::paper_file(ctx, &wall.paper(ctx), (&wall.title(), format), &print)
}

const COLUMNS: [(&str, u16); 4] = [("事项", 30), ("应办", 12), ("情况", 50), ("依据", 50)];

pub(crate) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let wall = ctx.read(|read| wall(ctx, read, req))?;
    let row =
        |it: &Listed| vec![text(&title(it)), text(it.rhythm), text(&it.words), text(&it.rule)];
    let list = List {
        kind: "duty.list",
        title: wall.title(),
        scope: format!("{}，按{}的记录判定", wall.place.name, ctx.today.zh()),
        measure: "项".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["duty", "rhythm", "state", "rule"],
        rows: wall.lines.iter().map(row).collect(),
        units: vec![wall.place.id],
    };
    list.give_now(ctx)
}

//! The ledger on paper and as a spreadsheet.

use act::{Ctx, Error, Result};
use db::Read;
use documents::{Level, Paper, Table};
use exports::Format;
use leaving::{List, text};
use web::{Markup, Page, Reply, Req, Section};

use super::pages::{Found, Line, Sum, found};

const TITLE: &str = "负担台账";

impl Found {
    /// Which unit's, of which day.
    fn scope(&self, ctx: &Ctx) -> String {
        format!("{}，{}有效", self.unit, ctx.today.zh())
    }

    fn paper(&self, ctx: &Ctx) -> Paper {
        let sum = |table: Table, it: &Sum| {
            let left = match it.unmeasured {
                0 => String::new(),
                n => format!("，另有{n}项没有量过"),
            };
            let minutes = format!("{}分钟{left}", it.minutes);
            table.row([it.level.to_owned(), it.count.to_string(), minutes])
        };
        let sums = Table::new(["哪一级的", "项数", "每支部每月"]).widths([4, 2, 6]);
        let words = format!(
            "{}。条例以外的要求，合计每个支部每月{}分钟。只列市级以上有文件、有负责人、有期限的。",
            self.scope(ctx),
            self.minutes
        );
        let mut paper = Paper::new(TITLE).paragraph(words);
        if !self.here.is_empty() {
            paper = paper.table(self.sums.iter().fold(sums, sum));
        }
        let parts = [("有效的要求", &self.here), ("下级单位定的", &self.below)];
        for (head, lines) in parts.into_iter().filter(|(_, lines)| !lines.is_empty()) {
            let head = format!("{head}（{}项）", lines.len());
            paper = paper.heading(Level::One, head).table(table(lines));
        }
        paper
    }
}

fn table(lines: &[Line]) -> Table {
    let table = Table::new(["要求", "谁定的", "文号", "负责人", "期间", "每支部每月"])
        .widths([6, 5, 4, 3, 5, 3]);
    lines.iter().fold(table, |table, it| {
        let what = format!("{}（{}）", it.title, it.what);
        let words = [&what, &it.setter, &it.document_no, &it.owner, &it.span, &it.minutes];
        table.row(words.map(String::as_str))
    })
}

pub(crate) fn print(ctx: &Ctx, read: &Read, _req: &Req) -> Result<Page> {
    let sheet = Markup(documents::html(&found(ctx, read)?.paper(ctx)));
    let files = web::word_and_pdf("/regulations/burden/paper");
    let crumbs = [("条例和规定", "/regulations"), (TITLE, "/regulations/burden")];
    Ok(Page::of_paper("负担台账，打印", ("A4。", sheet), files)?
        .under(crumbs)
        .section(Section::Life))
}

pub(crate) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let found = found(ctx, read)?;
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    leaving::paper_file(ctx, &found.paper(ctx), (TITLE, format), "/regulations/burden/print")
}

const COLUMNS: [(&str, u16); 9] = [
    ("范围", 12),
    ("要求", 30),
    ("种类", 18),
    ("文件的原话", 40),
    ("谁定的", 28),
    ("文号", 20),
    ("负责人", 12),
    ("期间", 26),
    ("每支部每月", 14),
];

pub(crate) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let found = ctx.read(|read| found(ctx, read))?;
    let row = |range: &str, it: &Line| {
        let words = [
            range,
            &it.title,
            it.what,
            &it.quote,
            &it.setter,
            &it.document_no,
            &it.owner,
            &it.span,
            &it.minutes,
        ];
        words.map(text).into()
    };
    let here = found.here.iter().map(|it| row("对本单位有效", it));
    let below = found.below.iter().map(|it| row("下级定的", it));
    let list = List {
        kind: "duty.burden",
        title: TITLE.to_owned(),
        scope: found.scope(ctx),
        measure: "项".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &[
            "range", "title", "sort", "quote", "setter", "document", "owner", "span", "minutes",
        ],
        rows: here.chain(below).collect(),
        units: found.place.iter().map(|it| it.id).collect(),
    };
    list.give_now(ctx)
}

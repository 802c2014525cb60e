//! The plan for the wall: print page, Word, PDF; and as a spreadsheet.

use act::{Ctx, Error, Place, Result};
use db::Read;
use documents::{Paper, Table};
use sheets::write::{Column, Head, Value, xlsx as written};
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use super::{
    Entry, Plan,
    actions::PLAN,
    pages::{place_of, year_of},
    store,
};
use crate::{SEE_RECORD, kind::Kinds, meeting};

pub(super) fn routes() -> Vec<Route> {
    let see = Door::See(SEE_RECORD);
    vec![
        Route::page("/records/plan/print", see, print),
        Route::data("/records/plan/sheet.docx", see, word),
        Route::data("/records/plan/sheet.pdf", see, pdf),
        Route::data("/records/plan/sheet.xlsx", see, xlsx),
    ]
}

/// The last edition; before the first, for who makes the plan, what stands in it.
struct Sheet {
    place: Place,
    year: i16,
    plan: Plan,
    entries: Vec<Entry>,
}

fn sheet(ctx: &Ctx, read: &Read, req: &Req) -> Result<Sheet> {
    let place = place_of(ctx, read, &meeting::asked(req, "unit"))?;
    let year = year_of(ctx, req);
    let (plan, items) = store::year(read, place.id, year)?;
    let plan = plan.ok_or(Error::NotFound)?;
    let is_draft = plan.edition == 0;
    if is_draft && !ctx.allows(&PLAN, &place) {
        return Err(Error::NotFound);
    }
    let items = items.into_iter();
    let entries = if is_draft {
        items.filter(|item| !item.is_removed).map(|item| item.entry).collect()
    } else {
        items.filter_map(|item| item.published).collect()
    };
    Ok(Sheet::of(place, plan, entries))
}

/// The last edition on paper, for the handbook; `None` before the first.
pub(crate) fn published_paper(read: &Read, place: &Place, year: i16) -> Result<Option<Paper>> {
    let (plan, items) = store::year(read, place.id, year)?;
    let plan = plan.filter(|plan| plan.edition > 0);
    let entries: Vec<Entry> = items.into_iter().filter_map(|item| item.published).collect();
    let sheet = plan.map(|plan| Sheet::of(place.clone(), plan, entries));
    Ok(sheet.filter(|it| !it.entries.is_empty()).map(|it| it.paper()))
}

impl Sheet {
    fn of(place: Place, plan: Plan, mut entries: Vec<Entry>) -> Self {
        entries.sort_by(|a, b| (a.on, &a.from, &a.title).cmp(&(b.on, &b.from, &b.title)));
        Self { place, year: plan.year, plan, entries }
    }

    fn title(&self) -> String {
        format!("{}{}年度组织生活计划", self.place.short_name, self.year)
    }

    /// `第2版，2027年1月5日发布`
    fn edition(&self) -> String {
        match self.plan.published_at {
            Some(at) => format!("第{}版，{}发布", self.plan.edition, at.day().zh()),
            None => "草稿，还没有发布".to_owned(),
        }
    }

    fn url(&self, what: &str) -> String {
        format!("/records/plan{what}?unit={}&year={}", self.place.id, self.year)
    }

    fn file_name(&self, end: &str) -> String {
        format!("{}.{end}", self.title())
    }

    /// For the wall: every quarter three months side by side, on one page.
    fn wall(&self) -> Paper {
        let month = |number: i8| {
            let items = self.entries.iter().filter(|it| it.on.month() == number);
            let item =
                |it: &Entry| format!("{}日（{}）{}", it.on.day(), short_weekday(it), it.title);
            let items: Vec<String> = items.map(item).collect();
            [vec![format!("{number}月")], items].concat().join("\n")
        };
        let quarter = |first: i8| (first..first + 3).map(month).collect::<Vec<_>>();
        let none: [&str; 0] = [];
        let table = Table::new(none).small();
        let table = [1, 4, 7, 10].map(quarter).into_iter().fold(table, Table::row);
        Paper::new(self.title()).paragraph(self.edition()).table(table)
    }

    /// As asked for: the whole list, or the sheet for the wall.
    fn asked(&self, req: &Req) -> Paper {
        if is_wall(req) { self.wall() } else { self.paper() }
    }

    fn paper(&self) -> Paper {
        let table = Table::new(["时间", "事项", "地点", "内容"]).widths([38, 26, 19, 17]);
        let row = |table: Table, it: &Entry| {
            let when = format!("{}（{}）{}", it.on.zh_short(), short_weekday(it), it.from);
            let also = it.also_zh();
            let what = [it.topic.as_str(), also.as_str()];
            let what: Vec<&str> = what.into_iter().filter(|it| !it.is_empty()).collect();
            let what = what.join("，");
            table.row([when.as_str(), &it.title, &it.place, &what])
        };
        Paper::new(self.title())
            .paragraph(format!("{}，{}项", self.edition(), self.entries.len()))
            .table(self.entries.iter().fold(table, row))
    }
}

fn is_wall(req: &Req) -> bool {
    req.query("form") == "wall"
}

/// `五` of 星期五.
fn short_weekday(entry: &Entry) -> &'static str {
    entry.on.weekday_zh().trim_start_matches("星期")
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let found = sheet(ctx, read, req)?;
    let sheet = Markup(documents::html(&found.asked(req)));
    let form = if is_wall(req) { "&form=wall" } else { "" };
    let files = [("Word", "docx"), ("PDF", "pdf"), ("Excel", "xlsx")]
        .map(|(name, end)| (name, found.url(&format!("/sheet.{end}")) + form));
    let words = if is_wall(req) {
        "A4一页，一季一行，可以贴在墙上；时间和地点在整张的计划里。"
    } else {
        "A4；要贴在墙上的，年度计划里有一页的。"
    };
    let crumbs =
        [("组织生活".to_owned(), "/records".to_owned()), ("年度计划".to_owned(), found.url(""))];
    Ok(Page::of_paper(format!("{}，打印", found.title()), (words, sheet), files)?
        .under(crumbs)
        .section(Section::Life))
}

fn word(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let found = sheet(ctx, read, req)?;
    Ok(Reply::File {
        name: found.file_name("docx"),
        media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        content: documents::docx(&found.asked(req)).map_err(Error::broken)?,
    })
}

/// A build without typesetting sends the reader to the print page, which any browser saves as PDF.
fn pdf(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let found = sheet(ctx, read, req)?;
    let Some(content) = leaving::typeset::paper(ctx, &found.asked(req))? else {
        let words = "这台服务器没有装排版部件；请在打印页另存为PDF，或者下载Word";
        return Ok(Reply::to(found.url("/print")).saying(words));
    };
    let name = found.file_name("pdf");
    Ok(Reply::File { name, media_type: "application/pdf", content })
}

fn xlsx(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let found = sheet(ctx, read, req)?;
    let column = |heading, width| Column { heading, width };
    let columns = [
        column("日期", 12),
        column("星期", 10),
        column("开始", 8),
        column("结束", 8),
        column("种类", 14),
        column("名称", 30),
        column("同时是", 14),
        column("地点", 24),
        column("内容", 36),
    ];
    let (title, scope) = (found.title(), format!("{}，{}", found.place.name, found.edition()));
    let head =
        Head {
            sheet: "年度计划", title: &title, scope: &scope, measure: "项", columns: &columns
        };
    let rows: Vec<Vec<Value>> = found.entries.iter().map(cells).collect();
    let content = written(&head, rows.into_iter()).map_err(|fault| Error::Broken(fault.into()))?;
    Ok(Reply::File {
        name: found.file_name("xlsx"),
        media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        content,
    })
}

fn cells(it: &Entry) -> Vec<Value> {
    let text =
        |text: &str| if text.is_empty() { Value::Empty } else { Value::Text(text.to_owned()) };
    let short = |key: &str| {
        if key.is_empty() { "其他安排" } else { Kinds::built_in().short(key) }.to_owned()
    };
    let also: Vec<String> = it.also().map(short).collect();
    vec![
        leaving::day(it.on),
        text(it.on.weekday_zh()),
        text(&it.from),
        text(&it.to),
        text(&short(&it.kind)),
        text(&it.title),
        text(&also.join("、")),
        text(&it.place),
        text(&it.topic),
    ]
}

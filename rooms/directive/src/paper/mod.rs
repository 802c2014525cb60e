//! The summary of a directive, drawn from the records: what was held, counts, what was agreed, who said why.

use act::{Ctx, Error, Relation, Result};
use db::Read;
use documents::{Block, Fill, Level, Paper, Table};
use exports::Format;
use web::{Door, Markup, Page, Reply, Req, Route, Section};

use crate::{
    SEE,
    directive::{
        self, Directive, Figures, Stand,
        store::{self, Issued, Line, Wanted},
    },
};

const TEMPLATE: &str = "R13/documents/summary.md";

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/directives/{id}/paper", Door::See(SEE), print),
        Route::data("/directives/{id}/paper/{format}", Door::See(SEE), file),
    ]
}

/// For the issuer and whoever stands above it; a directive that was withdrawn has none.
fn issued(ctx: &Ctx, read: &Read, req: &Req) -> Result<Issued> {
    let sight = ctx.sight(&SEE);
    let found = store::find(read, &sight, req.id("id")?)?.ok_or(Error::NotFound)?;
    if !sight.holds(&found.place()) || found.directive.withdrawn_at.is_some() {
        return Err(Error::NotFound);
    }
    Ok(found)
}

fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let found = issued(ctx, read, req)?;
    let (paper, url) = (summary(ctx, read, &found)?, found.directive.url());
    let words = "纸面按公文格式，A4；内容由各组织存档的记录汇成。";
    let sheet = (words, Markup(documents::html(&paper)));
    let files = web::word_and_pdf(&format!("{url}/paper"));
    let crumbs =
        [("部署".to_owned(), "/directives".to_owned()), (found.directive.title.clone(), url)];
    Ok(Page::of_paper("小结", sheet, files)?.under(crumbs).section(Section::Life))
}

fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let format = Format::of_paper(req.param("format")).ok_or(Error::NotFound)?;
    let found = issued(ctx, read, req)?;
    let paper = summary(ctx, read, &found)?;
    let name = format!("{}开展情况小结", found.directive.title);
    record::paper_file(ctx, &paper, (&name, format), &format!("{}/paper", found.directive.url()))
}

fn pair(name: &str, words: impl Into<String>) -> Block {
    Block::Pair(name.to_owned(), words.into().into())
}

fn heading(words: &str) -> Block {
    Block::Heading(Level::One, words.to_owned())
}

fn paragraph(words: String) -> Block {
    Block::Paragraph(words.into())
}

fn summary(ctx: &Ctx, read: &Read, found: &Issued) -> Result<Paper> {
    let (it, place) = (&found.directive, found.place());
    let lines = store::lines(read, it, Wanted::default(), ctx.today)?;
    let figures = figures(&lines);
    // By line there are sums and verdicts; what the records say is for those who lead.
    let is_led =
        directive::relation(&place) == Relation::Lead && !ctx.sight(&record::SEE_RECORD).is_empty();
    let facts = vec![
        pair("发布组织", &place.name),
        pair("依　　据", &it.basis),
        pair("起止日期", it.days_zh()),
        pair("形　　式", it.kinds_zh()),
    ];
    let mut body = vec![heading("部署的事项")];
    let items =
        it.items.lines().map(|item| paragraph(format!("{}。", item.trim_end_matches('。'))));
    body.extend(items);
    body.push(heading("开展情况"));
    body.push(paragraph(counted(it, figures)));
    body.extend(held(&lines, it));
    if is_led {
        body.extend(agreed(read, &lines)?);
    }
    body.extend(not_held(&lines));
    if !it.conclusion.is_empty() {
        body.push(heading("其他"));
        body.extend(it.conclusion.lines().map(|line| paragraph(line.to_owned())));
    }
    let fill = Fill::new()
        .text("unit", &place.name)
        .text("heading", format!("{}开展情况小结", it.title))
        .text("day", it.closed_at.map_or(ctx.today, calendar::Instant::day).zh())
        .blocks("facts", facts)
        .blocks("body", body);
    record::paper_filled(ctx, TEMPLATE, &fill)
}

fn figures(lines: &[Line]) -> Figures {
    let count = |stand| lines.iter().filter(|it| it.stand == stand).count() as i64;
    Figures {
        addressed: lines.len() as i64,
        held: count(Stand::Held),
        said: count(Stand::Said),
        exempt: count(Stand::Exempt),
        overdue: count(Stand::Overdue),
        open: count(Stand::Open),
    }
}

fn counted(it: &Directive, figures: Figures) -> String {
    let Figures { addressed, held, said, exempt, overdue, open } = figures;
    let mut words = format!("发到{addressed}个组织，已开展{held}个");
    for (count, what) in [
        (said, "说明了原因"),
        (exempt, "因执行任务免办"),
        (overdue, "逾期没有开展"),
        (open, "还没有开展"),
    ] {
        if count > 0 {
            words = format!("{words}，{what}{count}个");
        }
    }
    format!("{words}。最后一天是{}。", it.to_on.zh())
}

/// In the tree's own order.
fn held(lines: &[Line], it: &Directive) -> Option<Block> {
    let mut table = Table::new(["组织", "日期", "名称", "到会"]).widths([6, 3, 7, 2]);
    let mut came = (0, 0);
    let held: Vec<&Line> = lines.iter().filter(|it| it.stand == Stand::Held).collect();
    for line in &held {
        let (present, expected) =
            (line.present.unwrap_or_default(), line.expected.unwrap_or_default());
        came = (came.0 + present, came.1 + expected);
        let on = line.held_on.map_or_else(String::new, |on| {
            let late = if on > it.to_on { "（逾期）" } else { "" };
            format!("{}{late}", on.zh_short())
        });
        let title = line.title.clone().unwrap_or_default();
        table = table.row([line.name.clone(), on, title, format!("{present}/{expected}")]);
    }
    table = table.row([
        "合计".to_owned(),
        format!("{}个", held.len()),
        String::new(),
        format!("{}/{}", came.0, came.1),
    ]);
    (!held.is_empty()).then_some(Block::Table(table))
}

/// What the meetings agreed, each with whose it is.
fn agreed(read: &Read, lines: &[Line]) -> Result<Vec<Block>> {
    let records: Vec<i64> = lines.iter().filter_map(|it| it.record).collect();
    let mut texts = Vec::new();
    for part in records.chunks(500) {
        texts.extend(record::agreed_in(read, part)?);
    }
    if texts.is_empty() {
        return Ok(Vec::new());
    }
    let mut blocks = vec![heading("议定的事项")];
    for line in lines {
        let of_it = texts.iter().filter(|(record, _)| Some(*record) == line.record);
        let of_it: Vec<&str> = of_it.map(|(_, text)| text.trim_end_matches('。')).collect();
        if !of_it.is_empty() {
            blocks.push(paragraph(format!("{}：{}。", line.name, of_it.join("；"))));
        }
    }
    Ok(blocks)
}

fn not_held(lines: &[Line]) -> Vec<Block> {
    let mut blocks = Vec::new();
    for stand in [Stand::Said, Stand::Exempt, Stand::Overdue, Stand::Open] {
        let names: Vec<&str> =
            lines.iter().filter(|it| it.stand == stand).map(|it| it.name.as_str()).collect();
        if !names.is_empty() {
            blocks.push(paragraph(format!("{}：{}。", stand.zh(), names.join("、"))));
        }
    }
    if blocks.is_empty() {
        return blocks;
    }
    [vec![heading("没有开展的")], blocks].concat()
}

//! What a sample came to, on paper and as a spreadsheet; what was found in one unit, as a letter to it.

use act::{Ctx, Error, Place, Result};
use db::Read;
use documents::{Level, Paper, Table};
use leaving::{List, Printed};
use sheets::write::Value;
use web::{Page, Reply, Req};

use super::{
    Finding, Sample, Sampled, one,
    show::{self, Line, Shown},
    store,
};
use crate::{SEE, draw::Candidate, printed};

impl Shown {
    fn title(&self) -> String {
        format!("{}抽签结果", self.sample.title)
    }

    fn paper(&self) -> Paper {
        let table =
            Table::new(["序号", "组织", "签数和原因", "意见", "办理"]).widths([2, 5, 9, 2, 2]);
        let row = |table: Table, (at, it): (usize, &Line)| {
            let why = format!("{}张：{}", it.tickets, it.reasons);
            let found = format!("{}条", it.found);
            table.row([(at + 1).to_string(), it.name.clone(), why, found, it.state.to_owned()])
        };
        let Self { sample, candidates, .. } = self;
        let tickets: i64 = candidates.iter().map(Candidate::tickets).sum();
        let same = if self.is_same {
            "按种子和签数重算，和上面完全一样。"
        } else {
            "按种子重算的结果和记下的不一样。"
        };
        let days = format!("{}至{}", sample.held_from.zh(), sample.held_to.zh());
        Paper::new(self.title())
            .pair("组织单位", &self.place.name)
            .pair("看哪些记录", days)
            .pair("抽签时间", sample.drawn_at.zh())
            .pair("签", format!("{}个组织，共{tickets}张", candidates.len()))
            .pair("谁去看", self.inspectors.as_str())
            .pair("种子", sample.seed.as_str())
            .table(self.lines.iter().enumerate().fold(table, row))
            .paragraph(same)
    }
}

fn looked_at(ctx: &Ctx, read: &Read, req: &Req) -> Result<Shown> {
    let shown = show::found(ctx, read, req.id("sample")?)?;
    ctx.viewed(&SEE, format!("sample:{}", shown.sample.id), shown.lines.len());
    Ok(shown)
}

fn shown_printed(ctx: &Ctx, read: &Read, req: &Req) -> Result<Printed> {
    let shown = looked_at(ctx, read, req)?;
    let url = format!("/review/samples/{}", shown.sample.id);
    Ok(printed(shown.paper(), (shown.title(), "A4，可以存档。"), (&shown.sample.title, url)))
}

pub(super) fn print(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    shown_printed(ctx, read, req)?.page()
}

pub(super) fn file(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    shown_printed(ctx, read, req)?.file(ctx, req)
}

const COLUMNS: [(&str, u16); 6] =
    [("序号", 6), ("组织", 28), ("签数", 8), ("原因", 60), ("意见条数", 10), ("办理", 10)];

pub(super) fn take(ctx: &Ctx, req: &Req) -> Result<Reply> {
    req.form.reader().check()?;
    let shown = ctx.read(|read| looked_at(ctx, read, req))?;
    let number = |it: i64| Value::Number(it as f64);
    let row = |(at, it): (usize, &Line)| {
        vec![
            number(at as i64 + 1),
            leaving::text(&it.name),
            number(it.tickets),
            leaving::text(&it.reasons),
            number(it.found as i64),
            leaving::text(it.state),
        ]
    };
    let list = List {
        kind: "review.sample",
        title: shown.title(),
        scope: format!("{}，种子{}", shown.place.name, shown.sample.seed),
        measure: "个".to_owned(),
        columns: leaving::columns(&COLUMNS),
        keys: &["no", "unit", "tickets", "why", "found", "state"],
        rows: shown.lines.iter().enumerate().map(row).collect(),
        units: vec![shown.place.id],
    };
    list.give_now(ctx)
}

/// A letter to one drawn unit: what was found, by which rule, until when an answer is expected.
struct Letter {
    sampled: Sampled,
    sample: Sample,
    from: Place,
    to: Place,
    findings: Vec<Finding>,
}

impl Letter {
    fn of(ctx: &Ctx, read: &Read, req: &Req) -> Result<Self> {
        let (sampled, to, _) = one::seen(ctx, read, req.id("sampled")?)?;
        let sample = store::sample(read, sampled.sample)?.ok_or(Error::NotFound)?;
        let from = Place::find(read, sample.unit)?.ok_or(Error::NotFound)?;
        let mut findings = store::findings(read, sample.id)?;
        findings.retain(|it| it.sampled == sampled.id);
        if findings.is_empty() {
            return Err(Error::NotFound);
        }
        Ok(Self { sampled, sample, from, to, findings })
    }

    fn title(&self) -> String {
        format!("关于{}{}的督查意见", self.to.short_name, self.sample.title)
    }

    fn paper(&self) -> Paper {
        let Self { sample, from, to, findings, .. } = self;
        let (first, last) = (sample.held_from.zh(), sample.held_to.zh());
        let mut paper = Paper::new(self.title()).to(&to.name).paragraph(format!(
            "按照{}的安排，抽查了你单位{first}至{last}的记录，提出意见{}条。",
            sample.title,
            findings.len()
        ));
        for it in findings {
            paper = paper.heading(Level::One, headline(&it.text)).paragraphs(&it.text);
            paper = paper.paragraph(format!("依据：{}。", it.rule.trim_end_matches('。')));
            paper = match (&it.answer, it.accepted_at) {
                (None, _) => paper.paragraph(format!("请在{}以前答复。", it.due_on.zh())),
                (Some(answer), accepted) => {
                    let end = if accepted.is_some() { "（已认可）" } else { "" };
                    paper.paragraph(format!("答复：{}{end}", answer.replace('\n', "")))
                }
            };
        }
        let on = findings.iter().map(|it| it.found_at.day()).max();
        let paper = paper.issued_by(&from.name);
        on.into_iter().fold(paper, Paper::dated)
    }
}

/// The first clause of what was found, as the head of its part.
fn headline(text: &str) -> String {
    let first = text.split(['，', '。', '；', '\n']).next().unwrap_or_default();
    first.chars().take(24).collect()
}

fn letter_printed(ctx: &Ctx, read: &Read, req: &Req) -> Result<Printed> {
    let letter = Letter::of(ctx, read, req)?;
    let (url, under) = (letter.sampled.url(), format!("督查：{}", letter.to.short_name));
    let files = format!("{url}/letter");
    let printed = printed(letter.paper(), (letter.title(), "A4，公文格式。"), (&under, url));
    Ok(Printed { files, ..printed })
}

pub(super) fn print_letter(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    letter_printed(ctx, read, req)?.page()
}

pub(super) fn file_letter(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    letter_printed(ctx, read, req)?.file(ctx, req)
}

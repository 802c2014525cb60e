//! What the importer is asked: the month, who is meant, what a mark means.

use std::collections::BTreeMap;

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::{Period, PeriodKind};
use imports::{Finding, Shown};
use web::{
    Markup, Reader, Req,
    parts::{self, Choice},
};

use super::{Choices, judge::Plan, sheet::Odd};

#[derive(Template)]
#[template(path = "shift/tables.html")]
struct Tables {
    unclear: Vec<Line>,
    marks: Vec<Line>,
}

/// One question with its answers.
struct Line {
    name: String,
    /// The field that answers it.
    field: String,
    /// `第12行`, `3处`
    note: String,
    /// (value, label, chosen)
    offers: Vec<(String, String, bool)>,
}

pub(super) fn shown(ctx: &Ctx, req: &Req, plan: Plan) -> Result<Shown> {
    let (unclear, marks) = (unclear(req, &plan), marks(req, &plan));
    let questions = unclear.len() + marks.len();
    let tables = Tables { unclear, marks }.render().map_err(|error| Error::Broken(error.into()))?;
    let to_write = plan.days.len();
    Ok(Shown {
        unit_name: plan.unit_name.clone(),
        in_file: plan.noted + plan.odd.len(),
        source: "姓名、日期、标记".into(),
        to_write,
        to_write_words: format!("{}人，其中{}人天有班", plan.persons, plan.busy),
        left: plan.odd.len(),
        notes: notes(&plan),
        findings: plan.odd.iter().map(finding).collect(),
        questions,
        tables: Markup(tables),
        options: month(ctx, req, &plan),
        remark: "只记每个人哪天有班、哪天有空，不记班次、地点和任务。",
        ..Shown::default()
    })
}

fn finding(it: &Odd) -> Finding {
    Finding {
        row: it.row,
        column: it.column.to_owned(),
        shown: it.shown.clone(),
        reason: it.reason.to_owned(),
        suggestion: it.suggestion.to_owned(),
        ..Finding::default()
    }
}

fn notes(plan: &Plan) -> Vec<String> {
    let mut notes = Vec::new();
    if !plan.strangers.is_empty() {
        let first: Vec<&str> = plan.strangers.iter().take(8).map(String::as_str).collect();
        let more = if plan.strangers.len() > first.len() { "等" } else { "" };
        notes.push(format!(
            "{}{more}{}人不是这里的党员，不记。",
            first.join("、"),
            plan.strangers.len()
        ));
    }
    if plan.too_old > 0 {
        notes.push(format!("有{}天早就过了，排班只留30天，不记。", plan.too_old));
    }
    notes
}

/// Where the file names days only: in which month they are.
fn month(ctx: &Ctx, req: &Req, plan: &Plan) -> Markup {
    let Some(taken) = plan.month else { return Markup::default() };
    let this = Period::of(PeriodKind::Month, ctx.today);
    let mut months = vec![this.prev(), this, this.next(), this.next().next()];
    if !months.contains(&taken) {
        months.push(taken);
    }
    let offers: Vec<Choice> =
        months.iter().map(|it| Choice::new(it.to_string(), it.zh_full())).collect();
    parts::field_select(
        &req.form,
        "month",
        "表里只写了几号，是哪个月的",
        &offers,
        &taken.to_string(),
    )
}

fn unclear(req: &Req, plan: &Plan) -> Vec<Line> {
    let one = |(number, it): (usize, &super::judge::Unclear)| {
        let field = format!("who-{number}");
        let mut offers = vec![(String::new(), "不记这个人".to_owned())];
        offers.extend(it.candidates.iter().map(|candidate| {
            let number = candidate.police_number.as_deref().unwrap_or_default();
            let number =
                if number.is_empty() { String::new() } else { format!("，警号{number}") };
            (
                candidate.id.to_string(),
                format!("{}，{}{number}", candidate.name, candidate.unit_name),
            )
        }));
        let note = format!("第{}行", it.row);
        Line { name: it.who.clone(), note, offers: chosen(req, &field, offers), field }
    };
    plan.unclear.iter().enumerate().map(one).collect()
}

fn marks(req: &Req, plan: &Plan) -> Vec<Line> {
    let offers = [("", "不记"), ("busy", "有班，来不了"), ("free", "有空")];
    let one = |(number, (mark, times)): (usize, &(String, usize))| {
        let field = format!("mark-{number}");
        let offers = offers.iter().map(|(value, label)| ((*value).to_owned(), (*label).to_owned()));
        let offers = chosen(req, &field, offers.collect());
        Line { name: format!("“{mark}”"), note: format!("{times}处"), offers, field }
    };
    plan.marks.iter().enumerate().map(one).collect()
}

fn chosen(req: &Req, field: &str, offers: Vec<(String, String)>) -> Vec<(String, String, bool)> {
    let now = req.form.value(field);
    offers.into_iter().map(|(value, label)| (value.clone(), label, value == now)).collect()
}

/// The answers of a form that was sent; what is left open is not written.
pub(super) fn choices(reader: &Reader, plan: &Plan) -> Choices {
    let month = reader.optional_text("month", "月份", 7);
    let who: BTreeMap<&str, &str> = reader.starting_with("who-").into_iter().collect();
    let marks: BTreeMap<&str, &str> = reader.starting_with("mark-").into_iter().collect();
    let answer = |of: &BTreeMap<&str, &str>, number: usize| {
        of.get(number.to_string().as_str()).map(|it| (*it).to_owned()).filter(|it| !it.is_empty())
    };
    let meant = plan.unclear.iter().enumerate();
    let meant = meant.filter_map(|(n, it)| Some((it.who.clone(), answer(&who, n)?.parse().ok()?)));
    let means = plan.marks.iter().enumerate();
    let means =
        means.filter_map(|(n, (mark, _))| Some((mark.clone(), answer(&marks, n)? == "free")));
    Choices {
        month: Some(month).filter(|it| it.parse::<Period>().is_ok()),
        who: meant.collect(),
        marks: means.collect(),
    }
}

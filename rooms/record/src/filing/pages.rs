//! The one form of a filing, for entering and for correcting it.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Period, PeriodKind};
use db::Read;
use web::{
    Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    actions::{self, FILE},
    holders,
};
use crate::{
    SEE_RECORD,
    closing::{self, Minutes},
    kind::{Kinds, RecordKind},
    meeting::{self, Content, New, Record, asked},
    roll::{self, OnDay},
    show::Shown,
};

pub(crate) fn routes() -> Vec<Route> {
    vec![Route::act("/records/filing", FILE, file).again(meeting::new)]
}

#[derive(Template)]
#[template(path = "filing/form.html")]
struct FormPage {
    title: String,
    /// What it is, in one sentence.
    say: String,
    problems: Markup,
    key: Markup,
    version: Markup,
    hidden: Vec<(&'static str, String)>,
    action: String,
    fields: Vec<Markup>,
    button: String,
    /// A correction: why, and the way back.
    back: Option<String>,
}

/// A filing that is not there yet.
pub(crate) fn new_form(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    kind: &'static RecordKind,
    place: Place,
) -> Result<Page> {
    if !ctx.allows(&FILE, &place) {
        return Err(Error::NotAllowed(FILE));
    }
    ctx.viewed(&SEE_RECORD, format!("unit:{}", place.id), 1);
    let period: Option<Period> = req.query_as("period");
    let day = req.form.value("on1").parse().ok().unwrap_or(ctx.today);
    let on_day = roll::on_day(read, &place, day)?;
    let chair = holders(kind, &on_day).first().map(|(person, _)| *person);
    let titled_on = period.filter(|it| it.kind() != PeriodKind::Free).map_or(day, Period::last);
    let record = Record {
        kind: kind.key.clone(),
        title: kind.title_on("", titled_on),
        plan_on: day,
        chair: chair.filter(|_| !kind.by.is_empty()),
        makes_up: period.filter(|it| is_past(*it, day)).map(Period::key),
        ..Record::blank(ctx.now)
    };
    let page = FormPage {
        title: record.title.clone(),
        say: format!("{}。已经{}的，登记一次就算。", place.short_name, kind.done),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        hidden: vec![
            ("kind", kind.key.clone()),
            ("unit", place.id.to_string()),
            ("about", asked(req, "about")),
        ],
        action: "/records/filing".into(),
        fields: fields(ctx, req, kind, &record, &on_day),
        button: "登记".into(),
        back: None,
    };
    Ok(Page::of(record.title, &page)?
        .under(vec![("组织生活", "/records"), ("新建", "/records/new")])
        .section(Section::Life)
        .task())
}

/// A year or half that was over: what is filed now may be about it.
fn is_past(period: Period, day: Day) -> bool {
    matches!(period.kind(), PeriodKind::Year | PeriodKind::Half) && period.last() < day
}

/// A filing that stands, to be set right; its old version stays visible.
pub(crate) fn correction_form(ctx: &Ctx, req: &Req, shown: &Shown, on_day: &OnDay) -> Result<Page> {
    let record = &shown.record;
    let mut fields = fields(ctx, req, shown.kind, record, on_day);
    let hint = "原样会留着，谁都看得到改了什么";
    fields.push(parts::field_text(&req.form, "reason", "为什么更正", hint, ""));
    let page = FormPage {
        title: format!("更正{}", record.title),
        say: shown.place.short_name.clone(),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: req.version(record.version),
        hidden: Vec::new(),
        action: format!("{}/correction", record.url()),
        fields,
        button: "更正".into(),
        back: Some(record.url()),
    };
    Ok(Page::of(page.title.clone(), &page)?
        .under(vec![
            ("组织生活".to_owned(), "/records".to_owned()),
            (record.title.clone(), record.url()),
        ])
        .section(Section::Life)
        .task())
}

fn fields(ctx: &Ctx, req: &Req, kind: &RecordKind, record: &Record, on_day: &OnDay) -> Vec<Markup> {
    let form = &req.form;
    let day = record.plan_on.to_string();
    let mut fields = vec![
        parts::field_text(form, "title", "名称", "", &record.title),
        parts::field_day(form, "on1", &format!("{}日期", kind.done), "", &day),
    ];
    if !kind.topic.is_empty() {
        let hint = "没有就空着";
        fields.push(parts::field_text(form, "topic", &kind.topic, hint, &record.topic));
    }
    if !kind.to.is_empty() {
        fields.push(parts::field_text(form, "guests", &kind.to, "", &record.guests));
    }
    if !kind.by.is_empty() {
        let mut offered = vec![Choice::new("", "请选择")];
        let held = holders(kind, on_day).into_iter();
        offered.extend(held.map(|(id, name)| Choice::new(id.to_string(), name)));
        let current = record.chair.map_or_else(String::new, |id| id.to_string());
        fields.push(parts::field_select(form, "chair", &kind.by, &offered, &current));
    }
    let hint = "用一段话写清楚，不必抄全文";
    fields.push(parts::field_area(form, "minutes", "主要内容", hint, &record.minutes));
    if kind.is_of_period() {
        fields.push(period_field(req, kind, record));
    }
    let shown_day = form.shown("on1", &day).parse().unwrap_or(record.plan_on);
    let dated = Record { plan_on: shown_day, ..record.clone() };
    let minutes = Minutes {
        late_reason: record.late_reason.clone().unwrap_or_default(),
        ..Minutes::default()
    };
    fields.push(closing::late_field(form, kind, &dated, ctx.now, &minutes));
    fields
}

/// What it reports on: the year or half before, or the one it was done in.
fn period_field(req: &Req, kind: &RecordKind, record: &Record) -> Markup {
    let mut offered = vec![Choice::new("", format!("{}日期所在的这一期", kind.done))];
    for kind in [PeriodKind::Half, PeriodKind::Year] {
        let before = Period::of(kind, record.plan_on).prev();
        offered.push(Choice::new(before.key(), before.zh_full()));
    }
    let current = record.makes_up.clone().unwrap_or_default();
    let is_known = offered.iter().any(|choice| choice.value == current);
    if !is_known && let Ok(period) = current.parse::<Period>() {
        offered.push(Choice::new(current.clone(), period.zh_full()));
    }
    parts::field_select(&req.form, "makes_up", "算哪一期的", &offered, &current)
}

fn file(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let reader = req.form.reader();
    let kind = Kinds::built_in().find(&reader.text("kind", "种类", 60)).ok_or(Error::NotFound)?;
    let unit = reader.id("unit").ok_or(Error::NotFound)?;
    let about = reader.optional_text("about", "针对哪一件", 20);
    let content = Content::read(&reader, kind);
    let minutes = Minutes::read(&reader, &req.form, kind, &[]);
    reader.check()?;
    let new = New { unit, kind: kind.key.clone(), makes_up: None, about };
    let id = actions::file(ctx, &new, &content, &minutes)?;
    Ok(Reply::to(format!("/records/{id}")).saying(format!("{}已登记", content.title)))
}

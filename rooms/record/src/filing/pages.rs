//! The one form of a filing, for entering and for correcting it.

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::{Day, Period, PeriodKind};
use db::Read;
use rules::Rules;
use systems::Systems;
use web::{
    Markup, Page, Reply, Req, Route, Section,
    parts::{self, Choice},
};

use super::{
    GoesTo,
    actions::{self, FILE},
    holders,
    of::{self, Asked},
    store::Open,
};
use crate::{
    SEE_RECORD,
    closing::{self, Minutes},
    kind::{Kinds, OfMeeting, RecordKind},
    life,
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

/// A filing that is not there yet: of a meeting that has several still without it, first which one.
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
    match of::asked(ctx, read, kind, place.id, &asked(req, "about"))? {
        Asked::Open(open) => choose(req, kind, &place, &open),
        Asked::Nothing => blank_form(ctx, read, req, (kind, &place), None),
        Asked::Meeting(it) => blank_form(ctx, read, req, (kind, &place), Some(&it)),
    }
}

#[derive(Template)]
#[template(path = "filing/choose.html")]
struct Choose {
    title: String,
    say: String,
    problems: Markup,
    /// In words, with the URL of its form.
    meetings: Vec<(String, String)>,
    none: Option<(String, String)>,
    /// Where a meeting that is not there yet is entered.
    meeting: (String, String),
}

fn choose(req: &Req, kind: &RecordKind, place: &Place, open: &[Open]) -> Result<Page> {
    let Some(of) = &kind.of else { return Err(Error::NotFound) };
    let url =
        |about: &str| format!("/records/new?kind={}&unit={}&about={about}", kind.key, place.id);
    // What is about no meeting may be about a period.
    let period = match req.query_as::<Period>("period") {
        Some(period) => format!("&period={period}"),
        None => String::new(),
    };
    let short = Kinds::built_in().short(&of.kind);
    let page = Choose {
        title: kind.title.clone(),
        say: format!("{}。先选是哪一次{short}的。", place.short_name),
        problems: parts::problems(&req.form),
        meetings: open
            .iter()
            .map(|it| (of::words(&of.kind, it.on), url(&it.id.to_string())))
            .collect(),
        none: (!of.none.is_empty()).then(|| (of.none.clone(), url(of::NONE) + &period)),
        meeting: (
            format!("记一次{short}"),
            format!("/records/new?kind={}&unit={}", of.kind, place.id),
        ),
    };
    Ok(Page::of(page.title.clone(), &page)?
        .under(vec![("组织生活", "/records"), ("新建", "/records/new")])
        .section(Section::Life)
        .task())
}

/// Filled in as far as it is known: to whom it goes, and of a meeting what is to be said of it.
fn blank_form(
    ctx: &Ctx,
    read: &Read,
    req: &Req,
    (kind, place): (&'static RecordKind, &Place),
    meeting: Option<&Record>,
) -> Result<Page> {
    let period: Option<Period> = req.query_as("period");
    let day = req.form.value("on1").parse().ok().unwrap_or(ctx.today);
    let on_day = roll::on_day(read, place, day)?;
    let chair = holders(kind, &on_day).first().map(|(person, _)| *person);
    let titled_on = match meeting {
        Some(meeting) => of::titled_on(meeting),
        None => period.filter(|it| it.kind() != PeriodKind::Free).map_or(day, Period::last),
    };
    let record = Record {
        kind: kind.key.clone(),
        title: kind.title_on("", titled_on),
        plan_on: day,
        chair: chair.filter(|_| !kind.by.is_empty()),
        guests: goes_to(ctx, read, kind, place)?,
        minutes: match (meeting, &kind.of) {
            (Some(meeting), Some(of)) => {
                let seats = seats(ctx, of, place, &on_day);
                life::told(read, meeting, seats, of.before)?
            }
            _ => String::new(),
        },
        about: meeting.map(|it| it.id.to_string()).unwrap_or_default(),
        makes_up: period.filter(|it| is_past(*it, day)).map(Period::key),
        ..Record::blank(ctx.now)
    };
    let about = match (meeting, &kind.of) {
        (Some(meeting), _) => meeting.id.to_string(),
        (None, Some(_)) => of::NONE.to_owned(),
        (None, None) => asked(req, "about"),
    };
    let of_meeting = meeting.map_or_else(String::new, |it| {
        format!("报的是{}。", of::words(&it.kind, it.held_on.unwrap_or(it.plan_on)))
    });
    let page = FormPage {
        title: record.title.clone(),
        say: format!("{}。{of_meeting}已经{}的，登记一次就算。", place.short_name, kind.done),
        problems: parts::problems(&req.form),
        key: req.key(),
        version: Markup::default(),
        hidden: vec![("kind", kind.key.clone()), ("unit", place.id.to_string()), ("about", about)],
        action: "/records/filing".into(),
        fields: fields(ctx, req, (kind, &place.kind), &record, &on_day),
        button: "登记".into(),
        back: None,
    };
    Ok(Page::of(record.title, &page)?
        .under(vec![("组织生活", "/records"), ("新建", "/records/new")])
        .section(Section::Life)
        .task())
}

/// How many a meeting of that kind calls.
fn seats(ctx: &Ctx, of: &OfMeeting, place: &Place, on_day: &OnDay) -> i64 {
    let systems = ctx.part::<Systems>();
    let kind = Kinds::built_in().find(&of.kind);
    kind.map_or(0, |kind| roll::expected(systems, kind, place, on_day, Vec::new()).len() as i64)
}

/// As the data of reports say, else as last time.
fn goes_to(ctx: &Ctx, read: &Read, kind: &RecordKind, place: &Place) -> Result<String> {
    if kind.to.is_empty() {
        return Ok(String::new());
    }
    if let Some(GoesTo(who)) = ctx.core.maybe_part::<GoesTo>() {
        let who = who(ctx, read, place.id, &kind.key)?;
        if !who.is_empty() {
            return Ok(who);
        }
    }
    let last = meeting::last_of(read, place.id, &kind.key, ctx.today)?;
    Ok(last.map(|it| it.guests).unwrap_or_default())
}

/// A year or half that was over: what is filed now may be about it.
fn is_past(period: Period, day: Day) -> bool {
    matches!(period.kind(), PeriodKind::Year | PeriodKind::Half) && period.last() < day
}

/// A filing that stands, to be set right; its old version stays visible.
pub(crate) fn correction_form(ctx: &Ctx, req: &Req, shown: &Shown, on_day: &OnDay) -> Result<Page> {
    let record = &shown.record;
    let kind = (shown.kind, shown.place.kind.as_str());
    let mut fields = fields(ctx, req, kind, record, on_day);
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

fn fields(
    ctx: &Ctx,
    req: &Req,
    (kind, unit_kind): (&RecordKind, &str),
    record: &Record,
    on_day: &OnDay,
) -> Vec<Markup> {
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
    if kind.is_of_period() && record.about.is_empty() {
        fields.extend(period_field(ctx, req, (kind, unit_kind), record));
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

/// What it reports on: the year or half before, or the one it was done in. `None` where no duty asks for it by periods: a paper
/// about an event is of no half-year.
fn period_field(
    ctx: &Ctx,
    req: &Req,
    (kind, unit_kind): (&RecordKind, &str),
    record: &Record,
) -> Option<Markup> {
    let asked = rhythms(ctx.part::<Rules>(), kind, unit_kind, record.plan_on);
    if asked.is_empty() && record.makes_up.is_none() {
        return None;
    }
    let mut offered = vec![Choice::new("", format!("{}日期所在的这一期", kind.done))];
    for kind in asked {
        let before = Period::of(kind, record.plan_on).prev();
        offered.push(Choice::new(before.key(), before.zh_full()));
    }
    let current = record.makes_up.clone().unwrap_or_default();
    let is_known = offered.iter().any(|choice| choice.value == current);
    if !is_known && let Ok(period) = current.parse::<Period>() {
        offered.push(Choice::new(current.clone(), period.zh_full()));
    }
    Some(parts::field_select(&req.form, "makes_up", "算哪一期的", &offered, &current))
}

/// By which periods the duties of such a unit and its posts ask for it.
fn rhythms(rules: &Rules, kind: &RecordKind, unit_kind: &str, on: Day) -> Vec<PeriodKind> {
    let is_asked = |it: &&rules::Duty| {
        it.in_force(on)
            && it.serves.contains(&kind.key)
            && it.binds.iter().any(|bound| bound.starts_with(unit_kind))
    };
    let asked = rules.duties().iter().filter(is_asked).filter_map(|it| it.period.period());
    let mut kinds: Vec<PeriodKind> = asked.collect();
    kinds.dedup();
    kinds
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

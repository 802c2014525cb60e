//! A year for the eye: quarters, months, their days and what stands on them.

use std::collections::BTreeMap;

use act::{Error, Result};
use askama::Template;
use calendar::{Day, Period, PeriodKind, Workdays};
use rules::Modality;
use web::{
    Markup,
    parts::{self, State},
};

use super::{
    Entry, Item, ItemId, Standing,
    propose::MANY_ON_DUTY,
    year::{Owed, Year},
};

pub(super) struct Quarter {
    pub(super) title: String,
    pub(super) owing: Markup,
    pub(super) months: Vec<Month>,
}

pub(super) struct Month {
    /// Its first day.
    pub(super) first: Day,
    pub(super) number: i8,
    pub(super) owing: Markup,
    pub(super) weeks: Vec<[Option<Cell>; 7]>,
    pub(super) lines: Vec<Line>,
}

/// A duty of the period, with the page of its verdict.
pub(super) struct Asked {
    name: String,
    url: String,
}

/// What a period wants that is neither held nor planned.
#[derive(Template)]
#[template(path = "plan/owing.html")]
struct Owing {
    missing: Vec<Asked>,
    /// What may be left.
    optional: Vec<Asked>,
    /// Something is owed, and all of it is there.
    is_whole: bool,
}

impl Owing {
    /// "" where nothing is owed.
    fn of<'y>(year: &'y Year, today: Day, owed: impl Iterator<Item = &'y Owed>) -> Result<Markup> {
        let (may, must): (Vec<&Owed>, Vec<&Owed>) =
            owed.partition(|it| it.modality == Modality::May);
        let lacking = |all: &[&Owed]| -> Vec<Asked> {
            all.iter().filter_map(|it| asked(it, year.missing(it, today))).collect()
        };
        let missing = lacking(&must);
        let is_whole = !must.is_empty() && missing.is_empty();
        let owing = Self { is_whole, missing, optional: lacking(&may) };
        owing.render().map(Markup).map_err(Error::broken)
    }
}

/// A day of the small calendar.
pub(super) struct Cell {
    pub(super) day: i8,
    pub(super) on: Day,
    pub(super) class: String,
    /// 休息；支部党员大会
    pub(super) says: String,
}

/// One thing of a month.
pub(super) struct Line {
    pub(super) entry: Entry,
    /// `None` for a proposal and for what was held without a plan.
    pub(super) id: Option<ItemId>,
    pub(super) version: i64,
    pub(super) is_proposal: bool,
    pub(super) is_removed: bool,
    pub(super) tag: Markup,
    /// What the last edition said, where that differs.
    pub(super) before: String,
    /// (label, URL) of its record, or of the draft that opens out of it.
    pub(super) record: Option<(String, String)>,
    /// 没有按计划开, 这天不少人有班
    pub(super) remark: &'static str,
    pub(super) may_move: bool,
}

impl Line {
    /// `6日星期五15:00至16:30`
    pub(super) fn when(&self) -> String {
        let Entry { on, from, to, .. } = &self.entry;
        let end = if to.is_empty() { String::new() } else { format!("至{to}") };
        format!("{}日{}{from}{end}", on.day(), on.weekday_zh())
    }

    pub(super) fn version(&self, req: &web::Req) -> Markup {
        req.version(self.version)
    }

    /// Where and what, in one line; "" where neither is known.
    pub(super) fn what(&self) -> String {
        let also = self.entry.also_zh();
        let parts = [self.entry.place.as_str(), self.entry.topic.as_str(), also.as_str()];
        parts.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("，")
    }
}

/// What the year owes as a whole.
pub(super) fn of_year(year: &Year, today: Day, shows_owed: bool) -> Result<Markup> {
    let whole = |it: &&Owed| quarter_of(it.first) != quarter_of(it.last);
    Owing::of(year, today, year.owed.iter().filter(|_| shows_owed).filter(whole))
}

pub(super) fn quarters(
    year: &Year,
    today: Day,
    shows_owed: bool,
    may_plan: bool,
) -> Result<Vec<Quarter>> {
    let mut lines = lines(year, today, may_plan);
    let quarter = |period: Period| {
        let of_month = |month| one_month(year, today, month, shows_owed, &mut lines);
        let months = months(period).map(of_month).collect::<Result<_>>()?;
        let owing = owed_in(year, today, period, shows_owed)?;
        Ok(Quarter { title: period.zh(), owing, months })
    };
    Period::in_year(PeriodKind::Quarter, year.number).into_iter().map(quarter).collect()
}

fn months(quarter: Period) -> impl Iterator<Item = Period> {
    let first = quarter.first();
    (0..3).map(move |n| Period::of(PeriodKind::Month, first.plus_months(n)))
}

fn quarter_of(day: Day) -> Period {
    Period::of(PeriodKind::Quarter, day)
}

fn one_month(
    year: &Year,
    today: Day,
    month: Period,
    shows_owed: bool,
    lines: &mut BTreeMap<i8, Vec<Line>>,
) -> Result<Month> {
    let lines = lines.remove(&month.first().month()).unwrap_or_default();
    Ok(Month {
        first: month.first(),
        number: month.first().month(),
        owing: owed_in(year, today, month, shows_owed)?,
        weeks: weeks(year, today, month, &lines),
        lines,
    })
}

/// Duties whose period is of just this length.
fn owed_in(year: &Year, today: Day, period: Period, shows_owed: bool) -> Result<Markup> {
    let is_month = period.kind() == PeriodKind::Month;
    let within = |it: &&Owed| {
        let is_of_month = it.first.first_of_month() == it.last.first_of_month();
        period.holds(it.first) && period.holds(it.last) && is_of_month == is_month
    };
    Owing::of(year, today, year.owed.iter().filter(|_| shows_owed).filter(within))
}

/// `None` where nothing is missing.
fn asked(owed: &Owed, missing: i64) -> Option<Asked> {
    let local = if owed.modality == Modality::Local { "（地方规定）" } else { "" };
    let times = if missing > 1 { format!("{missing}次") } else { String::new() };
    let asked = Asked { name: format!("{}{times}{local}", owed.name), url: owed.url.clone() };
    (missing > 0).then_some(asked)
}

/// From Monday to Sunday.
fn weeks(year: &Year, today: Day, month: Period, lines: &[Line]) -> Vec<[Option<Cell>; 7]> {
    let (first, last) = (month.first(), month.last());
    let mut weeks = Vec::new();
    let mut monday = first.plus_days(1 - i32::from(first.weekday()));
    while monday <= last {
        let of = |n: usize| {
            let day = monday.plus_days(i32::try_from(n).unwrap_or_default());
            month.holds(day).then(|| cell(year, today, day, lines))
        };
        weeks.push(std::array::from_fn(of));
        monday = monday.plus_days(7);
    }
    weeks
}

fn cell(year: &Year, today: Day, on: Day, lines: &[Line]) -> Cell {
    let here = || lines.iter().filter(|it| it.entry.on == on && !it.is_removed);
    let workdays = Workdays::in_force();
    let rest = match workdays.likely_festival(on) {
        Some(festival) => format!("往年{festival}放假"),
        None => "休息".to_owned(),
    };
    let on_duty = year.on_duty.get(&on).copied().unwrap_or_default();
    let mut says: Vec<String> = vec![format!("{}{}", on.zh_short(), on.weekday_zh())];
    let mut classes = Vec::new();
    let mut add = |is_so: bool, class: &'static str, words: String| {
        if is_so {
            classes.push(class);
            says.extend(Some(words).filter(|it| !it.is_empty()));
        }
    };
    add(workdays.is_off(on), "off", rest);
    add(on_duty >= MANY_ON_DUTY, "busy", format!("{on_duty}%的党员有班"));
    add(on == today, "today", "今天".into());
    let titles: Vec<&str> = here().map(|it| it.entry.title.as_str()).collect();
    let is_planned = here().any(|it| !it.is_proposal);
    add(is_planned, "planned", String::new());
    add(!is_planned && !titles.is_empty(), "proposed", String::new());
    says.extend(titles.into_iter().map(str::to_owned));
    Cell { day: on.day(), on, class: classes.join(" "), says: says.join("，") }
}

/// By months, in the order of days.
fn lines(year: &Year, today: Day, may_plan: bool) -> BTreeMap<i8, Vec<Line>> {
    let mut all: Vec<Line> = Vec::new();
    for (item, held) in year.items.iter().zip(&year.held) {
        let record = held.map(|at| &year.records[at]);
        all.push(of_item(year, item, record, today, may_plan));
    }
    let proposed = year.proposed.iter().filter(|_| may_plan);
    all.extend(proposed.map(|entry| proposal(entry.clone())));
    all.extend(unplanned(year));
    all.sort_by(|a, b| (a.entry.on, &a.entry.from).cmp(&(b.entry.on, &b.entry.from)));
    let mut by_month: BTreeMap<i8, Vec<Line>> = BTreeMap::new();
    for line in all {
        by_month.entry(line.entry.on.month()).or_default().push(line);
    }
    by_month
}

fn of_item(
    year: &Year,
    item: &Item,
    record: Option<&super::store::Beside>,
    today: Day,
    may_plan: bool,
) -> Line {
    let standing = item.standing();
    let entry = item.entry.clone();
    let is_held = record.is_some_and(|it| it.held_at.is_some() || it.closed_at.is_some());
    let is_past = entry.on < today;
    let tag = match standing {
        _ if is_held => parts::tag(State::Done, "已开"),
        Standing::Added if may_plan => plain("未发布"),
        Standing::Changed if may_plan => plain("改过，未发布"),
        Standing::Removed if may_plan => parts::tag(State::Void, "已移出，未发布"),
        _ => Markup::default(),
    };
    let before = match &item.published {
        Some(was) if standing == Standing::Changed && may_plan => changed_words(was, &entry),
        _ => String::new(),
    };
    let is_busy = year.on_duty.get(&entry.on).is_some_and(|share| *share >= MANY_ON_DUTY);
    let is_meeting = !entry.kind.is_empty();
    let is_waiting = is_meeting && !is_held && !item.is_removed;
    Line {
        record: link(year, &entry, record, may_plan && is_waiting),
        remark: match is_past {
            true if is_waiting && record.is_none() => "没有按计划开",
            false if may_plan && is_waiting && is_busy => "这天不少人有班",
            _ => "",
        },
        may_move: may_plan && !is_held && !item.is_removed,
        id: Some(item.id),
        version: item.version,
        is_proposal: false,
        is_removed: item.is_removed,
        tag,
        before,
        entry,
    }
}

/// Its record; else the draft that opens out of it.
fn link(
    year: &Year,
    entry: &Entry,
    record: Option<&super::store::Beside>,
    may_draft: bool,
) -> Option<(String, String)> {
    if record.is_some_and(|it| year.shut.contains(&it.id)) {
        return None;
    }
    if let Some(record) = record {
        let is_held = record.held_at.is_some() || record.closed_at.is_some();
        let words = match record.plan_on {
            on if on == entry.on && is_held => "记录".to_owned(),
            on if is_held => format!("记录，{}开的", on.zh_short()),
            on if on == entry.on => "草稿".to_owned(),
            on => format!("草稿，{}", on.zh_short()),
        };
        return Some((words, format!("/records/{}", record.id)));
    }
    let (kind, unit, on) = (&entry.kind, year.place.id, entry.on);
    may_draft
        .then(|| ("打开草稿".to_owned(), format!("/records/new?kind={kind}&unit={unit}&on={on}")))
}

/// `第1版是3月6日15:00`, where day or hour changed; else that something did.
fn changed_words(was: &Entry, now: &Entry) -> String {
    if (was.on, &was.from) == (now.on, &now.from) {
        return String::new();
    }
    format!("上一版是{}", was.when())
}

fn proposal(entry: Entry) -> Line {
    Line {
        entry,
        id: None,
        version: 0,
        is_proposal: true,
        is_removed: false,
        tag: plain("建议"),
        before: String::new(),
        record: None,
        remark: "",
        may_move: true,
    }
}

/// Records of the unit itself that no item foresaw.
fn unplanned(year: &Year) -> impl Iterator<Item = Line> + '_ {
    let foreseen = |at: usize| year.held.contains(&Some(at));
    let own = year.records.iter().enumerate().filter(move |(at, record)| {
        let kind = crate::kind::Kinds::built_in().find(&record.kind);
        let is_meeting = kind.is_some_and(|it| super::is_plannable(it, &year.place.kind));
        let is_shown = !year.shut.contains(&record.id);
        !foreseen(*at) && record.unit == year.place.id && is_meeting && is_shown
    });
    own.map(|(_, record)| {
        let is_held = record.held_at.is_some() || record.closed_at.is_some();
        let (tag, label) = if is_held {
            (parts::tag(State::Done, "已开"), "记录")
        } else {
            (Markup::default(), "草稿")
        };
        let (also, title) = (record.also.clone(), record.title.clone());
        let entry = Entry { also, title, ..Entry::blank(record.plan_on) };
        Line {
            tag,
            record: Some((label.to_owned(), format!("/records/{}", record.id))),
            is_proposal: false,
            may_move: false,
            ..proposal(entry)
        }
    })
}

/// A word without a shape: shapes belong to states.
fn plain(words: &str) -> Markup {
    Markup(format!("<span class=\"tag is-due\">{words}</span>"))
}

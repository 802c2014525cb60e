//! The picture of a node: by unit, by duty, on the wall.

use act::{Ctx, Error, Result};
use askama::Template;
use calendar::{Day, Period, PeriodKind};
use db::Read;
use duty::judge::State;
use systems::{Family, Systems};
use web::{Markup, Page, Reply, Req, Section, json_text, parts};

use super::{OfDuty, OfPersons, Picture, Side, SideKind, Tally};
use crate::ask::{Asked, ask, levels, number};
use crate::missing::{States, Wanted};
use crate::waiting::Waiting;

/// Lines of 先帮谁 on a page.
const WAITING: usize = 6;
/// Rows that a wall shows without scrolling.
const WALL_ROWS: usize = 12;

/// One of the four figures.
pub(crate) struct Figure {
    tag: Markup,
    name: &'static str,
    count: String,
    url: String,
    words: String,
}

/// One row of the children's or the duties' table; empty URLs are no links.
pub(crate) struct RowShown {
    name: String,
    url: String,
    modality: &'static str,
    branches: String,
    owed: String,
    done: String,
    due: String,
    overdue: String,
    overdue_url: String,
    missed: String,
    missed_url: String,
    explained: String,
    exempt: String,
    bar: Markup,
}

struct PersonsRow {
    name: String,
    url: String,
    owed: String,
    met: String,
    late: String,
}

struct RankRow {
    name: &'static str,
    units: String,
    overdue: String,
    url: String,
}

struct WaitingRow {
    name: String,
    words: String,
    next: &'static str,
    url: String,
}

struct Month {
    name: String,
    url: String,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "picture/picture.html")]
struct Whole {
    title: String,
    node: String,
    levels: String,
    moment: String,
    by: &'static str,
    months: Vec<Month>,
    others: Vec<(String, String)>,
    waiting: Vec<WaitingRow>,
    waiting_count: String,
    figures: Vec<Figure>,
    beside: String,
    exempt: Option<Freed>,
    rows: Vec<RowShown>,
    total: RowShown,
    duties: Markup,
    file: String,
    duties_url: String,
    wall_url: String,
    own_url: String,
    trend_day: i8,
    trend: Markup,
    trend_words: String,
    trend_rows: Vec<(String, String)>,
    rank_rows: Vec<RankRow>,
}

#[derive(Template)]
#[template(path = "picture/table.html")]
struct Table {
    scope: String,
    rows: Vec<RowShown>,
    total: RowShown,
    persons: Vec<PersonsRow>,
}

#[derive(Template)]
#[template(path = "picture/duties.html")]
struct Duties {
    title: String,
    node: String,
    moment: String,
    back: String,
    table: Markup,
    file: String,
}

#[derive(Template)]
#[template(path = "picture/wall.html")]
struct Wall {
    title: String,
    node: String,
    levels: String,
    moment: String,
    figures: Vec<Figure>,
    rows: Vec<RowShown>,
    total: RowShown,
    waiting: Vec<WaitingRow>,
    trend_day: i8,
    trend: Markup,
}

/// The node of the hat worn.
pub(crate) fn home(ctx: &Ctx, _read: &Read, _req: &Req) -> Result<Reply> {
    let hat = ctx.actor.hat().ok_or(Error::NotFound)?;
    Ok(Reply::to(format!("/situation/{}", hat.unit.id)))
}

pub(crate) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = ask(ctx, read, req)?;
    let picture = asked.picture(ctx)?;
    let (lines, count) = waiting_rows(ctx, &asked, WAITING)?;
    let has_children = picture.sides.iter().any(|side| side.kind != SideKind::Own);
    let page = Whole {
        title: asked.title(),
        node: asked.node_name(),
        levels: levels(&picture),
        moment: asked.moment(ctx),
        by: if asked.relations.len() > 1 { relation_zh(picture.node.relation) } else { "" },
        months: months(&asked, ctx.today),
        others: others(&asked),
        waiting: lines,
        waiting_count: if count > WAITING {
            format!("共{count}条，列出开始最早的{WAITING}条。")
        } else {
            format!("共{count}条，全部列出。")
        },
        figures: figures(&asked, &picture),
        beside: beside(&picture),
        exempt: freed(ctx, read, &asked, &picture)?,
        rows: if has_children { side_rows(&asked, &picture.sides) } else { Vec::new() },
        total: row(&asked, ("合计".into(), String::new()), picture.branches, picture.tally, &[]),
        duties: table(&asked, &picture)?,
        file: asked.url("file", &[("list", if has_children { "units" } else { "duties" })]),
        duties_url: asked.url("duties", &[]),
        wall_url: asked.url("wall", &[]),
        own_url: own_url(ctx, &asked),
        trend_day: asked.scope.on.day(),
        trend: parts::line_chart("逾期件数", &picture.trend.points()),
        trend_words: picture.trend.words(),
        trend_rows: picture.trend.rows(),
        rank_rows: rank_rows(&asked, &picture),
    };
    let crumbs = asked.crumbs(ctx);
    Ok(Page::of(asked.node_name(), &page)?.under(crumbs).section(Section::Figures))
}

/// The figures alone, for programs: docs/json.md.
pub(crate) fn data(ctx: &Ctx, read: &Read, req: &Req) -> Result<Reply> {
    let asked = ask(ctx, read, req)?;
    asked.reply(ctx, ("figures", &asked.part), || json_text(&super::json(&asked.picture(ctx)?)))
}

pub(crate) fn duties(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = ask(ctx, read, req)?;
    let picture = asked.picture(ctx)?;
    let page = Duties {
        title: asked.title(),
        node: asked.node_name(),
        moment: asked.moment(ctx),
        back: asked.url("", &[]),
        table: table(&asked, &picture)?,
        file: asked.url("file", &[("list", "duties")]),
    };
    let mut crumbs = asked.crumbs(ctx);
    crumbs.push((asked.node_name(), asked.url("", &[])));
    Ok(Page::of("按事项", &page)?.under(crumbs).section(Section::Figures))
}

pub(crate) fn wall(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let asked = ask(ctx, read, req)?;
    let picture = asked.picture(ctx)?;
    let page = Wall {
        title: asked.title(),
        node: asked.node_name(),
        levels: levels(&picture),
        moment: asked.moment(ctx),
        figures: figures(&asked, &picture),
        rows: wall_rows(&asked, &picture.sides),
        total: row(&asked, ("合计".into(), String::new()), picture.branches, picture.tally, &[]),
        waiting: waiting_rows(ctx, &asked, 3)?.0,
        trend_day: asked.scope.on.day(),
        trend: parts::line_chart("逾期件数", &picture.trend.points()),
    };
    Ok(Page::of(asked.title(), &page)?.wall())
}

/// What does not fit is one row of sums: no scrolling on a wall, and nothing left out silently.
fn wall_rows(asked: &Asked, sides: &[Side]) -> Vec<RowShown> {
    if sides.len() <= WALL_ROWS {
        return side_rows(asked, sides);
    }
    let (shown, rest) = sides.split_at(WALL_ROWS - 1);
    let mut rows = side_rows(asked, shown);
    let mut tally = Tally::default();
    for side in rest {
        tally += side.tally;
    }
    let branches = rest.iter().map(|side| side.branches).sum();
    let name = format!("其余{}个单位", rest.len());
    rows.push(row(asked, (name, String::new()), branches, tally, &[]));
    rows
}

fn relation_zh(relation: act::Relation) -> &'static str {
    match relation {
        act::Relation::Lead => "隶属",
        act::Relation::Line => "条线",
    }
}

/// The same node by the other relation.
fn others(asked: &Asked) -> Vec<(String, String)> {
    let others = asked.relations.iter().filter(|it| **it != asked.relation);
    others
        .map(|it| (format!("按{}关系看", relation_zh(*it)), asked.url("", &[("by", it.key())])))
        .collect()
}

/// This year and its months that have begun, then last year.
fn months(asked: &Asked, today: Day) -> Vec<Month> {
    let this = today.year();
    let mut periods = vec![Period::of(PeriodKind::Year, today)];
    for year in [this, this - 1] {
        let months = Period::in_year(PeriodKind::Month, year).into_iter();
        periods.extend(months.filter(|month| month.first() <= today).rev());
    }
    let month = |period: Period| Month {
        name: if period.year() == this { period.zh() } else { period.zh_full() },
        url: asked.url("", &[("month", &period.key())]),
        is_current: period == asked.scope.period,
    };
    periods.into_iter().map(month).collect()
}

fn waiting_rows(ctx: &Ctx, asked: &Asked, limit: usize) -> Result<(Vec<WaitingRow>, usize)> {
    let (lines, count) = asked.waiting(ctx, limit)?;
    Ok((lines.into_iter().map(|line| waiting_row(asked, line)).collect(), count))
}

fn waiting_row(asked: &Asked, line: Waiting) -> WaitingRow {
    let month = Period::of(PeriodKind::Month, asked.scope.on).key();
    let (url, next) = if let [one] = line.units.as_slice() {
        (crate::duties_of(*one), "看判定和理由")
    } else {
        let side = if line.house { String::new() } else { line.unit.to_string() };
        let house = if line.house { "house" } else { "" };
        let set = [
            ("duty", line.duty.as_str()),
            ("state", "open"),
            ("side", &side),
            ("part", house),
            ("month", &month),
        ];
        (asked.url("missing", &set), "看是哪些支部")
    };
    WaitingRow { name: line.name, words: line.words, next, url }
}

fn figures(asked: &Asked, picture: &Picture) -> Vec<Figure> {
    let tally = picture.tally;
    let owed = tally.owed();
    let share = if owed == 0 {
        "没有应办的事".to_owned()
    } else {
        let tenths = tally.done * 1000 / owed;
        format!("占应办{}件的{}.{}%", number(owed), tenths / 10, tenths % 10)
    };
    let ahead = match picture.due_days {
        Some((first, last)) if first == last => format!("最后一天是{}", first.zh_short()),
        Some((first, last)) => format!("最后一天在{}至{}", first.zh_short(), last.zh_short()),
        None => "没有还在期限内的".to_owned(),
    };
    let figure = |state: State, shape: parts::State, words: String| Figure {
        tag: parts::tag_bare(shape, state.zh()),
        name: state.zh(),
        count: number(tally.of(state)),
        url: asked.url("missing", &[("state", state.key())]),
        words,
    };
    vec![
        figure(State::Done, parts::State::Done, share),
        figure(State::Due, parts::State::Due, ahead),
        figure(State::Overdue, parts::State::Late, "最后一天已过，可以补办".to_owned()),
        figure(State::Missed, parts::State::Missed, "期限已过，不能再补".to_owned()),
    ]
}

/// What was freed from: how many, where they stand, and why where it is one reason for all.
struct Freed {
    count: String,
    url: String,
    /// `（执行任务）`
    reason: String,
}

/// So many are looked through for their reason.
const FREED_AT_MOST: usize = 20;

fn freed(ctx: &Ctx, read: &Read, asked: &Asked, picture: &Picture) -> Result<Option<Freed>> {
    let count = usize::try_from(picture.tally.exempt).unwrap_or_default();
    if count == 0 {
        return Ok(None);
    }
    let mut reason = String::new();
    if count <= FREED_AT_MOST {
        let states = States::One(State::Exempt);
        let wanted = Wanted { part: asked.part.clone(), states, ..Wanted::default() };
        let lines = asked.lines(ctx, read, &wanted, (0, FREED_AT_MOST))?;
        let mut reasons = lines.iter().map(|line| line.why_exempt());
        let first = reasons.next().flatten();
        if let Some(first) = first.filter(|first| reasons.all(|it| it == Some(*first))) {
            reason = format!("（{first}）");
        }
    }
    let url = asked.url("missing", &[("state", State::Exempt.key())]);
    Ok(Some(Freed { count: number(picture.tally.exempt), url, reason }))
}

/// What stands in none of the four figures, and what is counted by persons.
fn beside(picture: &Picture) -> String {
    let tally = picture.tally;
    let mut words = vec![format!("应办{}件", number(tally.owed()))];
    if tally.explained > 0 {
        words.push(format!("其中有说明、没有办的{}件", number(tally.explained)));
    }
    words.push("以前带过来没有办结的也算在内".to_owned());
    format!("{}。", words.join("，"))
}

fn side_rows(asked: &Asked, sides: &[Side]) -> Vec<RowShown> {
    let rows = sides.iter().map(|side| {
        let id = side.unit.to_string();
        let (url, set) = match side.kind {
            SideKind::Own => (crate::duties_of(side.unit), vec![("side", "0")]),
            SideKind::House => (asked.url("", &[("part", "house")]), vec![("part", "house")]),
            SideKind::Child if side.is_branch => {
                (crate::duties_of(side.unit), vec![("side", id.as_str())])
            }
            SideKind::Child => (asked.url_of(side.unit, false), vec![("side", id.as_str())]),
        };
        row(asked, (side.name.clone(), url), side.branches, side.tally, &set)
    });
    rows.collect()
}

/// `set` narrows the lists behind the figures; empty: no links.
fn row(
    asked: &Asked,
    (name, url): (String, String),
    branches: i64,
    tally: Tally,
    set: &[(&str, &str)],
) -> RowShown {
    let link = |state: State| {
        let mut fields = vec![("state", state.key())];
        fields.extend_from_slice(set);
        if set.is_empty() { String::new() } else { asked.url("missing", &fields) }
    };
    RowShown {
        name,
        url,
        modality: "",
        branches: number(branches),
        owed: number(tally.owed()),
        done: number(tally.done),
        due: number(tally.due),
        overdue: number(tally.overdue),
        overdue_url: link(State::Overdue),
        missed: number(tally.missed),
        missed_url: link(State::Missed),
        explained: number(tally.explained),
        exempt: number(tally.exempt),
        bar: parts::bar(parts::Bar {
            done: tally.done,
            due: tally.due,
            late: tally.overdue,
            missed: tally.missed,
        }),
    }
}

fn table(asked: &Asked, picture: &Picture) -> Result<Markup> {
    let table = Table {
        scope: format!("{}，{}", asked.node_name(), asked.title()),
        rows: picture.duties.iter().map(|it| duty_row(asked, it)).collect(),
        total: row(asked, ("合计".into(), String::new()), 0, picture.tally, &[]),
        persons: picture.persons.iter().map(|it| persons_row(asked, it)).collect(),
    };
    table.render().map(Markup).map_err(|error| Error::Broken(error.into()))
}

fn duty_row(asked: &Asked, it: &OfDuty) -> RowShown {
    let key = it.duty.key.as_str();
    let name = (it.duty.title.clone(), asked.url("", &[("duty", key)]));
    let modality = it.duty.modality.zh();
    RowShown { modality, ..row(asked, name, 0, it.tally, &[("duty", key)]) }
}

fn persons_row(asked: &Asked, it: &OfPersons) -> PersonsRow {
    PersonsRow {
        name: it.duty.title.clone(),
        url: asked.url("missing", &[("duty", &it.duty.key)]),
        owed: number(it.owed),
        met: number(it.met),
        late: number(it.late),
    }
}

fn rank_rows(asked: &Asked, picture: &Picture) -> Vec<RankRow> {
    let row = |it: &super::OfLevel| RankRow {
        name: it.level.zh(),
        units: number(it.units),
        overdue: number(it.overdue),
        url: asked.url("missing", &[("state", "overdue"), ("level", it.level.key())]),
    };
    picture.levels.iter().map(row).collect()
}

/// The page of a Party unit's own duties; an administrative unit has none.
fn own_url(ctx: &Ctx, asked: &Asked) -> String {
    let kind = ctx.part::<Systems>().unit_kind(&asked.place.kind);
    if kind.is_some_and(|kind| kind.family == Family::Party) {
        crate::duties_of(asked.place.id)
    } else {
        String::new()
    }
}

//! A round: who was drawn and why, seed and procedure, drawn again for comparison.

use std::collections::BTreeMap;

use act::{Ctx, Error, Place, Result};
use askama::Template;
use calendar::Day;
use db::{Asker, Read};
use record::Kinds;
use web::{
    Markup, Page, Reply, Req, Section,
    parts::{self, State},
};

use super::{Course, Hearing, Round, SeatRow, actions, store};
use crate::{
    ROUND,
    draw::{self, Input},
    sees,
};

pub(super) struct SeatLine {
    number: i64,
    pub(super) who: String,
    /// How he came, and who left before him with his reason.
    pub(super) notes: Vec<String>,
}

pub(super) struct Line {
    id: i64,
    pub(super) name: String,
    url: String,
    pub(super) why: String,
    pub(super) when: String,
    tag: Markup,
    pub(super) state: &'static str,
    pub(super) seats: Vec<SeatLine>,
    is_open: bool,
}

/// Somebody who might have been drawn: what it takes to draw again.
pub(super) struct InPool {
    pub(super) name: String,
    pub(super) id: i64,
    /// Seats that he has in this round.
    pub(super) seats: usize,
    /// Branches that the rules keep him away from, and why.
    pub(super) not_at: String,
}

/// A round as its page and its papers show it.
pub(super) struct Drawn {
    pub(super) round: Round,
    pub(super) place: Place,
    pub(super) kind: String,
    pub(super) lines: Vec<Line>,
    pub(super) input: Input,
    pub(super) pool: Vec<InPool>,
    /// Drawn again it comes out the same.
    pub(super) is_same: bool,
    is_empty_seat: bool,
}

#[derive(Template)]
#[template(path = "hearing/round.html")]
struct Show {
    round: Round,
    kind: String,
    lines: Vec<Line>,
    scope: Markup,
    input: Input,
    pool: Vec<InPool>,
    is_same: bool,
    is_empty_seat: bool,
    may_change: bool,
    problems: Markup,
    once: Markup,
}

pub(super) fn drawn(ctx: &Ctx, read: &Read, id: i64) -> Result<Drawn> {
    let (round, place) = seen(ctx, read, id)?;
    let hearings = store::hearings(read, round.id)?;
    let rows = store::seats(read, round.id)?;
    let courses = store::courses(read, &round)?;
    let (input, seats, left) = actions::drawn_seats(&round, &hearings, &rows)?;
    let mut again = draw::replay(&input, &round.seed, &left);
    let mut there = seats;
    let order = |it: &draw::Seat| (it.branch, it.seat, it.turn);
    again.sort_by_key(order);
    there.sort_by_key(order);
    let persons: Vec<i64> = rows.iter().filter_map(|it| it.person).collect();
    let ask = Asker::default();
    let (names, held) = ask.finish(read, async {
        let names = people::names_of_asked(&ask, &persons);
        let held = store::held_again(&ask, round.id);
        Ok::<_, Error>((names.await?, held.await?))
    })?;
    let names: BTreeMap<i64, String> = names.into_iter().collect();
    let of = Beside { rows: &rows, courses: &courses, names: &names, held: &held };
    let lines = hearings.iter().map(|it| line(&round, &input, it, &of)).collect();
    let kind = Kinds::built_in().find(&round.kind).map_or("", |it| it.title.as_str());
    Ok(Drawn {
        kind: kind.to_owned(),
        pool: pool(&input, &rows),
        is_same: again == there,
        is_empty_seat: again.iter().any(|it| it.person.is_none()),
        lines,
        input,
        round,
        place,
    })
}

pub(super) fn show(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let drawn = drawn(ctx, read, req.id("round")?)?;
    let Drawn { round, place, kind, lines, input, pool, is_same, is_empty_seat } = drawn;
    let count = format!("共{}个，全部列出", lines.len());
    let page = Show {
        kind,
        scope: parts::scope("抽到的组织，按抽出的次序", &count),
        pool,
        is_same,
        is_empty_seat,
        may_change: round.ended_at.is_none() && ctx.allows(&ROUND, &place),
        problems: parts::problems(&req.form),
        once: req.once(),
        lines,
        input,
        round,
    };
    Ok(Page::of(page.round.title.clone(), &page)?
        .under([("巡听和督查", "/review")])
        .section(Section::Reviews))
}

fn seen(ctx: &Ctx, read: &Read, id: i64) -> Result<(Round, Place)> {
    let round = store::round(read, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(read, round.unit)?.ok_or(Error::NotFound)?;
    if sees(ctx, &place) { Ok((round, place)) } else { Err(Error::NotFound) }
}

/// What stands beside the hearings of a round.
struct Beside<'r> {
    rows: &'r [SeatRow],
    courses: &'r [Course],
    names: &'r BTreeMap<i64, String>,
    /// Meetings that were held again: hearing and day.
    held: &'r [(i64, Day)],
}

fn line(round: &Round, input: &Input, hearing: &Hearing, beside: &Beside) -> Line {
    let Beside { rows, courses, names, held } = beside;
    let held = held.iter().find(|(id, _)| *id == hearing.id).map(|(_, on)| *on);
    let branch = input.branches.iter().find(|it| it.id == hearing.unit);
    let why = branch.map_or_else(String::new, |it| match it.heard_on {
        Some(on) if it.is_waiting => format!("{on}的一轮里已经抽到，算听过"),
        Some(on) if on.plus_months(12 * input.years) <= input.until => {
            format!("上次{on}听的，{}年快到了", input.years)
        }
        Some(on) => format!("上次{on}听的"),
        None if it.since.plus_months(12 * input.years) <= input.until => {
            format!("没有听过，{}年快到了", input.years)
        }
        None => "没有听过".to_owned(),
    });
    let course = courses.iter().find(|it| it.unit == hearing.unit);
    let mut seats: BTreeMap<i64, SeatLine> = BTreeMap::new();
    for row in rows.iter().filter(|it| it.hearing == hearing.id) {
        let name = row.person.and_then(|id| names.get(&id).cloned());
        let seat = seats.entry(row.seat).or_insert(SeatLine {
            number: row.seat,
            who: String::new(),
            notes: Vec::new(),
        });
        let why = row.left_why.clone().unwrap_or_default();
        match (row.left_by.as_deref(), &name) {
            (Some("declined"), Some(name)) => seat.notes.push(format!("{name}不能去：{why}，另抽")),
            (Some(_), name) => seat
                .notes
                .push(format!("{}换下，人工指定：{why}", name.as_deref().unwrap_or("空位"))),
            (None, _) => {
                let by = if row.came_by == "hand" { "（人工指定）" } else { "" };
                seat.who =
                    name.map_or_else(|| "没有可以去的人".to_owned(), |name| format!("{name}{by}"));
            }
        }
    }
    Line {
        id: hearing.id,
        name: hearing.unit_name.clone(),
        url: hearing.url(),
        why,
        when: course.map_or_else(|| "还没有发通知".to_owned(), Course::when),
        tag: match held {
            Some(on) => parts::tag_bare(State::Done, &format!("已重开，{}", on.zh_short())),
            None => tag(hearing),
        },
        state: match (hearing.verdict.as_deref(), held) {
            (Some("passed"), _) => "通过",
            (Some(_), Some(_)) => "已重开",
            (Some(_), None) => "要重开",
            (None, _) => "还没有听",
        },
        seats: seats.into_values().collect(),
        is_open: hearing.verdict.is_none() && round.ended_at.is_none(),
    }
}

pub(super) fn tag(hearing: &Hearing) -> Markup {
    match hearing.verdict.as_deref() {
        Some("passed") => parts::tag_bare(State::Done, "通过"),
        Some(_) => parts::tag_bare(State::Late, "重开"),
        None => parts::tag_bare(State::Due, "还没有听"),
    }
}

/// Everybody who might have been drawn, by id.
fn pool(input: &Input, rows: &[SeatRow]) -> Vec<InPool> {
    let name =
        |id: i64| input.branches.iter().find(|it| it.id == id).map_or("", |it| it.name.as_str());
    let of = |it: &draw::Auditor| {
        let list: Vec<String> = it
            .not_at
            .iter()
            .map(|(branch, why)| format!("{}（{}）", name(*branch), why.zh()))
            .collect();
        InPool {
            name: it.name.clone(),
            id: it.id,
            seats: rows.iter().filter(|row| row.person == Some(it.id)).count(),
            not_at: list.join("、"),
        }
    };
    input.auditors.iter().map(of).collect()
}

pub(super) fn end(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("round")?;
    ctx.read(|read| seen(ctx, read, id))?;
    let reader = req.form.reader();
    let why = reader.text("why", "为什么取消", 100);
    reader.check()?;
    actions::end_round(ctx, id, &why)?;
    Ok(Reply::to("/review").saying("这一轮已取消，听会的人不能再看记录"))
}

pub(super) fn put(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: i64 = req.id("round")?;
    ctx.read(|read| seen(ctx, read, id))?;
    let reader = req.form.reader();
    let hearing: Option<i64> = reader.id("hearing");
    let seat: Option<i64> = reader.id("seat");
    let number = reader.text("number", "警号", 20);
    let why = reader.text("reason", "为什么换", 100);
    reader.check()?;
    let hearing = hearing.ok_or(Error::NotFound)?;
    let of = ctx.read(|read| store::hearing(read, hearing))?.ok_or(Error::NotFound)?;
    if of.round != id {
        return Err(Error::NotFound);
    }
    actions::put(ctx, hearing, seat.unwrap_or(1), &number, &why)?;
    Ok(Reply::to(format!("/review/rounds/{id}")).saying("换好了，原因和这一轮一起显示"))
}

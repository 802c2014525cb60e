//! Drawing a round, leaving a seat, filing a sheet, answering it. The machine draws; a hand needs a reason.

use act::{Acting, Ctx, Error, Faults, Place, Result};
use calendar::{Day, Instant};
use db::bind;
use record::{Kinds, Narrow, RecordKind};

use super::{
    Hearing, Round, SeatRow,
    gather::{self, Asked},
    sheet, store,
};
use crate::{
    DECLINE, FILE, RECUSE, REPLY, ROUND,
    draw::{self, Input, Left, Seat, Seed},
};

/// After the last day of the round a sheet can be written so long, and the record read.
const AFTER_DAYS: i32 = 14;
/// After the sheet is filed the record stays open so long.
const FILED_DAYS: i32 = 7;

/// What an officer asks for.
#[derive(Debug, Clone)]
pub struct NewRound {
    pub title: String,
    pub kind: String,
    pub from_on: Day,
    /// Last day.
    pub to_on: Day,
    pub asked: Asked,
    /// Of a demo: when it is said to have been drawn. In earnest it is drawn now.
    pub drawn_at: Option<Instant>,
}

/// Nobody is sent to a meeting that is over.
const PAST: &str = "只能听以后的会；已经开过的用抽样督查";

/// Draws a round and opens the records to those who sit in; its id. It is drawn once.
pub fn start_round(ctx: &Ctx, unit: i64, new: &NewRound, seed: Seed) -> Result<i64> {
    let seed = seed.text();
    let kind = Kinds::built_in().find(&new.kind).ok_or(Error::NotFound)?;
    let today = new.drawn_at.map_or(ctx.today, Instant::day);
    let mut faults = Faults::default();
    if new.from_on < today {
        faults.add("from_on", PAST);
    }
    if new.to_on < new.from_on {
        faults.add("to_on", "最后一天不能早于第一天");
    }
    faults.check()?;
    ctx.act(&ROUND, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let input = gather::input(w, &place, kind, &new.asked, (today, new.to_on))?;
        let id = w.id();
        let text = serde_json::to_string(&input).map_err(Error::broken)?;
        let NewRound { title, from_on, to_on, .. } = new;
        let (at, by) = (new.drawn_at.unwrap_or(w.now), ctx.actor.person());
        let cells = bind![id, unit, title, new.kind, from_on, to_on, seed, text, at, by];
        store::insert_round(w, cells)?;
        seat_all(ctx, w, (id, new, kind), &input, &seed)?;
        w.about("round", id).reply(format!("/review/rounds/{id}"));
        Ok(id)
    })
}

fn seat_all(
    ctx: &Ctx,
    w: &Acting,
    (round, new, kind): (i64, &NewRound, &RecordKind),
    input: &Input,
    seed: &str,
) -> Result<()> {
    let (mut hearings, mut seats) = (Vec::new(), Vec::new());
    for (drawn, place) in draw::draw(input, seed).into_iter().zip(1_i64..) {
        let hearing = w.id();
        hearings.extend_from_slice(bind![hearing, round, drawn.branch, place, 0_i64]);
        for (person, seat) in drawn.auditors.into_iter().zip(1_i64..) {
            let days = (new.from_on, new.to_on);
            let grant = person
                .map(|person| grant(ctx, w, (drawn.branch, person), (&new.title, &kind.key), days));
            let grant = grant.transpose()?;
            seats.extend_from_slice(bind![hearing, seat, 1_i64, person, "draw", grant]);
            tell(w, person, drawn.branch, &kind.short, hearing)?;
        }
        announce(ctx, w, (hearing, drawn.branch), kind, (new.from_on, new.to_on))?;
    }
    store::insert_hearings(w, &hearings)?;
    store::insert_seats(w, &seats)
}

/// The records of this kind within the days, until a while after the last of them.
fn grant(
    ctx: &Ctx,
    w: &Acting,
    who: (i64, i64),
    (title, kind): (&str, &str),
    (from, to): (Day, Day),
) -> Result<i64> {
    let of = Narrow { kind: Some(kind.to_owned()), held_from: from, held_to: to };
    let days = (ctx.today.min(from), to.plus_days(AFTER_DAYS));
    record::open_records(w, who, title, days, &of, ctx.actor.person())
}

fn tell(w: &Acting, person: Option<i64>, unit: i64, kind: &str, hearing: i64) -> Result<()> {
    let Some(person) = person else { return Ok(()) };
    let name = Place::find(w, unit)?.map_or_else(String::new, |it| {
        if it.kind.ends_with("committee") { it.name } else { it.short_name }
    });
    let text = format!("抽到您去听{name}的{kind}，不能去的写明原因，会另抽一位");
    tell_of(w, person, unit, &text, hearing)
}

/// Says to the unit that somebody comes, where this way of hearing is announced.
fn announce(
    ctx: &Ctx,
    w: &Acting,
    (hearing, unit): (i64, i64),
    kind: &RecordKind,
    (from, to): (Day, Day),
) -> Result<()> {
    let Some(sheet) = sheet::of(&kind.key).filter(|it| it.announced) else { return Ok(()) };
    let Some(secretary) = people::holder(w, unit, "secretary", ctx.today)? else { return Ok(()) };
    let text = format!(
        "上级派人{}{}，{}至{}开的那一次",
        sheet.called,
        kind.short,
        from.zh_short(),
        to.zh_short()
    );
    tell_of(w, secretary.person, unit, &text, hearing)
}

fn tell_of(w: &Acting, person: i64, unit: i64, text: &str, hearing: i64) -> Result<()> {
    let url = format!("/review/hearings/{hearing}");
    let tell = notify::Tell {
        person,
        unit: Some(unit),
        kind: "hearing",
        text,
        url: &url,
        sender: None,
        dedup: None,
    };
    notify::tell(w, &tell)?;
    Ok(())
}

/// Calls a round off: nobody goes any more, nobody reads any more.
pub(crate) fn end_round(ctx: &Ctx, id: i64, why: &str) -> Result<()> {
    let round = ctx.read(|read| store::round(read, id))?.ok_or(Error::NotFound)?;
    ctx.act(&ROUND, round.unit, |w| {
        if !store::end_round(w, id, why)? {
            return Err(Error::Conflict("这一轮已经取消".into()));
        }
        for seat in store::seats(w, id)?.iter().filter(|it| it.left_at.is_none()) {
            if let Some(grant) = seat.given_grant {
                record::close_records(w, grant, None)?;
            }
        }
        w.about("round", id).because(why).reply("/review");
        Ok(())
    })
}

/// Input, seats and what happened to them, as the draw knows it.
pub(crate) fn drawn_seats(
    round: &Round,
    hearings: &[Hearing],
    rows: &[SeatRow],
) -> Result<(Input, Vec<Seat>, Vec<Left>)> {
    let input: Input = serde_json::from_str(&round.input).map_err(Error::broken)?;
    let branch =
        |row: &SeatRow| hearings.iter().find(|it| it.id == row.hearing).map_or(0, |it| it.unit);
    let seat = |row: &SeatRow| Seat {
        branch: branch(row),
        seat: usize::try_from(row.seat).unwrap_or_default(),
        turn: usize::try_from(row.turn).unwrap_or_default(),
        person: row.person,
    };
    let mut left: Vec<&SeatRow> = rows.iter().filter(|it| it.left_at.is_some()).collect();
    left.sort_by_key(|it| (it.left_at, it.hearing, it.seat, it.turn));
    let next = |row: &SeatRow| {
        let is_next =
            |it: &&SeatRow| (it.hearing, it.seat, it.turn) == (row.hearing, row.seat, row.turn + 1);
        rows.iter().find(is_next).and_then(|it| it.person)
    };
    let left = left.into_iter().map(|row| Left {
        branch: branch(row),
        seat: usize::try_from(row.seat).unwrap_or_default(),
        by_hand: next(row).filter(|_| row.left_by.as_deref() == Some("hand")),
    });
    Ok((input, rows.iter().map(seat).collect(), left.collect()))
}

/// The person at work cannot come: his reason stays, another is drawn by the same seed.
pub(crate) fn decline(ctx: &Ctx, id: i64, why: &str) -> Result<()> {
    ctx.act_own(&DECLINE, |w, person| {
        let (hearing, round) = open(w, id)?;
        let rows = store::seats(w, round.id)?;
        let seat = mine(&rows, id, person)?;
        let (input, seats, _) = drawn_seats(&round, &store::hearings(w, round.id)?, &rows)?;
        let next = draw::again(&input, &round.seed, &seats, hearing.unit);
        replace(ctx, w, (&round, &hearing, seat), (next, "again"), (why, "declined"))?;
        // The reason stays with the seat, which forgets it in time; an event never does.
        w.reply("/");
        Ok(())
    })
}

/// An officer puts somebody in a seat; the reason is shown with the round.
pub(crate) fn put(ctx: &Ctx, id: i64, seat: i64, number: &str, why: &str) -> Result<()> {
    let (_, round) = ctx.read(|read| open(read, id))?;
    ctx.act(&ROUND, round.unit, |w| {
        let (hearing, round) = open(w, id)?;
        let nobody = || Error::invalid("number", "没有这个警号的人员");
        let (person, _) = gather::by_number(w, number)?.ok_or_else(nobody)?;
        let rows = store::seats(w, round.id)?;
        if rows
            .iter()
            .any(|it| it.hearing == id && it.person == Some(person) && it.left_at.is_none())
        {
            return Err(Error::invalid("number", "这个人已经在听这个会"));
        }
        let is_it = |it: &&SeatRow| it.hearing == id && it.seat == seat && it.left_at.is_none();
        let row = rows.iter().find(is_it).ok_or(Error::NotFound)?;
        replace(ctx, w, (&round, &hearing, row), (Some(person), "hand"), (why, "hand"))?;
        w.about("hearing", id).because(why).reply(format!("/review/rounds/{}", round.id));
        Ok(())
    })
}

fn replace(
    ctx: &Ctx,
    w: &Acting,
    (round, hearing, seat): (&Round, &Hearing, &SeatRow),
    (person, came_by): (Option<i64>, &str),
    (why, left_by): (&str, &str),
) -> Result<()> {
    if !store::leave(w, seat, why, left_by)? {
        return Err(Error::Conflict("这个位子刚刚换过人".into()));
    }
    if let Some(grant) = seat.given_grant {
        record::close_records(w, grant, None)?;
    }
    let days = (round.from_on, round.to_on);
    let open = |person| grant(ctx, w, (hearing.unit, person), (&round.title, &round.kind), days);
    let grant = person.map(open).transpose()?;
    let cells = bind![hearing.id, seat.seat, seat.turn + 1, person, came_by, grant];
    store::insert_seats(w, cells)?;
    let kind = Kinds::built_in().find(&round.kind).ok_or(Error::NotFound)?;
    tell(w, person, hearing.unit, &kind.short, hearing.id)
}

/// A hearing without a sheet, of a round that runs.
fn open(read: &db::Read, id: i64) -> Result<(Hearing, Round)> {
    let hearing = store::hearing(read, id)?.ok_or(Error::NotFound)?;
    let round = store::round(read, hearing.round)?.ok_or(Error::NotFound)?;
    if round.ended_at.is_some() {
        return Err(Error::Conflict("这一轮已经取消，不用再去".into()));
    }
    if hearing.verdict.is_some() {
        return Err(Error::Conflict("听会表已经交了".into()));
    }
    Ok((hearing, round))
}

/// His seat; to everybody else the hearing is not there.
fn mine(rows: &[SeatRow], hearing: i64, person: i64) -> Result<&SeatRow> {
    let is_mine =
        |it: &&SeatRow| it.hearing == hearing && it.person == Some(person) && it.left_at.is_none();
    rows.iter().find(is_mine).ok_or(Error::NotFound)
}

/// What somebody who sat in says of a meeting.
pub(crate) struct Filed {
    pub(crate) marks: Vec<sheet::Mark>,
    pub(crate) verdict: String,
    pub(crate) words: String,
}

pub(crate) fn file(ctx: &Ctx, id: i64, filed: &Filed) -> Result<()> {
    ctx.act_own(&FILE, |w, person| {
        let (hearing, round) = open(w, id)?;
        let rows = store::seats(w, round.id)?;
        mine(&rows, id, person)?;
        let courses = store::courses_of(w, hearing.unit, &round.kind, round.from_on)?;
        let heard = courses.iter().find(|it| it.plan_on <= ctx.today.min(round.to_on));
        let heard = heard
            .ok_or_else(|| Error::Conflict("会还没有开，或者还没有发通知。开过再填".into()))?;
        keep(w, (&hearing, &round, &rows), (heard.id, person, ctx.today), filed)
    })
}

/// Writes the sheet, lets the grants run out, and tells the branch.
pub(super) fn keep(
    w: &Acting,
    (hearing, round, rows): (&Hearing, &Round, &[SeatRow]),
    (record, person, today): (i64, i64, Day),
    filed: &Filed,
) -> Result<()> {
    let filled = Hearing {
        record: Some(record),
        marks: Some(serde_json::to_string(&filed.marks).map_err(Error::broken)?),
        verdict: Some(filed.verdict.clone()),
        words: filed.words.clone(),
        filed_on: Some(today),
        filed_by: Some(person),
        ..hearing.clone()
    };
    if !store::file(w, &filled)? {
        return Err(Error::Conflict("听会表刚刚由另一位交了".into()));
    }
    let seats = rows.iter().filter(|it| it.hearing == hearing.id && it.left_at.is_none());
    for grant in seats.filter_map(|it| it.given_grant) {
        record::close_records(w, grant, Some(today.plus_days(FILED_DAYS)))?;
    }
    let kind = Kinds::built_in().find(&round.kind).ok_or(Error::NotFound)?;
    let said = if filled.failed() { "要重开，看反馈" } else { "通过了，看反馈" };
    let text = format!("{}{}的结果：{said}", sheet::words(&round.kind).0, kind.short);
    if let Some(secretary) = people::holder(w, hearing.unit, "secretary", today)? {
        tell_of(w, secretary.person, hearing.unit, &text, hearing.id)?;
    }
    w.reply(hearing.url());
    Ok(())
}

pub(crate) fn reply(ctx: &Ctx, id: i64, words: &str) -> Result<()> {
    let hearing = ctx.read(|read| store::hearing(read, id))?.ok_or(Error::NotFound)?;
    ctx.act(&REPLY, hearing.unit, |w| {
        if !store::reply(w, id, words, ctx.actor.person())? {
            return Err(Error::Conflict("已经答复过，或者听会表还没有交".into()));
        }
        w.about("hearing", id).changed(&["reply"]).reply(hearing.url());
        Ok(())
    })
}

/// The person at work keeps away from a unit; why is not asked.
pub(crate) fn recuse(ctx: &Ctx, unit: i64) -> Result<()> {
    ctx.act_own(&RECUSE, |w, person| {
        w.reply("/me/recusals");
        store::recuse(w, person, unit)
    })
}

pub(crate) fn unrecuse(ctx: &Ctx, unit: i64) -> Result<()> {
    ctx.act_own(&RECUSE, |w, person| {
        w.reply("/me/recusals");
        store::unrecuse(w, person, unit)
    })
}

//! An operation that has ended and one that runs, in each county of the division in depth: temporary branches with what
//! they held, appraisals, commendations, and a home branch that has something to make up.

use act::{Acting, Ctx, Error};
use anyhow::Result;
use calendar::{Day, Instant};
use operation::{Decided, NewTeam, NewWord, Prepared, Sort, Whom, WordSort};
use people::OnRoll;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, load::Loaded};

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let branch =
        |organ: &str, number: usize| loaded.ids.get(&format!("{organ}Z{number:02}")).copied();
    for (organ, committee) in loaded.county_committees() {
        let homes = (branch(organ, 2), branch(organ, 3), branch(organ, 4));
        let (Some(emptied), Some(second), Some(third)) = homes else { continue };
        let today = ctx.today;
        ctx.act_system(&SEED, |w| {
            ended(ctx, w, committee, (emptied, second), today)?;
            running(ctx, w, committee, (second, third), today)
        })?;
    }
    Ok(())
}

/// The branch that was emptied by the operation that has ended: the tail of its code.
pub(super) const EMPTIED: &str = "Z02";

/// The days of that operation: its first, and the first after it.
pub(super) fn away(today: Day) -> (Day, Day) {
    (today.plus_days(-70), today.plus_days(-8))
}

/// Most of one branch was away over the end of a quarter; everybody is back for some weeks.
fn ended(
    ctx: &Ctx,
    w: &Acting,
    committee: i64,
    (emptied, other): (i64, i64),
    today: Day,
) -> act::Result<()> {
    let (from_on, to_on) = away(today);
    let roll = serving(w, emptied, from_on)?;
    let stay = roll.len() / 4;
    let Some(leader) = roll.get(stay + 1) else { return Ok(()) };
    let away: Vec<i64> = roll.iter().skip(stay).map(|it| it.person).collect();
    let few: Vec<i64> =
        serving(w, other, from_on)?.iter().rev().take(3).map(|it| it.person).collect();
    let Some(captain) = few.first().copied() else { return Ok(()) };
    let teams = vec![
        NewTeam { sort: Sort::TemporaryBranch, leader: leader.person, people: away },
        NewTeam { sort: Sort::Vanguard, leader: captain, people: few },
    ];
    let decided = decided(w, committee, from_on.plus_days(-2), to_on, "会议纪要〔2026〕14号")?;
    let it = Prepared { code: "翠竹1号".into(), from_on, decided, teams };
    let id = operation::prepare_in(w, ctx, committee, &it)?;
    operation::declare_in(w, ctx, id)?;
    let unit = operation::branches_of(w, id)?[0];
    for (days, absent) in [(9, 1), (37, 0)] {
        held(ctx, w, unit, from_on.plus_days(days), absent)?;
    }
    let word = |sort, whom, words: &str, days: i32| NewWord {
        operation: id,
        sort,
        whom,
        words: words.to_owned(),
        given_on: from_on.plus_days(days),
    };
    let praise = "连续值守没有一次脱岗，主动替有困难的同志顶班。";
    let team = "任务最紧的三天里冲在前面，组织纪律严整。";
    let appraisal = "政治坚定，服从安排，参加临时党支部的学习和主题党日认真，遵守纪律和保密规定。";
    let first = roll[stay].person;
    operation::give_in(
        w,
        ctx,
        unit,
        &word(WordSort::Commendation, Whom::Person(first), praise, 20),
    )?;
    operation::give_in(
        w,
        ctx,
        committee,
        &word(WordSort::Commendation, Whom::Person(captain), team, 31),
    )?;
    for it in roll.iter().skip(stay).take(4) {
        operation::give_in(
            w,
            ctx,
            unit,
            &word(WordSort::Appraisal, Whom::Person(it.person), appraisal, 58),
        )?;
    }
    operation::end_in(w, ctx, id, to_on, None)
}

/// A few of two branches; no duty rests.
fn running(
    ctx: &Ctx,
    w: &Acting,
    committee: i64,
    (one, two): (i64, i64),
    today: Day,
) -> act::Result<()> {
    let (from_on, to_on) = (today.plus_days(-6), today.plus_days(21));
    let mut people = Vec::new();
    for home in [one, two] {
        let roll = serving(w, home, today)?;
        people.extend(roll.iter().skip(roll.len() / 2).take(4).map(|it| it.person));
    }
    let Some(leader) = people.first().copied() else { return Ok(()) };
    let teams = vec![NewTeam { sort: Sort::TemporaryBranch, leader, people: people.clone() }];
    let decided = decided(w, committee, from_on.plus_days(-1), to_on, "会议纪要〔2026〕17号")?;
    let it = Prepared { code: "寒梅2号".into(), from_on, decided, teams };
    let id = operation::prepare_in(w, ctx, committee, &it)?;
    operation::declare_in(w, ctx, id)?;
    held(ctx, w, operation::branches_of(w, id)?[0], today.plus_days(-3), 0)
}

/// Full members who are not retired.
fn serving(w: &Acting, unit: i64, on: Day) -> act::Result<Vec<OnRoll>> {
    let mut roll = people::roll(w, unit, on)?;
    roll.retain(|it| it.may_vote && !it.is_retired && it.leave.is_none());
    Ok(roll)
}

fn decided(w: &Acting, committee: i64, on: Day, to_on: Day, number: &str) -> act::Result<Decided> {
    let body = act::Place::find(w, committee)?.ok_or(Error::NotFound)?.name;
    let (decided_on, document_no) = (on, number.to_owned());
    Ok(Decided { sort: "declare", body, decided_on, record: None, document_no, to_on })
}

/// A theme day of a temporary branch, from which some were absent.
fn held(ctx: &Ctx, w: &Acting, unit: i64, on: Day, absent: usize) -> act::Result<()> {
    let roll = people::roll(w, unit, on)?;
    let present = roll.len().saturating_sub(absent);
    let entry = |(place, it): (usize, &OnRoll)| {
        let presence = if place < present { Presence::Came(1) } else { Presence::Absent };
        (Entry { person: it.person, votes: it.may_vote, presence }, it.subgroup)
    };
    let session =
        Session { on, from: "19:30".into(), to: "20:30".into(), place: "会议室".into() };
    let closed = Closed {
        chair: roll.first().map(|it| it.person),
        minutes: "一、学习\n集体学习，交流体会。\n二、重申纪律\n重申政治纪律和保密纪律。".into(),
        roll: roll.iter().enumerate().map(entry).collect(),
        ..Closed::new(unit, "theme_day", session, Instant::at(on, 21, 0))
    };
    record::close_many(w, ctx.part::<Rules>(), &[closed]).map(|_| ())
}

//! A 七一 campaign that was held and summed up, and a directive that runs, of the committee of each county in depth: some
//! branches have held it, one said why it cannot, the others have some days left.

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use directive::{NewDirective, Word};
use people::OnRoll;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, load::Loaded};

/// So many branches besides the first one have held the running one; the next of the others said why not.
const HELD: usize = 3;

/// Each committee with the directive that runs.
pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<Vec<(i64, i64)>> {
    let mut running = Vec::new();
    for (organ, committee) in loaded.county_committees() {
        let Some(first) = loaded.ids.get(&format!("{organ}Z01")) else { continue };
        july_first(ctx, committee)?;
        running.push((committee, begun(ctx, committee, *first)?));
    }
    Ok(running)
}

fn owner(w: &Acting, committee: i64, today: Day) -> act::Result<Option<i64>> {
    let officer = people::holders(w, &[committee], "party_officer", today)?;
    Ok(officer.first().map(|it| it.person))
}

/// Of this year, where the first of July is past.
fn july_first(ctx: &Ctx, committee: i64) -> Result<()> {
    let year = ctx.today.year();
    let day = |month, day| Day::new(year, month, day).unwrap_or(Day::MIN);
    if ctx.today < day(7, 20) {
        return Ok(());
    }
    ctx.act_system(&SEED, |w| {
        let new = NewDirective {
            basis: format!("机关党委〔{year}〕9号"),
            duty: "branch/theme-day".into(),
            items: ["重温入党誓词", "书记讲一次专题党课", "看望老党员和困难党员"]
                .map(str::to_owned)
                .into(),
            kinds: vec!["theme_day/july_first".into()],
            owner: owner(w, committee, ctx.today)?,
            ..NewDirective::new(&format!("{year}年“七一”主题党日"), (day(6, 22), day(7, 5)))
        };
        let id = directive::issue_in(w, ctx, committee, &new)?;
        let branches = directive::addressed_in(w, id)?;
        for (place, unit) in branches.iter().enumerate() {
            let on = day(6, 24).plus_days((place % 7) as i32);
            let record = held(ctx, w, *unit, on)?;
            directive::link_in(w, ctx, (id, *unit), record)?;
        }
        directive::close_in(w, ctx, id, "各支部都结合岗位讲了党课，下半年不再另作安排。")?;
        w.rows(branches.len());
        Ok(())
    })?;
    Ok(())
}

/// A theme day of 七一, from which a few were absent; its id.
fn held(ctx: &Ctx, w: &Acting, unit: i64, on: Day) -> act::Result<i64> {
    let roll = people::roll(w, unit, on)?;
    let entry = |(place, it): (usize, &OnRoll)| {
        let presence = if place % 9 == 8 { Presence::Absent } else { Presence::Came(1) };
        (Entry { person: it.person, votes: it.may_vote, presence }, it.subgroup)
    };
    let session =
        Session { on, from: "15:00".into(), to: "17:00".into(), place: "党员活动室".into() };
    let closed = Closed {
        variety: "july_first".into(),
        topic: "重温入党誓词，讲专题党课".into(),
        chair: roll.first().map(|it| it.person),
        minutes:
            "一、重温入党誓词\n全体党员面向党旗宣誓。\n二、专题党课\n书记讲党课，党员结合岗位交流。"
                .into(),
        relayed_at: Some(Instant::at(on, 18, 0)),
        roll: roll.iter().enumerate().map(entry).collect(),
        ..Closed::new(unit, "theme_day", session, Instant::at(on, 18, 0))
    };
    let made = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    Ok(made[0].0)
}

/// The first branch is the one whose secretary the demo signs in as: it has it still before it. Its id.
fn begun(ctx: &Ctx, committee: i64, first: i64) -> Result<i64> {
    let days = (ctx.today.plus_days(-30), ctx.today.plus_days(10));
    let (id, waiting) = ctx.act_system(&SEED, |w| {
        let new = NewDirective {
            basis: format!("党委会议纪要〔{}〕21号", ctx.today.year()),
            items: [
                "传达规范执法工作部署，逐条对照本单位的执法环节",
                "议定一两件近期能改的事，明确谁来办、什么时候办",
            ]
            .map(str::to_owned)
            .into(),
            kinds: vec!["theme_day".into(), "general_meeting".into()],
            minutes: 40,
            owner: owner(w, committee, ctx.today)?,
            ..NewDirective::new("学习贯彻规范执法工作部署", days)
        };
        let id = directive::issue_in(w, ctx, committee, &new)?;
        let mut others = directive::addressed_in(w, id)?;
        others.retain(|unit| *unit != first);
        let mut held = 0;
        let mut waiting = Vec::new();
        for unit in others {
            match directive::fitting_in(w, (id, unit))?.last() {
                Some(record) if held < HELD => {
                    directive::link_in(w, ctx, (id, unit), *record)?;
                    held += 1;
                }
                _ => waiting.push(unit),
            }
        }
        Ok((id, waiting))
    })?;
    let Some(unit) = waiting.first().copied() else { return Ok(id) };
    ctx.act_system(&SEED, |w| {
        let secretary = people::holders(w, &[unit], "secretary", ctx.today)?;
        let why = "支部多数同志在外地办案，月底前回不来，回来后的主题党日上补。";
        let until = Some(ctx.today.plus_days(20));
        let by = secretary.first().map(|it| it.person);
        directive::say_in(w, (id, unit), Word::Why, (why, until), by)
    })?;
    Ok(id)
}

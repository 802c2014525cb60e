//! Reports of the committees of the organs in depth: in time and received, late, returned, waiting, and some still owed.

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use receipt::Step;
use record::{Closed, Session};
use rules::Rules;

use super::{SEED, load::Loaded};

const MISSING: &str = "没有写半年里发现的苗头和怎么处理的，请补上再报。";
const PLAN: &str = "会议主题已定；会前学习、征求意见和谈心谈话分三周安排，月底前开会。";
const REPORT: &str = "会议通报了上次整改情况和征求意见情况，班子和成员逐个对照检查、开展批评，议定了整改事项、责任人和期限。";
const IDEOLOGY: &str = "上半年专题研究一次，网评和宣传阵地逐个排查，没有发生舆情事件。";

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let in_depth = loaded.ids.iter().filter(|(code, _)| code.starts_with(&loaded.depth));
    let committees = in_depth.filter_map(|(code, id)| Some((code.strip_suffix('P')?, *id)));
    for (place, (organ, party)) in committees.filter(|(code, _)| code.len() == 6).enumerate() {
        ctx.act_system(&SEED, |w| life(ctx, w, party))?;
        if let Some(organs) = loaded.ids.get(&format!("{organ}J")) {
            ideology(ctx, *organs, place)?;
        }
    }
    Ok(())
}

/// Who leads a unit here, with whoever keeps its correspondence.
fn above(w: &Acting, unit: i64, today: Day) -> act::Result<Option<(i64, Option<i64>)>> {
    let sql = "SELECT p.id FROM unit_now u JOIN unit_now p ON p.id = u.lead_parent
               WHERE u.id = $1 AND p.family = 'party'";
    let Some(above): Option<i64> = w.maybe(sql, db::bind![unit])? else { return Ok(None) };
    let officer = people::holders(w, &[above], "party_officer", today)?;
    Ok(Some((above, officer.first().map(|it| it.person))))
}

fn filed(
    ctx: &Ctx,
    w: &Acting,
    (unit, kind, on): (i64, &str, Day),
    (number, text): (&str, &str),
) -> act::Result<i64> {
    let session = Session { on, from: String::new(), to: String::new(), place: String::new() };
    let officer = people::holders(w, &[unit], "party_officer", ctx.today)?;
    let closed = Closed {
        topic: number.to_owned(),
        guests: "上级党组织".into(),
        recorder: officer.first().map(|it| it.person),
        minutes: text.to_owned(),
        ..Closed::new(unit, kind, session, Instant::at(on, 16, 30))
    };
    let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    ids.first().map(|it| it.0).ok_or(act::Error::NotFound)
}

fn number(on: Day, no: u32) -> String {
    format!("党字〔{}〕{no}号", on.year())
}

/// Some days after it went.
fn receive(ctx: &Ctx, w: &Acting, (unit, report, on): (i64, i64, Day)) -> act::Result<()> {
    let Some((above, by)) = above(w, unit, ctx.today)? else { return Ok(()) };
    let on = on.plus_days(2);
    let step = (Step::Received, on, Instant::at(on, 10, 0));
    receipt::step_in(w, by, (report, 1, above), step, "")
}

/// Around last year's life meeting: where an organ inside receives it, the plan in time and the report late; where it goes by
/// hand, the report is still owed.
fn life(ctx: &Ctx, w: &Acting, party: i64) -> act::Result<()> {
    let sql = "SELECT max(held_on) FROM record_now WHERE unit = $1 AND kind = 'democratic_life_meeting'";
    let held: Option<Day> = w.one(sql, db::bind![party])?;
    let plan: Option<(i64, Day)> = w.maybe(
        "SELECT id, held_on FROM record_now WHERE unit = $1 AND kind = 'study_plan' ORDER BY id",
        db::bind![party],
    )?;
    if let Some((plan, on)) = plan {
        receive(ctx, w, (party, plan, on))?;
    }
    let Some(held) = held else { return Ok(()) };
    let before = held.plus_days(-6);
    let plan = filed(ctx, w, (party, "life_meeting_plan", before), (&number(before, 41), PLAN))?;
    receive(ctx, w, (party, plan, before))?;
    if above(w, party, ctx.today)?.is_some() {
        let late = held.plus_days(22);
        let letter = (number(late, 3), REPORT);
        let it = (party, "life_meeting_report", late);
        let report = filed(ctx, w, it, (&letter.0, letter.1))?;
        receive(ctx, w, (party, report, late))?;
    }
    Ok(())
}

/// The half-year report of the organ's committee: in turn returned, waiting, received.
fn ideology(ctx: &Ctx, organs: i64, place: usize) -> Result<()> {
    let on = Day::new(ctx.today.year(), 7, 3).unwrap_or(ctx.today);
    if ctx.today <= on.plus_days(5) {
        return Ok(());
    }
    let report = ctx.act_system(&SEED, |w| {
        let number = format!("机关{}", number(on, 18));
        let report = filed(ctx, w, (organs, "ideology_report", on), (&number, IDEOLOGY))?;
        if place % 3 == 2 {
            receive(ctx, w, (organs, report, on))?;
        }
        Ok(report)
    })?;
    if place % 3 == 0 {
        ctx.act_system(&SEED, |w| {
            let Some((above, by)) = above(w, organs, ctx.today)? else { return Ok(()) };
            let on = on.plus_days(4);
            let step = (Step::Returned, on, Instant::at(on, 9, 0));
            receipt::step_in(w, by, (report, 1, above), step, MISSING)
        })?;
    }
    Ok(())
}

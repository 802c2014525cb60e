//! Reports of the committees of the organs in depth: in time and received, late, returned, waiting, and some still owed.

mod store;

use act::{Acting, Ctx};
use anyhow::Result;
use calendar::{Day, Instant};
use receipt::Step;
use record::{
    Closed, Session,
    roll::{Entry, Presence},
};
use rules::Rules;

use super::{SEED, agreed, load::Loaded, people::each_once};

const SEATS: [&str; 3] = ["secretary", "deputy_secretary", "committee_member"];
const MISSING: &str = "没有写半年里发现的苗头和怎么处理的，请补上再报。";
const PLAN: &str = "会议主题已定；会前学习、征求意见和谈心谈话分三周安排，月底前开会。";
const REPORT: &str = "会议通报了上次整改情况和征求意见情况，班子和成员逐个对照检查、开展批评，议定了整改事项、责任人和期限。";
const YEAR: &str = "全年培训党员四期，人均学时达到规定；流动党员和离退休党员送学上门。";
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
    let Some(above) = store::above(w, unit)? else { return Ok(None) };
    let officer = people::holders(w, &[above], "party_officer", today)?;
    Ok(Some((above, officer.first().map(|it| it.person))))
}

fn filed(
    ctx: &Ctx,
    w: &Acting,
    (unit, kind, on): (i64, &str, Day),
    meeting: Option<i64>,
    (number, text): (&str, &str),
) -> act::Result<i64> {
    let session = Session { on, from: String::new(), to: String::new(), place: String::new() };
    let officer = people::holders(w, &[unit], "party_officer", ctx.today)?;
    // What is said of a meeting of December in January is of its year.
    let of = if kind.starts_with("life") { on.plus_months(-3).year() } else { on.year() };
    let kind_of = record::Kinds::built_in().find(kind).ok_or(act::Error::NotFound)?;
    let closed = Closed {
        title: kind_of.title_on("", Day::new(of, 1, 1).unwrap_or(on)),
        topic: number.to_owned(),
        about: meeting.map(|id| id.to_string()).unwrap_or_default(),
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
    let (held, plan) = (store::life_meeting(w, party)?, store::study_plan(w, party)?);
    if let Some((plan, on)) = plan {
        receive(ctx, w, (party, plan, on))?;
    }
    let is_inside = above(w, party, ctx.today)?.is_some();
    let held = match held {
        None if is_inside => Some(made_up(ctx, w, party)?),
        held => held,
    };
    let Some((meeting, held)) = held else { return Ok(()) };
    let before = held.plus_days(-6);
    let it = (party, "life_meeting_plan", before);
    let plan = filed(ctx, w, it, Some(meeting), (&number(before, 41), PLAN))?;
    receive(ctx, w, (party, plan, before))?;
    if is_inside {
        let late = held.plus_days(22);
        let letter = (number(late, 3), REPORT);
        let it = (party, "life_meeting_report", late);
        let report = filed(ctx, w, it, Some(meeting), (&letter.0, letter.1))?;
        receive(ctx, w, (party, report, late))?;
    }
    Ok(())
}

/// Last year's meeting, held in January.
fn made_up(ctx: &Ctx, w: &Acting, party: i64) -> act::Result<(i64, Day)> {
    let year = ctx.today.year();
    let on = Day::new(year, 1, 8).unwrap_or(ctx.today);
    let (from, to, place) = ("09:00".into(), "12:00".into(), "一楼会议室".into());
    let session = Session { on, from, to, place };
    let held = people::held_in(w, party, on)?;
    let sit = each_once(held.into_iter().filter(|it| SEATS.contains(&it.kind.as_str())));
    let came = |it: &people::Post| {
        (Entry { person: it.person, votes: true, presence: Presence::Came(1) }, None)
    };
    let second = sit.get(1).map(|it| (it.person, it.name.clone()));
    let closed = Closed {
        title: format!("{}年民主生活会", year - 1),
        chair: sit.first().map(|it| it.person),
        minutes: "会议通报了上次整改情况，班子和成员逐个对照检查，开展批评，议定整改事项三项。"
            .into(),
        agreed: agreed::at("democratic_life_meeting", on, ctx.today, second),
        roll: sit.iter().map(came).collect(),
        makes_up: Some((year - 1).to_string()),
        ..Closed::new(party, "democratic_life_meeting", session, Instant::at(on, 17, 0))
    };
    let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    ids.first().map(|it| (it.0, on)).ok_or(act::Error::NotFound)
}

/// The half-year report of the organ's committee, returned by most; and its report of the year, of few, which waits.
fn ideology(ctx: &Ctx, organs: i64, place: usize) -> Result<()> {
    let on = Day::new(ctx.today.year(), 7, 3).unwrap_or(ctx.today);
    if ctx.today <= on.plus_days(5) {
        return Ok(());
    }
    let report = ctx.act_system(&SEED, |w| {
        let letter = format!("机关{}", number(on, 18));
        let it = (organs, "ideology_report", on);
        let report = filed(ctx, w, it, None, (&letter, IDEOLOGY))?;
        if place % 4 == 1 {
            let letter = format!("机关{}", number(on, 31));
            let it = (organs, "year_report", ctx.today.plus_days(-3));
            filed(ctx, w, it, None, (&letter, YEAR))?;
        }
        if place % 3 == 2 {
            receive(ctx, w, (organs, report, on))?;
        }
        Ok(report)
    })?;
    if place % 3 != 2 {
        ctx.act_system(&SEED, |w| {
            let Some((above, by)) = above(w, organs, ctx.today)? else { return Ok(()) };
            let on = on.plus_days(4);
            let step = (Step::Returned, on, Instant::at(on, 9, 0));
            receipt::step_in(w, by, (report, 1, above), step, MISSING)
        })?;
    }
    Ok(())
}

//! Of the city in depth: a round of sitting in at the groups below it with a filed sheet, last year's circular, and the draft of
//! this year's, shown to those whom it names.

use act::Ctx;
use anyhow::Result;
use calendar::{Day, Instant};
use review::{Asked, DemoSheet, NewRound, draw::Seed};

use super::SEED;

/// The seed of the draw, so that it is the same each time; in earnest nobody chooses one.
const LOTS: Seed = Seed::Given("00112233445566778899aabbccddeeff");

pub(super) fn load(ctx: &Ctx, city: i64) -> Result<()> {
    sit_in(ctx, city)?;
    circulars(ctx, city)
}

fn asked(share_percent: i64) -> Asked {
    Asked {
        share_percent,
        years: 3,
        seats: 1,
        apart_months: 24,
        posts: ["secretary", "deputy_secretary"].map(str::to_owned).into(),
        numbers: Vec::new(),
        only: Vec::new(),
    }
}

/// Everybody below is heard in the third quarter; the first of them has its sheet and has still to answer.
fn sit_in(ctx: &Ctx, city: i64) -> Result<()> {
    let year = ctx.today.year();
    let day = |month, day| Day::new(year, month, day).unwrap_or(Day::MIN);
    if ctx.today < day(10, 15) {
        return Ok(());
    }
    let new = NewRound {
        title: "三季度中心组学习旁听".to_owned(),
        kind: "study_group_session".to_owned(),
        from_on: day(7, 1),
        to_on: day(9, 30),
        asked: asked(100),
        drawn_at: Some(Instant::at(day(7, 1), 9, 0)),
    };
    let round = match review::start_round(ctx, city, &new, LOTS) {
        Ok(id) => id,
        Err(act::Error::Invalid(_)) => return Ok(()),
        Err(other) => return Err(other.into()),
    };
    let sheet = |place, words: &str, reply: &str, poor: Option<(usize, &str)>| DemoSheet {
        place,
        poor: poor.map(|(item, why)| (item, why.to_owned())),
        again: false,
        words: words.to_owned(),
        reply: reply.to_owned(),
    };
    let sheets = [
        sheet(
            0,
            "重点发言没有提前定人，下次请先定人、写提纲。",
            "",
            Some((2, "临时点名发言，没有提纲")),
        ),
        sheet(1, "联系本单位的执法问题谈得实在。", "继续坚持。", None),
    ];
    Ok(ctx.act_system(&SEED, |w| {
        for sheet in &sheets {
            review::file_sheet_for_demo(w, round, ctx.today, sheet)?;
        }
        w.rows(sheets.len());
        Ok(())
    })?)
}

fn circulars(ctx: &Ctx, city: i64) -> Result<()> {
    let year = ctx.today.year();
    let closed_at = Instant::at(Day::new(year, 1, 20).unwrap_or(ctx.today), 10, 0);
    let number = format!("政治部〔{year}〕3号");
    let drafted =
        |year, on| ctx.act_system(&SEED, |w| study::draft_circular_in(w, ctx, (city, year), on));
    let Some(last) = made(drafted(year - 1, closed_at.day()))? else { return Ok(()) };
    ctx.act_system(&SEED, |w| {
        study::close_in(w, ctx, last, closed_at, &number)?;
        study::known_in(w, last, closed_at)
    })?;
    let Some(this) = made(drafted(year, ctx.today))? else { return Ok(()) };
    let shown_at = Instant::at(ctx.today.plus_days(-8), 10, 0);
    Ok(ctx.act_system(&SEED, |w| study::show_in(w, this, shown_at, ctx.today.plus_days(-1)))?)
}

/// Where nobody stands below there is nothing to say.
fn made(drafted: act::Result<i64>) -> Result<Option<i64>> {
    match drafted {
        Ok(id) => Ok(Some(id)),
        Err(act::Error::Conflict(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

//! 巡听 with its sheets, a sample, and last quarter's anonymous answers, of each county committee in depth.

use act::Ctx;
use anyhow::Result;
use calendar::{Day, Instant, Period, PeriodKind};
use review::{Asked, DemoSheet, NewRound, NewSample, draw::Seed};

use super::{SEED, load::Loaded};

/// The seed of every draw of the demo, so that it is the same each time; in earnest nobody chooses one.
const LOTS: Seed = Seed::Given("00112233445566778899aabbccddeeff");

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let committees = loaded
        .ids
        .iter()
        .filter(|(code, _)| code.starts_with(&loaded.depth) && code.ends_with('J'));
    let committees: Vec<i64> = committees.map(|(_, id)| *id).collect();
    for committee in &committees {
        hear(ctx, *committee)?;
        sample(ctx, *committee)?;
    }
    answers(ctx, loaded)
}

fn asked(share_percent: i64) -> Asked {
    Asked {
        share_percent,
        years: 3,
        seats: 1,
        apart_months: 24,
        posts: ["secretary", "organization_member", "publicity_member"].map(str::to_owned).into(),
        numbers: Vec::new(),
        only: Vec::new(),
    }
}

/// A round of autumn with its sheets, one of them a meeting to be held again; and one of this winter.
fn hear(ctx: &Ctx, committee: i64) -> Result<()> {
    let today = ctx.today;
    let round = |title: &str, kind: &str, from_on: Day, to_on: Day, share| NewRound {
        title: title.to_owned(),
        kind: kind.to_owned(),
        from_on,
        to_on,
        asked: asked(share),
        // Nobody draws for meetings that are over.
        drawn_at: (from_on < today).then(|| Instant::at(from_on, 9, 0)),
    };
    let first = today.plus_months(-2).first_of_month();
    let autumn = round("主题党日巡听", "theme_day", first, today, 60);
    let Some(autumn) = drawn(review::start_round(ctx, committee, &autumn, LOTS))? else {
        return Ok(());
    };
    let sheet = |place, poor: Option<(usize, &str)>, words: &str, reply: &str| DemoSheet {
        place,
        again: poor.is_some(),
        poor: poor.map(|(item, why)| (item, why.to_owned())),
        words: words.to_owned(),
        reply: reply.to_owned(),
    };
    let sheets = [
        sheet(0, None, "议题提前发了，讨论有来有往。", "继续坚持。"),
        sheet(
            1,
            Some((2, "从头到尾念稿子，没有人发言")),
            "请改成围绕一件具体的事来商量，重开一次。",
            "",
        ),
        // The third is left to who sits there.
        sheet(3, None, "", ""),
    ];
    ctx.act_system(&SEED, |w| {
        for sheet in &sheets {
            review::file_sheet_for_demo(w, autumn, today, sheet)?;
        }
        w.rows(sheets.len());
        Ok(())
    })?;
    let last = today.plus_months(1).last_of_month();
    let winter = round("组织生活会巡听", "organizational_life_meeting", today, last, 30);
    drawn(review::start_round(ctx, committee, &winter, LOTS))?;
    Ok(())
}

/// Where there is nobody to draw there is no round.
fn drawn<T>(made: act::Result<T>) -> Result<Option<T>> {
    match made {
        Ok(it) => Ok(Some(it)),
        Err(act::Error::Invalid(_)) => Ok(None),
        Err(other) => Err(other.into()),
    }
}

fn sample(ctx: &Ctx, committee: i64) -> Result<()> {
    let held = ctx.read(|read| people::held_in(read, committee, ctx.today))?;
    let numbers = ctx.read(|read| review::numbers_of(read, held.iter().map(|it| it.person)))?;
    let new = NewSample {
        title: format!("{}年抽样督查", ctx.today.year()),
        held_from: ctx.today.plus_months(-3).first_of_month(),
        held_to: ctx.today,
        to_on: ctx.today.plus_days(30),
        size: 2,
        numbers,
    };
    drawn(review::start_sample(ctx, committee, &new, LOTS))?;
    Ok(())
}

/// What branches said of the last quarter: most of them well, a few less so, as their ids have it.
fn answers(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let branches = loaded.ids.iter().filter(|(code, _)| code.contains('Z') && !code.contains('G'));
    let quarter = Period::of(PeriodKind::Quarter, ctx.today).prev();
    let answer = |(place, (_, id)): (usize, (&String, &i64))| {
        let (yes, rather, no) =
            (7 + (place % 9) as i64, (place % 4) as i64 + 1, (place % 3) as i64);
        (*id, vec![[yes, rather, no], [yes - 1, rather + 1, no], [yes - 3, rather + 2, no + 1]])
    };
    let answers: survey::Demo = branches.enumerate().map(answer).collect();
    Ok(ctx.act_system(&SEED, |w| survey::release_many(w, "meetings", quarter, &answers))?)
}

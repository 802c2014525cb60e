//! This year's plan of the first branch of each organ in depth, published in January, and who is on duty in the
//! coming weeks: enough to see a plan that was kept, one that was not, and days to keep away from.

use act::Ctx;
use anyhow::Result;
use calendar::{Day, Instant, Period, PeriodKind};
use record::PlannedMeeting;

use super::{SEED, load::Loaded};

/// Days of the duty roster.
const ROSTER_DAYS: i32 = 40;

pub(super) fn load(ctx: &Ctx, loaded: &Loaded) -> Result<()> {
    let firsts = loaded
        .ids
        .iter()
        .filter(|(code, _)| code.starts_with(&loaded.depth) && code.ends_with("Z01"));
    let units: Vec<i64> = firsts.map(|(_, id)| *id).collect();
    let year = ctx.today.year();
    let planned = planned(year);
    let published_at = Instant::at(nth_weekday(year, 1, 1, 1), 10, 0);
    ctx.act_system(&SEED, |w| {
        for unit in &units {
            record::publish_plan(w, *unit, published_at, &planned)?;
        }
        w.rows(units.len() * planned.len());
        Ok(())
    })?;
    let mut days = Vec::new();
    for unit in units {
        let roll = ctx.read(|read| people::roll(read, unit, ctx.today))?;
        for (place, person) in roll.iter().enumerate() {
            days.extend((1..=ROSTER_DAYS).map(|n| {
                let on = ctx.today.plus_days(n);
                (person.person, on, !is_on_duty(place, n, on))
            }));
        }
    }
    ctx.act_system(&SEED, |w| {
        people::note_shifts(w, &days)?;
        w.rows(days.len());
        Ok(())
    })?;
    Ok(())
}

/// Every fifth is on duty; on the second Friday of December nearly everybody.
fn is_on_duty(place: usize, day: i32, on: Day) -> bool {
    let is_full = on.month() == 12 && nth_weekday(on.year(), 12, 5, 2) == on;
    let turn = usize::try_from(day).unwrap_or_default();
    (place + turn).is_multiple_of(5) || is_full && !place.is_multiple_of(4)
}

fn planned(year: i16) -> Vec<PlannedMeeting> {
    let mut planned = Vec::new();
    for month in 1..=12 {
        let one = |kind: &str, on, from: &str, place: &str| PlannedMeeting {
            kind: kind.to_owned(),
            on,
            from: from.to_owned(),
            place: place.to_owned(),
            topic: String::new(),
        };
        planned.push(one(
            "committee_meeting",
            nth_weekday(year, month, 3, 1),
            "08:30",
            "二楼会议室",
        ));
        planned.push(one("theme_day", nth_weekday(year, month, 5, 2), "14:30", "党员活动室"));
        if month % 3 == 2 {
            planned.push(one(
                "general_meeting",
                nth_weekday(year, month, 4, 3),
                "15:00",
                "二楼会议室",
            ));
        }
    }
    planned
}

/// The second Friday of a month: weekday 5, number 2.
fn nth_weekday(year: i16, month: i8, weekday: i8, number: i32) -> Day {
    let first = Day::new(year, month, 1).unwrap_or(Day::MIN);
    let first = Period::of(PeriodKind::Month, first).first();
    let wait = i32::from(weekday - first.weekday()).rem_euclid(7);
    first.plus_days(wait + 7 * (number - 1))
}

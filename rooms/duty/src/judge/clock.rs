//! Counting a clock of a regulation from a day.

use calendar::{Day, Deadline, Workdays};
use rules::{Clock, ClockUnit, NoValue, Rules};

/// The day the clock ends; its length is the one in force on `asked_on`.
pub(super) fn end(
    rules: &Rules,
    clock: &Clock,
    from: Day,
    asked_on: Day,
) -> Result<Deadline, NoValue> {
    let length = match (&clock.value, clock.is) {
        (Some(key), _) => rules.number(key, asked_on)?,
        (None, is) => is.unwrap_or_default(),
    };
    let length = i32::try_from(length).unwrap_or(i32::MAX);
    let signed = if clock.before { -length } else { length };
    let sure = |day| Deadline { day, provisional: false };
    Ok(match clock.unit {
        ClockUnit::Days => sure(from.plus_days(signed)),
        ClockUnit::Months => sure(from.plus_months(signed)),
        ClockUnit::Workdays if clock.before => {
            Workdays::in_force().sub(from, length.unsigned_abs())
        }
        ClockUnit::Workdays => Workdays::in_force().add(from, length.unsigned_abs()),
    })
}

//! 暂缓: a person of whom nothing is erased for now.

use act::{Act, Acting, Error, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;

use crate::store;

pub const HOLD: Act = Act::new("member.hold", "暂缓清除个人信息");
pub const LIFT: Act = Act::new("member.lift_hold", "解除暂缓清除");

/// Longer wants a new decision.
pub const LONGEST_HOLD_MONTHS: i32 = 12;

/// Why: a word, and no facts of a case.
pub const REASONS: [(&str, &str); 4] = [
    ("discipline", "纪律审查、党纪处理没有办结"),
    ("appeal", "申诉、复查没有办结"),
    ("lawsuit", "诉讼、仲裁没有办结"),
    ("archive", "档案移交没有办完"),
];

pub fn reason_zh(key: &str) -> &str {
    REASONS.iter().find(|(known, _)| *known == key).map_or(key, |(_, zh)| zh)
}

/// A hold that stands.
#[derive(Debug, Clone, Deserialize)]
pub struct Hold {
    pub id: i64,
    pub reason: String,
    /// Number of a document.
    pub basis: String,
    /// First day on which it is over.
    pub until_on: Day,
}

/// The hold on a person today, if there is one.
pub fn hold_of(read: &Read, person: i64, today: Day) -> Result<Option<Hold>> {
    Ok(store::hold_of(read, person, today)?)
}

/// Holds a person until a day; a hold that stands is replaced.
pub fn hold(
    w: &Acting,
    person: i64,
    (reason, basis): (&str, &str),
    until: Day,
    by: Option<i64>,
) -> Result<()> {
    let today = w.now.day();
    if until <= today || until > today.plus_months(LONGEST_HOLD_MONTHS) {
        let words =
            format!("填以后的日子，最长{LONGEST_HOLD_MONTHS}个月；到期还要暂缓的，再办一次");
        return Err(Error::invalid("until", words));
    }
    store::lift(w, person, by)?;
    store::insert_hold(w, person, (reason, basis), until, by)?;
    w.about("person", person).changed(&["hold"]);
    Ok(())
}

/// Ends it at once.
pub fn lift(w: &Acting, person: i64, by: Option<i64>) -> Result<()> {
    if !store::lift(w, person, by)? {
        return Err(Error::Conflict("已经没有暂缓了".into()));
    }
    w.about("person", person).changed(&["hold"]);
    Ok(())
}

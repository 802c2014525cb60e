//! What in closed records makes somebody look again: reasons with their rule, never a score, never a person.

mod store;

use act::Result;
use calendar::Day;
use db::Read;

use crate::{lecture, life};

/// One thing to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Doubt {
    pub unit: i64,
    pub record: i64,
    /// 2026年组织生活会
    pub title: String,
    pub words: String,
    pub rule: &'static str,
}

pub(crate) const NO_CRITICISM: &str = "没有记批评意见的条数：有没有开展批评，看不出来";
const LIFE_RULE: &str =
    "《中国共产党支部工作条例（试行）》第十七条：查摆问题，开展批评和自我批评，明确整改方向";

/// Of these units (at most 500), in records held within some days; three statements.
pub fn doubts(read: &Read, units: &[i64], (from, to): (Day, Day)) -> Result<Vec<Doubt>> {
    let days = (from, to);
    let mut found = Vec::new();
    let lectures = (units, &lecture::kinds()[..]);
    for row in store::closed(read, store::SILENT, lectures, days)? {
        found.push(row.doubt(lecture::SILENT.to_owned(), lecture::SILENT_RULE));
    }
    let life_meetings = (units, &life::kinds()[..]);
    for row in store::closed(read, store::WITHOUT_CRITICISM, life_meetings, days)? {
        found.push(row.doubt(NO_CRITICISM.to_owned(), LIFE_RULE));
    }
    for (row, problem) in repeats(store::problems(read, life_meetings, days)?) {
        let words = format!("“{problem}”和上次查出的几乎一样：是没有改，还是照抄");
        found.push(row.doubt(words, LIFE_RULE));
    }
    found.sort_by_key(|it| (it.unit, it.record));
    Ok(found)
}

/// Problems of a meeting within the days that its unit's last meeting of the kind before it had as well.
fn repeats(rows: Vec<store::Problem>) -> Vec<(store::Row, String)> {
    let mut found = Vec::new();
    for meeting in rows.chunk_by(|one, other| one.record == other.record) {
        let first = &meeting[0];
        if !first.is_within {
            continue;
        }
        let before = rows.iter().filter(|it| {
            it.unit == first.unit && it.kind == first.kind && it.plan_on < first.plan_on
        });
        let last = before.clone().map(|it| it.plan_on).max();
        let before: Vec<&str> =
            before.filter(|it| Some(it.plan_on) == last).map(|it| it.words.as_str()).collect();
        let now: Vec<&str> = meeting.iter().map(|it| it.words.as_str()).collect();
        found.extend(life::repeated(&now, &before).into_iter().map(|place| {
            let row =
                store::Row { record: first.record, unit: first.unit, title: first.title.clone() };
            (row, now[place].to_owned())
        }));
    }
    found
}

impl store::Row {
    fn doubt(self, words: String, rule: &'static str) -> Doubt {
        Doubt { unit: self.unit, record: self.record, title: self.title, words, rule }
    }
}

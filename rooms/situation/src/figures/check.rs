//! Looking again: units judged anew out of rows, compared with what memory holds, and put right.

use std::collections::BTreeMap;

use act::{Core, Error, Relation, Result};
use calendar::Period;
use db::Read;
use duty::Law;
use rules::Rules;

use super::{
    Figures,
    follow::party,
    forest::{At, by},
    judging::{AT_ONCE, judge},
    mark::Mark,
    state::State,
};

/// A slot of which memory and rows say different things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub unit: i64,
    pub unit_name: String,
    pub duty: String,
    pub period: Period,
    /// How memory had it, and how the rows have it, in words; empty where there was no such slot.
    pub memory: String,
    pub rows: String,
}

impl std::fmt::Display for Wrong {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let words =
            |text: &'_ str| if text.is_empty() { "没有".to_owned() } else { text.to_owned() };
        let (duty, period) = (&self.duty, self.period.zh_full());
        let (memory, rows) = (words(&self.memory), words(&self.rows));
        write!(f, "{}（{duty}，{period}）：内存里{memory}，按记录{rows}", self.unit_name)
    }
}

impl Figures {
    /// Judges the next units (a few hundred) after the first `from` out of rows. What differs is put
    /// right and told; the second answer is where to go on, `None` after the last.
    pub fn check(&self, core: &Core, from: usize) -> Result<(Vec<Wrong>, Option<usize>)> {
        let _passing = super::lock(&self.passing);
        let today = core.clock.now().day();
        // One snapshot for both: what is done meanwhile is no difference.
        core.db.follow(|read| {
            self.pass_in(core, read, today)?;
            let units = {
                let state = self.read();
                party(&state, state.forest.all().map(|(at, _)| at).skip(from).take(AT_ONCE))
            };
            let last = from + AT_ONCE;
            let next = (last < self.read().forest.len()).then_some(last);
            Ok((self.check_units(core, read, &units)?, next))
        })
    }

    /// The same for everything that stands below a node today, with how many units were judged.
    pub fn check_below(
        &self,
        core: &Core,
        (relation, node): (Relation, i64),
    ) -> Result<(Vec<Wrong>, usize)> {
        let _passing = super::lock(&self.passing);
        core.db.follow(|read| {
            self.pass_in(core, read, core.clock.now().day())?;
            let units = {
                let state = self.read();
                let at = state.forest.at(node).ok_or(Error::NotFound)?;
                party(&state, state.forest.subtree(at, by(relation)).iter().copied())
            };
            let mut wrong = Vec::new();
            for part in units.chunks(AT_ONCE) {
                wrong.extend(self.check_units(core, read, part)?);
            }
            Ok((wrong, units.len()))
        })
    }

    fn check_units(&self, core: &Core, read: &Read, units: &[At]) -> Result<Vec<Wrong>> {
        let law = Law::load(read, core.part::<Rules>())?;
        let judged = {
            let state = self.read();
            judge(read, &law, &state, units, state.day())?
        };
        let mut wrong = Vec::new();
        let mut state = self.write();
        for (at, marks) in judged {
            let found = differences(&state, at, &marks);
            if !found.is_empty() {
                wrong.extend(found);
                let marks = state.numbered(marks);
                state.set(at, marks);
            }
        }
        if !wrong.is_empty() {
            let today = state.day();
            state.recount(today);
        }
        Ok(wrong)
    }
}

/// What stands in one of the two only.
fn differences(state: &State, at: At, rows: &[Mark]) -> Vec<Wrong> {
    let unit = state.forest.unit(at);
    let mut counts: BTreeMap<Mark, i32> = BTreeMap::new();
    for number in unit.marks.iter() {
        *counts.entry(*state.marks.get(number)).or_default() += 1;
    }
    for mark in rows {
        *counts.entry(*mark).or_default() -= 1;
    }
    let mut slots: BTreeMap<(u16, Period), (String, String)> = BTreeMap::new();
    for (mark, count) in counts.into_iter().filter(|(_, count)| *count != 0) {
        let words = mark.state(state.day()).map_or("", duty::judge::State::zh);
        let (memory, rows) = slots.entry((mark.duty, mark.period)).or_default();
        if count > 0 { memory } else { rows }.push_str(words);
    }
    let of = |((duty, period), (memory, rows)): ((u16, Period), (String, String))| Wrong {
        unit: unit.row.id,
        unit_name: unit.row.short_name().to_owned(),
        duty: state.duties[usize::from(duty)].key.clone(),
        period,
        memory,
        rows,
    };
    slots.into_iter().map(of).collect()
}

#[cfg(test)]
mod tests {
    use calendar::Day;

    use super::*;
    use crate::figures::{mark::Held, marks::Packed};

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    /// Three wrong bits in one unit: each is named.
    #[test]
    fn every_wrong_mark_is_named() {
        let rules = Rules::built_in();
        let mut state = State::default();
        state.today = Some(day("2026-11-20"));
        state.learn(rules);
        let mark = |key: &str, period: &str, held: Option<Held>| {
            Mark::for_tests(state.duty(key).unwrap(), period.parse().unwrap(), held)
        };
        let in_time = |text: &str| Some(Held::InTime(day(text)));
        let rows = vec![
            mark("branch/theme-day", "2026-09", in_time("2026-09-01")),
            mark("branch/theme-day", "2026-10", None),
            mark("branch/general-meeting", "2026-Q3", None),
            mark("branch/lecture", "2026-Q3", None),
        ];
        let memory = vec![
            mark("branch/theme-day", "2026-09", None),
            mark("branch/theme-day", "2026-10", None),
            mark("branch/general-meeting", "2026-Q3", in_time("2026-09-01")),
        ];
        let row = crate::view::Row::for_tests(7, "第一党支部");
        let at = state.forest.put(row, Default::default());
        let packed: Packed = state.numbered(memory);
        state.forest.set_marks(at, packed);
        let wrong = differences(&state, at, &rows);
        let named: Vec<(&str, String)> =
            wrong.iter().map(|it| (it.duty.as_str(), it.period.to_string())).collect();
        let expected = [
            ("branch/general-meeting", "2026-Q3".to_owned()),
            ("branch/lecture", "2026-Q3".to_owned()),
            ("branch/theme-day", "2026-09".to_owned()),
        ];
        assert_eq!(named, expected);
        assert_eq!(
            wrong[2].to_string(),
            "第一党支部（branch/theme-day，2026年9月）：内存里缺项，按记录已完成"
        );
    }
}

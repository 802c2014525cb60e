//! A year of what was held: met shares by branch, clustered by organ, some entered late, some released.

use calendar::{Day, Period, PeriodKind};
use fastrand::Rng;

use crate::{PlannedUnit, people::subgroups};

/// How one occasion went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Entered within a few days.
    InTime,
    /// Entered later than it should have been.
    EnteredLate,
    /// Not held; the committee released the branch (执行任务).
    Released,
}

/// One occasion of one branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedRecord {
    /// Code of the branch, or of the organ's leading committee.
    pub unit: String,
    /// A record kind of `systems/`.
    pub kind: &'static str,
    /// Which period it is for: `2026-Q3`.
    pub period: String,
    pub held_on: Day,
    pub entered_on: Day,
    pub how: Held,
    /// The subgroup's number, 0 for the whole branch.
    pub subgroup: usize,
    /// How many of those expected were away.
    pub absent: usize,
    /// Number of a topic in the list of topics.
    pub topic: usize,
    /// A theme day with a lecture in it.
    pub with_lecture: bool,
}

/// (kind, how often, also when the branch has neither committee nor subgroups)
const OCCASIONS: [(&str, PeriodKind); 5] = [
    ("general_meeting", PeriodKind::Quarter),
    ("committee_meeting", PeriodKind::Month),
    ("subgroup_meeting", PeriodKind::Month),
    ("theme_day", PeriodKind::Month),
    ("party_lecture", PeriodKind::Quarter),
];

/// The part of what a branch owes from which its committee releases it.
const RELEASED: f64 = 0.045;

/// What a leading committee holds.
const COMMITTEE_OCCASIONS: [(&str, PeriodKind); 4] = [
    ("leading_meeting", PeriodKind::Month),
    ("study_group_session", PeriodKind::Quarter),
    ("self_governance_meeting", PeriodKind::Half),
    ("ideology_meeting", PeriodKind::Half),
];

pub(crate) struct Records<'r> {
    pub(crate) rng: &'r mut Rng,
    /// The last day that has happened.
    pub(crate) today: Day,
    /// Nothing before it.
    pub(crate) from: Day,
}

impl Records<'_> {
    /// The year of one branch; `share` is the part of what is owed that it holds.
    pub(crate) fn of(&mut self, branch: &PlannedUnit, share: f64) -> Vec<PlannedRecord> {
        let mut records = Vec::new();
        for (kind, rhythm) in OCCASIONS {
            let times = match kind {
                "committee_meeting" if branch.members < 8 => 0,
                "subgroup_meeting" => subgroups(branch.members),
                _ => 1,
            };
            let mut period = Period::of(rhythm, self.from);
            while period.first() <= self.today {
                for subgroup in 0..times {
                    let number = if kind == "subgroup_meeting" { subgroup + 1 } else { 0 };
                    records.extend(self.occasion(branch, kind, period, share, number));
                }
                period = period.next();
            }
        }
        records.extend(self.life_meeting(branch, "organizational_life_meeting", share));
        records.sort_by_key(|record| (record.held_on, record.kind));
        records
    }

    /// The year of an organ's leading committee.
    pub(crate) fn of_committee(
        &mut self,
        committee: &PlannedUnit,
        share: f64,
    ) -> Vec<PlannedRecord> {
        let mut records = Vec::new();
        for (kind, rhythm) in COMMITTEE_OCCASIONS {
            let mut period = Period::of(rhythm, self.from);
            while period.first() <= self.today {
                records.extend(self.occasion(committee, kind, period, share, 0));
                period = period.next();
            }
        }
        records.extend(self.life_meeting(committee, "democratic_life_meeting", share));
        records.sort_by_key(|record| (record.held_on, record.kind));
        records
    }

    fn occasion(
        &mut self,
        branch: &PlannedUnit,
        kind: &'static str,
        period: Period,
        share: f64,
        subgroup: usize,
    ) -> Option<PlannedRecord> {
        let first = period.first().max(self.from);
        let length = first.days_until(period.last()).max(1);
        let held_on = workday(first.plus_days(self.rng.i32(length / 4..=length)));
        let held_on =
            if held_on > period.last() { workday(period.last().plus_days(-3)) } else { held_on };
        let (luck, late) = (self.rng.f64(), self.rng.f64());
        if held_on > self.today {
            return None;
        }
        // A subgroup's meeting is one of several that its branch owes: nobody is released from one.
        let released = if kind == "subgroup_meeting" { 0.0 } else { RELEASED };
        let how = match luck {
            luck if luck > share + released => return None,
            luck if luck > share => Held::Released,
            _ if late < 0.05 => Held::EnteredLate,
            _ => Held::InTime,
        };
        let delay =
            if how == Held::EnteredLate { self.rng.i32(12..40) } else { self.rng.i32(0..3) };
        Some(PlannedRecord {
            unit: branch.code.clone(),
            kind,
            period: period.key(),
            held_on,
            entered_on: held_on.plus_days(delay).min(self.today),
            how,
            subgroup,
            absent: self.rng.usize(0..=branch.members / 8),
            topic: self.rng.usize(..1000),
            with_lecture: kind == "theme_day" && self.rng.f64() < 0.2,
        })
    }

    /// Last year's, held around the turn of the year.
    fn life_meeting(
        &mut self,
        branch: &PlannedUnit,
        kind: &'static str,
        share: f64,
    ) -> Option<PlannedRecord> {
        let year = self.today.year() - 1;
        let held_on = workday(Day::new(year, 12, 8)?.plus_days(self.rng.i32(0..20)));
        let is_held = self.rng.f64() < share && held_on >= self.from;
        is_held.then(|| PlannedRecord {
            unit: branch.code.clone(),
            kind,
            period: year.to_string(),
            held_on,
            entered_on: held_on.plus_days(2),
            how: Held::InTime,
            subgroup: 0,
            absent: branch.members / 10,
            topic: 0,
            with_lecture: false,
        })
    }
}

/// Meetings are not held on Sundays.
pub(crate) fn workday(day: Day) -> Day {
    if day.weekday() == 7 { day.plus_days(1) } else { day }
}

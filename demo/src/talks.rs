//! A year of talks: who talked with whom on which day, never about what.

use calendar::Day;
use fastrand::Rng;

use crate::{PlannedPerson, PlannedUnit, records::workday};

/// One talk of two people of a branch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlannedTalk {
    /// Code of the branch.
    pub branch: String,
    /// Place on the branch's roll of who asked for it.
    pub by: usize,
    /// Place on the roll of the other one.
    pub with: usize,
    pub held_on: Day,
    pub entered_on: Day,
    /// Entered later than it should have been.
    pub is_late: bool,
}

/// The part of the members who also talk with one who is not on the committee.
const AMONG_MEMBERS: f64 = 0.4;
/// The part of the talks that is entered late, as of the records.
const LATE: f64 = 0.05;

pub(crate) struct Talks<'t> {
    pub(crate) rng: &'t mut Rng,
    /// The last day that has happened.
    pub(crate) today: Day,
}

impl Talks<'_> {
    /// The year of one branch; `share` is the part of what is owed that it holds.
    pub(crate) fn of(
        &mut self,
        branch: &PlannedUnit,
        roll: &[PlannedPerson],
        share: f64,
    ) -> Vec<PlannedTalk> {
        let pairs = self.pairs(roll);
        let mut talks = Vec::with_capacity(pairs.len());
        for (by, with) in pairs {
            // Drawn for everybody, so that one who is left out moves nobody else's day.
            let (luck, held_on) = (self.rng.f64(), self.day());
            let (is_late, delay) = self.delay();
            let were_members = [by, with].iter().all(|it| roll[*it].joined_on <= held_on);
            if luck > share || held_on > self.today || !were_members {
                continue;
            }
            let entered_on = held_on.plus_days(delay).min(self.today);
            let branch = branch.code.clone();
            talks.push(PlannedTalk { branch, by, with, held_on, entered_on, is_late });
        }
        talks.sort_by_key(|talk| (talk.held_on, talk.by, talk.with));
        talks
    }

    /// The secretary with each of the committee, one of the committee with each member, and some
    /// members with each other.
    fn pairs(&mut self, roll: &[PlannedPerson]) -> Vec<(usize, usize)> {
        let (seats, others): (Vec<usize>, Vec<usize>) =
            (0..roll.len()).partition(|place| roll[*place].is_on_committee());
        let Some(secretary) = seats.first().copied() else { return Vec::new() };
        let mut pairs: Vec<_> = seats[1..].iter().map(|seat| (secretary, *seat)).collect();
        let by_turns = others.iter().enumerate();
        pairs.extend(by_turns.map(|(turn, other)| (seats[turn % seats.len()], *other)));
        let neighbours = others.windows(2).filter(|_| self.rng.f64() < AMONG_MEMBERS);
        pairs.extend(neighbours.map(|two| (two[0], two[1])));
        pairs
    }

    /// A working day of this year, also one that is still to come.
    fn day(&mut self) -> Day {
        let new_year = Day::new(self.today.year(), 1, 1).expect("every year has a first day");
        workday(new_year.plus_days(self.rng.i32(3..360)))
    }

    fn delay(&mut self) -> (bool, i32) {
        let is_late = self.rng.f64() < LATE;
        (is_late, if is_late { self.rng.i32(12..40) } else { self.rng.i32(0..3) })
    }
}

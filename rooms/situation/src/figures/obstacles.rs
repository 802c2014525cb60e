//! Which units cannot clear something alone, out of their marks. Pure.

use calendar::Day;

use super::marks::{Marks, Packed};
use crate::{
    view::Named,
    waiting::{Obstacle, QUARTERS, is_open},
};

/// What stands in a unit's way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) obstacle: Obstacle,
    pub(super) duty: u16,
    pub(super) since: Day,
    /// The last day of its slot: where the unit stood then, it counts.
    pub(super) due_on: Day,
}

pub(super) fn obstacles(of: &Packed, marks: &Marks, duties: &[Named], today: Day) -> Vec<Found> {
    let mut found = Vec::new();
    let mut meetings: Vec<(Day, bool, u16)> = Vec::new();
    for number in of.iter() {
        let mark = marks.get(number);
        let Some(obstacle) = Obstacle::of(&duties[usize::from(mark.duty)].key) else { continue };
        let Some(state) = mark.state(today) else { continue };
        if obstacle == Obstacle::NoMeetings {
            if mark.due_on < today {
                meetings.push((mark.due_on, is_open(state), mark.duty));
            }
        } else if obstacle.shows(state) {
            let since = if mark.is_standing() { mark.opens_on } else { mark.due_on };
            found.push(Found { obstacle, duty: mark.duty, since, due_on: mark.due_on });
        }
    }
    meetings.sort_unstable_by(|a, b| b.cmp(a));
    let open = meetings.iter().take_while(|(_, is_open, _)| *is_open).count();
    if open >= QUARTERS {
        let (due_on, _, duty) = meetings[open - 1];
        found.push(Found { obstacle: Obstacle::NoMeetings, duty, since: due_on, due_on });
    }
    found
}

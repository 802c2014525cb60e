//! Which units cannot clear something alone, out of their marks. Pure.

use calendar::Day;

use super::marks::Marks;
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
    /// The mark that shows it: it counts where that one does.
    pub(super) number: u32,
}

pub(super) fn obstacles(
    of: impl Iterator<Item = u32>,
    marks: &Marks,
    duties: &[Named],
    today: Day,
) -> Vec<Found> {
    let mut found = Vec::new();
    let mut meetings: Vec<(Day, bool, u16, u32)> = Vec::new();
    for number in of {
        let mark = marks.get(number);
        let Some(obstacle) = Obstacle::of(&duties[usize::from(mark.duty)].key) else { continue };
        let Some(state) = mark.state(today) else { continue };
        if obstacle == Obstacle::NoMeetings {
            if mark.due_on < today {
                meetings.push((mark.due_on, is_open(state), mark.duty, number));
            }
        } else if obstacle.shows(state) {
            let since = if mark.is_standing() { mark.opens_on } else { mark.due_on };
            found.push(Found { obstacle, duty: mark.duty, since, number });
        }
    }
    meetings.sort_unstable_by(|a, b| b.cmp(a));
    let open = meetings.iter().take_while(|(_, is_open, ..)| *is_open).count();
    if open >= QUARTERS {
        let (since, _, duty, number) = meetings[open - 1];
        found.push(Found { obstacle: Obstacle::NoMeetings, duty, since, number });
    }
    found
}

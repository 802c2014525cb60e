//! An invented installation, the same every time: units below real divisions, people, a year of records and talks.
//!
//! Planning is pure: a [`Plan`] is plain data from (scale, division, seed, day). Loading it goes
//! through the rooms' own bulk acts. No person in here exists.

mod names;
mod people;
mod plan;
mod records;
mod talks;
mod tree;

pub use names::Names;
pub use people::PlannedPerson;
pub use plan::{Plan, Planner, Scale, Wish};
pub use records::{Held, PlannedRecord};
pub use talks::PlannedTalk;
pub use tree::{PlannedUnit, Tie};

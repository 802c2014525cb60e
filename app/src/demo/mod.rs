//! Loading an invented installation through the rooms' own bulk acts.

mod accounts;
mod load;
mod people;
mod records;
mod summary;
mod units;

use act::Act;

pub(crate) use self::{accounts::Opened, load::load};

/// Every row of the demo is written under this act, in a few bulk events.
const SEED: Act = Act::new("demo.seed", "装入演示数据");
/// What the basis of every appointment, tie and affiliation says.
const BASIS: &str = "演示数据";

/// What is wanted of the demo.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) scale: demo::Scale,
    /// The division in depth.
    pub(crate) division: String,
    pub(crate) seed: u64,
}

/// Tells a watcher how far the work has come.
pub(crate) trait Watch {
    fn begin(&mut self, title: &str, total: usize);
    fn step(&mut self, done: usize);
    fn end(&mut self);
}

/// Posts that no branch's roll gives by itself, held by people of an organ's first branch:
/// (place on that roll from the end, kind, tail of the unit's code).
const STAFF: [(usize, &str, &str); 5] = [
    (1, "organ_leader", ""),
    (2, "line_officer", ""),
    (3, "party_officer", "J"),
    (4, "discipline_inspector", "P"),
    (5, "affairs_manager", ""),
];

/// The three administrators, at the highest organ in depth.
const ADMINISTRATORS: [(usize, &str); 3] =
    [(6, "system_administrator"), (7, "security_administrator"), (8, "audit_administrator")];

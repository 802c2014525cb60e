//! Loading an invented installation through the rooms' own bulk acts.

mod accounts;
mod agreed;
mod directives;
mod gatherings;
mod inspections;
mod instructions;
mod load;
mod operations;
mod people;
mod plans;
mod receipts;
mod records;
mod registers;
mod reviews;
mod studies;
mod summary;
mod talks;
mod units;

use act::{Act, Ctx};

pub use self::accounts::Opened;
pub(crate) use self::load::load;

/// Every row of the demo is written under this act, in a few bulk events.
pub(crate) const SEED: Act = Act::new("demo.seed", "装入演示数据");
/// What the basis of every appointment, tie and affiliation says.
const BASIS: &str = "演示数据";

/// The demo of one city with a district and a county, as `guantong demo --scale county` loads it: for
/// tests that sign in as its roles.
pub fn county(ctx: &Ctx) -> anyhow::Result<Vec<Opened>> {
    let division = "130100".to_owned();
    let wanted = Wanted { scale: demo::Scale::County, division, seed: 1, all_records: false };
    load(ctx, &wanted, &mut Unwatched)
}

struct Unwatched;

impl Watch for Unwatched {
    fn begin(&mut self, _title: &str, _total: usize) {}
    fn step(&mut self, _done: usize) {}
    fn end(&mut self) {}
}

/// What is wanted of the demo.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) scale: demo::Scale,
    /// The division in depth.
    pub(crate) division: String,
    pub(crate) seed: u64,
    pub(crate) all_records: bool,
}

/// Tells a watcher how far the work has come.
pub(crate) trait Watch {
    fn begin(&mut self, title: &str, total: usize);
    fn step(&mut self, done: usize);
    fn end(&mut self);
}

/// Posts that no branch's roll gives by itself, each held by somebody else of the organ's first
/// branches: (kind, tail of the unit's code).
const STAFF: [(&str, &str); 13] = [
    ("organ_leader", ""),
    ("line_officer", ""),
    ("party_officer", "J"),
    ("discipline_inspector", "P"),
    ("affairs_manager", ""),
    ("secretary", "P"),
    ("deputy_secretary", "P"),
    ("committee_member", "P"),
    ("committee_member", "P"),
    ("secretary", "J"),
    ("full_time_deputy_secretary", "J"),
    ("discipline_member", "J"),
    ("organization_member", "J"),
];

/// Who keeps the correspondence of an organ's leading committee; after the administrators, so that theirs stay who they were.
const CORRESPONDENCE: [(&str, &str); 1] = [("party_officer", "P")];

/// The three administrators, at the highest organ in depth.
const ADMINISTRATORS: [&str; 3] =
    ["system_administrator", "security_administrator", "audit_administrator"];

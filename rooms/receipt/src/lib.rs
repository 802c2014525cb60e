//! Receipts (收报告): reports that come up from the units below, what is still owed, and what was done with each.

mod home;
mod kind;
mod list;
mod own;
mod report;
mod sheet;
mod upon;

use act::{Act, Core};
use systems::Zone;
use web::Room;

pub use crate::{
    home::reads,
    report::{Step, goes_to, step_in},
    sheet::kind as export_kind,
    upon::UPON,
};

/// What has come in and what is owed; the reports themselves, by line those that the line gets a copy of.
pub const SEE: Act = Act::new("see.receipt", "看下级报上来的报告");

const ACTS: &[Act] = &[SEE, report::RECEIVE, report::RETURN, report::RESEND];

/// Which zone the installation stands in, as the app knows it; a part of the core. Without it every zone will do.
pub struct InZone(pub fn(&Core) -> Option<Zone>);

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "receipt",
        // Fixed words before `{id}`: a reader finds them first.
        routes: [sheet::routes(), list::routes(), report::routes()].concat(),
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        ..Room::default()
    }
}

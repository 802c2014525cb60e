//! Registers (名录): education bases, partners, studios of branch secretaries. One mechanism; what differs is data.

mod coverage;
mod entry;
mod home;
mod own;
mod paper;
mod sort;
mod studio;
mod upon;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    entry::{NewEntry, enter_in, entry_at},
    studio::{NewPair, join_in, look_in, pair_in, part_in},
    upon::UPON,
};

/// A file of more rows than this helps nobody.
pub(crate) const MOST_ROWS: i64 = 10_000;

/// Entries of units in sight. What a unit above keeps is seen by all below it.
pub(crate) const SEE: Act = Act::new("see.register", "看名录");

const ACTS: &[Act] = &[
    SEE,
    entry::ENTER,
    entry::EDIT,
    entry::END,
    studio::JOIN,
    studio::LEAVE,
    studio::PAIR,
    studio::PART,
    studio::LOOK,
];

/// What this room brings to the application.
pub fn room() -> Room {
    let routes = [coverage::routes(), studio::routes(), entry::routes(), paper::routes()];
    Room {
        name: "register",
        routes: routes.concat(),
        menu: vec![MenuEntry { section: Section::Life, url: "/registers", act: Some(SEE) }],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        ..Room::default()
    }
}

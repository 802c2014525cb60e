//! Study plans (学习计划): what the central group of a committee, a branch and its youth group study in a year, and what of it was.

mod group;
mod home;
mod item;
mod own;
mod plan;
mod sheet;
mod upon;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    item::{Entry, tie_held_in},
    plan::{Drafted, draft_in, publish_in},
    upon::UPON,
};

/// Drafting, taking over, changing.
pub const PLAN: Act = Act::new("study.plan", "编学习计划");
pub const PUBLISH: Act = Act::new("study.publish", "发布学习计划");

const ACTS: &[Act] = &[PLAN, PUBLISH];

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "study",
        // Fixed words before `{id}`: a reader finds them first.
        routes: [sheet::routes(), item::routes(), plan::routes()].concat(),
        menu: vec![MenuEntry { section: Section::Learning, url: "/study", act: None }],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        ..Room::default()
    }
}

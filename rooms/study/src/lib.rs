//! Study plans (学习计划): what the central group of a committee, a branch and its youth group study in a year, and what of it was.

mod circular;
mod group;
mod home;
mod item;
mod own;
mod plan;
mod sheet;
mod upon;
mod year;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    circular::{answer_in, close_in, draft_in as draft_circular_in, known_in, show_in},
    item::{Entry, tie_held_in},
    plan::{Drafted, draft_in, publish_in},
    sheet::bound_with,
    upon::UPON,
};

/// Drafting, taking over, changing.
pub const PLAN: Act = Act::new("study.plan", "编学习计划");
pub const PUBLISH: Act = Act::new("study.publish", "发布学习计划");

/// The groups below in a year: by lead and by line, figures without names.
pub const SEE_GROUP: Act = Act::new("see.study_group", "看下级中心组学习");
pub const CIRCULAR: Act = Act::new("study.circular", "起草和印发学习情况通报");
/// A unit's own: what it says of a draft, and that a circular came.
pub const ANSWER: Act = Act::new("study.answer", "对学习情况通报回话");
/// Of room review, by its key: whether the way to send somebody is shown.
const REVIEW_ROUND: Act = Act::new("review.round", "组织巡听");

const ACTS: &[Act] = &[PLAN, PUBLISH, SEE_GROUP, CIRCULAR, ANSWER];

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "study",
        // Fixed words before `{id}`: a reader finds them first.
        routes: [
            circular::routes(),
            year::routes(),
            sheet::routes(),
            item::routes(),
            plan::routes(),
        ]
        .concat(),
        menu: vec![MenuEntry { section: Section::Learning, url: "/study", act: None }],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        ..Room::default()
    }
}

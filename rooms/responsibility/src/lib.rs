//! Responsibility lists (责任清单): what a committee and the holders of its posts answer for in a year, and which records prove it.

mod class;
mod home;
mod item;
mod list;
mod own;
mod proof;
mod review;
mod sheet;
mod upon;

use act::Act;
use web::Room;

pub use crate::{
    list::{draft_in, issue_in},
    upon::UPON,
};

/// Drafting and changing before it is issued.
pub const DRAFT: Act = Act::new("responsibility.draft", "起草责任清单");
pub const ISSUE: Act = Act::new("responsibility.issue", "印发责任清单");
/// The half-year review and the report upwards.
pub const REVIEW: Act = Act::new("responsibility.review", "检查责任清单、报告落实情况");
/// A holder's own: a sentence about an item.
pub const SAY: Act = Act::new("responsibility.say", "给自己的责任清单补一句");

const ACTS: &[Act] = &[DRAFT, ISSUE, REVIEW, SAY];

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "responsibility",
        // Fixed words before `{id}`: a reader finds them first.
        routes: [item::routes(), review::routes(), sheet::routes(), list::routes()].concat(),
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        ..Room::default()
    }
}

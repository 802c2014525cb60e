//! Review: how good it is. Auditors drawn at random sit in at meetings; the level above looks at a drawn few.

pub mod draw;
mod figures;
mod hearing;
mod home;
mod own;
mod sample;
mod upon;

use act::{Act, Ctx, Place};
use db::Query;
use documents::Paper;
use leaving::Printed;
use web::{MenuEntry, Room, Section};

pub use crate::{
    hearing::{
        Asked, DemoSheet, NewRound, eraser, file_sheet_for_demo, numbers_of, sitting_in,
        start_round,
    },
    sample::{NewSample, start_sample},
    upon::UPON,
};

pub const SEE: Act = Act::new("see.review", "看巡听和抽样督查");
/// Drawing, calling off, putting somebody else in a seat.
pub const ROUND: Act = Act::new("review.round", "组织巡听");
pub const SAMPLE: Act = Act::new("review.sample", "组织抽样督查");
/// A branch answers what was said of its meeting, or found in its records.
pub const REPLY: Act = Act::new("review.reply", "答复巡听和督查");
/// The auditor's own: his sheet, and that he cannot come.
pub const FILE: Act = Act::new("review.file", "填听会表");
pub const DECLINE: Act = Act::new("review.decline", "不能去听会");
pub const RECUSE: Act = Act::new("review.recuse", "提出回避");
/// The inspector's own.
pub const FIND: Act = Act::new("review.find", "写督查意见");

const ACTS: &[Act] = &[SEE, ROUND, SAMPLE, REPLY, FILE, DECLINE, RECUSE, FIND];

/// A hat of an organ: along the line there are rounds of organs alone; what Party units heard and looked at is for who leads.
pub(crate) fn is_by_line(ctx: &Ctx) -> bool {
    ctx.actor.hat().is_some_and(|hat| hat.unit.lead_path.is_none())
}

/// Narrows to rounds and samples in sight; `u` is the unit whose they are.
pub(crate) fn limit(ctx: &Ctx, query: &mut Query) {
    ctx.sight(&SEE).limit(query);
    query.add_if(is_by_line(ctx), " AND u.lead_path IS NULL", &[]);
}

/// The same of one unit.
pub(crate) fn sees(ctx: &Ctx, place: &Place) -> bool {
    ctx.sight(&SEE).holds(place) && !(is_by_line(ctx) && place.lead_path.is_some())
}

/// A paper of the page at `url`, which is called `name` above it.
pub(crate) fn printed(
    paper: Paper,
    (title, words): (String, &'static str),
    (name, url): (&str, String),
) -> Printed {
    let (print, files) = (format!("{url}/print"), format!("{url}/paper"));
    let crumbs = vec![("巡听和督查".to_owned(), "/review".to_owned()), (name.to_owned(), url)];
    Printed { paper, title, words, print, files, crumbs, section: Section::Reviews }
}

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "review",
        own: own::data(),
        routes: [hearing::routes(), sample::routes(), figures::routes()].concat(),
        menu: vec![MenuEntry { section: Section::Reviews, url: "/review", act: Some(SEE) }],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        ..Room::default()
    }
}

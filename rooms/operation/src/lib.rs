//! Operations (战时): a neutral code and two days; temporary branches and vanguard teams; what rests meanwhile, and what goes home.

mod close;
mod code;
mod home;
mod operation;
mod own;
mod paper;
mod part;
mod pause;
mod prepare;
mod upon;
mod word;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    close::schedule,
    operation::{Decided, branches_of, declare_in, end_in},
    prepare::{NewTeam, Prepared, Sort, prepare_in},
    upon::UPON,
    word::{NewWord, Whom, WordSort, give_in},
};

/// The key of this system in `systems/`.
const SYSTEM: &str = "R33";

/// Who is taken and where, for whoever leads the operation: never by line, never from below.
pub(crate) const SEE: Act = Act::new("see.operation", "看战时行动");
/// What comes home with one's own members.
pub(crate) const RECEIVE: Act = Act::new("operation.receive", "收本支部党员执行任务带回的材料");

const ACTS: &[Act] = &[
    SEE,
    RECEIVE,
    prepare::PREPARE,
    prepare::DISCARD,
    operation::DECLARE,
    operation::EXTEND,
    operation::END,
    operation::JOIN,
    operation::RELEASE,
    operation::DESIGNATE,
    pause::SETTLE,
    word::APPRAISE,
    word::COMMEND,
];

/// Several lines of text as they were typed or pasted.
fn lines(reader: &web::Reader, name: &str, label: &str, max: usize) -> String {
    let typed = reader.many(name).first().copied().unwrap_or_default();
    text::intake_lines(typed, max).unwrap_or_else(|fault| {
        reader.fault(name, format!("{label}：{fault}"));
        String::new()
    })
}

/// What this room brings to the application.
pub fn room() -> Room {
    let routes = [
        prepare::routes(),
        part::routes(),
        pause::routes(),
        operation::routes(),
        word::routes(),
        paper::routes(),
    ];
    Room {
        name: "operation",
        routes: routes.concat(),
        menu: vec![MenuEntry { section: Section::Life, url: "/operations", act: Some(SEE) }],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        own: own::data(),
        jobs: vec![close::job()],
        ..Room::default()
    }
}

//! Records: what was held or done, who came, what was decided.

mod attachment;
mod birthday;
mod bulk;
mod closing;
mod coming;
mod correction;
mod feed;
mod filing;
mod handbook;
mod home;
mod inspection;
mod integrity;
pub mod kind;
mod life;
mod listing;
mod meeting;
mod motion;
mod pairing;
mod paper;
pub mod past;
mod plan;
mod relay;
pub mod roll;
mod show;
mod talk;
mod task;
mod todo;
mod upon;
mod wish;
mod words;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    bulk::{Closed, Imported, close_many, import_meetings, undo_import},
    feed::CalendarFeeds,
    handbook::export_kind,
    kind::{Kinds, RecordKind, SwitchedOn},
    listing::kind as list_kind,
    meeting::{Record, RecordId, Session, Stage},
    pairing::{Planned, plan_talks},
    paper::FontFolder,
    plan::{PlannedMeeting, publish_plan},
    talk::{Said, keep_said, renewals as talk_renewals},
    upon::UPON,
    wish::renewal as wish_renewal,
    words::renewals as words_renewals,
};

/// Records of units in sight. A unit of the line alone opens only by a named grant.
pub const SEE_RECORD: Act = Act::new("see.record", "看会议记录");

/// What carries out the periods of what this room keeps of persons, for `retention::Erasers`.
pub fn erasers() -> Vec<retention::Eraser> {
    vec![birthday::eraser(), wish::eraser(), words::eraser(), feed::eraser()]
}

/// Every act of this room.
const ACTS: &[Act] = &[
    SEE_RECORD,
    meeting::DRAFT,
    meeting::NOTIFY,
    meeting::HOLD,
    closing::MINUTE,
    closing::CLOSE,
    life::PREPARE,
    birthday::GREET,
    birthday::QUOTE,
    attachment::ATTACH,
    attachment::DETACH,
    filing::FILE,
    correction::CORRECT,
    correction::WITHDRAW,
    relay::RELAY,
    task::actions::FINISH,
    inspection::GRANT,
    words::WRITE,
    talk::SEE_TALK,
    talk::ENTER,
    talk::SIGN,
    talk::SETTLE,
    talk::TAKE_BACK,
    pairing::PLAN,
    plan::PLAN,
    plan::PUBLISH,
    feed::MAKE,
    feed::REVOKE,
    past::IMPORT,
    past::UNDO,
];

/// What this room brings to the application.
pub fn room() -> Room {
    let routes = [
        // Fixed words before `{id}`: a reader finds them first.
        relay::routes(),
        life::routes(),
        birthday::routes(),
        imports::routes::<past::Meetings>(),
        plan::routes(),
        feed::routes(),
        inspection::routes(),
        handbook::routes(),
        listing::routes(),
        meeting::routes(),
        closing::routes(),
        filing::routes(),
        attachment::routes(),
        correction::routes(),
        paper::routes(),
        words::routes(),
        talk::routes(),
        pairing::routes(),
        integrity::routes(),
        wish::routes(),
    ];
    Room {
        name: "record",
        routes: routes.concat(),
        menu: vec![MenuEntry { section: Section::Life, url: "/records", act: Some(SEE_RECORD) }],
        acts: ACTS.to_vec(),
        at_home: Some(home::at_home),
        jobs: vec![imports::job::<past::Meetings>()],
        ..Room::default()
    }
}

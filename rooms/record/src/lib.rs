//! Records: what was held or done, who came, what was decided.

mod attachment;
mod beside;
mod birthday;
mod bulk;
mod closing;
mod coming;
mod correction;
mod entry;
mod feed;
mod filing;
mod handbook;
mod home;
mod inspection;
mod integrity;
pub mod kind;
mod lecture;
mod life;
mod listing;
mod marking;
mod meeting;
mod motion;
mod offline;
mod own;
mod pairing;
mod paper;
pub mod past;
mod plan;
mod quality;
mod reason;
mod relay;
mod remark;
pub mod roll;
mod show;
mod shown_up;
mod speaker;
mod talk;
mod task;
mod todo;
pub mod transcript;
mod upon;
mod wish;
mod words;

use act::Act;
use web::{MenuEntry, Room, Section};

pub use crate::{
    beside::{Beside, Neighbour},
    bulk::{Agreed, Closed, Imported, close_many, import_meetings, undo_import},
    entry::{Naming, drafts_naming, naming},
    feed::CalendarFeeds,
    filing::{FILE, Filed, FiledFile, GoesTo, filed},
    handbook::{BoundWith, Parts, export_kind},
    inspection::{Narrow, close_records, open_records},
    kind::{Kinds, RecordKind, RunIn, Switched, SwitchedOn},
    lecture::{Attended, attended_lectures},
    life::{Rectified, rectification_kind},
    listing::kind as list_kind,
    meeting::{AskedDraft, DRAFT, EntryAt, Record, RecordId, Session, SitIn, Stage, draft_asked},
    offline::{HOURS_AT_MOST as OFFLINE_HOURS_AT_MOST, Offline},
    pairing::{Planned, plan_talks},
    paper::{FontFolder, file as paper_file, filled as paper_filled, template as paper_template},
    plan::{PlannedMeeting, publish_plan},
    quality::{Doubt, doubts},
    shown_up::{Caught, HeldBy, Led, caught_up, held_by, led_by},
    talk::{Said, keep_said, renewals as talk_renewals},
    task::agreed_in,
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
    marking::MARK,
    closing::MINUTE,
    closing::CLOSE,
    offline::TAKE,
    offline::SETTLE,
    life::PREPARE,
    birthday::GREET,
    birthday::QUOTE,
    attachment::ATTACH,
    attachment::DETACH,
    FILE,
    correction::CORRECT,
    correction::WITHDRAW,
    relay::RELAY,
    remark::REMARK,
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
        task::routes(),
        birthday::routes(),
        imports::routes::<past::Meetings>(),
        plan::routes(),
        feed::routes(),
        inspection::routes(),
        handbook::routes(),
        offline::routes(),
        listing::routes(),
        marking::routes(),
        transcript::routes(),
        meeting::routes(),
        closing::routes(),
        filing::routes(),
        remark::routes(),
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
        at_home: Some(|ctx, _, ask| Box::pin(home::at_home(ctx, ask))),
        jobs: vec![imports::job::<past::Meetings>()],
        own: own::data(),
        ..Room::default()
    }
}

//! People: members and staff, where they belong, which posts they hold, what they may do on a day.

mod abroad;
mod belonging;
mod codes;
mod correction;
mod erasure;
mod form;
pub mod import;
mod leave;
mod member;
mod past;
mod post;
mod protect;
mod renew;
mod risk;
mod roll;
pub mod roster;
mod shift;
mod stand_in;
mod standing;
mod upon;
mod words;

pub use crate::{
    abroad::{Stay, come_back, go_abroad, stays_of},
    belonging::{
        Affiliation, Participation, add_circle, affiliate, end_participation, follow, guests,
        move_everybody, participate,
    },
    correction::renewal as correction_renewal,
    erasure::{erase_again, erasers},
    leave::{Leave, record_leave, record_leave_many},
    member::{
        Member, NO_ORDER, NewMember, Plain,
        actions::{admit, admit_many},
        count_in,
        export::{export_unit as export, kind as export_kind},
        find_by_id_number, name_of, names_of, phone_of, unit_of,
    },
    post::{
        NewPost, Post, Terms, appoint, appoint_many, check_person_leaving, check_taking, end_post,
        give_under_hat, has_post, held_in, holder, holders,
    },
    renew::renewal,
    risk::{RiskClass, RiskPost, list_risk_post, risk_class_zh, risk_classes, risk_posts_of},
    roll::{OnDay, OnRoll, on_day, people_per_unit, roll, sizes},
    shift::{IMPORT as IMPORT_SHIFTS, note_shifts, on_duty},
    standing::{
        Limit, Rights, Spell, limit_rights, limits_of, may_vote, rights, rights_of, set_status,
        spells_of, status_on,
    },
    upon::UPON,
    words::{LeaveWord, Purpose, Reason, Right, StaffClass, Status},
};

/// What this room brings to the application.
pub fn room() -> web::Room {
    let routes = [
        imports::routes::<import::Members>(),
        imports::routes::<shift::Shifts>(),
        member::pages::routes(),
        member::export::pages::routes(),
        belonging::pages::routes(),
        standing::pages::routes(),
        post::pages::routes(),
        stand_in::pages::routes(),
        correction::pages::routes(),
        erasure::routes(),
        leave::pages::routes(),
        abroad::pages::routes(),
        risk::pages::routes(),
    ];
    let menu = web::MenuEntry {
        section: web::Section::Members,
        url: "/members",
        act: Some(member::actions::SEE),
    };
    web::Room {
        name: "people",
        routes: routes.into_iter().flatten().collect(),
        menu: vec![menu],
        acts: ACTS.to_vec(),
        search: Some(member::pages::search),
        jobs: vec![imports::job::<import::Members>(), imports::job::<shift::Shifts>()],
        ..web::Room::default()
    }
}

/// Every act of this room, read acts too.
pub const ACTS: &[act::Act] = &[
    member::actions::SEE,
    member::actions::ADMIT,
    member::actions::EDIT,
    member::actions::REVEAL,
    member::actions::EXPORT,
    member::actions::EXPORT_NUMBERS,
    standing::actions::CHANGE,
    standing::actions::LIMIT,
    belonging::actions::TRANSFER,
    belonging::actions::PARTICIPATE,
    post::actions::APPOINT,
    post::actions::END,
    stand_in::actions::STAND_IN,
    stand_in::actions::RECALL,
    correction::actions::ASK,
    correction::actions::ANSWER,
    correction::actions::COPY,
    retention::HOLD,
    retention::LIFT,
    leave::actions::RECORD,
    abroad::actions::RECORD,
    risk::actions::LIST,
    import::IMPORT,
    import::UNDO,
    shift::IMPORT,
    shift::UNDO,
];

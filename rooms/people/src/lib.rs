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
mod sent;
mod shift;
mod stand_in;
mod standing;
mod upon;
mod words;

pub use crate::{
    abroad::{Stay, come_back, go_abroad, stays_of},
    belonging::{
        Affiliation, Belonged, Participation, add_circle, affiliate, belonged, end_participation,
        follow, guests, move_everybody, participate, units_ever,
    },
    correction::renewal as correction_renewal,
    erasure::{NUMBERS, erase_again, erasers},
    leave::{Leave, record_leave, record_leave_many},
    member::{
        Member, NO_ORDER, NewMember, Plain,
        actions::{admit, admit_many},
        count_in,
        export::kind as export_kind,
        find_by_id_number, name_of, names_of, names_of_asked, phone_of, unit_of,
    },
    post::{
        NewPost, Post, Terms, appoint, appoint_many, check_person_leaving, check_taking, designate,
        end_post, give_under_hat, has_post, held_in, holder, holders, last_ones, move_end,
        why_it_stays,
    },
    renew::renewal,
    risk::{RiskClass, RiskPost, list_risk_post, risk_class_zh, risk_classes, risk_posts_of},
    roll::{OnDay, OnDays, OnRoll, on_day, on_days, people_per_unit, roll, sizes},
    sent::{Sent, move_return, send},
    shift::{IMPORT as IMPORT_SHIFTS, note_shifts, on_duty, without_time},
    standing::{
        Leavers, Limit, OnLeaving, Rights, Spell, limit_rights, limits_of, may_vote, rights,
        rights_of, set_status, spells_of, status_on,
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
        own: own_data(),
        ..web::Room::default()
    }
}

/// What of somebody lies in this room.
fn own_data() -> Vec<web::OwnData> {
    vec![
        web::OwnData {
            title: "基本情况、组织关系、党员状态、职务、请假、排班、出国（境）、风险岗位",
            keeps: &["numbers", "basic", "name", "standing", "shift"],
            of: correction::copy::gather,
        },
        web::OwnData {
            title: "更正申请和答复",
            keeps: &["correction"],
            of: correction::copy::corrections,
        },
    ]
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

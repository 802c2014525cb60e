//! People: members and staff, where they belong, which posts they hold, what they may do on a day.

mod belonging;
mod codes;
mod leave;
mod member;
mod post;
mod protect;
mod roll;
mod standing;
mod words;

pub use crate::{
    belonging::{
        Affiliation, Participation, affiliate, affiliations_of, end_participation, guests,
        move_everybody, participate, participations_of,
    },
    leave::{Leave, record_leave, record_leave_many},
    member::{
        Member, NO_ORDER, NewMember, Plain,
        actions::{admit, admit_many},
        count_in, find_by_id_number, name_of, names_of, unit_of,
    },
    post::{NewPost, Post, appoint, appoint_many, end_post, held_in, holder, holders},
    roll::{OnRoll, people_per_unit, roll, sizes},
    standing::{
        Limit, Rights, Spell, limit_rights, limits_of, may_vote, rights, rights_of, set_status,
        spells_of, status_on,
    },
    words::{LeaveWord, Reason, Right, StaffClass, Status},
};

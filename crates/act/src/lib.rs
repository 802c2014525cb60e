//! The one way to write and the one rule for reading.
//!
//! Writing: [`Ctx::act`] gives permission, transaction, event and seal in one call. Reading:
//! [`Ctx::sight`] says what the hat worn may see under a read act, as a condition over `unit_now`.

mod actor;
mod core;
mod ctx;
mod error;
mod event;
mod hats;
mod jobs;
mod kept;
mod own;
mod power;
mod reason;
mod sight;
mod trace;
mod urn;
mod wish;

pub use crate::{
    actor::{Actor, Hat, Place, StandIn},
    core::Core,
    ctx::{Ctx, done, named_lock},
    error::{Error, Faults, Result, Theirs},
    event::Acting,
    hats::Hats,
    kept::{
        KEPT_BYTES_AT_MOST, KEPT_FORMS_AT_MOST, Keeping, KeptForm, kept_form_place,
        remove_kept_forms,
    },
    own::{OwnKeys, make_own_keys, own_key, own_keys},
    power::{Act, Guard, Power, Powers, Reach, Relation},
    reason::{REASON_SAID, Reason},
    sight::Sight,
    trace::{Look, Trace},
    urn::{
        StoredUrn, Tally, older_urns, polls_under_way, prove_urn, renew_urn, urn_place, urns_left,
    },
    wish::{
        Answer, StoredWish, Wish, has_wishes_before, older_wishes, renew_wish, wish_place,
        wish_words, wishes_left,
    },
};

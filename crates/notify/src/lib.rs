//! Telling people things: kept at once, sent out in one digest within working hours.
//!
//! Without a mail server the digest is what the person finds on his own page. No texts here: the
//! room that tells writes the sentence.

mod act;
mod digest;
mod hours;
mod period;
mod setting;
mod store;

pub use crate::{
    act::{MARK_READ, Tell, mark_all_read, mark_read, tell, tell_all},
    digest::{DIGEST, job, schedules},
    hours::{Hours, InvalidHours, Time},
    period::eraser,
    setting::{SET_HOURS, Setting, set_hours, setting},
    store::{Notice, count, list},
};

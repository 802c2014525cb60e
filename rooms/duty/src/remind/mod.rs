//! Telling people: a reminder down to the secretary, an objection up to the officer.

pub(crate) mod actions;
mod store;

pub use self::actions::{REMIND, object, remind};
pub(crate) use store::reminded_on;

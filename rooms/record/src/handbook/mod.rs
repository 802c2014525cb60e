//! 支部工作手册: what a branch did in a year, bound as one book out of its records. Nobody keeps a second one.

mod bind;
mod export;
mod gather;
mod glance;
mod lists;
mod pages;
mod sorted;
mod store;

pub(crate) use self::pages::routes;
pub use self::{
    export::kind as export_kind,
    gather::{BoundWith, Parts},
};

use crate::kind::Kinds;

/// Units that keep a handbook: those that hold general meetings.
pub(crate) fn keeps_one(unit_kind: &str) -> bool {
    Kinds::built_in().find("general_meeting").is_some_and(|kind| kind.is_for(unit_kind))
}

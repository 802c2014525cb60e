//! 民主生活会 and 组织生活会: the steps before, at and after, read off other records; views that were heard; and what
//! is put right afterwards. What members wrote about themselves stays with them and the keeper of the meeting.

mod actions;
mod list;
mod pages;
mod repeats;
mod sheet;
mod steps;
mod store;
mod told;
mod travel;

pub(crate) use self::{
    actions::PREPARE,
    pages::{card, routes},
    repeats::repeated,
    told::told,
};
pub use self::{sheet::kind as rectification_kind, travel::Rectified};

/// Kinds of record that are life meetings.
pub(crate) fn kinds() -> Vec<&'static str> {
    let all = crate::kind::Kinds::built_in().iter();
    all.filter(|kind| kind.rectifies).map(|kind| kind.key.as_str()).collect()
}

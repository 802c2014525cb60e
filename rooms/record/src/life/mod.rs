//! 民主生活会 and 组织生活会: the steps before, at and after, read off other records; views that were heard; and what
//! is put right afterwards. What members wrote about themselves stays with them and the keeper of the meeting.

mod actions;
mod list;
mod pages;
mod repeats;
mod steps;
mod store;

pub(crate) use self::{
    actions::PREPARE,
    pages::{card, routes},
};

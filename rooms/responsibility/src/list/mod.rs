//! The list of a committee for a year: drafted out of what the regulations suggest, issued, read by each holder of a post as his own.

mod actions;
mod mine;
mod pages;
pub(crate) mod seen;
pub(crate) mod store;

use calendar::{Day, Instant};
use serde::Deserialize;

use crate::class::Class;

pub use self::actions::{draft_in, issue_in};
pub(crate) use self::{
    actions::file,
    mine::mine,
    pages::{routes, until},
    seen::{Seen, find, of_person},
};

/// A row of `responsibility`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct List {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) year: i16,
    pub(crate) issued_at: Option<Instant>,
    /// The record that files it.
    pub(crate) filed: Option<i64>,
    pub(crate) version: i64,
}

impl List {
    pub(crate) fn url(&self) -> String {
        format!("/responsibilities/{}", self.id)
    }

    pub(crate) fn edition_zh(&self) -> String {
        match self.issued_at {
            None => "草稿，还没有印发".to_owned(),
            Some(at) => format!("{}印发", at.day().zh()),
        }
    }
}

/// A list that is somebody's by a post that he holds or held in its year.
#[derive(Debug, Clone)]
pub(crate) struct Mine {
    pub(crate) list: List,
    pub(crate) unit_name: String,
    pub(crate) class: &'static Class,
    pub(crate) post: String,
    pub(crate) from_on: Day,
    pub(crate) to_on: Option<Day>,
}

impl Mine {
    pub(crate) fn is_held_on(&self, day: Day) -> bool {
        self.to_on.is_none_or(|to| to > day)
    }

    /// The days of the list's year on which he held the post.
    pub(crate) fn days(&self) -> (Day, Day) {
        let (first, last) = year_days(self.list.year);
        let to = self.to_on.map_or(last, |to| to.plus_days(-1).min(last));
        (self.from_on.max(first), to)
    }
}

/// First and last day of a year.
pub(crate) fn year_days(year: i16) -> (Day, Day) {
    let day = |month, day| Day::new(year, month, day).unwrap_or(Day::MIN);
    (day(1, 1), day(12, 31))
}

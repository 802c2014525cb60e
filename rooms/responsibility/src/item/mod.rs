//! One thing that a class of posts answers for; a sentence that its holder adds.

mod actions;
mod pages;
pub(crate) mod store;

use serde::Deserialize;

pub(crate) use self::pages::routes;
use crate::class::{Proof, Usual, usual_of};

/// Why an issued list is not changed.
const ISSUED: &str = "清单已经印发，不再改；要调整的，写进下一年的清单";

/// A row of `responsibility_item`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) list: i64,
    pub(crate) class: String,
    /// "" for the committee's own.
    pub(crate) key: String,
    pub(crate) words: String,
    pub(crate) kinds: String,
    pub(crate) proof: Proof,
    pub(crate) version: i64,
}

impl Item {
    pub(crate) fn kinds(&self) -> impl Iterator<Item = &str> {
        self.kinds.split(' ').filter(|it| !it.is_empty())
    }

    pub(crate) fn usual(&self) -> Option<&'static Usual> {
        usual_of(&self.key)
    }
}

/// What a committee adds of its own.
#[derive(Debug, Clone)]
pub(crate) struct New {
    pub(crate) class: String,
    pub(crate) key: String,
    pub(crate) words: String,
    pub(crate) kinds: String,
    pub(crate) proof: Proof,
}

//! A studio (书记工作室): who belongs to it, who is taken on by whom, and how it stands to the standard. No scores.

mod actions;
mod pages;
mod part;
pub(crate) mod store;

use std::collections::BTreeMap;

use calendar::Day;
use serde::Deserialize;

pub use self::actions::{join_in, look_in, pair_in, part_in};
pub(crate) use self::{
    actions::{JOIN, LEAVE, LOOK, PAIR, PART},
    pages::routes,
    part::part,
};

/// Somebody of a studio, its head or a member.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Belongs {
    /// 0 for the head.
    pub(crate) member: i64,
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) unit_name: String,
    /// Whom he takes on now.
    pub(crate) learners: i64,
}

impl Belongs {
    pub(crate) fn zh(&self) -> String {
        let with = match self.learners {
            0 => String::new(),
            count => format!("，带着{count}人"),
        };
        format!("{}（{}{with}）", self.name, self.unit_name)
    }
}

/// 师徒结对.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Pair {
    pub(crate) id: i64,
    pub(crate) entry: i64,
    pub(crate) entry_name: String,
    pub(crate) unit: i64,
    pub(crate) mentor: i64,
    pub(crate) mentor_name: String,
    pub(crate) learner: i64,
    pub(crate) learner_name: String,
    pub(crate) work_on: String,
    pub(crate) from_on: Day,
    /// The last day that is agreed.
    pub(crate) to_on: Day,
    pub(crate) ended_on: Option<Day>,
    pub(crate) account: String,
    pub(crate) version: i64,
}

impl Pair {
    pub(crate) fn is_of(&self, person: Option<i64>) -> bool {
        person.is_some_and(|it| it == self.mentor || it == self.learner)
    }

    pub(crate) fn days_zh(&self) -> String {
        format!("{}至{}", self.from_on.zh(), self.ended_on.unwrap_or(self.to_on).zh())
    }
}

/// What is filled in of a pair.
#[derive(Debug, Clone)]
pub struct NewPair {
    pub mentor: i64,
    pub learner: i64,
    pub work_on: String,
    pub from_on: Day,
    /// The last day that is agreed.
    pub to_on: Day,
}

/// One time that the keeper looked.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Look {
    pub(crate) year: i64,
    pub(crate) looked_on: Day,
    pub(crate) missing: String,
    pub(crate) words: String,
}

impl Look {
    /// Why an item is not so yet, by its key.
    pub(crate) fn missing(&self) -> BTreeMap<String, String> {
        serde_json::from_str(&self.missing).unwrap_or_default()
    }
}

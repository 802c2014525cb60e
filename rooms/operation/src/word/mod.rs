//! Appraisals (鉴定) and on-the-spot commendations (火线表扬): words of an organisation about a person or a team. No grade,
//! no rank, no points.

mod actions;
mod pages;
pub(crate) mod store;

use calendar::Day;
use serde::Deserialize;

pub use self::actions::{NewWord, Whom, give_in};
pub(crate) use self::{
    actions::{APPRAISE, COMMEND},
    pages::routes,
};

/// What is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WordSort {
    Appraisal,
    Commendation,
}

impl WordSort {
    pub(crate) const ALL: [Self; 2] = [Self::Commendation, Self::Appraisal];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Appraisal => "appraisal",
            Self::Commendation => "commendation",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Appraisal => "鉴定",
            Self::Commendation => "火线表扬",
        }
    }
}

/// As it was given.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Word {
    pub(crate) sort: WordSort,
    pub(crate) person_name: Option<String>,
    pub(crate) team_name: Option<String>,
    pub(crate) words: String,
    pub(crate) body: String,
    pub(crate) given_on: Day,
    /// Of the list it stands in, all pages together.
    pub(crate) total: i64,
}

impl Word {
    pub(crate) fn title(&self) -> &'static str {
        self.sort.zh()
    }

    /// To whom, as a list says it.
    pub(crate) fn whom(&self) -> &str {
        self.person_name.as_deref().or(self.team_name.as_deref()).unwrap_or("（已转出）")
    }
}

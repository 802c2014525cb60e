//! Preparing an operation: one page to fill in, one to look over. Until it is declared nothing has taken effect.

mod actions;
mod pages;
pub(crate) mod roster;
pub(crate) mod store;

use calendar::Day;
use serde::Deserialize;

pub use self::actions::prepare_in;
pub(crate) use self::{
    actions::{DISCARD, PREPARE},
    pages::{review, routes},
};
use crate::operation::Decided;

/// What a team is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// 临时党支部: a unit for as long as the operation lasts.
    TemporaryBranch,
    /// 党员突击队: no Party organisation, it meets in its members' branches.
    Vanguard,
}

impl Sort {
    pub(crate) const ALL: [Self; 2] = [Self::TemporaryBranch, Self::Vanguard];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::TemporaryBranch => "temporary_branch",
            Self::Vanguard => "vanguard",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::TemporaryBranch => "临时党支部",
            Self::Vanguard => "党员突击队",
        }
    }

    /// What its leader is called.
    pub(crate) fn leader_zh(self) -> &'static str {
        match self {
            Self::TemporaryBranch => "书记",
            Self::Vanguard => "队长",
        }
    }
}

/// An operation as it is filled in.
#[derive(Debug, Clone)]
pub struct Prepared {
    pub code: String,
    pub from_on: Day,
    pub decided: Decided,
    pub teams: Vec<NewTeam>,
}

/// A team with the people that were named; its leader is one of them, named or not.
#[derive(Debug, Clone)]
pub struct NewTeam {
    pub sort: Sort,
    pub leader: i64,
    pub people: Vec<i64>,
}

//! 巡听: a round is drawn, auditors sit in and judge the meeting, the branch answers, what failed is held again.

pub(crate) mod actions;
mod demo;
mod form;
pub(crate) mod gather;
mod index;
mod one;
mod paper;
mod round;
pub(crate) mod sheet;
pub(crate) mod store;

use act::{Ctx, Result};
use calendar::{Day, Instant};
use db::Read;
use retention::{Eraser, erase};
use serde::Deserialize;
use web::{Door, Route};

pub(crate) use self::form::home;
pub use self::{
    actions::{NewRound, start_round},
    demo::{DemoSheet, file_sheet_for_demo},
    gather::{Asked, numbers_of},
};
use crate::{REPLY, ROUND, SEE};

/// Names of who sits in at a meeting that a unit drafts, where it is told of it: for `record::SitIn`.
pub fn sitting_in(_: &Ctx, read: &Read, unit: i64, kind: &str, on: Day) -> Result<Vec<String>> {
    if sheet::of(kind).is_some_and(|it| it.announced) {
        store::sitting_in(read, unit, kind, on)
    } else {
        Ok(Vec::new())
    }
}

/// A round as it stands.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Round {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) title: String,
    pub(crate) kind: String,
    pub(crate) from_on: Day,
    /// Last day.
    pub(crate) to_on: Day,
    pub(crate) seed: String,
    pub(crate) input: String,
    pub(crate) drawn_at: Instant,
    pub(crate) ended_at: Option<Instant>,
    pub(crate) ended_why: Option<String>,
    /// Which of the unit's draws for this kind of meeting it is, in its year.
    pub(crate) nth: i64,
}

impl Round {
    /// Said from the second draw on: a draw that is made again until it pleases shows.
    pub(crate) fn nth_zh(&self) -> Option<String> {
        (self.nth > 1).then(|| format!("今年对这种会的第{}次抽签", self.nth))
    }
}

/// One branch of a round.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Hearing {
    pub(crate) id: i64,
    pub(crate) round: i64,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) record: Option<i64>,
    pub(crate) marks: Option<String>,
    pub(crate) verdict: Option<String>,
    pub(crate) words: String,
    pub(crate) filed_on: Option<Day>,
    pub(crate) filed_by: Option<i64>,
    pub(crate) reply: Option<String>,
    pub(crate) replied_at: Option<Instant>,
    pub(crate) version: i64,
}

impl Hearing {
    pub(crate) fn url(&self) -> String {
        format!("/review/hearings/{}", self.id)
    }

    pub(crate) fn marks(&self) -> Vec<sheet::Mark> {
        self.marks.as_deref().and_then(|it| serde_json::from_str(it).ok()).unwrap_or_default()
    }

    pub(crate) fn failed(&self) -> bool {
        self.verdict.as_deref() == Some("again")
    }
}

/// Somebody in a seat, now or before.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SeatRow {
    pub(crate) hearing: i64,
    pub(crate) seat: i64,
    pub(crate) turn: i64,
    pub(crate) person: Option<i64>,
    pub(crate) came_by: String,
    pub(crate) given_grant: Option<i64>,
    pub(crate) left_at: Option<Instant>,
    pub(crate) left_why: Option<String>,
    pub(crate) left_by: Option<String>,
}

/// A meeting of a branch, as far as it is: announced, held, closed.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Course {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) title: String,
    pub(crate) plan_on: Day,
    pub(crate) sessions: String,
    pub(crate) closed_at: Option<Instant>,
}

impl Course {
    /// `2026年12月4日14:30，二楼会议室`
    pub(crate) fn when(&self) -> String {
        when(&self.sessions).unwrap_or_else(|| self.plan_on.zh())
    }
}

pub(crate) fn when(sessions: &str) -> Option<String> {
    let sessions: Vec<record::Session> = serde_json::from_str(sessions).ok()?;
    sessions.first().map(record::Session::zh)
}

/// For `retention::Erasers`.
pub fn eraser() -> Eraser {
    Eraser {
        key: "recusal",
        due: store::count_past,
        erase: |ctx, past| erase(ctx, "recusal", |w| Ok(store::remove_past(w, past)?)),
    }
}

pub(crate) fn routes() -> Vec<Route> {
    let see = Door::See(SEE);
    vec![
        Route::page("/review", see, index::show),
        Route::page("/review/rounds/new", Door::See(ROUND), form::show),
        Route::act("/review/rounds", ROUND, form::send).again(form::show),
        Route::page("/review/rounds/{round}", see, round::show),
        Route::page("/review/rounds/{round}/print", see, paper::print_round),
        Route::data("/review/rounds/{round}/paper/{format}", see, paper::file_round),
        Route::own_act("/review/rounds/{round}/lists", paper::take_round),
        Route::act("/review/rounds/{round}/end", ROUND, round::end).again(round::show),
        Route::act("/review/rounds/{round}/seats", ROUND, round::put).again(round::show),
        Route::page("/review/hearings/{hearing}", Door::SignedIn, one::show),
        Route::page("/review/hearings/{hearing}/print", Door::SignedIn, paper::print_sheet),
        Route::data("/review/hearings/{hearing}/paper/{format}", Door::SignedIn, paper::file_sheet),
        Route::own_act("/review/hearings/{hearing}/sheet", one::file).again(one::show),
        Route::own_act("/review/hearings/{hearing}/declining", one::decline).again(one::show),
        Route::act("/review/hearings/{hearing}/reply", REPLY, one::reply).again(one::show),
        Route::page("/me/recusals", Door::SignedIn, one::recusals),
        Route::own_act("/me/recusals", one::recuse).again(one::recusals),
        Route::own_act("/me/recusals/{unit}/end", one::unrecuse),
    ]
}

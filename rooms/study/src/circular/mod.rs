//! 学习情况通报: drafted out of a year's facts, shown to those whom it names, closed as a record, read by those below. It names
//! organisations, never persons.

mod actions;
mod list;
mod pages;
mod paper;
mod store;
mod words;

use act::{Ctx, Place, Result};
use calendar::{Day, Instant};
use db::Read;
use serde::Deserialize;
use web::{
    Door, Markup, Route,
    parts::{self, State},
};

pub use self::actions::{answer_in, close_in, draft_in, known_in, show_in};
pub(crate) use self::store::{COLUMNS, Row, What, waiting};
use crate::{ANSWER, CIRCULAR};

pub(crate) fn routes() -> Vec<Route> {
    let to = |tail: &'static str, send| Route::act(tail, CIRCULAR, send).again(pages::show);
    vec![
        Route::page("/study/circulars", Door::SignedIn, list::show),
        Route::act("/study/circulars", CIRCULAR, pages::draft),
        Route::page("/study/circulars/{circular}", Door::SignedIn, pages::show),
        to("/study/circulars/{circular}/text", pages::edit),
        to("/study/circulars/{circular}/rewriting", pages::rewrite),
        to("/study/circulars/{circular}/showing", pages::show_to_units),
        to("/study/circulars/{circular}/closing", pages::close),
        to("/study/circulars/{circular}/discarding", pages::discard),
        Route::act("/study/circulars/{circular}/opinion", ANSWER, pages::answer).again(pages::show),
        Route::act("/study/circulars/{circular}/knowing", ANSWER, pages::know).again(pages::show),
        Route::page("/study/circulars/{circular}/print", Door::SignedIn, paper::print),
        Route::data("/study/circulars/{circular}/paper/{format}", Door::SignedIn, paper::file),
    ]
}

/// A row of `study_circular`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Circular {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) year: i16,
    pub(crate) number: String,
    pub(crate) title: String,
    pub(crate) body: String,
    pub(crate) facts_on: Day,
    pub(crate) shown_at: Option<Instant>,
    /// Last day on which those whom it names are waited for.
    pub(crate) shown_until: Option<Day>,
    pub(crate) closed_at: Option<Instant>,
    pub(crate) record: Option<i64>,
    /// Its record, where that was withdrawn.
    pub(crate) withdrawn: Option<i64>,
    pub(crate) version: i64,
}

impl Circular {
    pub(crate) fn url(&self) -> String {
        format!("/study/circulars/{}", self.id)
    }

    pub(crate) fn tag(&self) -> Markup {
        let (state, words) = match (self.closed_at, self.shown_at) {
            (Some(_), _) if self.withdrawn.is_some() => (State::Void, "已撤销"),
            (Some(_), _) => (State::Done, "已印发"),
            (None, Some(_)) => (State::Due, "征求意见"),
            (None, None) => (State::Due, "草稿"),
        };
        parts::tag(state, words)
    }
}

/// A unit that a circular goes to.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Addressed {
    pub(crate) unit: i64,
    pub(crate) name: String,
    pub(crate) facts: String,
    pub(crate) opinion: Option<String>,
    pub(crate) said_at: Option<Instant>,
    pub(crate) known_at: Option<Instant>,
}

/// The circular of a unit for a year, where the viewer may know of it: its draft is for who writes it.
pub(crate) fn issued(ctx: &Ctx, read: &Read, place: &Place, year: i16) -> Result<Option<i64>> {
    let found = store::of(read, place.id, year)?;
    let may_write = ctx.allows(&CIRCULAR, place);
    Ok(found.filter(|it| may_write || it.closed_at.is_some()).map(|it| it.id))
}

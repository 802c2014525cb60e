//! 抽样督查: units drawn by the weight of reasons; what is found in their records, and what they answer.

mod actions;
mod form;
mod one;
mod paper;
mod show;
pub(crate) mod store;
mod weigh;

use calendar::{Day, Instant};
use serde::Deserialize;
use web::{Door, Route};

pub use self::actions::{NewSample, start_sample};
use crate::{REPLY, SAMPLE};

/// A sample as it stands.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sample {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) title: String,
    pub(crate) held_from: Day,
    /// Last day of the records that are looked at.
    pub(crate) held_to: Day,
    /// Last day of the grants.
    pub(crate) to_on: Day,
    pub(crate) seed: String,
    pub(crate) input: String,
    pub(crate) drawn_at: Instant,
}

/// One unit that was drawn.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sampled {
    pub(crate) id: i64,
    pub(crate) sample: i64,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) closed_at: Option<Instant>,
}

/// What was found in its records.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Finding {
    pub(crate) id: i64,
    pub(crate) sampled: i64,
    pub(crate) text: String,
    pub(crate) rule: String,
    pub(crate) due_on: Day,
    pub(crate) found_at: Instant,
    pub(crate) answer: Option<String>,
    pub(crate) answered_at: Option<Instant>,
    pub(crate) accepted_at: Option<Instant>,
}

impl Sampled {
    pub(crate) fn url(&self) -> String {
        format!("/review/sampled/{}", self.id)
    }
}

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/review/samples/new", Door::See(SAMPLE), form::show),
        Route::act("/review/samples", SAMPLE, form::send).again(form::show),
        Route::page("/review/samples/{sample}", Door::SignedIn, show::show),
        Route::page("/review/samples/{sample}/print", Door::SignedIn, paper::print),
        Route::data("/review/samples/{sample}/paper/{format}", Door::SignedIn, paper::file),
        Route::own_act("/review/samples/{sample}/lists", paper::take),
        Route::page("/review/sampled/{sampled}", Door::SignedIn, one::show),
        Route::page("/review/sampled/{sampled}/print", Door::SignedIn, paper::print_letter),
        Route::data(
            "/review/sampled/{sampled}/letter/{format}",
            Door::SignedIn,
            paper::file_letter,
        ),
        Route::own_act("/review/sampled/{sampled}/findings", one::find).again(one::show),
        Route::own_act("/review/sampled/{sampled}/end", one::close).again(one::show),
        Route::act("/review/findings/{finding}/answer", REPLY, one::answer),
        Route::own_act("/review/findings/{finding}/acceptance", one::accept),
    ]
}

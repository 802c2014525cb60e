//! Survey: what people say without a name. Anonymous by construction (docs/adr/0143, 0144).

mod answer;
mod poll;
mod release;
mod renew;
mod result;

use act::Act;
use web::{Door, Room, Route};

pub use crate::{
    release::{Demo, JOB, RELEASE, release_many, schedule},
    renew::renewal,
};

/// Sums of anonymous answers over units below. What may not be shown is shown to nobody.
pub const SEE: Act = Act::new("see.poll", "看不记名问答的结果");

/// Every act of this room. Answering is none: it leaves no event.
const ACTS: &[Act] = &[SEE, RELEASE];

/// What this room brings to the application.
pub fn room() -> Room {
    Room {
        name: "survey",
        routes: vec![
            Route::page("/me/questions", Door::SignedIn, answer::page).uncounted(),
            Route::own_act("/me/questions", answer::send).again(answer::page).uncounted(),
            Route::data("/polls", Door::SignedIn, result::own),
            Route::page("/polls/{unit}", Door::SignedIn, result::show),
            Route::own_act("/polls/{unit}/lists", result::take),
        ],
        acts: ACTS.to_vec(),
        at_home: Some(|ctx, read, ask| Box::pin(answer::at_home(ctx, read, ask))),
        jobs: vec![JOB],
        ..Room::default()
    }
}

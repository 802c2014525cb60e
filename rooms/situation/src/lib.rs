//! Situation: how the duties stand below every node of the tree, and who needs help.

mod ask;
mod figures;
mod home;
mod missing;
mod picture;
mod trend;
mod view;
mod waiting;

use act::Act;
use web::{Door, MenuEntry, Room, Route, Section};

pub use crate::{
    figures::{Figures, Found, Invented, Inventor, List, Oldest, Owed, Size, Standing, Wrong},
    missing::{
        Line, Order, States, Wanted,
        export::{export, kind as export_kind},
        missing,
    },
    picture::{
        Difference, Node, OfDuty, OfLevel, OfPersons, Part, Picture, Rank, Side, SideKind, Tally,
        draw, json, verify,
    },
    trend::Trend,
    view::{Ask, Item, Named, Row, Scope, Share, Tree, View, Views, look, seen},
    waiting::{Obstacle, Waiting, waiting},
};

pub const SEE_SITUATION: Act = Act::new("see.situation", "查看统计");

pub fn room() -> Room {
    let see = Door::See(SEE_SITUATION);
    Room {
        name: "situation",
        routes: vec![
            Route::data("/situation", see, picture::pages::home),
            Route::page("/situation/{unit}", see, picture::pages::show),
            Route::data("/situation/{unit}/figures", see, picture::pages::data),
            Route::data("/situation/{unit}/overdue", see, missing::pages::oldest),
            Route::page("/situation/{unit}/duties", see, picture::pages::duties),
            Route::page("/situation/{unit}/wall", see, picture::pages::wall),
            Route::page("/situation/{unit}/missing", see, missing::pages::show),
            Route::data("/situation/{unit}/file", see, missing::export::file),
            Route::page("/situation/{unit}/exports", see, missing::export::form),
            Route::own_act("/situation/{unit}/exports", missing::export::ask)
                .again(missing::export::form),
            Route::act("/situation/{unit}/reminders", duty::REMIND, missing::actions::remind),
        ],
        menu: vec![MenuEntry {
            section: Section::Figures,
            url: "/situation",
            act: Some(SEE_SITUATION),
        }],
        acts: vec![SEE_SITUATION],
        at_home: Some(|ctx, read, ask| Box::pin(home::at_home(ctx, read, ask))),
        ..Room::default()
    }
}

/// Where a unit's own duties are shown, verdict by verdict.
pub(crate) fn duties_of(unit: i64) -> String {
    format!("/duties/{unit}")
}

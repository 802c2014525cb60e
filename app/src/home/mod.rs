//! The home page: what waits for the viewer, gathered from every room; and the search over all.

mod pages;

use web::{Door, MenuEntry, Room, Route, Section};

pub(crate) fn room() -> Room {
    Room {
        name: "home",
        routes: vec![
            Route::data("/", Door::SignedIn, pages::home),
            Route::page("/search", Door::SignedIn, pages::search),
        ],
        menu: vec![MenuEntry { section: Section::Home, url: "/", act: None }],
        // Done from the machine itself, in the name of the security administrator.
        acts: spills::ACTS.to_vec(),
        ..Room::default()
    }
}

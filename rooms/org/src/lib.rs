//! Units and their dated ties: who belongs where, by which relation, on any day.

mod change;
mod form;
pub mod import;
mod term;
mod tie;
mod unit;

pub use crate::{
    change::{
        Change, ChangeKind, DISSOLVE, Follower, Followers, MERGE, MOVE, Merge, Move, MoveKind,
        Past, SPLIT, Split, dissolve, history, merge, relocate, split,
    },
    import::{IMPORT, UNDO as UNDO_IMPORT, Use, Uses},
    term::{
        EXTEND_TERM, NewTerm, SET_FACT, START_TERM, Term, committee_of, extend_term, fact_on,
        facts_on, set_fact, start_term, start_terms, term_on, terms,
    },
    tie::{
        NewTie, Service, Span, Tie, TieKind, ancestors, below, children, children_on, guides,
        hosted, parents_on, path_on, rehost, services, tie, ties, untie,
    },
    unit::{
        ARRANGE_SUBGROUPS, FOUND, NewUnit, RENAME, Rename, SEE_UNIT, START_USE, Unit, UnitOn,
        Wanted, by_code, find, found_unit, found_units, get, list, on_day, rename, set_use_from,
    },
};

/// Every act of this room.
pub const ACTS: &[act::Act] = &[
    SEE_UNIT,
    FOUND,
    RENAME,
    MOVE,
    MERGE,
    SPLIT,
    DISSOLVE,
    START_USE,
    ARRANGE_SUBGROUPS,
    IMPORT,
    UNDO_IMPORT,
    SET_FACT,
    START_TERM,
    EXTEND_TERM,
];

/// What this room brings to the application.
pub fn room() -> web::Room {
    let routes = [
        unit::pages::routes(),
        change::pages::routes(),
        term::pages::routes(),
        imports::routes::<import::Units>(),
    ];
    web::Room {
        name: "org",
        routes: routes.concat(),
        menu: vec![web::MenuEntry {
            section: web::Section::Units,
            url: "/units",
            act: Some(SEE_UNIT),
        }],
        acts: ACTS.to_vec(),
        search: Some(unit::pages::search),
        jobs: vec![imports::job::<import::Units>()],
        ..web::Room::default()
    }
}

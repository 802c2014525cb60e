//! Many closed records in one act: the demo's year, last year's meetings out of a sheet.

mod actions;
mod store;

use calendar::{Day, Instant};

use crate::{meeting::Session, roll::Entry};

pub use self::actions::{close_many, import_meetings, undo_import};

/// A record that is closed already when it arrives.
#[derive(Debug, Clone)]
pub struct Closed {
    pub unit: i64,
    pub kind: String,
    /// "" where the kind has no varieties.
    pub variety: String,
    pub also: Vec<String>,
    /// "" takes the kind's usual title.
    pub title: String,
    /// Filings: the document number.
    pub topic: String,
    /// Who sat in; filings: whom they went to.
    pub guests: String,
    /// The event that it answers, where duties tell events apart; else "".
    pub about: String,
    pub session: Session,
    pub chair: Option<i64>,
    pub recorder: Option<i64>,
    pub lecturer: Option<i64>,
    pub partner: Option<i64>,
    /// The entry of a register that it names.
    pub entry: Option<i64>,
    /// Empty takes what the regulation suggests.
    pub agenda: Vec<String>,
    pub minutes: String,
    pub agreed: Vec<Agreed>,
    /// Everybody expected, in official order, with his subgroup.
    pub roll: Vec<(Entry, Option<i64>)>,
    pub entered_at: Instant,
    pub late_reason: Option<String>,
    /// `2026-Q3`
    pub makes_up: Option<String>,
    /// The absent have been told.
    pub relayed_at: Option<Instant>,
}

impl Closed {
    /// An ordinary one, to be completed by `..Closed::new(…)`.
    pub fn new(unit: i64, kind: &str, session: Session, entered_at: Instant) -> Self {
        Self {
            unit,
            kind: kind.to_owned(),
            variety: String::new(),
            also: Vec::new(),
            title: String::new(),
            topic: String::new(),
            guests: String::new(),
            about: String::new(),
            session,
            chair: None,
            recorder: None,
            lecturer: None,
            partner: None,
            entry: None,
            agenda: Vec::new(),
            minutes: String::new(),
            agreed: Vec::new(),
            roll: Vec::new(),
            entered_at,
            late_reason: None,
            makes_up: None,
            relayed_at: None,
        }
    }
}

/// A matter that the meeting agreed.
#[derive(Debug, Clone, Default)]
pub struct Agreed {
    /// Of a life meeting: what is put right; else "".
    pub problem: String,
    pub text: String,
    /// Who does it, as the minutes name him.
    pub owner: Option<(i64, String)>,
    pub due_on: Option<Day>,
    /// When it was reported done, and what came of it.
    pub done: Option<(Instant, String)>,
}

/// One line of last year's list: nothing else is known of it.
#[derive(Debug, Clone)]
pub struct Imported {
    pub unit: i64,
    pub kind: String,
    pub held_on: Day,
    pub present: i64,
}

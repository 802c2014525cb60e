//! How long personal data are kept, carried out: every night what is past its period goes, each with an event
//! that holds ids and counts, unless the person is held.
//!
//! The periods are data (`systems/personal.toml`, `[[keep]]`); what each means in rows is the room's or the
//! crate's that owns them: it gives an [`Eraser`]. Why so: docs/adr/0109.

mod forms;
mod hold;
mod run;
mod store;

use act::{Act, Ctx, Result};
use calendar::{Day, Instant};
use db::Read;

pub use crate::{
    forms::kept_forms,
    hold::{HOLD, Hold, LIFT, LONGEST_HOLD_MONTHS, REASONS, hold, hold_of, lift, reason_zh},
    run::{ERASE, RUN, Run, due, erase, job, run, schedule},
    store::{State, erased_since, held, states},
};

pub const SEE: Act = Act::new("see.retention", "看个人信息的保管期限和清除情况");

/// Every act of this crate.
pub const ACTS: &[Act] = &[SEE, HOLD, LIFT, ERASE, RUN];

/// So far ahead one sees what will be due.
pub const SOON_DAYS: i32 = 30;

/// What was over by the day `until` is past its period.
#[derive(Debug, Clone, Copy)]
pub struct Past {
    pub until: Day,
    /// Holds that are over by then do not count.
    pub today: Day,
}

impl Past {
    /// What happened before this instant is past, to the hour.
    pub fn before(self) -> Instant {
        Instant::at(self.until, 0, 0)
    }
}

/// Leaves out who is held, in a statement that is put together: `unheld!(query, past, "n.person")`, where the column
/// names the person. The one way for every room and crate (docs/adr/0109).
#[macro_export]
macro_rules! unheld {
    ($query:expr, $past:expr, $person:literal) => {
        $query.add(
            concat!(
                " AND NOT EXISTS (SELECT 1 FROM person_held h WHERE h.person = ",
                $person,
                " AND h.until_on > {})"
            ),
            &[db::ToValue::to_value(&$past.today)],
        )
    };
}

/// Carries out one `[[keep]]`.
#[derive(Clone, Copy)]
pub struct Eraser {
    pub key: &'static str,
    /// How many are past their period and still there; nobody who is held.
    pub due: fn(&Read, Past) -> db::Result<i64>,
    /// Takes some of them away, in acts of its own ([`erase`]); how many. Again until there are none.
    pub erase: fn(&Ctx, Past) -> Result<usize>,
}

/// Of every room and crate that keeps personal data; a part of the core.
pub struct Erasers {
    pub all: Vec<Eraser>,
    /// After keys were destroyed: so that a restore knows of it.
    pub after: fn(&Ctx) -> Result<()>,
}

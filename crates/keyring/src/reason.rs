//! Why things were done, under the keys of the persons it is about. Here, because `act` keeps it and knows no jobs.

use crate::{Cells, Renewal};

/// For [`crate::Renewals`].
pub fn reasons() -> Renewal {
    Renewal::of::<Reasons>()
}

struct Reasons;

impl Cells for Reasons {
    const WHAT: &'static str = "办事的原因";
    const COLUMNS: &'static [&'static str] = &[act::REASON_SAID];
    const ID: &'static str = "event";
    const PERSON: Option<&'static str> = Some("person");
}

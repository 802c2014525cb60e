//! Corrections and their answers under the key of who asked.

use keyring::{Cells, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Corrections>()
}

struct Corrections;

impl Cells for Corrections {
    const WHAT: &'static str = "更正申请";
    const COLUMNS: &'static [&'static str] = &["correction.said", "correction.answer"];
    const PERSON: Option<&'static str> = Some("person");
}

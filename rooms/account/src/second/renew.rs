//! Secrets of second steps under their persons' keys and the newest of the installation.

use keyring::{Cells, Renewal};

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Secrets>()
}

struct Secrets;

impl Cells for Secrets {
    const WHAT: &'static str = "两步验证";
    const COLUMNS: &'static [&'static str] = &["second_factor.secret"];
    const ARE_WORDS: bool = false;
    const ID: &'static str = "person";
    const PERSON: Option<&'static str> = Some("person");
}

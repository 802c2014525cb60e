//! Lists on their way out, and what is noted of those that went, under the newest key.

use keyring::{Cells, Renewal};

use crate::order::place;

/// For `keyring::Renewals`.
pub fn renewal() -> Renewal {
    Renewal::of::<Lists>()
}

/// For `keyring::Renewals`, too: scope and purpose of every list that went out.
pub fn mark_renewal() -> Renewal {
    Renewal::of::<Marks>()
}

struct Lists;

/// One at a time: they are large.
impl Cells for Lists {
    const WHAT: &'static str = "导出的名单";
    const COLUMNS: &'static [&'static str] = &["export.asked", "export.content"];
    const AT_ONCE: i64 = 1;
}

struct Marks;

impl Cells for Marks {
    const WHAT: &'static str = "导出记录";
    const COLUMNS: &'static [&'static str] = &["export_mark.said"];

    fn place(_: &'static str, id: i64) -> String {
        place("mark.said", id)
    }
}

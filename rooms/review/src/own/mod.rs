//! What this room keeps of somebody, for the copy that he takes: of which units he does not hear meetings.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData { title: "您提出回避的单位", keeps: &["recusal"], of: recusals }]
}

fn recusals(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let rows = store::recusals(read, person)?.into_iter();
    let entry = |(name, at): (String, calendar::Instant)| {
        OwnEntry::new("回避", name, "听会时回避").on(at.day())
    };
    Ok(rows.map(entry).collect())
}

//! What this room keeps of somebody, for the copy that he takes: the sentences that he added to his list.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData { title: "给责任清单补的话", keeps: &["responsibility"], of: said }]
}

fn said(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let said = store::said(read, person)?.into_iter();
    let entry = |it: store::Said| {
        OwnEntry::new("责任清单", format!("{}年，{}", it.year, it.item), it.words)
    };
    Ok(said.map(entry).collect())
}

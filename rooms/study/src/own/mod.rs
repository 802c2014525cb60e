//! What this room keeps of somebody, for the copy that he takes: what he was to lead.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData { title: "学习计划里由本人领学的专题", keeps: &["study"], of: led }]
}

fn led(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let led = store::led(read, person)?.into_iter();
    let entry = |it: store::Led| {
        OwnEntry::new("学习计划", format!("{}年{}月，{}", it.year, it.month, it.unit), it.topic)
    };
    Ok(led.map(entry).collect())
}

//! What this room keeps of somebody, for the copy that he takes: the reports that he received, returned or sent again.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

use crate::report::Step;

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData { title: "办过的报告", keeps: &["receipt"], of: done }]
}

fn done(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let entry = |it: store::Done| {
        let said = it.reason.words(&ctx.core.keys, it.event)?.unwrap_or_default();
        let step = Step::zh(it.sort);
        let words = if said.is_empty() { step.to_owned() } else { format!("{step}：{said}") };
        let title = it.title.unwrap_or_else(|| "已撤回的报告".to_owned());
        Ok(OwnEntry::new("收报告", title, words).on(it.said_at.day()))
    };
    store::done(read, person)?.into_iter().map(entry).collect()
}

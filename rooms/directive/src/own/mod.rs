//! What this room keeps of somebody, for the copy that he takes: what he did with tasks under the posts that he held.

use act::{Ctx, Result};
use db::Read;
use systems::Systems;
use web::{OwnData, OwnEntry};

use crate::{addressed::GONE, task};

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData {
        title: "办批示任务时写的进展、延期申请、办结和答复",
        keeps: &["instruction"],
        of: said,
    }]
}

fn said(ctx: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let systems = ctx.part::<Systems>();
    task::store::words_of(read, person)?
        .into_iter()
        .map(|row| {
            let words = row.reason.words(&ctx.core.keys, row.event)?;
            let post = systems.post(&row.post).map_or("", |it| it.title.as_str());
            let item = format!("{}，{}{}", row.about, post, row.sort.zh());
            let words = words.unwrap_or_else(|| GONE.to_owned());
            Ok(OwnEntry::new("批示任务", item, words).on(row.said_at.day()))
        })
        .collect()
}

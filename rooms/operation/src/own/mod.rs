//! What this room keeps of somebody, for the copy that he takes: where he was, and what was said of him.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

const CLASS: &str = "执行任务期间的情况";

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData {
        title: "执行任务期间编入的临时组织、鉴定和火线表扬",
        keeps: &["operation"],
        of: operations,
    }]
}

fn operations(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let stays = store::stays(read, person)?.into_iter().map(|it| {
        let team = it.team.unwrap_or_else(|| "没有编入临时组织".to_owned());
        OwnEntry::new(CLASS, it.code, team).over((it.from_on, Some(it.to_on)), "")
    });
    let words = store::words(read, person)?.into_iter().map(|it| {
        let item = format!("{}，{}", it.code, it.sort.zh());
        OwnEntry::new(CLASS, item, format!("{}（{}）", it.words, it.body)).on(it.given_on)
    });
    Ok(stays.chain(words).collect())
}

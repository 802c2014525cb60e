//! What this room keeps of somebody, for the copy that he takes: studios that he belonged to, and pairs.

mod store;

use act::{Ctx, Result};
use db::Read;
use web::{OwnData, OwnEntry};

const CLASS: &str = "书记工作室和师徒结对";

pub(crate) fn data() -> Vec<OwnData> {
    vec![OwnData {
        title: "参加的书记工作室、师徒结对和小结", keeps: &["register"], of: studios
    }]
}

fn studios(_: &Ctx, read: &Read, person: i64) -> Result<Vec<OwnEntry>> {
    let stays = store::stays(read, person)?.into_iter().map(|it| {
        let how = if it.is_head { "负责人" } else { "成员" };
        OwnEntry::new(CLASS, it.name, how).over((it.from_on, it.to_on), "")
    });
    let pairs = store::pairs(read, person)?.into_iter().map(|it| {
        let item = format!("{}：{}带{}", it.name, it.mentor, it.learner);
        let account = if it.account.is_empty() {
            String::new()
        } else {
            format!("；小结：{}", it.account)
        };
        let end = it.ended_on.unwrap_or(it.to_on).plus_days(1);
        OwnEntry::new(CLASS, item, format!("{}{account}", it.work_on))
            .over((it.from_on, Some(end)), "")
    });
    Ok(stays.chain(pairs).collect())
}

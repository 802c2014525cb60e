//! What a member may ask for about his own data: a correction, answered with a reason; and a copy of all of it.

pub(crate) mod actions;
pub(crate) mod copy;
pub(crate) mod pages;
mod renew;
mod store;

use calendar::Instant;
use serde::Deserialize;

pub use self::renew::renewal;

/// One thing that a member wants corrected.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Correction {
    pub(crate) id: i64,
    pub(crate) person: i64,
    pub(crate) name: String,
    /// Where he belonged when he asked.
    pub(crate) unit_name: Option<String>,
    pub(crate) item: String,
    /// What is wrong, and how it is right; sealed.
    pub(crate) said: Vec<u8>,
    pub(crate) asked_at: Instant,
    pub(crate) answered_at: Option<Instant>,
    pub(crate) outcome: Option<String>,
    /// Sealed.
    pub(crate) answer: Option<Vec<u8>>,
    pub(crate) own_key: Option<Vec<u8>>,
}

/// Headings of what stands on his page: (key, title).
pub(crate) const ITEMS: [(&str, &str); 9] = [
    ("name", "姓名"),
    ("basic", "性别、出生、民族"),
    ("education", "学历学位"),
    ("numbers", "证件号、电话"),
    ("work", "人员类别、警号警衔、职务、参加工作时间"),
    ("joined", "入党、转正时间"),
    ("standing", "组织关系、党员状态"),
    ("posts", "党内职务"),
    ("life", "请假、参加其他支部活动、出国（境）"),
];

pub(crate) fn item_zh(key: &str) -> &str {
    ITEMS.iter().find(|(known, _)| *known == key).map_or(key, |(_, zh)| zh)
}

/// What came of it.
pub(crate) const OUTCOMES: [(&str, &str); 2] =
    [("changed", "已经改了"), ("refused", "不改，写明理由")];

pub(crate) fn outcome_zh(key: &str) -> &str {
    match key {
        "changed" => "已改",
        _ => "没有改",
    }
}

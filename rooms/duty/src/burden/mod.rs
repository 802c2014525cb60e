//! The burden ledger (负担台账): all that stands on branches beyond the regulations, with whose it is and its minutes.

pub(crate) mod actions;
pub(crate) mod pages;
pub(crate) mod paper;
mod store;

pub use self::{
    actions::{
        NewDemand, end_demand, end_demand_in, enter_demand, enter_demand_in, enter_demands,
        move_demand_in,
    },
    store::handwriting,
};

use calendar::Day;
use serde::Deserialize;

/// Demands that come with a directive; nobody enters one by hand.
pub(crate) const DIRECTIVE: (&str, &str) = ("directive", "部署的活动");

/// What a demand is about: key, in words.
pub(crate) const SORTS: [(&str, &str); 4] = [
    ("handwriting", "要求手写记录"),
    ("second_book", "要求另做纸质台账"),
    ("forms", "要求另报表格材料"),
    ("other", "其他额外要求"),
];

pub(crate) fn sort_zh(key: &str) -> &str {
    let mut sorts = SORTS.iter().chain([&DIRECTIVE]);
    sorts.find(|(sort, _)| *sort == key).map_or(key, |(_, words)| words)
}

/// Where a line of the ledger comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Source {
    Demand,
    LocalRule,
    Switch,
}

/// One line of the ledger.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Burden {
    pub(crate) source: Source,
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    /// Kind of the unit whose it is.
    pub(crate) unit_kind: String,
    /// Above or at the unit asked about, so that it stands on it.
    pub(crate) is_above: bool,
    /// Sort of a demand, key of a system.
    pub(crate) sort: String,
    pub(crate) title: String,
    pub(crate) quote: String,
    pub(crate) document_no: String,
    pub(crate) owner_name: Option<String>,
    /// Measured minutes per branch and month; `None` where nobody measured.
    pub(crate) minutes: Option<i64>,
    pub(crate) from_on: Day,
    /// Last day; `None` only for a system without an end.
    pub(crate) to_on: Option<Day>,
}

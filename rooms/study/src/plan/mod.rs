//! The study plan of one group for one year: drafted from last year's and from the group above, published, filed where that is a duty.

mod actions;
mod pages;
pub(crate) mod seen;
pub(crate) mod store;

use calendar::Instant;
use serde::Deserialize;

use crate::group::Group;

pub use self::actions::{Drafted, draft_in, publish_in};
pub(crate) use self::{pages::routes, seen::Seen};

/// A row of `study_plan`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Plan {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) kind: String,
    pub(crate) year: i16,
    /// 0 until it is published.
    pub(crate) edition: i64,
    pub(crate) published_at: Option<Instant>,
    /// Since that edition: added, said anew, taken out.
    pub(crate) changes: i64,
    /// The record that files it.
    pub(crate) filed: Option<i64>,
    pub(crate) version: i64,
}

impl Plan {
    pub(crate) fn url(&self) -> String {
        format!("/study/plans/{}", self.id)
    }

    /// 南屏县公安局党委2026年理论学习中心组学习计划
    pub(crate) fn title(&self, unit: &str, group: &Group) -> String {
        format!("{unit}{}年{}", self.year, group.plan_zh())
    }

    /// `第2版，2026年1月12日发布`
    pub(crate) fn edition_zh(&self) -> String {
        match self.published_at {
            None => "草稿，还没有发布".to_owned(),
            Some(at) => {
                let since = match self.changes {
                    0 => String::new(),
                    n => format!("，其后改过{n}处"),
                };
                format!("第{}版，{}发布{since}", self.edition, at.day().zh())
            }
        }
    }
}

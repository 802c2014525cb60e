//! What is kept about somebody, for himself: each room gathers its own part of the copy.

use act::{Ctx, Result};
use calendar::Day;
use db::Read;
use serde::Serialize;

/// One line of the copy.
#[derive(Debug, Clone, Serialize)]
pub struct OwnEntry {
    /// 基本情况, 组织关系 …
    pub class: &'static str,
    pub item: String,
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// First day on which it is over.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<Day>,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub basis: String,
}

impl OwnEntry {
    pub fn new(class: &'static str, item: impl Into<String>, value: impl Into<String>) -> Self {
        let (item, value) = (item.into(), value.into());
        Self { class, item, value, from: None, to: None, basis: String::new() }
    }

    /// Of one day.
    #[must_use]
    pub fn on(self, day: Day) -> Self {
        Self { from: Some(day), to: Some(day.plus_days(1)), ..self }
    }

    #[must_use]
    pub fn over(self, (from, to): (Day, Option<Day>), basis: &str) -> Self {
        Self { from: Some(from), to, basis: basis.into(), ..self }
    }
}

/// A part of the copy, with the keys of `[[keep]]` in `systems/personal.toml` that it answers for.
#[derive(Debug, Clone, Copy)]
pub struct OwnData {
    /// 参加过的会议: what the page says is in it.
    pub title: &'static str,
    pub keeps: &'static [&'static str],
    /// Only ever asked for the person at work.
    pub of: fn(&Ctx, &Read, i64) -> Result<Vec<OwnEntry>>,
}

/// Of every room; a part of the core.
#[derive(Debug, Default)]
pub struct OwnParts(pub Vec<OwnData>);

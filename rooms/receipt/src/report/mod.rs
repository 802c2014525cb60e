//! One report as its receiver, its sender and whoever reads along have it: what travels, and what was done with it.

mod actions;
mod pages;
pub(crate) mod store;

use act::{Ctx, Result};
use db::Read;
use serde::Deserialize;

use crate::kind::Report;

pub use self::actions::step_in;
pub(crate) use self::{
    actions::{RECEIVE, RESEND, RETURN},
    pages::routes,
};

/// To whom a kind of report of a unit goes: who leads the unit, and who else is to have it. "" for what is no report.
pub fn goes_to(_: &Ctx, read: &Read, unit: i64, kind: &str) -> Result<String> {
    let Some(report) = Report::find(kind) else { return Ok(String::new()) };
    let to = [store::receiver(read, unit)?, report.by_hand.clone()];
    Ok(to.into_iter().filter(|it| !it.is_empty()).collect::<Vec<_>>().join("、"))
}

/// What was done with a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    Received,
    /// To be completed; the words say what is missing.
    Returned,
    /// By the sender, after it was returned.
    Resent,
}

impl Step {
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Received => "received",
            Self::Returned => "returned",
            Self::Resent => "resent",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Received => "收到",
            Self::Returned => "退回补充",
            Self::Resent => "补充后再报",
        }
    }
}

//! An operation: its days, its teams, who is taken, what a body decided about it.

mod actions;
mod join;
mod lead;
mod pages;
pub(crate) mod seen;
pub(crate) mod store;

use calendar::{Day, Instant};
use serde::Deserialize;
use web::{
    Markup,
    parts::{self, State},
};

pub(crate) use self::{
    actions::{DECLARE, END, EXTEND},
    join::{JOIN, RELEASE},
    lead::DESIGNATE,
    pages::{decision_fields, decision_of, routes},
    seen::{Access, Seen, find},
};
pub use self::{
    actions::{Decided, declare_in, end_in},
    store::branches_of,
};

/// Declared by one committee.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Operation {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) code: String,
    pub(crate) from_on: Day,
    /// The first day after it.
    pub(crate) to_on: Day,
    pub(crate) declared_at: Option<Instant>,
    pub(crate) ended_at: Option<Instant>,
    pub(crate) version: i64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stage {
    /// Nothing has taken effect.
    Prepared,
    Coming,
    Running,
    Ended,
}

impl Operation {
    pub(crate) fn stage(&self, today: Day) -> Stage {
        match (self.declared_at, self.ended_at) {
            (None, _) => Stage::Prepared,
            (_, Some(_)) => Stage::Ended,
            _ if today < self.from_on => Stage::Coming,
            _ => Stage::Running,
        }
    }

    pub(crate) fn last_on(&self) -> Day {
        self.to_on.plus_days(-1)
    }

    /// `2026年11月9日至12月6日`
    pub(crate) fn days_zh(&self) -> String {
        days_zh(self.from_on, self.to_on)
    }

    pub(crate) fn url(&self) -> String {
        format!("/operations/{}", self.id)
    }

    pub(crate) fn tag(&self, today: Day) -> Markup {
        match self.stage(today) {
            Stage::Prepared => parts::tag(State::Void, "还没有宣布"),
            Stage::Coming => parts::tag(State::Due, "还没有开始"),
            Stage::Running => parts::tag(State::Due, "进行中"),
            Stage::Ended => parts::tag(State::Done, "已结束"),
        }
    }
}

/// From a day to the one before `to`.
pub(crate) fn days_zh(from: Day, to: Day) -> String {
    let last = to.plus_days(-1);
    if last <= from {
        return from.zh();
    }
    let last = if last.year() == from.year() { last.zh_short() } else { last.zh() };
    format!("{}至{last}", from.zh())
}

/// A temporary branch or a vanguard team.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Team {
    pub(crate) id: i64,
    pub(crate) sort: crate::Sort,
    pub(crate) name: String,
    /// Of a temporary branch that is declared.
    pub(crate) unit: Option<i64>,
    pub(crate) leader: i64,
    pub(crate) leader_name: Option<String>,
    pub(crate) post: Option<i64>,
}

/// What a body decided.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Decision {
    pub(crate) sort: String,
    pub(crate) body: String,
    pub(crate) decided_on: Day,
    pub(crate) record: Option<i64>,
    pub(crate) document_no: String,
    pub(crate) to_on: Day,
}

impl Decision {
    pub(crate) fn zh(&self) -> String {
        let what = match self.sort.as_str() {
            "extend" => format!("延长到{}", self.to_on.plus_days(-1).zh()),
            "end" => format!("提前到{}结束", self.to_on.plus_days(-1).zh()),
            _ => format!("宣布，到{}为止", self.to_on.plus_days(-1).zh()),
        };
        let paper = match self.document_no.as_str() {
            "" => String::new(),
            number => format!("（{number}）"),
        };
        format!("{}{}决定{what}{paper}", self.body, self.decided_on.zh())
    }
}

/// Somebody who is taken.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Member {
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) status: people::Status,
    pub(crate) home: i64,
    pub(crate) home_name: String,
    pub(crate) branch: Option<i64>,
    pub(crate) vanguard: Option<i64>,
    pub(crate) from_on: Day,
    pub(crate) to_on: Day,
    pub(crate) is_appraised: bool,
    /// How many the question found in all, whatever page was asked for.
    pub(crate) total: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_with_the_last_one() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        assert_eq!(days_zh(day("2026-11-09"), day("2026-12-07")), "2026年11月9日至12月6日");
        assert_eq!(days_zh(day("2026-12-20"), day("2027-01-04")), "2026年12月20日至2027年1月3日");
        assert_eq!(days_zh(day("2026-12-20"), day("2026-12-21")), "2026年12月20日");
    }
}

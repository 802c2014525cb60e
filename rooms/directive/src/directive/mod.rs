//! A directive: what it asks, of whom, until when; which records serve it; how it stands below a node of the tree.

mod actions;
mod form;
mod pages;
mod passing;
mod show;
pub(crate) mod store;

use act::{Place, Relation};
use calendar::{Day, Instant};
use record::{Kinds, RecordKind};
use serde::Deserialize;
use web::{
    Markup,
    parts::{self, State},
};

pub use self::actions::{NewDirective, addressed_in, close_in, issue_in};
pub(crate) use self::{
    actions::{AMEND, CLOSE, ISSUE, WITHDRAW, tell_secretaries},
    form::{Simple, forbidden},
    pages::{routes, year as list_year},
    passing::PASS,
    show::source,
};

/// What a unit above asks for some days.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Directive {
    pub(crate) id: i64,
    pub(crate) unit: i64,
    pub(crate) title: String,
    pub(crate) basis: String,
    /// The duty of the regulations that asks for it; "": beyond them.
    pub(crate) duty: String,
    /// One a line.
    pub(crate) items: String,
    pub(crate) kinds: String,
    pub(crate) from_on: Day,
    /// Last day.
    pub(crate) to_on: Day,
    pub(crate) demand: Option<i64>,
    pub(crate) edition: i64,
    pub(crate) withdrawn_at: Option<Instant>,
    pub(crate) closed_at: Option<Instant>,
    pub(crate) conclusion: String,
    pub(crate) version: i64,
}

impl Directive {
    pub(crate) fn url(&self) -> String {
        format!("/directives/{}", self.id)
    }

    /// One unit that it is addressed to.
    pub(crate) fn unit_url(&self, unit: i64) -> String {
        format!("{}/units/{unit}", self.url())
    }

    pub(crate) fn is_open(&self) -> bool {
        self.withdrawn_at.is_none() && self.closed_at.is_none()
    }

    /// `2026年6月20日至7月5日`
    pub(crate) fn days_zh(&self) -> String {
        if self.to_on <= self.from_on {
            return self.from_on.zh();
        }
        let is_same = self.to_on.year() == self.from_on.year();
        let last = if is_same { self.to_on.zh_short() } else { self.to_on.zh() };
        format!("{}至{last}", self.from_on.zh())
    }

    pub(crate) fn tag(&self, today: Day) -> Markup {
        let (state, words) = match (self.withdrawn_at, self.closed_at) {
            (Some(_), _) => (State::Void, "已撤回"),
            (_, Some(_)) => (State::Done, "已收尾"),
            _ if today < self.from_on => (State::Due, "还没有开始"),
            _ if today > self.to_on => (State::Soon, "已到期"),
            _ => (State::Due, "进行中"),
        };
        parts::tag(state, words)
    }

    pub(crate) fn serving(&self) -> Vec<Serving> {
        self.kinds.split(' ').filter_map(Serving::parse).collect()
    }

    /// `“七一”主题党日、支部党员大会`
    pub(crate) fn kinds_zh(&self) -> String {
        self.serving().iter().map(|it| it.zh().to_owned()).collect::<Vec<_>>().join("、")
    }
}

/// A kind of record that serves it, with its variety where only that one does.
#[derive(Debug, Clone)]
pub(crate) struct Serving {
    pub(crate) kind: &'static RecordKind,
    pub(crate) variety: String,
}

impl Serving {
    /// `theme_day/july_first`
    pub(crate) fn parse(key: &str) -> Option<Self> {
        let (kind, variety) = key.split_once('/').unwrap_or((key, ""));
        let kind = Kinds::built_in().find(kind).filter(|it| is_meeting(it))?;
        let is_known = variety.is_empty() || kind.variety(variety).is_some();
        is_known.then(|| Self { kind, variety: variety.to_owned() })
    }

    pub(crate) fn key(&self) -> String {
        match self.variety.as_str() {
            "" => self.kind.key.clone(),
            variety => format!("{}/{variety}", self.kind.key),
        }
    }

    pub(crate) fn zh(&self) -> &'static str {
        self.kind.variety(&self.variety).map_or(self.kind.title.as_str(), |it| it.title.as_str())
    }

    /// Everything that may be asked for: a kind, and those of its varieties that are offered by themselves.
    pub(crate) fn all() -> Vec<Self> {
        let kinds = Kinds::built_in().iter().filter(|it| is_meeting(it));
        kinds
            .flat_map(|kind| {
                let varieties = kind.varieties.iter().filter(|it| it.is_listed);
                let listed = varieties.map(|it| it.key.clone());
                let with = move |variety| Self { kind, variety };
                listed.chain([String::new()]).map(with).collect::<Vec<_>>()
            })
            .collect()
    }
}

/// Held by several with minutes: neither a talk nor a filing.
fn is_meeting(kind: &RecordKind) -> bool {
    !kind.is_talk() && !kind.is_filing()
}

/// Who leads as a Party unit addresses by lead; an organ of the line by line.
pub(crate) fn relation(place: &Place) -> Relation {
    if place.lead_path.is_some() { Relation::Lead } else { Relation::Line }
}

/// How an addressed unit stands. Never ranked: lists go in the order of the tree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Stand {
    Held,
    /// It said why and until when; the issuer has accepted it or not answered yet.
    Said,
    /// On a task on the last day.
    Exempt,
    Overdue,
    Open,
}

impl Stand {
    pub(crate) const ALL: [Self; 5] =
        [Self::Held, Self::Said, Self::Open, Self::Overdue, Self::Exempt];

    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Said => "said",
            Self::Exempt => "exempt",
            Self::Overdue => "overdue",
            Self::Open => "open",
        }
    }

    pub(crate) fn zh(self) -> &'static str {
        match self {
            Self::Held => "已开展",
            Self::Said => "有说明",
            Self::Exempt => "免办（执行任务）",
            Self::Overdue => "逾期",
            Self::Open => "还没有",
        }
    }

    /// `None` for what is no state: a list of all.
    pub(crate) fn find(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.key() == key)
    }

    pub(crate) fn tag(self, held_on: Option<Day>, to_on: Day) -> Markup {
        let (state, words) = match self {
            Self::Held if held_on.is_some_and(|on| on > to_on) => (State::Done, "逾期完成"),
            Self::Held => (State::Done, self.zh()),
            Self::Said | Self::Exempt => (State::Void, self.zh()),
            Self::Overdue => (State::Late, self.zh()),
            Self::Open => (State::Due, self.zh()),
        };
        parts::tag(state, words)
    }
}

/// Counts of one node.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
pub(crate) struct Figures {
    pub(crate) addressed: i64,
    pub(crate) held: i64,
    pub(crate) said: i64,
    pub(crate) exempt: i64,
    pub(crate) overdue: i64,
    pub(crate) open: i64,
}

impl Figures {
    pub(crate) fn of(self, stand: Stand) -> i64 {
        match stand {
            Stand::Held => self.held,
            Stand::Said => self.said,
            Stand::Exempt => self.exempt,
            Stand::Overdue => self.overdue,
            Stand::Open => self.open,
        }
    }

    pub(crate) fn sum(all: impl Iterator<Item = Self>) -> Self {
        all.fold(Self::default(), |a, b| Self {
            addressed: a.addressed + b.addressed,
            held: a.held + b.held,
            said: a.said + b.said,
            exempt: a.exempt + b.exempt,
            overdue: a.overdue + b.overdue,
            open: a.open + b.open,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_with_and_without_variety_is_read_back() {
        for key in ["theme_day", "theme_day/july_first", "general_meeting"] {
            assert_eq!(Serving::parse(key).unwrap().key(), key);
        }
        assert!(Serving::parse("theme_day/unknown").is_none());
        assert!(Serving::parse("heart_talk").is_none());
    }
}

//! One thing to be studied: topic, what is read, who leads, in which month; and the session in which it is.

mod actions;
mod pages;
pub(crate) mod store;

use act::{Place, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;
use web::{
    Markup,
    parts::{self, State},
};

pub use self::actions::tie_held_in;
pub(crate) use self::pages::routes;
use crate::group::{Group, LeadBy};

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Entry {
    /// 1–12
    pub month: i64,
    pub topic: String,
    /// Names of the texts.
    pub reading: String,
    pub speaker: Option<i64>,
}

/// A row of `study_item`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Item {
    pub(crate) id: i64,
    pub(crate) plan: i64,
    #[serde(flatten)]
    pub(crate) entry: Entry,
    pub(crate) source: Option<i64>,
    pub(crate) record: Option<i64>,
    /// The session is closed.
    pub(crate) held_on: Option<Day>,
    /// The session is drafted or called.
    pub(crate) drafted_on: Option<Day>,
    pub(crate) version: i64,
}

/// How far it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing {
    Studied(Day),
    /// A session is drafted for that day.
    Drafted(Day),
    Ahead,
    ThisMonth,
    /// Its month is over and it was not studied.
    Behind,
}

impl Item {
    pub(crate) fn standing(&self, year: i16, today: Day) -> Standing {
        let month = (i64::from(today.year()), i64::from(today.month()));
        let own = (i64::from(year), self.entry.month);
        match (self.held_on, self.drafted_on) {
            (Some(on), _) => Standing::Studied(on),
            (_, Some(on)) => Standing::Drafted(on),
            _ if own > month => Standing::Ahead,
            _ if own == month => Standing::ThisMonth,
            _ => Standing::Behind,
        }
    }

    /// Its month is not over.
    pub(crate) fn is_ahead(&self, year: i16, today: Day) -> bool {
        (i64::from(year), self.entry.month) >= (i64::from(today.year()), i64::from(today.month()))
    }

    pub(crate) fn url(&self) -> String {
        format!("/study/items/{}", self.id)
    }

    /// The session, where it still stands.
    pub(crate) fn session(&self) -> Option<i64> {
        self.record.filter(|_| self.held_on.is_some() || self.drafted_on.is_some())
    }
}

impl Standing {
    pub(crate) fn zh(self) -> String {
        match self {
            Self::Studied(on) => format!("{}学过", on.zh_short()),
            Self::Drafted(on) => format!("已起草，{}", on.zh_short()),
            Self::Ahead => "还没到".to_owned(),
            Self::ThisMonth => "本月要学".to_owned(),
            Self::Behind => "过了月份，还没学".to_owned(),
        }
    }

    pub(crate) fn tag(self) -> Markup {
        let state = match self {
            Self::Studied(_) => State::Done,
            Self::Drafted(_) | Self::Ahead => State::Due,
            Self::ThisMonth => State::Soon,
            Self::Behind => State::Late,
        };
        parts::tag(state, &self.zh())
    }
}

/// Who may lead: the committee, or everybody on the roll; (id, name) in official order.
pub(crate) fn speakers(
    read: &Read,
    group: &Group,
    place: &Place,
    today: Day,
) -> Result<Vec<(i64, String)>> {
    let mut found: Vec<(i64, String)> = match group.lead_by {
        LeadBy::Committee => people::held_in(read, place.id, today)?
            .into_iter()
            .map(|it| (it.person, it.name))
            .collect(),
        LeadBy::Members => store::members(read, place, today)?,
    };
    let mut seen = Vec::new();
    found.retain(|(id, _)| {
        let is_new = !seen.contains(id);
        seen.push(*id);
        is_new
    });
    Ok(found)
}

/// The names of who leads.
pub(crate) fn names(read: &Read, items: &[Item]) -> Result<Vec<(i64, String)>> {
    let mut ids: Vec<i64> = items.iter().filter_map(|it| it.entry.speaker).collect();
    ids.sort_unstable();
    ids.dedup();
    if ids.is_empty() { Ok(Vec::new()) } else { people::names_of(read, &ids) }
}

pub(crate) fn name_of(names: &[(i64, String)], person: Option<i64>) -> String {
    let found = names.iter().find(|(id, _)| Some(*id) == person);
    found.map_or_else(String::new, |(_, name)| name.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_behind_only_when_its_month_is_over() {
        let day = |text: &str| text.parse::<Day>().unwrap();
        let item = Item {
            id: 1,
            plan: 1,
            entry: Entry { month: 11, topic: String::new(), reading: String::new(), speaker: None },
            source: None,
            record: None,
            held_on: None,
            drafted_on: None,
            version: 1,
        };
        let on = |today: &str| item.standing(2026, day(today));
        assert_eq!(on("2026-10-31"), Standing::Ahead);
        assert_eq!(on("2026-11-01"), Standing::ThisMonth);
        assert_eq!(on("2026-11-30"), Standing::ThisMonth);
        assert_eq!(on("2026-12-01"), Standing::Behind);
        assert_eq!(on("2027-11-01"), Standing::Behind);
    }
}

//! An entry of a register: what it is, who keeps it, from when to when. It ends, it is never deleted.

mod actions;
mod form;
mod pages;
mod sheet;
mod show;
pub(crate) mod store;

use std::collections::BTreeMap;

use act::{Ctx, Error, Place, Result};
use calendar::{Day, Instant};
use db::Read;
use serde::Deserialize;
use web::{
    Markup,
    parts::{self, State},
};

pub use self::actions::enter_in;
pub(crate) use self::{
    actions::{EDIT, END, ENTER},
    pages::routes,
    show::facts,
};
use crate::{
    SEE,
    sort::{self, Sort},
};

/// Letters that the place of a record takes.
const PLACE_AT_MOST: usize = 60;

/// Where an entry is, "" where it does not say so, out of its name and its facts: for `record::EntryAt`.
pub fn entry_at(name: &str, facts: &str) -> String {
    let facts: BTreeMap<String, String> = serde_json::from_str(facts).unwrap_or_default();
    let of = |key: &str| facts.get(key).filter(|it| !it.is_empty());
    let place = match (of("place"), of("address")) {
        (Some(room), _) => room.clone(),
        (None, Some(address)) => format!("{name}（{address}）"),
        (None, None) => String::new(),
    };
    if place.chars().count() > PLACE_AT_MOST { name.to_owned() } else { place }
}

/// Whoever kept it and left away tells it so many days before, where its sort does not say.
const SOON_DAYS: i32 = 30;

/// A row of `register_entry`, with its keeper.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Entry {
    pub(crate) id: i64,
    pub(crate) sort: String,
    pub(crate) unit: i64,
    pub(crate) unit_name: String,
    pub(crate) name: String,
    pub(crate) facts: String,
    pub(crate) head: Option<i64>,
    pub(crate) head_name: Option<String>,
    pub(crate) from_on: Day,
    /// The first day after it.
    pub(crate) to_on: Option<Day>,
    pub(crate) ended_at: Option<Instant>,
    pub(crate) ended_why: String,
    pub(crate) version: i64,
}

/// What is filled in.
#[derive(Debug, Clone)]
pub struct NewEntry {
    pub sort: String,
    pub name: String,
    /// By the keys of the sort's fields; what is empty is left out.
    pub facts: BTreeMap<String, String>,
    pub head: Option<i64>,
    pub from_on: Day,
    /// The first day after it.
    pub to_on: Option<Day>,
}

impl Entry {
    pub(crate) fn url(&self) -> String {
        format!("/registers/{}", self.id)
    }

    /// `None` where data of another version name the sort.
    pub(crate) fn sort(&self) -> Option<&'static Sort> {
        sort::find(&self.sort)
    }

    pub(crate) fn facts(&self) -> BTreeMap<String, String> {
        serde_json::from_str(&self.facts).unwrap_or_default()
    }

    pub(crate) fn is_over(&self, today: Day) -> bool {
        self.to_on.is_some_and(|to| to <= today)
    }

    /// 2026年1月1日起，至2026年12月31日
    pub(crate) fn days_zh(&self) -> String {
        match self.to_on {
            Some(to) => format!("{}至{}", self.from_on.zh(), to.plus_days(-1).zh()),
            None => format!("{}起", self.from_on.zh()),
        }
    }

    pub(crate) fn tag(&self, today: Day) -> Markup {
        let warns = self.sort().map_or(SOON_DAYS, |it| it.warns_days.max(1));
        match self.to_on.map(|to| today.days_until(to) - 1) {
            Some(left) if left < 0 => parts::tag(State::Void, "已结束"),
            Some(0) => parts::tag(State::Soon, "今天到期"),
            Some(left) if left <= warns => parts::tag(State::Soon, &format!("还有{left}天到期")),
            _ if self.from_on > today => parts::tag(State::Due, "还没开始"),
            _ => parts::tag(State::Done, "在用"),
        }
    }
}

/// What the viewer reaches: units in sight, and what stands above his own unit.
pub(crate) fn above(ctx: &Ctx, read: &Read) -> Result<Vec<i64>> {
    let path = match (ctx.actor.hat(), ctx.actor.person()) {
        (Some(hat), _) => hat.unit.lead_path.clone(),
        (None, Some(person)) => store::path_of(read, person)?,
        (None, None) => None,
    };
    let path = path.unwrap_or_default();
    let own = ctx.actor.hat().map(|hat| hat.unit.id);
    Ok(path.split('/').filter_map(|id| id.parse().ok()).chain(own).collect())
}

/// An entry as its viewer comes to it.
pub(crate) struct Seen {
    pub(crate) entry: Entry,
    pub(crate) sort: &'static Sort,
    pub(crate) place: Place,
    /// In sight: not only used from below.
    pub(crate) is_whole: bool,
}

/// *NotFound* for who neither sees its keeper nor stands below it.
pub(crate) fn seen(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    let (entry, place) = store::placed(read, id)?.ok_or(Error::NotFound)?;
    let sort = entry.sort().ok_or(Error::NotFound)?;
    let is_whole = ctx.sight(&SEE).holds(&place);
    if !is_whole && !above(ctx, read)?.contains(&entry.unit) {
        return Err(Error::NotFound);
    }
    Ok(Seen { entry, sort, place, is_whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn partner(to_on: Option<&str>) -> Entry {
        Entry {
            id: 1,
            sort: "partner".into(),
            unit: 1,
            unit_name: String::new(),
            name: String::new(),
            facts: String::new(),
            head: None,
            head_name: None,
            from_on: "2026-01-01".parse().unwrap(),
            to_on: to_on.map(|it| it.parse().unwrap()),
            ended_at: None,
            ended_why: String::new(),
            version: 0,
        }
    }

    #[test]
    fn it_says_how_long_it_still_lasts() {
        let today: Day = "2026-11-20".parse().unwrap();
        let says = |to: Option<&str>| partner(to).tag(today).0;
        assert!(says(None).contains("在用"));
        assert!(says(Some("2026-12-22")).contains("在用"), "31 days ahead");
        assert!(says(Some("2026-12-21")).contains("还有30天到期"));
        assert!(says(Some("2026-11-21")).contains("今天到期"));
        assert!(says(Some("2026-11-20")).contains("已结束"));
    }
}

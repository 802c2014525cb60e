//! The roll of a unit on a day: who was on it, as what, with which rights, away for which word.

mod store;

use std::collections::{HashMap, HashSet};

use act::Result;
use calendar::Day;
use db::Read;
use systems::Systems;

use crate::{
    LeaveWord, Participation, Post, Rights, StaffClass, Status, Stay, past::Past, standing,
};

pub use self::store::{people_per_unit, sizes};

/// Somebody on the roll of a unit on a day.
#[derive(Debug, Clone)]
pub struct OnRoll {
    pub person: i64,
    /// 不具名 for those who are counted and never named.
    pub name: String,
    pub name_key: String,
    pub status: Status,
    pub staff_class: StaffClass,
    /// Unit of kind `subgroup`.
    pub subgroup: Option<i64>,
    /// Kinds of posts that he holds in this unit.
    pub posts: Vec<String>,
    pub may_vote: bool,
    pub rights: Rights,
    /// Why he is away.
    pub leave: Option<LeaveWord>,
    /// Known by a duty roster alone, which is forgotten after thirty days.
    pub by_roster: bool,
    /// Abroad on that day: on the roll, with his rights, and not expected to come.
    pub abroad: Option<Stay>,
    /// Retired members have no hard demands.
    pub is_retired: bool,
}

/// A member before rights, posts and days away are joined to him.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) id: i64,
    pub(crate) name: String,
    pub(crate) name_key: String,
    pub(crate) status: Status,
    pub(crate) staff_class: StaffClass,
    pub(crate) subgroup: Option<i64>,
    pub(crate) is_covert: bool,
}

/// Members of `unit` on `day` in official order.
pub fn roll(read: &Read, unit: i64, day: Day) -> Result<Vec<OnRoll>> {
    Ok(on_day(read, unit, unit, day)?.roll)
}

/// A unit on a day. One statement, whatever the size.
pub struct OnDay {
    pub roll: Vec<OnRoll>,
    /// Posts, in official order of their holders.
    pub held: Vec<Post>,
    /// Who takes part though he belongs elsewhere, in official order.
    pub guests: Vec<Participation>,
}

impl OnDay {
    /// Of its holders of posts and of its roll; the roll, which comes last, knows who is not to be named.
    pub fn names(&self) -> impl Iterator<Item = (i64, &str)> {
        let held = self.held.iter().map(|it| (it.person, it.name.as_str()));
        held.chain(self.roll.iter().map(|it| (it.person, it.name.as_str())))
    }
}

/// The roll of `unit`; posts and guests of `part`, a subgroup of it or the unit itself.
pub fn on_day(read: &Read, unit: i64, part: i64, day: Day) -> Result<OnDay> {
    Ok(on_days(read, unit, &[part], &[day])?.of(part, day))
}

/// A unit and parts of it on many days.
pub struct OnDays {
    unit: i64,
    days: HashMap<Day, Past>,
}

/// The same of many days at once: still one statement. `parts` are whose posts and guests are asked for later.
pub fn on_days(read: &Read, unit: i64, parts: &[i64], days: &[Day]) -> Result<OnDays> {
    let days =
        if days.is_empty() { HashMap::new() } else { Past::in_unit(read, (unit, parts), days)? };
    Ok(OnDays { unit, days })
}

impl OnDays {
    /// One of the days that were asked for.
    pub fn of(&self, part: i64, day: Day) -> OnDay {
        let mut past = self.days.get(&day).cloned().unwrap_or_default();
        let mut held = past.posts.clone();
        held.retain(|post| post.unit == part);
        let mut guests = std::mem::take(&mut past.guests);
        guests.retain(|guest| guest.host == part);
        let members = std::mem::take(&mut past.members);
        OnDay { roll: ranked(members, past, self.unit, day), held, guests }
    }
}

/// By seats in the committee, then as the rows come: by official order and name.
fn ranked(rows: Vec<Row>, past: Past, unit: i64, day: Day) -> Vec<OnRoll> {
    let Past { limits, leaves, stays, posts: held, on_duty, .. } = past;
    let mut posts: HashMap<i64, Vec<String>> = HashMap::new();
    for post in held.into_iter().filter(|post| post.unit == unit) {
        posts.entry(post.person).or_default().push(post.kind);
    }
    let away: HashMap<i64, LeaveWord> = leaves.into_iter().map(|it| (it.person, it.word)).collect();
    let on_duty: HashSet<i64> = on_duty.into_iter().collect();
    let mut abroad: HashMap<i64, Stay> = stays.into_iter().map(|it| (it.person, it)).collect();
    let mut roll: Vec<OnRoll> = rows
        .into_iter()
        .map(|row| {
            let own: Vec<_> = limits.iter().filter(|it| it.person == row.id).cloned().collect();
            let rights = standing::rights(Some(row.status), &own, day);
            let (posts, leave) = (posts.remove(&row.id), away.get(&row.id).copied());
            let abroad = abroad.remove(&row.id);
            let by_roster = leave.is_none() && on_duty.contains(&row.id);
            let leave = leave.or(by_roster.then_some(LeaveWord::OnDuty));
            let row = on_roll(row, rights, posts.unwrap_or_default());
            OnRoll { leave, by_roster, abroad, ..row }
        })
        .collect();
    roll.sort_by_key(|it| rank(&it.posts));
    roll
}

fn on_roll(row: Row, rights: Rights, posts: Vec<String>) -> OnRoll {
    OnRoll {
        person: row.id,
        name: if row.is_covert { "不具名".into() } else { row.name },
        name_key: row.name_key,
        status: row.status,
        staff_class: row.staff_class,
        subgroup: row.subgroup,
        posts,
        may_vote: rights.vote,
        rights,
        leave: None,
        by_roster: false,
        abroad: None,
        is_retired: row.staff_class == StaffClass::Retired,
    }
}

/// Those with a seat in the committee stand first, in the order of posts; all others follow.
fn rank(posts: &[String]) -> i64 {
    let systems = Systems::built_in();
    let seat = |post: &String| systems.post(post).filter(|kind| kind.committee);
    posts.iter().filter_map(seat).map(|kind| kind.order).min().unwrap_or(i64::MAX)
}

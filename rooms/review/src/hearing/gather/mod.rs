//! What a draw is made from: branches below, when they were heard, who may sit in and where he may not.

mod store;

pub(crate) use self::store::by_number;
pub use self::store::numbers_of;

use std::collections::{BTreeMap, BTreeSet};

use act::{Error, Place, Result};
use calendar::Day;
use db::Read;
use record::RecordKind;

use super::sheet::{self, Pool};
use crate::draw::{Auditor, Branch, Input, Why};

/// Nobody asks more people than this to sit in.
const POOL_AT_MOST: usize = 500;

/// Who is asked to sit in, and by which rule.
#[derive(Debug, Clone)]
pub struct Asked {
    pub share_percent: i64,
    pub years: i32,
    pub seats: usize,
    /// Whoever was of a branch within so many months does not hear it.
    pub apart_months: i32,
    /// Holders of these posts at and below the unit.
    pub posts: Vec<String>,
    /// And these, by police number.
    pub numbers: Vec<String>,
    /// The branches; empty for all below.
    pub only: Vec<i64>,
}

pub(super) fn input(
    read: &Read,
    unit: &Place,
    kind: &RecordKind,
    asked: &Asked,
    (today, until): (Day, Day),
) -> Result<Input> {
    let sheet = sheet::of(&kind.key).ok_or(Error::NotFound)?;
    if unit.lead_path.is_none() && !sheet.by_line {
        return Err(Error::invalid("kind", "这种会由领导它的党组织派人听"));
    }
    let mut rows = store::branches(read, unit, sheet.units(kind))?;
    rows.retain(|it| asked.only.is_empty() || asked.only.contains(&it.id));
    if rows.is_empty() {
        return Err(Error::invalid("kind", "下级没有开这种会的组织"));
    }
    let pool = pool(read, unit, (asked, sheet.pool), today)?;
    let heard: BTreeMap<i64, (i64, Day)> = store::last_heard(read, unit, &kind.key)?
        .into_iter()
        .map(|(unit, id, on)| (unit, (id, on)))
        .collect();
    let waits: BTreeMap<i64, Day> =
        store::drawn_already(read, unit.id, &kind.key, today)?.into_iter().collect();
    let ids: Vec<i64> = pool.iter().map(|(id, _)| *id).collect();
    let last: Vec<i64> = heard.values().map(|(hearing, _)| *hearing).collect();
    let mut not_at = conflicts(read, &rows, (&ids, asked.apart_months, today), &last)?;
    let here: BTreeSet<i64> = rows.iter().map(|it| it.id).collect();
    let branch = |it: store::BranchRow| Branch {
        heard_on: waits.get(&it.id).copied().or(heard.get(&it.id).map(|(_, on)| *on)),
        is_waiting: waits.contains_key(&it.id),
        since: it.use_from.unwrap_or(it.founded_on),
        id: it.id,
        name: it.name,
    };
    let mut auditor = |(id, name): (i64, String)| {
        let not_at = not_at.remove(&id).unwrap_or_default();
        let not_at = not_at.into_iter().filter(|(unit, _)| here.contains(unit)).collect();
        Auditor { id, name, not_at }
    };
    Ok(Input {
        share_percent: asked.share_percent,
        years: asked.years,
        seats: asked.seats,
        until,
        auditors: pool.into_iter().map(&mut auditor).collect(),
        branches: rows.into_iter().map(branch).collect(),
    })
}

/// Branches by person and why.
type Conflicts = BTreeMap<i64, BTreeMap<i64, Why>>;

/// Where whom the rules keep away; `last` are the last hearings of the branches.
fn conflicts(
    read: &Read,
    rows: &[store::BranchRow],
    (persons, apart, today): (&[i64], i32, Day),
    last: &[i64],
) -> Result<Conflicts> {
    let mut not_at = Conflicts::new();
    let mut keep_away = |person: i64, unit: i64, why: Why| {
        let known = not_at.entry(person).or_default().entry(unit).or_insert(why);
        *known = why.min(*known);
    };
    let hosts: BTreeMap<i64, Vec<i64>> = rows.iter().fold(BTreeMap::new(), |mut hosts, it| {
        hosts.entry(it.host.unwrap_or_default()).or_default().push(it.id);
        hosts
    });
    for span in store::spans(read, persons, today.plus_months(-apart))? {
        let is_now = span.to_on.is_none_or(|to| to > today);
        keep_away(span.person, span.unit, if is_now { Why::Own } else { Why::Former });
        let same = span.host.filter(|_| is_now).and_then(|host| hosts.get(&host));
        same.into_iter().flatten().for_each(|unit| keep_away(span.person, *unit, Why::SameUnit));
    }
    for (person, unit) in store::recusals(read, persons)? {
        keep_away(person, unit, Why::Declared);
    }
    for (person, unit) in store::sat_in(read, last)? {
        keep_away(person, unit, Why::LastTime);
    }
    Ok(not_at)
}

/// Everybody once, by id: the order in which they were found decides nothing.
fn pool(
    read: &Read,
    unit: &Place,
    (asked, of): (&Asked, Pool),
    today: Day,
) -> Result<Vec<(i64, String)>> {
    let mut pool: BTreeMap<i64, String> =
        store::holders(read, (unit, of), &asked.posts, today)?.into_iter().collect();
    for number in &asked.numbers {
        let found = store::by_number(read, number)?;
        let words = || Error::invalid("numbers", format!("没有警号为{number}的人员"));
        let (id, name) = found.ok_or_else(words)?;
        pool.insert(id, name);
    }
    if pool.is_empty() {
        return Err(Error::invalid("posts", "没有可以听会的人：勾选职务，或者写警号"));
    }
    if pool.len() > POOL_AT_MOST {
        let words = format!("一次最多从{POOL_AT_MOST}人里抽，现在有{}人，少勾几种职务", pool.len());
        return Err(Error::invalid("posts", words));
    }
    Ok(pool.into_iter().collect())
}

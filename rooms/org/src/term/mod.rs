//! Terms of committees and secretaries, and dated facts that duties ask for.

mod actions;
pub(crate) mod pages;
pub(crate) mod store;

use act::{Act, Acting, Error, Result};
use calendar::Day;
use db::{Read, bind};
use serde::Deserialize;
use systems::{Committee, Systems};

use crate::unit::{self, Unit};

pub const SET_FACT: Act = Act::new("unit.fact", "登记组织情况");
pub const START_TERM: Act = Act::new("term.start", "登记换届选举");
pub const EXTEND_TERM: Act = Act::new("term.extend", "登记延期换届");

/// The term of a committee, or of a secretary where there is none.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Term {
    pub id: i64,
    pub unit: i64,
    pub elected_on: Day,
    pub years: i64,
    /// Last day; an approved extension moves it.
    pub ends_on: Day,
    pub basis: String,
    /// First day of the next term, or of the unit's end.
    pub ended_on: Option<Day>,
}

/// A term that begins with an election.
#[derive(Debug, Clone)]
pub struct NewTerm {
    pub unit: i64,
    pub elected_on: Day,
    /// From the regulation in force on that day; the caller asks for it.
    pub years: i64,
    pub basis: String,
}

/// Starts a term; the one before it ends on that day.
pub fn start_term(w: &Acting, new: &NewTerm) -> Result<i64> {
    let unit = unit::get(w, new.unit)?.ok_or(Error::NotFound)?;
    check(w, &unit, new)?;
    if let Some(last) = store::open(w, new.unit)? {
        if new.elected_on <= last.elected_on {
            let words = format!("上一次选举在{}，新的要晚于它", last.elected_on.zh());
            return Err(Error::invalid("elected_on", words));
        }
        store::end(w, last.id, new.elected_on)?;
    }
    let id = w.id();
    store::insert_all(w, &cells(id, new))?;
    w.about("term", id).changed(&["elected_on", "ends_on"]);
    Ok(id)
}

/// Starts the first terms of many units in a few statements; *conflict* when one of them has had a term.
pub fn start_terms(w: &Acting, new: &[NewTerm]) -> Result<()> {
    let mut ids: Vec<i64> = new.iter().map(|term| term.unit).collect();
    ids.sort_unstable();
    let units = unit::store::get_all(w, &ids)?;
    if ids.windows(2).any(|pair| pair[0] == pair[1]) || store::count(w, &ids)? > 0 {
        return Err(Error::Conflict("有的组织已经登记过选举，要一个一个登记".into()));
    }
    let mut rows = Vec::with_capacity(new.len());
    for term in new {
        let at = units.binary_search_by_key(&term.unit, |unit| unit.id);
        check(w, &units[at.map_err(|_| Error::NotFound)?], term)?;
        rows.extend(cells(w.id(), term));
    }
    store::insert_all(w, &rows)?;
    w.changed(&["elected_on", "ends_on"]).rows(new.len());
    Ok(())
}

fn check(w: &Acting, unit: &Unit, new: &NewTerm) -> Result<()> {
    if !unit.exists_on(new.elected_on) {
        return Err(Error::invalid("elected_on", "选举日期要在组织成立之后、撤销之前"));
    }
    unit::refuse_future(w, "elected_on", new.elected_on)?;
    if !(1..=10).contains(&new.years) {
        return Err(Error::invalid("years", "任期要写成1到10年"));
    }
    Ok(())
}

fn cells(id: i64, new: &NewTerm) -> Vec<db::Value> {
    let ends_on = last_day(new.elected_on, new.years);
    bind![id, new.unit, new.elected_on, new.years, ends_on, new.basis].to_vec()
}

/// The day before the same day, so many years later.
pub(crate) fn last_day(elected_on: Day, years: i64) -> Day {
    elected_on.plus_months(years as i32 * 12).plus_days(-1)
}

/// Moves the last day of the running term: an approved extension.
pub fn extend_term(w: &Acting, unit: i64, ends_on: Day, basis: &str) -> Result<()> {
    let term = store::open(w, unit)?.ok_or(Error::NotFound)?;
    if ends_on <= term.ends_on {
        let words = format!("本届到{}届满，延期要晚于这一天", term.ends_on.zh());
        return Err(Error::invalid("ends_on", words));
    }
    store::extend(w, term.id, ends_on, basis)?;
    w.about("term", term.id).changed(&["ends_on"]);
    Ok(())
}

/// Newest first.
pub fn terms(read: &Read, unit: i64) -> Result<Vec<Term>> {
    store::all(read, unit)
}

/// The term that ran on `day`, also when its last day had passed without an election.
pub fn term_on(read: &Read, unit: i64, day: Day) -> Result<Option<Term>> {
    let holds = |term: &Term| term.elected_on <= day && term.ended_on.is_none_or(|end| day < end);
    Ok(store::all(read, unit)?.into_iter().find(holds))
}

/// Sets a dated fact from a day on; the same day again corrects it.
pub fn set_fact(w: &Acting, unit: i64, name: &str, from: Day, value: i64) -> Result<()> {
    store::set_fact(w, unit, name, from, value)?;
    w.about("unit", unit).changed(&["fact"]);
    Ok(())
}

/// The value of a fact on a day; `None` where nobody has said anything.
pub fn fact_on(read: &Read, unit: i64, name: &str, day: Day) -> Result<Option<i64>> {
    store::fact_on(read, unit, name, day)
}

/// Every value of every fact of the units: unit, name, first day, value; in that order.
pub fn facts_on(read: &Read, units: &[i64]) -> Result<Vec<(i64, String, Day, i64)>> {
    store::facts(read, units)
}

/// Whether the unit has a committee on `day`: as recorded, or as its kind has it.
pub fn committee_of(read: &Read, systems: &Systems, unit: &Unit, day: Day) -> Result<bool> {
    let kind = systems.unit_kind(&unit.kind);
    let by_kind = kind.is_some_and(|kind| kind.committee != Committee::None);
    Ok(fact_on(read, unit.id, "committee", day)?.map_or(by_kind, |value| value > 0))
}

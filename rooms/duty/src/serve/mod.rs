//! What a fact serves, written in the act that makes the fact.

mod bearers;
mod rows;
mod store;

use act::{Acting, Result};
use calendar::Day;
use rules::Rules;

use crate::{Law, judge::Fact};

/// Where a fact happened and whom it concerns.
#[derive(Debug, Clone, Default)]
pub struct Setting {
    /// Who held it: a branch, a subgroup, a committee.
    pub unit: i64,
    /// Where lists link to: `/records/5`.
    pub url: String,
    /// Who of the roll it does not count for. `None`: it has no roll, nobody gets hours.
    pub absent: Option<Vec<i64>>,
    pub lecturer: Option<i64>,
    /// Both sides of a talk.
    pub talk: Option<(i64, i64)>,
}

/// A fact with its setting.
pub type Happened = (Fact, Setting);

/// Writes what the fact serves; what was written for it before is replaced. A withdrawn fact serves nothing.
pub fn serve(w: &Acting, rules: &Rules, fact: &Fact, setting: &Setting) -> Result<()> {
    withdraw(w, &fact.room, fact.id)?;
    serve_many(w, rules, &[(fact.clone(), setting.clone())])
}

/// The same for many facts that are new, with few statements.
pub fn serve_many(w: &Acting, rules: &Rules, facts: &[Happened]) -> Result<()> {
    let law = Law::load(w, rules)?;
    for part in facts.chunks(5000) {
        let bearers = bearers::Bearers::load(w, part)?;
        let mut rows = rows::Rows::default();
        for (fact, setting) in part {
            rows.add(w, &law, &bearers, fact, setting);
        }
        store::insert_services(w, &rows.services)?;
        store::insert_occurrences(w, &rows.occurrences)?;
    }
    Ok(())
}

/// Takes back what a fact served.
pub fn withdraw(w: &Acting, room: &str, fact: i64) -> Result<()> {
    store::delete(w, room, fact)
}

/// Something that starts a clock and is no meeting: an application received. `name` as in `regulations/`.
pub fn occur(
    w: &Acting,
    unit: i64,
    (name, about): (&str, &str),
    on: Day,
    (room, fact): (&str, i64),
) -> Result<()> {
    store::insert_occurrences(w, db::bind![w.id(), unit, name, on, about, room, fact])
}

//! Everything dated about somebody, or about everybody of a unit on a day, each asked for at once.

mod store;

use std::collections::HashMap;

use act::{Error, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;

use crate::{
    Affiliation, Leave, LeaveWord, Limit, Participation, Post, Purpose, Reason, Spell, StaffClass,
    Status, Stay, roll,
};

/// Stands in the row of a member who is counted and never named.
const COVERT: &str = "covert";

/// What of a person began on a day and ends on another: newest first, status oldest first.
#[derive(Debug, Clone, Default)]
pub(crate) struct Past {
    pub(crate) leaves: Vec<Leave>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) statuses: Vec<Spell>,
    pub(crate) units: Vec<Affiliation>,
    pub(crate) guests: Vec<Participation>,
    pub(crate) posts: Vec<Post>,
    /// Of a unit on a day: who is on duty by a roster.
    pub(crate) on_duty: Vec<i64>,
    /// Of a unit on a day: its members by official order and name.
    pub(crate) members: Vec<roll::Row>,
}

/// A row of any of the nine.
#[derive(Debug, Deserialize)]
struct Row {
    what: What,
    id: i64,
    person: i64,
    /// Of posts and guests of a unit; else "".
    #[serde(default)]
    name: String,
    /// Key of its vocabulary, "" of a unit.
    word: String,
    unit: Option<i64>,
    unit_name: Option<String>,
    from_on: Day,
    to_on: Option<Day>,
    basis: String,
    /// Of members of a unit; else "".
    #[serde(default)]
    name_key: String,
}

/// A row that holds on a day.
#[derive(Debug, Deserialize)]
struct OnDay {
    on_day: Day,
    #[serde(flatten)]
    row: Row,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum What {
    Leave,
    Limit,
    Stay,
    Status,
    Unit,
    Guest,
    Post,
    Shift,
    Member,
}

impl Past {
    /// Of one person; leave that ended by `since` is forgotten.
    pub(crate) fn of(read: &Read, person: i64, since: Day) -> Result<Self> {
        let mut past = Self::default();
        for row in store::of(read, person, since)? {
            past.add(row)?;
        }
        past.statuses.reverse();
        Ok(past)
    }

    /// For each of the days the members of `unit`, leave, limits and stays that hold for those who belong to it
    /// then, posts of `unit` and of `parts` of it, and guests of the parts; without statuses and affiliation.
    pub(crate) fn in_unit(
        read: &Read,
        (unit, parts): (i64, &[i64]),
        days: &[Day],
    ) -> Result<HashMap<Day, Self>> {
        let mut found: HashMap<Day, Self> = HashMap::new();
        for OnDay { on_day, row } in store::in_unit(read, (unit, parts), days)? {
            found.entry(on_day).or_default().add(row)?;
        }
        Ok(found)
    }

    fn add(&mut self, row: Row) -> Result<()> {
        let Row { what, id, person, name, word, unit, unit_name, from_on, to_on, basis, .. } = row;
        match what {
            What::Member => {
                let (status, class) = (known(Status::from_key(&word))?, unit_name.as_deref());
                let staff_class = known(class.and_then(StaffClass::from_key))?;
                let (is_covert, subgroup, name_key) = (basis == COVERT, unit, row.name_key);
                self.members.push(roll::Row {
                    id: person,
                    name,
                    name_key,
                    status,
                    staff_class,
                    subgroup,
                    is_covert,
                });
            }
            What::Leave => {
                let (word, to_on) = (known(LeaveWord::from_key(&word))?, known(to_on)?);
                self.leaves.push(Leave { id, person, word, from_on, to_on });
            }
            What::Shift => self.on_duty.push(person),
            What::Limit => {
                self.limits.push(Limit { id, person, rights: word, from_on, to_on, basis });
            }
            What::Stay => {
                let purpose = known(Purpose::from_key(&word))?;
                self.stays.push(Stay { id, person, purpose, from_on, to_on, basis });
            }
            What::Status => {
                let status = known(Status::from_key(&word))?;
                self.statuses.push(Spell { status, from_on, to_on, basis });
            }
            What::Unit => {
                let unit = known(unit)?;
                self.units.push(Affiliation { id, unit, unit_name, from_on, to_on, basis });
            }
            What::Guest => {
                let (host, reason) = (known(unit)?, known(Reason::from_key(&word))?);
                let host_name = unit_name;
                self.guests.push(Participation {
                    id,
                    person,
                    name,
                    host,
                    host_name,
                    reason,
                    from_on,
                    to_on,
                });
            }
            What::Post => {
                let (unit, kind) = (known(unit)?, word);
                let post = Post { id, person, name, unit, unit_name, kind, from_on, to_on, basis };
                self.posts.push(post);
            }
        }
        Ok(())
    }
}

fn known<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(|| Error::broken("a dated row holds a word that nobody knows"))
}

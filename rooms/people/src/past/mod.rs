//! Everything dated about somebody, or about everybody of a unit on a day, each asked for at once.

mod store;

use act::{Error, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;

use crate::{
    Affiliation, Leave, LeaveWord, Limit, Participation, Purpose, Reason, Spell, Status, Stay,
};

/// What of a person began on a day and ends on another: newest first, status oldest first.
#[derive(Debug, Default)]
pub(crate) struct Past {
    pub(crate) leaves: Vec<Leave>,
    pub(crate) limits: Vec<Limit>,
    pub(crate) stays: Vec<Stay>,
    pub(crate) statuses: Vec<Spell>,
    pub(crate) units: Vec<Affiliation>,
    pub(crate) guests: Vec<Participation>,
}

/// A row of any of the six.
#[derive(Debug, Deserialize)]
struct Row {
    what: What,
    id: i64,
    person: i64,
    /// Key of its vocabulary, "" of a unit.
    word: String,
    unit: Option<i64>,
    unit_name: Option<String>,
    from_on: Day,
    to_on: Option<Day>,
    basis: String,
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

    /// Leave, limits and stays that hold on `day` for those who belong to `unit` then.
    pub(crate) fn in_unit(read: &Read, unit: i64, day: Day) -> Result<Self> {
        let mut past = Self::default();
        for row in store::in_unit(read, unit, day)? {
            past.add(row)?;
        }
        Ok(past)
    }

    fn add(&mut self, row: Row) -> Result<()> {
        let Row { what, id, person, word, unit, unit_name, from_on, to_on, basis } = row;
        match what {
            What::Leave => {
                let (word, to_on) = (known(LeaveWord::from_key(&word))?, known(to_on)?);
                self.leaves.push(Leave { id, person, word, from_on, to_on });
            }
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
                let (name, host_name) = (String::new(), unit_name);
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
        }
        Ok(())
    }
}

fn known<T>(found: Option<T>) -> Result<T> {
    found.ok_or_else(|| Error::broken("a dated row holds a word that nobody knows"))
}

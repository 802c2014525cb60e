//! Everything dated about somebody, or about everybody of a unit on a day, each asked for at once.

mod store;

use act::{Error, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;

use crate::{
    Affiliation, Leave, LeaveWord, Limit, Participation, Post, Purpose, Reason, Spell, Status, Stay,
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
    pub(crate) posts: Vec<Post>,
    /// Of a unit on a day: who is on duty by a roster.
    pub(crate) on_duty: Vec<i64>,
}

/// A row of any of the eight.
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

    /// Leave, limits and stays that hold on `day` for those who belong to `unit` then, posts of `unit`
    /// and of its `part`, and guests of the part; without statuses and affiliation.
    pub(crate) fn in_unit(read: &Read, unit: i64, part: i64, day: Day) -> Result<Self> {
        let mut past = Self::default();
        for row in store::in_unit(read, unit, part, day)? {
            past.add(row)?;
        }
        Ok(past)
    }

    fn add(&mut self, row: Row) -> Result<()> {
        let Row { what, id, person, name, word, unit, unit_name, from_on, to_on, basis } = row;
        match what {
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

//! Standing: membership over time, rights that follow from it, and limits on those rights.

pub(crate) mod actions;
pub(crate) mod pages;
mod store;

use act::{Acting, Ctx, Result};
use calendar::Day;
use serde::Deserialize;

use crate::{Right, Status};

pub use self::{
    actions::{limit_rights, set_status},
    store::{limits_of, spells_of},
};

/// One spell of membership.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Spell {
    pub status: Status,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub basis: String,
}

/// Rights that are taken away or rest for a time.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Limit {
    pub id: i64,
    pub person: i64,
    /// Keys of rights, separated by commas.
    pub rights: String,
    pub from_on: Day,
    pub to_on: Option<Day>,
    pub basis: String,
}

impl Limit {
    fn takes(&self, right: Right, day: Day) -> bool {
        let holds = self.from_on <= day && self.to_on.is_none_or(|to| day < to);
        holds && self.rights.split(',').any(|key| key == right.key())
    }
}

/// What a room does when somebody has left the roll, within that very act.
pub type OnLeaving = fn(&Ctx, &Acting, person: i64) -> Result<()>;

/// Who follows when somebody leaves; added to the core by `app`.
#[derive(Default)]
pub struct Leavers(pub Vec<OnLeaving>);

/// What somebody may do in his branch on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rights {
    pub vote: bool,
    pub elect: bool,
    pub stand: bool,
}

/// Rights follow from the status of the day: full members have them, unless limited.
pub fn rights(status: Option<Status>, limits: &[Limit], day: Day) -> Rights {
    let has =
        |right| status == Some(Status::Full) && !limits.iter().any(|limit| limit.takes(right, day));
    Rights { vote: has(Right::Vote), elect: has(Right::Elect), stand: has(Right::Stand) }
}

/// The status of a day.
pub fn status_on(spells: &[Spell], day: Day) -> Option<Status> {
    let holds = |spell: &&Spell| spell.from_on <= day && spell.to_on.is_none_or(|to| day < to);
    spells.iter().find(holds).map(|spell| spell.status)
}

/// Whether somebody may vote on a day.
pub fn may_vote(read: &db::Read, person: i64, day: Day) -> act::Result<bool> {
    Ok(rights_of(read, person, day)?.vote)
}

/// All rights of somebody on a day.
pub fn rights_of(read: &db::Read, person: i64, day: Day) -> act::Result<Rights> {
    let status = status_on(&spells_of(read, person)?, day);
    Ok(rights(status, &limits_of(read, person)?, day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn limit(rights: &str, from: &str, to: Option<&str>) -> Limit {
        let (rights, basis) = (rights.to_owned(), String::new());
        Limit { id: 1, person: 1, rights, from_on: day(from), to_on: to.map(day), basis }
    }

    #[test]
    fn only_full_members_have_rights() {
        let on = day("2026-11-20");
        assert!(rights(Some(Status::Full), &[], on).vote);
        for status in [Status::Probationary, Status::Suspended, Status::Left, Status::None] {
            let rights = rights(Some(status), &[], on);
            assert_eq!([rights.vote, rights.elect, rights.stand], [false; 3], "{status:?}");
        }
        assert!(!rights(None, &[], on).vote);
    }

    #[test]
    fn a_limit_takes_its_rights_from_its_first_day_to_the_day_before_its_end() {
        let limits = [limit("elect,stand", "2026-03-01", Some("2027-03-01"))];
        let of = |on| rights(Some(Status::Full), &limits, day(on));
        assert!(of("2026-02-28").elect);
        assert_eq!((of("2026-03-01").elect, of("2026-03-01").vote), (false, true));
        assert!(!of("2027-02-28").stand);
        assert!(of("2027-03-01").stand);
    }
}

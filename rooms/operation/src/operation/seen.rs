//! Who sees how much of an operation.

use act::{Ctx, Error, Place, Result};
use db::Read;

use super::{Operation, Team, store};
use crate::{SEE, word};

/// How much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Access {
    /// All: for whom the committee answers.
    Whole,
    /// One temporary branch, for its secretary.
    Branch(i64),
    /// The teams that he belongs to.
    Part { teams: Vec<i64>, person: i64 },
}

/// An operation as its viewer comes to it.
pub(crate) struct Seen {
    pub(crate) operation: Operation,
    pub(crate) place: Place,
    pub(crate) teams: Vec<Team>,
    pub(crate) access: Access,
}

impl Seen {
    /// The teams that the viewer sees; `None` for all of them.
    pub(crate) fn own_teams(&self) -> Option<Vec<i64>> {
        match &self.access {
            Access::Whole => None,
            Access::Branch(team) => Some(vec![*team]),
            Access::Part { teams, .. } => Some(teams.clone()),
        }
    }

    pub(crate) fn is_whole(&self) -> bool {
        self.access == Access::Whole
    }

    pub(crate) fn wanted(&self) -> store::Wanted {
        store::Wanted { teams: self.own_teams(), ..store::Wanted::default() }
    }

    pub(crate) fn team(&self, id: Option<i64>) -> Option<&Team> {
        self.teams.iter().find(|team| Some(team.id) == id)
    }

    /// Team by team, those that the viewer sees.
    pub(crate) fn shown_teams(&self) -> Vec<&Team> {
        let own = self.own_teams();
        let is_shown = |team: &&Team| own.as_ref().is_none_or(|own| own.contains(&team.id));
        self.teams.iter().filter(is_shown).collect()
    }
}

/// *NotFound* for whoever has no part in it.
pub(crate) fn find(ctx: &Ctx, read: &Read, id: i64) -> Result<Seen> {
    let (operation, place) = store::placed(read, id)?.ok_or(Error::NotFound)?;
    let teams = store::teams(read, id)?;
    if ctx.sight(&SEE).holds(&place) {
        return Ok(Seen { operation, place, teams, access: Access::Whole });
    }
    if operation.declared_at.is_none() {
        return Err(Error::NotFound);
    }
    let access = match led(ctx, &teams) {
        Some(team) => Access::Branch(team),
        None => own(ctx, read, id)?,
    };
    Ok(Seen { operation, place, teams, access })
}

/// The temporary branch whose hat is worn.
fn led(ctx: &Ctx, teams: &[Team]) -> Option<i64> {
    let hat = ctx.actor.hat().filter(|hat| ctx.allows(&word::APPRAISE, &hat.unit))?;
    teams.iter().find(|team| team.unit == Some(hat.unit.id)).map(|team| team.id)
}

fn own(ctx: &Ctx, read: &Read, id: i64) -> Result<Access> {
    let person = ctx.person()?;
    let wanted = store::Wanted { person: Some(person), ..store::Wanted::default() };
    let mine = store::members(read, id, &wanted)?.into_iter().next().ok_or(Error::NotFound)?;
    let teams = mine.branch.into_iter().chain(mine.vanguard).collect();
    Ok(Access::Part { teams, person })
}

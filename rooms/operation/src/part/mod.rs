//! What goes home with somebody: what he took part in, how he was appraised and commended. His home sees its own, without
//! the code.

mod pages;
pub(crate) mod store;

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;
use serde::Deserialize;

pub(crate) use self::pages::routes;
use crate::{
    RECEIVE, SEE,
    operation::{self, Member, Operation, Team},
    word::{self, Word},
};

/// Somebody of a branch who is or was away.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct OfHome {
    pub(crate) operation: i64,
    pub(crate) person: i64,
    pub(crate) name: String,
    pub(crate) from_on: Day,
    pub(crate) to_on: Day,
    pub(crate) appraisals: i64,
    pub(crate) commendations: i64,
}

/// One meeting of his temporary branch.
#[derive(Debug, Clone)]
pub(crate) struct Attended {
    pub(crate) on: Day,
    pub(crate) title: String,
    pub(crate) how: String,
}

/// All that is said of one member.
pub(crate) struct Part {
    pub(crate) operation: Operation,
    pub(crate) member: Member,
    pub(crate) teams: Vec<Team>,
    pub(crate) home: Place,
    /// The viewer belongs to the operation or leads it: the code may stand there.
    pub(crate) is_inside: bool,
    pub(crate) attended: Vec<Attended>,
    pub(crate) words: Vec<Word>,
}

impl Part {
    /// 翠竹1号, or nothing that says which.
    pub(crate) fn code(&self) -> &str {
        if self.is_inside { &self.operation.code } else { "执行任务" }
    }

    pub(crate) fn team_names(&self) -> Vec<String> {
        let is_his = |team: &&Team| {
            Some(team.id) == self.member.branch || Some(team.id) == self.member.vanguard
        };
        let his = self.teams.iter().filter(is_his);
        his.map(|team| {
            if team.leader == self.member.person {
                format!("{}（{}）", team.name, team.sort.leader_zh())
            } else {
                team.name.clone()
            }
        })
        .collect()
    }
}

/// For himself, for whoever leads the operation or his branch in it, and for his home; *NotFound* for all others.
pub(crate) fn find(ctx: &Ctx, read: &Read, id: i64, person: i64) -> Result<Part> {
    let found = operation::store::placed(read, id)?.filter(|it| it.0.declared_at.is_some());
    let (operation, committee) = found.ok_or(Error::NotFound)?;
    let wanted =
        operation::store::Wanted { person: Some(person), ..operation::store::Wanted::default() };
    let member = operation::store::members(read, id, &wanted)?.pop().ok_or(Error::NotFound)?;
    let teams = operation::store::teams(read, id)?;
    let branch =
        teams.iter().find(|team| Some(team.id) == member.branch).and_then(|team| team.unit);
    let is_inside = is_inside(ctx, &committee, person, branch);
    let home = Place::find(read, member.home)?.ok_or(Error::NotFound)?;
    if !is_inside && !ctx.sight(&RECEIVE).holds(&home) {
        return Err(Error::NotFound);
    }
    // What was held is told once he is back; words go home as they are given.
    let is_told = is_inside || operation.ended_at.is_some() || member.to_on <= ctx.today;
    let attended = match branch.filter(|_| is_told) {
        Some(unit) => attended(read, unit, person)?,
        None => Vec::new(),
    };
    let words = word::store::about(read, &member, id)?;
    Ok(Part { operation, member, teams, home, is_inside, attended, words })
}

/// Himself, whoever leads his branch in it, or the committee.
fn is_inside(ctx: &Ctx, committee: &Place, person: i64, branch: Option<i64>) -> bool {
    let leads =
        |hat: &act::Hat| Some(hat.unit.id) == branch && ctx.allows(&word::APPRAISE, &hat.unit);
    ctx.actor.person() == Some(person)
        || ctx.actor.hat().is_some_and(leads)
        || ctx.sight(&SEE).holds(committee)
}

fn attended(read: &Read, unit: i64, person: i64) -> Result<Vec<Attended>> {
    let held = record::held_by(read, &[unit])?.into_iter();
    Ok(held
        .filter_map(|it| {
            let how = it.entry(person)?.presence.zh();
            Some(Attended { on: it.held_on, title: it.title.clone(), how })
        })
        .collect())
}

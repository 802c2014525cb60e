//! Further people join while it lasts, and somebody comes home before the others.

use act::{Act, Ctx, Error, Result};
use calendar::Day;

use super::{Member, Operation, actions, seen, store};
use crate::{Sort, pause, prepare};

pub(crate) const JOIN: Act = Act::new("operation.join", "行动中增加人员");
pub(crate) const RELEASE: Act = Act::new("operation.release", "行动中人员提前归队");

/// Puts those who are named on a roster into a team, from a day on.
pub(crate) fn join(
    ctx: &Ctx,
    (id, version): (i64, i64),
    team: i64,
    roster: &str,
    (from_on, basis): (Day, &str),
) -> Result<usize> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    ctx.act(&JOIN, unit, |w| {
        let operation = actions::running(w, id, version)?;
        let teams = store::teams(w, id)?;
        let team = teams.iter().find(|it| it.id == team);
        let team = team.ok_or_else(|| Error::invalid("team", "请选择编入哪个组织"))?;
        if from_on < operation.from_on || from_on >= operation.to_on {
            return Err(Error::invalid("from", "要在这次行动的起止日期之内"));
        }
        let found = prepare::roster::people(w, operation.unit, roster);
        let found = found?.map_err(|words| Error::invalid("roster", words))?;
        let known = store::members(w, id, &store::Wanted::default())?;
        let (branch, vanguard) = match team.sort {
            Sort::TemporaryBranch => (Some(team.id), None),
            Sort::Vanguard => (None, Some(team.id)),
        };
        let new: Vec<Member> = found
            .into_iter()
            .filter(|it| !known.iter().any(|known| known.person == it.person))
            .map(|it| Member { branch, vanguard, from_on, to_on: operation.to_on, ..it.member() })
            .collect();
        if new.is_empty() {
            return Err(Error::invalid("roster", "写的人都已经在名单里"));
        }
        let persons: Vec<i64> = new.iter().map(|it| it.person).collect();
        let days = Operation { from_on, ..operation.clone() };
        actions::refuse_taken(w, &days, &persons)?;
        store::insert_members(w, id, &new)?;
        people::send(w, &store::sent(&new, &teams, operation.to_on))?;
        let decision = store::decisions(w, id)?.pop().ok_or(Error::NotFound)?;
        let all = store::members(w, id, &store::Wanted::default())?;
        pause::rest(w, ctx, &days, &all, &decision)?;
        let told = "您已编入执行任务的临时组织，原支部的会按请假算";
        actions::tell_members(w, ctx, (&operation, &new), told)?;
        w.because(basis).about("operation", id).rows(new.len()).reply(operation.url());
        Ok(new.len())
    })
}

/// `on` is his first day back.
pub(crate) fn release(ctx: &Ctx, (id, version): (i64, i64), person: i64, on: Day) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    ctx.act(&RELEASE, unit, |w| {
        let operation = actions::running(w, id, version)?;
        let teams = store::teams(w, id)?;
        let wanted = store::Wanted { person: Some(person), ..store::Wanted::default() };
        let member = store::members(w, id, &wanted)?.pop().ok_or(Error::NotFound)?;
        if on <= member.from_on || on >= member.to_on {
            return Err(Error::invalid("on", "归队那天要在他执行任务的日子里"));
        }
        if teams.iter().any(|team| team.leader == person && team.post.is_some()) {
            let words = "他是临时党支部书记，人走了支部就没有负责人：先更换负责人，再办归队";
            return Err(Error::Conflict(words.into()));
        }
        store::release(w, id, person, on)?;
        people::move_return(w, &store::sent(std::slice::from_ref(&member), &teams, on))?;
        actions::tell_homes(w, ctx, std::slice::from_ref(&member))?;
        w.about("person", person).changed(&["operation"]).reply(operation.url());
        Ok(())
    })
}

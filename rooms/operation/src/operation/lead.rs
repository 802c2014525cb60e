//! Another leader for a team while the operation lasts: the one there was falls out, or goes home.

use act::{Act, Ctx, Error, Result};
use calendar::Day;
use people::{Status, Terms};

use super::{Member, Team, actions, seen, store};
use crate::Sort;

pub(crate) const DESIGNATE: Act = Act::new("operation.designate", "行动中更换负责人");

/// Whether he may lead the team on `day`: he is in it, does not lead it yet, and a branch wants a full member.
pub(super) fn may_lead(team: &Team, it: &Member, day: Day) -> bool {
    let is_in = [it.branch, it.vanguard].contains(&Some(team.id));
    let is_there = it.from_on <= day && day < it.to_on;
    let is_fit = team.sort == Sort::Vanguard || it.status == Status::Full;
    is_in && is_there && is_fit && team.leader != it.person
}

/// He leads from `from` on, whoever did does until then.
pub(crate) fn designate(
    ctx: &Ctx,
    (id, version): (i64, i64),
    (team, person): (i64, i64),
    (from, basis): (Day, &str),
) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    ctx.act(&DESIGNATE, unit, |w| {
        let operation = actions::running(w, id, version)?;
        // A post that begins today leaves none without a leader, and none with two.
        if from != ctx.today && from != ctx.today.plus_days(1) {
            return Err(Error::invalid("from", "从今天或者明天起；再往后的，到时候再办"));
        }
        let teams = store::teams(w, id)?;
        let team = teams.iter().find(|it| it.id == team).ok_or(Error::NotFound)?;
        let wanted = store::Wanted { person: Some(person), ..store::Wanted::default() };
        let member = store::members(w, id, &wanted)?.pop().ok_or(Error::NotFound)?;
        if !may_lead(team, &member, from) {
            let words = "那天他不在这个组织里，或者不是正式党员，不能由他负责";
            return Err(Error::invalid("leads", words));
        }
        let mut post = None;
        if let Some((unit, held)) = team.unit.zip(team.post) {
            people::move_end(w, &[held], from)?;
            let terms = Terms { from, to: Some(operation.to_on), basis };
            post = Some(people::designate(w, ctx, person, (unit, "secretary"), &terms)?);
        }
        store::lead(w, &operation, team.id, (person, post))?;
        let told = "已指定您负责执行任务的临时组织";
        actions::tell_members(w, ctx, (&operation, std::slice::from_ref(&member)), told)?;
        w.because(basis).about("operation", id).changed(&["leader"]).reply(operation.url());
        Ok(())
    })
}

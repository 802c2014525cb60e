//! Writing down what is prepared, and throwing it away.

use std::collections::BTreeMap;

use act::{Act, Acting, Ctx, Error, Result};
use people::Status;
use record::kind::Switched;

use super::{NewTeam, Prepared, Sort, roster::Found, store};
use crate::{
    SYSTEM, code,
    operation::{self, Member},
};

pub(crate) const PREPARE: Act = Act::new("operation.prepare", "准备战时行动");
pub(crate) const DISCARD: Act = Act::new("operation.discard", "放弃准备好的战时行动");

/// [`prepare_in`] as an act of the hat worn upon its own committee; its URL.
pub(super) fn prepare(ctx: &Ctx, unit: i64, it: &Prepared) -> Result<String> {
    if !ctx.read(|read| Switched::in_unit(ctx, read, unit))?.has(SYSTEM) {
        let words = "“战时工作激励”在本单位还没有启用，请市级以上政治部门启用后再办";
        return Err(Error::Conflict(words.into()));
    }
    let id = ctx.act(&PREPARE, unit, |w| {
        let id = prepare_in(w, ctx, unit, it)?;
        w.reply(format!("/operations/{id}"));
        Ok(id)
    })?;
    Ok(format!("/operations/{id}"))
}

/// Writes down what was filled in, once it holds together.
pub fn prepare_in(w: &Acting, ctx: &Ctx, unit: i64, it: &Prepared) -> Result<i64> {
    check(w, unit, it)?;
    let found = named(w, it)?;
    let persons: Vec<i64> = found.keys().copied().collect();
    let days = (it.from_on, it.decided.to_on);
    if let Some((_, name)) = operation::store::taken_elsewhere(w, &persons, days, 0)?.first() {
        let words = format!("{name}这些天已经在另一次行动里");
        return Err(Error::invalid("roster1", words));
    }
    let id = store::insert(w, unit, it, (w.now, ctx.actor.person()))?;
    let mut members: BTreeMap<i64, Member> = BTreeMap::new();
    for (place, team) in (1_i64..).zip(&it.teams) {
        let of = store::insert_team(w, id, place, team)?;
        for person in team.people.iter().chain([&team.leader]) {
            let Some(known) = found.get(person) else { continue };
            let new = || Member {
                from_on: it.from_on,
                to_on: it.decided.to_on,
                ..known.clone().member()
            };
            let member = members.entry(*person).or_insert_with(new);
            match team.sort {
                Sort::TemporaryBranch => member.branch = member.branch.or(Some(of)),
                Sort::Vanguard => member.vanguard = member.vanguard.or(Some(of)),
            }
        }
    }
    let members: Vec<Member> = members.into_values().collect();
    operation::store::insert_members(w, id, &members)?;
    w.about("operation", id).rows(members.len());
    Ok(id)
}

fn check(w: &Acting, unit: i64, it: &Prepared) -> Result<()> {
    if let Some(words) = code::fault(&it.code) {
        return Err(Error::invalid("code", words));
    }
    if operation::store::is_taken(w, unit, &it.code)? {
        return Err(Error::invalid("code", "还有一次没有结束的行动用着这个代号，请换一个"));
    }
    if it.decided.to_on <= it.from_on {
        return Err(Error::invalid("until", "最后一天不能早于开始那天"));
    }
    if it.teams.is_empty() {
        return Err(Error::invalid("leader1", "至少编一个临时党支部或者突击队，写明谁负责"));
    }
    Ok(())
}

/// Everybody named, with his home. A temporary branch is led by a full member.
fn named(w: &Acting, it: &Prepared) -> Result<BTreeMap<i64, Found>> {
    let all = it.teams.iter().flat_map(|team| team.people.iter().chain([&team.leader]));
    let mut persons: Vec<i64> = all.copied().collect();
    persons.sort_unstable();
    persons.dedup();
    let found = store::by_id(w, &persons)?.into_iter();
    let found: BTreeMap<i64, Found> = found.map(|it| (it.person, it)).collect();
    for (number, team) in (1..).zip(&it.teams) {
        refuse_leader(found.get(&team.leader), team, number)?;
    }
    Ok(found)
}

fn refuse_leader(leader: Option<&Found>, team: &NewTeam, number: usize) -> Result<()> {
    let field = format!("leader{number}");
    let leader = leader.ok_or_else(|| Error::invalid(&field, "没有找到这个人"))?;
    let is_fit = leader.status == Status::Full;
    if team.sort == Sort::TemporaryBranch && !is_fit {
        let words = format!("{}不是正式党员，不能指定为临时党支部书记", leader.name);
        return Err(Error::invalid(&field, words));
    }
    Ok(())
}

pub(super) fn discard(ctx: &Ctx, id: i64) -> Result<()> {
    let unit = ctx.read(|read| operation::find(ctx, read, id))?.operation.unit;
    ctx.act(&DISCARD, unit, |w| {
        if !store::discard(w, id)? {
            return Err(Error::Conflict("这次行动已经宣布了，要停下来请办“提前结束”".into()));
        }
        w.about("operation", id).reply("/operations");
        Ok(())
    })
}

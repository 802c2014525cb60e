//! Declaring what was prepared, extending, ending: each by decision of a body.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;
use notify::Tell;
use org::NewUnit;
use people::Terms;
use systems::Systems;

use super::{Member, Operation, Team, seen, store};
use crate::{Sort, pause};

pub(crate) const DECLARE: Act = Act::new("operation.declare", "宣布战时行动");
pub(crate) const EXTEND: Act = Act::new("operation.extend", "延长战时行动");
pub(crate) const END: Act = Act::new("operation.end", "结束战时行动");

/// What a body decided, as it is entered.
#[derive(Debug, Clone)]
pub struct Decided {
    /// `declare`, `extend` or `end`.
    pub sort: &'static str,
    pub body: String,
    pub decided_on: Day,
    pub record: Option<i64>,
    pub document_no: String,
    /// The first day after the operation.
    pub to_on: Day,
}

/// Series of the numbers of temporary branches and teams, within a committee and a year.
const BRANCHES: &str = "operation.temporary_branch";
const VANGUARDS: &str = "operation.vanguard";

/// [`declare_in`] as an act of the hat worn, without those who were left out on the second page.
pub(crate) fn declare(ctx: &Ctx, id: i64, kept: &[i64], version: i64) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    ctx.act(&DECLARE, unit, |w| {
        let operation = store::get(w, id)?.ok_or(Error::NotFound)?;
        if operation.version != version {
            return Err(Error::Conflict("这份名单刚刚有人改过，请刷新页面再看一遍".into()));
        }
        let leaders: Vec<i64> = store::teams(w, id)?.iter().map(|team| team.leader).collect();
        let members = store::members(w, id, &store::Wanted::default())?.into_iter();
        let out =
            members.map(|it| it.person).filter(|it| !kept.contains(it) && !leaders.contains(it));
        store::leave_out(w, id, &out.collect::<Vec<i64>>())?;
        declare_in(w, ctx, id)
    })
}

/// Founds the temporary branches, designates who leads them, sends everybody, lets duties rest.
pub fn declare_in(w: &Acting, ctx: &Ctx, id: i64) -> Result<()> {
    let operation = store::get(w, id)?.ok_or(Error::NotFound)?;
    if !store::declare(w, id, operation.version, w.now)? {
        return Err(Error::Conflict("这次行动已经宣布了".into()));
    }
    let members = store::members(w, id, &store::Wanted::default())?;
    let persons: Vec<i64> = members.iter().map(|it| it.person).collect();
    refuse_taken(w, &operation, &persons)?;
    let body = store::decisions(w, id)?.pop().ok_or(Error::NotFound)?;
    for team in store::teams(w, id)? {
        set_up(w, ctx, (&operation, &team), &body.zh())?;
    }
    let teams = store::teams(w, id)?;
    people::send(w, &store::sent(&members, &teams, operation.to_on))?;
    pause::rest(w, ctx, &operation, &members, &body)?;
    tell_members(w, ctx, (&operation, &members), "您已编入执行任务的临时组织，原支部的会按请假算")?;
    w.about("operation", id).rows(members.len()).reply(operation.url());
    Ok(())
}

/// Nobody is in two operations at once.
pub(super) fn refuse_taken(w: &Acting, operation: &Operation, persons: &[i64]) -> Result<()> {
    let days = (operation.from_on, operation.to_on);
    match store::taken_elsewhere(w, persons, days, operation.id)?.first() {
        Some((_, name)) => {
            Err(Error::Conflict(format!("{name}这些天已经在另一次行动里，请先把他去掉")))
        }
        None => Ok(()),
    }
}

fn set_up(
    w: &Acting,
    ctx: &Ctx,
    (operation, team): (&Operation, &Team),
    basis: &str,
) -> Result<()> {
    let year = operation.from_on.year();
    if team.sort == Sort::Vanguard {
        let number = numbers::next(w, operation.unit, VANGUARDS, year)?;
        return crate::prepare::store::rename_team(
            w,
            team.id,
            &format!("{year}年第{number}党员突击队"),
        );
    }
    let number = numbers::next(w, operation.unit, BRANCHES, year)?;
    let (name, from) = (format!("{year}年第{number}临时党支部"), operation.from_on.min(ctx.today));
    let new = NewUnit {
        lead: Some(operation.unit),
        use_from: Some(from),
        is_off_line: true,
        basis: basis.to_owned(),
        ..NewUnit::new("temporary_branch", &name, from)
    };
    let unit = org::found_unit(w, ctx.part::<Systems>(), &new)?;
    let terms = Terms { from, to: Some(operation.to_on), basis };
    let post = people::designate(w, ctx, team.leader, (unit, "secretary"), &terms)?;
    store::found_branch(w, team, unit, post, &name)
}

/// By a new decision; posts, absences and what rests go along.
pub(crate) fn extend(ctx: &Ctx, id: i64, decided: &Decided, version: i64) -> Result<()> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    ctx.act(&EXTEND, unit, |w| {
        let operation = running(w, id, version)?;
        if decided.to_on <= operation.to_on {
            let words = format!("现在到{}为止，延长要晚于这一天", operation.last_on().zh());
            return Err(Error::invalid("until", words));
        }
        let (members, teams) = (staying(w, &operation)?, store::teams(w, id)?);
        let later = Operation { to_on: decided.to_on, ..operation.clone() };
        refuse_taken(w, &later, &members.iter().map(|it| it.person).collect::<Vec<_>>())?;
        store::move_end(w, &operation, decided.to_on, None)?;
        people::move_return(w, &store::sent(&members, &teams, decided.to_on))?;
        people::move_end(w, &posts(&teams), decided.to_on)?;
        store::note(w, id, decided, (w.now, ctx.actor.person()))?;
        let decision = store::decisions(w, id)?.pop().ok_or(Error::NotFound)?;
        let added = Operation { from_on: operation.to_on, ..later };
        pause::rest(w, ctx, &added, &members, &decision)?;
        w.about("operation", id).changed(&["to_on"]).reply(operation.url());
        Ok(())
    })
}

/// Before its last day, by decision. What lasts until today or longer ends in the night after its last day, as any
/// operation does; *true* when it was over already and has ended now.
pub(crate) fn end(ctx: &Ctx, id: i64, decided: &Decided, version: i64) -> Result<bool> {
    let unit = ctx.read(|read| seen::find(ctx, read, id))?.operation.unit;
    let is_over = decided.to_on <= ctx.today;
    ctx.act(&END, unit, |w| {
        let operation = running(w, id, version)?;
        if decided.to_on <= operation.from_on {
            return Err(Error::invalid("until", "最后一天不能早于开始那天"));
        }
        if decided.to_on >= operation.to_on {
            return Err(Error::invalid("until", "这一天本来就会结束，不用另办"));
        }
        w.reply(operation.url());
        if is_over {
            end_in(w, ctx, id, decided.to_on, Some(decided))
        } else {
            shorten(w, ctx, &operation, decided)
        }
    })?;
    Ok(is_over)
}

/// Posts, absences and what rests end with the new last day.
fn shorten(w: &Acting, ctx: &Ctx, operation: &Operation, decided: &Decided) -> Result<()> {
    let (members, teams) = (staying(w, operation)?, store::teams(w, operation.id)?);
    store::move_end(w, operation, decided.to_on, None)?;
    people::move_return(w, &store::sent(&members, &teams, decided.to_on))?;
    people::move_end(w, &posts(&teams), decided.to_on)?;
    store::note(w, operation.id, decided, (w.now, ctx.actor.person()))?;
    pause::lift(w, operation.id, decided.to_on)?;
    w.about("operation", operation.id).changed(&["to_on"]).rows(members.len());
    Ok(())
}

/// Dissolves the temporary branches from `on`, their first day no more; everybody goes home with what is his.
pub fn end_in(w: &Acting, ctx: &Ctx, id: i64, on: Day, decided: Option<&Decided>) -> Result<()> {
    let operation = store::get(w, id)?.ok_or(Error::NotFound)?;
    let (members, teams) = (staying(w, &operation)?, store::teams(w, id)?);
    if !store::move_end(w, &operation, on, Some(w.now))? {
        return Err(Error::Conflict("这次行动已经结束了".into()));
    }
    if let Some(decided) = decided {
        store::note(w, id, decided, (w.now, ctx.actor.person()))?;
    }
    people::move_return(w, &store::sent(&members, &teams, on))?;
    for team in &teams {
        if let Some(unit) = team.unit {
            // Groups that the branch made end with it.
            for group in org::children(w, unit, act::Relation::Lead)? {
                org::dissolve(ctx, w, group.id, on, "任务结束，随支部撤销")?;
            }
            org::dissolve(ctx, w, unit, on, "任务结束，自行撤销")?;
        }
    }
    pause::lift(w, id, on)?;
    tell_members(
        w,
        ctx,
        (&operation, &members),
        "任务结束，您在任务中的情况已转回原支部，可以打开看",
    )?;
    tell_homes(w, ctx, &members)?;
    w.about("operation", id).changed(&["ended_at"]).rows(members.len());
    Ok(())
}

/// Declared, not ended, as the form was opened.
pub(super) fn running(w: &Acting, id: i64, version: i64) -> Result<Operation> {
    let operation = store::get(w, id)?.ok_or(Error::NotFound)?;
    if operation.declared_at.is_none() || operation.ended_at.is_some() {
        return Err(Error::Conflict("这次行动不在进行中".into()));
    }
    if operation.version != version {
        return Err(Error::Conflict("这次行动刚刚有人改过，请刷新页面再办".into()));
    }
    Ok(operation)
}

/// Those who have not come back before its last day.
fn staying(w: &Acting, operation: &Operation) -> Result<Vec<Member>> {
    let mut members = store::members(w, operation.id, &store::Wanted::default())?;
    members.retain(|it| it.to_on == operation.to_on);
    Ok(members)
}

fn posts(teams: &[Team]) -> Vec<i64> {
    teams.iter().filter_map(|team| team.post).collect()
}

/// The notice says neither the code nor where.
pub(super) fn tell_members(
    w: &Acting,
    ctx: &Ctx,
    (operation, members): (&Operation, &[Member]),
    text: &str,
) -> Result<()> {
    let (sender, url) = (ctx.actor.person(), operation.url());
    for member in members.iter().filter(|it| Some(it.person) != sender) {
        let unit = Some(member.home);
        let tell = Tell {
            person: member.person,
            unit,
            kind: "operation",
            text,
            url: &url,
            sender,
            dedup: None,
        };
        notify::tell(w, &tell)?;
    }
    Ok(())
}

/// Each home learns how many of its own are back, nothing of the others.
pub(super) fn tell_homes(w: &Acting, ctx: &Ctx, members: &[Member]) -> Result<()> {
    let mut homes: Vec<i64> = members.iter().map(|it| it.home).collect();
    homes.sort_unstable();
    homes.dedup();
    for post in people::holders(w, &homes, "secretary", ctx.today)? {
        let back = members.iter().filter(|it| it.home == post.unit).count();
        let text = format!("本支部{back}名同志执行任务归来，材料已转来");
        let url = format!("/operations/returns?unit={}", post.unit);
        let (person, unit, text, sender) =
            (post.person, Some(post.unit), text.as_str(), ctx.actor.person());
        let tell = Tell { person, unit, kind: "operation", text, url: &url, sender, dedup: None };
        notify::tell(w, &tell)?;
    }
    Ok(())
}

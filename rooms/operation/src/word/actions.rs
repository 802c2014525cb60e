//! Giving an appraisal or a commendation.

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::Day;
use notify::Tell;

use super::{WordSort, store};
use crate::operation::{self, Access, Member};

pub(crate) const APPRAISE: Act = Act::new("operation.appraise", "写执行任务期间的鉴定");
pub(crate) const COMMEND: Act = Act::new("operation.commend", "火线表扬");

/// About whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Whom {
    Person(i64),
    Team(i64),
}

/// An appraisal or a commendation as it is given.
#[derive(Debug, Clone)]
pub struct NewWord {
    pub operation: i64,
    pub sort: WordSort,
    pub whom: Whom,
    pub words: String,
    pub given_on: Day,
}

/// [`give_in`] by the committee, or by a temporary branch about its own.
pub(super) fn give(ctx: &Ctx, it: &NewWord) -> Result<()> {
    let seen = ctx.read(|read| operation::find(ctx, read, it.operation))?;
    let unit = match seen.access {
        Access::Whole => seen.operation.unit,
        Access::Branch(team) => {
            seen.team(Some(team)).and_then(|it| it.unit).ok_or(Error::NotFound)?
        }
        Access::Part { .. } => return Err(Error::NotFound),
    };
    let act = if it.sort == WordSort::Appraisal { &APPRAISE } else { &COMMEND };
    ctx.act(act, unit, |w| {
        let own = seen.own_teams();
        let members = members(w, it, own)?;
        w.reply(seen.operation.url());
        give_to(w, ctx, (unit, it), &members)
    })
}

/// Gives it in the name of a unit; everybody whom it is about is told, and where he belongs.
pub fn give_in(w: &Acting, ctx: &Ctx, unit: i64, it: &NewWord) -> Result<()> {
    let members = members(w, it, None)?;
    give_to(w, ctx, (unit, it), &members)
}

/// Whom it is about, as members of the teams that the giver leads.
fn members(w: &Acting, it: &NewWord, own: Option<Vec<i64>>) -> Result<Vec<Member>> {
    let (person, teams) = match it.whom {
        Whom::Person(person) => (Some(person), own),
        Whom::Team(team) if own.as_ref().is_none_or(|own| own.contains(&team)) => {
            (None, Some(vec![team]))
        }
        Whom::Team(_) => return Err(Error::NotFound),
    };
    if person.is_none() && it.sort == WordSort::Appraisal {
        return Err(Error::invalid("whom", "鉴定是写给一个人的"));
    }
    let wanted = operation::store::Wanted { teams, person, page: None };
    let members = operation::store::members(w, it.operation, &wanted)?;
    if members.is_empty() {
        Err(Error::invalid("whom", "请从列出的人里选"))
    } else {
        Ok(members)
    }
}

fn give_to(w: &Acting, ctx: &Ctx, (unit, it): (i64, &NewWord), members: &[Member]) -> Result<()> {
    if let Whom::Person(person) = it.whom
        && ctx.actor.person() == Some(person)
    {
        return Err(Error::invalid("whom", "不能给自己写，由宣布行动的组织来写"));
    }
    let body = Place::find(w, unit)?.ok_or(Error::NotFound)?.name;
    let (at, by) = (w.now, ctx.actor.person());
    store::insert(w, it, &body, (at, by))?;
    let (kind, sender) = ("operation", by);
    let text = format!("{body}给您写了一份{}", it.sort.zh());
    for member in members.iter().filter(|it| Some(it.person) != by) {
        let url = format!("/operations/{}/members/{}", it.operation, member.person);
        let (person, unit) = (member.person, Some(member.home));
        notify::tell(w, &Tell { person, unit, kind, text: &text, url: &url, sender, dedup: None })?;
    }
    tell_homes(w, ctx, it, members)?;
    if let Whom::Person(person) = it.whom {
        w.about("person", person);
    } else {
        w.about("operation", it.operation);
    }
    w.changed(&[it.sort.key()]).rows(members.len());
    Ok(())
}

/// The secretary of each home, once: the words concern his own member.
fn tell_homes(w: &Acting, ctx: &Ctx, it: &NewWord, members: &[Member]) -> Result<()> {
    let mut homes: Vec<i64> = members.iter().map(|it| it.home).collect();
    homes.sort_unstable();
    homes.dedup();
    for post in people::holders(w, &homes, "secretary", ctx.today)? {
        let names: Vec<&str> = members
            .iter()
            .filter(|it| it.home == post.unit)
            .map(|it| it.name.as_str())
            .take(3)
            .collect();
        let text = format!("{}执行任务中有一份{}", names.join("、"), it.sort.zh());
        let url = format!("/operations/returns?unit={}", post.unit);
        let (person, unit, sender) = (post.person, Some(post.unit), ctx.actor.person());
        let tell =
            Tell { person, unit, kind: "operation", text: &text, url: &url, sender, dedup: None };
        notify::tell(w, &tell)?;
    }
    Ok(())
}

//! Appointing and ending.

use act::{Act, Acting, Ctx, Error, Result};
use calendar::Day;

use super::{NewPost, store};
use crate::member;

pub(crate) const APPOINT: Act = Act::new("post.appoint", "任职");
pub(crate) const END: Act = Act::new("post.end", "免职");

/// Without a holder of each of these nobody could give rights back.
const NEVER_EMPTY: [&str; 3] =
    ["system_administrator", "security_administrator", "audit_administrator"];

/// Gives somebody a post in a unit from a day on.
pub fn appoint(
    w: &Acting,
    person: i64,
    unit: i64,
    kind: &str,
    from: Day,
    basis: &str,
) -> Result<i64> {
    if store::holds(w, person, unit, kind)? {
        return Err(Error::invalid("kind", "他已经担任这个职务"));
    }
    let (kind, basis) = (kind.to_owned(), basis.to_owned());
    let ids = appoint_many(w, &[NewPost { person, unit, kind, from, basis, batch: None }])?;
    member::bump(w, person)?;
    w.about("person", person).changed(&["post"]).rows(1);
    Ok(ids[0])
}

/// Gives many posts in one act with few statements; the ids in the same order.
pub fn appoint_many(w: &Acting, posts: &[NewPost]) -> Result<Vec<i64>> {
    w.rows(posts.len());
    store::insert(w, posts)
}

/// Ends a post on a day. The last administrator of a kind stays.
pub fn end_post(w: &Acting, post: i64, on: Day) -> Result<()> {
    let ended = || Error::Conflict("这个职务已经免了".into());
    let held = store::find_open(w, post)?.ok_or_else(ended)?;
    if on < held.from_on {
        return Err(Error::invalid(
            "on",
            format!("任职从{}算起，不能早于这一天", held.from_on.zh()),
        ));
    }
    let kind = held.kind.as_str();
    if NEVER_EMPTY.contains(&kind) && store::count_of_kind(w, kind)? <= 1 {
        return Err(Error::Conflict("只剩这一位管理员了，先任命接替的人再免".into()));
    }
    if !store::end(w, post, on)? {
        return Err(ended());
    }
    member::bump(w, held.person)?;
    w.about("person", held.person).changed(&["post"]);
    Ok(())
}

/// [`appoint`] as an act of the hat worn upon the unit of the post.
pub(crate) fn give(
    ctx: &Ctx,
    person: i64,
    unit: i64,
    kind: &str,
    from: Day,
    basis: &str,
) -> Result<()> {
    member::actions::seen_unit(ctx, person)?;
    ctx.act(&APPOINT, unit, |w| {
        w.reply(format!("/members/{person}"));
        appoint(w, person, unit, kind, from, basis).map(|_| ())
    })
}

/// [`end_post`] as an act of the hat worn; nobody takes away the post that lets him do it.
pub(crate) fn take(ctx: &Ctx, post: i64, on: Day, basis: &str) -> Result<i64> {
    let held = ctx.read(|read| store::find_open(read, post))?.ok_or(Error::NotFound)?;
    if ctx.actor.hat().is_some_and(|hat| hat.post == post) {
        return Err(Error::Conflict("不能免去自己正在用的身份，请上一级来办".into()));
    }
    ctx.act(&END, held.unit, |w| {
        w.because(basis).reply(format!("/members/{}", held.person));
        end_post(w, post, on)
    })?;
    Ok(held.person)
}

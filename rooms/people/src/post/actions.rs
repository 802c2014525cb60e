//! Appointing and ending.

use act::{Act, Acting, Ctx, Error, Place, Result};
use calendar::Day;
use systems::Systems;

use super::{NewPost, giving, store};
use crate::member;

pub(crate) const APPOINT: Act = Act::new("post.appoint", "任职");
pub(crate) const END: Act = Act::new("post.end", "免职");

/// Gives somebody a post in a unit from a day on.
pub fn appoint(
    w: &Acting,
    person: i64,
    unit: i64,
    kind: &str,
    from: Day,
    basis: &str,
) -> Result<i64> {
    if store::holds(w, person, unit, kind, from)? {
        return Err(Error::invalid("kind", "他已经担任这个职务"));
    }
    let held = store::worn_by(w, person, from)?;
    if let Some(words) = giving::clash(Systems::built_in(), &held, kind) {
        return Err(Error::invalid("kind", words));
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

/// Ends a post on a day, today or later. Whoever is the last of a kind that may not be missing stays.
pub fn end_post(w: &Acting, post: i64, on: Day) -> Result<()> {
    let ended = || Error::Conflict("这个职务已经免了".into());
    let held = store::find_open(w, post, w.now.day())?.ok_or_else(ended)?;
    if on < held.from_on {
        return Err(Error::invalid(
            "on",
            format!("任职从{}算起，不能早于这一天", held.from_on.zh()),
        ));
    }
    giving::check_leaving(w, post, &held.kind, held.unit, on)?;
    if !store::end(w, post, on)? {
        return Err(ended());
    }
    member::bump(w, held.person)?;
    w.about("person", held.person).changed(&["post"]);
    Ok(())
}

/// What an appointment says beside person, unit and kind.
#[derive(Debug, Clone)]
pub struct Terms<'t> {
    pub from: Day,
    /// The first day on which he holds it no more, where that is known.
    pub to: Option<Day>,
    pub basis: &'t str,
}

/// Gives a post for a time by decision of a body, whose act it is; nobody designates himself.
pub fn designate(
    w: &Acting,
    ctx: &Ctx,
    person: i64,
    (unit, kind): (i64, &str),
    terms: &Terms,
) -> Result<i64> {
    if ctx.actor.person() == Some(person) {
        return Err(Error::Conflict("不能指定自己任职，请别的有权限的人来办".into()));
    }
    let post = appoint(w, person, unit, kind, terms.from, terms.basis)?;
    store::note_giver(w, post, terms.to, ctx.actor.person())?;
    Ok(post)
}

/// Moves the day on which posts given for a time end.
pub fn move_end(w: &Acting, posts: &[i64], to: Day) -> Result<()> {
    posts.iter().try_for_each(|post| store::move_end(w, *post, to))
}

/// Checks all that must hold when somebody under a hat gives a post, and gives it, within his act.
pub fn give_under_hat(
    w: &Acting,
    ctx: &Ctx,
    person: i64,
    (place, kind): (&Place, &str),
    terms: &Terms,
) -> Result<i64> {
    let systems = Systems::built_in();
    giving::check(ctx, systems, person, place, kind)?;
    if let Some(to) = terms.to {
        if to <= terms.from {
            return Err(Error::invalid("to", "不再担任的日期要在任职日期之后"));
        }
        if systems.post(kind).is_some_and(|it| it.never_empty.is_some()) {
            let words = "这个职务不能空缺，不写到期的日子；接任的人任命以后再免";
            return Err(Error::invalid("to", words));
        }
    }
    let post = appoint(w, person, place.id, kind, terms.from, terms.basis)?;
    store::note_giver(w, post, terms.to, ctx.actor.person())?;
    Ok(post)
}

/// [`appoint`] as an act of the hat worn upon the unit of the post.
pub(crate) fn give(
    ctx: &Ctx,
    person: i64,
    (place, kind): (&Place, &str),
    terms: &Terms,
) -> Result<()> {
    member::actions::seen_unit(ctx, person)?;
    ctx.act(&APPOINT, place.id, |w| {
        w.reply(format!("/members/{person}"));
        give_under_hat(w, ctx, person, (place, kind), terms).map(|_| ())
    })
}

/// [`end_post`] as an act of the hat worn, upon a kind that this hat may give; nobody takes away the post
/// that lets him do it.
pub(crate) fn take(ctx: &Ctx, post: i64, on: Day, basis: &str) -> Result<i64> {
    let held = ctx.read(|read| store::find_open(read, post, ctx.today))?.ok_or(Error::NotFound)?;
    check_taking(ctx, post, &held.kind)?;
    ctx.act(&END, held.unit, |w| {
        w.because(basis).reply(format!("/members/{}", held.person));
        end_post(w, post, on)
    })?;
    Ok(held.person)
}

/// Whoever may give a kind of post may take it, but not the one he wears.
pub fn check_taking(ctx: &Ctx, post: i64, kind: &str) -> Result<()> {
    let Some(hat) = ctx.actor.hat() else { return Ok(()) };
    if hat.post == post {
        return Err(Error::Conflict("不能免去自己正在用的身份，请别的有任免权限的人来办".into()));
    }
    let systems = Systems::built_in();
    if systems.post(&hat.kind).is_some_and(|mine| mine.may_give(kind)) {
        return Ok(());
    }
    let title = systems.post(kind).map_or(kind, |it| it.title.as_str());
    let givers = systems.givers_of(kind);
    Err(Error::Conflict(format!("{}不能免去{title}，请{givers}来办", hat.title)))
}

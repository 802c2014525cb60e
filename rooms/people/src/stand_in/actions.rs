//! Handing a post over for the time of a leave, and taking it back.

use act::{Act, Acting, Ctx, Error, Hat, Result};
use calendar::Day;
use notify::Tell;
use systems::Systems;

use super::{acts_of, store};
use crate::{LeaveWord, post};

pub(crate) const STAND_IN: Act = Act::new("post.stand_in", "请人代行职务");
pub(crate) const RECALL: Act = Act::new("post.recall_stand_in", "收回代行");

/// The longest that somebody acts for somebody else.
const DAYS_AT_MOST: i32 = 184;

/// What the holder fills in.
pub(crate) struct Wish<'w> {
    /// Police number or full name of somebody of the house.
    pub(crate) who: &'w str,
    pub(crate) parts: &'w [&'w str],
    pub(crate) reason: LeaveWord,
    pub(crate) from: Day,
    /// The last day.
    pub(crate) last: Day,
}

/// The post worn, if its holder may hand it over: his own, and of a kind that stands for nobody's hand alone.
pub(crate) fn own_post(ctx: &Ctx) -> Result<&Hat> {
    let hat = ctx.actor.hat().filter(|hat| hat.stand_in.is_none());
    let hat = hat.ok_or_else(|| {
        Error::Conflict("先换到要请人代行的那个职务；代行来的职务不能再请别人代行".into())
    })?;
    match Systems::built_in().post(&hat.kind) {
        Some(kind) if kind.stand_in => Ok(hat),
        _ => Err(Error::Conflict("这个职务不能请人代行，离岗前请任命接任的人".into())),
    }
}

pub(crate) fn hand_over(ctx: &Ctx, wish: &Wish) -> Result<()> {
    let (hat, systems) = (own_post(ctx)?, Systems::built_in());
    let kind = systems.post(&hat.kind).ok_or(Error::NotFound)?;
    let acts = acts_of(systems, kind, wish.parts);
    let until = wish.last.plus_days(1);
    check_days(ctx, wish)?;
    ctx.act_own(&STAND_IN, |w, holder| {
        let held = post::find_open(w, hat.post, w.now.day())?.filter(|it| it.person == holder);
        let held = held.ok_or_else(|| Error::Conflict("您已经不担任这个职务了".into()))?;
        if held.to_on.is_some_and(|to| until > to) {
            return Err(Error::invalid("last", "代行不能晚于您任职的最后一天"));
        }
        let person = find(w, hat, wish.who, holder)?;
        if let Some(words) = post::clash(systems, &post::worn_by(w, person, wish.from)?, &hat.kind)
        {
            return Err(Error::invalid("who", words));
        }
        if store::overlaps(w, hat.post, person, (wish.from, until))? {
            return Err(Error::invalid("who", "这些日子已经请他代行了，先收回再改"));
        }
        let id = w.id();
        store::insert(w, id, (hat.post, person), &acts.join(" "), wish, w.now)?;
        tell(
            w,
            hat,
            (person, holder),
            &format!("请您代行，{}到{}", wish.from.zh(), wish.last.zh()),
        )?;
        w.reply("/me/stand-ins").how(wish.reason.zh()).changed(&["stand_in"]);
        Ok(())
    })
}

fn check_days(ctx: &Ctx, wish: &Wish) -> Result<()> {
    if wish.last < wish.from || wish.last < ctx.today {
        return Err(Error::invalid("last", "最后一天要在开始以后，也不能已经过去"));
    }
    if wish.from.plus_days(DAYS_AT_MOST) <= wish.last {
        let words = "一次最多代行半年。离岗更久，请按规定另行任命";
        return Err(Error::invalid("last", words));
    }
    if wish.parts.is_empty() {
        return Err(Error::invalid("part", "请选择请他代办哪些事"));
    }
    Ok(())
}

/// Somebody of the same house by police number or name.
fn find(w: &Acting, hat: &Hat, who: &str, holder: i64) -> Result<i64> {
    let found = store::of_house(w, hat.unit.id, hat.unit.organ, who)?;
    match found.as_slice() {
        [] => Err(Error::invalid("who", "本机关没有叫这个名字、也没有这个警号的人")),
        [one] if *one == holder => Err(Error::invalid("who", "请填另一个人")),
        [one] => Ok(*one),
        _ => Err(Error::invalid("who", "本机关有几个人叫这个名字，请填警号")),
    }
}

fn tell(w: &Acting, hat: &Hat, (person, holder): (i64, i64), words: &str) -> Result<()> {
    let text = format!("{}的{}{words}", hat.unit.short_name, hat.title);
    let (unit, sender) = (Some(hat.unit.id), Some(holder));
    let tell =
        Tell { person, unit, kind: "stand_in", text: &text, url: "/hat", sender, dedup: None };
    notify::tell(w, &tell).map(|_| ())
}

/// At once: whoever wears it has lost it with his next click.
pub(crate) fn recall(ctx: &Ctx, stand_in: i64) -> Result<()> {
    ctx.act_own(&RECALL, |w, holder| {
        if !store::recall(w, stand_in, holder, w.now)? {
            return Err(Error::Conflict("这一次代行已经结束了".into()));
        }
        w.reply("/me/stand-ins").changed(&["stand_in"]);
        Ok(())
    })
}

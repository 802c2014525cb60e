//! Who may give which post to whom, and who cannot leave one (docs/adr/0100).

use std::collections::{BTreeMap, BTreeSet};

use act::{Ctx, Error, Place, Result};
use calendar::Day;
use db::Read;
use systems::{NeverEmpty, Office, PostKind, Systems};

use super::store::{self, Worn};

/// Whether the hat worn may give `kind` in `place` to `person`: not to himself, only what his own post
/// may give, and nothing beyond what he may do himself but what comes with the seat.
pub(crate) fn check(
    ctx: &Ctx,
    systems: &Systems,
    person: i64,
    place: &Place,
    kind: &str,
) -> Result<()> {
    let Some(hat) = ctx.actor.hat() else { return Ok(()) };
    if ctx.actor.person() == Some(person) {
        return Err(Error::invalid("kind", "不能给自己任职，请别的有任免权限的人来办"));
    }
    let given = systems.post(kind).ok_or_else(|| Error::invalid("kind", "没有这个职务"))?;
    let title = systems.post_title(kind, &place.kind);
    if !systems.post(&hat.kind).is_some_and(|mine| mine.may_give(kind)) {
        let givers = systems.givers_of(kind);
        let words = format!("{}不能任命{title}，请{givers}来办", hat.title);
        return Err(Error::invalid("kind", words));
    }
    // An administrator or a manager gets his way in from another hand; that is the guard there.
    if given.office != Office::Business {
        return Ok(());
    }
    let lacking = given
        .powers()
        .into_iter()
        .find(|power| !systems.is_of_the_seat(&power.act) && !hat.covers(place, power));
    if lacking.is_none() {
        return Ok(());
    }
    let (house, givers) = (&hat.unit.name, systems.givers_of(kind));
    let words = format!("{title}的权限超出您自己的范围（{house}），您给不出去，请{givers}来办");
    Err(Error::invalid("kind", words))
}

/// An administrator holds his one post and nothing else, whoever appoints him. `None`: it fits.
pub(crate) fn clash(systems: &Systems, held: &[Worn], kind: &str) -> Option<String> {
    let is_administrator = |kind: &str| systems.is_administrator(kind);
    let name = |worn: &Worn| {
        let title = systems.post_title(&worn.kind, &worn.unit_kind);
        let role = if worn.stands_in { "代" } else { "" };
        format!("{}的{role}{title}", worn.unit_name)
    };
    if let Some(worn) = held.iter().find(|worn| is_administrator(&worn.kind)) {
        return Some(format!("他担任{}，管理员不能再担任别的职务，先免去那一个", name(worn)));
    }
    let other = held.first().filter(|_| is_administrator(kind))?;
    let words = "管理员不能同时担任别的职务，请另选人，或者先免去那一个";
    Some(format!("他担任{}，{words}", name(other)))
}

/// The last holder of a post that may not stand empty stays, from `on` too.
pub(crate) fn check_leaving(read: &Read, post: i64, kind: &str, unit: i64, on: Day) -> Result<()> {
    let systems = Systems::built_in();
    let Some(known) = systems.post(kind) else { return Ok(()) };
    let Some(never_empty) = known.never_empty else { return Ok(()) };
    let within = (never_empty == NeverEmpty::Unit).then_some(unit);
    if store::others(read, post, kind, within, on)? > 0 {
        return Ok(());
    }
    Err(Error::Conflict(last_words(systems, known, never_empty)))
}

fn last_words(systems: &Systems, kind: &PostKind, never_empty: NeverEmpty) -> String {
    let where_ = match never_empty {
        NeverEmpty::Unit => "这个机关",
        NeverEmpty::Installation => "全系统",
    };
    let (title, givers) = (&kind.title, systems.givers_of(kind.key()));
    format!("{where_}只剩这一位{title}。先请{givers}任命接替的{title}，再免这一位")
}

/// Of some posts (id, kind, unit) those that stay whoever asks, with the words why and what to do first: nobody else holds
/// the post now or is appointed to it.
pub fn last_ones(
    read: &Read,
    posts: &[(i64, &str, i64)],
    today: Day,
) -> Result<BTreeMap<i64, String>> {
    let systems = Systems::built_in();
    let kind = |kind: &str| systems.post(kind).and_then(|it| Some((it, it.never_empty?)));
    let asked: BTreeSet<&str> =
        posts.iter().map(|(_, key, _)| *key).filter(|key| kind(key).is_some()).collect();
    if asked.is_empty() {
        return Ok(BTreeMap::new());
    }
    let held = store::held_of(read, &asked.into_iter().collect::<Vec<_>>(), today)?;
    let words = |(post, key, unit): &(i64, &str, i64)| {
        let (known, never_empty) = kind(key)?;
        let replaces = |other: &(i64, String, i64)| {
            let there = never_empty == NeverEmpty::Installation || other.2 == *unit;
            other.0 != *post && other.1 == *key && there
        };
        let is_last = !held.iter().any(replaces);
        is_last.then(|| (*post, last_words(systems, known, never_empty)))
    };
    Ok(posts.iter().filter_map(words).collect())
}

/// Why a post cannot be ended under the hat worn, and what to do first; `None` where it can.
pub fn why_it_stays(
    ctx: &Ctx,
    read: &Read,
    (post, kind, unit): (i64, &str, i64),
) -> Result<Option<String>> {
    match super::check_taking(ctx, post, kind) {
        Err(Error::Conflict(words)) => return Ok(Some(words)),
        other => other?,
    }
    Ok(last_ones(read, &[(post, kind, unit)], ctx.today)?.remove(&post))
}

/// The same for everything that somebody holds, when he leaves or his account is closed.
pub fn check_person_leaving(read: &Read, person: i64, on: Day) -> Result<()> {
    for post in store::held_on(read, person)?.into_iter().filter(|post| post.is_open_on(on)) {
        check_leaving(read, post.id, &post.kind, post.unit, on)?;
    }
    Ok(())
}

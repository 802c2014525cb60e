//! Who may give which post to whom, and who cannot leave one (docs/adr/0100).

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
    let is_administrator = |kind: &str| systems.post(kind).is_some_and(PostKind::is_administrator);
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
    let others = match known.never_empty {
        None => return Ok(()),
        Some(NeverEmpty::Installation) => store::others(read, post, kind, None, on)?,
        Some(NeverEmpty::Unit) => store::others(read, post, kind, Some(unit), on)?,
    };
    if others > 0 {
        return Ok(());
    }
    let where_ = match known.never_empty {
        Some(NeverEmpty::Unit) => "这个机关",
        _ => "全系统",
    };
    let (title, givers) = (&known.title, systems.givers_of(kind));
    Err(Error::Conflict(format!(
        "{where_}只剩这一位{title}。先请{givers}任命接替的{title}，再免这一位"
    )))
}

/// The same for everything that somebody holds, when he leaves or his account is closed.
pub fn check_person_leaving(read: &Read, person: i64, on: Day) -> Result<()> {
    for post in store::held_on(read, person)?.into_iter().filter(|post| post.is_open_on(on)) {
        check_leaving(read, post.id, &post.kind, post.unit, on)?;
    }
    Ok(())
}

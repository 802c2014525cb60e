//! Asking, answering, and taking one's own copy.

use act::{Act, Acting, Ctx, Error, Place, Result};
use notify::Tell;

use super::{item_zh, store};
use crate::{member, post};

pub(crate) const ASK: Act = Act::new("member.ask_correction", "申请更正本人信息");
pub(crate) const ANSWER: Act = Act::new("member.answer_correction", "答复更正申请");
pub(crate) const COPY: Act = Act::new("member.own_copy", "取本人信息的副本");

/// Who is asked first in a branch; where nobody holds these, the manager of the organ.
const OF_THE_UNIT: [&str; 2] = ["secretary", "organization_member"];
const OF_THE_ORGAN: &str = "affairs_manager";

pub(super) fn place(column: &str, id: i64) -> String {
    format!("correction.{column}.{id}")
}

/// Asks, and tells those who may correct it.
pub(crate) fn ask(ctx: &Ctx, item: &str, said: &str) -> Result<()> {
    ctx.act_own(&ASK, |w, person| {
        let unit = member::unit_of(w, person)?;
        let unit = unit.ok_or_else(|| {
            Error::Conflict("您的组织关系还没有登记，请先找本机关党务管理员".into())
        })?;
        let id = w.id();
        let said = sealed(w, ctx, person, (&place("said", id), said))?;
        store::insert(w, (id, person, unit), (item, said), w.now)?;
        let name = member::name_of(w, person)?.unwrap_or_default();
        let text = format!("{name}申请更正本人信息：{}", item_zh(item));
        for to in keepers(w, unit, person)? {
            tell(w, to, unit, (&text, "/members/corrections"))?;
        }
        w.reply("/me/corrections").changed(&["correction"]);
        Ok(())
    })
}

/// Under the key of who asked: what is said about him is his.
fn sealed(w: &Acting, ctx: &Ctx, person: i64, (place, words): (&str, &str)) -> Result<Vec<u8>> {
    let keys = &ctx.core.keys;
    Ok(act::own_key(w, keys, person)?.seal(keys, place, words.as_bytes()).0)
}

/// Who keeps the data of those who belong to a unit.
fn keepers(w: &Acting, unit: i64, person: i64) -> Result<Vec<i64>> {
    let today = w.now.day();
    let holders = |unit: i64, kinds: &[&str]| -> Result<Vec<i64>> {
        let held = post::held_in(w, unit, today)?.into_iter();
        let asked = held.filter(|it| kinds.contains(&it.kind.as_str()) && it.person != person);
        Ok(asked.map(|it| it.person).collect())
    };
    let near = holders(unit, &OF_THE_UNIT)?;
    let organ = Place::find(w, unit)?.and_then(|place| place.organ);
    match organ.filter(|_| near.is_empty()) {
        Some(organ) => holders(organ, &[OF_THE_ORGAN]),
        None => Ok(near),
    }
}

fn tell(w: &Acting, person: i64, unit: i64, (text, url): (&str, &str)) -> Result<()> {
    let (unit, sender) = (Some(unit), None);
    let tell = Tell { person, unit, kind: "correction", text, url, sender, dedup: None };
    notify::tell(w, &tell).map(|_| ())
}

/// Answers with a reason, whatever came of it. The data themselves are changed as always.
pub(crate) fn answer(ctx: &Ctx, id: i64, outcome: &str, words: &str) -> Result<()> {
    let sight = ctx.sight(&ANSWER);
    let found = ctx.read(|read| store::find_open(read, &sight, id))?;
    let (unit, person) = found.ok_or(Error::NotFound)?;
    if ctx.actor.person() == Some(person) {
        return Err(Error::Conflict("自己的申请请别的有权限的人答复".into()));
    }
    ctx.act(&ANSWER, unit, |w| {
        let sealed = sealed(w, ctx, person, (&place("answer", id), words))?;
        if !store::answer(w, id, ctx.actor.person(), (outcome, sealed), w.now)? {
            return Err(Error::Conflict("这一件已经答复过了".into()));
        }
        tell(w, person, unit, ("您申请更正本人信息，已有答复", "/me/corrections"))?;
        w.about("person", person).changed(&["correction"]).reply("/members/corrections");
        Ok(())
    })
}

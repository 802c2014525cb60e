//! Drafting and issuing.

use act::{Acting, Ctx, Error, Place, Result};
use calendar::Instant;
use record::{Closed, Kinds, Session};
use rules::Rules;

use super::{List, store};
use crate::{
    DRAFT, ISSUE,
    class::{self, class},
    item::{self, New},
};

/// The kind of record that an issued list is, where the regulations ask for one.
const FILING: &str = "responsibility_list";

/// Begins the list of a year: what the regulations suggest, and what the committee added last year.
pub(super) fn start(ctx: &Ctx, unit: i64, year: i16) -> Result<i64> {
    ctx.act(&DRAFT, unit, |w| {
        let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
        let review = Kinds::built_in().find(crate::review::KIND);
        let may = review.is_some_and(|kind| kind.is_for(&place.kind));
        if !may || !(2000..=ctx.today.year() + 1).contains(&year) {
            return Err(Error::NotFound);
        }
        if store::of(w, unit, year)?.is_some() {
            return Err(Error::Conflict("这一年的责任清单已经有了，请返回打开".into()));
        }
        let id = draft_in(w, unit, year, ctx.actor.person())?;
        w.about("responsibility", id).changed(&["item"]).reply(format!("/responsibilities/{id}"));
        Ok(id)
    })
}

/// Drafts it within an act of the caller.
pub fn draft_in(w: &Acting, unit: i64, year: i16, by: Option<i64>) -> Result<i64> {
    let place = Place::find(w, unit)?.ok_or(Error::NotFound)?;
    let list = List { id: w.id(), unit, year, issued_at: None, filed: None, version: 1 };
    store::insert(w, &list, (w.now, by))?;
    for usual in class::usual() {
        let is_held = |key: &&String| {
            let is_for = |kind: &record::RecordKind| kind.is_for(&place.kind);
            usual.proof != class::Proof::Unit || Kinds::built_in().find(key).is_some_and(is_for)
        };
        let kinds: Vec<&str> = usual.kinds.iter().filter(is_held).map(String::as_str).collect();
        if kinds.is_empty() && !usual.kinds.is_empty() {
            continue;
        }
        let new = New {
            class: usual.class.clone(),
            key: usual.key.clone(),
            words: usual.words.clone(),
            kinds: kinds.join(" "),
            proof: usual.proof,
        };
        item::store::insert(w, list.id, &new)?;
    }
    if let Some(last) = store::of(w, unit, year - 1)? {
        for it in item::store::of_list(w, last.id)?.into_iter().filter(|it| it.key.is_empty()) {
            let item::Item { class, key, words, kinds, proof, .. } = it;
            item::store::insert(w, list.id, &New { class, key, words, kinds, proof })?;
        }
    }
    Ok(list.id)
}

pub(super) fn issue(ctx: &Ctx, id: i64, version: i64, (number, to): (&str, &str)) -> Result<()> {
    let unit = ctx.read(|read| super::find(ctx, read, id))?.place.id;
    ctx.act(&ISSUE, unit, |w| {
        let seen = super::find(ctx, w, id)?;
        if seen.list.version != version {
            return Err(Error::Conflict("这份清单刚刚有人印发过，请刷新页面再看一遍".into()));
        }
        issue_in(w, ctx, id, w.now, (number, to))?;
        w.about("responsibility", id).changed(&["issued_at"]).reply(seen.list.url());
        Ok(())
    })
}

/// Issues it within an act of the caller; where that is a duty, it is filed as a record.
pub fn issue_in(
    w: &Acting,
    ctx: &Ctx,
    id: i64,
    at: Instant,
    (number, to): (&str, &str),
) -> Result<()> {
    let list = store::find(w, id)?.ok_or(Error::NotFound)?;
    let place = Place::find(w, list.unit)?.ok_or(Error::NotFound)?;
    let kind = Kinds::built_in().find(FILING).filter(|kind| kind.is_for(&place.kind));
    let filed = match kind {
        Some(_) => {
            let lines: Vec<String> = item::store::of_list(w, id)?
                .iter()
                .map(|it| {
                    let title = class(&it.class).map_or("", |it| it.title.as_str());
                    format!("{title}：{}", it.words)
                })
                .collect();
            Some(file(w, ctx, &list, (FILING, 1), (at, number, to), &lines.join("\n"))?)
        }
        None => None,
    };
    if store::issue(w, id, at, filed)? {
        Ok(())
    } else {
        Err(Error::Conflict("这份清单已经印发了".into()))
    }
}

/// Files a paper about a half of a list's year as a record that is closed.
pub(crate) fn file(
    w: &Acting,
    ctx: &Ctx,
    list: &List,
    (kind, half): (&str, i64),
    (at, number, to): (Instant, &str, &str),
    minutes: &str,
) -> Result<i64> {
    let record_kind = Kinds::built_in().find(kind).ok_or(Error::NotFound)?;
    let empty = String::new;
    let session = Session { on: at.day(), from: empty(), to: empty(), place: empty() };
    let about = crate::review::days(list.year, half).0;
    let closed = Closed {
        title: record_kind.title_on("", about),
        topic: number.to_owned(),
        guests: to.to_owned(),
        recorder: ctx.actor.person(),
        minutes: minutes.to_owned(),
        makes_up: (list.year != at.day().year()).then(|| list.year.to_string()),
        ..Closed::new(list.unit, kind, session, at)
    };
    let ids = record::close_many(w, ctx.part::<Rules>(), &[closed])?;
    ids.first().map(|it| it.0).ok_or(Error::NotFound)
}

//! Who has still to be told, and the one touch that says they were.

use act::{Ctx, Result};
use askama::Template;
use db::Read;
use people::LeaveWord;
use web::{Door, Markup, Page, Pager, Reply, Req, Route, Section, parts};

use super::{RELAY, Waiting, actions::relay, store};
use crate::{kind::Kinds, meeting::RecordId};

/// Meetings on a page.
const PER_PAGE: i64 = 30;

pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::page("/records/relaying", Door::See(RELAY), index),
        Route::act("/records/{id}/relaying", RELAY, tell),
    ]
}

/// One meeting with those who missed it.
struct Missed {
    record: RecordId,
    title: String,
    held_on: calendar::Day,
    names: String,
    count: usize,
    /// 传达, 补学.
    told: &'static str,
}

#[derive(Template)]
#[template(path = "relay/list.html")]
struct List {
    missed: Vec<Missed>,
    scope: Markup,
    pager: Markup,
    key: Markup,
}

fn index(ctx: &Ctx, read: &Read, req: &Req) -> Result<Page> {
    let kinds = concerning_everybody();
    let (meetings, persons) = store::count(ctx, read, &kinds)?;
    let pager = Pager::of(req, PER_PAGE, meetings);
    let missed = missed(store::waiting(ctx, read, &kinds, pager.span())?);
    let unit = ctx.actor.hat().map(|hat| hat.unit.short_name.clone()).unwrap_or_default();
    let words = format!("{}，{persons}人次", pager.words("次会"));
    let page = List {
        scope: parts::scope(&format!("范围：{unit}，还没传达的"), &words),
        missed,
        pager: parts::pager(req, pager),
        key: req.once(),
    };
    Ok(Page::of("待传达", &page)?.under(vec![("组织生活", "/records")]).section(Section::Life))
}

/// Kinds whose content concerns everybody, and study that is made up: committee meetings and talks are not passed on.
pub(crate) fn concerning_everybody() -> Vec<&'static str> {
    let kinds = Kinds::built_in().iter().filter(|kind| kind.is_made_up());
    kinds.map(|kind| kind.key.as_str()).collect()
}

/// How who was not there catches up with a meeting of this kind.
pub(crate) fn told(kind: &str) -> &'static str {
    Kinds::built_in().find(kind).map_or("传达", |it| it.told.as_str())
}

fn missed(waiting: Vec<Waiting>) -> Vec<Missed> {
    waiting.chunk_by(|a, b| a.record == b.record).map(one).collect()
}

fn one(of_record: &[Waiting]) -> Missed {
    let first = &of_record[0];
    let name = |it: &Waiting| match LeaveWord::from_key(&it.word) {
        Some(word) => format!("{}（{}）", it.name, word.zh()),
        None => it.name.clone(),
    };
    Missed {
        record: first.record,
        title: first.title.clone(),
        held_on: first.held_on,
        names: of_record.iter().map(name).collect::<Vec<_>>().join("、"),
        count: of_record.len(),
        told: told(&first.kind),
    }
}

fn tell(ctx: &Ctx, req: &Req) -> Result<Reply> {
    let id: RecordId = req.id("id")?;
    let reader = req.form.reader();
    let persons: Vec<i64> =
        reader.many("person").into_iter().filter_map(|id| id.parse().ok()).collect();
    let back = reader.optional_text("back", "返回", 20);
    reader.check()?;
    let told = relay(ctx, id, &persons)?;
    let url = if back == "list" { "/records/relaying".into() } else { format!("/records/{id}") };
    let word = ctx.read(|read| store::kind_of(read, id))?.map_or("传达", |it| self::told(&it));
    Ok(Reply::to(url).saying(format!("{told}人已标为已{word}")))
}

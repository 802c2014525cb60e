//! What waits for the viewer in this room: drafts, minutes to write, absent people to tell.

use act::{Ctx, Result};
use db::Read;
use web::{
    Todo,
    parts::{self, State},
};

use crate::{
    meeting::{self, DRAFT, Record, Stage},
    relay::{RELAY, waiting_here},
};

/// Drafts and held meetings of the hat's own unit, and who has still to be told.
pub(crate) fn list(ctx: &Ctx, read: &Read) -> Result<Vec<Todo>> {
    let mut todo = Vec::new();
    if ctx.carries(&DRAFT) {
        todo.extend(meeting::open_of(ctx, read)?.iter().map(|record| of_record(ctx, record)));
    }
    if ctx.carries(&RELAY) {
        todo.extend(to_tell(ctx, read)?);
    }
    Ok(todo)
}

fn of_record(ctx: &Ctx, record: &Record) -> Todo {
    let is_past = record.plan_on <= ctx.today;
    let (state, tag, words, label) = match record.stage() {
        Stage::Held => (State::Soon, "已开", "记录还没有写完存档", "写会议记录"),
        Stage::Notified if is_past => (State::Soon, "到日子了", "开过了就点一下到会的人", "记到会"),
        Stage::Notified => (State::Due, "已通知", "等着开", "看通知"),
        _ => (State::Due, "草稿", "核对时间、议题和到会的人", "打开草稿"),
    };
    Todo {
        title: record.title.clone(),
        tag: parts::tag(state, tag),
        words: format!("{}，{words}", record.plan_on.zh_short()),
        why: None,
        actions: vec![(label.to_owned(), record.url())],
        due: Some(record.plan_on),
        weight: if is_past { 1 } else { 3 },
    }
}

fn to_tell(ctx: &Ctx, read: &Read) -> Result<Option<Todo>> {
    let waiting = waiting_here(ctx, read)?;
    let Some(first) = waiting.first() else { return Ok(None) };
    let meetings = waiting.chunk_by(|a, b| a.record == b.record).count();
    Ok(Some(Todo {
        title: "传达给没有到会的人".into(),
        tag: parts::tag(State::Due, "待传达"),
        words: format!("{meetings}次会，{}人次，最早的是{}", waiting.len(), first.title),
        why: None,
        actions: vec![("去传达".into(), "/records/relaying".into())],
        due: Some(first.held_on.plus_days(30)),
        weight: 4,
    }))
}

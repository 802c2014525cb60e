//! What waits for the viewer in this room: drafts, minutes to write, absent people to tell.

use act::Ctx;
use calendar::{Day, Instant};
use serde::Deserialize;
use web::{
    Todo, Urgency,
    parts::{self, State},
};

use crate::meeting::RecordId;

/// A record that is not closed.
#[derive(Deserialize)]
pub(crate) struct Open {
    pub(crate) id: RecordId,
    pub(crate) title: String,
    pub(crate) plan_on: Day,
    pub(crate) notified_at: Option<Instant>,
    pub(crate) held_at: Option<Instant>,
}

/// A closed meeting of which so many persons have still to be told.
#[derive(Deserialize)]
pub(crate) struct Untold {
    pub(crate) title: String,
    pub(crate) held_on: Day,
    pub(crate) persons: i64,
}

pub(crate) fn of_open(ctx: &Ctx, record: &Open) -> Todo {
    let is_past = record.plan_on <= ctx.today;
    let (state, tag, words, label) = match (record.held_at, record.notified_at) {
        (Some(_), _) => (State::Soon, "已开", "记录还没有写完存档", "写会议记录"),
        (None, Some(_)) if is_past => (State::Soon, "到日子了", "开过了就点一下到会的人", "记到会"),
        (None, Some(_)) => (State::Due, "已通知", "等着开", "看通知"),
        (None, None) => (State::Due, "草稿", "核对时间、议题和到会的人", "打开草稿"),
    };
    Todo {
        title: record.title.clone(),
        tag: parts::tag(state, tag),
        words: format!("{}，{words}", record.plan_on.zh_short()),
        why: None,
        actions: vec![(label.to_owned(), record.id.url())],
        due: Some(record.plan_on),
        urgency: Urgency::Soon,
    }
}

/// One thing for all of them, by the first.
pub(crate) fn to_tell(untold: &[Untold]) -> Option<Todo> {
    let first = untold.first()?;
    let (meetings, persons): (usize, i64) =
        (untold.len(), untold.iter().map(|it| it.persons).sum());
    Some(Todo {
        title: "传达给没有到会的人".into(),
        tag: parts::tag(State::Due, "待传达"),
        words: format!("{meetings}次会，{persons}人次，最早的是{}", first.title),
        why: None,
        actions: vec![("去传达".into(), "/records/relaying".into())],
        due: Some(first.held_on.plus_days(30)),
        urgency: Urgency::Helps,
    })
}

/// A record of a talk that waits for his signature.
pub(crate) fn to_sign((id, held_on): (RecordId, Day)) -> Todo {
    Todo {
        title: "看谈话记录，签字".into(),
        tag: parts::tag(State::Due, "等您签字"),
        words: format!("{}的谈话；有不同意见可以写在后面", held_on.zh_short()),
        why: None,
        actions: vec![("打开".into(), id.url())],
        due: Some(held_on.plus_days(14)),
        urgency: Urgency::Soon,
    }
}

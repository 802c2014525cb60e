//! Tasks of entries on the home page.

use act::Ctx;
use calendar::Day;
use serde::Deserialize;
use web::{
    Todo, Urgency,
    parts::{self, State},
};

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum What {
    /// Of the post that is worn.
    Mine,
    /// Said to be done, to be accepted.
    Reported,
    /// More time is asked for.
    Asked,
    /// Its last day is near or past, for who keeps the ledger.
    Entry,
}

#[derive(Debug, Clone, Deserialize)]
pub(super) struct Row {
    pub(super) what: What,
    /// Of the task; of an entry its own.
    pub(super) id: i64,
    pub(super) words: String,
    pub(super) title: String,
    pub(super) due_on: Day,
    pub(super) stand: String,
}

pub(super) fn todo(ctx: &Ctx, row: Row) -> Todo {
    let days = ctx.today.days_until(row.due_on);
    let near = match days {
        days if days < 0 => parts::tag(State::Late, "逾期"),
        0 => parts::tag(State::Soon, "今天到期"),
        days if days <= 7 => parts::tag(State::Soon, &format!("还有{days}天")),
        _ => parts::tag(State::Due, "任务"),
    };
    let late = if days < 0 { Urgency::Late } else { Urgency::Soon };
    let url = match row.what {
        What::Entry => format!("/instructions/{}", row.id),
        _ => format!("/instructions/tasks/{}", row.id),
    };
    let (tag, words, action, urgency) = match row.what {
        What::Mine if row.stand == "said" => (
            parts::tag(State::Void, "有说明"),
            format!("{}，最后一天{}", row.title, row.due_on.zh_short()),
            "写进展、报办结",
            Urgency::Soon,
        ),
        What::Mine => (
            near,
            format!("{}，{}以前办完", row.title, row.due_on.zh_short()),
            "写进展、报办结",
            late,
        ),
        What::Reported => (
            parts::tag(State::Due, "等认可"),
            format!("{}，报了办结", row.title),
            "去认可",
            Urgency::Soon,
        ),
        What::Asked => (
            parts::tag(State::Due, "等答复"),
            format!("{}，申请延期", row.title),
            "去答复",
            Urgency::Soon,
        ),
        What::Entry => (near, "还没有报办结，任务办完了就写情况报告".to_owned(), "看这一件", late),
    };
    Todo {
        title: row.words,
        tag,
        words,
        why: None,
        actions: vec![(action.to_owned(), url)],
        due: matches!(row.what, What::Mine | What::Entry).then_some(row.due_on),
        urgency,
    }
}
